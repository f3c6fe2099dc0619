"""What stands behind the ranking, each in a fold: who, other settings, critical links, what people feel, the method."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.metrics.barrier_report import BarrierReport, CriticalLink, FeltGap, SensitivityRow
from geo.metrics.report import Breakdown
from ui import barrier_words as words
from ui.bars import Bar, chart
from ui.figure_tables import figures_table, methods_table
from ui.figure_words import bar_text, figure_text
from ui.pin_map import figure, table
from ui.words import _

FELT, MODELLED = "felt-not-modelled", "modelled-not-felt"
FREE, MET, LOST = "barrier_free_met", "barrier_met", "barrier_lost"


def show_details(report: BarrierReport) -> None:
    """The folds; one that has nothing to say is left out."""
    st.header(_("What stands behind it"), anchor=False, divider="gray")
    _who(report)
    _sensitivity(report)
    _critical(report)
    _felt(report)
    _method(report)


def _who(report: BarrierReport) -> None:
    lost = [each for each in report.breakdowns if each.id.startswith(f"{LOST}_by_") and _tells_apart(each)]
    if not lost and not report.measurements:
        return
    with st.expander(_("Whom barriers cost most")):
        if lost:
            figure(key="barriers-who", kind="charts", charts=[_lost_chart(each) for each in lost])
            table(key="barriers-groups", caption=_("Who has it, and who loses it"), rows=group_rows(report))
        if report.measurements:
            figures_table("barriers-figures", _("What barriers cost"), report.measurements)


def _tells_apart(breakdown: Breakdown) -> bool:
    """Whether at least one group is known beside everyone."""
    return sum(row.value is not None and not row.suppressed for row in breakdown.rows) > 1


def _lost_chart(breakdown: Breakdown) -> dict[str, Any]:
    """Bars on a scale of their own: few lose it, and groups are to be told apart."""
    bars = [
        Bar(
            label=_(row.label),
            value=None if row.suppressed else row.value,
            text=bar_text(row, breakdown.unit),
            strong=row is breakdown.rows[0],
        )
        for row in breakdown.rows
    ]
    return chart(_(breakdown.caption), (_("Who"), _(breakdown.unit)), bars, note=_(breakdown.note or ""))


def group_rows(report: BarrierReport) -> list[dict[str, str]]:
    """A row for each group that is told apart: who has it without barriers, with them, and who loses it."""
    by_id = {each.id: each for each in report.breakdowns}
    rows = []
    for lost in report.breakdowns:
        dimension = lost.id.removeprefix(f"{LOST}_by_")
        three = [by_id.get(f"{each}_by_{dimension}") for each in (FREE, MET, LOST)]
        if dimension == lost.id or not _tells_apart(lost) or None in three:
            continue
        for group in zip(*(each.rows for each in three if each), strict=True):
            heads = (_("Without barriers"), _("With all barriers"), _("Lose it"))
            shares = {head: bar_text(row, lost.unit) for head, row in zip(heads, group, strict=True)}
            rows.append({_("Who"): _(group[0].label)} | shares)
    return list({tuple(row.items()): row for row in rows}.values())


def _sensitivity(report: BarrierReport) -> None:
    if not report.sensitivity:
        return
    labels = {each.barrier.id: each.barrier.label for each in report.barriers}
    with st.expander(_("Does the order hold under other settings?")):
        st.text(
            _(
                "What a barrier adds to a walk is an estimate. Where the order stays much the same when it is halved, "
                "doubled or counted otherwise, one can rely on it."
            )
        )
        rows = [_sensitivity_row(each, labels) for each in report.sensitivity]
        table(key="barriers-sensitivity", caption=_("The order under other settings"), rows=rows)


def _sensitivity_row(row: SensitivityRow, labels: dict[str, str]) -> dict[str, str]:
    first = _("none") if row.first_id is None else _(labels.get(row.first_id, _("one that is not in the list above")))
    return {
        _("Setting"): _(row.label),
        _("People in all"): words.people_text(row.recoverable),
        _("First to mend"): first,
        _("How alike the order is"): alike(row.rank_correlation),
        _("Of the first five, still among them"): str(row.top_kept),
    }


def alike(correlation: float | None) -> str:
    """Spearman's correlation in words, with the number.

    >>> alike(0.97), alike(None)
    ('nearly the same (0.97)', 'too few to say')
    """
    if correlation is None:
        return _("too few to say")
    steps = ((0.9, _("nearly the same")), (0.6, _("much the same")), (0.2, _("partly the same")))
    said = next((label for least, label in steps if correlation >= least), _("quite another"))
    return f"{said} ({correlation:.2f})".replace("-", "−")


def _critical(report: BarrierReport) -> None:
    if not report.critical:
        return
    with st.expander(_("Which links everything hangs on")):
        st.text(_("Bridges, underpasses, lifts and other links: what would be lost if one closed."))
        rows = [_critical_row(each) for each in report.critical]
        table(key="barriers-critical", caption=_("What would be lost if a link closed"), rows=rows)


def _critical_row(link: CriticalLink) -> dict[str, str]:
    return {
        _("Link"): _(link.label),
        _("Would lose it"): words.people_text(link.lose_standard),
        _("Would have no way at all"): words.people_text(link.lose_any_way),
        _("On the map"): link.osm,
    }


def _felt(report: BarrierReport) -> None:
    if not report.felt:
        return
    with st.expander(_("What people feel, and what the walks show")):
        told = _("People say that something is in their way, and walks show no loss. Ask what the walks cannot see.")
        _felt_table(FELT, told, _("Felt, not seen in walks"), report.felt)
        told = _("Walks show a loss that nobody has told us of. Nobody may have been asked.")
        _felt_table(MODELLED, told, _("Seen in walks, told by nobody"), report.felt)


def _felt_table(kind: str, told: str, caption: str, gaps: tuple[FeltGap, ...]) -> None:
    found = [each for each in gaps if each.kind == kind]
    if not found:
        return
    st.text(told)
    rows = [_felt_row(each) for each in found]
    table(key=f"barriers-{kind}", caption=caption, rows=rows)


def _felt_row(gap: FeltGap) -> dict[str, str]:
    return {
        _("Where"): _(gap.label),
        _("Pins"): figure_text(gap.pins) if gap.pins else _("none"),
        _("People it costs by the walks"): _("not known")
        if gap.residents is None
        else words.people_text(gap.residents),
    }


def _method(report: BarrierReport) -> None:
    with st.expander(_("How we worked this out")):
        st.text(
            _(
                "Each barrier is laid on the street or path where it stands and makes walks that pass it longer, or "
                "impossible, for this walker. We measure every home's walk with all of them, without any, and without "
                "each; that is exact, not sampled. “Alone” is who regains it if that one is mended and nothing else. "
                "“Fair share” parts what all mending together gives back among the barriers, over many orders of "
                "mending. “Together with the others” is what it adds when its turn comes in the best order."
            )
        )
        st.text(settings_in_full(report))
        for note in report.notes:
            st.text(_(note))
        if report.measurements:
            methods_table("barriers-methods", [each.metric for each in report.measurements])
        st.text(
            _("The standard: {label} ({source}).").format(label=_(report.standard.label), source=report.standard.source)
        )
        st.text(_("More in docs/metrics.md, “Barriers”."))


def settings_in_full(report: BarrierReport) -> str:
    """Every setting behind the result."""
    chosen = report.settings
    return " ".join(
        (
            words.settings_words(chosen),
            _("A pin belongs to a street or path within {n} m.").format(n=f"{chosen.nearest_m:g}"),
            _("Pins of one kind within {n} m of each other are one barrier.").format(n=f"{chosen.merge_m:g}"),
            _("Fair shares over {n} orders (seed {seed}), or all orders where few barriers matter.").format(
                n=chosen.permutations, seed=chosen.seed
            ),
        )
    )
