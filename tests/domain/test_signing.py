"""Check and sign: one line for each rule; nothing else may stand in the way."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.domain import reading_ease
from lac_tracker.domain.forms import Condition, Form, Question, Section, child_facts
from lac_tracker.domain.people import Registration
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.questions import YES_NO
from lac_tracker.domain.signing import SigningFacts, check_to_sign, may_sign, may_start, own_consent
from lac_tracker.domain.signing_facts import SIGN_RULES
from lac_tracker.domain.smart import CHECKS, words_from
from lac_tracker.paths import RESOURCES

WORDS = words_from(tomllib.loads((RESOURCES / "smart_words.toml").read_text(encoding="utf-8")))
PLAIN = reading_ease.words_from(tomllib.loads((RESOURCES / "plain_words.toml").read_text(encoding="utf-8")))
BORN = date(2011, 6, 12)
TODAY = date(2026, 3, 12)
FORTY = "Mara is well. " * 14

FORM = Form(
    "iha_test", "Test", "1", "Anyone", (None, None),
    (
        Section("voice", 1, "{name}'s voice", (Question("matters", "What matters?", "long text"),)),
        Section("who", 2, "Who and consent", (
            Question("own_consent", "Asked?", "choice", (("agreed", "Agreed"), ("said_no", "No"), ("not_yet", "Not yet")), required="to sign", not_enough=("not_yet",)),
            Question("gp", "GP record", "yes/no", YES_NO, required="with reason", if_missing="GP record not received"),
        )),
        Section("uasc", 3, "UASC", (Question("journey", "Journey", "text", required="to sign"),), (Condition(None, "is", ("yes",), "unaccompanied"),)),
        Section("summary", 4, "Summary", (Question("summary", "Summary", "long text", required="to sign", words_at_least=40, words_at_most=400),)),
        Section("plan", 5, "Health plan", (Question("plan_no_needs_because", "No needs because", "text"),), holds_plan=True),
    ),
)  # fmt: skip
ACTION = Action("Give the diary", "Nadia Rahman", "nurse", "Example Trust", date(2026, 4, 15))
SCHOOL = replace(
    ACTION, text="Write a letter", person="Jo Bell", role="teacher", organisation="Example School"
)
OUTCOME = Outcome(
    "Mara sleeps 7 hours on 5 nights a week", "Diary for 6 weeks", date(2026, 4, 15), (ACTION, SCHOOL), "yes"
)
NEED = Need(1, "Sleep", "sleep", found="Wakes at night", outcomes=(OUTCOME,))

READY = SigningFacts(
    kind="IHA",
    form=FORM,
    answers={"matters": "My brother", "own_consent": "agreed", "gp": "yes", "summary": FORTY},
    child=child_facts(BORN, TODAY, unaccompanied=False),
    plan=(NEED,),
    words=WORDS,
    name="Mara",
    born=BORN,
    today=TODAY,
    completed_on=date(2026, 3, 4),
    earliest_on=date(2026, 3, 4),
    eighteenth_birthday=date(2029, 6, 12),
    registration=Registration.GMC,
    pr_consent_on_record=True,
    next_due=date(2027, 3, 4),
    our_organisation="Example Trust",
)


def with_answers(**answers):
    return replace(READY, answers={**READY.answers, **answers})


def with_outcome(**changes):
    return replace(READY, plan=(replace(NEED, outcomes=(replace(OUTCOME, **changes),)),))


def words_of(findings):
    return {finding.id: finding.words for finding in findings}


def test_a_complete_assessment_may_be_signed_at_once():
    check = check_to_sign(READY)
    assert (check.fix, check.explain, check.look) == ((), (), ())
    assert may_sign(check, {}) == ()
    assert words_of(check.good) == {
        "consent": "Consent from someone with parental responsibility is on record",
        "section.voice": "1 Mara's voice",
        "section.who": "2 Who and consent",
        "section.summary": "4 Summary",
        "voice": "1 thing in Mara's words",
        "plan.smart": "SMART: 1 of 1 items complete",
    }


@pytest.mark.parametrize(
    ("facts", "finding_id", "says"),
    [
        (replace(READY, completed_on=None), "completed_on", "Enter the date assessment completed"),
        (replace(READY, completed_on=date(2026, 3, 13)), "completed_on", "Date assessment completed must be today or in the past"),
        (replace(READY, completed_on=date(2011, 6, 11)), "completed_on", "Date assessment completed must be after Mara was born, 12-Jun-2011"),
        (replace(READY, completed_on=date(2026, 3, 3)), "completed_on", "Date assessment completed is before the assessment was started, 04-Mar-2026"),
        (replace(READY, registration=Registration.NONE), "registration", "Only a registered doctor, nurse or midwife can sign. Hand it to one to sign"),
        (replace(READY, pr_consent_on_record=False), "consent", "Record consent from someone with parental responsibility, or record that Mara can decide and agrees"),
        (replace(READY, pr_consent_on_record=False, child_consented=True, can_decide="partly"), "consent", "Record consent from someone with parental responsibility, or record that Mara can decide and agrees"),
        (replace(with_answers(own_consent="said_no"), can_decide="yes"), "own_consent_refused", "Mara can decide and said no. Record it as declined for now"),
        (replace(READY, unmarked_last_items=(3,)), "last_plan.3", "Mark item 3: met, partly met, not met, no longer needed, declined or transferred"),
        (replace(READY, lacking_last_items=((2, "Enter what got in the way of item 2"),)), "last_plan.2", "Enter what got in the way of item 2"),
        (replace(READY, jotter_notes=1), "jotter", "File or remove 1 jotter note first"),
        (replace(READY, jotter_notes=3), "jotter", "File or remove 3 jotter notes first"),
        (replace(READY, copied_unconfirmed=("matters",)), "copied.matters", "Change or confirm the text copied from last time: What matters?"),
        (replace(READY, copied_unconfirmed=("gone",)), "copied.gone", "Change or confirm the text copied from last time: gone"),
        (with_answers(own_consent="not_yet"), "answer.own_consent", "Answer 'Asked?'"),
        (with_answers(summary="Too short."), "answer.summary", "Enter Summary (so far 2)"),
        (replace(READY, child={**READY.child, "unaccompanied": "yes"}), "answer.journey", "Enter Journey"),
        (replace(READY, plan=()), "plan.empty", "Add a plan item, or say why no needs were found"),
        (with_outcome(entered_in_error=True), "plan.empty", "Add a plan item, or say why no needs were found"),
        (replace(READY, plan=(replace(NEED, outcomes=()),)), "plan.need_1", "Need 1, Sleep: enter what will be different for Mara"),
        (with_outcome(text=""), "plan.1.1.no_outcome.text", "Sleep: Enter what will be different for Mara"),
        (with_outcome(measure=""), "plan.1.1.no_measure.measure", "Sleep: Enter how you'll know"),
        (with_outcome(actions=(replace(ACTION, by=None), SCHOOL)), "plan.1.1.no_date.action_1_by", "Sleep: By when must be a date. 'Ongoing' can be the review date"),
        (with_outcome(actions=(replace(ACTION, person="all"), SCHOOL)), "plan.1.1.no_person.action_1_person", "Sleep: Name one person at Example Trust"),
        (with_outcome(actions=(SCHOOL, replace(ACTION, role=""))), "plan.1.1.no_role.action_2_role", "Sleep: Enter the role of Nadia Rahman"),
    ],
)  # fmt: skip
def test_what_blocks_has_no_way_past(facts, finding_id, says):
    check = check_to_sign(facts)
    assert words_of(check.fix) == {finding_id: says}
    every_reason = {finding.id: "Because" for finding in (*check.fix, *check.explain, *check.look)}
    assert may_sign(check, every_reason) == (says,)


@pytest.mark.parametrize(
    ("facts", "finding_id", "says"),
    [
        (replace(READY, registration=Registration.NMC), "iha_not_by_doctor", "An IHA is for a registered medical practitioner to do. Say who supervised it, and why"),
        (replace(READY, pr_consent_on_record=False, child_consented=True, can_decide="yes"), "consent_pr", "No consent from someone with parental responsibility"),
        (replace(with_answers(own_consent="said_no"), can_decide="no"), "own_consent_overruled", "Mara said no, and was not found able to decide. Say why the assessment went ahead"),
        (with_answers(gp=""), "answer.gp", "GP record not received"),
        (replace(READY, was_completed_on=date(2026, 3, 3), earliest_on=None), "completed_on_changed", "Date assessment completed changes from 03-Mar-2026 to 04-Mar-2026. Say why"),
        (with_outcome(review_on=date(2026, 3, 11)), "plan.1.1.date_past.review_on", "Sleep: The review date 11-Mar-2026 is in the past. Correct it, or say why it stays"),
        (with_outcome(review_on=date(2027, 3, 5)), "plan.1.1.date_after_review.review_on", "Sleep: The review date 05-Mar-2027 is after the next review. Correct it, or say why it stays"),
        (with_outcome(id=9, review_on=date(2027, 3, 5)), "plan.outcome_9.date_after_review.review_on", "Sleep: The review date 05-Mar-2027 is after the next review. Correct it, or say why it stays"),
    ],
)  # fmt: skip
def test_what_needs_a_reason_may_be_signed_with_one(facts, finding_id, says):
    check = check_to_sign(facts)
    assert check.fix == ()
    assert words_of(check.explain) == {finding_id: says}
    assert may_sign(check, {finding_id: "  "}) == (f"Give a reason: {says}",)
    assert may_sign(check, {finding_id: "Asked the council on 02-Mar-2026"}) == ()


@pytest.mark.parametrize(
    ("sdq_on", "explained"),
    [("2025-03-04", False), ("2025-03-03", True), ("2026-03-01", False), (None, False)],
)
def test_an_amendment_of_a_form_that_asked_for_the_sdq_explains_one_of_more_than_a_year_ago(
    sdq_on, explained
):
    asks = Section("feelings", 6, "Feelings", (Question("sdq_used", "Used?", "yes/no", YES_NO), Question("sdq_on", "Date", "date")))  # fmt: skip
    facts = with_answers(sdq_used="yes", sdq_on=sdq_on)
    before = replace(facts, form=replace(FORM, sections=(*FORM.sections, asks)))
    assert ("sdq_old" in words_of(check_to_sign(before).explain)) is explained
    assert "sdq_old" not in words_of(check_to_sign(facts).explain)  # today's forms look at the record


def test_a_partial_assessment_is_signed_only_when_it_is_confirmed_as_enough_for_a_plan():
    """TS-3: each part left for another day has its reason, and somebody says that the rest is enough."""
    left = with_answers(gp="", who_not_today="no_interpreter")
    assert words_of(check_to_sign(left).fix) == {
        "partial_item.who": "Who and consent was left for another day: make a plan item for it, "
        "or choose the item that covers it"
    }
    check = check_to_sign(replace(left, parts_with_item=frozenset({"who"})))
    assert check.fix == ()
    assert words_of(check.explain) == {
        "partial_enough": "Part of it was left for another day: 2 Who and consent. "
        "Confirm that what was gathered is enough for a health plan, and say why",
        "not_today.who": "Section 2, Who and consent, is marked Not today: No interpreter",
    }
    reasons = {"not_today.who": "Booked for 12-Mar-2026", "partial_enough": "All but the history is there"}
    assert may_sign(check, reasons) == ()
    assert len(may_sign(check, {"not_today.who": "Booked"})) == 1


def test_a_section_not_needed_at_this_age_is_no_part_left_out():
    check = check_to_sign(with_answers(gp="", who_not_today="not_needed_at_this_age"))
    assert "partial_enough" not in words_of(check.explain)
    assert check.fix == ()


@pytest.mark.parametrize(
    ("facts", "finding_id", "says"),
    [
        (replace(READY, pr_consent_on_record=False, lawful_reason="Court order"), "consent_lawful", "Goes by a lawful reason, not consent: Court order"),
        (with_answers(summary="word " * 401), "long.summary", "Summary: 401 words. GPs read page 1 only"),
        (with_answers(summary=f"{FORTY} Seen by the IRO, after a SGO."), "abbreviations.summary", "A GP may not know: IRO, SGO"),
        (with_outcome(carried_count=2), "plan.1.1.carried", "Sleep: carried forward twice"),
        (with_outcome(carried_count=3), "plan.1.1.carried", "Sleep: carried forward 3 times"),
        (with_outcome(agreed_child=None), "plan.1.1.not_agreed.agreed", "Sleep: Has Mara agreed? If not, say why"),
        (with_outcome(actions=(ACTION,)), "plan.only_us", "Nobody but the health team answers for any item"),
        (replace(READY, plan=(replace(NEED, outcomes=(OUTCOME,) * 9),)), "plan.many", "9 plan items. More than 8 are seldom done"),
    ],
)  # fmt: skip
def test_what_is_worth_a_look_never_stops_signing(facts, finding_id, says):
    check = check_to_sign(facts)
    assert (check.fix, check.explain) == ((), ())
    assert words_of(check.look) == {finding_id: says}
    assert may_sign(check, {}) == ()


def test_no_needs_with_a_reason_is_a_plan():
    check = check_to_sign(replace(with_answers(plan_no_needs_because="Well, checked all over"), plan=()))
    assert may_sign(check, {}) == ()


def test_a_review_is_signed_by_a_nurse_without_a_reason():
    assert may_sign(check_to_sign(replace(READY, kind="RHA", registration=Registration.NMC)), {}) == ()


def test_closed_plan_items_are_not_looked_at():
    done = replace(OUTCOME, measure="", mark="met")
    wrong = replace(OUTCOME, text="", entered_in_error=True)
    check = check_to_sign(replace(READY, plan=(replace(NEED, outcomes=(done, wrong, OUTCOME)),)))
    assert check.fix == ()
    assert "SMART: 1 of 1 items complete" in words_of(check.good).values()


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"matters": ""}, None),
        ({"matters_kind": "own_words"}, "1 thing in Mara's words"),
        ({"matters_kind": "seen"}, None),
        ({"well": "School", "matters_kind": "seen"}, "1 thing in Mara's words"),
        ({"well": "School", "different": "My tooth"}, "3 things in Mara's words"),
    ],
)
def test_voice_counts_what_was_said_and_not_what_was_seen(answers, says):
    assert words_of(check_to_sign(with_answers(**answers)).good).get("voice") == says


def test_every_finding_leads_somewhere():
    facts = replace(
        with_answers(gp="", summary=""), plan=(replace(NEED, outcomes=(replace(OUTCOME, text=""),)),)
    )
    check = check_to_sign(facts)
    places = {finding.id: finding for finding in (*check.fix, *check.explain)}
    assert (places["answer.gp"].section_id, places["answer.gp"].question_id) == ("who", "gp")
    item = places["plan.1.1.no_outcome.text"]
    assert (item.section_id, item.need_number, item.outcome_number, item.field) == ("plan", 1, 1, "text")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"own_consent": "agreed", "can_decide": "yes"}, (True, "yes")),
        ({"own_consent": "agreed_to_some", "can_decide": "partly"}, (True, "partly")),
        ({"own_consent": "said_no"}, (False, None)),
        ({}, (False, None)),
    ],
)
def test_own_consent_is_read_from_the_answers(answers, said):
    assert own_consent(answers) == said


@pytest.mark.parametrize(
    ("pr", "child", "can_decide", "lawful", "start"),
    [
        (True, False, None, None, True),
        (True, True, "no", None, True),  # a child found not able to decide does not undo an adult's consent
        (False, True, "yes", None, True),
        (False, True, "no", None, False),
        (False, True, None, None, False),
        (False, False, "yes", None, False),
        (False, False, None, "Court order", True),
        (False, False, None, " ", False),
    ],
)
def test_consent_to_start(pr, child, can_decide, lawful, start):
    assert may_start(pr, child, can_decide, lawful) is start


def test_every_rule_of_the_table_has_its_own_name_and_one_list():
    assert len({rule.id for rule in SIGN_RULES}) == len(SIGN_RULES)
    assert {rule.list for rule in SIGN_RULES} == {"fix", "explain", "look", "good"}


@pytest.mark.parametrize("severity", ["blocks", "reason", "advice"])
def test_what_a_plan_item_is_looked_at_for_has_a_place_in_the_table(severity):
    where = {rule.id: rule.list for rule in SIGN_RULES}
    assert where[f"item.{severity}"] == {"blocks": "fix", "reason": "explain", "advice": "look"}[severity]
    assert any(check.severity == severity for check in CHECKS)


def test_hard_plain_words_are_worth_a_look():
    hard = "The multidisciplinary professionals will facilitate comprehensive psychological assessment opportunities for you."
    facts = replace(with_outcome(plain_words=hard), plain=PLAIN)
    assert words_of(check_to_sign(facts).look)["plan.plain_words"].startswith(
        "The words for Mara's own copy read like age "
    )
    easy = replace(
        with_outcome(plain_words="You sleep well. You wake up and feel good. You go to school."), plain=PLAIN
    )
    assert "plan.plain_words" not in words_of(check_to_sign(easy).look)
