"""The small town, and drafts to drop in it."""

from __future__ import annotations

import secrets
from uuid import uuid4

import pytest
from small_town import BESIDE_STREET, lonlat, small_town

from geo.pins import PinDraft
from geo.surveys import PinKind


@pytest.fixture
def town(tmp_path):
    """The small town with an empty store."""
    workspace = small_town(tmp_path / "town")
    yield workspace
    workspace.store.close()


@pytest.fixture
def draft():
    """A maker of drafts: ``draft(at=PARK, category="b-fear")``."""

    def make(at=BESIDE_STREET, **said):
        usual = {
            "id": uuid4(),
            "place": lonlat(at),
            "kind": PinKind.BARRIER,
            "category": "b-step",
            "text": "Three steps and no rail",
            "receipt": secrets.token_hex(16),
        }
        return PinDraft(**{**usual, **said})

    return make
