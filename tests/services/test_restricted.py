"""Restricted records: who opens them, access taken with a reason, what lists and a search say, and who is kept apart."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, RestrictedRecord, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.domain.worklist import Wanted
from lac_tracker.services import (
    allocations,
    caseload,
    child_summary,
    children,
    clinic_bookings,
    clinics,
    conflicts_of_interest,
    dispatch,
    drafts,
    due_details,
    flags,
    follow_ups,
    hand_over,
    plans,
    restricted,
    team_choices,
    today,
    worklist,
)
from lac_tracker.storage import people
from lac_tracker.storage.tables.audit import AuditRow
from tests import builders
from tests.builders import ask, write
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

CLARE = Actor(5, 1, "clare", "Clare Dunn", Role.CALDICOTT, Registration.NONE)
RITA = Actor(6, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)
HER = {"family_name": "Zelenskaya", "given_name": "Amara", "nhs_number": "9990563411"}


def a_restricted_child(database):
    """Amara, whom Nadia assesses; Ben beside her. Return the ids."""
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        for one in (CLARE, RITA):
            people.add_person(
                session, 1, user_name=one.user_name, full_name=one.full_name, role=one.role,
                registration=one.registration, now=NOW,
            )  # fmt: skip
    began = TODAY - timedelta(days=60)
    hers = builders.a_child(database, "300101", became_looked_after=began, **HER)
    ben = builders.a_child(
        database, "300102", became_looked_after=began, family_name="Zander", given_name="Ben"
    )
    write(database, children.change_details, hers, preferred_name="Mara", **HER)
    builders.sign_at_once(database, hers, complete_plan(), by=NADIA)
    write(database, flags.set_flag, hers, kind="restricted", detail="Sibling of a member of staff")
    return hers, ben


@pytest.fixture
def beginning(made_once):
    return made_once("a restricted child", a_restricted_child)


@pytest.fixture
def hers(beginning):
    return beginning[1][0]


def opens(database, child_id, by, now=NOW):
    with database.reading() as session:
        return child_summary.heading(session, child_id, by=by, now=now, today=TODAY).name_words


def claim(database, child_id, by, reason="safeguarding", more=""):
    return write(database, restricted.claim, child_id, reason=reason, more=more, by=by)


def test_who_assesses_and_managers_open_it_and_everybody_else_takes_access_first(database, hers):
    for by in (GRACE, NADIA):
        assert opens(database, hers, by) == "ZELENSKAYA, Amara"
    for by in (TOM, SAM, RITA):
        with pytest.raises(RestrictedRecord, match="Open it with a reason first"):
            opens(database, hers, by)
    with pytest.raises(NotAllowed, match="may not do this") as refused:
        opens(database, hers, CLARE)
    assert not isinstance(refused.value, RestrictedRecord)
    with pytest.raises(UserError, match="Choose why"):
        claim(database, hers, TOM, reason="")
    with pytest.raises(UserError, match="Say more"):
        claim(database, hers, TOM, reason="other", more="  ")
    claim(database, hers, TOM, reason="other", more="The court\nasked")
    with database.reading() as session:
        entry = session.scalars(select(AuditRow).order_by(AuditRow.number.desc())).first()
        written = (entry.action, entry.child_id, entry.reason)
    assert written == ("took access to a restricted record", hers, "Other: The court asked")
    assert opens(database, hers, TOM) == "ZELENSKAYA, Amara"
    assert ask(database, dispatch.left_out, hers, document="gp-summary", made_for="", by=TOM)  # papers too
    with pytest.raises(RestrictedRecord):  # it is his alone, and for the hours the team chose
        opens(database, hers, SAM)
    assert opens(database, hers, TOM, NOW + timedelta(hours=11, minutes=59))
    with pytest.raises(RestrictedRecord):
        opens(database, hers, TOM, NOW + timedelta(hours=12))
    assert claim(database, hers, NADIA).made_id is None  # it opens to her without


def test_the_day_a_list_is_looked_at_opens_nothing(database, hers):
    long_ago = TODAY - timedelta(days=400)
    with database.reading() as session, pytest.raises(RestrictedRecord):
        child_summary.summary_to_give(session, hers, by=TOM, now=NOW, today=long_ago)
    rows = ask(database, worklist.page, Wanted("open"), today=long_ago, by=TOM).rows
    assert "ZELENSKAYA, Amara" not in [row.shown_name for row in rows]


def test_the_manager_is_told_until_somebody_has_looked_through_it(database, hers):
    claim(database, hers, TOM)
    (told,) = [one for one in ask(database, today.notices, today=TODAY) if one.key.startswith("claim:")]
    assert told.words == "Tom Leigh, 04-Mar-2026: ZELENSKAYA, Amara (council ID 300101). Safeguarding"
    (row,) = ask(database, restricted.claims).rows
    (known,) = ask(database, restricted.claims, by=CLARE).rows
    assert (row.person, known.who) == ("Tom Leigh", "Council ID 300101")  # she opens no record
    promoted = replace(TOM, role=Role.MANAGER)
    with pytest.raises(NotAllowed, match="took this access yourself"):
        write(database, restricted.mark_seen, row.id, seen_version=row.version, by=promoted)
    with pytest.raises(NotFound):
        write(database, restricted.mark_seen, row.id, seen_version=row.version, by=replace(GRACE, team_id=2))
    write(database, restricted.mark_seen, row.id, note="Asked Tom", seen_version=row.version, by=CLARE)
    with pytest.raises(RecordChanged):
        write(database, restricted.mark_seen, row.id, seen_version=row.version)
    (row,) = ask(database, restricted.claims).rows
    assert (row.seen_by, row.seen_note) == ("Clare Dunn", "Asked Tom")
    assert not [one for one in ask(database, today.notices, today=TODAY) if one.key.startswith("claim:")]


def test_nobody_assigns_a_restricted_record_to_themselves_to_open_it(database, hers):
    given = {"person_id": SAM.person_id, "today": TODAY}
    with pytest.raises(RestrictedRecord):
        write(database, allocations.assign, [(hers, "RHA")], by=SAM, **given)
    write(database, allocations.assign, [(hers, "RHA")], **given)  # a manager may, and then it is his
    assert opens(database, hers, SAM)


def found(database, search, by=TOM):
    return [row.shown_name for row in ask(database, caseload.children, today=TODAY, search=search, by=by)]


def test_lists_keep_its_row_without_a_name_and_stand_it_last(database, hers):
    for sort, down in (("due", False), ("child", False), ("child", True)):
        page = ask(database, worklist.page, Wanted("open", sort=sort, descending=down), today=TODAY, by=TOM)
        (row,) = [one for one in page.rows if one.child_id == hers]
        assert (row.shown_name, row.council_id, row.nhs_number) == (RESTRICTED, "", None)
        if sort == "child":
            assert page.rows[-1].child_id == hers
    assert found(database, "") == ["ZANDER, Ben", RESTRICTED]
    for sort in ("name", "born", "council_id", "nhs_number"):
        for down in (False, True):
            page = ask(database, caseload.children_page, today=TODAY, sort=sort, descending=down, by=TOM)
            assert (page.rows[-1].child_id, page.rows[-1].born, page.total) == (hers, None, 2)
            one = ask(database, caseload.children_page, today=TODAY, sort=sort, limit=1, offset=1, by=TOM)
            assert [row.child_id for row in one.rows] == [hers]
    shown = ask(database, due_details.details, hers, today=TODAY, kind="RHA", by=TOM)
    assert shown.is_restricted
    assert not shown.contacts
    waiting = ask(database, clinic_bookings.waiting, today=TODAY, by=TOM).rows
    assert "ZELENSKAYA" not in repr(waiting)
    assert found(database, "zel", by=NADIA) == ["ZELENSKAYA, Amara"]


@pytest.mark.parametrize(
    "part", ["Zelenskaya", "zel", "Amara", "Mara", "99905", "9990563411 ", "3001", "300101"]
)
def test_no_part_of_a_name_or_number_finds_it(database, hers, part):
    whole = part.strip() in ("9990563411", "300101")
    assert (RESTRICTED in found(database, part)) is whole
    wanted = Wanted("open", text=part)
    assert hers not in [
        row.child_id for row in ask(database, worklist.page, wanted, today=TODAY, by=TOM).rows
    ]
    assert ask(database, worklist.count, wanted, today=TODAY, by=NADIA) > 0


def test_a_search_for_the_whole_name_says_that_there_is_one_unless_the_team_chose_nothing(
    database, beginning, hers
):
    for typed in ("Amara Zelenskaya", "ZELENSKAYA, Amara", "mara zelenskaya", "999 056 3411"):
        assert found(database, typed) == [RESTRICTED]
    said = Wanted("open", text="restricted record")
    assert [row.child_id for row in ask(database, worklist.page, said, today=TODAY, by=TOM).rows] == [hers]
    write(database, team_choices.choose, "restricted_in_search", "nothing")
    for typed in ("Amara Zelenskaya", "999 056 3411", "300101"):
        assert found(database, typed) == []
    bens = {
        "family_name": "Zander",
        "given_name": "Ben",
        "preferred_name": "",
        "nhs_number": HER["nhs_number"],
    }
    with pytest.raises(
        UserError, match="restricted record"
    ) as refused:  # a number that is taken does not name it
        write(database, children.change_details, beginning[1][1], by=TOM, **bens)
    assert "ZELENSKAYA" not in str(refused.value)


def test_who_is_kept_apart_opens_nothing_not_even_a_manager_or_with_a_reason(database, hers):
    claim(database, hers, TOM)
    for person in (TOM, GRACE, NADIA):
        write(
            database,
            conflicts_of_interest.keep_apart,
            "300101",
            person_id=person.person_id,
            because="Aunt",
            by=CLARE,
        )
    for by in (TOM, GRACE, NADIA):
        with pytest.raises(NotAllowed, match="closed to you") as refused:
            opens(database, hers, by)
        assert not isinstance(refused.value, RestrictedRecord)
        with pytest.raises(NotAllowed, match="closed to you"):
            claim(database, hers, by)
    assert RESTRICTED in found(database, "", by=GRACE)
    (row,) = ask(database, restricted.claims).rows
    assert row.who == RESTRICTED  # a manager kept apart learns of no claim whose it was
    mine = next(one for one in ask(database, conflicts_of_interest.listed) if one.person == "Grace Mensah")
    with pytest.raises(NotAllowed, match="Another manager"):
        write(database, conflicts_of_interest.end, mine.id, because="Over", seen_version=mine.version)
    with pytest.raises(NotAllowed, match="another team"):
        write(
            database,
            conflicts_of_interest.end,
            mine.id,
            because="Over",
            seen_version=1,
            by=replace(CLARE, team_id=2),
        )
    write(database, conflicts_of_interest.end, mine.id, because="Moved", seen_version=mine.version, by=CLARE)
    assert opens(database, hers, GRACE)
    with pytest.raises(RecordChanged):
        write(database, conflicts_of_interest.end, mine.id, because="x", seen_version=mine.version, by=CLARE)


def test_nothing_of_a_record_is_given_to_who_is_kept_apart_from_it(database, hers):
    made = builders.an_assessment(database, hers, by=NADIA)
    to_sam = {"person_id": SAM.person_id, "today": TODAY}
    signers = [one.full_name for one in ask(database, hand_over.signers, made)]
    assert signers == ["Sam Iqbal", "Nadia Rahman"]
    write(
        database,
        conflicts_of_interest.keep_apart,
        "300101",
        person_id=SAM.person_id,
        because="Uncle",
        by=CLARE,
    )
    assert [one.full_name for one in ask(database, hand_over.signers, made)] == ["Nadia Rahman"]
    with pytest.raises(UserError, match="Choose someone with a registration"):
        write(database, hand_over.hand_over, made, today=TODAY, to_id=SAM.person_id, completed_on=TODAY)
    with pytest.raises(UserError, match="Sam Iqbal may not open this record"):
        write(database, allocations.assign, [(hers, "RHA")], **to_sam)
    step = {
        "contacted": "carer",
        "means": "phone",
        "result": "will_act",
        "next_step": "Ring again",
        "kind": "RHA",
    }
    step |= {"next_step_on": TODAY, "next_step_by_id": SAM.person_id, "today": TODAY, "by": NADIA}
    with pytest.raises(UserError, match="Who does it: Sam Iqbal may not open this record"):
        write(database, follow_ups.log, hers, **step)
    names = [one.person for one in ask(database, plans.people_to_choose, made)]
    assert "Nadia Rahman" in names
    assert "Sam Iqbal" not in names


def test_nobody_is_booked_with_who_is_kept_apart(database, hers):
    clinic = {
        "name": "Clinic A",
        "slot_kind": "any",
        "slots": 2,
        "minutes": 30,
        "starts_at": "9.00",
        "today": TODAY,
    }
    days = {SAM: TODAY + timedelta(days=1), NADIA: TODAY + timedelta(days=2)}
    held = {}
    for who, on in days.items():
        new = clinics.NewSession(
            who.person_id, "clinic", on=on, **{key: clinic[key] for key in clinic if key != "today"}
        )
        made = write(database, clinics.add_sessions, new, by=TOM, today=TODAY)
        held[who] = ask(database, clinics.session_of, made.made_id)
    write(
        database,
        conflicts_of_interest.keep_apart,
        "300101",
        person_id=SAM.person_id,
        because="Uncle",
        by=CLARE,
    )
    offered = ask(database, clinic_bookings.booking, hers, today=TODAY, kind="RHA")
    assert {choice.slot.clinician_id for choice in offered.choices} == {NADIA.person_id}
    his, hers_slot = held[SAM].slots[0].id, held[NADIA].slots[0].id
    with pytest.raises(UserError, match="Dr Sam Iqbal may not open this record"):
        write(database, clinic_bookings.book_slot, hers, kind="RHA", slot_id=his, today=TODAY)
    write(database, clinic_bookings.book_slot, hers, kind="RHA", slot_id=hers_slot, today=TODAY)
    one = held[NADIA]
    with pytest.raises(UserError, match="may not open the record of a child who is booked"):
        write(
            database, clinics.change_session, one.id, today=TODAY, name=one.name, place=one.place, note="",
            clinician_id=SAM.person_id,
        )  # fmt: skip
    write(
        database, conflicts_of_interest.keep_apart, "300101", person_id=NADIA.person_id, because="Aunt", by=CLARE
    )  # fmt: skip
    elsewhere = {"name": one.name, "place": "Mill Road", "note": "", "clinician_id": NADIA.person_id}
    assert write(
        database, clinics.change_session, one.id, today=TODAY, **elsewhere
    ).report  # booked before: it may move


def test_typing_about_a_record_that_closed_since_is_neither_offered_nor_named(database, beginning):
    hers, ben = beginning[1]
    held = {"title": "Add a contact", "said": [["Name", "Zelenskaya"]]}
    places = [drafts.Draft(f"contact:{one}:0", one, None, held, NOW) for one in (hers, ben)]
    claim(database, hers, TOM)
    for one in places:
        write(database, drafts.keep, one, by=TOM)
    assert len(ask(database, drafts.waiting, by=TOM)) == 2

    def open_to_tom(later=NOW):
        with database.reading() as session:
            waiting = drafts.waiting(session, by=TOM, now=later)
            offered = [one for one in places if drafts.at(session, one.place, by=TOM, now=later)]
        assert [one.draft.place for one in waiting] == [one.place for one in reversed(offered)]
        return offered

    assert open_to_tom(NOW + timedelta(days=30)) == places[1:]  # the access he took has lapsed
    write(
        database,
        conflicts_of_interest.keep_apart,
        "300101",
        person_id=TOM.person_id,
        because="Aunt",
        by=CLARE,
    )
    assert open_to_tom() == places[1:]
    assert ask(database, drafts.waiting, by=replace(TOM, role=Role.IT)) == ()  # his role has changed
    (kept,) = ask(database, conflicts_of_interest.listed)
    write(database, conflicts_of_interest.end, kept.id, because="No", seen_version=kept.version, by=CLARE)
    assert open_to_tom() == places


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"because": " "}, "Enter how they know each other"), ({"person_id": 99}, "Choose a person"),
        ({"identifier": ""}, "Enter the child's council ID"), ({"identifier": "77"}, "No child in this caseload"),
    ],
)  # fmt: skip
def test_a_conflict_needs_a_person_a_child_and_a_reason(database, hers, given, words):
    held = {"identifier": "9990563411", "person_id": TOM.person_id, "because": "Aunt"} | given
    with pytest.raises(UserError, match=words):
        write(database, conflicts_of_interest.keep_apart, held.pop("identifier"), **held)
    assert ask(database, conflicts_of_interest.listed) == ()
    assert dict(ask(database, conflicts_of_interest.people_of_team))[TOM.person_id] == "Tom Leigh"
