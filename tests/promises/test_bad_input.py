"""Bad input, one test for each kind: a clear sentence, and nothing that was there before is lost."""

import shutil
from datetime import timedelta

import pytest

from lac_tracker.domain.errors import CaseloadRefused, ImportRefused, UserError
from lac_tracker.domain.plans import Need
from lac_tracker.exchange.past_assessments import read_past_assessments
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import assessments, checks, child_summary, children, files, plans, sign_in
from lac_tracker.storage import database as storage
from lac_tracker.storage import vault
from lac_tracker.storage.dialects import make_engine
from tests import builders
from tests.builders import ask, write
from tests.conftest import NOW, PASSPHRASE, SAM, TODAY
from tests.small_caseload import fingerprints

MEGABYTE = "x" * 1_048_576


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A caseload with one child in a folder of its own: the folder."""
    path = tmp_path_factory.mktemp("made") / "own.lac"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "ARGON2ID", vault.ARGON2ID | {"time": 1, "memory_kib": 64, "lanes": 1})
        first = sign_in.FirstPerson("grace", "Grace Mensah", PASSPHRASE)
        opened, _ = sign_in.create_caseload(path, first, sign_in.ServiceDetails(), now=NOW)
    builders.a_child(opened.database)
    opened.database.close()
    return path.parent


@pytest.fixture
def own(made, tmp_path):
    """The path of a copy of it."""
    return shutil.copytree(made, tmp_path / "own") / "own.lac"


def refused_untouched(path, words, passphrase=PASSPHRASE):
    before = fingerprints(path.parent)
    with pytest.raises(CaseloadRefused, match=words) as refused:
        sign_in.unlock(path, "grace", passphrase, now=NOW)
    assert str(refused.value)[0].isupper()
    after = fingerprints(path.parent)
    after.pop(f"{path.name}.tries", None)  # how often a wrong passphrase was typed, and nothing of what was
    assert after == before


def test_a_wrong_passphrase(own):
    refused_untouched(own, "don't match. Nothing has been opened or changed", passphrase="nine green ladders")
    opened = sign_in.unlock(
        own, "grace", PASSPHRASE, now=NOW + timedelta(seconds=1)
    )  # the wait after one mistake
    assert builders.row_counts(opened.database)["children"] == 1
    opened.database.close()


def test_a_missing_file(own):
    own.rename(own.with_name("moved.lac"))
    refused_untouched(own, "Can't find the caseload at .* Is the drive connected")


@pytest.mark.parametrize("at", [0, 16, 100, 4096])
def test_a_damaged_file(own, at):
    data = bytearray(own.read_bytes())
    data[at : at + 64] = bytes(64)
    own.write_bytes(data)
    with pytest.raises(UserError, match="damaged"):
        look_at_everything(own)


def look_at_everything(path):
    """Open and check: a page that nobody has read yet is found by the check."""
    opened = sign_in.unlock(path, "grace", PASSPHRASE, now=NOW)
    try:
        with opened.database.reading() as session:
            found = checks.check_caseload(session, opened.database.audit_key, by=opened.actor, now=NOW)
    finally:
        opened.database.close()
    if any(part.problems for part in found):
        raise UserError("The check found it damaged")


def test_a_newer_schema(own):
    engine = make_engine(own, key=vault.unlock(own, "grace", PASSPHRASE).file_key)
    with engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version = {storage.SCHEMA_NUMBER + 1}")
    engine.dispose()
    refused_untouched(own, "made by a newer version of Health Tracker. Update this computer")


def test_a_folder_without_tables_of_a_return(tmp_path):
    builders.write_csv_folder(tmp_path / "holiday", {"a/rota.csv": b"day,who\n1,Ann\n"})
    with pytest.raises(ImportRefused, match="header"):
        read_ssda903(files.read_csv_folder(tmp_path / "holiday"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32", "cp037"])
def test_a_table_in_an_encoding_that_is_none_of_ours(encoding):
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n101,F,12/05/2012,WBRI,UN1,,\n"
    with pytest.raises(ImportRefused, match=r"header\.csv|header"):
        read_ssda903({"return-2025/header.csv": header.encode(encoding)})
    with pytest.raises(ImportRefused, match=r"past\.csv"):
        read_past_assessments(
            "past.csv", "council_id,assessment,completed_on,completed_by\n".encode(encoding)
        )


def test_a_megabyte_in_any_field_is_refused_with_its_name_and_keeps_what_was_there(database):
    child = builders.a_child(database)
    made = builders.an_assessment(database, child)
    write(database, assessments.record_answer, made, "matters", "My brother", by=SAM)
    before = builders.row_counts(database)
    for label, function, args, more in (
        ("Family name", children.change_details, (child,), {"family_name": MEGABYTE, "given_name": "A"}),
        ("Given name", children.change_details, (child,), {"family_name": "A", "given_name": MEGABYTE}),
        ("GP practice", children.set_gp_practice, (child,), {"name": MEGABYTE}),
        ("Address", children.set_gp_practice, (child,), {"name": "A", "address": MEGABYTE}),
        ("Name", children.set_person, (child,), {"kind": "carer", "full_name": MEGABYTE}),
        (
            "What matters most to Amara right now",
            assessments.record_answer,
            (made, "matters", MEGABYTE),
            {"by": SAM},
        ),
        ("Need", plans.save_item, (made, Need(None, MEGABYTE)), {"by": SAM}),
        ("What was found", plans.save_item, (made, Need(None, "T", found=MEGABYTE)), {"by": SAM}),
    ):
        with pytest.raises(UserError) as refused:
            write(database, function, *args, **more)
        assert str(refused.value).startswith(f"{label} has 1,048,576 characters; "), label
    assert builders.row_counts(database) == before
    assert ask(database, assessments.for_entry, made, by=SAM, today=TODAY).answers["matters"] == "My brother"


@pytest.mark.parametrize("name", ["<b>Bob</b>", "Tom & Jo", "أمارا", "👩‍👧", "=1+1", "O'Brien", "{name}"])
def test_a_name_is_kept_as_it_was_typed(database, name):
    child = builders.a_child(database, family_name=name, given_name=name)
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert shown.banner.name_words == f"{name.upper()}, {name}"
    assert shown.called == name


def test_direction_marks_are_taken_out_of_a_name_and_nothing_else(database):
    child = builders.a_child(
        database, family_name="\u202eBap\u200ftiste\u202c", given_name="\u2066أمارا\u2069"
    )
    assert ask(database, child_summary.summary, child, today=TODAY).banner.name_words == "BAPTISTE, أمارا"
