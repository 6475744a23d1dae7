"""Letters, reports and pictures that came from somebody else: what may be kept, and what is recorded about each."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line

LARGEST = 20 * 1024 * 1024  # bytes
MOST_PAGES = 500
MOST_DOTS = 50_000_000  # of one picture: an A3 page at 400 dpi has 31 million
PDF, PNG, JPEG, TIFF, TEXT = "application/pdf", "image/png", "image/jpeg", "image/tiff", "text/plain"
MEDIA_WORDS = {PDF: "PDF", PNG: "PNG picture", JPEG: "JPEG picture", TIFF: "TIFF picture", TEXT: "Plain text"}
SUFFIXES = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", TIFF: ".tif", TEXT: ".txt"}
KINDS = {
    "letter": "Letter",
    "report": "Report",
    "camhs_report": "CAMHS report",
    "clinic_letter": "Clinic or hospital letter",
    "gp_summary": "GP summary",
    "consent_form": "Consent form",
    "immunisations": "Immunisation record",
    "growth_chart": "Growth chart",
    "birth_record": "Birth record",
    "health_assessment": "Health assessment from another team",
    "court_paper": "Court or social care paper",
    "other": "Other",
}
TURNS = (0, 90, 180, 270)  # degrees clockwise


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept, by what it holds and not by its name.

    pages: of a text, how many screens of it. lying: pages, from 1, that are wider than high. taken_out: what could
    have run and is in the file no more, in words.
    """

    media_type: str
    content: bytes
    pages: int
    lying: tuple[int, ...] = ()
    taken_out: str = ""


@dataclass(frozen=True)
class Filing:
    """What is recorded about a file. request_id: the request for information that it answers."""

    kind: str
    title: str
    source: str
    received_on: date | None
    written_on: date | None = None
    third_party: bool = False
    request_id: int | None = None


def checked_filing(filing: Filing, today: date) -> Filing:
    """Return what is recorded, cleaned. Raises UserError with the label of the field that has to be mended."""
    if filing.kind not in KINDS:
        raise UserError("Kind: choose what it is")
    title = clean_line(filing.title, label="Title", longest=120)
    source = clean_line(filing.source, label="Who wrote it", longest=120)
    if not title:
        raise UserError("Enter the title: a few words that say what it is")
    if not source:
        raise UserError("Enter who wrote it: a person, service or hospital")
    if filing.received_on is None:
        raise UserError("Enter the received on date")
    if filing.received_on > today:
        raise UserError("Received on must be today or in the past")
    if filing.written_on is not None and filing.written_on > filing.received_on:
        raise UserError(
            f"Date written must be on or before the day it was received, {show_date(filing.received_on)}"
        )
    return Filing(
        filing.kind,
        title,
        source,
        filing.received_on,
        filing.written_on,
        filing.third_party,
        filing.request_id,
    )


def checked_turn(degrees: int) -> int:
    """Return degrees clockwise from 0 to 270. Raises UserError for what is no quarter turn."""
    if degrees % 90:
        raise UserError("A page is turned by quarters")
    return degrees % 360


def file_words(media_type: str, pages: int | None) -> str:
    """Return '3 pages', 'picture, 1 page', 'text' for the list of documents."""
    count = "" if not pages else "1 page" if pages == 1 else f"{pages} pages"
    if media_type == TEXT:
        return "text"
    return count if media_type == PDF or not count else f"scan, {count}"
