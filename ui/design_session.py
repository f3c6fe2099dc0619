"""The draft of a scheme that a visitor is working on: one typed record in the session, told apart by tokens.

The browser sends all its changes each time with a number that rises (see frontend/src/map/draft-line.js); a token says
which draft they are of, so that what a file or a saved scheme has replaced in the meantime does not come back.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from geo.schemes import ChangeKind
from geo.spaces import SPACE_KINDS

MOST_CHANGES = 300
MOST_CORNERS = 20_000
LONGEST_NAME = 80
USUAL_SPACE = "park"
_KEY = "design-bench"
_SHAPES = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChange:
    """One change as the browser and files have it: a GeoJSON geometry in WGS84, or a barrier's id and no geometry."""

    kind: ChangeKind
    geometry: dict[str, Any] | None
    name: str = ""
    barrier_id: str | None = None
    ends_only: bool = False
    space_kind: str = USUAL_SPACE

    def as_dict(self) -> dict[str, Any]:
        """What the browser draws."""
        said = {"kind": self.kind.value, "name": self.name, "geometry": self.geometry}
        said |= {"ends_only": self.ends_only, "space_kind": self.space_kind}
        return said if self.barrier_id is None else said | {"barrier_id": self.barrier_id}

    def as_feature(self) -> dict[str, Any]:
        """A GeoJSON feature, as files of schemes have it."""
        said: dict[str, Any] = {"change": self.kind.value, "name": self.name}
        if self.kind is ChangeKind.SPACE:
            said["space-kind"] = self.space_kind
        if self.ends_only:
            said["ends-only"] = True
        if self.barrier_id is not None:
            said["barrier"] = self.barrier_id
        return {"type": "Feature", "geometry": self.geometry, "properties": said}


@dataclass
class Draft:
    """What is drawn for one area so far. `scheme_id` and `name` are those of the saved scheme that it goes on from."""

    area_id: str = ""
    changes: tuple[DraftChange, ...] = ()
    token: int = 0
    revision: int = 0
    scheme_id: str | None = None
    name: str = ""
    uploads: dict[str, Any] = field(default_factory=dict)

    def replace(self, changes: Sequence[DraftChange]) -> None:
        """Another draft altogether, which the browser takes over."""
        self.changes = tuple(changes)[:MOST_CHANGES]
        self.token += 1
        self.revision = 0

    def add(self, changes: Sequence[DraftChange]) -> None:
        """The same with more changes."""
        self.replace((*self.changes, *changes))

    def take_in(self, sent: Any) -> bool:
        """Keep what the browser sent, where it is of this draft and newer; whether it was kept."""
        if not isinstance(sent, dict) or sent.get("token") != self.token:
            return False
        revision = sent.get("revision")
        if not isinstance(revision, int) or revision <= self.revision:
            return False
        changes = read_changes(sent.get("changes"))
        if changes is None:
            return False
        self.changes, self.revision = changes, revision
        return True

    def for_browser(self) -> dict[str, Any]:
        """What the drawing tool is given."""
        return {"token": self.token, "revision": self.revision, "changes": [each.as_dict() for each in self.changes]}

    def as_geojson(self) -> dict[str, Any]:
        """All changes as a GeoJSON FeatureCollection in WGS84."""
        return {"type": "FeatureCollection", "features": [each.as_feature() for each in self.changes]}


def draft_for(area_id: str) -> Draft:
    """This visitor's draft for an area; an empty one where the last was for another."""
    kept = st.session_state.get(_KEY)
    if not isinstance(kept, Draft) or kept.area_id != area_id:
        token = kept.token + 1 if isinstance(kept, Draft) else 1
        kept = st.session_state[_KEY] = Draft(area_id=area_id, token=token)
    return kept


def read_changes(sent: Any) -> tuple[DraftChange, ...] | None:
    """Changes as a browser sent them; None for what no drawing tool of ours would send."""
    if not isinstance(sent, list) or len(sent) > MOST_CHANGES:
        return None
    changes = [_read_change(each) for each in sent]
    if any(change is None for change in changes):
        return None
    return tuple(change for change in changes if change is not None)


def _read_change(sent: Any) -> DraftChange | None:
    if not isinstance(sent, dict) or not isinstance(sent.get("name", ""), str):
        return None
    kinds = {kind.value: kind for kind in ChangeKind}
    kind, geometry, barrier = kinds.get(sent.get("kind", "")), sent.get("geometry"), sent.get("barrier_id")
    if kind is None or (kind is ChangeKind.REMOVE_BARRIER) != (geometry is None):
        return None
    if kind is ChangeKind.REMOVE_BARRIER and not (isinstance(barrier, str) and 0 < len(barrier) <= 200):
        return None
    if geometry is not None and not _is_geometry(geometry):
        return None
    name = " ".join(sent.get("name", "").split())[:LONGEST_NAME]
    kept = None if geometry is None else {"type": geometry["type"], "coordinates": geometry["coordinates"]}
    space_kind = sent.get("space_kind")
    return DraftChange(
        kind=kind,
        geometry=kept,
        name=name,
        barrier_id=barrier if geometry is None else None,
        ends_only=sent.get("ends_only") is True and kind is ChangeKind.LINK,
        space_kind=space_kind if isinstance(space_kind, str) and space_kind in SPACE_KINDS else USUAL_SPACE,
    )


def _is_geometry(geometry: Any) -> bool:
    """Whether it is a GeoJSON geometry of pairs of degrees, nested as its type says, and not too large."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _SHAPES:
        return False
    places = [geometry.get("coordinates")]
    for _depth in range(_SHAPES[geometry["type"]]):
        if not all(isinstance(each, list) and each for each in places):
            return False
        places = [inner for each in places for inner in each]
        if len(places) > MOST_CORNERS:
            return False
    return all(_is_place(each) for each in places)


def _is_place(place: Any) -> bool:
    if not isinstance(place, list) or len(place) != 2:
        return False
    if not all(isinstance(each, int | float) and not isinstance(each, bool) for each in place):
        return False
    return -180 <= place[0] <= 180 and -90 <= place[1] <= 90


def changes_of(collection: dict[str, Any]) -> tuple[DraftChange, ...]:
    """The changes of a scheme's GeoJSON, as `geo.services.schemes.scheme_geojson` gives it."""
    made = []
    for feature in collection["features"]:
        said = feature["properties"]
        sent = {
            "kind": said["change"],
            "name": said.get("name") or "",
            "geometry": feature["geometry"],
            "barrier_id": said.get("barrier"),
            "ends_only": said.get("ends-only", False),
            "space_kind": said.get("space-kind", USUAL_SPACE),
        }
        change = _read_change(json.loads(json.dumps(sent)))  # tuples become lists, as from a browser
        if change is not None:
            made.append(change)
    return tuple(made)
