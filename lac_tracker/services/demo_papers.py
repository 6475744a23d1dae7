"""The papers of the demonstration: what came from others, the young people's own copies, health histories, and what was sent."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.consent import Means, Purpose
from lac_tracker.domain.dates import age_in_years
from lac_tracker.domain.own_plan import OwnCopy
from lac_tracker.domain.people import Actor
from lac_tracker.domain.received_files import TEXT, CheckedFile, Filing
from lac_tracker.services import dispatch, health_history, health_history_release, mark_sent
from lac_tracker.services.demo_people import Person
from lac_tracker.services.mark_sent import HowSent
from lac_tracker.storage import assessments, care, consents, own_copies, received_files
from lac_tracker.storage import health_history as stored_history
from lac_tracker.storage.database import Database
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.children import ChildRow

# (kind, title, who wrote it, its words) of something that came from others. {name}: how the child is called.
_RECEIVED = (
    ("clinic_letter", "Asthma clinic letter", "Northgate General Hospital",
     "Seen in the asthma clinic. Technique checked with the spacer. Review in six months with the practice nurse."),
    ("camhs_report", "CAMHS closing report", "Northgate CAMHS",
     "Six sessions were held at school. {name} can say what helps with worries. Closed; the school knows how to refer again."),
    ("immunisations", "Immunisation record", "Mill Road Surgery",
     "Printed from the practice record. One booster is outstanding."),
)  # fmt: skip
_GOING_WELL = (
    "You have a friend you can talk to",
    "You eat breakfast before school",
    "You like your new room",
)
_GOING_WELL_SMALL = (
    "Settles to sleep with a story",
    "Enjoys meals with everybody",
    "Smiles and points at books",
)
_AT_SCHOOL = 5
_COLOURS = ("sky", "mint", "lilac", "peach")
_EARLIEST_HISTORY = 16
_SENT, _REJECTED = 3, 2  # of five that were never sent so many go today; one of those comes back


def file_papers(session: Session, person: Person, by: Actor, today: date, now: datetime, rng: Random) -> None:
    """Write what came from others about one child, the words of an own copy, and a health history from 16."""
    if rng.random() < 0.25:
        _receive(session, person, by, today, now, rng)
    signed = assessments.in_force(assessments.of_child(session, person.id))
    if signed and age_in_years(person.born, today) >= _AT_SCHOOL:
        school = {"full_name": person.around.teacher, "role": "designated teacher", "organisation": person.around.school}  # fmt: skip
        care.set_contact(session, person.id, "school", school, today)
    if signed and signed[-1].state == "signed" and rng.random() < 0.4:
        _own_copy(session, person, signed[-1].id, signed[-1].completed_on, today, rng)
    if not consents.of_children(session, [person.id])[person.id] and rng.random() < 0.7:
        asked_on = max(person.born, today - timedelta(days=rng.randrange(4, 30)))
        whom = f"{person.around.social_worker}, for the council"
        for purpose in (Purpose.HEALTH_ASSESSMENT, Purpose.OBTAIN_RECORDS, Purpose.SHARE_GP):
            consents.add_request(session, person.id, purpose, whom, asked_on, Means.LETTER, by)
    if age_in_years(person.born, today) >= _EARLIEST_HISTORY and rng.random() < 0.7:
        _health_history(session, person, by, today, now, rng)


def sample_plans(
    database: Database,
    actor: Actor,
    folder: Path,
    render: dispatch.Render,
    name_file: Callable[[str, date, str], str],
    write_file: Callable[[Path, bytes], None],
    *,
    now: datetime,
) -> tuple[Path, ...]:
    """Write GP summary and full plan of every child with a signed assessment and an NHS number, and return the files.

    Some of them are marked as sent, so that the queue of plans looks as on any morning.

    name_file: name of the document, day of the assessment and reference → a file name that names nobody.
    """
    with database.reading() as session:
        signed = session.scalars(
            select(ChildRow.id)
            .where(ChildRow.team_id == actor.team_id, ChildRow.nhs_number.is_not(None))
            .where(ChildRow.id.in_(select(AssessmentRow.child_id).where(AssessmentRow.state == "signed")))
            .order_by(ChildRow.council_child_id)
        ).all()
    written, for_practices = [], []
    for child_id in signed:
        made_ids = []
        for document in dispatch.PLAN_DOCUMENTS:
            with database.writing(Entry(actor, now)) as session:
                made = dispatch.make_document(session, child_id, document, render, by=actor, now=now)
                assert made.made_id is not None
                kept = dispatch.kept_document(session, child_id, made.made_id, by=actor, now=now)
                made_ids.append(made.made_id)
            path = folder / name_file(document, kept.assessed_on or now.date(), kept.reference)
            write_file(path, kept.content)
            written.append(path)
        for_practices.append((child_id, tuple(made_ids)))
    with database.writing(Entry(actor, now, Action.SEND_DOCUMENT.value)) as session:
        mark_some_as_sent(session, for_practices, by=actor, now=now)
    return tuple(written)


def mark_some_as_sent(
    session: Session,
    by_child: Sequence[tuple[int, tuple[int, ...]]],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Write down that some of the practices' papers were sent today, and that a practice or two sent theirs back.

    by_child: (child, the documents made for the practice). What went the old way, weeks ago, is not sent again.
    """
    today = now.date()
    unsent = set(
        session.scalars(
            select(AssessmentRow.child_id).where(
                AssessmentRow.state == "signed", AssessmentRow.sent_to_gp_on.is_(None)
            )
        )
    )
    waiting = [papers for child_id, papers in by_child if child_id in unsent]
    for place, document_ids in enumerate(waiting or [papers for _, papers in by_child[:1]]):
        way = place % 5
        if way >= _SENT:
            continue
        listed = mark_sent.to_mark(session, document_ids, by=by, now=now, today=today)
        rows = [row for row in listed.rows if row.reader == "gp" and row.to.name and not row.warning]
        if not rows:
            continue
        how = HowSent("secure_email", today, reply_by=today + timedelta(days=14))
        sent = tuple(row.marked("secure_email") for row in rows)
        made = mark_sent.mark_as_sent(session, sent, how, by=by, now=now, today=today).made_id
        if made is not None and way == _REJECTED:
            mark_sent.record_reply(
                session, made, "rejected", because="No longer registered at this practice", replied_on=today,
                by=by, now=now, today=today,
            )  # fmt: skip


def _receive(session: Session, person: Person, by: Actor, today: date, now: datetime, rng: Random) -> None:
    kind, title, source, words = rng.choice(_RECEIVED)
    received_on = today - timedelta(days=rng.randrange(5, 200))
    content = f"{source}\n\nAbout {person.called}\n\n{words.format(name=person.called)}\n".encode()
    filing = Filing(kind, title, source, received_on, received_on - timedelta(days=6))
    received_files.keep(session, person.id, filing, CheckedFile(TEXT, content, 1), 0, by=by, now=now)


def _own_copy(
    session: Session, person: Person, assessment_id: int, checked_on: date | None, today: date, rng: Random
) -> None:
    is_small = age_in_years(person.born, today) < _AT_SCHOOL  # then it is a letter to the carer
    talked_about = ("Sleep", "Food and growing") if is_small else ("How you sleep", "School and friends", "Teeth and eyes")  # fmt: skip
    copy = OwnCopy(
        colour=rng.choice(_COLOURS),
        talked_about="\n".join(talked_about),
        going_well="\n".join(rng.sample(_GOING_WELL_SMALL if is_small else _GOING_WELL, 2)),
        their_part="" if is_small else "Tell us if a date does not work",
        checked_with_them_on=checked_on if rng.random() < 0.5 else None,
    )
    own_copies.save(session, person.id, assessment_id, copy)


def _health_history(
    session: Session, person: Person, by: Actor, today: date, now: datetime, rng: Random
) -> None:
    """Write a draft: lines of every kind, and one thing that was asked for and not found."""
    born = person.born.year
    lines = (
        ("story", str(born + 4), "Started nursery; speech therapy for a year"),
        ("checks", str(today.year - 1), "Eyes tested: no glasses needed"),
        ("growth", str(today.year - 1), "About as tall as most people my age"),
        ("helps_me", "", "Tell me what happens next, and give me time"),
    )
    for part, when, words in lines:
        health_history.add_line(session, person.id, by=by, now=now, part=part, when=when, words=words)
    if rng.random() < 0.6:
        health_history.add_line(
            session, person.id, by=by, now=now, part="jabs", when="", words="Jabs before I was five",
            could_not_find=True, asked_of="Northgate Child Health", asked_on=today - timedelta(days=40),
        )  # fmt: skip
    offered = today - timedelta(days=rng.randrange(20, 200))
    answer = rng.choice(("accepted", "accepted", "declined"))
    health_history_release.save_choices(
        session, person.id, by=by, now=now, offered_on=offered, offer_answer=answer, made_with_them_on=None,
        jabs_checked_on=None, gp_copy=rng.choice(("yes", "no", "")), colour="", blood_group="",
        seen_version=stored_history.choices(session, person.id).version,
    )  # fmt: skip
