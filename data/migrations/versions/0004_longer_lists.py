"""Support may be stepped down, and past wellbeing webs can be brought in."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KINDS = "'schools', 'simd', 'pupils', 'tracker', 'attendance', 'benchmark', 'webs'"
_ALLOWED = (
    ("support_period", "valid_supportstatus", "status", "'waiting', 'active', 'stepped_down', 'closed'"),
    ("import_run", "valid_importkind", "kind", _KINDS),
    ("column_mapping", "valid_importkind", "kind", _KINDS),
)


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, name, column, values in _ALLOWED:
        if is_postgresql:
            op.drop_constraint(name, table, type_="check")
        # SQLite makes the table anew, and leaves the old check behind.
        with op.batch_alter_table(table, recreate="auto" if is_postgresql else "always") as batch:
            batch.create_check_constraint(name, f"{column} IN ({values})")
