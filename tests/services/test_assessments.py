"""An assessment through its services: the answers, the check, the signature, and what is kept."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.standing import Status
from lac_tracker.services import assessments, caseload, child_summary, children, consent_gate, forms, plans
from lac_tracker.storage import assessments as stored
from lac_tracker.storage.tables.assessments import AnswerRow, FormTextRow
from lac_tracker.storage.tables.audit import ChangeRow
from tests import builders
from tests.builders import a_child, a_signed_assessment, an_assessment, ask, sign, write
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

READER = Actor(1, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)
STRANGER = Actor(1, 2, "ola", "Ola Berg", Role.MANAGER, Registration.GMC)

# (question, value, what is kept; or the words of the refusal)
ANSWERS = [
    ("matters", "  My tooth\r\nhurts  ", "My tooth\nhurts", None),
    ("likes", " drawing,\n football ", "drawing, football", None),
    ("seen_where", "home", "home", None),
    ("seen_where", "the moon", None, "choose one of"),
    ("present", ["carer", "parent"], ["carer", "parent"], None),
    ("present", ["parent", "carer", "carer"], ["carer", "parent"], None),
    ("present", ["carer", "the cat"], None, "choose one of"),
    ("present", "carer", None, "choose one of"),
    ("height_cm", 158, 158, None),
    ("height_cm", 158.5, 158.5, None),
    ("height_cm", float("nan"), None, "must be a number"),
    ("height_cm", -3, None, "must be"),
    ("height_cm", "tall", None, "must be a number"),
    ("height_cm", True, None, "must be a number"),
    ("matters", "x" * 20_000, "x" * 20_000, None),
    ("matters", "x" * 20_001, None, "20,001 characters"),
    ("matters", "x" * 1_048_576, None, "1,048,576 characters"),
    ("matters", 12, None, "must be text"),
    ("matters", "a\x00b\ud800c\u202ed", "abcd", None),
    ("no_such_question", "x", None, "no question 'no_such_question'"),
]


@pytest.mark.parametrize(("question", "value", "kept", "refused"), ANSWERS)
def test_an_answer_is_kept_or_refused_in_words(database, question, value, kept, refused):
    made = an_assessment(database, a_child(database))
    before = ask(database, assessments.for_entry, made, by=SAM, today=TODAY).answers
    if refused:
        with pytest.raises(UserError, match=refused):
            write(database, assessments.record_answer, made, question, value, by=SAM)
        assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).answers == before
        return
    write(database, assessments.record_answer, made, question, value, by=SAM)
    assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).answers[question] == kept


def test_every_type_of_question_goes_there_and_back(database):
    made = an_assessment(database, a_child(database))
    entry = ask(database, assessments.for_entry, made, by=SAM, today=TODAY)
    said = builders.answer_everything(database, made)
    kept = ask(database, assessments.for_entry, made, by=SAM, today=TODAY).answers
    types = {
        question.type
        for section in entry.form.sections
        for question in section.questions
        if question.id in said
    }
    assert types >= {"choice", "long text", "number", "several choices", "text"}
    assert kept == said


def test_an_answer_taken_back_is_gone_but_stays_in_the_record_of_changes(database):
    made = an_assessment(database, a_child(database))
    write(database, assessments.record_answer, made, "matters", "My brother", by=SAM)
    write(database, assessments.record_answer, made, "matters", None, by=SAM)
    assert "matters" not in ask(database, assessments.for_entry, made, by=SAM, today=TODAY).answers
    with database.reading() as session:
        removed = session.scalars(
            select(ChangeRow.before).where(ChangeRow.table_name == "answers", ChangeRow.after.is_(None))
        ).one()
    assert json.loads(json.loads(removed)["value"]) == "My brother"


def test_one_is_resumed_where_one_was(database):
    made = an_assessment(database, a_child(database))
    for question in ("matters", "well"):
        write(database, assessments.record_answer, made, question, "Football", by=SAM)
    assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).last_question_id == "well"


def test_signing_is_blocked_in_words_until_everything_is_there(database):
    made = an_assessment(database, a_child(database))
    before = builders.row_counts(database)
    with pytest.raises(UserError, match="Not signed yet") as refused:
        write(database, assessments.sign, made, by=SAM, today=TODAY, completed_on=TODAY, reasons={})
    assert "plan item" in str(refused.value)
    assert builders.row_counts(database) == before
    builders.answer_everything(database, made)
    with pytest.raises(UserError, match="Add a plan item"):
        write(database, assessments.sign, made, by=SAM, today=TODAY, completed_on=TODAY, reasons={})
    builders.write_plan(database, made)
    sign(database, made)
    entry = ask(database, assessments.for_entry, made, by=SAM, today=TODAY)
    assert (entry.is_signed, entry.signed_words) == (
        True, "Signed 04-Mar-2026 by Sam Iqbal, GMC registered doctor",
    )  # fmt: skip


MISSING_IN_THE_PLAN = [
    ("no outcome", lambda need: replace(need, outcomes=())),
    ("no measure", lambda need: replace(need, outcomes=(replace(need.outcomes[0], measure=" "),))),
    ("no action", lambda need: replace(need, outcomes=(replace(need.outcomes[0], actions=()),))),
    ("no date", lambda need: with_action(need, by=None)),
    ("no person", lambda need: with_action(need, person="")),
    ("no role", lambda need: with_action(need, role="")),
    ("no organisation", lambda need: with_action(need, organisation="")),
]


def with_action(need, **changes):
    outcome = need.outcomes[0]
    return replace(
        need, outcomes=(replace(outcome, actions=(replace(outcome.actions[0], **changes), *outcome.actions[1:])),)
    )  # fmt: skip


def test_what_the_plan_lacks_blocks_signing_whatever_the_reason(database):
    made = an_assessment(database, a_child(database))
    builders.answer_everything(database, made)
    write(database, plans.save_item, made, complete_plan()[1], by=SAM)
    item = write(database, plans.save_item, made, complete_plan()[0], by=SAM).made_id
    for what, spoil in MISSING_IN_THE_PLAN:
        write(database, plans.save_item, made, replace(spoil(complete_plan()[0]), id=item), by=SAM)
        found = ask(database, assessments.check, made, by=SAM, today=TODAY, completed_on=TODAY)
        assert found.fix, what
        reasons = {finding.id: "because" for finding in (*found.fix, *found.explain)}
        with pytest.raises(UserError):
            write(database, assessments.sign, made, by=SAM, today=TODAY, completed_on=TODAY, reasons=reasons)
    write(database, plans.save_item, made, replace(complete_plan()[0], id=item), by=SAM)
    sign(database, made)


@pytest.mark.parametrize(
    ("completed_on", "words"),
    [
        (TODAY + timedelta(days=1), "today or in the past"),
        (TODAY - timedelta(days=1), "before the assessment was started"),
        (date(2009, 1, 1), "born"),
    ],
)
def test_the_day_of_completion_has_to_be_possible(ready, completed_on, words):
    database, _, made = ready
    with pytest.raises(UserError, match=words):
        write(database, assessments.sign, made, by=SAM, today=TODAY, completed_on=completed_on, reasons={})


def test_a_signed_assessment_is_read_only(signed):
    database, child, made = signed
    before = builders.row_counts(database)
    item = ask(database, plans.plan, made, by=SAM)[0]
    for attempt in (
        lambda: write(database, assessments.record_answer, made, "matters", "other", by=SAM),
        lambda: write(database, assessments.record_answer, made, "matters", None, by=SAM),
        lambda: write(database, plans.save_item, made, item, by=SAM),
        lambda: write(database, plans.save_item, made, complete_plan()[0], by=SAM),
        lambda: sign(database, made),
    ):
        with pytest.raises(UserError, match="signed and can't be changed"):
            attempt()
    assert builders.row_counts(database) == before


def test_a_signed_assessment_keeps_the_text_of_its_form(signed, tmp_path, monkeypatch):
    database, _, made = signed
    other = a_child(database, "100002", given_name="Ben")
    still_open = an_assessment(database, other)
    folder = tmp_path / "forms"
    folder.mkdir()
    for path in sorted(forms.paths.FORMS.glob("*.toml")):
        text = path.read_text(encoding="utf-8").replace("What is going well?", "What goes well for you?")
        (folder / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(forms.paths, "FORMS", folder)
    forms.all_forms.cache_clear()
    try:
        asked = {}
        for assessment_id in (made, still_open):
            form = ask(database, assessments.for_entry, assessment_id, by=SAM, today=TODAY).form
            asked[assessment_id] = {one.id: one.ask for section in form.sections for one in section.questions}
        assert asked[made]["well"] == "What is going well?"
        assert asked[still_open]["well"] == "What goes well for you?"
    finally:
        forms.all_forms.cache_clear()


def test_the_text_of_a_form_is_stored_once(signed):
    database, _, made = signed
    a_signed_assessment(database, a_child(database, "100002"))
    with database.reading() as session:
        (content,) = session.scalars(select(FormTextRow.content)).all()
    assert content == forms.form_source("iha_10_plus")


def test_signing_changes_the_clocks_in_the_same_transaction(ready):
    database, child, made = ready

    def rows():
        found = ask(database, caseload.due_list, today=TODAY, statuses=frozenset(Status))
        return {
            row.assessment: (row.status.value, row.due, row.clock_start, row.met_on) for row in found.rows
        }

    started = TODAY - timedelta(days=20)
    before = rows()
    assert set(before) == {"IHA"}
    assert before["IHA"][3] is None

    def signs_and_fails(session, assessment_id, **more):
        assessments.sign(session, assessment_id, **more)
        raise RuntimeError("the disk went away")

    with pytest.raises(RuntimeError, match="the disk"):
        write(database, signs_and_fails, made, by=SAM, today=TODAY, completed_on=TODAY, reasons={})
    assert rows() == before
    sign(database, made)
    assert rows() == {
        "IHA": ("completed_in_time", date(2026, 3, 12), started, TODAY),
        "RHA": ("on_track", date(2027, 3, 4), TODAY, None),
    }


@pytest.mark.parametrize(
    ("by", "signs"),
    [
        (SAM, True),
        (NADIA, True),
        (GRACE, True),
        (TOM, False),
        (READER, False),
        (STRANGER, False),
        (replace(SAM, registration=Registration.NONE), False),
    ],
    ids=[
        "doctor",
        "nurse",
        "manager with NMC",
        "administrator",
        "read only",
        "another team",
        "no registration",
    ],
)
def test_who_may_sign(ready, by, signs):
    database, _, made = ready
    if signs:
        sign(database, made, by=by)
        return
    with pytest.raises(NotAllowed) as refused:
        write(database, assessments.sign, made, by=by, today=TODAY, completed_on=TODAY, reasons={})
    assert str(refused.value)
    with database.reading() as session:
        assert stored.load(session, made).state == "in_progress"


def test_a_nurse_gives_a_reason_for_an_initial_assessment_and_it_is_kept(ready):
    database, _, made = ready
    for reasons in ({}, {"iha_not_by_doctor": "  "}, {"something_else": "Dr Iqbal"}):
        with pytest.raises(UserError, match="Give a reason"):
            write(
                database, assessments.sign, made, by=NADIA, today=TODAY, completed_on=TODAY, reasons=reasons
            )
    given = {"iha_not_by_doctor": " Supervised by\x00 Dr Iqbal\u202e \ud800"}
    write(database, assessments.sign, made, by=NADIA, today=TODAY, completed_on=TODAY, reasons=given)
    with database.reading() as session:
        ((finding, reason),) = stored.reasons(session, made)
    assert "registered medical practitioner" in finding
    assert reason == "Supervised by Dr Iqbal"


def test_a_reason_too_long_to_keep_is_refused_and_nothing_is_signed(ready):
    database, _, made = ready
    with pytest.raises(UserError, match="Reason has"):
        write(
            database, assessments.sign, made, by=NADIA, today=TODAY, completed_on=TODAY,
            reasons={"iha_not_by_doctor": "x" * 1_000_000},
        )  # fmt: skip
    assert not ask(database, assessments.for_entry, made, by=SAM, today=TODAY).is_signed


def test_every_step_is_in_the_audit_with_the_child(ready):
    database, child, made = ready
    sign(database, made)
    write(database, assessments.for_entry, made, by=SAM, today=TODAY)
    write(database, child_summary.summary, child, by=SAM, today=TODAY)
    entries = builders.audit_of(database)
    for action in (
        "added a child", "started an assessment", "answered questions", "changed the health plan",
        "signed an assessment",
    ):  # fmt: skip
        assert any(entry[0] == action and entry[1] == child and entry[2] > 0 for entry in entries), action
    assert entries[-2:] == [("read clinical answers", child, 0), ("opened the record", child, 0)]


@pytest.mark.parametrize("by", [TOM, READER, STRANGER], ids=["administrator", "read only", "another team"])
def test_who_may_not_assess(database, by):
    child = a_child(database)
    made = an_assessment(database, child)
    for function, args, more in (
        (consent_gate.gate, (child,), {"today": TODAY, "kind": "IHA"}),
        (consent_gate.start, (child,), {"today": TODAY, "kind": "IHA", "gate": builders.AGREED}),
        (assessments.record_answer, (made, "well", "x"), {}),
        (plans.save_item, (made, complete_plan()[0]), {}),
    ):
        with pytest.raises(NotAllowed):
            write(database, function, *args, by=by, **more)
    if by is READER:
        assert ask(database, assessments.for_entry, made, by=by, today=TODAY).id == made
    else:
        with pytest.raises(NotAllowed):
            ask(database, assessments.for_entry, made, by=by, today=TODAY)


def test_what_is_not_there_is_said(database):
    for function, more in (
        (assessments.for_entry, {"today": TODAY}),
        (assessments.check, {"today": TODAY, "completed_on": TODAY}),
        (plans.plan, {}),
    ):
        with pytest.raises(NotFound, match="not in this caseload"):
            ask(database, function, 4711, by=SAM, **more)
    with pytest.raises(NotFound):
        ask(database, consent_gate.gate, 4711, by=SAM, today=TODAY, kind="IHA")


def test_an_assessment_from_before_the_caseload_has_no_form_to_show(database):
    child = a_child(database)
    made = write(
        database, children.enter_past_assessment, child, kind="IHA", completed_on=TODAY, completed_by="Dr Old"
    ).made_id
    with pytest.raises(NotFound, match="only its date"):
        ask(database, assessments.for_entry, made, by=SAM, today=TODAY)
    with pytest.raises(UserError, match="can't be changed"):
        write(database, assessments.record_answer, made, "well", "x", by=SAM)


def test_an_answer_the_database_was_given_for_a_question_long_gone_harms_nothing(ready):
    database, _, made = ready
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored.put_answer(session, made, "retired_question", "old words", by=SAM, now=NOW)
    sign(database, made)
    with database.reading() as session:
        kept = session.scalar(select(AnswerRow.value).where(AnswerRow.question_id == "retired_question"))
    assert json.loads(kept) == "old words"
