"""The preview of a document: pages as pictures, checks, and a file that does not say whose it is."""

import io
import tempfile
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from reportlab.pdfgen import canvas
from sqlalchemy import text

from lac_tracker.domain.errors import UserError
from lac_tracker.services import children, custody
from lac_tracker.ui.screens import print_job
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.preview_batch import PreviewBatch, ToPreview
from lac_tracker.ui.screens.preview_measures import measure
from lac_tracker.ui.screens.record_page import Place
from tests.conftest import TODAY
from tests.exchange import received
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures


@pytest.fixture
def at_preview(person_at, child_id, signed, qtbot):
    robot = person_at(Place(child_id, "preview", signed, document="gp-summary"))
    qtbot.waitUntil(lambda: robot.find("pv.save").isEnabled(), timeout=10_000)
    return robot


def documents_kept(database):
    with database.reading() as session:
        return session.execute(text("select document from documents_made")).scalars().all()


def test_the_page_is_shown_with_its_checks_below_who_it_is_about(at_preview, database):
    assert at_preview.words("page.title") == "Preview"
    at_preview.reads("BAPTISTE, Amara   Born 12-Jun-2011 (14y 8m)   NHS No. 999 012 3454")
    assert at_preview.words("pv.count") == "Page 1 of 1"
    page = at_preview.find("pv.page")
    assert page.accessibleName() == "GP summary, page 1 of 1"
    assert page.pixmap().height() > page.pixmap().width() > 300
    said = at_preview.all_words()
    assert "1 page" in said
    assert "Portrait, upright" in said
    assert documents_kept(database) == []  # looking keeps nothing


def test_pages_turn_by_key_and_documents_with_control(at_preview, qtbot):
    at_preview.control(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: at_preview.words("pv.count").startswith("Page 1 of "), timeout=10_000)
    assert at_preview.find("pv.page").accessibleName().startswith("Full plan, page 1")
    at_preview.press(Qt.Key.Key_PageDown)
    assert at_preview.words("pv.count").startswith("Page 2 of ")
    at_preview.press(Qt.Key.Key_PageUp)
    assert at_preview.words("pv.count").startswith("Page 1 of ")


def test_larger_is_larger_and_control_0_fits_the_page_and_leaves_the_text_as_it_is(at_preview, qtbot):
    before, fitted = at_preview.find("pv.page").width(), at_preview.words("pv.percent")
    at_preview.click("pv.zoom.larger")
    qtbot.waitUntil(lambda: at_preview.find("pv.page").width() > before, timeout=10_000)
    assert at_preview.words("pv.percent") != fitted
    at_preview.find("pv.area").setFocus()
    at_preview.control(Qt.Key.Key_0)
    qtbot.waitUntil(lambda: at_preview.find("pv.page").width() == before, timeout=10_000)
    assert at_preview.words("pv.percent") == fitted


def times_enlarged(pdf: bytes) -> float:
    """How much the first page is drawn larger. Not by PDFium: it is drawing on the worker, and knows one thread."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return max(
            float(operands[0])
            for operands, operator in pikepdf.parse_content_stream(opened.pages[0])
            if str(operator) == "cm"
        )


def test_larger_print_is_drawn_and_is_what_is_kept(at_preview, qtbot, database):
    box = at_preview.find("pv.large")
    assert box.text() == "Larger print (up to 14 pt)"
    usual = at_preview.record.page.drawn.content
    box.setFocus()
    at_preview.press(Qt.Key.Key_Space)
    qtbot.waitUntil(
        lambda: at_preview.record.page.drawn is not None and at_preview.record.page.drawn.content != usual,
        timeout=10_000,
    )
    assert at_preview.record.page.keep() is not None
    with database.reading() as session:
        kept = session.scalar(text("select content from documents_made"))
    assert times_enlarged(usual) == 1
    assert times_enlarged(kept) > 1


def test_save_pdf_keeps_it_and_names_the_file_without_the_child(
    at_preview, qtbot, monkeypatch, tmp_path, database
):
    suggested = []

    def choose(cls, parent, name):
        suggested.append(name)
        return tmp_path / name

    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(choose))
    with qtbot.waitSignal(at_preview.record.said, timeout=10_000) as told:
        at_preview.control(Qt.Key.Key_S)
    assert suggested[0].startswith("LAC-GP_2026-03-04_")
    for secret in ("Baptiste", "Amara", "Mara", "9990123454"):
        assert secret.casefold() not in suggested[0].casefold()
    saved = tmp_path / suggested[0]
    assert saved.read_bytes().startswith(b"%PDF")
    assert {path.suffix for path in tmp_path.glob(f"{saved.stem}.*")} == {".pdf", ".json", ".csv", ".txt"}
    assert told.args == [f"Saved {saved.name}. A copy is kept in the record."]
    assert documents_kept(database) == ["gp-summary"]
    at_preview.reads("Kept in the record as version 1")


def test_without_a_printer_or_a_place_nothing_is_written(at_preview, monkeypatch, tmp_path, database):
    at_preview.control(Qt.Key.Key_P)
    at_preview.reads("No printer is set up on this computer")
    assert documents_kept(database) == []
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda *_: None))
    at_preview.control(Qt.Key.Key_S)
    assert not list(tmp_path.glob("*.pdf"))


def test_a_file_that_cannot_be_written_is_explained(robot, signed, qtbot, monkeypatch, tmp_path, workplace):
    def full(_path: Path, _content: bytes) -> None:
        raise UserError("The disk is full. Nothing is lost. Choose another place")

    object.__setattr__(workplace, "save_file", full)
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda *_: tmp_path / "a.pdf"))
    robot.record.go(Place(robot.record.child_id, "preview", signed, document="gp-summary"))
    qtbot.waitUntil(lambda: robot.find("pv.save").isEnabled(), timeout=10_000)
    robot.control(Qt.Key.Key_S)
    robot.reads("The disk is full. Nothing is lost. Choose another place")


def test_escape_closes_the_preview(at_preview):
    at_preview.press(Qt.Key.Key_Escape)
    assert at_preview.shows("summary")


def test_leaving_while_the_pages_are_drawn_is_quiet(robot, signed, qtbot):
    child_id = robot.record.child_id
    with qtbot.captureExceptions() as crashes:
        robot.record.go(Place(child_id, "preview", signed, document="gp-summary"))
        robot.record.go(Place(child_id, "summary"))
        drawn = []
        workplace = robot.record.page.desk.workplace
        workplace.run(
            lambda: None, drawn.append, drawn.append
        )  # the same lane: it comes back after the pages
        qtbot.waitUntil(lambda: drawn == [None])
    assert crashes == []


def pages_of(path):
    with pikepdf.open(path) as printed:
        return [
            ([round(float(side)) for side in page.mediabox], page.get("/Rotate", 0)) for page in printed.pages
        ]


@pytest.fixture
def to_file(monkeypatch, tmp_path):
    """A printer that writes what it is given to a PDF, and the names its jobs had."""
    path, names = tmp_path / "printed.pdf", []

    def opened(_name):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return printer

    def prepare(printer, wanted, original=print_job.prepare):
        original(printer, wanted)
        names.append((printer.docName(), printer.pageLayout().orientation().name))

    monkeypatch.setattr(print_job, "_COLOUR_DOTS", 72)  # coarse, and quick
    monkeypatch.setattr(print_job, "printers", lambda: ("Office 2",))
    monkeypatch.setattr(print_job, "open_printer", opened)
    monkeypatch.setattr(print_job, "prepare", prepare)
    return path, names


@pytest.fixture
def temporary(monkeypatch, tmp_path):
    """The folder for temporary files, empty."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_printing_keeps_it_lays_every_page_upright_on_its_own_paper_and_leaves_no_file(
    to_file, temporary, at_preview, qtbot, database, signed, operations
):
    path, names = to_file
    at_preview.control(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: at_preview.find("pv.print").isEnabled(), timeout=10_000)
    count = at_preview.record.page.strip.count()
    with qtbot.waitSignal(at_preview.record.said, timeout=20_000) as told:
        at_preview.control(Qt.Key.Key_P)
    assert told.args == [f"Sent to Office 2: {count} pages. A copy is kept in the record."]
    assert pages_of(path) == [([0, 0, 595, 842], 0)] * count
    with database.reading() as session:
        reference = session.execute(text("select reference from documents_made")).scalar_one()
    assert names == [(reference, "Portrait")]
    assert list(temporary.iterdir()) == []
    assert operations.ask(custody.chain, signed)[-1].what == "Health plan printed"


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_out_of_reach_is_explained_and_the_document_is_kept(
    to_file, at_preview, monkeypatch, database, tmp_path
):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    monkeypatch.setattr(print_job, "open_printer", lambda _name: printer)
    at_preview.control(Qt.Key.Key_P)
    at_preview.reads("Can't reach Office 2. The document is kept in Documents. Choose another printer.")
    assert documents_kept(database) == ["gp-summary"]


def test_the_checks_compare_with_the_record_and_fix_goes_there(at_preview, workplace, qtbot):
    at_preview.reads("GP matches record")
    child_id = at_preview.record.child_id
    workplace.operations.do(children.set_gp_practice, child_id, name="Abbey Practice", confirmed_on=TODAY)
    at_preview.record.page.show_findings()
    at_preview.reads("The practice on record is Abbey Practice: this names another. Make a new version")
    at_preview.click("pv.fix.2")
    assert at_preview.shows("contacts")


def test_a_batch_shows_each_document_with_whose_it_is(at_preview, workplace, qtbot, database):
    child_id = at_preview.record.child_id
    wanted = (ToPreview(child_id, "gp-summary"), ToPreview(child_id, "chronology"))
    batch = PreviewBatch(workplace, wanted, at_preview.record)
    batch.open()
    qtbot.waitUntil(lambda: at_preview.words("pv.document") == "Document 1 of 2")
    at_preview.reads("BAPTISTE, Amara   Born 12-Jun-2011 (14y 8m)   NHS No. 999 012 3454")
    qtbot.waitUntil(lambda: at_preview.words("pv.count") == "Page 1 of 1", timeout=10_000)
    at_preview.control(Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: at_preview.words("pv.document") == "Document 2 of 2")
    qtbot.waitUntil(
        lambda: at_preview.find("pv.page").accessibleName().startswith("Chronology"), timeout=10_000
    )
    at_preview.control(Qt.Key.Key_PageDown)
    assert at_preview.words("pv.document") == "Document 2 of 2"
    at_preview.control(Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: at_preview.words("pv.document") == "Document 1 of 2")
    with qtbot.waitSignal(batch.finished):
        at_preview.press(Qt.Key.Key_Escape)


@pytest.mark.parametrize(
    ("content", "is_upright", "turned"),
    [
        (received.pdf(2), True, ()),
        (received.pdf(1, (842, 595)), False, (1,)),
        (received.pdf(1, rotate=90), False, (1,)),
        (received.pdf(1, (420, 595)), True, ()),
    ],
)
def test_upright_is_measured_from_the_file(content, is_upright, turned):
    found = measure(content)
    assert (found.is_upright, found.turned) == (is_upright, turned)


def test_turned_text_on_an_upright_page_is_found():
    held = io.BytesIO()
    paper = canvas.Canvas(held)
    paper.rotate(90)
    paper.drawString(100, -100, "sideways")
    paper.save()
    assert measure(held.getvalue()).turned == (1,)
