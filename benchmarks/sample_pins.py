"""Pins to measure with: any number of them over London, the same for the same number."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from geo.surveys import CATEGORIES, PinKind

SEED = 1
_SPREAD = ((-0.11, 0.06), (51.51, 0.03))  # middle and spread, in degrees
_WORDS = (
    "",
    "No bench on the whole street",
    "The lights change before you are half way over",
    "People stop and talk here",
    "Good by day; after dark I go another way round",
)


@dataclass(frozen=True, slots=True)
class SamplePin:
    """A made-up pin."""

    id: UUID
    lon: float
    lat: float
    kind: str
    category: str
    text: str


def sample_pins(count: int) -> list[SamplePin]:
    """Pins scattered about the middle of London; none of a category that waits for a moderator."""
    chance = random.Random(SEED)
    open_categories = [c for c in CATEGORIES.values() if not c.sensitive]
    pins = []
    for _ in range(count):
        category = chance.choice(open_categories)
        kind = PinKind.BOTH if chance.random() < 0.1 else category.kind
        lon, lat = (round(chance.gauss(middle, spread), 6) for middle, spread in _SPREAD)
        identity = UUID(int=chance.getrandbits(128), version=4)
        pins.append(SamplePin(identity, lon, lat, kind.value, category.code, chance.choice(_WORDS)))
    return pins


def write_csv(pins: list[SamplePin], path: Path) -> Path:
    """A file for ``python -m geo pins import``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "lon", "lat", "kind", "category", "text"])
        writer.writerows([p.id, p.lon, p.lat, p.kind, p.category, p.text] for p in pins)
    return path
