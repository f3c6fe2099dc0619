"""What the browser draws of ranked barriers: a row with three bars for each, and the steps of the best bundle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geo.metrics.barrier_report import BarrierReport, Bundle, PricedBarrier
from geo.metrics.barrier_understanding import understood
from geo.metrics.disclosure import too_few_residents
from ui import barrier_words as words
from ui.words import _

MOST_ROWS = 60
_FEW = 5.0  # how long a bar of fewer than ten people is drawn, whatever they are


def ranked_rows(report: BarrierReport) -> list[dict[str, Any]]:
    """The ranked barriers, the first `MOST_ROWS` of them, their bars on one scale."""
    shown = report.barriers[:MOST_ROWS]
    longest = max((_longest(each, report.bundles) for each in shown), default=0.0) or 1.0
    return [_row(rank, each, report, longest) for rank, each in enumerate(shown, start=1)]


def _row(rank: int, priced: PricedBarrier, report: BarrierReport, longest: float) -> dict[str, Any]:
    barrier = priced.barrier
    return {
        "id": barrier.id,
        "rank": rank,
        "title": _(barrier.label),
        "known": words.known_from(barrier),
        "said": words.regained(priced, report.standard) if words.keeps_away(report) else " ".join(words.facts(priced)),
        "bars": _bars(priced, report, longest),
        "facts": words.facts(priced) if words.keeps_away(report) else [],
        "folds": [
            {"title": title, "lines": lines}
            for title, lines in (
                (_("How we understood this"), [_(each) for each in understood(barrier)]),
                (_("What it rests on"), words.evidence(barrier)),
                (_("How we understood it before an officer corrected it"), words.before(barrier)),
            )
            if lines
        ],
    }


def _bars(priced: PricedBarrier, report: BarrierReport, longest: float) -> list[dict[str, Any]]:
    """Three bars; none where no barrier keeps anyone away: what is left are shorter walks, told in words."""
    if not words.keeps_away(report):
        return []
    together = words.joined(priced, report.bundles) or 0.0
    alone = _bar("alone", _("Alone"), priced.single, words.alone_text(priced), longest)
    return [
        alone | {"low": _placed(priced.low, longest), "high": _placed(priced.high, longest)},
        _bar("fair", _("Fair share"), priced.shapley, words.share_text(priced), longest),
        _bar("together", _("Together with the others"), together, words.together_text(priced, report.bundles), longest),
    ]


def _bar(kind: str, label: str, people: float, text: str, longest: float) -> dict[str, Any]:
    return {"kind": kind, "label": label, "share": _placed(people, longest), "text": text}


def _placed(people: float, longest: float) -> float:
    """The share of the longest bar; the few of a household are all drawn alike."""
    if people < words.SOMEONE:
        return 0.0
    return round(min(1.0, (_FEW if too_few_residents(people) else people) / longest), 4)


def _longest(priced: PricedBarrier, bundles: Sequence[Bundle]) -> float:
    return max(priced.single, priced.high, priced.shapley, words.joined(priced, tuple(bundles)) or 0.0, 0.0)


def bundle_steps(report: BarrierReport) -> dict[str, Any]:
    """The best bundles as steps: how many are mended, what joins, and how many people that gives back in all."""
    titles = {each.barrier.id: _(each.barrier.label) for each in report.barriers}
    ranks = {each.barrier.id: rank for rank, each in enumerate(report.barriers, start=1)}
    total = report.recoverable or 0.0
    top = max([total, *(each.gain for each in report.bundles)], default=0.0) or 1.0
    steps, before = [], Bundle(size=0, ids=(), gain=0.0)
    for bundle in sorted(report.bundles, key=lambda each: each.size):
        joining = [each for each in bundle.ids if each not in before.ids]
        steps.append(
            {
                "size": bundle.size,
                "share": round(min(1.0, max(0.0, bundle.gain) / top), 4),
                "text": words.people_text(bundle.gain),
                "joins": "; ".join(_named(each, titles, ranks) for each in joining),
            }
        )
        before = bundle
    return {
        "caption": _("People who regain it as more is mended, the best first"),
        "heads": [_("Mended"), _("What joins"), _("People in all")],
        "steps": steps,
        "total": {
            "share": round(min(1.0, total / top), 4),
            "text": _("All barriers mended: {people}").format(people=words.people_text(total)),
        },
        "axis": _("How many are mended"),
        "alt": _("A line that rises by steps. The table beside it says the same."),
    }


def _named(barrier_id: str, titles: dict[str, str], ranks: dict[str, int]) -> str:
    if barrier_id not in titles:
        return _("a barrier that costs nobody anything by itself")
    return f"{ranks[barrier_id]}. {titles[barrier_id]}"
