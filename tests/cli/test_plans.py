"""`plan pdf`: a document of the signed assessment, or why there is none."""

import stat

import pypdf
import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.services import dispatch
from lac_tracker.storage import children
from tests import builders
from tests.cli.conftest import AMARA, OLD
from tests.conftest import GRACE, NOW


@pytest.mark.parametrize(("document", "identifier"), [("gp-summary", AMARA), ("full-plan", "999 056 3411")])
def test_plan_pdf_writes_the_document_and_keeps_it(team, run, tmp_path, caseload_of, document, identifier):
    out = tmp_path / "out.pdf"
    found = run("plan", "pdf", identifier, "--document", document, "--out", out)
    assert (found.code, found.output) == (0, b"")
    assert f"({document}, " in found.words
    assert "version 1" in found.words
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    pages = pypdf.PdfReader(out).pages
    assert all(page.mediabox.height > page.mediabox.width and page.get("/Rotate", 0) == 0 for page in pages)
    assert "BAPTISTE" in pages[0].extract_text().upper()
    if document == "gp-summary":
        assert len(pages) == 1
        assert "Page 1 of 1" in pages[0].extract_text()
        assert "No filing slip: " in found.words
    database = caseload_of(team)
    assert builders.row_counts(database)["documents_made"] == 1
    child = builders.audit_of(database)[-1][1]
    kept = builders.ask(database, dispatch.kept_document, child, 1)
    assert kept.content == out.read_bytes()
    again = run("plan", "pdf", identifier, "--document", document, "--out", tmp_path / "again.pdf")
    assert "version 2" in again.words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((OLD, "--document", "gp-summary", "--out", "{new}"), "no signed assessment for Council ID 101"),
        (("4711", "--document", "gp-summary", "--out", "{new}"), "No child in this caseload has"),
        ((AMARA, "--document", "gp", "--out", "{new}"), "It can be: gp-summary, full-plan"),
        ((AMARA, "--document", "recovery-sheet", "--out", "{new}"), "lac-tracker new --recovery-sheet"),
        ((AMARA, "--document", "gp-summary", "--out", "{there}"), "already a file"),
        ((AMARA, "--document", "gp-summary", "--out", "{folder}"), "already a file"),
        ((AMARA, "--document", "gp-summary", "--out", "{nowhere}"), "is not there"),
        ((AMARA, "--document", "gp-summary", "--out", "{there}/x.pdf"), "is not there"),
        ((AMARA, "--document", "gp-summary", "--out", "{long}"), "cannot be used"),
        ((AMARA, "--document", "gp-summary"), "Missing option '--out'"),
        ((AMARA, "--out", "{new}"), "Missing option '--document'"),
        (("--document", "gp-summary", "--out", "{new}"), "Missing argument"),
    ],
)
def test_plan_pdf_refuses_in_words_and_keeps_nothing(team, run, tmp_path, caseload_of, words, said):
    (tmp_path / "there.pdf").write_bytes(b"mine")
    places = {
        "new": tmp_path / "new.pdf", "there": tmp_path / "there.pdf", "folder": tmp_path,
        "nowhere": tmp_path / "no" / "x.pdf", "long": tmp_path / ("x" * 300),
    }  # fmt: skip
    found = run("plan", "pdf", *(word.format(**places) for word in words))
    assert (found.code, found.output) == (2, b"")
    assert said in found.words
    assert not places["new"].exists()
    assert (tmp_path / "there.pdf").read_bytes() == b"mine"
    assert builders.row_counts(caseload_of(team))["documents_made"] == 0


def test_what_no_font_can_print_is_said(team, run, tmp_path, caseload_of):
    database = caseload_of(team)
    with database.reading() as session:
        child = children.find(session, 1, AMARA, None)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        children.change(session, child, {"preferred_name": "伟"})
    found = run("plan", "pdf", AMARA, "--document", "gp-summary", "--out", tmp_path / "out.pdf")
    assert (found.code, found.output) == (0, b"")
    assert "No font for this" in found.words
    assert "伟" in found.words
    queue = run("plans", "send-queue", "--out", tmp_path / "queue", "--json")
    row = next(row for row in queue.json if row["reader"] == "child")
    assert any("伟" in words for words in row["not_printed"])
    assert f"{row['files'][0]}: No font for this" in queue.words
