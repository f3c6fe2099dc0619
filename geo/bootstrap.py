"""Settings from the environment, and the one door to everything that is installed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import StoreError

if TYPE_CHECKING:
    from geo.services.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
_BUNDLE_BESIDE = ROOT.parent / "shared" / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation may choose; read once at start.

    `home` holds what belongs to this installation (installed data, the store, the secret); `bundle` is a
    folder of source data laid out as described in data/boundaries/README.md, or None.
    """

    home: Path
    bundle: Path | None
    database_url: str

    @property
    def data_dir(self) -> Path:
        """Installed data, made by ``python -m geo data install``."""
        return self.home / "data"

    @property
    def display_dir(self) -> Path:
        """What the map loads, served under /map-data/."""
        return self.data_dir / "display"

    @property
    def grid_file(self) -> Path:
        """The OSTN15 shifts, where a bundle brought them."""
        return self.data_dir / "geodesy" / "ostn15.npz"

    @property
    def secret_file(self) -> Path:
        """The key that published places are drawn with; made at first use, readable by the owner alone."""
        return self.home / "secret.key"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """PLACES_HOME (default ./var), PLACES_DATA (default ../shared/data where it exists), PLACES_DATABASE_URL."""
        home = Path(environment.get("PLACES_HOME") or ROOT / "var").resolve()
        named = environment.get("PLACES_DATA")
        bundle = Path(named).resolve() if named else (_BUNDLE_BESIDE if _BUNDLE_BESIDE.is_dir() else None)
        url = environment.get("PLACES_DATABASE_URL") or f"sqlite:///{home / 'common-ground.sqlite'}"
        return cls(home=home, bundle=bundle, database_url=url)


def open_workspace(
    settings: Settings, *, exclusive: bool = False, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Workspace:
    """Open the store and whatever data are installed; frames and networks are read at first use.

    An app server asks for `exclusive`, so that a second one on the same SQLite store is refused.
    Raises `StoreError` when the home folder or the store cannot be opened.
    """
    from geo.crs import open_grid
    from geo.services.workspace import Workspace
    from geo.store.pin_store import PinStore

    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        secret_key = _secret_key(settings.secret_file)
    except OSError as error:
        raise StoreError(
            f"The folder {settings.home} cannot be written ({error.strerror}). "
            "Make it writable, or choose another with PLACES_HOME."
        ) from error
    return Workspace(
        data_dir=settings.data_dir,
        grid=open_grid(settings.grid_file),
        store=PinStore.open(settings.database_url, exclusive=exclusive),
        secret_key=secret_key,
        now=now,
    )


def _secret_key(path: Path) -> bytes:
    """The installation's key, made once. It is linked into place whole, so that two first starts agree on one key."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(key) < 32:
        raise StoreError(
            f"The secret key in {path} is damaged. Put it back from a backup: with another key, new pins of "
            "sensitive subjects would be drawn on other cells than the old ones."
        )
    return key
