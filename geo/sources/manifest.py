"""The manifest: what every source is, who publishes it, under which licence, and how its columns map onto ours."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from geo.areas import AreaKind
from geo.errors import SourceError
from geo.provenance import Source

BOUNDARIES = Path(__file__).resolve().parents[2] / "data" / "boundaries"
MANIFEST = BOUNDARIES / "manifest.toml"


class Role(StrEnum):
    """What a source is for."""

    AREAS = "areas"
    ZONES = "zones"
    FIGURES = "figures"
    SPACES = "spaces"
    STOPS = "stops"
    EXTRACTS = "extracts"
    GEODESY = "geodesy"
    PRACTICE = "practice"


class Via(StrEnum):
    """How a source is reached."""

    BUNDLE = "bundle"
    SERVICE = "service"
    REPOSITORY = "repository"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """A file: its path in the bundle or the repository, its layer, CRS, checksum and number of features.

    `sha256` and `features` are those of the edition that was checked; None where the file is not fixed.
    """

    path: str
    layer: str | None = None
    crs: str | None = None
    sha256: str | None = None
    features: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceService:
    """A layer of an ArcGIS feature service, the filter that asks for London, and how many features that gives."""

    url: str
    where: str
    crs: str
    features: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """One entry of the manifest. `columns` maps our names (id, name, borough_code, ...) to the publisher's."""

    source: Source
    role: Role
    via: Via
    kind: AreaKind | None
    retrieved: date | None
    file: SourceFile | None
    service: SourceService | None
    columns: Mapping[str, str]

    @property
    def id(self) -> str:
        """The source's id, as rows carry it in `source_id`."""
        return self.source.id


def read_manifest(path: Path = MANIFEST) -> dict[str, SourceEntry]:
    """Every entry by its id, in the order of the file.

    Raises `SourceError` naming the entry and what is wrong with it.
    """
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)["source"]
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise SourceError(
            f"The data manifest {path} cannot be read: {error}. Take the file from the release."
        ) from error
    entries: dict[str, SourceEntry] = {}
    for number, table in enumerate(tables, start=1):
        entry = _entry(table, f"entry {number} (“{table.get('id', 'no id')}”) of {path.name}")
        if entry.id in entries:
            raise SourceError(f"The id “{entry.id}” stands twice in {path.name}; each source needs its own.")
        entries[entry.id] = entry
    return entries


@cache
def manifest() -> Mapping[str, SourceEntry]:
    """The shipped manifest, read once."""
    return read_manifest()


def source_of(source_id: str) -> Source:
    """The citation of a source of the shipped manifest. Raises `SourceError` for an id that it does not hold."""
    entry = manifest().get(source_id)
    if entry is None:
        raise SourceError(f"The source “{source_id}” is not in data/boundaries/manifest.toml. Add it there first.")
    return entry.source


def _entry(table: dict[str, Any], where: str) -> SourceEntry:
    try:
        via = Via(table["via"])
        role = Role(table["role"])
        entry = SourceEntry(
            source=Source(
                **{key: table[key] for key in ("id", "title", "publisher", "url", "vintage", "licence", "attribution")},
                invented=via is Via.CODE,
            ),
            role=role,
            via=via,
            kind=AreaKind(table["kind"]) if "kind" in table else None,
            retrieved=table.get("retrieved"),
            file=SourceFile(**table["file"]) if "file" in table else None,
            service=SourceService(**table["service"]) if "service" in table else None,
            columns=dict(table.get("columns", {})),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SourceError(f"In the data manifest, {where} is not complete or not known: {error}.") from error
    needs = {Via.BUNDLE: entry.file, Via.REPOSITORY: entry.file, Via.SERVICE: entry.service, Via.CODE: entry}
    if needs[via] is None:
        raise SourceError(f"In the data manifest, {where} says it comes by {via} but does not say from where.")
    if role is Role.AREAS and (entry.kind is None or not {"id", "name"} <= set(entry.columns)):
        raise SourceError(f"In the data manifest, {where} gives areas, so it needs kind, columns.id and columns.name.")
    return entry
