"""Brings a database to the tables this version expects, by the migrations beside this file."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from geo.errors import StoreError
from geo.store.schema import REVISION

_MIGRATIONS = Path(__file__).parent / "migrations"


def revision_of(connection: Connection) -> str | None:
    """The migration a database stands at; None for one without tables."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


def upgrade(connection: Connection) -> None:
    """Run what migrations are missing, inside the caller's transaction.

    The caller holds the write lock, so of two processes that open at once one migrates and the other then finds
    nothing left to do. Raises `StoreError` for a database made by a later version.
    """
    at = revision_of(connection)
    if at == REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if at is not None and at not in known:
        raise StoreError("The store was made by a later version of Common Ground. Update this one, then try again.")
    command.upgrade(config, "head")
