"""What the two tables of the assessments page show."""

from lac_tracker.domain.dates import show_date, show_weekday
from lac_tracker.domain.visits import OUTCOME_WORDS, Appointment
from lac_tracker.services.visit_rows import VisitRow
from lac_tracker.ui.models.row_model import Column

_INTERPRETER = {
    "needed": "Needed, not booked", "booked": "Booked", "used": "Used", "not_needed": "Not needed",
}  # fmt: skip
_LOOKS = {
    "booked": "booked", "seen": "complete", "part_done": "part_done", "was_not_brought": "overdue",
    "cancelled": "cancelled", "moved": "carried_forward", "declined": "declined",
}  # fmt: skip


def _day(row: VisitRow) -> str:
    return show_date(row.due_on) if row.due_on else ""


def _signed(row: VisitRow) -> str:
    return show_date(row.signed_on) if row.signed_on else ""


def _when(one: Appointment) -> str:
    return f"{show_weekday(one.takes_place_on)} {show_date(one.takes_place_on)}"


def _first_offer(one: Appointment) -> str:
    return f"First offered {show_date(one.offered_on)}"


def _quality_said(row: VisitRow) -> str:
    return (
        f"Quality review: {row.quality[0].lower()}{row.quality[1:]}" if row.quality else "No quality review"
    )


ASSESSMENTS: tuple[Column[VisitRow], ...] = (
    Column("Type", lambda row: row.kind, width=6, strong=True),
    Column("Status", lambda row: row.words, second=lambda row: row.detail, status=lambda row: row.look, detail=lambda row: row.note, width=34),
    Column("Due", _day, width=12),
    Column("Seen", lambda row: row.seen, width=19),
    Column("Seen by", lambda row: row.seen_by, width=18, wraps=True, detail=lambda row: row.seen_by),
    Column("Signed", _signed, width=12),
    Column("Plan to GP", lambda row: row.to_gp, width=20),
    Column("QA", lambda row: row.quality, width=12, wraps=True, said=_quality_said),
)  # fmt: skip

APPOINTMENTS: tuple[Column[Appointment], ...] = (
    Column("For", lambda one: one.kind, width=6, strong=True),
    Column("When", _when, second=lambda one: one.starts_at or "", width=19),
    Column("What happened", lambda one: OUTCOME_WORDS[one.outcome], second=_first_offer, status=lambda one: _LOOKS[one.outcome], width=28),
    Column("Place", lambda one: one.place or "", width=24),
    Column("Interpreter", lambda one: _INTERPRETER.get(one.interpreter or "", ""), width=20),
)  # fmt: skip
