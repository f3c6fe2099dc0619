"""The tables of the network's kernels beside their peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def network_table(result: dict[str, Any]) -> str:
    """Each task with its target, then how time and memory grow, then what it was measured on."""
    figures, machine = result["figures"], result["machine"]
    growth = [
        (
            f"{row['nodes']:,} / {row['edges']:,}",
            seconds(row["open_s"]),
            seconds(row["nearest_s"]),
            f"{row['closeness_a_node_s'] * 1e6:.0f} µs",
            f"{row['pairs']:,} in {seconds(row['pairs_s'])}",
            f"{row['memory_before_mb']:,.0f} / {row['memory_nearest_mb']:,.0f} / {row['memory_pairs_mb']:,.0f} MB",
        )
        for row in figures["growth"]
    ]
    growth_heads = (
        "nodes / edges", "open (mapped)", "nearest space", "closeness 800 m, a node", "pairs within 1,200 m",
        "memory at most: before / nearest / pairs",
    )  # fmt: skip
    versions = ", ".join(f"{name} {number}" for name, number in figures["peers"].items())
    words = (
        f"Measured on {machine['made_on']} at commit {machine['commit']}: {machine['cores']} cores, "
        f"{machine['memory_gb']} GB, {machine['system']}, Python {machine['python']}, numba "
        f"{machine['packages']['numba']}, {versions}; load average at the start {machine['load_average_at_start']}. "
        f"{figures.get('note', '')}"
    )
    return "\n\n".join(
        [
            "### The network, on Newport tiled into a city",
            task_table(figures["tasks"]),
            plain_table(growth_heads, growth),
            words,
        ]
    )


def task_table(tasks: Sequence[dict[str, Any]]) -> str:
    """Rows of `benchmarks.network_tasks.task`: ours, the peer's, how they compare, and what was wanted."""
    rows = [
        (
            f"{row['task']} ({row['nodes']:,} nodes)",
            seconds(row["ours_s"]),
            f"{row['peer']}: {seconds(row['peer_s'])}",
            f"{row['ratio']:.3g} ×" if row["target"].startswith(">=") else f"{row['ratio']:.2f} of its time",
            "for scale" if row["target"] == ">=1" else row["target"].replace(">=", "≥ ").replace("<=", "≤ "),
            "–" if row["target"] == ">=1" else "yes" if row["met"] else "**no**",
            row["difference"],
        )
        for row in tasks
    ]
    return plain_table(("", "Common Ground", "peer", "ratio", "target", "met", "answers differ by"), rows)


def seconds(value: float) -> str:
    """A time in words."""
    if value < 1e-3:
        return f"{value * 1e6:.3g} µs"
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def plain_table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Markdown, figures to the right."""
    lines = [heads, ("---",) + ("---:",) * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
