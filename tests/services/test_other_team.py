"""Nobody reaches what is another team's by its number, and no list of theirs says a word of it: every service at once."""

import inspect
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pkgutil import iter_modules

import pytest

import lac_tracker.services
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.list_import import Decisions
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.periods import Period
from lac_tracker.domain.team_reports import REPORTS, Params
from lac_tracker.domain.worklist import VIEWS, Wanted
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import (
    allocations,
    caseload,
    clinic_bookings,
    clinics,
    dashboard,
    delay_reasons,
    escalations,
    flat_extracts,
    follow_ups,
    import_history,
    imports,
    improvement,
    indicators,
    list_papers,
    milestones,
    quality,
    quality_samples,
    reconciliation,
    saved_reports,
    saved_views,
    sending,
    team_reports,
    today,
    training,
    worklist,
)
from lac_tracker.services.clinics import NewSession
from lac_tracker.services.follow_ups import Logged, Typed
from lac_tracker.services.training import TypedTraining
from lac_tracker.storage import people, visits
from tests import builders
from tests.builders import ask, write
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY
from tests.exchange.returns import an_episode, files

STRANGER = Actor(5, 2, "olga", "Olga Price", Role.MANAGER, Registration.GMC)
SECRETS = ("Zelenskaya", "9990563411", "Boathouse", "Grace Mensah", "Tidy Lane")
MONTH = {"since": TODAY.replace(year=2025), "until": TODAY}
STEP = {"next_step": "Ring Boathouse", "next_step_on": TODAY, "next_step_by_id": NADIA.person_id}


def one_of_everything(database):
    """A team with a child and one of each thing that has a number; a stranger in a team of their own. Return the ids."""
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        people.add_team(session, "Southgate", ods_code=None, phone=None, email=None, address=None)
        people.add_person(
            session, 2, user_name=STRANGER.user_name, full_name=STRANGER.full_name, role=STRANGER.role,
            registration=STRANGER.registration, now=NOW,
        )  # fmt: skip
    known = {"family_name": "Zelenskaya", "nhs_number": "9990563411"}
    signed = builders.a_child(database, "1", **known)
    child = builders.a_child(
        database, "2", became_looked_after=TODAY - timedelta(days=60), family_name="Zelenskaya"
    )
    given = {"by": NADIA, "today": TODAY}
    builders.sign_at_once(database, signed, complete_plan())
    told = {"contacted": "council", "means": "phone", "result": "will_act", "tells_manager": True, **STEP}
    follow_up = write(database, follow_ups.log, child, kind="IHA", **told, **given).made_id
    write(database, delay_reasons.record, child, kind="IHA", code="LA-02", note="Boathouse", **given)
    raised = {"step": "", "escalated_to": "Boathouse", "why": "", "answer_by": TODAY}
    escalation = write(database, escalations.escalate, child, kind="IHA", **raised, **given).made_id
    new = NewSession(SAM.person_id, "clinic", place="Tidy Lane", on=TODAY, slots=2, starts_at="9")
    session_id = write(database, clinics.add_sessions, new, **given).made_id
    slots = [one.id for one in ask(database, clinics.session_of, session_id).slots]
    booked = write(database, clinic_bookings.book_slot, child, kind="IHA", slot_id=slots[0], **given).made_id
    lot = {"since": TODAY - timedelta(days=60), "until": TODAY, "lot": 1, "today": TODAY}
    rows = ask(database, quality_samples.proposal, **lot).rows
    write(database, quality_samples.draw_sample, expected=tuple(one.assessment_id for one in rows), **lot)
    (review,) = ask(database, quality.lists, today=TODAY).waiting
    said = {"what": "Boathouse", "source": "x", "owner": "Grace Mensah", "due_on": TODAY, "today": TODAY}
    action = write(database, improvement.add, **said).made_id
    typed = TypedTraining(NADIA.person_id, "unaccompanied", None, TODAY, None)
    trained = write(database, training.record, typed, today=TODAY).made_id
    write(database, saved_views.keep, name="Boathouse", wanted=Wanted())
    write(database, saved_reports.keep, name="Boathouse", content="{}")
    staged = read_ssda903(files(header=["77,F,12/05/2012,WBRI,UN1,,"], episodes=[an_episode(CHILD="77")]))
    left_out = Decisions(left_out=frozenset({"77"}))
    imported = write(database, imports.import_ssda903, staged, council="123", decisions=left_out).made_id
    (aside,) = ask(database, import_history.set_aside, imported)
    found = ask(database, reconciliation.compare, staged, council="123", today=TODAY)
    kept = write(database, reconciliation.keep, found, council="123", files=(), today=TODAY).report
    return {
        "import_id": imported, "row_id": aside.id, "difference_id": kept[0].id,
        "child_id": child, "assessment_id": review.assessment_id, "follow_up_id": follow_up, "escalation_id": escalation,
        "session_id": session_id, "slot_id": slots[1], "review_id": review.review_id, "action_id": action,
        "training_id": trained, "appointment_id": booked,
    }  # fmt: skip


@pytest.fixture
def beginning(made_once):
    return made_once("one of everything", one_of_everything)


@pytest.fixture
def ids(beginning):
    return beginning[1]


def every_service() -> Iterator[tuple[str, object, str]]:
    """Yield (name, function, its first argument) of every service function with a rule."""
    for found in iter_modules(lac_tracker.services.__path__):
        module = import_module(f"lac_tracker.services.{found.name}")
        for name, function in vars(module).items():
            if hasattr(function, "needed_action") and function.__module__ == module.__name__:
                first = list(inspect.signature(function).parameters.values())[1]
                yield f"{found.name}.{name}", function, "" if first.kind is first.KEYWORD_ONLY else first.name


# What is asked for by a number and finds no child by it: what else each needs to be called.
SESSION = {
    "today": TODAY,
    "name": "x",
    "place": "x",
    "note": "",
    "clinician_id": 4,
    "kind": "IHA",
    "because": "x",
}
CHANGED = {
    "what": "x",
    "source": "x",
    "owner": "x",
    "due_on": TODAY,
    "rating": "done",
    "because": "x",
    "today": TODAY,
}
DECIDED = {"words": "x", "decision": "different", "resolution": "ask_council", "reason": "x", "today": TODAY}
BY_NUMBER = {
    "session_id": SESSION, "slot_id": SESSION, "action_id": CHANGED, "row_id": DECIDED, "difference_id": DECIDED,
}  # fmt: skip
# What finds a child by a number that this caseload has none of: the storage function beside each looks it up alike.
OTHERS = {
    "allergy_id", "asking_id", "check_id", "competence_id", "condition_id", "consent_id", "contact_id", "event_id",
    "file_id", "immunisation_id", "line_id", "measurement_id", "medicine_id", "missing_id", "not_done_id", "note_id",
    "outcome_id", "placement_id", "pregnancy_id", "protection_id", "questionnaire_id", "quote_id", "request_id",
    "sending_id", "statement_id", "status_id", "topic_id", "visit_id", "document_ids", "indicator_id", "claim_id",
    "conflict_id", "disposal_id", "hold_id", "person_id",
}  # fmt: skip


def test_nothing_of_another_team_is_reached_by_its_number(database, ids):
    tried = set()
    with database.writing(Entry(STRANGER, NOW, "tested")) as session:
        for name, function, first in every_service():
            if first not in ids:
                assert first in OTHERS or not first.endswith(("_id", "_ids")), (
                    f"{name}: who may reach {first}?"
                )
                continue
            more = BY_NUMBER.get(first, {})
            takes = inspect.signature(function).parameters
            if first == "training_id":
                typed = {"typed": TypedTraining(NADIA.person_id, "unaccompanied", None, TODAY, None)}
                more = {"because": "x", "seen_version": 1, "today": TODAY, **typed}
            known = {key: value for key, value in more.items() if key in takes}
            with pytest.raises((NotAllowed, NotFound)), session.begin_nested():
                function(session, ids[first], by=STRANGER, now=NOW, **known)
            tried.add(first)
    assert tried == set(ids)


def test_nothing_of_another_team_is_reached_by_what_was_kept_of_it(database, ids):
    child, rows = ids["child_id"], [(ids["child_id"], "IHA")]
    given = {"by": STRANGER, "today": TODAY}
    typed = Typed("council", "phone", "will_act", **STEP)
    mine = TypedTraining(NADIA.person_id, "unaccompanied", None, TODAY, None)
    for function, args, more in (
        (follow_ups.log_many, (rows, typed), {}),
        (follow_ups.undo, ([Logged(ids["follow_up_id"], child)],), {}),
        (allocations.assign, (rows,), {"person_id": STRANGER.person_id}),
        (allocations.warnings, (rows,), {"person_id": SAM.person_id}),
        (clinics.add_sessions, (NewSession(SAM.person_id, "leave", on=TODAY),), {}),
        (clinics.consequences_of_leave, (NewSession(SAM.person_id, "leave", on=TODAY),), {}),
        (training.record, (mine,), {}),
    ):
        with pytest.raises(UserError):
            write(database, function, *args, **given, **more)
    mine = [Logged(ids["follow_up_id"], child, appointment_id=ids["appointment_id"] + 1)]
    with pytest.raises(UserError, match="not of this child"):
        write(database, follow_ups.undo, mine, by=NADIA, today=TODAY)
    with database.reading() as session:
        assert [one.outcome for one in visits.appointments(session, child)] == ["booked"]


def everything_said(database, by):
    """Return what every list, page and report of a team says to somebody."""

    def said(function, *args, **more):
        with database.reading() as session:
            found = function(session, *args, by=by, now=NOW, **more)
            return repr(list(found) if isinstance(found, Iterator) else found)

    day, held = {"today": TODAY}, Period(TODAY - timedelta(days=365), TODAY)
    yield from (
        said(caseload.children, **day), said(clinics.week, **day), said(clinics.clinicians, **day),
        said(clinic_bookings.waiting, **day), said(escalations.unanswered, today=TODAY + timedelta(days=9)),
        said(follow_ups.for_manager, **day), said(improvement.actions, **day), said(milestones.chains, **MONTH),
        said(quality.lists, **day), said(quality.results, TODAY - timedelta(days=90), TODAY), said(saved_views.listed),
        said(saved_reports.listed), said(sending.queue, **day), said(today.day, shown=TODAY, **day),
        said(training.listed, **day), said(training.members), said(worklist.choices, **day),
        said(allocations.assessors), said(dashboard.late, "iha_28_days", held, **day),
        said(list_papers.overdue_list, [(1, "IHA"), (2, "IHA")], filtered="", order="", **day),
    )  # fmt: skip
    yield from (said(worklist.everything, Wanted(view=view.key), **day) for view in VIEWS)
    yield from (said(indicators.behind, one.id, "all", **MONTH, **day) for one in indicators.INDICATORS)
    lists = (one.key for one in REPORTS if one.shape not in ("performance", "evidence", "extract"))
    yield from (said(team_reports.answer, key, Params(period=held), **day) for key in lists)
    extracts = (
        flat_extracts.asked(key, today=TODAY, why="care") for key in ("children", "plan-items", "sdq")
    )
    yield from (
        said(lambda session, *, source=one.rows, **who: list(source(session, **who))) for one in extracts
    )


def found_in(told):
    return {secret for words in told for secret in SECRETS if secret.casefold() in words.casefold()}


def test_no_list_says_a_word_of_another_team(database):
    assert found_in(everything_said(database, GRACE)) == set(SECRETS)  # the search for them finds them
    assert found_in(everything_said(database, STRANGER)) == set()
