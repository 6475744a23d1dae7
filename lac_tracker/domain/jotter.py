"""Notes made in the room: which section they suggest, and into which question of it they are written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lac_tracker.domain.questions import Question

# Questions that ask for one particular reason: a note about something else does not belong there.
_NOT_FOR_NOTES = ("_reason", "_because", "_why", "_why_not")


@dataclass(frozen=True)
class NoteWords:
    """What the word list says of one section."""

    section_id: str
    words: tuple[str, ...]
    notes: tuple[str, ...] = ()  # ids of the questions that take notes, best first


def note_words(table: Mapping[str, Any]) -> tuple[NoteWords, ...]:
    """Return the word list of resources/jotter_words.toml."""
    return tuple(
        NoteWords(section_id, tuple(said["words"]), tuple(said.get("notes", ())))
        for section_id, said in table["section"].items()
    )


def suggest(note: str, lists: tuple[NoteWords, ...], among: tuple[str, ...]) -> str | None:
    """Return the section a note most likely belongs to, of those that can take it; None when nothing points anywhere."""
    folded = note.casefold().replace("\u2019", "'")
    best, most = None, 0
    for one in lists:
        found = sum(bool(re.search(rf"(?<!\w){re.escape(word)}", folded)) for word in one.words)
        if one.section_id in among and found > most:
            best, most = one.section_id, found
    return best


def question_for_notes(shown: tuple[Question, ...], preferred: tuple[str, ...] = ()) -> Question | None:
    """Return the question of a section that a note is written into, None when it has none that fits.

    shown: the questions of the section that apply now. It is the first preferred one among them, else the last long
    text that does not ask for one particular reason, and is not about another person's health.
    """
    texts = {question.id: question for question in shown if question.type in ("text", "long text")}
    chosen = next((texts[one] for one in preferred if one in texts), None)
    fitting = [
        question
        for question in texts.values()
        if question.type == "long text"
        and not question.restricted
        and not question.id.endswith(_NOT_FOR_NOTES)
    ]
    return chosen or (fitting[-1] if fitting else None)
