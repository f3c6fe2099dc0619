"""How much of a network says what a walker must know, counted by hand."""

import pytest
import shapely
from drawn_networks import drawn_network

from geo.metrics.personas import AFTER_DARK, ANY_WALKER, OLDER_WALKER, PERSONAS, WHEELCHAIR
from geo.metrics.tag_shares import tag_completeness

LINE = {"a": (0, 0), "b": (100, 0), "c": (300, 0), "d": (400, 0)}


def by_tag(network, persona, within=None):
    return {share.tag: share for share in tag_completeness(network, persona, within)}


def test_a_share_is_of_length_and_silence_is_not_fine():
    # 100 m lit, 200 m that say nothing, 100 m unlit: 200 of 400 m say it.
    network = drawn_network(
        LINE, [("a b", {"highway": "footway", "lit": "yes"}), "b c", ("c d", {"highway": "footway", "lit": "no"})]
    )
    lit = by_tag(network, AFTER_DARK)["lit"]
    assert (lit.share, lit.km) == (pytest.approx(0.5), pytest.approx(0.4))


def test_within_a_place_only_what_lies_inside_counts():
    network = drawn_network(LINE, [("a b", {"highway": "footway", "lit": "yes"}), "b c d"])
    # x from 50 to 150: 50 m lit and 50 m that do not say.
    lit = by_tag(network, AFTER_DARK, shapely.box(50, -10, 150, 10))["lit"]
    assert (lit.share, lit.km) == (pytest.approx(0.5), pytest.approx(0.1))


def test_a_tag_is_asked_only_where_it_means_something():
    network = drawn_network(
        LINE, [("a b", {"highway": "residential", "sidewalk": "no"}), "b c", ("c d", {"highway": "steps"})]
    )
    said = by_tag(network, WHEELCHAIR)
    assert (said["sidewalk"].share, said["sidewalk"].km) == (1.0, pytest.approx(0.1))  # streets alone
    assert said["width"].km == pytest.approx(0.2)  # paths alone
    assert said["incline"].km == pytest.approx(0.3)  # all but steps
    assert said["incline"].share == 0.0


def test_what_nothing_should_carry_is_not_known_rather_than_none_or_all():
    said = by_tag(drawn_network(LINE, ["a b"]), OLDER_WALKER)
    assert said["maxspeed"].share is None
    assert (said["crossing"].share, said["crossing"].count) == (None, 0)


def test_a_crossing_says_its_kerbs_itself_or_by_a_kerb_beside_it():
    #  n ── m ── k   a crossing at m, a kerb at k;   another crossing at q without a word
    places = {"n": (0, 20), "m": (0, 0), "k": (0, -5), "r": (-50, 0), "q": (50, 0), "o": (50, 20)}
    ways = [
        ("n m k", {"highway": "footway", "footway": "crossing"}),
        ("r m q", {"highway": "residential"}),
        ("o q", {"highway": "footway", "footway": "crossing"}),
    ]
    nodes = {"m": {"highway": "crossing"}, "k": {"kerb": "lowered"}, "q": {"highway": "crossing", "crossing": "zebra"}}
    said = by_tag(drawn_network(places, ways, nodes), OLDER_WALKER)
    assert (said["kerb"].share, said["kerb"].count) == (0.5, 2)
    assert (said["crossing"].share, said["crossing"].count) == (0.5, 2)


def test_any_walker_asks_for_nothing():
    assert tag_completeness(drawn_network(LINE, ["a b"]), ANY_WALKER) == ()


@pytest.mark.parametrize("persona", PERSONAS.values(), ids=list(PERSONAS))
def test_a_network_without_edges_has_no_shares(persona):
    network = drawn_network({"a": (0, 0)}, [])
    for within in (None, shapely.box(0, 0, 10, 10)):
        assert all(share.share is None for share in tag_completeness(network, persona, within))
