"""The audit log as its readers see it: by filter, whose records, what was changed, whether it is whole; and odd looks."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.audit import Entry, search_mark
from lac_tracker.domain.audit_kinds import KINDS
from lac_tracker.domain.audit_words import column_words, table_words
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.people import Role
from lac_tracker.services import (
    audit_changes,
    audit_export,
    audit_log,
    child_summary,
    children,
    conflicts_of_interest,
    flags,
    log_check,
    odd_looks,
    sessions,
)
from lac_tracker.services.audit_log import Wanted
from lac_tracker.services.list_exports import Asked
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.every import Base
from lac_tracker.storage.triggers import AUDITED
from tests.builders import a_child, ask, audit_of, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM

AUDITOR = replace(TOM, role=Role.AUDITOR)


def lived_in(database):
    """Amara, whose practice was changed; Ben, restricted; looks at both; one refusal."""
    amara = a_child(database, "100001", nhs_number="9990563411")
    ben = a_child(database, "100002", family_name="Okafor", given_name="Ben")
    write(database, children.set_gp_practice, amara, name="Mill Road Surgery", ods_code="Y99001", by=TOM)
    write(database, flags.set_flag, ben, kind="restricted", detail="Family of staff")
    for child_id in (amara, ben):
        write(database, child_summary.heading, child_id, by=GRACE, today=TODAY)
    with database.writing(Entry(SAM, NOW + timedelta(days=1), "signed in")):
        pass
    return amara, ben


@pytest.fixture
def beginning(made_once):
    return made_once("audit log", lived_in)


@pytest.fixture
def team(database, beginning):
    return database, *beginning[1]


def did(page):
    return [(line.who, line.did, line.child) for line in page.lines]


def test_the_log_is_read_by_filter_the_newest_first(team):
    database, amara, _ = team
    everything = ask(database, audit_log.page, Wanted())
    assert everything.after is None
    assert did(everything)[:3] == [
        ("Sam Iqbal", "Signed in", ""),
        ("Grace Mensah", "Opened the record", "OKAFOR, Ben"),
        ("Grace Mensah", "Opened the record", "BAPTISTE, Amara"),
    ]
    assert ask(database, audit_log.count, Wanted()) == len(everything.lines)
    tomorrow = TODAY + timedelta(days=1)
    for wanted, many in (
        (Wanted(since=tomorrow), 1), (Wanted(until=TODAY), len(everything.lines) - 1), (Wanted(person_id=4), 1),
        (Wanted(kind="looks"), 2), (Wanted(kind="sessions"), 1), (Wanted(kind="refused"), 0),
        (Wanted(child="okaf", kind="looks"), 1), (Wanted(child="999 056 3411", kind="looks"), 1),
        (Wanted(child="nobody"), 0), (Wanted(child_id=amara, kind="looks"), 1), (Wanted(since=TODAY, until=TODAY, person_id=2), 1),
    ):  # fmt: skip
        assert (
            ask(database, audit_log.count, wanted) == many == len(ask(database, audit_log.page, wanted).lines)
        ), wanted
    with pytest.raises(UserError, match="From must be on or before To"):
        ask(database, audit_log.page, Wanted(since=tomorrow, until=TODAY))
    for role in set(Role) - {Role.MANAGER, Role.AUDITOR}:
        with pytest.raises(NotAllowed):
            ask(database, audit_log.page, Wanted(), by=replace(SAM, role=role))


def test_pages_follow_each_other_without_a_gap(team, monkeypatch):
    database, *_ = team
    whole = ask(database, audit_log.page, Wanted()).lines
    monkeypatch.setattr(audit_log, "PAGE", 2)
    found, after = [], None
    while True:
        page = ask(database, audit_log.page, Wanted(), after=after)
        found += page.lines
        after = page.after
        if after is None:
            break
    assert tuple(found) == whole


def test_an_auditor_sees_no_name_and_no_content_of_a_record(team):
    database, amara, _ = team
    seen = {line.child for line in ask(database, audit_log.page, Wanted(), by=AUDITOR).lines}
    assert seen == {"", "Council ID 100001", "(restricted)"}
    # Neither can a name be tried out: only the whole number with a council finds anybody.
    for typed, many in (("okaf", 0), ("1000", 0), ("100001", 1)):
        found = ask(database, audit_log.count, Wanted(child=typed, kind="looks"), by=AUDITOR)
        assert found == many, typed
    (changed,) = [
        line
        for line in ask(database, audit_log.page, Wanted(child_id=amara)).lines
        if line.did == "Changed contacts"
    ]
    told = write(database, audit_changes.detail, changed.number, by=AUDITOR)
    assert {field.after for field in told.changes} <= {"", "(not shown)"}
    assert "Mill Road" not in repr(told)
    assert "only which fields" in told.left_out
    by_manager = write(database, audit_changes.detail, changed.number)
    fields = {field.field: (field.before, field.after) for field in by_manager.changes}
    assert ("", "Mill Road Surgery") in fields.values()
    assert by_manager.left_out == ""
    with database.reading() as session:
        newest = select(AuditRow.action, AuditRow.child_id, AuditRow.reason).order_by(AuditRow.number.desc())
        last = session.execute(newest.limit(1)).one()
    assert tuple(last) == (
        Action.SEE_AUDIT.value, amara, f"Entry {changed.number} of the audit log",
    )  # fmt: skip


def test_who_is_kept_apart_from_a_record_learns_nothing_of_it_from_the_log(team):
    database, amara, _ = team
    with database.writing(
        Entry(GRACE, NOW, "brought in a list")
    ) as session:  # it is about many, and no one child
        for child in session.scalars(select(ChildRow)):
            child.meaning_for_care = "typed of somebody"
    write(
        database, conflicts_of_interest.keep_apart, "100001", person_id=TOM.person_id, because="Amara's uncle"
    )
    tom = replace(TOM, role=Role.MANAGER)
    assert did(ask(database, audit_log.page, Wanted(child="100001"), by=tom)) == []
    assert ask(database, audit_log.count, Wanted(child="100001"), by=tom) == 0
    assert ask(database, audit_log.count, Wanted(child="100001"))
    page = ask(database, audit_log.page, Wanted(), by=tom)
    assert {line.detail for line in page.lines if line.child_id == amara} == {""}
    assert "uncle" not in repr(page)
    (many,) = [line.number for line in page.lines if line.did == "Brought in a list"]
    for by, known in ((tom, False), (GRACE, True)):
        told = write(database, audit_changes.detail, many, by=by)
        assert ("typed of somebody" in repr(told)) is known


def test_who_has_looked_at_one_record(team):
    database, amara, ben = team
    assert [line.did for line in ask(database, audit_log.who_looked, amara).lines] == [
        "Opened the record", "Changed contacts", "Added a child",
    ]  # fmt: skip
    assert {line.child for line in ask(database, audit_log.who_looked, ben, by=AUDITOR).lines} == {
        "(restricted)"
    }
    with pytest.raises(NotAllowed):
        ask(database, audit_log.who_looked, amara, by=NADIA)


def test_the_log_leaves_with_its_purpose_its_filter_and_how_many_rows(team, tmp_path):
    from lac_tracker.exchange import list_file

    database, *_ = team
    wanted = Wanted(kind="looks", child="okaf")
    stated = (audit_log.in_words(wanted, {}),)
    asked = Asked(audit_export.NAME, audit_export.COLUMNS, audit_export.rows_of(wanted), stated, "review")
    with pytest.raises(UserError, match="Why do you need names"):
        write(database, audit_export.note, replace(asked, why=""))
    write(database, audit_export.note, asked)
    path = tmp_path / "log.csv"
    rows = ask(database, audit_export.write, asked, path, "csv", list_file.write)
    write(database, audit_export.done, asked, rows)
    assert rows == 1
    assert "OKAFOR, Ben" in path.read_text(encoding="utf-8-sig")
    with database.reading() as session:
        reasons = list(
            session.scalars(select(AuditRow.reason).where(AuditRow.action == Action.EXPORT_AUDIT.value))
        )
    purpose = (
        "For an inspection, an audit or a complaint. All days. By everybody. What: opened or read a record"
    )
    assert reasons == [
        f"Audit log: {purpose}. One search for a child", f"Audit log (1 row written): {purpose}. One search for a child",
    ]  # fmt: skip
    assert "okaf" not in " ".join(reasons), "what was typed may name a child"
    with pytest.raises(NotAllowed):
        write(database, audit_export.note, asked, by=SAM)


def test_a_check_is_remembered_and_what_it_finds_is_said(team, tmp_path):
    database, *_ = team
    assert ask(database, log_check.last) == ""
    found = ask(database, log_check.check, database.audit_key)
    assert (found.faults, found.notes) == ((), ())
    write(database, log_check.keep, found)
    at = NOW.astimezone()
    assert ask(database, log_check.last) == f"Log is intact: checked 04-Mar-2026 {at:%H:%M}"
    # The entries since are dated a day before the newest one: said, and no fault.
    again = ask(database, log_check.check, database.audit_key)
    assert again.faults == ()
    assert again.notes[0].endswith("is dated 24 hours before the one it follows.")
    wrong = ask(database, log_check.check, bytes(32))
    assert wrong.words.startswith("Log is not intact: ")
    assert "was changed" in wrong.faults[0]


def test_a_clock_that_is_behind_is_said_and_keeps_nobody_from_saving(team):
    database, *_ = team
    with database.reading() as session:
        newest = NOW + timedelta(days=1)
        assert sessions.clock_words(session, newest - timedelta(minutes=2)) == ""
        assert "17 minutes behind the newest entry" in sessions.clock_words(
            session, newest - timedelta(minutes=17)
        )
        assert "24 hours behind" in sessions.clock_words(session, NOW)
        assert "9 days behind" in sessions.clock_words(session, newest - timedelta(days=9))
    before = len(audit_of(database))
    a_child(database, "100003")
    assert len(audit_of(database)) == before + 1


def test_a_search_term_cannot_be_read_from_its_mark(database):
    mark = search_mark("okafor", database.audit_key)
    assert mark == search_mark("okafor", database.audit_key) != search_mark("okafo", database.audit_key)
    assert mark != search_mark("okafor", bytes(32))
    assert len(mark) == 12


def test_the_odd_looks_of_a_week_are_gone_through_once_it_is_over(team, beginning):
    database, amara, ben = team
    night = NOW.replace(hour=21)
    for child_id in (amara, ben):
        with database.writing(Entry(NADIA, night, "opened the record", child_id)):
            pass
    later = TODAY + timedelta(days=7)
    week = ask(database, odd_looks.week, TODAY, today=later)
    assert (week.first_day.isoformat(), week.last_day.isoformat(), week.looks) == (
        "2026-03-02",
        "2026-03-08",
        4,
    )
    assert sorted((line.person, line.record, line.rules) for line in week.lines) == [
        ("Nadia Rahman", name, ("not_theirs", "out_of_hours")) for name in ("BAPTISTE, Amara", "OKAFOR, Ben")
    ]
    seen = ask(database, odd_looks.week, TODAY, today=later, by=AUDITOR)
    assert {line.record for line in seen.lines} == {"Council ID 100001", "(restricted)"}
    with pytest.raises(UserError, match="not over"):
        write(database, odd_looks.gone_through, TODAY, "Asked Nadia", found=2, today=TODAY)
    with pytest.raises(UserError, match="Note is missing"):
        write(database, odd_looks.gone_through, TODAY, " ", found=2, today=later)
    with pytest.raises(UserError, match="has changed"):
        write(database, odd_looks.gone_through, TODAY, "Asked Nadia", found=1, today=later)
    with pytest.raises(NotAllowed):
        write(database, odd_looks.gone_through, TODAY, "Asked", found=2, today=later, by=SAM)
    write(database, odd_looks.gone_through, TODAY, "Asked Nadia: on call", found=2, today=later)
    (review,) = ask(database, odd_looks.week, TODAY, today=later).reviews
    assert (review.by, review.found, review.note) == ("Grace Mensah", 2, "Asked Nadia: on call")
    assert audit_of(database)[-1] == (Action.REVIEW_LOOKS.value, None, 1)


def test_whoever_wrote_in_a_record_has_a_part_in_it(team):
    database, amara, _ = team
    with database.writing(Entry(TOM, NOW, "opened the record", amara)):  # Tom entered the practice
        pass
    assert ask(database, odd_looks.week, TODAY, today=TODAY).lines == ()


def test_every_action_is_of_one_kind_and_every_table_has_words():
    placed = [action for kind in KINDS for action in kind.actions]
    assert len(placed) == len(set(placed))
    unplaced = {one.value for one in Action} - set(placed)
    assert unplaced == {
        Action.SEE_TEAM.value, Action.SEE_LISTS.value, Action.SEE_FIGURES.value, Action.SAVE_VIEW.value,
        Action.KEEP_DRAFT.value,
    }  # fmt: skip
    for name in AUDITED:
        words = table_words(name)
        assert words[0].isupper()
        assert "_" not in words
        assert any(column_words(column.name) for column in Base.metadata.tables[name].columns)
