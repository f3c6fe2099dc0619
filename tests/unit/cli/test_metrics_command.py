"""``python -m geo metrics``: what it says, what it refuses, and how it is stopped and taken up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from small_town import small_town

from geo.__main__ import build_parser, main

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The small town as the installation that the environment names."""
    home = tmp_path / "home"
    small_town(home).store.close()
    monkeypatch.setenv("PLACES_HOME", str(home))
    monkeypatch.setenv("PLACES_DATABASE_URL", f"sqlite:///{home / 'pins.sqlite'}")
    return home


@pytest.fixture
def run(home, capsys):
    """Run the command with one process; its exit code, output and words."""

    def command(*arguments):
        try:
            code = main(["metrics", *map(str, arguments)])
        except SystemExit as stopped:
            code = stopped.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def sentence(err):
    """That standard error holds one line that ends as a sentence does, and no trace."""
    return len(err.strip().splitlines()) == 1 and err.strip().endswith(".") and "Traceback" not in err


def test_each_example_of_the_help_is_a_command_that_there_is(run):
    code, out, err = run("--help")
    examples = [line.strip() for line in out.splitlines() if line.startswith("  python -m geo")]
    assert (code, err, len(examples)) == (0, "", 4)
    for example in examples:
        assert build_parser().parse_args(example.removeprefix("python -m geo").split()).run


@pytest.mark.parametrize("ending", ["parquet", "csv", "geojson"])
def test_a_table_of_each_format_is_written(run, tmp_path, ending):
    out_file = tmp_path / f"wards.{ending}"
    code, out, err = run("--kind", "ward", "--out", out_file, "--jobs", 1)
    assert (code, err) == (0, "")
    assert out.startswith(f"Wrote {out_file}: 4 areas in ")
    assert out_file.stat().st_size > 1000


def test_the_next_run_says_what_it_took_up(run, tmp_path):
    run("--kind", "ward", "--out", tmp_path / "w.csv", "--jobs", 1)
    code, out, err = run("--kind", "ward", "--out", tmp_path / "w.csv", "--jobs", 1)
    assert (code, err) == (0, "4 of 4 areas are there from an earlier run.\n")
    assert out.endswith("s, 4 of them from an earlier run.\n")


def test_the_walker_is_chosen(run, tmp_path):
    run("--kind", "ward", "--out", tmp_path / "w.geojson", "--jobs", 1, "--persona", "wheelchair")
    assert json.loads((tmp_path / "w.geojson").read_text("utf-8"))["provenance"]["persona"] == "wheelchair"


def test_areas_that_failed_are_named_with_the_reason_and_the_rest_is_written(run, tmp_path, monkeypatch):
    import geo.services.table_work as work

    real = work.table_row

    def failing(workspace, area, persona):
        if area.name != "South Ward":
            raise ValueError("no such thing")
        return real(workspace, area, persona)

    monkeypatch.setattr(work, "table_row", failing)
    code, out, err = run("--kind", "ward", "--out", tmp_path / "w.parquet", "--jobs", 1)
    assert code == 1
    assert "4 areas" in out
    assert err == (
        "Without figures: E05000004, E05000003, E05000001. "
        "The figures of this area could not be worked out (ValueError: no such thing).\n"
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--out", "x.csv"], "--kind"),
        (["--kind", "ward"], "--out"),
        (["--kind", "village", "--out", "x.csv"], "village"),
        (["--kind", "site", "--out", "x.csv"], "There are areas of"),
        (["--kind", "ward", "--out", "x.xlsx"], "must end in"),
        (["--kind", "ward", "--out", "/nowhere/x.csv"], "does not exist"),
        (["--kind", "ward", "--out", "x.csv", "--persona", "giant"], "giant"),
        (["--kind", "ward", "--out", "x.csv", "--jobs", "0"], "number of processes"),
        (["--kind", "ward", "--out", "x.csv", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"], "Give one of them"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(run, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert sentence(err), err


def test_without_data_it_says_what_to_do(run, home, tmp_path):
    (home / "data" / "areas.parquet").unlink()
    code, _, err = run("--kind", "ward", "--out", tmp_path / "w.csv")
    assert code == 2
    assert "python -m geo data install" in err


def test_a_folder_that_cannot_be_written_is_said(run, tmp_path):
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(0o500)
    try:
        if os.access(folder, os.W_OK):
            folder.chmod(0o700)
            folder = Path("/proc")  # whoever runs this may write everywhere but here
        code, out, err = run("--kind", "ward", "--out", folder / "w.csv", "--jobs", 1)
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert (code, out) == (2, "")
    assert "Nothing can be written in the folder" in err
    assert sentence(err)


def test_ctrl_c_stops_at_once_keeps_what_is_done_and_says_how_to_go_on(home, tmp_path):
    """A real process with two workers, stopped as a terminal stops it: the signal goes to the whole group."""
    out = tmp_path / "all.parquet"
    slow = tmp_path / "slow"
    slow.mkdir()
    # Every area but the first takes a minute, in each process that Python starts here.
    (slow / "sitecustomize.py").write_text(
        "import pathlib, time\n"
        "import geo.services.table_work as work\n"
        "import geo.services.metric_tables as tables\n"
        "tables._AREAS_A_PIECE = tables._AREAS_A_PIECE_WITHOUT_A_MAP = 1\n"
        "real = work.table_row\n"
        "def table_row(workspace, area, persona):\n"
        "    try:\n"
        "        pathlib.Path(__file__).with_name('first').touch(exist_ok=False)\n"
        "    except FileExistsError:\n"
        "        time.sleep(60)\n"
        "    return real(workspace, area, persona)\n"
        "work.table_row = table_row\n"
    )
    command = [sys.executable, "-m", "geo", "metrics", "--kind", "all", "--out", str(out), "--jobs", "2"]
    environment = {**os.environ, "PYTHONPATH": f"{slow}{os.pathsep}{ROOT}"}
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
        # Whoever runs the tests in the background may have them ignore Ctrl+C, which a new process would take on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )  # fmt: skip
    parts = tmp_path / "all.parquet.parts"
    deadline = time.monotonic() + 120
    while not (parts.exists() and parts.stat().st_size > 500) and time.monotonic() < deadline:
        assert running.poll() is None, running.communicate()
        time.sleep(0.1)
    stopped_at = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)
    printed, said = running.communicate(timeout=30)
    assert time.monotonic() - stopped_at < 25
    assert (running.returncode, printed) == (130, "")
    assert said.strip().splitlines()[-1] == (  # a slow machine says before it how far it is
        "Stopped with 1 of 8 areas done. They are kept in all.parquet.parts: run the same command to go on."
    )
    assert not out.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.parquet.parts", "home", "slow"]
    assert main(["metrics", "--kind", "all", "--out", str(out), "--jobs", "1"]) == 0
    assert pq.read_metadata(out).num_rows == 8
