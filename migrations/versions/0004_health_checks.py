"""Health checks: what was stated, checked, measured and found; the yearly return; holds, and parts that are missing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _what_was_stated_and_checked()
    _what_was_found()
    _allergies_of_before()
    _the_return()
    _assessments()
    _printed()


def _what_was_stated_and_checked() -> None:
    op.create_table(
        "immunisation_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("outstanding", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("stated_by", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "status <> 'not_up_to_date' OR outstanding <> ''",
            name=op.f("ck_immunisation_statements_says_what_is_outstanding"),
        ),
        sa.CheckConstraint(
            "status IN ('up_to_date', 'not_up_to_date', 'history_unknown')",
            name=op.f("ck_immunisation_statements_status_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_immunisation_statements_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immunisation_statements")),
    )
    op.create_index(
        "ix_immunisation_statements_child_id", "immunisation_statements", ["child_id"], unique=False
    )

    op.create_table(
        "routine_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.String(), nullable=True),
        sa.Column("date_words", sa.String(), server_default="", nullable=False),
        sa.Column("what", sa.String(), server_default="", nullable=False),
        sa.Column("result", sa.Text(), server_default="", nullable=False),
        sa.Column("provider", sa.String(), server_default="", nullable=False),
        sa.Column("registered", sa.String(), nullable=True),
        sa.Column("treatment_waiting", sa.String(), nullable=True),
        sa.Column("up_to_date", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year', 'about')",
            name=op.f("ck_routine_checks_date_precision_is_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('dental', 'vision', 'hearing', 'development')",
            name=op.f("ck_routine_checks_kind_is_known"),
        ),
        sa.CheckConstraint(
            "state <> 'done' OR happened_on IS NOT NULL", name=op.f("ck_routine_checks_done_has_its_day")
        ),
        sa.CheckConstraint(
            "state IN ('done', 'booked', 'not_done', 'declined', 'not_needed')",
            name=op.f("ck_routine_checks_state_is_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('not_done', 'declined', 'not_needed') OR reason <> ''",
            name=op.f("ck_routine_checks_not_done_says_why"),
        ),
        sa.CheckConstraint("registered IN ('yes', 'no')", name=op.f("ck_routine_checks_registered_is_known")),
        sa.CheckConstraint(
            "treatment_waiting IN ('yes', 'no')", name=op.f("ck_routine_checks_treatment_waiting_is_known")
        ),
        sa.CheckConstraint("up_to_date IN ('yes', 'no')", name=op.f("ck_routine_checks_up_to_date_is_known")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_routine_checks_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_routine_checks")),
    )
    op.create_index("ix_routine_checks_child_id", "routine_checks", ["child_id"], unique=False)

    op.create_table(
        "measurements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("height_millimetres", sa.Integer(), nullable=True),
        sa.Column("weight_grams", sa.Integer(), nullable=True),
        sa.Column("head_millimetres", sa.Integer(), nullable=True),
        sa.Column("height_centile", sa.String(), server_default="", nullable=False),
        sa.Column("weight_centile", sa.String(), server_default="", nullable=False),
        sa.Column("bmi_centile", sa.String(), server_default="", nullable=False),
        sa.Column("head_centile", sa.String(), server_default="", nullable=False),
        sa.Column("not_measured_because", sa.Text(), server_default="", nullable=False),
        sa.Column("measured_by", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "height_millimetres IS NOT NULL OR weight_grams IS NOT NULL OR head_millimetres IS NOT NULL OR not_measured_because <> ''",
            name=op.f("ck_measurements_measured_or_why_not"),
        ),
        sa.CheckConstraint(
            "head_millimetres BETWEEN 200 AND 700", name=op.f("ck_measurements_head_in_range")
        ),
        sa.CheckConstraint(
            "height_millimetres BETWEEN 200 AND 2500", name=op.f("ck_measurements_height_in_range")
        ),
        sa.CheckConstraint(
            "weight_grams BETWEEN 300 AND 300000", name=op.f("ck_measurements_weight_in_range")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_measurements_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurements")),
    )
    op.create_index("ix_measurements_child_id", "measurements", ["child_id"], unique=False)


def _what_was_found() -> None:
    op.create_table(
        "medicines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("dose", sa.String(), server_default="", nullable=False),
        sa.Column("for_what", sa.String(), server_default="", nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.String(), nullable=True),
        sa.Column("date_words", sa.String(), server_default="", nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), server_default="", nullable=False),
        sa.Column("prescribed_by", sa.String(), server_default="", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year', 'about')",
            name=op.f("ck_medicines_date_precision_is_known"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_medicines_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicines")),
    )
    op.create_index("ix_medicines_child_id", "medicines", ["child_id"], unique=False)

    op.create_table(
        "allergies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("substance", sa.String(), nullable=False),
        sa.Column("reaction", sa.String(), server_default="", nullable=False),
        sa.Column("severity", sa.String(), server_default="not_known", nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.String(), nullable=True),
        sa.Column("date_words", sa.String(), server_default="", nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), server_default="", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year', 'about')",
            name=op.f("ck_allergies_date_precision_is_known"),
        ),
        sa.CheckConstraint(
            "severity IN ('mild', 'moderate', 'severe', 'not_known')",
            name=op.f("ck_allergies_severity_is_known"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_allergies_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allergies")),
    )
    op.create_index("ix_allergies_child_id", "allergies", ["child_id"], unique=False)

    op.create_table(
        "conditions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.String(), nullable=True),
        sa.Column("date_words", sa.String(), server_default="", nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("diagnosed_by", sa.String(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year', 'about')",
            name=op.f("ck_conditions_date_precision_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('suspected', 'confirmed', 'resolved')", name=op.f("ck_conditions_state_is_known")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_conditions_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conditions")),
    )
    op.create_index("ix_conditions_child_id", "conditions", ["child_id"], unique=False)

    op.create_table(
        "substance_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("substances", sa.Text(), server_default="", nullable=False),
        sa.Column("intervention", sa.String(), nullable=True),
        sa.Column("intervention_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "intervention IN ('received', 'offered_refused', 'not_offered')",
            name=op.f("ck_substance_use_intervention_is_known"),
        ),
        sa.CheckConstraint(
            "problem = 'yes' OR intervention IS NULL", name=op.f("ck_substance_use_intervention_of_a_problem")
        ),
        sa.CheckConstraint("problem IN ('yes', 'no')", name=op.f("ck_substance_use_problem_is_known")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_substance_use_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substance_use")),
    )
    op.create_index("ix_substance_use_child_id", "substance_use", ["child_id"], unique=False)


def _allergies_of_before() -> None:
    """Allergies stood as words with the child: each becomes a row."""
    connection = op.get_bind()
    held = connection.exec_driver_sql("SELECT id, allergies FROM children WHERE allergies_state = 'known'")
    rows = [
        (child_id, *(part.strip() for part in named.strip(" :").partition(":")[::2]))
        for child_id, words in held.all()
        for named in (words or "").replace("\n", ";").split(";")
        if named.strip(" :")
    ]
    for child_id, substance, reaction in rows:
        connection.exec_driver_sql(
            "INSERT INTO allergies (child_id, substance, reaction, source, recorded_by) VALUES (?, ?, ?, ?, ?)",
            (child_id, substance, reaction, "The record as it was", "The program"),
        )


def _the_return() -> None:
    op.create_table(
        "return_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("return_year", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("answer IN ('0', '1')", name=op.f("ck_return_answers_answer_is_known")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_return_answers_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_return_answers")),
        sa.UniqueConstraint(
            "child_id", "return_year", "field", name=op.f("uq_return_answers_child_id_return_year_field")
        ),
    )
    op.create_index("ix_return_answers_child_id", "return_answers", ["child_id"], unique=False)


def _assessments() -> None:
    op.create_table(
        "missing_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_missing_parts_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_missing_parts_need_id_needs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_parts")),
        sa.UniqueConstraint(
            "assessment_id", "section_id", name=op.f("uq_missing_parts_assessment_id_section_id")
        ),
    )

    op.create_table(
        "clock_holds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_because", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_clock_holds_kind_is_known")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_clock_holds_has_a_reason")),
        sa.CheckConstraint("until >= began_on", name=op.f("ck_clock_holds_until_not_before_began_on")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_clock_holds_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_holds")),
    )
    op.create_index("ix_clock_holds_child_id", "clock_holds", ["child_id"], unique=False)
    _holds_of_before()


def _holds_of_before() -> None:
    """An assessment said itself until when it was on hold: each becomes a row of its own, and who is not known."""
    began = "coalesce(date(started_at), part_done_on, first_seen_on, on_hold_until)"
    op.execute(
        "INSERT INTO clock_holds (child_id, kind, began_on, until, reason, recorded_by)"
        f" SELECT child_id, kind, min({began}, on_hold_until), on_hold_until,"
        " coalesce(nullif(trim(on_hold_reason), ''), 'Reason not recorded'), 'Not recorded'"
        " FROM assessments WHERE on_hold_until IS NOT NULL ORDER BY id"
    )
    with op.batch_alter_table("child_flags") as batch:
        batch.add_column(sa.Column("is_review_only", sa.Boolean(), server_default="0", nullable=False))
    with op.batch_alter_table("family_members") as batch:
        batch.add_column(sa.Column("partnership", sa.String(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_family_members_partnership_is_known"),
            "partnership IN ('married', 'partners', 'separated', 'divorced')",
        )
    with op.batch_alter_table("assessments") as batch:
        batch.drop_column("on_hold_until")
        batch.drop_column("on_hold_reason")


def _printed() -> None:
    op.create_table(
        "documents_printed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("printed_at", sa.DateTime(), nullable=False),
        sa.Column("printed_by_id", sa.Integer(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.CheckConstraint("copies >= 1", name=op.f("ck_documents_printed_one_copy_or_more")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_documents_printed_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_documents_printed_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents_made.id"],
            name=op.f("fk_documents_printed_document_id_documents_made"),
        ),
        sa.ForeignKeyConstraint(
            ["printed_by_id"], ["people.id"], name=op.f("fk_documents_printed_printed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_printed")),
    )
    op.create_index("ix_documents_printed_document_id", "documents_printed", ["document_id"], unique=False)
