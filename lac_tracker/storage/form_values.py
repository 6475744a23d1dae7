"""One value of a form file at a time: read as what it should be, or a problem that says where and how to mend it."""

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

_LONGEST_ID = 60

_Known = TypeVar("_Known", bound=str)


@dataclass(frozen=True)
class Place:
    """Where in a file something stands, and the list its problems go to."""

    file_name: str
    line: int
    what: str  # "question 'weight_kg'", '' for the form itself
    problems: list[str]

    def say(self, problem: str) -> None:
        about = f", {self.what}" if self.what else ""
        self.problems.append(f"{self.file_name}, line {self.line}{about}: {problem}")


def known_keys(table: Mapping[str, Any], known: tuple[str, ...], what: str, place: Place) -> None:
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            advice = f"Did you mean '{close[0]}'?" if close else f"Known keys: {', '.join(known)}"
            place.say(f"'{key}' is not a key of {what}. {advice}")


def tables_of(table: Mapping[str, Any], key: str, place: Place) -> list[Mapping[str, Any]]:
    held = table.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, dict) for one in held):
        place.say(f"'{key}' must be written as [[{key}]] tables")
        return []
    return held


def id_of(table: Mapping[str, Any], place: Place) -> str:
    held = text_of(table, "id", place, needed=True)
    if held and (not re.fullmatch(r"[a-z][a-z0-9_]*", held) or len(held) > _LONGEST_ID):
        place.say(
            f"id '{held}' must be small letters, digits and _, begin with a letter, and be at most 60 long"
        )
    return held


def no_id_twice(ids: Iterable[str], what: str, place: Place) -> None:
    for one, count in Counter(ids).items():
        if count > 1 and one:
            place.say(f"the {what} id '{one}' is used {count} times. Give each {what} its own")


def text_of(table: Mapping[str, Any], key: str, place: Place, *, needed: bool = False) -> str:
    held = table.get(key, "")
    if not isinstance(held, str):
        place.say(f"{key} must be text in quotation marks")
        return ""
    if needed and not held.strip():
        place.say(f'{key} is missing. Write {key} = "…"')
    only_the_name(held, key, place)
    return held


def only_the_name(text: str, key: str, place: Place) -> None:
    for braces in re.findall(r"\{[^}]*\}?", text.replace("{name}", "")):
        place.say(f"{key} holds '{braces}'. Only {{name}} is replaced; write other words without braces")


def texts_of(table: Mapping[str, Any], key: str, place: Place) -> tuple[str, ...]:
    held = table.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, str) for one in held):
        place.say(f'{key} must be a list such as ["one", "two"]')
        return ()
    return tuple(held)


def number_of(table: Mapping[str, Any], key: str, place: Place) -> float | None:
    held = table.get(key)
    if held is None:
        return None
    if isinstance(held, bool) or not isinstance(held, int | float) or not math.isfinite(held):
        place.say(f"{key} must be a number")
        return None
    return held


def count_of(table: Mapping[str, Any], key: str, place: Place) -> int | None:
    held = table.get(key)
    if held is not None and (isinstance(held, bool) or not isinstance(held, int) or held < 0):
        place.say(f"{key} must be a whole number, 0 or more")
        return None
    return held


def flag_of(table: Mapping[str, Any], key: str, place: Place) -> bool:
    held = table.get(key, False)
    if not isinstance(held, bool):
        place.say(f"{key} must be true or false")
    return held is True


def one_of_the_known(
    table: Mapping[str, Any], key: str, known: tuple[_Known, ...], place: Place, otherwise: _Known
) -> _Known:
    held = table.get(key)
    for one in known:
        if held == one:
            return one
    if held is None:
        place.say(f"{key} is missing. It is one of {', '.join(known)}")
    else:
        place.say(f"{key} '{held}' is not one of {', '.join(known)}.")
    return otherwise
