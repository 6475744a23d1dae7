"""Training of the team: what is kept of it, and whether it holds on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from lac_tracker.domain.dates import show_date

UNACCOMPANIED, LOOKED_AFTER_LEVEL, SAFEGUARDING_LEVEL = (
    "unaccompanied",
    "looked_after_level",
    "safeguarding_level",
)
SUBJECTS = {
    UNACCOMPANIED: "Unaccompanied asylum-seeking children",
    LOOKED_AFTER_LEVEL: "Looked-after children, intercollegiate framework",
    SAFEGUARDING_LEVEL: "Safeguarding children",
}
WITH_LEVEL = frozenset({LOOKED_AFTER_LEVEL, SAFEGUARDING_LEVEL})
LEVELS = (1, 2, 3, 4, 5)
SOON = timedelta(days=60)  # from when on it is said that training runs out


@dataclass(frozen=True)
class Training:
    """Training one person completed. expires_on: the last day on which it holds; None: it does not run out."""

    id: int
    person_id: int
    subject: str
    level: int | None
    completed_on: date
    expires_on: date | None
    evidence: str
    version: int = 1

    @property
    def words(self) -> str:
        """'Safeguarding children, level 3'."""
        level = f", level {self.level}" if self.level else ""
        return f"{SUBJECTS[self.subject]}{level}"


@dataclass(frozen=True)
class Expiry:
    """Until when training holds, in words. look: of a status: 'complete', 'due_soon' or 'overdue'."""

    look: str
    words: str


def holds(training: Training, on: date) -> bool:
    """Return whether training was completed by a day and had not run out on it."""
    return training.completed_on <= on and (training.expires_on is None or on <= training.expires_on)


def expiry(training: Training, today: date) -> Expiry:
    """Return 'Expires in 20 days', 'Expired 12-Feb-2026', 'Holds until 12-Feb-2027' or 'Does not run out'."""
    until = training.expires_on
    if until is None:
        return Expiry("complete", "Does not run out")
    if until < today:
        return Expiry("overdue", f"Expired {show_date(until)}")
    if until == today:
        return Expiry("due_soon", "Expires today")
    if until - today > SOON:
        return Expiry("complete", f"Holds until {show_date(until)}")
    days = (until - today).days
    return Expiry("due_soon", f"Expires in {days} {'day' if days == 1 else 'days'}")


def newest_first(trainings: tuple[Training, ...]) -> tuple[Training, ...]:
    """Return training by subject, in the order of SUBJECTS, of each subject what holds longest first."""
    order = list(SUBJECTS)
    return tuple(
        sorted(
            trainings,
            key=lambda one: (
                order.index(one.subject), -(one.expires_on or date.max).toordinal(), -one.completed_on.toordinal(), -one.id,
            ),
        )
    )  # fmt: skip


def missing_words(full_name: str, subject: str, held: tuple[Training, ...], on: date) -> str:
    """Return '' where somebody is trained on a day, else 'No UASC training recorded for Sam Iqbal', or since when not."""
    of_subject = [one for one in held if one.subject == subject and one.completed_on <= on]
    if any(holds(one, on) for one in of_subject):
        return ""
    called = {UNACCOMPANIED: "UASC"}.get(subject, SUBJECTS[subject])
    if not of_subject:
        return f"No {called} training recorded for {full_name}"
    ended = max(one.expires_on for one in of_subject if one.expires_on)
    return f"{called} training of {full_name} expired {show_date(ended)}"
