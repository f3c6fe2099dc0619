"""A bundle: a folder of source data laid out as data/boundaries/README.md says, each file known to the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.crs import NationalGrid
from geo.errors import InputError, SourceError
from geo.sources.fingerprints import Fingerprints
from geo.sources.manifest import Role, SourceEntry, Via, manifest


@dataclass(frozen=True, slots=True)
class Bundle:
    """The folder, and the checksums of its files (kept between installs, so that large files are read once)."""

    folder: Path
    fingerprints: Fingerprints

    def path_of(self, entry: SourceEntry) -> Path:
        """Where the entry's file should lie."""
        if entry.file is None or entry.via is not Via.BUNDLE:
            raise SourceError(f"The source {entry.id} does not come from a bundle.")
        return self.folder / entry.file.path

    def has(self, entry: SourceEntry) -> bool:
        """Whether the entry's file is there."""
        return self.path_of(entry).is_file()

    def require(self, entry: SourceEntry) -> Path:
        """The entry's file. Raises `SourceError` when it is not there or cannot be opened."""
        path = self.path_of(entry)
        try:
            with path.open("rb") as file:
                empty = not file.read(1)
        except OSError as error:
            raise SourceError(
                f"The bundle has no readable {path.relative_to(self.folder)} ({entry.source.title}). "
                f"Put it there ({entry.source.url}), or install without this layer."
            ) from error
        if empty:
            raise SourceError(
                f"{path.relative_to(self.folder)} in the bundle is empty. Copy it again from where you took it."
            )
        return path

    def edition_note(self, entry: SourceEntry) -> str | None:
        """A plain sentence when the file is not the edition that was checked; None when it is, or none is fixed."""
        expected = entry.file.sha256 if entry.file else None
        if expected is None or self.fingerprints.sha256(self.path_of(entry)) == expected:
            return None
        return (
            f"{self.path_of(entry).name} is not the edition that was checked: its SHA-256 differs from the manifest's. "
            "It was used all the same; look at its figures before you publish them."
        )

    def extracts(self) -> list[Path]:
        """Every OpenStreetMap extract of the bundle, by name."""
        return sorted((self.folder / "osm").glob("*.osm.pbf"))


def open_bundle(folder: Path, fingerprints: Fingerprints) -> Bundle:
    """The bundle in a folder. Raises `InputError` when there is no folder, or nothing in it that the manifest knows."""
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}. Give the folder of source data, or leave --from out.")
    bundle = Bundle(folder, fingerprints)
    if not any(bundle.has(entry) for entry in bundle_entries()) and not bundle.extracts():
        raise InputError(
            f"The folder {folder} holds none of the source files that data/boundaries/README.md lists, "
            "for instance boundaries/london_boroughs_2020.gpkg. Give the folder that holds “boundaries”."
        )
    return bundle


def bundle_entries(*roles: Role) -> Iterator[SourceEntry]:
    """Entries of the manifest with one file in a bundle; of some roles, or of all."""
    for entry in manifest().values():
        if entry.via is Via.BUNDLE and entry.role is not Role.EXTRACTS and (not roles or entry.role in roles):
            yield entry


def read_areas(bundle: Bundle, entry: SourceEntry, grid: NationalGrid, boroughs: Any = None) -> tuple[Any, list[str]]:
    """AREAS rows of one layer of the bundle, and notes. Raises `SourceError` when the file is missing or broken."""
    from geo.sources.area_rows import area_rows
    from geo.sources.layers import read_layer

    path = bundle.require(entry)
    frame, notes = area_rows(read_layer(path, entry, grid), entry, boroughs)
    note = bundle.edition_note(entry)
    return frame, [*([note] if note else []), *notes]
