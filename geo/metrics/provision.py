"""How much open space people have in reach, and how much when it is shared with everyone else who reaches it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.metrics.access import weighted_quantile
from geo.metrics.access_ground import AccessGround, Layer
from geo.metrics.access_shares import Doubt, average_of, distance_in_words, map_ends, someone, weigh
from geo.metrics.access_walks import HomeWalks
from geo.metrics.disclosure import too_few_residents
from geo.metrics.floating_catchment import (
    Decay,
    Floats,
    Pairs,
    flat,
    gaussian,
    received,
    stepped,
    supply_ratios,
)
from geo.metrics.gravity import halving, potential
from geo.metrics.rational_agents import rational_choices
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.standards_access import GRAVITY_HALF_M, RAAM_TAU_M, REACH_MINUTES

SHARED_METRICS = ("open_space_2sfca", "open_space_e2sfca", "open_space_g2sfca", "open_space_m2sfca")
_NO_OUTLINES = "Not known: the outlines of spaces are not mapped here, so that their hectares are not known."
_BEYOND = "For {} of residents spaces beyond the end of the map may add to this, and people beyond it take from it."
_SHARED = (
    "What there is is shared out, no more and no less: this tells who has how much of it, never what a shorter walk "
    "would gain."
)


def provision_figures(walks: HomeWalks, minutes: float) -> Figures:
    """Hectares in reach of people: weighed by the walk, per 1,000 who share them, and by floating catchments.

    `minutes` is how long a walk may be. Spaces known by a point alone have no hectares and are left out.
    """
    limit = walks.prepared.ground.persona.metres_in(minutes)
    metrics = ("open_space_gravity", "open_space_ha_per_1000_in_reach", *SHARED_METRICS, "open_space_raam")
    if not walks.prepared.outlines_mapped:
        none = [_NO_OUTLINES, *walks.notes]
        return Figures(measurements=tuple(measured(metric, None, notes=none) for metric in metrics))
    pairs, points = _with_hectares(walks)
    doubt = map_ends(walks, limit, words=_BEYOND)
    notes = (f"Walks of up to {minutes:g} minutes ({distance_in_words(limit)}).", points, *walks.notes)
    return Figures(
        measurements=(
            _gravity(walks, pairs, points),
            _in_reach(walks, pairs, limit, doubt=doubt, notes=notes),
            *(_shared(walks, metric, pairs, limit, doubt=doubt, notes=notes) for metric in SHARED_METRICS),
            _crowding(walks, limit, doubt, notes),
        )
    )


def _with_hectares(walks: HomeWalks) -> tuple[Pairs, str]:
    """The pairs whose space has an outline, and a word on the others."""
    pairs = walks.pairs(Layer.OPEN)
    known = np.isfinite(walks.prepared.own_ha[pairs.supply])
    missing = len(np.unique(pairs.supply[~known]))
    spaces = "1 space in reach is" if missing == 1 else f"{missing} spaces in reach are"
    note = f"{spaces} known by a point alone and left out." if missing else ""
    kept = Pairs(demand=pairs.demand[known], supply=pairs.supply[known], distance_m=pairs.distance_m[known])
    return kept, note


def _gravity(walks: HomeWalks, pairs: Pairs, points: str) -> Measurement:
    half, longest = GRAVITY_HALF_M.value, walks.prepared.ground.persona.metres_in(REACH_MINUTES[-1].value)
    felt = potential(pairs.within(longest), walks.prepared.own_ha, halving(half), len(walks.people))
    said = f"A hectare counts for half at {half:,.0f} m; walks of up to {distance_in_words(longest)}."
    doubt = map_ends(walks, longest, words="At least: for {} of residents spaces beyond the end of the map may add.")
    return average_of("open_space_gravity", walks.people, felt, [doubt], [said, points, *walks.notes])


def _in_reach(walks: HomeWalks, pairs: Pairs, limit: float, *, doubt: Doubt, notes: Sequence[str]) -> Measurement:
    """Hectares of the spaces that anyone here reaches, per 1,000 of all people on the map who reach one of them."""
    metric, prepared = "open_space_ha_per_1000_in_reach", walks.prepared
    unsaid, notes = _unsaid(metric, walks, doubt, notes)
    if unsaid is not None:
        return unsaid
    pairs = pairs.within(limit)
    lived = np.flatnonzero(walks.people[pairs.demand] > 0)
    if not len(lived):
        return measured(metric, 0.0, n=round(float(walks.people.sum())), notes=["No one here reaches any.", *notes])
    reached = np.unique(pairs.supply[lived])
    everyone = prepared.home_pairs(Layer.OPEN).pairs.within(limit)
    sharing = np.unique(everyone.demand[np.isin(everyone.supply, reached)])
    here = float(walks.people[np.unique(pairs.demand[lived])].sum())
    people = max(float(prepared.ground.homes.residents[sharing].sum()), here)
    hectares = float(prepared.own_ha[reached].sum())
    spaces = "1 space" if len(reached) == 1 else f"{len(reached):,} spaces"
    said = f"{hectares:,.1f} ha in {spaces}, shared by {people:,.0f} people who reach one of them."
    return measured(metric, 1000.0 * hectares / people, n=round(people), notes=[said, *notes])


def _shared(
    walks: HomeWalks, metric: str, pairs: Pairs, limit: float, *, doubt: Doubt, notes: Sequence[str]
) -> Measurement:
    """What the median resident has of it, in hectares per 1,000."""
    unsaid, notes = _unsaid(metric, walks, doubt, [_SHARED, *notes])
    if unsaid is not None:
        return unsaid
    decay = _decay(metric, limit)
    ratio = walks.prepared.kept((metric, limit), lambda: _ratios(walks.prepared, decay))
    has = received(pairs, ratio, decay, len(walks.people), modified=metric == "open_space_m2sfca")
    lived = walks.people > 0
    value = 1000.0 * weighted_quantile(has[lived], walks.people[lived], 0.5)
    return measured(metric, value, n=round(float(walks.people.sum())), notes=notes)


def _decay(metric: str, limit: float) -> Decay:
    if metric == "open_space_2sfca":
        return flat(limit)
    return stepped(limit) if metric == "open_space_e2sfca" else gaussian(limit)


def _ratios(prepared: AccessGround, decay: Decay) -> Floats:
    """The first step over everyone on the map."""
    size = np.nan_to_num(prepared.own_ha, nan=0.0)
    return supply_ratios(prepared.home_pairs(Layer.OPEN).pairs, prepared.ground.homes.residents, size, decay)


def _crowding(walks: HomeWalks, limit: float, doubt: Doubt, notes: Sequence[str]) -> Measurement:
    """What it costs the median resident who reaches a space, when everyone on the map chooses what costs them least."""
    metric, prepared = "open_space_raam", walks.prepared
    unsaid, notes = _unsaid(metric, walks, doubt, notes)
    if unsaid is not None:
        return unsaid
    cost, gap = prepared.kept((metric, limit), lambda: _choices(prepared, limit))
    row = prepared.home_rows(walks.study.homes.xy)
    here = np.where(row >= 0, cost[row], np.nan)
    counted = np.isfinite(here) & (walks.people > 0)
    people = float(walks.people[counted].sum())
    if too_few_residents(people) or people <= 0:
        none = "Not known: hardly anyone here reaches an open space whose outline is known."
        return measured(metric, None, notes=[none, *notes])
    missed = float(walks.people.sum()) - people
    said = [f"{missed:,.0f} residents reach none and are left out." if missed >= 0.5 else ""]
    said.append(f"Worked out until no one would gain more than {gap:.3f} on average.")
    return measured(
        metric, weighted_quantile(here[counted], walks.people[counted], 0.5), n=round(people), notes=[*said, *notes]
    )


def _choices(prepared: AccessGround, limit: float) -> tuple[Floats, float]:
    size = np.nan_to_num(prepared.own_ha, nan=0.0)
    pairs = prepared.home_pairs(Layer.OPEN).pairs.within(limit)
    found = rational_choices(pairs, prepared.ground.homes.residents, size, tau_m=RAAM_TAU_M.value)
    return found.cost, found.gap


def _unsaid(
    metric: str, walks: HomeWalks, doubt: Doubt, notes: Sequence[str]
) -> tuple[Measurement | None, Sequence[str]]:
    """The figure that is withheld, or None and the notes with the words of the doubt."""
    everyone = float(walks.people.sum())
    unsaid = someone(metric, everyone, notes)
    if unsaid is not None:
        return unsaid, notes
    withheld, words = weigh([doubt], walks.people, everyone)
    if withheld:
        return measured(metric, None, n=round(everyone), notes=[withheld, *notes]), notes
    return None, [*words, *notes]
