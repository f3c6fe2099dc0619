"""`pins`: import, export, moderate and withdraw pins, also while the app is running."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from geo.cli.session import print_json, print_table, say, workspace_from_environment
from geo.errors import InputError
from geo.export.choices import ExportFormat, ExportLayerName
from geo.pins import PinStatus
from geo.surveys import CATEGORIES, Affected, FeltEffect, Hours, Knowledge, Severity

if TYPE_CHECKING:
    from geo.services.pin_import import ImportReport

_SHOWN_PROBLEMS = 20

_PINS_EXAMPLES = """\
examples:
  python -m geo pins import walkshop.csv
  python -m geo pins export --area E09000010-R05 --format geojson --out pins.geojson
  python -m geo pins pending
  python -m geo pins moderate 0b3b9a0c-5a5c-4e2b-9d39-3f0d1f7f4c11 --publish
"""

_IMPORT_EXAMPLES = """\
A CSV file names its columns in the first row: lon, lat (WGS84 degrees), kind, category, text and, if there are any,
id and contributor. Rows with the same contributor (a number will do) count as one person's, rows without one as a
person each; what the file calls them is not kept.

  lon,lat,kind,category,text
  -0.1072,51.6118,barrier,b-cross,No green man at the junction
  -0.1044,51.6127,welcoming,w-nature,

GeoJSON holds points, lines or areas with the same names as properties; in CSV a column geometry may hold a line or an
area as WKT, and lon and lat are then not needed. kind is welcoming, barrier or both; the categories are:

{categories}

What else may be said, each by its code or its words; all of it may be left out:

{details}

Each row is checked. Good rows are saved; refused rows are written, with the reason, to FILE.rejected.csv beside the
file, to mend and import again. The same file imported twice keeps each pin once.
"""

_EXPORT_EXAMPLES = """\
examples:
  python -m geo pins export --area E09000010-R05 --format geojson --out pins.geojson
  python -m geo pins export --area E09000010-R05 --format geojson --layer area --out area.geojson
  python -m geo pins export --area E09000010-R05 --format geojson --layer spaces --out spaces.geojson
  python -m geo pins export --area E09000010-R05 --format gpkg --out everything.gpkg

GeoJSON (RFC 7946) and CSV hold one layer a file, since pins, areas and OpenStreetMap's spaces come under different
terms; a GeoPackage (British National Grid) holds all three. Only published pins are exported, at the places shown to
the public.
"""


def add_commands(subparsers: Any) -> None:
    """Add `pins` with its own commands."""
    pins = subparsers.add_parser(
        "pins",
        help="import, export, moderate and withdraw pins",
        description="Work with pins, also while the app is running: it shows the changes within seconds.",
        epilog=_PINS_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = pins.add_subparsers(dest="pins_command", metavar="COMMAND", required=True)
    _add_import(commands)
    _add_export(commands)
    pending = commands.add_parser("pending", help="list the pins that wait for a moderator")
    pending.add_argument("--json", action="store_true", help="print JSON")
    pending.set_defaults(run=_pending)
    moderating = commands.add_parser("moderate", help="publish or hide one pin; its words stay as they were written")
    moderating.add_argument("pin_id", metavar="PIN_ID", type=_pin_id, help="an id from “pins pending” or an export")
    choice = moderating.add_mutually_exclusive_group(required=True)
    choice.add_argument("--publish", action="store_true", help="show it to everyone")
    choice.add_argument("--hide", action="store_true", help="take it off the map")
    moderating.set_defaults(run=_moderate)
    withdrawing = commands.add_parser(
        "withdraw",
        help="erase a pin for whoever holds its receipt",
        description="Erase a pin: its words, both places and its receipt. The receipt is asked for, or read from "
        "standard input, so that it does not stay in the shell's history.",
    )
    withdrawing.set_defaults(run=_withdraw)


def _add_import(commands: Any) -> None:
    categories = "\n".join(f"  {code:<10} {category.label}" for code, category in CATEGORIES.items())
    importing = commands.add_parser(
        "import",
        help="save the pins of a GeoJSON or CSV file",
        description="Save the pins of a GeoJSON or CSV file.",
        epilog=_IMPORT_EXAMPLES.format(categories=categories, details=_details()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    importing.add_argument("file", metavar="FILE", type=Path)
    importing.set_defaults(run=_import)


def _details() -> str:
    asked = {
        "effect": FeltEffect,
        "affected-groups": Affected,
        "time-of-day": Hours,
        "severity": Severity,
        "knowledge-basis": Knowledge,
    }
    lines = [f"  {name:<16} {' | '.join(answers)}" for name, answers in asked.items()]
    lines[1] += " (several, parted by ;)"
    return "\n".join([*lines, f"  {'end-date':<16} the last day of works, for instance 2027-03-31"])


def _add_export(commands: Any) -> None:
    exporting = commands.add_parser(
        "export",
        help="write an area's pins, figures or spaces to a file",
        description="Write an area's pins, the area with its figures, or its public spaces to a file.",
        epilog=_EXPORT_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    exporting.add_argument("--area", metavar="AREA_ID", required=True, help="an id from “python -m geo areas”")
    exporting.add_argument("--format", choices=list(map(str, ExportFormat)), required=True)
    exporting.add_argument(
        "--layer",
        choices=list(map(str, ExportLayerName)),
        default=ExportLayerName.PINS.value,
        help="what GeoJSON and CSV hold (default: pins)",
    )
    exporting.add_argument("--out", metavar="FILE", type=Path, required=True)
    exporting.set_defaults(run=_export)


def _import(options: argparse.Namespace) -> int:
    from geo.services.pin_import import import_pins

    with workspace_from_environment() as workspace:
        report = import_pins(workspace, options.file)
    parts = [f"{report.saved} of {report.rows} rows saved as new pins"]
    parts += [f"{report.waiting} of them wait for a moderator"] if report.waiting else []
    parts += [f"{report.repeated} were there already"] if report.repeated else []
    parts += [f"{len(report.rejected)} refused"] if report.rejected else []
    print("; ".join(parts) + ".")
    _say_problems(report)
    return 2 if report.rejected and len(report.rejected) == report.rows else 0


def _say_problems(report: ImportReport) -> None:
    for rejected in report.rejected[:_SHOWN_PROBLEMS]:
        say(f"Row {rejected.row}: {rejected.problem}")
    more = len(report.rejected) - _SHOWN_PROBLEMS
    if more > 0:
        say(f"… and {more} more.")
    if report.rejected_file is not None:
        say(f"The refused rows, with the reasons, are in {report.rejected_file}: mend them there and import that file.")
    elif report.rejected:
        say("The refused rows could not be written beside the file; they are still in the file itself.")


def _export(options: argparse.Namespace) -> int:
    from geo.services.exports import export_area

    with workspace_from_environment() as workspace:
        export_area(workspace, options.area, options.format, options.out, layer=options.layer)
    print(f"Wrote {options.out}.")
    return 0


def _pending(options: argparse.Namespace) -> int:
    from geo.services.pins import pending_pins

    with workspace_from_environment() as workspace:
        pins = pending_pins(workspace)
    if options.json:
        keys = ("id", "kind", "category", "text", "ward_code", "borough_code", "created")
        rows = [
            (str(p.id), p.kind.value, p.category, p.text, p.ward_code, p.borough_code, p.created_at.isoformat())
            for p in pins
        ]
        print_json([dict(zip(keys, row, strict=True)) for row in rows])
        return 0
    print_table(
        ("id", "since", "category", "text"),
        [(str(p.id), f"{p.created_at:%Y-%m-%d %H:%M}", CATEGORIES[p.category].label, p.text) for p in pins],
    )
    say(f"{len(pins)} pins wait. “python -m geo pins moderate PIN_ID --publish” shows one, “--hide” keeps it away.")
    return 0


def _moderate(options: argparse.Namespace) -> int:
    from geo.services.pins import moderate

    with workspace_from_environment() as workspace:
        pin = moderate(workspace, options.pin_id, publish=options.publish)
    print(f"Pin {pin.id} is {'public' if pin.status is PinStatus.PUBLISHED else 'hidden'} now.")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    from geo.services.pins import withdraw

    if sys.stdin.isatty():
        print("Receipt code (32 letters and figures): ", end="", file=sys.stderr, flush=True)
    receipt = sys.stdin.readline().strip()
    if not receipt:
        raise InputError("No receipt code was given. Type it, or send it to standard input.")
    with workspace_from_environment() as workspace:
        gone = withdraw(workspace, receipt)
    print(f"Pin {gone.id} is withdrawn: its words, its places and its receipt are erased.")
    return 0


def _pin_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            "this is not a pin's id, which has 32 letters and figures in five groups"
        ) from None
