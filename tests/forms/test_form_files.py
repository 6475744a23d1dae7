"""The loader of forms: every message has a bad file that causes it, with its line."""

from dataclasses import replace

import pytest

from lac_tracker.domain.errors import FormFileError
from lac_tracker.domain.forms import Check, Condition, OneOf
from lac_tracker.domain.questions import FACTS, FILLS
from lac_tracker.storage.form_files import LARGEST_FILE, check_forms, read_form_text, read_forms, read_source

GOOD = """\
id = "iha_test"
title = "Test"
version = "2026-08"
for = "Anyone"
ages = { from_years = 0, to_years = 9 }
retired = ["smoker"]

[[section]]
id = "voice"
title = "{name}'s voice"

  [[section.question]]
  id = "well"
  ask = "What is going well for {name}?"
  type = "long text"
  words_at_least = 2
  words_at_most = 9
    [section.question.prompt]
    under_2 = "What did you see?"

[[section]]
id = "checks"
title = "Health checks"
show_if = { fact = "unaccompanied", is = "no" }

  [[section.question]]
  id = "dental"
  ask = "Seen a dentist?"
  type = "yes/no"
  not_known = true
  required = "to sign"
  not_enough = ["not_known"]

  [[section.question]]
  id = "eyes"
  ask = "Eyes"
  type = "several choices"
  show_if = [{ question = "dental", is_any_of = ["yes", "no"] }, { question = "well", answered = false }]
    [section.question.options]
    left = "Left"
    right = "Right"

  [[section.question]]
  id = "weight_kg"
  ask = "Weight"
  type = "number"
  unit = "kg"
  at_least = 0.5
  at_most = 200

  [[section.question]]
  id = "seen_on"
  ask = "Seen on"
  type = "date"
  not_after_today = true
  fills = "language"

[[one_of]]
id = "weight"
questions = ["weight_kg", "well"]
required = "with reason"
message = "No weight"

[[check]]
id = "eyes_said"
when = { question = "dental", is = "yes" }
expect = { question = "eyes", is = "answered" }
message = "No eyes"
"""


def problems(text, file_name="bad.toml"):
    with pytest.raises(FormFileError) as refused:
        read_form_text(text, file_name)
    return refused.value.problems


def test_the_good_form_is_understood():
    form = read_form_text(GOOD, "good.toml")
    assert (form.id, form.title, form.version, form.for_words, form.ages) == (
        "iha_test",
        "Test",
        "2026-08",
        "Anyone",
        (0, 9),
    )
    assert [(section.number, section.id, section.holds_plan) for section in form.sections] == [
        (1, "voice", False),
        (2, "checks", False),
    ]
    assert form.sections[1].show_if == (Condition(None, "is", ("no",), "unaccompanied"),)
    well, dental, eyes, weight, seen = (
        question for section in form.sections for question in section.questions
    )
    assert (well.prompts_by_age, well.words_at_least, well.words_at_most) == (
        (("under_2", "What did you see?"),),
        2,
        9,
    )
    assert dental.options == (("yes", "Yes"), ("no", "No"), ("not_known", "Not known"))
    assert (dental.required, dental.not_enough) == ("to sign", ("not_known",))
    assert eyes.options == (("left", "Left"), ("right", "Right"))
    assert eyes.show_if == (
        Condition("dental", "is_any_of", ("yes", "no")), Condition("well", "answered", ("no",)),
    )  # fmt: skip
    assert (weight.unit, weight.at_least, weight.at_most, weight.required) == ("kg", 0.5, 200, "no")
    assert (seen.not_after_today, seen.not_before_birth, seen.fills) == (True, False, "language")
    assert form.one_of == (OneOf("weight", ("weight_kg", "well"), "with reason", "No weight"),)
    assert form.checks == (
        Check("eyes_said", (Condition("dental", "is", ("yes",)),), (Condition("eyes", "answered", ("yes",)),), "No eyes"),
    )  # fmt: skip


# (what stands in the good form, what stands there instead, the one problem)
BAD = [
    ('type = "number"', 'type = "numbr"', "line 44, question 'weight_kg': type 'numbr' is not one of choice, date, long text, number, several choices, text, yes/no."),
    ('type = "number"\n', "", "line 44, question 'weight_kg': type is missing. It is one of choice, date, long text, number, several choices, text, yes/no"),
    ('required = "to sign"', 'requird = "to sign"', "line 27, question 'dental': 'requird' is not a key of a question. Did you mean 'required'?"),
    ('version = "2026-08"', 'version = "2026-08"\nxyz = 1', "line 1: 'xyz' is not a key of a form. Known keys: id, title, version, for, ages, retired, section, one_of, check"),
    ('title = "Health checks"', 'title = "Health checks"\nhold = "plan"', "line 22, section 'checks': 'hold' is not a key of a section. Did you mean 'holds'?"),
    ('required = "to sign"', 'required = "always"', "line 27, question 'dental': required 'always' is not one of to sign, with reason, no."),
    ('id = "seen_on"', 'id = "weight_kg"', "line 52, question 'weight_kg': this id is used twice. Give each question its own"),
    ('id = "seen_on"', 'id = "smoker"', "line 52, question 'smoker': this id is retired and must not be used again. Choose a new one"),
    ('id = "seen_on"', 'id = "checks_not_today"', "line 52, question 'checks_not_today': ids that end in '_not_today' are kept for whole sections. Choose another"),
    ('id = "seen_on"', 'id = "Seen on"', "line 52, question 'Seen on': id 'Seen on' must be small letters, digits and _, begin with a letter, and be at most 60 long"),
    ('  id = "seen_on"\n', "", "line 51, question 4: id is missing. Write id = \"…\""),
    ('id = "seen_on"', "id = 7", "line 52, question 4: id must be text in quotation marks"),
    ('ask = "Weight"', 'ask = " "', "line 44, question 'weight_kg': ask is missing. Write ask = \"…\""),
    ('ask = "Weight"', 'ask = "Weight of {nmae}"', "line 44, question 'weight_kg': ask holds '{nmae}'. Only {name} is replaced; write other words without braces"),
    ('left = "Left"', 'left = "{x"', "line 35, question 'eyes': option 'left' holds '{x'. Only {name} is replaced; write other words without braces"),
    ('left = "Left"', 'left = ""', "line 35, question 'eyes': option 'left' has no label. Write left = \"the words to show\""),
    ('left = "Left"', "left = 1", "line 35, question 'eyes': option 'left' has no label. Write left = \"the words to show\""),
    ('left = "Left"', 'left = "Right"', "line 35, question 'eyes': the label 'Right' stands 2 times. Nobody could tell the options apart"),
    ('    left = "Left"\n', "", "line 35, question 'eyes': a choice needs two options or more, such as options = { yes = \"Yes\", no = \"No\" }"),
    ("at_least = 0.5", "at_least = 300", "line 44, question 'weight_kg': at_least 300 is more than at_most 200. Change one of them"),
    ("at_least = 0.5", 'at_least = "0.5"', "line 44, question 'weight_kg': at_least must be a number"),
    ("at_least = 0.5", "at_least = nan", "line 44, question 'weight_kg': at_least must be a number"),
    ("at_least = 0.5", "at_least = true", "line 44, question 'weight_kg': at_least must be a number"),
    ("words_at_least = 2", "words_at_least = 10", "line 13, question 'well': words_at_least 10 is more than words_at_most 9. Change one of them"),
    ("words_at_least = 2", "words_at_least = -1", "line 13, question 'well': words_at_least must be a whole number, 0 or more"),
    ("words_at_least = 2", "at_least = 2", "line 13, question 'well': 'at_least' is only for number. Take it out, or change the type"),
    ("not_after_today = true", 'not_after_today = "yes"', "line 52, question 'seen_on': not_after_today must be true or false"),
    ('fills = "language"', 'fills = "langage"', f"line 52, question 'seen_on': fills 'langage' is not one of {', '.join(FILLS)}, nor birth.… or mother.… or father.… or family.…"),
    ('fills = "language"', 'fills = "birth.Weight"', "line 52, question 'seen_on': fills 'birth.Weight' must end in small letters, digits and _, such as 'birth.weight'"),
    ('fills = "language"', 'restricted = "yes"', "line 52, question 'seen_on': restricted must be true or false"),
    ('fills = "language"', 'required_unless = { fact = "age", is = "yes" }', f"line 52, question 'seen_on': required_unless: fact 'age' is not one of {', '.join(FACTS)}"),
    ('not_enough = ["not_known"]', 'not_enough = ["unsure"]', "line 27, question 'dental': not_enough 'unsure' is not one of its options: yes, no, not_known"),
    ('not_enough = ["not_known"]', 'not_enough = "unsure"', "line 27, question 'dental': not_enough must be a list such as [\"one\", \"two\"]"),
    ("under_2 =", "baby =", "line 13, question 'well': prompt 'baby' is not one of under_2, 2_to_4, 5_to_9, 10_to_15, 16_and_over"),
    ('{ question = "dental", is_any_of', '{ question = "weight_kg", is_any_of', "line 35, question 'eyes': show_if: question 'weight_kg' does not stand before this one. Move it up, or check the id"),
    ('{ question = "dental", is_any_of', '{ question = ["dental"], is_any_of', "line 35, question 'eyes': show_if: question '['dental']' does not stand before this one. Move it up, or check the id"),
    ('is_any_of = ["yes", "no"]', 'is_any_of = "yes"', "line 35, question 'eyes': show_if: is_any_of must be a list such as [\"yes\", \"not_known\"]"),
    ('is_any_of = ["yes", "no"]', "is = true", "line 35, question 'eyes': show_if: is must be one option in quotation marks, such as is = \"yes\""),
    ('is_any_of = ["yes", "no"]', 'is = "maybe"', "line 35, question 'eyes': show_if: 'maybe' is not an option of 'dental': yes, no, not_known"),
    ('is_any_of = ["yes", "no"]', 'is = "yes", is_not = "no"', "line 35, question 'eyes': show_if needs one question or one fact, and one of is, is_not, is_any_of, answered"),
    ('is_any_of = ["yes", "no"]', 'equals = "yes", is = "yes"', "line 35, question 'eyes': 'equals' is not a key of a condition (show_if). Known keys: question, fact, is, is_not, is_any_of, answered"),
    ("answered = false", 'answered = "no"', "line 35, question 'eyes': show_if: answered must be true or false"),
    ("answered = false", 'is = "fine"', "line 35, question 'eyes': show_if: 'well' has no options to compare with. Use answered = true"),
    ('show_if = { fact = "unaccompanied", is = "no" }', 'show_if = "never"', "line 22, section 'checks': show_if must be a condition such as { question = \"smokes\", is = \"yes\" }, or a list of them"),
    ('fact = "unaccompanied"', 'fact = "age"', f"line 22, section 'checks': show_if: fact 'age' is not one of {', '.join(FACTS)}"),
    ('title = "Health checks"', 'title = "Health checks"\nholds = "SDQ"', "line 22, section 'checks': holds 'SDQ' is not known. A section can hold 'plan', 'last_plan' or nothing"),
    ('title = "Health checks"', 'title = "Health checks"\nlabel = "seven"', "line 22, section 'checks': label 'seven' is too long. People say 'section 7' or 'section 2b'"),
    ('title = "Health checks"', 'title = "Health checks"\nlabel = "1"', "line 1: the section label '1' is used 2 times. Give each section its own"),
    ('title = "Health checks"', 'title = "Health checks"\nuse = 3', "line 22, section 'checks': use must be the id of a part, or a list such as [\"everyday_life\", \"growing_up\"]"),
    ('title = "Health checks"', 'title = "Health checks"\nuse = "eyes"', "line 22, section 'checks': use 'eyes': there is no part of that name. Parts in this folder: none"),
    ('id = "checks"', 'id = "voice"', "line 1: the section id 'voice' is used 2 times. Give each section its own"),
    ("ages = { from_years = 0, to_years = 9 }", "ages = { from_years = 10, to_years = 9 }", "line 1: from_years 10 is more than to_years 9. Change one of them"),
    ("ages = { from_years = 0, to_years = 9 }", 'ages = "all"', "line 1: ages must be years such as { from_years = 0, to_years = 9 }"),
    ("ages = { from_years = 0, to_years = 9 }", "ages = { from = 0 }", "line 1: 'from' is not a key of ages. Known keys: from_years, to_years"),
    ('title = "Test"', "title = 3", "line 1: title must be text in quotation marks"),
    ('questions = ["weight_kg", "well"]', 'questions = ["weight_kg", "weight"]', "line 59, one_of 'weight': there is no question 'weight'. Check the id"),
    ('questions = ["weight_kg", "well"]', 'questions = ["well"]', "line 59, one_of 'weight': questions must be a list of two ids or more, such as [\"weight_kg\", \"why_not_weighed\"]"),
    ('expect = { question = "eyes", is = "answered" }\n', "", "line 65, check 'eyes_said': expect is missing. Write a condition: expect = { question = …, is = … }"),
    ('expect = { question = "eyes", is = "answered" }', 'expect = { fact = "sex", is = "male" }', "line 65, check 'eyes_said': expect must be about a question: that is where the signer is sent"),
    ("[[one_of]]", "[one_of]", "line 1: 'one_of' must be written as [[one_of]] tables"),
]  # fmt: skip


@pytest.mark.parametrize(("stands", "instead", "problem"), BAD)
def test_what_is_not_understood_is_named_with_line_and_remedy(stands, instead, problem):
    assert stands in GOOD
    assert problems(GOOD.replace(stands, instead, 1)) == (f"bad.toml, {problem}",)


def test_a_form_needs_sections_and_a_section_questions():
    top = GOOD[: GOOD.index("[[section]]")]
    assert problems(top) == ("bad.toml, line 1: there is no [[section]]. A form has at least one",)
    empty = top + '[[section]]\nid = "a"\ntitle = "A"\n'
    assert problems(empty) == (
        "bad.toml, line 9, section 'a': there is no [[section.question]]. A section has at least one",
    )


def test_all_problems_are_said_at_once():
    text = (
        GOOD.replace('"number"', '"numbr"').replace('"date"', '"day"').replace('"several choices"', '"pick"')
    )
    assert len(problems(text)) == 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id = \n", "bad.toml, line 1: Invalid value. Look for a missing quotation mark, bracket or equals sign"),
        ('id = "x', "bad.toml, last line: Unterminated string. Look for a missing quotation mark, bracket or equals sign"),
        ("x = " + "[" * 5000, "bad.toml: this is not TOML as forms use it. Look for a very long number or many brackets"),
        ("x = " + "9" * 5000, "bad.toml: this is not TOML as forms use it. Look for a very long number or many brackets"),
        ("#" * (LARGEST_FILE + 1), "bad.toml is over 1 MB. A form is a short text: split it into two"),
    ],
)  # fmt: skip
def test_what_is_not_a_form_file_at_all(text, says):
    assert problems(text) == (says,)


def folder_of(tmp_path, **texts):
    for name, text in texts.items():
        held = text if isinstance(text, bytes) else text.encode("utf-8")
        (tmp_path / f"{name}.toml").write_bytes(held)
    return tmp_path


def test_a_folder_of_good_forms_is_read_in_order_of_names(tmp_path):
    folder = folder_of(tmp_path, b=GOOD, a=GOOD.replace('"iha_test"', '"iha_other"').replace("\n", "\r\n"))
    assert [form.id for form in read_forms(folder)] == ["iha_other", "iha_test"]
    assert check_forms(folder) == ()


def test_a_mark_in_front_of_the_text_is_no_problem(tmp_path):
    folder = folder_of(tmp_path, a=b"\xef\xbb\xbf" + GOOD.encode())
    assert read_form_text(read_source(folder / "a.toml"), "a.toml") == read_forms(folder)[0]


def test_an_empty_folder_says_so(tmp_path):
    assert check_forms(tmp_path / "none") == ("none: there are no form files (*.toml) in this folder",)


def test_a_file_that_cannot_be_read_is_one_problem_beside_the_others(tmp_path):
    folder = folder_of(
        tmp_path,
        a="id = 1\n# caf\u00e9".encode("latin-1"),
        b=b"#" * (LARGEST_FILE + 1),
        d=GOOD.replace('"numbr"', "").replace('"number"', '"numbr"'),
    )
    (folder / "c.toml").mkdir()
    found = check_forms(folder)
    assert found[0] == "a.toml, line 2: this is not UTF-8 text. Save the file as UTF-8"
    assert found[1] == "b.toml is over 1 MB. A form is a short text: split it into two"
    assert found[2].startswith("c.toml cannot be read: ")
    assert found[3].startswith("d.toml, line 44, question 'weight_kg'")
    with pytest.raises(FormFileError) as refused:
        read_forms(folder)
    assert refused.value.problems == found
    assert str(refused.value).count("\n") == 3


@pytest.mark.parametrize(
    ("stands", "instead", "says"),
    [
        ('type = "number"\n  unit = "kg"\n  at_least = 0.5\n  at_most = 200', 'type = "text"', "b.toml, question 'weight_kg': type is 'text', but 'number' in a.toml."),
        ('unit = "kg"', 'unit = "g"', "b.toml, question 'weight_kg': unit is 'g', but 'kg' in a.toml."),
        ('left = "Left"', 'left = "Open"', "b.toml, question 'eyes': option 'left' is 'Open', but 'Left' in a.toml."),
        ('  fills = "language"\n', "", "b.toml, question 'seen_on': fills is 'nothing', but 'language' in a.toml."),
    ],
)  # fmt: skip
def test_equal_ids_ask_the_same_in_every_form(tmp_path, stands, instead, says):
    other = GOOD.replace('"iha_test"', '"iha_other"').replace(stands, instead)
    found = check_forms(folder_of(tmp_path, a=GOOD, b=other))
    assert says in [
        problem.removesuffix(" Equal ids ask the same in every form: use another id, or the same words")
        for problem in found
    ]


def test_two_forms_have_two_ids(tmp_path):
    found = check_forms(folder_of(tmp_path, a=GOOD, b=GOOD))
    assert found == ("b.toml: the id 'iha_test' is also that of a.toml. Give each form its own",)


def test_a_form_without_ages_is_for_any_age():
    text = GOOD.replace("ages = { from_years = 0, to_years = 9 }\n", "")
    assert replace(read_form_text(GOOD, "x"), ages=(None, None)) == read_form_text(text, "x")
