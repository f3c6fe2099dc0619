"""Who does the work of a table: this process, a pool of processes on this machine, or a Dask cluster."""

from __future__ import annotations

import importlib
import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any

from geo.errors import InputError
from geo.services.table_rows import TableRow, row_without_figures
from geo.services.table_work import Work, do_work, leave_seat

Rows = list[TableRow]

_ANSWERS_WITHIN = "15s"


def work_here(pieces: Sequence[Work], jobs: int) -> Iterator[Rows]:
    """The rows of each piece as it is finished, by `jobs` processes of this machine (1: this very process).

    A piece that fails as a whole gives rows with the reason. Raises `InputError` when a process is ended from outside;
    what was given before stands.
    """
    pieces = [replace(piece, code=None) for piece in pieces]
    if jobs == 1 or len(pieces) <= 1:
        try:
            yield from map(do_work, pieces)
        finally:
            leave_seat()
        return
    # A process that is forked would share this one's open store and its threads' locks.
    spawn = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(min(jobs, len(pieces)), mp_context=spawn, initializer=_leave_stopping_to_the_parent)
    try:
        piece_of = {pool.submit(do_work, piece): piece for piece in pieces}
        for done in as_completed(piece_of):
            if isinstance(done.exception(), BrokenProcessPool):
                raise InputError(
                    "A worker process was ended from outside, perhaps for want of memory. Finished areas are kept: "
                    "run the same command again with fewer --jobs."
                )
            yield _answer(done, piece_of[done])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()


def work_on_cluster(pieces: Sequence[Work], address: str) -> Iterator[Rows]:
    """The same by the workers of the Dask scheduler at `address`.

    Raises `InputError` where Dask is not installed or the scheduler does not answer. A piece that the cluster loses
    gives rows with the reason.
    """
    distributed = _distributed()
    try:
        client = distributed.Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False)
    except (OSError, ValueError) as refused:
        raise InputError(
            f"No Dask scheduler answers at {address}. Start one with “dask scheduler”, or check the address."
        ) from refused
    with client:
        if not client.scheduler_info()["workers"]:
            raise InputError(
                f"The Dask scheduler at {address} has no workers. Start some with “dask worker {address}”."
            )
        piece_of = {client.submit(do_work, piece, pure=False): piece for piece in pieces}
        try:
            for done in distributed.as_completed(list(piece_of), loop=client.loop):
                yield _answer(done, piece_of.pop(done))
                done.release()
        finally:
            client.cancel(list(piece_of))


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ModuleNotFoundError as missing:
        raise InputError(
            "--scheduler needs Dask, which is not installed here. Run “pip install -r requirements-dask.in”, or leave "
            "--scheduler out to use the cores of this machine."
        ) from missing


def _answer(done: Any, piece: Work) -> Rows:
    lost = done.exception()
    if lost is None:
        rows: Rows = done.result()
        return rows
    problem = f"A worker could not do this area ({type(lost).__name__}: {str(lost).partition(chr(10))[0][:200]})."
    return [row_without_figures(area, problem) for area in piece.areas]


def _leave_stopping_to_the_parent() -> None:
    # Ctrl+C goes to every process of the terminal; the parent stops the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
