"""Hot spots: where more people take part, for how many live there, than chance would bring together.

Getis-Ord Gi* on the rate of contributors per resident of each hexagon: the rates of a cell and of those beside it are
added up, and the sum is told as a z score. How likely chance is to make a sum as large is found by making chance:
contributors are strewn over the cells in proportion to their residents, many times, and each cell's sum is held
against what came of it there. The normal distribution, which is often taken for z, calls far too many hot where few
people took part; and z itself cannot pass the root of cells / 7 however hot a single cell is (see docs/metrics.md).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array
from scipy.stats import norm

from geo.metrics.cells import Hexagons
from geo.metrics.contributors import contributors_by_place
from geo.metrics.disclosure import VOICES_WITHHELD, too_few_contributors
from geo.metrics.standards import FEWEST_CONTRIBUTORS, FEWEST_RESIDENTS
from geo.metrics.standards_voices import CHANCE_DRAWS, CHANCE_SEED, FALSE_DISCOVERIES, FEWEST_CELLS

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

_CHUNK = 500
SAME = 1e-9  # sums of the same rates in another order may differ by less than this share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HotSpots:
    """Gi* of each cell [k]; NaN where a cell is not tested, all of them where `withheld` says why.

    `contributors` is how many have pins in the cell, `around` how many in it and the cells that share a side with it,
    each counted once. `tested` marks cells with enough residents to speak of a rate. `p` is one-sided, by chance made
    many times; `p_normal` by the normal distribution. `significant` are the hot spots, after Benjamini and Hochberg,
    with enough contributors around to be shown. `summed` are the rates of a cell and those beside it together, which p
    is of; `bar` is the sum that a cell had to pass, NaN where it did not.
    Not for the public as it is: z and counts would tell of single people (`geo.services.hot_spots`).
    """

    cells: Hexagons
    residents: Floats
    contributors: Ints
    around: Ints
    tested: Flags
    z: Floats
    p: Floats
    p_normal: Floats
    significant: Flags
    summed: Floats
    bar: Floats
    withheld: str | None
    suppressed: bool = False


def gi_star(rates: Floats, near: csr_array) -> Floats:
    """Gi* as a z score; `rates` [n] or [n, draws], `near` [n, n] the weights with 1 on the diagonal.

    z_i = (sum_j w_ij x_j - W_i mean(x)) / (s sqrt((n sum_j w_ij^2 - W_i^2) / (n - 1))), s^2 = mean(x^2) - mean(x)^2.
    Ord and Getis 1995. 0 where all rates are the same, or where a cell is near all others.
    """
    n = rates.shape[0]
    weight = np.asarray(near.sum(axis=1)).reshape(-1, *[1] * (rates.ndim - 1))
    squares = np.asarray(near.power(2).sum(axis=1)).reshape(weight.shape)
    mean = rates.mean(axis=0)
    spread = np.sqrt(((rates - mean) ** 2).mean(axis=0))  # the same s, without taking like from like
    below = spread * np.sqrt(np.clip(n * squares - weight**2, 0.0, None) / max(n - 1, 1))
    above = near @ rates - weight * mean
    z: Floats = np.divide(
        above, below, out=np.zeros_like(above), where=below > 1e-12 * np.abs(mean).max(initial=1e-300)
    )
    return z


def benjamini_hochberg(p: Floats, share: float) -> Flags:
    """Which of n tests hold when at most `share` of those named may be false: p up to the largest p_(k) <= k share / n.

    Benjamini and Hochberg 1995.
    """
    if not len(p):
        return np.zeros(0, bool)
    ranked = np.sort(p)
    passed = np.flatnonzero(ranked <= share * np.arange(1, len(p) + 1) / len(p) + 1e-15)
    return p <= ranked[passed[-1]] if len(passed) else np.zeros(len(p), bool)


def hot_spots(
    cells: Hexagons,
    row: Ints,
    codes: Ints,
    residents: Floats,
    *,
    share: float = FALSE_DISCOVERIES.value,
    draws: int = int(CHANCE_DRAWS.value),
    seed: int = int(CHANCE_SEED.value),
) -> HotSpots:
    """Hot spots of contributors per resident.

    `row` [n] is the cell of each pin (-1 = none), `codes` [n] its contributor; `residents` [k] of the cells. Cells with
    fewer than ten residents, or an unknown number, are not tested: a park has no rate. Withheld under 30 tested cells
    and under 5 contributors.
    """
    here = row >= 0
    at, who = row[here], codes[here]
    contributors = contributors_by_place(at, who, len(cells))
    near = with_itself(cells)
    around = contributors_around(near, at, who)
    tested = residents >= FEWEST_RESIDENTS.value
    everyone = len(np.unique(who))
    withheld = _why_withheld(int(tested.sum()), everyone, int(contributors[tested].sum()))
    z, p, p_normal, summed, bar = (np.full(len(cells), np.nan) for _ in range(5))
    significant = np.zeros(len(cells), bool)
    if withheld is None:
        near, people, counts = csr_array(near[tested][:, tested]), residents[tested], contributors[tested]
        z[tested] = gi_star(counts / people, near)
        p_normal[tested] = norm.sf(z[tested])
        summed[tested] = near @ (counts / people)
        chance = _Chance.made(near, people, summed[tested], int(counts.sum()), share=share, draws=draws, seed=seed)
        p[tested] = chance.p
        passed = benjamini_hochberg(chance.p, share)
        bar[tested] = np.where(passed, chance.bar(float(chance.p[passed].max(initial=0.0))), np.nan)
        significant[tested] = passed
        significant &= around >= FEWEST_CONTRIBUTORS.value
    return HotSpots(
        cells=cells, residents=residents, contributors=contributors, around=around, tested=tested, z=z, p=p,
        p_normal=p_normal, significant=significant, summed=summed, bar=bar, withheld=withheld,
        suppressed=too_few_contributors(everyone),
    )  # fmt: skip


def with_itself(cells: Hexagons) -> csr_array:
    """[k, k] weights of Gi*: 1 for the cell itself and each that shares a side with it."""
    return csr_array(cells.neighbours() + eye_array(len(cells), format="csr"))


def contributors_around(near: csr_array, at: Ints, who: Ints) -> Ints:
    """How many different contributors have a pin in a cell or one near it; `near` [k, k] with the cell itself."""
    if not len(at):
        return np.zeros(near.shape[0], np.int64)
    present = csr_array((np.ones(len(at)), (at, who)), shape=(near.shape[0], int(who.max()) + 1))
    return np.asarray(((near @ present) > 0).sum(axis=1)).ravel().astype(np.int64)


def _why_withheld(tested: int, everyone: int, counted: int) -> str | None:
    if too_few_contributors(everyone):
        return VOICES_WITHHELD
    if tested < FEWEST_CELLS.value:
        return (
            f"Not known: {tested} cells with residents are too few to tell a hot spot from chance; it takes "
            f"{FEWEST_CELLS.value:.0f}."
        )
    if not counted:
        return "Not known: there are no pins where people live. No pins does not mean that nothing is there."
    return None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Chance:
    """What chance made of each cell: `p` [n], and its largest sums of rates `top` [n, t] in rising order."""

    p: Floats
    top: Floats
    draws: int

    @classmethod
    def made(
        cls, near: csr_array, residents: Floats, summed: Floats, total: int, *, share: float, draws: int, seed: int
    ) -> _Chance:
        """Strew `total` presences over the cells by residents, `draws` times, and count the sums not below `summed`."""
        random = np.random.default_rng(seed)
        odds = residents / residents.sum()
        kept = max(1, min(draws, int(np.ceil(share * (draws + 1)))))
        reached, top = np.zeros(len(summed)), np.full((len(summed), kept), -np.inf)
        rates = csr_array(near / residents)
        for start in range(0, draws, _CHUNK):
            strewn = random.multinomial(total, odds, size=min(_CHUNK, draws - start)).T
            made = rates @ strewn
            reached += (made >= summed[:, None] * (1.0 - SAME)).sum(axis=1)
            top = np.partition(np.concatenate([top, made], axis=1), -kept, axis=1)[:, -kept:]
        return cls(p=(reached + 1) / (draws + 1), top=np.sort(top, axis=1), draws=draws)

    def bar(self, p: float) -> Floats:
        """The sum that a cell must pass for its p not to exceed this one."""
        rank = int(np.floor(p * (self.draws + 1) + 1e-9))  # as many draws may reach it, itself among them
        return self.top[:, -rank] if 0 < rank <= self.top.shape[1] else np.full(len(self.p), np.inf)
