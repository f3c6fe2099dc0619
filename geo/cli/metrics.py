"""`metrics`: the figures of every area of a kind in one table."""

from __future__ import annotations

import argparse
import functools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.areas import AreaKind
from geo.bootstrap import Settings, open_workspace
from geo.cli.session import say, workspace_from_environment
from geo.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.services.metric_tables import TableReport, Workers
    from geo.services.table_rows import TableRow
    from geo.services.workspace import Workspace

_ALL = "all"
_SHOWN_FAILURES = 10
_LINE_EVERY_S = 10.0

_EXAMPLES = """\
examples:
  python -m geo metrics --kind regeneration --out regeneration.parquet
  python -m geo metrics --kind ward --out wards.csv --persona wheelchair
  python -m geo metrics --kind borough --out boroughs.geojson --jobs 2
  python -m geo metrics --kind all --out everything.parquet --scheduler tcp://10.0.0.5:8786

The ending of FILE says its format: GeoParquet (.parquet, British National Grid), CSV with its provenance beside it, or
GeoJSON (WGS84, without notes). One row an area; for each metric of docs/metrics.md its value, <id>__n,
<id>__withheld and <id>__note. An empty value is "not known", never nought.

A run may be stopped with Ctrl+C: finished areas are kept in FILE.parts, and the same command goes on from there. It
makes an area anew where its data, its pins or the code have changed; --restart makes all anew.

--scheduler gives the work to a Dask cluster. Every worker needs this project's code with requirements-dask.in, and
the same PLACES_HOME (a shared folder, or a copy on each; set it where the path differs).
"""


def add_commands(subparsers: Any) -> None:
    """Add `metrics`."""
    metrics = subparsers.add_parser(
        "metrics",
        help="the figures of every area of a kind, in one table",
        description="Write the figures of every area of a kind to one table, using all cores.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    metrics.add_argument("--kind", required=True, choices=[*(kind.value for kind in AreaKind), _ALL])
    metrics.add_argument("--out", metavar="FILE", type=Path, required=True, help="ends in .parquet, .csv or .geojson")
    metrics.add_argument("--persona", default="any-walker", help="who walks: an id from docs/metrics.md")
    metrics.add_argument("--jobs", metavar="N", type=_jobs, default=None, help="processes (default: one a core)")
    metrics.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, for instance tcp://10.0.0.5:8786")
    metrics.add_argument("--restart", action="store_true", help="take up nothing from an earlier run")
    metrics.set_defaults(run=_metrics)


def open_here(settings: Settings) -> Workspace:
    """The workspace of the machine this runs on: its own PLACES_HOME where it names one, else that of `settings`."""
    return open_workspace(Settings.from_environment() if os.environ.get("PLACES_HOME") else settings)


def _metrics(options: argparse.Namespace) -> int:
    from geo.metrics.personas import persona_named
    from geo.services.metric_tables import check_target, make_table

    persona = persona_named(options.persona)
    check_target(options.out)
    progress = _Progress(terminal=sys.stderr.isatty())
    settings = Settings.from_environment()
    on_cluster = options.scheduler is not None
    begun = time.monotonic()
    with workspace_from_environment() as workspace:
        try:
            report = make_table(
                workspace,
                options.kind,
                persona,
                options.out,
                opener=functools.partial(open_here if on_cluster else open_workspace, settings),
                workers=_workers(options),
                progress=progress,
                restart=options.restart,
            )
        except KeyboardInterrupt:
            progress.close()
            say(
                f"Stopped with {progress.done:,} of {progress.areas:,} areas done. They are kept in "
                f"{options.out.name}.parts: run the same command to go on."
            )
            return 130
        finally:
            progress.close()
    _print_report(report, time.monotonic() - begun)
    return 1 if report.failed else 0


def _workers(options: argparse.Namespace) -> Workers:
    from geo.services.table_jobs import work_here, work_on_cluster

    if options.scheduler is not None:
        if options.jobs is not None:
            raise InputError("--jobs is for this machine and --scheduler for a cluster. Give one of them.")
        return functools.partial(work_on_cluster, address=options.scheduler)
    return functools.partial(work_here, jobs=options.jobs or _cores())


def _print_report(report: TableReport, seconds: float) -> None:
    taken_up = f", {report.taken_up:,} of them from an earlier run" if report.taken_up else ""
    for problem in dict.fromkeys(row.problem for row in report.failed):
        ids = [row.area_id for row in report.failed if row.problem == problem]
        more = f" and {len(ids) - _SHOWN_FAILURES:,} more" if len(ids) > _SHOWN_FAILURES else ""
        say(f"Without figures: {', '.join(ids[:_SHOWN_FAILURES])}{more}. {problem}")
    print(f"Wrote {report.files[0]}: {report.rows:,} areas in {seconds:,.1f} s{taken_up}.")


class _Progress:
    """A bar on a terminal; elsewhere a line now and then."""

    def __init__(self, *, terminal: bool) -> None:
        self._terminal = terminal
        self._bar: Any = None
        self._said_at = time.monotonic()
        self.areas = self.done = 0

    def begin(self, areas: int, taken_up: int) -> None:
        """Show how much there is to do."""
        self.areas, self.done = areas, taken_up
        if taken_up:
            say(f"{taken_up:,} of {areas:,} areas are there from an earlier run.")
        if self._terminal:
            from tqdm import tqdm

            self._bar = tqdm(total=areas, initial=taken_up, desc="Figures", unit="area", leave=False)

    def finished(self, rows: Sequence[TableRow]) -> None:
        """Some areas further."""
        self.done += len(rows)
        if self._bar is not None:
            self._bar.update(len(rows))
        elif not self._terminal and time.monotonic() - self._said_at > _LINE_EVERY_S:
            self._said_at = time.monotonic()
            say(f"{self.done:,} of {self.areas:,} areas done.")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("this is not a number of processes; give 1 or more")
    return int(text)


def _cores() -> int:
    """The cores that this process may use, which a container may have limited."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
