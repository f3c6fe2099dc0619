"""Installing data and saying what is installed: what the command line and a page's button call."""

from __future__ import annotations

import contextlib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import InputError
from geo.sources.http_answers import Patience
from geo.sources.install import InstallReport, InstallRequest, install
from geo.sources.installed import read_installed
from geo.sources.installed import status as installed_status
from geo.sources.steps import Reporter, StepResult, StepStatus

if TYPE_CHECKING:
    from geo.services.workspace import Workspace

__all__ = [
    "InstallReport",
    "Reporter",
    "SilentReporter",
    "StepResult",
    "StepStatus",
    "data_status",
    "install_data",
    "practice_pins_wait",
    "settle_practice_pins",
]

_PINS_DROPPED = "practice-pins.txt"


class SilentReporter:
    """Tells nobody: for tests, and for a page that shows the report alone."""

    def expect(self, steps: int) -> None:
        """Nothing to show."""

    def start(self, label: str) -> None:
        """Nothing to show."""

    def say(self, text: str) -> None:
        """Nothing to show."""

    def finish(self, result: StepResult) -> None:
        """Nothing to show."""


def install_data(
    *,
    data_dir: Path,
    bundle: Path | None,
    now: datetime,
    bundle_is_asked: bool = False,
    pbf_files: tuple[Path, ...] = (),
    area_id: str | None = None,
    offline: bool = False,
    patience: Patience | None = None,
    reporter: Reporter | None = None,
) -> InstallReport:
    """Install into `data_dir`: from the bundle, else by a brief download, else what is shipped with the app.

    `area_id` also downloads OpenStreetMap around an installed area. Paths are those of `Settings`; `now` is aware
    UTC. Raises `InputError` for a folder, file or area that is not there; a source that fails is in the report.
    """
    request = InstallRequest(
        data_dir=data_dir,
        bundle=bundle,
        bundle_is_asked=bundle_is_asked,
        pbf_files=pbf_files,
        area_id=area_id,
        offline=offline,
        patience=patience or Patience(),
    )
    return install(request, reporter or SilentReporter(), now=now)


def data_status(data_dir: Path) -> dict[str, Any]:
    """Layers, networks and grid as ``data status --json`` prints them; empty lists before the first install."""
    return installed_status(data_dir)


def practice_pins_wait(data_dir: Path) -> bool:
    """Whether `settle_practice_pins` has something to do: a cheap look, so that the store need not be opened."""
    installed = read_installed(data_dir)
    wanted = installed is not None and installed["mode"] == "embedded"
    return wanted != (data_dir / _PINS_DROPPED).exists()


def settle_practice_pins(workspace: Workspace) -> int:
    """Drop the invented pins where the practice quarter is installed; withdraw them where it is no more.

    Gives how many were dropped or withdrawn. Raises `StoreError` when the store cannot save.
    """
    from geo.services.pins import SavedPin, drop_pins, withdraw
    from geo.sources.practice import invented_pins

    marker = workspace.data_dir / _PINS_DROPPED
    drafts = invented_pins(workspace.grid)
    if workspace.installed["mode"] == "embedded":
        outcomes = drop_pins(workspace, drafts)
        marker.write_text("The invented pins of the practice quarter are in the store.\n", encoding="utf-8")
        return sum(isinstance(outcome, SavedPin) for outcome in outcomes)
    withdrawn = 0
    for draft in drafts:
        with contextlib.suppress(InputError):  # withdrawn before, by whoever tried that out
            withdraw(workspace, draft.receipt)
            withdrawn += 1
    marker.unlink(missing_ok=True)
    return withdrawn
