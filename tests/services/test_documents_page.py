"""The list of documents, what can be made, and how a document is compared with the record before it goes."""

from datetime import date

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import children, contacts, dispatch, document_checks, documents_page, mark_sent
from lac_tracker.services.contacts import ContactDetails
from lac_tracker.services.mark_sent import HowSent
from lac_tracker.storage import children as stored
from tests.builders import ask, write
from tests.conftest import GRACE, NOW, TODAY
from tests.services.test_dispatch import draw

READER = Actor(1, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)


def make(database, child, document="gp-summary"):
    return write(database, dispatch.make_document, child, document, draw).made_id


def listed(database, child, **more):
    return ask(database, documents_page.listed, child, **more)


def findings(database, child, text, document="gp-summary"):
    found = ask(database, document_checks.of_document, child, document, text, today=TODAY)
    return {one.words: (one.status, one.page) for one in found}


def test_versions_say_what_replaced_them_and_where_they_went(signed):
    database, child, _ = signed
    write(database, children.set_gp_practice, child, name="Mill Road Surgery", confirmed_on=TODAY)
    first = make(database, child)
    rows = ask(database, mark_sent.to_mark, (first,), today=TODAY).rows
    how = HowSent("by_hand", TODAY)
    write(
        database, mark_sent.mark_as_sent, tuple(row.marked("by_hand", "") for row in rows), how, today=TODAY
    )
    (line,) = listed(database, child)
    assert (line.sent_to, line.state, line.look) == ("Mill Road Surgery", "Sent 04-Mar-2026", "sent")
    make(database, child)
    newer, older = listed(database, child)
    assert (newer.version, newer.state, newer.can_send, newer.can_replace) == ("2", "Not sent", True, True)
    assert (older.state, older.look, older.can_send) == ("Replaced by version 2", "replaced", False)
    assert older.detail.startswith("Sent 04-Mar-2026, to Mill Road Surgery, by hand")
    assert older.source == "IHA 04-Mar-2026"


def test_a_paper_for_the_team_is_not_to_be_sent(signed):
    database, child, _ = signed
    make(database, child, "family-history")
    (line,) = listed(database, child)
    assert (line.state, line.can_send) == ("Kept for the team", False)


def test_each_choice_says_whom_it_is_for_and_what_they_get(signed):
    database, child, _ = signed
    found = {one.document: one for one in ask(database, documents_page.choices, child, today=TODAY)}
    summary = found["gp-summary"]
    assert (summary.source, summary.third_party, summary.address) == (
        "IHA signed 04-Mar-2026, version 1", "One line, marked as third-party", "Shown",
    )  # fmt: skip
    assert found["own-plan"].title == "Mara’s plan"
    assert found["own-plan"].third_party == "No"
    assert found["school-copy"].address == "Not shown"
    assert found["family-history"].third_party == "Yes: for the team only"


def test_before_signing_and_for_a_reader_nothing_of_the_plan_is_made(ready):
    database, child, _ = ready
    found = ask(database, documents_page.choices, child, today=TODAY)
    assert "gp-summary" not in [one.document for one in found]
    assert "chronology" in [one.document for one in found]
    assert listed(database, child, by=READER) == ()
    with pytest.raises(NotAllowed):
        ask(database, documents_page.choices, child, by=READER, today=TODAY)


def test_a_document_is_compared_with_the_record(signed):
    database, child, _ = signed
    assert findings(database, child, "")["No GP practice on record. Add one in Contacts"] == (
        "fix",
        "contacts",
    )
    write(database, children.set_gp_practice, child, name="Mill Road Surgery", confirmed_on=TODAY)
    found = findings(database, child, "To Mill  Road\nSurgery. No address here")
    assert found["GP matches record"][0] == "complete"
    assert found["No address flag"][0] == "complete"
    assert found["No third-party info"][0] == "complete"
    told = findings(database, child, "Third-party\u00a0information: asthma")
    assert told["Tells of other people, marked as third-party information"][0] == "information"
    told = findings(database, child, "third-party information", "school-copy")
    assert told["Tells of other people, which this reader does not get"][0] == "fix"


def test_a_withheld_address_is_found_however_it_is_broken_on_paper(signed):
    database, child, _ = signed
    details = ContactDetails(
        kind="carer", full_name="Jo Moss", address="7 Quay Row\nNorthgate", since=date(2026, 2, 20)
    )
    write(database, contacts.add_contact, child, details, today=TODAY)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored.change(session, child, {"address_withheld": True})
    wrong = "The withheld address stands on these pages. It must not go"
    assert findings(database, child, "Lives at 7 Quay\nRow")[wrong] == ("fix", "flags")
    assert "Address withheld: not on these pages" in findings(database, child, "Ring us")
    assert findings(database, child, "7 Quay Row", "family-history")[
        "Address withheld: this is for the team only"
    ]
