"""Whose voices the pins are: people behind them, hot spots, one voice."""

from __future__ import annotations

from geo.metrics.catalogue.metric import HEARD, Metric, Need

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
)
