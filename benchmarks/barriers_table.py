"""The tables of what it takes to price barriers."""

from __future__ import annotations

from typing import Any

from benchmarks.network_table import plain_table, seconds, task_table


def barriers_table(result: dict[str, Any]) -> str:
    """The whole city against one pass and against many, then one area of a large city, then what it was measured on."""
    figures, machine = result["figures"], result["machine"]
    area = figures["area"]
    rows = [
        (
            said,
            *(seconds(area[least][part]) for part in ("single", "shapley", "bundles", "pass")),
            f"{area[least]['players']} of {area['barriers']}",
        )
        for said, least in (("the nearest space", "least_1"), ("three spaces", "least_3"))
    ]
    heads = (
        f"one area: {area['homes']:,} homes, {area['barriers']} barriers, {area['nodes']:,} nodes",
        "ranked, from nothing",
        "200 permutations",
        "bundles up to 10",
        "one pass over the city",
        "barriers that matter",
    )
    words = (
        f"Measured on {machine['made_on']} at commit {machine['commit']}: {machine['cores']} cores, "
        f"{machine['memory_gb']} GB, {machine['system']}, Python {machine['python']}, numba "
        f"{machine['packages']['numba']}; load average at the start {machine['load_average_at_start']}: the "
        "machine was shared with other work, which the columns of one row meet alike."
    )
    new = figures["new_pin"]
    steps = (("pins to barriers", "infer_s"), ("network split, two passes", "impose_and_passes_s"))
    steps += (("each alone", "single_s"), ("fair shares", "shapley_s"), ("bundles", "bundles_s"), ("all", "all_s"))
    new_heads = (f"a new pin: {new['pins']} pins, {new['barriers']} barriers, {new['nodes']:,} nodes", "seconds")
    new_rows = [(said, seconds(new[part])) for said, part in steps]
    title = "### Barriers, on Newport tiled into a city"
    return "\n\n".join(
        [title, task_table(figures["tasks"]), plain_table(heads, rows), plain_table(new_heads, new_rows), words]
    )
