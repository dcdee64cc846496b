"""Programmes, evaluations and awards."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_KINDS = "'schools', 'simd', 'pupils', 'tracker', 'attendance', 'benchmark', 'webs', 'evaluations'"
_ALLOWED = (("import_run", "valid_importkind", "kind", _KINDS), ("column_mapping", "valid_importkind", "kind", _KINDS))


def upgrade() -> None:
    op.create_table(
        "award_scheme",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "awarded_to",
            sa.Enum(
                "child",
                "adult",
                "anybody",
                "family",
                name="valid_awardfor",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("expires_after_months", sa.Integer(), nullable=True),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", "valid_from"),
    )
    op.create_table(
        "calendar_days",
        sa.Column(
            "kind",
            sa.Enum("term", "holiday", name="valid_calendarkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name="days_in_order"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "first_on"),
    )
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "answered_by",
            sa.Enum(
                "child",
                "young_person",
                "parent",
                name="valid_answeredby",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("licence", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "award_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("activities", sa.Integer(), nullable=True),
        sa.Column("scqf_level", sa.Integer(), nullable=True),
        sa.Column("scqf_points", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["scheme_id"], ["award_scheme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("scheme_id", "position"),
    )
    op.create_index(op.f("ix_award_level_scheme_id"), "award_level", ["scheme_id"], unique=False)
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("introduction", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("scoring", sqlmodel.sql.sqltypes.AutoString(length=8000), nullable=False),
        sa.Column("is_score_only", sa.Boolean(), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("published_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["questionnaire_id"], ["questionnaire.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("questionnaire_id", "number"),
    )
    op.create_index(
        op.f("ix_questionnaire_version_questionnaire_id"), "questionnaire_version", ["questionnaire_id"], unique=False
    )
    op.create_table(
        "programme",
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("pupils", "families", name="valid_audience", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("cluster", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("partner", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column(
            "venue_kind",
            sa.Enum(
                "school",
                "community",
                "outdoor",
                name="valid_venuekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("venue", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("has_meal", sa.Boolean(), nullable=False),
        sa.Column("needs", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("aims", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"]),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
    )
    op.create_index(op.f("ix_programme_import_id"), "programme", ["import_id"], unique=False)
    op.create_index(op.f("ix_programme_first_on"), "programme", ["first_on"], unique=False)
    op.create_index(op.f("ix_programme_school_id"), "programme", ["school_id"], unique=False)
    op.create_index(op.f("ix_programme_worker_id"), "programme", ["worker_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "agree",
                "one_to_five",
                "zero_to_ten",
                "faces",
                "yes_no_maybe",
                "choice",
                "text",
                "score",
                name="valid_questionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_when",
            sa.Enum("both", "pre", "post", name="valid_askedat", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("options", sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
        sa.Column("aim", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["questionnaire_version.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version_id", "code"),
        sa.UniqueConstraint("version_id", "position"),
    )
    op.create_index(op.f("ix_question_version_id"), "question", ["version_id"], unique=False)
    op.create_table(
        "award",
        sa.Column("level_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("adult_id", sa.Integer(), nullable=True),
        sa.Column("family_id", sa.Integer(), nullable=True),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "in_progress",
                "submitted",
                "awarded",
                "stopped",
                name="valid_awardstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("evidence", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["adult_id"], ["adult.id"]),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.ForeignKeyConstraint(["level_id"], ["award_level.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
        sa.UniqueConstraint("level_id", "adult_id"),
        sa.UniqueConstraint("level_id", "family_id"),
        sa.UniqueConstraint("level_id", "pupil_id"),
    )
    op.create_index(op.f("ix_award_adult_id"), "award", ["adult_id"], unique=False)
    op.create_index(op.f("ix_award_family_id"), "award", ["family_id"], unique=False)
    op.create_index(op.f("ix_award_level_id"), "award", ["level_id"], unique=False)
    op.create_index(op.f("ix_award_programme_id"), "award", ["programme_id"], unique=False)
    op.create_index(op.f("ix_award_pupil_id"), "award", ["pupil_id"], unique=False)
    op.create_table(
        "giver",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("phone", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "volunteer", "mentor", name="valid_giverkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("adult_id", sa.Integer(), nullable=True),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["adult_id"], ["adult.id"]),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
    )
    op.create_index(op.f("ix_giver_adult_id"), "giver", ["adult_id"], unique=True)
    op.create_index(op.f("ix_giver_pupil_id"), "giver", ["pupil_id"], unique=True)
    op.create_table(
        "health_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("adult_id", sa.Integer(), nullable=True),
        sa.Column("allergies", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["adult_id"], ["adult.id"]),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_health_note_adult_id"), "health_note", ["adult_id"], unique=True)
    op.create_index(op.f("ix_health_note_pupil_id"), "health_note", ["pupil_id"], unique=True)
    op.create_table(
        "programme_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("venue", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("meals", sa.Integer(), nullable=True),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("taken_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("taken_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("programme_id", "starts_at"),
    )
    op.create_index(op.f("ix_programme_session_programme_id"), "programme_session", ["programme_id"], unique=False)
    op.create_index(op.f("ix_programme_session_starts_at"), "programme_session", ["starts_at"], unique=False)
    op.create_table(
        "reach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "invited",
                "called",
                "taster",
                "joined",
                "stayed",
                "moved_on",
                name="valid_reachstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("moved_on_to", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("moved_on_note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("programme_id", "family_id"),
    )
    op.create_index(op.f("ix_reach_family_id"), "reach", ["family_id"], unique=False)
    op.create_index(op.f("ix_reach_programme_id"), "reach", ["programme_id"], unique=False)
    op.create_table(
        "award_work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("activities", sa.Integer(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
    )
    op.create_index(op.f("ix_award_work_award_id"), "award_work", ["award_id"], unique=False)
    op.create_table(
        "giver_check",
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.ForeignKeyConstraint(["giver_id"], ["giver.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
    )
    op.create_index(op.f("ix_giver_check_giver_id"), "giver_check", ["giver_id"], unique=False)
    op.create_table(
        "giver_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.ForeignKeyConstraint(["giver_id"], ["giver.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
    )
    op.create_index(op.f("ix_giver_hours_giver_id"), "giver_hours", ["giver_id"], unique=False)
    op.create_table(
        "giver_next",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("giver_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.ForeignKeyConstraint(["giver_id"], ["giver.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
    )
    op.create_index(op.f("ix_giver_next_giver_id"), "giver_next", ["giver_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("adult_id", sa.Integer(), nullable=True),
        sa.Column("giver_id", sa.Integer(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "takes_part",
                "volunteer",
                "mentor",
                name="valid_participantrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("added_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["adult_id"], ["adult.id"]),
        sa.ForeignKeyConstraint(["giver_id"], ["giver.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("programme_id", "adult_id"),
        sa.UniqueConstraint("programme_id", "giver_id"),
        sa.UniqueConstraint("programme_id", "pupil_id"),
    )
    op.create_index(op.f("ix_participant_import_id"), "participant", ["import_id"], unique=False)
    op.create_index(op.f("ix_participant_adult_id"), "participant", ["adult_id"], unique=False)
    op.create_index(op.f("ix_participant_giver_id"), "participant", ["giver_id"], unique=False)
    op.create_index(op.f("ix_participant_programme_id"), "participant", ["programme_id"], unique=False)
    op.create_index(op.f("ix_participant_pupil_id"), "participant", ["pupil_id"], unique=False)
    op.create_table(
        "reach_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reach_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "invited",
                "called",
                "taster",
                "joined",
                "stayed",
                "moved_on",
                name="valid_reachstage",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("stepped_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["reach_id"], ["reach.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("reach_id", "stage"),
    )
    op.create_index(op.f("ix_reach_step_reach_id"), "reach_step", ["reach_id"], unique=False)
    op.create_table(
        "answer_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("pre", "post", name="valid_stage", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("revoked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("revoked_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["questionnaire_version.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_answer_link_participant_id"), "answer_link", ["participant_id"], unique=False)
    op.create_index(op.f("ix_answer_link_programme_id"), "answer_link", ["programme_id"], unique=False)
    op.create_index(op.f("ix_answer_link_version_id"), "answer_link", ["version_id"], unique=False)
    op.create_table(
        "answer_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("pre", "post", name="valid_stage", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column(
            "way",
            sa.Enum(
                "grid",
                "tablet",
                "link",
                "file",
                name="valid_answerway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said_name", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("draft_key", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_run.id"]),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["version_id"], ["questionnaire_version.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_key"),
        sa.UniqueConstraint("programme_id", "version_id", "stage", "participant_id"),
    )
    op.create_index(op.f("ix_answer_sheet_import_id"), "answer_sheet", ["import_id"], unique=False)
    op.create_index(op.f("ix_answer_sheet_participant_id"), "answer_sheet", ["participant_id"], unique=False)
    op.create_index(op.f("ix_answer_sheet_programme_id"), "answer_sheet", ["programme_id"], unique=False)
    op.create_index(op.f("ix_answer_sheet_version_id"), "answer_sheet", ["version_id"], unique=False)
    op.create_table(
        "register_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("marked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("marked_by", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["session_id"], ["programme_session.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("session_id", "participant_id"),
    )
    op.create_index(op.f("ix_register_mark_participant_id"), "register_mark", ["participant_id"], unique=False)
    op.create_index(op.f("ix_register_mark_session_id"), "register_mark", ["session_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("tags", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"]),
        sa.ForeignKeyConstraint(["sheet_id"], ["answer_sheet.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sheet_id", "question_id"),
    )
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"], unique=False)
    op.create_index(op.f("ix_answer_sheet_id"), "answer", ["sheet_id"], unique=False)
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
        batch_op.alter_column("account_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_draft_link_id"), ["link_id"], unique=False)
        batch_op.create_index(
            "one_open_draft_of_link",
            ["link_id", "subject"],
            unique=True,
            sqlite_where=sa.text("submitted_at IS NULL"),
            postgresql_where=sa.text("submitted_at IS NULL"),
        )
        batch_op.create_foreign_key("fk_draft_link_id", "answer_link", ["link_id"], ["id"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, name, column, values in _ALLOWED:
        if is_postgresql:
            op.drop_constraint(name, table, type_="check")
        # SQLite makes the table anew, and leaves the old check behind.
        with op.batch_alter_table(table, recreate="auto" if is_postgresql else "always") as batch:
            batch.create_check_constraint(name, f"{column} IN ({values})")
