"""Council lists in and out: what an import did, remembered columns, rows set aside, differences; GP practices."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _imports()
    _mappings()
    _set_aside()
    _differences()
    _practices()
    _views_of_children()
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)  # who opened what between two days
    _clocks()
    _signed()
    _of_figures()


def _imports() -> None:
    # Those of before have no entry to undo them by.
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("council_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("entry_id", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("report", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("undone_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("undone_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("undone_because", sa.String(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_imports_council_id_councils"), "councils", ["council_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_imports_kind_is_known"),
            "kind IN ('ssda903', 'list', 'assessments', 'gp_practices')",
        )
        batch_op.create_index("ix_imports_team_id_made_at", ["team_id", "made_at"], unique=False)


def _mappings() -> None:
    op.create_table(
        "import_mappings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("columns_key", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("used_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_import_mappings_council_id_councils")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mappings")),
        sa.UniqueConstraint(
            "council_id", "columns_key", name=op.f("uq_import_mappings_council_id_columns_key")
        ),
    )


def _set_aside() -> None:
    op.create_table(
        "import_rows_set_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_as", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('close_match', 'refused', 'left_out')",
            name=op.f("ck_import_rows_set_aside_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_import_rows_set_aside_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_rows_set_aside_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_rows_set_aside")),
    )
    op.create_index(
        "ix_import_rows_set_aside_import_id", "import_rows_set_aside", ["import_id"], unique=False
    )
    op.create_index(
        "ix_import_rows_set_aside_open",
        "import_rows_set_aside",
        ["kind"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
    )


def _differences() -> None:
    op.create_table(
        "list_differences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("council_child_id", sa.String(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("theirs", sa.String(), server_default="", nullable=False),
        sa.Column("ours", sa.String(), server_default="", nullable=False),
        sa.Column("file_names", sa.Text(), nullable=False),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("resolved_on", sa.Date(), nullable=True),
        sa.Column("resolved_by", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('theirs_only', 'ours_only', 'may_be_same', 'became_looked_after', 'left_care', 'date_of_birth', "
            "'nhs_number', 'council_id')",
            name=op.f("ck_list_differences_kind_is_known"),
        ),
        sa.CheckConstraint(
            "resolution IN ('added', 'theirs_is_right', 'ours_is_right', 'left_care', 'still_looked_after', "
            "'never_ours', 'ask_council')",
            name=op.f("ck_list_differences_resolution_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_list_differences_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["council_id"], ["councils.id"], name=op.f("fk_list_differences_council_id_councils")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_differences")),
        sa.UniqueConstraint(
            "council_id",
            "council_child_id",
            "kind",
            "theirs",
            "ours",
            name=op.f("uq_list_differences_council_id_council_child_id_kind_theirs_ours"),
        ),
    )
    op.create_index("ix_list_differences_child_id", "list_differences", ["child_id"], unique=False)


def _practices() -> None:
    op.create_table(
        "gp_practices",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("setting", sa.String(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("postcode_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_gp_practices")),
    )
    op.create_index("ix_gp_practices_search_key", "gp_practices", ["search_key"], unique=False)
    op.create_index("ix_gp_practices_postcode_key", "gp_practices", ["postcode_key"], unique=False)


def _views_of_children() -> None:
    op.create_index(
        "ix_due_stretches_of_children",
        "due_stretches",
        [
            "team_id",
            "first_day",
            "last_day",
            "closed_on",
            "born",
            "child_id",
            "due_on",
            "name_key",
            "kind",
            "plan_id",
            "plan_unsent_since",
            "assessor_id",
            "waiting_on",
            "history_missing",
            "delay_code",
            "reason",
            "clock_start",
            "next_step_on",
            "booked_on",
        ],
        unique=False,
        sqlite_where=sa.text("is_last = 1"),
    )
    op.create_index(
        "ix_children_wishes", "children", ["team_id", "appointment_wishes"], unique=False,
        sqlite_where=sa.text("appointment_wishes IS NOT NULL"),
    )  # fmt: skip


def _clocks() -> None:
    op.create_table(
        "clock_parts",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("figure", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("clock_start", sa.Date(), nullable=False),
        sa.Column("came_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_clock_parts_child_id_children")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_clock_parts_team_id_teams")),
        sa.PrimaryKeyConstraint(
            "team_id", "figure", "due_on", "part", "marks", "child_id", "place", name=op.f("pk_clock_parts")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_clock_parts_child_id", "clock_parts", ["child_id"], unique=False)
    # Figures are counted from the new table: the index that held all they read is not needed any more.
    op.drop_index("ix_clocks_due_on", table_name="clocks")
    op.create_index("ix_clocks_due_on", "clocks", ["team_id", "kind", "due_on"], unique=False)
    op.create_index(
        "ix_clocks_without_start", "clocks", ["team_id", "kind"], unique=False,
        sqlite_where=sa.text("clock_start IS NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_clocks_short_breaks", "clocks", ["team_id", "kind", "exclusion", "child_id", "period_began", "closed_on", "excluded_to"], unique=False,
        sqlite_where=sa.text("exclusion = 'short_break'"),
    )  # fmt: skip


def _signed() -> None:
    op.create_table(
        "signed_parts",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("gp_sent_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_signed_parts_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_signed_parts_child_id_children")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_signed_parts_team_id_teams")),
        sa.PrimaryKeyConstraint(
            "team_id", "signed_on", "kind", "marks", "assessment_id", name=op.f("pk_signed_parts")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_signed_parts_child_id", "signed_parts", ["child_id"], unique=False)


def _of_figures() -> None:
    """What figures read stands in an index, in the order in which they read it."""
    op.drop_index("ix_periods_of_care_child_id_began", table_name="periods_of_care")
    op.create_index(
        "ix_periods_of_care_child_id_began", "periods_of_care", ["child_id", "began", "ended"], unique=False
    )
    op.create_index(
        "ix_placements_away", "placements", ["child_id", "began", "ended", "host_area"], unique=False,
        sqlite_where=sa.text("host_area != ''"),
    )  # fmt: skip
    op.create_index(
        "ix_contacts_practices", "contacts", ["child_id", "since", "ended_on"], unique=False,
        sqlite_where=sa.text("kind = 'gp_practice'"),
    )  # fmt: skip
    op.create_index(
        "ix_immunisation_statements_newest", "immunisation_statements", ["child_id", "as_at", "id", "status", "entered_in_error_because"], unique=False,
        sqlite_where=sa.text("entered_in_error_because IS NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_routine_checks_happened_on", "routine_checks",
        ["kind", "state", "happened_on", "child_id", "date_precision", "entered_in_error_because"], unique=False,
        sqlite_where=sa.text("entered_in_error_because IS NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_sdq_questionnaires_scored", "sdq_questionnaires", ["completed_on", "child_id", "form", "total", "entered_in_error_because"],
        unique=False,
        sqlite_where=sa.text("state = 'scored' AND total IS NOT NULL AND entered_in_error_because IS NULL"),
    )  # fmt: skip
    op.drop_index("ix_assessments_initial", table_name="assessments")
    op.create_index(
        "ix_assessments_initial", "assessments",
        ["completed_on", "state", "child_id", "signed_by_id", "signed_as"], unique=False,
        sqlite_where=sa.text("kind = 'IHA'"),
    )  # fmt: skip
    op.create_index(
        "ix_assessments_requests", "assessments",
        [
            "request_complete_on", "state", "child_id", "amends_id", "first_seen_on", "part_done_on", "completed_on",
        ],
        unique=False, sqlite_where=sa.text("kind = 'IHA' AND request_complete_on IS NOT NULL"),
    )  # fmt: skip
