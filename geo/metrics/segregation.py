"""How apart groups live, by census zone: dissimilarity, isolation, exposure, and the indices of information theory.

`counts` is float64 [z, g] throughout: people of each group in each zone; every row and column may hold zeros, none may
be negative or NaN. A function gives None where the index is not defined: no people, or a group without anyone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geo.errors import InputError

Floats = NDArray[np.float64]


def dissimilarity(group: ArrayLike, rest: ArrayLike) -> float | None:
    """Index of dissimilarity of two groups, 0 (spread alike) to 1 (in no zone together).

    D = ½ Σ |xᵢ ÷ X − yᵢ ÷ Y|: the share of either group that would have to move for both to be spread alike.
    Source: Duncan and Duncan 1955; Massey and Denton 1988.

    >>> dissimilarity([100, 60, 40, 0], [0, 40, 60, 100])
    0.6
    """
    x, y = _checked(np.column_stack([np.asarray(group, float), np.asarray(rest, float)])).T
    if x.sum() <= 0 or y.sum() <= 0:
        return None
    return float(np.abs(x / x.sum() - y / y.sum()).sum() / 2.0)


def exposure_matrix(counts: ArrayLike) -> Floats:
    """Exposure of each group (row) to each (column), [g, g]: the groups' mean share among the people of one's zone.

    xPy = Σ (xᵢ ÷ X)(yᵢ ÷ tᵢ), where tᵢ are all people of the zone. The diagonal is the isolation index xPx. A row adds
    up to 1 where the groups are everyone; xPy · X = yPx · Y. The row of a group without anyone is NaN.
    Source: Bell 1954; Lieberson 1981; Massey and Denton 1988.

    >>> exposure_matrix([[30, 10], [10, 50]]).round(4).tolist()
    [[0.6042, 0.3958], [0.2639, 0.7361]]
    """
    people = _checked(counts)
    return exposure_in(people, people)


def exposure_in(people: Floats, around: Floats) -> Floats:
    """Exposure [g, g] of `people` [z, g] to who is `around` them [z, g]; rows of groups without anyone are NaN."""
    with np.errstate(invalid="ignore"):
        return np.asarray((people.T @ _shares(around)) / people.sum(axis=0)[:, None], np.float64)


def multigroup_dissimilarity(counts: ArrayLike) -> float | None:
    """Index of dissimilarity of several groups, 0 to 1; of two groups it is `dissimilarity`.

    D = Σᵢ Σₘ tᵢ |πᵢₘ − πₘ| ÷ (2 T I), with the interaction index I = Σₘ πₘ (1 − πₘ).
    Source: Morgan 1975; Sakoda 1981; as given by Reardon and Firebaugh 2002.

    >>> round(multigroup_dissimilarity([[100, 0], [60, 40], [40, 60], [0, 100]]), 6)
    0.6
    """
    people = _checked(counts)
    return dissimilarity_in(people, people)


def dissimilarity_in(people: Floats, around: Floats) -> float | None:
    """The same, of the mix of people `around` [z, g] each place against that of all `people` [z, g]."""
    whole = people.sum()
    share = people.sum(axis=0) / whole if whole > 0 else np.zeros(people.shape[1])
    interaction = float((share * (1.0 - share)).sum())
    if interaction <= 0:
        return None
    weight = people.sum(axis=1)
    apart = np.abs(_shares(around)[weight > 0] - share).sum(axis=1)
    return float((weight[weight > 0] * apart).sum() / (2.0 * whole * interaction))


def dissimilarity_by_chance(counts: ArrayLike) -> float | None:
    """What `multigroup_dissimilarity` would be, about, if the same people had been spread over the zones by lot.

    D₀ = Σᵢ √tᵢ × Σₘ √(2 πₘ (1 − πₘ) ÷ π) ÷ (2 T I): the mean size of a binomial share's error, by its normal
    approximation. Source: the idea of Carrington and Troske 1997; the formula follows from it.

    >>> round(dissimilarity_by_chance([[50, 50], [50, 50]]), 3)
    0.08
    """
    people = _checked(counts)
    whole = people.sum()
    share = people.sum(axis=0) / whole if whole > 0 else np.zeros(people.shape[1])
    spread = share * (1.0 - share)
    if spread.sum() <= 0:
        return None
    errors = np.sqrt(people.sum(axis=1)).sum() * np.sqrt(2.0 * spread / np.pi).sum()
    return min(float(errors / (2.0 * whole * spread.sum())), 1.0)


def mutual_information(counts: ArrayLike) -> float | None:
    """Mutual information M of group and zone in nats: 0 where all zones have one mix.

    M = E − Σᵢ (tᵢ ÷ T) Eᵢ, with the entropy E = −Σₘ πₘ ln πₘ of all, and Eᵢ of each zone.
    Source: Theil 1971; Mora and Ruiz-Castillo 2011.

    >>> round(mutual_information([[10, 0], [0, 10]]), 6)
    0.693147
    """
    people = _checked(counts)
    return _information(people, people)


def information_index(counts: ArrayLike) -> float | None:
    """Theil's information index H = M ÷ E, 0 (all zones have one mix) to 1 (no zone is mixed).

    Source: Theil and Finizza 1971; Reardon and Firebaugh 2002.

    >>> information_index([[10, 0], [0, 10]])
    1.0
    """
    people = _checked(counts)
    return information_in(people, people)


def information_in(people: Floats, around: Floats) -> float | None:
    """The same, of the mix of people `around` [z, g] each place against that of all `people` [z, g]."""
    entropy = float(_entropy(_shares(people.sum(axis=0)[None, :]))[0])
    found = _information(people, around)
    return None if found is None or entropy <= 0 else found / entropy


def _information(people: Floats, around: Floats) -> float | None:
    weight = people.sum(axis=1)
    if weight.sum() <= 0:
        return None
    of_all = float(_entropy(_shares(people.sum(axis=0)[None, :]))[0])
    of_each = float((weight * _entropy(_shares(around))).sum() / weight.sum())
    return of_all - of_each


def _shares(counts: Floats) -> Floats:
    """Each group's share of the people in each row; zeros where there is nobody."""
    total = counts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(counts, total, out=np.zeros_like(counts), where=total > 0), np.float64)


def _entropy(share: Floats) -> Floats:
    """−Σ p ln p of each row, in nats; a share of 0 adds nothing."""
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    return np.asarray(-(share * logs).sum(axis=1), np.float64)


def _checked(counts: ArrayLike) -> Floats:
    people = np.asarray(counts, np.float64)
    if people.ndim != 2:
        raise InputError("Counts of groups need one row for each zone and one column for each group.")
    if not (np.isfinite(people) & (people >= 0)).all():
        raise InputError("Counts of groups must be known and not negative in every zone.")
    return people
