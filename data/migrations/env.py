"""Alembic's entry: run the migrations on the connection that data.db holds."""

from alembic import context
from sqlmodel import SQLModel

import models  # noqa: F401 - registers every table
from data.reference.choices import ensure_choices

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
    ensure_choices(context.config.attributes["connection"])
