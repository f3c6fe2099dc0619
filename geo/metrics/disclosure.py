"""What may be said of few people: which figures are withheld, and how numbers are rounded for people to read."""

from __future__ import annotations

import math

from geo.metrics.standards import FEWEST_PINS, FEWEST_RESIDENTS

PINS_WITHHELD = (
    f"Fewer than {FEWEST_PINS.value:.0f} pins: withheld, so that no one who took part can be recognised. "
    "It will show as more people take part."
)
RESIDENTS_WITHHELD = f"Fewer than {FEWEST_RESIDENTS.value:.0f} people live in the part measured: withheld."


def too_few_pins(pins: int) -> bool:
    """Whether a rate from this many pins would point at someone. None at all points at no one.

    Pins carry no account, so contributors cannot be counted: there are at most as many as pins, and a count of pins
    below the limit is one of contributors below it.
    """
    return 0 < pins < FEWEST_PINS.value


def too_few_residents(residents: float) -> bool:
    """Whether a figure about this many people would describe a household."""
    return 0 < residents < FEWEST_RESIDENTS.value


def significant(value: float, digits: int = 3) -> float:
    """A number to some significant digits.

    >>> significant(0.0123456), significant(1234.5), significant(0.0)
    (0.0123, 1230.0, 0.0)
    """
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))
