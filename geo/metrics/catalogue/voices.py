"""Whose voices the pins are: people behind them, hot spots, one voice."""

from __future__ import annotations

from geo.metrics.catalogue.metric import HEARD, Better, Metric, Need

_VOICE = (
    "A contributor is a browser: two people on one device count as one, one person on two devices as two. Pins of "
    "which it is not known count as one contributor each. Those who took part are no sample."
)
_PINS = frozenset({Need.PINS})
_PINS_AND_RESIDENTS = frozenset({Need.PINS, Need.RESIDENTS})


def _rate(kind: str, per: str) -> Metric:
    by_land = per == "km2"
    return Metric(
        id=f"{kind}_voices_per_{per}",
        family=f"voices_per_{per}",
        label=f"Contributors with {kind} pins per {'km²' if by_land else '1,000 residents'}",
        unit="contributors per km²" if by_land else "contributors per 1,000 residents",
        question=HEARD,
        formula=(
            f"{'' if by_land else '1,000 × '}contributors with at least one published pin of kind {kind} or both in "
            f"the area ÷ its {'land in km²' if by_land else 'residents'}"
        ),
        source="residents' pins" if by_land else "residents' pins; Census 2021",
        caveats=_VOICE
        + ("" if by_land else " Contributors may work here or pass through: they need not be residents."),
        needs=_PINS if by_land else _PINS_AND_RESIDENTS,
    )


VOICE_METRICS: tuple[Metric, ...] = (
    Metric(
        id="voices",
        label="People heard",
        unit="contributors",
        question=HEARD,
        formula="contributors with at least one published pin in the area",
        source="residents' pins",
        caveats=_VOICE,
        needs=_PINS,
    ),
    Metric(
        id="most_active_share",
        label="Share of the pins by the most active contributor",
        unit="% of pins",
        question=HEARD,
        formula="100 × pins of the contributor with the most pins in the area ÷ all pins in the area",
        source="residents' pins",
        caveats=_VOICE + " A high share says that counts of pins speak for one person above all.",
        needs=_PINS,
    ),
    *(_rate(kind, per) for per in ("km2", "1000") for kind in ("welcoming", "barrier")),
    Metric(
        id="peak_pin_density",
        label="Pins at the place with most of them",
        unit="pins per km²",
        question=HEARD,
        formula=(
            "highest Σ over pins of 3 ÷ (π h²) × (1 − d² ÷ h²)² within h = 400 m, ÷ the share of the kernel in the "
            "area; over the middles of 50 m squares with pins of five contributors within h"
        ),
        source="quartic kernel, Silverman 1986; edge correction, Diggle 1985; residents' pins",
        caveats=(
            "A place that many pass has many pins: this says where people spoke, not where need is greatest. Near the "
            "edge of a small area it rests on few pins. " + _VOICE
        ),
        needs=_PINS,
    ),
    Metric(
        id="hot_spots",
        label="Hot spots of people heard",
        unit="hexagons",
        question=HEARD,
        formula=(
            "hexagons that the area touches where Gi* of contributors per resident is higher than chance makes it, "
            "with at most 5 % of those named false (Benjamini and Hochberg), over the borough"
        ),
        source="Getis and Ord 1992, Ord and Getis 1995; residents' pins; Census 2021",
        caveats=(
            "Where many take part for how many live there: shops, stations and parks draw people from elsewhere. What "
            "is not a hot spot may be as bad and unspoken of. Rates of small populations are unsteady. " + _VOICE
        ),
        needs=_PINS_AND_RESIDENTS,
    ),
    Metric(
        id="one_voice_hot_spots",
        label="Hot spots that one contributor fewer would end",
        unit="hexagons",
        question=HEARD,
        formula="hot spots whose rates would not pass the same bar if some one contributor's pins were gone",
        source="leave-one-out over contributors; a choice of this project",
        caveats=(
            "The bar is that of all contributors together. Such a hot spot may be the work of one busy person, or only "
            "just above the bar: ask more people before calling it a pattern. " + _VOICE
        ),
        better=Better.LOWER,
        needs=_PINS_AND_RESIDENTS,
    ),
    Metric(
        id="one_voice_ranking",
        label="Contributors who could alone change the order of the categories",
        unit="contributors",
        question=HEARD,
        formula=(
            "contributors without whose pins some category would have more pins than one of the first three that "
            "stands above it"
        ),
        source="leave-one-out over contributors; a choice of this project",
        caveats="Categories that are level have no order to lose. " + _VOICE,
        better=Better.LOWER,
        needs=_PINS,
    ),
)
