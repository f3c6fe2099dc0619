"""Project sites: brought in as files, kept, and from then on areas like any other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import geopandas as gpd
import numpy as np
import shapely
from shapely import MultiPolygon, Polygon

from geo.areas import Area, AreaKind, own_outline
from geo.crs import BNG
from geo.errors import InputError
from geo.frames import AREAS
from geo.names import fold_name
from geo.provenance import Source
from geo.services.workspace import Workspace
from geo.sources.design_files import DesignFile, read_design
from geo.sources.design_limits import MAX_BYTES
from geo.sources.design_reading import too_large
from geo.sources.site_outline import site_outline
from geo.store.site_store import KeptSite, SiteOrigin, SiteStore

SITE_SOURCE = Source(
    id="project-sites",
    title="Project sites brought in as files",
    publisher="whoever brought the site in",
    url="",
    vintage="",
    licence="as the file's maker says",
    attribution="",
)
_STRADDLES_OVER = 0.05  # of its area in another borough: as for published areas (geo.sources.area_rows)
_MOSTLY = 0.5
_OUTSIDE = "It lies outside Greater London: figures there are known only where a walking map is installed."
_LONGEST_NAME, _LONGEST_SLUG = 120, 40


def read_design_file(
    workspace: Workspace, path: Path, *, layer: str | None = None, crs: str | None = None
) -> DesignFile:
    """Read a design from a path, with the workspace's National Grid. Raises `InputError` as `read_design` does."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as refused:
        raise InputError(f"{path} cannot be read: {refused.strerror}.") from refused
    if len(data) > MAX_BYTES:
        raise InputError(too_large())
    return read_design(data, path.name, layer=layer, crs=crs, grid=workspace.grid)


def add_site(workspace: Workspace, name: str, design: DesignFile, *, around_m: float | None = None) -> Area:
    """Keep the outline of a design as a project site, and give it as an area.

    The outline is the union of the design's areas; `around_m` draws one around lines and points where there is none.
    The same outline under the same name again gives the site that is there. Raises `InputError` for a design that
    still asks something or has no outline, and `ConflictError` for an outline that stands under another name.
    """
    if design.asks is not None:
        raise InputError(design.asks.text)
    outline, how = site_outline(design.frame, around_m=around_m)
    code, where, invented = _borough(workspace, outline)
    origin = SiteOrigin(
        file_name=design.file_name,
        digest=design.digest,
        crs=design.crs or "",
        told=(*design.told, *how, *where),
        invented=invented,
    )
    said = site_name(name)
    kept, _ = SiteStore(workspace.store.database).add(
        _slug(said), said, outline, borough_code=code, origin=origin, now=workspace.now()
    )
    return area_of(workspace, kept)


def site_told(workspace: Workspace, site_id: str) -> tuple[str, ...]:
    """What was guessed, mended and left out when a site was first brought in. Raises `InputError` for no site."""
    kept = SiteStore(workspace.store.database).site(site_id)
    if kept is None:
        raise InputError(f"There is no site with the id “{site_id}”. “python -m geo sites list” lists them.")
    return kept.origin.told


def sites(workspace: Workspace) -> list[KeptSite]:
    """The sites that were brought in and not removed, oldest first."""
    return SiteStore(workspace.store.database).standing()


def remove_site(workspace: Workspace, site_id: str) -> KeptSite:
    """Take a site out of the lists; what is kept of it stays. Raises `InputError` where there is none to remove."""
    return SiteStore(workspace.store.database).remove(site_id, now=workspace.now())


def site_name(name: str) -> str:
    """A name without control characters and outer spaces. Raises `InputError` where nothing is left."""
    shown = "".join(each if unicodedata.category(each)[0] != "C" else " " for each in name)
    shown = " ".join(shown.split())[:_LONGEST_NAME].strip()
    if not shown:
        raise InputError("The site has no name. Give one with letters or figures.")
    return shown


def area_of(workspace: Workspace, site: KeptSite) -> Area:
    """A site as an area."""
    return Area(
        id=site.site_id,
        name=site.name,
        kind=AreaKind.SITE,
        borough_code=site.borough_code,
        borough_name=_name_of(workspace, site.borough_code),
        area_km2=site.outline.area / 1e6,
        geometry=own_outline(site.outline),
        source_id=SITE_SOURCE.id,
        invented=site.origin.invented,
    )


@dataclass
class _Sites:
    """The sites as rows of areas, by the version of the store they were read at."""

    version: tuple[int, int] = (0, 0)
    frame: gpd.GeoDataFrame | None = None
    lock: Lock = field(default_factory=Lock)


def site_areas(workspace: Workspace) -> gpd.GeoDataFrame:
    """The sites as rows of `geo.frames.AREAS`, indexed by area_id; other processes' changes are seen at once."""
    kept = workspace.index(lambda _: _Sites(), _Sites)
    version = SiteStore(workspace.store.database).version()
    with kept.lock:
        if kept.frame is None or kept.version != version:
            kept.frame, kept.version = _rows(workspace), version
        return kept.frame


def _rows(workspace: Workspace) -> gpd.GeoDataFrame:
    found = [area_of(workspace, site) for site in sites(workspace)]
    told: dict[str, Callable[[Area], object]] = {
        "area_id": lambda area: area.id,
        "name": lambda area: area.name,
        "kind": lambda area: area.kind.value,
        "borough_code": lambda area: area.borough_code,
        "borough_name": lambda area: area.borough_name,
        "area_km2": lambda area: area.area_km2,
        "source_id": lambda area: area.source_id,
        "invented": lambda area: area.invented,
    }
    columns = {name: [value(area) for area in found] for name, value in told.items()}
    frame = gpd.GeoDataFrame(columns, geometry=[area.geometry for area in found], crs=BNG)
    frame = frame[list(AREAS.columns)].astype({"borough_code": object, "borough_name": object, "invented": bool})
    return frame.set_index("area_id", drop=False)


def _borough(workspace: Workspace, outline: Polygon | MultiPolygon) -> tuple[str | None, tuple[str, ...], bool]:
    """The borough that holds a site (None where two do, or none), what is to be said, and whether it is invented."""
    frame = workspace.areas
    rows = np.sort(frame.sindex.query(own_outline(outline), predicate="intersects"))
    here = frame.iloc[rows]
    boroughs = here[here["kind"] == AreaKind.BOROUGH.value]
    held = shapely.area(shapely.intersection(boroughs.geometry.to_numpy(), outline))
    inside = held > _STRADDLES_OVER * outline.area
    invented = bool(len(here)) and not len(boroughs) and bool(here["invented"].all())
    names = boroughs["name"].to_numpy()[inside].tolist()
    if held.sum() < _MOSTLY * outline.area and not invented:
        return None, (_OUTSIDE,), False
    if len(names) == 1:
        return str(boroughs["area_id"].to_numpy()[inside][0]), (), bool(boroughs["invented"].to_numpy()[inside][0])
    if names:
        return None, (f"It reaches over {len(names)} boroughs ({', '.join(names)}) and is counted to none.",), False
    return None, ("It lies in the invented practice quarter.",), True


def _name_of(workspace: Workspace, code: str | None) -> str | None:
    if code is None or code not in workspace.areas.index:
        return None
    return str(workspace.areas.loc[code, "name"])


def _slug(name: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", fold_name(name)).strip("-")
    return words[:_LONGEST_SLUG].strip("-") or "design"
