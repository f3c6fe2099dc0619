"""What must hold of figures whatever goes in."""

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from drawn_networks import drawn_meta, drawn_network
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.metrics.access import Walks, walk_bands, walk_measurements, weighted_quantile
from geo.metrics.coverage import choose_network
from geo.metrics.open_space import open_space_in
from geo.metrics.participation import pin_measurements, voice_measurements
from geo.metrics.personas import ANY_WALKER
from geo.network.population import Homes, Residents, homes_in, residents_of

TRIES = settings(max_examples=60, deadline=None)
sides = st.integers(0, 40).map(lambda step: step * 25.0)
metres = st.one_of(st.floats(0, 6000), st.just(np.inf))
people = st.floats(0, 500)


@st.composite
def boxes(draw):
    x, y = draw(sides), draw(sides)
    return shapely.box(x, y, x + draw(st.integers(1, 20)) * 25.0, y + draw(st.integers(1, 20)) * 25.0)


@st.composite
def zone_tables(draw):
    """Nine zones side by side over 1,500 m."""
    shapes = [shapely.box(x, y, x + 500, y + 500) for x in (0, 500, 1000) for y in (0, 500, 1000)]
    counts = draw(st.lists(st.integers(0, 3000), min_size=9, max_size=9))
    return gpd.GeoDataFrame({"residents": np.array(counts, float)}, geometry=shapes, crs="EPSG:27700")


@TRIES
@given(zone_tables(), boxes(), st.floats(0.1, 0.9))
def test_an_areas_residents_are_the_sum_of_its_parts(zones, area, cut):
    west, south, east, north = area.bounds
    middle = west + cut * (east - west)
    parts = [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)]
    whole = residents_of(area, zones).count
    assert sum(residents_of(part, zones).count for part in parts) == pytest.approx(whole)


@TRIES
@given(
    zone_tables(), boxes(), st.lists(st.tuples(st.floats(1, 1499), st.floats(1, 1499), st.floats(11, 900)), max_size=8)
)
def test_no_one_is_placed_twice_and_no_one_is_lost(zones, area, buildings):
    built = np.array(buildings).reshape(-1, 3)
    network = drawn_network({"a": (0, 0), "b": (1500, 1500)}, ["a b"], buildings=built)
    everyone = homes_in(shapely.box(0, 0, 1500, 1500), zones, network)
    assert everyone.residents.sum() == pytest.approx(zones["residents"].sum())
    some = homes_in(area, zones, network)
    assert some.residents.sum() <= everyone.residents.sum() + 1e-6
    assert shapely.intersects_xy(area, some.xy[:, 0], some.xy[:, 1]).all()


@TRIES
@given(st.lists(boxes(), max_size=6), boxes())
def test_open_space_is_no_more_than_the_area_and_no_more_than_its_spaces(shapes, area):
    access = [("public", "unknown")[row % 2] for row in range(len(shapes))]
    outlines = gpd.GeoSeries(shapes, crs="EPSG:27700")
    spaces = gpd.GeoDataFrame({"group": ["open"] * len(shapes), "access": access}, geometry=outlines, crs="EPSG:27700")
    found = open_space_in(area, spaces)
    assert found.hectares <= area.area / 1e4 + 1e-9
    assert found.hectares <= sum(shape.area for shape in shapes) / 1e4 + 1e-9
    assert 0 <= found.unsaid_ha <= found.hectares + 1e-9


@TRIES
@given(st.lists(st.tuples(st.sampled_from(["welcoming", "barrier", "both"]), st.integers(0, 8)), max_size=30))
def test_a_rate_is_withheld_for_one_to_four_contributors_and_only_then(said):
    pins = pd.DataFrame(said, columns=["kind", "contributor"])
    residents = Residents(count=500.0, reason=None)
    for figure in (*pin_measurements(pins, 2.0, residents), *voice_measurements(pins, 2.0, residents)[2:]):
        people = {who for kind, who in said if kind in {figure.metric.split("_")[0], "both"}}
        assert figure.suppressed == (1 <= len(people) <= 4)
        assert (figure.value is None) == figure.suppressed
        assert (figure.n is None) == figure.suppressed


@TRIES
@given(st.lists(st.tuples(metres, people), min_size=1, max_size=20))
def test_shares_grow_with_the_limit_and_the_average_lies_below_the_longest(rows):
    distance, lived = map(np.array, zip(*rows, strict=True))
    homes = Homes(
        xy=np.zeros((len(rows), 2)),
        residents=lived,
        zone=np.zeros(len(rows), np.int64),
        unknown_zones=0,
        method="placed",
    )
    walks = Walks(distance_m=distance, space=np.zeros(len(rows), np.int64), sure=np.ones(len(rows), bool))
    assert sum(band.residents for band in walk_bands(walks, homes, ANY_WALKER)) == pytest.approx(lived.sum())
    near, far, mean, p95, worst = (each.value for each in walk_measurements(walks, homes, ANY_WALKER))
    if lived.sum() < 10:
        assert (near, far, mean, p95, worst) == (None,) * 5
        return
    assert 0 <= near <= far <= 100 + 1e-9
    if mean is not None:
        assert mean <= worst + 1e-9
        assert p95 <= worst


@TRIES
@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 9)), min_size=1, max_size=20), st.floats(0.05, 1.0))
def test_a_weighted_quantile_holds_its_share_and_no_smaller_value_does(rows, share):
    values, weights = map(np.array, zip(*rows, strict=True))
    found = weighted_quantile(values, weights, share)
    assert weights[values <= found].sum() >= share * weights.sum() * (1 - 1e-9)
    assert weights[values < found].sum() <= share * weights.sum() * (1 + 1e-9)


@TRIES
@given(boxes(), st.lists(boxes(), max_size=4))
def test_coverage_is_a_share_and_no_other_network_covers_more(area, footprints):
    metas = [drawn_meta(shape, id=str(row)) for row, shape in enumerate(footprints)]
    found = choose_network("A", area, metas, 100.0)
    shares = [area.intersection(shape).area / area.area for shape in footprints]
    assert 0 <= found.area_share <= 1
    assert 0 <= found.margin_share <= 1
    assert found.area_share >= max(shares, default=0.0) - 1e-3
