"""Schemes and all their versions: what a designer saved stays as it was, and saving again adds the next."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

import shapely
import sqlalchemy as sa
from shapely.geometry import shape

from geo.schemes import Change, ChangeKind, Scheme
from geo.store import schema as s
from geo.store.sqlite import SqliteDatabase


class SchemeStore:
    """Schemes in one database. Raises `StoreError`, with nothing half-saved, as the store of pins does."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def add(self, scheme: Scheme, *, now: datetime) -> Scheme:
        """Keep a scheme as the next version of its id, the first for a new id; the scheme as it is kept."""
        table = s.schemes
        with self._database.write() as connection:
            last = connection.scalar(sa.select(sa.func.max(table.c.version)).where(table.c.scheme_id == scheme.id))
            kept = replace(scheme, version=(last or 0) + 1, made_at=now)
            connection.execute(
                sa.insert(table).values(
                    scheme_id=kept.id,
                    version=kept.version,
                    name=kept.name,
                    area_id=kept.area_id,
                    note=kept.note,
                    changes=changes_as_json(kept.changes),
                    made_at=now,
                )
            )
        return kept

    def get(self, scheme_id: str, version: int | None = None) -> Scheme | None:
        """A scheme in one version, or in its newest; None where there is none."""
        table = s.schemes
        query = sa.select(table).where(table.c.scheme_id == scheme_id)
        if version is not None:
            query = query.where(table.c.version == version)
        with self._database.read() as connection:
            row = connection.execute(query.order_by(table.c.version.desc()).limit(1)).first()
        return None if row is None else _scheme(row)

    def newest(self, area_id: str | None = None) -> list[Scheme]:
        """Every scheme in its newest version, the last saved first; those of one area where it is given."""
        table = s.schemes
        last = sa.select(sa.func.max(table.c.scheme_key)).group_by(table.c.scheme_id)
        query = sa.select(table).where(table.c.scheme_key.in_(last))
        if area_id is not None:
            query = query.where(table.c.area_id == area_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(table.c.scheme_key.desc())).all()
        return [_scheme(row) for row in rows]

    def versions(self, scheme_id: str) -> list[Scheme]:
        """All versions of a scheme, oldest first; none where there is no such scheme."""
        table = s.schemes
        query = sa.select(table).where(table.c.scheme_id == scheme_id).order_by(table.c.version)
        with self._database.read() as connection:
            return [_scheme(row) for row in connection.execute(query)]


def changes_as_json(changes: tuple[Change, ...]) -> str:
    """Changes as GeoJSON with co-ordinates in EPSG:27700, every digit kept."""
    features = [
        {
            "type": "Feature",
            "geometry": None if change.geometry is None else json.loads(shapely.to_geojson(change.geometry)),
            "properties": {
                "change": change.kind.value,
                "name": change.name,
                "barrier": change.barrier_id,
                "space-kind": change.space_kind,
                "ends-only": change.ends_only,
            },
        }
        for change in changes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False)


def _scheme(row: sa.Row[Any]) -> Scheme:
    return Scheme(
        id=row.scheme_id,
        name=row.name,
        changes=tuple(_change(feature) for feature in json.loads(row.changes)["features"]),
        area_id=row.area_id,
        version=row.version,
        note=row.note,
        made_at=row.made_at,
    )


def _change(feature: dict[str, Any]) -> Change:
    said = feature["properties"]
    return Change(
        kind=ChangeKind(said["change"]),
        name=said["name"],
        geometry=None if feature["geometry"] is None else shape(feature["geometry"]),
        barrier_id=said["barrier"],
        space_kind=said["space-kind"],
        ends_only=said["ends-only"],
    )
