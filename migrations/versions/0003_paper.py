"""Paper: where each document went, what was received, a young person's own copies; immunisations and hospital."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _existing()
    _sent_and_received()
    _own_copies()
    _health_checks()


def _existing() -> None:
    """Columns that tables of earlier revisions gain."""
    with op.batch_alter_table("contacts") as batch:
        batch.add_column(sa.Column("closed_on", sa.Date(), nullable=True))

    with op.batch_alter_table("documents_made") as batch:
        batch.add_column(sa.Column("pages", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("made_for", sa.String(), nullable=True))
        batch.add_column(sa.Column("left_out", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("filing_slip", sa.Text(), nullable=True))

    with op.batch_alter_table("outcomes") as batch:
        batch.add_column(sa.Column("seen_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("plain_words", sa.Text(), server_default="", nullable=False))
        batch.add_column(sa.Column("smart_letters", sa.String(), nullable=True))


def _sent_and_received() -> None:
    op.create_table(
        "documents_sent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(), nullable=False),
        sa.Column("sent_to", sa.String(), nullable=False),
        sa.Column("address_used", sa.String(), server_default="", nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("their_reference", sa.String(), server_default="", nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("reply", sa.String(), nullable=True),
        sa.Column("replied_on", sa.Date(), nullable=True),
        sa.Column("rejected_because", sa.String(), server_default="", nullable=False),
        sa.Column("read_out_loud", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "read_out_loud IN ('yes', 'no')", name=op.f("ck_documents_sent_read_out_loud_is_known")
        ),
        sa.CheckConstraint(
            "reply IN ('accepted', 'rejected')", name=op.f("ck_documents_sent_reply_is_known")
        ),
        sa.CheckConstraint(
            "reply IS NULL OR reply <> 'rejected' OR rejected_because <> ''",
            name=op.f("ck_documents_sent_a_rejection_has_a_reason"),
        ),
        sa.CheckConstraint(
            "route IN ('secure_email', 'post', 'by_hand', 'clinical_system', 'other')",
            name=op.f("ck_documents_sent_route_is_known"),
        ),
        sa.CheckConstraint(
            "reply IS NULL OR replied_on IS NOT NULL", name=op.f("ck_documents_sent_a_reply_has_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_documents_sent_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents_made.id"], name=op.f("fk_documents_sent_document_id_documents_made")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["people.id"], name=op.f("fk_documents_sent_sent_by_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents_sent")),
    )
    op.create_index("ix_documents_sent_child_id", "documents_sent", ["child_id"], unique=False)
    op.create_index("ix_documents_sent_document_id", "documents_sent", ["document_id"], unique=False)

    op.create_table(
        "files_received",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("turned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("taken_out", sa.String(), server_default="", nullable=False),
        sa.Column("content_sha256", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("third_party", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'text/plain')",
            name=op.f("ck_files_received_media_type_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["people.id"], name=op.f("fk_files_received_added_by_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_files_received_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["information_requests.id"],
            name=op.f("fk_files_received_request_id_information_requests"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files_received")),
    )
    op.create_index("ix_files_received_child_id", "files_received", ["child_id"], unique=False)


def _own_copies() -> None:
    op.create_table(
        "health_history_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("made_with_them_on", sa.Date(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by", sa.String(), nullable=True),
        sa.Column("gp_copy", sa.String(), nullable=True),
        sa.Column("colour", sa.String(), nullable=True),
        sa.Column("blood_group", sa.String(), nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=True),
        sa.Column("offer_answer", sa.String(), nullable=True),
        sa.Column("jabs_checked_on", sa.Date(), nullable=True),
        sa.Column("checked_sha256", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "gp_copy IN ('yes', 'no')", name=op.f("ck_health_history_checks_gp_copy_is_known")
        ),
        sa.CheckConstraint(
            "offer_answer IN ('accepted', 'later', 'declined')",
            name=op.f("ck_health_history_checks_offer_answer_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_health_history_checks_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_history_checks")),
        sa.UniqueConstraint("child_id", name=op.f("uq_health_history_checks_child_id")),
    )
    op.create_table(
        "health_history_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("when_words", sa.String(), server_default="", nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("could_not_find", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("asked_of", sa.String(), server_default="", nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("left_out", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("record_key", sa.String(), nullable=True),
        sa.Column("record_said", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "NOT could_not_find OR asked_of <> ''", name=op.f("ck_health_history_lines_says_who_was_asked")
        ),
        sa.CheckConstraint(
            "part IN ('birth', 'story', 'operations', 'hospital', 'checks', 'growth', 'family', 'family_advice', 'jabs', 'helps_me')",
            name=op.f("ck_health_history_lines_part_is_known"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_health_history_lines_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_history_lines")),
    )
    op.create_index("ix_health_history_lines_child_id", "health_history_lines", ["child_id"], unique=False)

    op.create_table(
        "own_copies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(), nullable=True),
        sa.Column("text_size", sa.String(), server_default="usual", nullable=False),
        sa.Column("colour", sa.String(), nullable=True),
        sa.Column("shows_feelings", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("opening", sa.Text(), server_default="", nullable=False),
        sa.Column("talked_about", sa.Text(), server_default="", nullable=False),
        sa.Column("going_well", sa.Text(), server_default="", nullable=False),
        sa.Column("their_part", sa.Text(), server_default="", nullable=False),
        sa.Column("translated_by", sa.String(), nullable=True),
        sa.Column("checked_with_them_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "stage IN ('under_5', '5_to_9', '10_to_13', '14_to_15', '16_plus', 'easy_read')",
            name=op.f("ck_own_copies_stage_is_known"),
        ),
        sa.CheckConstraint("text_size IN ('usual', 'large')", name=op.f("ck_own_copies_text_size_is_known")),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessments.id"], name=op.f("fk_own_copies_assessment_id_assessments")
        ),
        sa.ForeignKeyConstraint(["child_id"], ["children.id"], name=op.f("fk_own_copies_child_id_children")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_copies")),
        sa.UniqueConstraint("assessment_id", name=op.f("uq_own_copies_assessment_id")),
    )
    op.create_index("ix_own_copies_child_id", "own_copies", ["child_id"], unique=False)


def _health_checks() -> None:
    op.create_table(
        "hospital_visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("date_precision", sa.String(), nullable=False),
        sa.Column("date_words", sa.String(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("hospital", sa.String(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year', 'about')",
            name=op.f("ck_hospital_visits_date_precision_is_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('admission', 'emergency', 'operation')", name=op.f("ck_hospital_visits_kind_is_known")
        ),
        sa.CheckConstraint(
            "ended_on >= began_on", name=op.f("ck_hospital_visits_ended_on_not_before_began_on")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_hospital_visits_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital_visits")),
    )
    op.create_index("ix_hospital_visits_child_id", "hospital_visits", ["child_id"], unique=False)

    op.create_table(
        "immunisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("vaccine", sa.String(), nullable=False),
        sa.Column("vaccine_words", sa.String(), server_default="", nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("date_precision", sa.String(), nullable=True),
        sa.Column("date_words", sa.String(), server_default="", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "date_precision IN ('day', 'month', 'year', 'about')",
            name=op.f("ck_immunisations_date_precision_is_known"),
        ),
        sa.CheckConstraint("state IN ('given', 'declined')", name=op.f("ck_immunisations_state_is_known")),
        sa.CheckConstraint(
            "given_on IS NULL OR date_precision IS NOT NULL",
            name=op.f("ck_immunisations_a_day_has_its_precision"),
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_immunisations_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immunisations")),
    )
    op.create_index("ix_immunisations_child_id", "immunisations", ["child_id"], unique=False)
