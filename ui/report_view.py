"""Draws a report: a question at a time, each with one figure, one picture, and how it was worked out."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo.metrics.catalogue import METRICS
from geo.metrics.report import AreaReport, Measurement
from geo.services.workspace import Workspace
from ui import report_words as words
from ui.downloads import download_buttons
from ui.pin_map import figure, look_map, table
from ui.streets import offer_streets
from ui.words import _

# Dark for the nearest, and grey for "no walk found": the same as on the small map, where the reason for them stands
# (frontend/src/shared/walk-colours.js).
WALK_COLOURS = ("#12336E", "#2C7FB8", "#41B6A6", "#A1C75A", "#E0B23A", "#8A9099")
_WALKS = ("residents_within_400m", "residents_within_10min", "mean_walk_m", "p95_walk_m", "worst_walk_m")
_VOICES = ("welcoming_pins_per_km2", "barrier_pins_per_km2", "welcoming_pins_per_1000", "barrier_pins_per_1000")


def show_report(workspace: Workspace, report: AreaReport) -> None:
    """The whole report of one area."""
    area = report.area
    st.title(area.name, anchor=False)
    st.text(words.subtitle(report))
    sentence, beside = st.columns([2, 3], gap="medium", vertical_alignment="center")
    with sentence, st.container(key="cg-finding"):
        st.text(words.finding(report))
    with beside:
        look_map(key="look", area_id=area.id, label=_("Map of {name} with its public spaces").format(name=area.name))
    if not report.coverage.sufficient:
        offer_streets(report)
    _question(report, _("How far is it to a public space?"), words.walking_headline(report), _walk_bars, _WALKS)
    _question(report, _("How much space is there?"), words.space_headline(report), _share, ("open_space_ha_per_1000",))
    _question(report, _("What have people said?"), words.voices_headline(report), _voice_bars, _VOICES)
    _sources(report)
    download_buttons(workspace, report)


def _question(
    report: AreaReport,
    question: str,
    headline: words.Headline,
    picture: Callable[[AreaReport], None],
    metrics: tuple[str, ...],
) -> None:
    key = metrics[0]
    st.subheader(question, anchor=False, divider="gray")
    figure(key=f"headline-{key}", kind="headline", value=headline.value, words=headline.words, note=headline.note)
    if headline.is_known:
        picture(report)
    with st.expander(_("All figures, and how we worked them out")):
        _table([report.measurement(metric) for metric in metrics], question)
        _methods(metrics)


def _walk_bars(report: AreaReport) -> None:
    placed = sum(band.residents for band in report.walk_bands)
    if not placed:
        return
    figure(
        key="walk-bars",
        kind="bars",
        caption=_("People who live here, by the walk to the nearest public open space"),
        heads=[_("Walk"), _("People")],
        rows=[
            {
                "label": band.label,
                "share": band.residents / placed,
                "text": _("{n} people").format(n=words.figure_text(round(band.residents, -1))),
                "colour": colour,
            }
            for band, colour in zip(report.walk_bands, WALK_COLOURS, strict=True)
        ],
    )


def _share(report: AreaReport) -> None:
    value = report.measurement("open_space_ha_per_1000").value
    if not value:
        return
    square_metres = value * words.SQUARE_METRES_PER_HA_PER_1000
    told = words.share_words(square_metres)
    figure(key="share", kind="share", square_metres=square_metres, alt=told, caption=told)


def _voice_bars(report: AreaReport) -> None:
    rates = {kind: report.measurement(f"{kind}_pins_per_1000") for kind in ("welcoming", "barrier")}
    counts = {kind: 0 if rate.suppressed else rate.n or 0 for kind, rate in rates.items()}
    most = max(counts.values())
    if most == 0:
        return
    labels = {"welcoming": _("Welcoming"), "barrier": _("Something gets in the way")}
    colours = {"welcoming": "#00695C", "barrier": "#B23A00"}
    rows = [
        {
            "label": labels[kind],
            "share": n / most,
            "text": words.pins_text(rates[kind]),
            "colour": colours[kind],
            "mark": kind,
        }
        for kind, n in counts.items()
    ]
    figure(key="voices", kind="bars", caption=_("Pins by what they say"), heads=[_("Kind"), _("Pins")], rows=rows)


def _table(measurements: list[Measurement], question: str) -> None:
    rows = [{_("Figure"): m.label, _("Value"): words.value_text(m), _("Note"): m.note or ""} for m in measurements]
    table(key=f"table-{measurements[0].metric}", caption=question, rows=rows)


def _methods(metrics: tuple[str, ...]) -> None:
    known = [METRICS[metric] for metric in metrics]
    rows = [{_("Figure"): m.label, _("How it is worked out"): m.formula, _("Source"): m.source} for m in known]
    table(key=f"methods-{metrics[0]}", caption=_("How we worked them out"), rows=rows)
    for caveat in dict.fromkeys(metric.caveats for metric in known):
        st.text(_("Beware: {caveat}").format(caveat=caveat))


def _sources(report: AreaReport) -> None:
    made = report.provenance
    with st.expander(_("Sources of this report")):
        rows = [{_("Data"): s.title, _("Publisher"): s.publisher, _("Date"): s.vintage} for s in made.sources]
        table(key="sources", caption=_("Sources of this report"), rows=rows)
        st.text(
            _("Made {time} UTC. Digest of all that went in: {digest}").format(
                time=f"{made.made_at:%d %B %Y, %H:%M}", digest=made.input_digest
            )
        )
