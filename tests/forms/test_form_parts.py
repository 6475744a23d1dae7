"""Shared parts of forms: understood, refused with the part's own file and line, and kept whole with what is signed."""

from dataclasses import replace

import pytest

from lac_tracker.domain.errors import FormFileError, NotFound
from lac_tracker.domain.forms import Condition
from lac_tracker.storage.form_files import check_forms, kept_text, read_form_text, read_forms

PART = """\
part = true
id = "teeth"
title = "Teeth"
version = "2026-09"
retired = ["brushes"]

[[section]]
id = "teeth"
title = "{name}'s teeth"
show_if = { fact = "under_2", is = "no" }

  [[section.question]]
  id = "dental"
  ask = "Seen a dentist?"
  type = "yes/no"
  required = "to sign"
  show_if = { question = "well", answered = true }

  [[section.question]]
  id = "dental_doing"
  ask = "What is being done?"
  type = "text"
  show_if = { question = "dental", is = "no" }

[[one_of]]
id = "teeth"
questions = ["dental", "dental_doing"]
required = "with reason"
message = "Nothing on teeth"

[[check]]
id = "dentist"
expect = { question = "dental", is = "yes" }
message = "No dentist"
"""
FORM = """\
id = "rha_test"
title = "Test"
version = "2026-09"
for = "Anyone"

[[section]]
id = "voice"
title = "Voice"
label = "1"

  [[section.question]]
  id = "well"
  ask = "What is going well?"
  type = "text"

[[section]]
id = "last_plan"
title = "Last plan"
label = "2"
holds = "last_plan"

[[section]]
use = "teeth"
label = "2b"
title = "Teeth: anything new"

  [[section.question]]
  id = "teeth_new"
  ask = "Anything new?"
  type = "text"
"""
OTHER = FORM.replace('"rha_test"', '"iha_test"').replace('title = "Teeth: anything new"\n', "")


def folder_of(tmp_path, **texts):
    for name, text in texts.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_section_takes_over_a_part_and_keeps_what_it_says_itself(tmp_path):
    iha, rha = read_forms(folder_of(tmp_path, rha_test=FORM, iha_test=OTHER, teeth=PART))
    assert (iha.id, rha.id, iha.parts) == ("iha_test", "rha_test", ("teeth",))
    assert [(one.number, one.label, one.id, one.holds_last_plan) for one in rha.sections] == [
        (1, "1", "voice", False), (2, "2", "last_plan", True), (3, "2b", "teeth", False),
    ]  # fmt: skip
    own, taken = rha.sections[2], iha.sections[2]
    assert (own.title, taken.title) == ("Teeth: anything new", "{name}'s teeth")
    assert [question.id for question in own.questions] == ["teeth_new", "dental", "dental_doing"]
    assert own.show_if == (Condition(None, "is", ("no",), "under_2"),)
    assert [rule.id for rule in rha.one_of] == ["teeth"]
    assert [rule.id for rule in rha.checks] == ["dentist"]


def test_a_section_may_use_several_parts(tmp_path):
    more = PART.replace('"teeth"', '"gums"').replace("dental", "gums").replace('"dentist"', '"gums_checked"')
    both = FORM.replace('use = "teeth"', 'use = ["teeth", "gums"]')
    (form,) = read_forms(folder_of(tmp_path, rha_test=both, teeth=PART, gums=more))
    assert [question.id for question in form.sections[2].questions] == [
        "teeth_new", "dental", "dental_doing", "gums", "gums_doing",
    ]  # fmt: skip
    assert form.sections[2].id == "teeth"


@pytest.mark.parametrize(
    ("stands", "instead", "problem"),
    [
        ('type = "yes/no"', 'type = "yes/no"\nreqird = "no"', "teeth.toml, line 13, question 'dental': 'reqird' is not a key of a question. Did you mean 'required'?"),
        ('question = "well"', 'question = "wel"', "teeth.toml, line 13, question 'dental': show_if: question 'wel' does not stand before this one. Move it up, or check the id"),
        ('fact = "under_2"', 'fact = "under_3"', None),
        ('id = "dental"', 'id = "brushes"', None),
        ('questions = ["dental", "dental_doing"]', 'questions = ["dental", "x"]', "teeth.toml, line 26, one_of 'teeth': there is no question 'x'. Check the id"),
        ('expect = { question = "dental", is = "yes" }', 'expect = { question = "dental", is = "maybe" }', "teeth.toml, line 32, check 'dentist': expect: 'maybe' is not an option of 'dental': yes, no"),
        ('version = "2026-09"\n', "", "teeth.toml, line 1: version is missing. Write version = \"…\""),
        ("part = true", "part = 1", "teeth.toml, line 1: part must be true. A form has no such key: take it out, or write part = true"),
        ('retired = ["brushes"]', 'ages = { from_years = 0 }', "teeth.toml, line 1: 'ages' is not a key of a part. Known keys: part, id, title, version, retired, section, one_of, check"),
        ('title = "{name}\'s teeth"', 'title = "Teeth"\nholds = "plan"', "teeth.toml, line 1: 'holds' is not a key of the section of a part. Known keys: id, title, show_if, question"),
        ('[[one_of]]', '[[section]]\nid = "two"\ntitle = "Two"\n\n[[one_of]]', "teeth.toml, line 1: a part has one [[section]]; this one has 2. Make a part of each"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_part_is_said_once_with_its_own_file_and_line(tmp_path, stands, instead, problem):
    assert stands in PART
    folder = folder_of(tmp_path, rha_test=FORM, iha_test=OTHER, teeth=PART.replace(stands, instead, 1))
    found = check_forms(folder)
    assert found
    assert all(one.startswith("teeth.toml, line ") for one in found)
    assert len(found) == len(set(found))
    assert problem is None or found == (problem,)


def test_a_part_is_called_after_its_file_and_a_missing_one_is_named(tmp_path):
    folder = folder_of(tmp_path, rha_test=FORM, tooth=PART)
    assert check_forms(folder) == (
        "tooth.toml, line 1: a part has the name of its file. Call the file teeth.toml, or change the id",
    )
    folder = folder_of(tmp_path, tooth=PART.replace('"teeth"', '"tooth"', 1))
    assert check_forms(folder)[0] == (
        "rha_test.toml, line 22, section 3: use 'teeth': there is no part of that name. Parts in this folder: tooth"
    )


def test_a_part_that_no_form_uses_is_checked_too(tmp_path):
    alone = PART.replace('show_if = { question = "well", answered = true }', "hnt = 1")
    folder = folder_of(tmp_path, rha_test=FORM[: FORM.rindex("[[section]]")], teeth=alone)
    assert check_forms(folder) == (
        "teeth.toml, line 13, question 'dental': 'hnt' is not a key of a question. Did you mean 'hint'?",
    )


def test_the_kept_text_holds_the_parts_and_reads_the_same_after_they_changed(tmp_path):
    folder = folder_of(tmp_path, rha_test=FORM, iha_test=OTHER, teeth=PART)
    signed = read_forms(folder)[1]
    kept = kept_text(folder, "rha_test")
    assert kept.startswith(FORM)
    assert kept.count("#=== part teeth.toml\n") == 1
    folder_of(
        folder,
        teeth=PART.replace("Seen a dentist?", "Been to the dentist?").replace('is = "no"', 'is = "yes"'),
    )
    now = read_forms(folder)[1]
    assert read_form_text(kept, "rha_test.toml") == signed
    assert now != signed
    assert kept_text(folder, "rha_test") != kept


def test_a_kept_text_survives_line_ends_of_windows_and_a_missing_last_one(tmp_path):
    folder = folder_of(tmp_path, rha_test=FORM.rstrip())
    (folder / "teeth.toml").write_bytes(PART.rstrip().replace("\n", "\r\n").encode())
    assert read_form_text(kept_text(folder, "rha_test"), "rha_test.toml") == read_forms(folder)[0]


def test_a_text_kept_before_there_were_parts_still_reads(tmp_path):
    plain = FORM[: FORM.rindex("[[section]]")]
    folder = folder_of(tmp_path, rha_test=plain)
    assert kept_text(folder, "rha_test") == plain
    assert replace(read_form_text(plain, "x.toml")) == read_forms(folder)[0]
    assert read_form_text(plain, "x.toml").parts == ()


def test_a_kept_text_without_its_part_is_refused_in_words():
    with pytest.raises(FormFileError, match="there is no part of that name"):
        read_form_text(FORM, "rha_test.toml")


def test_no_file_may_hold_the_line_that_parts_are_kept_under(tmp_path):
    folder = folder_of(tmp_path, rha_test=FORM + "\n#=== part teeth.toml\n", teeth=PART)
    assert check_forms(folder)[0] == (
        "rha_test.toml, line 32: a line that begins with #=== part is for the kept text of a signed assessment. "
        "Take it out"
    )


def test_a_form_that_is_gone_is_not_kept(tmp_path):
    with pytest.raises(NotFound, match="'iha_test' is not there any more"):
        kept_text(folder_of(tmp_path, rha_test=FORM, teeth=PART), "iha_test")
