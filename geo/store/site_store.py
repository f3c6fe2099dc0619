"""Project sites that were brought in: each is kept as it was, also after it is removed from the lists."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from shapely import MultiPolygon, Polygon, wkt
from sqlalchemy import Connection

from geo.errors import ConflictError, InputError
from geo.store import schema as s
from geo.store.sqlite import SqliteDatabase


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOrigin:
    """Where a site came from, and in sentences what was guessed and mended. `digest` is of the file's bytes."""

    file_name: str = ""
    digest: str = ""
    crs: str = ""
    told: tuple[str, ...] = ()
    invented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptSite:
    """A site as it is kept; outline in EPSG:27700. `removed_at` is None while it is in the lists."""

    site_id: str
    name: str
    outline: Polygon | MultiPolygon
    borough_code: str | None
    origin: SiteOrigin
    added_at: datetime
    removed_at: datetime | None = None


class SiteStore:
    """Sites in one database. Raises `StoreError`, with nothing half-saved, as the store of pins does."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def add(
        self,
        slug: str,
        name: str,
        outline: Polygon | MultiPolygon,
        *,
        borough_code: str | None,
        origin: SiteOrigin,
        now: datetime,
    ) -> tuple[KeptSite, bool]:
        """Keep a site as ``site-<slug>-<n>`` with the next n, which is never given twice; and whether it is new.

        An outline that stands already under the same name gives the site as it is kept. Raises `ConflictError` where
        it stands under another name.
        """
        drawn = wkt.dumps(outline, rounding_precision=3, trim=True)  # to the millimetre
        with self._database.write() as connection:
            same = connection.execute(
                sa.select(s.sites).where(s.sites.c.outline == drawn, s.sites.c.removed_at.is_(None))
            ).first()
            if same is not None:
                if same.name != name:
                    raise ConflictError(
                        f"This outline is a site already: “{same.name}” ({same.site_id}). Use that one, or remove it "
                        "first to bring the outline in under another name."
                    )
                return _site_of(same), False
            site_id = f"site-{slug}-{_next_number(connection, slug)}"
            connection.execute(
                sa.insert(s.sites).values(
                    site_id=site_id,
                    name=name,
                    outline=drawn,
                    borough_code=borough_code,
                    told=json.dumps(asdict(origin), ensure_ascii=False),
                    added_at=now,
                )
            )
            return _site_of(connection.execute(sa.select(s.sites).where(s.sites.c.site_id == site_id)).one()), True

    def standing(self) -> list[KeptSite]:
        """The sites that were not removed, oldest first."""
        query = sa.select(s.sites).where(s.sites.c.removed_at.is_(None)).order_by(s.sites.c.added_at, s.sites.c.site_id)
        with self._database.read() as connection:
            return [_site_of(row) for row in connection.execute(query)]

    def site(self, site_id: str) -> KeptSite | None:
        """One site, also a removed one; None where there never was one."""
        with self._database.read() as connection:
            row = connection.execute(sa.select(s.sites).where(s.sites.c.site_id == site_id)).first()
        return None if row is None else _site_of(row)

    def version(self) -> tuple[int, int]:
        """How many sites were ever added and removed: both the same mean the same sites."""
        query = sa.select(sa.func.count(), sa.func.count(s.sites.c.removed_at)).select_from(s.sites)
        with self._database.read() as connection:
            added, removed = connection.execute(query).one()
        return int(added), int(removed)

    def remove(self, site_id: str, *, now: datetime) -> KeptSite:
        """Take a site out of the lists; its row stays. Raises `InputError` where there is none to remove."""
        with self._database.write() as connection:
            row = connection.execute(sa.select(s.sites).where(s.sites.c.site_id == site_id)).first()
            if row is None:
                raise InputError(f"There is no site with the id “{site_id}”. “python -m geo sites list” lists them.")
            if row.removed_at is not None:
                raise InputError(f"The site {site_id} was removed already.")
            connection.execute(sa.update(s.sites).where(s.sites.c.site_id == site_id).values(removed_at=now))
            return _site_of(connection.execute(sa.select(s.sites).where(s.sites.c.site_id == site_id)).one())


def _next_number(connection: Connection, slug: str) -> int:
    # Rows stay when sites are removed, so a number is never given again. A slug may begin another one: "a-1" and "a".
    like = f"site-{slug}-"
    ids = connection.scalars(sa.select(s.sites.c.site_id).where(s.sites.c.site_id.startswith(like, autoescape=True)))
    numbers = [int(rest) for each in ids if (rest := each.removeprefix(like)).isdecimal()]
    return max(numbers, default=0) + 1


def _site_of(row: sa.Row[Any]) -> KeptSite:
    said = json.loads(row.told)
    return KeptSite(
        site_id=row.site_id,
        name=row.name,
        outline=cast("Polygon | MultiPolygon", wkt.loads(row.outline)),
        borough_code=row.borough_code,
        origin=SiteOrigin(**{**said, "told": tuple(said["told"])}),
        added_at=row.added_at,
        removed_at=row.removed_at,
    )
