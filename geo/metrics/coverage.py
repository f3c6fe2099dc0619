"""How much of an area the installed walking network knows, and which network to use where several do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

from geo.metrics.standards import COVERAGE_NEEDED
from geo.network.graph import NetworkMeta

_WHOLE = 0.995


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Shares (0 to 1) of the area, and of the area with a margin of `margin_m`, inside the network's footprint.

    `network_id` is None, and the shares 0, where no network reaches the area.
    """

    area_id: str
    network_id: str | None
    network_name: str | None
    network_date: str | None
    area_share: float
    margin_share: float
    margin_m: float

    @property
    def sufficient(self) -> bool:
        """Whether enough of the area is covered for figures on the network to be shown."""
        return self.network_id is not None and self.area_share >= COVERAGE_NEEDED.value

    @property
    def action(self) -> str:
        """The one thing that mends a missing network."""
        return f"Run “python -m geo data install --area {self.area_id}”."

    @property
    def note(self) -> str:
        """In words: what is covered, what that means for the figures, and what to do. Empty where all is covered."""
        if self.network_id is None:
            return f"No walking network is installed for this area. {self.action}"
        if not self.sufficient:
            return (
                f"The installed walking network covers {percent(self.area_share)} of this area; "
                f"below {percent(COVERAGE_NEEDED.value)} the figure is withheld. {self.action}"
            )
        if self.area_share < _WHOLE:
            return f"In the {percent(self.area_share)} of the area that the walking network covers."
        return ""

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping."""
        return {
            "network_id": self.network_id,
            "network_name": self.network_name,
            "network_date": self.network_date,
            "area_share": round(self.area_share, 4),
            "margin_share": round(self.margin_share, 4),
            "margin_m": self.margin_m,
            "needed_share": COVERAGE_NEEDED.value,
            "sufficient": self.sufficient,
        }


def choose_network(area_id: str, area: BaseGeometry, networks: Iterable[NetworkMeta], margin_m: float) -> Coverage:
    """The network that covers most of the area, then most of its margin, then the newest.

    `area` in EPSG:27700. Shares are compared to a thousandth, so that a newer map is not passed over for a sliver.
    """
    wide = area.buffer(margin_m)
    best: tuple[tuple[float, float, str], Coverage] | None = None
    for meta in networks:
        share = area.intersection(meta.footprint).area / area.area if area.area > 0 else 0.0
        margin = wide.intersection(meta.footprint).area / wide.area if wide.area > 0 else 0.0
        if share <= 0:
            continue
        rank = (round(share, 3), round(margin, 3), meta.date or "")
        if best is None or rank > best[0]:
            found = Coverage(
                area_id=area_id,
                network_id=meta.id,
                network_name=meta.name,
                network_date=meta.date,
                area_share=min(share, 1.0),
                margin_share=min(margin, 1.0),
                margin_m=margin_m,
            )
            best = (rank, found)
    if best is not None:
        return best[1]
    return Coverage(
        area_id=area_id,
        network_id=None,
        network_name=None,
        network_date=None,
        area_share=0.0,
        margin_share=0.0,
        margin_m=margin_m,
    )


def percent(share: float) -> str:
    """A share in words that never rounds to all or nothing."""
    percent = 100.0 * share
    if 0 < percent < 1:
        return "less than 1 %"
    return f"{min(round(percent), 99) if share < 1 else 100} %"
