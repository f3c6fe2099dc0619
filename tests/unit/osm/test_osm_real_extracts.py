"""Real extracts, against what GDAL's own OpenStreetMap reader finds in the same files."""

from __future__ import annotations

import numpy as np
import pyogrio
import pytest
import shapely

from geo.frames import SPACES, check_frame
from geo.network.pedestrian import is_walkable


def by_gdal(bundle, name, grid, where):
    frame = pyogrio.read_dataframe(bundle / "osm" / name, layer="multipolygons", where=where)
    return grid.geometry_to_bng(frame.geometry.to_numpy())


@pytest.mark.parametrize(
    ("where", "kind"), [("leisure = 'park'", "park"), ("leisure = 'garden'", "garden"), ("leisure = 'pitch'", "pitch")]
)
def test_hectares_are_those_of_another_reader(clerkenwell, bundle, grid, where, kind):
    theirs = by_gdal(bundle, "london_clerkenwell_city_2020-07-20.osm.pbf", grid, where)
    theirs = theirs[shapely.dwithin(theirs, clerkenwell.footprint, 1000)]
    ours = clerkenwell.spaces[(clerkenwell.spaces["kind"] == kind) & ~clerkenwell.spaces["is_point"]]
    # Some of theirs are one place drawn twice, or a park that is a nature reserve first; none of ours is new.
    assert len(theirs) - 2 <= len(ours) <= len(theirs)
    assert ours.geometry.union_all().area == pytest.approx(shapely.union_all(shapely.make_valid(theirs)).area, rel=0.02)


def test_the_streets_are_those_of_the_readme(clerkenwell, northampton_square, north_circular):
    # README: 7,900, 868 and 12,781 graph nodes without pedestrian areas' outlines and cycleways.
    counts = [len(each.ways.node_ids) for each in (clerkenwell, northampton_square, north_circular)]
    assert counts == [pytest.approx(7900, rel=0.08), pytest.approx(868, rel=0.05), pytest.approx(12781, rel=0.03)]


def test_every_way_kept_may_be_walked_and_every_node_has_a_place(clerkenwell):
    known = set(clerkenwell.ways.node_ids.tolist())
    assert all(is_walkable(way.tags) for way in clerkenwell.ways.ways)
    assert all(known.issuperset(way.node_ids) and len(way.node_ids) >= 2 for way in clerkenwell.ways.ways)
    assert len(known) == len(clerkenwell.ways.node_ids)
    assert np.isfinite(clerkenwell.ways.node_xy).all()


def test_spaces_keep_their_contract_and_name_parents_that_are_there(clerkenwell, northampton_square):
    for extract in (clerkenwell, northampton_square):
        check_frame(extract.spaces, SPACES)
        parents = extract.spaces["parent_id"].dropna()
        assert set(parents) <= set(extract.spaces["space_id"])
        assert (extract.spaces["network_id"] == extract.id).all()


def test_northampton_square_has_the_places_that_one_meets_there(northampton_square):
    named = dict(zip(northampton_square.spaces["name"], northampton_square.spaces["kind"], strict=True))
    assert named["Brewery Square"] == "park"
    assert named["Marx Memorial Library"] == "library"
    assert named["3 Corners Centre"] == "community-centre"
    assert named["Three Corners Adventure Playground"] == "playground"
    counts = northampton_square.spaces["kind"].value_counts()
    assert (counts["park"], counts["playground"], counts["library"], counts["community-centre"]) == (4, 3, 1, 1)


def test_extracts_carry_the_date_of_their_map(clerkenwell, northampton_square, north_circular):
    dates = [each.date for each in (clerkenwell, northampton_square, north_circular)]
    assert dates == ["2020-07-20", "2026-07-25", "2026-07-26"]


def test_highways_alone_give_streets_without_buildings(north_circular):
    assert len(north_circular.buildings) == 0
    assert set(north_circular.spaces["kind"]) == {"pedestrian-area"}
    assert {"major", "minor", "path"} <= set(north_circular.streets["class"])
