"""What an assessment learned of birth and family history, written into the items of the record when it is signed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.completeness import HISTORY_COMPLETE, HistoryState
from lac_tracker.domain.family_history import HistoryItem
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Answers, HistoryQuestion, Question, Value, history_items, is_blank
from lac_tracker.services import family
from lac_tracker.storage import family as stored

# What the questions that stand over several items say of all of them; 'known' says it of none.
_SAID = {
    "asked_for": HistoryState.ASKED,
    "asked": HistoryState.ASKED,
    "not_known_after_asking": HistoryState.NOT_KNOWN_AFTER_ASKING,
    "declined": HistoryState.DECLINED,
}
_ASKED_OF, _ASKED_ON, _CHASE_ON = "family_asked", "family_asked_on", "family_chase_on"


@dataclass(frozen=True)
class Heard:
    """The assessment it was learned at. source: 'IHA 04-Mar-2026'."""

    source: str
    on: date
    by: Actor


def fill_history(
    session: Session, child_id: int, asked: tuple[Question, ...], answers: Answers, heard: Heard
) -> None:
    """Write what was learned of each item. What was not leaves the record as it is, and nothing known is wiped.

    asked: the questions of the form; answers: of those that applied.
    """
    held = stored.history(session, child_id)
    news = {}
    for one in history_items(asked):
        state, value = _learned(one, answers)
        before = held.get(one.item, HistoryItem(one.item))
        if state is None or not _is_news(state, value, before):
            continue
        news[one.item] = (_fields(state, answers, heard), value)
    stored.add_items(session, child_id, {item: told for item, told in news.items() if item not in held})
    for item in [item for item in news if item in held]:
        stored.put_item(session, child_id, item, *news[item])
    if news:
        family.derive_states(session, child_id)


def _learned(one: HistoryQuestion, answers: Answers) -> tuple[HistoryState | None, Value | None]:
    value = answers.get(one.question.id)
    if value in _SAID:  # a choice that holds such a word among its options
        return _SAID[str(value)], None
    if value is not None and not is_blank(value) and value != "not_known":
        return HistoryState.ANSWERED, value
    ticked = answers.get(one.not_known_question or "")
    if isinstance(ticked, list) and one.item.partition(".")[2] in ticked:
        return HistoryState.NOT_KNOWN_AFTER_ASKING, None
    return _SAID.get(str(answers.get(one.state_question or ""))), None


def _is_news(state: HistoryState, value: Value | None, before: HistoryItem) -> bool:
    if state is HistoryState.ANSWERED:
        return before.state is not HistoryState.ANSWERED or before.value != value
    if before.state is HistoryState.ANSWERED:
        return False
    return state is not HistoryState.ASKED or before.state not in HISTORY_COMPLETE


def _fields(state: HistoryState, answers: Answers, heard: Heard) -> dict[str, object]:
    known = state is HistoryState.ANSWERED
    asked_on = _day(answers.get(_ASKED_ON)) or heard.on
    return {
        "state": state.value,
        "source": heard.source,
        "asked_of": None if known else str(answers.get(_ASKED_OF) or "") or f"those at the {heard.source}",
        "asked_on": None if known else asked_on,
        "chase_on": _day(answers.get(_CHASE_ON)) if state is HistoryState.ASKED else None,
        "received_on": heard.on if known else None,
        "recorded_on": heard.on,
        "recorded_by": heard.by.full_name,
    }


def _day(value: Value | None) -> date | None:
    return date.fromisoformat(str(value)) if value else None
