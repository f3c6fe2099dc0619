"""How apart groups live: worked by hand, against published values, and against PySAL's segregation."""

import numpy as np
import pandas as pd
import pytest

from geo.errors import InputError
from geo.metrics.segregation import (
    dissimilarity,
    exposure_matrix,
    information_index,
    multigroup_dissimilarity,
    mutual_information,
)


def test_dissimilarity_worked_by_hand():
    # Group: 30 and 10 of 40; the rest: 20 and 40 of 60. |0.75 − 1/3| and |0.25 − 2/3| are 5/12 each; half their sum.
    assert dissimilarity([30, 10], [20, 40]) == pytest.approx(5 / 12)


def test_exposure_worked_by_hand():
    # Zones of 50 and 50 people. Isolation of the first group: 30/40 × 30/50 + 10/40 × 10/50 = 0.45 + 0.05 = 0.5.
    # Its exposure to the rest: 0.5. The rest to it: 20/60 × 30/50 + 40/60 × 10/50 = 0.2 + 2/15 = 1/3.
    assert exposure_matrix([[30, 20], [10, 40]]) == pytest.approx(np.array([[0.5, 0.5], [1 / 3, 2 / 3]]))


def test_several_groups_worked_by_hand():
    # Three groups of 10 in zones of their own: each zone lies |1 − 1/3| + 2 × 1/3 = 4/3 off; I = 3 × 1/3 × 2/3 = 2/3.
    # D = 30 × 4/3 ÷ (2 × 30 × 2/3) = 1; H = 1; M = ln 3.
    apart = np.eye(3) * 10
    assert multigroup_dissimilarity(apart) == pytest.approx(1.0)
    assert information_index(apart) == pytest.approx(1.0)
    assert mutual_information(apart) == pytest.approx(np.log(3))


def test_two_groups_in_the_multigroup_index_are_the_two_group_index():
    counts = np.array([[3, 7], [11, 2], [0, 5], [8, 8]])
    assert multigroup_dissimilarity(counts) == pytest.approx(dissimilarity(*counts.T))


@pytest.fixture(scope="module")
def reference(bundle):
    folder = bundle / "segregation_reference"
    return pd.read_csv(folder / "published_values.csv"), pd.read_csv(folder / "schools00_counts.csv")


@pytest.mark.parametrize(("unit", "published_m", "published_h"), [("school", 0.426, 0.419), ("state", 0.0992, 0.0977)])
def test_published_values_of_the_school_data_are_met(reference, unit, published_m, published_h):
    table, schools = reference
    printed = table[(table["dataset"] == "schools00") & (table["unit"] == unit)]["published"].astype(float)
    assert sorted(printed) == pytest.approx(sorted([published_m, published_h]))
    counts = schools.pivot_table(index=unit, columns="race", values="n", aggfunc="sum", fill_value=0).to_numpy(float)
    digits = 3 if unit == "school" else 4
    assert round(mutual_information(counts), digits) == published_m
    assert round(information_index(counts), digits) == published_h


@pytest.mark.parametrize(
    ("group", "rest", "published"),
    [
        ([100, 60, 40, 0], [0, 40, 60, 100], 0.6),
        ([80, 80, 20, 20], [20, 20, 80, 80], 0.6),
        ([100, 100, 100], [100, 100, 100], 0.0),
        ([100, 100, 0, 0], [0, 0, 100, 100], 1.0),
    ],
)
def test_published_values_of_dissimilarity_are_met(reference, group, rest, published):
    assert published in reference[0].query("index.str.startswith('D')")["published"].astype(float).tolist()
    assert dissimilarity(group, rest) == pytest.approx(published)


def test_a_group_without_anyone_has_no_index():
    assert dissimilarity([0, 0], [5, 5]) is None
    assert dissimilarity([5, 5], [0, 0]) is None
    assert np.isnan(exposure_matrix([[0, 5], [0, 5]])[0]).all()
    assert multigroup_dissimilarity([[5, 0], [7, 0]]) is None
    assert information_index([[5, 0], [7, 0]]) is None


def test_nobody_at_all_has_no_index():
    for counts in (np.zeros((3, 2)), np.empty((0, 2))):
        assert multigroup_dissimilarity(counts) is None
        assert information_index(counts) is None
        assert mutual_information(counts) is None
        assert dissimilarity(*counts.T) is None


def test_an_empty_zone_changes_nothing():
    counts = np.array([[3.0, 7.0], [11.0, 2.0]])
    more = np.vstack([counts, [0.0, 0.0]])
    for index in (multigroup_dissimilarity, information_index, mutual_information):
        assert index(more) == pytest.approx(index(counts))
    assert exposure_matrix(more) == pytest.approx(exposure_matrix(counts))


@pytest.mark.parametrize("counts", [[[1.0, np.nan]], [[1.0, -1.0]], [1.0, 2.0]])
def test_counts_that_cannot_be_are_refused(counts):
    with pytest.raises(InputError):
        multigroup_dissimilarity(counts)
