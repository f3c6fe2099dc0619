"""The small town with a pin of each role, and one that hides, waits or lies elsewhere."""

from __future__ import annotations

import secrets

import pytest
from pins_to_export import CELL, ELSEWHERE, EXACT, HIDDEN, SNAPPED, WAITING
from small_town import BESIDE_STREET, PARK, lonlat, small_town

from geo.pins import PinDraft
from geo.services.pins import drop_pin, moderate
from geo.surveys import PinKind


@pytest.fixture
def town(tmp_path):
    """The small town; three of its six pins are public and in the estate."""
    workspace = small_town(tmp_path / "town")
    drop = [
        (EXACT, PARK, "w-nature", "=HYPERLINK(\"x\") birds, “quotes”, مرحبا 🙂"),
        (SNAPPED, BESIDE_STREET, "b-step", ""),
        (CELL, PARK, "b-fear", "dark"),
        (WAITING, PARK, "b-fear", "waits"),
        (HIDDEN, PARK, "b-step", "hidden"),
        (ELSEWHERE, (530600.0, 180600.0), "b-step", "elsewhere"),
    ]  # fmt: skip
    for pin_id, at, category, text in drop:
        kind = PinKind.WELCOMING if category.startswith("w") else PinKind.BARRIER
        receipt = secrets.token_hex(16)
        drop_pin(
            workspace,
            PinDraft(
                id=pin_id,
                place=lonlat(at),
                kind=kind,
                category=category,
                text=text,
                receipt=receipt,
                contributor="Ada Lovelace",
            ),
        )
    moderate(workspace, CELL, publish=True)
    moderate(workspace, HIDDEN, publish=False)
    yield workspace
    workspace.store.close()
