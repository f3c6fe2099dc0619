"""The one-voice test: would a finding still stand if any one contributor's pins were gone?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from geo.metrics.hot_spots import SAME, HotSpots, with_itself
from geo.metrics.standards_voices import RANKED_CATEGORIES

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
    hot = np.flatnonzero(found.significant)
    pairs = np.unique(np.column_stack([row[here], codes[here]]), axis=0)
    pairs = pairs[found.tested[pairs[:, 0]]]
    if not len(hot):
        return SpotsOnOneVoice(rests=rests, contributors=0)
    shape = (len(found.cells), int(pairs[:, 1].max()) + 1)
    # What each contributor adds to the rate of each cell, and so to the sum around each hot spot.
    added = csr_array((1.0 / found.residents[pairs[:, 0]], (pairs[:, 0], pairs[:, 1])), shape=shape)
    around = csc_array(with_itself(found.cells)[hot] @ added)
    spot, who = around.nonzero()
    left = found.summed[hot][spot] - np.asarray(around[spot, who]).ravel()
    falls = left <= found.bar[hot][spot] * (1.0 + SAME)
    rests[hot[spot[falls]]] = True
    return SpotsOnOneVoice(rests=rests, contributors=len(np.unique(who[falls])))


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
