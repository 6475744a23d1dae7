"""The rows of the assessments page: what is due, what is open, and what was done, in words and dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.care import CareHistory
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.deadlines import AssessmentKind
from lac_tracker.domain.missing_parts import listed
from lac_tracker.domain.names import first_name
from lac_tracker.domain.settings import Rules, rules_from
from lac_tracker.domain.standing import OVERLAY_WORDS, Overlay, Status, beside_words, standing, status_words
from lac_tracker.domain.visits import due_date_of, pause_words, signed_words
from lac_tracker.domain.working_days import BankHolidays
from lac_tracker.services import missing_parts, quality_marks
from lac_tracker.services.past_assessments import IN_ERROR
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, deadlines, documents, out_of_area, people, reference_data, visits
from lac_tracker.storage.assessments import Assessment

_OPENED = ("signed", "in_progress", "part_done")


@dataclass(frozen=True)
class VisitRow:
    """One line of the page. assessment_id is None while what is due was not begun."""

    assessment_id: int | None
    kind: str
    state: str  # of the assessment, 'due' without one, 'replaced' for an edition that was amended
    look: str  # a key of icons.STATUS_LOOKS
    words: str
    detail: str = ""  # the second line: short
    note: str = ""  # all there is to say about it, for the line below the table
    due_on: date | None = None
    seen: str = ""
    seen_by: str = ""
    signed_on: date | None = None
    to_gp: str = ""
    quality: str = ""  # what a quality review said of it
    edition: int = 1
    is_due: bool = False  # this line is the one whose clock runs
    hold: str = ""  # until when that clock is on hold and why, '' while it is not
    can_open: bool = False
    compare_with: int | None = None  # the completed assessment before this one
    entered: tuple[date, str] | None = None  # (completed on, by whom) of one that may be corrected

    @property
    def is_open(self) -> bool:
        return self.state in stored.OPEN_STATES


@dataclass(frozen=True)
class _Facts:
    child: Child
    called: str
    held: tuple[Assessment, ...]
    history: CareHistory
    rules: Rules
    holidays: BankHolidays
    today: date
    hosts: Mapping[int, str]  # assessment → the host team that did it
    quality: Mapping[int, str]  # assessment → how its quality review stands


def rows_of(session: Session, child: Child, today: date) -> tuple[VisitRow, ...]:
    """Return every assessment of a child, what is due on top, then the newest first."""
    facts = _Facts(
        child=child,
        called=first_name(child.preferred_name, child.given_name, child.council_id),
        held=stored.of_child(session, child.id),
        history=care.histories(session, [child.id])[child.id],
        rules=rules_from(people.settings(session, child.team_id)),
        holidays=reference_data.bank_holidays(people.own_bank_holidays(session, child.team_id)),
        today=today,
        hosts=out_of_area.hosts_of(session, child.id),
        quality=quality_marks.of_child(session, child.id),
    )
    due = {row.kind: row for row in _due_rows(session, facts)}
    rows = []
    for one in sorted(facts.held, key=_when, reverse=True):
        is_begun = one.state in stored.OPEN_STATES and not one.is_amendment
        clock = due.pop(one.kind, None) if is_begun else None
        rows.append(_row(session, facts, one, clock))
    first = [row for row in rows if row.is_open]
    return (*due.values(), *first, *(row for row in rows if not row.is_open))


def _when(one: Assessment) -> tuple[date, int, int]:
    started = one.started_at.date() if one.started_at else None
    day = one.completed_on or one.declined_on or one.first_seen_on or started or date.max
    return day, one.edition, one.id


def _due_rows(session: Session, facts: _Facts) -> list[VisitRow]:
    """Return a line for each clock that runs."""
    found = []
    for clock in deadlines.compute(session, {facts.child.id})[facts.child.id]:
        stand = standing(clock.due, clock.holds, facts.today, facts.child.born)
        if clock.due.met_on or stand.status is Status.EXCLUDED:
            continue
        of = f" of {stand.limit_days}" if stand.limit_days else ""
        day = f"Day {stand.day}{of}" if stand.day is not None and clock.due.kind.value == "IHA" else ""
        is_on_hold = Overlay.ON_HOLD in stand.overlays
        others = ", ".join(OVERLAY_WORDS[one] for one in stand.overlays if one is not Overlay.ON_HOLD)
        waits = beside_words((Overlay.ON_HOLD,), clock.holds) if is_on_hold else ""
        words = status_words(stand, clock.due, facts.today)
        detail = ". ".join(
            part for part in (day, others.capitalize(), waits, clock.due.missing or "") if part
        )
        found.append(
            VisitRow(
                None, clock.due.kind.value, "due", stand.status.value, words, detail,
                due_on=clock.due.on,
                seen=f"Booked {show_date(stand.booked_on)}" if stand.booked_on else "",
                seen_by=clock.work.assessor_name or "",
                is_due=True,
                hold=beside_words((Overlay.ON_HOLD,), clock.holds, with_reason=True)
                if is_on_hold
                else "",
            )
        )  # fmt: skip
    return found


def _row(session: Session, facts: _Facts, one: Assessment, clock: VisitRow | None) -> VisitRow:
    state, look, words, detail, note = _state(session, facts, one)
    start, due_on = _due(facts, one)
    if state == "signed" and one.completed_on:
        words = signed_words(AssessmentKind(one.kind), one.completed_on, start, due_on, one.edition)
    if clock is not None:
        waits = clock.hold.partition(":")[0]
        day = clock.detail.split(". ")[0].replace(waits, "")
        due_on, detail = clock.due_on, ". ".join(part for part in (clock.words, day, waits) if part)
    seen_on = one.completed_on or one.part_done_on or one.first_seen_on
    assessor = stored.assessor_name(session, one.assessor_id) if one.state != "declined" else None
    return VisitRow(
        one.id, one.kind, state, look, words, detail, note,
        due_on=due_on,
        seen=show_date(seen_on) if seen_on else (clock.seen if clock else ""),
        seen_by=one.completed_by or assessor or "",
        signed_on=one.signed_at.date() if one.signed_at else None,
        to_gp=_to_gp(session, one) if one.state == "signed" else "",
        quality=facts.quality.get(one.id, ""),
        edition=one.edition,
        is_due=clock is not None,
        hold=clock.hold if clock is not None else "",
        can_open=one.state in _OPENED or (one.form_id is not None and one.state != "history"),
        compare_with=_before(facts, one),
        entered=(one.completed_on, one.completed_by or "")
        if one.state == "history" and one.completed_on and one.id not in facts.hosts
        else None,
    )  # fmt: skip


def _state(session: Session, facts: _Facts, one: Assessment) -> tuple[str, str, str, str, str]:
    """Return state, look, words, the second line, and all there is to say."""
    if one.is_amendment and one.state in stored.OPEN_STATES:
        stands = "The signed version stands"
        return one.state, "started", f"Amending: version {one.edition}", stands, _why(one)
    match one.state:
        case "signed":
            later = stored.replaced_by(facts.held).get(one.id)
            if later:
                return "replaced", "replaced", f"Replaced by version {later.edition}", "", _why(later)
            left = listed(missing_parts.parts_of(session, one, facts.today))
            said = f"Signed as enough. Left for another day: {left}" if left else ""
            return "signed", "complete", "Signed", _accepted(one), ". ".join(filter(None, (_why(one), said)))
        case "history":
            host = facts.hosts.get(one.id)
            done = f"Done by {host}" if host else "Done before this caseload"
            return "history", "complete", done, _accepted(one), ""
        case "in_progress":
            return _in_progress(session, one)
        case "part_done":
            last = visits.pauses(session, one.id)
            said = f"{pause_words(last[-1], facts.called)}. Left to do: {last[-1].left_to_do}" if last else ""
            return "part_done", "part_done", "Seen, part done", "", said
        case "declined":
            again = f"Ask again {show_date(one.ask_again_on)}" if one.ask_again_on else ""
            return "declined", "declined", "Declined for now", again, _refusal(session, one)
        case "cancelled" if (one.cancelled_because or "").startswith(IN_ERROR):
            why = (one.cancelled_because or "").removeprefix(IN_ERROR)
            return "in_error", "cancelled", "Entered in error", "Counts for nothing", f"Why: {why}"
        case "cancelled":
            return (
                "cancelled",
                "cancelled",
                "Cancelled",
                "",
                f"Why: {one.cancelled_because or 'not recorded'}",
            )
    return "requested", "asked", "Requested", "", "Consent is still missing" if one.form_id else ""


def _in_progress(session: Session, one: Assessment) -> tuple[str, str, str, str, str]:
    if one.handed_to_id is not None:
        name = stored.assessor_name(session, one.handed_to_id)
        note = f"Handed to {name} to sign on {show_date(one.handed_on)}"
        return "in_progress", "seen_not_signed", "Seen, not signed", "", note
    note = f"Part done {show_date(one.part_done_on)}" if one.part_done_on else ""
    return "in_progress", "started", "In progress", "", note


def _refusal(session: Session, one: Assessment) -> str:
    kept = [each for each in visits.declined(session, one.child_id) if each.assessment_id == one.id]
    if not kept:
        return ""
    offers = f". Could offer: {kept[-1].offers}" if kept[-1].offers else ""
    return f"Said on {show_date(kept[-1].declined_on)}: \u201c{kept[-1].what_was_said}\u201d{offers}"


def _why(one: Assessment) -> str:
    return f"Why: {one.amendment_reason}" if one.amendment_reason else ""


def _accepted(one: Assessment) -> str:
    return "Accepted for this period of care" if one.accepted_from_earlier_period else ""


def _due(facts: _Facts, one: Assessment) -> tuple[date | None, date | None]:
    """Return (day 0, due date) of an assessment that was completed."""
    if one.completed_on is None or one.state not in ("signed", "history"):
        return None, None
    day = one.completed_on
    began = max(
        (period.began for period in facts.history.periods if period.began and period.began <= day),
        default=None,
    )
    before = [
        other.completed_on
        for other in _done(facts)
        if other.completed_on and other.completed_on < day and (began is None or other.completed_on >= began)
    ]
    last = max(before, default=None)
    return due_date_of(
        AssessmentKind(one.kind), day, began, last, facts.child.born, facts.rules, facts.holidays
    )


def _done(facts: _Facts) -> list[Assessment]:
    return [*stored.in_force(facts.held), *(one for one in facts.held if one.state == "history")]


def _before(facts: _Facts, one: Assessment) -> int | None:
    """Return what an assessment is compared with: the edition it amends, else the one before it."""
    if one.amends_id is not None:
        return one.amends_id
    if one.form_id is None or one.state in ("requested", "history", "cancelled", "declined"):
        return None
    reference = one.completed_on or date.max
    mine = [
        other
        for other in stored.in_force(facts.held)
        if other.completed_on and other.completed_on < reference and other.form_id and other.id != one.id
    ]
    return mine[-1].id if mine else None


def _to_gp(session: Session, one: Assessment) -> str:
    if one.sent_to_gp_on:
        return show_date(one.sent_to_gp_on)
    gone = documents.replaced(session, one.child_id)
    made = [
        document
        for document in documents.of_child(session, one.child_id)
        if document.assessment_id == one.id and document.document == "gp-summary"
    ]
    if made:
        words = f"Made {show_date(made[0].made_at.date())}"
        return f"{words}, replaced" if made[0].id in gone else words
    is_newer = one.amends_id is not None and documents.latest(session, one.id, "gp-summary") is not None
    return "Replaced: make it again" if is_newer else ""
