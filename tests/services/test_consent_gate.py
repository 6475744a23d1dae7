"""The consent gate through its services: who agreed, whose word counts, and what starts."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.errors import UserError
from lac_tracker.services import assessments, consent_gate
from lac_tracker.services.consent_gate import GateAnswers
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage.tables.assessments import CompetenceRow, ConsentRow
from lac_tracker.storage.tables.people import SettingRow
from tests import builders
from tests.builders import a_child, an_assessment, ask, write
from tests.conftest import GRACE, NOW, SAM, TODAY

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
        stored_consents.add_consent(session, child, given)


def set_validity(database, value):
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        session.add(SettingRow(team_id=1, name="consent_validity", value=value))


def gate_of(database, child, today=TODAY):
    return ask(database, consent_gate.gate, child, by=SAM, today=today, kind="IHA")


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


def test_a_kind_without_a_form_says_so(database):
    child = a_child(database)
    with pytest.raises(UserError, match="no form for an X"):
        ask(database, consent_gate.gate, child, by=SAM, today=TODAY, kind="X")
    with pytest.raises(UserError, match="no form"):
        write(database, consent_gate.start, child, by=SAM, today=TODAY, kind="X", gate=builders.AGREED)


@pytest.mark.parametrize(
    ("born", "form_id"), [(date(2016, 3, 4), "iha_10_plus"), (date(2016, 3, 5), "iha_0_9")]
)
def test_the_form_is_that_of_the_age_today(database, born, form_id):
    made = an_assessment(database, a_child(database, born=born))
    assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).form.id == form_id
