"""The small town as the app's workspace, and pages run without a browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

import ui.workspace
from geo.bootstrap import Settings
from geo.services.workspace import Workspace
from tests.small_town import small_town

ROOT = Path(__file__).resolve().parents[2]
RunPage = Callable[..., AppTest]


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The small town, open as the one workspace of the process."""
    home = tmp_path / "home"
    opened = small_town(home)
    _describe(opened)
    chosen = Settings(home=home, bundle=None, database_url=f"sqlite:///{home / 'pins.sqlite'}")
    monkeypatch.setattr(ui.workspace, "_open", [opened])
    monkeypatch.setattr(ui.workspace, "settings", lambda: chosen)
    yield opened
    opened.store.close()


def _describe(opened: Workspace) -> None:
    """What an install writes besides, for the page about the app."""
    path = opened.data_dir / "installed.json"
    installed = json.loads(path.read_text(encoding="utf-8"))
    for layer in installed["layers"]:
        layer["crs"] = "EPSG:27700"
    streets = {"id": "town", "name": "The town", "nodes": 8, "edges": 7, "length_km": 1.4, "date": "2026-07-20"}
    installed |= {"networks": [{**streets, "bbox": [-0.15, 51.5, -0.13, 51.51]}]}
    path.write_text(json.dumps(installed), encoding="utf-8")


class _Navigated(PagesManager):
    """As asgi.py has it: st.navigation says which pages there are, not the folder."""

    def __init__(self, *options: object, **more: object) -> None:
        super().__init__(*options, **more)
        PagesManager.uses_pages_directory = False


@pytest.fixture
def run_page(town: Workspace, monkeypatch: pytest.MonkeyPatch) -> RunPage:
    """Runs a page through the front door; `query` is what stands in its address."""
    monkeypatch.setattr(app_test, "PagesManager", _Navigated)

    def run(page: str = "", **query: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
        if page:
            app.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return run


def shown(app: AppTest) -> str:
    """All plain text of a page."""
    kinds = (app.title, app.header, app.subheader, app.text, app.markdown, app.warning, app.error, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def components(app: AppTest) -> list[str]:
    """Keys of the components of ours on a page."""
    return [str(element.key) for element in app.get("bidi_component")]


def cells(app: AppTest) -> set[str]:
    """Every text in the tables of a page."""
    drawn = [json.loads(element.proto.json) for element in app.get("bidi_component") if element.proto.json]
    tables = [each for each in drawn if each.get("kind") == "table"]
    tables += [group for each in drawn if each.get("kind") == "tables" for group in each["groups"]]
    return {text for each in tables for row in each["rows"] for text in row}


def drawn(app: AppTest, key: str) -> dict[str, Any]:
    """What the component with a key was given to draw."""
    (found,) = [element for element in app.get("bidi_component") if element.key == key]
    content: dict[str, Any] = json.loads(found.proto.json)
    return content
