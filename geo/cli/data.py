"""``python -m geo data install`` and ``python -m geo data status``."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.bootstrap import Settings
from geo.cli.session import print_json, print_table, say, workspace_from_environment
from geo.services.installing import (
    InstallReport,
    StepResult,
    StepStatus,
    data_status,
    install_data,
    practice_pins_wait,
    settle_practice_pins,
)

if TYPE_CHECKING:
    from tqdm import tqdm

_INSTALL_HELP = """\
Installs boundaries, census figures, public spaces, walking networks and the map.

It takes the folder of source data (--from, or PLACES_DATA) where there is one; else it
tries a short download of boroughs and wards; else it uses what is shipped with the app
and an invented practice quarter. It says which. What has not changed is not done again,
and a source that fails leaves the last good data in place.
"""
_INSTALL_EXAMPLES = """\
examples:
  python -m geo data install
  python -m geo data install --from ~/london-data
  python -m geo data install --area E05013806          streets around one ward, from OpenStreetMap
  python -m geo data install --pbf hackney.osm.pbf     streets and spaces of an extract; may be repeated
"""


def add_commands(subparsers: Any) -> None:
    """Add `data install` and `data status`."""
    data = subparsers.add_parser("data", help="install data, and say what is installed")
    commands = data.add_subparsers(dest="data_command", required=True, metavar="COMMAND")
    install = commands.add_parser(
        "install",
        help="install boundaries, spaces, walking networks and the map",
        description=_INSTALL_HELP,
        epilog=_INSTALL_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    install.add_argument("--from", dest="bundle", type=Path, metavar="DIR", help="a folder of source data")
    install.add_argument("--area", dest="area_id", metavar="AREA_ID", help="download the streets around this area")
    install.add_argument(
        "--pbf", dest="pbf_files", type=Path, action="append", default=[], metavar="FILE", help="an .osm.pbf extract"
    )
    install.set_defaults(run=_install)
    status = commands.add_parser("status", help="what is installed, of which date, from whom")
    status.add_argument("--json", action="store_true", help="print JSON")
    status.set_defaults(run=_status)


def _install(options: argparse.Namespace) -> int:
    """Install, with progress on the error stream: 0 when all went well, 1 when a source failed."""
    settings = Settings.from_environment()
    with ProgressLines() as progress:
        report = install_data(
            data_dir=settings.data_dir,
            bundle=options.bundle or settings.bundle,
            bundle_is_asked=options.bundle is not None,
            pbf_files=tuple(options.pbf_files),
            area_id=options.area_id,
            offline=os.environ.get("PLACES_OFFLINE") == "1",
            now=datetime.now(UTC),
            reporter=progress,
        )
    print(summary(report))
    if practice_pins_wait(settings.data_dir):
        with workspace_from_environment() as workspace:
            changed = settle_practice_pins(workspace)
        say(f"{changed} invented pins {'dropped' if report.mode == 'embedded' else 'withdrawn'}.")
    return 1 if report.failed else 0


def _status(options: argparse.Namespace) -> int:
    found = data_status(Settings.from_environment().data_dir)
    if options.json:
        print_json(found)
    else:
        _print_status(found)
    return 0


class ProgressLines:
    """A bar where there is a terminal; otherwise a plain line for each step that did something."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._steps = 0
        self._terminal = sys.stderr.isatty()
        self._label = ""

    def __enter__(self) -> ProgressLines:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def expect(self, steps: int) -> None:
        """Lengthen the bar."""
        if not self._terminal:
            return
        if self._bar is None:
            from tqdm import tqdm

            self._bar = tqdm(total=0, desc="Installing data", unit="step", leave=False)
        self._steps += steps
        self._bar.total = self._steps
        self._bar.refresh()

    def start(self, label: str) -> None:
        """Name the step."""
        self._label = label
        if self._bar is not None:
            self._bar.set_postfix_str(label)

    def say(self, text: str) -> None:
        """What the step does just now."""
        if self._bar is not None:
            self._bar.set_postfix_str(f"{self._label}: {text}")

    def finish(self, result: StepResult) -> None:
        """One step further; a line unless nothing had changed."""
        line = _line(result)
        if self._bar is not None:
            if line:
                self._bar.write(line, file=sys.stderr)
            self._bar.update()
        elif line:
            print(line, file=sys.stderr, flush=True)


def summary(report: InstallReport) -> str:
    """A few lines that say what was used and why, and what to look at."""
    done = sum(result.status is StepStatus.DONE for result in report.results)
    unchanged = sum(result.status is StepStatus.UNCHANGED for result in report.results)
    name = {"bundle": "the folder of source data", "download": "downloads", "embedded": "the embedded default"}
    lines = [
        f"Data used: {name[report.mode]}. {report.reason}",
        f"{done} steps done, {unchanged} unchanged. National Grid by {report.installed['grid']['name']}, "
        f"accurate to {report.installed['grid']['accuracy_m']:g} m.",
    ]
    lines += [f"Note: {note}" for note in report.installed["notes"]]
    lines += [f"Failed: {result.label}. {result.problem}" for result in report.failed]
    return "\n".join(lines)


def _print_status(found: dict[str, Any]) -> None:
    if not found["layers"]:
        say("No data are installed yet. Run “python -m geo data install”.")
        return
    layers = [(layer["name"], f"{layer['features']:,}", layer["vintage"], layer["source"]) for layer in found["layers"]]
    print_table(("layer", "features", "vintage", "source"), [tuple(map(_shortened, row)) for row in layers])
    networks = [
        (net["name"], f"{net['nodes']:,}", f"{net['edges']:,}", f"{net['length_km']:,.1f}", net["date"] or "not dated")
        for net in found["networks"]
    ]
    print()
    print_table(("walking network", "nodes", "edges", "km", "date"), networks)
    print(f"\nNational Grid: {found['grid']['name']}, accurate to {found['grid']['accuracy_m']:g} m")


def _shortened(cell: str) -> str:
    return cell if len(cell) <= 60 else f"{cell[:59]}…"


def _line(result: StepResult) -> str:
    if result.status is StepStatus.DONE:
        return f"  done      {result.label} ({result.seconds:.1f} s)"
    if result.status is StepStatus.UNCHANGED:
        return ""
    return f"  {result.status:<9} {result.label}: {result.problem}"
