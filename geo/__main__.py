"""The command line: ``python -m geo``. Results go to standard output, words for the person to standard error."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from geo.cli import (
    add_area_commands,
    add_barrier_commands,
    add_catchment_commands,
    add_data_commands,
    add_map_commands,
    add_metric_commands,
    add_pin_commands,
    add_scheme_commands,
    add_site_commands,
)
from geo.errors import GeoError

_EXAMPLES = """\
first steps:
  python -m geo data install                      install boundaries, spaces and streets (once)
  python -m geo data status                       what is installed, and how accurate it is
  python -m geo areas --kind regeneration         the areas that reports can be made for
  python -m geo report E09000010-R05              the figures of one of them
  python -m geo catchment -0.1043 51.5247         what is within 5, 10 and 15 minutes' walk of a place
  python -m geo barriers E09000010-R05            what stands in the way there, and which to remove first
  python -m geo compare E09000010-R05 --scheme plan.geojson    a design tried before it is built
  python -m geo metrics --kind ward --out w.csv   the figures of all wards, in one table
  python -m geo map E09000010-R05 --out m.html    a map of it as one file that opens offline
  python -m geo sites add red-line.geojson        bring a project site in as a file
  python -m geo pins import walkshop.csv          save pins that were gathered on paper
  python -m geo pins export --area E09000010-R05 --format geojson --out pins.geojson

Each command has its own help: python -m geo pins export --help

settings, from the environment:
  PLACES_HOME           where data and pins are kept (default: var/ in the project's folder)
  PLACES_DATA           folder of source data to install from
  PLACES_DATABASE_URL   the store of pins (default: sqlite:///$PLACES_HOME/common-ground.sqlite)

exit codes: 0 done; 1 a part failed (an install keeps its last good data, a table says why in the area's row); 2 it
could not be done; 130 stopped. Standard error says why in a sentence.
"""


class _Parser(argparse.ArgumentParser):
    """Answers a wrong option with one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message[:1].upper()}{message[1:]}. See “{self.prog} --help”.\n")


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = _Parser(
        prog="python -m geo",
        description="Common Ground: where people feel welcome, what gets in the way, and what mending it would change.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    add_data_commands(commands)
    add_area_commands(commands)
    add_barrier_commands(commands)
    add_catchment_commands(commands)
    add_map_commands(commands)
    add_metric_commands(commands)
    add_pin_commands(commands)
    add_scheme_commands(commands)
    add_site_commands(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        code: int = options.run(options) or 0
    except GeoError as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever reads our output, such as `head`, has had enough; Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Stopped. What was saved stays saved.", file=sys.stderr)
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main())
