"""Schemes saved, listed, read from files and written again, in a small town of its own."""

import json

import numpy as np
import pytest
from shapely import LineString, Point, box
from shapely.geometry import mapping
from small_town import ESTATE, small_town

from geo.errors import CoordinateError, InputError
from geo.schemes import Change, ChangeKind, Scheme
from geo.services.schemes import (
    list_schemes,
    save_scheme,
    scheme_from_file,
    scheme_from_geojson,
    scheme_geojson,
    scheme_named,
    scheme_versions,
)

PATH = Change(kind=ChangeKind.LINK, name="Footbridge", geometry=LineString([(529300, 180100), (529400, 180200)]))
CHANGES = (
    PATH,
    Change(kind=ChangeKind.SPACE, geometry=box(529300, 180200, 529350, 180260), space_kind="garden"),
    Change(kind=ChangeKind.CLOSE, geometry=Point(529500, 180100)),
    Change(kind=ChangeKind.LINK, geometry=LineString([(529300, 180100), (529300, 180300)]), ends_only=True),
    Change(kind=ChangeKind.REMOVE_BARRIER, barrier_id="map:steps:way/1"),
)


@pytest.fixture
def town(tmp_path):
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def scheme(*changes, **more):
    return Scheme(**({"id": "", "name": "Plan A", "changes": changes or CHANGES, "area_id": ESTATE} | more))


def test_saving_again_makes_the_next_version_and_earlier_ones_stay(town):
    first = save_scheme(town, scheme(note="as drawn"))
    second = save_scheme(town, scheme(PATH, id=first.id, name="Plan A, cut down"))
    other = save_scheme(town, scheme(PATH, name="Plan B", area_id=None))
    assert (first.version, second.version, other.version) == (1, 2, 1)
    assert first.id == second.id != other.id
    assert [each.version for each in scheme_versions(town, first.id)] == [1, 2]
    assert len(scheme_named(town, first.id, 1).changes) == 5
    assert scheme_named(town, first.id).name == "Plan A, cut down"
    assert [each.id for each in list_schemes(town)] == [other.id, second.id]
    assert [(each.id, each.version) for each in list_schemes(town, ESTATE)] == [(second.id, 2)]


def test_a_scheme_is_read_as_it_was_saved_to_the_last_digit(town):
    saved = save_scheme(town, scheme())
    kept = scheme_named(town, saved.id)
    assert kept.made_at == town.now()
    for before, after in zip(CHANGES, kept.changes, strict=True):
        assert (before.kind, before.name, before.barrier_id, before.space_kind, before.ends_only) == (
            after.kind, after.name, after.barrier_id, after.space_kind, after.ends_only,
        )  # fmt: skip
        assert before.geometry == after.geometry


def test_geojson_goes_out_in_degrees_and_comes_back_within_a_few_centimetres(town):
    told = json.loads(json.dumps(scheme_geojson(town, save_scheme(town, scheme()))))
    lon, lat = told["features"][0]["geometry"]["coordinates"][0]
    assert -0.2 < lon < 0
    assert 51.4 < lat < 51.6
    assert [each["properties"]["change"] for each in told["features"]] == [each.kind.value for each in CHANGES]
    assert told["features"][4]["geometry"] is None
    again = scheme_from_geojson(town, told)
    assert (again.name, again.area_id, again.id) == ("Plan A", ESTATE, "")
    for before, after in zip(CHANGES, again.changes, strict=True):
        assert (before.kind, before.space_kind, before.ends_only) == (after.kind, after.space_kind, after.ends_only)
        if before.geometry is not None:
            assert before.geometry.hausdorff_distance(after.geometry) < 0.05


def test_a_scheme_in_national_grid_is_caught_and_keeps_the_barriers_it_removes(town, tmp_path):
    content = scheme_geojson(town, scheme(PATH, CHANGES[4]))
    content["features"][0]["geometry"] = mapping(PATH.geometry)
    file = tmp_path / "plan.geojson"
    file.write_text(json.dumps(content), encoding="utf-8")
    read, told = scheme_from_file(town, file)
    assert [each.kind for each in read.changes] == [ChangeKind.LINK, ChangeKind.REMOVE_BARRIER]
    assert read.changes[0].geometry.hausdorff_distance(PATH.geometry) < 0.01
    assert read.changes[1].barrier_id == CHANGES[4].barrier_id
    assert any("British National Grid" in sentence for sentence in told)


def test_a_design_that_names_no_change_is_a_path_or_a_space_and_says_so(town, tmp_path):
    content = scheme_geojson(town, scheme(PATH, CHANGES[1]))
    for feature in content["features"]:
        feature["properties"] = {}
    file = tmp_path / "design.geojson"
    file.write_text(json.dumps(content), encoding="utf-8")
    read, told = scheme_from_file(town, file)
    assert [each.kind for each in read.changes] == [ChangeKind.LINK, ChangeKind.SPACE]
    assert any("taken for: new path" in sentence for sentence in told)
    np.testing.assert_allclose(read.changes[0].geometry.bounds, PATH.geometry.bounds, atol=0.05)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "This is no scheme"),
        ('{"type": "Feature"}', "This is no scheme"),
        ('{"type": "FeatureCollection", "features": [1]}', "Change 1 is no GeoJSON feature"),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"change": "tunnel"}}]}',
            "no kind of change “tunnel”",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"change": "remove-barrier"},'
            ' "geometry": null}]}',
            "say which barrier is removed",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"change": "space", "space-kind": "moon"},'
            ' "geometry": {"type": "Point", "coordinates": [-0.1, 51.5]}}]}',
            "no kind of space “moon”",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"change": "close"},'
            ' "geometry": {"type": "Point", "coordinates": [51.5, -0.1]}}]}',
            "Change 1",
        ),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"change": "close"},'
            ' "geometry": {"type": "Ball", "coordinates": 1}}]}',
            "its geometry is not as GeoJSON has it",
        ),
    ],
)  # fmt: skip
def test_what_is_no_scheme_says_so(town, given, why):
    with pytest.raises((InputError, CoordinateError), match=why):
        scheme_from_geojson(town, given)


def test_a_scheme_without_a_name_or_a_change_is_not_kept(town):
    with pytest.raises(InputError, match="name"):
        save_scheme(town, scheme(name="  "))
    with pytest.raises(InputError, match="changes nothing yet"):
        save_scheme(town, Scheme(id="", name="Empty", changes=()))
    with pytest.raises(InputError, match="no scheme “nope”"):
        scheme_named(town, "nope")
    assert list_schemes(town) == []
