"""Alembic's entry: run the migrations on the connection that data.core.db holds."""

from alembic import context
from sqlmodel import SQLModel

import models  # noqa: F401 - registers every table
from data.reference.award_schemes import ensure_schemes
from data.reference.choices import ensure_choices
from data.reference.questionnaires import ensure_questionnaires

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
    for ensure in (ensure_choices, ensure_schemes, ensure_questionnaires):
        ensure(context.config.attributes["connection"])
