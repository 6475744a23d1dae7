"""The manager's morning: follow-ups, reasons, allocation, clinics, quality, training; and what lists and figures go by."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _people()
    _the_list()
    _clinics()
    _quality()
    _improvement()
    _derived()
    _appointments()
    _due()
    _training_of_before()


def _people() -> None:
    op.create_table(
        "training",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.String(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "subject IN ('unaccompanied', 'looked_after_level', 'safeguarding_level')",
            name=op.f("ck_training_subject_is_known"),
        ),
        sa.CheckConstraint(
            "expires_on >= completed_on", name=op.f("ck_training_expires_on_not_before_completed_on")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_training_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
    )
    op.create_index("ix_training_person_id", "training", ["person_id"], unique=False)

    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("what IN ('list', 'report')", name=op.f("ck_saved_views_what_is_known")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_saved_views_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("person_id", "what", "name", name=op.f("uq_saved_views_person_id_what_name")),
    )
    op.create_table(
        "notices_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("notice", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_seen_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_seen")),
        sa.UniqueConstraint("person_id", "notice", name=op.f("uq_notices_seen_person_id_notice")),
    )


def _the_list() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contacted", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("person", sa.String(), server_default="", nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("next_step", sa.Text(), server_default="", nullable=False),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("next_step_by", sa.String(), server_default="", nullable=False),
        sa.Column("next_step_by_id", sa.Integer(), nullable=True),
        sa.Column("tells_manager", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("logged_at", sa.DateTime(), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=False),
        sa.Column("next_step_done_on", sa.Date(), nullable=True),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "contacted IN ('council', 'carer', 'young_person', 'gp', 'host_team', 'someone_else')",
            name=op.f("ck_follow_ups_contacted_is_known"),
        ),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_follow_ups_kind_is_known")),
        sa.CheckConstraint(
            "means IN ('phone', 'email', 'letter', 'in_person', 'video', 'text_message')",
            name=op.f("ck_follow_ups_means_is_known"),
        ),
        sa.CheckConstraint(
            "result = 'booked' OR (next_step <> '' AND next_step_on IS NOT NULL AND next_step_by <> '')",
            name=op.f("ck_follow_ups_has_a_next_step"),
        ),
        sa.CheckConstraint(
            "result IN ('booked', 'no_answer', 'call_back', 'will_act', 'declined', 'was_not_brought', 'record_wrong')",
            name=op.f("ck_follow_ups_result_is_known"),
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_follow_ups_child_id_children")),
        sa.ForeignKeyConstraint(
            ["logged_by_id"], ["people.id"], name=op.f("fk_follow_ups_logged_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["next_step_by_id"], ["people.id"], name=op.f("fk_follow_ups_next_step_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index("ix_follow_ups_child_id_logged_at", "follow_ups", ["child_id", "logged_at"], unique=False)

    op.create_table(
        "delay_reasons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("clock_start", sa.Date(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_delay_reasons_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_delay_reasons_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_delay_reasons_recorded_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delay_reasons")),
    )
    op.create_index(
        "ix_delay_reasons_child_id_kind", "delay_reasons", ["child_id", "kind", "recorded_at"], unique=False
    )

    op.create_table(
        "allocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("allocated_at", sa.DateTime(), nullable=False),
        sa.Column("allocated_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_allocations_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["allocated_by_id"], ["people.id"], name=op.f("fk_allocations_allocated_by_id_people")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_allocations_child_id_children")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_allocations_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
    )
    op.create_index("ix_allocations_child_id_kind", "allocations", ["child_id", "kind"], unique=False)
    op.create_index("ix_allocations_person_id", "allocations", ["person_id"], unique=False)

    op.create_table(
        "escalations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("clock_start", sa.Date(), nullable=True),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("escalated_to", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("escalated_on", sa.Date(), nullable=False),
        sa.Column("escalated_by_id", sa.Integer(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_escalations_kind_is_known")),
        sa.CheckConstraint(
            "answered_on >= escalated_on", name=op.f("ck_escalations_answered_on_not_before_escalated_on")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_escalations_child_id_children")),
        sa.ForeignKeyConstraint(
            ["escalated_by_id"], ["people.id"], name=op.f("fk_escalations_escalated_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
    )
    op.create_index("ix_escalations_child_id", "escalations", ["child_id"], unique=False)


def _clinics() -> None:
    op.create_table(
        "clinic_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("clinician_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), server_default="", nullable=False),
        sa.Column("takes_place_on", sa.Date(), nullable=False),
        sa.Column("series", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(), nullable=True),
        sa.Column("cancelled_because", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR cancelled_because <> ''",
            name=op.f("ck_clinic_sessions_cancelled_says_why"),
        ),
        sa.CheckConstraint(
            "kind IN ('clinic', 'visits', 'leave', 'training')", name=op.f("ck_clinic_sessions_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["clinician_id"], ["people.id"], name=op.f("fk_clinic_sessions_clinician_id_people")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_clinic_sessions_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_sessions")),
    )
    op.create_index(
        "ix_clinic_sessions_team_id_takes_place_on",
        "clinic_sessions",
        ["team_id", "takes_place_on"],
        unique=False,
    )

    op.create_table(
        "clinic_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("starts_at", sa.String(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("removed_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA', 'any')", name=op.f("ck_clinic_slots_kind_is_known")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_clinic_slots_takes_time")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["clinic_sessions.id"], name=op.f("fk_clinic_slots_session_id_clinic_sessions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinic_slots")),
        sa.UniqueConstraint("session_id", "position", name=op.f("uq_clinic_slots_session_id_position")),
    )


def _quality() -> None:
    op.create_table(
        "quality_checklists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_quality_checklists_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_checklists")),
        sa.UniqueConstraint("team_id", "sha256", name=op.f("uq_quality_checklists_team_id_sha256")),
    )
    op.create_table(
        "quality_samples",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("signed_from", sa.Date(), nullable=False),
        sa.Column("signed_to", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "signed_to >= signed_from", name=op.f("ck_quality_samples_signed_to_not_before_signed_from")
        ),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["people.id"], name=op.f("fk_quality_samples_drawn_by_id_people")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_quality_samples_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_samples")),
    )
    op.create_index("ix_quality_samples_team_id", "quality_samples", ["team_id"], unique=False)

    op.create_table(
        "quality_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=True),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("is_out_of_area", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("why_chosen", sa.String(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), server_default="not_started", nullable=False),
        sa.Column("overall", sa.String(), nullable=True),
        sa.Column("praise", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "overall IN ('meets_the_standard', 'needs_changes', 'sent_back')",
            name=op.f("ck_quality_reviews_overall_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'started') OR overall IS NOT NULL",
            name=op.f("ck_quality_reviews_finished_says_how"),
        ),
        sa.CheckConstraint(
            "state IN ('not_started', 'started', 'finished', 'with_author', 'amended', 'closed')",
            name=op.f("ck_quality_reviews_state_is_known"),
        ),
        sa.CheckConstraint(
            "why_chosen IN ('out_of_area', 'new_author', 'per_author', 'random', 'chosen', 'check_again')",
            name=op.f("ck_quality_reviews_why_chosen_is_known"),
        ),
        sa.CheckConstraint(
            "author_id IS NULL OR author_id <> reviewer_id", name=op.f("ck_quality_reviews_not_ones_own")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_quality_reviews_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_quality_reviews_author_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["checklist_id"],
            ["quality_checklists.id"],
            name=op.f("fk_quality_reviews_checklist_id_quality_checklists"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_quality_reviews_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["quality_reviews.id"], name=op.f("fk_quality_reviews_follows_id_quality_reviews")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["people.id"], name=op.f("fk_quality_reviews_reviewer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["quality_samples.id"], name=op.f("fk_quality_reviews_sample_id_quality_samples")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_quality_reviews_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_reviews")),
    )
    op.create_index("ix_quality_reviews_assessment_id", "quality_reviews", ["assessment_id"], unique=False)
    op.create_index("ix_quality_reviews_child_id", "quality_reviews", ["child_id"], unique=False)
    op.create_index("ix_quality_reviews_team_id_state", "quality_reviews", ["team_id", "state"], unique=False)

    op.create_table(
        "quality_scores",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "answer IN ('met', 'partly', 'not_met', 'not_applicable')",
            name=op.f("ck_quality_scores_answer_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["quality_reviews.id"], name=op.f("fk_quality_scores_review_id_quality_reviews")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_scores")),
        sa.UniqueConstraint(
            "review_id", "criterion_id", name=op.f("uq_quality_scores_review_id_criterion_id")
        ),
    )
    op.create_table(
        "quality_returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=False),
        sa.Column("returned_by", sa.String(), nullable=False),
        sa.Column("what_to_change", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amended_on", sa.Date(), nullable=True),
        sa.Column("amended_by", sa.String(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "amended_on >= returned_on", name=op.f("ck_quality_returns_amended_on_not_before_returned_on")
        ),
        sa.CheckConstraint(
            "due_on >= returned_on", name=op.f("ck_quality_returns_due_on_not_before_returned_on")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["quality_reviews.id"], name=op.f("fk_quality_returns_review_id_quality_reviews")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_returns")),
    )
    op.create_index("ix_quality_returns_review_id", "quality_returns", ["review_id"], unique=False)


def _improvement() -> None:
    op.create_table(
        "improvement_actions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("rating", sa.String(), nullable=False),
        sa.Column("rating_because", sa.Text(), server_default="", nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "rating IN ('on_track', 'at_risk', 'late', 'done')",
            name=op.f("ck_improvement_actions_rating_is_known"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_improvement_actions_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_actions")),
    )
    op.create_index("ix_improvement_actions_team_id", "improvement_actions", ["team_id"], unique=False)

    op.create_table(
        "improvement_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"],
            ["improvement_actions.id"],
            name=op.f("fk_improvement_changes_action_id_improvement_actions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_changes")),
    )
    op.create_index("ix_improvement_changes_action_id", "improvement_changes", ["action_id"], unique=False)


def _derived() -> None:
    op.create_table(
        "due_stretches",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("due_id", sa.Integer(), nullable=False),
        sa.Column("waiting_on", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_last", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.Column("clock_start", sa.Date(), nullable=True),
        sa.Column("history_missing", sa.Boolean(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=True),
        sa.Column("consent_on_record", sa.Boolean(), nullable=False),
        sa.Column("declined_ask_again", sa.Date(), nullable=True),
        sa.Column("seen_not_signed_on", sa.Date(), nullable=True),
        sa.Column("delay_code", sa.String(), nullable=True),
        sa.Column("assessor_id", sa.Integer(), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("is_out_of_area", sa.Boolean(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("plan_unsent_since", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["due_id"], ["due.id"], name=op.f("fk_due_stretches_due_id_due")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_due_stretches_team_id_teams")),
        sa.PrimaryKeyConstraint(
            "team_id", "status", "first_day", "last_day", "due_id", name=op.f("pk_due_stretches")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_due_stretches_due_id", "due_stretches", ["due_id"], unique=False)

    op.create_table(
        "clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("period_began", sa.Date(), nullable=True),
        sa.Column("clock_start", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_28_days", sa.Date(), nullable=True),
        sa.Column("due_20_working_days", sa.Date(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("met_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("excluded", sa.String(), nullable=True),
        sa.Column("exclusion", sa.String(), nullable=True),
        sa.Column("excluded_to", sa.Date(), nullable=True),
        sa.Column("counts_as_late", sa.Boolean(), nullable=False),
        sa.Column("review_needed", sa.String(), nullable=True),
        sa.Column("history_missing", sa.Boolean(), nullable=False),
        sa.Column("is_under_five", sa.Boolean(), nullable=False),
        sa.Column("is_out_of_area", sa.Boolean(), nullable=False),
        sa.Column("born", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_clocks_kind_is_known")),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_clocks_child_id_children")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_clocks_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clocks")),
    )
    op.create_index("ix_clocks_child_id", "clocks", ["child_id"], unique=False)
    op.create_index(
        "ix_clocks_due_on",
        "clocks",
        [
            "team_id", "kind", "due_on", "met_on", "closed_on", "exclusion", "excluded_to", "is_under_five",
            "is_out_of_area", "history_missing", "review_needed", "clock_start", "child_id",
        ],
        unique=False,
    )  # fmt: skip
    op.create_index(
        "ix_clocks_initial",
        "clocks",
        [
            "team_id", "clock_start", "child_id", "due_28_days", "due_20_working_days", "met_on", "closed_on",
            "exclusion", "excluded_to", "history_missing", "review_needed", "is_under_five", "is_out_of_area", "born",
            "period_began",
        ],
        unique=False,
        sqlite_where=sa.text("kind = 'IHA'"),
    )  # fmt: skip
    op.create_index(
        "ix_assessments_amends_id", "assessments", ["amends_id", "state", "sent_to_gp_on"], unique=False,
        sqlite_where=sa.text("amends_id IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_assessments_unsigned", "assessments", ["state"], unique=False,
        sqlite_where=sa.text("state NOT IN ('signed', 'history')"),
    )  # fmt: skip
    op.create_index("ix_outcomes_review_on", "outcomes", ["review_on"], unique=False)
    op.create_index(
        "ix_assessments_part_done", "assessments", ["child_id", "kind", "part_done_on", "completed_on", "state"],
        unique=False, sqlite_where=sa.text("part_done_on IS NOT NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_assessments_initial",
        "assessments",
        [
            "child_id", "completed_on", "state", "notified_on", "request_complete_on", "consent_received_on",
            "sent_to_social_worker_on", "first_seen_on", "part_done_on", "amends_id", "signed_by_id",
        ],
        unique=False,
        sqlite_where=sa.text("kind = 'IHA'"),
    )  # fmt: skip
    op.create_index(
        "ix_sdq_questionnaires_counting", "sdq_questionnaires", ["child_id", "completed_on", "form"], unique=False,
        sqlite_where=sa.text("state = 'scored' AND is_follow_up = 0 AND entered_in_error_because IS NULL"),
    )  # fmt: skip
    op.create_index(
        "ix_assessments_signed_at", "assessments",
        ["signed_at", "child_id", "kind", "completed_on", "amends_id", "sent_to_gp_on"],
        unique=False, sqlite_where=sa.text("state = 'signed'"),
    )  # fmt: skip
    op.create_index(
        "ix_children_figures", "children",
        [
            "team_id", "born", "ethnicity_state", "language_state", "religion_state", "birth_history_state",
            "parental_history_state", "is_unaccompanied", "unaccompanied_until", "allergies_state",
            "address_withheld", "interpreter_needed", "age_disputed",
        ],
        unique=False,
    )  # fmt: skip
    op.create_index(
        "ix_children_closed", "children", ["record_closed_on"], unique=False,
        sqlite_where=sa.text("record_closed_on IS NOT NULL"),
    )  # fmt: skip


def _appointments() -> None:
    with op.batch_alter_table("appointments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slot_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("clinician_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("told_to", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("told_how", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_appointments_slot_id"), ["slot_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_appointments_clinician_id_people"), "people", ["clinician_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_appointments_slot_id_clinic_slots"), "clinic_slots", ["slot_id"], ["id"]
        )
    op.create_index(
        "ix_appointments_slot_taken",
        "appointments",
        ["slot_id"],
        unique=True,
        sqlite_where=sa.text("slot_id IS NOT NULL AND outcome NOT IN ('cancelled', 'moved', 'declined')"),
    )
    op.create_index("ix_appointments_takes_place_on", "appointments", ["takes_place_on"], unique=False)
    op.create_index(
        "ix_appointments_booked", "appointments", ["place", "takes_place_on", "child_id", "kind"], unique=False,
        sqlite_where=sa.text("outcome = 'booked'"),
    )  # fmt: skip
    op.create_index(
        "ix_assessments_open",
        "assessments",
        ["assessor_id"],
        unique=False,
        sqlite_where=sa.text("state IN ('in_progress', 'part_done')"),
    )
    op.create_index(
        "ix_assessments_handed_to_id",
        "assessments",
        ["handed_to_id"],
        unique=False,
        sqlite_where=sa.text("handed_to_id IS NOT NULL"),
    )
    op.create_index("ix_actions_person", "actions", ["person", "by_date"], unique=False)
    op.create_index("ix_actions_by_date", "actions", ["by_date", "outcome_id"], unique=False)
    with op.batch_alter_table("children", schema=None) as batch_op:
        batch_op.add_column(sa.Column("appointment_wishes", sa.String(), nullable=True))


def _due() -> None:
    # Its rows are computed anew when the upgrade is done.
    with op.batch_alter_table("due", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_last", sa.Boolean(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("born", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("name_key", sa.String(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("delay_code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("assessor_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("assessment_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("plan_unsent_since", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("booked_at", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("next_step", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("next_step_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("next_step_by", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("escalated_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("is_out_of_area", sa.Boolean(), server_default="0", nullable=False))
        batch_op.drop_index(batch_op.f("ix_due_overdue"), sqlite_where=sa.text("overdue_from IS NOT NULL"))
        batch_op.create_index(
            "ix_due_assessor",
            ["assessor_id", "due_on"],
            unique=False,
            sqlite_where=sa.text("assessor_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_due_assessor_id_people"), "people", ["assessor_id"], ["id"]
        )
        batch_op.drop_column("overdue_from")
        batch_op.drop_column("overdue_to")


def _training_of_before() -> None:
    """Training to assess unaccompanied children stood with the person; it is a row of its own now."""
    op.execute(
        "INSERT INTO training (person_id, subject, completed_on, evidence, recorded_by) "
        "SELECT id, 'unaccompanied', unaccompanied_training_on, '', 'upgrade' FROM people "
        "WHERE unaccompanied_training_on IS NOT NULL"
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_column("unaccompanied_training_on")
