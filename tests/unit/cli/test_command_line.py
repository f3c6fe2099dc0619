"""``python -m geo``: what it prints, what it says when it cannot, and the shapes that other programs read."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from small_town import ESTATE, PARK, lonlat, small_town

from geo.__main__ import build_parser, main
from geo.bootstrap import Settings, open_workspace
from geo.pins import PinDraft, PinStatus
from geo.services.pins import drop_pin
from geo.store.pin_store import PinStore
from geo.surveys import CATEGORIES, PinKind

ROOT = Path(__file__).resolve().parents[3]
HERE = lonlat(PARK)
RECEIPT = "0123456789abcdef0123456789abcdef"


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
    """Run a command; its exit code, output and words."""

    def command(*arguments):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stopped:
            code = stopped.code
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def pins_file(tmp_path):
    """Five rows: two good, a repeat, a sensitive one and a swapped one."""
    path = tmp_path / "pins.csv"
    path.write_text(
        "lon,lat,kind,category,text\n"
        f"{HERE.lon},{HERE.lat},barrier,b-cross,No green man\n"
        f"{HERE.lon},{HERE.lat},welcoming,w-nature,\n"
        f"{HERE.lon},{HERE.lat},welcoming,w-nature,\n"
        f"{HERE.lon},{HERE.lat},barrier,b-fear,dark\n"
        f"{HERE.lat},{HERE.lon},welcoming,w-nature,\n"
    )
    return path


def sentence(err):
    """That standard error holds one sentence or two, and no trace or usage."""
    return len(err.strip().splitlines()) == 1 and err.strip().endswith(".") and "Traceback" not in err


class TestHelp:
    @pytest.mark.parametrize(
        "command",
        [[], ["areas"], ["report"], ["pins"], ["pins", "import"], ["pins", "export"], ["data"], ["data", "install"]],
    )
    def test_help_teaches_by_example_or_names_what_follows(self, run, command):
        code, out, err = run(*command, "--help")
        assert (code, err) == (0, "")
        assert "python -m geo" in out
        assert "example" in out or "first steps" in out or "lon,lat,kind,category,text" in out or "COMMAND" in out

    def test_each_example_of_the_help_is_a_command_that_there_is(self, run, capsys):
        for page in ([], ["areas"], ["report"], ["pins"], ["pins", "export"], ["data", "install"]):
            _, out, _ = run(*page, "--help")
            examples = [line.strip().split("  ")[0] for line in out.splitlines() if line.startswith("  python -m geo")]
            assert examples
            for example in examples:
                words = example.removeprefix("python -m geo").split(">")[0].split()
                assert build_parser().parse_args(words).run

    def test_the_import_page_lists_every_category(self, run):
        _, out, _ = run("pins", "import", "--help")
        assert all(code in out for code in CATEGORIES)


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        "arguments",
        [
            [],
            ["fly"],
            ["areas", "--kind", "village"],
            ["report"],
            ["report", "E09000007-R99"],
            ["report", ""],
            ["report", ESTATE, "--jsn"],
            ["pins"],
            ["pins", "import", "/nowhere/pins.csv"],
            ["pins", "export", "--area", ESTATE, "--format", "kml", "--out", "x"],
            ["pins", "export", "--area", "nowhere", "--format", "csv", "--out", "x"],
            ["pins", "export", "--area", ESTATE, "--format", "csv", "--out", "/nowhere/x.csv"],
            ["pins", "moderate", "7", "--publish"],
            ["pins", "moderate", "0b3b9a0c-5a5c-4e2b-9d39-3f0d1f7f4c11", "--hide"],
            ["pins", "moderate", "0b3b9a0c-5a5c-4e2b-9d39-3f0d1f7f4c11"],
            ["pins", "moderate", "0b3b9a0c-5a5c-4e2b-9d39-3f0d1f7f4c11", "--hide", "--publish"],
        ],
    )
    def test_it_is_said_in_a_sentence_with_code_2_and_nothing_on_standard_output(self, run, arguments):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert sentence(err), err

    def test_missing_data_are_said_with_what_to_do(self, run, home):
        (home / "data" / "areas.parquet").unlink()
        code, _, err = run("areas")
        assert code == 2
        assert "python -m geo data install" in err

    def test_a_store_that_is_none_is_said_in_a_sentence(self, run, home):
        (home / "pins.sqlite").write_text("notes of a holiday, not a database, and some more of them")
        code, _, err = run("pins", "pending")
        assert code == 2
        assert sentence(err)

    def test_a_real_process_says_it_too_and_nothing_else(self, home):
        done = subprocess.run(
            [sys.executable, "-m", "geo", "report", "E09000007-R99"],
            cwd=ROOT, capture_output=True, text=True, timeout=60, env=dict(os.environ),
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert sentence(done.stderr), done.stderr

    def test_a_reader_that_has_had_enough_is_no_error(self, home):
        command = f"{sys.executable} -m geo areas --json | head -c 10"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, "[\n  {\n    ", "")


class TestAreasAndReport:
    def test_areas_as_json_have_the_promised_shape(self, run):
        code, out, _ = run("areas", "--json")
        areas = json.loads(out)
        assert code == 0
        assert len(areas) == 8
        assert all(list(area) == ["id", "name", "kind", "borough_code", "area_km2"] for area in areas)
        estate = next(area for area in areas if area["id"] == ESTATE)
        assert estate == {
            "id": ESTATE,
            "name": "Park Estate",
            "kind": "regeneration",
            "borough_code": "E09000007",
            "area_km2": 0.2,
        }

    def test_areas_of_one_kind_in_words(self, run):
        code, out, err = run("areas", "--kind", "ward")
        assert code == 0
        assert len(out.splitlines()) == 5
        assert "South Ward" in out
        assert "Park Estate" not in out
        assert err == "4 areas.\n"

    def test_a_report_as_json_has_the_promised_shape(self, run):
        code, out, err = run("report", ESTATE, "--json")
        report = json.loads(out)
        assert (code, err) == (0, "")
        assert list(report) == ["area", "persona", "coverage", "measurements", "provenance"]
        assert report["area"] == {"id": ESTATE, "name": "Park Estate", "kind": "regeneration"}
        for measurement in report["measurements"]:
            assert list(measurement) == ["metric", "label", "value", "unit", "n", "suppressed", "note"]
        assert {"sources", "parameters", "input_digest", "made_at"} <= set(report["provenance"])
        residents = next(each for each in report["measurements"] if each["metric"] == "residents")
        assert residents["value"] == 600

    def test_a_report_in_words_says_what_is_not_known_and_whose_data_they_are(self, run):
        code, out, _ = run("report", ESTATE)
        assert code == 0
        assert out.startswith("Park Estate (regeneration area E09000007-R01, Camden)")
        assert "The town's zones" in out
        assert "not a referendum" in out
        _, out, _ = run("report", "E09000028")
        assert "Not known" in out


class TestPins:
    def test_import_says_what_became_of_each_row(self, run, home, pins_file):
        code, out, err = run("pins", "import", pins_file)
        assert code == 0
        assert out == (
            "3 of 5 rows saved as new pins; 1 of them wait for a moderator; 1 were there already; 1 refused.\n"
        )
        assert "Row 6: Longitude and latitude look swapped" in err
        assert (pins_file.parent / "pins.csv.rejected.csv").exists()

    def test_a_file_of_which_every_row_is_refused_is_an_error(self, run, tmp_path):
        path = tmp_path / "pins.csv"
        path.write_text("lon,lat,kind,category\n" + "0,0,barrier,b-step\n" * 30)
        code, _, err = run("pins", "import", path)
        assert code == 2
        assert "… and 10 more." in err

    def test_export_writes_a_file_of_each_format(self, run, tmp_path, pins_file):
        run("pins", "import", pins_file)
        for format in ("geojson", "gpkg", "csv"):
            out_file = tmp_path / f"out.{format}"
            code, out, err = run("pins", "export", "--area", ESTATE, "--format", format, "--out", out_file)
            assert (code, out, err) == (0, f"Wrote {out_file}.\n", "")
            assert out_file.stat().st_size > 0
        exported = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
        assert [feature["properties"]["kind"] for feature in exported["features"]] == ["barrier", "welcoming"]

    def test_moderation_is_seen_by_an_app_that_runs(self, run, home, pins_file):
        app = PinStore.open(f"sqlite:///{home / 'pins.sqlite'}", exclusive=True)
        run("pins", "import", pins_file)
        (waiting,) = app.pending()
        seen = app.sequence()
        _, out, _ = run("pins", "pending", "--json")
        assert [(row["id"], row["text"]) for row in json.loads(out)] == [(str(waiting.id), "dark")]
        code, out, _ = run("pins", "moderate", waiting.id, "--publish")
        assert (code, out) == (0, f"Pin {waiting.id} is public now.\n")
        assert [pin.id for pin in app.pins_since(seen).pins] == [waiting.id]
        run("pins", "moderate", waiting.id, "--hide")
        assert app.pin(waiting.id).status is PinStatus.HIDDEN
        _, out, err = run("pins", "pending")
        assert out == "id  since  category  text\n"
        assert "0 pins wait" in err
        app.close()

    def test_withdraw_reads_the_receipt_from_standard_input(self, run, home, monkeypatch):
        workspace = open_workspace(Settings.from_environment())
        draft = PinDraft(id=uuid4(), place=HERE, kind=PinKind.BARRIER, category="b-step", receipt=RECEIPT)
        drop_pin(workspace, draft)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{RECEIPT.upper()}\n"))
        code, out, _ = run("pins", "withdraw")
        assert code == 0
        assert f"Pin {draft.id} is withdrawn" in out
        assert workspace.store.pin(draft.id) is None
        workspace.store.close()
        for typed in ("", "\n", f"{RECEIPT}\n"):
            monkeypatch.setattr("sys.stdin", io.StringIO(typed))
            code, out, err = run("pins", "withdraw")
            assert (code, out) == (2, "")
            assert RECEIPT not in err
