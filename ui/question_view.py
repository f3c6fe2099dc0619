"""One question of a report: the figure that matters with its comparison, one picture, and the rest in a fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from geo.metrics.catalogue import CUTS, GREEN, HEARD, METRICS, MISSES
from geo.metrics.report import AreaReport, Breakdown, Comparison, Measurement
from geo.services.report_layers import layers_for
from geo.services.workspace import Workspace
from ui import report_words as words
from ui.addresses import report_map_source
from ui.bars import HERE, OTHER, Bar, draw_bars, draw_breakdowns
from ui.figure_tables import figures_table, methods_table
from ui.figure_words import bar_text, compared, figure_text, is_long, sentence
from ui.london_plan import LONDON_PLAN, show_london_plan
from ui.pin_map import figure, look_map
from ui.report_sections import Section, is_known
from ui.words import _

# Dark for the nearest, grey for "no walk found": as on the small map (frontend/src/shared/walk-colours.js).
WALK_COLOURS = ("#12336E", "#2C7FB8", "#41B6A6", "#A1C75A", "#E0B23A", "#8A9099")
SLUGS = {GREEN: "green", CUTS: "cuts", MISSES: "misses", HEARD: "heard"}
_FEWEST_COMPARED = 2
_TOP_LAYER = "walk"  # stands beside the finding already


def show_question(workspace: Workspace, report: AreaReport, section: Section) -> None:
    """The question with all that the report says to it."""
    slug = SLUGS[section.question]
    st.header(_(section.question), anchor=False, divider="gray")
    headline = words.headline_of(report, section)
    said, shown = st.columns([1, 1], gap="large")
    with said:
        figure(key=f"headline-{slug}", kind="headline", value=headline.value, words=headline.words, note=headline.note)
        if section.compared is not None:
            _comparison(report, section.compared, slug)
        told = words.not_known_yet(section.before)
        if told:
            st.text(told)
    with shown:
        pictured = _picture(report, section, slug)
    if section.measurements:
        with st.expander(_("Charts, all figures, and how we worked this out")):
            _details(workspace, report, section, pictured)


def _details(workspace: Workspace, report: AreaReport, section: Section, pictured: Breakdown | None) -> None:
    """What folds away: a tab for each kind of detail that there is."""
    slug = SLUGS[section.question]
    charts = [each for each in section.breakdowns if each is not pictured and each.id != LONDON_PLAN]
    drawn: dict[str, Callable[[], None]] = {
        _("All figures"): partial(figures_table, f"table-{slug}", _(section.question), section.measurements),
        _("How we worked this out"): partial(
            methods_table, f"methods-{slug}", [each.metric for each in section.measurements]
        ),
    }
    if charts:
        drawn[_("Charts")] = partial(draw_breakdowns, f"charts-{slug}", charts)
    if any(each.id == LONDON_PLAN for each in section.breakdowns):
        drawn[_("London Plan")] = partial(show_london_plan, workspace, report)
    for tab, draw in zip(st.tabs(list(drawn)), drawn.values(), strict=True):
        with tab:
            draw()


def comparison_bars(report: AreaReport, compared_by: Measurement) -> list[Bar]:
    """The figure here and in each larger place that the report has it for.

    Nothing where fewer than two places are known, or where it is nought in all: that compares nothing.
    """
    metric, unit = compared_by.metric, compared_by.unit
    there = [(each.name, each.measurements[metric]) for each in report.comparisons if metric in each.measurements]
    known = [each.value for each in (compared_by, *(its for _name, its in there)) if is_known(each)]
    if len(known) < _FEWEST_COMPARED or not any(known):
        return []
    here = Bar(
        label=report.area.name, value=_shown(compared_by), text=bar_text(compared_by, unit), colour=HERE, strong=True
    )
    others = [Bar(label=_(name), value=_shown(its), text=bar_text(its, unit), colour=OTHER) for name, its in there]
    return [here, *others]


def comparison_words(report: AreaReport, compared_by: Measurement) -> str:
    """The comparison in a sentence; empty where there is none."""
    if compared_by.value is None or not is_known(compared_by):
        return ""
    parts = []
    for each in report.comparisons:
        its = each.measurements.get(compared_by.metric)
        if its is not None and its.value is not None and is_known(its):
            parts.append(compared(compared_by.metric, compared_by.value, its.value, _place(each)))
    return sentence(parts)


def _place(comparison: Comparison) -> str:
    return _("everyone on this walking map") if comparison.place == "map" else _(comparison.name)


def _comparison(report: AreaReport, compared_by: Measurement, slug: str) -> None:
    bars = comparison_bars(report, compared_by)
    if not bars:
        return
    st.text(comparison_words(report, compared_by))
    caption = _(METRICS[compared_by.metric].label)
    if is_long(compared_by.unit) and compared_by.unit not in caption:
        caption = f"{caption} ({compared_by.unit})"
    draw_bars(f"compared-{slug}", caption, (_("Place"), _("Value")), bars, compared_by.unit)


def _shown(measurement: Measurement) -> float | None:
    return measurement.value if is_known(measurement) else None


def _picture(report: AreaReport, section: Section, slug: str) -> Breakdown | None:
    """One map or chart; gives back the breakdown that it drew, if it drew one."""
    if section.question == GREEN and _walk_bars(report):
        return None
    if section.question == HEARD:
        _voice_bars(report)
    kinds = [kind for kind in layers_for(section.question) if kind.id != _TOP_LAYER]
    if kinds:
        _map_with_choice(report, slug, {kind.id: _(kind.label) for kind in kinds})
        return None
    if section.breakdowns:
        draw_breakdowns(f"{slug}-picture", section.breakdowns[:1])
        return section.breakdowns[0]
    return None


@st.fragment
def _map_with_choice(report: AreaReport, slug: str, labels: dict[str, str]) -> None:
    chosen = next(iter(labels))
    if len(labels) > 1:
        chosen = st.radio(
            _("What the map shows"), list(labels), format_func=labels.__getitem__, horizontal=True, key=f"layer-{slug}"
        )
    look_map(
        key=f"map-{slug}",
        source=report_map_source(report.area.id, chosen, report.persona),
        label=_("Map of {name}: {layer}").format(name=report.area.name, layer=labels[chosen]),
        height=320,
    )


def _walk_bars(report: AreaReport) -> bool:
    placed = sum(band.residents for band in report.walk_bands)
    if not placed:
        return False
    bars = [
        Bar(
            label=_(band.label),
            value=band.residents,
            text=_("{n} people").format(n=figure_text(round(band.residents, -1))),
            colour=colour,
        )
        for band, colour in zip(report.walk_bands, WALK_COLOURS, strict=True)
    ]
    caption = _("People who live here, by the walk to the nearest public open space")
    draw_bars("walk-bars", caption, (_("Walk"), _("People")), bars)
    return True


def _voice_bars(report: AreaReport) -> None:
    rates = {kind: words.find(report, f"{kind}_pins_per_1000") for kind in ("welcoming", "barrier")}
    known: Sequence[tuple[str, Measurement]] = [(kind, rate) for kind, rate in rates.items() if rate is not None]
    if not any(rate.n for _kind, rate in known):
        return
    labels = {"welcoming": _("Welcoming"), "barrier": _("Something gets in the way")}
    colours = {"welcoming": "#00695C", "barrier": "#B23A00"}
    bars = [
        Bar(
            label=labels[kind],
            value=None if rate.suppressed else float(rate.n or 0),
            text=words.pins_text(rate),
            colour=colours[kind],
            mark=kind,
        )
        for kind, rate in known
    ]
    draw_bars("voices", _("Pins by what they say"), (_("Kind"), _("Pins")), bars)
