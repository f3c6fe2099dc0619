"""What may be said of few people: which figures are withheld, and how numbers are rounded for people to read."""

from __future__ import annotations

import math

from geo.metrics.standards import FEWEST_CONTRIBUTORS, FEWEST_RESIDENTS

VOICES_WITHHELD = (
    f"Pins by fewer than {FEWEST_CONTRIBUTORS.value:.0f} contributors: withheld, so that no one who took part can be "
    "recognised. It will show as more people take part."
)
RESIDENTS_WITHHELD = f"Fewer than {FEWEST_RESIDENTS.value:.0f} people live in the part measured: withheld."


def too_few_contributors(contributors: int) -> bool:
    """Whether a figure from this many contributors would point at someone. None at all points at no one.

    A contributor is a browser, or a person named by a file, or a pin of which neither is known
    (`geo.metrics.contributors`). Forty pins by one person are one voice: the limit is on people, not on pins.
    """
    return 0 < contributors < FEWEST_CONTRIBUTORS.value


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
