"""The manifest: every entry complete, and a broken one refused by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from geo.areas import AreaKind
from geo.errors import SourceError
from geo.sources.fingerprints import sha256_of
from geo.sources.manifest import BOUNDARIES, MANIFEST, Role, SourceEntry, Via, manifest, read_manifest, source_of

ENTRIES = list(manifest().values())


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_each_source_is_named_dated_licensed_and_attributed(entry: SourceEntry) -> None:
    source = entry.source
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", source.id)
    assert all((source.title, source.publisher, source.vintage, source.licence, source.attribution))
    assert source.url.startswith("https://") or entry.via is Via.CODE
    assert source.invented == (entry.via is Via.CODE)
    assert entry.retrieved is not None or entry.via in {Via.SERVICE, Via.CODE}


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.via is Via.BUNDLE], ids=lambda entry: entry.id)
def test_each_file_of_the_bundle_is_the_one_that_was_checked(entry: SourceEntry, bundle: Path) -> None:
    assert entry.file is not None
    if entry.role is Role.EXTRACTS:
        assert list(bundle.glob(entry.file.path))
        return
    assert sha256_of(bundle / entry.file.path) == entry.file.sha256


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.via is Via.SERVICE], ids=lambda entry: entry.id)
def test_each_service_asks_for_london_alone(entry: SourceEntry) -> None:
    assert entry.service is not None
    assert entry.service.url.startswith("https://services1.arcgis.com/ESMARspQHYMw9BZ9/")
    assert entry.service.where == "LAD25CD LIKE 'E09%'"
    assert entry.service.features == {AreaKind.BOROUGH: 33, AreaKind.WARD: 704}[AreaKind(str(entry.kind))]


def test_sources_that_ask_for_it_carry_the_line_of_openstreetmap_and_the_national_statistics() -> None:
    for entry in ENTRIES:
        if "Open Database Licence" in entry.source.licence:
            assert entry.source.attribution == "© OpenStreetMap contributors"
        if entry.source.publisher == "Office for National Statistics":
            assert "rown copyright" in entry.source.attribution


def test_every_kind_of_area_but_a_drawn_site_and_a_whole_map_has_a_source_in_the_bundle() -> None:
    kinds = {entry.kind for entry in ENTRIES if entry.via is Via.BUNDLE and entry.role is Role.AREAS}
    assert kinds == set(AreaKind) - {AreaKind.SITE, AreaKind.EXTRACT}


def test_the_readme_beside_the_manifest_names_every_source() -> None:
    text = (BOUNDARIES / "README.md").read_text(encoding="utf-8")
    assert [entry.id for entry in ENTRIES if f"`{entry.id}`" not in text] == []


def test_an_unknown_source_says_where_to_add_it() -> None:
    with pytest.raises(SourceError, match=r"“atlantis” is not in data/boundaries/manifest.toml"):
        source_of("atlantis")


@pytest.mark.parametrize(
    ("find", "replace", "says"),
    [
        ('licence = "Open Government Licence v3.0"\n', "", "entry 1 .*licence"),
        ('via = "bundle"', 'via = "pigeon"', "pigeon"),
        ('kind = "borough"\n', "", "needs kind"),
        ('id = "ons-wards-2025"', 'id = "ons-boroughs-2020"', "stands twice"),
        ("[[source]]", "[[source", "cannot be read"),
    ],
)
def test_a_broken_manifest_is_refused_by_name(tmp_path: Path, find: str, replace: str, says: str) -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    assert find in text
    path = tmp_path / "manifest.toml"
    path.write_text(text.replace(find, replace, 1), encoding="utf-8")
    with pytest.raises(SourceError, match=says):
        read_manifest(path)
