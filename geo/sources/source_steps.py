"""Steps that bring sources in: from a bundle, a service, the repository or code, each into a part of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.areas import AreaKind
from geo.crs import BNG, NationalGrid
from geo.errors import SourceError
from geo.provenance import Source
from geo.sources.atomic import write_file, write_parquet
from geo.sources.bundle import Bundle, bundle_entries, read_areas
from geo.sources.http_answers import Allowance
from geo.sources.manifest import Role, SourceEntry, Via, manifest
from geo.sources.steps import InstallState, LayerRecord, Outcome, Step

LAYER_NAMES = {
    AreaKind.BOROUGH: "Boroughs",
    AreaKind.WARD: "Wards",
    AreaKind.REGENERATION: "Regeneration areas",
    AreaKind.TOWN_CENTRE: "Town centres",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What the steps of one install share. `code` is the digest of the code that makes the data."""

    data_dir: Path
    grid: NationalGrid
    state: InstallState
    code: str

    def part(self, name: str) -> Path:
        """Where a part of a table is kept."""
        return self.data_dir / "parts" / f"{name}.parquet"

    def inputs(self, *more: Any) -> list[Any]:
        """Inputs of a step: the code and the grid, and what is given."""
        return [self.code, self.grid.name, *more]


def shift_file(data_dir: Path) -> Path:
    """Where the installed shift grid lies."""
    return data_dir / "geodesy" / "ostn15.npz"


def geodesy_step(data_dir: Path, bundle: Bundle) -> Step:
    """Copy the bundle's OSTN15 shifts; they are used for everything that follows."""
    entry, target = manifest()["ostn15"], shift_file(data_dir)

    def run(_: Callable[[str], None]) -> Outcome:
        path = bundle.require(entry)
        check_shifts(path)
        write_file(target, lambda draft: shutil.copyfile(path, draft))
        note = bundle.edition_note(entry)
        return Outcome(notes=[note] if note else [])

    return Step(
        name="geodesy",
        label="National Grid shifts (OSTN15)",
        inputs=lambda: bundle.fingerprints.sha256(bundle.require(entry)),
        outputs=(target,),
        run=run,
        left_out=_absent(bundle, entry),
    )


def check_shifts(path: Path) -> None:
    """Raise `SourceError` unless a file holds the two tables of shifts that `geo.crs.open_grid` reads."""
    import zipfile

    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as tables:
            shapes = {name: tables[name].shape for name in ("shift_east_mm", "shift_north_mm")}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise SourceError(
            f"{path.name} is not a table of OSTN15 shifts. Copy it again from where you took it."
        ) from error
    if set(shapes.values()) != {(1251, 701)}:
        raise SourceError(f"{path.name} does not hold 1,251 by 701 shifts. Copy it again from where you took it.")


def bundle_steps(work: Work, bundle: Bundle) -> list[Step]:
    """Areas, zones and London-wide spaces of a bundle, the boroughs first: others are resolved against them."""
    return [
        *(_bundle_areas(work, bundle, entry) for entry in bundle_entries(Role.AREAS)),
        _bundle_zones(work, bundle),
        _bundle_deprivation(work, bundle),
        _bundle_spaces(work, bundle),
        _bundle_stations(work, bundle),
        _bundle_stops(work, bundle),
    ]


def service_steps(work: Work, allowance: Allowance) -> list[Step]:
    """Boroughs and wards from the ONS portal. A layer that has been downloaded is not asked for again."""
    return [
        _service_areas(work, entry, allowance)
        for entry in manifest().values()
        if entry.via is Via.SERVICE and entry.role is Role.AREAS
    ]


def outline_step(work: Work) -> Step:
    """The borough outlines that are shipped with the code."""
    entry = manifest()["spdata-boroughs"]

    def run(_: Callable[[str], None]) -> Outcome:
        from geo.sources.embedded import read_outlines

        frame = read_outlines(work.grid)
        write_parquet(work.part("areas-borough"), frame)
        return Outcome(layers=[layer_record(LAYER_NAMES[AreaKind.BOROUGH], "borough", len(frame), entry.source)])

    return Step(
        name="areas/borough",
        label="Boroughs (shipped outlines)",
        inputs=lambda: work.inputs(entry.file.sha256 if entry.file else None),
        outputs=(work.part("areas-borough"),),
        run=run,
    )


def layer_record(name: str, kind: str, features: int, source: Source, crs: str | None = BNG) -> LayerRecord:
    """A layer as it is installed, in EPSG:27700 unless it has no geometry."""
    return LayerRecord(name=name, kind=kind, features=features, source=source, crs=crs)


def _bundle_areas(work: Work, bundle: Bundle, entry: SourceEntry) -> Step:
    kind = AreaKind(str(entry.kind))
    target, boroughs = work.part(f"areas-{kind}"), work.part("areas-borough")
    by_name = "borough_code" not in entry.columns

    def run(_: Callable[[str], None]) -> Outcome:
        import geopandas as gpd

        if by_name and not boroughs.exists():
            raise SourceError(f"{LAYER_NAMES[kind]} need the boroughs, which are not installed. Mend those first.")
        known = gpd.read_parquet(boroughs) if by_name else None
        frame, notes = read_areas(bundle, entry, work.grid, known)
        write_parquet(target, frame)
        return Outcome([layer_record(LAYER_NAMES[kind], str(kind), len(frame), entry.source)], notes)

    def inputs() -> list[Any]:
        against = work.state.digest_of("areas/borough") if by_name else None
        return work.inputs(bundle.fingerprints.sha256(bundle.require(entry)), against)

    return Step(
        name=f"areas/{kind}",
        label=LAYER_NAMES[kind],
        inputs=inputs,
        outputs=(target,),
        run=run,
        left_out=_absent(bundle, entry),
    )


def _service_areas(work: Work, entry: SourceEntry, allowance: Allowance) -> Step:
    kind = AreaKind(str(entry.kind))
    target = work.part(f"areas-{kind}")

    def run(_: Callable[[str], None]) -> Outcome:
        from geo.sources.ons import fetch_areas

        frame, notes = fetch_areas(entry, work.grid, allowance)
        write_parquet(target, frame)
        return Outcome([layer_record(LAYER_NAMES[kind], str(kind), len(frame), entry.source)], notes)

    service = entry.service
    return Step(
        name=f"areas/{kind}",
        label=f"{LAYER_NAMES[kind]} (download)",
        inputs=lambda: work.inputs(service.url if service else None, service.where if service else None),
        outputs=(target,),
        run=run,
        optional=work.state.mode != "download",  # an attempt; once it is where the data come from, a failure counts
    )


def _bundle_zones(work: Work, bundle: Bundle) -> Step:
    def read() -> tuple[Any, list[str]]:
        from geo.sources.tables import read_zones

        return read_zones(bundle, work.grid)

    sources = ("ons-lsoa-2021", "census-2021")
    return _zones(work, bundle, table="zones", label="Census zones (2021)", source_ids=sources, read=read)


def _bundle_deprivation(work: Work, bundle: Bundle) -> Step:
    def read() -> tuple[Any, list[str]]:
        from geo.sources.tables import read_deprivation_zones

        return read_deprivation_zones(bundle, work.grid)

    sources = ("ons-lsoa-2011", "imd-2019", "ages-mid-2020")
    label = "Deprivation zones (2011)"
    return _zones(work, bundle, table="deprivation_zones", label=label, source_ids=sources, read=read)


def _zones(
    work: Work,
    bundle: Bundle,
    *,
    table: str,
    label: str,
    source_ids: tuple[str, ...],
    read: Callable[[], tuple[Any, list[str]]],
) -> Step:
    entries = [manifest()[source_id] for source_id in source_ids]
    target = work.data_dir / f"{table}.parquet"

    def run(_: Callable[[str], None]) -> Outcome:
        frame, notes = read()
        write_parquet(target, frame)
        figures = [layer_record(short_title(e.source), "figures", len(frame), e.source, None) for e in entries[1:]]
        return Outcome([layer_record(label, "zones", len(frame), entries[0].source), *figures], notes)

    return Step(
        name=table,
        label=label,
        inputs=lambda: work.inputs([bundle.fingerprints.sha256(bundle.require(entry)) for entry in entries]),
        outputs=(target,),
        run=run,
        left_out=next((reason for entry in entries if (reason := _absent(bundle, entry))), None),
    )


def _bundle_spaces(work: Work, bundle: Bundle) -> Step:
    target = work.part("london-spaces")
    entries = [entry for entry in bundle_entries(Role.SPACES) if bundle.has(entry)]

    def run(_: Callable[[str], None]) -> Outcome:
        from geo.sources.bundle_spaces import read_bundle_spaces

        frame, notes = read_bundle_spaces(bundle, work.grid)
        write_parquet(target, frame)
        return Outcome(notes=notes)

    return Step(
        name="london-spaces",
        label="Public spaces all over London",
        inputs=lambda: work.inputs([bundle.fingerprints.sha256(bundle.require(entry)) for entry in entries]),
        outputs=(target,),
        run=run,
        left_out=None if entries else "The bundle has no list of public spaces all over London (folder public_spaces).",
    )


def _bundle_stations(work: Work, bundle: Bundle) -> Step:
    entry, target = manifest()["osm-stops-2019"], work.part("stations")

    def run(_: Callable[[str], None]) -> Outcome:
        from geo.sources.stations import read_stations

        frame, notes = read_stations(bundle, work.grid)
        write_parquet(target, frame)
        return Outcome([layer_record("Stations (for the search)", "stations", len(frame), entry.source)], notes)

    return Step(
        name="stations",
        label="Stations",
        inputs=lambda: work.inputs(bundle.fingerprints.sha256(bundle.require(entry))),
        outputs=(target,),
        run=run,
        left_out=_absent(bundle, entry),
    )


def _bundle_stops(work: Work, bundle: Bundle) -> Step:
    entry, target = manifest()["osm-stops-2019"], work.part("london-stops")

    def run(_: Callable[[str], None]) -> Outcome:
        from geo.sources.bundle_stops import read_bundle_stops

        frame, notes = read_bundle_stops(bundle, work.grid)
        write_parquet(target, frame)
        return Outcome(notes=notes)

    return Step(
        name="london-stops",
        label="Stops all over London",
        inputs=lambda: work.inputs(bundle.fingerprints.sha256(bundle.require(entry))),
        outputs=(target,),
        run=run,
        left_out=_absent(bundle, entry),
    )


def _absent(bundle: Bundle, entry: SourceEntry) -> str | None:
    """Why a source is left out: its file is not in the bundle. None where it is."""
    if bundle.has(entry):
        return None
    path = bundle.path_of(entry).relative_to(bundle.folder)
    return f"The bundle has no {path}: put it there to install this layer ({entry.source.url})."


def short_title(source: Source) -> str:
    """A source's title as the name of a layer: without its publisher, and without what stands in brackets."""
    return source.title.removeprefix(f"{source.publisher}: ").split(" (")[0]
