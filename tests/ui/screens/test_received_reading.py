"""Pages of what came, as pictures: upright as it was turned, never larger than asked for, and text as text."""

import io

import pikepdf
import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import JPEG, PDF, TEXT, TIFF
from lac_tracker.ui.screens.received_reading import page_of, read_checked
from tests.exchange import received


def a_mixed_pdf():
    """Return a PDF with an upright page and one that lies."""
    made = pikepdf.open(io.BytesIO(received.pdf(1)))
    made.add_blank_page(page_size=(842, 595))
    return received.saved(made)


@pytest.mark.parametrize(
    ("content", "media_type", "number", "turned", "is_upright"),
    [
        (received.pdf(1, (842, 595)), PDF, 0, 0, False),
        (received.pdf(1, (842, 595)), PDF, 0, 90, True),
        (received.pdf(1), PDF, 0, 90, False),
        (a_mixed_pdf(), PDF, 0, 90, True),  # only the page that lies is turned
        (a_mixed_pdf(), PDF, 1, 90, True),
        (received.picture("JPEG", (600, 400), mode="L"), JPEG, 0, 270, True),
        (received.picture("TIFF", (400, 600), pages=2), TIFF, 1, 180, True),
    ],
)
def test_a_page_is_turned_and_kept_small(qapp, content, media_type, number, turned, is_upright):
    image = page_of(content, media_type, number, longest=200, turned=turned).image
    assert (image.height() > image.width()) is is_upright
    assert max(image.width(), image.height()) <= 200


def test_text_comes_in_pages_and_is_never_a_picture(qapp):
    text = ("a line of a letter\n" * 500).encode()
    first = page_of(text, TEXT, 0, longest=200)
    assert first.image is None
    assert first.text.startswith("a line of a letter\n")
    assert page_of(text, TEXT, 99, longest=200).text == ""


def test_a_file_is_read_whatever_its_name_says(tmp_path):
    path = tmp_path / "payload.exe"
    path.write_bytes(received.pdf())
    assert read_checked(path).media_type == PDF


@pytest.mark.parametrize(
    ("size", "words"), [(20 * 1024 * 1024 + 1, "up to 20 MB"), (None, "There is no file")]
)
def test_what_is_too_large_or_no_file_is_not_read(tmp_path, size, words):
    path = tmp_path / "scan.pdf"
    if size is None:
        path.mkdir()
    else:
        with path.open("wb") as held:
            held.truncate(size)
    with pytest.raises(UserError, match=words):
        read_checked(path)
