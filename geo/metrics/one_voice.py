"""The one-voice test: would a finding still stand if any one contributor's pins were gone?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from geo.metrics.hot_spots import HotSpots, gi_star, with_itself
from geo.metrics.standards_voices import RANKED_CATEGORIES

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpotsOnOneVoice:
    """`rests` [k] marks hot spots that some single contributor's absence would end; `contributors` is how many can."""

    rests: Flags
    contributors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingOnOneVoice:
    """`leading` are the categories with the most pins, most first; `contributors` how many could change their order."""

    leading: tuple[str, ...]
    contributors: int


def hot_spots_without_one(found: HotSpots, row: Ints, codes: Ints) -> SpotsOnOneVoice:
    """Leave each contributor out in turn and hold every hot spot against the bar that it had passed.

    `row` and `codes` as given to `hot_spots`. The bar stays that of all contributors together: chance is not made anew
    for each.
    """
    rests = np.zeros(len(found.cells), bool)
    here = row >= 0
    tested = np.flatnonzero(found.tested)
    hot = np.flatnonzero(found.significant[tested])
    if not len(hot):
        return SpotsOnOneVoice(rests=rests, contributors=0)
    place = np.full(len(found.cells), -1, dtype=np.int64)
    place[tested] = np.arange(len(tested))
    near = with_itself(found.cells)
    near = csr_array(near[tested][:, tested])
    counts = found.contributors[tested].astype(np.float64)
    pairs = np.unique(np.column_stack([place[row[here]], codes[here]]), axis=0)
    pairs = pairs[pairs[:, 0] >= 0]
    may, ended = np.unique(pairs[:, 1]), 0
    for start in range(0, len(may), _AT_ONCE):
        some = may[start : start + _AT_ONCE]
        left = np.repeat(counts[:, None], len(some), axis=1)
        theirs = pairs[np.isin(pairs[:, 1], some)]
        left[theirs[:, 0], np.searchsorted(some, theirs[:, 1])] -= 1
        z = gi_star(left / found.residents[tested][:, None], near)[hot]
        fallen = z <= found.bar[tested][hot][:, None] + 1e-9
        ended += int(fallen.any(axis=0).sum())
        rests[tested[hot]] |= fallen.any(axis=1)
    return SpotsOnOneVoice(rests=rests, contributors=ended)


def ranking_without_one(
    category: pd.Series, codes: Ints, *, places: int = int(RANKED_CATEGORIES.value)
) -> RankingOnOneVoice:
    """Leave each contributor out in turn: does any category then have more pins than one that stands above it?

    Only the first `places` categories by pins are looked at, and each category below one of them. Two that are level
    have no order to lose. Counts of contributors need no such test: one person can only bring two of them level.
    """
    named, which = np.unique(category.to_numpy(dtype=object).astype(str), return_inverse=True)
    if not len(named):
        return RankingOnOneVoice(leading=(), contributors=0)
    total = np.bincount(which, minlength=len(named))
    first = np.argsort(-total, kind="stable")[:places]
    by_one = np.zeros((int(codes.max()) + 1, len(named)), dtype=np.int64)
    np.add.at(by_one, (codes, which), 1)
    left = total - by_one
    changed = np.zeros(len(by_one), bool)
    for leader in first:
        below = total < total[leader]
        changed |= (left[:, below] > left[:, [leader]]).any(axis=1)
    return RankingOnOneVoice(leading=tuple(str(each) for each in named[first]), contributors=int(changed.sum()))
