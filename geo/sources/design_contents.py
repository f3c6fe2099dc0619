"""What a design file holds, read by GDAL: layers, shapes and properties. Runs in the process of `design_worker`."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pyogrio
import pyogrio.errors
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from geo.errors import InputError
from geo.sources.design_archive import DesignFormat, Unpacked
from geo.sources.design_json import check_geojson
from geo.sources.design_layers import DesignLayer, Question, chosen_layers
from geo.sources.design_limits import (
    MAX_CELL_CHARACTERS,
    MAX_COLUMNS,
    MAX_FEATURES,
    MAX_LAYERS,
    MAX_VERTICES,
    too_many_features,
    too_many_vertices,
)
from geo.sources.design_shapes import counted, kinds_of, mended

_CURVED = ("Curve", "Circular", "Surface")
_CAD_CURVES = ("AcDbArc", "AcDbCircle", "AcDbEllipse", "AcDbSpline")
_CAD_FIELDS = frozenset({"PaperSpace", "SubClasses", "EntityHandle", "Linetype"})
_KML_FIELDS = frozenset({"altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "timestamp"})
_LEAST_WKB = 16  # bytes of a vertex


@dataclass
class _Layer:
    """One layer as read: shapes [n] beside one mapping of properties each."""

    name: str
    crs: str | None
    shapes: NDArray[np.object_]
    properties: list[dict[str, Any]]
    told: list[str] = field(default_factory=list)


def contents(sets: Sequence[Unpacked], wanted: str | None) -> dict[str, Any]:
    """The answer of the worker: layers, and the shapes of the chosen ones, or the question which.

    Raises `InputError` for what cannot be read or is larger than a design may be.
    """
    try:
        read = [layer for each in sets for layer in _layers_of(each)]
    except pyogrio.errors.DataSourceError as unreadable:
        raise InputError(f"The {sets[0].format} file is damaged and cannot be read. Export it again.") from unreadable
    except (pyogrio.errors.DataLayerError, pyogrio.errors.GeometryError, ValueError) as unreadable:
        raise InputError(
            f"The {sets[0].format} file cannot be read. Export it again, in another format."
        ) from unreadable
    if sum(len(layer.shapes) for layer in read) > MAX_FEATURES:
        raise InputError(too_many_features())
    layers = [DesignLayer(each.name, kinds_of(_shown(each.shapes))) for each in read]
    answer: dict[str, Any] = {
        "format": sets[0].format.value,
        "layers": [{"name": each.name, "kinds": dict(each.kinds)} for each in layers],
    }
    chosen = chosen_layers(layers, wanted)
    if isinstance(chosen, Question):
        return answer | {"asks": asdict(chosen)}
    return answer | _answer([each for each in read if each.name in chosen], alone=len(layers) == 1)


def _answer(read: list[_Layer], *, alone: bool) -> dict[str, Any]:
    if len({each.crs for each in read}) > 1:
        raise InputError("The layers are in different co-ordinate systems. Choose one layer.")
    told = [] if alone else [f"Read the layer{'s' if len(read) > 1 else ''} {_listed(read)}."]
    told += list(dict.fromkeys(said for each in read for said in each.told))
    shapes = np.concatenate([each.shapes for each in read])
    properties = [{**said, "layer": each.name} for each in read for said in each.properties]
    good = mended(shapes)
    if not len(good.shapes):
        raise InputError("Nothing in the file has a shape that can be used. " + " ".join(good.told))
    kinds = kinds_of(good.shapes)
    if len(kinds) > 1:
        told.append(f"It holds {', '.join(counted(number, kind) for kind, number in kinds.items())}.")
    return {
        "crs": read[0].crs,
        "told": [*told, *good.told],
        "features": [
            {"wkb": base64.b64encode(shapely.to_wkb(shape)).decode("ascii"), "properties": properties[row]}
            for shape, row in zip(good.shapes, good.row.tolist(), strict=True)
        ],
    }


def _listed(read: list[_Layer]) -> str:
    return ", ".join(f"“{each.name}”" for each in read)


def _shown(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """The shapes that count as something; parts of collections by themselves."""
    there = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
    mixed = shapely.get_type_id(there) == shapely.GeometryType.GEOMETRYCOLLECTION
    return np.concatenate([there[~mixed], shapely.get_parts(there[mixed])])


def _layers_of(found: Unpacked) -> list[_Layer]:
    named_crs = check_geojson(found.path.read_bytes()) if found.format is DesignFormat.GEOJSON else True
    names = [str(name) for name, kind in pyogrio.list_layers(found.path) if kind is not None]
    if len(names) > MAX_LAYERS:
        raise InputError(f"The file holds {len(names):,} layers; {MAX_LAYERS} is the most. Leave others out.")
    layers = [_read(found, name) for name in names]
    if len(names) == 1 and found.format is not DesignFormat.GEOPACKAGE:
        layers[0].name = found.name  # a GeoJSON's or Shapefile's only layer is called after our own path
    if not named_crs:
        for layer in layers:
            layer.crs = None
    return _by_drawn_layer(layers[0]) if found.format is DesignFormat.DXF and layers else layers


def _read(found: Unpacked, name: str) -> _Layer:
    info = pyogrio.read_info(found.path, layer=name)
    if len(info["fields"]) > MAX_COLUMNS:
        raise InputError(f"The file has {len(info['fields']):,} columns; {MAX_COLUMNS} is the most. Leave others out.")
    if info["features"] > MAX_FEATURES:
        raise InputError(too_many_features())
    _, _, wkb, columns = pyogrio.raw.read(
        found.path, layer=name, max_features=MAX_FEATURES + 1, datetime_as_string=True
    )
    if len(wkb) > MAX_FEATURES:
        raise InputError(too_many_features())
    if sum(len(each) for each in wkb if each is not None) > MAX_VERTICES * 4 * _LEAST_WKB:
        raise InputError(too_many_vertices())  # before shapes are made of them
    shapes, closed = _shapes(wkb)
    if int(shapely.get_num_coordinates(shapes).sum()) > MAX_VERTICES:
        raise InputError(too_many_vertices())
    fields = [str(each) for each in info["fields"]]
    layer = _Layer(name, info["crs"], shapes, _properties(fields, columns, len(wkb)))
    lost = int((shapely.is_missing(shapes) & np.array([each is not None for each in wkb], dtype=bool)).sum())
    if lost:
        layer.told.append(f"{counted(lost, 'feature')} whose shape cannot be read left out.")
    if closed:
        layer.told.append(f"{counted(closed, 'outline')} left open {'was' if closed == 1 else 'were'} closed.")
    if any(word in str(info["geometry_type"]) for word in _CURVED):
        layer.told.append("Curves were turned into short straight lines.")
    return layer


def _shapes(wkb: NDArray[np.object_]) -> tuple[NDArray[np.object_], int]:
    """Shapes, None for those that cannot be read; and how many had rings left open, which are closed."""
    shapes = np.asarray(shapely.from_wkb(wkb, on_invalid="ignore"), dtype=object)
    unread = shapely.is_missing(shapes) & np.array([each is not None for each in wkb], dtype=bool)
    if not unread.any():
        return shapes, 0
    mended = shapes.copy()
    mended[unread] = shapely.from_wkb(wkb[unread], on_invalid="fix")
    return mended, int((unread & ~shapely.is_missing(mended)).sum())


def _properties(fields: list[str], columns: Sequence[NDArray[Any]], count: int) -> list[dict[str, Any]]:
    """One mapping a feature, without what is empty."""
    rows: list[dict[str, Any]] = [{} for _ in range(count)]
    for name, column in zip(fields, columns, strict=True):
        if name in _KML_FIELDS:
            continue
        for row, value in zip(rows, column.tolist(), strict=True):
            said = _cell(value)
            if said is not None:
                row[name[:100]] = said
    return rows


def _cell(value: Any) -> str | int | float | bool | None:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    return None if value is None or value == "" else str(value)[:MAX_CELL_CHARACTERS]


def _by_drawn_layer(drawing: _Layer) -> list[_Layer]:
    """A DXF drawing by the layers that were drawn on, without its sheets' frames and its lettering."""
    told = list(drawing.told)
    classes = [str(each.get("SubClasses", "")) for each in drawing.properties]
    sheet = np.array([bool(each.get("PaperSpace")) for each in drawing.properties], dtype=bool)
    text = np.array(["AcDbText" in each or "AcDbMText" in each for each in classes], dtype=bool)
    if sheet.any():
        told.append(f"{counted(int(sheet.sum()), 'thing')} drawn on sheets (paper space) left out.")
    if (text & ~sheet).any():
        told.append(f"{counted(int((text & ~sheet).sum()), 'piece')} of lettering left out.")
    if any(word in each for each in classes for word in _CAD_CURVES):
        told.append("Curves were turned into short straight lines.")
    rows: dict[str, list[int]] = {}
    for row in np.flatnonzero(~(sheet | text)).tolist():
        rows.setdefault(str(drawing.properties[row].get("Layer", "0")), []).append(row)
    return [
        _Layer(
            name,
            None,
            drawing.shapes[mine],
            [{k: v for k, v in drawing.properties[row].items() if k not in _CAD_FIELDS} for row in mine],
            told,
        )
        for name, mine in rows.items()
    ]
