"""What must hold of figures on separation and inequality, whatever goes in."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from shapely.ops import split

from geo.metrics.access import Walks
from geo.metrics.census_groups import TENURE, counts_of
from geo.metrics.groups import groups_at_homes, walks_by_group
from geo.metrics.inequality import concentration, gini, palma, theil
from geo.metrics.segregation import (
    dissimilarity,
    dissimilarity_in,
    exposure_in,
    exposure_matrix,
    information_in,
    information_index,
    multigroup_dissimilarity,
    mutual_information,
)
from geo.metrics.spatial_segregation import Pairs, biweight, local_environments, representatives
from geo.metrics.zone_shares import zone_shares
from geo.network.population import Homes

TRIES = settings(max_examples=80, deadline=None)


SEVERAL, FEW_OR_MANY = st.integers(2, 5), st.integers(0, 300)


def tables(groups=SEVERAL, people=FEW_OR_MANY):
    """Counts of some groups in up to a dozen zones."""
    shape = st.tuples(st.integers(1, 12), groups)
    return shape.flatmap(lambda size: arrays(np.float64, size, elements=people.map(float)))


two_groups = tables(groups=st.just(2))
amounts = arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 1e4))


@TRIES
@given(tables())
def test_indices_of_evenness_stay_between_nothing_and_all(counts):
    for index in (multigroup_dissimilarity(counts), information_index(counts)):
        assert index is None or -1e-12 <= index <= 1 + 1e-12
    shared = mutual_information(counts)
    assert shared is None or -1e-12 <= shared <= np.log(counts.shape[1]) + 1e-12


@TRIES
@given(tables(), st.integers(2, 9))
def test_twice_the_people_live_as_far_apart(counts, times):
    for index in (multigroup_dissimilarity, information_index, mutual_information):
        assert index(counts * times) == pytest.approx(index(counts), abs=1e-9)
    assert exposure_matrix(counts * times) == pytest.approx(exposure_matrix(counts), abs=1e-9, nan_ok=True)


@TRIES
@given(tables(), st.data())
def test_a_zone_cut_in_two_of_the_same_mix_changes_nothing(counts, data):
    zone = data.draw(st.integers(0, len(counts) - 1))
    share = data.draw(st.floats(0.05, 0.95))
    cut = np.vstack([np.delete(counts, zone, axis=0), counts[zone] * share, counts[zone] * (1 - share)])
    for index in (multigroup_dissimilarity, information_index):
        assert index(cut) == pytest.approx(index(counts), abs=1e-9)
    assert exposure_matrix(cut) == pytest.approx(exposure_matrix(counts), abs=1e-9, nan_ok=True)


@TRIES
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_zones_and_groups_does_not_matter(counts, random):
    rows, columns = list(range(len(counts))), list(range(counts.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    for index in (multigroup_dissimilarity, information_index):
        assert index(counts[rows][:, columns]) == pytest.approx(index(counts), abs=1e-9)


@TRIES
@given(two_groups)
def test_two_groups_are_isolated_or_exposed_and_exposure_balances(counts):
    x, y = counts.sum(axis=0)
    assume(x > 0 and y > 0)
    exposure = exposure_matrix(counts)
    assert exposure.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert exposure[0, 1] * x == pytest.approx(exposure[1, 0] * y)
    # Isolation is never below the group's share of all.
    assert exposure[0, 0] >= x / (x + y) - 1e-12


@TRIES
@given(tables())
def test_what_a_group_is_exposed_to_adds_up_to_everyone(counts):
    totals = counts.sum(axis=0)
    exposure = exposure_matrix(counts)
    assert exposure[totals > 0].sum(axis=1) == pytest.approx(1.0)
    flows = np.nan_to_num(exposure) * totals[:, None]
    assert flows == pytest.approx(flows.T)


@TRIES
@given(two_groups, st.data())
def test_an_exchange_that_evens_two_zones_out_never_raises_dissimilarity(counts, data):
    assume((counts.sum(axis=0) > 0).all() and (counts.sum(axis=1) > 0).sum() >= 2)
    share = counts[:, 0] / np.maximum(counts.sum(axis=1), 1)
    there = np.flatnonzero(counts.sum(axis=1) > 0)
    high, low = there[np.argmax(share[there])], there[np.argmin(share[there])]
    assume(share[high] > share[low])
    # One of the group moves to where they are few, one of the rest comes back; at most until both zones are alike.
    most = (share[high] - share[low]) / (1 / counts[high].sum() + 1 / counts[low].sum())
    moved = data.draw(st.floats(0, float(min(most, counts[high, 0], counts[low, 1]))))
    after = counts.copy()
    after[high] += [-moved, moved]
    after[low] += [moved, -moved]
    after = np.maximum(after, 0)
    assert dissimilarity(*after.T) <= dissimilarity(*counts.T) + 1e-9
    assert information_index(after) <= information_index(counts) + 1e-9


@TRIES
@given(amounts, st.data())
def test_indices_of_inequality_keep_their_range_and_scale(values, data):
    people = data.draw(arrays(np.float64, len(values), elements=st.floats(0.01, 100)))
    assume((values * people).sum() > 1e-3)
    g, t, p = gini(values, people), theil(values, people), palma(values, people)
    assert 0 <= g < 1
    assert 0 <= t <= np.log(people.sum() / people.min()) + 1e-9
    assert p is None or p >= 0.25 - 1e-9
    times = data.draw(st.floats(0.01, 100))
    assert gini(values * times, people) == pytest.approx(g, abs=1e-9)
    assert theil(values * times, people) == pytest.approx(t, abs=1e-9)
    assert gini(values, people * times) == pytest.approx(g, abs=1e-9)


@TRIES
@given(st.floats(0.001, 1e6), arrays(np.float64, st.integers(1, 30), elements=st.floats(0.01, 100)))
def test_where_all_have_the_same_nothing_is_unequal(value, people):
    values = np.full(len(people), value)
    assert gini(values, people) == pytest.approx(0.0, abs=1e-12)
    assert theil(values, people) == pytest.approx(0.0, abs=1e-12)
    assert palma(values, people) == pytest.approx(0.25)
    assert concentration(values, np.arange(len(values)), people) == pytest.approx(0.0, abs=1e-12)


@TRIES
@given(amounts, st.integers(2, 5))
def test_everyone_several_times_is_as_unequal(values, times):
    assume(values.sum() > 1e-3)
    again = np.tile(values, times)
    for index in (gini, theil):
        assert index(again) == pytest.approx(index(values), abs=1e-9)
    before = palma(values)
    assert palma(again) is None if before is None else palma(again) == pytest.approx(before, rel=1e-3)
    rank = np.arange(len(values)) % 4
    assert concentration(again, np.tile(rank, times)) == pytest.approx(concentration(values, rank), abs=1e-9)


@TRIES
@given(amounts, st.data())
def test_giving_from_more_to_less_never_raises_inequality(values, data):
    assume(len(values) >= 2 and values.sum() > 1e-3)
    order = np.argsort(values)
    giver, taker = order[-1], order[0]
    gift = data.draw(st.floats(0, 1)) * (values[giver] - values[taker]) / 2
    after = values.copy()
    after[giver] -= gift
    after[taker] += gift
    assert gini(after) <= gini(values) + 1e-9
    assert theil(after) <= theil(values) + 1e-9


@TRIES
@given(amounts, st.data())
def test_concentration_lies_within_gini_and_turns_with_the_rank(values, data):
    assume(values.sum() > 1e-3)
    rank = data.draw(arrays(np.float64, len(values), elements=st.integers(1, 9).map(float)))
    people = data.draw(arrays(np.float64, len(values), elements=st.floats(0.01, 100)))
    assume((values * people).sum() > 1e-3)
    c = concentration(values, rank, people)
    assert abs(c) <= gini(values, people) + 1e-9
    assert concentration(values, -rank, people) == pytest.approx(-c, abs=1e-9)


@st.composite
def settlements(draw):
    """People of some groups at homes, with walks between all of them."""
    people = draw(tables(groups=st.integers(2, 4), people=st.integers(1, 90)))
    count = len(people)
    apart = draw(arrays(np.float64, (count, count), elements=st.floats(1, 2000)))
    at, around = np.nonzero(~np.eye(count, dtype=bool))
    return people, Pairs(at=at, around=around, distance_m=apart[at, around])


@TRIES
@given(settlements())
def test_nobody_near_is_the_index_by_zones(settlement):
    people, pairs = settlement
    alone = local_environments(people, pairs, 0.0)
    assert dissimilarity_in(people, alone) == pytest.approx(multigroup_dissimilarity(people))
    assert information_in(people, alone) == pytest.approx(information_index(people), abs=1e-9)
    assert exposure_in(people, alone) == pytest.approx(exposure_matrix(people))


@TRIES
@given(settlements())
def test_everybody_near_is_no_separation(settlement):
    people, pairs = settlement
    everyone = local_environments(people, pairs, np.inf)
    assert dissimilarity_in(people, everyone) == pytest.approx(0.0, abs=1e-9)
    assert information_in(people, everyone) == pytest.approx(0.0, abs=1e-9)
    share = people.sum(axis=0) / people.sum()
    assert exposure_in(people, everyone) == pytest.approx(np.tile(share, (people.shape[1], 1)))


@TRIES
@given(settlements(), st.floats(1, 3000))
def test_who_is_near_on_foot_adds_up_to_everyone(settlement, bandwidth):
    people, pairs = settlement
    around = local_environments(people, pairs, bandwidth)
    assert (around >= people - 1e-9).all()
    assert exposure_in(people, around).sum(axis=1) == pytest.approx(1.0)
    assert 0 <= dissimilarity_in(people, around) <= 1 + 1e-9


@TRIES
@given(st.floats(0, 5000), st.floats(0, 5000), st.floats(0.1, 5000))
def test_the_nearer_of_two_weighs_no_less(first, second, bandwidth):
    near, far = biweight(np.array(sorted([first, second])), bandwidth)
    assert 1 >= near >= far >= 0
    assert far == 0 or max(first, second) < bandwidth


@TRIES
@given(st.integers(1, 60), st.integers(1, 8), st.data())
def test_homes_that_stand_for_others_stand_for_all_of_their_zone(count, most, data):
    homes = Homes(
        xy=data.draw(arrays(np.float64, (count, 2), elements=st.integers(0, 5000).map(float))),
        residents=data.draw(arrays(np.float64, count, elements=st.floats(0, 50))),
        zone=data.draw(arrays(np.int64, count, elements=st.integers(0, 3))),
        unknown_zones=0,
        method="drawn",
    )
    settled = data.draw(arrays(np.bool_, count)) & (homes.residents > 0)
    row, residents = representatives(homes, settled, most)
    assert settled[row].all()
    assert len(np.unique(row)) == len(row)
    for zone in range(4):
        chosen = homes.zone[row] == zone
        assert chosen.sum() <= most
        of_zone = settled & (homes.zone == zone)
        assert residents[chosen].sum() == pytest.approx(homes.residents[of_zone].sum())


@TRIES
@given(st.floats(0.1, 0.9), st.integers(1, 40), st.integers(1, 40))
def test_zones_of_an_areas_parts_add_up(cut, width, height):
    zones = gpd.GeoDataFrame(
        geometry=[shapely.box(x, y, x + 500, y + 500) for x in (0, 500, 1000) for y in (0, 500, 1000)], crs=27700
    )
    area = shapely.box(100, 100, 100 + 30 * width, 100 + 30 * height)
    middle = 100 + 30 * width * cut
    whole = np.zeros(9)
    parts = np.zeros(9)
    for out, shapes in ((whole, [area]), (parts, shapely.get_parts(split(area, _line(middle))))):
        for shape in shapes:
            found = zone_shares(shape, zones)
            out[found.row] += found.share
    assert parts == pytest.approx(whole, abs=2e-5)  # slivers under 1 m² of 250,000 fall away


def _line(x: float) -> shapely.LineString:
    return shapely.LineString([(x, -1), (x, 5000)])


@TRIES
@given(st.integers(3, 40), st.data())
def test_the_average_walk_lies_between_those_of_the_groups(count, data):
    zones = gpd.GeoDataFrame(
        {
            "residents": [100.0, 80.0, 60.0],
            "households": [40.0, 30.0, 20.0],
            "hh_social_rented": data.draw(arrays(np.float64, 3, elements=st.integers(0, 10).map(float))),
            "hh_private_rented": data.draw(arrays(np.float64, 3, elements=st.integers(0, 10).map(float))),
        }
    )
    homes = Homes(
        xy=np.zeros((count, 2)),
        residents=data.draw(arrays(np.float64, count, elements=st.floats(0.1, 9))),
        zone=np.arange(count) % 3,
        unknown_zones=0,
        method="drawn",
    )
    distance = data.draw(arrays(np.float64, count, elements=st.floats(0, 3000)))
    walks = Walks(distance_m=distance, space=np.zeros(count, np.int64), sure=np.ones(count, bool))
    groups = groups_at_homes(homes, homes.zone, zones, TENURE)
    found = walks_by_group(walks, groups, (400.0,))
    each = counts_of(zones, TENURE)
    households = (homes.residents * (each.sum(axis=1) / zones["residents"].to_numpy())[homes.zone]).sum()
    assert found.people.sum() == pytest.approx(households)
    someone = found.people > 0
    mean = np.average(found.mean_m[someone], weights=found.people[someone])
    assert found.mean_m[someone].min() - 1e-6 <= mean <= found.mean_m[someone].max() + 1e-6
    by_home = groups.people.sum(axis=1)
    assert mean == pytest.approx(np.average(distance, weights=by_home), abs=1e-6)
