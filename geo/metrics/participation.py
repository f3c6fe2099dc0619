"""Who has been heard: pins by land and by residents."""

from __future__ import annotations

from collections.abc import Sequence

from geo.metrics.disclosure import PINS_WITHHELD, RESIDENTS_WITHHELD, too_few_pins, too_few_residents
from geo.metrics.report import Measurement, measured
from geo.network.population import Residents
from geo.surveys import PinKind

_BOTH = "Pins that say “both, depending on the time” count here too. Pins are counted, not people."


def pin_measurements(kinds: Sequence[str], area_km2: float, residents: Residents) -> list[Measurement]:
    """Welcoming and barrier pins per km2 and per 1,000 residents.

    `kinds` is the kind of each published pin inside the area; `area_km2` its land. A rate is not known where the land
    or the residents are nought or not known; one from 1 to 4 pins is withheld.
    """
    welcoming = _rates("welcoming", PinKind.WELCOMING, kinds, area_km2, residents)
    barrier = _rates("barrier", PinKind.BARRIER, kinds, area_km2, residents)
    return [welcoming[0], barrier[0], welcoming[1], barrier[1]]


def _rates(
    name: str, kind: PinKind, kinds: Sequence[str], area_km2: float, residents: Residents
) -> tuple[Measurement, Measurement]:
    pins = sum(1 for said in kinds if said in {kind.value, PinKind.BOTH.value})
    by_land, by_people = f"{name}_pins_per_km2", f"{name}_pins_per_1000"
    if too_few_pins(pins):
        return (
            measured(by_land, None, suppressed=True, notes=[PINS_WITHHELD]),
            measured(by_people, None, suppressed=True, notes=[PINS_WITHHELD]),
        )
    silence = "No pins yet, which does not mean that nothing is there." if pins == 0 else _BOTH
    land = (
        measured(by_land, pins / area_km2, n=pins, notes=[silence])
        if area_km2 > 0
        else measured(by_land, None, n=pins, notes=["The area has no land to measure."])
    )
    if residents.count is None:
        return land, measured(by_people, None, n=pins, notes=[f"Not known: {residents.reason}."])
    if residents.count <= 0:
        return land, measured(by_people, None, n=pins, notes=["Not known: no one lives here by the census."])
    if too_few_residents(residents.count):
        return land, measured(by_people, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    people = measured(
        by_people,
        1000.0 * pins / residents.count,
        n=pins,
        notes=[silence, f"Per {residents.count:,.0f} residents ({residents.method})."],
    )
    return land, people
