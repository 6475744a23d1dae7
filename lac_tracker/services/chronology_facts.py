"""Gathers what a chronology is built from, in words: care, assessments, people's answers, flags and pathways."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain import chronology_events as made
from lac_tracker.domain.chronology import ChronologyFacts, Event, Stretch
from lac_tracker.domain.chronology_events import Recorded
from lac_tracker.domain.consent import Giver
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.event_dates import on_day
from lac_tracker.domain.flags import KIND, SetFlag
from lac_tracker.domain.health_checks import visit_words
from lac_tracker.domain.information import SOURCES
from lac_tracker.domain.pathways import ACCEPTED, HEALTH_HISTORY
from lac_tracker.domain.placements import type_words
from lac_tracker.domain.routine_checks import done_words
from lac_tracker.domain.sdq_known import counted
from lac_tracker.domain.sdq_words import INFORMANT_WORDS
from lac_tracker.services import chronology_work, health_checks
from lac_tracker.storage import assessments, care, children, reference_data
from lac_tracker.storage import chronology as stored
from lac_tracker.storage import flags as stored_flags
from lac_tracker.storage import health_checks as stored_checks
from lac_tracker.storage import routine_checks as stored_routine
from lac_tracker.storage import sdq as stored_sdq

_PROTECTION = {
    kind: KIND[kind].words for kind in ("child_protection_plan", "section_47_enquiry", "child_in_need_plan")
}
_GIVERS = {
    Giver.PARENT: "someone with parental responsibility",
    Giver.COUNCIL: "the council",
    Giver.YOUNG_PERSON: "the young person",
    Giver.COURT: "the court",
    Giver.DELEGATED_CARER: "the carer, by delegation",
}
_DECLINED_BY = {
    "young_person": "the young person", "parent": "a parent", "carer": "the carer", "someone_else": "someone else",
}  # fmt: skip

_DATED = (  # what a signed assessment dates: its question, and the words of the event
    ("immunisation", "imm_last_on", "Routine immunisation given"),
    ("dentist", "dental_seen_on", "Dental check"),
)
_TOLD_BY_ROW = {
    "immunisation": "immunisation",
    "sdq": "sdq",
    "dentist": "dental_check",
}  # of an answer: its row


def gather(session: Session, child_id: int) -> ChronologyFacts:
    """Return the facts of a chronology."""
    child = children.load(session, child_id)
    history = care.histories(session, [child_id])[child_id]
    rows = [*_care(session, child_id, withheld=child.address_withheld), *_others(session, child_id)]
    rows += [_flag(one) for one in stored_flags.of_child(session, child_id) if not one.is_review_only]
    steps = stored.assessment_steps(session, child_id)
    events = [*made.recorded_events(rows), *stored.by_hand(session, child_id)]
    for one in steps:
        events += made.assessment_events(one)
    events += [*_questionnaires(session, child_id), *chronology_work.events(session, child_id)]
    given = {(event.key.partition(":")[0], event.on) for event in events}
    # What a row of the record tells of that day is not told a second time by an answer.
    learned = [
        one
        for one in _learned(session, steps)
        if (_TOLD_BY_ROW.get(one.key.rpartition(":")[2], ""), one.on) not in given
    ]
    return ChronologyFacts(
        events=(*events, *learned),
        marks=stored.marks(session, child_id),
        in_care=tuple(Stretch(one.began, one.ended) for one in history.periods if one.began),
        placed=tuple(Stretch(one.began, one.ended) for one in history.placements),
    )


def _care(session: Session, child_id: int, *, withheld: bool) -> list[Recorded]:
    codes = reference_data.codes()
    rows = stored.care_rows(session, child_id)
    next_begins = {row.began for row in rows if row.table == "placement"}
    told: list[Recorded] = []
    for row in rows:
        match row.table:
            case "period":
                told.append(replace(row, why=codes["reason_ended"].label(row.why) if row.why else ""))
            case "told":
                day = (
                    f" (day {(row.began - row.ended).days})"
                    if row.began and row.ended and row.began >= row.ended
                    else ""
                )
                told.append(replace(row, words=f"Council told us{day}", ended=None))
            case "placement":
                words = f"Placement: {type_words(codes['placement_type'], row.words)}"
                # A move is one event: the end of a placement is told only where no other begins that day.
                ended = None if row.ended in next_begins else row.ended
                told.append(replace(row, words=words, who="" if withheld else row.who, why="", ended=ended))
            case "legal_status":
                told.append(replace(row, words=codes["legal_status"].label(row.words)))
            case "protection":
                label = _PROTECTION[row.words]
                told.append(replace(row, words=f"{label}: {row.why}" if row.why else label, why=row.words))
            case _:
                told.append(row)
    return told


def _others(session: Session, child_id: int) -> list[Recorded]:
    told: list[Recorded] = []
    doses = {one.immunisation.id: one.words for one in health_checks.doses(session, child_id)}
    visits = {one.id: visit_words(one) for one in stored_checks.hospital_visits(session, child_id)}
    checks = {one.id: done_words(one) for one in stored_routine.of_child(session, child_id)}
    for row in stored.other_rows(session, child_id):
        match row.table:
            case "immunisation":
                told.append(replace(row, words=doses[row.row]))
            case "hospital":
                told.append(replace(row, words=visits[row.row]))
            case "check" | "dental_check":
                told.append(replace(row, words=checks[row.row]))
            case "declined":
                told.append(replace(row, who=_DECLINED_BY[row.who]))
            case "information":
                source = SOURCES[row.words].words if row.words in SOURCES else row.words.replace("_", " ")
                of = "" if row.who.casefold() == source.casefold() or not row.who else f", {row.who}"
                told.append(replace(row, words=f"{source}{of}"))
            case "consent":
                told.append(replace(row, who=_GIVERS[Giver(row.who)]))
            case "referral":
                told.append(replace(row, why=ACCEPTED.get(row.why, "").lower()))
            case "leaving_care":
                words = HEALTH_HISTORY[row.words].format(name="the young person").lower()
                told.append(replace(row, words=f"Health history (passport): {words}"))
            case _:
                told.append(row)
    return told


def _flag(flag: SetFlag) -> Recorded:
    kind = KIND.get(flag.kind)
    words = kind.words if kind else flag.kind.replace("_", " ").capitalize()
    return Recorded("flag", flag.id, flag.set_on, flag.ended_on, words, flag.kind)


def _questionnaires(session: Session, child_id: int) -> list[Event]:
    """Return each questionnaire with its total and that of the one before it. No band: the council reads this, too."""
    found, before = [], dict[str, int | None]()
    for one in reversed(counted(stored_sdq.of_child(session, child_id), date.max)):
        was = f" (was {before[one.version]})" if one.version in before else ""
        words = f"{INFORMANT_WORDS[one.informant]}: total {one.scores.total} of 40{was}"
        when, source = on_day(one.completed_on), made.AUTOMATIC
        found.append(Event(f"sdq:{one.id}:scored", when, words, "sdq", source, is_clinical=True))
        before[one.version] = one.scores.total
    return found


def _learned(session: Session, steps: tuple[made.AssessmentSteps, ...]) -> tuple[Event, ...]:
    """Return what dated answers of signed assessments tell: SDQ totals, and the last routine immunisation."""
    found: dict[tuple[str, date], Event] = {}
    for one in steps:
        if one.state != "signed" or one.completed_on is None:
            continue
        answers = assessments.answers(session, one.row)
        source = f"{one.kind} {show_date(one.completed_on)}"
        if (total := answers.get("sdq_total")) is not None:
            words, on = f"SDQ total {total} of 40", _day(answers.get("sdq_on")) or one.completed_on
            found[("sdq", on)] = made.learned_event(one.row, "sdq", on, words, "sdq", source)
        for name, question, words in _DATED:
            if day := _day(answers.get(question)):
                event = made.learned_event(one.row, name, day, words, "health", source)
                found.setdefault((name, day), event)
    return tuple(found.values())


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None  # an answer of an older form, in words
