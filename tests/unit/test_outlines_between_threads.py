"""Each reader of an area has an outline of its own: GEOS prepares outlines in place, and two threads must not share."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import shapely
from shapely import box

from geo.areas import own_outline
from geo.metrics.personas import ANY_WALKER
from geo.services.areas import find_area
from geo.services.grounds import coverage_of
from geo.services.reports import area_report
from tests.small_town import CAMDEN, ESTATE, small_town


def test_a_copy_is_equal_and_not_prepared_with_the_first() -> None:
    first = box(0, 0, 1, 1)
    second = own_outline(first)
    shapely.prepare(first)
    assert second.equals_exact(first)
    assert shapely.is_prepared(first)
    assert not shapely.is_prepared(second)


def test_whoever_asks_for_an_area_gets_an_outline_of_their_own(tmp_path: Path) -> None:
    town = small_town(tmp_path / "town")
    one, other = find_area(town, CAMDEN).geometry, find_area(town, CAMDEN).geometry
    assert one is not other
    shapely.prepare(one)
    assert not shapely.is_prepared(other)
    assert not shapely.is_prepared(town.areas.loc[CAMDEN, "geometry"])
    town.store.close()


def test_a_comparison_leaves_what_others_read_as_it_is(tmp_path: Path) -> None:
    town = small_town(tmp_path / "town")
    area = find_area(town, ESTATE)
    coverage = coverage_of(town, area, ANY_WALKER)
    assert coverage.network_id is not None
    area_report(town, ESTATE, compared=True)
    assert not shapely.is_prepared(town.network(coverage.network_id).meta.footprint)
    assert not any(shapely.is_prepared(town.areas.geometry.to_numpy()))
    town.store.close()


def test_reports_are_made_by_several_readers_at_once(tmp_path: Path) -> None:
    town = small_town(tmp_path / "town")
    with ThreadPoolExecutor(4) as readers:
        made = list(readers.map(lambda _: area_report(town, ESTATE, compared=True), range(8)))
    assert len({tuple((m.metric, m.value) for m in report.measurements) for report in made}) == 1
    town.store.close()
