"""Where a figure comes from: its sources, its parameters, a digest of its input and the time it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One published data set, as a reader would cite it."""

    id: str
    title: str
    publisher: str
    url: str
    vintage: str
    licence: str
    attribution: str
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What it takes to make a figure again. `made_at` is aware and in UTC; it is handed in, never read here."""

    sources: tuple[Source, ...]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    input_digest: str = ""
    made_at: datetime

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping; times in ISO 8601."""
        return {
            "sources": [asdict(source) for source in self.sources],
            "parameters": dict(self.parameters),
            "input_digest": self.input_digest,
            "made_at": self.made_at.isoformat(timespec="seconds"),
        }


def digest(*parts: Any) -> str:
    """SHA-256 (hex) of JSON-ready parts, the same for the same content whatever the order of keys."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()
