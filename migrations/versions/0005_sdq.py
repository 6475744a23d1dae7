"""Strengths and difficulties questionnaires: raw answers, scores, and what was made of them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _questionnaires()
    _not_done()


def _questionnaires() -> None:
    op.create_table(
        "sdq_questionnaires",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("is_follow_up", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("entry", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("completed_by", sa.String(), server_default="", nullable=False),
        *(sa.Column(f"item_{number}", sa.Integer(), nullable=True) for number in range(1, 26)),
        sa.Column("difficulties", sa.Integer(), nullable=True),
        sa.Column("distress", sa.Integer(), nullable=True),
        sa.Column("home", sa.Integer(), nullable=True),
        sa.Column("friends", sa.Integer(), nullable=True),
        sa.Column("classroom", sa.Integer(), nullable=True),
        sa.Column("leisure", sa.Integer(), nullable=True),
        sa.Column("change_since", sa.Integer(), nullable=True),
        sa.Column("helped", sa.Integer(), nullable=True),
        sa.Column("skipped_items", sa.Text(), server_default="", nullable=False),
        sa.Column("emotional", sa.Integer(), nullable=True),
        sa.Column("conduct", sa.Integer(), nullable=True),
        sa.Column("hyperactivity", sa.Integer(), nullable=True),
        sa.Column("peer", sa.Integer(), nullable=True),
        sa.Column("prosocial", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("internalising", sa.Integer(), nullable=True),
        sa.Column("externalising", sa.Integer(), nullable=True),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("impact_answered", sa.Integer(), nullable=True),
        sa.Column("keyed_twice", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("licence_note", sa.String(), server_default="", nullable=False),
        sa.Column("means", sa.Text(), server_default="", nullable=False),
        sa.Column("child_thinks", sa.Text(), server_default="", nullable=False),
        sa.Column("own_words", sa.Text(), server_default="", nullable=False),
        sa.Column("shared_with_child", sa.String(), nullable=True),
        sa.Column("next_step", sa.String(), nullable=True),
        sa.Column("next_step_words", sa.Text(), server_default="", nullable=False),
        sa.Column("next_step_need_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "entry IN ('items', 'scales', 'total')", name=op.f("ck_sdq_questionnaires_entry_is_known")
        ),
        sa.CheckConstraint(
            "next_step <> 'nothing' OR next_step_words <> ''",
            name=op.f("ck_sdq_questionnaires_nothing_needs_a_reason"),
        ),
        sa.CheckConstraint(
            "next_step IN ('talk', 'camhs', 'plan_item', 'nothing')",
            name=op.f("ck_sdq_questionnaires_next_step_is_known"),
        ),
        sa.CheckConstraint(
            "shared_with_child IN ('yes', 'no')",
            name=op.f("ck_sdq_questionnaires_shared_with_child_is_known"),
        ),
        sa.CheckConstraint(
            "state <> 'scored' OR completed_by <> ''",
            name=op.f("ck_sdq_questionnaires_a_scored_one_says_by_whom"),
        ),
        sa.CheckConstraint("state IN ('part', 'scored')", name=op.f("ck_sdq_questionnaires_state_is_known")),
        sa.CheckConstraint(
            "change_since BETWEEN 0 AND 4", name=op.f("ck_sdq_questionnaires_change_since_in_range")
        ),
        sa.CheckConstraint(
            "classroom BETWEEN 0 AND 3", name=op.f("ck_sdq_questionnaires_classroom_in_range")
        ),
        sa.CheckConstraint("conduct BETWEEN 0 AND 10", name=op.f("ck_sdq_questionnaires_conduct_in_range")),
        sa.CheckConstraint(
            "difficulties BETWEEN 0 AND 3", name=op.f("ck_sdq_questionnaires_difficulties_in_range")
        ),
        sa.CheckConstraint("distress BETWEEN 0 AND 3", name=op.f("ck_sdq_questionnaires_distress_in_range")),
        sa.CheckConstraint(
            "emotional BETWEEN 0 AND 10", name=op.f("ck_sdq_questionnaires_emotional_in_range")
        ),
        sa.CheckConstraint(
            "externalising BETWEEN 0 AND 20", name=op.f("ck_sdq_questionnaires_externalising_in_range")
        ),
        sa.CheckConstraint("friends BETWEEN 0 AND 3", name=op.f("ck_sdq_questionnaires_friends_in_range")),
        sa.CheckConstraint("helped BETWEEN 0 AND 3", name=op.f("ck_sdq_questionnaires_helped_in_range")),
        sa.CheckConstraint("home BETWEEN 0 AND 3", name=op.f("ck_sdq_questionnaires_home_in_range")),
        sa.CheckConstraint(
            "hyperactivity BETWEEN 0 AND 10", name=op.f("ck_sdq_questionnaires_hyperactivity_in_range")
        ),
        sa.CheckConstraint("impact BETWEEN 0 AND 10", name=op.f("ck_sdq_questionnaires_impact_in_range")),
        sa.CheckConstraint(
            "internalising BETWEEN 0 AND 20", name=op.f("ck_sdq_questionnaires_internalising_in_range")
        ),
        *(
            sa.CheckConstraint(
                f"item_{number} BETWEEN 0 AND 2", name=op.f(f"ck_sdq_questionnaires_item_{number}_in_range")
            )
            for number in range(1, 26)
        ),
        sa.CheckConstraint("leisure BETWEEN 0 AND 3", name=op.f("ck_sdq_questionnaires_leisure_in_range")),
        sa.CheckConstraint("peer BETWEEN 0 AND 10", name=op.f("ck_sdq_questionnaires_peer_in_range")),
        sa.CheckConstraint(
            "prosocial BETWEEN 0 AND 10", name=op.f("ck_sdq_questionnaires_prosocial_in_range")
        ),
        sa.CheckConstraint("total BETWEEN 0 AND 40", name=op.f("ck_sdq_questionnaires_total_in_range")),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_sdq_questionnaires_child_id_children")
        ),
        sa.ForeignKeyConstraint(
            ["next_step_need_id"], ["needs.id"], name=op.f("fk_sdq_questionnaires_next_step_need_id_needs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sdq_questionnaires")),
    )
    op.create_index(
        "ix_sdq_questionnaires_child_id_completed_on",
        "sdq_questionnaires",
        ["child_id", "completed_on"],
        unique=False,
    )


def _not_done() -> None:
    op.create_table(
        "sdq_not_done",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("entered_in_error_because", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "reason IN ('SDQ1', 'SDQ2', 'SDQ3', 'SDQ4', 'SDQ5')", name=op.f("ck_sdq_not_done_reason_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["child_id"], ["children.id"], name=op.f("fk_sdq_not_done_child_id_children")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sdq_not_done")),
    )
    op.create_index("ix_sdq_not_done_child_id", "sdq_not_done", ["child_id"], unique=False)
