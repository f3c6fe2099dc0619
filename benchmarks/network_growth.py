"""One saved network in a process of its own: how long it takes to open and to use, and how much memory at its peak."""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.tiled_towns import at_nodes
from geo.network.closeness import closeness
from geo.network.graph import WalkingNetwork
from geo.network.reach import reach_pairs
from geo.network.routing import spread

_ROUNDS = 5
_NODES = 2000  # of which closeness is asked


def grown(folder: Path) -> dict[str, Any]:
    """Seconds and megabytes; `ways_in.npy` and `space.npy` lie beside the network's own files."""
    before = _peak_mb()
    began = time.perf_counter()
    network = WalkingNetwork.load(folder)
    opened = time.perf_counter() - began
    ways_in = at_nodes(network, np.load(folder / "ways_in.npy"))
    space = np.load(folder / "space.npy")
    few = at_nodes(network, np.arange(10))
    reach_pairs(network, ways_in, space, few, cutoff_m=10.0)  # compiles
    closeness(network, nodes=np.arange(2))
    seconds = []
    for _ in range(1 + _ROUNDS):
        began = time.perf_counter()
        spread(network, ways_in, cutoff_m=5000.0)
        seconds.append(time.perf_counter() - began)
    after_pass = _peak_mb()
    nodes = np.linspace(0, network.node_count - 1, _NODES).astype(np.int64)
    began = time.perf_counter()
    closeness(network, nodes=nodes, cutoffs_m=(800.0,))
    near = time.perf_counter() - began
    began = time.perf_counter()
    pairs = reach_pairs(network, ways_in, space, at_nodes(network, np.arange(network.node_count)), cutoff_m=1200.0)
    return {
        "nodes": network.node_count,
        "edges": network.edge_count,
        "open_s": opened,
        "nearest_s": statistics.median(seconds[1:]),
        "closeness_a_node_s": near / _NODES,
        "pairs": len(pairs),
        "pairs_s": time.perf_counter() - began,
        "memory_before_mb": before,
        "memory_nearest_mb": after_pass,
        "memory_pairs_mb": _peak_mb(),
    }


def _peak_mb() -> float:
    """The most memory this process ever held, as Linux counts it, files that are mapped among it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(grown(Path(sys.argv[1]))))
