"""Leaflet's code and the app's typeface, out of the files laid at set-up, to be written into one page."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DataMissingError

_PICTURES = re.compile(r"url\((?!data:)[^)]*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_WEIGHTS = {400: "latin-400-normal.woff2", 700: "latin-700-normal.woff2"}


@dataclass(frozen=True, slots=True)
class LeafletFiles:
    """Text to be written into a page; nothing in it asks for another file."""

    script: str
    style: str
    fonts: str


def leaflet_files(static: Path) -> LeafletFiles:
    """Read them from the app's folder of browser files. Raises `DataMissingError` where they are not laid yet."""
    try:
        laid = json.loads((static / "files.json").read_text(encoding="utf-8"))
        leaflet = static / laid["leaflet"]
        script = (leaflet / "leaflet.js").read_text(encoding="utf-8")
        style = (leaflet / "leaflet.css").read_text(encoding="utf-8")
        fonts = "".join(_font(static / laid["font"] / name, weight) for weight, name in _WEIGHTS.items())
    except (OSError, ValueError, KeyError) as missing:
        raise DataMissingError("The browser's files are not laid yet. Run “make browser-files” first.") from missing
    # Its pictures are for controls and markers that our maps do not have.
    return LeafletFiles(_SOURCE_MAP.sub("", script), _PICTURES.sub("none", style), fonts)


def _font(path: Path, weight: int) -> str:
    packed = base64.b64encode(path.read_bytes()).decode("ascii")
    return (
        f'@font-face{{font-family:"Atkinson Hyperlegible";font-weight:{weight};'
        f'src:url(data:font/woff2;base64,{packed}) format("woff2")}}\n'
    )
