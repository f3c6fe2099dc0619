"""One catalogue for all words: what the browser's code asks for is there, and nothing is there for nobody."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from geo.areas import AreaKind
from geo.schemes import ChangeKind
from geo.spaces import SpaceAccess
from geo.surveys import CATEGORIES, PinKind
from ui.question_view import WALK_COLOURS
from ui.words import map_setup, map_words

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "frontend" / "src").rglob("*.js")}
KINDS = [kind.value for kind in PinKind]
# What the code puts together from a beginning and a name: {beginning: names}.
COMPOSED = {
    "kind.": [f"{kind}.say" for kind in KINDS],
    "category.title.": KINDS,
    # A map as a whole is neither drawn nor searched for.
    "sort.": [*(set(AreaKind) - {AreaKind.EXTRACT}), "station", "space", "street", "place"],
    "access.": [access.value for access in SpaceAccess],
    "private.": ["email", "link", "phone", "postcode", "plate", "found", "mask"],
    "status.": ["sending", "waiting", "published", "published_where", "pending"],
    "draw.kind.": [kind.value for kind in ChangeKind],
    # A barrier is taken away by a choice from a list, not drawn.
    "draw.how.": [kind.value for kind in ChangeKind if kind is not ChangeKind.REMOVE_BARRIER],
    "draw.too_few_": ["more", "none"],
    "draw.": ["finish", "area", "undo"],
    "swipe.": ["before", "after", "addressed", "untouched", "worse"],
    "swipe.show_": ["before", "both", "after"],
}


def _asked() -> set[str]:
    code = "\n".join(SOURCES.values())
    plain = set(re.findall(r"\bt\(\s*\"([a-z_]+(?:\.[a-z_]+)*)\"", code))
    chosen = set(re.findall(r"\?\s*\"([a-z]+\.[a-z_]+)\"\s*:\s*\"[a-z]+\.[a-z_]+\"", code))
    other = set(re.findall(r"\?\s*\"[a-z]+\.[a-z_]+\"\s*:\s*\"([a-z]+\.[a-z_]+)\"", code))
    composed = {start + name for start, names in COMPOSED.items() for name in names}
    return (plain | chosen | other | composed) - {"key"}


def _known() -> set[str]:
    return {re.sub(r"\.(one|other)$", "", key) for key in map_words()}


def test_every_word_the_browser_asks_for_is_in_the_catalogue() -> None:
    assert _asked() - _known() == set()


def test_no_word_is_in_the_catalogue_for_nothing() -> None:
    assert _known() - _asked() == set()


def test_words_that_count_have_both_english_forms() -> None:
    counted = {key.rsplit(".", 1)[0] for key in map_words() if key.endswith((".one", ".other"))}
    assert [key for key in counted if not {f"{key}.one", f"{key}.other"} <= set(map_words())] == []


def test_every_composed_beginning_is_really_composed_in_the_code() -> None:
    code = "\n".join(SOURCES.values())
    assert [start for start in COMPOSED if f"t(`{start}${{" not in code] == []


def test_every_category_has_an_icon_of_its_own() -> None:
    icons = SOURCES[ROOT / "frontend" / "src" / "map" / "icons.js"]
    assert [code for code in CATEGORIES if f'"{code}":' not in icons] == []


def test_the_setup_has_every_category_with_its_side_and_whether_it_is_sensitive() -> None:
    setup = json.loads(map_setup()[0])
    assert {c["code"]: (c["kind"], c["sensitive"]) for c in setup["categories"]} == {
        code: (category.kind.value, category.sensitive) for code, category in CATEGORIES.items()
    }


def test_bars_and_map_show_a_walk_in_the_same_colours() -> None:
    code = SOURCES[ROOT / "frontend" / "src" / "shared" / "walk-colours.js"]
    assert tuple(re.findall(r"#[0-9A-F]{6}", code)) == WALK_COLOURS


def test_the_typeface_in_the_settings_is_the_version_that_is_laid() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    version = locked["packages"]["node_modules/@fontsource/atkinson-hyperlegible"]["version"]
    for face in settings["theme"]["fontFaces"]:
        assert face["url"].startswith(f"app/static/atkinson-hyperlegible-{version}/")


@pytest.mark.parametrize("words", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("])
def test_the_browsers_code_never_reads_text_as_markup(words: str) -> None:
    assert [path.name for path, code in SOURCES.items() if words in code] == []


def test_the_browsers_code_names_no_other_host() -> None:
    hosts = {
        found
        for code in SOURCES.values()
        for found in re.findall(r"https?://[^\s\"'`)]+", code)
        if found != "http://www.w3.org/2000/svg" and "\\/" not in found
    }
    assert hosts == set()
