"""Who has been heard: pins, and the people who placed them, by land and by residents."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from geo.metrics.contributors import Heard, contributor_codes, heard, most_active_share
from geo.metrics.disclosure import RESIDENTS_WITHHELD, VOICES_WITHHELD, too_few_contributors, too_few_residents
from geo.metrics.report import Measurement, measured
from geo.network.population import Residents
from geo.surveys import PinKind

Counted = Literal["pins", "voices"]

_BOTH = "Pins that say “both, depending on the time” count here too."
_SILENCE = "No such pins yet, which does not mean that nothing is there."
_KINDS = {"welcoming": PinKind.WELCOMING, "barrier": PinKind.BARRIER}


def pin_measurements(pins: pd.DataFrame, area_km2: float, residents: Residents) -> list[Measurement]:
    """Welcoming and barrier pins per km2 and per 1,000 residents; `n` is pins.

    `pins` are the published pins inside the area with `kind` and `contributor` (null = one of its own); `area_km2` is
    its land. A rate is not known where the land or the residents are nought or not known; one made of pins by 1 to 4
    contributors is withheld, however many pins.
    """
    return _rates(pins, "pins", area_km2, residents)


def voice_measurements(pins: pd.DataFrame, area_km2: float, residents: Residents) -> list[Measurement]:
    """All contributors, the share of pins by the most active one, and the rates of `pin_measurements` by contributor.

    `n` is contributors, but for the share, where it is pins. Withheld and not known as there.
    """
    codes = contributor_codes(pins["contributor"])
    everyone, share = heard(codes), most_active_share(codes)
    if too_few_contributors(everyone.contributors):
        withheld = ("voices", "most_active_share")
        first = [measured(each, None, suppressed=True, notes=[VOICES_WITHHELD]) for each in withheld]
    elif share is None:
        first = [
            measured("voices", 0.0, n=0, notes=[_SILENCE]),
            measured("most_active_share", None, n=0, notes=["Not known: there are no pins."]),
        ]
    else:
        first = [
            measured("voices", float(everyone.contributors), n=everyone.contributors, notes=[everyone.in_words]),
            measured("most_active_share", 100.0 * share, n=everyone.pins, notes=[everyone.in_words]),
        ]
    return [*first, *_rates(pins, "voices", area_km2, residents)]


def _rates(pins: pd.DataFrame, counted: Counted, area_km2: float, residents: Residents) -> list[Measurement]:
    codes, kinds = contributor_codes(pins["contributor"]), pins["kind"].to_numpy(dtype=object)
    by_kind = {name: heard(codes, np.isin(kinds, [kind.value, PinKind.BOTH.value])) for name, kind in _KINDS.items()}
    by_land = [_by_land(f"{name}_{counted}_per_km2", said, counted, area_km2) for name, said in by_kind.items()]
    by_people = [_by_people(f"{name}_{counted}_per_1000", said, counted, residents) for name, said in by_kind.items()]
    return by_land + by_people


def _by_land(metric_id: str, said: Heard, counted: Counted, area_km2: float) -> Measurement:
    if too_few_contributors(said.contributors):
        return measured(metric_id, None, suppressed=True, notes=[VOICES_WITHHELD])
    n = _count(said, counted)
    if not area_km2 > 0:
        return measured(metric_id, None, n=n, notes=["The area has no land to measure."])
    return measured(metric_id, n / area_km2, n=n, notes=[_note(said)])


def _by_people(metric_id: str, said: Heard, counted: Counted, residents: Residents) -> Measurement:
    if too_few_contributors(said.contributors):
        return measured(metric_id, None, suppressed=True, notes=[VOICES_WITHHELD])
    n = _count(said, counted)
    if residents.count is None:
        return measured(metric_id, None, n=n, notes=[f"Not known: {residents.reason}."])
    if residents.count <= 0:
        return measured(metric_id, None, n=n, notes=["Not known: no one lives here by the census."])
    if too_few_residents(residents.count):
        return measured(metric_id, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    per = f"Per {residents.count:,.0f} residents ({residents.method})."
    return measured(metric_id, 1000.0 * n / residents.count, n=n, notes=[_note(said), per])


def _count(said: Heard, counted: Counted) -> int:
    return said.pins if counted == "pins" else said.contributors


def _note(said: Heard) -> str:
    return f"{said.in_words} {_BOTH}" if said.pins else _SILENCE
