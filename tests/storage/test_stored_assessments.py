"""Assessments with their answers, plans and documents; people; reference data: written and read back."""

# ruff: noqa: PT012 - what is refused is the whole block
import hashlib
from dataclasses import replace
from datetime import date

import pytest
from small_caseload import GRACE, NOW, TOM, a_child, an_entry
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from lac_tracker.domain.errors import NotFound, UserError
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.storage import assessments, documents, people, plans, reference_data
from lac_tracker.storage.tables.audit import ChangeRow
from lac_tracker.storage.tables.people import PersonRow


@pytest.fixture
def written(database):
    """A session in a transaction that is saved at the end of the test."""
    with database.writing(an_entry()) as session:
        yield session


@pytest.fixture
def started(written):
    """A child's initial assessment, begun: (child id, assessment id)."""
    child_id = a_child(written)
    return child_id, assessments.add(
        written, child_id, "IHA", "in_progress", {"assessor_id": 3, "started_at": NOW}
    )


def changes(session):
    session.flush()
    return session.scalar(select(func.count()).select_from(ChangeRow))


def test_an_assessment_comes_back_as_it_was_written(written, started):
    child_id, assessment_id = started
    one = assessments.load(written, assessment_id)
    assert (one.child_id, one.kind, one.state, one.assessor_id, one.started_at) == (
        child_id,
        "IHA",
        "in_progress",
        3,
        NOW,
    )
    assert assessments.of_child(written, child_id) == (one,)
    assert assessments.child_of(written, assessment_id) == child_id
    assert assessments.assessor_name(written, 3) == "Nadia Rahman"
    for ask in (assessments.load, assessments.child_of):
        with pytest.raises(NotFound):
            ask(written, 99)


@pytest.mark.parametrize(
    "value", ["text", "", "Zoë’s “words”\n", 0, 1.5, True, ["a", "b"], [], "2026-01-01", "null"]
)
def test_an_answer_comes_back_as_it_was_given(written, started, value):
    assessments.put_answer(written, started[1], "question", value, by=GRACE, now=NOW)
    assert assessments.answers(written, started[1]) == {"question": value}
    assert type(assessments.answers(written, started[1])["question"]) is type(value)


def test_an_answer_taken_back_is_gone_and_the_one_before_stays_in_the_record_of_changes(written, started):
    assessments.put_answer(written, started[1], "question", "before", by=GRACE, now=NOW)
    assessments.put_answer(written, started[1], "question", None, by=TOM, now=NOW)
    assessments.put_answer(written, started[1], "another", None, by=TOM, now=NOW)
    assert assessments.answers(written, started[1]) == {}
    last = written.scalars(select(ChangeRow).order_by(ChangeRow.id.desc()).limit(1)).one()
    assert (last.table_name, last.operation) == ("answers", "delete")
    assert "before" in last.before


@pytest.mark.parametrize("state", ["signed", "history", "declined", "cancelled"])
def test_what_is_done_is_not_written_again(written, started, state):
    sha256 = assessments.keep_form(written, "form", "1", "text")
    done = {"state": state, "completed_on": date(2026, 3, 1), "signed_at": NOW, "form_sha256": sha256}
    assessments.change(written, started[1], done)
    with pytest.raises(UserError, match="can't be changed"):
        assessments.change(written, started[1], {"completed_on": date(2026, 3, 2)})


@pytest.mark.parametrize("fields", [{}, {"signed_at": NOW}, {"completed_on": date(2026, 3, 1)}])
def test_the_table_itself_refuses_a_signature_without_date_or_form(database, fields):
    with pytest.raises(IntegrityError), database.writing(an_entry()) as session:
        assessments.add(session, a_child(session), "IHA", "signed", fields)


def test_the_text_of_a_form_is_kept_once(written):
    first = assessments.keep_form(written, "form", "1", "the text")
    assert assessments.keep_form(written, "form", "1", "the text") == first
    assert assessments.form_text(written, first) == "the text"
    assert first == hashlib.sha256(b"the text").hexdigest()


def test_reasons_are_kept_with_the_words_they_answered(written, started):
    assessments.keep_reasons(
        written, started[1], {"no_gp": ("No GP is recorded", "just moved"), "b": ("B", "because")}
    )
    assert assessments.reasons(written, started[1]) == (("No GP is recorded", "just moved"), ("B", "because"))


PLAN = Need(
    None, "Teeth", "teeth", found="Two decayed teeth",
    outcomes=(
        Outcome(
            "No pain", "No pain for four weeks", date(2026, 9, 1),
            (Action("Book the dentist", "Nadia Rahman", "Nurse", "Northgate", date(2026, 4, 1)), Action("Go", "Ann", "Carer", "Home")),
            agreed_child="no", agreed_child_because="Afraid",
        ),
        Outcome("Brushes twice", "Seen in the book"),
    ),
)  # fmt: skip


def saved(session, started, need):
    plans.save_need(session, *started, need)
    return plans.plan_of(session, started[1])


def without_ids(need):
    outcomes = (
        replace(outcome, id=None, actions=tuple(replace(action, id=None) for action in outcome.actions))
        for outcome in need.outcomes
    )
    return replace(need, id=None, outcomes=tuple(outcomes))


def test_a_plan_comes_back_as_it_was_written(written, started):
    (need,) = saved(written, started, PLAN)
    assert without_ids(need) == PLAN
    assert plans.assessment_of(written, need.id) == started[1]
    with pytest.raises(NotFound):
        plans.assessment_of(written, 99)


def test_an_equal_plan_touches_no_row(written, started):
    (need,) = saved(written, started, PLAN)
    before = changes(written)
    assert saved(written, started, need) == (need,)
    assert changes(written) == before


def test_an_outcome_keeps_its_row_when_another_is_taken_out_or_moved(written, started):
    """A mark belongs to an outcome and not to a place in a list."""
    (need,) = saved(written, started, PLAN)
    first, second = need.outcomes
    (turned,) = saved(written, started, replace(need, outcomes=(second, first)))
    assert turned.outcomes == (second, first)
    (left,) = saved(written, started, replace(need, outcomes=(second,)))
    assert left.outcomes == (second,)
    (fewer,) = saved(
        written, started, replace(need, outcomes=(replace(first, id=None, actions=first.actions[1:]),))
    )
    assert [action.text for action in fewer.outcomes[0].actions] == ["Go"]


def test_a_foreign_id_never_takes_an_outcome_away_from_its_need(written, started):
    (need,) = saved(written, started, PLAN)
    stolen = Need(None, "Sleep", "sleep", outcomes=(replace(need.outcomes[0], text="Taken"),))
    first, second = saved(written, started, stolen)
    assert first == need
    assert second.outcomes[0].id != need.outcomes[0].id


def test_a_document_is_kept_as_it_was_made_with_what_it_replaces(written, started):
    child_id, assessment_id = started
    ids = [
        documents.keep(
            written, child_id, assessment_id, "gp-summary", documents.new_reference(), number, f"%PDF {number}".encode(),
            by=GRACE, now=NOW,
        )
        for number in (1, 2)
    ]  # fmt: skip
    assert documents.latest(written, assessment_id, "gp-summary").id == ids[1]
    assert documents.latest(written, assessment_id, "full-plan") is None
    assert [documents.content(written, one) for one in ids] == [b"%PDF 1", b"%PDF 2"]
    assert [one.id for one in documents.of_child(written, child_id)] == ids[::-1]


def test_the_number_of_a_document_says_nothing_and_reads_well():
    made = {documents.new_reference() for _ in range(500)}
    assert len(made) == 500
    assert not set("".join(made)) & set("01IO")
    assert {len(reference) for reference in made} == {8}


def test_the_bytes_of_a_document_do_not_fill_the_record_of_changes(written, started):
    documents.keep(written, *started, "full-plan", "ABCD2345", 1, b"BYTES-OF-A-PDF", by=GRACE, now=NOW)
    last = written.scalars(select(ChangeRow).order_by(ChangeRow.id.desc()).limit(1)).one()
    assert hashlib.sha256(b"BYTES-OF-A-PDF").hexdigest() in last.after
    assert "BYTES" not in last.after


def test_people_are_known_by_their_user_names_until_they_leave(written):
    assert people.actor(written, "grace") == GRACE
    assert [actor.user_name for actor in people.everyone(written, 1)] == ["grace", "nadia", "sam", "tom"]
    written.get_one(PersonRow, TOM.person_id).is_active = False
    written.flush()
    for user_name in ("tom", "nobody", "Grace"):
        with pytest.raises(NotFound, match="no active person"):
            people.actor(written, user_name)
    assert "tom" not in [actor.user_name for actor in people.everyone(written, 1)]


def test_the_caseload_says_what_it_is(written, keys):
    assert people.caseload(written) == people.Caseload(keys.database_id, date(2020, 1, 1), False)
    assert people.team(written, 1).ods_code == "RP1"
    assert people.settings(written, 1) == {}
    assert people.own_bank_holidays(written, 1) == frozenset()


@pytest.mark.parametrize(
    ("day", "is_holiday"),
    [
        (date(2025, 12, 25), True), (date(2026, 4, 3), True), (date(2026, 4, 6), True), (date(2026, 5, 4), True),
        (date(2026, 12, 28), True), (date(2026, 12, 26), True), (date(2026, 3, 17), False), (date(2026, 1, 2), False),
    ],
)  # fmt: skip
def test_bank_holidays_are_those_of_england_and_wales(day, is_holiday):
    """28-Dec-2026 stands in for Boxing Day, a Saturday; 17 March and 2 January are holidays elsewhere only."""
    assert (day in reference_data.bank_holidays().days) is is_holiday


def test_a_day_the_team_added_is_a_holiday_of_theirs_alone():
    own = date(2026, 7, 1)
    assert own in reference_data.bank_holidays(frozenset({own})).days
    assert own not in reference_data.bank_holidays().days
    assert reference_data.bank_holidays().known_to == date(2027, 12, 31)


def test_every_code_list_is_there():
    assert {"ethnicity", "religion", "language", "legal_status", "placement_type", "reason_ended"} <= set(
        reference_data.codes()
    )
    assert reference_data.codes()["legal_status"].label("C2") != "C2"
