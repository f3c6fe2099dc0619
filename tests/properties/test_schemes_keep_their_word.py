"""What must hold of schemes on any network: a new path helps or does nothing, a closing hinders or does nothing."""

import sys
from pathlib import Path

import numpy as np
import shapely
from drawn_networks import on_edges
from hypothesis import given, settings
from hypothesis import strategies as st
from test_split_edges_keep_walks import assert_well_formed
from test_walks_keep_their_word import TRIES, towns

sys.path.append(str(Path(__file__).parents[1] / "unit" / "metrics"))
from test_scheme_gains import change, tried  # the grounds and walks of the worked examples

from geo.network.changes import apply_changes
from geo.network.network_draft import SHORTEST_M
from geo.network.routing import nearest_seed

FEW = settings(TRIES, max_examples=25)

place = st.tuples(st.floats(-20, 170), st.floats(-20, 190))
homes = st.lists(place, min_size=1, max_size=5)
SPACES = [("park", shapely.box(70, 70, 120, 120)), ("garden", shapely.Point(20, 20))]


def lines(least=2):
    return st.lists(place, min_size=least, max_size=4, unique=True).map(shapely.LineString)


@st.composite
def closings(draw):
    how = draw(st.sampled_from(["point", "line", "area"]))
    if how == "line":
        return draw(lines())
    x, y = draw(place)
    return shapely.Point(x, y) if how == "point" else shapely.box(x, y, x + draw(st.floats(1, 60)), y + 30)


def walks(network, at, changes):
    return tried(network, [(x, y, 10.0) for x, y in at], changes, spaces=SPACES)


@FEW
@given(towns(), homes, st.lists(lines(), min_size=1, max_size=3), st.booleans())
def test_a_new_path_never_lengthens_a_walk(network, at, drawn, over):
    if not network.edge_count:
        return
    gains = walks(network, at, [change("link", line, ends_only=over) for line in drawn])
    assert_well_formed(gains.schemed.ground.network, SHORTEST_M)
    assert (gains.after <= gains.before + 1e-6).all()
    assert gains.farther() == 0


@FEW
@given(towns(), homes, closings())
def test_a_closing_never_shortens_a_walk(network, at, shape):
    if not network.edge_count:
        return
    gains = walks(network, at, [change("close", shape)])
    assert_well_formed(gains.schemed.ground.network, SHORTEST_M)
    assert (gains.after >= gains.before - 1e-6).all()
    assert gains.closer() == 0


@FEW
@given(towns(), homes, place)
def test_a_new_space_never_lengthens_a_walk(network, at, corner):
    if not network.edge_count:
        return
    x, y = corner
    gains = walks(network, at, [change("space", shapely.box(x, y, x + 30, y + 30))])
    assert (gains.after <= gains.before + 1e-6).all()


@FEW
@given(towns(), homes, st.lists(lines(), max_size=2), closings())
def test_whatever_is_drawn_the_old_network_stays_as_it_was(network, at, drawn, shape):
    if not network.edge_count:
        return
    before = {name: np.array(getattr(network, name)) for name in ("edge_uv", "indices", "csr_edge", "edge_flags")}
    nothing = apply_changes(network, [])
    assert nothing.network.edge_count == network.edge_count
    changed = apply_changes(network, [*(change("link", line) for line in drawn), change("close", shape)])
    assert_well_formed(changed.network, SHORTEST_M)
    for name, array in before.items():
        np.testing.assert_array_equal(getattr(network, name), array)


@FEW
@given(towns(), st.lists(lines(), min_size=1, max_size=3))
def test_walks_with_a_scheme_are_those_the_plain_twin_finds(network, drawn):
    if not network.edge_count:
        return
    changed = apply_changes(network, [change("link", line) for line in drawn])
    grown = changed.network
    ends = np.arange(grown.edge_count)
    seeds, targets = on_edges((0, 0.0)), on_edges(*((int(edge), grown.edge_length_m[edge] / 2) for edge in ends))
    compiled = nearest_seed(grown, seeds, targets).distance_m
    twin = nearest_seed(grown, seeds, targets, compiled=False).distance_m
    np.testing.assert_allclose(compiled, twin, rtol=0, atol=1e-9)
