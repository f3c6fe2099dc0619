"""Opening a network: our arrays against OSMnx's GraphML, each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.network_tasks import task
from benchmarks.tiled_towns import City
from geo.network.graph import WalkingNetwork
from tests.conftest import ROOT

_KEYS = (
    ("graph", "crs", "string"), ("node", "x", "string"), ("node", "y", "string"),
    ("edge", "osmid", "string"), ("edge", "length", "string"),
)  # fmt: skip


def loaded(city: City, folder: Path) -> list[dict[str, Any]]:
    """Ours read whole into memory, against `osmnx.load_graphml` of the same nodes and edges without their geometry."""
    graphml = folder / "network.graphml"
    write_graphml(city.network, graphml)
    ours, theirs = _seconds("ours", folder), _seconds("graphml", graphml)
    graphml.unlink()
    said = {"difference": f"{theirs['nodes']:,} nodes in both" if theirs["nodes"] == ours["nodes"] else "not the same"}
    against = ("OSMnx GraphML", theirs["s"])
    return [task("load a network", city, ours["s"], against, ">=100", **said)]


def write_graphml(network: WalkingNetwork, path: Path) -> None:
    """The network as OSMnx saves it, both directions of each edge, written line by line."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
        for row, (of, name, kind) in enumerate(_KEYS):
            file.write(f'<key id="d{row}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n')
        file.write('<graph edgedefault="directed"><data key="d0">EPSG:27700</data>\n')
        for node, (x, y) in enumerate(network.node_xy.tolist()):
            file.write(f'<node id="{node}"><data key="d1">{x}</data><data key="d2">{y}</data></node>\n')
        edges = zip(network.edge_uv.tolist(), network.edge_way_id.tolist(), network.edge_length_m.tolist(), strict=True)
        for (u, v), way, metres in edges:
            for a, b in ((u, v), (v, u)):
                file.write(
                    f'<edge source="{a}" target="{b}" id="0"><data key="d3">{way}</data>'
                    f'<data key="d4">{metres}</data></edge>\n'
                )
        file.write("</graph></graphml>\n")


def _seconds(kind: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.network_load", kind, str(path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _load(kind: str, path: Path) -> dict[str, Any]:
    if kind == "ours":
        WalkingNetwork.load(path, mmap=False)  # the second time, as with the file that was written just now
        began = time.perf_counter()
        network = WalkingNetwork.load(path, mmap=False)
        return {"s": time.perf_counter() - began, "nodes": network.node_count}
    import osmnx

    began = time.perf_counter()
    graph = osmnx.load_graphml(path)
    return {"s": time.perf_counter() - began, "nodes": len(graph)}


if __name__ == "__main__":
    print(json.dumps(_load(sys.argv[1], Path(sys.argv[2]))))
