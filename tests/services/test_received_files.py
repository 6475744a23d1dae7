"""Files received: kept, opened under audit, turned, corrected, struck out; and never in another's record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.received_files import LARGEST, CheckedFile, Filing
from lac_tracker.exchange import received_content
from lac_tracker.services import documents_page, information, received_files
from lac_tracker.services.information import Asked
from tests.builders import a_child, a_child_of, another_team, ask, audit_of, write
from tests.conftest import TODAY
from tests.exchange import received

READER = Actor(1, 1, "rita", "Rita Read", Role.READ_ONLY, Registration.NONE)
LETTER = received_content.check(received.pdf(3))
FILING = Filing(
    "camhs_report", "CAMHS report", "Kestrel CAMHS", TODAY, TODAY - timedelta(days=30), third_party=True
)


@pytest.fixture
def beginning(with_a_child):
    return with_a_child


@pytest.fixture
def child(beginning):
    return beginning[1]


def add(database, child, filing=FILING, file=LETTER, **more):
    return write(database, received_files.add, child, filing, file, today=TODAY, **more).made_id


def test_a_file_is_kept_as_it_came_and_opening_it_is_written_down(database, child):
    made = add(database, child, turned=90)
    opened = write(database, received_files.opened, made)
    assert opened.content == LETTER.content
    one = opened.file
    assert (one.title, one.source, one.pages, one.turned, one.third_party) == (
        "CAMHS report", "Kestrel CAMHS", 3, 90, True,
    )  # fmt: skip
    assert audit_of(database)[-1][:2] == ("filed or opened a document that was received", child)
    line = ask(database, documents_page.listed, child)[0]
    assert (line.title, line.state, line.look) == ("CAMHS report (3 pages)", "Filed", "complete")
    assert line.source == "Kestrel CAMHS, 02-Feb-2026"
    assert "Third-party information" in line.detail


def test_what_was_taken_out_is_remembered(database, child):
    add(database, child, file=received_content.check(received.with_script_on_opening()))
    assert "Taken out: a script" in ask(database, documents_page.listed, child)[0].detail


def test_it_is_encrypted_with_the_record(database, caseload_path, child):
    text = b"A canary letter about nobody. " * 200
    add(database, child, file=CheckedFile("text/plain", text, 2))
    database.close()
    held = b"".join(path.read_bytes() for path in caseload_path.parent.glob("caseload.lac*"))
    assert b"canary letter" not in held


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "spell"}, "Kind: choose"),
        ({"title": " \u202e "}, "Enter the title"),
        ({"title": "x" * 121}, "Title has 121 characters"),
        ({"source": ""}, "Enter who wrote it"),
        ({"received_on": None}, "Enter the received on date"),
        ({"received_on": TODAY + timedelta(days=1)}, "Received on must be today or in the past"),
        ({"written_on": TODAY + timedelta(days=1)}, "Date written must be on or before"),
        ({"request_id": 4711}, "not in this caseload"),
    ],
)
def test_what_is_recorded_about_it_has_to_make_sense(database, child, changed, words):
    with pytest.raises(UserError, match=words):
        add(database, child, replace(FILING, **changed))
    assert ask(database, documents_page.listed, child) == ()


def test_a_hostile_title_is_only_text(database, child):
    add(database, child, replace(FILING, title="<img src=x> \u202eevil\x00 =1+1"))
    assert ask(database, documents_page.listed, child)[0].title == "<img src=x> evil =1+1 (3 pages)"


@pytest.mark.parametrize(
    "file",
    [CheckedFile("image/svg+xml", b"<svg/>", 1), CheckedFile("text/plain", b"a" * (LARGEST + 1), 1), CheckedFile("text/plain", b"", 1)],
)  # fmt: skip
def test_a_file_nobody_checked_is_refused(database, child, file):
    with pytest.raises(UserError, match="kept|20 MB"):
        add(database, child, file=file)


def test_the_same_file_is_not_filed_twice_until_the_first_was_struck_out(database, child):
    first = add(database, child)
    with pytest.raises(UserError, match="in the record already: CAMHS report, received 04-Mar-2026"):
        add(database, child)
    write(database, received_files.enter_in_error, first, "Wrong child")
    assert add(database, child) != first


def test_entered_in_error_needs_a_reason_stays_in_the_list_and_is_not_opened(database, child):
    made = add(database, child)
    with pytest.raises(UserError, match="Enter the reason"):
        write(database, received_files.enter_in_error, made, " ")
    write(database, received_files.enter_in_error, made, "Belongs to another child")
    line = ask(database, documents_page.listed, child)[0]
    assert (line.state, line.look, line.can_open) == (
        "Entered in error: Belongs to another child", "cancelled", False,
    )  # fmt: skip
    with pytest.raises(NotFound, match="entered in error"):
        write(database, received_files.opened, made)
    with pytest.raises(UserError, match="already"):
        write(database, received_files.enter_in_error, made, "Again")


def test_it_is_turned_by_quarters_and_corrected_unless_somebody_else_did(database, child):
    made = add(database, child)
    write(database, received_files.turn, made, -90)
    seen = write(database, received_files.opened, made).file
    assert seen.turned == 270
    with pytest.raises(UserError, match="quarters"):
        write(database, received_files.turn, made, 45)
    filing = replace(FILING, title="Letter", third_party=False)
    write(database, received_files.correct, made, filing, today=TODAY, seen_version=seen.version)
    assert write(database, received_files.opened, made).file.title == "Letter"
    with pytest.raises(RecordChanged):
        write(database, received_files.correct, made, FILING, today=TODAY, seen_version=seen.version)


def test_it_may_answer_a_request_of_this_child_only(database, child):
    asked = (Asked("camhs", "Kestrel CAMHS", ("A report",)),)
    write(database, information.ask, child, asked, today=TODAY)
    request = ask(database, received_files.requests, child)[0]
    assert request[1] == "CAMHS, asked 04-Mar-2026"
    made = add(database, child, replace(FILING, request_id=request[0]))
    assert write(database, received_files.opened, made).request_words == "CAMHS, asked 04-Mar-2026"
    other = a_child(database, "100002", family_name="Okoro", given_name="Ada")
    with pytest.raises(UserError, match="about another child"):
        add(database, other, replace(FILING, request_id=request[0]))


def test_only_the_childs_own_team_files_and_opens(database, child):
    made = add(database, child)
    with pytest.raises(NotAllowed, match="role 'read only'"):
        write(database, received_files.opened, made, by=READER)
    with pytest.raises(NotAllowed, match="another team"):
        add(database, a_child_of(database, another_team(database)))
    with pytest.raises(NotFound):
        write(database, received_files.opened, made + 1)
