"""`barriers` and `correct`: what barriers cost an area, and what an officer says one is."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from geo.cli.session import print_json, print_table, say, workspace_from_environment

if TYPE_CHECKING:
    from geo.metrics.barrier_report import BarrierReport, BarrierSettings, Reach

_LINKS = 3

_EXAMPLES = """\
examples:
  python -m geo barriers E09000010-R05 --persona wheelchair       what stands in the way, the dearest first
  python -m geo barriers E09000010-R05 --standard bus-640m --top 5
  python -m geo barriers E09000010-R05 --contributors 2 --penalty-times 0.5 --json

--json gives {area, persona, standard, recoverable, barriers: [{id, label, kind, evidence, lon, lat, single, shapley,
minutes, ...}], bundles: [{size, ids, gain}], access, settings, ...}. single: residents who regain the standard if this
barrier alone is removed; shapley: its fair share of all that can be regained; minutes: resident-minutes saved on one
walk each. null is "not known", and notes says why. Standards: {standards}.
"""

_CORRECT_EXAMPLES = """\
examples:
  python -m geo correct 6f1c0a52-… --effect slows --metres wheelchair=30 --why "Dropped kerb ten metres on"
  python -m geo correct map:steps:way/123 --not-a-barrier --why "Ramp opened in May 2026"
  python -m geo correct 6f1c0a52-… --take-back --why "Entered for the wrong pin"

What the rules gave is kept beside what is said here. --metres PERSONA=METRES may be given several times; “inf” cannot
be passed.
"""


def add_commands(subparsers: Any) -> None:
    """Add `barriers` and `correct`."""
    from geo.metrics.barrier_standards import DEFAULT_STANDARD, REACH_STANDARDS

    barriers = subparsers.add_parser(
        "barriers",
        help="what barriers cost an area, and which to remove first",
        description="Access with and without barriers, the price of each, and the best to remove together.",
        epilog=_EXAMPLES.replace("{standards}", ", ".join(REACH_STANDARDS)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    barriers.add_argument("area_id", metavar="AREA_ID", help="an id from “python -m geo areas”")
    barriers.add_argument("--persona", default="any-walker", help="who walks (default: any-walker)")
    barriers.add_argument("--standard", default=DEFAULT_STANDARD.id, help=f"default: {DEFAULT_STANDARD.id}")
    barriers.add_argument("--top", type=int, metavar="N", help="only the first N barriers")
    barriers.add_argument("--contributors", type=int, default=1, help="how many people must have said so (default: 1)")
    barriers.add_argument("--penalty-times", type=float, default=1.0, help="multiply every finite penalty")
    barriers.add_argument("--pins-alone", action="store_true", help="leave out what the map itself says")
    barriers.add_argument("--json", action="store_true", help="print JSON")
    barriers.set_defaults(run=_barriers)
    correct = subparsers.add_parser(
        "correct",
        help="say what a barrier is, where the rules took it wrongly",
        description="Correct how a pin, or something on the map, is understood as a barrier. The original is kept.",
        epilog=_CORRECT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    correct.add_argument("subject", metavar="ID", help="the id of a pin, or of a barrier of the map")
    correct.add_argument("--effect", choices=["slows", "blocks", "deters", "none"])
    correct.add_argument("--hours", choices=["always", "some-days", "dark", "works"])
    correct.add_argument("--until", metavar="DATE", help="the last day that it counts, as 2026-12-31")
    correct.add_argument("--metres", action="append", default=[], metavar="PERSONA=METRES")
    correct.add_argument("--not-a-barrier", action="store_true", help="take it out of every figure")
    correct.add_argument("--take-back", action="store_true", help="go back to what the rules gave")
    correct.add_argument("--why", required=True, help="the reason, kept with it")
    correct.set_defaults(run=_correct)


def _barriers(options: argparse.Namespace) -> int:
    from geo.errors import InputError
    from geo.metrics.barrier_standards import standard_named
    from geo.metrics.personas import persona_named
    from geo.services.barrier_json import barrier_json
    from geo.services.barriers import barrier_report

    if options.top is not None and options.top < 1:
        raise InputError("Give 1 or more barriers to keep with --top.")
    persona, standard = persona_named(options.persona), standard_named(options.standard)
    with workspace_from_environment() as workspace:
        report = barrier_report(workspace, options.area_id, persona, standard, _settings(options))
    if options.json:
        print_json(barrier_json(report, options.top))
    else:
        _print_report(report, options.top)
    return 0


def _settings(options: argparse.Namespace) -> BarrierSettings:
    from geo.metrics.barrier_report import BarrierSettings

    return BarrierSettings(
        contributors=options.contributors, penalty_times=options.penalty_times, with_map=not options.pins_alone
    )


def _print_report(report: BarrierReport, top: int | None) -> None:
    print(f"{report.area.name} ({report.area.kind.label.lower()} {report.area.id}), {report.persona}")
    print(f"{report.standard.label}\n")
    if report.reach is None or report.without is None or report.recoverable is None:
        print(" ".join(note for note in report.notes if note))
        return
    print(f"With barriers:    {_reach_words(report.reach, report.counted)}")
    print(f"Without barriers: {_reach_words(report.without, report.counted)}")
    print(f"Recoverable: {report.recoverable:,.0f} {report.counted}\n")
    shown = report.barriers if top is None else report.barriers[:top]
    print_table(
        ("alone", "fair share", "minutes", "opened", "in bundle", "pins", "what", "id"),
        [
            (
                f"{each.single:,.1f}",
                f"{each.shapley:,.1f}",
                f"{each.minutes:,.0f}",
                f"{each.opened:,.1f}",
                str(each.in_bundle or ""),
                str(len(each.barrier.evidence.pins) or "map"),
                each.barrier.label,
                each.barrier.id,
            )
            for each in shown
        ],
    )
    if report.untold:
        print(f"{report.untold} more were found that cost nobody here anything.")
    _print_bundles(report)
    _print_behind(report)
    for sentence in (report.why_they_differ, *report.notes):
        if sentence:
            print(sentence)


def _print_bundles(report: BarrierReport) -> None:
    """Each best bundle by what it adds to the one before."""
    labels = {each.barrier.id: each.barrier.label for each in report.barriers}
    before: tuple[str, ...] = ()
    for bundle in report.bundles:
        added = [labels.get(each, each) for each in bundle.ids if each not in before]
        print(f"Best {bundle.size} together: {bundle.gain:,.1f} {report.counted} (with {'; '.join(added)})")
        before = bundle.ids


def _print_behind(report: BarrierReport) -> None:
    """Whether the ranking holds, which links much hangs on, and where people feel what the model does not see."""
    if report.sensitivity:
        print("\nDoes the ranking hold?")
        print_table(
            ("setting", "recoverable", "likeness of order", "of the first five stay"),
            [
                (
                    each.label,
                    f"{each.recoverable:,.0f}",
                    "not known" if each.rank_correlation is None else f"{each.rank_correlation:.2f}",
                    str(each.top_kept),
                )
                for each in report.sensitivity
            ],
        )
    for link in report.critical[:_LINKS]:
        print(f"If closed: {link.label}: {link.lose_standard:,.0f} {report.counted} lose the standard ({link.osm})")
    for gap in report.felt:
        felt = gap.kind == "felt-not-modelled"
        print(f"{'Felt, not modelled' if felt else 'Modelled, not felt'}: {gap.label}")


def _reach_words(reach: Reach, counted: str) -> str:
    walk = "no walk known" if reach.mean_min is None else f"{reach.mean_min:.1f} minutes on average"
    share = 100 * reach.meet / reach.residents
    return f"{reach.meet:,.0f} of {reach.residents:,.0f} {counted} ({share:.1f} %), {walk}, {reach.no_way:,.0f} no way"


def _correct(options: argparse.Namespace) -> int:
    from datetime import date

    from geo.barriers import Correction
    from geo.errors import InputError
    from geo.services.corrections import correct, take_back
    from geo.surveys import Hours, WalkEffect

    try:
        until = date.fromisoformat(options.until) if options.until else None
    except ValueError:
        raise InputError(f"“{options.until}” is no date. Write it as 2026-12-31.") from None
    with workspace_from_environment() as workspace:
        if options.take_back:
            take_back(workspace, options.subject, why=options.why)
        else:
            correct(
                workspace,
                Correction(
                    subject=options.subject,
                    effect=WalkEffect(options.effect) if options.effect else None,
                    hours=Hours(options.hours) if options.hours else None,
                    until=until,
                    extra_m=dict(_metres(each) for each in options.metres),
                    not_a_barrier=options.not_a_barrier,
                    why=options.why,
                ),
            )
    say("Kept, with the reason. What the rules gave is kept beside it.")
    return 0


def _metres(said: str) -> tuple[str, float]:
    from geo.errors import InputError
    from geo.metrics.personas import persona_named

    persona, _, metres = said.partition("=")
    try:
        extra = float(metres)
    except ValueError:
        raise InputError(f"“{said}” is not PERSONA=METRES, such as wheelchair=60 or wheelchair=inf.") from None
    if not extra >= 0:
        raise InputError(f"“{said}”: give metres from 0 up, or “inf” for what cannot be passed.")
    return persona_named(persona).id, extra
