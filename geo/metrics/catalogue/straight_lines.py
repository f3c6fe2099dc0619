"""What can be said of any area without a walking map: straight lines to what is known."""

from __future__ import annotations

from geo.metrics.catalogue.metric import GREEN, Better, Metric, Need

_CAVEAT = (
    "A straight line is not a walk: roads, rails and walls lengthen it. Only known spaces and stops count; away from "
    "the installed extracts most spaces are known by a middle point alone, so that lines are too long there."
)
_NEEDS = frozenset({Need.SPACES, Need.RESIDENTS})

STRAIGHT_LINE_METRICS = (
    Metric(
        id="straight_open_space_m",
        label="Straight line to the nearest known public open space, on average",
        unit="m",
        question=GREEN,
        formula="mean over residents of the straight line from where they live to the edge (or point) of the nearest",
        source="spaces of OpenStreetMap and registered parks; Census 2021",
        caveats=_CAVEAT,
        needs=_NEEDS,
        better=Better.LOWER,
    ),
    Metric(
        id="straight_bus_stops",
        label="Bus stops within 640 m in a straight line, on average",
        unit="stops",
        question=GREEN,
        formula="mean over residents of the bus stops at most 640 m away in a straight line",
        source="TfL's PTAL takes 640 m as the longest walk to a bus; stops of OpenStreetMap",
        caveats=_CAVEAT,
        needs=frozenset({Need.STOPS, Need.RESIDENTS}),
        better=Better.HIGHER,
    ),
    Metric(
        id="straight_rail_stations",
        label="Stations within 960 m in a straight line, on average",
        unit="stations",
        question=GREEN,
        formula="mean over residents of the rail, tube and tram stops at most 960 m away in a straight line",
        source="TfL's PTAL takes 960 m as the longest walk to rail; stops of OpenStreetMap",
        caveats=_CAVEAT,
        needs=frozenset({Need.STOPS, Need.RESIDENTS}),
        better=Better.HIGHER,
    ),
    Metric(
        id="open_space_share",
        label="Share of the land that is known public open space",
        unit="% of land",
        question=GREEN,
        formula="land of the union of public open spaces with a known outline, inside the area ÷ its land",
        source="spaces of OpenStreetMap and registered parks",
        caveats="Spaces known by a point alone have no outline and are missing, so that this is the least there is.",
        needs=frozenset({Need.SPACES}),
        better=Better.HIGHER,
    ),
)
