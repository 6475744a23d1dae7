"""Which form an assessment is held with, and what its conditions may ask about the child."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.forms import Form
from lac_tracker.domain.names import first_name
from lac_tracker.services import forms, sdq_known
from lac_tracker.storage import assessments, children, form_files


@dataclass(frozen=True)
class HeldForm:
    """The form of an assessment with all that its rules are asked with."""

    form: Form
    facts: dict[str, str]
    circumstances: Circumstances


def form_of(session: Session, one: assessments.Assessment) -> Form:
    """Return the form of an assessment: as signed, or as the file says today while it is open."""
    if one.form_sha256:
        return form_files.read_form_text(
            assessments.form_text(session, one.form_sha256), f"{one.form_id}.toml"
        )
    if one.form_id is None:
        raise NotFound("This assessment was held before the caseload was made: only its date is on record")
    return forms.find_form(one.form_id)


def refuse_unstarted(one: assessments.Assessment) -> None:
    """Raise UserError when no answer may be written yet: there is nothing but the jotter and the child's words."""
    assessments.refuse_signed(one.state)
    if one.state == "requested":
        raise UserError(
            "This assessment has not been started: consent is still missing. Use the jotter today"
        )


def held_form(session: Session, one: assessments.Assessment, today: date) -> HeldForm:
    """Return the form of an assessment with the facts and circumstances of the child."""
    child = children.load(session, one.child_id)
    on = one.completed_on or one.first_seen_on or today
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    return HeldForm(
        form_of(session, one),
        sdq_known.facts_of(session, child, on, one),
        Circumstances(today, called, child.born),
    )
