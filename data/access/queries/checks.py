"""Whether the database is sound, and says the same thing everywhere."""

from collections.abc import Iterator
from dataclasses import dataclass

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from data.core.audit import check_chain, check_permission
from data.core.db import MIGRATIONS, reading
from models.attendance.openings import Attendance, AttendancePeriod, AttendanceSummary, Dimension, Span, period_name
from models.permissions import Actor, Permission

# On PostgreSQL a link or an index is always kept true by the server, unless it was never finished.
_UNFINISHED_INDEXES = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
_UNCHECKED_LINKS = "SELECT conname FROM pg_constraint WHERE contype IN ('f', 'c') AND NOT convalidated"


@dataclass(frozen=True, slots=True)
class DatabaseReport:
    """What was found. `head_hash` may be noted outside the system."""

    revision: str
    events: int
    head_hash: str
    problems: tuple[str, ...]


def check_database(*, actor: Actor) -> DatabaseReport:
    """Look at the file, its links, its schema, the audit chain, the summaries and the periods."""
    check_permission(actor, Permission.AUDIT_READ)
    with reading() as session:
        chain = check_chain(session)
        revision = MigrationContext.configure(session.connection()).get_current_revision() or "none"
        problems = [
            *_storage_problems(session),
            *_schema_problems(revision),
            *chain.problems,
            *_overlaps(session),
            *_summary_problems(session),
        ]
    return DatabaseReport(revision, chain.events, chain.head_hash, tuple(problems))


def _storage_problems(session: Session) -> Iterator[str]:
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        for (name,) in connection.execute(text(_UNFINISHED_INDEXES)):
            yield f"The index {name} is not complete."
        for (name,) in connection.execute(text(_UNCHECKED_LINKS)):
            yield f"The rule {name} was never checked against every row."
        return
    for (finding,) in connection.execute(text("PRAGMA integrity_check")):
        if finding != "ok":
            yield f"The database file is damaged: {finding}"
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"Row {row} of {table} points to a row of {parent} that is not there."


def _schema_problems(revision: str) -> Iterator[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    if revision != newest:
        yield f"The schema is at revision {revision}, and the newest is {newest}."


def _overlaps(session: Session) -> Iterator[str]:
    one, other = aliased(AttendancePeriod), aliased(AttendancePeriod)
    found = session.exec(
        select(one, other)
        .join(other, (col(one.first_on) <= col(other.last_on)) & (col(other.first_on) <= col(one.last_on)))
        .where(col(one.id) < col(other.id))
    )
    for first, second in found:
        yield (
            f"Two attendance periods overlap: {first.first_on} to {first.last_on}, "
            f"and {second.first_on} to {second.last_on}."
        )


def _summary_problems(session: Session) -> Iterator[str]:
    """Every period's summary must add up to the same openings as its rows."""
    attendance = session.exec(
        select(col(AttendancePeriod.first_on), func.sum(Attendance.possible), func.sum(Attendance.attended))
        .join(Attendance, col(Attendance.period_id) == AttendancePeriod.id)
        .group_by(col(AttendancePeriod.first_on))
    )
    summaries = session.exec(
        select(
            col(AttendanceSummary.first_on), func.sum(AttendanceSummary.possible), func.sum(AttendanceSummary.attended)
        )
        .where(AttendanceSummary.dimension == Dimension.EVERYONE, AttendanceSummary.span == Span.PERIOD)
        .group_by(col(AttendanceSummary.first_on))
    )
    rows = {first_on: (int(possible), int(attended)) for first_on, possible, attended in attendance if possible}
    stored = {first_on: (int(possible), int(attended)) for first_on, possible, attended in summaries if possible}
    for first_on in sorted(rows.keys() | stored.keys()):
        if rows.get(first_on) != stored.get(first_on):
            yield f"The attendance summary of {period_name(first_on, first_on)} does not agree with its rows."
