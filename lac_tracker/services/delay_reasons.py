"""Why an assessment is late: said by a person, kept with all that was said before, and whose delay it makes it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.delays import OWNER_WORDS, Owner, Reason, is_avoidable, with_note
from lac_tracker.domain.errors import RecordChanged, UserError
from lac_tracker.domain.names import clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.standing import OPEN_STATUSES, WAITING_WORDS
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.clock_of import clock_of, standing_of
from lac_tracker.storage import delay_reasons as stored
from lac_tracker.storage import reference_data
from lac_tracker.storage.deadlines import Clock
from lac_tracker.storage.delay_reasons import SaidReason

LONGEST_NOTE = 1_000
_ANY = ""


@dataclass(frozen=True)
class ReasonChoice:
    """One reason to choose. words: with who owns it, 'Council: consent not received'. group: whose delay it is."""

    code: str
    words: str
    group: str
    needs_text: bool


@dataclass(frozen=True)
class Said:
    """One reason in the history. is_avoidable: None where nobody can tell or it is not counted."""

    kind: str
    clock_start: date | None
    code: str
    words: str
    owner: str
    is_avoidable: bool | None
    note: str
    recorded_at: datetime
    recorded_by: str

    @property
    def in_words(self) -> str:
        """'04-Mar-2026 Nadia Rahman: Council: consent not received. With the council manager'."""
        joined = ": " if _needs_text(self.code) else ". "
        note = f"{joined}{self.note.rstrip('.')}" if self.note else ""
        return f"{show_date(self.recorded_at.date())} {self.recorded_by}: {self.words}{note}"


def reason_words(code: str | None, note: str = "") -> str:
    """Return 'Council: consent not received'; '' for no reason, the code itself for one that is not known any more.

    note: what was typed with it, which is said where the reason says nothing by itself: 'Other: lift out of order'.
    """
    if not code:
        return ""
    reason = reference_data.delay_reason(code)
    if reason is None:
        return code
    return with_note(_words(reason), note if reason.needs_text else "")


def words_of(session: Session, child_id: int, clock: Clock) -> str:
    """Return why a clock is late as somebody said last, with what was typed of a reason that says nothing by itself."""
    code, due = clock.work.delay_code, clock.due
    held = stored.of_clock(session, child_id, due.kind.value, due.clock_start) if _needs_text(code) else ()
    return reason_words(code, held[0].note if held else "")


def choices(*, for_open: bool = True) -> tuple[ReasonChoice, ...]:
    """Return the reasons to choose from, grouped by whose delay it is.

    for_open: without those that leave a row out of the figures, which follow from the record and are not chosen.
    """
    order = list(OWNER_WORDS)
    offered = [
        one for one in reference_data.delay_reasons() if not (for_open and is_exclusion(one))
    ]  # fmt: skip
    offered.sort(key=lambda one: order.index(one.owner))
    return tuple(
        ReasonChoice(one.code, _words(one), OWNER_WORDS[one.owner], one.needs_text) for one in offered
    )


def is_exclusion(reason: Reason) -> bool:
    """Return whether a reason says that a row is not counted at all (codes EX)."""
    return reason.owner is Owner.NONE and not reason.needs_text


@needs(Action.RECORD_DELAY, child=the_child)
def record(
    session: Session,
    child_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    kind: str,
    code: str,
    note: str = "",
    seen_code: str | None = None,
) -> Changes:
    """Say why the clock of a kind is late; what was said before stays. code: '' takes the reason away.

    seen_code: the reason the person saw; None where it was not looked at. The same again without a note is kept once.

    Raises UserError for a code that does not exist or is not for an open row, and for 'Other' without text;
    RecordChanged when somebody said something else meanwhile.
    """
    keep(session, child_id, kind=kind, code=code, note=note, by=by, now=now, today=today, seen_code=seen_code)
    return Changes(assessments=True, child_id=child_id)


@needs(Action.OPEN_RECORD, child=the_child)
def history(
    session: Session, child_id: int, *, by: Actor, now: datetime, kind: str = _ANY
) -> tuple[Said, ...]:
    """Return all that was said, the newest first. kind: of one assessment only."""
    return tuple(_said(one) for one in stored.of_child(session, child_id) if kind in (_ANY, one.kind))


def keep(
    session: Session,
    child_id: int,
    *,
    kind: str,
    code: str,
    note: str,
    by: Actor,
    now: datetime,
    today: date,
    seen_code: str | None = None,
    clock: Clock | None = None,
) -> str | None:
    """Keep a reason as `record` does, for commands that are allowed by another rule.

    clock: of the child and kind, where it was computed already. Returns the code that counted before, None where this
    is no news.
    """
    clock = clock or clock_of(session, child_id, kind)
    said = clean_text(note, label="Note", longest=LONGEST_NOTE).strip()
    if code:
        _check(code, said, is_open=standing_of(clock, today).status in OPEN_STATUSES)
    held = stored.of_clock(session, child_id, kind, clock.due.clock_start)
    before = held[0].code if held else ""
    if seen_code is not None and seen_code != before:
        raise RecordChanged(
            f"{held[0].recorded_by if held else 'Someone else'} changed the reason for delay while you were working. "
            f"It is now: {reason_words(before, held[0].note if held else '') or 'none'}. Choose again if it should be another"
        )
    if code == before and (not said or said == held[0].note):
        return None
    stored.add(session, child_id, kind, clock.due.clock_start, code, said, at=now, by_id=by.person_id)
    return before


def _check(code: str, note: str, *, is_open: bool) -> None:
    reason = reference_data.delay_reason(code)
    if reason is None:
        raise UserError(f"Reason for delay '{code}' is not in the list. Choose one of the list")
    if is_open and is_exclusion(reason):
        raise UserError(
            f"'{reason.label}' is not a reason for delay of something that is due. Record it where it belongs: "
            "placement, legal status or history"
        )
    if reason.needs_text and not note:
        raise UserError("Enter the note: say what the other reason is")


def _needs_text(code: str | None) -> bool:
    reason = reference_data.delay_reason(code) if code else None
    return reason is not None and reason.needs_text


def _words(reason: Reason) -> str:
    if reason.needs_text:
        return reason.label
    party = "Not counted" if is_exclusion(reason) else WAITING_WORDS[reason.party]
    label = reason.label if reason.label.startswith("CAMHS") else reason.label[:1].lower() + reason.label[1:]
    return f"{party}: {label}"


def _said(one: SaidReason) -> Said:
    reason = reference_data.delay_reason(one.code) if one.code else None
    return Said(
        one.kind, one.clock_start, one.code, reason_words(one.code) or "No reason any more",
        OWNER_WORDS[reason.owner] if reason else "", is_avoidable(reason) if reason else None, one.note,
        one.recorded_at, one.recorded_by,
    )  # fmt: skip
