"""Tables of figures: every area of a kind in one file, made by many processes, stopped and taken up at will.

areas of the kind -> keys of their rows -> rows kept from an earlier run
                                        -> pieces of work by network -> processes -> rows, kept as they come
all rows, in the order of the areas -> one file, written whole
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import numpy as np
import shapely

from geo.areas import AreaKind
from geo.errors import InputError
from geo.export.layers import SELF_SELECTED, LayerNote
from geo.export.metric_table import MetricTable, write_table
from geo.metrics.catalogue import METRICS
from geo.metrics.personas import Persona
from geo.provenance import digest
from geo.services.areas import AreaSummary, all_areas, list_areas
from geo.services.table_inputs import code_version, data_digest, row_keys
from geo.services.table_jobs import Rows
from geo.services.table_parts import TableParts, parts_of
from geo.services.table_rows import TableRow
from geo.services.table_work import Opener, Work
from geo.services.workspace import Workspace

ALL = "all"
FORMATS = (".parquet", ".csv", ".geojson")

# Few enough that little is lost when a run is stopped, enough that a ground is made by few processes.
_AREAS_A_PIECE, _AREAS_A_PIECE_WITHOUT_A_MAP = 8, 64
_NOT_KNOWN = "An empty value is not known, never nought; the note says why. “Withheld” figures are of too few people."

Workers = Callable[[Sequence[Work]], Iterator[Rows]]


class TableProgress(Protocol):
    """Who is told how a table goes on."""

    def begin(self, areas: int, taken_up: int) -> None:
        """So many areas, of which so many are there from an earlier run."""

    def finished(self, rows: Sequence[TableRow]) -> None:
        """Rows that have come in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """What became of a table: its files, its rows, those taken up from an earlier run, and those without figures."""

    files: tuple[Path, ...]
    rows: int
    taken_up: int
    failed: tuple[TableRow, ...]


def check_target(out: Path) -> None:
    """Raise `InputError` unless a table can be asked for at `out`: said before hours of work, not after."""
    if out.suffix not in FORMATS:
        raise InputError(
            f"The table’s file must end in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}; {out.name} does not."
        )
    if out.is_dir():
        raise InputError(f"{out} is a folder. Give the name of a file.")
    if not out.parent.is_dir():
        raise InputError(f"The folder {out.parent} does not exist. Make it first, or choose another.")


def areas_of_kind(workspace: Workspace, kind: str) -> list[AreaSummary]:
    """The areas of a kind, or of every kind for `ALL`. Raises `InputError` where there are none, or no such kind."""
    areas = list_areas(workspace, None if kind == ALL else kind)
    if not areas:
        installed = sorted({area.kind.value for area in list_areas(workspace)})
        raise InputError(f"No area of the kind “{kind}” is installed. There are areas of {', '.join(installed)}.")
    return areas


def make_table(
    workspace: Workspace,
    kind: str,
    persona: Persona,
    out: Path,
    *,
    opener: Opener,
    workers: Workers,
    progress: TableProgress,
    restart: bool = False,
) -> TableReport:
    """Make the table of a kind of area at `out` (.parquet, .csv or .geojson).

    `workers` does the work; each opens its own workspace by `opener`. Finished rows are kept beside `out` and taken up
    by the next run where nothing that they rest on has changed, unless `restart`. An area that fails has its reason
    in the row. Raises `InputError` for a kind or place that cannot be, when another run makes the same table, and when
    every area fails.
    """
    check_target(out)
    areas = areas_of_kind(workspace, kind)
    keys = row_keys(workspace, [area.id for area in areas], persona)
    with parts_of(out) as parts:
        kept = {} if restart else parts.read(keys.values())
        parts.replace(kept)  # also heals a file whose end was lost
        progress.begin(len(areas), len(kept))
        missing = [area for area in areas if keys[area.id] not in kept]
        rows = {row.area_id: row for row in kept.values()}
        for made in workers(_pieces(workspace, missing, persona, opener)):
            _keep(parts, keys, made)
            rows |= {row.area_id: row for row in made}
            progress.finished(made)
        ordered = [rows[area.id] for area in areas]
        failed = tuple(row for row in ordered if row.problem is not None)
        if len(failed) == len(ordered):  # a table that says nothing must not take the place of one that does
            raise InputError(f"No area’s figures could be worked out, so nothing was written. {failed[0].problem}")
        files = write_table(_table(workspace, kind, persona, ordered), out, grid=workspace.grid)
        parts.replace({keys[row.area_id]: row for row in ordered if row.problem is None})
    return TableReport(files=tuple(files), rows=len(ordered), taken_up=len(kept), failed=failed)


def _keep(parts: TableParts, keys: Mapping[str, str], rows: Sequence[TableRow]) -> None:
    """What failed is not kept: the next run tries it again."""
    parts.add({keys[row.area_id]: row for row in rows if row.problem is None})


def _pieces(workspace: Workspace, areas: Sequence[AreaSummary], persona: Persona, opener: Opener) -> list[Work]:
    """Work cut by network, so that few processes make each ground; the quick areas without a map come last."""
    if not areas:
        return []
    run, here, code = uuid4().hex, data_digest(workspace.data_dir), code_version()
    grouped: dict[str | None, list[AreaSummary]] = {}
    for area, network_id in zip(areas, _networks_of(workspace, areas), strict=True):
        grouped.setdefault(network_id, []).append(area)
    pieces = []
    for network_id in sorted(grouped, key=lambda each: (each is None, each or "")):
        size = _AREAS_A_PIECE_WITHOUT_A_MAP if network_id is None else _AREAS_A_PIECE
        # A borough's areas together: what is told over the whole borough is made by few processes.
        own = sorted(grouped[network_id], key=lambda area: area.borough_code or "")
        pieces += [
            Work(run=run, opener=opener, areas=tuple(own[at : at + size]), persona=persona, data=here, code=code)
            for at in range(0, len(own), size)
        ]
    return pieces


def _networks_of(workspace: Workspace, areas: Sequence[AreaSummary]) -> list[str | None]:
    """A network that reaches each area, or None: for the cutting of work, not for figures."""
    shapes = all_areas(workspace).loc[[area.id for area in areas]].geometry.to_numpy()
    found: list[str | None] = [None] * len(areas)
    if not workspace.network_ids:
        return found
    footprints = np.array([workspace.network(each).meta.footprint for each in workspace.network_ids], dtype=object)
    area, network = shapely.STRtree(footprints).query(shapes, predicate="intersects")
    for at, which in zip(area.tolist(), network.tolist(), strict=True):
        found[at] = workspace.network_ids[which]
    return found


def _table(workspace: Workspace, kind: str, persona: Persona, rows: Sequence[TableRow]) -> MetricTable:
    sources = list({source["id"]: source for row in rows for source in row.sources}.values())
    parameters = next((row.parameters for row in rows if row.parameters), {})
    provenance = {
        "kind": kind,
        "persona": persona.id,
        "parameters": parameters,
        "sources": sources,
        "input_digest": digest([row.input_digest for row in rows]),
        "version": code_version(),
    }
    made_at = workspace.now()
    said = kind if kind == ALL else AreaKind(kind).label.lower()
    note = LayerNote(
        title=f"Figures of every area: {said}" if kind == ALL else f"Figures of every {said}",
        licence=_joined(source["licence"] for source in sources),
        attribution=_joined(source["attribution"] for source in sources),
        generated_at=made_at,
        statements=(SELF_SELECTED, _NOT_KNOWN),
        provenance={**provenance, "made_at": made_at.isoformat(timespec="seconds")},
        invented=any(bool(row.area["invented"]) for row in rows),
    )
    return MetricTable(
        rows=[_flat(row) for row in rows],
        geometries=list(all_areas(workspace).loc[[row.area_id for row in rows]].geometry),
        metrics=list(METRICS),
        note=note,
    )


def _flat(row: TableRow) -> dict[str, Any]:
    area = {("borough" if key == "borough_name" else key): value for key, value in row.area.items()}
    flat: dict[str, Any] = {**area, **row.coverage, "input_digest": row.input_digest, "problem": row.problem}
    for metric, (value, n, withheld, note) in row.figures.items():
        flat |= {metric: value, f"{metric}__n": n, f"{metric}__withheld": withheld, f"{metric}__note": note}
    return flat


def _joined(parts: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))
