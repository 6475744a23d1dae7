"""What a young person keeps from whom: topics, and what stops a document from reaching a reader."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.consent import (
    Consent,
    Giver,
    Means,
    PrivateTopic,
    Purpose,
    Response,
    latest_answer,
    sharing_stopped,
)
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.people import Actor
from lac_tracker.domain.plans import CATEGORY_WORDS
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.storage import assessments, care, children
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
_KEPT_FROM = {
    Reader.GP: "gp",
    Reader.HOST_TEAM: "gp",  # colleagues in health: what is kept from the practice is kept from them
    Reader.COUNCIL: "council",
    Reader.CARER: "carer",
    Reader.SCHOOL: "school",
}
_OF_CONTACT = {
    "gp_practice": "gp", "carer": "carer", "social_worker": "council", "reviewing_officer": "council",
    "personal_adviser": "council", "parent": "parents",
}  # fmt: skip
GROUNDS = {"safeguarding": "safeguarding", "public_interest": "public interest"}
EVERYBODY = tuple(READERS)
# For whom agreeing to the assessment is enough; school, services and parents are agreed to by name.
OWN_WORD_IS_ENOUGH = ("gp", "council", "carer")
OWN_TOPIC = "own"  # the topic is in the young person's own words


@dataclass(frozen=True)
class Withheld:
    """What these readers must not get. categories: of need, left out whole. mentions: words that must not occur."""

    categories: frozenset[str]
    mentions: tuple[str, ...]
    others: frozenset[str] = frozenset()  # readers of whom something is kept that these ones may see


def listed(readers: tuple[str, ...]) -> str:
    """Return readers in words: 'the GP practice and the council'."""
    return " and ".join(READER_WORDS[one] for one in readers) or "its reader"


@dataclass(frozen=True)
class Override:
    """A decision that a reader gets their copy in spite of a 'no'."""

    ground: str
    because: str
    decided_by: str
    decided_on: date

    @property
    def words(self) -> str:
        """For the record; paper names the ground only, as the reason may tell what its reader must not learn."""
        return f"{self.ground}: {self.because}. Decided by {self.decided_by}, {show_date(self.decided_on)}"


def withheld(session: Session, child_id: int, readers: tuple[str, ...], today: date) -> Withheld:
    """Return what is kept from these readers on a day: of several, what is kept from any."""
    return withheld_of(session, [child_id], readers, today)[child_id]


def withheld_of(
    session: Session, child_ids: Collection[int], readers: tuple[str, ...], today: date
) -> dict[int, Withheld]:
    """Return what is kept from these readers by each of some young people, as `withheld`."""
    found = stored.topics_of(session, child_ids, today)
    return {child_id: _withheld(every, readers) for child_id, every in found.items()}


def _withheld(every: tuple[PrivateTopic, ...], readers: tuple[str, ...]) -> Withheld:
    kept = [one for one in every if one.kept_from in readers]
    return Withheld(
        frozenset(one.topic for one in kept if one.topic != OWN_TOPIC),
        tuple(dict.fromkeys(one.words for one in kept if one.topic == OWN_TOPIC)),
        frozenset(one.kept_from for one in every) - frozenset(readers),
    )


def stopped(consents: tuple[Consent, ...], reader: str, today: date) -> str | None:
    """Return the words for a 'no' that stops a reader's copy; None when nobody said no, or it was overridden since."""
    no = sharing_stopped(consents, PURPOSE_OF[reader], today)
    return None if no and override(consents, reader, today) else no


def override(consents: tuple[Consent, ...], reader: str, today: date) -> Override | None:
    """Return the decision to give a reader their copy in spite of the latest 'no'; None when nobody decided so since."""
    purpose = PURPOSE_OF[reader]
    no = latest_answer(consents, purpose, today)
    if no is None or sharing_stopped(consents, purpose, today) is None:
        return None
    since = no.withdrawn_on or no.given_on
    for one in reversed(consents):
        is_ours = one.evidence == _override_of(reader) and not one.invalidated_on
        if is_ours and since <= one.given_on <= today and (one.id or 0) > (no.id or 0):
            ground, _, because = (one.authority or "").partition(": ")
            return Override(ground, because, one.recorded_by, one.given_on)
    return None


@needs(Action.RECORD_CONSENT, child=the_child)
def override_no(
    session: Session, child_id: int, reader: str, ground: str, because: str, *, by: Actor, now: datetime, today: date
) -> Changes:  # fmt: skip
    """Record that a reader gets their copy in spite of a 'no': who decided, on what ground, and why.

    The 'no' stays as it was answered; a later answer about the same takes the override's place. It is taken back as
    any answer is: by marking it as not valid. Source of the rule: consent before sharing for direct care is a matter
    of confidentiality, which gives way to safeguarding and to the public interest alone.

    ground: a key of GROUNDS. Raises UserError when nobody said no, or ground or reason is missing.
    """
    reason = clean_text(because, label="Reason", longest=2_000).strip()
    if reader not in PURPOSE_OF:
        raise UserError("Choose whose copy it is")
    if ground not in GROUNDS:
        raise UserError(f"Choose the ground: {' or '.join(GROUNDS.values())}")
    if len(reason.split()) < 3:
        raise UserError("Enter the reason in a sentence: somebody may ask for it")
    held = stored.of_children(session, [child_id])[child_id]
    if stopped(held, reader, today) is None:
        raise UserError(f"Nothing stops the copy for {READER_WORDS[reader]}, so there is nothing to override")
    decided = Consent(
        Response.NOT_PROVIDED, Giver.COUNCIL, by.full_name, today, Means.IN_PERSON, by.full_name,
        authority=f"{GROUNDS[ground].capitalize()}: {reason}", evidence=_override_of(reader),
    )  # fmt: skip
    made = stored.add_consent(session, child_id, decided)
    return Changes(children=True, child_id=child_id, made_id=made)


def _override_of(reader: str) -> str:
    return f"Decision to share with {READER_WORDS[reader]} in spite of a 'no'"


def kept_from(
    session: Session, child_id: int, readers: tuple[Reader, ...], whom: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return under which words a young person may have kept a topic from the readers of a paper.

    whom: for whom of several a paper is made. Somebody with a task of their own is found among the contacts; where
    nobody there has that name, they may have nothing that is kept from anybody.
    """
    found = [_KEPT_FROM[reader] for reader in readers if reader in _KEPT_FROM]
    if Reader.OWNER in readers:
        names = {name.casefold() for name in whom if name.strip()}
        kinds = [
            one.kind for one in care.contacts(session, child_id)
            if names & {(part or "").casefold() for part in (one.full_name, one.organisation)}
        ]  # fmt: skip
        found += [_OF_CONTACT.get(kind, "school") for kind in kinds] or list(READERS)
    return tuple(dict.fromkeys(found))


def left_out_words(
    session: Session, child_id: int, kept_from: tuple[str, ...], today: date
) -> tuple[str, ...]:
    """Return in words what the young person keeps from some readers."""
    kept = [one for one in stored.topics(session, child_id, today) if one.kept_from in kept_from]
    return tuple(topic_words(one) for one in kept)


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
