"""Figures on whose voices the pins of an area are: rates, categories, how closely they lie, whether one decides."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geo.areas import Area
from geo.metrics.contributors import Flags, Ints, contributor_codes, contributors_by_place, heard
from geo.metrics.disclosure import VOICES_WITHHELD, too_few_contributors
from geo.metrics.hot_spots import HotSpots
from geo.metrics.kernel_density import PinDensity, kernel_density
from geo.metrics.one_voice import SpotsOnOneVoice, ranking_without_one
from geo.metrics.participation import voice_measurements
from geo.metrics.report import Breakdown, BreakdownRow, Figures, Measurement, measured
from geo.metrics.standards import FEWEST_CONTRIBUTORS
from geo.network.population import Residents
from geo.surveys import CATEGORIES

_NO_PINS = "Not known: there are no pins. No pins does not mean that nothing is there."


def voice_figures(area: Area, pins: pd.DataFrame, area_km2: float, residents: Residents) -> Figures:
    """Figures by contributor, the densest place, the one-voice test of the ranking, and categories by contributor.

    `pins` are the published pins inside the area: `x`, `y` (EPSG:27700), `kind`, `category` and `contributor` (null =
    one of its own). The four rates by pin are `participation.pin_measurements`, hot spots `hot_spot_figures`.
    """
    codes = contributor_codes(pins["contributor"])
    density = kernel_density(area.geometry, pins[["x", "y"]].to_numpy(dtype=np.float64), codes)
    return Figures(
        measurements=(
            *voice_measurements(pins, area_km2, residents),
            peak_measurement(density, codes),
            ranking_measurement(pins["category"], codes),
        ),
        breakdowns=(categories_breakdown(pins["category"], codes),),
    )


def shown_density(density: PinDensity) -> Flags:
    """Which squares may be shown: those with enough contributors within the bandwidth."""
    return np.isfinite(density.per_km2) & (density.contributors >= FEWEST_CONTRIBUTORS.value)


def peak_measurement(density: PinDensity, codes: Ints) -> Measurement:
    """The highest density of pins that may be told; n is the contributors within the bandwidth of that place."""
    if not len(codes):
        return measured("peak_pin_density", None, n=0, notes=[_NO_PINS])
    shown = shown_density(density)
    if not shown.any():
        return measured("peak_pin_density", None, suppressed=True, notes=[VOICES_WITHHELD])
    peak = np.unravel_index(np.argmax(np.where(shown, density.per_km2, -np.inf)), density.per_km2.shape)
    around = int(density.contributors[peak])
    note = f"{around:,} contributors have pins within {density.bandwidth_m:.0f} m of that place."
    return measured("peak_pin_density", float(density.per_km2[peak]), n=around, notes=[note])


def ranking_measurement(category: pd.Series, codes: Ints) -> Measurement:
    """How many contributors could alone change the order of the leading categories."""
    everyone = heard(codes)
    if too_few_contributors(everyone.contributors):
        return measured("one_voice_ranking", None, suppressed=True, notes=[VOICES_WITHHELD])
    if category.nunique() < 2:
        note = "Not known: it takes two categories to have an order." if everyone.pins else _NO_PINS
        return measured("one_voice_ranking", None, n=everyone.contributors, notes=[note])
    found = ranking_without_one(category, codes)
    leading = "the order of the categories with the most pins"
    if found.contributors == 0:
        note = f"Whichever one contributor is left out, {leading} stays as it is."
    else:
        who = "one contributor" if found.contributors == 1 else f"any one of {found.contributors:,} contributors"
        note = f"Without the pins of {who}, {leading} would be another: count contributors, not pins."
    return measured(
        "one_voice_ranking", float(found.contributors), n=everyone.contributors, notes=[note, everyone.in_words]
    )


def categories_breakdown(category: pd.Series, codes: Ints) -> Breakdown:
    """Contributors by what their pins are about, most first; n is pins. Rows of too few contributors are withheld."""
    named, which = np.unique(category.to_numpy(dtype=object).astype(str), return_inverse=True)
    people = contributors_by_place(which.astype(np.int64), codes, len(named))
    pins = np.bincount(which, minlength=len(named))
    few = np.array([too_few_contributors(int(each)) for each in people], dtype=bool)
    # Withheld rows come last by code: their order would tell their size.
    order = sorted(range(len(named)), key=lambda row: (few[row], 0 if few[row] else -people[row], named[row]))
    return Breakdown(
        id="voices_by_category",
        metric="voices",
        caption="What contributors' pins are about",
        unit="contributors",
        rows=tuple(_row(str(named[row]), int(people[row]), int(pins[row])) for row in order),
        note="A contributor counts once in each category they named.",
    )


def _row(code: str, people: int, pins: int) -> BreakdownRow:
    label = CATEGORIES[code].label if code in CATEGORIES else code
    if too_few_contributors(people):
        return BreakdownRow(key=code, label=label, value=None, suppressed=True, note=VOICES_WITHHELD)
    return BreakdownRow(key=code, label=label, value=float(people), n=pins)


def hot_spot_figures(found: HotSpots, alone: SpotsOnOneVoice, here: Flags, where: str) -> Figures:
    """Hot spots among the cells that an area touches, and how many of them rest on one voice.

    `here` [k] marks those cells; `where` names what the cells were laid over.
    """
    if found.withheld is not None:
        ids = ("hot_spots", "one_voice_hot_spots")
        return Figures(
            measurements=tuple(
                measured(each, None, suppressed=found.suppressed, notes=[found.withheld]) for each in ids
            )
        )
    tested, hot = int((found.tested & here).sum()), int((found.significant & here).sum())
    resting = int((alone.rests & here).sum())
    cells = f"{int(found.tested.sum()):,} hexagons of {found.cells.across_m:.0f} m over {where} were tested together."
    if not tested:
        first = measured("hot_spots", None, n=0, notes=["Not known: no cell here has ten residents.", cells])
    else:
        first = measured("hot_spots", float(hot), n=tested, notes=[cells])
    return Figures(measurements=(first, _alone(hot, resting)))


def _alone(hot: int, resting: int) -> Measurement:
    if not hot:
        return measured("one_voice_hot_spots", None, n=0, notes=["There is no hot spot here to test."])
    if not resting:
        note = "Whichever one contributor is left out, every hot spot here stands."
    else:
        note = f"Without a single contributor, {resting} of {hot} hot cells would no longer stand out."
    return measured("one_voice_hot_spots", float(resting), n=hot, notes=[note])
