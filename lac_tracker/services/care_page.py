"""What the page of placements and legal status shows: rows in words, advice, and what looks wrong."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import placements as rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.care import STILL_LOOKED_AFTER
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.working_days import BankHolidays, add_working_days
from lac_tracker.services.access import needs, the_child
from lac_tracker.storage import care_records, children, people, reference_data
from lac_tracker.storage.care_records import LegalRecord, Period, PlacementRecord
from lac_tracker.storage.care_records import MissingRecord as MissingRecord  # screens name its type
from lac_tracker.storage.care_records import ProtectionRecord as ProtectionRecord

WITHHELD = "Address withheld"
CAME_INTO_CARE = "Came into care"


@dataclass(frozen=True)
class PlacementShown:
    """One row of the placements. told_late: more than 5 working days after the move, or not told for as long."""

    record: PlacementRecord
    where: str
    type_words: str
    host_area: str
    told_words: str
    told_late: bool
    reason: str


@dataclass(frozen=True)
class LegalShown:
    """One row of the legal statuses. holders: as entered; advice: who likely holds it, for who has to enter it."""

    record: LegalRecord
    words: str
    holders: str
    advice: str


@dataclass(frozen=True)
class ProtectionShown:
    """One line of protection and need. is_now: in force today."""

    kind: str
    words: str
    detail: str
    is_now: bool
    record: ProtectionRecord | None


@dataclass(frozen=True)
class CareShown:
    """The whole page, newest first. ended: the child is not in care now."""

    called: str
    placements: tuple[PlacementShown, ...]
    legal: tuple[LegalShown, ...]
    protection: tuple[ProtectionShown, ...]
    missing: tuple[MissingRecord, ...]
    period: Period | None
    care_words: str
    in_care: bool
    doubts: tuple[str, ...]


@needs(Action.OPEN_RECORD, child=the_child)
def shown(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> CareShown:
    """Return the page of a child. An address that is withheld is not in it."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    periods = care_records.periods(session, child_id)
    placed, legal = care_records.placements(session, child_id), care_records.legal_statuses(session, child_id)
    holidays = reference_data.bank_holidays(people.own_bank_holidays(session, child.team_id))
    stays = [(one.began, one.ended) for one in periods]
    period = periods[-1] if periods else None
    return CareShown(
        called=called,
        placements=tuple(
            _placement(one, placed[at - 1] if at else None, child, stays, holidays, today)
            for at, one in reversed(list(enumerate(placed)))
        ),
        legal=tuple(_legal(one, child) for one in reversed(legal)),
        protection=_protection(care_records.protection(session, child_id), today),
        missing=tuple(reversed(care_records.missing(session, child_id))),
        period=period,
        care_words=_care_words(period, today),
        in_care=period is not None and period.ended is None,
        doubts=(
            *rules.doubts(placed, "Placement", looked_after_since=stays, name=called),
            *rules.doubts(legal, "Legal status", looked_after_since=stays, name=called),
        ),
    )


@dataclass(frozen=True)
class CodeChoices:
    """What can be chosen today: (code, words)."""

    placement_types: tuple[tuple[str, str], ...]
    legal_statuses: tuple[tuple[str, str], ...]
    reasons_left: tuple[tuple[str, str], ...]


@needs(Action.OPEN_RECORD, child=the_child)
def code_choices(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> CodeChoices:
    """Return the codes to choose from, each with its words first."""
    codes = reference_data.codes()

    def valid(name: str) -> tuple[tuple[str, str], ...]:
        return tuple((one.code, f"{one.label} ({one.code})") for one in codes[name].valid_on(today))

    left = tuple(one for one in valid("reason_ended") if one[0] != STILL_LOOKED_AFTER)
    return CodeChoices(valid("placement_type"), valid("legal_status"), left)


@needs(Action.OPEN_RECORD, child=the_child)
def advice(session: Session, child_id: int, code: str, *, by: Actor, now: datetime) -> str:
    """Return who likely holds parental responsibility under a legal status, and who may consent; '' where unknown."""
    return _advice(code, children.load(session, child_id))


def _placement(
    one: PlacementRecord,
    before: PlacementRecord | None,
    child: Child,
    stays: list[tuple[date | None, date | None]],
    holidays: BankHolidays,
    today: date,
) -> PlacementShown:
    code = before.reason_for_change if before and before.ended == one.began else None
    came = one.began in {began for began, _ in stays}
    late_from = add_working_days(one.began, rules.TOLD_WITHIN_WORKING_DAYS, holidays)
    is_now = one.ended is None or one.ended > today
    told = rules.told_words(one.began, one.council_told_us_on)
    if not told and is_now and one.import_id is None:
        told = f"Not told yet (day {(today - one.began).days})"
    return PlacementShown(
        one,
        _where(one, child),
        rules.type_words(reference_data.codes()["placement_type"], one.placement_type),
        one.host_area or "",
        told,
        bool(told) and (one.council_told_us_on or today) > late_from,
        CAME_INTO_CARE if came else rules.CHANGE_REASONS.get(code or "", code or ""),
    )


def _where(one: PlacementRecord, child: Child) -> str:
    if child.address_withheld:
        return WITHHELD
    address = ", ".join(line.strip() for line in (one.address or "").splitlines() if line.strip())
    postcode = one.postcode if one.postcode and one.postcode not in address else ""
    return ", ".join(part for part in (one.carer_name, address, postcode) if part)


def _legal(one: LegalRecord, child: Child) -> LegalShown:
    words = reference_data.codes()["legal_status"].label(one.code)
    likely = rules.likely_responsibility(one.code, unaccompanied=child.is_unaccompanied)
    return LegalShown(
        one, words, one.parental_responsibility or "", f"Likely: {likely.holders}" if likely else ""
    )


def _advice(code: str, child: Child) -> str:
    likely = rules.likely_responsibility(code, unaccompanied=child.is_unaccompanied)
    if likely is None:
        return ""
    return (
        f"Likely: {likely.holders}. Consent under 16, likely: {likely.may_consent}. "
        "This is advice: enter who really holds it."
    )


def _protection(held: tuple[ProtectionRecord, ...], today: date) -> tuple[ProtectionShown, ...]:
    lines = []
    for kind, words in rules.PROTECTION_WORDS.items():
        mine = [one for one in held if one.kind == kind]
        if not mine:
            lines.append(ProtectionShown(kind, words, "none", False, None))
        for one in reversed(mine):
            is_now = one.ended is None or one.ended > today
            review = f", next review {show_date(one.next_review_on)}" if one.next_review_on else ""
            overdue = " (passed)" if one.next_review_on and one.next_review_on < today else ""
            lasted = (
                f"from {show_date(one.began)}{review}{overdue}"
                if is_now
                else f"from {show_date(one.began)}, ended {show_date(one.ended)}"
            )
            detail = ", ".join(part for part in (one.category, lasted, one.note) if part)
            lines.append(ProtectionShown(kind, words, detail, is_now, one))
    return tuple(lines)


def _care_words(period: Period | None, today: date) -> str:
    if period is None:
        return "When care began is not on record"
    if period.ended is not None and period.ended <= today:
        codes = reference_data.codes()["reason_ended"]
        why = f": {codes.label(period.reason_ended).lower()}" if period.reason_ended else ""
        return f"Left care {show_date(period.ended)}{why}"
    if period.began is None:
        return "In care; the day care began is not on record"
    told = rules.told_words(period.began, period.council_told_us_on)
    return f"Looked after since {show_date(period.began)}{f', LAC team told {told}' if told else ''}"
