"""A licensed team's own wording: read, checked, kept with its licence, shown, removed. Nothing is shipped."""

import pytest

from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.exchange.sdq_wording_file import read_wording
from lac_tracker.services import sdq_wording
from lac_tracker.storage import people
from tests.builders import ask, write
from tests.conftest import NADIA, TOM

ITEMS = [f"Words of item {number}" for number in range(1, 26)]
CSV = "\n".join(["item,words", *(f"{number},{words}" for number, words in enumerate(ITEMS, 1))]).encode()
TOML = "\n".join(["[items]", *(f'"{number}" = "{words}"' for number, words in enumerate(ITEMS, 1))]).encode()
FORM = "parent_4_17"


def load(database, **more):
    said = {"version": FORM, "licence_note": "Licence 12", "items": ITEMS} | more
    return write(database, sdq_wording.load, said.pop("version"), **said)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("w.csv", CSV), ("w.toml", TOML), ("w.csv", CSV.replace(b",", b";")), ("w.csv", b"\xef\xbb\xbf" + CSV),
        ("w.TOML", TOML.replace(b'"1"', b"item_1")),
    ],
)  # fmt: skip
def test_a_file_in_either_form_gives_the_words_of_each_item(file, data):
    assert read_wording(file, data) == tuple(ITEMS)


def test_it_is_kept_with_its_licence_and_shown_until_it_is_removed(database):
    load(database)
    found = ask(database, sdq_wording.wording, FORM, by=NADIA)
    assert (found.items, found.of(25), found.licence_note, found.loaded_by) == (
        tuple(ITEMS), "Words of item 25", "Licence 12", "Grace Mensah",
    )  # fmt: skip
    assert ask(database, sdq_wording.wording, "self_11_17") is None
    assert ask(database, sdq_wording.loaded) == (found,)
    with database.reading() as session:
        assert people.settings(session, 1) == {}  # no rule of the team
    load(database, licence_note="Licence 13")
    assert ask(database, sdq_wording.wording, FORM).licence_note == "Licence 13"
    write(database, sdq_wording.remove, FORM)
    assert ask(database, sdq_wording.wording, FORM) is None
    with pytest.raises(NotFound, match="No wording was loaded for the form 'Carer form, 4 to 17'"):
        write(database, sdq_wording.remove, FORM)


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("w.csv", CSV.replace(b"13,", b"12,"), "line 14: item 12 is there twice. Item 13 has no words"),
        ("w.csv", CSV + b"\n26,More", "line 27: there is no item '26'. Items are 1 to 25"),
        ("w.csv", CSV.replace(b"Words of item 4\n", b"\n"), "Item 4 has no words"),
        (
            "w.csv",
            CSV.replace(b"Words of item 4\n", b"x" * 301 + b"\n"),
            "Item 4 has 301 characters; 300 fit",
        ),
        ("w.csv", CSV.replace(b"words", b"other"), "the columns must be item and words"),
        ("w.csv", b"PK\x03\x04", "Excel workbook"),
        ("w.csv", b"x" * 200_001, "over 200 KB"),
        ("w.toml", b"[items", "is no TOML file"),
        ("w.toml", b'title = "x"', r"no table \[items\]"),
        ("w.toml", TOML.replace(b'"Words of item 9"', b"9"), "Item 9 has no words"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(file, data, words):
    with pytest.raises(UserError, match=words):
        read_wording(file, data)


def test_nothing_is_kept_without_a_licence_a_form_or_a_whole_file(database):
    for wrong, words in [
        ({"licence_note": " "}, "Licence note is missing"),
        ({"version": "none"}, "Form is missing"),
        ({"items": ITEMS[:24]}, "There are words of 24 items. The form has 25"),
        ({"items": [*ITEMS[:12], "\u202e ", *ITEMS[13:]]}, "Item 13 has no words"),
    ]:
        with pytest.raises(UserError, match=words):
            load(database, **wrong)
    assert ask(database, sdq_wording.loaded) == ()


def test_managers_alone_load_and_remove_it(database):
    for by in (NADIA, TOM):
        with pytest.raises(NotAllowed):
            load(database, by=by)
        with pytest.raises(NotAllowed):
            write(database, sdq_wording.remove, FORM, by=by)
