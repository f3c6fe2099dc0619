"""Who lives here: residents of an area."""

from __future__ import annotations

from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.report import Measurement, measured
from geo.network.population import Residents


def resident_measurement(residents: Residents) -> Measurement:
    """Residents, or why they are not known; withheld from 1 to 9."""
    if residents.count is None:
        return measured("residents", None, notes=[f"Not known: {residents.reason}."])
    if too_few_residents(residents.count):
        return measured("residents", None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    method = f"{residents.method[:1].upper()}{residents.method[1:]}."
    return measured("residents", residents.count, n=round(residents.count), notes=[method])
