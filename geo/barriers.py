"""Barriers: what is inferred from testimony or from the map. A pin is testimony; a Barrier is what we take it to mean.

Geometry is in EPSG:27700. How a pin becomes one is a set of stated rules (`geo.metrics.barrier_rules`); what it costs
whom is a table (`geo.metrics.barrier_penalties`); both are settings that stand beside every result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shapely.geometry.base import BaseGeometry

from geo.surveys import Hours, WalkEffect


class BarrierSource(StrEnum):
    """What a barrier is known from."""

    PINS = "pins"
    MAP = "map"


class Meets(StrEnum):
    """How a barrier meets the walking network, in the words of its rule."""

    NEAREST = "nearest"  # a point: the nearest place on a street or path
    FEATURE = "feature"  # a point: the nearest crossing, flight of steps or gate, where the category names one
    CROSSED = "crossed"  # a line: each place where it crosses a street or path
    ALONG = "along"  # a line along a street: the stretch beside it
    INSIDE = "inside"  # an area, or a place known to a cell alone: the stretches inside
    NOTHING = "nothing"  # no street or path near enough: kept, told, and without effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a barrier rests on. `contributors` is for thresholds and never shown below five.

    `pins` are ids of pins; `against` those whose writers say the opposite of the same place; `osm` are references
    such as ``way/123``; `tags` the tags of the map that say so, such as ``highway=steps``; `features` the ids of
    barriers of the map that are the same thing (`geo.metrics.barrier_joining`).
    """

    pins: tuple[str, ...] = ()
    contributors: int = 0
    against: tuple[str, ...] = ()
    osm: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Part of an edge, from `from_m` to `to_m` metres along it. A place on it has both the same.

    `share` is how much of the barrier's metres is paid there: half on each half of a crossing.
    """

    edge: int
    from_m: float
    to_m: float
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What an officer says that a barrier is, with why. None leaves what the rules gave; the original is kept.

    `extra_m` is metres by persona id (inf: cannot be passed). `not_a_barrier` takes it out of every figure.
    """

    subject: str  # the id of a pin, or of a barrier of the map
    effect: WalkEffect | None = None
    hours: Hours | None = None
    until: date | None = None
    extra_m: dict[str, float] = field(default_factory=dict)
    not_a_barrier: bool = False
    why: str = ""
    made_by: str = "officer"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Barrier:
    """One thing in the way. `extra_m` is what it adds to a walk that meets it once, in metres, by persona id.

    A persona that is not in `extra_m` is not hindered; inf cannot be passed. Where `per_metre` the numbers are extra
    metres for each metre of its stretches; else a stretch that has a length costs them for all of it, by length.
    `stretches` and `nodes` are rows of the network it was inferred on. `hours` DARK counts for the persona after dark
    alone; `until` is the last day that it counts. `told` is what was done to take it in, in sentences.
    """

    id: str  # stable: made of the first pin's id, or of the reference on the map
    label: str
    kind: str  # a category of the taxonomy, or a feature of the map
    source: BarrierSource
    effect: WalkEffect
    geometry: BaseGeometry
    meets: Meets
    stretches: tuple[Stretch, ...] = ()
    nodes: tuple[int, ...] = ()
    extra_m: dict[str, float] = field(default_factory=dict)
    per_metre: bool = False
    hours: Hours = Hours.ALWAYS
    until: date | None = None
    evidence: Evidence = Evidence()
    corrected: Correction | None = None
    original: Barrier | None = None  # as the rules gave it, where an officer corrected it
    told: tuple[str, ...] = ()

    def hinders(self, persona_id: str) -> bool:
        """Whether it costs this persona anything."""
        return self.extra_m.get(persona_id, 0.0) > 0 and self.effect is not WalkEffect.NONE

    def is_named(self, barrier_id: str) -> bool:
        """Whether an id means it: its own, that of one of its pins, or of a feature of the map that is the same thing.

        The oldest pin names a barrier; when that pin is withdrawn, a saved id still finds what it meant by another.
        """
        pins = (f"pin:{each}" for each in self.evidence.pins)
        return barrier_id in {self.id, *pins, *self.evidence.features}
