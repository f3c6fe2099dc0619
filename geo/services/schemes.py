"""Schemes kept under an address of their own: saved, each version kept, listed and shared."""

from __future__ import annotations

import re
from dataclasses import replace
from uuid import uuid4

from geo.errors import InputError
from geo.pins import clean_text
from geo.schemes import Scheme
from geo.services.scheme_files import MOST_CHANGES, named, scheme_from_file, scheme_from_geojson, scheme_geojson
from geo.services.workspace import Workspace
from geo.store.scheme_store import SchemeStore

__all__ = [
    "list_schemes",
    "save_scheme",
    "scheme_from_file",
    "scheme_from_geojson",
    "scheme_geojson",
    "scheme_named",
    "scheme_versions",
]

_NONE = "“python -m geo schemes list” names those there are."
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def save_scheme(workspace: Workspace, scheme: Scheme) -> Scheme:
    """Keep a scheme and give it as it is kept: under a new id where it has none, else as the next version of its id.

    Raises `InputError` for a scheme without a name or a change, or with too many.
    """
    name, note = named(scheme.name), clean_text(scheme.note)
    if not name:
        raise InputError("Give the scheme a name first.")
    if not scheme.changes:
        raise InputError("This scheme changes nothing yet. Draw a change first.")
    if len(scheme.changes) > MOST_CHANGES:
        raise InputError(f"This scheme has {len(scheme.changes):,} changes, and {MOST_CHANGES} are the most.")
    scheme_id = scheme.id or uuid4().hex[:12]
    if not _ID.fullmatch(scheme_id):
        raise InputError("The id of a scheme has small letters, figures and hyphens alone, 64 at most.")
    kept = replace(scheme, id=scheme_id, name=name, note=note)
    return SchemeStore(workspace.store.database).add(kept, now=workspace.now())


def list_schemes(workspace: Workspace, area_id: str | None = None) -> list[Scheme]:
    """Every saved scheme in its newest version, the last saved first; of one area where it is given."""
    return SchemeStore(workspace.store.database).newest(area_id)


def scheme_named(workspace: Workspace, scheme_id: str, version: int | None = None) -> Scheme:
    """A saved scheme in one version, or in its newest. Raises `InputError` where there is none."""
    found = SchemeStore(workspace.store.database).get(scheme_id, version)
    if found is None:
        which = "" if version is None else f" in version {version}"
        raise InputError(
            f"There is no scheme “{scheme_id}”{which}. “python -m geo schemes list” names those there are."
        )
    return found


def scheme_versions(workspace: Workspace, scheme_id: str) -> list[Scheme]:
    """All versions of a scheme, oldest first. Raises `InputError` where there is none."""
    found = SchemeStore(workspace.store.database).versions(scheme_id)
    if not found:
        raise InputError(f"There is no scheme “{scheme_id}”. {_NONE}")
    return found
