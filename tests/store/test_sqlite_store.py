"""The contract of every store, on SQLite."""

from __future__ import annotations

import pytest
from contract import (  # noqa: F401  (each class is a part of the contract, run here)
    TestAdding,
    TestCorrecting,
    TestModerating,
    TestReading,
    TestRevising,
    TestSayingMore,
    TestTwoAtOnce,
    TestWithdrawing,
)

from geo.store.pin_store import PinStore


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'pins.sqlite'}"


@pytest.fixture
def store(url):
    opened = PinStore.open(url)
    yield opened
    opened.close()
