"""A letter to an owner: only what is theirs, never an address or a private topic."""

from datetime import date

import pytest

from lac_tracker.documents.catalogue import DOCUMENTS
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.services import children, contacts, dispatch, owner_letters
from lac_tracker.services.contacts import ContactDetails
from tests import reviews
from tests.builders import a_child, ask, write
from tests.conftest import SAM, TODAY

LAST = reviews.LAST
HOME = "4 Canary Lane, Northgate"


def outcome(*actions):
    return Outcome("Sleeps 7 hours", "Diary", date(2026, 9, 1), actions)


LEE = Action("Keep a sleep diary", "Lee Hunt", "key worker", "Northgate Homes", date(2026, 4, 30))
OWN = Action("Go to bed at ten", "Amara", "", "")
JO = Action("Bring Amara to the clinic", "Jo Moss", "foster carer", "Northgate Fostering", date(2026, 4, 1))
GP = Action("Give the booster", "Dr K Osei", "GP", "Mill Road Surgery", date(2026, 4, 30))
PRIVATE = Action("Refer to the clinic", "Lee Hunt", "key worker", "Northgate Homes")
PLAN = (
    Need(None, "Sleep", "sleep", "Canary finding", "Canary words", outcomes=(outcome(LEE, OWN), outcome(JO))),
    Need(None, "Jabs", "immunisations", "Behind", outcomes=(outcome(GP),)),
    Need(None, "Vaping", "substances", "Vapes", outcomes=(outcome(PRIVATE, Action("Ask", "Only Private", "nurse", "X")),)),
)  # fmt: skip


@pytest.fixture
def child(database):
    child = a_child(database)
    write(database, children.set_gp_practice, child, name="Mill Road Surgery", address="2 Mill Road")
    write(database, children.set_person, child, kind="carer", full_name="Jo Moss")
    carer = next(one.contact for one in ask(database, contacts.listed, child) if one.contact.kind == "carer")
    details = ContactDetails("carer", "Jo Moss", organisation="Northgate Fostering", address=HOME)
    write(database, contacts.change_contact, carer.id, details, today=TODAY)
    reviews.an_assessment(database, child, on=LAST, plan=PLAN)
    return child


def letter(database, child, whom):
    return ask(database, dispatch.preview_document, child, "owner-letter", made_for=whom, by=SAM)


def test_everybody_with_something_to_say_gets_one_but_not_the_child(database, child):
    with database.reading() as session:
        found = owner_letters.recipients(session, child, TODAY)
    assert found == (
        "Lee Hunt, Northgate Homes",
        "Jo Moss, Northgate Fostering",
        "Dr K Osei, Mill Road Surgery",
    )
    told = ask(database, owner_letters.owners, child, by=SAM, today=TODAY)
    assert [(one.name.partition(",")[0], one.actions, one.private) for one in told] == [
        ("Lee Hunt", 1, 1), ("Jo Moss", 1, 0), ("Dr K Osei", 1, 0), ("Only Private", 0, 1),
    ]  # fmt: skip


def test_a_letter_holds_their_own_actions_and_nothing_else(database, child):
    held = letter(database, child, "Lee Hunt, Northgate Homes")
    assert [one.text for one in held.actions] == ["Keep a sleep diary"]
    assert (held.agreed_on, held.to.role) == (LAST, "key worker, Northgate Homes")
    said = repr(held)
    for canary in ("Canary", "Vap", "clinic", "Sleeps 7 hours", "booster"):
        assert canary not in said
    assert ask(
        database, dispatch.left_out, child, "owner-letter", made_for="Lee Hunt, Northgate Homes", by=SAM
    )[0] == ("1 action about a private topic: say this in person")


def test_a_carers_letter_has_no_address_and_a_practices_letter_the_number(database, child):
    write(
        database,
        children.change_details,
        child,
        family_name="Baptiste",
        given_name="Amara",
        nhs_number="9990123454",
    )
    carer = letter(database, child, "Jo Moss, Northgate Fostering")
    assert HOME not in repr(carer)
    assert carer.child.nhs_number is None
    practice = letter(database, child, "Dr K Osei, Mill Road Surgery")
    assert (practice.child.nhs_number, practice.to.address) == ("9990123454", "2 Mill Road")


def test_it_is_drawn_and_kept_for_whom_it_was_made(database, child):
    made = write(
        database, dispatch.make_document, child, "owner-letter", lambda name, held: DOCUMENTS[name].render(held),
        made_for="Lee Hunt, Northgate Homes", by=SAM,
    )  # fmt: skip
    kept = ask(database, dispatch.kept_document, child, made.made_id, by=SAM)
    assert (kept.document, kept.made_for, kept.content[:4]) == (
        "owner-letter",
        "Lee Hunt, Northgate Homes",
        b"%PDF",
    )


def test_nobody_gets_a_letter_without_an_open_action(database, child):
    with pytest.raises(UserError, match="nobody this document can be made for"):
        letter(database, child, "Only Private, X")
    with database.reading() as session:
        assert owner_letters.recipients(session, a_child_without_a_plan(database), TODAY) == ()


def a_child_without_a_plan(database):
    return a_child(database, "100002")
