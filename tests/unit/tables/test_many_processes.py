"""The same table by this process, by a pool of processes, and by a Dask cluster of two worker processes."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from functools import partial
from types import ModuleType

import distributed
import geopandas as gpd
import pytest
from small_town import small_town
from town_opener import open_town

from geo.errors import InputError
from geo.services.table_jobs import work_here, work_on_cluster

PIECES = 1  # areas a piece, so that every process has some


@pytest.fixture(scope="module", autouse=True)
def plain_main():
    """New processes begin by running the main module again; Streamlit's tests leave a page of the app in its place."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield


@pytest.fixture
def small_pieces(monkeypatch):
    """Pieces of one area."""
    monkeypatch.setattr("geo.services.metric_tables._AREAS_A_PIECE", PIECES)
    monkeypatch.setattr("geo.services.metric_tables._AREAS_A_PIECE_WITHOUT_A_MAP", PIECES)


@pytest.fixture(scope="module")
def cluster():
    """Two worker processes and their scheduler, on this machine."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as running:
        yield running


def by_cluster(pieces, address):
    """The work by a cluster whose workers are not asked for their code, which somebody may be editing just now."""
    return work_on_cluster([replace(piece, code=None) for piece in pieces], address)


def test_a_pool_of_two_processes_gives_the_same_bytes(town, tmp_path, small_pieces):
    town.table(tmp_path / "alone.parquet", "all")
    report = town.table(tmp_path / "pool.parquet", "all", workers=partial(work_here, jobs=2))
    assert report.failed == ()
    assert sorted(town.made) == sorted(town.workspace.areas["area_id"])
    assert (tmp_path / "alone.parquet").read_bytes() == (tmp_path / "pool.parquet").read_bytes()


def test_a_cluster_of_two_workers_gives_the_same_bytes(town, tmp_path, small_pieces, cluster):
    for ending in ("parquet", "geojson"):
        town.table(tmp_path / f"alone.{ending}", "all")
        workers = partial(by_cluster, address=cluster.scheduler_address)
        report = town.table(tmp_path / f"cluster.{ending}", "all", workers=workers)
        assert report.failed == ()
        assert (tmp_path / f"alone.{ending}").read_bytes() == (tmp_path / f"cluster.{ending}").read_bytes()


def test_workers_with_other_data_are_refused_in_a_sentence(town, tmp_path, cluster):
    other = small_town(tmp_path / "other")
    path = other.data_dir / "spaces.parquet"
    gpd.read_parquet(path).iloc[1:].to_parquet(path)
    other.store.close()
    opener = partial(open_town, tmp_path / "other")
    with pytest.raises(InputError, match="has other data installed than the machine that asks"):
        town.table(tmp_path / "w.csv", opener=opener, workers=partial(by_cluster, address=cluster.scheduler_address))


def test_workers_with_other_code_are_refused_in_a_sentence(town, tmp_path, cluster):
    def workers(pieces):
        return work_on_cluster([replace(piece, code="0.0.9+abc") for piece in pieces], cluster.scheduler_address)

    with pytest.raises(InputError, match="has another version of the code than the machine that asks"):
        town.table(tmp_path / "w.csv", workers=workers)


def test_a_scheduler_that_does_not_answer_is_said(town, tmp_path, monkeypatch):
    monkeypatch.setattr("geo.services.table_jobs._ANSWERS_WITHIN", "1s")
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(InputError, match="No Dask scheduler answers at"):
            town.table(tmp_path / "w.csv", workers=partial(work_on_cluster, address=address))


def test_without_dask_it_is_said_how_to_get_it(town, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install -r requirements-dask\.in"):
        town.table(tmp_path / "w.csv", workers=partial(work_on_cluster, address="tcp://127.0.0.1:9"))


def test_a_process_that_is_killed_is_said_and_what_is_done_is_kept(town, tmp_path, small_pieces):
    opener = partial(dying_opener, town.folder)
    with pytest.raises(InputError, match="ended from outside"):
        town.table(tmp_path / "w.csv", opener=opener, workers=partial(work_here, jobs=2))
    assert not (tmp_path / "w.csv").exists()
    assert town.table(tmp_path / "w.csv").rows == 4


def dying_opener(_):
    """What an operating system short of memory does."""
    os.kill(os.getpid(), signal.SIGKILL)
