"""Census zones and the figures joined to them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.crs import NationalGrid, open_grid
from geo.errors import SourceError
from geo.frames import DEPRIVATION_ZONES, ZONES, check_frame
from geo.sources.bundle import open_bundle
from geo.sources.fingerprints import Fingerprints
from geo.sources.tables import empty_deprivation_zones, empty_zones, read_deprivation_zones, read_zones

CENSUS = "population/london_lsoa21_census2021.csv"


def test_the_2021_zones_hold_the_residents_of_london(bundle: Path, grid: NationalGrid) -> None:
    zones, notes = read_zones(open_bundle(bundle, Fingerprints()), grid)
    assert notes == []
    assert len(zones) == 4994
    assert zones["residents"].sum() == 8_799_810
    groups = zones[["eth_asian", "eth_black", "eth_mixed", "eth_other", "eth_white"]].sum(axis=1)
    assert (groups == zones["residents"]).all()
    assert shapely.is_valid(zones.geometry.to_numpy()).all()
    assert zones.geometry.area.sum() / 1e6 == pytest.approx(1573.34, rel=2e-4)


def test_the_2011_zones_hold_deprivation_and_ages(bundle: Path, grid: NationalGrid) -> None:
    zones, notes = read_deprivation_zones(open_bundle(bundle, Fingerprints()), grid)
    assert notes == []
    assert len(zones) == 4835
    assert zones["residents"].sum() == 9_002_488
    assert (zones[["age_0_15", "age_16_64", "age_65plus"]].sum(axis=1) == zones["residents"]).all()
    assert zones["imd_decile"].value_counts().sort_index().tolist()[:3] == [107, 688, 811]
    assert zones.set_index("zone_id").loc["E01000001", "imd_rank"] == 29_199


def test_a_zone_without_figures_is_not_known_rather_than_empty(tiny_bundle: Path) -> None:
    path = tiny_bundle / CENSUS
    pd.read_csv(path).iloc[:1].to_csv(path, index=False)
    zones, notes = read_zones(open_bundle(tiny_bundle, Fingerprints()), open_grid())
    assert zones["residents"].iloc[0] == 1500
    assert np.isnan(zones["residents"].iloc[1])
    assert "1 zones have no figures in census-2021: not known, not nought." in notes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lsoa21_code,ts021_residents\nE01000001,many\n", "what is not a count in ts021_residents"),
        ("lsoa21_code,ts021_residents\nE01000001,-5\n", "what is not a count in ts021_residents"),
        ("lsoa21_code,ts021_residents\nE01000001,inf\n", "what is not a count in ts021_residents"),
        ("lsoa21_code,ts021_residents\nE01000001,5\nE01000001,6\n", "with two rows"),
        ("lsoa21_code,people\nE01000001,5\n", "lacks the columns ts021_residents"),
        ("lsoa21_code,ts021_residents\nE02999999,5\n", "of different censuses"),
        ("\x00\x01", "lacks the columns|not a table"),
        ("", "is empty"),
    ],
)
def test_a_broken_table_fails_with_what_to_do(tiny_bundle: Path, text: str, says: str) -> None:
    (tiny_bundle / CENSUS).write_text(text)
    with pytest.raises(SourceError, match=says):
        read_zones(open_bundle(tiny_bundle, Fingerprints()), open_grid())


def test_a_table_of_empty_cells_is_not_known_rather_than_nought(tiny_bundle: Path) -> None:
    (tiny_bundle / CENSUS).write_text("lsoa21_code,ts021_residents\nE01000001,\nE01000002,NaN\n")
    zones, _ = read_zones(open_bundle(tiny_bundle, Fingerprints()), open_grid())
    assert zones["residents"].isna().tolist() == [True, True]


def test_tables_without_rows_keep_the_contract() -> None:
    check_frame(empty_zones(), ZONES)
    check_frame(empty_deprivation_zones(), DEPRIVATION_ZONES)
    assert len(empty_zones()) == len(empty_deprivation_zones()) == 0
