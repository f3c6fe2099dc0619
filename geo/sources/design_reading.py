"""Opening a design file in a process of its own, so that no file can take the app's memory, its time or the app itself.

The process (`geo.sources.design_worker`) knows no path but its folder and no GDAL driver but those of the five formats;
it answers in JSON, which is checked here as any other file would be.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray

import geo
from geo.errors import InputError
from geo.sources.design_archive import ASKED_FOR, DesignFormat
from geo.sources.design_layers import DesignLayer, Option, Question
from geo.sources.design_limits import ANSWER_BYTES, MAX_BYTES, MAX_UNPACKED_BYTES, WALL_SECONDS

_AT_ONCE = threading.BoundedSemaphore(2)  # files that are open at a time: each may take its memory
_DRIVERS = frozenset({"GeoJSON", "ESRI Shapefile", "GPKG", "LIBKML", "KML", "DXF"})
_TOO_HEAVY = (
    "The file asks for more time or memory than a design may take, or is damaged so that it cannot be opened. Simplify "
    "it, cut it to the site and its surroundings, or export it in another format."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDesign:
    """What a file holds, in its own co-ordinates. `shapes` [n] beside `properties` [n]; none where it `asks`.

    `crs` is what the file declares, as EPSG code or WKT; None where it declares nothing.
    """

    format: DesignFormat
    layers: tuple[DesignLayer, ...]
    shapes: NDArray[np.object_]
    properties: tuple[Mapping[str, Any], ...]
    crs: str | None
    told: tuple[str, ...]
    asks: Question | None


def read_raw(data: bytes, file_name: str, layer: str | None) -> RawDesign:
    """Read a design file. Raises `InputError`, in a sentence, for whatever cannot be read or is too large."""
    if len(data) > MAX_BYTES:
        raise InputError(too_large())
    if not data.strip():
        raise InputError(f"The file is empty. {ASKED_FOR}")
    with tempfile.TemporaryDirectory(prefix="design-") as folder:
        (Path(folder) / "upload").write_bytes(data)
        with _AT_ONCE:
            _run(Path(folder), file_name, layer)
        answer = Path(folder) / "answer.json"
        if not answer.is_file() or answer.stat().st_size > ANSWER_BYTES:
            raise InputError(_TOO_HEAVY)
        content = json.loads(answer.read_text(encoding="utf-8"))
    if "refused" in content:
        raise InputError(str(content["refused"]))
    return _raw(content)


def too_large() -> str:
    """What is said of a file with too many bytes."""
    return (
        f"The file is larger than {MAX_BYTES // 1_000_000} MB. Simplify it, or cut it to the site and its surroundings."
    )


def _run(folder: Path, file_name: str, layer: str | None) -> None:
    # A null byte would end an argument early, and a layer of none is told by an empty one.
    name = Path(file_name.replace("\\", "/").replace("\x00", "")).name[:120] or "design"
    command = [sys.executable, "-m", "geo.sources.design_worker", str(folder), name, (layer or "").replace("\x00", "")]
    try:
        done = subprocess.run(  # noqa: S603 - our own Python; the file's name is an argument, never a command
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as slow:
        raise InputError(_TOO_HEAVY) from slow
    if done.returncode != 0:
        raise InputError(_TOO_HEAVY)


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of ours but where Python and the code are; for GDAL, the few drivers and no way out."""
    return {
        "PATH": os.defpath,
        "PYTHONPATH": str(Path(geo.__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # each thread would claim memory beforehand
        "OMP_NUM_THREADS": "1",
        "GDAL_NUM_THREADS": "1",
        "GDAL_SKIP": _other_drivers(),
        "GDAL_DRIVER_PATH": "disable",
        "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
        "GDAL_HTTP_PROXY": "127.0.0.1:9",  # where nobody answers
        "GDAL_HTTP_TIMEOUT": "1",
        "PROJ_NETWORK": "OFF",
        "OGR_GEOJSON_MAX_OBJ_SIZE": str(MAX_UNPACKED_BYTES // 1_000_000),
        "DXF_CLOSED_LINE_AS_POLYGON": "TRUE",
        "SHAPE_RESTORE_SHX": "YES",  # the index is often forgotten, and can be made again
        "CPL_LOG": os.devnull,
    }


@cache
def _other_drivers() -> str:
    return ",".join(sorted(set(pyogrio.list_drivers()) - _DRIVERS))


def _raw(content: Mapping[str, Any]) -> RawDesign:
    try:
        features = content.get("features", [])
        shapes = shapely.from_wkb([base64.b64decode(each["wkb"], validate=True) for each in features])
        asks = content.get("asks")
        return RawDesign(
            format=DesignFormat(content["format"]),
            layers=tuple(DesignLayer(each["name"], each["kinds"]) for each in content["layers"]),
            shapes=np.asarray(shapes, dtype=object),
            properties=tuple(dict(each["properties"]) for each in features),
            crs=content.get("crs"),
            told=tuple(content.get("told", ())),
            asks=None if asks is None else _question(asks),
        )
    except (KeyError, TypeError, ValueError, binascii.Error, shapely.errors.GEOSException) as wrong:
        raise InputError(_TOO_HEAVY) from wrong


def _question(asked: Mapping[str, Any]) -> Question:
    return Question(asked["about"], asked["text"], tuple(Option(**each) for each in asked["options"]))
