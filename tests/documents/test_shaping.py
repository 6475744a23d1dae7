"""Names in letters that join, stack or run from the right: drawn right, read back, wrapped, never upset by hostile text."""

import io
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace

import examples
import pikepdf
import pypdfium2
import pytest
import reading

from lac_tracker import paths
from lac_tracker.documents import catalogue, direction, full_plan, glyphs, gp_summary, layout, page, scripts
from lac_tracker.documents.shaped_line import width_of
from lac_tracker.documents.shaped_text import ShapedText
from lac_tracker.documents.shaping import break_points, shape

BODY = page.style(12)
FROM_RIGHT = {
    "Arabic": "ولاء العلي",
    "Urdu": "عائشہ نواز ڈار",
    "Farsi": "پژمان می‌رحیمی",
    "Pashto": "ښاغلی ګل خان",
    "Sorani": "ئەحمەد ڕەزا",
    "Hebrew": "דוד כהן",
    "Hebrew with points": "שָׁלוֹם כהן",
}
FROM_LEFT = {
    "Hindi": "हर्षिका कृष्णमूर्ति",
    "Nepali": "आयुष्मा श्रेष्ठ",
    "Bengali": "শ্রীকান্ত চৌধুরী",
    "Gurmukhi": "ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ",
    "Gujarati": "શ્રીમતી પટેલ",
    "Tamil": "கொளந்தை ஸ்ரீராம்",
    "Tigrinya": "ተስፋይ ገብረእግዚኣብሄር",
    "Armenian": "Արամ Խաչատրյան",
    "Georgian": "გიორგი ბერიძე",
    "Yoruba": "Ọ̀ṣọ́ Ẹ̀kọ́",
}
PLAIN = {
    "Russian": "Ирина Щукина",
    "Ukrainian": "Ґалина Їжак",
    "Greek": "Ελένη Παπαδοπούλου",
    "Vietnamese": "Đặng Thị Mỹ",
}
LETTERS_OF_LANGUAGES = {
    "Urdu": "ٹڈڑںےہھۂۓۃیکگپچژئ۔،؟۰۱۲۳۴۵۶۷۸۹",
    "Farsi and Dari": "پچژگکیۀآء؛٪٫٬",
    "Pashto": "ټډړښږځڅڼګېۍئ",
    "Sorani": "ێۆڕڵڤەھ",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوىيآأؤإئةءًٌٍَُِّْٰـ٠١٢٣٤٥٦٧٨٩",
}


def a_page(*texts: page.Value, look=BODY) -> bytes:
    """Print paragraphs on one sheet."""
    nothing: layout.Edge = lambda number, of: [page.text("edge", BODY)]  # noqa: E731 - it is one
    sheet = page.Sheet("Title", "Team", "Subject", nothing, nothing)
    return page.render([page.text(words, look) for words in texts], sheet)


def text_in(pdf: bytes) -> str:
    """Return the text as PDFium, which Chrome and Edge have, reads it out."""
    document = pypdfium2.PdfDocument(pdf)
    read = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    document.close()
    return unicodedata.normalize("NFC", " ".join(read.split()))


@pytest.mark.parametrize("name", FROM_LEFT.values(), ids=FROM_LEFT)
def test_a_name_is_read_back_inside_an_english_line(name):
    said = unicodedata.normalize("NFC", f"lives with {name} ({name}) since 06-Aug-2026")
    assert said in text_in(a_page(f"Ellie lives with {name} ({name}) since 06-Aug-2026, NHS 999 123 4567."))
    assert said in text_in(a_page((page.Strong(f"Ellie lives with {name} "), f"({name}) since 06-Aug-2026.")))


@pytest.mark.parametrize("name", FROM_RIGHT.values(), ids=FROM_RIGHT)
def test_a_name_from_the_right_is_read_back_as_it_was_typed(name):
    pdf = a_page(f"Ellie lives with {name} since 06-Aug-2026, NHS 999 123 4567.")
    read = reading.text_as_typed(pdf).replace("\u200c ", "\u200c")
    assert unicodedata.normalize("NFC", name) in unicodedata.normalize("NFC", read)
    assert "since 06-Aug-2026, NHS 999 123 4567." in read


@pytest.mark.parametrize("name", PLAIN.values(), ids=PLAIN)
def test_cyrillic_greek_and_vietnamese_need_no_shaping(name):
    assert glyphs.is_plain(name)
    assert name in reading.text_of(a_page(f"with {name}."))


@pytest.mark.parametrize("letters", LETTERS_OF_LANGUAGES.values(), ids=LETTERS_OF_LANGUAGES)
def test_every_letter_of_a_language_is_in_both_weights(letters):
    assert page.missing_glyphs(["ب".join(letters)]) == ()
    assert [letter for letter in letters if not scripts.has("NotoNaskhArabic", letter)] == []


@pytest.mark.parametrize("script", scripts.SCRIPTS, ids=lambda script: script.name)
def test_a_font_draws_each_character_that_it_says_it_has(script):
    for first, last in script.blocks:
        for character in map(chr, range(first, last + 1)):
            if scripts.font_for(character):
                from_right = direction.runs_from_right(character)
                for bold in (False, True):
                    drawn = shape(character, script.file, bold=bold, from_right=from_right).glyphs
                    assert all(glyph.number for glyph in drawn), character


def test_letters_join_and_stack():
    """Joined letters have other glyphs than single ones; two that become one have one glyph."""
    alone = [
        shape(letter, "NotoNaskhArabic", bold=False, from_right=True).glyphs[0].number for letter in "علي"
    ]
    joined = [
        glyph.number
        for glyph in reversed(shape("علي", "NotoNaskhArabic", bold=False, from_right=True).glyphs)
    ]
    assert not set(alone) & set(joined)
    one_of_three = shape("क्ष", "NotoSansDevanagari", bold=False, from_right=False).glyphs
    assert [glyph.text for glyph in one_of_three] == ["क्ष"]
    before = shape("कि", "NotoSansDevanagari", bold=False, from_right=False).glyphs
    (consonant,) = shape("क", "NotoSansDevanagari", bold=False, from_right=False).glyphs
    assert before[1].number == consonant.number  # the vowel is drawn first
    assert [glyph.text for glyph in before] == ["क", "ि"]  # and read last


def test_a_mark_stands_over_its_letter():
    base, mark = shape("ọ̀", scripts.BODY_FILE, bold=False, from_right=False).glyphs
    assert (base.text, mark.text) == ("ọ", "\u0300")
    assert mark.advance == 0
    assert mark.right != 0
    capital = shape("Ọ̀", scripts.BODY_FILE, bold=False, from_right=False).glyphs
    assert capital[1].up > mark.up


def test_every_font_is_embedded_with_its_meaning_and_the_same_text_gives_the_same_bytes():
    texts = [f"{name} and" for name in (*FROM_RIGHT.values(), *FROM_LEFT.values())]
    made = a_page(*texts)
    assert made == a_page(*texts)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        fonts = list(pdf.pages[0].Resources.Font.values())
        shaped = [font for font in fonts if font.Subtype == "/Type0"]
        assert len(shaped) == len(scripts.SCRIPTS) + 1  # the body font's marks
        for font in fonts:
            holder = font.DescendantFonts[0] if font.Subtype == "/Type0" else font
            assert "/FontFile2" in holder.FontDescriptor
            assert "/ToUnicode" in font
    assert len(made) < 100_000


def test_plain_text_needs_no_shaping_library():
    """The first print of an English plan loads neither the fonts of other scripts nor the order of reading."""
    code = (
        "import sys; sys.path.insert(0, 'tests/documents'); import examples\n"
        "from lac_tracker.documents import full_plan, scripts; full_plan.render(examples.a_full_plan())\n"
        "print('bidi' in sys.modules, scripts.open_face.cache_info().currsize)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["False", "0"]


@pytest.mark.parametrize("language", ["Urdu", "Hebrew with points", "Hindi", "Tigrinya"])
def test_a_name_prints_on_the_gp_summary_and_the_plan(language):
    given, *_, family = (FROM_RIGHT | FROM_LEFT)[language].split()
    child = replace(examples.ELLIE, given=given, family=family, likes_to_be_called=given)
    held = examples.a_gp_summary(child=child)
    assert catalogue.missing_glyphs(held) == ()
    pages = reading.pages_of(gp_summary.render(held))
    assert len(pages) == 1
    assert "not printable" not in pages[0]
    assert "Born 08-Aug-2009 (16y 7m)" in pages[0]
    assert "NHS No. 999 056 3411" in pages[0]
    assert "not printable" not in reading.text_of(full_plan.render(examples.a_full_plan(child=child)))


@pytest.mark.parametrize(
    "name",
    ["العلي " * 20, "कृष्णमूर्ति " * 11, "ኃይለሥላሴ" * 15, "ḿ̀" * 60],
    ids=["Arabic", "Hindi", "one word", "marks"],
)
def test_a_name_of_120_characters_stays_on_one_summary_page(name):
    child = replace(examples.ELLIE, given=name[:120].strip(), family=name[:120].strip())
    pages = reading.pages_of(gp_summary.render(examples.a_gp_summary(child=child)))
    assert len(pages) == 1
    assert "NHS No. 999 056 3411" in pages[0]


@pytest.mark.parametrize(
    "words",
    [
        "محمد \u202e06-Aug-2026\u202c 999 056 3411",
        "محمد \u2067\u202e06-Aug-2026 999 056 3411",
        "\u200fمحمد\u061c 06-Aug-2026 999 056 3411",
        "محمد\u2066 06-Aug-2026\u2069 999 056 3411",
    ],
)
def test_no_control_turns_a_date_or_a_number_round(words):
    (made,) = page.paragraph(words, BODY)
    made.wrap(400, 400)
    (line,) = made._lines  # noqa: SLF001 - what is drawn
    drawn = [word.text for word in direction.in_visual_order(line.words)]
    assert "".join(drawn) == "محمد 06-Aug-2026 999 056 3411"
    assert "06-Aug-2026 999 056 3411" in reading.text_of(a_page(words))


def test_control_characters_between_letters_do_not_part_them():
    assert [piece.text for piece in glyphs.pieces("ع\u00adل\ufeffي")] == ["علي"]
    assert page.text_width("ع\u200bلي", 12) == page.text_width("علي", 12)


def test_more_marks_than_a_letter_bears_are_left_out_and_reported():
    words = "ع" + "\u064e" * 60
    (piece,) = glyphs.pieces(words)
    assert len(piece.text) == 1 + glyphs.MOST_MARKS
    assert page.missing_glyphs([words]) == ("marks with no letter or no room: \u064e",)
    (made,) = page.paragraph(words, BODY)
    assert made.wrap(200, 100)[1] < 60


def test_ink_beyond_the_line_makes_it_higher():
    (plain,) = page.paragraph("علي", BODY)
    (tall,) = page.paragraph("Ậ̀́̃", BODY)
    assert tall.wrap(200, 100)[1] > plain.wrap(200, 100)[1]


def test_lines_are_broken_at_blanks_and_fit():
    text = "Ellie lives with ولاء العلي and हर्षिका कृष्णमूर्ति at the seaside. " * 6
    (made,) = page.paragraph(text, BODY)
    _, high = made.wrap(180, 1e6)
    lines = made._lines  # noqa: SLF001 - what is drawn
    assert high >= len(lines) * BODY.leading
    assert all(line.width <= 180.01 for line in lines)
    joined = " ".join("".join(word.text for word in line.words) for line in lines)
    assert joined == text.strip()


def test_a_word_wider_than_the_line_is_cut_between_letters():
    word = "கொளந்தை" * 12
    (made,) = page.paragraph(f"before {word} after", BODY)
    made.wrap(120, 1e6)
    lines = made._lines  # noqa: SLF001 - what is drawn
    assert all(line.width <= 120.01 for line in lines)
    assert (
        "".join(each.text for line in lines for each in line.words).replace(" ", "") == f"before{word}after"
    )
    assert not any(unicodedata.category(line.words[0].text[0]).startswith("M") for line in lines)
    whole = page.style(12, whole_words=True)
    (kept,) = page.paragraph(word, whole)
    kept.wrap(120, 1e6)
    assert len(kept._lines) == 1  # noqa: SLF001


def test_a_word_is_never_cut_inside_a_letter():
    assert list(break_points("कृष्ण")) == [2]
    assert list(break_points("abc")) == [1, 2]


def test_a_paragraph_is_cut_over_two_pages_without_loss():
    text = "يعيش أحمد مع خالته منذ 12 سنة ويحب كرة القدم. " * 12
    (made,) = page.paragraph(text, BODY)
    _, high = made.wrap(300, 1e6)
    assert made.split(300, 5) == []
    assert made.split(300, high) == [made]
    first, rest = made.split(300, high / 2)
    assert (first.text + rest.text).split() == text.split()
    assert first.from_right
    assert rest.from_right
    assert first.wrap(300, 1e6)[1] + rest.wrap(300, 1e6)[1] == pytest.approx(high)


def test_a_translated_plan_begins_at_the_right_and_a_name_does_not():
    (sentence,) = page.paragraph("يعيش أحمد مع خالته.", BODY)
    (name,) = page.paragraph("محمد بن عبد الله العلي", BODY)
    (heading,) = page.paragraph("خطتي", page.style(14, bold=True, from_right=True))
    (kept,) = page.paragraph("يعيش أحمد مع خالته.", page.style(12, from_right=False))
    assert [each.from_right for each in (sentence, name, heading, kept)] == [True, False, True, False]


def test_line_breaks_and_blank_lines_stay():
    (made,) = page.paragraph("علي\n\nOmar عمر\n", BODY)
    assert isinstance(made, ShapedText)
    assert made.wrap(200, 100)[1] >= 3 * BODY.leading


def test_the_width_of_a_line_is_that_of_its_glyphs():
    assert page.text_width("علي", 12) == width_of("علي", glyphs.BODY, 12)
    assert page.text_width("علي", 24) == pytest.approx(2 * page.text_width("علي", 12))
    assert page.text_width("علي", 12, bold=True) != page.text_width("علي", 12)
    assert page.text_width("Ellie علي", 12) == pytest.approx(
        page.text_width("Ellie ", 12) + page.text_width("علي", 12)
    )


@pytest.fixture
def own_fonts(tmp_path, monkeypatch):
    """An empty folder for further fonts, in place of the person's own."""
    monkeypatch.setattr(paths, "optional_fonts", lambda: (tmp_path,))
    for cached in (scripts.optional_fonts, scripts.font_for, glyphs._alone):  # noqa: SLF001
        cached.cache_clear()
    yield tmp_path
    for cached in (scripts.optional_fonts, scripts.font_for, glyphs._alone):  # noqa: SLF001
        cached.cache_clear()


def test_a_font_in_the_folder_for_further_scripts_is_used(own_fonts):
    (own_fonts / "broken.ttf").write_bytes(b"not a font")
    shutil.copy(scripts.FONTS / "DejaVuSans.ttf", own_fonts / "More-Regular.ttf")
    word = "ߊߓߊ"  # N'Ko
    assert page.missing_glyphs([word]) == ()
    assert "not printable" not in reading.text_of(a_page(f"with {word}."))


def test_without_that_font_the_script_is_said_in_words(own_fonts):
    assert page.missing_glyphs(["ߊߓߊ"]) == ("Nko text: ߊߓ",)
    assert "with [Nko text not printable]." in reading.text_of(a_page("with ߊߓߊ."))


def test_words_in_other_letters_stand_in_parts_of_their_own_and_say_their_text():
    with pikepdf.open(io.BytesIO(a_page("with कृष्णमूर्ति and علي here"))) as pdf:
        parts, depth, numbers = [], 0, []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            if str(operator) == "BDC":
                depth += 1
                if "/MCID" in operands[1]:
                    numbers.append(int(operands[1].MCID))
                    parts.append((str(operands[0]), str(operands[1].get("/ActualText", ""))))
            depth -= str(operator) == "EMC"
            assert depth in (0, 1)
    assert numbers == [0, 1, 2, 3, 4]
    assert parts == [("/P", ""), ("/Span", "कृष्णमूर्ति"), ("/P", ""), ("/ReversedChars", ""), ("/P", "")]


def test_a_name_in_the_head_of_a_page_is_drawn_too():
    edge: layout.Edge = lambda number, of: [page.text("with ਗੁਰਪ੍ਰੀਤ", BODY)]  # noqa: E731
    sheet = page.Sheet("Title", "Team", "Subject", edge, edge)
    assert text_in(page.render([page.text("words", BODY)], sheet)).count("ਗੁਰਪ੍ਰੀਤ") == 2
