"""Runs the migrations on the connection it is handed: `lac_tracker.storage.database.upgrade` is the only caller."""

from alembic import context

from lac_tracker.storage.tables.base import Instant
from lac_tracker.storage.tables.every import Base


def _render_item(kind, item, autogen_context):
    # A file in versions/ never imports lac_tracker: it must still run when the program has moved on.
    return "sa.DateTime()" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=_render_item,
    compare_type=True,
    transaction_per_migration=False,
)
context.run_migrations()
