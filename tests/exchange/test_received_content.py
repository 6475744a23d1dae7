"""Files that came from elsewhere: told by their bytes, made harmless, or refused in words."""

import io
import random

import pikepdf
import pytest

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.received_files import JPEG, LARGEST, PDF, PNG, TEXT, TIFF
from lac_tracker.exchange import received_content, received_pdf
from tests.exchange import received

ZIP = b"PK\x03\x04" + b"\x00" * 40


@pytest.mark.parametrize(
    ("content", "media_type", "pages", "lying"),
    [
        (received.pdf(3), PDF, 3, ()),
        (received.pdf(1, (842, 595)), PDF, 1, (1,)),
        (received.pdf(1, (842, 595), rotate=90), PDF, 1, ()),
        (received.pdf(1, rotate=90), PDF, 1, (1,)),
        (received.picture(), PNG, 1, ()),
        (received.picture("JPEG", (90, 60), mode="L"), JPEG, 1, (1,)),
        (received.picture("TIFF", pages=3), TIFF, 3, ()),
        (b"BMI is 17.2, \xc2\xa3 and \xe2\x80\x99", TEXT, 1, ()),
        ("Grüße".encode("utf-16"), TEXT, 1, ()),
        ("na\u00efve \u2019".encode("cp1252"), TEXT, 1, ()),
        (("word " * 20 + "\n").encode() * 100, TEXT, 3, ()),
    ],
)
def test_what_may_be_kept_is_known_by_its_bytes(content, media_type, pages, lying):
    found = received_content.check(content)
    assert (found.media_type, found.pages, found.lying, found.taken_out) == (media_type, pages, lying, "")
    assert found.content == content  # as it came


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (ZIP, "ZIP archive, or a Word or Excel file, whatever its name says"),
        (b"MZ\x90\x00\x03\x00", "a program"),
        (b"\x7fELF\x02\x01\x01\x00", "a program"),
        (b"#!/bin/sh\nrm -rf /", "a script"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word or Excel"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "web page or a drawing"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>x()</script>", "web page or a drawing"),
        (b"<?xml version='1.0'?><a/>", "web page or a drawing"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"GIF89a....", "GIF"),
        (b"\x00\x00\x00\x18ftypheic\x00", "HEIC"),
        (b"\x00\x01\x02\x03\x04" * 30, "not a kind of file"),
        (b" \n\t\n", "empty|no words"),
        (received.locked(), "locked with a password"),
        (received.pdf()[:200], "damaged"),
        (b"%PDF-1.7\nnonsense", "damaged"),
        (received.with_huge_picture(), "90,000 by 90,000 dots"),
        (received.huge_picture(), "This picture is huge"),
        (received.picture(size=(7_500, 7_000)), "7,500 by 7,000 dots"),
        (received.picture()[:40], "damaged"),
        (received.picture("JPEG", (400, 600), mode="L")[:300], "damaged"),
        (received.picture("TIFF")[:60], "damaged"),
    ],
)
def test_what_may_not_be_kept_is_refused_in_words(content, words):
    with pytest.raises(UserError, match=words):
        received_content.check(content)


def test_a_file_one_byte_too_large_is_refused_and_one_that_just_fits_is_kept():
    assert received_content.check(b"a" * LARGEST).pages > 1
    with pytest.raises(UserError, match="up to 20 MB"):
        received_content.check(b"a" * (LARGEST + 1))


@pytest.mark.parametrize(
    ("kind", "limit"), [(b"/ObjStm /N 1 /First 4", "_MOST_IN_LIST"), (b"/XObject", "_MOST_IN_STREAM")]
)
def test_a_pdf_that_swells_is_refused_before_it_is_opened(monkeypatch, kind, limit):
    monkeypatch.setattr(received_pdf, limit, 2_000_000)
    monkeypatch.setattr(received_pdf.pikepdf, "open", lambda _held: pytest.fail("it was opened"))
    with pytest.raises(UserError, match="damaged"):
        received_content.check(received.swelling(2_000_001, kind))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (received.with_script_on_opening, "Taken out: a script"),
        (received.with_launching_link, "Taken out: a command that starts a program"),
        (received.with_hidden_script, "Taken out: a form with scripts, a script"),
        (received.with_attached_file, "Taken out: an attached file"),
    ],
)
def test_what_could_run_is_taken_out_and_said(make, words):
    found = received_content.check(make())
    assert found.taken_out == words
    with pikepdf.open(io.BytesIO(found.content)) as opened:
        held = b"".join(one.unparse(resolved=True) for one in opened.objects)
        assert not [key for key in ("/OpenAction", "/AA") if key in opened.Root]
        assert len(opened.pages) == 1
    for gone in (b"canary", b"/JavaScript", b"/Launch", b"/JS", b"/EmbeddedFiles"):
        assert gone not in held
        assert gone not in found.content
    assert received_content.check(found.content).taken_out == ""  # nothing is left to take out


def test_a_pdf_that_only_forbids_changes_is_kept_open():
    found = received_content.check(received.only_closed_to_changes())
    with pikepdf.open(io.BytesIO(found.content)) as opened:
        assert not opened.is_encrypted


def test_text_is_shown_without_what_would_rearrange_it_and_all_of_it():
    text = received_content.text_of("abc\u202edef\x07 end\r\nnext".encode())
    assert text == "abcdef end\nnext"
    long = "x" * 9_001 + "\n" + "line\n" * 2_000
    assert "".join(received_content.text_pages(long)) == long
    assert max(map(len, received_content.text_pages(long))) <= received_content.CHARACTERS_A_PAGE


def spoilt(content, chance):
    """Return a file with a few bytes changed, lost or added."""
    held = bytearray(content)
    for _ in range(chance.choice((1, 3, 12))):
        at = chance.randrange(len(held))
        match chance.randrange(4):
            case 0:
                held[at] = chance.randrange(256)
            case 1:
                del held[at : min(at + chance.randrange(1, 40), len(held) - 1)]
            case 2:
                held[at:at] = chance.randbytes(chance.randrange(1, 20))
            case 3:
                held[at : at + 4] = chance.choice((b"9999", b"-1 0", b"/JS ", b"<<<<", b"[[[["))
    return bytes(held)


def test_a_spoilt_file_is_kept_or_refused_in_words_and_nothing_else():
    chance = random.Random(20260304)
    seeds = (
        received.pdf(2), received.with_hidden_script(), received.with_attached_file(), received.picture(),
        received.picture("JPEG", (40, 60), mode="L"), received.picture("TIFF", pages=2),
    )  # fmt: skip
    kept = refused = 0
    for _ in range(250):
        try:
            received_content.check(spoilt(chance.choice(seeds), chance))
            kept += 1
        except UserError:
            refused += 1
    assert kept > 20
    assert refused > 20
