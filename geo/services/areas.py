"""The areas that figures can be made for, and finding one by its id."""

from __future__ import annotations

import difflib
from dataclasses import asdict, dataclass
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.areas import Area, AreaKind, own_outline
from geo.errors import InputError
from geo.names import fold_name
from geo.services.sites import site_areas
from geo.services.workspace import Workspace

_CLOSE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSummary:
    """One area without its outline, for lists to choose from."""

    id: str
    name: str
    kind: AreaKind
    borough_code: str | None
    borough_name: str | None
    area_km2: float
    invented: bool

    def as_dict(self) -> dict[str, Any]:
        """A JSON-ready mapping."""
        return asdict(self) | {"kind": self.kind.value, "area_km2": round(self.area_km2, 4)}


def all_areas(workspace: Workspace) -> gpd.GeoDataFrame:
    """Installed areas and project sites (`geo.frames.AREAS`), indexed by area_id."""
    own = site_areas(workspace)
    if own.empty:
        return workspace.areas
    return gpd.GeoDataFrame(pd.concat([workspace.areas, own]), geometry="geometry", crs=workspace.areas.crs)


def list_areas(workspace: Workspace, kind: AreaKind | str | None = None) -> list[AreaSummary]:
    """All installed areas and project sites, or those of a kind, by kind and name.

    Raises `InputError` for a kind that there is not.
    """
    wanted = None if kind is None else _kind(kind)
    frame = all_areas(workspace)
    order = {each: place for place, each in enumerate(AreaKind)}
    summaries = [
        AreaSummary(
            id=row.area_id,
            name=row.name,
            kind=AreaKind(row.kind),
            borough_code=_text(row.borough_code),
            borough_name=_text(row.borough_name),
            area_km2=float(row.area_km2),
            invented=bool(row.invented),
        )
        for row in frame.drop(columns="geometry").itertuples(index=False)
        if wanted is None or row.kind == wanted.value
    ]
    return sorted(summaries, key=lambda area: (order[area.kind], area.name, area.id))


def find_area(workspace: Workspace, area_id: str) -> Area:
    """The area with an id, with its outline in EPSG:27700.

    Raises `InputError` for an id that there is not, naming close ones.
    """
    frame = workspace.areas if area_id in workspace.areas.index else site_areas(workspace)
    if area_id not in frame.index:
        raise InputError(_unknown(workspace, area_id))
    row = frame.loc[area_id]
    return Area(
        id=area_id,
        name=row["name"],
        kind=AreaKind(row["kind"]),
        borough_code=_text(row["borough_code"]),
        borough_name=_text(row["borough_name"]),
        area_km2=float(row["area_km2"]),
        geometry=own_outline(row["geometry"]),
        source_id=row["source_id"],
        invented=bool(row["invented"]),
    )


def _kind(kind: AreaKind | str) -> AreaKind:
    try:
        return AreaKind(kind)
    except ValueError as error:
        kinds = ", ".join(each.value for each in AreaKind)
        raise InputError(f"There is no kind of area “{kind}”. The kinds are {kinds}.") from error


def _unknown(workspace: Workspace, area_id: str) -> str:
    """A sentence with up to three areas whose id or name is close to what was asked for."""
    frame = all_areas(workspace)
    names = dict(zip(frame["area_id"], frame["name"], strict=True))
    close = _close_ids(area_id.strip(), names)
    folded = fold_name(area_id)
    by_name = [each for each, name in names.items() if folded and fold_name(name) == folded]
    found = list(dict.fromkeys([*by_name, *close]))[:3]
    ask = "“python -m geo areas” lists them all."
    if found:
        ask = f"Did you mean {' or '.join(f'{each} ({names[each]})' for each in found)}? {ask}"
    return f"There is no area with the id “{area_id}”. {ask}"


def _close_ids(asked: str, ids: dict[str, str]) -> list[str]:
    """Ids that look like what was asked for, in whichever case: codes are in capitals, ids of sites are not."""
    found = (difflib.get_close_matches(each, ids, n=3, cutoff=_CLOSE) for each in (asked.upper(), asked.lower()))
    return [each for several in found for each in several]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
