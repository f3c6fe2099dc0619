"""Pins and the people behind them: one contributor is one voice, however many pins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def contributor_codes(contributor: Sequence[object] | pd.Series) -> Ints:
    """A number for each contributor, 0 to the count of them less 1; [n] for n pins.

    Equal values are one contributor. A missing value (None, NaN) is a contributor of its own: nothing tells who wrote
    that pin, and to take two such for one person would silence one of them.

    >>> contributor_codes(["ann", None, "ben", "ann", None]).tolist()
    [0, 2, 1, 0, 3]
    """
    codes, known = pd.factorize(pd.Series(contributor, dtype=object), use_na_sentinel=True)
    codes = codes.astype(np.int64)
    missing = codes < 0
    codes[missing] = len(known) + np.arange(int(missing.sum()))
    return codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """How many pins say a thing, and how many contributors placed them."""

    pins: int
    contributors: int

    @property
    def in_words(self) -> str:
        """Both counts, for a note."""
        pins = "1 pin" if self.pins == 1 else f"{self.pins:,} pins"
        people = "1 contributor" if self.contributors == 1 else f"{self.contributors:,} contributors"
        return f"{pins} by {people}."


def heard(codes: Ints, among: Flags | None = None) -> Heard:
    """Pins and contributors, of all pins or `among` those marked."""
    chosen = codes if among is None else codes[among]
    return Heard(pins=len(chosen), contributors=len(np.unique(chosen)))


def most_active_share(codes: Ints) -> float | None:
    """Share of the pins that the contributor with the most of them placed; None where there are no pins.

    max_c n_c / sum_c n_c: 1 where one contributor placed all, 1/n where each of n pins has its own.
    """
    return float(np.bincount(codes).max() / len(codes)) if len(codes) else None


def contributors_by_place(place: Ints, codes: Ints, places: int) -> Ints:
    """Different contributors at each place [places]; `place` [m] and `codes` [m] say who is where, maybe repeatedly."""
    if not len(place):
        return np.zeros(places, np.int64)
    many = int(codes.max()) + 1
    pairs = np.sort(place * many + codes)
    first = np.concatenate([[True], pairs[1:] != pairs[:-1]])
    return np.bincount(pairs[first] // many, minlength=places).astype(np.int64)
