"""How easy a text is to read: sentences, long words, passives and short forms; advice that never stops anybody.

The reading age is the Flesch-Kincaid grade level (J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom: Derivation
of new readability formulas, Research Branch Report 8-75, Naval Technical Training Command, 1975) plus five years: pupils
of the first grade are six. It was made for adults' prose in English; of a few short lines it is no more than a hint.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

from lac_tracker.domain.errors import UserError

LONGEST_SENTENCE = 15  # words
LONG_WORD = 3  # syllables
LEAST_WORDS = 10  # of fewer no reading age is told
WANTED_AGE = 9

FORMULA = "Flesch-Kincaid grade level (1975) plus five years"

Kind = Literal["short_form", "sentence", "word", "passive", "plainer"]

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)]*\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_CAPITALS = re.compile(r"(?<![\w.])(?=\w*(?:[A-Z]{2}|[A-Z]\d[A-Z]))[A-Za-z][A-Za-z0-9]*(?!\w)")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_TO_BE = "is|are|was|were|be|been|being|am|'s|’s|'re|’re|gets|get|got"


@dataclass(frozen=True)
class PlainWords:
    """The word lists of resources/plain_words.toml."""

    instead: Mapping[str, str]  # short form → what to say; '' lets it stand
    plainer: Mapping[str, str]  # word → a plainer one
    known_capitals: frozenset[str]
    not_for_them: tuple[str, ...]
    known_long: frozenset[str]
    feelings_not_passives: frozenset[str]
    irregular_passives: frozenset[str]
    titles: frozenset[str]


@dataclass(frozen=True)
class Hint:
    """One thing that could be easier to read."""

    kind: Kind
    about: str  # the words it is about, as they were written
    says: str


@dataclass(frozen=True)
class ReadingEase:
    """What was counted in a text, and what could be easier. age: None where it can't be told."""

    sentences: int
    words: int
    average: float  # words in a sentence
    age: int | None
    hints: tuple[Hint, ...] = ()

    @property
    def summary(self) -> str:
        """'Average sentence 8 words. Reading age about 9.'"""
        if not self.words:
            return "Nothing written yet."
        average = f"Average sentence {round(self.average)} word{'' if round(self.average) == 1 else 's'}."
        if self.age is None:
            why = "Too short" if self.words < LEAST_WORDS else "Not in English letters, so no way"
            return f"{average} {why} to tell a reading age."
        aim = "" if self.age <= WANTED_AGE else f" Aim for {WANTED_AGE}."
        return f"{average} Reading age about {self.age}.{aim}"


def words_from(table: Mapping[str, object]) -> PlainWords:
    """Return the word lists from the table of the data file. Raises UserError where one is missing or is no list."""
    found: dict[str, object] = {}
    for name in ("instead", "plainer"):
        held = table.get(name)
        if not isinstance(held, dict) or not all(isinstance(value, str) for value in held.values()):
            raise UserError(f"plain_words.toml: '{name}' must be a table of words")
        found[name] = dict(held)
    lists = table.get("lists")
    for field in fields(PlainWords)[2:]:
        held = lists.get(field.name) if isinstance(lists, dict) else None
        if not isinstance(held, list) or not all(isinstance(word, str) for word in held):
            raise UserError(f"plain_words.toml: '{field.name}' must be a list of words")
        folded = held if field.name == "known_capitals" else [word.casefold() for word in held]
        found[field.name] = tuple(folded) if field.name == "not_for_them" else frozenset(folded)
    return PlainWords(**found)  # type: ignore[arg-type]  # each was looked at above


def read_ease(text: str, words: PlainWords) -> ReadingEase:
    """Return how easy a text is to read, with hints in the order in which they matter."""
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if _WORD.search(part)]
    every = _WORD.findall(text)
    if not every:
        return ReadingEase(0, 0, 0.0, None)
    average = len(every) / len(sentences)
    letters = [character for character in text if character.isalpha()]
    is_latin = sum(bool(_LATIN.match(letter)) for letter in letters) >= 0.8 * len(letters)
    hints = [
        *_short_forms(text, words),
        *_long_sentences(sentences),
        *(_passives(text, words) if is_latin else ()),
        *(_plainer(every, words) if is_latin else ()),
        *(_long_words(sentences, words) if is_latin else ()),
    ]
    age = _age(average, every) if is_latin and len(every) >= LEAST_WORDS else None
    return ReadingEase(len(sentences), len(every), average, age, tuple(dict.fromkeys(hints)))


def short_forms(text: str, words: PlainWords) -> tuple[str, ...]:
    """Return the short forms of a text that a young person may not know: 'RHA', 'CAMHS', 'MenACWY'."""
    found = [each for each in _CAPITALS.findall(text) if each.rstrip("s") not in words.known_capitals]
    listed = {short.casefold() for short, say in words.instead.items() if say and len(short) > 3}
    found += [each for each in _WORD.findall(text) if each.casefold() in listed]
    found += _DOTTED.findall(text)
    allowed = {short for short, say in words.instead.items() if not say}
    is_shouted = text.isupper() and len(_WORD.findall(text)) > 2
    if is_shouted:  # somebody wrote all of it in capitals: only what is listed is a short form
        found = [each for each in found if words.instead.get(each)]
    return tuple(dict.fromkeys(each for each in found if each not in allowed | words.known_capitals))


def named(text: str, phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return which of some words and phrases stand in a text, in any case."""
    folded = text.casefold().replace("’", "'").replace("'s", "")
    run = " ".join(
        each.rstrip(".") if each.count(".") == 1 else each for each in re.findall(r"[\w.-]+", folded)
    )
    plain = f" {run} "
    return tuple(each for each in phrases if f" {each} " in plain)


def syllables(word: str) -> int:
    """Return about how many syllables an English word has; at least one."""
    bare = re.sub(r"[^a-z]", "", word.casefold())
    count = len(_VOWELS.findall(bare))
    if re.search(r"(ia|io|ua|eo|iu)(?!u)", bare) and not re.search(r"(tion|sion|cial|tial|gion|eople)", bare):
        count += 1
    silent = re.search(r"[^aeiouyl]e$|[^aeiou]es$|[^aeioutd]ed$", bare)
    if silent and count > 1 and not re.search(r"(s|x|z|ch|sh|c|g)es$", bare):
        count -= 1
    return max(count, 1)


def _age(average: float, every: list[str]) -> int:
    of_a_word = sum(syllables(word) for word in every) / len(every)
    return max(round(0.39 * average + 11.8 * of_a_word - 15.59 + 5), 5)


def _short_forms(text: str, words: PlainWords) -> list[Hint]:
    hints = []
    for each in short_forms(text, words):
        say = words.instead.get(each) or words.instead.get(each.upper())
        better = f"say '{say}'" if say else "write it out"
        hints.append(Hint("short_form", each, f"'{each}' is a short form: {better}"))
    return hints


def _long_sentences(sentences: list[str]) -> list[Hint]:
    hints = []
    for sentence in sentences:
        count = len(_WORD.findall(sentence))
        if count > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:4])
            hints.append(Hint("sentence", sentence, f"'{start} …' has {count} words. Make it two sentences"))
    return hints


def _passives(text: str, words: PlainWords) -> list[Hint]:
    hints = []
    for found in re.finditer(rf"\b(?:{_TO_BE})\s+((?:not\s+)?([a-z]+))\b", text):
        word = found[2]
        is_done = word in words.irregular_passives or (word.endswith("ed") and len(word) > 4)
        if is_done and word not in words.feelings_not_passives:
            hints.append(Hint("passive", found[0], f"'{found[0]}': say who does it"))
    return hints


def _plainer(every: list[str], words: PlainWords) -> list[Hint]:
    return [
        Hint("plainer", word, f"'{word}': try '{words.plainer[word.casefold()]}'")
        for word in every
        if word.casefold() in words.plainer
    ]


def _long_words(sentences: list[str], words: PlainWords) -> list[Hint]:
    hints = []
    for sentence in sentences:
        for place, word in enumerate(_WORD.findall(sentence)):
            is_name = place > 0 and word[:1].isupper()
            known = word.casefold() in words.known_long or word.casefold() in words.plainer
            if not is_name and not known and syllables(word) >= LONG_WORD:
                hints.append(Hint("word", word, f"'{word}' is a long word. Is there a shorter one?"))
    return hints
