"""What the record holds for a health history: suggestions for its lines, and what was asked for and not found.

Called by services that asked for leave already.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from lac_tracker.domain import chronology as chronology_rules
from lac_tracker.domain.answers import to_words
from lac_tracker.domain.children import Child
from lac_tracker.domain.completeness import HISTORY_COMPLETE, HistoryState
from lac_tracker.domain.dates import show_plain_date
from lac_tracker.domain.disclosure import Content, Reader, Rule, rule
from lac_tracker.domain.event_dates import EventDate
from lac_tracker.domain.family_history import NOT_COUNTED, HistoryItem
from lac_tracker.domain.forms import Form, find_question
from lac_tracker.domain.health_checks import VISIT_KINDS
from lac_tracker.domain.health_history import Gap, Line, NotFound, Suggestion
from lac_tracker.domain.information import SOURCES, Answer
from lac_tracker.domain.questions import Value
from lac_tracker.services import chronology_facts, family, forms
from lac_tracker.storage import assessments, form_files, health_checks, information
from lac_tracker.storage import family as stored_family
from lac_tracker.storage.assessments import Assessment

# Item of the child's own birth → what the paper calls it beside an answer, and in a sentence.
_BIRTH = {
    "birth.place": ("Where", "where you were born"),
    "birth.weeks": ("Weeks", "how many weeks your mother carried you"),
    "birth.days": ("and days", "the days"),
    "birth.weight": ("Weight", "your weight at birth"),
    "birth.type": ("How", "how you were born"),
    "birth.apgar": ("Apgar scores", "your Apgar scores"),
    "birth.neonatal_care": ("Care after birth", "the care you had after birth"),
    "birth.newborn_screening": ("First tests", "your first tests"),
}
# What may run in a family and matter to an adult: offered for rewording, never taken as it stands.
_FAMILY_ITEMS = (
    "family.conditions", "family.inherited", "mother.conditions", "mother.inherited", "father.conditions",
    "father.inherited",
)  # fmt: skip
_FAMILY_WORDS = {
    "mother": "Your mother’s health",
    "father": "Your father’s health",
    "family": "Health in your wider family",
}
# Source of a request → (part where a gap is told, what was asked for in plain words).
_ASKED = {
    "gp": ("story", "Notes from your doctor’s surgery"),
    "camhs": ("story", "Notes from the mental health team"),
    "health_visitor": ("growth", "Notes from your health visitor"),
    "school_nurse": ("checks", "Notes from your school nurse"),
    "hospital": ("hospital", "Letters from hospital"),
    "social_worker": ("story", "What your social worker’s files say about your health"),
    "school": ("story", "What your school wrote about your health"),
    "council": ("birth", "Your birth and family history from the council’s files"),
    "midwife": ("birth", "Notes about your birth from the maternity unit"),
    "family": ("birth", "What your family can tell about your birth"),
    "other": ("story", "Notes about your health"),
}
_CHECKS = (
    ("dental_seen_on", "Teeth", "Checked by a dentist"),
    ("dental_outcome", "Teeth", ""),
    ("vision_outcome", "Eyes", ""),
    ("hearing_outcome", "Ears", ""),
)


@dataclass(frozen=True)
class Signed:
    """A signed assessment with its answers, for whoever reads several of them."""

    assessment: Assessment
    form: Form
    answers: dict[str, Value]
    called: str

    def words(self, question_id: str) -> str:
        """Return an answer as people read it, '' when there is none."""
        question = find_question(self.form, question_id)
        return to_words(question, self.answers.get(question_id), self.called).strip() if question else ""


def signed_assessments(session: Session, child: Child, called: str) -> tuple[Signed, ...]:
    """Return the signed assessments in force, oldest first."""
    held = assessments.in_force(assessments.of_child(session, child.id))
    return tuple(
        Signed(
            one,
            _form(assessments.form_text(session, one.form_sha256 or ""), f"{one.form_id}.toml"),
            assessments.answers(session, one.id),
            called,
        )
        for one in held
        if one.completed_on is not None
    )


def suggestions(
    session: Session, child: Child, signed: tuple[Signed, ...], today: date
) -> tuple[Suggestion, ...]:
    """Return everything the record could tell in the health history, part by part, oldest first."""
    found = [*_birth(session, child.id), *_hospital(session, child.id), *_events(session, child.id, today)]
    found += [*_growth(signed), *_checks(signed), *_helps(child), *_family(session, child.id)]
    return tuple(found)


def not_found(
    session: Session, child_id: int, lines: Iterable[Line], today: date
) -> dict[str, tuple[NotFound, ...]]:
    """Return part → what was asked for and did not come: items of history, and requests to others.

    What a line tells of by now is left out.
    """
    gaps: dict[str, list[NotFound]] = {}
    for part, gap in (
        *_history_gaps(session, child_id, told_by(lines)),
        *_request_gaps(session, child_id, today),
    ):
        if gap not in gaps.setdefault(part, []):
            gaps[part].append(gap)
    return {part: tuple(found) for part, found in gaps.items()}


def told_by(lines: Iterable[Line]) -> frozenset[str]:
    """Return what lines of the birth tell of, by the words beside them: that is not missing any more."""
    return frozenset(one.when.casefold() for one in lines if one.part == "birth" and not one.could_not_find)


def not_known(session: Session, child_id: int, lines: Iterable[Line]) -> tuple[str, ...]:
    """Return what of the birth nobody knows and nobody was asked for: said plainly, as not known."""
    held = stored_family.history(session, child_id)
    told = told_by(lines)
    return tuple(
        words
        for item, (label, words) in _BIRTH.items()
        if item not in NOT_COUNTED
        and label.casefold() not in told
        and held.get(item, HistoryItem(item)).state is HistoryState.NOT_ASKED
        and item in _items()
    )


def gap_of(session: Session, child_id: int, *groups: str) -> Gap:
    """Return how many items of some groups of history are answered, asked for, and there."""
    held = stored_family.history(session, child_id)
    own = [item for item in _items() if item.partition(".")[0] in groups and item not in NOT_COUNTED]
    states = [held.get(item, HistoryItem(item)).state for item in own]
    complete = sum(state in HISTORY_COMPLETE for state in states)
    return Gap(complete, sum(state is HistoryState.ASKED for state in states), len(own))


def plain_when(when: EventDate | None) -> str:
    """Return a date for a young person: '6 July 2010', 'Mar 2019' as it is known, or 'date not known'."""
    if when is None:
        return "date not known"
    return show_plain_date(when.on) if when.precision == "day" else when.words


@lru_cache(maxsize=16)
def _form(text: str, file_name: str) -> Form:
    """Return the form a text holds. Kept: most assessments of a team are of the same few forms."""
    return form_files.read_form_text(text, file_name)


def _items() -> tuple[str, ...]:
    return tuple(one.item for one in forms.history_items())


def _birth(session: Session, child_id: int) -> Iterator[Suggestion]:
    held = family.held_items(session, child_id)
    for item, (label, _) in _BIRTH.items():
        words = held[item].words if item in held else ""
        if words:
            yield Suggestion(item, "birth", label, words, is_third_party=item == "birth.neonatal_care")


def _hospital(session: Session, child_id: int) -> Iterator[Suggestion]:
    for one in reversed(health_checks.hospital_visits(session, child_id)):
        where = f" ({one.hospital})" if one.hospital else ""
        part = "operations" if one.kind == "operation" else "hospital"
        kind = f"{VISIT_KINDS[one.kind]}: " if one.kind == "emergency" else ""
        yield Suggestion(f"visit:{one.id}", part, plain_when(one.when), f"{kind}{one.why}{where}")


def _events(session: Session, child_id: int, today: date) -> Iterator[Suggestion]:
    """What somebody entered as an event of health, as the young person's own copy of the chronology would tell it.

    Immunisations and hospital visits come from their own tables, and what our own work did is no health of theirs.
    """
    events = chronology_rules.build(chronology_facts.gather(session, child_id), today)
    for one in chronology_rules.for_print(events, for_child=True):
        if one.kind == "health" and not one.is_automatic:
            yield Suggestion(one.key, "story", plain_when(one.when), one.what)


def _growth(signed: tuple[Signed, ...]) -> Iterator[Suggestion]:
    for one in signed:
        figures = [
            f"{label} {words}"
            for label, question in (("Height", "height_cm"), ("weight", "weight_kg"))
            if (words := one.words(question))
        ]
        if figures:
            words = ", ".join(figures)
            when = show_plain_date(one.assessment.completed_on)
            yield Suggestion(f"growth:{one.assessment.id}", "growth", when, words[:1].upper() + words[1:])


def _checks(signed: tuple[Signed, ...]) -> Iterator[Suggestion]:
    """What the newest assessment tells of teeth, eyes and ears."""
    for one in signed[-1:]:
        for question, label, words in _CHECKS:
            told = one.words(question)
            if told and words:
                yield Suggestion(
                    f"{question}:{one.assessment.id}", "checks", label, f"{words} {_plain(one, question)}"
                )
            elif told:
                yield Suggestion(f"{question}:{one.assessment.id}", "checks", label, told)


def _plain(one: Signed, question: str) -> str:
    try:
        return show_plain_date(date.fromisoformat(str(one.answers.get(question))))
    except ValueError:
        return one.words(question)


def _helps(child: Child) -> Iterator[Suggestion]:
    for key, label, words in (
        ("communication", "Talking and listening", child.communication_needs),
        ("interpreter", "Interpreter", child.interpreter_wishes),
        ("care", "What matters in my care", child.meaning_for_care),
    ):
        if words:
            yield Suggestion(f"about:{key}", "helps_me", label, words)


def _family(session: Session, child_id: int) -> Iterator[Suggestion]:
    if rule(Content.PARENTS_HEALTH, Reader.HEALTH_HISTORY) is not Rule.SHAREABLE:
        return
    held = family.held_items(session, child_id)
    for item in _FAMILY_ITEMS:
        words = held[item].words if item in held else ""
        if words:
            yield Suggestion(item, "family", "", words, is_third_party=True)


def _history_gaps(session: Session, child_id: int, told: frozenset[str]) -> Iterator[tuple[str, NotFound]]:
    held = stored_family.history(session, child_id)
    for item, one in held.items():
        is_open = one.state is HistoryState.ASKED
        is_gone = one.state in (HistoryState.NOT_KNOWN_AFTER_ASKING, HistoryState.DECLINED)
        if not (is_open or is_gone) or item in NOT_COUNTED:
            continue
        group = item.partition(".")[0]
        whom = one.asked_of or "the people who might know"
        if item in _BIRTH:
            label, words = _BIRTH[item]
            if label.casefold() not in told:
                yield "birth", NotFound(words[:1].upper() + words[1:], whom, one.asked_on, is_open)
        elif group in _FAMILY_WORDS:
            yield "family", NotFound(_FAMILY_WORDS[group], whom, one.asked_on, is_open)


def _request_gaps(session: Session, child_id: int, today: date) -> Iterator[tuple[str, NotFound]]:
    held = information.requests(session, child_id)
    answered = {one.source for one in held if one.answer == Answer.RECEIVED}
    for one in held:
        if one.source in answered or one.source not in _ASKED:
            continue
        part, what = _ASKED[one.source]
        whom = one.asked_of or SOURCES[one.source].words
        yield part, NotFound(what, whom, one.asked_on, one.answer is None and one.due_on >= today)
