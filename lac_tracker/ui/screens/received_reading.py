"""Files that came, read off the screen's thread: what they are, and their pages as pictures or as text."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTransform

from lac_tracker.domain.received_files import PDF, TEXT, CheckedFile
from lac_tracker.exchange import received_content
from lac_tracker.services import files
from lac_tracker.ui.screens.page_pictures import draw_page, draw_scan, page_sizes

_POINTS = 842  # of the longer side of A4, by which a picture without a size of its own is shown


@dataclass(frozen=True)
class PageShown:
    """One page: a picture, upright as it was turned, or the words of a text."""

    image: QImage | None
    text: str = ""


def read_checked(path: Path) -> CheckedFile:
    """Return a file that may be kept. Raises UserError with words for one that may not."""
    return received_content.check(files.read_received(path))


def page_of(content: bytes, media_type: str, number: int, *, longest: int, turned: int = 0) -> PageShown:
    """Return one page, from 0, no side longer than `longest` dots. Slow; raises UserError for a damaged one.

    turned: degrees clockwise. Where some pages lie on their side, a quarter turn is for those alone.
    """
    if media_type == TEXT:
        pages = received_content.text_pages(received_content.text_of(content))
        return PageShown(None, pages[number] if number < len(pages) else "")
    if media_type == PDF:
        image = draw_page(content, number, 72 * longest / _POINTS)
    else:
        image = draw_scan(content, media_type, number, longest)
    if max(image.width(), image.height()) > longest:
        image = image.scaled(
            longest, longest, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    if not turned or (turned % 180 and image.height() >= image.width() and some_lie(content, media_type)):
        return PageShown(image)
    return PageShown(image.transformed(QTransform().rotate(turned)))


def some_lie(content: bytes, media_type: str) -> bool:
    """Return whether any page of a PDF or of a picture file is wider than high."""
    if media_type == PDF:
        return any(width > height for width, height in page_sizes(content))
    return any(width > height for width, height in received_content.picture_sizes(content, media_type))
