"""What is made ready before anyone asks is what the reports then use."""

import pytest
from small_town import CAMDEN, small_town

from geo.metrics.personas import PERSONAS
from geo.services import grounds
from geo.services.readiness import make_ready
from geo.services.reports import area_report


@pytest.fixture
def town(tmp_path):
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def test_nothing_is_made_twice_once_all_is_ready(town, monkeypatch):
    make_ready(town)

    def made_again(*_):
        raise AssertionError("a ground was made after all were ready")

    monkeypatch.setattr(grounds, "_make", made_again)
    for persona in PERSONAS.values():
        assert area_report(town, CAMDEN, persona, compared=True).comparisons


def test_it_stops_between_two_pieces_when_told_to(town, monkeypatch):
    asked = iter([False, True])
    made = []
    monkeypatch.setattr(grounds, "_make", lambda *given: made.append(given) or real(*given))
    make_ready(town, stopped=lambda: next(asked))
    assert len(made) == 1


real = grounds._make
