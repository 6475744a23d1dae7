from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.competence import (
    LIKELY_ROUTES,
    Ability,
    CapacityRecord,
    GillickRecord,
    OwnAnswer,
    can_decide,
    gate_decision,
    likely_route,
    own_response,
)
from lac_tracker.domain.consent import (
    RECHECK_WORDS,
    Circumstances,
    Consent,
    Giver,
    Means,
    Purpose,
    Recheck,
    Response,
    consent_in_force,
    invalidate,
    recheck_reasons,
    sharing_stopped,
    withdraw,
)
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.settings import ConsentValidity

ASSESSMENT = Purpose.HEALTH_ASSESSMENT
PER_ASSESSMENT = ConsentValidity.PER_ASSESSMENT
PER_PERIOD = ConsentValidity.PER_PERIOD_OF_CARE
BORN = date(2012, 6, 12)
GIVEN_ON = date(2026, 3, 2)
COMPETENT = GillickRecord(date(2026, 3, 4), "N Rahman", True, True, True, True, True)
NOT_COMPETENT = replace(COMPETENT, can_weigh=False)


def a_consent(**more):
    return Consent(
        **{
            "response": Response.GIVEN,
            "giver": Giver.PARENT,
            "giver_name": "C Baptiste",
            "given_on": GIVEN_ON,
            "means": Means.LETTER,
            "recorded_by": "T Leigh",
            "agreed": frozenset({ASSESSMENT, Purpose.SHARE_GP}),
            "assessment_id": 1,
            "period_began": date(2026, 1, 26),
            "legal_status": "V2",
        }
        | more
    )


def a_refusal(**more):
    return a_consent(response=Response.REFUSED, agreed=frozenset(), **more)


NOW = Circumstances(BORN, date(2026, 3, 4), "V2", date(2026, 1, 26), assessment_id=1)


def in_force(*consents, now=NOW, validity=PER_ASSESSMENT, purpose=ASSESSMENT):
    return consent_in_force(consents, purpose, now, validity)


# The cases


def test_an_adults_consent_stands_whatever_the_gillick_record_says():
    assert not can_decide(13, NOT_COMPETENT)
    assert in_force(a_consent()) == a_consent()
    assert gate_decision(True, OwnAnswer.AGREED, Ability.NO).may_start


def test_a_competent_child_of_thirteen_consents_for_herself():
    assert own_response(says_yes=True, able=can_decide(13, COMPETENT)) is Response.GIVEN
    own = a_consent(giver=Giver.YOUNG_PERSON, giver_name="Amara")
    assert in_force(own) == own
    assert gate_decision(False, OwnAnswer.AGREED, Ability.YES).may_start


def test_a_yes_without_competence_is_no_consent_and_the_likely_route_is_shown():
    assert own_response(says_yes=True, able=can_decide(13, NOT_COMPETENT)) is Response.NOT_PROVIDED
    decision = gate_decision(False, OwnAnswer.AGREED, Ability.NO)
    assert not decision.may_start
    assert "consent is needed from someone who can" in decision.words
    assert "any one person with parental responsibility" in likely_route("V2", 13).words


def test_a_competent_child_of_fourteen_refuses_and_that_is_a_decline():
    assert own_response(says_yes=False, able=can_decide(14, COMPETENT)) is Response.REFUSED
    decision = gate_decision(True, OwnAnswer.SAID_NO, Ability.YES)
    assert (decision.may_start, decision.declined) == (False, True)


def test_per_assessment_an_earlier_consent_does_not_serve_the_next():
    assert in_force(a_consent(), now=replace(NOW, assessment_id=2)) is None
    ahead = a_consent(assessment_id=None)
    assert in_force(ahead, now=replace(NOW, last_assessed_on=ahead.given_on)) is None


def test_a_consent_given_ahead_is_for_the_next_assessment():
    ahead = a_consent(assessment_id=None)
    assert in_force(ahead, now=replace(NOW, assessment_id=None)) == ahead
    before = replace(NOW, last_assessed_on=ahead.given_on - timedelta(days=1))
    assert in_force(ahead, now=before) == ahead
    own = replace(ahead, giver=Giver.YOUNG_PERSON)
    assert in_force(own, now=before) is None  # under 16 the child answers on the day


def test_per_period_of_care_an_earlier_consent_is_in_force_while_nothing_changed():
    assert in_force(a_consent(), now=replace(NOW, assessment_id=2), validity=PER_PERIOD) == a_consent()


def test_a_new_legal_status_forces_a_recheck():
    now = replace(NOW, legal_status="C1")
    assert recheck_reasons(a_consent(), now) == (Recheck.LEGAL_STATUS_CHANGED,)
    assert in_force(a_consent(), now=now, validity=PER_PERIOD) is None


@pytest.mark.parametrize(
    ("today", "asked_again"), [("2028-06-11", False), ("2028-06-12", True), ("2029-01-01", True)]
)
def test_the_sixteenth_birthday_forces_a_recheck(today, asked_again):
    now = replace(NOW, today=date.fromisoformat(today))
    assert (recheck_reasons(a_consent(), now) == (Recheck.SIXTEENTH_BIRTHDAY,)) is asked_again
    assert (in_force(a_consent(), now=now, validity=PER_PERIOD) is None) is asked_again
    assert "young person's own consent" in RECHECK_WORDS[Recheck.SIXTEENTH_BIRTHDAY]


def test_consent_given_after_the_sixteenth_birthday_is_not_asked_for_again():
    own = a_consent(giver=Giver.YOUNG_PERSON, giver_name="Amara", given_on=date(2028, 6, 12))
    now = replace(NOW, today=date(2028, 9, 1), assessment_id=2)
    assert in_force(own, now=now, validity=PER_PERIOD) == own


def test_consent_typed_on_the_wrong_record_is_invalidated_not_withdrawn():
    wrong = invalidate(a_consent(), date(2026, 3, 3), " another child's letter ")
    assert (wrong.invalidated_on, wrong.invalidated_notes) == (date(2026, 3, 3), "another child's letter")
    assert wrong.withdrawn_on is None
    assert in_force(wrong) is None


def test_a_giver_who_changed_their_mind_withdraws():
    withdrawn = withdraw(a_consent(), date(2026, 3, 3), "rang, no longer willing")
    assert (withdrawn.withdrawn_reason, withdrawn.invalidated_on) == ("rang, no longer willing", None)
    assert recheck_reasons(withdrawn, NOW) == (Recheck.WITHDRAWN,)
    assert in_force(withdrawn) is None


def test_withdrawal_stops_from_its_day_on():
    withdrawn = withdraw(a_consent(), date(2026, 3, 5), "changed mind")
    assert in_force(withdrawn, now=replace(NOW, today=date(2026, 3, 4))) == withdrawn
    assert in_force(withdrawn, now=replace(NOW, today=date(2026, 3, 5))) is None


# Withdrawing and invalidating


@pytest.mark.parametrize("response", [Response.REFUSED, Response.NOT_PROVIDED])
def test_only_what_was_given_can_be_withdrawn(response):
    with pytest.raises(UserError, match="Only consent that was given"):
        withdraw(a_consent(response=response, agreed=frozenset()), date(2026, 3, 3), "changed mind")


def test_a_withdrawal_needs_a_standing_consent_a_reason_and_a_day_after():
    given = a_consent()
    with pytest.raises(UserError, match="Enter why consent was withdrawn"):
        withdraw(given, date(2026, 3, 3), "  ")
    with pytest.raises(UserError, match="before it was given"):
        withdraw(given, date(2026, 3, 1), "changed mind")
    for over in (withdraw(given, GIVEN_ON, "changed mind"), invalidate(given, GIVEN_ON, "wrong child")):
        with pytest.raises(UserError, match="does not stand any more"):
            withdraw(over, date(2026, 3, 3), "changed mind")


def test_invalidating_needs_notes_and_happens_once():
    with pytest.raises(UserError, match="Enter why this record is not valid"):
        invalidate(a_consent(), GIVEN_ON, "")
    with pytest.raises(UserError, match="already marked"):
        invalidate(invalidate(a_refusal(), GIVEN_ON, "wrong child"), GIVEN_ON, "wrong child")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"response": Response.REFUSED}, "Only a consent that was given names purposes"),
        ({"declined": frozenset({ASSESSMENT})}, "both agreed to and refused"),
        ({"giver_name": " "}, "Enter who gave the answer"),
        ({"recorded_by": ""}, "Enter who gave the answer"),
    ],
)
def test_a_consent_record_that_makes_no_sense_cannot_exist(change, sentence):
    with pytest.raises(UserError, match=sentence):
        a_consent(**change)


# What is in force


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"period_began": date(2026, 3, 3)}, Recheck.NEW_PERIOD_OF_CARE),
        ({"responsibility_changed_on": date(2026, 3, 3)}, Recheck.RESPONSIBILITY_CHANGED),
    ],
)
def test_other_changes_force_a_recheck_whatever_the_setting(change, reason):
    now = replace(NOW, **change)
    assert recheck_reasons(a_consent(), now) == (reason,)
    for validity in ConsentValidity:
        assert in_force(a_consent(), now=now, validity=validity) is None


@pytest.mark.parametrize(
    ("today", "holds"), [("2026-03-09", True), ("2026-03-10", True), ("2026-03-11", False)]
)
def test_consent_under_an_order_runs_out_with_it(today, holds):
    consent = a_consent(giver=Giver.COUNCIL, order_expires_on=date(2026, 3, 10))
    assert (in_force(consent, now=replace(NOW, today=date.fromisoformat(today))) is not None) is holds


def test_a_change_of_responsibility_before_consent_was_given_matters_no_more():
    assert in_force(a_consent(), now=replace(NOW, responsibility_changed_on=date(2026, 3, 1)))


def test_a_childs_own_consent_is_not_carried_forward():
    own = a_consent(giver=Giver.YOUNG_PERSON, giver_name="Amara")
    assert in_force(own, validity=PER_PERIOD) == own
    assert in_force(own, now=replace(NOW, assessment_id=2), validity=PER_PERIOD) is None


def test_a_childs_own_consent_that_lapsed_leaves_the_adults_standing():
    own = a_consent(giver=Giver.YOUNG_PERSON, giver_name="Amara", given_on=date(2026, 3, 3))
    assert in_force(a_consent(), own, now=replace(NOW, assessment_id=2), validity=PER_PERIOD) == a_consent()


def test_a_later_refusal_stands_against_an_earlier_consent():
    refusal = a_refusal(given_on=date(2026, 3, 3))
    assert in_force(a_consent(), refusal) is None
    assert in_force(refusal, a_consent(given_on=date(2026, 3, 4))) is not None
    assert in_force(a_consent(), a_refusal()) is None  # of one day: the one recorded last


def test_an_invalid_refusal_and_an_unanswered_request_stand_against_nothing():
    wrong = invalidate(a_refusal(given_on=date(2026, 3, 3)), date(2026, 3, 3), "wrong child")
    unanswered = a_consent(response=Response.NOT_PROVIDED, agreed=frozenset(), given_on=date(2026, 3, 4))
    assert in_force(a_consent(), wrong, unanswered) == a_consent()


def test_each_purpose_has_its_own_answer():
    consent = a_consent(declined=frozenset({Purpose.SHARE_PARENTS}))
    assert in_force(consent, purpose=Purpose.SHARE_GP) == consent
    assert in_force(consent, purpose=Purpose.SHARE_PARENTS) is None
    assert in_force(consent, purpose=Purpose.BLOOD_BORNE_VIRUS_TEST) is None  # never asked
    assert len(Purpose) == 11


def test_consent_of_tomorrow_is_none_today():
    assert in_force(a_consent(given_on=date(2026, 3, 5))) is None


# Sharing


@pytest.mark.parametrize(
    ("consents", "words"),
    [
        ((), None),  # sharing for direct care does not rest on consent
        ((a_consent(),), None),
        (
            (a_consent(agreed=frozenset({ASSESSMENT}), declined=frozenset({Purpose.SHARE_GP})),),
            "C Baptiste said no on 02-Mar-2026",
        ),
        ((a_refusal(giver_name="Amara"),), "Amara said no on 02-Mar-2026"),
        ((withdraw(a_consent(), date(2026, 3, 3), "x"),), "C Baptiste withdrew consent on 03-Mar-2026"),
        ((withdraw(a_consent(), date(2026, 3, 5), "x"),), None),  # tomorrow
        ((a_refusal(), a_consent(given_on=date(2026, 3, 3))), None),  # changed to yes
    ],
)
def test_a_no_to_sharing_with_the_gp_stops_the_copy(consents, words):
    assert sharing_stopped(consents, Purpose.SHARE_GP, date(2026, 3, 4)) == words


# Competence


@pytest.mark.parametrize(
    "missing", ["knows_what", "knows_why", "knows_can_say_no", "knows_who_sees_it", "can_weigh"]
)
def test_competent_only_when_all_five_are_true(missing):
    assert COMPETENT.can_decide
    assert not replace(COMPETENT, **{missing: False}).can_decide


CAPACITY = CapacityRecord(date(2026, 3, 4), "N Rahman", True, True, True, True, True)


@pytest.mark.parametrize(
    ("record", "able"),
    [
        (CAPACITY, True),
        (replace(CAPACITY, weighs=False), False),
        (
            replace(CAPACITY, has_impairment=False, weighs=False),
            True,
        ),  # without impairment nobody lacks capacity
        (None, True),  # presumed
        (NOT_COMPETENT, True),  # a Gillick record says nothing from 16 on
    ],
)
def test_from_sixteen_capacity_is_presumed(record, able):
    assert can_decide(16, record) is able


@pytest.mark.parametrize(
    ("record", "able"), [(None, False), (CAPACITY, False), (COMPETENT, True), (NOT_COMPETENT, False)]
)
def test_under_sixteen_competence_is_never_assumed(record, able):
    assert can_decide(15, record) is able


# The gate


@pytest.mark.parametrize(
    ("on_record", "own_answer", "ability", "lawful_reason", "starts"),
    [
        (True, None, None, "", True),
        (True, OwnAnswer.NOT_ASKED, None, "", True),
        (True, OwnAnswer.NOT_YET, None, "", True),
        (True, OwnAnswer.SAID_NO, Ability.NO, "", False),
        (False, OwnAnswer.AGREED, Ability.YES, "", True),
        (False, OwnAnswer.AGREED_TO_SOME, Ability.YES, "", True),
        (False, OwnAnswer.AGREED, Ability.PARTLY, "", False),
        (False, OwnAnswer.AGREED, Ability.NO, "", False),
        (False, OwnAnswer.AGREED, None, "", False),
        (False, OwnAnswer.NOT_ASKED, None, "", False),
        (False, OwnAnswer.NOT_YET, Ability.YES, "", False),
        (False, None, None, "", False),
        (False, None, None, "court direction", True),
        (False, OwnAnswer.SAID_NO, Ability.YES, "court direction", False),
        (False, None, None, "  ", False),
    ],
)
def test_when_an_assessment_may_start(on_record, own_answer, ability, lawful_reason, starts):
    decision = gate_decision(on_record, own_answer, ability, lawful_reason)
    assert decision.may_start is starts
    assert bool(decision.words) is not starts
    assert decision.declined is (own_answer is OwnAnswer.SAID_NO)


# The guide


@pytest.mark.parametrize(
    ("legal_status", "part"),
    [
        ("V2", "Parents keep parental responsibility; the council has none."),
        ("V3", "a parent."),
        ("C1", "The council shares parental responsibility."),
        ("C2", "an authorised officer of the council, or a parent."),
        ("E1", "the council."),
        ("L1", "the police do not get it"),
        ("L2", "limited parental responsibility"),
        ("L3", "the court order itself"),
        ("J1", "a young person able to decide"),
        (None, "The legal status is not known."),
        ("X9", "The legal status is not known."),
    ],
)
@pytest.mark.parametrize(
    ("age", "own"), [(15, "assess whether they can decide"), (16, "presumed able to decide")]
)
def test_the_guide_says_who_is_likely_and_that_it_is_only_a_guide(legal_status, part, age, own):
    words = likely_route(legal_status, age).words
    assert part in words
    assert own in words
    assert words.endswith("This is a guide, not legal advice.")


def test_there_is_a_route_for_every_legal_status():
    assert set(LIKELY_ROUTES) == set(
        ["V2", "V3", "V4", "C1", "C2", "D1", "E1", "L1", "L2", "L3", "J1", "J2", "J3"]
    )


@pytest.mark.parametrize(("legal_status", "alone"), [("V2", True), (None, True), ("C2", False)])
def test_an_unaccompanied_child_may_have_nobody_here(legal_status, alone):
    route = likely_route(legal_status, 15, unaccompanied=True)
    assert ("best-interests decision" in route.words) is alone
    assert (route.confidence == "K?") is alone
