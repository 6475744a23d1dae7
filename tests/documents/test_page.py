"""Text on its way to paper: cleaned, never markup, nothing lost, what cannot be printed said so."""

import ast
import sys
from contextlib import contextmanager
from pathlib import Path

import examples
import pytest
import reading

import lac_tracker.documents
from lac_tracker.documents import catalogue, full_plan, glyphs, gp_summary, page

BODY = page.style(12)


def said(words: str) -> str:
    """Print a plan in which a child says this, and return its text."""
    quote = examples.Quote(words, "seen")
    return reading.text_of(full_plan.render(examples.a_full_plan(quotes=(quote,))))


@pytest.mark.parametrize(
    "words",
    [
        "<b>Bob</b>",
        "see <GP letter>",
        "a<b>c",
        "I don't want <needles> & that",
        "&amp; &lt; &#65;",
        "=1+1",
        "≥20 and ≤4, → ✓",
        "]]> <!-- x --> <?x?> <font color='red'>",
        "Łucja Đặng Ọlá Ə́li Ṣọla Ștefan ŵŷ Ḥasan",
        "Ирина Ελένη",
        "°C µg ½ £ € “quoted” – dash… ’",
    ],
)
def test_what_was_typed_is_read_back(words):
    assert words in said(words)


def test_an_image_that_was_typed_is_text_and_opens_nothing(tmp_path):
    picture = tmp_path / "secret.png"
    picture.write_bytes(b"not a picture")
    addresses = (f"file://{picture}", str(picture), "http://127.0.0.1:9/x.png", "https://host.invalid/x.png")
    with watching() as opened:
        for address in addresses:
            words = f'<img src="{address}"/>'
            assert words.replace(" ", "") in said(words).replace(" ", "")
        assert not [
            each for each in opened if "secret.png" in each or "127.0.0.1" in each or "invalid" in each
        ]
        picture.read_bytes()
        assert any("secret.png" in each for each in opened)  # the watch sees what is opened


_watch: dict[str, list[str] | None] = {}


@contextmanager
def watching():
    """Yield a list that grows by what is opened or connected to. An audit hook stays for ever, so there is one."""
    if not _watch:
        sys.addaudithook(_note)
    opened: list[str] = []
    _watch["opened"] = opened
    try:
        yield opened
    finally:
        _watch["opened"] = None


def _note(event, arguments):
    opened = _watch.get("opened")
    if opened is not None and event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request"):
        opened.append(str(arguments))


def test_direction_marks_do_not_rearrange_a_line():
    printed = said("Abu\u202e Omar\u200f and \u2066more")
    assert "Abu Omar and more" in printed


@pytest.mark.parametrize(
    ("words", "on_paper", "missing"),
    [
        ("happy \U0001f600", "happy [grinning face]", ("grinning face: \U0001f600",)),
        (
            "fly \U0001f9d1\u200d\U0001f680",
            "fly [adult][rocket]",
            ("adult: \U0001f9d1", "rocket: \U0001f680"),
        ),
        ("ok \U0001f44d\U0001f3fd", "ok [thumbs up sign]", ("thumbs up sign: \U0001f44d",)),
        ("日本 日", "[Chinese text not printable]", ("Chinese text: 日本",)),
        (
            "名 ลาว ทาง",
            "[Chinese text not printable] [Thai text not printable]",
            ("Chinese text: 名", "Thai text: ลาวทง"),
        ),
        ("mark \ue000", "mark [character not printable]", ("character: \ue000",)),
        ("o" + 9 * "\u0323", "ọ", ("marks with no letter or no room: \u0323",)),
        ("plain\u200b and\u00ad simple\u2028words", "plain and simple words", ()),
    ],
)
def test_what_no_font_has_is_said_in_words_and_reported(words, on_paper, missing):
    assert on_paper in said(words)
    assert page.missing_glyphs([words]) == missing


def test_missing_characters_of_a_whole_document_are_found_with_their_place():
    child = examples.replace(examples.ELLIE, given="伟")
    plan = examples.a_full_plan(gone_well=("learned 日", "and 日本"), child=child)
    assert catalogue.missing_glyphs(plan) == (
        "Chinese text in child (given): 伟",
        "Chinese text in gone well: 日",
        "Chinese text in gone well: 日本",
    )
    assert catalogue.missing_glyphs(examples.a_full_plan()) == ()
    assert list(page.texts_in("alone")) == ["alone"]


def test_letters_of_every_latin_language_are_in_the_body_font():
    body, _ = glyphs.register_fonts()
    letters = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]
    assert [letter for letter in letters if letter not in body] == []


def test_long_text_is_cut_into_paragraphs_and_nothing_is_lost():
    words = [f"word{number}" for number in range(21_000)]
    note = " ".join(words)
    assert len(note) > 180_000
    assert all(len(made.frags[0].text) <= 1_000 for made in page.paragraph(note, BODY))
    printed = reading.text_of(full_plan.render(examples.a_full_plan(health=(("Note", note),)))).split()
    assert set(words) <= set(printed)


def test_a_word_without_blanks_stays_on_the_page():
    word = "abcdefghij" * 30
    printed = said(f"before {word} after").replace(" ", "")
    assert f"before{word}after" in printed


def test_letters_are_composed_and_controls_dropped():
    assert "Zoë Ab" in said("Zoe\u0308 A\x00b")


def test_blank_text_makes_no_paragraph():
    assert page.paragraph(" \n ", BODY) == []


def test_a_date_is_never_broken():
    width = page.text_width("30-Sep-2026", 12, bold=True)
    assert width < page.DATE_WIDTH
    assert 28 * page.mm <= page.DATE_WIDTH


@pytest.mark.parametrize(
    ("words", "longest", "cut"),
    [
        ("short", 10, "short"),
        ("two  words", 10, "two words"),
        ("one two three", 9, "one two…"),
        ("aaaaaaaaaaaa", 5, "aaaaa…"),
        ("one two, three", 8, "one two…"),
    ],
)
def test_text_is_shortened_at_a_word(words, longest, cut):
    assert page.shorten(words, longest) == cut


def test_a_paragraph_is_made_in_one_module_only():
    package = Path(lac_tracker.documents.__file__).parent.parent
    makers = set()
    for file in package.rglob("*.py"):
        if "Paragraph" not in (source := file.read_text("utf-8")):
            continue
        for node in ast.walk(ast.parse(source)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Paragraph"
            ):
                makers.add(file.name)
            if isinstance(node, ast.ImportFrom) and any(name.name == "Paragraph" for name in node.names):
                makers.add(file.name)
    assert makers == {"page.py"}


def test_reportlab_trusts_no_address():
    from reportlab import rl_config

    assert rl_config.trustedHosts == []
    assert rl_config.trustedSchemes == []


def test_a_paragraph_is_not_read_as_markup():
    (made,) = page.paragraph("<b>&amp;</b>", BODY)
    assert [fragment.text for fragment in made.frags] == ["<b>&amp;</b>"]


def test_a_name_with_a_formula_or_markup_prints_on_the_summary():
    child = examples.replace(examples.ELLIE, given="=Ellie", family="<b>O'Neill</b> & Sons")
    printed = reading.text_of(gp_summary.render(examples.a_gp_summary(child=child)))
    assert "=Ellie <B>O'NEILL</B> & SONS" in printed
