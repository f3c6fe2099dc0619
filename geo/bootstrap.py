"""Settings from the environment, and the one door to everything that is installed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BUNDLE_BESIDE = ROOT.parent / "shared" / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation may choose; read once at start.

    `home` holds what belongs to this installation (installed data, the store, the secret); `bundle` is a
    folder of source data laid out as described in data/boundaries/README.md, or None.
    """

    home: Path
    bundle: Path | None
    database_url: str

    @property
    def data_dir(self) -> Path:
        """Installed data, made by ``python -m geo data install``."""
        return self.home / "data"

    @property
    def display_dir(self) -> Path:
        """What the map loads, served under /map-data/."""
        return self.data_dir / "display"

    @property
    def secret_file(self) -> Path:
        """The key that published places are drawn with; made at first use, readable by the owner alone."""
        return self.home / "secret.key"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """PLACES_HOME (default ./var), PLACES_DATA (default ../shared/data where it exists), PLACES_DATABASE_URL."""
        home = Path(environment.get("PLACES_HOME") or ROOT / "var").resolve()
        named = environment.get("PLACES_DATA")
        bundle = Path(named).resolve() if named else (_BUNDLE_BESIDE if _BUNDLE_BESIDE.is_dir() else None)
        url = environment.get("PLACES_DATABASE_URL") or f"sqlite:///{home / 'common-ground.sqlite'}"
        return cls(home=home, bundle=bundle, database_url=url)
