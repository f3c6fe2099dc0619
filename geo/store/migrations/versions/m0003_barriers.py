"""What writers add to a pin, lines and areas, officers' corrections, project sites and schemes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables. Pins that are there already have neither details nor shapes."""
    _of_pins(
        "pin_details",
        sa.Column("felt", sa.Text),
        sa.Column("affects", sa.Text),
        sa.Column("hours", sa.Text),
        sa.Column("until", sa.Date),
        sa.Column("severity", sa.Text),
        sa.Column("knowledge", sa.Text),
    )
    for name in ("pin_raw_shapes", "pin_published_shapes"):
        _of_pins(name, sa.Column("shape", sa.Text, nullable=False))
    op.create_table(
        "barrier_corrections",
        sa.Column("correction_key", sa.Integer, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("correction_key", name="pk_barrier_corrections"),
    )
    op.create_index("ix_barrier_corrections_subject", "barrier_corrections", ["subject"])
    op.create_table(
        "sites",
        sa.Column("site_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("outline", sa.Text, nullable=False),
        sa.Column("borough_code", sa.Text),
        sa.Column("told", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("site_id", name="pk_sites"),
    )
    op.create_table(
        "schemes",
        sa.Column("scheme_key", sa.Integer, nullable=False),
        sa.Column("scheme_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("area_id", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scheme_key", name="pk_schemes"),
        sa.UniqueConstraint("scheme_id", "version", name="uq_schemes_scheme_id"),
    )


def _of_pins(name: str, *columns: sa.Column) -> None:  # type: ignore[type-arg]
    op.create_table(
        name,
        sa.Column("pin_key", sa.Integer, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("pin_key", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["pin_key"], ["pins.pin_key"], name=f"fk_{name}_pin_key", ondelete="CASCADE"),
    )
