"""The walks of groups of people: every home is taken to have the mix of its census zone."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from geo.metrics.access import Walks
from geo.metrics.census_groups import NEIGHBOURHOOD_DIMENSIONS, Dimension, counts_of, lacking
from geo.metrics.disclosure import too_few_residents
from geo.metrics.standards_people import FEWEST_ZONES_BY_GROUP, UNKNOWN_ALLOWED
from geo.metrics.study import Study
from geo.network.population import Homes, zones_in_words

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupHomes:
    """How many of each group live at each home, `people` [h, g]; or why that is not known. `notes` say what else."""

    dimension: Dimension
    people: Floats
    reason: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupWalks:
    """The walks of each group, all [g]: people, those who reach a space, their average walk (NaN where nobody does),

    and the shares (0 to 1; NaN for a group without anyone) of all people whose walk is at most each limit, [limits, g].
    """

    people: Floats
    reached: Floats
    mean_m: Floats
    near: Floats

    @property
    def shown(self) -> NDArray[np.bool_]:
        """Groups that are large enough to be shown and of whom someone reaches a space."""
        large = np.array([not too_few_residents(float(count)) for count in self.people], dtype=bool)
        return large & (self.people > 0) & np.isfinite(self.mean_m)


def placing_notes(study: Study) -> tuple[str, ...]:
    """What is missing of the area's residents: zones without a count, and land that the map does not cover."""
    unknown = study.homes.unknown_zones
    left_out = f"{zones_in_words(unknown)} without a count: their people are left out." if unknown else ""
    return tuple(note for note in (left_out, study.coverage.note) if note)


def groups_at_homes(homes: Homes, zone: Ints, zones: gpd.GeoDataFrame, dimension: Dimension) -> GroupHomes:
    """Share each home's residents out by the groups of its zone.

    `zone` [h] is the row of `zones` for each home, -1 for none. Households stand for their people: a home of 6 people
    in a zone of 1,500 residents and 600 households holds 2.4. Not known where the table lacks a column, where homes are
    of fewer than 3 zones (all groups would seem to walk alike), or where zones without a count hold more than 2 % of
    the residents.
    """
    nobody = np.zeros((len(zone), len(dimension.groups)))
    if not (zone >= 0).any() and dimension in NEIGHBOURHOOD_DIMENSIONS:
        reason = "Not known: ages and deprivation of neighbourhoods are not installed for this area."
        return GroupHomes(dimension=dimension, people=nobody, reason=reason)
    reason = lacking(zones, dimension)
    if reason:
        return GroupHomes(dimension=dimension, people=nobody, reason=reason)
    counts, residents = counts_of(zones, dimension), zones["residents"].to_numpy(float)
    # One more row, for homes in no zone.
    each = np.full((len(zones) + 1, len(dimension.groups)), np.nan)
    settled = np.flatnonzero(residents > 0)
    each[settled] = counts[settled] / residents[settled, None]
    people = each[zone] * homes.residents[:, None]
    lived_in = homes.residents > 0
    unknown = lived_in & ~np.isfinite(people).all(axis=1)
    missed, whole = float(homes.residents[unknown].sum()), float(homes.residents.sum())
    if missed > UNKNOWN_ALLOWED.value * whole:
        lost = zones_in_words(len(np.unique(zone[unknown])))
        return GroupHomes(
            dimension=dimension, people=nobody, reason=f"Not known: the census table has no count for {lost}."
        )
    found = len(np.unique(zone[lived_in & ~unknown]))
    if found < FEWEST_ZONES_BY_GROUP.value:
        needed = f"{FEWEST_ZONES_BY_GROUP.value:.0f} are needed to tell groups apart"
        return GroupHomes(
            dimension=dimension,
            people=nobody,
            reason=f"Not known: the homes here are of {zones_in_words(found)}; {needed}.",
        )
    left_out = f"{missed:,.0f} residents whose zone has no count are left out." if missed >= 1 else ""
    people[~np.isfinite(people)] = 0.0
    return GroupHomes(dimension=dimension, people=people, notes=(left_out,) if left_out else ())


def walks_by_group(walks: Walks, groups: GroupHomes, limits_m: tuple[float, ...]) -> GroupWalks:
    """Average walk of each group, and the share of it within each limit; those who reach nothing count as farther."""
    people = groups.people.sum(axis=0)
    arrived = np.isfinite(walks.distance_m)
    reached = groups.people[arrived].sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (groups.people[arrived] * walks.distance_m[arrived, None]).sum(axis=0) / reached
        near = np.stack([groups.people[walks.distance_m <= limit].sum(axis=0) / people for limit in limits_m])
    return GroupWalks(people=people, reached=reached, mean_m=mean, near=near)
