"""The tables of the store, in SQLAlchemy Core, for SQLite and PostgreSQL alike.

A pin's raw place, its published place, its receipt and its contributor each have a table of their own, so that what
must not be read together is not kept together. Text lives in `pins` (as shown) and `pin_revisions` (as written,
append-only). `change_counter` holds one row: the sequence number of the last change, taken inside the transaction of
the change.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

REVISION = "0003"  # the migration that makes these tables; a test holds it against the migrations folder
DEFAULT_SURVEY_ID = 1


class UtcTime(sa.types.TypeDecorator[datetime]):
    """Aware UTC times; SQLite itself keeps no time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a time without a zone, which would be read back as another moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("times are kept with their zone; this one has none")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment, aware and in UTC."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

surveys = sa.Table(
    "surveys",
    metadata,
    sa.Column("survey_id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("category_scheme_version", sa.Text, nullable=False),
)

change_counter = sa.Table(
    "change_counter",
    metadata,
    sa.Column("counter_id", sa.Integer, primary_key=True),
    sa.Column("value", sa.BigInteger, nullable=False),
)

pins = sa.Table(
    "pins",
    metadata,
    sa.Column("pin_key", sa.Integer, primary_key=True),
    sa.Column("pin_id", sa.Uuid, nullable=False, unique=True),
    sa.Column("survey_id", sa.ForeignKey("surveys.survey_id"), nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False, unique=True),
    sa.Column("status", sa.Text, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("category_scheme_version", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("ward_code", sa.Text),
    sa.Column("borough_code", sa.Text),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("changed_at", UtcTime, nullable=False),
    sa.Column("shown_sequence", sa.BigInteger),  # when it last became public; null = never was
)


def _pin_key(*, primary_key: bool) -> sa.Column[int]:
    return sa.Column(
        "pin_key", sa.ForeignKey("pins.pin_key", ondelete="CASCADE"), primary_key=primary_key, nullable=False
    )


pin_raw_places = sa.Table(
    "pin_raw_places",
    metadata,
    _pin_key(primary_key=True),
    sa.Column("lon", sa.Double, nullable=False),
    sa.Column("lat", sa.Double, nullable=False),
)

pin_published_places = sa.Table(
    "pin_published_places",
    metadata,
    _pin_key(primary_key=True),
    sa.Column("lon", sa.Double, nullable=False, index=True),
    sa.Column("lat", sa.Double, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("precision_m", sa.Double, nullable=False),
)

pin_revisions = sa.Table(
    "pin_revisions",
    metadata,
    sa.Column("revision_key", sa.Integer, primary_key=True),
    _pin_key(primary_key=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.UniqueConstraint("pin_key", "number"),
)

receipts = sa.Table(
    "receipts",
    metadata,
    _pin_key(primary_key=True),
    sa.Column("receipt_hash", sa.LargeBinary(32), nullable=False, unique=True),
)

# A keyed hash of who wrote the pin, to count people by: no row where that is not known. See docs/adr/0016.
pin_contributors = sa.Table(
    "pin_contributors",
    metadata,
    _pin_key(primary_key=True),
    sa.Column("contributor_hash", sa.Text, nullable=False),
)

tombstones = sa.Table(
    "tombstones",
    metadata,
    sa.Column("pin_id", sa.Uuid, primary_key=True),
    sa.Column("sequence", sa.BigInteger, nullable=False, unique=True),
    sa.Column("withdrawn_at", UtcTime, nullable=False),
)

# What a writer added with a tap each (geo.pins.PinDetail); a column is null where nothing was said.
pin_details = sa.Table(
    "pin_details",
    metadata,
    _pin_key(primary_key=True),
    sa.Column("felt", sa.Text),
    sa.Column("affects", sa.Text),  # codes with a space between
    sa.Column("hours", sa.Text),
    sa.Column("until", sa.Date),
    sa.Column("severity", sa.Text),
    sa.Column("knowledge", sa.Text),
)

# A line or an area that was drawn, WGS84, as GeoJSON geometry: as drawn, and as the public sees it.
pin_raw_shapes = sa.Table(
    "pin_raw_shapes", metadata, _pin_key(primary_key=True), sa.Column("shape", sa.Text, nullable=False)
)
pin_published_shapes = sa.Table(
    "pin_published_shapes", metadata, _pin_key(primary_key=True), sa.Column("shape", sa.Text, nullable=False)
)

# What officers said that a barrier is (geo.barriers.Correction): only ever added to, the last one of a subject holds.
barrier_corrections = sa.Table(
    "barrier_corrections",
    metadata,
    sa.Column("correction_key", sa.Integer, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False, index=True),  # the id of a pin, or of a barrier of the map
    sa.Column("said", sa.Text, nullable=False),  # JSON; null takes earlier corrections back
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
)

# Project sites that were brought in, each an area of its own. `outline` is WKT in EPSG:27700.
sites = sa.Table(
    "sites",
    metadata,
    sa.Column("site_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("outline", sa.Text, nullable=False),
    sa.Column("borough_code", sa.Text),
    sa.Column("told", sa.Text, nullable=False),  # JSON: where it came from, and what was guessed and repaired
    sa.Column("added_at", UtcTime, nullable=False),
    sa.Column("removed_at", UtcTime),
)

# Schemes, every version kept. `changes` is GeoJSON with co-ordinates in EPSG:27700 (geo.schemes).
schemes = sa.Table(
    "schemes",
    metadata,
    sa.Column("scheme_key", sa.Integer, primary_key=True),
    sa.Column("scheme_id", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("area_id", sa.Text),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("changes", sa.Text, nullable=False),
    sa.Column("made_at", UtcTime, nullable=False),
    sa.UniqueConstraint("scheme_id", "version"),
)
