"""A child whose every text holds one token: it is found in the encrypted caseload's answers, and nowhere else."""

import logging
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from lac_tracker.cli import access
from lac_tracker.cli import main as command
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.people import Registration, Role
from lac_tracker.domain.plans import Need, Outcome
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import (
    assessments,
    caseload,
    checks,
    child_summary,
    children,
    dispatch,
    imports,
    plans,
    sign_in,
)
from lac_tracker.storage import database as storage
from lac_tracker.storage import vault
from tests import builders
from tests.builders import ask, write
from tests.complete_answers import complete_plan
from tests.conftest import GRACE, NADIA, NOW, PASSPHRASE, SAM, TODAY

TOKEN = "qzxcanaryqzx"
SECRET = "wvysecretwvy otters swimming"
NUMBER = "9990563411"
FORMS = [form.encode(encoding) for form in (TOKEN, TOKEN.upper(), TOKEN.capitalize(), NUMBER, "999 056 3411", SECRET)
         for encoding in ("utf-8", "utf-16-le")]  # fmt: skip


def a_return():
    header = f"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n{TOKEN}1,F,12/05/2012,WBRI,{TOKEN},,\n{TOKEN}2,F,31/02/2012,,,,\n"
    episodes = (
        "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
        f"{TOKEN}1,01/05/2024,S,C2,N1,U4,PR1,,,,{TOKEN},{TOKEN},{TOKEN}\n{TOKEN}3,x,S,C2,N1,U4,PR1,,,,,,\n"
    )
    return {"return-2025/header.csv": header.encode(), "return-2025/episodes.csv": episodes.encode()}


def words_everywhere(value):
    """Return a plan item or an answer with the token in every text."""
    if isinstance(value, str):
        return f"{value} {TOKEN}"
    return value


def a_life_through_services(database):
    """Do everything with the child, with what is refused and what fails; return what the refusals said."""
    said = []

    def refused(function, *args, by=GRACE, **more):
        with pytest.raises(UserError) as error:
            write(database, function, *args, by=by, **more)
        said.append(str(error.value))

    child = builders.a_child(
        database, f"{TOKEN}0", council=TOKEN, family_name=TOKEN, given_name=TOKEN, nhs_number=NUMBER
    )  # fmt: skip
    write(
        database,
        children.change_details,
        child,
        family_name=TOKEN,
        given_name=TOKEN,
        preferred_name=TOKEN,
        nhs_number=NUMBER,
    )
    write(
        database, children.set_gp_practice, child, name=TOKEN, ods_code="Y99001", address=TOKEN, phone=TOKEN
    )
    for kind in ("social_worker", "carer"):
        write(
            database,
            children.set_person,
            child,
            kind=kind,
            full_name=TOKEN,
            role=TOKEN,
            organisation=TOKEN,
            phone=TOKEN,
        )
    write(
        database,
        children.enter_past_assessment,
        child,
        kind="RHA",
        completed_on=date(2026, 2, 20),
        completed_by=TOKEN,
    )
    gate = replace(builders.AGREED, pr_giver_name=TOKEN)
    made = builders.an_assessment(database, child, gate=gate)
    texts = {
        question.id: f"{TOKEN} " * 50 if question.type == "long text" else TOKEN
        for section in ask(database, assessments.for_entry, made, by=SAM, today=TODAY).form.sections
        for question in section.questions
        if question.type in ("text", "long text")
    }
    builders.answer_everything(database, made, changed=texts)
    for need in complete_plan():
        outcomes = tuple(
            replace(
                outcome, text=words_everywhere(outcome.text), measure=words_everywhere(outcome.measure),
                agreed_child_because=TOKEN, actions=tuple(
                    replace(action, text=TOKEN, why=TOKEN, person=f"Ann {TOKEN}", role=TOKEN, organisation=TOKEN)
                    for action in outcome.actions
                ),
            )
            for outcome in need.outcomes
        )  # fmt: skip
        write(
            database,
            plans.save_item,
            made,
            replace(need, title=TOKEN, found=TOKEN, childs_words=TOKEN, outcomes=outcomes),
            by=SAM,
        )
    refused(assessments.record_answer, made, TOKEN, TOKEN, by=SAM)
    refused(assessments.record_answer, made, "matters", TOKEN * 10_000, by=SAM)
    refused(plans.save_item, made, Need(4711, TOKEN, outcomes=(Outcome(TOKEN),)), by=SAM)
    refused(children.add_child, council=TOKEN, council_id=f"{TOKEN}0", born=date(2012, 1, 1))
    refused(children.add_child, council=TOKEN, council_id=TOKEN, born=date(2012, 1, 1), nhs_number=NUMBER)
    found = ask(database, assessments.check, made, by=NADIA, today=TODAY, completed_on=TODAY)
    reasons = {finding.id: TOKEN for finding in found.explain}
    write(database, assessments.sign, made, by=NADIA, today=TODAY, completed_on=TODAY, reasons=reasons)
    write(database, dispatch.make_document, child, "gp-summary", lambda name, held: repr(held).encode())
    staged = read_ssda903(a_return())
    ask(database, imports.preview, staged, council=TOKEN)
    write(database, imports.import_ssda903, staged, council=TOKEN)
    write(database, child_summary.summary, child, today=TODAY)
    assert ask(database, caseload.children, today=TODAY, search=TOKEN)
    ask(database, caseload.due_list, today=TODAY)
    ask(database, checks.check_caseload, database.audit_key)
    write(
        database, sign_in.add_person, lambda *_: None, user_name=TOKEN, full_name=TOKEN, role=Role.IT,
        registration=Registration.NONE,
    )  # fmt: skip
    return child


def failures(database, child):
    """Break the database in the ways a bug would, and return what the errors say."""
    said = []
    broken = (
        lambda session: session.execute(
            text("INSERT INTO children (id, team_id, responsible_council_id, council_child_id, born, family_name, search_key) "
                 "VALUES (:id, 1, 1, 'x', '2012-01-01', :name, :name)"), {"id": child, "name": TOKEN},
        ),
        lambda session: session.execute(text("UPDATE children SET sex = :word WHERE id = :id"), {"id": child, "word": TOKEN}),
        lambda session: session.execute(text("INSERT INTO answers (assessment_id) VALUES (:word)"), {"word": TOKEN}),
    )  # fmt: skip
    for breaks in broken:
        with pytest.raises(IntegrityError) as error:
            write_raw(database, breaks)
        said.append(str(error.value))
    return said


def write_raw(database, breaks):
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        breaks(session)


def leaks(folder):
    """Return the files under a folder that hold the token in the clear."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    held = {path: path.read_bytes() for path in files}
    named = [str(path) for path in files if TOKEN in path.name.casefold() or NUMBER in path.name]
    return named + [str(path) for path, data in held.items() if any(form in data for form in FORMS)]


@pytest.fixture
def quiet_corner(tmp_path, monkeypatch):
    """Temporary files of this test lie under its own folder, where they are looked through."""
    corner = tmp_path / "temporary"
    corner.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(corner))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(corner)
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | {"time": 1, "memory_kib": 64, "lanes": 1})


def test_the_search_for_leaks_finds_one(tmp_path):
    (tmp_path / "log.txt").write_text(f"opened {TOKEN.upper()}")
    (tmp_path / f"plan of {TOKEN}.pdf").write_bytes(b"x")
    connection = sqlite3.connect(tmp_path / "plain.db")
    with connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("INSERT INTO t VALUES (?)", (TOKEN,))
    connection.close()
    assert len(leaks(tmp_path)) == 3


def test_nothing_of_a_child_leaves_the_encrypted_file_through_services(
    database, tmp_path, quiet_corner, caplog, capfd
):
    caplog.set_level(logging.DEBUG, "lac_tracker")
    caplog.set_level(logging.INFO, "sqlalchemy")
    caplog.set_level(logging.DEBUG, "alembic")
    child = a_life_through_services(database)
    said = failures(database, child)
    assert leaks(tmp_path) == []  # while it is open, with its write-ahead log
    database.close()
    assert leaks(tmp_path) == []
    records = [record.getMessage() + repr(record.args) + (record.exc_text or "") for record in caplog.records]
    output = "".join(capfd.readouterr())
    for text_ in (*records, *said, output):
        assert not any(form.decode("utf-8", "replace") in text_ for form in FORMS[::2])


def test_nothing_of_a_child_leaves_through_the_command_line(
    tmp_path, template, quiet_corner, monkeypatch, caplog, capfd
):
    caplog.set_level(logging.DEBUG, "lac_tracker")
    asked, path = tmp_path.parent / f"{tmp_path.name}-asked-for", tmp_path / "team.lac"
    monkeypatch.setattr(access, "now", lambda: NOW)
    monkeypatch.setattr(access, "today", lambda: TODAY)
    for name, value in (
        ("CASELOAD", str(path)),
        ("USER", "dina"),
        ("PASSPHRASE", SECRET),
        ("NEW_PASSPHRASE", SECRET),
    ):
        monkeypatch.setenv(f"LAC_TRACKER_{name}", value)
    builders.write_csv_folder(asked / "return-2025", a_return())
    (asked / "past.csv").write_text(
        f"council_id,assessment,completed_on,completed_by\n{TOKEN}1,RHA,2025-02-01,{TOKEN}\n{TOKEN}9,RHA,2025-01-01,x\n"
    )
    try:
        runs = (
            ("new", path, "--user", "dina", "--name", "Dina", "--role", "manager"),
            ("person", "add", "--user", "eva", "--name", "Eva Roth", "--role", "doctor"),
            ("import", "ssda903", asked / "return-2025", "--council", TOKEN, "--dry-run"),
            ("import", "ssda903", asked / "return-2025", "--council", TOKEN, "--json"),
            ("import", "assessments", asked / "past.csv", "--json"),
            ("due", "--status", "all"),
            ("due", "--status", "all", "--format", "csv"),
            ("child", "show", f"{TOKEN}1", "--json"),
            ("check",),
        )
        for words in runs:
            assert command.run([str(word) for word in words]) == 0, words
        assert TOKEN in capfd.readouterr().out  # it was really there
        refused = []
        for damage in (
            None,
            lambda data: data[:9000],
            lambda data: bytes(4096) + data[4096:],
            lambda data: b"",
        ):
            if damage:
                path.write_bytes(damage(path.read_bytes()))
            for words in (
                ("due", "--user", TOKEN),
                ("due", "--passphrase-file", "/nowhere"),
                ("due",),
                ("check",),
            ):
                code = command.run(list(words))
                if code == 2:
                    refused.append(capfd.readouterr().err)
        assert len(refused) > 8
        for words in refused:
            assert not any(form.decode("utf-8", "replace") in words for form in FORMS[::2])
            assert "Traceback" not in words
        assert leaks(tmp_path) == []
    finally:
        shutil.rmtree(asked)
    for record in caplog.records:
        assert TOKEN not in record.getMessage().casefold()


def test_keys_and_passphrases_show_in_no_representation(caseload_path, keys):
    opened = storage.open_caseload(caseload_path, keys, NOW)
    shown = repr(keys) + repr(opened) + str(opened.engine.url)
    opened.close()
    for secret in (keys.database_key, keys.file_key, keys.audit_key):
        assert secret.hex() not in shown
        assert repr(secret) not in shown
    assert PASSPHRASE not in shown
