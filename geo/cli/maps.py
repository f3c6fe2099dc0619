"""`map`: an area, what stands in its way, or a scheme, as one HTML file that opens offline."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.session import say, workspace_from_environment

if TYPE_CHECKING:
    from geo.schemes import Scheme
    from geo.services.workspace import Workspace

_EXAMPLES = """\
examples:
  python -m geo map E09000010-R05 --out area.html                     streets by the walk to the nearest open space
  python -m geo map E09000010-R05 --barriers --persona wheelchair --out barriers.html
  python -m geo map E09000010-R05 --scheme footbridge.geojson --out scheme.html       before and after a scheme

The file holds all that it needs: it opens without the internet and asks nothing of any other computer. What residents
wrote is not in it.
"""


def add_commands(subparsers: Any) -> None:
    """Add `map`."""
    from geo.metrics.barrier_standards import DEFAULT_STANDARD

    parser = subparsers.add_parser(
        "map",
        help="write a map of a result as one HTML file that opens offline",
        description="Write a map of a result as one HTML file that opens offline.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("area_id", metavar="AREA_ID", help="an id from “python -m geo areas”")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--barriers", action="store_true", help="what stands in the way, ranked")
    what.add_argument(
        "--scheme", metavar="FILE|ID", help="a scheme, before and after: a file, or the id of a saved one"
    )
    parser.add_argument("--persona", default="any-walker", help="who walks (default: any-walker)")
    parser.add_argument(
        "--standard", default=DEFAULT_STANDARD.id, help=f"for barriers and schemes (default: {DEFAULT_STANDARD.id})"
    )
    parser.add_argument("--out", metavar="FILE.html", type=Path, required=True)
    parser.set_defaults(run=_map)


def _map(options: argparse.Namespace) -> int:
    from geo.metrics.barrier_standards import standard_named
    from geo.metrics.personas import persona_named
    from geo.services.standalone_maps import area_page, barrier_page, write_page

    persona, standard = persona_named(options.persona), standard_named(options.standard)
    with workspace_from_environment() as workspace:
        if options.barriers:
            from geo.services.barriers import barrier_report

            page = barrier_page(workspace, barrier_report(workspace, options.area_id, persona, standard, quick=True))
        elif options.scheme is not None:
            from geo.services.standalone_schemes import scheme_page

            scheme = _scheme(workspace, options.scheme)
            page = scheme_page(workspace, options.area_id, scheme, persona, standard)
        else:
            page = area_page(workspace, options.area_id, persona)
        write_page(page, options.out)
    print(f"Wrote {options.out}.")
    return 0


def _scheme(workspace: Workspace, said: str) -> Scheme:
    """The scheme in a file, or the saved one with an id; a file goes before an id."""
    from geo.services.scheme_files import scheme_from_file
    from geo.services.schemes import scheme_named

    if not Path(said).is_file():
        return scheme_named(workspace, said)
    scheme, told = scheme_from_file(workspace, Path(said))
    for sentence in told:
        say(sentence)
    return scheme
