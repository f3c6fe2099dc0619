"""The indices on London's census tables beside PySAL's segregation, an independent implementation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from segregation.multigroup import MultiDissim, MultiInfoTheory
from segregation.singlegroup import Dissim, Interaction, Isolation

from geo.metrics.census_groups import CENSUS_DIMENSIONS, counts_of
from geo.metrics.segregation import (
    dissimilarity,
    exposure_matrix,
    information_index,
    multigroup_dissimilarity,
)


@pytest.fixture(scope="module")
def london(bundle) -> pd.DataFrame:
    return pd.read_csv(bundle / "population" / "london_lsoa21_census2021.csv")


@pytest.fixture(params=CENSUS_DIMENSIONS, ids=lambda dimension: dimension.id)
def counted(london, request):
    """Counts of one dimension over all of London, and the same as a table for PySAL."""
    counts = counts_of(london, request.param)
    assert np.isfinite(counts).all()
    assert len(counts) == 4994
    names = [group.id for group in request.param.groups]
    return counts, pd.DataFrame(counts, columns=names).assign(all=counts.sum(axis=1)), names


def test_several_groups_agree(counted):
    counts, table, names = counted
    # PySAL warns of units without people: London has none.
    assert multigroup_dissimilarity(counts) == pytest.approx(MultiDissim(table, names).statistic, abs=1e-12)
    assert information_index(counts) == pytest.approx(MultiInfoTheory(table, names).statistic, abs=1e-12)


def test_each_group_against_the_rest_agrees(counted):
    counts, table, names = counted
    exposure = exposure_matrix(counts)
    for at, name in enumerate(names):
        rest = np.delete(counts, at, axis=1).sum(axis=1)
        assert dissimilarity(counts[:, at], rest) == pytest.approx(Dissim(table, name, "all").statistic, abs=1e-12)
        assert exposure[at, at] == pytest.approx(Isolation(table, name, "all").statistic, abs=1e-12)
        others = exposure[at].sum() - exposure[at, at]
        assert others == pytest.approx(Interaction(table, name, "all").statistic, abs=1e-12)
