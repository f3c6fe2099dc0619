"""What barriers cost an area, as figures of its report."""

from __future__ import annotations

from collections.abc import Sequence

from geo.metrics.barrier_breakdowns import barrier_breakdowns
from geo.metrics.barrier_lost import BarrierLoss, lost_measurements, unknown_lost
from geo.metrics.barrier_report import Bundle, PricedBarrier
from geo.metrics.barrier_standards import ReachStandard
from geo.metrics.disclosure import RESIDENTS_WITHHELD, too_few_residents
from geo.metrics.groups import placing_notes
from geo.metrics.report import Figures, Measurement, measured
from geo.metrics.study import Study

PRICE_METRICS = ("barriers_counted", "barrier_best_single", "barrier_best_bundle_share")

_NO_BARRIER = "Residents have told of none here and the map shows none for this walker. No pins is not “no barrier”."
_NOTHING_LOST = "Not known: barriers take the standard from nobody here, so that there is nothing to regain."
_NOBODY = "Not known: no one lives in the part measured, by the census."
_NOT_PRICED = "Not known: the barriers were not priced one by one."


def barrier_figures(
    study: Study,
    loss: BarrierLoss,
    standard: ReachStandard,
    *,
    counted: int,
    barriers: Sequence[PricedBarrier] | None = None,
    bundles: Sequence[Bundle] | None = None,
    notes: Sequence[str] = (),
    brief: bool = False,
) -> Figures:
    """What barriers take, who loses, what the best one and the best bundle give back.

    `loss` is of the study's homes. `counted` barriers stand in the way of this walker; `barriers` and `bundles` are
    priced ones, None where that was not asked. `notes` are told with each figure after the standard and how people were
    placed. `brief` keeps to one breakdown, what is lost by IMD tenth, for a report that has many others.
    """
    if loss.people <= 0:
        return unknown_barrier_figures(_NOBODY)
    said = " ".join(part for part in (f"Standard: {standard.label}.", *placing_notes(study), *notes) if part)
    measurements = (
        measured("barriers_counted", float(counted), n=counted, notes=["" if counted else _NO_BARRIER, *notes]),
        *lost_measurements(loss, said),
        _best_single(loss, barriers, said),
        _best_bundle(loss, bundles, said),
    )
    if too_few_residents(loss.people):
        return Figures(measurements=measurements)
    return Figures(measurements=measurements, breakdowns=tuple(barrier_breakdowns(study, loss, said, brief=brief)))


def unknown_barrier_figures(reason: str) -> Figures:
    """The same figures where there is no study, each with the reason; no breakdowns."""
    unknown = (measured(each, None, notes=[reason]) for each in PRICE_METRICS)
    first, *rest = unknown
    return Figures(measurements=(first, *unknown_lost(reason), *rest))


def _best_single(loss: BarrierLoss, barriers: Sequence[PricedBarrier] | None, said: str) -> Measurement:
    """The most residents who regain the standard when one barrier alone is removed."""
    metric = "barrier_best_single"
    if barriers is None:
        return measured(metric, None, notes=[_NOT_PRICED, said])
    best = max(barriers, key=lambda each: each.single, default=None)
    gain = 0.0 if best is None else best.single
    if too_few_residents(gain):
        return measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    named = f"It is: {best.barrier.label}." if best is not None and gain > 0 else "No one barrier alone."
    return measured(metric, gain, n=round(loss.people), notes=[named, said])


def _best_bundle(loss: BarrierLoss, bundles: Sequence[Bundle] | None, said: str) -> Measurement:
    """Of the residents who lose the standard, the share that regains it when the largest bundle is removed."""
    metric = "barrier_best_bundle_share"
    lost = loss.count(loss.loses)
    if bundles is None:
        return measured(metric, None, notes=[_NOT_PRICED, said])
    if lost <= 0:
        return measured(metric, None, n=0, notes=[_NOTHING_LOST, said])
    if too_few_residents(lost):
        return measured(metric, None, suppressed=True, notes=[RESIDENTS_WITHHELD])
    best = max(bundles, key=lambda each: each.gain, default=None)
    if best is None:
        return measured(metric, 0.0, n=round(lost), notes=["No bundle regains it for anyone.", said])
    together = f"{best.size} barriers together." if best.size > 1 else "One barrier."
    return measured(metric, 100.0 * min(best.gain / lost, 1.0), n=round(lost), notes=[together, said])
