"""What letters to others hold: facts already decided, and no more identity than the reader needs."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.reports import Service


@dataclass(frozen=True)
class Addressee:
    """Whom a letter is written to."""

    name: str
    role: str = ""
    address: str = ""
    ods_code: str = ""
    confirmed_on: date | None = None  # when somebody last made sure that this is the child's practice


@dataclass(frozen=True)
class Subject:
    """Whose letter it is: name and date of birth, the NHS number where the reader finds records by it.

    Never an address: whoever needs it has it, and a withheld one can't slip in.
    """

    name: str
    born: date
    nhs_number: str | None = None


@dataclass(frozen=True)
class LetterFoot:
    """How a letter is known again, and who made it."""

    reference: str
    made_on: date
    made_by: str


@dataclass(frozen=True)
class AskedFor:
    """One thing asked for. first_asked_on: for a reminder, the day it was asked before."""

    what: str
    first_asked_on: date | None = None


@dataclass(frozen=True)
class InformationLetter:
    """A request to one contributor about one child. reminders: how often it was asked for before this letter."""

    service: Service
    to: Addressee
    child: Subject
    why: str
    basis: str  # the consent or the lawful basis it rests on
    asked: tuple[AskedFor, ...]
    reply_by: date
    foot: LetterFoot
    reminders: int = 0
    address_withheld: bool = False


@dataclass(frozen=True)
class StepOnPaper:
    """One of the eight steps: with its date and who, or empty for the host team to fill."""

    words: str
    done_on: date | None = None
    done_by: str = ""


@dataclass(frozen=True)
class OutOfAreaLetter:
    """A request to the team of another area to assess a child placed there."""

    service: Service
    to: Addressee
    child: Subject
    assessment: str
    due_on: date | None
    in_care_since: date | None
    legal_status: str
    responsibility: str  # who holds parental responsibility, as recorded
    consent: str
    social_worker: str
    interpreter: str
    lives: str  # kind of placement and area, or that the address is withheld
    who_pays: str
    note: str
    steps: tuple[StepOnPaper, ...]
    foot: LetterFoot
    address_withheld: bool = False


@dataclass(frozen=True)
class ConsentAsked:
    """One thing somebody is asked to agree to, and what it means in plain words."""

    what: str
    means: str


@dataclass(frozen=True)
class ConsentLetter:
    """A request to one person to say yes or no, one purpose at a time.

    by_the_young_person: they are asked for themselves, and the letter says 'you'.
    """

    service: Service
    to: Addressee
    child: Subject
    called: str  # the child's first name in sentences
    why: str
    asked: tuple[ConsentAsked, ...]
    reply_by: date
    foot: LetterFoot
    by_the_young_person: bool = False
    first_asked_on: date | None = None  # for a reminder
    address_withheld: bool = False


@dataclass(frozen=True)
class HistoryAsked:
    """One part of birth and family history: the items still missing, as a form to fill in."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class HistoryLetter:
    """A request for what is often known at birth only: birth, mother's, father's and family's health."""

    service: Service
    to: Addressee
    child: Subject
    called: str
    why: str
    basis: str
    parts: tuple[HistoryAsked, ...]
    reply_by: date
    foot: LetterFoot
    address_withheld: bool = False
