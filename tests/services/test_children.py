"""One child through the services: added, changed, opened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.people import Role
from lac_tracker.services import child_summary, children
from lac_tracker.storage import children as stored
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, TODAY

NUMBER, OTHER_NUMBER = "9990563411", "9990563446"


def load(database, child):
    with database.reading() as session:
        return stored.load(session, child)


def test_a_child_is_added_as_typed_and_the_clock_starts(database):
    child = a_child(database, " 000123 ", nhs_number="999 056 3411")
    held = load(database, child)
    assert (held.council_id, held.nhs_number, held.council_code, held.family_name) == (
        "000123",
        NUMBER,
        "123",
        "Baptiste",
    )
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert [(item.assessment, item.due_on, item.day_words) for item in shown.due] == [
        ("IHA", date(2026, 3, 12), "Day 20 of 28")
    ]
    assert builders.audit_of(database)[-1][:2] == ("added a child", child)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"council_id": "  "}, "Enter the council's ID"),
        ({"council_id": "x" * 201}, "Council ID has 201 characters"),
        ({"council_id": "100001"}, "already in this caseload"),
        ({"born": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"became_looked_after": date(2009, 1, 1)}, "after the child was born, 01-May-2010"),
        ({"became_looked_after": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"nhs_number": "123"}, "10 digits"),
        ({"nhs_number": "9990563412"}, "doesn't match"),
        ({"nhs_number": "4444444444"}, "ten times"),
        ({"nhs_number": NUMBER}, "belongs to BAPTISTE, Amara"),
        ({"family_name": "x" * 1_000_000}, "1,000,000 characters"),
    ],
)
def test_what_cannot_be_right_is_refused_and_adds_nothing(database, changes, words):
    a_child(database, nhs_number=NUMBER)
    before = builders.row_counts(database)
    with pytest.raises(UserError, match=words):
        a_child(database, **{"council_id": "100002", **changes})
    assert builders.row_counts(database) == before


def test_two_councils_may_give_the_same_id(database):
    one, other = a_child(database, council="123"), a_child(database, council="456")
    assert one != other
    with database.reading() as session:
        with pytest.raises(UserError, match="123, 456"):
            stored.find(session, 1, "100001")
        assert stored.find(session, 1, "100001", "456") == other


def test_names_and_number_are_set_and_taken_back(database):
    child = a_child(database, family_name="", given_name="")
    assert ask(database, child_summary.summary, child, today=TODAY).banner.name_words == "Council ID 100001"
    details = {
        "family_name": "O'Brien",
        "given_name": "Zoë",
        "preferred_name": "Zo",
        "nhs_number": "999 056 3446",
    }
    write(database, children.change_details, child, **details)
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert (shown.banner.name_words, shown.called, shown.banner.nhs_words) == (
        "O'BRIEN, Zoë",
        "Zo",
        "999 056 3446",
    )
    write(database, children.change_details, child, family_name="O'Brien", given_name=" ")
    held = load(database, child)
    assert (held.given_name, held.preferred_name, held.nhs_number) == (None, None, None)


def test_a_late_writer_is_told_and_overwrites_nothing(database):
    child = a_child(database)
    seen = load(database, child).version
    write(database, children.change_details, child, family_name="Carr", given_name="Ann", seen_version=seen)
    with pytest.raises(RecordChanged, match="Someone else changed this"):
        write(
            database, children.change_details, child, family_name="Dorn", given_name="Bea", seen_version=seen
        )
    assert load(database, child).family_name == "Carr"


def test_anothers_nhs_number_is_refused(database):
    a_child(database, nhs_number=NUMBER)
    other = a_child(database, "100002", nhs_number=OTHER_NUMBER)
    with pytest.raises(UserError, match=r"belongs to BAPTISTE, Amara, born 01-May-2010"):
        write(database, children.change_details, other, family_name="A", given_name="B", nhs_number=NUMBER)
    assert load(database, other).nhs_number == OTHER_NUMBER


def test_a_gp_practice_replaces_the_one_before_and_confirming_it_keeps_it(database):
    child = a_child(database)
    practice = {"name": "Mill Road Surgery", "ods_code": "y99001", "phone": "01632 960 111"}
    write(database, children.set_gp_practice, child, **practice)
    write(database, children.set_gp_practice, child, **practice, confirmed_on=TODAY)
    assert builders.row_counts(database)["contacts"] == 1
    write(database, children.set_gp_practice, child, name="High Street Surgery")
    found = ask(database, child_summary.gp_practice, child)
    assert (found.organisation, found.ods_code) == ("High Street Surgery", None)
    assert builders.row_counts(database)["contacts"] == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " "}, "Enter the name"),
        ({"name": "Mill", "ods_code": "123"}, "ODS code"),
        ({"name": "Mill", "confirmed_on": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"name": "Mill", "address": "x" * 501}, "Address has 501"),
        ({"name": "x" * 201}, "GP practice has 201"),
    ],
)
def test_a_gp_practice_that_cannot_be_right(database, fields, words):
    child = a_child(database)
    with pytest.raises(UserError, match=words):
        write(database, children.set_gp_practice, child, **fields)
    assert ask(database, child_summary.gp_practice, child) is None


def test_a_person_needs_a_name_and_a_known_part(database):
    child = a_child(database)
    with pytest.raises(UserError, match="Enter the name"):
        write(database, children.set_person, child, kind="carer", full_name="\u200f ")
    with pytest.raises(UserError, match="neighbour"):
        write(database, children.set_person, child, kind="neighbour", full_name="Jo")
    write(
        database,
        children.set_person,
        child,
        kind="carer",
        full_name="Jo Moss",
        role="foster carer",
        phone="1",
    )
    assert (
        ask(database, child_summary.summary, child, today=TODAY).banner.carer_words
        == "Jo Moss, foster carer, 1"
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "XHA"}, "IHA or RHA"),
        ({"completed_on": TODAY + timedelta(days=1)}, "today or in the past"),
        ({"completed_on": date(2010, 4, 30)}, "after the child was born"),
        ({"completed_by": "x" * 300}, "Completed by has 300"),
    ],
)
def test_a_past_assessment_that_cannot_be(database, fields, words):
    child = a_child(database)
    with pytest.raises(UserError, match=words):
        write(
            database, children.enter_past_assessment, child,
            **{"kind": "IHA", "completed_on": TODAY, "completed_by": "Dr Old"} | fields,
        )  # fmt: skip


def test_a_past_assessment_drives_the_clock_and_is_entered_once(database):
    child = a_child(database)
    past = {"kind": "IHA", "completed_on": TODAY, "completed_by": "Dr Old"}
    write(database, children.enter_past_assessment, child, **past)
    with pytest.raises(UserError, match="on record already"):
        write(database, children.enter_past_assessment, child, **past)
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert [(item.assessment, item.due_on) for item in shown.due] == [
        ("IHA", date(2026, 3, 12)), ("RHA", date(2027, 3, 4)),
    ]  # fmt: skip
    assert (shown.next_kind, shown.assessments[0].words) == ("RHA", "Done 04-Mar-2026, before this caseload")


def test_a_child_who_is_not_there(database):
    for call in (
        lambda: ask(database, child_summary.summary, 4711, today=TODAY),
        lambda: write(database, children.change_details, 4711, family_name="", given_name=""),
        lambda: write(database, children.set_gp_practice, 4711, name="Mill"),
    ):
        with pytest.raises(NotFound, match="not in this caseload"):
            call()


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_a_record_and_who_changes_it(database, role):
    child = a_child(database)
    by = replace(GRACE, role=role)
    team = {Role.ASSESSOR, Role.DOCTOR, Role.MANAGER, Role.ADMINISTRATOR}
    for roles, call in (
        (team | {Role.READ_ONLY}, lambda: write(database, child_summary.summary, child, by=by, today=TODAY)),
        (
            team,
            lambda: write(database, children.change_details, child, by=by, family_name="A", given_name="B"),
        ),
        (team, lambda: write(database, children.set_gp_practice, child, by=by, name="Mill")),
    ):
        if role in roles:
            call()
        else:
            with pytest.raises(NotAllowed, match="may not do this"):
                call()
