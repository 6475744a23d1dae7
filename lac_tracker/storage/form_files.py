"""forms/*.toml → domain Form, refusing what it does not understand: every problem, not the first."""

import re
import tomllib
from pathlib import Path
from typing import Any

from lac_tracker.domain.errors import FormFileError
from lac_tracker.domain.forms import Form, Question
from lac_tracker.storage.form_tables import form_from
from lac_tracker.storage.form_values import Place

LARGEST_FILE = 1_000_000  # bytes


def read_forms(folder: Path) -> tuple[Form, ...]:
    """Return all forms of a folder, in the order of their file names.

    Raises FormFileError with every problem of every file.
    """
    forms, problems = _read_all(folder)
    if problems:
        raise FormFileError(problems)
    return forms


def check_forms(folder: Path) -> tuple[str, ...]:
    """Return every problem of every form file of a folder; nothing when all is well."""
    return _read_all(folder)[1]


def read_form_text(text: str, file_name: str) -> Form:
    """Return the form a text holds, such as the one kept with a signed assessment.

    Raises FormFileError with every problem.
    """
    form, problems = _understand(text, file_name)
    if form is None or problems:
        raise FormFileError(problems)
    return form


def read_source(path: Path) -> str:
    """Return the text of a form file, to be kept with a signed assessment.

    Raises FormFileError when it cannot be read, is over 1 MB or is not UTF-8.
    """
    try:
        with path.open("rb") as file:
            held = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise FormFileError(
            (f"{path.name} cannot be read: {reason}. Check the file and its folder",)
        ) from error
    if len(held) > LARGEST_FILE:
        raise FormFileError((f"{path.name} is over 1 MB. A form is a short text: split it into two",))
    try:
        return held.decode("utf-8-sig")  # Notepad puts a mark in front
    except UnicodeDecodeError as error:
        line = held.count(b"\n", 0, error.start) + 1
        raise FormFileError(
            (f"{path.name}, line {line}: this is not UTF-8 text. Save the file as UTF-8",)
        ) from error


def _read_all(folder: Path) -> tuple[tuple[Form, ...], tuple[str, ...]]:
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        return (), (f"{folder.name}: there are no form files (*.toml) in this folder",)
    forms: dict[str, Form] = {}
    problems: list[str] = []
    for path in paths:
        try:
            form, found = _understand(read_source(path), path.name)
        except FormFileError as error:
            problems += error.problems
            continue
        problems += found
        if form is not None and not found:
            forms[path.name] = form
    problems += _same_meaning(forms)
    return tuple(forms.values()), tuple(problems)


def _understand(text: str, file_name: str) -> tuple[Form | None, tuple[str, ...]]:
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        return None, (f"{file_name} is over 1 MB. A form is a short text: split it into two",)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return None, (_not_toml(str(error), file_name),)
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets thousands deep
        return None, (
            f"{file_name}: this is not TOML as forms use it. Look for a very long number or many brackets",
        )
    problems: list[str] = []
    form = form_from(table, Place(file_name, 1, "", problems), _lines_of_tables(text))
    return form, tuple(problems)


def _not_toml(words: str, file_name: str) -> str:
    reason, _, at = words.rpartition(" (at ")
    where = re.sub(r"^line (\d+), column \d+\)$", r"line \1", at).replace("end of document)", "last line")
    return f"{file_name}, {where}: {reason}. Look for a missing quotation mark, bracket or equals sign"


def _lines_of_tables(text: str) -> dict[str, list[int]]:
    """Return the line of the id of each [[table]] in the order they stand; of its heading where there is none."""
    found: dict[str, list[int]] = {}
    last: list[int] | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[\[\s*([\w.]+)\s*\]\]", line):
            last = found.setdefault(heading[1], [])
            last.append(number)
        elif re.match(r"\s*\[", line):
            last = None
        elif last is not None and re.match(r"\s*id\s*=", line):
            last[-1] = number
    return found


def _same_meaning(forms: dict[str, Form]) -> list[str]:
    """Return where one id stands for two things: ids never change their meaning, in no form."""
    problems: list[str] = []
    ids: dict[str, str] = {}
    questions: dict[str, tuple[str, Question]] = {}
    for file_name, form in forms.items():
        if form.id in ids:
            problems.append(
                f"{file_name}: the id '{form.id}' is also that of {ids[form.id]}. Give each form its own"
            )
        ids.setdefault(form.id, file_name)
        for question in (question for section in form.sections for question in section.questions):
            first_file, first = questions.setdefault(question.id, (file_name, question))
            for what, here, there in _differences(question, first):
                problems.append(
                    f"{file_name}, question '{question.id}': {what} is {here}, but {there} in {first_file}. "
                    "Equal ids ask the same in every form: use another id, or the same words"
                )
    return problems


def _differences(question: Question, first: Question) -> list[tuple[str, Any, Any]]:
    labels, first_labels = dict(question.options), dict(first.options)
    pairs: list[tuple[str, Any, Any]] = [
        ("type", question.type, first.type),
        ("unit", question.unit or "none", first.unit or "none"),
        ("fills", question.fills or "nothing", first.fills or "nothing"),
        *((f"option '{key}'", labels[key], first_labels[key]) for key in labels if key in first_labels),
    ]
    return [(what, f"'{here}'", f"'{there}'") for what, here, there in pairs if here != there]
