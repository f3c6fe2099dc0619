"""The order of nodes in memory."""

import numpy as np

from geo.network.node_order import along_curve


def test_a_square_of_four_is_walked_round_and_never_across():
    # Hilbert's curve of the first order: up, right, down.
    xy = np.array([[1.0, 1.0], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    assert along_curve(xy).tolist() == [1, 3, 0, 2]


def test_every_step_on_a_lattice_goes_to_a_neighbour():
    # 256 cells of a 16 by 16 lattice, shuffled; the corners are set so that each falls into a cell of its own.
    side = np.arange(16) * 4096 + 2048.0
    xy = np.array([(x, y) for x in side for y in side])
    xy = np.vstack([np.random.default_rng(1).permutation(xy), [[0.0, 0.0], [65535.0, 65535.0]]])
    order = [row for row in along_curve(xy) if row < 256]
    steps = np.abs(np.diff(xy[order], axis=0)).sum(axis=1)
    assert (steps == 4096).all()


def test_each_place_comes_once_and_those_in_one_spot_as_they_came():
    assert along_curve(np.zeros((0, 2))).tolist() == []
    assert along_curve(np.full((3, 2), 7.0)).tolist() == [0, 1, 2]
    assert along_curve(np.array([[5.0, 5.0], [0.0, 0.0], [5.0, 5.0]])).tolist() == [1, 0, 2]
