"""What tests of sources share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tiny_bundle import Installation, Told, write_tiny_bundle

from geo.crs import NationalGrid, open_grid


@pytest.fixture(scope="session")
def grid(bundle: Path) -> NationalGrid:
    """The National Grid by the bundle's shifts."""
    return open_grid(bundle / "geodesy" / "ostn15_shifts_1km_gb.npz")


@pytest.fixture
def tiny_bundle(tmp_path: Path) -> Path:
    """A bundle of a few invented features, this test's own."""
    return write_tiny_bundle(tmp_path / "bundle")


@pytest.fixture(autouse=True)
def _same_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code does not change while a test runs, though somebody may be editing it."""
    monkeypatch.setattr("geo.sources.install.code_digest", lambda: "the code of this test")


@pytest.fixture(scope="session")
def _installed_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.sources.install.code_digest", lambda: "the code of this test")
        made = Installation(write_tiny_bundle(folder / "bundle"), folder / "data", Told())
        assert made.install().failed == ()
    return folder


@pytest.fixture
def fresh(tmp_path: Path, _installed_once: Path) -> Installation:
    """A tiny bundle, and nothing installed yet."""
    shutil.copytree(_installed_once / "bundle", tmp_path / "bundle")
    return Installation(tmp_path / "bundle", tmp_path / "data", Told())


@pytest.fixture
def installed(fresh: Installation, _installed_once: Path) -> Installation:
    """A tiny bundle that has been installed."""
    shutil.copytree(_installed_once / "data", fresh.data)
    return fresh


@pytest.fixture(scope="session")
def _practised_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.sources.install.code_digest", lambda: "the code of this test")
        assert Installation(folder / "no-bundle", folder / "data", Told()).install(bundle=None).failed == ()
    return folder


@pytest.fixture
def practised(fresh: Installation, _practised_once: Path) -> Installation:
    """The embedded default, installed; the tiny bundle lies beside it and is not known yet."""
    shutil.copytree(_practised_once / "data", fresh.data)
    return fresh
