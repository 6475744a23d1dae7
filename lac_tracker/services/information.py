"""Information asked of others: asked, chased, answered, shown beside the form, and cited in it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain import information as rules
from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import age_in_years, refuse_far, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.forms import form_for
from lac_tracker.domain.information import SOURCES, Answer, RequestStatus
from lac_tracker.domain.names import clean_line, clean_text, first_name
from lac_tracker.domain.people import Actor
from lac_tracker.services import forms, information_letters
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, children
from lac_tracker.storage import information as stored
from lac_tracker.storage.information import Request

Render = Callable[[str, object], bytes]  # (name of the document, what it holds) → the bytes of a PDF

_HEALTH_VISITOR_UNTIL = 5  # completed years: from then on the school nurse has the record


@dataclass(frozen=True)
class Asked:
    """What a person asks of one source. whats: one request each."""

    source: str
    asked_of: str
    whats: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A source that can be asked. on_record: the contact's name, '' where there is none. usual: for this age."""

    source: str
    words: str
    on_record: str
    asks: tuple[str, ...]
    usual: bool


@dataclass(frozen=True)
class RequestItem:
    """One row of what was asked. content: '' for who may not read clinical answers."""

    request: Request
    source: str  # in words
    status: RequestStatus
    status_words: str
    chased_words: str  # '' until it was chased
    content: str


@dataclass(frozen=True)
class InformationShown:
    """What the form shows beside a section: what came, and what was asked for it and did not come yet."""

    request_id: int
    source: str  # in words
    asked_of: str
    what: str
    answered_on: date | None
    content: str
    status: RequestStatus
    status_words: str
    used_in: str | None


@needs(Action.OPEN_RECORD, child=the_child)
def choices(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> tuple[Choice, ...]:
    """Return the sources that can be asked about a child, with the usual questions in the child's name."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    age = age_in_years(child.born, today)
    unusual = {"health_visitor"} if age >= _HEALTH_VISITOR_UNTIL else {"school_nurse", "school"}
    unusual |= {"midwife", "family", "other"}
    return tuple(
        Choice(
            key, source.words, information_letters.asked_of_contact(session, child_id, key),
            rules.asks_of(key, called), key not in unusual,
        )
        for key, source in SOURCES.items()
    )  # fmt: skip


@needs(Action.OPEN_RECORD, child=the_child)
def listed(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date
) -> tuple[RequestItem, ...]:
    """Return everything asked about a child: first what is late, then what is waited for, then what came."""
    reads = decide(by, Action.SEE_CLINICAL).allowed
    items = [_item(one, today, reads=reads) for one in stored.requests(session, child_id)]
    order = (RequestStatus.LATE, RequestStatus.ASKED)
    return tuple(
        sorted(items, key=lambda one: order.index(one.status) if one.status in order else len(order))
    )


@needs(Action.SEE_CLINICAL, child=the_child)
def for_section(
    session: Session,
    child_id: int,
    assessment_id: int,
    section_id: str,
    *,
    by: Actor,
    now: datetime,
) -> tuple[InformationShown, ...]:
    """Return what belongs beside a section of an assessment: what came, newest first, then what was asked and did not.

    Beside a signed assessment, only what was there on the day it was signed.
    """
    signed_at = assessments.load(session, assessment_id).signed_at
    until = signed_at.date() if signed_at else now.date()
    requests = [one for one in stored.requests(session, child_id) if one.asked_on <= until]
    came = [
        one for one in requests
        if one.answered_on and one.answered_on <= until and section_id in (one.sections or SOURCES[one.source].sections)
    ]  # fmt: skip
    waited = [
        one for one in requests
        if not (one.answered_on and one.answered_on <= until) and section_id in SOURCES[one.source].sections
    ]  # fmt: skip
    came.sort(key=lambda one: (one.answered_on or date.min, one.id), reverse=True)
    return tuple(_shown(one, until) for one in (*came, *waited))


@needs(Action.OPEN_RECORD, child=the_child)
def sections(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date
) -> tuple[tuple[str, str], ...]:
    """Return (id, title) of the sections of the forms for a child of this age, as the forms number them."""
    child = children.load(session, child_id)
    called = first_name(child.preferred_name, child.given_name, child.council_id)
    found: dict[str, str] = {}
    for kind in ("IHA", "RHA"):
        form = form_for(forms.all_forms(), kind, child.born, today)
        for section in form.sections if form else ():
            found.setdefault(section.id, section.title.replace("{name}", called))
    return tuple(found.items())


@needs(Action.ASK_FOR_INFORMATION, child=the_child)
def ask(
    session: Session,
    child_id: int,
    asked: tuple[Asked, ...],
    *,
    by: Actor,
    now: datetime,
    today: date,
    due_on: date | None = None,
    render: Render | None = None,
) -> Changes:
    """Record that several sources were asked, and make a letter for each.

    due_on: 14 days from today unless given. render: draws the letters; without it none is made.

    Returns the ids of the letters as `report`, in the order of the sources. Raises UserError when nothing is asked,
    a date cannot be right, or somebody who may do so said no to records being asked for.
    """
    due_on = due_on or rules.default_due(today)
    if not asked:
        raise UserError("Choose at least one source to ask")
    if due_on < today:
        raise UserError("Reply by must be today or in the future")
    refuse_far(due_on, "Reply by", today)
    open_now = next(
        (
            one
            for one in reversed(assessments.of_child(session, child_id))
            if one.state in assessments.OPEN_STATES
        ),
        None,
    )
    letters = []
    for one in asked:
        wanted = _fields_of(one, today, due_on, open_now.id if open_now else None, by)
        information_letters.refuse_without_leave(session, child_id, one.source, today)
        ids = [stored.add(session, child_id, fields) for fields in wanted]
        if render is not None:
            letters.append(
                information_letters.keep(session, child_id, tuple(ids), render, by=by, now=now, today=today)
            )
    return Changes(children=True, documents=bool(letters), child_id=child_id, report=tuple(letters))


@needs(Action.ASK_FOR_INFORMATION, child=stored.child_of)
def chase(
    session: Session,
    request_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    due_on: date,
    chased_on: date | None = None,
    note: str = "",
    render: Render | None = None,
) -> Changes:
    """Record a reminder with a new due date; with `render` a reminder letter is made, its id in `report`.

    Raises UserError when it is answered already or a date cannot be right.
    """
    one = stored.load(session, request_id)
    chased_on = chased_on or today
    if one.answer:
        raise UserError("This was answered already, so there is nothing to chase")
    if chased_on > today:
        raise UserError("Date chased must be today or in the past")
    if chased_on < one.asked_on:
        raise UserError(f"Date chased must be on or after the day it was asked, {show_date(one.asked_on)}")
    if due_on < today:
        raise UserError("Reply by must be today or in the future")
    refuse_far(due_on, "Reply by", today)
    said = clean_line(note, label="Note")
    was_due = f"was due {show_date(one.due_on)}"
    stored.add_chase(session, request_id, chased_on, by.full_name, f"{said}; {was_due}" if said else was_due)
    stored.change(session, request_id, {"due_on": due_on})
    letters: tuple[int, ...] = ()
    if render is not None:
        letters = (
            information_letters.keep(
                session, one.child_id, (request_id,), render, by=by, now=now, today=today
            ),
        )
    return Changes(children=True, documents=bool(letters), child_id=one.child_id, report=letters)


@needs(Action.ASK_FOR_INFORMATION, child=stored.child_of)
def make_letter(
    session: Session, request_id: int, render: Render, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Make the letter of a request again, with what else was asked of the same on the same day. Its id is `made_id`."""
    one = stored.load(session, request_id)
    together = tuple(
        other.id
        for other in stored.requests(session, one.child_id)
        if (other.source, other.asked_of, other.asked_on) == (one.source, one.asked_of, one.asked_on)
        and not other.answer
    )
    made = information_letters.keep(
        session, one.child_id, together or (one.id,), render, by=by, now=now, today=today
    )
    return Changes(documents=True, child_id=one.child_id, made_id=made)


@needs(Action.ASK_FOR_INFORMATION, child=stored.child_of)
def record_answer(
    session: Session,
    request_id: int,
    *,
    by: Actor,
    now: datetime,
    today: date,
    answer: str,
    answered_on: date | None,
    content: str = "",
    section_ids: tuple[str, ...] | None = None,
    seen_version: int | None = None,
) -> Changes:
    """Record what came back: the content, that nothing is held, or that it was declined; '' takes an answer back.

    section_ids: of the form, where it belongs; None for where such answers usually belong.

    Raises UserError when a date cannot be right, or something came and nobody says what.
    """
    one = stored.load(session, request_id)
    if not answer:
        fields: dict[str, object] = {"answer": None, "answered_on": None, "content": "", "sections": ()}
        stored.change(session, request_id, fields, seen_version=seen_version)
        return Changes(children=True, assessments=True, child_id=one.child_id)
    if answer not in set(Answer):
        raise UserError("Choose what came back: it came, nothing is held, or declined")
    if answered_on is None:
        raise UserError("Enter the date it came")
    if answered_on > today:
        raise UserError("Date it came must be today or in the past")
    if answered_on < one.asked_on:
        raise UserError(f"Date it came must be on or after the day it was asked, {show_date(one.asked_on)}")
    text = clean_text(content, label="What it says").strip()
    if answer == Answer.RECEIVED and not text:
        raise UserError("Enter what it says: it is shown beside the form")
    chosen = SOURCES[one.source].sections if section_ids is None else section_ids
    if answer == Answer.RECEIVED and not chosen:
        raise UserError("Belongs in: choose at least one section of the form")
    fields = {
        "answer": answer,
        "answered_on": answered_on,
        "content": text,
        "sections": tuple(dict.fromkeys(chosen)),
    }
    stored.change(session, request_id, fields, seen_version=seen_version)
    return Changes(children=True, assessments=True, child_id=one.child_id)


@needs(Action.ANSWER, child=stored.child_of)
def mark_used(session: Session, request_id: int, assessment_id: int, *, by: Actor, now: datetime) -> Changes:
    """Record that an assessment cites what came. Raises UserError when nothing came, or it is another child's."""
    one, where = stored.load(session, request_id), assessments.load(session, assessment_id)
    if one.child_id != where.child_id:
        raise UserError("That was asked about another child")
    if one.answer is None:
        raise UserError("Nothing has come yet, so it can't be used")
    day = (
        where.completed_on
        or where.first_seen_on
        or (where.started_at.date() if where.started_at else now.date())
    )
    words = f"{where.kind} {show_date(day)}"
    before = [part for part in (one.used_in or "").split(", ") if part and part != words]
    stored.change(session, request_id, {"used_in": ", ".join((*before, words))})
    return Changes(assessments=True, child_id=one.child_id)


def _fields_of(
    one: Asked, today: date, due_on: date, assessment_id: int | None, by: Actor
) -> list[dict[str, object]]:
    if one.source not in SOURCES:
        raise UserError(f"'{one.source}' can't be asked. It can be: {', '.join(SOURCES)}")
    words = SOURCES[one.source].words
    whats = [clean_text(what, label=f"{words}: what to ask", longest=2_000).strip() for what in one.whats]
    if not any(whats):
        raise UserError(f"{words}: enter what to ask")
    common = {
        "source": one.source,
        "asked_of": clean_line(one.asked_of, label=f"{words}: who is asked") or words,
        "asked_on": today,
        "due_on": due_on,
        "assessment_id": assessment_id,
        "recorded_by": by.full_name,
    }
    return [common | {"what": what} for what in whats if what]


def _item(one: Request, today: date, *, reads: bool) -> RequestItem:
    times = len(one.chases)
    chased = (
        f"Chased {f'{times} times' if times > 1 else 'once'}, last {show_date(one.chases[-1].chased_on)}"
        if times
        else ""
    )
    return RequestItem(
        one,
        SOURCES[one.source].words,
        rules.status(one.due_on, one.answer, today),
        rules.status_words(one.due_on, one.answer, one.answered_on, today),
        chased,
        one.content if reads else "",
    )


def _shown(one: Request, until: date) -> InformationShown:
    came = one.answered_on is not None and one.answered_on <= until
    answer, answered_on = (one.answer, one.answered_on) if came else (None, None)
    return InformationShown(
        one.id,
        SOURCES[one.source].words,
        one.asked_of,
        one.what,
        answered_on,
        one.content if came else "",
        rules.status(one.due_on, answer, until),
        rules.status_words(one.due_on, answer, answered_on, until),
        one.used_in,
    )
