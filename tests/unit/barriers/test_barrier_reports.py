"""What barriers cost the small town, worked by hand.

                       park (its edge at northing 180200)
                         │
                         │ footway, 120 m, the only way in
    ─────B───────────────┴───────────A──────────  Main Street, northing 180100
       900 people      529350     600 people

Both houses are within ten minutes (798 m) of the park: A walks 11 + 130 + 100 = 241 m, B 15 + 150 + 100 = 265 m.
"""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest
from small_town import CITY, ESTATE, lonlat, small_town

from geo.barriers import Correction
from geo.errors import InputError
from geo.metrics.barrier_report import BarrierSettings
from geo.metrics.barrier_standards import REACH_STANDARDS, standard_named
from geo.metrics.personas import PERSONAS
from geo.network.flags import EdgeFlag
from geo.pins import PinDraft
from geo.services.barriers import barrier_report
from geo.services.corrections import correct, take_back
from geo.services.pins import drop_pin
from geo.surveys import PinKind, WalkEffect

LOW, HIGH = (529350.0, 180130.0), (529350.0, 180172.0)  # two places on the footway, too far apart to be one


@pytest.fixture
def town(tmp_path):
    workspace = small_town(tmp_path)
    yield workspace
    workspace.store.close()


def say(town, at, category, number, contributor=None):
    pin = drop_pin(
        town,
        PinDraft(
            id=UUID(int=number),
            place=lonlat(at),
            kind=PinKind.BARRIER,
            category=category,
            receipt=f"{number:032x}",
            contributor=contributor,
        ),
    ).pin
    return str(pin.id)


def test_without_a_barrier_nothing_is_lost_and_nothing_can_be_regained(town):
    report = barrier_report(town, ESTATE)
    assert report.reach == report.without
    assert report.reach.residents == pytest.approx(1500)
    assert report.reach.meet == pytest.approx(1500)
    assert report.reach.mean_min == pytest.approx((600 * 241 + 900 * 265) / 1500 / 79.8, rel=1e-3)
    assert report.recoverable == 0
    assert report.barriers == ()
    assert report.bundles == ()


def test_a_locked_gate_on_the_only_way_takes_the_park_from_everyone(town):
    say(town, LOW, "b-gate", 1)
    report = barrier_report(town, ESTATE)
    assert (report.reach.meet, report.reach.no_way) == (0, pytest.approx(1500))
    assert report.reach.mean_min is None
    assert report.without.meet == pytest.approx(1500)
    (gate,) = report.barriers
    assert gate.single == gate.shapley == gate.opened == report.recoverable == pytest.approx(1500)
    assert gate.minutes == 0  # nobody has a walk to shorten
    assert [(each.size, each.ids) for each in report.bundles] == [(1, (gate.barrier.id,))]


def test_of_two_gates_in_a_row_neither_alone_opens_the_way_and_both_share_what_it_is_worth(town):
    say(town, LOW, "b-gate", 1)
    say(town, HIGH, "b-gate", 2)
    report = barrier_report(town, ESTATE)
    assert [each.single for each in report.barriers] == [0, 0]
    assert [each.shapley for each in report.barriers] == [pytest.approx(750), pytest.approx(750)]
    assert report.recoverable == pytest.approx(1500)
    assert [(each.size, each.gain) for each in report.bundles] == [(2, pytest.approx(1500))]
    assert report.why_they_differ


def test_what_slows_adds_its_minutes_and_takes_the_standard_from_nobody(town):
    say(town, LOW, "b-surface", 1)
    for persona in PERSONAS.values():
        report = barrier_report(town, ESTATE, persona)
        extra_m = report.barriers[0].barrier.extra_m[persona.id]
        assert report.barriers[0].minutes == pytest.approx(1500 * persona.minutes_for(extra_m), rel=1e-6)
        assert report.recoverable == 0


def test_several_voices_on_one_place_are_one_barrier_and_the_threshold_asks_for_more(town):
    for number in range(1, 4):
        say(town, LOW, "b-gate", number, contributor=f"person {number}")
    report = barrier_report(town, ESTATE)
    assert [len(each.barrier.evidence.pins) for each in report.barriers] == [3]
    more = barrier_report(town, ESTATE, settings=BarrierSettings(contributors=4))
    assert more.barriers == ()
    assert any("3 pins not counted" in note for note in more.notes)
    assert more.reach.meet == pytest.approx(1500)


def test_an_officer_corrects_it_with_the_original_kept_and_takes_it_back(town):
    pin = say(town, LOW, "b-gate", 1)
    correct(town, Correction(subject=pin, effect=WalkEffect.SLOWS, extra_m={"any-walker": 79.8}, why="Never locked"))
    report = barrier_report(town, ESTATE)
    (gate,) = report.barriers
    assert gate.minutes == pytest.approx(1500)  # a minute each
    assert gate.barrier.original.effect is WalkEffect.BLOCKS
    assert gate.barrier.corrected.why == "Never locked"
    correct(town, Correction(subject=pin, not_a_barrier=True, why="A drawing error"))
    assert barrier_report(town, ESTATE).barriers == ()
    take_back(town, pin, why="It was there after all")
    assert barrier_report(town, ESTATE).reach.no_way == pytest.approx(1500)


def test_a_report_is_made_anew_when_a_pin_comes(town):
    assert barrier_report(town, ESTATE).barriers == ()
    say(town, LOW, "b-gate", 1)
    assert len(barrier_report(town, ESTATE).barriers) == 1


def test_the_ranking_is_tried_under_other_settings(town):
    say(town, LOW, "b-gate", 1)
    rows = {each.key: each for each in barrier_report(town, ESTATE).sensitivity}
    assert rows["half"].recoverable == rows["double"].recoverable == pytest.approx(1500)  # shut is shut
    assert rows["two-voices"].recoverable == 0
    assert rows["map-alone"].recoverable == 0
    assert not barrier_report(town, ESTATE, quick=True).sensitivity


def test_every_standard_can_be_asked_for_and_says_why_where_it_is_not_known(town):
    for standard in REACH_STANDARDS.values():
        report = barrier_report(town, ESTATE, standard=standard)
        assert (report.reach is None) == bool([note for note in report.notes if note.startswith("Not known")])


def test_where_no_walking_map_is_installed_it_is_not_known(town):
    report = barrier_report(town, CITY)
    assert report.reach is None
    assert report.recoverable is None
    assert report.notes[0]
    assert all(each.value is None for each in report.measurements)


@pytest.mark.parametrize(
    "said",
    [
        {"contributors": 0},
        {"penalty_times": -1.0},
        {"penalty_times": float("nan")},
        {"nearest_m": float("inf")},
        {"permutations": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(said):
    with pytest.raises(InputError):
        BarrierSettings(**said)


def test_a_standard_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(InputError, match="open-space-10min"):
        standard_named("parks")


def test_what_the_map_shows_is_corrected_by_its_own_id(town, monkeypatch):
    wheelchair = PERSONAS["wheelchair"]
    steps_at(town, monkeypatch)
    (steps,) = barrier_report(town, ESTATE, wheelchair).barriers
    assert steps.single == pytest.approx(1500)
    correct(town, Correction(subject=steps.barrier.id, not_a_barrier=True, why="A ramp was built"))
    report = barrier_report(town, ESTATE, wheelchair)
    assert report.barriers == ()
    assert report.reach.meet == pytest.approx(1500)
    assert any("A ramp was built" in note for note in report.notes)


def test_a_pin_at_steps_of_the_map_and_the_map_are_one_thing(town, monkeypatch):
    steps_at(town, monkeypatch)
    say(town, LOW, "b-step", 1)
    (steps,) = barrier_report(town, ESTATE, PERSONAS["wheelchair"]).barriers
    assert steps.single == pytest.approx(1500)
    assert steps.barrier.evidence.pins
    assert "highway=steps" in steps.barrier.evidence.tags


def steps_at(town, monkeypatch):
    """Turn the footway to the park into steps."""
    network = town.network("town")
    flags = np.where(np.asarray(network.edge_way_id) == 11, np.uint32(EdgeFlag.STEPS), network.edge_flags)
    monkeypatch.setitem(town._networks, "town", replace(network, edge_flags=flags))
