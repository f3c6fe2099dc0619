"""Who wrote a pin, as a keyed hash, so that people can be counted and not pins alone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table. Pins that are there already get no row: each goes on counting as a contributor of its own."""
    op.create_table(
        "pin_contributors",
        sa.Column("pin_key", sa.Integer, nullable=False),
        sa.Column("contributor_hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("pin_key", name="pk_pin_contributors"),
        sa.ForeignKeyConstraint(["pin_key"], ["pins.pin_key"], name="fk_pin_contributors_pin_key", ondelete="CASCADE"),
    )
