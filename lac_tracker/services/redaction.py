"""What must not reach a reader, found or blotted out in everything a document holds."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

_Held = TypeVar("_Held")


def without(held: _Held, secrets: tuple[str, ...]) -> _Held:
    """Return what a document holds with every mention of a withheld address blotted out, whoever wrote it.

    secrets: addresses and postcodes; case, blanks and commas between their words do not matter.
    """
    patterns = [
        re.compile(
            r"[\s,]*".join(re.escape(part) for part in re.findall(r"\w+|[^\w\s,]", secret)), re.IGNORECASE
        )
        for secret in secrets
        if len(re.sub(r"\W", "", secret)) >= 5
    ]
    return _blotted(held, patterns) if patterns else held


def mentioned(held: object, words: tuple[str, ...]) -> str | None:
    """Return the first of some words that occurs anywhere in what a document holds; case does not matter."""
    patterns = [(each, re.compile(rf"(?<!\w){re.escape(each)}(?!\w)", re.IGNORECASE)) for each in words]
    texts = tuple(_texts(held)) if patterns else ()
    return next((each for each, pattern in patterns if any(map(pattern.search, texts))), None)


def _texts(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    elif isinstance(held, tuple):
        for each in held:
            yield from _texts(each)
    elif is_dataclass(held):
        for one in fields(held):
            yield from _texts(getattr(held, one.name))


def _blotted(held: Any, patterns: list[re.Pattern[str]]) -> Any:
    if isinstance(held, str):
        for pattern in patterns:
            held = pattern.sub("(address withheld)", held)
        return held
    if isinstance(held, tuple):
        return tuple(_blotted(each, patterns) for each in held)
    if is_dataclass(held) and not isinstance(held, type):
        return replace(
            held, **{one.name: _blotted(getattr(held, one.name), patterns) for one in fields(held)}
        )
    return held
