"""Surveys, pins with their places, revisions and receipts, tombstones, and the change counter.

A migration spells its tables out: it must make the same tables years later, whatever `geo.store.schema` has become.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, the default survey, and the rule that a revision is never rewritten."""
    surveys = op.create_table(
        "surveys",
        sa.Column("survey_id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("category_scheme_version", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("survey_id", name="pk_surveys"),
    )
    op.bulk_insert(surveys, [{"survey_id": 1, "name": "Common Ground", "category_scheme_version": "1"}])
    counter = op.create_table(
        "change_counter",
        sa.Column("counter_id", sa.Integer, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("counter_id", name="pk_change_counter"),
    )
    op.bulk_insert(counter, [{"counter_id": 1, "value": 0}])
    _create_pins()
    _create_places()
    _create_revisions_and_receipts()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER pin_revisions_are_never_rewritten BEFORE UPDATE ON pin_revisions "
            "BEGIN SELECT RAISE(ABORT, 'a revision is never rewritten'); END"
        )


def _create_pins() -> None:
    op.create_table(
        "pins",
        sa.Column("pin_key", sa.Integer, nullable=False),
        sa.Column("pin_id", sa.Uuid, nullable=False),
        sa.Column("survey_id", sa.Integer, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("category_scheme_version", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("ward_code", sa.Text),
        sa.Column("borough_code", sa.Text),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_sequence", sa.BigInteger),
        sa.PrimaryKeyConstraint("pin_key", name="pk_pins"),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.survey_id"], name="fk_pins_survey_id"),
        sa.UniqueConstraint("pin_id", name="uq_pins_pin_id"),
        sa.UniqueConstraint("sequence", name="uq_pins_sequence"),
    )
    op.create_index("ix_pins_status", "pins", ["status"])
    op.create_table(
        "tombstones",
        sa.Column("pin_id", sa.Uuid, nullable=False),
        sa.Column("sequence", sa.BigInteger, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pin_id", name="pk_tombstones"),
        sa.UniqueConstraint("sequence", name="uq_tombstones_sequence"),
    )


def _create_places() -> None:
    for name, more in (
        ("pin_raw_places", []),
        (
            "pin_published_places",
            [
                sa.Column("role", sa.Text, nullable=False),
                sa.Column("precision_m", sa.Double, nullable=False),
            ],
        ),
    ):
        op.create_table(
            name,
            sa.Column("pin_key", sa.Integer, nullable=False),
            sa.Column("lon", sa.Double, nullable=False),
            sa.Column("lat", sa.Double, nullable=False),
            *more,
            sa.PrimaryKeyConstraint("pin_key", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(["pin_key"], ["pins.pin_key"], name=f"fk_{name}_pin_key", ondelete="CASCADE"),
        )
    op.create_index("ix_pin_published_places_lon", "pin_published_places", ["lon"])


def _create_revisions_and_receipts() -> None:
    op.create_table(
        "pin_revisions",
        sa.Column("revision_key", sa.Integer, nullable=False),
        sa.Column("pin_key", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("revision_key", name="pk_pin_revisions"),
        sa.ForeignKeyConstraint(["pin_key"], ["pins.pin_key"], name="fk_pin_revisions_pin_key", ondelete="CASCADE"),
        sa.UniqueConstraint("pin_key", "number", name="uq_pin_revisions_pin_key"),
    )
    op.create_table(
        "receipts",
        sa.Column("pin_key", sa.Integer, nullable=False),
        sa.Column("receipt_hash", sa.LargeBinary(32), nullable=False),
        sa.PrimaryKeyConstraint("pin_key", name="pk_receipts"),
        sa.ForeignKeyConstraint(["pin_key"], ["pins.pin_key"], name="fk_receipts_pin_key", ondelete="CASCADE"),
        sa.UniqueConstraint("receipt_hash", name="uq_receipts_receipt_hash"),
    )
