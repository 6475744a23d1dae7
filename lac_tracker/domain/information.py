"""Information asked of others for an assessment: of whom, what, and how one request stands on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from lac_tracker.domain.dates import show_date

DAYS_TO_ANSWER = 14  # until a request is due, unless the person says otherwise


@dataclass(frozen=True)
class Source:
    """One kind of contributor. asks: what is asked of it unless the person changes it; each is a request of its own.

    {name} stands for how the child is called. contact: the kind of contact of the record that it is. sections: of the
    form, where what comes back most likely belongs. knows_nhs_number: whether the letter needs it to find the child.
    """

    words: str
    asks: tuple[str, ...]
    contact: str | None = None
    sections: tuple[str, ...] = ()
    knows_nhs_number: bool = True


# What each is asked: the contributors of the CQC review (4.12) and what only they hold.
SOURCES: dict[str, Source] = {
    "gp": Source(
        "GP practice",
        (
            "Summary of the GP record: immunisations, medicines, allergies, open referrals, and the family history held",
        ),
        "gp_practice",
        ("health_history", "health_checks"),
    ),
    "camhs": Source(
        "CAMHS",
        (
            "Is {name} known to you? If so, a report of your work with {name}",
            "Please copy to us the reports you send to looked-after child reviews",
        ),
        "camhs",
        ("feelings",),
    ),
    "health_visitor": Source(
        "Health visitor",
        ("Growth, developmental reviews, screening results and any concerns",),
        "health_visitor",
        ("growth", "development"),
    ),
    "school_nurse": Source(
        "School nurse",
        ("Growth, screening results, SDQ with its subscales, and any concerns",),
        "school_nurse",
        ("growth", "health_checks"),
    ),
    "hospital": Source(
        "Hospital",
        ("Letters and discharge summaries, open referrals and appointments to come",),
        "hospital",
        ("health_history",),
    ),
    "social_worker": Source(
        "Social worker",
        ("Why {name} came into care, ethnicity, language and religion, and what carers and parents report",),
        "social_worker",
        ("about_me", "journey", "changes"),
    ),
    "school": Source(
        "School",
        ("Health needs at school, attendance, and any concerns",),
        "school",
        ("everyday_life", "development"),
        knows_nhs_number=False,
    ),
    "council": Source(
        "Council",
        ("Birth and family history, parents' health, and consent from someone with parental responsibility",),
        None,
        ("birth_and_family",),
    ),
    "midwife": Source(
        "Midwife or maternity unit",
        ("Pregnancy and birth summary, newborn screening results, and birth measurements",),
        "midwife",
        ("birth_and_family",),
    ),
    "family": Source(
        "Family",
        ("Birth and family health history, as far as they wish to tell it",),
        "parent",
        ("birth_and_family",),
        knows_nhs_number=False,
    ),
    "other": Source("Someone else", ("What you hold about {name}'s health",)),
}


class Answer(StrEnum):
    """What came back. Silence is never read as nothing held."""

    RECEIVED = "received"
    NOTHING_HELD = "nothing_held"
    DECLINED = "declined"


class RequestStatus(StrEnum):
    """How one request stands on a day."""

    ASKED = "asked"
    LATE = "late"
    HERE = "here"
    NOTHING_HELD = "nothing_held"
    DECLINED = "declined"


_OF_ANSWER = {
    Answer.RECEIVED: RequestStatus.HERE,
    Answer.NOTHING_HELD: RequestStatus.NOTHING_HELD,
    Answer.DECLINED: RequestStatus.DECLINED,
}


def default_due(asked_on: date) -> date:
    """Return when a request made on a day is due."""
    return asked_on + timedelta(days=DAYS_TO_ANSWER)


def status(due_on: date, answer: str | None, today: date) -> RequestStatus:
    """Return how a request stands: by its answer, else late from the day after it was due."""
    if answer:
        return _OF_ANSWER[Answer(answer)]
    return RequestStatus.LATE if today > due_on else RequestStatus.ASKED


def status_words(due_on: date, answer: str | None, answered_on: date | None, today: date) -> str:
    """Return the words of the status: 'Asked', '19 days late', 'Here 26-Feb-2026', 'Nothing held', 'Declined'."""
    match status(due_on, answer, today):
        case RequestStatus.HERE:
            return f"Here {show_date(answered_on)}"
        case RequestStatus.NOTHING_HELD:
            return f"Nothing held, {show_date(answered_on)}"
        case RequestStatus.DECLINED:
            return f"Declined, {show_date(answered_on)}"
        case RequestStatus.LATE:
            days = (today - due_on).days
            return f"{days} day{'s' if days != 1 else ''} late"
    return "Asked"


def asks_of(source: str, called: str) -> tuple[str, ...]:
    """Return what a source is asked about a child, in words. Raises KeyError for an unknown source."""
    return tuple(one.replace("{name}", called) for one in SOURCES[source].asks)
