"""An assessment through its services: the gate, the answers, the check, the signature, and what is kept."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.standing import Status
from lac_tracker.services import assessments, caseload, children, forms, plans
from lac_tracker.services.assessments import GateAnswers
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care
from lac_tracker.storage import children as stored_children
from lac_tracker.storage.tables.assessments import AnswerRow, CompetenceRow, ConsentRow, FormTextRow
from lac_tracker.storage.tables.audit import ChangeRow
from lac_tracker.storage.tables.people import SettingRow
from tests import builders
from tests.builders import (
    a_child,
    a_complete_assessment,
    a_signed_assessment,
    an_assessment,
    ask,
    sign,
    write,
)
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

READER = Actor(1, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)
STRANGER = Actor(1, 2, "ola", "Ola Berg", Role.MANAGER, Registration.GMC)
ADULT = {"pr_giver": Giver.PARENT, "pr_giver_name": "Joy Baptiste", "pr_given_on": TODAY}

# (born in, what is said at the gate, may it start, responses on record afterwards: (giver, response))
AT_THE_GATE = [
    pytest.param(2013, {"own_consent": "not_asked", "can_decide": "no", **ADULT}, True,
                 {("parent", "given")}, id="13, an adult agreed, not able: the consent stands (CO-5)"),
    pytest.param(2013, {"own_consent": "agreed", "can_decide": "yes"}, True,
                 {("young_person", "given")}, id="13, able and agrees"),
    pytest.param(2013, {"own_consent": "agreed_to_some", "can_decide": "yes"}, True,
                 {("young_person", "given")}, id="13, able and agrees to some of it"),
    pytest.param(2013, {"own_consent": "agreed", "can_decide": "no"}, False, set(), id="13, not able, says yes"),
    pytest.param(2013, {"own_consent": "agreed", "can_decide": "partly"}, False, set(), id="13, partly able"),
    pytest.param(2013, {"own_consent": "agreed"}, False, set(), id="13, nobody said whether able"),
    pytest.param(2013, {"own_consent": "agreed", "can_decide": "no", **ADULT}, True,
                 {("parent", "given"), ("young_person", "not_provided")}, id="13, not able, an adult agreed too"),
    pytest.param(2012, {"own_consent": "said_no", "can_decide": "yes"}, False, set(), id="14, able and refuses"),
    pytest.param(2012, {"own_consent": "said_no", "can_decide": "yes", **ADULT}, False, set(),
                 id="14, able and refuses, whoever else agreed"),
    pytest.param(2013, {"own_consent": "not_yet"}, False, set(), id="not asked yet"),
    pytest.param(2020, {"own_consent": "not_asked"}, False, set(), id="too young, and nobody agreed"),
    pytest.param(2020, {"own_consent": "not_asked", **ADULT}, True, {("parent", "given")}, id="too young, a parent agreed"),
    pytest.param(2013, {"own_consent": ""}, False, set(), id="nothing said"),
    pytest.param(2013, {"own_consent": "perhaps"}, False, set(), id="no such answer"),
    pytest.param(2013, {"own_consent": "agreed", "can_decide": "maybe"}, False, set(), id="no such ability"),
    pytest.param(2013, {"own_consent": "not_asked", **ADULT, "pr_giver_name": " \u202e "}, False, set(),
                 id="an adult without a name"),
    pytest.param(2013, {"own_consent": "not_asked", **ADULT, "pr_given_on": TODAY + timedelta(days=1)}, False, set(),
                 id="consent of tomorrow"),
    pytest.param(2013, {"own_consent": "agreed", "can_decide": "yes", "seen_where": "the moon"}, False, set(),
                 id="no such place"),
]  # fmt: skip


@pytest.mark.parametrize(("year", "said", "starts", "responses"), AT_THE_GATE)
def test_the_gate(database, year, said, starts, responses):
    child = a_child(database, born=date(year, 1, 5))
    before = builders.row_counts(database)
    if not starts:
        with pytest.raises(UserError) as refused:
            an_assessment(database, child, gate=GateAnswers(**said))
        assert str(refused.value)
        assert builders.row_counts(database) == before
        return
    made = an_assessment(database, child, gate=GateAnswers(**said))
    with database.reading() as session:
        rows = session.execute(select(ConsentRow.giver, ConsentRow.response, ConsentRow.assessment_id)).all()
        found = session.scalars(select(CompetenceRow.can_decide)).all()
        answers = stored.answers(session, made)
    assert {(row.giver, row.response) for row in rows} == responses
    assert {row.assessment_id for row in rows} == {made}
    assert found == ([said["can_decide"]] if said.get("can_decide") else [])
    assert answers["own_consent"] == said["own_consent"]


def consent_of_an_earlier_assessment(database, child, *, given_on=TODAY, giver=Giver.PARENT):
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        earlier = stored.add(session, child, "IHA", "history", {"completed_on": given_on})
        history = care.histories(session, [child])[child]
        statuses = history.legal_statuses
        given = Consent(
            Response.GIVEN, giver, "Joy Baptiste", given_on, Means.PHONE, "Grace Mensah",
            agreed=frozenset({Purpose.HEALTH_ASSESSMENT}), assessment_id=earlier,
            period_began=history.periods[-1].began, legal_status=statuses[-1].code if statuses else None,
        )  # fmt: skip
        stored.add_consent(session, child, given)


def set_validity(database, value):
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        session.add(SettingRow(team_id=1, name="consent_validity", value=value))


def gate_of(database, child, today=TODAY):
    return ask(database, assessments.gate, child, by=SAM, today=today, kind="IHA")


NOT_ASKED = GateAnswers("not_asked", "no")


def test_per_assessment_an_earlier_consent_is_asked_for_again(database):
    child = a_child(database)
    consent_of_an_earlier_assessment(database, child)
    assert gate_of(database, child).consent_words == ""
    with pytest.raises(UserError):
        an_assessment(database, child, gate=NOT_ASKED)


def test_per_period_of_care_an_earlier_consent_is_in_force_while_nothing_changed(database):
    child = a_child(database)
    set_validity(database, "per_period_of_care")
    consent_of_an_earlier_assessment(database, child)
    assert "Joy Baptiste" in gate_of(database, child).consent_words
    made = an_assessment(database, child, gate=NOT_ASKED)
    found = ask(database, assessments.check, made, by=SAM, today=TODAY, completed_on=TODAY)
    assert "consent" not in {finding.id for finding in found.fix}


def test_per_period_of_care_another_legal_status_asks_again(database):
    child = a_child(database, legal_status="V2")
    set_validity(database, "per_period_of_care")
    consent_of_an_earlier_assessment(database, child, given_on=TODAY - timedelta(days=10))
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        care.add_legal_status(session, child, "C1", TODAY - timedelta(days=2))
    assert gate_of(database, child).consent_words == ""
    with pytest.raises(UserError):
        an_assessment(database, child, gate=NOT_ASKED)


def test_per_period_of_care_the_sixteenth_birthday_asks_again(database):
    child = a_child(database, born=date(2010, 2, 25))
    set_validity(database, "per_period_of_care")
    consent_of_an_earlier_assessment(database, child, given_on=date(2026, 2, 20))
    assert "Joy" in gate_of(database, child, date(2026, 2, 24)).consent_words
    assert gate_of(database, child).consent_words == ""


@pytest.mark.parametrize("what", ["withdrawn", "invalidated"])
def test_consent_that_was_withdrawn_or_found_wrong_does_not_sign(database, what):
    child = a_child(database)
    made = an_assessment(database, child, gate=GateAnswers("not_asked", "no", **ADULT))
    values = (
        {"withdrawn_on": TODAY, "withdrawn_reason": "rang"}
        if what == "withdrawn"
        else {"invalidated_on": TODAY, "invalidated_notes": "another child's"}
    )
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        row = session.scalars(select(ConsentRow).where(ConsentRow.giver == "parent")).one()
        for name, value in values.items():
            setattr(row, name, value)
    found = ask(database, assessments.check, made, by=SAM, today=TODAY, completed_on=TODAY)
    assert "consent" in {finding.id for finding in found.fix}


def test_a_second_start_resumes_instead(database):
    child = a_child(database)
    an_assessment(database, child)
    with pytest.raises(UserError, match="in progress already"):
        an_assessment(database, child)


def test_a_requested_assessment_is_the_one_that_starts(database):
    child = a_child(database)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        requested = stored.add(session, child, "IHA", "requested", {"notified_on": TODAY})
    assert gate_of(database, child).assessment_id == requested
    assert an_assessment(database, child) == requested


def test_there_is_no_review_form_yet_and_it_says_so(database):
    child = a_child(database)
    with pytest.raises(UserError, match="no form for an RHA"):
        ask(database, assessments.gate, child, by=SAM, today=TODAY, kind="RHA")
    with pytest.raises(UserError, match="no form"):
        write(database, assessments.start, child, by=SAM, today=TODAY, kind="X", gate=builders.AGREED)


@pytest.mark.parametrize(
    ("born", "form_id"), [(date(2016, 3, 4), "iha_10_plus"), (date(2016, 3, 5), "iha_0_9")]
)
def test_the_form_is_that_of_the_age_today(database, born, form_id):
    made = an_assessment(database, a_child(database, born=born))
    assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).form.id == form_id


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


def test_a_signed_assessment_is_read_only(ready):
    database, child, made = ready
    sign(database, made)
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


def test_a_signed_assessment_keeps_the_text_of_its_form(ready, tmp_path, monkeypatch):
    database, _, made = ready
    sign(database, made)
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


def test_the_text_of_a_form_is_stored_once(database):
    for number in range(2):
        a_signed_assessment(database, a_child(database, f"10000{number}"))
    with database.reading() as session:
        (content,) = session.scalars(select(FormTextRow.content)).all()
    assert content == forms.form_source("iha_10_plus")


def test_signing_fills_what_the_form_learned_about_the_child(database):
    child = a_child(database)
    a_signed_assessment(
        database,
        child,
        allergies_state="known",
        allergies="Penicillin",
        preferred_name="Mara",
        ethnicity="mixed_white_black_caribbean",
    )
    with database.reading() as session:
        held = stored_children.load(session, child)
    assert (held.preferred_name, held.allergies_state, held.allergies) == ("Mara", "known", "Penicillin")
    assert (held.ethnicity_state, held.ethnicity_code, held.ethnicity_asked_on, held.ethnicity_asked_by) == (
        "recorded", "mixed_white_black_caribbean", TODAY, "Sam Iqbal",
    )  # fmt: skip
    assert (held.religion_state, held.religion_code) == ("prefers_not_to_say", None)
    assert held.interpreter_needed == "no"
    shown = ask(database, children.summary, child, today=TODAY)
    assert shown.called == "Mara"
    assert dict(shown.about)["Religion"]


def test_what_was_not_learned_this_time_leaves_the_record_as_it_is(database):
    child = a_child(database)
    held = {
        "ethnicity_state": "recorded", "ethnicity_code": "white_irish", "religion_state": "recorded",
        "religion_code": "muslim", "language_state": "recorded", "first_language": "ga",
        "birth_history_state": "answered",
    }  # fmt: skip
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored_children.change(session, child, held)
    made = a_complete_assessment(
        database, child, ethnicity_state="not_asked", ethnicity=None, language_state="asked_not_known", language=None,
        religion_state="prefers_not_to_say", religion=None, birth_pregnancy_state="not_asked",
    )  # fmt: skip
    found = ask(database, assessments.check, made, by=SAM, today=TODAY, completed_on=TODAY)
    write(
        database, assessments.sign, made, by=SAM, today=TODAY, completed_on=TODAY,
        reasons={finding.id: "Ask next time" for finding in found.explain},
    )  # fmt: skip
    with database.reading() as session:
        now = stored_children.load(session, child)
    assert {name: getattr(now, name) for name in held} == held | {
        "religion_state": "prefers_not_to_say", "religion_code": None,
    }  # fmt: skip


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
    write(database, children.summary, child, by=SAM, today=TODAY)
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
        (assessments.gate, (child,), {"today": TODAY, "kind": "IHA"}),
        (assessments.start, (child,), {"today": TODAY, "kind": "IHA", "gate": builders.AGREED}),
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
        ask(database, assessments.gate, 4711, by=SAM, today=TODAY, kind="IHA")


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
