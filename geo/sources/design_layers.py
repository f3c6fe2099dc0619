"""Which layer of a file is meant: the only one with anything in it, the one that was named, or a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo.errors import InputError
from geo.sources.design_shapes import counted

ALL_LAYERS = "*"
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class DesignLayer:
    """A layer of a file: its name, and how many points, lines and areas it holds."""

    name: str
    kinds: Mapping[str, int]

    @property
    def features(self) -> int:
        """How many shapes it holds."""
        return sum(self.kinds.values())

    @property
    def said(self) -> str:
        """What it holds, in words."""
        parts = [counted(number, kind) for kind, number in self.kinds.items()]
        return ", ".join(parts) or "nothing"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to a question: what to hand back, what to show, and why one might choose it."""

    value: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """A decision that a person must make. `about` is "layer" or "crs": the argument that takes the answer."""

    about: str
    text: str
    options: tuple[Option, ...]


def chosen_layers(layers: Sequence[DesignLayer], wanted: str | None) -> tuple[str, ...] | Question:
    """The names of the layers to read, or the question which.

    Raises `InputError` for a file without a shape and for a layer that there is not.
    """
    full = [layer for layer in layers if layer.features]
    if wanted is not None and wanted != ALL_LAYERS:
        match = [each.name for each in layers if each.name == wanted]
        match = match or [each.name for each in layers if each.name.casefold() == wanted.strip().casefold()]
        if not match:
            listed = ", ".join(f"“{each.name}”" for each in layers[:_MOST_NAMED])
            raise InputError(f"The file has no layer “{wanted[:80]}”. It has {listed or 'none'}.")
        return (match[0],)
    if not full:
        raise InputError("The file holds no shape at all. Draw the site or the changes, and export them again.")
    if len(full) == 1 or wanted == ALL_LAYERS:
        return tuple(each.name for each in full)
    options = [Option(each.name, each.name, f"Holds {each.said}.") for each in full]
    everything = Option(ALL_LAYERS, "All layers", f"Together {counted(sum(each.features for each in full), 'shape')}.")
    return Question("layer", f"The file has {len(full)} layers. Which one is meant?", (*options, everything))
