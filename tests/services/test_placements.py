"""Placements, legal statuses, protection and leaving care, on a real caseload; and what a later return leaves alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.domain.standing import Status
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import care_page, caseload, imports, placements, protection
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import care, care_records, children, deadlines
from lac_tracker.storage.tables.children import ChildRow
from tests import builders
from tests.builders import ask, bring_in, write
from tests.conftest import GRACE, NADIA, TODAY, TOM
from tests.exchange.returns import AMARA, an_episode, files

CAME = TODAY - timedelta(days=20)  # 12-Feb-2026


def day(back):
    return TODAY - timedelta(days=back)


@pytest.fixture
def beginning(with_a_child):
    return with_a_child


@pytest.fixture
def child(beginning):
    return beginning[1]


def move(database, child, began, kind="U6", *, by=TOM, **more):
    return write(
        database,
        placements.add_placement,
        child,
        by=by,
        today=TODAY,
        began=began,
        placement_type=kind,
        **more,
    ).made_id


def shown(database, child):
    return ask(database, care_page.shown, child, today=TODAY)


def stays(rows):
    return [(row.record.began, row.record.ended) for row in rows]


def test_a_move_ends_the_placement_before_and_says_why(database, child):
    move(database, child, CAME, told_on=day(16))
    move(database, child, day(6), "U3", reason="Carer asked", host_area="Leicestershire", told_on=day(1))
    now, first = shown(database, child).placements
    assert stays((now, first)) == [(day(6), None), (CAME, day(6))]
    assert (first.reason, now.reason) == ("Came into care", "Carer asked")
    assert (first.told_words, first.told_late) == ("16-Feb-2026 (day 4)", False)
    assert (now.host_area, now.type_words) == ("Leicestershire", "Foster care with relative or friend")
    assert shown(database, child).doubts == ()


def test_a_move_in_between_ends_where_the_next_begins(database, child):
    move(database, child, CAME)
    move(database, child, day(5), "K2")
    move(database, child, day(10), "U3")
    assert stays(shown(database, child).placements) == [(day(5), None), (day(10), day(5)), (CAME, day(10))]


def test_late_and_missing_notice_are_marked(database, child):
    move(database, child, CAME)
    (one,) = shown(database, child).placements
    assert (one.told_words, one.told_late) == ("Not told yet (day 20)", True)  # more than 5 working days


def test_a_withheld_address_is_nowhere_on_the_page(database, child):
    with database.writing(builders.Entry(GRACE, builders.NOW, "set up")) as session:
        children.change(session, child, {"address_withheld": True})
    move(database, child, CAME, address="14 Elm Road", postcode="aa1 4zz", carer_name="Jo Moss")
    page = shown(database, child)
    assert page.placements[0].where == "Address withheld"
    assert "Elm" not in repr([row.where for row in page.placements])


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"began": TODAY + timedelta(days=1)}, "From must be today or in the past"),
        ({"began": date(2010, 4, 30)}, "From must be after the child was born, 01-May-2010"),
        ({"began": None}, "Enter the date for From"),
        ({"began": day(5), "kind": ""}, "Choose the placement type"),
        ({"began": day(5), "kind": "XX"}, "'XX' is not a code for placement type"),
        ({"began": CAME}, "begins on 12-Feb-2026 is on record already"),
        ({"began": day(5), "told_on": TODAY + timedelta(days=1)}, "LAC team told must be today or in the past"),
        ({"began": day(5), "ended": day(9)}, "To must be on or after From, 27-Feb-2026"),
    ],
)  # fmt: skip
def test_impossible_moves_are_refused_in_words(database, child, given, words):
    move(database, child, CAME)
    kind = given.pop("kind", "U6")
    with pytest.raises(UserError, match=words):
        move(database, child, given.pop("began"), kind, **given)
    assert len(shown(database, child).placements) == 1


def test_a_placement_before_care_is_a_doubt(database, child):
    move(database, child, CAME - timedelta(days=4))
    assert shown(database, child).doubts == (
        "Placement from 08-Feb-2026 is before Amara became looked after, 12-Feb-2026. Check which is right",
    )


def test_one_can_be_corrected_once_and_not_over_somebody_else(database, child):
    made = move(database, child, CAME)
    fields = {"began": CAME, "ended": None, "today": TODAY, "seen_version": 1}
    write(database, placements.change_placement, made, placement_type="U4", address="2 High Street", **fields)
    assert shown(database, child).placements[0].where == "2 High Street"
    with pytest.raises(RecordChanged):
        write(database, placements.change_placement, made, placement_type="U6", **fields)


def test_what_was_entered_in_error_goes_and_the_one_before_goes_on(database, child):
    move(database, child, CAME)
    wrong = move(database, child, day(3), "K2")
    write(database, placements.remove_placement, wrong, by=TOM)
    assert stays(shown(database, child).placements) == [(CAME, None)]


def test_a_new_legal_status_carries_its_advice_and_changes_who_holds_responsibility(database, child):
    (first,) = shown(database, child).legal
    given = {"began": CAME, "ended": None, "code": "C1", "parental_responsibility": "Council and mother"}
    write(database, placements.change_legal_status, first.record.id, today=TODAY, **given)
    write(database, placements.add_legal_status, child, today=TODAY, began=day(4), code="V2", parental_responsibility="Mother")  # fmt: skip
    now, before = shown(database, child).legal
    assert (now.words, now.holders, now.advice) == (
        "Accommodated under section 20, single period", "Mother", "Likely: Parents; the council has none",
    )  # fmt: skip
    assert (before.holders, before.record.ended) == ("Council and mother", day(4))
    assert "This is advice" in ask(database, care_page.advice, child, "V2")
    with database.reading() as session:
        assert care_records.responsibility_changed_on(session, child) == day(4)


def test_becoming_looked_after_is_corrected_and_moves_the_clock(database, child):
    def due():
        (row,) = ask(database, caseload.due_list, today=TODAY).rows
        return row.due

    before = due()
    write(
        database,
        placements.set_became_looked_after,
        child,
        by=TOM,
        today=TODAY,
        began=CAME - timedelta(days=2),
    )
    assert due() == before - timedelta(days=2)
    with pytest.raises(UserError, match="Became looked after must be today or in the past"):
        write(
            database, placements.set_became_looked_after, child, today=TODAY, began=TODAY + timedelta(days=1)
        )


def test_leaving_care_ends_everything_cancels_what_nobody_began_and_can_be_taken_back(database, child):
    move(database, child, CAME)
    write(database, placements.leave_care, child, by=TOM, today=TODAY, left_on=day(2), reason="E4A")
    page = shown(database, child)
    assert (page.in_care, page.care_words) == (False, "Left care 02-Mar-2026: returned home, planned")
    assert stays(page.placements) == [(CAME, day(2))]
    assert page.legal[0].record.ended == day(2)
    with database.reading() as session:
        (clock,) = deadlines.compute(session, {child})[child]
    assert clock.due.excluded == "left care before it was due"
    with pytest.raises(UserError, match="left care on 02-Mar-2026"):
        move(database, child, day(1))
    write(database, placements.take_back_leaving, child, by=TOM)
    page = shown(database, child)
    assert (page.in_care, stays(page.placements)) == (True, [(CAME, None)])


def test_an_open_assessment_begun_with_nobody_is_cancelled_and_one_begun_stays(database, child):
    with database.writing(builders.Entry(GRACE, builders.NOW, "set up")) as session:
        asked = stored.add(session, child, "IHA", "requested", {})
        begun = stored.add(
            session, child, "RHA", "part_done", {"part_done_on": day(5), "first_seen_on": day(5)}
        )
    write(database, placements.leave_care, child, today=TODAY, left_on=day(2), reason="E8")
    with database.reading() as session:
        assert stored.load(session, asked).state == "cancelled"
        assert stored.load(session, begun).state == "part_done"


@pytest.mark.parametrize(
    ("left", "reason", "words"),
    [
        (TODAY + timedelta(days=1), "E8", "Left care must be today or in the past"),
        (CAME - timedelta(days=1), "E8", "Left care must be on or after the day care began"),
        (day(1), "", "Enter the reason"),
        (day(1), "X1", "Reason must be one that ends care"),
        (None, "E8", "Enter the date for Left care"),
    ],
)
def test_impossible_leavings_are_refused_in_words(database, child, left, reason, words):
    with pytest.raises(UserError, match=words):
        write(database, placements.leave_care, child, today=TODAY, left_on=left, reason=reason)


def test_protection_is_in_exact_terms(database, child):
    def add(kind, **more):
        return write(database, protection.add_protection, child, by=TOM, today=TODAY, kind=kind, **more)

    add(
        "child_protection_plan",
        category="Neglect",
        began=date(2025, 11, 14),
        next_review_on=date(2026, 4, 20),
    )
    lines = {one.kind: one for one in shown(database, child).protection}
    assert lines["child_protection_plan"].detail == "Neglect, from 14-Nov-2025, next review 20-Apr-2026"
    assert lines["child_protection_plan"].is_now
    assert lines["section_47_enquiry"].detail == "none"
    for kind, more, words in (
        ("at risk register", {"began": day(1)}, "Choose the exact term: Child protection plan, Section 47"),
        ("child_protection_plan", {"began": day(1), "category": "Bad"}, "Choose the category: Neglect"),
        (
            "child_protection_plan",
            {"began": day(1), "category": "Neglect"},
            "one from 14-Nov-2025 is still open",
        ),
        ("section_47_enquiry", {"began": TODAY + timedelta(days=1)}, "From must be today or in the past"),
    ):
        with pytest.raises(UserError, match=words):
            add(kind, **more)
    record = lines["child_protection_plan"].record
    write(
        database, protection.change_protection, record.id, today=TODAY, kind=record.kind, category=record.category,
        began=record.began, ended=day(1), seen_version=record.version,
    )  # fmt: skip
    ended = shown(database, child).protection[0]
    assert (ended.detail, ended.is_now) == ("Neglect, from 14-Nov-2025, ended 03-Mar-2026", False)


def test_missing_episodes(database, child):
    write(database, protection.add_missing, child, by=TOM, today=TODAY, began=day(2), told_by="Jo Moss")
    with pytest.raises(UserError, match="still open"):
        write(database, protection.add_missing, child, today=TODAY, began=day(1))
    (one,) = shown(database, child).missing
    with pytest.raises(UserError, match="Found must be on or after Missing from, 02-Mar-2026"):
        write(database, protection.change_missing, one.id, today=TODAY, began=day(2), ended=day(3))
    write(database, protection.change_missing, one.id, today=TODAY, began=day(2), ended=day(1))
    assert shown(database, child).missing[0].ended == day(1)


def test_a_later_return_takes_only_its_news_and_says_what_does_not_agree(database):
    bring_in(database, files(header=[AMARA], episodes=[an_episode()]))
    with database.reading() as session:
        (child,) = child_ids(session)
    imported = shown(database, child).placements[0].record
    write(
        database, placements.change_placement, imported.id, today=TODAY, began=date(2024, 5, 3), ended=None,
        placement_type="U4", host_area="Leicestershire",
    )  # fmt: skip
    move(database, child, date(2025, 9, 1), "K2")
    again = [an_episode(DEC="31/03/2025", REC="X1"), an_episode(DECOM="31/03/2025", RNE="L", LS="E1")]
    promised = ask(
        database, imports.preview, read_ssda903(files(header=[AMARA], episodes=again)), council="123"
    )  # fmt: skip
    report = bring_in(database, files(header=[AMARA], episodes=again))
    assert report.warnings == promised.warnings
    moved, first = shown(database, child).placements
    assert (moved.record.began, moved.record.placement_type) == (date(2025, 9, 1), "K2")
    assert (first.record.began, first.record.ended, first.host_area) == (
        date(2024, 5, 3), date(2025, 9, 1), "Leicestershire",
    )  # fmt: skip
    assert [row.record.code for row in shown(database, child).legal] == ["E1", "C2"]
    closing = [an_episode(DEC="31/03/2025", REC="X1"), an_episode(DECOM="31/03/2025", RNE="L", LS="E1", DEC="05/09/2025", REC="E4A")]  # fmt: skip
    report = bring_in(database, files(header=[AMARA], episodes=closing))
    assert [one.reason for one in report.warnings if one.file == "(this caseload)"] == [
        "child 101: the day it ended is 01-Sep-2025 here and 05-Sep-2025 in the return, which was taken"
    ]
    assert shown(database, child).doubts  # the two overlap now, and the page says so


def child_ids(session):
    """Those of the return: Amara is there as well."""
    return list(session.scalars(select(ChildRow.id).where(ChildRow.council_child_id == "101")))


def test_one_of_a_return_is_corrected_and_not_removed(database):
    bring_in(database, files(header=[AMARA], episodes=[an_episode()]))
    with database.reading() as session:
        (child,) = child_ids(session)
    page = shown(database, child)
    with pytest.raises(UserError, match="came with the council's return"):
        write(database, placements.remove_placement, page.placements[0].record.id)
    with pytest.raises(UserError, match="came with the council's return"):
        write(database, placements.remove_legal_status, page.legal[0].record.id)


def test_the_history_of_other_screens_follows(database, child):
    move(database, child, CAME)
    move(database, child, day(4), "K2")
    with database.reading() as session:
        history = care.histories(session, [child])[child]
    assert [one.placement_type for one in history.placements] == ["U6", "K2"]


def test_another_teams_record_stays_closed(database):
    team = builders.another_team(database)
    other = builders.a_child_of(database, team)
    with pytest.raises(NotAllowed):
        move(database, other, CAME, by=NADIA)


def test_nothing_is_overdue_for_a_child_who_left(database, child):
    write(database, placements.leave_care, child, today=TODAY, left_on=TODAY, reason="E8")
    rows = ask(database, caseload.due_list, today=TODAY).rows
    assert all(row.status is not Status.OVERDUE for row in rows)
