"""What a young person keeps from whom: topics, and what stops a document from reaching a reader."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.consent import PrivateTopic, Purpose
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import CATEGORY_WORDS
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, children
from lac_tracker.storage import consents as stored
from lac_tracker.storage.tables.consents import READERS

READER_WORDS = {
    "gp": "the GP practice",
    "council": "the council",
    "carer": "the carer",
    "parents": "their parents",
    "school": "the school",
}
PURPOSE_OF = {
    "gp": Purpose.SHARE_GP,
    "council": Purpose.SHARE_COUNCIL,
    "carer": Purpose.SHARE_CARER,
    "parents": Purpose.SHARE_PARENTS,
    "school": Purpose.SHARE_SCHOOL_AND_SERVICES,
}
OWN_TOPIC = "own"  # the topic is in the young person's own words


@dataclass(frozen=True)
class Withheld:
    """What these readers must not get. categories: of need, left out whole. mentions: words that must not occur."""

    categories: frozenset[str]
    mentions: tuple[str, ...]
    others: frozenset[str] = frozenset()  # readers of whom something is kept that these ones may see


def withheld(session: Session, child_id: int, readers: tuple[str, ...], today: date) -> Withheld:
    """Return what is kept from these readers on a day: of several, what is kept from any."""
    every = stored.topics(session, child_id, today)
    kept = [one for one in every if one.kept_from in readers]
    return Withheld(
        frozenset(one.topic for one in kept if one.topic != OWN_TOPIC),
        tuple(dict.fromkeys(one.words for one in kept if one.topic == OWN_TOPIC)),
        frozenset(one.kept_from for one in every) - frozenset(readers),
    )


@needs(Action.RECORD_CONSENT, child=the_child)
def add_topic(
    session: Session,
    child_id: int,
    topic: str,
    words: str,
    kept_from: tuple[str, ...],
    *,
    by: Actor,
    now: datetime,
    today: date,
) -> Changes:
    """Record a topic the young person does not want shared, once for each reader.

    topic: a category of need, or 'own' with the words that must not occur. Raises UserError when either is missing.
    """
    children.load(session, child_id)
    said = clean_line(words, label="Topic")
    if topic != OWN_TOPIC and topic not in CATEGORY_WORDS:
        raise UserError("Choose the topic, or say it in their own words")
    if topic == OWN_TOPIC and len(said) < 2:
        raise UserError("Enter the word or name that must not be passed on")
    if not kept_from or any(reader not in READERS for reader in kept_from):
        raise UserError("Choose with whom it is not to be shared")
    open_one = assessments.open_of(assessments.of_child(session, child_id))
    for reader in kept_from:
        stored.add_topic(session, child_id, topic, said, reader, today, open_one.id if open_one else None, by)
    return Changes(children=True, child_id=child_id)


@needs(Action.RECORD_CONSENT, child=stored.child_of_topic)
def end_topic(
    session: Session, topic_id: int, because: str, *, by: Actor, now: datetime, today: date
) -> Changes:
    """Record that the young person no longer minds. Raises UserError without a reason."""
    reason = clean_text(because, label="Why", longest=2_000).strip()
    if not reason:
        raise UserError("Enter what they said when they were asked again")
    stored.end_topic(session, topic_id, today, reason)
    return Changes(children=True, child_id=stored.child_of_topic(session, topic_id))


@needs(Action.SEE_CLINICAL, child=the_child)
def kept_private(
    session: Session, child_id: int, *, by: Actor, now: datetime, today: date
) -> tuple[str, ...]:
    """Return in words what the young person keeps from whom today."""
    return tuple(topic_words(one) for one in stored.topics(session, child_id, today))


def topic_words(one: PrivateTopic) -> str:
    """Return a topic in words: "Relationships and sexual health: not to the school, since 04-Mar-2026"."""
    about = one.words if one.topic == OWN_TOPIC else CATEGORY_WORDS[one.topic]
    return f"{about}: not to {READER_WORDS[one.kept_from]}, since {show_date(one.said_on)}"
