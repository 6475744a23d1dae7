"""A child, a family, a plan and a team with hostile names and texts in everything that people type."""

from datetime import timedelta
from itertools import cycle

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.received_files import CheckedFile, Filing
from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import (
    clinics,
    conflicts_of_interest,
    dispatch,
    drafts,
    escalations,
    flags,
    follow_ups,
    improvement,
    jotter,
    received_files,
    restricted,
    retention,
    saved_views,
    training,
)
from lac_tracker.services.clinics import NewSession
from lac_tracker.services.drafts import Draft
from lac_tracker.services.training import TypedTraining
from lac_tracker.storage.tables.people import PersonRow, TeamRow
from tests import builders, child_of_secrets
from tests.builders import write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY
from tests.promises.hostile import NAMES

MARK = "Qz"  # begins every one of these names: what holds it was typed by somebody
WORST = (
    "<b>Bo</b> & <img src='file:///etc/passwd'>", "</span><!-- &amp; {0} %s &x", "\u202eevil\u0336\u0337 & 👩‍👩‍👧‍👦",
    "محمد <a href='http://x'>x</a> 123", "=cmd|' /C calc'!A0 &", "W" * 110,
)  # fmt: skip
_OF_A_TIME = 12  # names that one life holds
BATCHES = (WORST, *(NAMES[at : at + _OF_A_TIME] for at in range(0, len(NAMES), _OF_A_TIME)))
_TEXTS = (
    "CARER", "AGENCY", "MOTHER", "BROTHER", "NOTE", "HEALTH_NOTE", "KEPT", "SUBSTANCE", "FAMILY_NAME", "STREET",
)  # fmt: skip


def typed_as(names: tuple[str, ...]):
    """Give the names one after the other, each short enough for a name and never nothing but signs."""
    return cycle(tuple(clean_line(f"{MARK}{place} {name[:110]}") for place, name in enumerate(names)))


def a_hostile_life(database, names: tuple[str, ...]) -> dict[str, int]:
    """Return the ids of a child about whom everything was typed with these names, and of what pages are opened about."""
    text = typed_as(names)
    with pytest.MonkeyPatch.context() as patched:
        for name in _TEXTS:
            patched.setattr(child_of_secrets, name, next(text))
        patched.setattr(child_of_secrets, "PRIVATE", tuple(next(text) for _ in child_of_secrets.PRIVATE))
        child = child_of_secrets.a_child_with_secrets(database)
        plan = child_of_secrets.plan()
    ids = {"child": child, "signed": _signed(database, child)}
    write(database, builders.children.change_details, child, family_name=next(text), given_name=next(text), preferred_name=next(text))  # fmt: skip
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        for person in session.query(PersonRow).filter(PersonRow.id != GRACE.person_id):
            person.full_name = next(text)
        session.get(TeamRow, 1).name = next(text)
    late = {
        "became_looked_after": TODAY - timedelta(days=60),
        "family_name": next(text),
        "given_name": next(text),
    }
    _work(database, builders.a_child(database, next(text)[:30], **late), text)
    filing = Filing(
        "camhs_report", next(text), next(text), TODAY, TODAY - timedelta(days=30), third_party=True
    )
    letter = CheckedFile("text/plain", next(text).encode(), 1)
    ids["received"] = write(database, received_files.add, child, filing, letter, today=TODAY).made_id
    ids["kept"] = write(
        database, dispatch.make_document, child, "gp-summary", lambda _name, _held: b"%PDF-1.7"
    ).made_id
    ids["open"] = builders.an_assessment(database, child)
    write(database, jotter.add, ids["open"], next(text), by=SAM)
    builders.write_plan(database, ids["open"], plan=plan)
    _keeping(database, child, text)  # last: it restricts the record
    return ids


def _signed(database, child):
    with database.reading() as session:
        return dispatch.signed_assessment(session, child)


def _work(database, child, text):
    """What the lists are worked with: follow-up, escalation, clinic, training, action, view, draft."""
    day, told = (
        {"today": TODAY},
        {"kind": "IHA", "contacted": "council", "means": "phone", "result": "will_act"},
    )
    step = {"next_step": next(text), "next_step_on": TODAY, "next_step_by": next(text), "tells_manager": True}
    write(database, follow_ups.log, child, **told, **step, **day, person=next(text), note=next(text))
    raised = {"escalated_to": next(text), "why": next(text), "step": next(text), "answer_by": TODAY}
    write(database, escalations.escalate, child, kind="IHA", **raised, **day)
    diary = NewSession(
        SAM.person_id, "clinic", next(text), next(text), TODAY, slots=2, starts_at="9", note=next(text)
    )
    write(database, clinics.add_sessions, diary, **day)
    write(
        database,
        training.record,
        TypedTraining(SAM.person_id, "unaccompanied", None, TODAY, None, next(text)),
        **day,
    )
    write(
        database, improvement.add, what=next(text), source=next(text), owner=next(text), due_on=TODAY, **day
    )
    write(database, saved_views.keep, name=next(text)[:60], wanted=Wanted(text=next(text)))
    said = {"title": next(text), "typed": [["a", next(text)]], "said": [[next(text), next(text)]]}
    write(database, drafts.keep, Draft(f"dialog:{child}:0", child, None, said, NOW))


def _keeping(database, child, text):
    """What the settings list: a hold, somebody kept apart, access that was taken."""
    write(database, retention.set_hold, child, kind="legal", because=next(text))
    write(database, conflicts_of_interest.keep_apart, "100001", person_id=NADIA.person_id, because=next(text))
    write(database, flags.set_flag, child, kind="restricted", detail=next(text))
    write(database, restricted.claim, child, reason="other", more=next(text), by=SAM)
