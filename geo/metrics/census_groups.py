"""Groups of people that the census counts: by ethnic group, disability, tenure, deprivation, age and IMD decile."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.metrics.disclosure import too_few_residents

ALSO_WITHHELD = "Withheld, since it would tell of a group too small to show."

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One group. `column` is where the table counts it; None is everyone whom the other columns do not count.

    `label` is the census's own name, `short` one that fits into a sentence or beside another.
    """

    id: str
    label: str
    short: str
    column: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """Groups that together are everyone, each person in one.

    `of` says what is counted. `total` is the column of everyone: it may be None where every group has its own column.
    With `classes` the table has no column for each group but one that tells each zone's group: the i-th group is the
    zones where it holds i + 1, and `total` their people.
    """

    id: str
    label: str
    of: str
    groups: tuple[Group, ...]
    total: str | None = None
    classes: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a table must have."""
        named = (group.column for group in self.groups)
        return tuple(name for name in (self.total, self.classes, *named) if name is not None)


ETHNIC_GROUP = Dimension(
    id="ethnic_group",
    label="ethnic group",
    of="residents",
    groups=(
        Group(id="asian", label="Asian, Asian British or Asian Welsh", short="Asian", column="eth_asian"),
        Group(
            id="black",
            label="Black, Black British, Black Welsh, Caribbean or African",
            short="Black",
            column="eth_black",
        ),
        Group(id="mixed", label="Mixed or Multiple ethnic groups", short="Mixed", column="eth_mixed"),
        Group(id="white", label="White", short="White", column="eth_white"),
        Group(id="other", label="Other ethnic group", short="Other", column="eth_other"),
    ),
)
DISABILITY = Dimension(
    id="disability",
    label="disability",
    of="residents",
    total="ts038_residents",
    groups=(
        Group(id="disabled", label="Disabled under the Equality Act", short="Disabled", column="disabled_equality_act"),
        Group(id="not_disabled", label="Not disabled under the Equality Act", short="Not disabled"),
    ),
)
TENURE = Dimension(
    id="tenure",
    label="tenure",
    of="households",
    total="households",
    groups=(
        Group(id="social_rented", label="Social rented", short="Social rented", column="hh_social_rented"),
        Group(id="private_rented", label="Private rented", short="Private rented", column="hh_private_rented"),
        Group(id="owned_or_other", label="Owned, shared ownership or rent free", short="Owned or other"),
    ),
)
DEPRIVATION = Dimension(
    id="deprivation",
    label="household deprivation",
    of="households",
    total="households",
    groups=(
        Group(id="deprived", label="Deprived in at least one dimension", short="Deprived"),
        Group(
            id="not_deprived",
            label="Not deprived in any dimension",
            short="Not deprived",
            column="hh_not_deprived_any_dimension",
        ),
    ),
)
AGE = Dimension(
    id="age",
    label="age",
    of="residents",
    groups=(
        Group(id="age_0_15", label="Under 16", short="Under 16", column="age_0_15"),
        Group(id="age_16_64", label="16 to 64", short="16 to 64", column="age_16_64"),
        Group(id="age_65plus", label="65 and over", short="65 and over", column="age_65plus"),
    ),
)
IMD = Dimension(
    id="imd",
    label="deprivation of the neighbourhood",
    of="residents",
    total="residents",
    classes="imd_decile",
    groups=tuple(
        Group(id=f"decile_{decile}", label=f"Decile {decile}{ends}", short=f"Decile {decile}")
        for decile, ends in enumerate((" (most deprived)", *[""] * 8, " (least deprived)"), start=1)
    ),
)

CENSUS_DIMENSIONS = (ETHNIC_GROUP, DISABILITY, TENURE, DEPRIVATION)
"""Counted for the zones of `geo.frames.ZONES`."""
NEIGHBOURHOOD_DIMENSIONS = (AGE, IMD)
"""Counted for those of `geo.frames.DEPRIVATION_ZONES`."""


def lacking(zones: pd.DataFrame, dimension: Dimension) -> str:
    """Why a table has no counts of a dimension, as a sentence; empty where it has.

    >>> lacking(pd.DataFrame({"households": [1.0]}), DEPRIVATION)
    'Not known: the installed census table has no column hh_not_deprived_any_dimension.'
    """
    if not len(zones):
        return "Not known: no census counts are installed for this area."
    missing = [name for name in dimension.columns if name not in zones.columns]
    if not missing:
        return ""
    return f"Not known: the installed census table has no column {' or '.join(missing)}."


def withheld_groups(counts: Floats) -> NDArray[np.bool_]:
    """Which of the groups [g] of one area may not be shown: those of 1 to 9 people.

    Where that is one alone, the next smallest may not either: else it could be worked out from the rest.

    >>> withheld_groups(np.array([500.0, 7.0, 0.0, 60.0])).tolist()
    [False, True, False, True]
    """
    small = np.array([too_few_residents(float(count)) for count in counts], dtype=bool)
    if small.sum() == 1:
        others = np.where(small | (counts <= 0), np.inf, counts)
        if np.isfinite(others).any():
            small[int(np.argmin(others))] = True
    return small


def counts_of(zones: pd.DataFrame, dimension: Dimension) -> Floats:
    """People (or households) of each group in each zone, [z, g]; NaN in the whole row where one is not known.

    What is not a number, or is below 0, is not known. Where columns add up to more than `total` (ONS alters small
    counts a little), the rest is 0. The table must have `dimension.columns`.
    """
    columns = {name: _numbers(zones[name]) for name in dimension.columns}
    if dimension.classes is not None and dimension.total is not None:
        classes = columns[dimension.classes]
        counts = np.where(
            classes[:, None] == np.arange(1, len(dimension.groups) + 1), columns[dimension.total][:, None], 0.0
        )
        counts[~np.isin(classes, np.arange(1, len(dimension.groups) + 1))] = np.nan
    else:
        counts = np.column_stack(
            [np.zeros(len(zones)) if group.column is None else columns[group.column] for group in dimension.groups]
        )
        if dimension.total is not None:
            named = np.array([group.column is not None for group in dimension.groups])
            rest = columns[dimension.total] - counts[:, named].sum(axis=1)
            counts[:, ~named] = np.maximum(rest, 0.0)[:, None]
    counts[~np.isfinite(counts).all(axis=1)] = np.nan
    return np.asarray(counts, np.float64)


def _numbers(column: pd.Series) -> Floats:
    numbers = np.asarray(pd.to_numeric(column, errors="coerce"), np.float64)
    return np.where(np.isfinite(numbers) & (numbers >= 0), numbers, np.nan)
