"""Hot spots and the density of pins on the map of the small town: its borough of Camden in hexagons of 100 m.

South Ward has 1,500 residents on 0.5 km2, so 26 in a whole hexagon of 0.00866 km2; North Ward 900, so 16.
"""

import json
import secrets
from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
import shapely
from small_town import CAMDEN, CITY, ESTATE, lonlat, small_town

import geo.services.hot_spots as service
from geo.errors import InputError
from geo.pins import GeometryRole, PinDraft, PinStatus, PublishedPlace
from geo.services.areas import find_area
from geo.services.hot_spots import hot_spot_figures_of, hot_spot_layer, hot_spot_map_layer, hot_spot_study
from geo.services.hot_spots import pin_density_layer as density_layer
from geo.store.pin_records import NewPin
from geo.surveys import PinKind

CORNER = (529350.0, 180250.0)


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(service, "HOT_SPOT_CELL_M", replace(service.HOT_SPOT_CELL_M, value=100.0))
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def put(town, *said):
    """Pins of (place, who)."""
    for place, who in said:
        draft = PinDraft(
            id=uuid4(),
            place=lonlat(place),
            kind=PinKind.BARRIER,
            category="b-step",
            receipt=secrets.token_hex(16),
        )
        town.store.add(
            NewPin(
                draft=draft,
                published=PublishedPlace(place=lonlat(place), role=GeometryRole.SNAPPED, precision_m=50.0),
                status=PinStatus.PUBLISHED,
                ward_code=None,
                borough_code=None,
                contributor_hash=f"{who:032x}",
            ),
            now=town.now(),
        )


def a_gathering(town, people=20):
    """Twenty people at a corner, and one in each of sixteen places all over Camden."""
    put(town, *[(CORNER, who) for who in range(people)])
    spread = np.linspace(70, 930, 4)
    put(town, *[((529000 + x, 180000 + y), 100 + int(x) * 1000 + int(y)) for x in spread for y in spread])


def states(layer):
    return [each["properties"]["state"] for each in layer["features"]]


def test_a_gathering_is_hot_on_the_map_and_in_the_figures(town):
    a_gathering(town)
    layer = hot_spot_layer(town, ESTATE)
    hot = [each for each in layer["features"] if each["properties"]["state"] == "hot"]
    assert hot
    assert set(states(layer)) <= {"hot", "hot-on-one-voice", "not-hot"}
    assert states(layer).count("not-hot") > len(states(layer)) / 2
    (full,) = [each["properties"] for each in hot if each["properties"]["contributors"] is not None]
    assert full["contributors"] >= 20
    assert (layer["withheld"], layer["across_m"], layer["over"]) == (None, 100, "Camden")
    first, second = hot_spot_figures_of(town, find_area(town, ESTATE)).measurements
    barely = states(layer).count("hot-on-one-voice")
    assert first.value == len(hot) + barely
    assert second.value == barely
    assert json.loads(json.dumps(layer))["type"] == "FeatureCollection"


def test_no_cell_tells_of_fewer_than_five_people(town):
    a_gathering(town)
    put(town, *[((529600.0, 180700.0), 500 + n % 3) for n in range(60)])
    layer = hot_spot_layer(town, CAMDEN)
    told = [each["properties"]["contributors"] for each in layer["features"]]
    assert [each for each in told if each is not None and each < 5] == []
    assert len([each for each in told if each is not None]) == 1
    for each in layer["features"]:
        assert set(each["properties"]) == {"id", "state", "contributors", "per_1000"}
        assert (each["properties"]["per_1000"] is None) == (each["properties"]["contributors"] is None)
    secret_hash = f"{500:032x}"
    assert secret_hash not in json.dumps(layer)


def test_an_area_is_held_against_its_borough_and_shows_its_own_cells(town):
    a_gathering(town)
    estate, borough = find_area(town, ESTATE), find_area(town, CAMDEN)
    assert hot_spot_study(town, estate).region.id == CAMDEN
    assert hot_spot_study(town, estate) is hot_spot_study(town, borough)
    assert len(hot_spot_layer(town, ESTATE)["features"]) < len(hot_spot_layer(town, CAMDEN)["features"])
    lon, lat = town.grid.to_wgs84(*zip(*shapely.get_coordinates(estate.geometry).tolist(), strict=True))
    for each in hot_spot_layer(town, ESTATE)["features"]:
        west, south, east, north = shapely.geometry.shape(each["geometry"]).bounds
        assert west < max(lon)
        assert east > min(lon)
        assert south < max(lat)
        assert north > min(lat)


def test_a_new_pin_makes_the_study_anew_and_no_pin_does_not(town):
    a_gathering(town)
    borough = find_area(town, CAMDEN)
    first = hot_spot_study(town, borough)
    assert hot_spot_study(town, borough) is first
    put(town, (CORNER, 999))
    second = hot_spot_study(town, borough)
    assert second.found.contributors.sum() == first.found.contributors.sum() + 1


@pytest.mark.parametrize(("area_id", "said"), [(ESTATE, "there are no pins"), (CITY, "0 cells with residents")])
def test_where_hot_spots_are_withheld_no_cell_is_shown_and_the_reason_is(town, area_id, said):
    layer = hot_spot_layer(town, area_id)
    assert layer["features"] == []
    assert said in layer["withheld"]
    shown = hot_spot_map_layer(town, find_area(town, area_id)).as_dict(town.grid)
    assert said in shown["note"]
    assert {each["properties"]["c"] for each in shown["features"]["features"]} == {-1}


def test_an_unknown_area_is_said_so(town):
    with pytest.raises(InputError):
        hot_spot_layer(town, "nowhere")


def test_the_map_layer_has_a_class_for_each_hexagon(town):
    a_gathering(town)
    shown = hot_spot_map_layer(town, find_area(town, ESTATE)).as_dict(town.grid)
    classes = [each["properties"]["c"] for each in shown["features"]["features"]]
    hot = states(hot_spot_layer(town, ESTATE)).count("hot")
    assert classes.count(0) == hot
    assert shown["classes"][0] == {"label": "Hot spot", "amount": f"{hot} hexagons"}


def test_the_density_of_pins_is_shown_where_five_people_are_near(town):
    put(town, *[(CORNER, who) for who in range(5)], *[((529900.0, 180900.0), 77)] * 40)
    layer = density_layer(town, find_area(town, CAMDEN))
    assert len(layer.classes) == 4
    assert layer.classes[0].label == "0 to 8 pins per km²"  # 5 x 3 / (pi 0.16) = 29.8, of which a quarter is 7.5
    land = shapely.union_all(layer.shapes)
    assert land.distance(shapely.Point(CORNER)) == 0
    assert land.distance(shapely.Point(529900.0, 180900.0)) > 200  # one person's forty pins
    assert land.buffer(40).contains(shapely.Point(CORNER).buffer(350).intersection(find_area(town, CAMDEN).geometry))


def test_no_pins_are_no_density(town):
    layer = density_layer(town, find_area(town, CAMDEN))
    assert (len(layer.shapes), layer.classes) == (0, ())
    assert layer.as_dict(town.grid)["features"]["features"] == []
