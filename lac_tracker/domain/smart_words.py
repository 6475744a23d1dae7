"""The words of the SMART check: the lists of the data file, and how a text is looked through for them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import search_key

GAP = "_"  # of a starter, still to be filled in


@dataclass(frozen=True)
class Words:
    """The word lists of resources/smart_words.toml, all in lower case but for the abbreviations."""

    task_verbs: tuple[str, ...]
    stop_words: tuple[str, ...]
    vague_verbs: tuple[str, ...]
    fine_with_a_measure: tuple[str, ...]
    vague_times: tuple[str, ...]
    vague_qualities: tuple[str, ...]
    owner_words: tuple[str, ...]
    team_words: tuple[str, ...]
    titles: tuple[str, ...]
    doing_words: tuple[str, ...]
    measure_words: tuple[str, ...]
    body_and_life_words: tuple[str, ...]
    passives: tuple[str, ...]
    clinical_doing_words: tuple[str, ...]
    practice_words: tuple[str, ...]
    abbreviations: tuple[str, ...]


def words_from(table: Mapping[str, object]) -> Words:
    """Return the word lists from the table of the data file.

    Raises UserError when a list is missing or holds something else than words.
    """
    lists = {}
    for field in fields(Words):
        held = table.get(field.name)
        if not isinstance(held, list) or not held or not all(isinstance(word, str) for word in held):
            raise UserError(f"smart_words.toml: '{field.name}' must be a list of words")
        lists[field.name] = tuple(
            held if field.name == "abbreviations" else (word.casefold() for word in held)
        )
    return Words(**lists)


def is_measurable(text: str, words: Words) -> bool:
    """Return whether a measure can be seen or counted: a number, a document, a test, or what the child says."""
    return any(character.isdigit() for character in text) or bool(found_in(text, words.measure_words))


def is_named_person(person: str, words: Words) -> bool:
    """Return whether this names somebody: more than words such as 'all', 'SW', 'carers', 'LAC team'.

    A single capital is an initial ('A Young'), and what follows a title is a name ('Dr Foster').
    """
    parts = person.replace(".", " ").split()
    if len(parts) > 1 and parts[0].casefold() in words.titles and parts[1][0].isupper():
        return True
    bare = tokens(person)
    if not bare or bare[-1] in words.team_words:
        return False
    initials = {part.casefold() for part in parts if len(part) == 1 and part.isupper()}
    return any(token in initials or token not in words.owner_words for token in bare)


def vague_words(text: str, measure: str, words: Words) -> tuple[str, ...]:
    """Return the vague words of an outcome, as the lists have them. Some are fine beside a number or a real measure."""
    found = found_in(
        text, (*words.stop_words, *words.vague_verbs, *words.vague_times, *words.vague_qualities)
    )
    if is_measurable(text, words) or is_measurable(measure, words):
        found = tuple(word for word in found if word not in words.fine_with_a_measure)
    return tuple(dict.fromkeys(found))


def vague_places(text: str, measure: str, words: Words) -> tuple[tuple[int, int], ...]:
    """Return where the vague words of an outcome stand in its text: (start, length), in their order."""
    return _places(text, vague_words(text, measure, words))


def vague_times(text: str, words: Words) -> tuple[tuple[int, int], ...]:
    """Return where words stand in an action that put it off instead of dating it: (start, length)."""
    return _places(text, found_in(text, words.vague_times))


def _places(text: str, phrases: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    places = set()
    for phrase in phrases:
        pattern = r"[^\w'/-]+".join(re.escape(part) for part in phrase.split())
        for match in re.finditer(rf"(?<![\w'/-]){pattern}s?(?![\w'/-])", text, re.IGNORECASE):
            places.add((match.start(), match.end() - match.start()))
    return tuple(sorted(places))


def is_no_date(typed: str, words: Words) -> bool:
    """Return whether words such as 'ongoing' or 'asap' were typed where a date belongs."""
    return bool(found_in(typed, words.vague_times))


def gaps_in(text: str) -> tuple[int, ...]:
    """Return where a starter's gaps, '_', are still to be filled in."""
    return tuple(match.start() for match in re.finditer(rf"(?<!\w){GAP}(?!\w)", text))


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case, without its punctuation."""
    return re.findall(r"[\w'/-]+", text.casefold().replace("\u2019", "'"))


def holds_phrase(text: str, phrase: str) -> bool:
    """Return whether a name stands in a text, whatever its case and accents; "Ellie's" is Ellie."""
    bare = re.sub(r"['\u2019]s\b", "", text)
    return bool(phrase) and f" {search_key(phrase)} " in f" {search_key(bare)} "


def found_in(text: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words and phrases of a list that stand in a text, also with a plural s."""
    run = f" {' '.join(tokens(text))} "
    return tuple(phrase for phrase in phrases if f" {phrase} " in run or f" {phrase}s " in run)


def starts_with(text: str, phrases: tuple[str, ...]) -> bool:
    """Return whether a text begins with one of these words or phrases."""
    run = " ".join(tokens(text)) + " "
    return any(run.startswith(f"{phrase} ") for phrase in phrases)
