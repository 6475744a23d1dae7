"""The young person's own plan on a real file: kept, suggested, gathered, and free of what is not theirs to read."""

from dataclasses import replace
from datetime import date

import pytest
import reading
from own_plan_examples import an_own_plan

from lac_tracker.documents import own_plan as own_plan_paper
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.own_plan import OwnCopy
from lac_tracker.services import amending, assessments, dispatch, family, flags, own_plan_page, plans, sharing
from lac_tracker.storage import consents, own_copies
from lac_tracker.storage.tables.papers import STAGES, SendingRow
from tests import builders
from tests.builders import ask, sign, write
from tests.conftest import GRACE, NOW, SAM, TODAY, TOM
from tests.questionnaires import TWELVE, a_questionnaire, share

A_PAGE = own_plan_paper.render(an_own_plan())


def page(ready, by=GRACE, **more):
    return ask(ready.database, own_plan_page.load, ready.child, by=by, today=TODAY, **more)


def save(ready, copy=None, words=None, by=GRACE):
    copy = copy or OwnCopy()
    return write(ready.database, own_plan_page.save, ready.assessment, copy, words or {}, by=by)


def paper(ready):
    return ask(ready.database, dispatch.preview_document, ready.child, "own-plan")


def test_the_page_begins_with_what_the_assessment_says(ready):
    shown = page(ready)
    assert not shown.is_signed
    assert shown.copy == OwnCopy()
    assert shown.by_age.stage == "14_to_15"
    assert shown.said == ("I want to stay at my school and see my brother. My tooth hurts when I eat.",)
    assert shown.going_well == ("I like living with Jo and her dog.",)
    assert shown.talked_about == ("Teeth", "Sleep")
    assert [(item.about, item.stops) for item in shown.items] == [("Teeth", ()), ("Sleep", ())]
    assert shown.items[0].helped_by == "Jo, foster carer and Kofi, GP, by 30 April"
    assert shown.who_sees == "Your GP, your social worker and your carer. Not your parents or your school."
    assert shown.given == ""


def test_nothing_to_write_before_an_assessment_began(ready):
    assert ask(ready.database, own_plan_page.load, builders.a_child(ready.database, "2"), today=TODAY) is None


def test_what_is_kept_comes_back_and_the_plan_stays_as_it_was_signed(signed):
    before = ask(signed.database, plans.plan, signed.assessment)
    first = page(signed).items[0]
    assert first.advice == "It says ‘Mara’. To Mara it should say ‘you’."
    copy = OwnCopy(
        "easy_read", "large", "mint", True, "You told us about Bruno.", "Teeth\nSleep", "You sleep better", "ring Jo",
        "Samira, interpreter", date(2026, 3, 4),
    )  # fmt: skip
    changes = save(signed, copy, {first.outcome_id: "  Your tooth stops\nhurting "})
    assert changes.plans
    assert builders.audit_of(signed.database)[-1][:2] == ("wrote a young person's own copy", signed.child)
    shown = page(signed)
    assert shown.copy == replace(copy, version=1)
    assert shown.items[0].plain_words == "Your tooth stops hurting"
    assert shown.items[0].agreed == first.agreed
    after = ask(signed.database, plans.plan, signed.assessment)
    assert [one.outcomes[0].text for one in after] == [one.outcomes[0].text for one in before]
    assert [item.words for item in paper(signed).items][
        -1
    ] == "Your tooth stops hurting"  # the latest comes last


def test_two_people_do_not_overwrite_each_other(signed):
    save(signed, OwnCopy(opening="One"))
    with pytest.raises(RecordChanged):
        save(signed, OwnCopy(opening="Two"))
    save(signed, OwnCopy(opening="Two", version=1))
    assert page(signed).copy.opening == "Two"


@pytest.mark.parametrize(
    ("copy", "words", "says"),
    [
        (OwnCopy(opening="x" * 2_001), "", "Something they told us has 2,001 characters"),
        (OwnCopy(checked_with_them_on=date(2026, 3, 5)), "", "today or in the past"),
        (OwnCopy(colour="red"), "", "colour from the list"),
        (OwnCopy(stage="baby"), "", "stage from the list"),  # type: ignore[arg-type]
        (OwnCopy(), "x" * 301, "Plain words has 301"),
    ],
)
def test_what_cannot_be_kept(signed, copy, words, says):
    first = page(signed).items[0].outcome_id
    with pytest.raises(UserError, match=says):
        save(signed, copy, {first: words} if words else {})
    assert page(signed).copy.version == 0


def test_an_item_of_another_plan_is_not_written(signed):
    with pytest.raises(NotFound):
        save(signed, words={987654: "x"})


def test_who_may_write_it(signed):
    with pytest.raises(NotAllowed):
        save(signed, by=TOM)
    with pytest.raises(NotAllowed):
        page(signed, by=TOM)


def test_the_paper_holds_their_words_what_was_agreed_and_who_helps(signed):
    held = paper(signed)
    assert (held.stage, held.talked_on, held.made_on) == ("14_to_15", TODAY, TODAY)
    assert held.said[0].startswith("I want to stay at my school")
    assert [(item.picture, item.helpers) for item in held.items] == [
        ("moon", ("Nadia, specialist nurse",)),
        ("tooth", ("Jo, foster carer", "Kofi, GP")),
    ]
    assert held.going_well == ("I like living with Jo and her dog.",)
    assert held.helpers[0].who == "Sam, health assessor"
    assert held.next_time.startswith("by ")
    assert held.feelings is None
    left_out = ask(signed.database, dispatch.left_out, signed.child, "own-plan")
    assert "Flags, legal status and the family's health" in left_out


def a_plan_with(ready, text, **changed):
    plan = ask(ready.database, plans.plan, ready.assessment)
    first = plan[0]
    outcome = replace(first.outcomes[0], text=text, **changed)
    write(ready.database, plans.save_item, ready.assessment, replace(first, outcomes=(outcome,)), by=SAM)
    sign(ready.database, ready.assessment)
    return outcome.id


def test_short_forms_stop_the_paper_until_they_are_in_plain_words(ready):
    outcome = a_plan_with(ready, "Mara meets CAMHS weekly after the RHA, without pain")
    assert page(ready).items[0].stops == ("CAMHS", "RHA")
    with pytest.raises(UserError, match="plain words for Mara first.*CAMHS, RHA"):
        paper(ready)
    save(ready, words={outcome: "You meet Kim each week"})
    assert "You meet Kim each week" in [item.words for item in paper(ready).items]


def test_short_forms_around_the_plan_stop_the_paper_too(signed):
    save(signed, OwnCopy(opening="You told CAMHS about Bruno."))
    with pytest.raises(UserError, match="'You told CAMHS about Bruno.' \\(CAMHS\\)"):
        paper(signed)


def test_what_is_not_for_the_child_is_left_out_and_said(ready):
    plan = ask(ready.database, plans.plan, ready.assessment)
    write(
        ready.database, plans.save_item, ready.assessment, replace(plan[0], category="safety"), by=SAM
    )  # fmt: skip
    sign(ready.database, ready.assessment)
    assert len(paper(ready).items) == 1
    assert not page(ready).items[0].is_told
    left_out = ask(ready.database, dispatch.left_out, ready.child, "own-plan")
    assert "1 item of the plan not written for Mara" in left_out


def test_going_well_is_printed_unwritten_only_where_it_says_nothing_of_others(ready):
    lines = "She likes Jo\nMum's drinking is less\nSeen by CAMHS\nHer brother is settled"
    with ready.database.writing(builders.Entry(SAM, NOW)) as session:
        assessments.record_answer(session, ready.assessment, "well", lines, by=SAM, now=NOW)
    sign(ready.database, ready.assessment)
    assert paper(ready).going_well == ("She likes Jo",)
    save(ready, OwnCopy(going_well="You like Jo"))
    assert paper(ready).going_well == ("You like Jo",)


def test_who_sees_it_follows_consent_and_topics_stay_unnamed(signed):
    def says(agreed=(), declined=()):
        response = Response.GIVEN if agreed else Response.REFUSED
        return Consent(
            response, Giver.YOUNG_PERSON, "Amara", TODAY, Means.IN_PERSON, "Sam Field",
            agreed=frozenset(agreed), declined=frozenset(declined),
        )  # fmt: skip

    with signed.database.writing(builders.Entry(GRACE, NOW, "tested")) as session:
        consents.add_consent(session, signed.child, says(agreed=(Purpose.SHARE_SCHOOL_AND_SERVICES,)))
        consents.add_consent(session, signed.child, says(declined=(Purpose.SHARE_COUNCIL,)))
    write(signed.database, sharing.add_topic, signed.child, "own", "Kestrel", ("carer",), today=TODAY)
    readers = paper(signed).readers
    assert readers.sees == ("your GP", "your carer", "your school")
    assert readers.not_sees == ("your social worker", "your parents")
    assert readers.keeps_from == ("your carer",)
    assert "Kestrel" not in repr(paper(signed))


def test_feelings_are_printed_only_as_they_answered_and_only_when_they_choose(ready):
    a_questionnaire(ready.database, ready.child)
    own = a_questionnaire(ready.database, ready.child, TODAY, TWELVE, "self_11_17", "Mara")
    sign(ready.database, ready.assessment)
    assert not page(ready).has_feelings  # they have not chosen it
    share(ready.database, own)
    assert page(ready).has_feelings
    assert paper(ready).feelings is None
    save(ready, OwnCopy(shows_feelings=True))
    assert paper(ready).feelings.points == ((TODAY, 12),)


SECRETS = (
    "Zanzibar", "Zelda", "Neglect", "interim", "C2", "Salbutamol", "Penicillin", "in pairs", "xploit", "toothache",
    "Toothache", "dental check", "HPV", "IHA", "RHA", "LAC ", "SDQ", "CAMHS", "DNA", "court", "Dr ", "Osei", "Moss",
)  # fmt: skip


@pytest.fixture
def full_of_secrets(signed):
    """A record with flags, family health, notes about others and words of the trade in it."""
    database, child, _ = signed
    for kind in ("visit_in_pairs", "exploitation_risk"):
        write(database, flags.set_flag, child, kind=kind, detail="Zanzibar", review_on=date(2026, 4, 1))
    given = {"relation": "mother", "full_name": "Zelda Baptiste", "health_notes": "Zanzibar"}
    write(database, family.save_person, child, None, given, by=SAM)
    return signed


def test_no_form_of_it_tells_of_flags_law_or_the_family(full_of_secrets):
    for version, stage in enumerate(STAGES):
        copy = OwnCopy(stage=stage, opening="We saw Zelda. You told us about Bruno.", version=version)
        save(full_of_secrets, copy)
        held = paper(full_of_secrets)
        assert held.stage == stage
        printed = reading.text_of(own_plan_paper.render(held))
        assert "You told us about Bruno." in printed
        assert [secret for secret in SECRETS if secret in printed] == []
        assert [secret for secret in SECRETS if secret in repr(replace(held, service=None))] == []


def test_it_says_when_it_was_given(signed):
    made = write(signed.database, dispatch.make_document, signed.child, "own-plan", lambda *_: A_PAGE).made_id
    with signed.database.writing(builders.Entry(GRACE, NOW, "tested")) as session:
        session.add(
            SendingRow(
                document_id=made, child_id=signed.child, reader="child", sent_to="Mara", route="by_hand",
                sent_on=date(2026, 3, 3), sent_by_id=GRACE.person_id, read_out_loud="yes", recorded_at=NOW,
            )
        )  # fmt: skip
    assert page(signed).given == "Given to Mara on 3 March 2026, read out loud."


def test_an_amended_assessment_begins_with_the_words_of_the_edition_before(signed):
    save(signed, OwnCopy(opening="You told us about Bruno."))
    made = write(
        signed.database, amending.amend, signed.assessment, by=SAM, reason="A slip in the plan"
    ).made_id
    with signed.database.reading() as session:
        kept = own_copies.load(session, made)
    assert (kept.opening, kept.version) == ("You told us about Bruno.", 0)
