"""What the browser asks this host for beside the pages; all of it read-only.

/api/health            is the store open and are data installed?
/api/setup?v=DIGEST    words, kinds and categories for the map
/api/pins?since=N      public pins changed since N
/api/search?q=TEXT     places by name
/api/report-map?area=&layer=&persona=  what a report's small map shows
/api/barrier-map?area=&walker=&standard=  the barriers of an area with their ranks
/api/scheme-map?area=&scheme=&version=  streets before and after a scheme; without one, what it is drawn upon
/api/walk-map?lon=&lat=&persona=  the ground within reach of a place on foot
/map-data/FILE         outlines and base map
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from geo.crs import LonLat
from geo.errors import CoordinateError, DataMissingError, GeoError, StoreError
from geo.services.barrier_map import barrier_map
from geo.services.barriers import barrier_report
from geo.services.catchment_map import catchment_map, catchment_of
from geo.services.places import search
from geo.services.report_layers import LAYERS, report_layer
from geo.services.workspace import Workspace
from ui.barrier_choices import choice_from
from ui.choices import persona_of
from ui.design_shown import scheme_map_asked
from ui.map_files import MapFiles
from ui.pin_feed import PinFeed
from ui.words import map_setup
from ui.workspace import settings, workspace

_NOT_KEPT = {"Cache-Control": "no-store"}
feed = PinFeed()


def routes(base: str = "/") -> list[BaseRoute]:
    """The routes, for an app served under `base` (with slashes around it)."""
    return [
        Route(f"{base}api/health", _plainly(_health)),
        Route(f"{base}api/setup", _plainly(_setup)),
        Route(f"{base}api/pins", _plainly(_pins)),
        Route(f"{base}api/search", _plainly(_search)),
        Route(f"{base}api/report-map", _plainly(_report_map)),
        Route(f"{base}api/barrier-map", _plainly(_barrier_map)),
        Route(f"{base}api/scheme-map", _plainly(_scheme_map)),
        Route(f"{base}api/walk-map", _plainly(_walk_map)),
        Mount(f"{base}map-data", MapFiles(settings().display_dir)),
    ]


def _plainly(endpoint: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """Errors that are meant for people become a short answer with their sentence."""

    def answer(request: Request) -> Response:
        try:
            return endpoint(request)
        except (StoreError, DataMissingError) as error:
            return JSONResponse({"error": str(error)}, status_code=503, headers=_NOT_KEPT)
        except GeoError as error:
            return JSONResponse({"error": str(error)}, status_code=400, headers=_NOT_KEPT)

    return answer


def _health(_request: Request) -> Response:
    opened = workspace()
    installed = opened.installed
    content = {"status": "ok", "mode": installed["mode"], "sequence": opened.store.sequence()}
    return JSONResponse(content, headers=_NOT_KEPT)


def _setup(_request: Request) -> Response:
    content, _digest = map_setup()
    return _json(gzip.compress(content, mtime=0), {"Cache-Control": "public, max-age=31536000, immutable"})


def _pins(request: Request) -> Response:
    asked = request.query_params.get("since", "0")
    since = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    return _json(feed.changes(workspace(), since), _NOT_KEPT)


def _search(request: Request) -> Response:
    found = search(workspace(), request.query_params.get("q", ""))
    return JSONResponse(
        [
            {"name": p.name, "kind": p.kind, "detail": p.detail, "lon": p.lon, "lat": p.lat, "bbox": list(p.bbox)}
            for p in found
        ],
        headers=_NOT_KEPT,
    )


def _report_map(request: Request) -> Response:
    asked = request.query_params
    persona = persona_of(asked.get("persona"))
    layers = _report_layers(workspace(), asked.get("area", ""), asked.get("layer", "walk"), persona.id)
    return _json(layers, {"Cache-Control": "no-cache"})


def _barrier_map(request: Request) -> Response:
    opened, asked = workspace(), request.query_params
    choice = choice_from(asked)
    report = barrier_report(opened, asked.get("area", ""), choice.persona, choice.standard, choice.settings)
    text = json.dumps(barrier_map(opened, report), ensure_ascii=False, separators=(",", ":"))
    return _json(gzip.compress(text.encode(), compresslevel=5, mtime=0), {"Cache-Control": "no-cache"})


def _scheme_map(request: Request) -> Response:
    content = scheme_map_asked(workspace(), request.query_params)
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return _json(gzip.compress(text.encode(), compresslevel=5, mtime=0), _NOT_KEPT)


def _walk_map(request: Request) -> Response:
    opened, asked = workspace(), request.query_params
    try:
        place = LonLat(float(asked["lon"]), float(asked["lat"])) if "lon" in asked and "lat" in asked else None
    except ValueError as error:
        raise CoordinateError("A place is given as lon and lat, two numbers.") from error
    found = None if place is None else catchment_of(opened, place, persona_of(asked.get("persona")))
    text = json.dumps(catchment_map(opened, found), ensure_ascii=False, separators=(",", ":"))
    return _json(gzip.compress(text.encode(), compresslevel=5, mtime=0), _NOT_KEPT)


class _ReportLayers(dict[tuple[str, str, str, int], bytes]):
    """Finished maps by area, layer, persona and state of the pins, kept with the workspace they were made from."""


def _report_layers(opened: Workspace, area_id: str, layer_id: str, persona_id: str) -> bytes:
    kept = opened.index(lambda _workspace: _ReportLayers(), _ReportLayers)
    of_pins = layer_id in LAYERS and LAYERS[layer_id].of_pins
    key = (area_id, layer_id, persona_id, opened.store.sequence() if of_pins else 0)
    if key not in kept:
        content = report_layer(opened, area_id, layer_id, persona_of(persona_id))
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        while len(kept) >= 64:
            kept.pop(next(iter(kept)), None)
        kept[key] = gzip.compress(text.encode(), compresslevel=5, mtime=0)
    return kept[key]


def _json(compressed: bytes, headers: dict[str, str]) -> Response:
    """An answer that was compressed once; every browser since 1999 takes gzip."""
    return Response(compressed, media_type="application/json", headers={"Content-Encoding": "gzip", **headers})
