"""What tests of sources share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_bundle import write_tiny_bundle

from geo.crs import NationalGrid, open_grid


@pytest.fixture(scope="session")
def grid(bundle: Path) -> NationalGrid:
    """The National Grid by the bundle's shifts."""
    return open_grid(bundle / "geodesy" / "ostn15_shifts_1km_gb.npz")


@pytest.fixture
def tiny_bundle(tmp_path: Path) -> Path:
    """A bundle of a few invented features, this test's own."""
    return write_tiny_bundle(tmp_path / "bundle")
