"""The report of an area of the small town, all worked out on paper.

South Ward has 1,500 residents by the census, in two houses of 100 and 150 m2: 600 and 900 people. The park is entered
where the path from Main Street meets its southern edge. The first house stands 11 m from Main Street, 130 m along it
from the path, and the path is 100 m: 241 m. The second: 15 + 150 + 100 = 265 m.
"""

import json
import secrets
from datetime import timedelta
from uuid import uuid4

import pytest
import shapely
from small_town import ESTATE, NOON, lonlat, small_town

from geo.areas import AreaKind
from geo.errors import InputError
from geo.metrics.access import WALK_METRICS
from geo.metrics.catalogue import METRICS
from geo.pins import CollectionMethod, GeometryRole, PinDraft, PinStatus, PublishedPlace
from geo.services.reports import area_report, list_areas, pins_in, report_map
from geo.store.pin_records import NewPin
from geo.surveys import PinKind

SOUTH, NORTH, CITY_WARD, BANKSIDE = "E05000002", "E05000001", "E05000003", "E05000004"


@pytest.fixture
def town(tmp_path):
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def put(town, kind, *places, status=PinStatus.PUBLISHED, method=CollectionMethod.WEB):
    """Pins of a kind at places in metres; the raw place is elsewhere, so that a figure that reads it is found out."""
    category = {"welcoming": "w-rest", "barrier": "b-step", "both": "b-step"}[kind]
    for place in places:
        draft = PinDraft(
            id=uuid4(),
            place=lonlat((529950.0, 180950.0)),
            kind=PinKind(kind),
            category=category,
            receipt=secrets.token_hex(16),
            method=method,
        )
        shown = PublishedPlace(place=lonlat(place), role=GeometryRole.SNAPPED, precision_m=50.0)
        town.store.add(
            NewPin(draft=draft, published=shown, status=status, ward_code=None, borough_code=None), now=town.now()
        )


def figure(town, area_id, metric):
    return area_report(town, area_id).measurement(metric)


def test_the_walks_of_south_ward(town):
    assert figure(town, SOUTH, "mean_walk_m").value == pytest.approx((600 * 241 + 900 * 265) / 1500)
    assert figure(town, SOUTH, "p95_walk_m").value == pytest.approx(265)
    assert figure(town, SOUTH, "worst_walk_m").value == pytest.approx(265)
    assert figure(town, SOUTH, "residents_within_400m").value == 100
    assert figure(town, SOUTH, "residents_within_10min").n == 1500


def test_people_by_minutes(town):
    bands = area_report(town, SOUTH).walk_bands
    assert [band.residents for band in bands] == pytest.approx([1500, 0, 0, 0, 0, 0])


def test_hectares_leave_out_the_hole_and_the_private_garden(town):
    found = figure(town, SOUTH, "open_space_ha_per_1000")
    assert found.value == pytest.approx(1000 * (0.99 + 0.16) / 1500)
    assert found.n == 2
    assert "does not say of 0.2 ha" in found.note


def test_residents_of_a_part_of_a_zone(town):
    assert figure(town, ESTATE, "residents").value == pytest.approx(1500 * (500 * 400) / (1000 * 500))


def test_people_without_a_street_near_reach_nothing_and_are_counted(town):
    found = area_report(town, NORTH)
    assert found.measurement("residents_within_10min").value == 0
    assert found.measurement("residents_within_10min").n == 900
    assert found.measurement("mean_walk_m").value is None
    assert found.walk_bands[-1].residents == pytest.approx(900)


def with_residents(town, *residents):
    """The town with other census counts."""
    zones = town.zones.copy()
    zones["residents"] = residents
    town.__dict__["zones"] = zones


def test_where_the_census_does_not_say_nothing_about_people_is_known(town):
    with_residents(town, float("nan"), 900.0)
    found = area_report(town, SOUTH)
    for metric in ("residents", "welcoming_pins_per_1000", "open_space_ha_per_1000", *WALK_METRICS):
        assert found.measurement(metric).value is None
        assert "no count for 1 census zone" in found.measurement(metric).note
    assert found.measurement("barrier_pins_per_km2").value == 0
    assert found.walk_bands == ()


def test_where_no_one_lives_there_is_a_zero_and_no_rates(town):
    with_residents(town, 0.0, 900.0)
    found = area_report(town, SOUTH)
    assert found.measurement("residents").value == 0
    for metric in ("welcoming_pins_per_1000", "open_space_ha_per_1000", *WALK_METRICS):
        assert found.measurement(metric).value is None
        assert "no one lives" in found.measurement(metric).note


def test_of_a_handful_of_residents_neither_figure_nor_chart_is_shown(town):
    with_residents(town, 8.0, 900.0)
    found = area_report(town, SOUTH)
    for metric in ("residents", "open_space_ha_per_1000", *WALK_METRICS):
        assert found.measurement(metric).suppressed
        assert found.measurement(metric).value is None
    assert found.walk_bands == ()


def test_a_census_of_other_codes_leaves_the_rest_standing(town):
    elsewhere = town.zones.copy()
    elsewhere["geometry"] = elsewhere.geometry.translate(50_000, 50_000)
    town.__dict__["zones"] = elsewhere
    found = area_report(town, SOUTH)
    assert "no census counts" in found.measurement("mean_walk_m").note
    assert found.measurement("barrier_pins_per_km2").value == 0


def test_where_no_network_is_installed_the_report_says_what_to_do_and_the_rest_still_comes(town):
    put(town, "barrier", *[(530600.0, 180600.0)] * 5)
    found = area_report(town, CITY_WARD)
    for metric in WALK_METRICS:
        assert found.measurement(metric).value is None
        assert f"python -m geo data install --area {CITY_WARD}" in found.measurement(metric).note
    assert found.measurement("barrier_pins_per_km2").value == pytest.approx(5)
    assert found.measurement("barrier_pins_per_1000").value is None
    assert found.measurement("residents").value is None
    assert found.walk_bands == ()
    assert found.coverage.as_dict()["sufficient"] is False


def test_pins_are_counted_by_their_published_place_alone(town):
    put(town, "welcoming", *[(529500.0, 180200.0)] * 5)
    put(town, "both", (529501.0, 180200.0))
    put(town, "barrier", *[(529500.0, 180700.0)] * 5)
    put(town, "welcoming", *[(529500.0, 180200.0)] * 3, status=PinStatus.PENDING)
    assert figure(town, SOUTH, "welcoming_pins_per_km2").value == pytest.approx(6 / 0.5)
    assert figure(town, SOUTH, "welcoming_pins_per_1000").value == pytest.approx(6 / 1.5)
    assert figure(town, SOUTH, "welcoming_pins_per_1000").n == 6
    assert figure(town, SOUTH, "barrier_pins_per_km2").suppressed
    assert figure(town, NORTH, "barrier_pins_per_km2").value == pytest.approx(10)


def test_invented_pins_stay_out_of_real_areas(town):
    put(town, "barrier", *[(529500.0, 180200.0)] * 6, method=CollectionMethod.INVENTED)
    assert figure(town, SOUTH, "barrier_pins_per_km2").value == 0


def test_pins_outside_the_area_are_not_read_into_it(town):
    put(town, "barrier", (529500.0, 180200.0), (529500.0, 179990.0), (530010.0, 180200.0))
    assert len(pins_in(town, area_report(town, SOUTH).area)) == 1


def test_an_unknown_area_names_close_ones(town):
    with pytest.raises(InputError, match=r"E05000009.*E0500000[1-4].*python -m geo areas"):
        area_report(town, "E05000009")
    with pytest.raises(InputError, match=r"Did you mean E05000004 \(Bankside\)"):
        area_report(town, "bankside")
    with pytest.raises(InputError, match=r"no area with the id “”"):
        area_report(town, "")


def test_areas_are_listed_by_kind_and_name(town):
    assert [area.name for area in list_areas(town, "ward")] == ["Bankside", "City Ward", "North Ward", "South Ward"]
    assert [area.kind for area in list_areas(town)][:2] == [AreaKind.REGENERATION, AreaKind.WARD]
    assert list_areas(town, AreaKind.BOROUGH)[0].as_dict()["area_km2"] == 1.0
    with pytest.raises(InputError, match="regeneration"):
        list_areas(town, "parish")


def test_the_report_as_json_has_the_shape_that_others_read(town):
    said = json.loads(json.dumps(area_report(town, SOUTH).as_dict()))
    assert list(said) == ["area", "persona", "coverage", "measurements", "provenance"]
    assert said["area"] == {"id": SOUTH, "name": "South Ward", "kind": "ward"}
    assert [each["metric"] for each in said["measurements"]] == list(METRICS)
    for each in said["measurements"]:
        assert list(each) == ["metric", "label", "value", "unit", "n", "suppressed", "note"]
        assert each["value"] is not None or each["note"]
    assert list(said["provenance"]) == ["sources", "parameters", "input_digest", "made_at"]
    assert said["provenance"]["made_at"] == NOON.isoformat(timespec="seconds")
    assert {source["id"] for source in said["provenance"]["sources"]} == {"wards", "zones", "osm", "pins"}


def test_the_digest_changes_with_what_goes_in_and_with_nothing_else(town, tmp_path):
    first = area_report(town, SOUTH).provenance.input_digest
    put(town, "barrier", (529500.0, 180700.0))  # in another ward
    assert area_report(town, SOUTH).provenance.input_digest == first
    put(town, "barrier", (529500.0, 180200.0))
    assert area_report(town, SOUTH).provenance.input_digest != first
    again = small_town(tmp_path / "again")
    object.__setattr__(again, "now", lambda: NOON + timedelta(days=9))
    assert area_report(again, SOUTH).provenance.input_digest == first
    again.store.close()


def test_the_map_has_the_area_its_spaces_their_ways_in_and_streets_by_walk(town):
    layers = json.loads(json.dumps(report_map(town, SOUTH)))
    spaces = {each["properties"]["id"]: each["properties"] for each in layers["spaces"]["features"]}
    assert spaces["way/1"]["method"] == "crossing"
    assert spaces["way/1"]["kind_label"] == "Park"
    assert spaces["way/3"]["method"] == "none"
    assert "way/2" not in spaces
    ways_in = [each["geometry"]["coordinates"] for each in layers["entrances"]["features"]]
    x, y = town.grid.to_bng(*zip(*ways_in, strict=True))
    assert (round(x[0]), round(y[0])) == (529350, 180200)
    bands = {each["properties"]["band"] for each in layers["streets"]["features"]}
    assert bands <= set(range(len(layers["bands"])))
    west, south, east, north = layers["bounds"]
    assert shapely.box(west, south, east, north).contains(shapely.Point(*ways_in[0]))
    metres = sorted(each["properties"]["metres"] for each in layers["streets"]["features"])
    # The middle of the path lies 40 m from the park; Main Street's parts 250 and 275 m; the driveway 495 m away.
    assert metres == [40, 250, 275, 475 + 20, 575]


def test_the_map_of_an_area_without_a_network_has_no_streets(town):
    layers = report_map(town, CITY_WARD)
    assert layers["streets"]["features"] == []
    assert [each["properties"]["id"] for each in layers["spaces"]["features"]] == ["way/5"]
    assert layers["area"]["features"][0]["properties"]["name"] == "City Ward"
