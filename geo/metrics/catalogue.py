"""Every figure of a report: what it is called, how it is worked out, where that comes from and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What must be known before a figure can be worked out."""

    PINS = "pins"
    RESIDENTS = "residents"
    SPACES = "spaces"
    NETWORK = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One figure. `anchor` is its section in docs/metrics.md."""

    id: str
    label: str
    unit: str
    question: str
    formula: str
    source: str
    caveats: str
    needs: frozenset[Need]

    @property
    def anchor(self) -> str:
        """Heading of its section in docs/metrics.md, as a link fragment."""
        return self.id.replace("_", "-")


HEARD = "Who has been heard?"
SPACE = "How much public open space is there?"
WALK = "How far is the walk to it?"
PEOPLE = "Who lives here?"

_PIN_CAVEAT = (
    "Pins come from people who chose to take part: they are not a sample, and no pins is not “no barrier”. "
    "Pins have no account, so one person may have placed several. Pins that say “both” count in both."
)
_WALK_CAVEAT = (
    "As good as the map: paths, gates and spaces that OpenStreetMap lacks are missing here. Homes are stood for by "
    "buildings or street junctions. Beyond the mapped window walks may be shorter than said, never longer."
)
_WALK_NEEDS = frozenset({Need.NETWORK, Need.SPACES, Need.RESIDENTS})

METRICS: dict[str, Metric] = {
    metric.id: metric
    for metric in (
        Metric(
            id="residents",
            label="People who live here",
            unit="residents",
            question=PEOPLE,
            formula="sum over census zones of residents × share of the zone's land that lies in the area",
            source="Census 2021, usual residents by 2021 LSOA; areal interpolation",
            caveats="People are taken to live evenly over each census zone's land.",
            needs=frozenset({Need.RESIDENTS}),
        ),
        Metric(
            id="welcoming_pins_per_km2",
            label="Welcoming pins per km²",
            unit="pins per km²",
            question=HEARD,
            formula="published pins of kind welcoming or both in the area ÷ its land in km²",
            source="residents' pins",
            caveats=_PIN_CAVEAT,
            needs=frozenset({Need.PINS}),
        ),
        Metric(
            id="barrier_pins_per_km2",
            label="Barrier pins per km²",
            unit="pins per km²",
            question=HEARD,
            formula="published pins of kind barrier or both in the area ÷ its land in km²",
            source="residents' pins",
            caveats=_PIN_CAVEAT,
            needs=frozenset({Need.PINS}),
        ),
        Metric(
            id="welcoming_pins_per_1000",
            label="Welcoming pins per 1,000 residents",
            unit="pins per 1,000 residents",
            question=HEARD,
            formula="1,000 × published pins of kind welcoming or both in the area ÷ its residents",
            source="residents' pins; Census 2021",
            caveats=_PIN_CAVEAT,
            needs=frozenset({Need.PINS, Need.RESIDENTS}),
        ),
        Metric(
            id="barrier_pins_per_1000",
            label="Barrier pins per 1,000 residents",
            unit="pins per 1,000 residents",
            question=HEARD,
            formula="1,000 × published pins of kind barrier or both in the area ÷ its residents",
            source="residents' pins; Census 2021",
            caveats=_PIN_CAVEAT,
            needs=frozenset({Need.PINS, Need.RESIDENTS}),
        ),
        Metric(
            id="open_space_ha_per_1000",
            label="Public open space per 1,000 residents",
            unit="ha per 1,000 residents",
            question=SPACE,
            formula="1,000 × hectares of the union of public open spaces inside the area ÷ its residents",
            source="spaces of OpenStreetMap and registered parks; Census 2021",
            caveats=(
                "Spaces that are private, or for members, customers or permit holders, are left out; spaces whose "
                "access the map does not say are counted. Spaces known by a point alone have no area."
            ),
            needs=frozenset({Need.SPACES, Need.RESIDENTS}),
        ),
        Metric(
            id="residents_within_400m",
            label="Residents within a 400 m walk of public open space",
            unit="% of residents",
            question=WALK,
            formula="residents whose walk to the nearest access point is at most 400 m ÷ residents placed",
            source="London Plan 2021, Policy G4, Table 8.1 (400 m); walks on OpenStreetMap",
            caveats=_WALK_CAVEAT,
            needs=_WALK_NEEDS,
        ),
        Metric(
            id="residents_within_10min",
            label="Residents within 10 minutes' walk of public open space",
            unit="% of residents",
            question=WALK,
            formula="residents whose walk is at most 10 minutes × the persona's speed ÷ residents placed",
            source="80 m a minute as in TfL's PTAL (798 m at 1.33 m/s); walks on OpenStreetMap",
            caveats=_WALK_CAVEAT,
            needs=_WALK_NEEDS,
        ),
        Metric(
            id="mean_walk_m",
            label="Average walk to the nearest public open space",
            unit="m",
            question=WALK,
            formula="mean of the walks of residents who reach one, weighted by residents",
            source="walks on OpenStreetMap; Census 2021",
            caveats=_WALK_CAVEAT,
            needs=_WALK_NEEDS,
        ),
        Metric(
            id="p95_walk_m",
            label="Walk that 19 of 20 residents do not exceed",
            unit="m",
            question=WALK,
            formula="smallest walk that covers 95 % of the residents who reach one",
            source="walks on OpenStreetMap; Census 2021",
            caveats=_WALK_CAVEAT,
            needs=_WALK_NEEDS,
        ),
        Metric(
            id="worst_walk_m",
            label="Longest walk to the nearest public open space",
            unit="m",
            question=WALK,
            formula="longest of the walks of residents who reach one",
            source="walks on OpenStreetMap; Census 2021",
            caveats=_WALK_CAVEAT + " One home alone decides it: read it beside the walk of 19 in 20.",
            needs=_WALK_NEEDS,
        ),
    )
}
