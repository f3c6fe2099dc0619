"""Turns results/ into the tables of README.md, between two marks; the words around them are written by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.barriers_table import barriers_table
from benchmarks.machine import machine_words
from benchmarks.network_table import network_table

FOLDER = Path(__file__).parent
RESULTS = FOLDER / "results"
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"


def write_tables() -> None:
    """Write every result there is into README.md."""
    readme = FOLDER / "README.md"
    before, _, rest = readme.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    makers = {
        "map": _map_table,
        "command-line": _command_line_table,
        "pins": _pins_table,
        "network": network_table,
        "barriers": barriers_table,
    }
    tables = {
        name: make(json.loads(path.read_text(encoding="utf-8")))
        for name, make in makers.items()
        if (path := RESULTS / f"{name}.json").is_file()
    }
    if "network" in tables:
        (RESULTS / "network.md").write_text(tables["network"].removeprefix("##") + "\n", encoding="utf-8")
    between = "\n\n".join([_BEGIN, *tables.values(), _END])
    readme.write_text(before + between + after, encoding="utf-8")


def _map_table(result: dict[str, Any]) -> str:
    figures = result["figures"]
    both = figures["app"], figures["st_folium"]

    def row(label: str, part: str, *keys: str, unit: str = "") -> tuple[str, ...]:
        return label, *(
            " / ".join(_number(each[part][key]) for key in keys if key in each[part]) + unit for each in both
        )

    rows = [
        row(
            "first map, all drawn: median / longest",
            "first_map",
            "median_all_drawn_s",
            "longest_all_drawn_s",
            unit=" s",
        ),
        ("of which until it can be used", f"{_number(both[0]['first_map']['median_usable_s'])} s", "all of it"),
        row("click to saved: median / p95", "click_to_saved", "median_ms", "p95_ms", unit=" ms"),
        row("server's processor time a pin", "click_to_saved", "server_cpu_ms_a_pin", unit=" ms"),
        row("websocket a pin: sent / received", "bytes_a_pin", "websocket_sent", "websocket_received", unit=" bytes"),
        row("fetched beside it a pin", "bytes_a_pin", "fetched_beside", unit=" bytes"),
        row(f"clicks kept of {both[0]['rapid_clicks']['clicks']} in a row", "rapid_clicks", "kept"),
    ]
    title = f"### The map, with 33 boroughs, 704 wards and {figures['pins_in_store']} pins"
    return "\n\n".join([title, _table(("", "Common Ground", "st_folium"), rows), machine_words(result["machine"])])


def _command_line_table(result: dict[str, Any]) -> str:
    figures = result["figures"]
    install, command, within = (figures[name] for name in ("data_install", "report_command", "report_in_process"))
    rows = [
        ("data install, into an empty home", f"{_number(install['first_s'])} s"),
        ("data install again", f"{_number(install['second_s'])} s"),
        (f"report {figures['area']} --json, the whole command: median", f"{_number(command['median_s'])} s"),
        ("the same report in a process: first", f"{_number(within['cold_s'])} s"),
        ("the same report in a process: again", f"{_number(1000 * within['warm_median_s'])} ms"),
    ]
    return "\n\n".join(["### The command line", _table(("", ""), rows), machine_words(result["machine"])])


def _pins_table(result: dict[str, Any]) -> str:
    figures = result["figures"]
    everything, nothing, importing = (figures[name] for name in ("all_pins", "nothing_new", "import"))
    count = _number(figures["pins"])
    rows = [
        (f"pins import of {count} pins", f"{_number(importing['first_s'])} s"),
        ("the same file again (each pin kept once)", f"{_number(importing['again_s'])} s"),
        (f"/api/pins, all {count}: sent / unpacked",
         f"{_number(everything['bytes_sent'])} / {_number(everything['bytes_unpacked'])} bytes"),
        ("/api/pins, all: first / median of the next",
         f"{_number(everything['first_ms'])} / {_number(everything['median_ms'])} ms"),
        ("/api/pins, nothing new: bytes, median", f"{nothing['bytes_sent']} bytes, {_number(nothing['median_ms'])} ms"),
    ]  # fmt: skip
    return "\n\n".join(["### Many pins", _table(("", ""), rows), machine_words(result["machine"])])


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) + ("---:",) * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
