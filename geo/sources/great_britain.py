"""Whether a map lies where the British National Grid measures truly: Great Britain with its islands, and Man.

The grid's formulas give numbers for any place on Earth; beyond Great Britain lengths come out wrong (a per cent in
Ireland's west, nonsense farther off), and the OSTN15 shifts are not defined. The outline runs through the seas around.
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import Polygon

from geo.errors import SourceError

# Degrees, drawn by hand midway between coasts: along the Channel and the Dover Strait, up the North Sea around Shetland
# and St Kilda, down the North Channel and the Irish Sea, around Scilly.
_OUTLINE = Polygon(
    [
        *((-7.0, 49.7), (-4.0, 49.8), (-1.8, 50.2), (1.0, 50.6), (1.6, 51.05), (2.3, 51.6), (2.6, 53.2), (0.8, 55.0)),
        *((-0.3, 58.0), (-0.3, 61.2), (-2.5, 61.2), (-9.2, 59.0), (-9.2, 57.2), (-8.0, 56.4), (-6.9, 55.6)),
        *((-6.1, 55.4), (-5.9, 55.25), (-5.4, 54.85), (-5.25, 54.4), (-5.2, 53.9), (-5.4, 53.3), (-5.85, 51.9)),
    ]
)
_MOSTLY = 0.5


def in_great_britain(lonlat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which places ([n, 2], WGS84 degrees) lie in Great Britain or in the seas around it."""
    return np.asarray(shapely.contains(_OUTLINE, shapely.points(lonlat)), dtype=bool)


def check_great_britain(lonlat: NDArray[np.float64], name: str) -> None:
    """Raise `SourceError` unless most of the places ([n, 2], WGS84 degrees) lie in Great Britain or around it."""
    if float(np.mean(shapely.contains_xy(_OUTLINE, lonlat[:, 0], lonlat[:, 1]))) >= _MOSTLY:
        return
    lon, lat = np.median(lonlat, axis=0)
    raise SourceError(
        f"The map in “{name}” lies at about longitude {lon:.1f}, latitude {lat:.1f}, outside Great Britain. Everything "
        "here is measured on the British National Grid, which does not reach there (nor Northern Ireland): give an "
        "extract of a place in England, Scotland or Wales."
    )
