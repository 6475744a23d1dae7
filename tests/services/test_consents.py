"""The consent page, competence and private topics, on a real caseload."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.consent import ConsentState, Giver, Means, Purpose, Response
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.services import consent_gate, consents, declined, dispatch, sharing
from lac_tracker.services.consents import GILLICK_QUESTIONS, NewCompetence, NewConsent
from tests import builders
from tests.conftest import GRACE, SAM, TODAY, TOM

GIVEN = NewConsent(
    Response.GIVEN, Giver.COUNCIL, "Dan Price", TODAY - timedelta(days=5), Means.EMAIL,
    frozenset({Purpose.HEALTH_ASSESSMENT, Purpose.SHARE_GP}), frozenset({Purpose.SHARE_PARENTS}),
    "team manager under the care order", "signed form",
)  # fmt: skip
ABLE = dict.fromkeys((key for key, _ in GILLICK_QUESTIONS), True)


@pytest.fixture
def beginning(with_a_child):
    return with_a_child


@pytest.fixture
def child(beginning):
    return beginning[1]


def page(database, child):
    return builders.ask(database, consents.page, child, today=TODAY)


def state(database, child, purpose=Purpose.HEALTH_ASSESSMENT):
    return next(one for one in page(database, child).purposes if one.purpose is purpose)


def write(database, command, *args, **more):
    return builders.write(database, command, *args, today=TODAY, **more)


def test_asked_then_given_then_withdrawn(database, child):
    purposes = frozenset({Purpose.HEALTH_ASSESSMENT})
    asked_on = TODAY - timedelta(days=9)
    assert state(database, child).state is ConsentState.MISSING
    write(database, consents.ask, child, purposes, "Ms C Baptiste", asked_on, Means.LETTER)
    assert state(database, child).words == "Asked 23-Feb-2026"

    write(database, consents.record, child, GIVEN)
    one = state(database, child)
    assert (one.state, one.until, one.latest.authority, one.latest.evidence) == (
        ConsentState.GIVEN, "The next assessment", "team manager under the care order", "signed form",
    )  # fmt: skip
    assert page(database, child).requests[0].answered
    assert state(database, child, Purpose.SHARE_PARENTS).state is ConsentState.SAID_NO
    assert state(database, child, Purpose.IMMUNISATION).state is ConsentState.NOT_NEEDED

    write(database, consents.withdraw_consent, one.latest.id, "Rang: no longer willing", TODAY)
    assert state(database, child).words == "Withdrawn 04-Mar-2026"
    with pytest.raises(UserError, match="does not stand any more"):
        write(database, consents.withdraw_consent, one.latest.id, "again", TODAY)


def test_a_consent_given_ahead_carries_the_next_assessment_and_no_later_one(database, child):
    write(database, consents.record, child, replace(GIVEN, given_on=TODAY - timedelta(days=5)))
    gate = builders.ask(database, consent_gate.gate, child, by=SAM, today=TODAY, kind="IHA")
    assert gate.consent_words == "Dan Price (council), 27-Feb-2026"
    started = builders.an_assessment(
        database, child, gate=consent_gate.GateAnswers("not_asked", None, "clinic")
    )
    answers = {"own_consent": "not_asked", "can_decide": "no", "own_consent_not_asked_why": "Asleep"}
    builders.answer_everything(database, started, changed=answers)
    builders.write_plan(database, started)
    builders.sign(database, started)
    assert state(database, child).words == "Missing: given for an earlier assessment"


def test_entered_in_error_is_not_valid_and_stays_in_the_list(database, child):
    write(database, consents.record, child, GIVEN)
    consent_id = state(database, child).latest.id
    with pytest.raises(UserError, match="Enter why"):
        write(database, consents.invalidate_consent, consent_id, "  ")
    write(database, consents.invalidate_consent, consent_id, "Typed on the wrong child's record")
    assert state(database, child).state is ConsentState.MISSING
    assert page(database, child).answers[0].invalidated_notes == "Typed on the wrong child's record"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"giver": None}, "Who answered"),
        ({"giver_name": " "}, "Enter who gave consent"),
        ({"given_on": TODAY + timedelta(days=1)}, "must be today or in the past"),
        ({"given_on": date(2001, 1, 1)}, "was born"),
        ({"given_on": None}, "Enter the date of consent"),
        ({"agreed": frozenset()}, "Choose what they agreed to"),
        ({"order_expires_on": TODAY - timedelta(days=60)}, "Runs out on"),
    ],
)
def test_bad_answers_are_refused_in_words(database, child, changed, words):
    with pytest.raises(UserError, match=words):
        write(database, consents.record, child, replace(GIVEN, **changed))
    assert page(database, child).answers == ()


@pytest.mark.parametrize(
    ("born", "findings", "able", "kind"),
    [
        (date(2012, 1, 1), ABLE, "yes", "gillick"),
        (date(2012, 1, 1), ABLE | {"can_weigh": False}, "no", "gillick"),
        (date(2009, 1, 1), {"has_impairment": False, "understands": True, "retains": True, "weighs": True, "communicates": True}, "yes", "capacity"),
        (date(2009, 1, 1), {"has_impairment": True, "understands": True, "retains": False, "weighs": True, "communicates": True}, "no", "capacity"),
    ],
)  # fmt: skip
def test_competence_is_of_one_decision_and_changes_no_consent(database, born, findings, able, kind):
    child = builders.a_child(database, "2", born=born)
    write(database, consents.record, child, GIVEN)
    given = NewCompetence("to have this assessment", findings, "Told me back", "Home", TODAY)
    made = write(database, consents.record_competence, child, given).made_id
    held = page(database, child).competences[0]
    assert (held.can_decide, held.kind, held.assessed_by) == (able, kind, "Grace Mensah")
    assert state(database, child).state is ConsentState.GIVEN  # CO-5
    write(database, consents.invalidate_competence, made, "Wrong day")
    assert page(database, child).competences[0].invalidated_notes == "Wrong day"


def test_an_unanswered_question_of_competence_is_named(database, child):
    with pytest.raises(UserError, match="Amara can keep it in mind"):
        write(
            database, consents.record_competence, child,
            NewCompetence("to be seen", {key: True for key in ABLE if key != "can_weigh"}, assessed_on=TODAY),
        )  # fmt: skip


def test_an_administrator_sees_and_records_nothing_of_it(database, child):
    with pytest.raises(NotAllowed):
        builders.ask(database, consents.page, child, today=TODAY, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, consents.record, child, GIVEN, by=TOM)


def make(database, child, document):
    def render(_name, held):
        shown.append(held)
        return b"%PDF"

    shown = []
    builders.write(database, dispatch.make_document, child, document, render, by=GRACE)
    return shown[0]


def test_a_topic_is_left_out_for_its_readers_only(database, child):
    builders.a_signed_assessment(database, child)
    before = make(database, child, "full-plan")
    left_out = before.needs[0].text
    category = next(
        need.category
        for need in builders.complete_plan()
        if need.title == left_out
    )  # fmt: skip
    write(database, sharing.add_topic, child, category, "", ("carer",))
    after = make(database, child, "full-plan")
    assert left_out not in [need.text for need in after.needs]
    assert len(after.needs) == len(before.needs) - 1
    assert any("kept private" in words for _, words in after.checks)
    assert make(database, child, "gp-summary").issue.version == 1

    topic = page(database, child).topics[0]
    assert sharing.topic_words(topic).endswith("not to the carer, since 04-Mar-2026")
    write(database, sharing.end_topic, topic.id, "Does not mind any more")
    assert left_out in [need.text for need in make(database, child, "full-plan").needs]


def test_a_word_of_their_own_stops_the_document_that_says_it(database, child):
    builders.a_signed_assessment(database, child, matters="I want to see Kestrel every week.")
    write(database, sharing.add_topic, child, "own", "kestrel", ("gp",))
    with pytest.raises(UserError, match="asked us not to share 'kestrel' with the GP practice"):
        make(database, child, "gp-summary")
    with pytest.raises(UserError, match="asked us not to share 'kestrel'"):
        make(database, child, "full-plan")  # it is sent to the practice with the page
    make(database, child, "council-copy")


@pytest.mark.parametrize(
    ("topic", "words", "readers", "says"),
    [
        ("own", " ", ("gp",), "Enter the word"),
        ("nonsense", "x", ("gp",), "Choose the topic"),
        ("teeth", "", (), "with whom"),
        ("teeth", "", ("neighbour",), "with whom"),
    ],
)
def test_half_a_topic_is_refused(database, child, topic, words, readers, says):
    with pytest.raises(UserError, match=says):
        write(database, sharing.add_topic, child, topic, words, readers)


def test_a_refusal_cannot_be_withdrawn_and_a_new_answer_stands_after_it(database, child):
    given = {
        "kind": "IHA",
        "declined_by": "young_person",
        "what_was_said": "Not today",
        "could_decide": "yes",
    }
    write(database, declined.decline, child, by=SAM, ask_again_on=TODAY, **given)
    refused = page(database, child).answers[0]
    assert (refused.response, state(database, child).state) == (Response.REFUSED, ConsentState.SAID_NO)
    assert state(database, child, Purpose.SHARE_GP).state is ConsentState.MISSING
    with pytest.raises(UserError, match="Only consent that was given can be withdrawn"):
        write(database, consents.withdraw_consent, refused.id, "Changed her mind", TODAY)
    write(database, consents.record, child, replace(GIVEN, giver=Giver.YOUNG_PERSON, given_on=TODAY))
    assert page(database, child).own == "Agreed to some, 04-Mar-2026"
