"""Files and folders that are replaced whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from geo.errors import InputError
from geo.sources.atomic import only_one, write_file, write_folder, write_json


def _half(path: Path) -> None:
    path.write_text("half of it")
    raise RuntimeError("the power went")


def test_a_file_that_could_not_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "areas.txt"
    write_file(path, lambda draft: draft.write_text("old"))
    with pytest.raises(RuntimeError):
        write_file(path, _half)
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["areas.txt"]


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "network"
    write_folder(path, lambda draft: (draft / "old.npy").write_text("old"))
    write_folder(path, lambda draft: (draft / "new.npy").write_text("new"))
    assert [file.name for file in path.iterdir()] == ["new.npy"]
    assert [file.name for file in tmp_path.iterdir()] == ["network"]


def test_a_folder_that_could_not_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "network"
    write_folder(path, lambda draft: (draft / "old.npy").write_text("old"))
    with pytest.raises(RuntimeError):
        write_folder(path, lambda draft: _half(draft / "new.npy"))
    assert (path / "old.npy").read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["network"]


def test_json_that_says_the_same_is_not_written_again(tmp_path: Path) -> None:
    path = tmp_path / "installed.json"
    write_json(path, {"a": "Straße"})
    before = path.stat().st_mtime_ns
    write_json(path, {"a": "Straße"})
    assert path.stat().st_mtime_ns == before
    write_json(path, {"a": "other"})
    assert "other" in path.read_text(encoding="utf-8")


def test_another_process_cannot_install_into_the_same_folder(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from geo.sources.atomic import only_one\n"
        "with only_one(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(InputError, match="by another process"), only_one(tmp_path):
        pass
    other.kill()
    other.wait()
    with only_one(tmp_path):  # however the other ended
        pass
