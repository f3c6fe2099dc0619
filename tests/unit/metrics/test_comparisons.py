"""What a report is read against: the borough, London, everyone on the walking map."""

import pytest
from small_town import CAMDEN, small_town

from geo.services.reports import area_report


@pytest.fixture
def town(tmp_path):
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def south_ward(town):
    return next(area_id for area_id, name in town.areas["name"].items() if name == "South Ward")


def test_a_ward_is_compared_with_its_borough_with_london_and_with_its_map(town):
    report = area_report(town, south_ward(town), compared=True)
    assert [(each.place, each.name) for each in report.comparisons][:2] == [
        ("borough", town.areas.loc[CAMDEN, "name"]),
        ("london", "London"),
    ]
    assert report.comparisons[-1].place == "map"


def test_a_comparison_holds_the_figures_of_the_larger_place_itself(town):
    report = area_report(town, south_ward(town), compared=True)
    borough = area_report(town, CAMDEN)
    for metric in ("residents", "mean_walk_m", "barrier_pins_per_km2"):
        assert report.comparisons[0].measurements[metric] == borough.measurement(metric)


def test_a_borough_is_not_compared_with_itself(town):
    assert "borough" not in [each.place for each in area_report(town, CAMDEN, compared=True).comparisons]


def test_without_being_asked_a_report_compares_nothing(town):
    assert area_report(town, CAMDEN).comparisons == ()


def test_open_space_is_not_compared_where_outlines_are_known_in_part(town):
    report = area_report(town, south_ward(town), compared=True)
    london = next(each for each in report.comparisons if each.place == "london")
    if area_report(town, CAMDEN).coverage.sufficient:
        assert report.comparisons[0].measurements["open_space_ha_per_1000"].value is not None
    assert london.measurements["open_space_ha_per_1000"].value is None
    assert "in part" in london.measurements["open_space_ha_per_1000"].note
