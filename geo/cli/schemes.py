"""`compare` and `schemes`: a design tried before it is built, and designs kept."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.session import print_json, print_table, say, workspace_from_environment

if TYPE_CHECKING:
    from geo.metrics.barrier_report import Reach
    from geo.metrics.scheme_comparison import SchemeComparison
    from geo.schemes import Scheme
    from geo.services.workspace import Workspace

_EXAMPLES = """\
examples:
  python -m geo compare E09000010-R05 --scheme footbridge.geojson
  python -m geo compare E09000010-R05 --scheme 3f9c2a61b0de --scheme plan-b.gpkg --persona wheelchair
  python -m geo compare E09000010-R05 --scheme plan.dxf --layer PATHS --everything --json
  python -m geo compare E09000010-R05 --scheme plan.geojson --out plan-tried.geojson

A scheme is a file (GeoJSON, GeoPackage, zipped Shapefile, KML or DXF) or the id of a saved one (ID or ID:VERSION).
In a file each feature is one change: its property “change” is link, crossing, ramp, space, close, open or
remove-barrier (with “barrier”, an id that “python -m geo barriers” prints, and no geometry). A line without one is a
new path, an area a new space. “space-kind” says what a space is (park), “ends-only”: true makes a link a bridge, which
joins nothing on its way. GeoJSON is in longitude and latitude.

--json gives {area, scheme: {id, name, version}, persona, standard, counted, before, after: {residents, meet, no_way,
mean_min}, gain, lose, closer, farther, within_reach, changes: [{label, took_effect, told, lon, lat}], barriers:
{addressed, untouched, worse: [{id, label, kind, evidence}]}, breakdowns: [{id, caption, unit, rows}], figures:
[{before, after, change}], coverage, notes}; a list of these for several schemes. gain and lose: residents who meet the
standard only with, and only without, the scheme; closer and farther: those whose walk changes by over 10 m;
within_reach: those within the standard's distance of the scheme. figures is every metric of docs/metrics.md with
--everything. null is "not known", and notes says why. --out writes the scheme as GeoJSON with what became of each
change (took-effect, told) and the comparison beside it.

Standards: {standards}.
"""
_SCHEME_EXAMPLES = """\
examples:
  python -m geo schemes save footbridge.geojson --name "Footbridge" --area E09000010-R05
  python -m geo schemes save plan-b.geojson --id 3f9c2a61b0de          the next version of a saved scheme
  python -m geo schemes list --area E09000010-R05
  python -m geo schemes show 3f9c2a61b0de
  python -m geo schemes export 3f9c2a61b0de --out footbridge.geojson

Every version is kept; ID:VERSION names one.
"""


def add_commands(subparsers: Any) -> None:
    """Add `compare` and `schemes`."""
    from geo.metrics.barrier_standards import DEFAULT_STANDARD, REACH_STANDARDS

    compare = subparsers.add_parser(
        "compare",
        help="try a design on an area before it is built",
        description="An area without and with a design: who gains, who loses, which barriers it answers.",
        epilog=_EXAMPLES.replace("{standards}", ", ".join(REACH_STANDARDS)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compare.add_argument("area_id", metavar="AREA_ID", help="an id from “python -m geo areas”")
    compare.add_argument("--scheme", action="append", required=True, metavar="FILE|ID", help="may be given again")
    compare.add_argument("--persona", default="any-walker", help="who walks (default: any-walker)")
    compare.add_argument("--standard", default=DEFAULT_STANDARD.id, help=f"default: {DEFAULT_STANDARD.id}")
    compare.add_argument("--everything", action="store_true", help="every metric before and after")
    _add_file_options(compare)
    compare.add_argument("--json", action="store_true", help="print JSON")
    compare.add_argument("--out", type=Path, metavar="FILE.geojson", help="write what became of a scheme")
    compare.set_defaults(run=_compare)

    schemes = subparsers.add_parser("schemes", help="keep designs: save, list, show, export")
    verbs = schemes.add_subparsers(dest="verb", metavar="VERB", required=True)
    listed = verbs.add_parser("list", help="saved schemes, the last first")
    listed.add_argument("--area", metavar="AREA_ID", help="only those of an area")
    listed.add_argument("--json", action="store_true", help="print JSON")
    listed.set_defaults(run=_list)
    show = verbs.add_parser("show", help="a scheme's changes and versions")
    show.add_argument("scheme", metavar="ID[:VERSION]")
    show.set_defaults(run=_show)
    save = verbs.add_parser(
        "save",
        help="save a file as a scheme",
        epilog=_SCHEME_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    save.add_argument("file", type=Path, metavar="FILE")
    save.add_argument("--name", help="the scheme's name (default: the file's)")
    save.add_argument("--id", metavar="ID", default="", help="save as the next version of this scheme")
    save.add_argument("--area", metavar="AREA_ID", help="the area it is for")
    save.add_argument("--note", default="", help="a few words kept with it")
    _add_file_options(save)
    save.set_defaults(run=_save)
    export = verbs.add_parser("export", help="write a scheme to a GeoJSON file")
    export.add_argument("scheme", metavar="ID[:VERSION]")
    export.add_argument("--out", type=Path, required=True, metavar="FILE.geojson")
    export.set_defaults(run=_export)


def _add_file_options(parser: Any) -> None:
    parser.add_argument("--layer", help="which layer of a file to read")
    parser.add_argument("--crs", help="the co-ordinates of a file that does not say, such as EPSG:27700")


def _compare(options: argparse.Namespace) -> int:
    from geo.errors import InputError
    from geo.metrics.barrier_standards import standard_named
    from geo.metrics.personas import persona_named
    from geo.services.scheme_comparisons import compare_scheme
    from geo.services.scheme_json import comparison_geojson, comparison_json

    persona, standard = persona_named(options.persona), standard_named(options.standard)
    if options.out is not None and len(options.scheme) > 1:
        raise InputError("--out is for one scheme at a time.")
    progress = _progress if options.everything and sys.stderr.isatty() else None
    with workspace_from_environment() as workspace:
        comparisons = [
            compare_scheme(
                workspace,
                options.area_id,
                _scheme(workspace, said, options),
                persona,
                standard,
                everything=options.everything,
                progress=progress,
            )
            for said in options.scheme
        ]
        if options.out is not None:
            _write(options.out, comparison_geojson(workspace, comparisons[0]))
    if options.json:
        told = [comparison_json(each) for each in comparisons]
        print_json(told[0] if len(told) == 1 else told)
    else:
        for comparison in comparisons:
            _print_comparison(comparison)
    return 0


def _scheme(workspace: Workspace, said: str, options: argparse.Namespace) -> Scheme:
    """The scheme in a file, or the saved one with an id; a file goes before an id."""
    from geo.services.schemes import scheme_from_file

    path = Path(said)
    if not path.exists() and not path.suffix:
        return _saved(workspace, said)
    scheme, told = scheme_from_file(workspace, path, area_id=options.area_id, layer=options.layer, crs=options.crs)
    for sentence in told:
        say(sentence)
    return scheme


def _saved(workspace: Workspace, said: str) -> Scheme:
    from geo.errors import InputError
    from geo.services.schemes import scheme_named

    scheme_id, _, version = said.partition(":")
    if version and not version.isdecimal():
        raise InputError(f"“{version}” is no version. Write ID:VERSION, such as 3f9c2a61b0de:2.")
    return scheme_named(workspace, scheme_id, int(version) if version else None)


def _progress(share: float, what: str) -> None:
    print(f"\r{100 * share:3.0f} %  {what:<40}", end="" if share < 1 else "\n", file=sys.stderr, flush=True)


def _print_comparison(comparison: SchemeComparison) -> None:
    print(f"{comparison.scheme.name}, on {comparison.area.name} ({comparison.area.id}), {comparison.persona}")
    print(f"{comparison.standard.label}\n")
    if comparison.before is None or comparison.after is None:
        print(" ".join(note for note in comparison.notes if note))
        return
    people = comparison.counted
    print(f"Before: {_reach_words(comparison.before, people)}")
    print(f"After:  {_reach_words(comparison.after, people)}")
    print(f"Gain the standard: {comparison.gain:,.0f} {people}; lose it: {comparison.lose:,.0f}")
    print(f"Walk over 10 m shorter: {comparison.closer:,.0f}; over 10 m longer: {comparison.farther:,.0f}")
    if comparison.within_reach is not None:
        print(f"Within the standard’s distance of the scheme: {comparison.within_reach:,.0f} {people}")
    print()
    for change in comparison.changes:
        print(f"{'+' if change.took_effect else '-'} {change.told}")
    pins = comparison.pins
    print(
        f"Barriers of residents: {len(pins.addressed)} addressed, {len(pins.untouched)} untouched, "
        f"{len(pins.worse)} made worse"
    )
    for barrier in pins.addressed:
        print(f"  addressed: {barrier.label}")
    for barrier in pins.worse:
        print(f"  made worse: {barrier.label}")
    if comparison.figures:
        _print_figures(comparison)
    for note in comparison.notes:
        print(note)
    print()


def _print_figures(comparison: SchemeComparison) -> None:
    print()
    print_table(
        ("figure", "before", "after", "unit"),
        [
            (each.after.label, _value(each.before.value), _value(each.after.value), each.after.unit)
            for each in comparison.figures
        ],
    )


def _value(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.3g}"


def _reach_words(reach: Reach, people: str) -> str:
    walk = "no walk known" if reach.mean_min is None else f"{reach.mean_min:.1f} minutes on average"
    share = 100 * reach.meet / reach.residents
    return f"{reach.meet:,.0f} of {reach.residents:,.0f} {people} ({share:.1f} %), {walk}, {reach.no_way:,.0f} no way"


def _list(options: argparse.Namespace) -> int:
    from geo.services.schemes import list_schemes

    with workspace_from_environment() as workspace:
        schemes = list_schemes(workspace, options.area)
    if options.json:
        print_json([_summary(each) for each in schemes])
        return 0
    rows = [(each.id, str(each.version), str(len(each.changes)), each.area_id or "", each.name) for each in schemes]
    print_table(("id", "version", "changes", "area", "name"), rows)
    return 0


def _summary(scheme: Scheme) -> dict[str, Any]:
    return {
        "id": scheme.id,
        "version": scheme.version,
        "name": scheme.name,
        "area": scheme.area_id,
        "changes": len(scheme.changes),
        "made_at": None if scheme.made_at is None else scheme.made_at.isoformat(),
    }


def _show(options: argparse.Namespace) -> int:
    from geo.services.schemes import scheme_versions

    with workspace_from_environment() as workspace:
        scheme = _saved(workspace, options.scheme)
        versions = scheme_versions(workspace, scheme.id)
    print(f"{scheme.name} ({scheme.id}, version {scheme.version} of {len(versions)})")
    if scheme.area_id:
        print(f"Area: {scheme.area_id}")
    if scheme.note:
        print(scheme.note)
    for change in scheme.changes:
        print(f"- {change.kind.label}{f': {change.name}' if change.name else ''} {change.barrier_id or ''}".rstrip())
    for version in versions:
        print(f"version {version.version}: {version.made_at:%Y-%m-%d %H:%M}, {len(version.changes)} changes")
    return 0


def _save(options: argparse.Namespace) -> int:
    from dataclasses import replace

    from geo.services.areas import find_area
    from geo.services.schemes import save_scheme, scheme_from_file

    with workspace_from_environment() as workspace:
        area_id = find_area(workspace, options.area).id if options.area else None
        scheme, told = scheme_from_file(workspace, options.file, area_id=area_id, layer=options.layer, crs=options.crs)
        scheme = replace(scheme, id=options.id, name=options.name or scheme.name, note=options.note or scheme.note)
        kept = save_scheme(workspace, scheme)
    for sentence in told:
        say(sentence)
    print(f"Saved “{kept.name}” as {kept.id}, version {kept.version}.")
    return 0


def _export(options: argparse.Namespace) -> int:
    from geo.services.schemes import scheme_geojson

    with workspace_from_environment() as workspace:
        _write(options.out, scheme_geojson(workspace, _saved(workspace, options.scheme)))
    return 0


def _write(path: Path, content: dict[str, Any]) -> None:
    from geo.export.whole_file import whole_file

    with whole_file(path) as part:
        part.write_text(json.dumps(content, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    say(f"Wrote {path}.")
