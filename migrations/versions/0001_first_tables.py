"""The first tables: nothing was released before."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _audit()
    _people()
    _children()
    _care()
    _assessments()
    _plans()
    _due()


def _audit() -> None:
    """The open entry, the record of changes, the sealed chain."""
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("workstation", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("changes_count", sa.Integer(), nullable=False),
        sa.Column("changes_digest", sa.String(), nullable=False),
        sa.Column("previous_mac", sa.String(), nullable=False),
        sa.Column("mac", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_entry_id")),
    )
    op.create_index("ix_audit_child_id", "audit", ["child_id"], unique=False)

    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.Column("table_name", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_entry_id", "changes", ["entry_id"], unique=False)
    op.create_index("ix_changes_table_name_row_id", "changes", ["table_name", "row_id"], unique=False)

    op.create_table(
        "current_entry",
        sa.Column("only_row", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=False),
        sa.CheckConstraint("only_row = 1", name=op.f("ck_current_entry_only_one")),
        sa.PrimaryKeyConstraint("only_row", name=op.f("pk_current_entry")),
    )


def _people() -> None:
    """The caseload itself, the team, its people, settings and holidays."""
    op.create_table(
        "caseload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("database_id", sa.String(), nullable=False),
        sa.Column("kept_since", sa.Date(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_caseload_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caseload")),
    )

    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("ods_code", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
    )

    op.create_table(
        "bank_holidays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_bank_holidays_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_holidays")),
        sa.UniqueConstraint("team_id", "day", name=op.f("uq_bank_holidays_team_id_day")),
    )

    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("registration", sa.String(), nullable=False),
        sa.Column("registration_number", sa.String(), nullable=True),
        sa.Column("job_title", sa.String(), nullable=True),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "registration IN ('gmc', 'nmc', 'none')", name=op.f("ck_people_registration_is_known")
        ),
        sa.CheckConstraint(
            "role IN ('assessor', 'doctor', 'manager', 'administrator', 'quality_reviewer', 'caldicott', 'auditor', 'it', 'read_only')",
            name=op.f("ck_people_role_is_known"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_people_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("user_name", name=op.f("uq_people_user_name")),
    )
    op.create_index(op.f("ix_people_team_id"), "people", ["team_id"], unique=False)

    op.create_table(
        "settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_settings_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings")),
        sa.UniqueConstraint("team_id", "name", name=op.f("uq_settings_team_id_name")),
    )


def _children() -> None:
    """Children, their councils and flags, and what the yearly returns said of them."""
    op.create_table(
        "councils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_councils_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
        sa.UniqueConstraint("team_id", "code", name=op.f("uq_councils_team_id_code")),
    )

    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("file_names", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("children_created", sa.Integer(), nullable=False),
        sa.Column("children_updated", sa.Integer(), nullable=False),
        sa.Column("rows_refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_imports_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )

    op.create_table(
        "children",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("responsible_council_id", sa.Integer(), nullable=False),
        sa.Column("council_child_id", sa.String(), nullable=False),
        sa.Column("family_name", sa.String(), nullable=True),
        sa.Column("given_name", sa.String(), nullable=True),
        sa.Column("preferred_name", sa.String(), nullable=True),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=True),
        sa.Column("nhs_number", sa.String(), nullable=True),
        sa.Column("unique_pupil_number", sa.String(), nullable=True),
        sa.Column("ethnicity_state", sa.String(), nullable=False),
        sa.Column("ethnicity_code", sa.String(), nullable=True),
        sa.Column("ethnicity_own_words", sa.String(), nullable=True),
        sa.Column("ethnicity_asked_on", sa.Date(), nullable=True),
        sa.Column("ethnicity_asked_by", sa.String(), nullable=True),
        sa.Column("language_state", sa.String(), nullable=False),
        sa.Column("first_language", sa.String(), nullable=True),
        sa.Column("preferred_language", sa.String(), nullable=True),
        sa.Column("interpreter_needed", sa.String(), nullable=False),
        sa.Column("language_asked_on", sa.Date(), nullable=True),
        sa.Column("language_asked_by", sa.String(), nullable=True),
        sa.Column("religion_state", sa.String(), nullable=False),
        sa.Column("religion_code", sa.String(), nullable=True),
        sa.Column("religion_asked_on", sa.Date(), nullable=True),
        sa.Column("religion_asked_by", sa.String(), nullable=True),
        sa.Column("meaning_for_care", sa.Text(), nullable=True),
        sa.Column("birth_history_state", sa.String(), nullable=False),
        sa.Column("parental_history_state", sa.String(), nullable=False),
        sa.Column("allergies_state", sa.String(), nullable=False),
        sa.Column("allergies", sa.String(), nullable=True),
        sa.Column("is_unaccompanied", sa.Boolean(), nullable=False),
        sa.Column("unaccompanied_until", sa.Date(), nullable=True),
        sa.Column("address_withheld", sa.Boolean(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "allergies_state IN ('known', 'none_known', 'not_recorded')",
            name=op.f("ck_children_allergies_state_is_known"),
        ),
        sa.CheckConstraint(
            "birth_history_state IN ('answered', 'asked', 'not_known_after_asking', 'declined', 'not_asked')",
            name=op.f("ck_children_birth_history_state_is_known"),
        ),
        sa.CheckConstraint(
            "ethnicity_state IN ('recorded', 'prefers_not_to_say', 'asked_not_known', 'not_asked')",
            name=op.f("ck_children_ethnicity_state_is_known"),
        ),
        sa.CheckConstraint(
            "interpreter_needed IN ('yes', 'no', 'not_known')",
            name=op.f("ck_children_interpreter_needed_is_known"),
        ),
        sa.CheckConstraint(
            "language_state IN ('recorded', 'prefers_not_to_say', 'asked_not_known', 'not_asked')",
            name=op.f("ck_children_language_state_is_known"),
        ),
        sa.CheckConstraint(
            "nhs_number GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'",
            name=op.f("ck_children_nhs_number_is_ten_digits"),
        ),
        sa.CheckConstraint(
            "parental_history_state IN ('answered', 'asked', 'not_known_after_asking', 'declined', 'not_asked')",
            name=op.f("ck_children_parental_history_state_is_known"),
        ),
        sa.CheckConstraint(
            "religion_state IN ('recorded', 'prefers_not_to_say', 'asked_not_known', 'not_asked')",
            name=op.f("ck_children_religion_state_is_known"),
        ),
        sa.CheckConstraint("sex IN ('male', 'female', 'not known')", name=op.f("ck_children_sex_is_known")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_children_import_id_imports")),
        sa.ForeignKeyConstraint(
            ["responsible_council_id"],
            ["councils.id"],
            name=op.f("fk_children_responsible_council_id_councils"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_children_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_children")),
        sa.UniqueConstraint("nhs_number", name=op.f("uq_children_nhs_number")),
        sa.UniqueConstraint(
            "responsible_council_id",
            "council_child_id",
            name=op.f("uq_children_responsible_council_id_council_child_id"),
        ),
    )
    op.create_index("ix_children_team_id_search_key", "children", ["team_id", "search_key"], unique=False)

    op.create_table(
        "child_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.Column("set_on", sa.Date(), nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ended_on >= set_on", name=op.f("ck_child_flags_ended_on_not_before_set_on")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_child_flags_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child_flags")),
    )
    op.create_index(op.f("ix_child_flags_child_id"), "child_flags", ["child_id"], unique=False)

    op.create_table(
        "statutory_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("participation", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_statutory_reviews_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_statutory_reviews_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statutory_reviews")),
        sa.UniqueConstraint(
            "child_id",
            "reviewed_on",
            "participation",
            name=op.f("uq_statutory_reviews_child_id_reviewed_on_participation"),
        ),
    )

    op.create_table(
        "yearly_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("return_year", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_yearly_answers_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_yearly_answers_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_answers")),
        sa.UniqueConstraint("child_id", "return_year", name=op.f("uq_yearly_answers_child_id_return_year")),
    )


def _care() -> None:
    """Periods of care, episodes, placements, legal statuses and contacts."""
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("organisation", sa.String(), nullable=True),
        sa.Column("ods_code", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("last_confirmed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('gp_practice', 'social_worker', 'carer', 'parent', 'school', 'host_team', 'other')",
            name=op.f("ck_contacts_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_contacts_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_child_id"), "contacts", ["child_id"], unique=False)

    op.create_table(
        "episodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("reason_new_episode", sa.String(), nullable=False),
        sa.Column("legal_status", sa.String(), nullable=False),
        sa.Column("need", sa.String(), nullable=True),
        sa.Column("placement_type", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("reason_ended", sa.String(), nullable=True),
        sa.Column("reason_for_placement_change", sa.String(), nullable=True),
        sa.Column("home_postcode", sa.String(), nullable=True),
        sa.Column("placement_postcode", sa.String(), nullable=True),
        sa.Column("urn", sa.String(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ended >= began", name=op.f("ck_episodes_ended_not_before_began")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_episodes_child_id_children")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_episodes_import_id_imports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_episodes")),
        sa.UniqueConstraint(
            "child_id",
            "began",
            "reason_new_episode",
            "legal_status",
            "placement_type",
            name=op.f("uq_episodes_child_id_began_reason_new_episode_legal_status_placement_type"),
        ),
    )

    op.create_table(
        "legal_statuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ended >= began", name=op.f("ck_legal_statuses_ended_not_before_began")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_legal_statuses_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_legal_statuses_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_statuses")),
    )
    op.create_index("ix_legal_statuses_child_id_began", "legal_statuses", ["child_id", "began"], unique=False)

    op.create_table(
        "periods_of_care",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("began", sa.Date(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("reason_ended", sa.String(), nullable=True),
        sa.Column("council_told_us_on", sa.Date(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ended >= began", name=op.f("ck_periods_of_care_ended_not_before_began")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_periods_of_care_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_periods_of_care_import_id_imports")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periods_of_care")),
    )
    op.create_index(
        "ix_periods_of_care_child_id_began", "periods_of_care", ["child_id", "began"], unique=False
    )

    op.create_table(
        "placements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("placement_type", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("postcode", sa.String(), nullable=True),
        sa.Column("provider_urn", sa.String(), nullable=True),
        sa.Column("reason_for_change", sa.String(), nullable=True),
        sa.Column("host_area", sa.String(), nullable=True),
        sa.Column("council_told_us_on", sa.Date(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ended >= began", name=op.f("ck_placements_ended_not_before_began")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_placements_child_id_children")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_placements_import_id_imports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
    )
    op.create_index("ix_placements_child_id_began", "placements", ["child_id", "began"], unique=False)


def _assessments() -> None:
    """Forms kept, assessments, answers, appointments, consent and competence."""
    op.create_table(
        "form_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=False),
        sa.Column("form_version", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_texts")),
        sa.UniqueConstraint("sha256", name=op.f("uq_form_texts_sha256")),
    )

    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("takes_place_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("outcome_note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_appointments_kind_is_known")),
        sa.CheckConstraint(
            "outcome IN ('booked', 'seen', 'part_done', 'was_not_brought', 'declined', 'cancelled', 'moved')",
            name=op.f("ck_appointments_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "takes_place_on >= offered_on", name=op.f("ck_appointments_takes_place_on_not_before_offered_on")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_appointments_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_child_id"), "appointments", ["child_id"], unique=False)

    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("form_id", sa.String(), nullable=True),
        sa.Column("form_sha256", sa.String(), nullable=True),
        sa.Column("assessor_id", sa.Integer(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("request_complete_on", sa.Date(), nullable=True),
        sa.Column("consent_received_on", sa.Date(), nullable=True),
        sa.Column("first_offered_on", sa.Date(), nullable=True),
        sa.Column("first_seen_on", sa.Date(), nullable=True),
        sa.Column("part_done_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("completed_by", sa.String(), nullable=True),
        sa.Column("report_written_on", sa.Date(), nullable=True),
        sa.Column("quality_checked_on", sa.Date(), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_as", sa.String(), nullable=True),
        sa.Column("sent_to_social_worker_on", sa.Date(), nullable=True),
        sa.Column("sent_to_gp_on", sa.Date(), nullable=True),
        sa.Column("host_requested_on", sa.Date(), nullable=True),
        sa.Column("host_accepted_on", sa.Date(), nullable=True),
        sa.Column("host_completed_on", sa.Date(), nullable=True),
        sa.Column("host_report_received_on", sa.Date(), nullable=True),
        sa.Column("accepted_from_earlier_period", sa.Boolean(), nullable=False),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("on_hold_until", sa.Date(), nullable=True),
        sa.Column("on_hold_reason", sa.String(), nullable=True),
        sa.Column("last_question_id", sa.String(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_assessments_kind_is_known")),
        sa.CheckConstraint(
            "state != 'signed' OR (signed_at IS NOT NULL AND form_sha256 IS NOT NULL)",
            name=op.f("ck_assessments_signed_keeps_its_form"),
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'in_progress', 'part_done', 'signed', 'declined', 'cancelled', 'history')",
            name=op.f("ck_assessments_state_is_known"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('signed', 'history') OR completed_on IS NOT NULL",
            name=op.f("ck_assessments_done_has_a_date"),
        ),
        sa.CheckConstraint(
            "sent_to_gp_on >= request_complete_on",
            name=op.f("ck_assessments_sent_to_gp_on_not_before_request_complete_on"),
        ),
        sa.ForeignKeyConstraint(
            ["assessor_id"], ["people.id"], name=op.f("fk_assessments_assessor_id_people")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_assessments_child_id_children")),
        sa.ForeignKeyConstraint(
            ["form_sha256"], ["form_texts.sha256"], name=op.f("fk_assessments_form_sha256_form_texts")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_assessments_import_id_imports")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["people.id"], name=op.f("fk_assessments_signed_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    op.create_index(
        "ix_assessments_child_id_completed_on", "assessments", ["child_id", "completed_on"], unique=False
    )

    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["people.id"], name=op.f("fk_answers_answered_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_answers_assessment_id_assessments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "assessment_id", "question_id", name=op.f("uq_answers_assessment_id_question_id")
        ),
    )

    op.create_table(
        "competence_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("can_decide", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("assessed_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "can_decide IN ('yes', 'no', 'partly')", name=op.f("ck_competence_records_can_decide_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["assessed_by_id"], ["people.id"], name=op.f("fk_competence_records_assessed_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_competence_records_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_competence_records_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence_records")),
    )
    op.create_index(op.f("ix_competence_records_child_id"), "competence_records", ["child_id"], unique=False)

    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("response", sa.String(), nullable=False),
        sa.Column("giver", sa.String(), nullable=False),
        sa.Column("giver_name", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("period_began", sa.Date(), nullable=True),
        sa.Column("legal_status", sa.String(), nullable=True),
        sa.Column("order_expires_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=False),
        sa.Column("invalidated_on", sa.Date(), nullable=True),
        sa.Column("invalidated_notes", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "giver IN ('parent', 'council', 'young_person', 'court', 'delegated_carer')",
            name=op.f("ck_consents_giver_is_known"),
        ),
        sa.CheckConstraint(
            "invalidated_on IS NULL OR invalidated_notes <> ''", name=op.f("ck_consents_invalidated_says_why")
        ),
        sa.CheckConstraint(
            "means IN ('letter', 'email', 'phone', 'in_person', 'video')",
            name=op.f("ck_consents_means_is_known"),
        ),
        sa.CheckConstraint(
            "response IN ('given', 'refused', 'not_provided')", name=op.f("ck_consents_response_is_known")
        ),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR (response = 'given' AND withdrawn_reason <> '')",
            name=op.f("ck_consents_only_given_is_withdrawn"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_consents_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_consents_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_child_id"), "consents", ["child_id"], unique=False)

    op.create_table(
        "signing_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.String(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_signing_reasons_assessment_id_assessments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_reasons")),
        sa.UniqueConstraint(
            "assessment_id", "finding_id", name=op.f("uq_signing_reasons_assessment_id_finding_id")
        ),
    )

    op.create_table(
        "consent_purposes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('health_assessment', 'obtain_records', 'mother_and_newborn', 'parental_health', 'share_gp', 'share_council', 'share_carer', 'share_parents', 'share_school_and_services', 'blood_borne_virus_test', 'immunisation')",
            name=op.f("ck_consent_purposes_purpose_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consents.id"], name=op.f("fk_consent_purposes_consent_id_consents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_purposes")),
        sa.UniqueConstraint("consent_id", "purpose", name=op.f("uq_consent_purposes_consent_id_purpose")),
    )


def _plans() -> None:
    """Needs, outcomes, actions, and the documents made."""
    op.create_table(
        "documents_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_documents_made_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_documents_made_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_documents_made_made_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["documents_made.id"], name=op.f("fk_documents_made_replaces_id_documents_made")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_made")),
        sa.UniqueConstraint("reference", name=op.f("uq_documents_made_reference")),
    )
    op.create_index(
        "ix_documents_made_child_id_made_at", "documents_made", ["child_id", "made_at"], unique=False
    )

    op.create_table(
        "needs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("childs_words", sa.Text(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_needs_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_needs_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    op.create_index(op.f("ix_needs_assessment_id"), "needs", ["assessment_id"], unique=False)
    op.create_index(op.f("ix_needs_child_id"), "needs", ["child_id"], unique=False)

    op.create_table(
        "outcomes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("agreed_by_child", sa.String(), nullable=True),
        sa.Column("agreed_by_child_because", sa.Text(), nullable=False),
        sa.Column("agreed_by_carer", sa.String(), nullable=True),
        sa.Column("agreed_by_carer_because", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(), nullable=True),
        sa.Column("marked_on", sa.Date(), nullable=True),
        sa.Column("mark_note", sa.Text(), nullable=False),
        sa.Column("carried_count", sa.Integer(), nullable=False),
        sa.Column("first_agreed_on", sa.Date(), nullable=True),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "agreed_by_carer IN ('yes', 'no')", name=op.f("ck_outcomes_agreed_by_carer_is_known")
        ),
        sa.CheckConstraint(
            "agreed_by_child IN ('yes', 'no')", name=op.f("ck_outcomes_agreed_by_child_is_known")
        ),
        sa.CheckConstraint(
            "mark IN ('met', 'partly', 'not_met', 'no_longer_needed', 'declined', 'transferred')",
            name=op.f("ck_outcomes_mark_is_known"),
        ),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_outcomes_need_id_needs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
    )
    op.create_index(op.f("ix_outcomes_need_id"), "outcomes", ["need_id"], unique=False)

    op.create_table(
        "actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("by_date", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcomes.id"], name=op.f("fk_actions_outcome_id_outcomes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
    )
    op.create_index(op.f("ix_actions_outcome_id"), "actions", ["outcome_id"], unique=False)


def _due() -> None:
    """What is due, kept in step with the facts."""
    op.create_table(
        "due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("clock_start", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("other_due_on", sa.Date(), nullable=True),
        sa.Column("due_28_days", sa.Date(), nullable=True),
        sa.Column("due_20_working_days", sa.Date(), nullable=True),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("warning", sa.String(), nullable=True),
        sa.Column("missing", sa.String(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("excluded", sa.String(), nullable=True),
        sa.Column("excluded_from", sa.Date(), nullable=True),
        sa.Column("excluded_to", sa.Date(), nullable=True),
        sa.Column("counts_as_late", sa.Boolean(), nullable=False),
        sa.Column("review_needed", sa.String(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("history_missing", sa.Boolean(), nullable=False),
        sa.Column("overdue_from", sa.Date(), nullable=True),
        sa.Column("overdue_to", sa.Date(), nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("consent_on_record", sa.Boolean(), nullable=False),
        sa.Column("declined_ask_again", sa.Date(), nullable=True),
        sa.Column("part_done_on", sa.Date(), nullable=True),
        sa.Column("on_hold_until", sa.Date(), nullable=True),
        sa.Column("on_hold_reason", sa.String(), nullable=True),
        sa.Column("seen_not_signed_on", sa.Date(), nullable=True),
        sa.Column("interpreter_missing", sa.Boolean(), nullable=False),
        sa.Column("waiting_on", sa.String(), nullable=True),
        sa.Column("assessor_name", sa.String(), nullable=True),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_due_kind_is_known")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_due_child_id_children")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_due_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
        sa.UniqueConstraint("child_id", "kind", name=op.f("uq_due_child_id_kind")),
    )
    op.create_index(
        "ix_due_open", "due", ["team_id", "due_on"], unique=False, sqlite_where=sa.text("met_on IS NULL")
    )
    op.create_index(
        "ix_due_overdue",
        "due",
        ["team_id", "overdue_from"],
        unique=False,
        sqlite_where=sa.text("overdue_from IS NOT NULL"),
    )
