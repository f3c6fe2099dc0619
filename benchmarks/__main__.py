"""Measures and writes results/ and the tables of README.md: ``python -m benchmarks [CASE ...]``."""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks import barriers, command_line, maps, network, pin_feed
from benchmarks.machine import machine
from benchmarks.tables import RESULTS, write_tables

CASES = {
    "map": maps.measure,
    "command-line": command_line.measure,
    "pins": pin_feed.measure,
    "network": network.measure,
    "barriers": barriers.measure,
}


def main() -> int:
    """Run the cases that are named, or all; each is measured with its peer in one go."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, and write the tables.")
    parser.add_argument("cases", nargs="*", metavar="CASE", help=f"only these: {', '.join(CASES)}")
    cases = parser.parse_args().cases or list(CASES)
    unknown = sorted(set(cases) - set(CASES))
    if unknown:
        parser.error(f"there is no case called {', '.join(unknown)}")
    RESULTS.mkdir(exist_ok=True)
    for name in cases:
        print(f"Measuring: {name} …", flush=True)
        result = {"case": name, "machine": machine(), "figures": CASES[name]()}
        (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        print(json.dumps(result["figures"], indent=1))
    write_tables()
    return 0


if __name__ == "__main__":
    sys.exit(main())
