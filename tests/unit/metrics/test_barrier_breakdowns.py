"""Who loses on the street of six zones: a barrier 150 m from the park, so that only the nearest home keeps its walk."""

from dataclasses import replace

import numpy as np
import pytest
from people_street import street_deprivation_zones, street_study, street_zones, told
from test_barrier_lost import INF

from geo.metrics.barrier_breakdowns import EVERYONE, Marked, barrier_breakdowns, shares_by_group
from geo.metrics.barrier_figures import PRICE_METRICS, barrier_figures, unknown_barrier_figures
from geo.metrics.barrier_lost import BarrierLoss
from geo.metrics.barrier_report import Bundle
from geo.metrics.barrier_standards import DEFAULT_STANDARD
from geo.metrics.catalogue.barriers import BARRIER_METRICS
from geo.metrics.report import Figures

WITHOUT = np.array([600.0, 500, 400, 300, 200, 100])


BARRED = WITHOUT + np.array([300.0, 300, 300, 300, 300, 0])


def street_loss(study=None, with_m=BARRED):
    # Of 600, 500, 400, 300, 200 and 100 m the first two rise above a standard of 798 m: 900 and 800.
    study = study or street_study()
    return BarrierLoss.of(study.homes.residents, with_m, WITHOUT, limit_m=798.0, persona=study.ground.persona)


def breakdowns(study=None, **said):
    return Figures(breakdowns=tuple(barrier_breakdowns(study or street_study(), street_loss(study), **said)))


def values(figures, key):
    return {name: row.value for name, row in told(figures, key).items() if row.value is not None}


def test_the_most_deprived_neighbourhood_loses_all_and_everyone_a_third():
    # Decile 1 is the two western homes, decile 3 the next two, decile 10 the last.
    found = breakdowns()
    assert values(found, "barrier_lost_by_imd") == pytest.approx(
        {EVERYONE: 100 / 3, "decile_1": 100, "decile_3": 0, "decile_10": 0}
    )
    assert values(found, "barrier_met_by_imd") == pytest.approx(
        {EVERYONE: 200 / 3, "decile_1": 0, "decile_3": 100, "decile_10": 100}
    )
    assert set(values(found, "barrier_free_met_by_imd").values()) == {100}


def test_groups_lose_by_the_mix_of_their_zones():
    # Of 150 Asian residents 50 + 40 live in the two zones that lose it; of 450 White residents 50 + 60.
    found = values(breakdowns(), "barrier_lost_by_ethnic_group")
    assert found == pytest.approx({EVERYONE: 100 / 3, "asian": 60, "white": 100 * 110 / 450})
    tenure = values(breakdowns(), "barrier_lost_by_tenure")
    assert tenure["social_rented"] == pytest.approx(100 * 50 / 75)


@pytest.mark.parametrize("dimension", ["imd", "ethnic_group", "disability", "tenure", "deprivation", "age"])
def test_without_less_with_is_lost_for_every_group(dimension):
    found = breakdowns()
    free, met, lost = (
        values(found, f"{key}_by_{dimension}") for key in ("barrier_free_met", "barrier_met", "barrier_lost")
    )
    assert free.keys() == met.keys() == lost.keys()
    for key, share in lost.items():
        assert share == pytest.approx(free[key] - met[key])
        assert share >= 0


def test_the_groups_of_a_dimension_add_up_to_everyone():
    rows = told(breakdowns(), "barrier_lost_by_ethnic_group")
    parts = [row for key, row in rows.items() if key != EVERYONE and row.value is not None]
    assert sum(row.value * row.n for row in parts) == pytest.approx(rows[EVERYONE].value * rows[EVERYONE].n)


def test_a_small_group_is_withheld_with_the_next_smallest():
    zones = street_zones().assign(eth_black=1.0)  # 6 people in all
    zones["eth_white"] -= 1.0
    rows = told(breakdowns(replace(street_study(), zones=zones)), "barrier_lost_by_ethnic_group")
    assert rows["black"].suppressed
    assert rows["asian"].suppressed  # 150; else the 6 could be worked out
    assert rows["white"].value is not None
    assert rows["mixed"].value is None
    assert not rows["mixed"].suppressed


def test_where_deprivation_is_not_installed_the_rows_say_so_and_everyone_is_still_told():
    study = replace(street_study(), deprivation_zones=street_deprivation_zones().iloc[:0])
    rows = told(breakdowns(study), "barrier_lost_by_imd")
    assert rows[EVERYONE].value == pytest.approx(100 / 3)
    assert rows["decile_1"].value is None
    assert "not installed" in rows["decile_1"].note


def test_a_brief_report_tells_of_deprivation_alone():
    assert [each.id for each in breakdowns(brief=True).breakdowns] == ["barrier_lost_by_imd"]


def test_any_homes_can_be_shared_out_by_group():
    study = street_study()
    near = Marked(key="closer", metric="barrier_lost_share", caption="Closer", homes=np.arange(6) < 1)
    (found,) = [each for each in shares_by_group(study, [near], "By a scheme.") if each.id == "closer_by_imd"]
    assert found.caption == "Closer, by deprivation of the neighbourhood"
    assert found.note.endswith("By a scheme.")
    assert {row.key: row.value for row in found.rows if row.value} == pytest.approx({EVERYONE: 100 / 6, "decile_1": 50})


def figures(**said):
    study = street_study()
    return barrier_figures(study, street_loss(study), DEFAULT_STANDARD, **({"counted": 2} | said))


def test_every_figure_of_the_family_is_there_in_the_order_of_the_catalogue():
    ids = [metric.id for metric in BARRIER_METRICS]
    assert [each.metric for each in figures().measurements] == ids
    assert [each.metric for each in unknown_barrier_figures("Not known: no map.").measurements] == ids
    assert all(each.note for each in unknown_barrier_figures("Not known: no map.").measurements)


def test_the_best_bundle_is_a_share_of_those_who_lose_it():
    found = {
        each.metric: each
        for each in figures(barriers=[], bundles=[Bundle(size=2, ids=("a", "b"), gain=150)]).measurements
    }
    assert found["barrier_best_bundle_share"].value == 75  # 150 of 200
    assert found["barrier_best_bundle_share"].n == 200
    assert found["barrier_best_single"].value == 0


def test_what_was_not_priced_is_not_known_and_not_nought():
    found = {each.metric: each for each in figures().measurements}
    for metric in PRICE_METRICS[1:]:
        assert found[metric].value is None
        assert "not priced" in found[metric].note


def test_no_barrier_is_said_to_be_no_proof_of_none():
    study = street_study()
    nothing = street_loss(study, with_m=WITHOUT)
    found = barrier_figures(study, nothing, DEFAULT_STANDARD, counted=0, barriers=[], bundles=[])
    by_id = {each.metric: each for each in found.measurements}
    assert by_id["barriers_counted"].value == 0
    assert "No pins is not" in by_id["barriers_counted"].note
    assert by_id["barrier_lost_share"].value == 0
    assert by_id["barrier_best_bundle_share"].value is None


def test_homes_with_no_way_are_in_the_shares_of_their_groups():
    study = street_study()
    with_m = WITHOUT.copy()
    with_m[0] = INF
    found = Figures(breakdowns=tuple(barrier_breakdowns(study, street_loss(study, with_m=with_m))))
    assert values(found, "barrier_lost_by_imd")["decile_1"] == 50


def test_where_nobody_lives_no_figure_is_known_and_there_is_no_chart():
    study = street_study()
    empty = replace(study, homes=replace(study.homes, residents=np.zeros(6)))
    found = barrier_figures(empty, street_loss(empty), DEFAULT_STANDARD, counted=2, barriers=[], bundles=[])
    assert all(each.value is None and "no one lives" in each.note for each in found.measurements)
    assert found.breakdowns == ()


def test_of_a_handful_of_residents_there_is_no_chart_and_no_price():
    study = street_study()
    few = replace(study, homes=replace(study.homes, residents=np.ones(6)))
    found = barrier_figures(few, street_loss(few), DEFAULT_STANDARD, counted=2, barriers=[], bundles=[])
    by_id = {each.metric: each for each in found.measurements}
    assert by_id["barrier_lost_share"].suppressed
    assert by_id["barrier_best_bundle_share"].suppressed
    assert found.breakdowns == ()
