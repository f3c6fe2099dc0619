"""`catchment`: what lies within some minutes' walk of a place."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.cli.session import print_json, print_table, say, workspace_from_environment

if TYPE_CHECKING:
    from geo.services.catchments import CatchmentResult

_MINUTES = (5.0, 10.0, 15.0)
_EXAMPLES = """\
examples:
  python -m geo catchment -0.1043 51.5247                      what is within 5, 10 and 15 minutes' walk
  python -m geo catchment -0.1043 51.5247 --minutes 10 --persona wheelchair
  python -m geo catchment -0.1043 51.5247 --out walk.geojson   the ground and the streets, for a map

Longitude comes first. --json prints the GeoJSON that --out writes: for each number of minutes the ground within reach
(kind "catchment") and the reached streets (kind "streets"), with people and spaces; "residents": null is "not known" or
withheld, and "notes" says why.
"""


def add_commands(subparsers: Any) -> None:
    """Add `catchment`."""
    catchment = subparsers.add_parser(
        "catchment",
        help="what lies within some minutes' walk of a place",
        description="The streets, people and spaces within some minutes' walk of a place, on the installed map.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    catchment.add_argument("lon", metavar="LON", type=float, help="longitude in degrees (London: about -0.1)")
    catchment.add_argument("lat", metavar="LAT", type=float, help="latitude in degrees (London: about 51.5)")
    catchment.add_argument("--minutes", type=float, nargs="+", default=list(_MINUTES), help="minutes of walking")
    catchment.add_argument("--persona", default="any-walker", help="who walks (default: any-walker)")
    catchment.add_argument(
        "--towards", action="store_true", help="walks to the place, not from it (they differ on escalators alone)"
    )
    catchment.add_argument("--out", type=Path, metavar="FILE.geojson", help="write the catchment to a GeoJSON file")
    catchment.add_argument("--json", action="store_true", help="print the GeoJSON")
    catchment.set_defaults(run=_catchment)


def _catchment(options: argparse.Namespace) -> int:
    from geo.crs import LonLat
    from geo.services.catchment_files import catchment_geojson, write_catchment
    from geo.services.catchments import walking_catchment

    place = LonLat(options.lon, options.lat)
    with workspace_from_environment() as workspace:
        result = walking_catchment(workspace, place, options.minutes, options.persona, towards=options.towards)
        if not result.bands:
            say(result.reason)
            return 2
        if options.out is not None:
            written = write_catchment(workspace, result, options.out)
            say(f"Wrote {written}.")
        if options.json:
            print_json(catchment_geojson(workspace, result))
        else:
            _print_result(result)
    return 0


def _print_result(result: CatchmentResult) -> None:
    network = result.network
    if network is not None:
        invented = " [invented]" if network.invented else ""
        print(f"{result.persona.label}, on the walking map “{network.name}”{invented} ({network.date or 'no date'})\n")
    print_table(
        ("minutes", "metres", "streets km", "open spaces", "community places", "stops"),
        [
            (
                f"{band.minutes:g}",
                f"{band.shape.cutoff_m:,.0f}",
                f"{band.shape.length_m / 1000:,.1f}",
                str(len(band.open_spaces)),
                str(len(band.community)),
                str(len(band.stops)),
            )
            for band in result.bands
        ],
    )
    print()
    for sentence in result.sentences:
        print(sentence)
    print(result.bands[-1].residents_note)
