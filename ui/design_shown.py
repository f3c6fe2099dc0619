"""Which scheme a page or a map is about: a saved one by its id and version, or a draft by the digest of its content.

A draft is kept in memory for as long as the app runs, so that the map beside the page can be asked for it; nobody can
guess a digest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from geo.errors import InputError
from geo.schemes import Scheme
from geo.services.scheme_map import ground_map, scheme_map
from geo.services.schemes import scheme_from_geojson, scheme_named
from geo.services.workspace import Workspace
from ui.barrier_choices import choice_from
from ui.design_session import Draft
from ui.words import _

SCHEME, VERSION, DRAFT = "scheme", "version", "draft"
_MOST_KEPT = 128


class _Drafts(dict[str, Scheme]):
    """Drafts by digest, the oldest dropped first."""


def scheme_of_draft(workspace: Workspace, draft: Draft) -> tuple[Scheme, dict[str, str]]:
    """The draft as a scheme, and how it is named in an address. Raises `InputError` for changes that cannot be."""
    content = draft.as_geojson()
    digest = hashlib.sha256(json.dumps([draft.area_id, content], sort_keys=True).encode()).hexdigest()[:32]
    kept = workspace.index(lambda _workspace: _Drafts(), _Drafts)
    if digest not in kept:
        name = draft.name or _("Scheme not saved yet")
        made = scheme_from_geojson(workspace, content, name=name, area_id=draft.area_id)
        while len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        kept[digest] = made
    return kept[digest], {DRAFT: digest}


def scheme_in(workspace: Workspace, asked: Mapping[str, str]) -> Scheme | None:
    """The scheme that an address names; None where it names none. Raises `InputError` for one that there is not."""
    if asked.get(DRAFT):
        kept = workspace.index(lambda _workspace: _Drafts(), _Drafts)
        if asked[DRAFT] not in kept:
            raise InputError(_("This draft is no longer kept. Open the page again."))
        return kept[asked[DRAFT]]
    if not asked.get(SCHEME):
        return None
    version = asked.get(VERSION, "")
    return scheme_named(workspace, asked[SCHEME], version=int(version) if version.isdecimal() else None)


def in_address(scheme: Scheme) -> dict[str, str]:
    """A saved scheme as it stands in an address."""
    return {SCHEME: scheme.id, VERSION: str(scheme.version)}


def scheme_map_asked(workspace: Workspace, asked: Mapping[str, str]) -> dict[str, Any]:
    """What /api/scheme-map answers. Raises `InputError` for an area or a scheme that there is not."""
    choice, scheme = choice_from(asked), scheme_in(workspace, asked)
    if scheme is None:
        return ground_map(workspace, asked.get("area", ""))
    return scheme_map(
        workspace, asked.get("area", ""), scheme, choice.persona, choice.standard, settings=choice.settings
    )
