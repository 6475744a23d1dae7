"""Assessments as they happen: notes, pauses, refusals, family history, requests, chronology, pathways."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _existing()
    _assessment_notes()
    _consent()
    _family()
    _information()
    _chronology()
    _safety()
    _marks()


def _existing() -> None:
    """Columns that tables of the first revision gain."""
    with op.batch_alter_table("appointments") as batch:
        batch.add_column(sa.Column("assessment_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("next_step", sa.String(), nullable=True))
        batch.add_column(sa.Column("next_step_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("next_step_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("interpreter", sa.String(), nullable=True))
        batch.add_column(sa.Column("moved_to_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("starts_at", sa.String(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_appointments_assessment_id_assessments"), "assessments", ["assessment_id"], ["id"]
        )
        batch.create_foreign_key(
            batch.f("fk_appointments_moved_to_id_appointments"), "appointments", ["moved_to_id"], ["id"]
        )
        batch.create_check_constraint(
            batch.f("ck_appointments_interpreter_is_known"),
            "interpreter IN ('not_needed', 'needed', 'booked', 'used')",
        )

    with op.batch_alter_table("assessments") as batch:
        batch.add_column(sa.Column("handed_to_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("handed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("amends_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("edition", sa.Integer(), server_default="1", nullable=False))
        batch.add_column(sa.Column("amendment_reason", sa.String(), nullable=True))
        batch.add_column(sa.Column("cancelled_because", sa.String(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_assessments_amends_id_assessments"), "assessments", ["amends_id"], ["id"]
        )
        batch.create_foreign_key(
            batch.f("fk_assessments_handed_to_id_people"), "people", ["handed_to_id"], ["id"]
        )

    with op.batch_alter_table("child_flags") as batch:
        batch.add_column(sa.Column("ended_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("ended_because", sa.String(), nullable=True))

    with op.batch_alter_table("children") as batch:
        batch.add_column(sa.Column("ethnicity_means", sa.Text(), nullable=True))
        batch.add_column(sa.Column("language_means", sa.Text(), nullable=True))
        batch.add_column(sa.Column("religion_means", sa.Text(), nullable=True))
        batch.add_column(sa.Column("religion_own_words", sa.String(), nullable=True))
        batch.add_column(sa.Column("interpreter_wishes", sa.String(), nullable=True))
        batch.add_column(
            sa.Column("communication_state", sa.String(), server_default="not_asked", nullable=False)
        )
        batch.add_column(sa.Column("communication_needs", sa.Text(), nullable=True))
        batch.add_column(sa.Column("communication_asked_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("communication_asked_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("age_disputed", sa.Boolean(), server_default="0", nullable=False))
        batch.add_column(sa.Column("born_as_stated", sa.String(), nullable=True))
        batch.add_column(sa.Column("record_closed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("record_closed_because", sa.String(), nullable=True))
        batch.create_check_constraint(
            batch.f("ck_children_communication_state_is_known"),
            "communication_state IN ('recorded', 'prefers_not_to_say', 'asked_not_known', 'not_asked')",
        )

    with op.batch_alter_table("competence_records") as batch:
        batch.add_column(sa.Column("kind", sa.String(), server_default="gate", nullable=False))
        batch.add_column(sa.Column("decision", sa.Text(), nullable=True))
        batch.add_column(sa.Column("findings", sa.Text(), nullable=True))
        batch.add_column(sa.Column("place", sa.String(), nullable=True))
        batch.add_column(sa.Column("invalidated_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("invalidated_notes", sa.String(), server_default="", nullable=False))
        batch.create_check_constraint(
            batch.f("ck_competence_records_kind_is_known"), "kind IN ('gate', 'gillick', 'capacity')"
        )

    with op.batch_alter_table("consents") as batch:
        batch.add_column(sa.Column("authority", sa.String(), nullable=True))

    with op.batch_alter_table("contacts") as batch:
        batch.add_column(sa.Column("since", sa.Date(), nullable=True))
        batch.add_column(sa.Column("gets_plan", sa.String(), nullable=True))
        batch.add_column(sa.Column("note", sa.String(), nullable=True))
        batch.drop_constraint(batch.f("ck_contacts_kind_is_known"), type_="check")
        batch.create_check_constraint(
            batch.f("ck_contacts_gets_plan_is_known"),
            "gets_plan IN ('no', 'gp_summary', 'full_plan', 'carer_copy', 'school_copy')",
        )
        batch.create_check_constraint(
            batch.f("ck_contacts_kind_is_known"),
            "kind IN ('gp_practice', 'social_worker', 'carer', 'parent', 'school', 'host_team', 'other', 'reviewing_officer', 'health_visitor', 'school_nurse', 'camhs', 'hospital', 'dentist', 'optician', 'midwife', 'advocate', 'personal_adviser')",
        )

    with op.batch_alter_table("legal_statuses") as batch:
        batch.add_column(sa.Column("parental_responsibility", sa.String(), nullable=True))

    with op.batch_alter_table("outcomes") as batch:
        batch.add_column(sa.Column("carried_from_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_outcomes_carried_from_id_outcomes"), "outcomes", ["carried_from_id"], ["id"]
        )

    with op.batch_alter_table("people") as batch:
        batch.add_column(sa.Column("unaccompanied_training_on", sa.Date(), nullable=True))

    with op.batch_alter_table("placements") as batch:
        batch.add_column(sa.Column("address", sa.String(), nullable=True))
        batch.add_column(sa.Column("carer_name", sa.String(), nullable=True))


def _assessment_notes() -> None:
    """Jotter, quotes, pauses, copied and set-aside text, declined assessments."""
    op.create_table(
        "jotter_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("section_id", sa.String(), nullable=True),
        sa.Column("filed_at", sa.DateTime(), nullable=True),
        sa.Column("filed_section_id", sa.String(), nullable=True),
        sa.Column("removed_at", sa.DateTime(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "filed_at IS NULL OR filed_section_id IS NOT NULL", name=op.f("ck_jotter_notes_filed_somewhere")
        ),
        sa.CheckConstraint(
            "filed_at IS NULL OR removed_at IS NULL", name=op.f("ck_jotter_notes_filed_or_removed")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_jotter_notes_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["people.id"], name=op.f("fk_jotter_notes_written_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jotter_notes")),
    )
    op.create_index("ix_jotter_notes_assessment_id", "jotter_notes", ["assessment_id"], unique=False)

    op.create_table(
        "quotes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("section_id", sa.String(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("heard_at", sa.DateTime(), nullable=False),
        sa.Column("heard_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('own_words', 'written_for', 'seen')", name=op.f("ck_quotes_kind_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_quotes_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_quotes_child_id_children")),
        sa.ForeignKeyConstraint(["heard_by_id"], ["people.id"], name=op.f("fk_quotes_heard_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    op.create_index("ix_quotes_child_id", "quotes", ["child_id"], unique=False)

    op.create_table(
        "pauses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(), nullable=False),
        sa.Column("paused_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("left_to_do", sa.Text(), nullable=False),
        sa.Column("pick_up_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_pauses_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["paused_by_id"], ["people.id"], name=op.f("fk_pauses_paused_by_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pauses")),
    )
    op.create_index("ix_pauses_assessment_id", "pauses", ["assessment_id"], unique=False)

    op.create_table(
        "copied_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("copied", sa.Text(), nullable=False),
        sa.Column("copied_from_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_copied_texts_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["copied_from_id"], ["assessments.id"], name=op.f("fk_copied_texts_copied_from_id_assessments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copied_texts")),
        sa.UniqueConstraint(
            "assessment_id", "question_id", name=op.f("uq_copied_texts_assessment_id_question_id")
        ),
    )

    op.create_table(
        "set_aside_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.Column("set_aside_at", sa.DateTime(), nullable=False),
        sa.Column("set_aside_because", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_set_aside_answers_assessment_id_assessments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_aside_answers")),
    )
    op.create_index(
        "ix_set_aside_answers_assessment_id", "set_aside_answers", ["assessment_id"], unique=False
    )

    op.create_table(
        "declined",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("declined_on", sa.Date(), nullable=False),
        sa.Column("declined_by", sa.String(), nullable=False),
        sa.Column("what_was_said", sa.Text(), nullable=False),
        sa.Column("could_decide", sa.String(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("offers", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("asked_again_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "declined_by IN ('young_person', 'parent', 'carer', 'someone_else')",
            name=op.f("ck_declined_declined_by_is_known"),
        ),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_declined_kind_is_known")),
        sa.CheckConstraint(
            "ask_again_on >= declined_on", name=op.f("ck_declined_ask_again_on_not_before_declined_on")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_declined_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_declined_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declined")),
    )
    op.create_index("ix_declined_child_id", "declined", ["child_id"], unique=False)


def _consent() -> None:
    """Requests for consent that are open, and what a young person keeps from whom."""
    op.create_table(
        "consent_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "means IN ('letter', 'email', 'phone', 'in_person', 'video')",
            name=op.f("ck_consent_requests_means_is_known"),
        ),
        sa.CheckConstraint(
            "purpose IN ('health_assessment', 'obtain_records', 'mother_and_newborn', 'parental_health', 'share_gp', 'share_council', 'share_carer', 'share_parents', 'share_school_and_services', 'blood_borne_virus_test', 'immunisation')",
            name=op.f("ck_consent_requests_purpose_is_known"),
        ),
        sa.CheckConstraint(
            "chased_on >= asked_on", name=op.f("ck_consent_requests_chased_on_not_before_asked_on")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["consents.id"], name=op.f("fk_consent_requests_answered_by_id_consents")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_consent_requests_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_requests")),
    )
    op.create_index("ix_consent_requests_child_id", "consent_requests", ["child_id"], unique=False)

    op.create_table(
        "private_topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kept_from", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kept_from IN ('gp', 'council', 'carer', 'parents', 'school')",
            name=op.f("ck_private_topics_kept_from_is_known"),
        ),
        sa.CheckConstraint("ended_on >= said_on", name=op.f("ck_private_topics_ended_on_not_before_said_on")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_private_topics_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_private_topics_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_topics")),
    )
    op.create_index("ix_private_topics_child_id", "private_topics", ["child_id"], unique=False)


def _family() -> None:
    """People of the family, and the history item by item."""
    op.create_table(
        "family_members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("born_year", sa.Integer(), nullable=True),
        sa.Column("has_died", sa.Boolean(), nullable=False),
        sa.Column("died_year", sa.Integer(), nullable=True),
        sa.Column("lives_with_child", sa.Boolean(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("contact_words", sa.String(), nullable=True),
        sa.Column("health_notes", sa.Text(), nullable=True),
        sa.Column("mother_id", sa.Integer(), nullable=True),
        sa.Column("father_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "contact IN ('yes', 'some', 'none', 'not_known')", name=op.f("ck_family_members_contact_is_known")
        ),
        sa.CheckConstraint(
            "sex IN ('male', 'female', 'not known')", name=op.f("ck_family_members_sex_is_known")
        ),
        sa.CheckConstraint(
            "died_year IS NULL OR born_year IS NULL OR died_year >= born_year",
            name=op.f("ck_family_members_lived_forwards"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_family_members_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["father_id"], ["family_members.id"], name=op.f("fk_family_members_father_id_family_members")
        ),
        sa.ForeignKeyConstraint(
            ["mother_id"], ["family_members.id"], name=op.f("fk_family_members_mother_id_family_members")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["family_members.id"], name=op.f("fk_family_members_partner_id_family_members")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_members")),
    )
    op.create_index("ix_family_members_child_id", "family_members", ["child_id"], unique=False)

    op.create_table(
        "history_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("asked_of", sa.String(), nullable=True),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("chase_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "state IN ('answered', 'asked', 'not_known_after_asking', 'declined', 'not_asked')",
            name=op.f("ck_history_items_state_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_history_items_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_items")),
        sa.UniqueConstraint("child_id", "item", name=op.f("uq_history_items_child_id_item")),
    )


def _information() -> None:
    """What was asked of others, and the strip of an assessment out of area."""
    op.create_table(
        "information_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("asked_of", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("sections", sa.String(), server_default="", nullable=False),
        sa.Column("used_in", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "answer IN ('received', 'nothing_held', 'declined')",
            name=op.f("ck_information_requests_answer_is_known"),
        ),
        sa.CheckConstraint(
            "source IN ('gp', 'camhs', 'health_visitor', 'school_nurse', 'hospital', 'social_worker', 'school', 'council', 'family', 'midwife', 'other')",
            name=op.f("ck_information_requests_source_is_known"),
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answered_on IS NOT NULL",
            name=op.f("ck_information_requests_an_answer_has_a_day"),
        ),
        sa.CheckConstraint(
            "answered_on >= asked_on", name=op.f("ck_information_requests_answered_on_not_before_asked_on")
        ),
        sa.CheckConstraint(
            "due_on >= asked_on", name=op.f("ck_information_requests_due_on_not_before_asked_on")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_information_requests_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_information_requests_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_requests")),
    )
    op.create_index("ix_information_requests_child_id", "information_requests", ["child_id"], unique=False)

    op.create_table(
        "chases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=False),
        sa.Column("chased_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["information_requests.id"],
            name=op.f("fk_chases_request_id_information_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chases")),
    )
    op.create_index("ix_chases_request_id", "chases", ["request_id"], unique=False)

    op.create_table(
        "out_of_area_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("host_team", sa.String(), nullable=False),
        sa.Column("host_contact", sa.String(), nullable=True),
        sa.Column("who_pays", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("kind IN ('IHA', 'RHA')", name=op.f("ck_out_of_area_requests_kind_is_known")),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_out_of_area_requests_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_out_of_area_requests_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_out_of_area_requests")),
    )
    op.create_index("ix_out_of_area_requests_child_id", "out_of_area_requests", ["child_id"], unique=False)

    op.create_table(
        "out_of_area_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done_by", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "step IN ('asked', 'accepted', 'booked', 'seen', 'report_back', 'quality_checked', 'agreed', 'plan_sent')",
            name=op.f("ck_out_of_area_steps_step_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["out_of_area_requests.id"],
            name=op.f("fk_out_of_area_steps_request_id_out_of_area_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_out_of_area_steps")),
        sa.UniqueConstraint("request_id", "step", name=op.f("uq_out_of_area_steps_request_id_step")),
    )


def _chronology() -> None:
    """Significant events entered by hand, and marks on the automatic ones."""
    op.create_table(
        "chronology_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("date_precision", sa.String(), nullable=False),
        sa.Column("date_words", sa.String(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("impact", sa.Text(), nullable=False),
        sa.Column("action_taken", sa.Text(), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("hidden_from_child_copy", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year', 'about')",
            name=op.f("ck_chronology_events_date_precision_is_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('health', 'placement', 'legal', 'sdq', 'contact', 'plan', 'assessment')",
            name=op.f("ck_chronology_events_kind_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_chronology_events_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronology_events")),
    )
    op.create_index("ix_chronology_events_child_id", "chronology_events", ["child_id"], unique=False)

    op.create_table(
        "chronology_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.String(), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("left_out_of_print", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_chronology_marks_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chronology_marks")),
        sa.UniqueConstraint("child_id", "event_key", name=op.f("uq_chronology_marks_child_id_event_key")),
    )


def _safety() -> None:
    """Protection statuses, missing episodes, pregnancy, leaving care."""
    op.create_table(
        "protection_statuses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=True),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("next_review_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('child_protection_plan', 'section_47_enquiry', 'child_in_need_plan')",
            name=op.f("ck_protection_statuses_kind_is_known"),
        ),
        sa.CheckConstraint("ended >= began", name=op.f("ck_protection_statuses_ended_not_before_began")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_protection_statuses_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protection_statuses")),
    )
    op.create_index("ix_protection_statuses_child_id", "protection_statuses", ["child_id"], unique=False)

    op.create_table(
        "missing_episodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("began", sa.Date(), nullable=False),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("told_by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint("ended >= began", name=op.f("ck_missing_episodes_ended_not_before_began")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_missing_episodes_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_episodes")),
    )
    op.create_index("ix_missing_episodes_child_id", "missing_episodes", ["child_id"], unique=False)

    op.create_table(
        "pregnancies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("known_since", sa.Date(), nullable=False),
        sa.Column("referred_on", sa.Date(), nullable=True),
        sa.Column("referred_to", sa.String(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("accepted", sa.String(), nullable=True),
        sa.Column("midwife", sa.String(), nullable=True),
        sa.Column("midwife_phone", sa.String(), nullable=True),
        sa.Column("unborn_child_plan", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_words", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "replied_on >= referred_on", name=op.f("ck_pregnancies_replied_on_not_before_referred_on")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_pregnancies_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pregnancies")),
    )
    op.create_index("ix_pregnancies_child_id", "pregnancies", ["child_id"], unique=False)

    op.create_table(
        "leaving_care",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("health_history", sa.String(), nullable=False),
        sa.Column("health_history_on", sa.Date(), nullable=True),
        sa.Column("health_history_by", sa.String(), nullable=True),
        sa.Column("health_history_note", sa.Text(), nullable=False),
        sa.Column("explained_on", sa.Date(), nullable=True),
        sa.Column("personal_adviser", sa.String(), nullable=True),
        sa.Column("adult_services", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "health_history IN ('not_started', 'drafted', 'checked', 'given', 'declined')",
            name=op.f("ck_leaving_care_health_history_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_leaving_care_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaving_care")),
        sa.UniqueConstraint("child_id", name=op.f("uq_leaving_care_child_id")),
    )


def _marks() -> None:
    """How the outcomes of the last plan went."""
    op.create_table(
        "last_plan_marks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("childs_words", sa.Text(), nullable=False),
        sa.Column("what_next", sa.String(), nullable=False),
        sa.Column("new_review_on", sa.Date(), nullable=True),
        sa.Column("marked_at", sa.DateTime(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "mark IN ('met', 'partly', 'not_met', 'no_longer_needed', 'declined', 'transferred')",
            name=op.f("ck_last_plan_marks_mark_is_known"),
        ),
        sa.CheckConstraint(
            "what_next IN ('close', 'carry_forward', 'change')",
            name=op.f("ck_last_plan_marks_what_next_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_last_plan_marks_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["people.id"], name=op.f("fk_last_plan_marks_marked_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcomes.id"], name=op.f("fk_last_plan_marks_outcome_id_outcomes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_last_plan_marks")),
        sa.UniqueConstraint(
            "assessment_id", "outcome_id", name=op.f("uq_last_plan_marks_assessment_id_outcome_id")
        ),
    )
    op.create_index("ix_last_plan_marks_outcome_id", "last_plan_marks", ["outcome_id"], unique=False)
