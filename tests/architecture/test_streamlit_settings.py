"""Streamlit's settings that we rely on still exist and are set as we need them."""

from __future__ import annotations

import tomllib
from pathlib import Path

from streamlit import config

SETTINGS = tomllib.loads((Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml").read_text("utf-8"))
WANTED = {
    "runner.postScriptGC": False,  # a garbage collection after each run costs more than the run
    "server.fileWatcherType": "none",
    "server.enableStaticServing": True,
    "server.maxUploadSize": 20,
    "browser.gatherUsageStats": False,
    "server.headless": True,  # else Streamlit asks the first visitor's e-mail and looks up its own public address
}


def test_each_setting_is_known_to_streamlit_and_set() -> None:
    for name, value in WANTED.items():
        assert name in config._config_options_template, f"Streamlit no longer knows {name}"
        section, key = name.split(".")
        assert SETTINGS[section][key] == value
