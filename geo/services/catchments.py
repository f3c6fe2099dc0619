"""Walking catchments: what lies within some minutes' walk of a place, on the installed walking map that holds it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import LonLat
from geo.errors import InputError
from geo.metrics.coverage import percent
from geo.metrics.personas import ANY_WALKER, PERSONAS, Persona
from geo.metrics.tag_shares import TagShare, tag_completeness
from geo.metrics.walking_catchment import CatchmentBand, catchment_bands
from geo.network.graph import NetworkMeta
from geo.network.snapping import SNAP_LIMIT_M, snap
from geo.services.grounds import ground_for
from geo.services.places import locate
from geo.services.workspace import Workspace

MINUTES = (5.0, 10.0, 15.0)
FARTHEST_MIN = 60.0
MOST_BANDS = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CatchmentResult:
    """The catchment of a place. `bands` are nearest first, and empty where `reason` says why nothing is known.

    `xy` is the place in EPSG:27700, `line_m` its straight line to the nearest street or path, which every walk
    begins with. `tags` say how much of the reached ground carries what the persona must know.
    """

    place: LonLat
    xy: tuple[float, float]
    persona: Persona
    network: NetworkMeta | None
    line_m: float | None
    bands: tuple[CatchmentBand, ...]
    tags: tuple[TagShare, ...]
    reason: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is known, a sentence for each band, then what to beware of; or why nothing is."""
        if not self.bands:
            return (self.reason,)
        said = [_band_in_words(band) for band in self.bands]
        if self.bands[-1].at_least and self.network is not None:
            said.append(
                f"The walking map “{self.network.name}” ends within these walks: "
                "there may be more beyond it, never less."
            )
        for tag in self.tags:
            if tag.share is not None:
                of = tag.of_what if tag.count is None else f"{tag.count:,} {tag.of_what}"
                said.append(f"The map says {tag.label} for {percent(tag.share)} of the {of} there.")
        return tuple(said)


def walking_catchment(
    workspace: Workspace,
    place: LonLat,
    minutes: Sequence[float] = MINUTES,
    persona: Persona | str = ANY_WALKER,
    *,
    towards: bool = False,
) -> CatchmentResult:
    """What is within `minutes` of walking from a place, as a persona walks (a record or its id).

    The installed map whose footprint holds the place is used: of several the one with most of the farthest reach in
    it, then the newest; the practice quarter's only where no real one is. `towards` takes walks to the place instead.
    Where no map holds the place, or no street is near, the result has no bands and says why.

    Raises `InputError` for minutes or a persona that cannot be, and `CoordinateError` for a place outside Greater
    London that no installed map holds.
    """
    limits = _checked_minutes(minutes)
    walker = _persona(persona)
    east, north = workspace.grid.point_to_bng(place)
    meta = _network_at(workspace, shapely.Point(east, north), walker.metres_in(limits[-1]))
    if meta is None:
        return _nothing(place, (east, north), walker, None, _no_map(workspace, place))
    ground = ground_for(workspace, meta.id, walker)
    point = snap(ground.network, np.array([[east, north]]), allowed=ground.usable)
    if not point.reached[0]:
        return _nothing(place, (east, north), walker, meta, _no_street(walker))
    bands = catchment_bands(ground, point, limits, towards=towards)
    return CatchmentResult(
        place=place,
        xy=(east, north),
        persona=walker,
        network=meta,
        line_m=float(point.distance_m[0]),
        bands=bands,
        tags=tag_completeness(ground.network, walker, bands[-1].shape.polygon),
    )


def _checked_minutes(minutes: Sequence[float]) -> list[float]:
    limits = sorted({float(each) for each in minutes})
    if not limits or len(limits) > MOST_BANDS or not all(0 < each <= FARTHEST_MIN for each in limits):
        raise InputError(
            f"Give one to {MOST_BANDS} numbers of minutes, each above 0 and at most {FARTHEST_MIN:.0f}, "
            "for instance 5 10 15."
        )
    return limits


def _persona(persona: Persona | str) -> Persona:
    if isinstance(persona, Persona):
        return persona
    if persona not in PERSONAS:
        raise InputError(f"There is no walker “{persona}”. Choose one of {', '.join(PERSONAS)}.")
    return PERSONAS[persona]


def _network_at(workspace: Workspace, point: shapely.Point, reach_m: float) -> NetworkMeta | None:
    """The map that holds a place and most of what can be reached from it."""
    best: tuple[tuple[bool, float, str], NetworkMeta] | None = None
    around = point.buffer(reach_m)
    for network_id in workspace.network_ids:
        meta = workspace.network(network_id).meta
        if not meta.footprint.covers(point):
            continue
        share = around.intersection(meta.footprint).area / around.area
        rank = (not meta.invented, round(share, 3), meta.date or "")
        if best is None or rank > best[0]:
            best = (rank, meta)
    return None if best is None else best[1]


def _no_map(workspace: Workspace, place: LonLat) -> str:
    where = locate(workspace, place)
    area = where.ward_code or where.borough_code
    wanted = f" --area {area}" if area else ""
    return f"Not known: no installed walking map holds this place. Run “python -m geo data install{wanted}”."


def _no_street(persona: Persona) -> str:
    for_whom = "" if persona.id == ANY_WALKER.id else f" that this walker ({persona.label.lower()}) can use"
    return (
        f"Not known: no street or path{for_whom} lies within {SNAP_LIMIT_M:.0f} m of this place. "
        "Choose a place on a street."
    )


def _nothing(
    place: LonLat, xy: tuple[float, float], persona: Persona, network: NetworkMeta | None, reason: str
) -> CatchmentResult:
    return CatchmentResult(
        place=place, xy=xy, persona=persona, network=network, line_m=None, bands=(), tags=(), reason=reason
    )


def _band_in_words(band: CatchmentBand) -> str:
    more = "at least " if band.at_least else ""
    if band.residents is not None:
        people = f"{more}{_rounded(band.residents)} people who live there"
    else:
        people = "too few people to say how many" if band.suppressed else "an unknown number of people"
    spaces = _counted(len(band.open_spaces), "public open space", more)
    community = _counted(len(band.community), "community place", more)
    return f"Within {band.minutes:g} minutes’ walk: {people}, {spaces} and {community}."


def _counted(count: int, noun: str, more: str) -> str:
    if count == 0:
        return f"no {noun}" if not more else f"no {noun} that the map shows"
    return f"{more}{count} {noun}{'' if count == 1 else 's'}"


def _rounded(residents: float) -> str:
    digits = 3 - 1 - math.floor(math.log10(residents)) if residents >= 1 else 0
    return f"{round(residents, min(digits, 0)):,.0f}"
