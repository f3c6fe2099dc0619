"""A report parted under its questions, made by hand: what leads, what is compared, what is not known."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from shapely import box

from geo.areas import Area, AreaKind
from geo.metrics.catalogue import CUTS, GREEN, HEARD, METRICS, MISSES, QUESTIONS
from geo.metrics.coverage import Coverage
from geo.metrics.report import AreaReport, Breakdown, BreakdownRow, Comparison, Measurement, measured
from geo.provenance import Provenance
from ui.bars import breakdown_chart, placed, scale
from ui.compare_view import compared_metrics, difference_in_words
from ui.figure_tables import by_reason, families, told_once
from ui.figure_words import amount_text, compared, figure_text, value_text
from ui.question_view import comparison_bars, comparison_words
from ui.report_sections import CHARTS, COMPARED, LEADS, WALK_MINUTES, minutes_in, sections
from ui.report_words import headline_of, not_known_yet

AREA = Area(
    id="A1",
    name="Little Place",
    kind=AreaKind.WARD,
    borough_code="B1",
    borough_name="Great Place",
    area_km2=1.0,
    geometry=box(0, 0, 1000, 1000),
    source_id="wards",
)
COVERED = Coverage(
    area_id="A1", network_id="n", network_name="N", network_date=None, area_share=1.0, margin_share=1.0, margin_m=798.0
)
MADE = Provenance(sources=(), parameters={}, input_digest="0", made_at=datetime(2026, 11, 22, tzinfo=UTC))


def report(
    *measurements: Measurement, breakdowns: tuple[Breakdown, ...] = (), comparisons: tuple[Comparison, ...] = ()
) -> AreaReport:
    return AreaReport(
        area=AREA,
        persona="any-walker",
        coverage=COVERED,
        measurements=measurements,
        walk_bands=(),
        provenance=MADE,
        breakdowns=breakdowns,
        comparisons=comparisons,
    )


def section(made: AreaReport, question: str = GREEN, minutes: int = 10):
    (found,) = [each for each in sections(made, minutes) if each.question == question]
    return found


def place(name: str, *measurements: Measurement, kind: str = "borough") -> Comparison:
    return Comparison(place=kind, name=name, measurements={each.metric: each for each in measurements})


def test_every_figure_that_is_preferred_is_in_the_catalogue() -> None:
    preferred = {(question, each) for lists in (LEADS, COMPARED) for question, ids in lists.items() for each in ids}
    plain = {(question, each) for question, each in preferred if "{" not in each}
    assert {each for _question, each in plain} - set(METRICS) == set()
    assert {(METRICS[each].question, each) for _question, each in plain} == plain
    for question, each in preferred - plain:
        there = [each.format(minutes=n) for n in WALK_MINUTES if each.format(minutes=n) in METRICS]
        assert there, each
        assert {METRICS[metric].question for metric in there} == {question}


def test_the_questions_come_in_their_order_and_each_figure_stands_under_its_own() -> None:
    made = report(*(measured(metric, 1.0) for metric in METRICS))
    told = sections(made)
    assert tuple(each.question for each in told) == QUESTIONS
    assert {METRICS[m.metric].question for each in told for m in each.measurements if each.question == CUTS} == {CUTS}
    assert set(CHARTS) == set(LEADS) == set(QUESTIONS)


def test_the_walk_that_was_chosen_leads_and_other_walks_are_left_out() -> None:
    made = report(
        measured("residents_within_400m", 80.0),
        measured("residents_within_10min", 95.0),
        measured("within_5min_any_green", 60.0),
        measured("within_10min_any_green", 90.0),
    )
    assert section(made, minutes=10).lead.metric == "residents_within_10min"
    five = section(made, minutes=5)
    assert five.lead.metric == "within_5min_any_green"
    assert {each.metric for each in five.measurements} == {"residents_within_400m", "within_5min_any_green"}


def test_what_is_not_known_gives_way_to_what_is_and_is_named_beneath() -> None:
    made = report(measured("residents_within_400m", None, notes=["No streets."]), measured("mean_walk_m", 300.0))
    found = section(made)
    assert found.lead.metric == "mean_walk_m"
    told = not_known_yet(found.before)
    assert told == "We don't know yet: Residents within a 400 m walk of public open space. No streets."


def test_where_nothing_is_known_the_headline_says_so_with_the_reason() -> None:
    made = report(measured("residents_within_400m", None, notes=["No streets."]), measured("mean_walk_m", None))
    headline = headline_of(made, section(made))
    assert (headline.value, headline.words, headline.note) == ("?", "We don't know yet.", "No streets.")
    empty = report()
    assert headline_of(empty, section(empty, MISSES)).value == "?"


def test_what_is_withheld_is_said_to_be_withheld() -> None:
    made = report(measured("residents_within_400m", None, suppressed=True, notes=["Fewer than 10 people."]))
    headline = headline_of(made, section(made))
    assert headline.value == "…"
    assert headline.words.startswith("Withheld")
    assert headline.note == "Fewer than 10 people."


def test_a_figure_that_nobody_wrote_words_for_is_told_by_its_label() -> None:
    made = report(measured("dissimilarity_tenure", 0.41234))
    headline = headline_of(made, section(made, MISSES))
    assert headline.value == "0.412"
    assert headline.words == f"{METRICS['dissimilarity_tenure'].label} (index, 0 to 1)"


def test_places_are_compared_in_words_and_bars_and_the_unknown_one_is_hatched() -> None:
    lead = measured("residents_within_400m", 84.2105)
    made = report(
        lead,
        comparisons=(
            place("Great Place", measured("residents_within_400m", 60.0)),
            place("London", measured("residents_within_400m", None), kind="london"),
            place("Everyone on this walking map", measured("residents_within_400m", 85.0), kind="map"),
        ),
    )
    assert comparison_words(made, lead) == (
        "Better than Great Place (60\N{NO-BREAK SPACE}%), "
        "about the same as everyone on this walking map (85\N{NO-BREAK SPACE}%)."
    )
    bars = comparison_bars(made, lead)
    assert [bar.label for bar in bars] == ["Little Place", "Great Place", "London", "Everyone on this walking map"]
    assert [bar.value for bar in bars] == [84.2105, 60.0, None, 85.0]
    assert bars[2].text == "not known"
    assert bars[0].strong


def test_nothing_is_compared_with_nothing() -> None:
    lead = measured("barrier_pins_per_1000", 0.0)
    alone = report(lead, comparisons=(place("Great Place", measured("barrier_pins_per_1000", None)),))
    assert comparison_bars(alone, lead) == []
    nought = report(lead, comparisons=(place("Great Place", measured("barrier_pins_per_1000", 0.0)),))
    assert comparison_bars(nought, lead) == []


@pytest.mark.parametrize(
    ("metric", "here", "there", "words"),
    [
        ("mean_walk_m", 200.0, 300.0, "better than X (300\N{NO-BREAK SPACE}m)"),
        ("mean_walk_m", 300.0, 200.0, "worse than X (200\N{NO-BREAK SPACE}m)"),
        ("mean_walk_m", 300.0, 290.0, "about the same as X (290\N{NO-BREAK SPACE}m)"),
        ("residents_within_400m", 50.0, 51.9, "about the same as X (51.9\N{NO-BREAK SPACE}%)"),
        ("residents_within_400m", 50.0, 52.1, "worse than X (52.1\N{NO-BREAK SPACE}%)"),
        ("barrier_pins_per_1000", 4.0, 2.0, "more than X (2)"),
        ("barrier_pins_per_1000", 1.0, 2.0, "less than X (2)"),
    ],
)
def test_better_is_the_way_the_catalogue_says(metric: str, here: float, there: float, words: str) -> None:
    assert compared(metric, here, there, "X") == words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (84.2105, "% of residents", "84.2\N{NO-BREAK SPACE}%"),
        (1684.6, "residents", "1,680 residents"),
        (12.0, "residents", "10 residents"),
        (412.4, "m", "412\N{NO-BREAK SPACE}m"),
        (3160.0, "m", "3.16\N{NO-BREAK SPACE}km"),
        (1.23456, "ha per 1,000 residents", "1.23 ha per 1,000 residents"),
        (-0.0823, "index, −1 to 1", "−0.0823 index, −1 to 1"),
        (0.0, "m", "0\N{NO-BREAK SPACE}m"),
    ],
)
def test_figures_carry_three_digits_at_most_and_people_are_rounded(value: float, unit: str, text: str) -> None:
    assert amount_text(value, unit) == text


def test_a_very_small_figure_is_not_told_as_nought() -> None:
    assert figure_text(0.00004) == "less than 0.001"
    assert figure_text(0.0) == "0"


def test_a_value_that_is_not_known_or_withheld_is_told_so() -> None:
    assert value_text(measured("mean_walk_m", None)) == "not known"
    assert value_text(measured("mean_walk_m", None, suppressed=True)) == "withheld"


def test_bars_stand_on_one_scale_that_holds_nought_and_all_of_a_hundred_percent() -> None:
    assert scale([20.0, 40.0], "% of residents") == (0.0, 100.0)
    assert scale([20.0, 40.0], "m") == (0.0, 40.0)
    assert scale([-1.0, 3.0], "index") == (-1.0, 3.0)
    assert scale([], "m") == (0.0, 1.0)
    assert placed(3.0, (-1.0, 3.0)) == {"start": 0.25, "share": 0.75, "unknown": False}
    assert placed(-1.0, (-1.0, 3.0)) == {"start": 0.0, "share": 0.25, "unknown": False}
    assert placed(None, (0.0, 1.0))["unknown"]


def test_a_chart_hatches_what_is_not_known_and_hides_what_is_withheld() -> None:
    rows = (
        BreakdownRow(key="a", label="Near", value=75.0),
        BreakdownRow(key="b", label="Far", value=None),
        BreakdownRow(key="c", label="Few", value=3.0, suppressed=True),
    )
    drawn = breakdown_chart(Breakdown(id="x", metric="walk_gap", caption="Who", unit="% of residents", rows=rows))
    assert [row["unknown"] for row in drawn["rows"]] == [False, True, True]
    assert [row["text"] for row in drawn["rows"]] == ["75\N{NO-BREAK SPACE}%", "not known", "withheld"]


def test_a_chart_stands_under_the_question_of_its_figure_and_not_where_nothing_is_known() -> None:
    known = (BreakdownRow(key="a", label="a", value=1.0),)
    nothing = (BreakdownRow(key="a", label="a", value=None),)
    charts = (
        Breakdown(id="walk_by_imd", metric="walk_gap", caption="By deprivation", unit="m", rows=known),
        Breakdown(id="walk_by_age", metric="walk_gap", caption="By age", unit="m", rows=nothing),
        Breakdown(id="nearest_kinds_5min", metric="within_minutes_kind", caption="5", unit="%", rows=known),
        Breakdown(id="nearest_kinds_10min", metric="within_minutes_kind", caption="10", unit="%", rows=known),
        Breakdown(id="tag_completeness", metric="walk_m_kind", caption="Tags", unit="%", rows=known),
    )
    made = report(breakdowns=charts)
    assert [each.id for each in section(made, MISSES).breakdowns] == ["walk_by_imd"]
    assert [each.id for each in section(made, GREEN, 5).breakdowns] == ["nearest_kinds_5min"]


def test_a_large_family_of_figures_folds_under_the_words_they_share() -> None:
    kinds = [measured(f"walk_m_{kind}", 100.0) for kind in ("park", "garden", "playground", "square", "library")]
    groups = families([measured("mean_walk_m", 90.0), *kinds])
    assert [(title, len(members)) for title, members in groups] == [
        ("", 1),
        ("Average walk to the nearest … (5 figures)", 5),
    ]


def test_what_is_not_known_is_gathered_by_its_reason_whatever_the_numbers_in_it() -> None:
    first = "Not known: the installed map covers 46 % of the 798 m around. Homes are buildings."
    second = "Not known: the installed map covers less than 1 % of the 8 km around."
    groups = by_reason(
        [
            measured("london_plan_regional", None, notes=[second]),
            measured("everyday_mix", None, notes=[first]),
            measured("play_10m2", None),
            measured("voices", None, suppressed=True),
        ]
    )
    assert [(reason, len(members)) for reason, members in groups] == [
        ("Not known: the installed map covers … of the … around.", 2),
        ("Not known.", 1),
        ("Withheld.", 1),
    ]


def test_a_sentence_that_three_notes_share_is_told_once() -> None:
    assert told_once(["By land. A.", "By land.", "By land."]) == (["A.", "", ""], ["By land."])
    assert told_once(["By land.", "By land."]) == (["By land.", "By land."], [])


def test_minutes_are_read_from_an_id_as_a_whole_word() -> None:
    assert minutes_in("within_15min_park") == 15
    assert minutes_in("open_spaces_in_5min") == 5
    assert minutes_in("bus_within_640m") is None
    assert minutes_in("severance_travel_min") is None


def test_areas_differ_in_words_with_those_that_tie() -> None:
    names = ["North", "South", "East"]
    said = difference_in_words("residents_within_400m", [100.0, 99.5, 80.0], names)
    assert said == "Best: North and South. Worst: East. Apart: 20 points."
    assert difference_in_words("mean_walk_m", [100.0, None, 300.0], names) == (
        "Best: North. Worst: East. Apart: 200\N{NO-BREAK SPACE}m."
    )
    assert difference_in_words("residents", [2000.0, 1000.0, None], names) == (
        "Most: North. Least: South. Apart: 1,000 residents."
    )
    assert difference_in_words("mean_walk_m", [100.0, None, None], names) == "Too little is known to compare."
    assert difference_in_words("mean_walk_m", [100.0, 101.0, None], names) == "About the same."


def test_a_figure_that_no_area_knows_stands_only_where_there_is_no_other() -> None:
    unknown = report(measured("residents_within_400m", None), measured("mean_walk_m", None))
    assert compared_metrics([unknown, unknown], GREEN, 10) == ["residents_within_400m"]
    partly = report(measured("residents_within_400m", None), measured("mean_walk_m", 200.0))
    assert compared_metrics([unknown, partly], GREEN, 10) == ["mean_walk_m"]
    silent = report(measured("barrier_pins_per_1000", 0.0), measured("welcoming_pins_per_1000", 0.0))
    assert compared_metrics([silent, silent], HEARD, 10) == ["barrier_pins_per_1000"]
