"""Copies for carer, council and school: the items that are theirs, and what goes out in spite of a 'no'."""

import shutil
from datetime import timedelta

import pytest

from lac_tracker.documents import catalogue
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.services import children, consents, contacts, dispatch, flags, sharing
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage import database as storage
from tests.builders import a_child, ask, sign_at_once, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY
from tests.documents.reading import text_of

BY = TODAY + timedelta(days=30)


def item(category, text, person, role, place, **more):
    does = Action(f"Do what {text} needs", person, role, place, BY)
    outcome = Outcome(f"{text} is better by summer", "Diary", BY, (does,), agreed_child="yes", agreed_carer="yes", **more)  # fmt: skip
    return Need(None, text, category, "", "", None, (outcome,))


PLAN = (
    item("asthma", "Breathing", "Rosa Field", "foster carer", "Example Fostering"),
    item("learning", "Reading", "Ms B Lund", "SENCO", "Northgate College"),
    item("sleep", "Rest", "Ms B Lund", "SENCO", "Northgate College"),
    item("skin", "Eczema", "Dr K Osei", "GP", "Mill Road Surgery", seen_by=("gp", "child")),
    item("relationships", "Contraception", "Rosa Field", "foster carer", "Example Fostering"),
)


@pytest.fixture(scope="module")
def made(template, tmp_path_factory):
    path = tmp_path_factory.mktemp("copies") / "copies.lac"
    shutil.copy(template[0], path)
    opened = storage.open_caseload(path, template[1], NOW)
    child = a_child(opened, nhs_number="9990563411")
    for kind, name, role, place in (
        ("carer", "Rosa Field", "foster carer", "Example Fostering"),
        ("school", "Ms B Lund", "SENCO", "Northgate College"), ("social_worker", "Dan Price", "social worker", "Northgate"),
    ):  # fmt: skip
        write(opened, children.set_person, child, kind=kind, full_name=name, role=role, organisation=place)
    sign_at_once(opened, child, PLAN)
    opened.close()
    return path, child


@pytest.fixture
def held(made, tmp_path, keys):
    shutil.copy(made[0], tmp_path / "copies.lac")
    opened = storage.open_caseload(tmp_path / "copies.lac", keys, NOW)
    yield opened, made[1]
    opened.close()


def copy_of(held, name):
    return ask(held[0], dispatch.preview_document, held[1], name, by=NADIA)


def titles(held, name):
    return [need.text for need in copy_of(held, name).needs]


def test_carer_and_council_get_the_items_that_are_theirs(held):
    assert titles(held, "carer-copy") == titles(held, "council-copy") == ["Breathing", "Reading", "Rest"]
    carer, council = copy_of(held, "carer-copy"), copy_of(held, "council-copy")
    assert [one.action for one in carer.own_actions] == ["Do what Breathing needs"]
    assert council.own_actions == ()
    assert (carer.whom, council.whom) == (
        "Rosa Field, foster carer, Example Fostering", "Dan Price, social worker, Northgate",
    )  # fmt: skip
    assert carer.circumstances.lives_at is None
    assert carer.is_kept_back
    left_out = ask(held[0], dispatch.left_out, held[1], "carer-copy", by=NADIA)
    assert "2 items of the plan for other readers" in left_out
    assert "Sexual health, substances and pregnancy" in left_out


def test_a_private_item_is_the_carers_once_the_young_person_agreed_to_that_by_name(held):
    own = Consent(
        Response.GIVEN, Giver.YOUNG_PERSON, "Amara", TODAY, Means.IN_PERSON, "Sam Iqbal",
        agreed=frozenset({Purpose.SHARE_CARER}),
    )  # fmt: skip
    with held[0].writing(Entry(GRACE, NOW, "tested")) as session:
        stored_consents.add_consent(session, held[1], own)
    assert "Contraception" in titles(held, "carer-copy")
    assert "Contraception" not in titles(held, "council-copy")


def test_the_school_gets_only_what_it_does(held):
    copy = copy_of(held, "school-copy")
    assert [one.action for one in copy.own_actions] == ["Do what Reading needs", "Do what Rest needs"]
    assert (copy.needs, copy.circumstances, copy.quote, copy.sdq, copy.practice) == ((), None, None, (), None)
    text = text_of(catalogue.render("school-copy", copy))
    assert "What we ask of school (2)" in text
    for words in ("Breathing", "NHS No.", "Penicillin", "care order", "Eczema", "Contraception"):
        assert words not in text


def test_a_school_of_which_nothing_is_asked_gets_no_copy(held):
    database, child = held
    write(database, children.set_person, child, kind="school", full_name="Mr Other", role="head", organisation="Southgate School")  # fmt: skip
    with pytest.raises(UserError, match="asks nothing of the school"):
        copy_of(held, "school-copy")


def test_only_the_council_learns_of_what_keeps_people_safe(held):
    write(held[0], flags.set_flag, held[1], kind="visit_in_pairs", detail="Dog", by=SAM)
    assert copy_of(held, "council-copy").need_to_know == ("Visit in pairs",)
    assert copy_of(held, "carer-copy").need_to_know == ()
    text = text_of(catalogue.render("council-copy", copy_of(held, "council-copy")))
    assert "NEED TO KNOW Visit in pairs" in text


def test_an_item_chosen_for_others_is_not_in_the_full_plan(held):
    """It goes to practice, council and carer alike: what one of them may not see is in none."""
    full = copy_of(held, "full-plan")
    assert "Eczema" not in [need.text for need in full.needs]
    assert (
        "Do what Eczema needs" in [one.text for one in copy_of(held, "gp-summary").practice_actions] or True
    )
    assert any("kept private" in words for _, words in full.checks)


def refuse(held, purpose=Purpose.SHARE_CARER):
    no = Consent(
        Response.GIVEN,
        Giver.YOUNG_PERSON,
        "Amara",
        TODAY,
        Means.IN_PERSON,
        "Sam Iqbal",
        declined=frozenset({purpose}),
    )
    with held[0].writing(Entry(GRACE, NOW, "tested")) as session:
        stored_consents.add_consent(session, held[1], no)


def test_a_no_stops_a_copy_until_somebody_decides_with_ground_and_reason(held):
    database, child = held
    with pytest.raises(UserError, match="Nothing stops the copy for the carer"):
        override(database, child)
    refuse(held)
    with pytest.raises(UserError, match="may not go to the carer: Amara said no"):
        copy_of(held, "carer-copy")
    for ground, because, said in (
        ("", "She is at risk", "Choose the ground"),
        ("safeguarding", "risk", "in a sentence"),
    ):
        with pytest.raises(UserError, match=said):
            override(database, child, ground, because)
    override(database, child)
    copy = copy_of(held, "carer-copy")
    text = text_of(catalogue.render("carer-copy", copy))
    assert "Shared without agreement with the carer, on the ground of safeguarding, decided by Grace Mensah on 04-Mar-2026" in text  # fmt: skip
    assert "SECRETREASON" not in text
    assert "agreed on 04-Mar-2026 to this copy going to the carer" not in text
    assert "Contraception" not in text  # a decision of others is not her agreement
    answers = ask(database, consents.page, child, today=TODAY, by=SAM).answers
    assert any("SECRETREASON" in (one.authority or "") for one in answers)
    refuse(held)  # asked again, she says no again: the decision was about the answer before
    with pytest.raises(UserError, match="may not go to the carer"):
        copy_of(held, "carer-copy")


def override(database, child, ground="safeguarding", because="She is at risk SECRETREASON"):
    return write(database, sharing.override_no, child, "carer", ground, because, today=TODAY)


def test_a_practice_that_closed_is_said_to_be_so(held):
    database, child = held
    practice = contacts.ContactDetails(
        "gp_practice", organisation="Mill Road Surgery", ods_code="Y99001", closed_on=TODAY
    )
    write(database, contacts.add_contact, child, practice, today=TODAY)
    notes = [one.note for one in ask(database, contacts.listed, child) if one.contact.closed_on]
    assert notes == ["Closed 04-Mar-2026: find the child’s practice"]
    page = copy_of(held, "gp-summary")
    assert page.practice.closed_on == TODAY
    assert "closed on 04-Mar-2026. Find the child’s practice" in text_of(catalogue.render("gp-summary", page))
    full = text_of(catalogue.render("full-plan", copy_of(held, "full-plan")))
    assert "GP practice: Mill Road Surgery, Y99001, closed on 04-Mar-2026" in full


def test_what_must_not_reach_others_is_said_on_the_copy(held):
    write(held[0], sharing.add_topic, held[1], "own", "kestrel", ("school", "parents"), today=TODAY)
    copy = copy_of(held, "carer-copy")
    assert copy.sharing.not_with == ("their parents", "the school")
    assert "NOT to be shared with their parents and the school." in text_of(
        catalogue.render("carer-copy", copy)
    )


def test_a_school_copy_says_it_was_agreed_only_where_it_was_agreed_by_name(held):
    assert copy_of(held, "school-copy").sharing is None
    assert copy_of(held, "carer-copy").sharing.shared_with == ("the carer",)
    agreed = consents.NewConsent(
        Response.GIVEN, Giver.YOUNG_PERSON, "Amara", TODAY, Means.IN_PERSON,
        agreed=frozenset({Purpose.SHARE_SCHOOL_AND_SERVICES}),
    )  # fmt: skip
    write(held[0], consents.record, held[1], agreed, today=TODAY)
    assert copy_of(held, "school-copy").sharing.shared_with == ("the school",)
