"""The checklist of quality as a text: read with clear errors, and written again after a team changed it."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line
from lac_tracker.domain.quality import Checklist, Condition, Criterion

LONGEST = 100_000  # characters of a file
MOST = 60  # criteria: a reviewer answers each by hand
KINDS = ("IHA", "RHA")
_KEYS = frozenset({"id", "group", "words", "about", "applies", "only_if", "critical", "source", "confidence"})
_TOP = frozenset({"source", "meets_from", "group", "criterion"})
_ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONFIDENCE = ("V", "K", "design")  # read in its source; known, not checked; our own choice


@lru_cache(maxsize=16)  # each page and each answer of a review asks for it
def read_checklist(text: str) -> Checklist:
    """Return the checklist a TOML text holds.

    Raises UserError naming the criterion and the remedy for the first thing that is not understood.
    """
    if len(text) > LONGEST:
        raise UserError(f"A checklist may have {LONGEST:,} characters; this has {len(text):,}")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"This is not a checklist file in TOML: {error}") from None
    if unknown := sorted(set(table) - _TOP):
        raise UserError(f"The checklist says '{unknown[0]}'. It can say: {', '.join(sorted(_TOP))}")
    groups = _groups(table.get("group", []))
    criteria: list[Criterion] = []
    for row in _tables(table, "criterion"):
        one = _criterion(row, groups)
        if any(one.id == other.id for other in criteria):
            raise UserError(f"Criterion '{one.id}' is there twice. Give each its own id")
        criteria.append(one)
    if not criteria:
        raise UserError("The checklist has no criteria. Add a [[criterion]] for each")
    if len(criteria) > MOST:
        raise UserError(f"The checklist has {len(criteria)} criteria; up to {MOST} can be answered")
    if not any(one.is_critical for one in criteria):
        raise UserError(
            "No criterion is critical. Mark the ones that fail an assessment with critical = true"
        )
    return Checklist(
        _in_order(criteria, groups), groups, _meets_from(table), clean_line(str(table.get("source", "")))
    )


def write_checklist(checklist: Checklist) -> str:
    """Return a checklist as the text that `read_checklist` reads."""
    parts = [f"source = {_quoted(checklist.source)}", f"meets_from = {checklist.meets_from}"]
    for key, words in checklist.groups.items():
        parts.append(f"\n[[group]]\nid = {_quoted(key)}\nwords = {_quoted(words)}")
    for one in checklist.criteria:
        lines = ["\n[[criterion]]", f"id = {_quoted(one.id)}", f"group = {_quoted(one.group)}"]
        lines.append(f"words = {_quoted(one.words)}")
        if one.about:
            lines.append(f"about = {_quoted(one.about)}")
        if one.applies != KINDS:
            lines.append(f"applies = [{', '.join(_quoted(kind) for kind in one.applies)}]")
        if one.only_if is not None:
            lines.append(f"only_if = {_quoted(one.only_if.value)}")
        if one.is_critical:
            lines.append("critical = true")
        lines += [f"source = {_quoted(one.source)}", f"confidence = {_quoted(one.confidence)}"]
        parts.append("\n".join(lines))
    return "\n".join(parts) + "\n"


def new_id(words: str, taken: Sequence[str]) -> str:
    """Return an id for a new criterion, from its words, that no other has or had."""
    made = re.sub(r"[^a-z0-9]+", "_", words.casefold().encode("ascii", "ignore").decode()).strip("_")[:30]
    made = made if _ID.fullmatch(made) else f"own_{made}".strip("_")[:30]
    number, found = 1, made
    while found in taken:
        number += 1
        found = f"{made}_{number}"
    return found


def _criterion(row: Mapping[str, Any], groups: Mapping[str, str]) -> Criterion:
    key = str(row.get("id", ""))
    place = f"Criterion '{key}'"
    if unknown := sorted(set(row) - _KEYS):
        raise UserError(f"{place}: '{unknown[0]}' is not one of {', '.join(sorted(_KEYS))}")
    if not _ID.fullmatch(key):
        raise UserError(f"{place}: an id begins with a small letter and has small letters, digits and _ only")
    words = clean_line(_text(row, "words", place), label=f"{place}: words")
    if not words:
        raise UserError(f"{place}: words are missing")
    group = _text(row, "group", place)
    if group not in groups:
        raise UserError(f"{place}: group is '{group}'. It can be: {', '.join(groups)}")
    if not isinstance(row.get("critical", False), bool):
        raise UserError(f"{place}: critical is true or false")
    confidence = _text(row, "confidence", place) or "design"
    if confidence not in _CONFIDENCE:
        raise UserError(f"{place}: confidence is '{confidence}'. It can be: {', '.join(_CONFIDENCE)}")
    return Criterion(
        key, group, words,
        clean_line(_text(row, "about", place), label=f"{place}: about"),
        _applies(row, place),
        _condition(row, place),
        row.get("critical", False),
        clean_line(_text(row, "source", place), label=f"{place}: source"),
        confidence,
    )  # fmt: skip


def _applies(row: Mapping[str, Any], place: str) -> tuple[str, ...]:
    given = row.get("applies", list(KINDS))
    if not isinstance(given, list) or not given or any(kind not in KINDS for kind in given):
        raise UserError(f'{place}: applies is a list of "IHA", "RHA" or both')
    return tuple(kind for kind in KINDS if kind in given)


def _condition(row: Mapping[str, Any], place: str) -> Condition | None:
    given = _text(row, "only_if", place)
    if not given:
        return None
    try:
        return Condition(given)
    except ValueError:
        raise UserError(f"{place}: only_if is '{given}'. It can be: {', '.join(Condition)}") from None


def _groups(rows: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError("A group is a table [[group]] with id and words")
    for row in rows:
        key, words = str(row.get("id", "")), clean_line(str(row.get("words", "")))
        if not _ID.fullmatch(key) or not words or set(row) - {"id", "words"}:
            raise UserError(f"Group '{key}': a group has an id of small letters, and words")
        if key in found:
            raise UserError(f"Group '{key}' is there twice. Give each its own id")
        found[key] = words
    if not found:
        raise UserError("The checklist has no groups. Add a [[group]] for each")
    return found


def _in_order(criteria: Sequence[Criterion], groups: Mapping[str, str]) -> tuple[Criterion, ...]:
    order = list(groups)
    return tuple(
        sorted(criteria, key=lambda one: order.index(one.group))
    )  # stable: their own order in a group


def _meets_from(table: Mapping[str, Any]) -> int:
    given = table.get("meets_from", 80)
    if isinstance(given, bool) or not isinstance(given, int) or not 1 <= given <= 100:
        raise UserError(f"meets_from is '{given}'. It is a whole number from 1 to 100, in per cent")
    return given


def _tables(table: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = table.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(f"A {key} is a table [[{key}]]")
    return rows


def _text(row: Mapping[str, Any], key: str, place: str) -> str:
    given = row.get(key, "")
    if not isinstance(given, str):
        raise UserError(f"{place}: {key} is a text in quotation marks")
    return given


def _quoted(words: str) -> str:
    """Return a TOML string: what JSON makes of a text is one, but for the letter DEL."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")
