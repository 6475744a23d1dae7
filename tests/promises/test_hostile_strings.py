"""Hostile names and texts through every service that takes text: kept as cleaned, or refused in words."""

import csv
import io
import os
import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from lac_tracker.cli.output import plain
from lac_tracker.domain.consent import Giver
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Registration, Role
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.standing import Status
from lac_tracker.exchange.csv_file import read_own_cell, write_csv
from lac_tracker.exchange.file_names import safe_file_name
from lac_tracker.exchange.past_assessments import read_past_assessments
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import (
    assessments,
    caseload,
    checks,
    child_summary,
    children,
    consent_gate,
    imports,
    plans,
    sign_in,
)
from lac_tracker.services.consent_gate import GateAnswers
from lac_tracker.services.sign_in import FirstPerson, ServiceDetails
from lac_tracker.storage import assessments as stored_assessments
from lac_tracker.storage import children as stored
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage import people, vault
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NOW, PASSPHRASE, SAM, TODAY
from tests.promises.hostile import NAMES, TOO_LONG
from tests.promises.hostile_commands import do, fits, kept

IS_TORTURE = bool(os.environ.get("LAC_TRACKER_TORTURE"))  # every name in place of every tenth

pytestmark = pytest.mark.usefixtures("schema_is_copied")

BIDI_OR_CONTROL = re.compile(
    "[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]"
)


@pytest.fixture
def child(database):
    return a_child(database)


@pytest.fixture
def session(database, child):
    """One transaction for hundreds of names: what is refused is undone by itself."""
    with database.writing(builders.Entry(GRACE, NOW, "tested")) as opened:
        yield opened


def no_control(text):
    return not BIDI_OR_CONTROL.search(text) and unicodedata.is_normalized("NFC", text)


def test_there_are_enough_of_them():
    assert len(set(NAMES)) >= 60


def test_names_of_a_child_there_and_back(session, child):
    for number, name in enumerate((*NAMES, *TOO_LONG)):
        if not kept(
            session,
            children.change_details,
            child,
            family_name=name,
            given_name=f"Given{number}",
            preferred_name=name,
        ):
            assert not fits(name)
            continue
        held = stored.load(session, child)
        assert (held.family_name or "") == clean_line(name)
        assert no_control(held.family_name or "")
        shown = do(session, child_summary.heading, child, today=TODAY)
        assert (held.family_name or "").upper() in shown.name_words
        rows = do(session, caseload.due_list, today=TODAY, statuses=frozenset(Status)).rows
        assert rows[0].name == shown.name_words
        found = do(session, caseload.children, today=TODAY, search=f"given{number}")
        assert [one.child_id for one in found] == [child]


def test_a_search_for_anything_is_answered(session):
    mine = {}
    for number, name in enumerate(NAMES):
        fields = {"family_name": name, "given_name": ""}
        made = do(
            session,
            children.add_child,
            council="123",
            council_id=f"id{number}",
            born=date(2012, 1, 1),
            **fields,
        )
        mine[made.child_id] = name
    for typed in (*NAMES, *TOO_LONG):
        found = {row.child_id for row in do(session, caseload.children, today=TODAY, search=typed)}
        cleaned = clean_line(typed) if fits(typed) else ""
        if re.search(r"\w", cleaned) and any(unicodedata.category(sign)[0] in "LN" for sign in cleaned):
            wanted = {child for child, name in mine.items() if name == typed and child}
            assert wanted <= found, typed
        elif cleaned:
            assert len(found) < len(mine) // 2, typed  # never everybody


def test_council_ids_and_councils_there_and_back(session, child):
    taken = set()
    for name in (*NAMES, *TOO_LONG):
        cleaned = clean_line(name) if fits(name) else ""
        if kept(
            session,
            children.add_child,
            council="123",
            council_id=name,
            born=date(2012, 1, 1),
            family_name="A",
            given_name="B",
        ):
            child = stored.find(session, 1, cleaned)
            assert stored.load(session, child).council_id == cleaned
            taken.add(cleaned)
        else:
            assert not cleaned or cleaned in taken
    for number, name in enumerate(NAMES):
        council = clean_line(name) or "own"
        do(session, children.add_child, council=name, council_id=f"c{number}", born=date(2012, 1, 1))
        assert stored.load(session, stored.find(session, 1, f"c{number}")).council_code == council


def test_contacts_there_and_back(session, child):
    for name in (*NAMES, *TOO_LONG):
        done = kept(
            session, children.set_gp_practice, child, name=name, address=name, phone=name
        )  # fmt: skip
        practice = do(session, child_summary.gp_practice, child)
        if done:
            assert practice.organisation == clean_line(name)
            assert (practice.address or "") == clean_text(name) or not clean_text(name).strip()
        else:
            assert not fits(name) or not clean_line(name)
        person = {"full_name": name, "role": name, "organisation": name, "phone": name}
        if kept(session, children.set_person, child, kind="social_worker", **person):
            words = do(session, child_summary.heading, child, today=TODAY).social_worker_words
            assert words == ", ".join([clean_line(name)] * 3)
        assert not kept(session, children.set_person, child, kind=name, full_name="Jo")
        if fits(name):
            kept(
                session, children.enter_past_assessment, child, kind="RHA", completed_on=TODAY, completed_by=name
            )  # fmt: skip
    for item in do(session, child_summary.summary, child, today=TODAY).assessments:
        assert no_control(item.by or "")


def test_answers_reasons_and_consent_there_and_back(session, child):
    for name in (*NAMES, *TOO_LONG):
        gate = GateAnswers("not_asked", pr_giver=Giver.PARENT, pr_giver_name=name)
        undone = session.begin_nested()  # each name starts anew
        if kept(session, consent_gate.start, child, by=SAM, today=TODAY, kind="IHA", gate=gate):
            assert stored_consents.of_children(session, [child])[child][-1].giver_name == clean_line(name)
        else:
            assert not fits(name) or not clean_line(name)
        undone.rollback()
    made = do(
        session, consent_gate.start, child, by=SAM, today=TODAY, kind="IHA", gate=builders.AGREED
    ).made_id
    for number, name in enumerate((*NAMES, *TOO_LONG)):
        expected = {}
        for question, clean in (
            ("matters", lambda text: clean_text(text).strip()),
            ("likes", lambda text: clean_line(text, longest=10**7)),
        ):
            if kept(session, assessments.record_answer, made, question, name, by=SAM):
                expected[question] = clean(name)
            else:
                assert len(name) > 200
        if expected:
            answers = stored_assessments.answers(session, made)
            assert {question: answers.get(question, "") for question in expected} == expected
        if number % 10 and name not in TOO_LONG and not IS_TORTURE:
            continue
        assert do(session, assessments.for_entry, made, by=SAM, today=TODAY).answers == answers
        assert not kept(session, assessments.record_answer, made, name, "x", by=SAM)
        assert (
            not kept(session, assessments.record_answer, made, "seen_where", name, by=SAM) or not name.strip()
        )
        assert (
            not kept(session, assessments.record_answer, made, "height_cm", name, by=SAM) or not name.strip()
        )


def test_the_plan_there_and_back(session, child):
    made = do(
        session, consent_gate.start, child, by=SAM, today=TODAY, kind="IHA", gate=builders.AGREED
    ).made_id
    item = do(session, plans.save_item, made, Need(None, "Teeth"), by=SAM).made_id
    for name in (*NAMES, *TOO_LONG):
        action = Action(name, name, name, name, date(2026, 5, 1), why=name)
        outcome = Outcome(
            name,
            name,
            actions=(action,),
            agreed_child="no",
            agreed_child_because=name,
            agreed_carer_because=name,
        )
        need = Need(item, name, found=name, childs_words=name, outcomes=(outcome,))
        if not kept(session, plans.save_item, made, need, by=SAM):
            assert not fits(name) or not clean_line(name)
            continue
        (held,) = do(session, plans.plan, made, by=SAM)
        line, text = clean_line(name), clean_text(name).strip()
        assert (held.title, held.found, held.childs_words) == (line, text, text)
        assert (held.outcomes[0].text, held.outcomes[0].measure, held.outcomes[0].agreed_child_because) == (
            text,
            text,
            text,
        )
        if line:
            (one,) = held.outcomes[0].actions
            assert (one.text, one.person, one.role, one.organisation, one.why or "") == (
                text,
                line,
                line,
                line,
                text,
            )
        do(session, plans.check_item, made, replace(need, title=name), by=SAM, today=TODAY)


def test_people_and_teams_there_and_back(session, tmp_path, monkeypatch):
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | {"time": 1, "memory_kib": 64, "lanes": 1})
    given = []
    for number, name in enumerate((*NAMES, *TOO_LONG)):
        person = {"role": Role.READ_ONLY, "registration": Registration.NONE}
        kept(
            session,
            sign_in.add_person,
            lambda *names: given.append(names),
            user_name=name,
            full_name="A",
            **person,
        )
        if kept(
            session, sign_in.add_person, lambda *_: None, user_name=f"u{number}", full_name=name, **person
        ):
            assert people.actor(session, f"u{number}").full_name == clean_line(name)
    assert all(re.fullmatch(r"[\w.-]{1,40}", user_name) for user_name, _ in given)
    for number, name in enumerate((NAMES[0], "\ud800", "<b>Bob</b>", "a\x00b", "../../x", *TOO_LONG)):
        path = tmp_path / f"own{number}.lac"
        try:
            opened, _ = sign_in.create_caseload(
                path, FirstPerson("dina", name, PASSPHRASE), ServiceDetails(name), now=NOW
            )
        except UserError:
            assert not path.exists()
            continue
        opened.database.close()
        again = sign_in.unlock(path, "dina", PASSPHRASE, now=NOW)
        assert again.actor.full_name == clean_line(name)
        again.database.close()


def test_a_return_full_of_them_is_taken_or_refused_row_by_row(database):
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"])
    usable = [
        name
        for name in NAMES
        if name.strip() and "\x00" not in name and not re.search("[\ud800-\udfff\r\n]", name)
    ]
    for name in usable:
        writer.writerow([name, "F", "01/02/2012", name, name, "", ""])
    staged = read_ssda903({"return-2025/header.csv": lines.getvalue().encode()})
    report = write(database, imports.import_ssda903, staged, council="123").report
    assert report.children_created + len({one.line for one in report.rows_refused}) >= len(usable) - 10
    rows = ask(database, caseload.children, today=TODAY)
    assert len(rows) == report.children_created
    assert all(row.name is None for row in rows)
    with database.reading() as session:
        for row in rows:
            assert stored.find(session, 1, row.council_id, "123") == row.child_id
    again = write(database, imports.import_ssda903, staged, council="123").report
    assert (again.children_created, again.children_updated) == (0, 0)


def test_past_assessments_full_of_them(database):
    a_child(database)
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(["council_id", "assessment", "completed_on", "completed_by"])
    for number, name in enumerate(name for name in NAMES if not re.search("[\x00\ud800-\udfff]", name)):
        writer.writerow(
            [
                "100001",
                "RHA",
                f"20{15 + number // 300}-{1 + number % 300 // 25:02}-{1 + number % 25:02}",
                name,
            ]
        )
        writer.writerow([name, name, name, name])
    staged, _, _ = read_past_assessments("past.csv", lines.getvalue().encode())
    report = write(database, imports.import_assessments, staged, council=None).report
    assert report.assessments_created > 50
    assert all(problem.reason for problem in report.rows_refused)


def test_cells_of_an_export_are_never_formulas_and_come_back(database):
    with database.writing(builders.Entry(GRACE, NOW, "tested")) as session:
        for number, name in enumerate(NAMES):
            fields = {"family_name": name, "given_name": name}
            do(
                session,
                children.add_child,
                council="123",
                council_id=f"id{number}",
                born=date(2012, 1, 1),
                **fields,
            )
    assert [part for part in ask(database, checks.check_caseload, database.audit_key) if part.problems] == []
    rows = ask(database, caseload.due_list, today=TODAY).rows
    written = write_csv(["name"], [[plain(row.name)] for row in rows])
    read = list(csv.reader(io.StringIO(written.decode(), newline="")))[1:]
    assert [read_own_cell(cell) for (cell,) in read] == [row.name or "" for row in rows]
    assert not [cell for (cell,) in read if cell.strip()[:1] in set("=+-@|%")]


@pytest.mark.parametrize("name", [*NAMES, *TOO_LONG], ids=range(len(NAMES) + len(TOO_LONG)))
def test_no_name_makes_a_file_name_that_leads_elsewhere(tmp_path, name):
    made = safe_file_name(name)
    assert made
    assert len(made.encode()) <= 60
    assert (tmp_path / f"{made}.pdf").resolve().parent == tmp_path.resolve()
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', made)
    assert made.upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert made[0] not in ".-"
    (tmp_path / f"{made}.pdf").write_bytes(b"x")


def test_grace_is_still_who_she_was(database):
    with database.reading() as session:
        assert people.actor(session, "grace") == GRACE
