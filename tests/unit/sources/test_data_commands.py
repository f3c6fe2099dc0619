"""``python -m geo data install`` and ``data status`` as a person or a program calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tiny_bundle import Installation

from geo.__main__ import main
from geo.cli.data import ProgressLines
from geo.sources.steps import StepResult, StepStatus


@pytest.fixture
def at_home(installed: Installation, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """The tiny installation as the one that the environment names. Downloads are off."""
    home = installed.data.parent / "home"
    home.mkdir()
    installed.data.rename(home / "data")
    installed.data = home / "data"
    monkeypatch.setenv("PLACES_HOME", str(home))
    monkeypatch.setenv("PLACES_DATA", str(installed.bundle))
    monkeypatch.setenv("PLACES_OFFLINE", "1")
    monkeypatch.delenv("PLACES_DATABASE_URL", raising=False)
    return installed


def test_status_prints_the_agreed_json(at_home: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found) == {"layers", "networks", "grid"}
    assert found["layers"][0] == {
        "name": "Boroughs",
        "features": 2,
        "source": "Office for National Statistics: London boroughs (from Local Authority Districts of December 2020), "
        "full resolution, clipped to mean high water",
        "vintage": "December 2020",
        "crs": "EPSG:27700",
    }


def test_status_for_a_person_names_layers_networks_and_grid(
    at_home: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data", "status"]) == 0
    text = capsys.readouterr().out
    assert "Wards" in text
    assert "OpenStreetMap: Little Place" in text
    assert "National Grid: Helmert shift (no OSTN15 grid), accurate to 5 m" in text


def test_status_before_the_first_install_says_what_to_do(
    at_home: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLACES_HOME", str(tmp_path / "nothing-here"))
    assert main(["data", "status"]) == 0
    assert "python -m geo data install" in capsys.readouterr().err


def test_install_says_what_it_used_and_why(at_home: Installation, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["data", "install"]) == 0
    text = capsys.readouterr().out
    assert f"Data used: the folder of source data. Source data were found in {at_home.bundle}." in text
    assert "12 unchanged" in text
    assert "Note: london_wards_2025.gpkg is not the edition that was checked" in text


def test_a_source_that_fails_gives_exit_code_1_and_a_sentence(
    at_home: Installation, capsys: pytest.CaptureFixture[str]
) -> None:
    (at_home.bundle / "boundaries/london_wards_2025.gpkg").write_bytes(b"no layer")
    assert main(["data", "install"]) == 1
    out, err = capsys.readouterr()
    assert "Failed: Wards. london_wards_2025.gpkg cannot be read" in out
    assert "failed    Wards:" in err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--from", "/no/such/folder"], "There is no folder /no/such/folder"),
        (["--pbf", "/no/such/file.osm.pbf"], "There is no file /no/such/file.osm.pbf"),
        (["--area", "E05000001"], "Downloads are switched off"),
    ],
)
def test_bad_input_gives_exit_code_2_and_one_sentence(
    at_home: Installation, capsys: pytest.CaptureFixture[str], options: list[str], says: str
) -> None:
    assert main(["data", "install", *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(says)
    assert err.count("\n") == 1


def test_help_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["data", "install", "--help"])
    text = capsys.readouterr().out
    assert "examples:" in text
    assert "--pbf FILE" in text


def test_without_a_terminal_progress_is_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressLines() as progress:
        progress.expect(2)
        progress.start("Wards")
        progress.say("reading")
        progress.finish(StepResult(name="areas/ward", label="Wards", status=StepStatus.DONE, seconds=1.25))
        progress.finish(StepResult(name="zones", label="Zones", status=StepStatus.UNCHANGED))
    assert capsys.readouterr().err == "  done      Wards (1.2 s)\n"


def test_at_a_terminal_progress_is_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with ProgressLines() as progress:
        progress.expect(1)
        progress.start("Wards")
        progress.say("reading")
        progress.finish(StepResult(name="areas/ward", label="Wards", status=StepStatus.DONE, seconds=1.0))
    text = capsys.readouterr().err
    assert "Installing data" in text
    assert "Wards: reading" in text
    assert "done      Wards" in text


def test_the_whole_of_the_real_bundle_is_installed(
    installed_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLACES_HOME", str(installed_home))
    assert main(["data", "status", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    counts = {layer["name"]: layer["features"] for layer in found["layers"]}
    assert (
        counts
        | {
            "Boroughs": 33,
            "Wards": 704,
            "Regeneration areas": 231,
            "Town centres": 234,
            "Census zones (2021)": 4994,
            "Deprivation zones (2011)": 4835,
        }
        == counts
    )
    assert len(found["networks"]) >= 5
    newport = next(network for network in found["networks"] if "Newport" in network["name"])
    assert newport["length_km"] == pytest.approx(932, rel=0.02)
    assert found["grid"]["accuracy_m"] <= 0.01
