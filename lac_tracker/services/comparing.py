"""Two assessments side by side: what was answered in each, and what is not the same."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import answers as answer_rules
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import Form
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import Need
from lac_tracker.domain.questions import words
from lac_tracker.services.access import needs
from lac_tracker.services.assessment_forms import form_of
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import children, plans


@dataclass(frozen=True)
class ComparedLine:
    """One question of both. '' where nothing was answered."""

    section: str
    asked: str
    before: str
    now: str

    @property
    def changed(self) -> bool:
        return self.before != self.now


@dataclass(frozen=True)
class Comparison:
    """Two assessments, line by line in the order of the newer form."""

    before_title: str
    now_title: str
    lines: tuple[ComparedLine, ...]


@needs(Action.SEE_CLINICAL, child=stored.child_of)
def compare(session: Session, assessment_id: int, with_id: int, *, by: Actor, now: datetime) -> Comparison:
    """Return what two assessments of one child say. Raises UserError when they are of different children."""
    one, other = stored.load(session, assessment_id), stored.load(session, with_id)
    if one.child_id != other.child_id:
        raise UserError("Only assessments of the same child can be compared")
    child = children.load(session, one.child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    said_now, said_before = _said(session, one, called), _said(session, other, called)
    lines = []
    for key in dict.fromkeys([*said_now, *said_before]):
        section, asked, _ = said_now.get(key) or said_before[key]
        before = said_before[key][2] if key in said_before else ""
        after = said_now[key][2] if key in said_now else ""
        if before or after:
            lines.append(ComparedLine(section, asked, before, after))
    return Comparison(_title(other), _title(one), tuple(lines))


def _title(one: stored.Assessment) -> str:
    version = f", version {one.edition}" if one.edition > 1 else ""
    day = show_date(one.completed_on) if one.completed_on else "in progress"
    return f"{one.kind} {day}{version}"


def _said(session: Session, one: stored.Assessment, called: str) -> dict[str, tuple[str, str, str]]:
    """Return every question of an assessment: id → (section, question, answer), the plan as a section of its own."""
    form, given = form_of(session, one), stored.answers(session, one.id)
    found = {}
    for section in form.sections:
        title = f"{section.label} {words(section.title, called)}"
        for question in section.questions:
            value = given.get(question.id)
            said = answer_rules.to_words(question, value, called) if value is not None else ""
            found[question.id] = (title, words(question.ask, called), said)
    plan_title = _plan_title(form, called)
    for need in plans.plan_of(session, one.id):
        found[f"plan.{need.title}"] = (plan_title, need.title, _plan_words(need))
    return found


def _plan_title(form: Form, called: str) -> str:
    section = next((section for section in form.sections if section.holds_plan), None)
    return f"{section.label} {words(section.title, called)}" if section else "Health plan"


def _plan_words(need: Need) -> str:
    lines = []
    for outcome in need.outcomes:
        if outcome.entered_in_error:
            continue
        lines.append(outcome.text)
        lines += [f"{action.person}: {action.text}, by {show_date(action.by)}" for action in outcome.actions]
    return "\n".join(lines)
