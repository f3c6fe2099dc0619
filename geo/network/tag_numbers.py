"""Numbers that OpenStreetMap's tags write in words: slopes, widths, speed limits.

Tags: https://wiki.openstreetmap.org/wiki/Key:incline, /Key:width, /Key:maxspeed.
"""

from __future__ import annotations

import math
import re

_NUMBER = r"(\d+(?:\.\d+)?)"
_MILES_PER_HOUR = re.compile(_NUMBER + r"\s*mph$")
_KM_PER_HOUR = re.compile(_NUMBER + r"(?:\s*km/?h)?$")
_NATIONAL_LIMITS = frozenset({"national", "GB:nsl_single", "GB:nsl_dual", "gb:nsl_single", "gb:nsl_dual"})
_NATIONAL_MPH = 60.0
_KM_PER_MILE = 1.609344
_PER_CENT = re.compile(r"[-+]?" + _NUMBER + r"\s*%$")
_ONE_IN = re.compile(r"[-+]?1\s*:\s*" + _NUMBER + "$")
_DEGREES = re.compile(r"[-+]?" + _NUMBER + r"\s*°$")
_METRES = re.compile(_NUMBER + r"\s*(m|cm|mm)?$")
_IN_METRES = {"cm": 0.01, "mm": 0.001}


def slope(incline: str) -> float | None:
    """Rise over run of an `incline`, whichever way it climbs; None where it is not a number ("up").

    >>> slope("-8%"), slope("1:12") == 1 / 12, slope("up")
    (0.08, True, None)
    """
    if match := _PER_CENT.match(incline):
        return float(match.group(1)) / 100.0
    if (match := _ONE_IN.match(incline)) and float(match.group(1)) > 0:
        return 1.0 / float(match.group(1))
    if match := _DEGREES.match(incline):
        return math.tan(math.radians(float(match.group(1))))
    return None


def metres(width: str) -> float | None:
    """A `width` in metres, which is what a bare number means; None where it is none.

    >>> metres("0.75"), metres("60 cm"), metres("narrow")
    (0.75, 0.6, None)
    """
    match = _METRES.match(width)
    return round(float(match.group(1)) * _IN_METRES.get(match.group(2), 1.0), 6) if match else None


def miles_per_hour(maxspeed: str) -> float | None:
    """A `maxspeed` in miles an hour; a bare number is km/h. None where it is none ("signals").

    >>> miles_per_hour("40 mph"), miles_per_hour("GB:nsl_single"), miles_per_hour("signals")
    (40.0, 60.0, None)
    """
    if maxspeed in _NATIONAL_LIMITS:
        return _NATIONAL_MPH
    if match := _MILES_PER_HOUR.match(maxspeed):
        return float(match.group(1))
    if match := _KM_PER_HOUR.match(maxspeed):
        return float(match.group(1)) / _KM_PER_MILE
    return None
