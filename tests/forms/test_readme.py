"""forms/README.md: what it tells a clinician to do works as it says."""

import re
import shutil

from lac_tracker.domain.questions import FACTS, FILLS
from lac_tracker.paths import FORMS
from lac_tracker.storage import form_questions
from lac_tracker.storage.form_files import check_forms, read_forms

README = (FORMS / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)


def test_the_worked_example_can_be_followed_step_by_step(tmp_path):
    folder = tmp_path / "forms"
    shutil.copytree(FORMS, folder)
    part = folder / "health_checks.toml"
    before, new_words, new_option, new_question, retired = BLOCKS
    text = part.read_text(encoding="utf-8")
    assert before in text
    ask, options = re.findall(r"  (?:ask|options) = .*\n", before)
    text = text.replace(ask, new_words).replace(options, new_option)
    seen = text.index('id = "dental_seen"')
    end = text.index("[[section.question]]", text.index("[[section.question]]", seen) + 1)
    text = text[: end - 2] + new_question + "\n" + text[end - 2 :]
    text = text.replace("retired = []\n", retired)
    gone = re.search(r'  \[\[section\.question\]\]\n  id = "dental_registered_doing"\n(?:  .*\n)+', text)
    assert gone
    text = text.replace(gone[0], "")
    part.write_text(text, encoding="utf-8")
    assert check_forms(folder) == ()
    for form in read_forms(folder):
        questions = {question.id: question for section in form.sections for question in section.questions}
        assert dict(questions["dental_seen"].options)["booked"] == "Booked"
        assert "been to a dentist" in questions["dental_seen"].ask
        assert questions["brushing_shown"].required == "with reason"
        assert "dental_registered_doing" not in questions
    slip = text.replace('id = "brushing_shown"\n  ask = "Was brushing shown?"\n  type = "yes/no"', 'id = "brushing_shown"\n  ask = "Was brushing shown?"\n  type = "yesno"')  # fmt: skip
    part.write_text(slip, encoding="utf-8")
    (problem,) = check_forms(folder)
    said = next(line.strip() for line in README.splitlines() if "'brushing_shown': type 'yesno'" in line)
    assert re.sub(r"line \d+", "line n", problem) == re.sub(r"line \d+", "line n", said)


def test_every_key_fact_and_line_of_the_record_is_explained():
    for key in (*form_questions._QUESTION_KEYS, *FACTS, *FILLS):  # noqa: SLF001 - the list of keys itself
        assert f"`{key}`" in README, key


def test_every_file_of_the_folder_stands_in_the_tables():
    for path in FORMS.glob("*.toml"):
        assert f"`{path.name}`" in README
