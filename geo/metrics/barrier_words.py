"""Why the three prices of barriers differ for a result: in series, in each other's stead, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from geo.metrics.barrier_report import Bundle, PricedBarrier
from geo.metrics.disclosure import too_few_residents

PEOPLE = "people"
_LIKE = 0.005  # of the recoverable total: sums as near as this agree
_SOMEONE = 0.5
_ERRORS = 3.0  # standard errors: what chance alone may part


def why_they_differ(
    barriers: Sequence[PricedBarrier], bundles: Sequence[Bundle], recoverable: float | None, counted: str = PEOPLE
) -> str:
    """Sentences on why single gains, fair shares and the best bundle differ for this result; empty where not known.

    `counted` is what gains are counts of, in the plural: people, or buildings where no census is installed.

    In series: some barriers regain nobody alone and have a share in what all regain together. In each other's stead:
    single gains add up to more than all together. Both may be.
    """
    if recoverable is None:
        return ""
    if recoverable < _SOMEONE:
        return (
            "Barriers take the standard from nobody here, so that no removal regains it for anyone: all prices are 0."
        )
    if counted == PEOPLE and too_few_residents(recoverable):
        return "Barriers take the standard from fewer than 10 people here: too few to tell prices apart."
    slack = max(_LIKE * recoverable, _SOMEONE)
    singles = sum(each.single for each in barriers)
    hidden = sum(each.single < _SOMEONE <= each.shapley for each in barriers)
    said = [_sums(singles, recoverable, slack, counted)]
    if hidden or singles < recoverable - slack:
        said.append(_series(hidden))
    if singles > recoverable + slack or (hidden and singles >= recoverable - slack):
        said.append("Some lie on ways that stand in for each other: mending any one of them helps the same homes.")
    if len(said) == 1:
        return f"{said[0]} {_level(barriers, slack)}"
    said += ["The fair share parts the total between them; the best bundle says which to mend together."]
    return " ".join([*said, *_short(bundles, recoverable - slack, counted)])


def _sums(singles: float, recoverable: float, slack: float, counted: str) -> str:
    total, alone = _number(recoverable, counted), "Removed one by one, the barriers regain the standard for"
    if abs(singles - recoverable) <= slack:
        return f"{alone} {total} in sum, as many as all together."
    if singles < _SOMEONE:
        return f"{alone} nobody; all together for {total}."
    more_or_fewer = "more" if singles > recoverable else "fewer"
    return f"{alone} {_number(singles, counted)} in sum, {more_or_fewer} than all together: {total}."


def _series(hidden: int) -> str:
    if not hidden:
        return "Some stand one behind another, so that part of what is lost comes back only with two or more gone."
    if hidden == 1:
        return "1 regains it for nobody alone, since another stands behind it, and yet has a share in the total."
    return f"{hidden} regain it for nobody alone, since others stand behind them, and yet have a share in the total."


def _level(barriers: Sequence[PricedBarrier], slack: float) -> str:
    apart = any(abs(each.single - each.shapley) > slack + _ERRORS * each.shapley_error for each in barriers)
    if apart:
        return "Some stand one behind another and some in each other’s stead, which evens out in the sum."
    return "Each barrier takes what it takes by itself, so that the three prices agree."


def _short(bundles: Sequence[Bundle], enough: float, counted: str) -> list[str]:
    """A word where the largest bundle does not regain it for everyone."""
    best = max((each.gain for each in bundles), default=0.0)
    if not bundles or best >= enough:
        return []
    largest = max(each.size for each in bundles)
    return [f"The best {largest} together regain it for {_number(best, counted)}, not for all."]


def _number(count: float, counted: str) -> str:
    """A count in words; of people to the nearest ten, as everywhere on a screen."""
    if counted != PEOPLE:
        return f"{count:,.0f} {counted}"
    return f"fewer than 10 {counted}" if too_few_residents(count) else f"{round(count, -1):,.0f} {counted}"
