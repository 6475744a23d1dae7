"""The letter to a host team: what they need to assess the child, with the eight steps as they stand."""

from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.care import last_period
from lac_tracker.domain.children import Child
from lac_tracker.domain.consent import Purpose
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.letters import Addressee, LetterFoot, OutOfAreaLetter, StepOnPaper
from lac_tracker.domain.out_of_area import STEP_WORDS, STEPS
from lac_tracker.domain.people import Actor
from lac_tracker.domain.placements import type_words
from lac_tracker.domain.reports import ASSESSMENT_NAMES, Service
from lac_tracker.services import dispatch
from lac_tracker.services.information_letters import consent_now, giver_words, subject
from lac_tracker.services.papers import Gathered, Wanted
from lac_tracker.storage import (
    care,
    care_records,
    children,
    deadlines,
    documents,
    out_of_area,
    people,
    reference_data,
)
from lac_tracker.storage.out_of_area import HostRequest

DOCUMENT = "out-of-area-request"


def keep(
    session: Session,
    request_id: int,
    render: Callable[[str, object], bytes],
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> int:
    """Draw the letter, keep it, and return the id of the document."""
    one = out_of_area.load(session, request_id)
    first = Wanted(one.child_id, DOCUMENT, documents.new_reference(), 1, by, now, made_for=_recipient(one))
    wanted = dispatch.next_of(session, first)
    held = gather(session, request_id, wanted.reference, made_by=by.full_name, today=today)
    return dispatch.keep(session, wanted, Gathered(held), render)


def gather_paper(session: Session, wanted: Wanted) -> Gathered:
    """Return the letter of the newest request to a host team that has not ended, before the gateway."""
    one = next(
        found for found in reversed(_open(session, wanted.child_id)) if _recipient(found) == wanted.made_for
    )
    return Gathered(
        gather(session, one.id, wanted.reference, made_by=wanted.by.full_name, today=wanted.today)
    )


def recipients(session: Session, child_id: int, today: date) -> tuple[str, ...]:
    """Return the host teams that are asked to assess the child."""
    return tuple(dict.fromkeys(_recipient(one) for one in _open(session, child_id)))


def _open(session: Session, child_id: int) -> list[HostRequest]:
    return [one for one in out_of_area.of_child(session, child_id) if one.ended_on is None]


def _recipient(one: HostRequest) -> str:
    return f"{one.host_team}, {one.kind}"


def gather(
    session: Session, request_id: int, reference: str, *, made_by: str, today: date
) -> OutOfAreaLetter:
    """Return what the letter for a request holds, before the gateway."""
    one = out_of_area.load(session, request_id)
    child = children.load(session, one.child_id)
    team = people.team(session, child.team_id)
    history = care.histories(session, [child.id])[child.id]
    period = last_period(history)
    legal = care_records.legal_statuses(session, child.id)
    now_legal = [status for status in legal if status.began <= today]
    codes = reference_data.codes()
    worker = care.contact(session, child.id, "social_worker")
    done = {step.step: step for step in one.steps}
    return OutOfAreaLetter(
        service=Service(team.name, team.phone, team.email),
        to=Addressee(one.host_team, one.host_contact or ""),
        child=subject(child, with_number=True),
        assessment=f"{ASSESSMENT_NAMES[one.kind].lower()} ({one.kind})",
        due_on=_due_on(session, one),
        in_care_since=period.began if period else None,
        legal_status=codes["legal_status"].label(now_legal[-1].code) if now_legal else "",
        responsibility=(now_legal[-1].parental_responsibility or "") if now_legal else "",
        consent=_consent(session, child, today),
        social_worker=", ".join(
            part for part in (worker.full_name, worker.organisation, worker.phone) if part
        ) if worker else "",
        interpreter=_interpreter(child),
        lives=_lives(session, child, today),
        who_pays=one.who_pays or "",
        note=one.note or "",
        steps=tuple(
            StepOnPaper(STEP_WORDS[step], done[step].done_on, done[step].done_by)
            if step in done
            else StepOnPaper(STEP_WORDS[step])
            for step in STEPS
        ),
        foot=LetterFoot(reference, today, made_by),
        address_withheld=child.address_withheld,
    )  # fmt: skip


def _due_on(session: Session, one: HostRequest) -> date | None:
    clocks = deadlines.compute(session, {one.child_id})[one.child_id]
    return next(
        (found.due.on for found in clocks if found.due.kind.value == one.kind and found.due.met_on is None),
        None,
    )


def _consent(session: Session, child: Child, today: date) -> str:
    found = consent_now(session, child, Purpose.HEALTH_ASSESSMENT, today)
    if found is None:
        return "Not on record yet: ask us before you see the child"
    return f"Given {show_date(found.given_on)} by {found.giver_name} ({giver_words(found)})"


def _interpreter(child: Child) -> str:
    if child.interpreter_needed == "yes":
        code = child.first_language
        language = reference_data.codes()["language"].label(code) if code else "language not known"
        return f"Needed: {language}"
    return "Not needed" if child.interpreter_needed == "no" else ""


def _lives(session: Session, child: Child, today: date) -> str:
    here = [
        one for one in care_records.placements(session, child.id)
        if one.began <= today and (one.ended is None or one.ended > today)
    ]  # fmt: skip
    if not here:
        return ""
    kind = type_words(reference_data.codes()["placement_type"], here[-1].placement_type)
    if child.address_withheld:
        return f"{kind}. Address withheld: ring us"
    lines = (here[-1].address or here[-1].postcode or "").splitlines()
    where = ", ".join(line.strip() for line in lines if line.strip())
    return ", ".join(part for part in (kind, where, here[-1].host_area or "") if part)
