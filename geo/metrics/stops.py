"""Who lives within a walk of public transport: the limits of TfL's PTAL for buses and for rail."""

from __future__ import annotations

from geo.metrics.access_ground import Goal, Layer
from geo.metrics.access_shares import map_ends, share_of
from geo.metrics.access_walks import HomeWalks
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards import BUS_WALK_M, RAIL_WALK_M, Standard

STOP_KINDS = {"bus": "Bus stop", "rail": "Rail or Tube station", "tram": "Tram stop", "ferry": "Ferry pier"}
# PTAL counts trams, the Tube and light rail with rail.
_LIMITS: tuple[tuple[str, frozenset[str], Standard, str], ...] = (
    ("bus_within_640m", frozenset({"bus"}), BUS_WALK_M, "bus stops"),
    ("rail_within_960m", frozenset({"rail", "tram"}), RAIL_WALK_M, "stations or tram stops"),
)


def stop_figures(walks: HomeWalks) -> Figures:
    """The shares of residents within 640 m of a bus stop, and within 960 m of a station or tram stop."""
    return Figures(measurements=tuple(_near(walks, *each) for each in _LIMITS))


def _near(walks: HomeWalks, metric: str, kinds: frozenset[str], limit: Standard, words: str) -> Measurement:
    goal = Goal(layer=Layer.STOPS, kinds=kinds)
    known = int(walks.prepared.rows(goal).sum())
    if not known:
        none = [f"Not known: no {words} are installed for this map.", *walks.notes]
        return measured(metric, None, notes=none)
    near = walks.nearest_m(goal) <= limit.value
    notes = [f"{known:,} {words} known.", *walks.notes]
    return share_of(metric, walks.people, near, [map_ends(walks, limit.value)], notes)
