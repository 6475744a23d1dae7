"""`forms check` and `forms preview`: they need no caseload, user or passphrase."""

import pypdf
import pytest


def test_preview_writes_a_blank_form_that_reads_back(run, tmp_path):
    out = tmp_path / "form.pdf"
    found = run("forms", "preview", "rha_0_9", "--out", out)
    assert (found.code, found.output) == (0, b"")
    assert found.words.startswith(f"Wrote {out} (rha_0_9, version ")
    pages = pypdf.PdfReader(out).pages
    assert "Review health assessment, 0 to 9 years" in pages[0].extract_text()
    assert f"Page 1 of {len(pages)}" in pages[0].extract_text()
    assert all(page.mediabox.height > page.mediabox.width for page in pages)


@pytest.mark.parametrize(
    ("part", "title"),
    [
        ("uasc_supplement", "Unaccompanied asylum-seeking children: journey and health"),
        ("leaving_care_16_plus", "Leaving care: my health from 16"),
        ("birth_and_family_history", "Birth and family history"),
    ],
)
def test_preview_writes_a_part_on_its_own(run, tmp_path, part, title):
    out = tmp_path / "part.pdf"
    assert run("forms", "preview", part, "--out", out).code == 0
    assert title in pypdf.PdfReader(out).pages[0].extract_text()


@pytest.mark.parametrize(
    ("form", "place", "said"),
    [
        ("iha", "new.pdf", "There is no form 'iha'. It can be: iha_0_9, iha_10_plus, rha_0_9, rha_10_plus"),
        ("iha", "new.pdf", "or one part: about_me, birth_and_family_history"),
        ("iha_0_9", "there.pdf", "There is already a file at"),
        ("iha_0_9", "no/new.pdf", "is not there"),
    ],
)
def test_preview_refuses_in_words_and_writes_nothing(run, tmp_path, form, place, said):
    (tmp_path / "there.pdf").write_bytes(b"mine")
    found = run("forms", "preview", form, "--out", tmp_path / place)
    assert (found.code, found.output) == (2, b"")
    assert said in found.words
    assert [path.name for path in tmp_path.iterdir()] == ["there.pdf"]
    assert (tmp_path / "there.pdf").read_bytes() == b"mine"


def test_preview_needs_a_form_and_a_place(run, tmp_path):
    assert "Missing option '--out'" in run("forms", "preview", "iha_0_9").words
    assert run("forms", "preview", "--out", tmp_path / "x.pdf").code == 2


def test_check_says_that_all_is_well_and_else_every_problem_with_its_file(run, tmp_path):
    assert run("forms", "check").code == 0
    (tmp_path / "a.toml").write_text(
        'id = "a"\ntitle = "A"\nversion = "1"\nfor = "x"\n[[section]]\nuse = "b"\n'
    )
    (tmp_path / "b.toml").write_text(
        'part = true\nid = "b"\ntitle = "B"\nversion = "1"\n[[section]]\nid = "b"\n'
    )
    found = run("forms", "check", tmp_path)
    assert found.code == 1
    lines = found.output.decode().splitlines()
    assert lines == [
        "a.toml, line 5, section 1: there is no [[section.question]]. A section has at least one",
        "b.toml, line 6, section 'b': title is missing. Write title = \"…\"",
    ]
