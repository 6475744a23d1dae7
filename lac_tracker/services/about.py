"""What the record holds of who the child is, changed one subject at a time: the value or why there is none."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain import about as rules
from lac_tracker.domain.about import Derived, Subject
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.children import Child
from lac_tracker.domain.completeness import Knowledge, Known
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text, search_key
from lac_tracker.domain.people import Actor
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import children, reference_data

_VALUES: dict[str, str] = {
    "ethnicity": "ethnicity_code",
    "language": "first_language",
    "religion": "religion_code",
    "communication": "communication_needs",
}
_NO_VALUE = {"prefers_not_to_say", "not_known", "M", "N"}  # codes that are states, not values
_BY = ", by "


@dataclass(frozen=True)
class AboutSubject:
    """One subject as it stands. code: of the list, or words where there is no list. choices: (code, words)."""

    subject: Subject
    state: Knowledge
    code: str
    own_words: str
    means: str
    asked_of: str
    asked_on: date | None
    derived: tuple[Derived, ...]
    choices: tuple[tuple[str, str], ...]
    preferred_language: str = ""
    interpreter_needed: str = "not_known"
    interpreter_wishes: str = ""
    version: int = 1


@needs(Action.OPEN_RECORD, child=the_child)
def subject_of(
    session: Session, child_id: int, subject: Subject, *, by: Actor, now: datetime
) -> AboutSubject:
    """Return one subject of a child with the codes to choose from today."""
    child = children.load(session, child_id)
    codes = reference_data.codes()
    listed = codes.get(subject)
    value = getattr(child, _VALUES[subject]) or ""
    choices = listed.valid_on(now.date()) if listed else ()
    return AboutSubject(
        subject=subject,
        state=Knowledge(getattr(child, f"{subject}_state")),
        code=value,
        own_words=getattr(child, f"{subject}_own_words", None) or "",
        means=getattr(child, f"{subject}_means", None) or "",
        asked_of=_asked_of(getattr(child, f"{subject}_asked_by")),
        asked_on=getattr(child, f"{subject}_asked_on"),
        derived=rules.derived_codes(subject, listed, value) if listed else (),
        choices=tuple((one.code, one.label) for one in choices if one.code not in _NO_VALUE),
        preferred_language=child.preferred_language or "",
        interpreter_needed=child.interpreter_needed,
        interpreter_wishes=child.interpreter_wishes or "",
        version=child.version,
    )


@needs(Action.EDIT_ABOUT, child=the_child)
def record(
    session: Session,
    child_id: int,
    subject: Subject,
    *,
    by: Actor,
    now: datetime,
    state: str,
    value: str = "",
    own_words: str = "",
    means: str = "",
    asked_of: str = "",
    asked_on: date | None = None,
    preferred_language: str = "",
    interpreter_needed: str = "not_known",
    interpreter_wishes: str = "",
    seen_version: int | None = None,
) -> Changes:
    """Record one subject: recorded with its value, or one of the three states without.

    value: a code of the list; of a language also its name, or words that have no code; of communication, words.

    Raises UserError in the words of the field that is wrong.
    """
    label = rules.SUBJECTS[subject]
    known = _state(state, label)
    kept = _value(subject, value, now.date()) if known is Knowledge.RECORDED else None
    if known is Knowledge.RECORDED and not kept:
        raise UserError(f"{label} is missing: choose or enter it, or say why it is not known")
    asked_day = rules.check_asked(known, asked_on, now.date(), label=label)
    asked = clean_line(asked_of, label="Who was asked")
    who = f"{asked}{_BY}{by.full_name}" if asked else by.full_name
    fields: dict[str, Any] = {
        f"{subject}_state": known.value,
        _VALUES[subject]: kept,
        f"{subject}_asked_on": asked_day,
        f"{subject}_asked_by": who if asked_day else None,
    }
    child = children.load(session, child_id)
    if subject != "communication":
        fields[f"{subject}_means"] = clean_text(means, label="What this means for care").strip() or None
        fields["meaning_for_care"] = _together(child, fields)
    if subject in ("ethnicity", "religion"):
        fields[f"{subject}_own_words"] = clean_line(own_words, label="In their own words") or None
    if subject == "language":
        fields |= _language(preferred_language, interpreter_needed, interpreter_wishes, now.date())
    children.change(session, child_id, fields, seen_version=seen_version)
    return Changes(children=True, child_id=child_id)


def known_about(child: Child, subject: str) -> Known:
    """Return what is known of a subject, in words of the code lists."""
    knowledge = Knowledge(getattr(child, f"{subject}_state"))
    value = ""
    if knowledge is Knowledge.RECORDED:
        code = getattr(child, _VALUES[subject])
        codes = reference_data.codes().get(subject)
        value = (codes.label(code) if codes and code else code) or "Recorded"
    asked_on, asked_by = getattr(child, f"{subject}_asked_on"), getattr(child, f"{subject}_asked_by")
    return Known(knowledge, value, asked_on, asked_by or "")


def _state(state: str, label: str) -> Knowledge:
    try:
        return Knowledge(state)
    except ValueError:
        raise UserError(
            f"{label} needs one of: {', '.join(words.lower() for _, words in rules.STATES)}"
        ) from None


def _value(subject: Subject, value: str, today: date) -> str | None:
    if subject == "communication":
        return clean_text(value, label="Communication needs", longest=1_000).strip() or None
    typed = clean_line(value, label=rules.SUBJECTS[subject])
    if not typed:
        return None
    codes = reference_data.codes()[subject]
    if subject == "language":
        return _language_code(typed)
    if typed in _NO_VALUE:
        raise UserError(
            f"{rules.SUBJECTS[subject]}: choose the state instead, 'Prefers not to say' or 'Asked, not known'"
        )
    return codes.check(typed, today).code


def _language_code(typed: str) -> str:
    """Return the code of a language by code or name; a dialect that has no code stays in words."""
    codes = reference_data.codes()["language"]
    if codes.find(typed):
        return typed
    names = {search_key(one.label): one.code for one in codes.codes}
    return names.get(search_key(typed), typed)


def _language(preferred: str, needed: str, wishes: str, today: date) -> dict[str, Any]:
    if needed not in ("yes", "no", "not_known"):
        raise UserError("Interpreter needed? must be yes, no or not known")
    typed = clean_line(preferred, label="Language for talking about health")
    return {
        "preferred_language": _language_code(typed) if typed else None,
        "interpreter_needed": needed,
        "interpreter_wishes": clean_line(wishes, label="About the interpreter") or None,
    }


def _together(child: Child, fields: dict[str, Any]) -> str | None:
    names = ("ethnicity_means", "language_means", "religion_means")
    together = rules.together(fields.get(name, getattr(child, name)) for name in names)
    if together is None and not any(getattr(child, name) for name in names):
        return child.meaning_for_care  # from before the three were kept apart
    return together


def _asked_of(asked_by: str | None) -> str:
    """Return who was asked, without who asked: that is whoever saves."""
    return asked_by.rpartition(_BY)[0] if asked_by and _BY in asked_by else ""
