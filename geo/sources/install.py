"""Install data: from a bundle, else by a brief download, else what is shipped; only what has changed is done again."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from geo.areas import AreaKind
from geo.crs import open_grid
from geo.errors import InputError, SourceError
from geo.sources.atomic import only_one
from geo.sources.bundle import Bundle, open_bundle
from geo.sources.extract_steps import (
    PRACTICE,
    PRACTICE_ZONES,
    extract_folders,
    file_steps,
    live_step,
    network_folders,
    practice_steps,
)
from geo.sources.http_answers import Allowance, Patience
from geo.sources.installed import write_installed
from geo.sources.source_steps import (
    Work,
    bundle_steps,
    check_shifts,
    geodesy_step,
    outline_step,
    service_steps,
    shift_file,
)
from geo.sources.steps import InstallState, Reporter, Step, StepResult, StepStatus, code_digest, run_steps
from geo.sources.table_steps import areas_step, empty_tables, table_steps

_DRAFTS = ("*/.*-new-*", "*/.*-old-*", "parts/extracts/.*-new-*", "parts/extracts/.*-old-*")


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallRequest:
    """What to install. `bundle_is_asked` tells a folder given by hand, which must be usable, from a default one.

    `offline` forbids every download. `patience` bounds the attempt to download boundaries.
    """

    data_dir: Path
    bundle: Path | None = None
    bundle_is_asked: bool = False
    pbf_files: tuple[Path, ...] = ()
    area_id: str | None = None
    offline: bool = False
    patience: Patience = field(default_factory=Patience)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallReport:
    """How an install went. `mode` is bundle, download or embedded, and `reason` says why in a sentence."""

    mode: str
    reason: str
    results: tuple[StepResult, ...]
    installed: dict[str, Any]

    @property
    def failed(self) -> tuple[StepResult, ...]:
        """Steps that failed; what they had made before is still there."""
        return tuple(result for result in self.results if result.status is StepStatus.FAILED)


def install(request: InstallRequest, reporter: Reporter, *, now: datetime) -> InstallReport:
    """Install what is asked for and what was asked for before.

    A source that fails leaves the last good data and does not stop the others. Raises `InputError` for a folder,
    file or area that is not there, and when another install is under way; `SourceError` when nothing can be written.
    """
    for path in request.pbf_files:
        if not path.is_file():
            raise InputError(f"There is no file {path}. Give the path of an .osm.pbf file.")
    if request.area_id and request.offline:
        raise InputError("Downloads are switched off (PLACES_OFFLINE=1), so --area cannot be used. Use --pbf FILE.")
    try:
        with only_one(request.data_dir):
            return _Install(request, reporter).run(now)
    except OSError as error:
        raise SourceError(
            f"The folder {request.data_dir} cannot be written ({error.strerror or error}). Make room or make it "
            "writable, then install again. What was installed before stays."
        ) from error


class _Install:
    """One run: the state, and the results so far."""

    def __init__(self, request: InstallRequest, reporter: Reporter) -> None:
        self.request = request
        self.reporter = reporter
        self.data_dir = request.data_dir
        self.state = InstallState.load(self.data_dir)
        self.results: list[StepResult] = []
        self.no_bundle = "There is no folder of source data"

    def run(self, now: datetime) -> InstallReport:
        self._sweep()
        self._drop_damaged_shifts()
        bundle = self._bundle()
        if bundle is not None:
            self.state.bundle = str(bundle.folder)
            self._do(geodesy_step(self.data_dir, bundle))
        grid = open_grid(shift_file(self.data_dir))
        self.work = Work(data_dir=self.data_dir, grid=grid, state=self.state, code=code_digest())
        self._sources(bundle)
        self._forget_other_modes()
        self._extracts(bundle)
        self._do(areas_step(self.work))
        unknown_area = self._live()
        self._do(*table_steps(self.work, mode=str(self.state.mode)))
        empty_tables(self.data_dir, has_zones=bool({"zones", PRACTICE_ZONES} & set(self.state.steps)))
        installed = write_installed(self.work, now=now)
        self.state.save(self.data_dir)
        self._remove_orphans()
        if unknown_area:
            raise InputError(unknown_area)
        return InstallReport(
            mode=str(self.state.mode), reason=self.state.reason, results=tuple(self.results), installed=installed
        )

    def _do(self, *steps: Step) -> bool:
        """Do steps; whether all that were tried are done."""
        results = run_steps(list(steps), self.state, self.data_dir, self.reporter)
        self.results += results
        return all(result.status in {StepStatus.DONE, StepStatus.UNCHANGED} for result in results)

    def _bundle(self) -> Bundle | None:
        """The bundle that is given, else the one of an earlier install."""
        if self.request.bundle is not None:
            try:
                return open_bundle(self.request.bundle, self.state.fingerprints)
            except InputError as error:
                if self.request.bundle_is_asked:
                    raise
                self.no_bundle = str(error).split(". ")[0]
        if self.state.bundle is None:
            return None
        try:
            return open_bundle(Path(self.state.bundle), self.state.fingerprints)
        except InputError:
            return None

    def _drop_damaged_shifts(self) -> None:
        """Without a shift grid the Helmert shift is used, and said so; with a broken one nothing would work."""
        shifts = shift_file(self.data_dir)
        try:
            if shifts.exists():
                check_shifts(shifts)
        except SourceError:
            shifts.unlink()
            self.state.forget("geodesy")

    def _sources(self, bundle: Bundle | None) -> None:
        """Choose the mode and bring its sources in. What was installed from something better is not given up."""
        earlier = self.state.mode if "areas/borough" in self.state.steps else None
        if bundle is not None:
            self._settle("bundle", f"Source data were found in {bundle.folder}.")
            boroughs, *others = bundle_steps(self.work, bundle)
            self._do(boroughs)
            if "areas/borough" not in self.state.steps:
                self._do(outline_step(self.work))
            self._do(*others)
        elif earlier == "bundle":
            self._settle("bundle", f"{self.no_bundle} now; what was installed from one before stays.")
        elif earlier == "download" and self.request.offline:
            self._settle("download", "Downloads are switched off (PLACES_OFFLINE=1); what was downloaded before stays.")
        elif not self.request.offline and self._download():
            self._settle("download", f"{self.no_bundle}, so boundaries came from the ONS Open Geography Portal.")
        elif earlier == "download":
            self._settle("download", "The download did not work this time; what was downloaded before stays.")
        else:
            why = (
                "downloads are switched off (PLACES_OFFLINE=1)" if self.request.offline else "the download did not work"
            )
            self._settle(
                "embedded",
                f"{self.no_bundle}, and {why}: borough outlines are those shipped with the app, and the streets are "
                "those of an invented practice quarter.",
            )
            self._do(outline_step(self.work), *practice_steps(self.work))

    def _download(self) -> bool:
        """Boroughs, then wards. Whether the boroughs came; without them the wards are not asked for."""
        allowance = Allowance(self.request.patience)
        if not self._do(service_steps(self.work, allowance)[0]):
            return False
        self.state.mode = "download"
        self._do(*service_steps(self.work, allowance)[1:])
        return True

    def _settle(self, mode: str, reason: str) -> None:
        self.state.mode, self.state.reason = mode, reason

    def _forget_other_modes(self) -> None:
        if self.state.mode != "embedded":
            self.state.forget(PRACTICE)
            self.state.forget(PRACTICE_ZONES)

    def _extracts(self, bundle: Bundle | None) -> None:
        """Read the extracts of the bundle, those given before and those given now; forget what left the bundle."""
        given = list(dict.fromkeys([*self.state.pbf_files, *(str(path.resolve()) for path in self.request.pbf_files)]))
        paths = [*(bundle.extracts() if bundle else []), *map(Path, given)]
        self._do(*file_steps(self.work, paths))
        # A file that could not be read even once is not tried again on each later install.
        self.state.pbf_files = [path for path in given if f"extract/{Path(path).name}" in self.state.steps]
        if bundle is not None:
            present = {f"extract/{path.name}" for path in paths}
            for name in self.state.extract_ids():
                if name.startswith("extract/") and name not in present:
                    self.state.forget(name)

    def _live(self) -> str | None:
        """Download the map around the area asked for; a sentence when that area is not known."""
        area_id = self.request.area_id
        if area_id is None:
            return None
        import geopandas as gpd

        areas = gpd.read_parquet(self.data_dir / "areas.parquet").set_index("area_id")
        if area_id not in areas.index:
            return f"There is no area “{area_id}”. “python -m geo areas” lists them; give one of those ids."
        if areas.loc[area_id, "invented"]:
            return f"The area “{area_id}” is invented, so no real streets lie in it. Give a real area, or --pbf FILE."
        if areas.loc[area_id, "kind"] == AreaKind.EXTRACT:
            return f"The area “{area_id}” is an installed map as a whole. Give an area that lacks a map, or --pbf FILE."
        if self._do(live_step(self.work, area_id)):
            self._do(areas_step(self.work))  # the new map is an area too
        return None

    def _remove_orphans(self) -> None:
        """Remove folders of extracts that are installed no more, once nothing names them."""
        kept = set(self.state.extract_ids().values())
        for place in (network_folders(self.data_dir), extract_folders(self.data_dir)):
            for folder in place.glob("*"):
                if folder.name not in kept:
                    shutil.rmtree(folder, ignore_errors=True)
        if PRACTICE not in self.state.steps:
            self.work.part("areas-practice").unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove drafts that a stopped install left behind."""
        for pattern in _DRAFTS:
            for draft in self.data_dir.glob(pattern):
                shutil.rmtree(draft, ignore_errors=True)
