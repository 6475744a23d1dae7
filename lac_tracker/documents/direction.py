"""In which order a line is read: the Unicode bidirectional algorithm (UAX 9), through python-bidi.

Texts come here without direction controls: they are taken out on the way in. What the algorithm would tear apart stays
whole: a date, an NHS number or a telephone number beside an Arabic name reads from left to right, as one piece.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Protocol, TypeVar

_FROM_RIGHT = ("R", "AL")
_LEFT, _RIGHT, _NUMBER = "L", "R", "AN"
_PAIRS = {")": "(", "]": "[", "}": "{"}
# 06-Aug-2026, 6 August 2026, 999 056 3411, 108/64, 10:30, +44 1632 960100; a single figure too
_UNIT = re.compile(
    r"\d{1,2}[-/. \u00a0][A-Za-z]{3,9}[-/. \u00a0]\d{2,4}|\+?\d+(?:[ \u00a0\-/.,:]\d+)*", flags=re.ASCII
)
_ENDS = (".", "!", "?", "؟", "۔")
_SENTENCE_WORDS, _PARAGRAPH_WORDS = 4, 12  # fewer are a name


def runs_from_right(text: str) -> bool:
    """Return whether any letter runs from right to left."""
    return any(unicodedata.bidirectional(character) in (*_FROM_RIGHT, _NUMBER) for character in text)


def is_paragraph_from_right(text: str) -> bool:
    """Return whether text is a right-to-left paragraph, not a name or a word in an English line.

    It begins with such a letter, has more of them than others, and is a sentence of four such words, or has twelve.
    """
    strong = [kind for kind in map(unicodedata.bidirectional, text) if kind in (_LEFT, *_FROM_RIGHT)]
    from_right = sum(kind in _FROM_RIGHT for kind in strong)
    if not strong or strong[0] not in _FROM_RIGHT or 2 * from_right <= len(strong):
        return False
    words = sum(any(unicodedata.bidirectional(each) in _FROM_RIGHT for each in word) for word in text.split())
    return words >= (_SENTENCE_WORDS if text.rstrip().endswith(_ENDS) else _PARAGRAPH_WORDS)


def levels(text: str, *, from_right: bool) -> list[int]:
    """Return the embedding level of each character of one paragraph: odd ones run from right to left."""
    base = int(from_right)
    if not runs_from_right(text):
        return [2 * base] * len(text)
    from bidi import algorithm  # loaded by the first text that needs it

    storage = algorithm.get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, (_LEFT, _RIGHT)[base]
    storage["chars"] = [
        {"ch": character, "level": base, "type": kind, "orig": kind}
        for character, kind in zip(text, _kinds(text, from_right=from_right), strict=True)
    ]
    algorithm.calc_level_runs(storage)
    algorithm.resolve_weak_types(storage)
    _pair_brackets(storage["chars"], (_LEFT, _RIGHT)[base])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    return [each["level"] for each in storage["chars"]]


def _kinds(text: str, *, from_right: bool) -> list[str]:
    """Return the class of each character. Figures of a left-to-right line never go with an Arabic word before them:
    of two names with their ages, each keeps its own."""
    kinds = [unicodedata.bidirectional(character) or _LEFT for character in text]
    strong = [kind if kind in (_LEFT, *_FROM_RIGHT) else "" for kind in kinds]
    for place, kind in enumerate(kinds):
        if kind == "BN":  # joiners belong to the letter before them
            kinds[place] = "NSM"
        elif kind in ("B", "S"):
            kinds[place] = "WS"
    for unit in _UNIT.finditer(text):
        before = next((kind for kind in reversed(strong[: unit.start()]) if kind), "")
        after = next((kind for kind in strong[unit.end() :] if kind), "")
        within = from_right and before != _LEFT and after != _LEFT
        kinds[unit.start() : unit.end()] = [_NUMBER if within else _LEFT] * len(unit.group())
    return kinds


def _pair_brackets(chars: list[dict[str, Any]], embedding: str) -> None:
    """Rule N0 of UAX 9, which python-bidi's steps leave out: both brackets of a pair take one direction."""
    for start, end in _pairs(chars):
        inside = {_strong(each["type"]) for each in chars[start + 1 : end]} - {""}
        if not inside:
            continue
        both = embedding
        if embedding not in inside:
            before = (_strong(each["type"]) for each in reversed(chars[:start]))
            both = next((kind for kind in before if kind), embedding)
        chars[start]["type"] = chars[end]["type"] = both


def _pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    found = []
    for place, each in enumerate(chars):
        if each["type"] != "ON":
            continue
        if each["ch"] in _PAIRS.values():
            waiting.append((each["ch"], place))
        elif each["ch"] in _PAIRS:
            wanted = _PAIRS[each["ch"]]
            at = next((n for n in range(len(waiting) - 1, -1, -1) if waiting[n][0] == wanted), None)
            if at is not None:
                found.append((waiting[at][1], place))
                del waiting[at:]
    return sorted(found)


def _strong(kind: str) -> str:
    return _RIGHT if kind in ("EN", "AN") else kind if kind in (_LEFT, _RIGHT) else ""


class _Levelled(Protocol):
    @property
    def level(self) -> int: ...


_Run = TypeVar("_Run", bound=_Levelled)


def in_visual_order(runs: Sequence[_Run]) -> list[_Run]:
    """Return the runs of one line from left to right (rule L2 of UAX 9)."""
    ordered = list(runs)
    highest = max((run.level for run in runs), default=0)
    for level in range(highest, 0, -1):
        for start, end in _stretches([run.level >= level for run in ordered]):
            ordered[start:end] = reversed(ordered[start:end])
    return ordered


def _stretches(wanted: Iterable[bool]) -> list[tuple[int, int]]:
    flags = [False, *wanted, False]
    edges = [place for place, (before, after) in enumerate(pairwise(flags)) if before != after]
    return list(zip(edges[::2], edges[1::2], strict=True))
