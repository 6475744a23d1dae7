"""`report performance` and `report evidence`: a PDF of counts, refused in words, never written over."""

import pypdfium2
import pytest


def text_of(path):
    document = pypdfium2.PdfDocument(path.read_bytes())
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


@pytest.mark.parametrize(
    ("which", "title", "holds"),
    [
        ("performance", "Performance report", "IHA within 28 days"),
        ("evidence", "Evidence pack", "Recommendation 3.20"),
    ],
)
def test_a_report_is_a_pdf_that_names_nobody_and_is_never_written_over(
    team, run, tmp_path, which, title, holds
):
    out = tmp_path / f"{which}.pdf"
    words = ("report", which, "--from", "2025-04-01", "--to", "2026-02-28", "--out", str(out))
    ran = run(*words)
    assert (ran.code, ran.output) == (0, b""), ran.words
    text = text_of(out)
    assert text.startswith(f"{title}, Apr 2025 to Feb 2026")
    assert holds in text
    assert "Numbers under 5 are not shown" in text
    assert "AMARA" not in text.upper()
    before = out.read_bytes()
    again = run(*words)
    assert again.code == 2
    assert "already a file" in again.words
    assert out.read_bytes() == before


def test_a_period_that_ends_before_it_begins_is_refused(team, run, tmp_path):
    ran = run(
        "report",
        "performance",
        "--from",
        "2026-02-28",
        "--to",
        "2025-04-01",
        "--out",
        str(tmp_path / "x.pdf"),
    )
    assert ran.code == 2
    assert "before the first" in ran.words
    assert not (tmp_path / "x.pdf").exists()
