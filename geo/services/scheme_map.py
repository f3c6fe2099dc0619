"""The map of the design bench, for the browser: what a scheme is drawn upon, and streets before and after it."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geo.areas import Area, own_outline
from geo.metrics.access import BAND_LABELS, band_of
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_standards import DEFAULT_STANDARD, ReachStandard
from geo.metrics.personas import ANY_WALKER, Persona
from geo.metrics.scheme_comparison import PinsMet
from geo.metrics.scheme_gains import SchemeGains
from geo.metrics.street_walks import walks_from_streets
from geo.schemes import Scheme
from geo.services.area_pins import pins_in
from geo.services.areas import find_area
from geo.services.map_layers import UNKNOWN, MapClass, MapLayer, bounds_of, feature_collection
from geo.services.report_map import AROUND_M, surroundings
from geo.services.scheme_trials import tried_scheme
from geo.services.sites import sites
from geo.services.walk_study import WalkStudy, study_walks
from geo.services.workspace import Workspace
from geo.surveys import PinKind

UNTOUCHED = 1
_SIMPLER_M = 0.5

Floats = NDArray[np.float64]


def ground_map(workspace: Workspace, area_id: str, persona: Persona = ANY_WALKER) -> dict[str, Any]:
    """What a scheme is drawn upon: the area with its spaces, project sites, and barriers that people told of.

    Keys as `scheme_map`, with no changes and neither side. Raises `InputError` for an area that there is not.
    """
    area = find_area(workspace, area_id)
    study = study_walks(workspace, area, persona)
    return drawn_upon(workspace, study) | {"pins": _pins(workspace, area)}


def drawn_upon(workspace: Workspace, study: WalkStudy) -> dict[str, Any]:
    """The surroundings of an area with the project sites near it, and nothing of a scheme."""
    nothing = feature_collection(workspace.grid, [], [])
    sites = sites_near(workspace, study.area)
    return surroundings(workspace, study) | {
        "site": feature_collection(workspace.grid, sites, [{} for _ in sites]),
        "changes": nothing,
        "pins": nothing,
        "before": None,
        "after": None,
    }


def sites_near(workspace: Workspace, area: Area) -> list[BaseGeometry]:
    """Outlines (EPSG:27700) of the project sites that reach into an area or its margin, without the area itself."""
    near = area.geometry.buffer(AROUND_M)
    outlines = [own_outline(site.outline) for site in sites(workspace) if site.site_id != area.id]
    return [outline for outline in outlines if outline.intersects(near)]


def _pins(workspace: Workspace, area: Area) -> dict[str, Any]:
    """Published barriers of people as points without text."""
    pins = pins_in(workspace, area, around_m=AROUND_M)
    here = pins[pins["kind"] == PinKind.BARRIER.value]
    points = shapely.points(here["x"].to_numpy(dtype=float), here["y"].to_numpy(dtype=float))
    return feature_collection(workspace.grid, points, [{"c": UNTOUCHED}] * len(here))


def scheme_map(
    workspace: Workspace,
    area_id: str,
    scheme: Scheme,
    persona: Persona = ANY_WALKER,
    standard: ReachStandard = DEFAULT_STANDARD,
    *,
    settings: BarrierSettings | None = None,
) -> dict[str, Any]:
    """Before and after a scheme: ``before`` and ``after`` (layers as `MapLayer.as_dict`, null where not known),

    ``changes`` (n: its number, kind, label), ``pins`` (c: 0 addressed, 1 untouched, 2 worse), and what `ground_map`
    has. Raises `InputError` for an area that there is not and for a scheme without a change.
    """
    comparison, gains = tried_scheme(workspace, area_id, scheme, persona, standard, settings=settings)
    study = study_walks(workspace, comparison.area, persona)
    placed = [change.geometry for change in scheme.changes if change.geometry is not None]
    extent = shapely.union_all([comparison.area.geometry, *placed])
    shown = drawn_upon(workspace, study) | {
        "bounds": bounds_of(workspace.grid, extent),
        "changes": _changes(workspace, scheme),
        "pins": _pins_met(workspace, comparison.pins),
    }
    if gains is None:
        return shown
    near = shapely.union_all([comparison.area.geometry.buffer(AROUND_M), *(each.buffer(AROUND_M) for each in placed)])
    before, after = _sides(gains, persona, standard, near, comparison.area.geometry)
    return shown | {"before": before.as_dict(workspace.grid), "after": after.as_dict(workspace.grid)}


def _sides(
    gains: SchemeGains, persona: Persona, standard: ReachStandard, near: BaseGeometry, area: BaseGeometry
) -> tuple[MapLayer, MapLayer]:
    """Streets by their walk without and with the scheme; what it shuts is on no side after."""
    before, ground = gains.ground.imposed.split.network, gains.ground.study.ground
    edges = np.sort(before.tree.query(near, predicate="intersects")).astype(np.int64)
    first = walks_from_streets(gains.ground.game, ground, standard, edges)
    changed = gains.schemed.changed
    after = np.sort(changed.network.tree.query(near, predicate="intersects")).astype(np.int64)
    after = after[~changed.shut[after]]
    then = walks_from_streets(gains.game, gains.schemed.ground, standard, after)
    return (
        _streets(before.lines[edges], first, persona, standard, area),
        _streets(changed.network.lines[after], then, persona, standard, area),
    )


def _streets(lines: Any, metres: Floats, persona: Persona, standard: ReachStandard, area: BaseGeometry) -> MapLayer:
    band = band_of(metres, persona)
    inside = shapely.length(shapely.intersection(lines, area))
    km = np.bincount(band, weights=inside, minlength=len(BAND_LABELS)) / 1000.0
    classes = [MapClass(label=label, amount=f"{each:.1f} km") for label, each in zip(BAND_LABELS, km, strict=True)]
    none_found = len(BAND_LABELS) - 1
    return MapLayer(
        id="walk",
        title=f"Walk for “{standard.label}”; streets within the area",
        scale="walk",
        classes=tuple(classes[:none_found]),
        unknown=classes[none_found],
        shapes=np.asarray(shapely.simplify(lines, _SIMPLER_M), dtype=object),
        of_class=np.where(band == none_found, UNKNOWN, band).astype(np.int64),
    )


def _changes(workspace: Workspace, scheme: Scheme) -> dict[str, Any]:
    shapes, told = [], []
    for number, change in enumerate(scheme.changes, 1):
        if change.geometry is not None:
            name = f": {change.name}" if change.name else ""
            shapes.append(change.geometry)
            told.append({"n": number, "kind": change.kind.value, "label": f"{change.kind.label}{name}"})
    return feature_collection(workspace.grid, shapes, told)


def _pins_met(workspace: Workspace, pins: PinsMet) -> dict[str, Any]:
    barriers = [(each, c) for c, group in enumerate((pins.addressed, pins.untouched, pins.worse)) for each in group]
    points = shapely.point_on_surface(np.array([each.geometry for each, _ in barriers], dtype=object))
    return feature_collection(workspace.grid, points, [{"c": c} for _, c in barriers])
