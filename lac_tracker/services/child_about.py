"""What the summary says of a child: who they are, their health at a glance, and what is known of the essentials."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.about import SUBJECTS
from lac_tracker.domain.care import CareHistory, current_period
from lac_tracker.domain.children import Child
from lac_tracker.domain.completeness import (
    EssentialFacts,
    Essentials,
    Knowledge,
    Known,
    essentials,
    show_known,
)
from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.domain.names import first_name
from lac_tracker.domain.questions import Value
from lac_tracker.domain.sdq_known import COUNTS_FOR_MONTHS
from lac_tracker.domain.sdq_words import NONE_YET, glance_words
from lac_tracker.services import report_checks
from lac_tracker.services.about import known_about
from lac_tracker.services.child_banner import lives, person
from lac_tracker.services.sdq_known import SdqKnown
from lac_tracker.storage import assessments, care, family, information, reference_data

_HISTORY = {
    "answered": Knowledge.RECORDED,
    "not_known_after_asking": Knowledge.ASKED_NOT_KNOWN,
    "declined": Knowledge.PREFERS_NOT_TO_SAY,
    "asked": Knowledge.NOT_ASKED,
    "not_asked": Knowledge.NOT_ASKED,
}
_STATED = {
    "yes": "Up to date",
    "no": "Not up to date",
    "not_known": "History unknown, treat as not immunised",
}
_NONE, _NOT_RECORDED = "None recorded", "Not recorded"


@dataclass(frozen=True)
class AboutRow:
    """One row of About. edits: what Enter on it changes; '' for a row that follows from another page."""

    label: str
    words: str
    edits: str = ""


@dataclass(frozen=True)
class GlanceRow:
    """One row of Health at a glance. look: the icon, '' for none."""

    label: str
    words: str
    look: str = ""


@dataclass(frozen=True)
class Answered:
    """The answers of the last signed assessment, and when it was completed."""

    kind: str
    on: date
    answers: dict[str, Value]


def rows(
    session: Session, child: Child, history: CareHistory, last: Answered | None, today: date
) -> tuple[AboutRow, ...]:
    """Return the rows of About, in their order."""
    contacts = {contact.kind: contact for contact in care.contacts(session, child.id)}
    school = contacts.get("school")
    where = "Address withheld" if child.address_withheld else lives(history, today)
    likes = str(last.answers.get("likes", "")).strip() if last else ""
    subjects = [AboutRow(SUBJECTS[one], _subject_words(child, one), one) for one in SUBJECTS]
    return (
        *subjects,
        AboutRow("Meaning for care", child.meaning_for_care or "Not recorded"),
        *((AboutRow("Likes", likes),) if likes else ()),
        AboutRow("Lives with", where),
        AboutRow("Legal status", _legal(history, today)),
        AboutRow(
            "School", (school.organisation or school.full_name or "Not known") if school else "Not known"
        ),
        AboutRow("GP practice", _practice(contacts.get("gp_practice"))),
        AboutRow("Social worker", person(contacts.get("social_worker"))),
        AboutRow("Carer", person(contacts.get("carer"))),
        AboutRow("Council", f"{child.council_code}, ID {child.council_id}"),
        AboutRow("Continuity", _continuity(session, child.id)),
    )


def glance(
    child: Child, last: Answered | None, sdq: SdqKnown, checks: report_checks.Checks
) -> tuple[GlanceRow, ...]:
    """Return health at a glance: what the record and the last signed assessment say, whichever is newer.

    checks: what the record knows of health checks; each is told with its day and source.
    """
    allergies = {
        "known": GlanceRow("Allergies", child.allergies or "Known: see record", "at_risk"),
        "none_known": GlanceRow("Allergies", "No known allergies", "complete"),
    }.get(child.allergies_state, GlanceRow("Allergies", "Not recorded: ask", "missing"))
    held = last.answers if last else {}
    known = report_checks.newer(checks, last.on if last else date.min, lambda one: str(held.get(one, "")))
    rows = (
        _conditions(held, known),
        GlanceRow("Medicines", _medicines(held, known)),
        _immunisations(last, known),
        _check("Dental check", held, "dental_seen", known.dental, "dental_seen_on"),
        _check("Vision", held, "vision_checked", known.vision),
        _check("Hearing", held, "hearing_checked", known.hearing),
        *((GlanceRow("Growth", report_checks.growth_told(known.growth)),) if known.growth else ()),
    )
    if last is None:
        told = tuple(row for row in rows if row.words not in (_NONE, _NOT_RECORDED))
        scores = (GlanceRow("SDQ", _sdq(child, None, sdq)),) if sdq.scores else ()
        return (allergies, *told, *scores, GlanceRow("Other health", "Nothing signed yet"))
    return (
        allergies,
        *rows,
        GlanceRow("SDQ", _sdq(child, last, sdq)),
        GlanceRow("From", f"{last.kind} {show_date(last.on)}, where no other day is given"),
    )


def known_essentials(
    session: Session,
    child: Child,
    last: Answered | None,
    today: date,
    *,
    has_consent: bool,
    consent_words: str,
    sdq: SdqKnown,
) -> Essentials:
    """Return the essentials with their meter. consent_words: what to say of consent when a signed one had it."""
    requests = information.requests(session, child.id)
    gp_asked = max((one.asked_on for one in requests if one.source == "gp"), default=None)
    facts = EssentialFacts(
        ethnicity=known_about(child, "ethnicity"),
        language=known_about(child, "language"),
        religion=known_about(child, "religion"),
        birth_history=_history_known(
            child.birth_history_state, family.last_asked(session, child.id, "birth")
        ),
        parental_health=_history_known(
            child.parental_history_state, family.last_asked(session, child.id, "mother", "father")
        ),
        has_consent=has_consent,
        consent_words=consent_words,
        has_gp_record=care.contact(session, child.id, "gp_practice") is not None,
        gp_record_asked_on=gp_asked,
        has_carer_sdq=_has_sdq(last, today, sdq),
        carer_sdq_asked_on=sdq.not_done.asked_on if sdq.not_done else None,
        carer_sdq_words=f"not done: {sdq.not_done_words}" if sdq.not_done else "",
        contributions_asked_on=max((one.asked_on for one in requests), default=None),
    )
    return essentials(facts, child.born, today)


def last_answers(session: Session, held: tuple[assessments.Assessment, ...]) -> Answered | None:
    """Return the answers of the last signed assessment; None while nothing is signed."""
    signed = assessments.in_force(held)
    if not signed:
        return None
    last = signed[-1]
    assert last.completed_on is not None
    return Answered(last.kind, last.completed_on, assessments.answers(session, last.id))


def _subject_words(child: Child, subject: str) -> str:
    words = show_known(known_about(child, subject))
    own = getattr(child, f"{subject}_own_words", None)
    if own:
        words += f". In their own words: {own}"
    if subject != "language":
        return words
    codes = reference_data.codes()["language"]
    parts = [words]
    if child.preferred_language and child.preferred_language != child.first_language:
        parts.append(f"For health: {codes.label(child.preferred_language)}")
    needed = {
        "yes": "Interpreter needed",
        "no": "No interpreter needed",
        "not_known": "Interpreter: not known",
    }
    parts.append(needed[child.interpreter_needed])
    if child.interpreter_needed == "yes" and child.interpreter_wishes:
        parts.append(child.interpreter_wishes)
    return ". ".join(parts)


def _legal(history: CareHistory, today: date) -> str:
    status = history.legal_statuses[-1] if history.legal_statuses else None
    if status is None or current_period(history, today) is None:
        return "Not known"
    return f"{reference_data.codes()['legal_status'].label(status.code)}, since {show_date(status.began)}"


def _practice(gp: care.Contact | None) -> str:
    if gp is None:
        return "Not known"
    day = gp.last_confirmed_on
    confirmed = f"last confirmed {show_date(day)}" if day else "never confirmed"
    return f"{gp.organisation} ({gp.ods_code or 'no ODS code'}), {confirmed}"


def _continuity(session: Session, child_id: int) -> str:
    """Return who of the team knows the child best: the assessor of most assessments."""
    done = [
        one for one in assessments.of_child(session, child_id) if one.assessor_id and one.state != "cancelled"
    ]
    if not done:
        return "Nobody of the team has seen the child yet"
    who, times = Counter(one.assessor_id for one in done).most_common(1)[0]
    counted = "1 assessment" if times == 1 else f"{times} assessments"
    return f"{assessments.assessor_name(session, who) or 'Not known'} ({counted})"


def _history_known(state: str, asked_on: date | None) -> Known:
    knowledge = _HISTORY[state]
    return Known(knowledge, "On record" if knowledge is Knowledge.RECORDED else "", asked_on)


def _text(held: Mapping[str, Value], question: str) -> str:
    return "; ".join(line.strip(" -•\t") for line in str(held.get(question, "")).splitlines() if line.strip())


def _conditions(held: Mapping[str, Value], known: report_checks.Checks) -> GlanceRow:
    if known.conditions_changed is not None:
        return GlanceRow("Conditions", "; ".join(report_checks.conditions_told(known)) or "None that go on")
    return GlanceRow("Conditions", _text(held, "conditions_ongoing") or _NONE)


def _medicines(held: Mapping[str, Value], known: report_checks.Checks) -> str:
    if known.medicines_changed is not None:
        return "; ".join(report_checks.medicines_told(known))
    if str(held.get("medicines_state", "")) == "no":
        return "None"
    return _text(held, "medicines") or _NOT_RECORDED


def _immunisations(last: Answered | None, known: report_checks.Checks) -> GlanceRow:
    """Return what a clinician stated, always with the day: nothing is worked out."""
    if known.statement is not None:
        look = "complete" if known.statement.status == "up_to_date" else "at_risk"
        return GlanceRow("Immunisations", ". ".join(report_checks.statement_told(known.statement)), look)
    said = str(last.answers.get("imm_up_to_date", "")) if last else ""
    if last is None or said not in _STATED:
        return GlanceRow("Immunisations", _NOT_RECORDED)
    outstanding = str(last.answers.get("imm_outstanding", "")).strip() if said != "yes" else ""
    words = f"{_STATED[said]}: {outstanding}" if outstanding else _STATED[said]
    look = "complete" if said == "yes" else "at_risk"
    return GlanceRow("Immunisations", f"{words}. Stated {show_date(last.on)}", look)


def _check(
    label: str, held: Mapping[str, Value], question: str, row: report_checks.Check | None, day: str = ""
) -> GlanceRow:
    if row is not None:
        look = {"done": "complete", "not_done": "at_risk", "declined": "at_risk"}.get(row.state, "")
        return GlanceRow(label, report_checks.check_told(row), look)
    on = _day(held.get(day))
    match str(held.get(question, "")):
        case "yes":
            return GlanceRow(label, show_date(on) if on else "Done", "complete")
        case "no":
            return GlanceRow(label, "Not when it should have been", "at_risk")
        case "no_teeth":
            return GlanceRow(label, "No teeth yet")
    return GlanceRow(label, _NOT_RECORDED)


def _sdq(child: Child, last: Answered | None, sdq: SdqKnown) -> str:
    """Return the newest scores; a total typed as an answer where the record has no questionnaire."""
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    if sdq.scores:
        return glance_words(sdq.scores, called)
    total = last.answers.get("sdq_total") if last else None
    if total is not None:
        return f"{total} of 40"
    return f"None: {sdq.not_done_words}" if sdq.not_done else NONE_YET


def _has_sdq(last: Answered | None, today: date, sdq: SdqKnown) -> bool:
    """Return whether a carer's questionnaire of the last 12 months is here; a total typed as an answer counts, too."""
    if not sdq.due.is_due:
        return True
    if last is None or last.answers.get("sdq_total") is None:
        return False
    return add_months(_day(last.answers.get("sdq_on")) or last.on, COUNTS_FOR_MONTHS) > today


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
