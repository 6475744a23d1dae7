"""`sdq score`: the columns of the contract, one row for each row, faults named by line; and `sdq wording`."""

import csv

import pytest

from lac_tracker.cli import sdq as command
from lac_tracker.services import sdq_wording
from tests.builders import ask

QUESTIONS = [f"q{number}" for number in range(1, 26)]
IMPACT = ["ebddiff", "distres", "imphome", "impfrie", "impclas", "impleis"]
SCALES = ["emotional", "conduct", "hyperactivity", "peer", "prosocial"]
BANDED = ["total", *SCALES, "impact"]
SCORES = [*SCALES, "total", "externalising", "internalising", "impact"]
OUT = [*SCORES, *(f"band3_{one}" for one in BANDED), *(f"band4_{one}" for one in BANDED)]
HEADER = ",".join([*QUESTIONS, *IMPACT])
BACKWARDS = ",".join([*QUESTIONS, *IMPACT][::-1])
ONES, ASKED = ",".join(["1"] * 25), ",2,3,1,0,0,0"


@pytest.fixture
def score(run, tmp_path):
    """Score the text or bytes of a file; returns what ran, with `rows` as dictionaries."""

    def scored(text, *words):
        path = tmp_path / "answers.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        ran = run("sdq", "score", path, *words)
        lines = list(csv.reader(ran.text.splitlines()))
        assert not lines or lines[0] == OUT
        return ran, [dict(zip(OUT, line, strict=True)) for line in lines[1:]]

    return scored


def test_scores_and_bands_stand_in_the_columns_of_the_contract(score):
    ran, rows = score(
        f"{HEADER}\n{ONES}{ASKED}\n{','.join(['0'] * 25)},0,,,,,\n{','.join(['2'] * 25)}{ASKED}\n"
    )
    assert ran.code == 0
    assert [[row[name] for name in SCORES] for row in rows] == [
        ["5", "5", "5", "5", "5", "20", "10", "10", "2"],
        ["0", "2", "4", "4", "0", "10", "6", "4", "0"],
        ["10", "8", "6", "6", "10", "30", "14", "16", "2"],
    ]
    assert [rows[0][f"band3_{one}"] for one in BANDED] == [
        "abnormal", "abnormal", "abnormal", "normal", "abnormal", "borderline", "abnormal",
    ]  # fmt: skip
    assert [rows[0][f"band4_{one}"] for one in BANDED] == [
        "very_high", "high", "high", "close_to_average", "very_high", "very_low", "high",
    ]  # fmt: skip
    assert ran.words == (
        "Bands not verified: band3_impact, band4_total, band4_emotional, band4_conduct, band4_hyperactivity, "
        "band4_peer, band4_prosocial, band4_impact\n"
    )


def test_what_cannot_be_formed_is_blank_and_a_wrong_value_blanks_its_row_and_names_its_line(score):
    blanks = ",".join(
        ["1"] * 2 + [""] + ["1"] * 4 + [""] + ["1"] * 4 + [""] + ["1"] * 12
    )  # items 3, 8 and 13
    rows_in = [
        f'"one\nand a half",{blanks},,,,,,', f"two,{ONES.replace('1', '3', 1)}{ASKED}", "", f"three,{ONES},2,4,x,,,",
        f"four,{ONES},9,,,,,", "five" + "," * 31, f"six,{ONES}{ASKED}", f"seven,{ONES.replace('1', '1.0')},,,,,,",
    ]  # fmt: skip
    ran, rows = score(f"name,{HEADER}\n" + "\r\n".join(rows_in))
    assert ran.code == 0
    assert [row["total"] for row in rows] == ["", "", "", "", "", "20", "20"]
    assert [row["conduct"] for row in rows] == ["5", "", "", "", "", "5", "5"]
    assert [row["impact"] for row in rows] == ["", "", "", "", "", "2", ""]
    assert rows[0]["band3_emotional"] == rows[0]["internalising"] == ""
    assert rows[0]["externalising"] == "10"
    assert set(rows[1].values()) == set(rows[4].values()) == {""}
    assert ran.words.splitlines()[1:] == [
        "answers.csv, line 4: q1 is '3': it must be 0 to 2, or blank. This row has no scores",
        "answers.csv, line 6: distres is '4': it must be 0 to 3, or blank; imphome is 'x': it must be 0 to 3, or blank. "
        "This row has no scores",
        "answers.csv, line 7: ebddiff is '9': it must be 0 to 3, or blank. This row has no scores",
    ]


@pytest.mark.parametrize(
    "text",
    [
        b"\xef\xbb\xbf" + f"{HEADER}\n{ONES}{ASKED}\n".encode(),
        f"{HEADER}\n{ONES}{ASKED}\n".encode("utf-16"),
        f"\n sep=;\n{HEADER}\n{ONES}{ASKED}".replace(",", ";").encode(),
        f"{HEADER}\n{ONES}{ASKED}".replace(",", "\t").encode(),
        f"{HEADER}\n{ONES}{ASKED}".upper().replace(",", " , ").encode(),
        f"Zoë,{HEADER},more\nÉva,{ONES}{ASKED},9\n".encode("cp1252"),
        f"{BACKWARDS}\r{','.join(f'{ONES}{ASKED}'.split(',')[::-1])}".encode(),
    ],
    ids=["mark", "utf-16", "semicolons", "tabs", "capitals and blanks", "windows-1252", "other order"],
)  # fmt: skip
def test_files_as_they_really_come_are_read(score, text):
    ran, rows = score(text)
    assert (ran.code, [(row["total"], row["impact"]) for row in rows]) == (0, [("20", "2")])


def test_a_column_that_is_missing_counts_as_not_answered_and_a_short_row_is_doubted(score):
    ran, rows = score("id,q3,q8,q13\n7,2,1,1\n8,2,1\n9,2,1,2,5\n")
    assert [row["emotional"] for row in rows] == ["7", "", "8"]
    assert ran.words.startswith("No column q1, q2, q4,")
    assert "answers.csv, line 3: 3 cells under 4 columns" in ran.words
    assert "answers.csv, line 4: 5 cells under 4 columns" in ran.words


@pytest.mark.parametrize(
    ("form", "impact", "band3", "band4"),
    [
        ("parent-4-17", "10", "abnormal", "very_high"), ("parent_4_17", "10", "abnormal", "very_high"),
        ("teacher-4-17", "6", "abnormal", "very_high"), ("Self-11-17", "10", "abnormal", "very_high"),
        ("parent-2-4", "10", "", "very_high"), ("teacher-2-4", "6", "", ""), ("self-18-plus", "10", "", ""),
    ],
)  # fmt: skip
def test_each_form_has_its_own_impact_and_bands(score, form, impact, band3, band4):
    ran, rows = score(f"{HEADER}\n{ONES},3,3,3,3,3,3\n", "--version", form)
    assert (rows[0]["impact"], rows[0]["band3_total"], rows[0]["band4_total"]) == (impact, band3, band4)
    assert (not band3 and not band4) is ("No bands were published for this form" in ran.words)


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        (b"", (), "line 1 is empty"),
        (b"\n\n", (), "is empty"),
        (b"a,b\n1,2\n", (), "has none of the columns q1 to q25"),
        (b"ebddiff\n1\n", (), "has none of the columns q1 to q25"),
        (b"q1,Q1 \n1,2\n", (), "names the column q1 twice"),
        (b'q1,q2\n1,2\n"1,2\n3,4', (), "line 3 has a quotation mark that is not closed"),
        (b"PK\x03\x04rest", (), "Excel workbook"),
        (b"q1\n\x00\x01", (), "characters that no text has"),
        (b"q1\n\x81", (), "is not text in UTF-8 or Windows-1252"),
        (b"q1\n" + b"1" * 200_001, (), "is longer than 200,000 characters"),
        (b"q1\n1\n", ("--version", "parent-5-9"), "There is no form 'parent-5-9'. It can be: parent-2-4, parent-4-17"),
    ],
    ids=lambda one: one[:12] if isinstance(one, bytes) else None,
)  # fmt: skip
def test_a_file_that_cannot_be_scored_is_refused_in_words_and_nothing_is_written(score, text, words, said):
    ran, _ = score(text, *words)
    assert (ran.code, ran.output) == (2, b"")
    assert said in ran.words


def test_it_needs_a_file_that_is_there_and_no_caseload(run, tmp_path, monkeypatch):
    monkeypatch.setenv("LAC_TRACKER_CASELOAD", str(tmp_path / "none.lac"))
    assert "There is no file at" in run("sdq", "score", tmp_path / "none.csv").words
    assert run("sdq", "score", tmp_path).code == 2
    assert run("sdq", "score").code == 2


def test_rows_are_read_and_written_one_at_a_time(tmp_path):
    path = tmp_path / "many.csv"
    path.write_text(HEADER + f"\n{ONES}{ASKED}" * 50)
    rows = command._rows(path, "utf-8-sig", [])  # noqa: SLF001 - what is asked is how it is done
    scored = command._scored(rows, path.name, "parent_4_17")  # noqa: SLF001
    assert next(scored).startswith("5,5,5,5,5,20,10,10,2,abnormal")
    assert next(rows).line == 3  # the second row was not read before it was wanted


def test_wording_is_loaded_by_a_manager_and_removed(run, team, tmp_path, caseload_of, as_user):
    path = tmp_path / "wording.csv"
    path.write_text("item,words\n" + "\n".join(f"{number},Words of item {number}" for number in range(1, 26)))
    assert "Licence note is missing" in run("sdq", "wording", "parent-4-17", path).words
    assert "or say --remove" in run("sdq", "wording", "parent-4-17").words
    loaded = run("sdq", "wording", "parent-4-17", path, "--licence-note", "Licence 12")
    assert (loaded.code, loaded.words) == (0, "Loaded the wording of parent-4-17.\n")
    database = caseload_of(team)
    assert ask(database, sdq_wording.wording, "parent_4_17").of(13) == "Words of item 13"
    as_user("nadia")
    assert run("sdq", "wording", "parent-4-17", "--remove").code == 2
    as_user("grace")
    assert run("sdq", "wording", "parent-4-17", "--remove").words == "Removed the wording of parent-4-17.\n"
    assert ask(database, sdq_wording.wording, "parent_4_17") is None
