"""What the chronology tells of how the list was worked: follow-ups, escalations, reasons for delay.

For the team alone: printed only where a person says so, and never in the young person's own copy.
"""

from datetime import date

from sqlalchemy.orm import Session

from lac_tracker.domain.chronology import Event
from lac_tracker.domain.chronology_events import AUTOMATIC
from lac_tracker.domain.event_dates import on_day
from lac_tracker.domain.follow_ups import CONTACTED_WORDS, RESULT_WORDS
from lac_tracker.services.delay_reasons import reason_words
from lac_tracker.storage import delay_reasons, escalations, follow_ups


def events(session: Session, child_id: int) -> list[Event]:
    """Return the events of a child's follow-ups, escalations and reasons for delay, without names and notes."""
    told = [
        _event(
            f"follow_up:{one.id}:logged",
            one.logged_at.date(),
            f"Follow-up of the {one.kind}, {_whom(one.contacted)}: {_small(RESULT_WORDS[one.result])}",
            one.next_words,
        )
        for one in follow_ups.of_child(session, child_id)
    ]
    for raised in escalations.of_child(session, child_id):
        words = f"{raised.kind} escalated to {raised.escalated_to}"
        told.append(_event(f"escalation:{raised.id}:raised", raised.escalated_on, words))
        if raised.answered_on:
            words = f"Answer to the escalation of the {raised.kind} from {raised.escalated_to}"
            told.append(_event(f"escalation:{raised.id}:answered", raised.answered_on, words))
    told += [
        _event(
            f"delay_reason:{said.id}:said",
            said.recorded_at.date(),
            f"Reason for delay of the {said.kind}: {_small_first(reason_words(said.code)) or 'none any more'}",
        )
        for said in delay_reasons.of_child(session, child_id)
    ]
    return told


def _event(key: str, on: date, what: str, action: str = "") -> Event:
    return Event(
        key, on_day(on), what, "contact", AUTOMATIC, action=action, left_out_of_print=True,
        hidden_from_child_copy=True,
    )  # fmt: skip


def _whom(contacted: str) -> str:
    words = CONTACTED_WORDS[contacted]
    return words if words == "GP" else _small(words)


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _small_first(words: str) -> str:
    return words if words.startswith(("GP", "CAMHS")) else _small(words)
