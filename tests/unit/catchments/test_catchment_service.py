"""Walking catchments on the small town: which map answers, what it says, and what the file holds."""

import json

import geopandas as gpd
import numpy as np
import pytest
import shapely
from small_town import BESIDE_STREET, NOWHERE_NEAR, ON_STREET, OUTSIDE, lonlat, small_town, streets

from geo.crs import LonLat
from geo.errors import CoordinateError, InputError
from geo.services.catchment_files import catchment_geojson, write_catchment
from geo.services.catchments import walking_catchment
from geo.services.workspace import Workspace


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return small_town(tmp_path_factory.mktemp("town"))


def test_the_main_street_is_reached_both_ways_and_its_side_ways(town):
    result = walking_catchment(town, lonlat(ON_STREET), [2])
    # 4 m from the street: 159.6 - 4 m each way along it from x=529500, so that x=529350 with the path to the park is
    # 150 m off and 5.6 m of the path are left; the driveway at 529700 is not reached.
    (band,) = result.bands
    assert result.line_m == pytest.approx(4, abs=0.1)
    assert band.shape.length_m == pytest.approx(2 * 155.6 + 5.6, abs=0.3)
    assert result.network.id == "town"


def test_people_are_those_whose_house_is_within_the_walk(town):
    # Two houses on Main Street hold the 1,500 of the southern zone: 100 m2 at x=529480, 150 m2 at x=529200.
    near, far = walking_catchment(town, lonlat(ON_STREET), [1, 5]).bands
    assert near.residents == pytest.approx(600)  # 4 + 20 + 11 m of 79.8
    assert far.residents == pytest.approx(1500)  # 4 + 300 + 15 m of 399
    assert [space.name for space in far.open_spaces] == ["The Park"]


def test_sentences_say_what_is_near_in_plain_words(town):
    (sentence, *_) = walking_catchment(town, lonlat(ON_STREET), [5]).sentences
    assert sentence == (
        "Within 5 minutes’ walk: 1,500 people who live there, 1 public open space and 1 community place."
    )


def test_away_from_every_street_it_says_so(town):
    result = walking_catchment(town, lonlat(NOWHERE_NEAR))
    assert result.bands == ()
    assert result.sentences == (
        "Not known: no street or path lies within 150 m of this place. Choose a place on a street.",
    )


def test_where_no_map_is_installed_it_says_which_to_install(town):
    result = walking_catchment(town, lonlat((529500, 179000)))  # Bankside, south of the river
    assert result.network is None
    assert result.reason == (
        "Not known: no installed walking map holds this place. Run “python -m geo data install --area E05000004”."
    )


def test_outside_london_and_swapped_places_are_told_so(town):
    with pytest.raises(CoordinateError, match="outside Greater London"):
        walking_catchment(town, lonlat(OUTSIDE))
    with pytest.raises(CoordinateError, match="swapped"):
        walking_catchment(town, LonLat(51.5, -0.1))


@pytest.mark.parametrize("minutes", [[], [0], [-5], [61], [float("nan")], [1, 2, 3, 4, 5, 6, 7]])
def test_minutes_that_cannot_be_are_refused(town, minutes):
    with pytest.raises(InputError, match="numbers of minutes"):
        walking_catchment(town, lonlat(ON_STREET), minutes)


def test_an_unknown_walker_is_refused_with_those_there_are(town):
    with pytest.raises(InputError, match="any-walker, wheelchair"):
        walking_catchment(town, lonlat(ON_STREET), persona="bob")


def test_a_walker_that_asks_for_tags_hears_how_much_of_the_map_says_them(town):
    said = walking_catchment(town, lonlat(ON_STREET), [5], "after-dark").sentences
    assert "The map says whether it is lit for 0 % of the streets and paths there." in said


def test_of_two_maps_the_one_with_more_of_the_walk_answers(tmp_path):
    workspace = small_town(tmp_path)
    network = streets()
    smaller = type(network)(
        **{
            **{name: getattr(network, name) for name in network.__dataclass_fields__},
            "meta": type(network.meta)(
                id="newer",
                name="Newer",
                date="2026-06-01",
                source_id="osm",
                footprint=shapely.box(529400, 180050, 529600, 180150),
            ),
        }
    )
    smaller.save(workspace.data_dir / "networks" / "newer")
    (workspace.data_dir / "installed.json").write_text(
        json.dumps(workspace.installed | {"networks": [{"id": "newer"}, {"id": "town"}]}), encoding="utf-8"
    )
    reopened = Workspace(
        data_dir=workspace.data_dir,
        grid=workspace.grid,
        store=workspace.store,
        secret_key=workspace.secret_key,
        now=workspace.now,
    )
    assert walking_catchment(reopened, lonlat(ON_STREET)).network.id == "town"
    # Of a walk of 48 m to all sides both hold the whole: the newer one answers.
    assert walking_catchment(reopened, lonlat((529500, 180100)), [0.5]).network.id == "newer"


def test_the_file_is_geojson_with_nested_ground_and_streets(town, tmp_path):
    result = walking_catchment(town, lonlat(BESIDE_STREET))
    out = write_catchment(town, result, tmp_path / "walk.geojson")
    frame = gpd.read_file(out)
    assert frame["kind"].tolist() == ["catchment", "streets"] * 3 + ["place"]
    assert frame["minutes"].tolist()[:6] == [15, 15, 10, 10, 5, 5]
    ground = frame[frame["kind"] == "catchment"].geometry.to_numpy()
    assert shapely.is_valid(ground).all()
    assert (shapely.area(ground[1:]) <= shapely.area(ground[:-1])).all()
    made = json.loads(out.read_text(encoding="utf-8"))
    assert made["attribution"] == "© OpenStreetMap contributors"
    assert made == catchment_geojson(town, result)
    for feature in made["features"]:
        for number in np.ravel(_flat(feature["geometry"]["coordinates"])):
            assert number == round(number, 5)
    exterior = made["features"][0]["geometry"]["coordinates"][0][0]
    assert shapely.LinearRing(exterior).is_ccw


def _flat(coordinates):
    if isinstance(coordinates[0], (list, tuple)):
        return [number for part in coordinates for number in _flat(part)]
    return list(coordinates)


def test_where_nothing_is_known_the_file_says_why_and_holds_nothing(town):
    made = catchment_geojson(town, walking_catchment(town, lonlat(NOWHERE_NEAR)))
    assert made["features"] == []
    assert any(note.startswith("Not known") for note in made["notes"])
