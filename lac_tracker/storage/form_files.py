"""forms/*.toml → domain Form, refusing what it does not understand: every problem, not the first."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lac_tracker.domain.errors import FormFileError, NotFound
from lac_tracker.domain.forms import Form, Question
from lac_tracker.storage import form_parts
from lac_tracker.storage.form_parts import Source
from lac_tracker.storage.form_tables import alone, check_part, form_from

LARGEST_FILE = 1_000_000  # bytes
PART_FOR = "A part of the health assessments, on its own"
_PARSED_AT_ONCE = 64  # files kept parsed: more than there are forms and parts


def read_forms(folder: Path) -> tuple[Form, ...]:
    """Return all forms of a folder, in the order of their file names.

    Raises FormFileError with every problem of every file.
    """
    forms, problems = _read_all(folder)
    if problems:
        raise FormFileError(problems)
    return tuple(forms.values())


def check_forms(folder: Path) -> tuple[str, ...]:
    """Return every problem of every form file of a folder; nothing when all is well."""
    return _read_all(folder)[1]


@lru_cache(maxsize=32)
def read_form_text(text: str, file_name: str) -> Form:
    """Return the form a text holds, such as the one kept with a signed assessment: with its parts, if it has any.

    Raises FormFileError with every problem.
    """
    own, kept = form_parts.split(text)
    problems: list[str] = []
    sources = [_source(own, file_name), *(_source(part, name) for name, part in kept)]
    _check_parts(sources[1:], problems)
    form = form_from(sources[0], {part.id: part for part in sources[1:]}, problems)
    if problems:
        raise FormFileError(tuple(dict.fromkeys(problems)))
    return form


def kept_text(folder: Path, form_id: str) -> str:
    """Return the text of a form with that of every part it uses, to be kept with what is signed.

    Raises NotFound when its file is gone, FormFileError when one cannot be read.
    """
    sources = [_source(read_source(path), path.name) for path in sorted(folder.glob("*.toml"))]
    parts = {source.id: source for source in sources if source.is_part}
    for source in sources:
        if source.id == form_id and not source.is_part:
            used = (parts[name] for name in form_parts.used_in(source.table) if name in parts)
            return form_parts.joined(source, used)
    raise NotFound(f"The file of the form '{form_id}' is not there any more")


def read_parts(folder: Path) -> dict[str, Form]:
    """Return each part as a form of its own, as it is printed blank: the supplement, the history, the leaving-care section.

    Raises FormFileError with every problem.
    """
    sources = [_source(read_source(path), path.name) for path in sorted(folder.glob("*.toml"))]
    found: dict[str, Form] = {}
    problems: list[str] = []
    for part in (source for source in sources if source.is_part):
        asked = {
            key: held for key, held in alone(part).table.items() if key != "check"
        }  # they look at other parts
        found[part.id] = form_from(replace(part, table={**asked, "for": PART_FOR}), {}, problems)
    if problems:
        raise FormFileError(tuple(dict.fromkeys(problems)))
    return found


def read_source(path: Path) -> str:
    """Return the text of one file of a form.

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
        text = held.decode("utf-8-sig")  # Notepad puts a mark in front
    except UnicodeDecodeError as error:
        line = held.count(b"\n", 0, error.start) + 1
        raise FormFileError(
            (f"{path.name}, line {line}: this is not UTF-8 text. Save the file as UTF-8",)
        ) from error
    if marked := form_parts.line_of_marker(text):
        raise FormFileError(
            (
                f"{path.name}, line {marked}: a line that begins with #=== part is for the kept text of a signed "
                "assessment. Take it out",
            )
        )
    return text


def _read_all(folder: Path) -> tuple[dict[str, Form], tuple[str, ...]]:
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        return {}, (f"{folder.name}: there are no form files (*.toml) in this folder",)
    problems: dict[str, list[str]] = {path.name: [] for path in paths}
    sources: list[Source] = []
    for path in paths:
        try:
            sources.append(_source(read_source(path), path.name))
        except FormFileError as error:
            problems[path.name] += error.problems
    parts = [source for source in sources if source.is_part]
    said: list[str] = []
    _check_parts(parts, said)
    by_id = {part.id: part for part in parts}
    used = {name for source in sources if not source.is_part for name in form_parts.used_in(source.table)}
    forms: dict[str, Form] = {}
    for source in sources:
        found: list[str] = []
        if not source.is_part:
            form = form_from(source, by_id, found)
            if not found:
                forms[source.file_name] = form
        elif source.id not in used:
            form_from(alone(source), {}, found)
        said += found
    for problem in said:  # under the file it names; a part that several forms use says it once
        problems[max((name for name in problems if problem.startswith(name)), key=len)].append(problem)
    listed = [problem for each in problems.values() for problem in dict.fromkeys(each)]
    return forms, (*listed, *_same_meaning(forms, parts))


def _check_parts(parts: Iterable[Source], problems: list[str]) -> None:
    seen: dict[str, str] = {}
    for part in parts:
        check_part(part, problems)
        if part.id in seen:
            problems.append(f"{part.file_name}: the id '{part.id}' is also that of {seen[part.id]}")
        seen.setdefault(part.id, part.file_name)


@lru_cache(maxsize=_PARSED_AT_ONCE)
def _source(text: str, file_name: str) -> Source:
    """Return a file's text as TOML. Raises FormFileError when it is none."""
    if len(text.encode("utf-8", "replace")) > LARGEST_FILE:
        raise FormFileError((f"{file_name} is over 1 MB. A form is a short text: split it into two",))
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormFileError((_not_toml(str(error), file_name),)) from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets thousands deep
        words = "this is not TOML as forms use it. Look for a very long number or many brackets"
        raise FormFileError((f"{file_name}: {words}",)) from error
    return Source(file_name, text, table, form_parts.lines_of_tables(text))


def _not_toml(words: str, file_name: str) -> str:
    reason, _, at = words.rpartition(" (at ")
    where = re.sub(r"^line (\d+), column \d+\)$", r"line \1", at).replace("end of document)", "last line")
    return f"{file_name}, {where}: {reason}. Look for a missing quotation mark, bracket or equals sign"


def _same_meaning(forms: Mapping[str, Form], parts: Iterable[Source]) -> list[str]:
    """Return where one id stands for two things: ids never change their meaning, in no form."""
    problems: list[str] = []
    ids: dict[str, str] = {}
    questions: dict[str, tuple[str, Question]] = {}
    of_part = {name: part.file_name for part in parts for name in _question_ids(part.table)}
    for file_name, form in forms.items():
        if form.id in ids:
            problems.append(
                f"{file_name}: the id '{form.id}' is also that of {ids[form.id]}. Give each form its own"
            )
        ids.setdefault(form.id, file_name)
        for question in (question for section in form.sections for question in section.questions):
            where = of_part.get(question.id, file_name)
            first_file, first = questions.setdefault(question.id, (where, question))
            for what, here, there in _differences(question, first):
                problems.append(
                    f"{file_name}, question '{question.id}': {what} is {here}, but {there} in {first_file}. "
                    "Equal ids ask the same in every form: use another id, or the same words"
                )
    return problems


def _question_ids(part: Mapping[str, Any]) -> Iterable[str]:
    for section in part.get("section", []):
        for question in section.get("question", []) if isinstance(section, dict) else []:
            if isinstance(question, dict):
                yield str(question.get("id", ""))


def _differences(question: Question, first: Question) -> list[tuple[str, Any, Any]]:
    labels, first_labels = dict(question.options), dict(first.options)
    pairs: list[tuple[str, Any, Any]] = [
        ("type", question.type, first.type),
        ("unit", question.unit or "none", first.unit or "none"),
        ("fills", question.fills or "nothing", first.fills or "nothing"),
        *((f"option '{key}'", labels[key], first_labels[key]) for key in labels if key in first_labels),
    ]
    return [(what, f"'{here}'", f"'{there}'") for what, here, there in pairs if here != there]
