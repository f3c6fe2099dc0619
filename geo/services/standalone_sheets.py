"""The layers of a map that opens offline: the quiet ground, an area, streets in classes, barriers, a scheme, a design.

Colours are those of the app's own maps. Nothing that a resident wrote is in any of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.crs import NationalGrid
from geo.export.folium_map import LegendRow, MapSheet, Role
from geo.metrics.barrier_report import BarrierReport
from geo.metrics.disclosure import significant
from geo.services.map_layers import UNKNOWN, feature_collection
from geo.sources.drawn_base import DrawnBase
from geo.spaces import SPACE_KINDS

INK, VERMILION, PLUM, TEAL = "#1B1F24", "#B23A00", "#6A3D9A", "#00695C"
_WALK = ("#12336E", "#2C7FB8", "#41B6A6", "#A1C75A", "#E0B23A")
_NOT_KNOWN = "#8A9099"
_GROUND: Mapping[str, dict[str, Any]] = {
    "water": {"color": "#CFDDE6", "weight": 1, "fillColor": "#CFDDE6", "fillOpacity": 1},
    "green": {"color": "#CFE3C8", "weight": 0, "fillColor": "#CFE3C8", "fillOpacity": 0.7},
    "rail": {"color": "#A9A59B", "weight": 1.5, "dashArray": "6 4", "fill": False},
    "paths": {"color": "#C6C1B5", "weight": 1, "fill": False},
    "streets": {"color": "#C6C1B5", "weight": 3, "fill": False},
}
_ANSWERED = (("addressed", TEAL), ("untouched", "#595F69"), ("made worse", VERMILION))
_SPACE = {"color": "#7FA375", "weight": 1, "fillColor": "#CFE3C8", "fillOpacity": 0.9}


def ground_sheet(grid: NationalGrid, base: DrawnBase) -> MapSheet:
    """Water, green, rail, paths and streets, each as one quiet feature."""
    shapes, said = [], []
    for name, style in _GROUND.items():
        for shape in _by_dimension(getattr(base, name)):
            line = shapely.get_dimensions(shape) == 1
            shapes.append(shape)
            said.append({"style": {**style, "fill": False, "weight": max(style["weight"], 2)} if line else style})
    return MapSheet(name="Ground", role=Role.GROUND, features=feature_collection(grid, shapes, said))


def outline_sheet(grid: NationalGrid, name: str, outline: BaseGeometry) -> MapSheet:
    """An outline in ink with a white halo."""
    halo = {"color": "#FFFFFF", "weight": 6, "fill": False, "opacity": 0.9}
    ink = {"color": INK, "weight": 2, "dashArray": "6 4", "fill": False}
    said = [{"style": halo}, {"style": ink}]
    return MapSheet(name=name, role=Role.GROUND, features=feature_collection(grid, [outline, outline], said))


def spaces_sheet(spaces: Mapping[str, Any]) -> MapSheet:
    """Public spaces out of `report_map.surroundings`, each saying its name and kind."""
    features = [
        {
            **feature,
            "properties": {
                "style": {**_SPACE, "radius": 5},
                "told": [feature["properties"]["name"] or SPACE_KINDS[feature["properties"]["kind"]].label,
                         feature["properties"]["kind_label"]],
            },
        }
        for feature in spaces["features"]
    ]  # fmt: skip
    return MapSheet(name="Public spaces", features={"type": "FeatureCollection", "features": features})


def classes_sheet(layer: Mapping[str, Any], *, name: str, role: Role = Role.OVERLAY, shown: bool = True) -> MapSheet:
    """A layer of `MapLayer.as_dict` on the scale of walks: one feature a class, saying the class."""
    drawn = []
    for row, label in (*enumerate(_labels(layer)), (UNKNOWN, _unknown(layer))):
        lines = [each["geometry"] for each in layer["features"]["features"] if each["properties"]["c"] == row]
        if lines and label:
            style = {"color": _colour(row), "weight": 3.5, "opacity": 0.95, "fill": False}
            geometry = shapely.geometry.mapping(shapely.union_all([shapely.geometry.shape(each) for each in lines]))
            drawn.append({"type": "Feature", "properties": {"style": style, "told": [label]}, "geometry": geometry})
    return MapSheet(name=name, role=role, shown=shown, features={"type": "FeatureCollection", "features": drawn})


def classes_legend(layer: Mapping[str, Any]) -> list[LegendRow]:
    """The classes of such a layer in words."""
    rows = [LegendRow(colour=_colour(row), label=label, shape="line") for row, label in enumerate(_labels(layer))]
    return rows + ([LegendRow(colour=_NOT_KNOWN, label=_unknown(layer), shape="line")] if _unknown(layer) else [])


def barriers_sheet(report: BarrierReport, barriers: Mapping[str, Any], top: int) -> MapSheet:
    """The first barriers of a report, out of `barrier_map`: a numbered point where each meets the street, its shape.

    Each says its label and its price; neither holds a resident's words.
    """
    priced = {each.barrier.id: each for each in report.barriers[:top]}
    drawn: list[dict[str, Any]] = []
    points: list[dict[str, Any]] = []
    for feature in barriers["features"]:
        said = feature["properties"]
        if said["id"] not in priced:
            continue
        told = [f"{said['rank']}. {priced[said['id']].barrier.label}", *barrier_words(report, said["rank"] - 1)]
        if feature["geometry"] is not None and not feature["geometry"]["type"].endswith("Point"):
            line = {"color": VERMILION, "weight": 4, "fillColor": VERMILION, "fillOpacity": 0.15}
            drawn.append({**feature, "properties": {"style": line, "told": told}})
        dot = {"color": "#FFFFFF", "weight": 2, "fillColor": VERMILION, "fillOpacity": 1}
        place = {"type": "Point", "coordinates": [said["lon"], said["lat"]]}
        points.append(_feature(place, style=dot, told=told, rank=said["rank"]))
    # The first lies on top where several share a place.
    features = [*drawn, *sorted(points, key=lambda each: -each["properties"]["rank"])]
    return MapSheet(name="What stands in the way", features={"type": "FeatureCollection", "features": features})


def barrier_words(report: BarrierReport, row: int) -> list[str]:
    """The price of one barrier of a report in words."""
    priced, who = report.barriers[row], report.counted
    alone = (
        f"{_whole(priced.single)} {who} regain “{report.standard.label}” if it alone is removed."
        if priced.single > 0
        else "Nobody regains the standard if it alone is removed; the walks there of all "
        f"{who} together take {_whole(priced.minutes)} minutes less."
    )
    said = [
        alone,
        f"Fair share of all that can be regained: {_whole(priced.shapley)} {who}.",
    ]
    return said + ([f"{_whole(priced.opened)} {who} have no way through and would have one."] if priced.opened else [])


def changes_sheet(changes: Mapping[str, Any]) -> MapSheet:
    """What a scheme changes, out of `scheme_map`."""
    halo = {"color": "#FFFFFF", "weight": 9, "opacity": 0.9, "fill": False}
    style = {"color": PLUM, "weight": 4, "dashArray": "8 5", "fillColor": PLUM, "fillOpacity": 0.2}
    point = {"color": "#FFFFFF", "weight": 2, "fillColor": PLUM, "fillOpacity": 1}
    features = []
    for each in changes["features"]:
        told = [f"{each['properties']['n']}. {each['properties']['label']}"]
        if each["geometry"]["type"].endswith("Point"):
            features.append(_feature(each["geometry"], style=point, told=told, rank=each["properties"]["n"]))
        else:
            features += [_feature(each["geometry"], style=halo), _feature(each["geometry"], style=style, told=told)]
    return MapSheet(name="What the scheme changes", features={"type": "FeatureCollection", "features": features})


def answered_sheet(pins: Mapping[str, Any]) -> MapSheet:
    """Barriers that people told of by what a scheme does to them, out of `scheme_map`; none of their words."""
    features = []
    for each in pins["features"]:
        label, colour = _ANSWERED[each["properties"]["c"]]
        dot = {"color": "#FFFFFF", "weight": 1.5, "fillColor": colour, "fillOpacity": 1, "radius": 6}
        features.append(_feature(each["geometry"], style=dot, told=[f"A barrier that residents told of: {label}"]))
    name = "Barriers that residents told of"
    return MapSheet(name=name, features={"type": "FeatureCollection", "features": features})


def answered_legend() -> list[LegendRow]:
    """What the colours of such barriers stand for."""
    return [LegendRow(colour=colour, label=f"barrier, {label}", shape="point") for label, colour in _ANSWERED]


def design_sheet(grid: NationalGrid, frame: gpd.GeoDataFrame) -> MapSheet:
    """The features of a design as read, each saying its name and layer."""
    style = {"color": PLUM, "weight": 3, "fillColor": PLUM, "fillOpacity": 0.2}
    told = [
        {"style": style, "told": [row.name_ or "Without a name", f"Layer: {row.layer}"]}
        for row in frame.rename(columns={"name": "name_"}).itertuples(index=False)
    ]
    return MapSheet(name="The design", features=feature_collection(grid, frame.geometry.to_numpy(), told))


def _feature(geometry: Mapping[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _by_dimension(frame: gpd.GeoDataFrame) -> Sequence[BaseGeometry]:
    """All lines as one shape and all areas as another; what is not there is left out."""
    shapes = np.asarray(frame.geometry.to_numpy(), dtype=object)
    parts = shapely.get_parts(shapes)
    dimensions = shapely.get_dimensions(parts)
    lines, areas = shapely.multilinestrings(parts[dimensions == 1]), shapely.union_all(parts[dimensions == 2])
    return [shape for shape in (areas, lines) if not shapely.is_empty(shape)]


def _labels(layer: Mapping[str, Any]) -> list[str]:
    return [str(each["label"]) for each in layer["classes"]]


def _unknown(layer: Mapping[str, Any]) -> str:
    return str(layer["unknown"]["label"]) if layer["unknown"] else ""


def _colour(row: int) -> str:
    return _WALK[row] if 0 <= row < len(_WALK) else _NOT_KNOWN


def _whole(people: float) -> str:
    return f"{significant(people):,.0f}"
