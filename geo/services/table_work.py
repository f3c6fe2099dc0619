"""The work of one process: rows for a few areas, in a workspace that it opens once and keeps.

A piece of work is plain values, so that it travels to a process of this machine or of a cluster alike. What cannot
travel is the workspace: `opener` says how to open one there.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from shapely.errors import ShapelyError

from geo.errors import GeoError
from geo.metrics.personas import Persona
from geo.services.areas import AreaSummary
from geo.services.table_inputs import code_version, data_digest
from geo.services.table_rows import TableRow, row_without_figures, table_row
from geo.services.workspace import Workspace

Opener = Callable[[], Workspace]

# What a fault in one area's figures raises. It costs that area its row, and the other areas nothing.
_FAULTS = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError),
    *(TypeError, ValueError, ShapelyError),
)
# Grounds of this many networks are kept at a time; a whole country's would not fit into memory.
_KEPT_NETWORKS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Some areas to make rows of, a piece of the run named `run`.

    `data` and `code` are the digests that a worker's own must equal; `code` None is for processes of this machine,
    which run the same files.
    """

    run: str
    opener: Opener
    areas: tuple[AreaSummary, ...]
    persona: Persona
    data: str
    code: str | None


@dataclass(slots=True)
class _Seat:
    """The workspace of this process for one run, and the networks that it has measured on."""

    lock: Lock = field(default_factory=Lock)
    run: str = ""
    workspace: Workspace | None = None
    data: str = ""
    networks: set[str] = field(default_factory=set)


_SEAT = _Seat()


def do_work(work: Work) -> list[TableRow]:
    """The rows of the areas, in their order. An area that fails has its reason in its row; nothing is raised for it."""
    with _SEAT.lock:
        try:
            workspace = _sit_down(work)
        except GeoError as error:
            return [row_without_figures(area, str(error)) for area in work.areas]
        if _SEAT.data != work.data or work.code not in {None, code_version()}:
            problem = _other_data(_SEAT.data == work.data)
            leave_seat()
            return [row_without_figures(area, problem) for area in work.areas]
        rows = [_row(workspace, area, work.persona) for area in work.areas]
        _SEAT.networks |= {str(row.coverage["network_id"]) for row in rows if row.coverage.get("network_id")}
        if len(_SEAT.networks) > _KEPT_NETWORKS:
            leave_seat()
        return rows


def leave_seat() -> None:
    """Close what this process has opened, if anything."""
    if _SEAT.workspace is not None:
        _SEAT.workspace.store.close()
    _SEAT.workspace = None
    _SEAT.networks.clear()


def _sit_down(work: Work) -> Workspace:
    # The processes of a cluster outlive a run; the next one may find other data installed.
    if _SEAT.run != work.run:
        leave_seat()
    if _SEAT.workspace is None:
        _SEAT.workspace, _SEAT.run = work.opener(), work.run
        _SEAT.data = data_digest(_SEAT.workspace.data_dir)
    return _SEAT.workspace


def _row(workspace: Workspace, area: AreaSummary, persona: Persona) -> TableRow:
    try:
        return table_row(workspace, area, persona)
    except GeoError as error:
        return row_without_figures(area, str(error))
    except _FAULTS as fault:
        return row_without_figures(
            area, f"The figures of this area could not be worked out ({type(fault).__name__}: {fault})."
        )


def _other_data(same_data: bool) -> str:
    what = "another version of the code" if same_data else "other data installed"
    return (
        f"The worker on {platform.node()} has {what} than the machine that asks. Give every worker the same "
        "version and the same PLACES_HOME/data, for instance in a shared folder."
    )
