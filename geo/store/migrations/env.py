"""Alembic's entry: runs migrations on the connection and in the transaction that `geo.store.upgrading` hands in."""

from alembic import context

from geo.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by making it anew
)
with context.begin_transaction():
    context.run_migrations()
