"""Which pieces of a network hang together, on drawn ones."""

import numpy as np
import pytest
from drawn_networks import drawn_network

from geo.network.features import Feature
from geo.network.flags import EdgeFlag
from geo.network.fragments import Fragment, edge_fragments, fragment_report, in_large_fragments
from geo.network.walking_costs import penalised

#   a ── b ── c      300 m        d ── e   100 m, an island
ISLANDS = {"a": (0, 0), "b": (100, 0), "c": (300, 0), "d": (0, 500), "e": (100, 500)}


def test_pieces_come_longest_first_with_their_share_of_the_length():
    report = fragment_report(drawn_network(ISLANDS, ["d e", "a b c", "b a"]))
    assert report.count == 2
    assert report.main_share_km == pytest.approx(0.75)
    long, short = report.fragments
    assert (long.km, long.nodes, long.share) == (pytest.approx(0.3), 3, pytest.approx(0.75))
    assert (short.km, short.nodes, short.share) == (pytest.approx(0.1), 2, pytest.approx(0.25))
    assert report.sentence == (
        "75.0 % of the length of streets and paths hangs together; the rest is in 1 piece apart from it."
    )


def test_one_piece_is_the_whole():
    report = fragment_report(drawn_network(ISLANDS, ["a b c"]))
    assert report.fragments == (Fragment(id=0, km=pytest.approx(0.3), nodes=2, share=1.0),)
    assert report.sentence == "All streets and paths of this map hang together."


def test_a_one_way_walk_holds_pieces_together():
    ways = [("a b", {"highway": "steps", "conveying": "forward"}), "b c"]
    assert fragment_report(drawn_network(ISLANDS, ways)).count == 1


def test_a_closed_gate_makes_two_pieces():
    report = fragment_report(drawn_network(ISLANDS, ["a b c"], {"b": {"barrier": "gate", "access": "private"}}))
    assert [piece.km for piece in report.fragments] == pytest.approx([0.2, 0.1])


def test_a_tunnel_under_a_street_is_a_piece_of_its_own():
    places = {"w": (-50, 0), "e": (50, 0), "n": (0, 50), "s": (0, -50)}
    report = fragment_report(drawn_network(places, [("w e", {"highway": "footway", "tunnel": "yes"}), "n s"]))
    assert report.count == 2


def test_what_a_walker_cannot_pass_parts_the_network_for_them():
    #   a ──steps── b ── c      100 m of steps, 200 m of path;  a stile at c, and 100 m beyond it to f
    places = {"a": (0, 0), "b": (100, 0), "c": (300, 0), "f": (400, 0), "z": (0, 40)}
    ways = [("a b", {"highway": "steps"}), "b c f", "a z"]
    network = drawn_network(places, ways, {"c": {"barrier": "stile"}})
    assert fragment_report(network).count == 1
    wheels = penalised(network, {Feature.STEPS: np.inf, Feature.STILE: np.inf})
    report = fragment_report(network, wheels)
    assert [piece.km for piece in report.fragments] == pytest.approx([0.2, 0.1, 0.04])
    assert [piece.nodes for piece in report.fragments] == [2, 2, 2]
    assert report.main_share_km == pytest.approx(200 / 340)
    assert (edge_fragments(network, wheels) == -1).tolist() == ((network.edge_flags & EdgeFlag.STEPS) > 0).tolist()


def test_without_closures_a_walkers_pieces_are_everyones(northampton_square):
    costs = penalised(northampton_square, {Feature.STEPS: 9.0, Feature.GATE: 20.0})
    assert fragment_report(northampton_square, costs).fragments == fragment_report(northampton_square).fragments


def test_where_everything_is_closed_there_is_no_piece():
    network = drawn_network(ISLANDS, [("a b", {"highway": "steps"})])
    assert fragment_report(network, penalised(network, {Feature.STEPS: np.inf})).main_share_km is None


def test_a_network_without_streets_has_no_pieces_and_no_share():
    empty = drawn_network({"a": (0, 0)}, [])
    report = fragment_report(empty)
    assert (report.count, report.main_share_km, report.fragments) == (0, None, ())
    assert report.sentence == "This map has no street or path one can walk."
    assert in_large_fragments(empty).shape == (0,)


def test_pieces_of_a_real_quarter_add_up(northampton_square):
    report = fragment_report(northampton_square)
    assert sum(piece.share for piece in report.fragments) == pytest.approx(1)
    assert sum(piece.nodes for piece in report.fragments) == northampton_square.node_count
    assert sum(piece.km for piece in report.fragments) == pytest.approx(northampton_square.length_km)
    assert list(np.diff([piece.km for piece in report.fragments]) <= 0).count(False) == 0
