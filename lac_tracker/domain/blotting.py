"""Words found, blotted out or said otherwise in everything a paper holds, whoever wrote them and however they are spaced."""

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from lac_tracker.domain.letters import Addressee, Subject
from lac_tracker.domain.reports import Identity, Quote

_Held = TypeVar("_Held")
ADDRESS_WITHHELD = "(address withheld)"
NUMBER_WITHHELD = "(number withheld)"
ORGANISATION_WITHHELD = "(organisation withheld)"
_FAMILY_LINES = frozenset({"family", "family_line"})  # what a person wrote about the family to be shared
_OWN_WORDS = frozenset({"said", "childs_words"})  # what the child said, as it was said
_SHORTEST = 5  # letters and figures of what is searched for: less is found in everything
_TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr"
_CALENDAR = frozenset({*calendar.month_name, *calendar.month_abbr, *calendar.day_name, *calendar.day_abbr})
# First names that begin sentences as ordinary words: 'Will you go with me?', 'Mark the chart'. There they are left alone.
_ORDINARY = (
    "Amber Angel Art Bill Blue Bob Carol Charity Chase Crystal Daisy Dale Dawn Dean Drew Eve Faith Frank Gene Grace Grant "
    "Guy Heather Holly Hope Hunter Iris Ivy Jack Jade Josh Joy Justice King Kit Lane Lee Lily Love Major Mark Max Melody "
    "Miles Nick Olive Pat Patience Pearl Penny Poppy Prince Rain Ray Rich River Rob Robin Rose Ruby Sage Sandy Skip Sky "
    "Star Sue Summer Sunny Teddy Van Violet Wade Will"
)
_WORDS_TOO = frozenset(_ORDINARY.split())


@dataclass(frozen=True)
class Alias:
    """Somebody whose name is not said: in its place stands who they are. short: a first name to be found alone."""

    full_name: str
    said_as: str  # 'their mother'
    short: str = ""
    surname: str = ""  # found after a title: 'Mrs Brown'


def without(held: _Held, secrets: tuple[str, ...]) -> _Held:
    """Return what a document holds with every mention of a withheld address blotted out, whoever wrote it.

    secrets: addresses and postcodes; case, blanks and commas between their words do not matter.
    """
    return blotted(held, tuple((secret, ADDRESS_WITHHELD) for secret in secrets))


def blotted(held: _Held, secrets: Iterable[tuple[str, str]], *, is_family_line_kept: bool = False) -> _Held:
    """Return what a document holds with each secret replaced. secrets: (what is searched for, what stands there instead).

    is_family_line_kept: leave alone the fields that hold what was written about the family to be shared.
    """
    patterns = [
        (_pattern(secret), instead)
        for secret, instead in secrets
        if len(re.sub(r"\W", "", secret)) >= _SHORTEST
    ]

    def change(text: str) -> str:
        for pattern, instead in patterns:
            if pattern.search(text):
                text = pattern.sub(instead, text)
        return text

    kept = _FAMILY_LINES if is_family_line_kept else frozenset()
    return _changed(held, change, (), kept) if patterns else held


def without_texts_that_say(held: _Held, words: tuple[str, ...], instead: str) -> _Held:
    """Return what is held with every text that says one of some words replaced as a whole; case does not matter."""
    patterns = [_whole_words(each) for each in words if each.strip()]

    def change(text: str) -> str:
        return instead if any(pattern.search(text) for pattern in patterns) else text

    return _changed(held, change, ()) if patterns else held


def renamed(held: _Held, names: Iterable[Alias]) -> _Held:
    """Return what a document holds with every name of somebody said as who they are to the child.

    The child's own name and whom a letter is written to stay as they are. In what the child said it is 'my mother'.
    """
    patterns = [found for alias in names for found in _name_patterns(alias)]

    def change(text: str) -> str:
        for pattern, said_as, is_word in patterns:
            text = _said(pattern, said_as, text, is_word=is_word)
        return text

    def change_own(text: str) -> str:
        for pattern, said_as, is_word in patterns:
            text = _said(pattern, re.sub(r"^(their|your)\b", "my", said_as), text, is_word=is_word)
        return text

    if not patterns:
        return held
    return _changed(held, change, (Identity, Subject, Addressee), change_own=change_own)  # type: ignore[no-any-return]


def doubtful(held: object, names: Iterable[Alias]) -> tuple[str, ...]:
    """Return the first names that begin a sentence in what `renamed` gave and may be the ordinary word: a person has to look."""
    short = {name for alias in names for name in (alias.short, alias.full_name)} & _WORDS_TOO
    texts = tuple(_texts(held)) if short else ()
    begins = {name: re.compile(rf"(?:^|[.!?:“\"])\s*{name}(?!\w)") for name in sorted(short)}
    return tuple(name for name, pattern in begins.items() if any(map(pattern.search, texts)))


def mentioned(held: object, words: tuple[str, ...]) -> str | None:
    """Return the first of some words that occurs anywhere in what a document holds; case does not matter."""
    patterns = [(each, _whole_words(each)) for each in words if each.strip()]
    texts = tuple(_texts(held)) if patterns else ()
    return next((each for each, pattern in patterns if any(map(pattern.search, texts))), None)


def addressees(held: object) -> tuple[Addressee, ...]:
    """Return everybody a letter is written to."""
    if isinstance(held, Addressee):
        return (held,)
    if isinstance(held, tuple):
        return tuple(found for each in held for found in addressees(each))
    if is_dataclass(held) and not isinstance(held, type):
        return tuple(found for one in fields(held) for found in addressees(getattr(held, one.name)))
    return ()


def _pattern(secret: str) -> re.Pattern[str]:
    """Return what finds a secret however it is spaced: a number or postcode figure by figure, other text word by word."""
    compact = re.sub(r"[\s(),.+-]", "", secret)
    if sum(letter.isdigit() for letter in compact) >= 2 and len(compact) <= 16 and compact.isalnum():
        parts, between = list(compact), r"[\s(),.-]*"
    else:
        parts, between = re.findall(r"\w+|[^\w\s,]", secret), r"[\s,]*"
    return re.compile(rf"(?<!\w){between.join(map(re.escape, parts))}(?!\w)", re.IGNORECASE)


def _whole_words(words: str) -> re.Pattern[str]:
    spaced = r"\s+".join(map(re.escape, words.strip().rstrip(".").split()))
    return re.compile(rf"(?<!\w){spaced}(?!\w)", re.IGNORECASE)


def _name_patterns(alias: Alias) -> Iterator[tuple[re.Pattern[str], str, bool]]:
    """Yield what finds a name, what is said instead, and whether it is an ordinary word where a sentence begins."""
    first, *rest = alias.full_name.split()
    if rest:
        yield _whole_words(alias.full_name), alias.said_as, False
        family_first = rf"(?<!\w){re.escape(rest[-1])},?\s+{re.escape(first)}(?!\w)"
        yield re.compile(family_first, re.IGNORECASE), alias.said_as, False
    if alias.surname:
        yield re.compile(rf"(?<!\w)(?:{_TITLES})\.?\s+{re.escape(alias.surname)}(?!\w)"), alias.said_as, False
    # One name alone is found only as a name is written: 'Will', not 'will'; and a month never is.
    for name in {alias.short, "" if rest else first}:
        if len(name) > 2 and name not in _CALENDAR:
            yield re.compile(rf"(?<!\w){re.escape(name)}(?!\w)"), alias.said_as, name in _WORDS_TOO


def _said(pattern: re.Pattern[str], said_as: str, text: str, *, is_word: bool) -> str:
    """Return text with a name said as who it is, with a capital where a sentence begins.

    is_word: leave it alone there, as it may be no name.
    """

    def fit(found: re.Match[str]) -> str:
        before = text[: found.start()].rstrip()
        begins = not before or before[-1] in '.!?:“"'
        if begins and is_word:
            return found.group()
        return said_as[:1].upper() + said_as[1:] if begins else said_as

    return pattern.sub(fit, text) if pattern.search(text) else text


def _texts(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, tuple | list | frozenset):
        for each in held:
            yield from _texts(each)
    elif isinstance(held, dict):
        yield from _texts(tuple(held.items()))
    elif is_dataclass(held):
        for one in fields(held):
            yield from _texts(getattr(held, one.name))


def _changed(
    held: Any,
    change: Callable[[str], str],
    left_alone: tuple[type, ...],
    kept: frozenset[str] = frozenset(),
    *,
    change_own: Callable[[str], str] | None = None,
) -> Any:
    """Return what is held with each text changed. kept: fields left as they are. change_own: for the child's own words."""

    def changed(value: Any, how: Callable[[str], str]) -> Any:
        return _changed(value, how, left_alone, kept, change_own=change_own)

    if isinstance(held, left_alone):
        return held
    if isinstance(held, str):
        return change(held)
    if isinstance(held, tuple | list):
        return type(held)(changed(each, change) for each in held)
    if isinstance(held, dict):
        return {key: changed(each, change) for key, each in held.items()}
    if is_dataclass(held) and not isinstance(held, type):
        is_quote = isinstance(held, Quote) and held.said_by_kind == "child"
        new = {}
        for name in (one.name for one in fields(held) if one.name not in kept):
            before = getattr(held, name)
            is_own = change_own is not None and (is_quote or name in _OWN_WORDS)
            after = changed(before, change_own if is_own and change_own else change)
            if after != before:
                new[name] = after
        return replace(held, **new) if new else held
    return held
