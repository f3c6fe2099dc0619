"""The docs print the walkers as the code has them."""

from pathlib import Path

import pytest

from geo.metrics.persona_tables import penalties_table, sources_table, speeds_table

DOCS = Path(__file__).resolve().parents[3] / "docs" / "metrics.md"


@pytest.mark.parametrize("table", [speeds_table, penalties_table, sources_table])
def test_the_docs_hold_the_table_as_it_is(table):
    assert table() in DOCS.read_text(encoding="utf-8")


def test_a_cell_tells_lengths_from_times_and_walls():
    rows = penalties_table().splitlines()
    assert next(row for row in rows if row.startswith("| steps")) == (
        "| steps without a ramp for wheelchairs | cannot pass | ×10 | ×2.9 | – |"
    )
    assert next(row for row in rows if row.startswith("| gates")) == "| gates | +20 m | +5 m | +5 m | – |"
