"""`sites`: bring project sites in as files, list them and take them out again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.session import print_json, print_table, say, workspace_from_environment

if TYPE_CHECKING:
    from geo.areas import Area
    from geo.sources.design_files import DesignFile, Question

_EXAMPLES = """\
examples:
  python -m geo sites add red-line.geojson --name "Elm Yard"
  python -m geo sites add drawing.dxf --layer SITE-BOUNDARY
  python -m geo sites add survey.zip --crs EPSG:27700
  python -m geo sites list
  python -m geo report site-elm-yard-1
  python -m geo sites remove site-elm-yard-1

A site is an area like any other: report, catchments, exports and tables take its id.
"""

_ADD_HELP = """\
Reads GeoJSON, a zipped Shapefile, a GeoPackage, KML or DXF (20 MB, 200,000 vertices at most). The site is the union of
its areas; lines that close count as areas where there is no other. The co-ordinate system is taken from the file,
guessed with the reason where the file does not say or cannot be right, and asked where two fit. Whatever was guessed or
mended is said.
"""


def add_commands(subparsers: Any) -> None:
    """Add `sites` with its own commands."""
    parser = subparsers.add_parser(
        "sites",
        help="bring in project sites as files, list and remove them",
        description="Work with project sites, also while the app is running.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="sites_command", metavar="COMMAND", required=True)
    adding = commands.add_parser(
        "add",
        help="bring a site in from a file",
        description=_ADD_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    adding.add_argument("file", metavar="FILE", type=Path)
    adding.add_argument("--name", help="what the site is called (default: the file's name)")
    adding.add_argument("--layer", help="the layer to read where the file has several; * for all")
    adding.add_argument("--crs", metavar="CODE", help="the co-ordinate system, for instance EPSG:27700")
    adding.add_argument("--around", metavar="METRES", type=float, help="draw the outline so far around lines or points")
    adding.add_argument("--json", action="store_true", help="print JSON")
    adding.set_defaults(run=_add)
    listing = commands.add_parser("list", help="list the sites")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=_list)
    removing = commands.add_parser("remove", help="take a site out of the lists; it is kept in the store")
    removing.add_argument("site_id", metavar="ID", help="an id from “sites list”")
    removing.set_defaults(run=_remove)


def _add(options: argparse.Namespace) -> int:
    from geo.services.sites import add_site, read_design_file, site_told

    with workspace_from_environment() as workspace:
        design = read_design_file(workspace, options.file, layer=options.layer, crs=options.crs)
        if design.asks is not None:
            return _ask(design.asks, as_json=options.json)
        area = add_site(workspace, options.name or _name_of(options.file), design, around_m=options.around)
        told = site_told(workspace, area.id)
    if options.json:
        print_json(_as_dict(area, design, told))
        return 0
    print(f"{area.name} is the site {area.id}: {_size(area)}{_where(area)}.")
    for sentence in told:
        print(f"  {sentence}")
    say(f"“python -m geo report {area.id}” gives its figures.")
    return 0


def _ask(question: Question, *, as_json: bool) -> int:
    if as_json:
        options = [{"value": each.value, "label": each.label, "why": each.why} for each in question.options]
        print_json({"asks": {"about": question.about, "text": question.text, "options": options}})
    say(f"{question.text} Say it with --{question.about}:")
    for option in question.options:
        say(f"  --{question.about} “{option.value}”  {option.label}. {option.why}")
    return 2


def _list(options: argparse.Namespace) -> int:
    from geo.services.sites import area_of, sites

    with workspace_from_environment() as workspace:
        found = [(site, area_of(workspace, site)) for site in sites(workspace)]
    if options.json:
        print_json(
            [
                _summary(area) | {"file": site.origin.file_name, "added": site.added_at.isoformat()}
                for site, area in found
            ]
        )
        return 0
    rows = [
        (area.id, f"{area.area_km2:.4f}", f"{site.added_at:%Y-%m-%d}", area.name, area.borough_name or "")
        for site, area in found
    ]
    print_table(("id", "km2", "added", "name", "borough"), rows)
    say(f"{len(rows)} sites.")
    return 0


def _remove(options: argparse.Namespace) -> int:
    from geo.services.sites import remove_site

    with workspace_from_environment() as workspace:
        gone = remove_site(workspace, options.site_id)
    print(f"{gone.name} ({gone.site_id}) is no site any more. What is kept of it stays in the store.")
    return 0


def _summary(area: Area) -> dict[str, Any]:
    return {
        "id": area.id,
        "name": area.name,
        "kind": area.kind.value,
        "borough_code": area.borough_code,
        "area_km2": round(area.area_km2, 6),
    }


def _as_dict(area: Area, design: DesignFile, told: tuple[str, ...]) -> dict[str, Any]:
    layers = [{"name": each.name, **dict(each.kinds)} for each in design.layers]
    return _summary(area) | {"format": design.format.value, "crs": design.crs, "layers": layers, "told": list(told)}


def _size(area: Area) -> str:
    hectares = area.area_km2 * 100
    return f"{area.area_km2:,.1f} km²" if hectares >= 100 else f"{hectares:.2f} ha"


def _where(area: Area) -> str:
    return f" in {area.borough_name}" if area.borough_name else ""


def _name_of(file: Path) -> str:
    return file.stem.replace("_", " ").replace("-", " ")
