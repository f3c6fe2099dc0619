"""How unequally something is shared among people: Gini, Palma, Theil, and the concentration index against a rank.

`values` and `people` are float64 [k]: what each place has, and how many live there (fractions of a person are fine).
Values may be 0 and must not be negative or NaN (`InputError`); places without people do not count. None where the
index is not defined: nobody, or nothing to share.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InputError

Floats = NDArray[np.float64]

_NOTHING = 1e-12  # a share that rounding may leave of nothing
_RICH, _POOR = 0.1, 0.4  # Palma's tenth with most, and his four tenths with least


def gini(values: ArrayLike, people: ArrayLike | None = None) -> float | None:
    """Gini coefficient, 0 (all have the same) towards 1 (one has all).

    G = Σᵢ Σⱼ wᵢ wⱼ |xᵢ − xⱼ| ÷ (2 W² μ), worked out as 1 − 2 × the area under the Lorenz curve.
    Source: Gini 1914; Sen 1973.

    >>> gini([1, 1, 1]), gini([0, 0, 0, 4]), gini([1, 3], [3, 1])
    (0.0, 0.75, 0.25)
    """
    x, w = _checked(values, people)
    if not len(x) or (w * x).sum() <= 0:
        return None
    held_people, held = _lorenz(x, w)
    area = float((np.diff(held_people) * (held[1:] + held[:-1]) / 2.0).sum())
    return max(1.0 - 2.0 * area, 0.0)


def palma(values: ArrayLike, people: ArrayLike | None = None) -> float | None:
    """Palma ratio: what the tenth with most have ÷ what the four tenths with least have; ¼ where all have the same.

    The Lorenz curve is read at 90 % and 40 % of the people, on straight lines between places. None where the four
    tenths have nothing. Source: Palma 2011; Cobham and Sumner 2013.

    >>> round(palma([1] * 10), 9), round(palma([1, 1, 1, 1, 2, 2, 2, 2, 2, 8]), 9)
    (0.25, 2.0)
    """
    x, w = _checked(values, people)
    if not len(x) or (w * x).sum() <= 0:
        return None
    held_people, held = _lorenz(x, w)
    least, most = np.interp([_POOR, 1.0 - _RICH], held_people, held)
    return None if least <= _NOTHING else float((1.0 - most) / least)


def theil(values: ArrayLike, people: ArrayLike | None = None) -> float | None:
    """Theil's T, 0 (all have the same) to ln of the number of people (one has all). A value of 0 adds nothing.

    T = Σ (wᵢ ÷ W)(xᵢ ÷ μ) ln(xᵢ ÷ μ). Source: Theil 1967.

    >>> theil([5, 5]), round(theil([0, 2]), 6)
    (0.0, 0.693147)
    """
    x, w = _checked(values, people)
    if not len(x) or (w * x).sum() <= 0:
        return None
    # Divided by the largest first: a mean of tiny numbers must not sink to 0.
    x = x / x.max()
    ratio = x / np.average(x, weights=w)
    logs = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    return max(float(np.average(ratio * logs, weights=w)), 0.0)


def concentration(values: ArrayLike, rank: ArrayLike, people: ArrayLike | None = None) -> float | None:
    """Concentration index, −1 to 1: below 0 where those of low rank have more, above 0 where those of high rank do.

    C = 2 cov(x, R) ÷ μ, weighted by people, where R is the share of people ranked lower plus half of those ranked the
    same. A place whose rank is NaN does not count. `rank` [k] is any number that orders places.
    Source: Kakwani, Wagstaff and van Doorslaer 1997.

    >>> concentration([4, 0], [1, 2]), concentration([0, 4], [1, 2]), concentration([1, 1], [1, 2])
    (-0.5, 0.5, 0.0)
    """
    order = np.asarray(rank, np.float64)
    known = np.isfinite(order)
    weights = np.ones(len(order)) if people is None else np.asarray(people, np.float64)
    if not order.shape == weights.shape == np.shape(values):
        raise InputError("Each value needs its rank and the number of people who have it.")
    x, w = _checked(np.asarray(values, np.float64)[known], weights[known])
    order = order[known][weights[known] > 0]
    if not len(x) or (w * x).sum() <= 0:
        return None
    place = fractional_rank(order, w)
    x = x / x.max()
    mean = np.average(x, weights=w)
    return float(2.0 * np.average((x - mean) * (place - 0.5), weights=w) / mean)


def fractional_rank(rank: Floats, people: Floats) -> Floats:
    """Share of people ranked lower, plus half of those ranked the same, [k]; its mean over people is one half.

    >>> fractional_rank(np.array([7.0, 3.0, 7.0]), np.array([1.0, 2.0, 1.0])).tolist()
    [0.75, 0.25, 0.75]
    """
    _, tied = np.unique(rank, return_inverse=True)
    held = np.bincount(tied, weights=people)
    below = np.cumsum(held) - held
    return np.asarray(((below + held / 2.0) / held.sum())[tied], np.float64)


def _lorenz(x: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Shares of the people, from those with least, and of what they have, both from 0 to 1."""
    order = np.argsort(x, kind="stable")
    x, w = x[order] / x[order[-1]], w[order]
    people = np.concatenate([[0.0], np.cumsum(w)])
    held = np.concatenate([[0.0], np.cumsum(w * x)])
    return people / people[-1], held / held[-1]


def _checked(values: ArrayLike, people: ArrayLike | None) -> tuple[Floats, Floats]:
    x = np.asarray(values, np.float64)
    w = np.ones(len(x)) if people is None else np.asarray(people, np.float64)
    if x.shape != w.shape or x.ndim != 1:
        raise InputError("Each value needs the number of people who have it.")
    if not (np.isfinite(x) & (x >= 0) & np.isfinite(w) & (w >= 0)).all():
        raise InputError("Values to compare, and the people who have them, must be known and not negative.")
    return x[w > 0], w[w > 0]
