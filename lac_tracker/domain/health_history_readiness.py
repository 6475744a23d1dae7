"""What must be done before a health history is given, step by step, and by when."""

from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import add_months, birthday, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.health_history import BLOOD_GROUPS, COLOURS, OFFER_WORDS, Choices, Gap, Standing

# Begun at the review around 16 and in the young person's hands half a year before 18: local published practice
# (Torbay, Knowsley, Sutton), as the pathway plan wants it; nothing national gives a day.
START_AGE, START_MONTHS = 15, 9
GIVE_AGE, GIVE_MONTHS = 17, 6
ADULT_AGE = 18

DONE, OPEN, LATE, LATER = "done", "open", "late", "later"


@dataclass(frozen=True)
class Step:
    """One step: done, open, late, or not due yet."""

    key: str
    words: str
    state: str


def start_on(born: date) -> date:
    """Return the day from which the health history is worked on: 15 years and 9 months."""
    return add_months(birthday(born, START_AGE), START_MONTHS)


def give_by(born: date) -> date:
    """Return the day by which it is given: 17 years and 6 months."""
    return add_months(birthday(born, GIVE_AGE), GIVE_MONTHS)


def steps(held: Standing, today: date) -> tuple[Step, ...]:
    """Return every step with its state on a day, in their order. After a refusal only what stays true is shown."""
    choices, due = held.choices, give_by(held.born)
    waits = LATER if today < start_on(held.born) else LATE if today > due else OPEN
    found = [
        _history("birth", "Birth history", held.birth, waits),
        _history("family", "Family history", held.family, waits),
        _dated("jabs", "Immunisations checked against the GP record", choices.jabs_checked_on, waits),
        Step("drafted", "Drafted" if held.lines else "Not drafted yet", DONE if held.lines else waits),
        _offered(held, waits, today),
    ]
    if _said_no(held):
        return tuple(found)
    with_them = choices.made_with_them_on or (held.state_on if held.state == "checked" else None)
    found += [
        _dated("with_them", "Gone through with them", with_them, waits),
        _checked(held, waits),
        Step(
            "gp_copy",
            {"yes": "Copy for the GP: they said yes", "no": "Copy for the GP: they said no"}.get(
                choices.gp_copy, "Copy for the GP: not asked yet"
            ),
            DONE if choices.gp_copy else waits,
        ),
    ]
    is_given = held.state == "given"
    words = f"Given {show_date(held.state_on)}" if is_given else f"To be given by {show_date(due)} (17y 6m)"
    found.append(Step("given", words, DONE if is_given else waits))
    return tuple(found)


def summary(held: Standing, today: date) -> str:
    """Return in one line where it stands: 'Start from 08-May-2025', 'Give by 08-Feb-2027', 'Given 06-Aug-2026'."""
    done = sum(step.state == DONE for step in steps(held, today))
    of = len(steps(held, today))
    if held.state == "given":
        return f"Given {show_date(held.state_on)}. A lost one is made again, for free"
    if _said_no(held):
        again = birthday(held.born, ADULT_AGE)
        when = (
            f"Offer it again at 18, {show_date(again)}"
            if today < again
            else "Offer it again whenever they ask"
        )
        return f"They did not want it. {when}"
    if today < start_on(held.born):
        return f"Starts {show_date(start_on(held.born))} (15y 9m). {done} of {of} steps done"
    if today > give_by(held.born):
        return f"Should have been given by {show_date(give_by(held.born))}. {done} of {of} steps done"
    return f"{done} of {of} steps done. Give by {show_date(give_by(held.born))} (17y 6m)"


def is_checked(choices: Choices, fingerprint: str) -> bool:
    """Return whether what is there now is what was checked for third-party information."""
    return choices.checked_on is not None and choices.checked_sha256 == fingerprint


def refuse_unchecked(choices: Choices, fingerprint: str) -> None:
    """Raise UserError when the health history may not be released: it was not checked, or changed since."""
    if choices.checked_on is None:
        raise UserError(
            "This health history has not been checked for third-party information yet. "
            "Open Health history and choose Third-party check, then make it again"
        )
    if choices.checked_sha256 != fingerprint:
        raise UserError(
            f"Something in this health history changed after {choices.checked_by} checked it on "
            f"{show_date(choices.checked_on)}. Open Health history and check it again"
        )


def refuse_gp_copy(choices: Choices) -> None:
    """Raise UserError unless the young person said that their practice may have a copy."""
    if choices.gp_copy != "yes":
        said = "said no to" if choices.gp_copy == "no" else "was not asked about"
        raise UserError(
            f"The young person {said} a copy for the GP practice. The health history is theirs: ask them first"
        )


def check_choices(after: Choices, born: date, today: date) -> None:
    """Raise UserError when what is recorded cannot be."""
    days = (
        ("Offered on", after.offered_on),
        ("Gone through with them on", after.made_with_them_on),
        ("Immunisations checked on", after.jabs_checked_on),
    )
    for label, day in days:
        if day is not None and day > today:
            raise UserError(f"{label} must be today or in the past")
        if day is not None and day < born:
            raise UserError(f"{label} must be after the young person was born, {show_date(born)}")
    if after.offered_on and after.offer_answer not in OFFER_WORDS:
        raise UserError("What they said is missing: choose it")
    if after.offer_answer and not after.offered_on:
        raise UserError("Offered on is missing: enter the day")
    if after.colour and after.colour not in COLOURS:
        raise UserError(f"Colour can be {', '.join(COLOURS.values())}")
    if after.blood_group and after.blood_group not in BLOOD_GROUPS:
        raise UserError(f"Blood group can be {', '.join(BLOOD_GROUPS)}, or not known")


def _said_no(held: Standing) -> bool:
    """Return whether they did not want it, as said here or on the card of leaving care."""
    return held.choices.offer_answer == "declined" or held.state == "declined"


def _history(key: str, words: str, gap: Gap, waits: str) -> Step:
    if gap.of and gap.complete == gap.of:
        return Step(key, f"{words}: all {gap.of} items answered", DONE)
    if gap.complete + gap.asked == gap.of:
        return Step(key, f"{words}: {gap.complete} of {gap.of} answered, the others asked for", DONE)
    missing = gap.of - gap.complete - gap.asked
    return Step(key, f"{words}: {missing} of {gap.of} not asked for", waits)


def _dated(key: str, words: str, day: date | None, waits: str) -> Step:
    return Step(key, f"{words} {show_date(day)}", DONE) if day else Step(key, f"{words}: not yet", waits)


def _offered(held: Standing, waits: str, today: date) -> Step:
    choices = held.choices
    if choices.offered_on is None:
        return Step("offered", "Not offered yet", waits)
    said = OFFER_WORDS.get(choices.offer_answer, "")
    adult = birthday(held.born, ADULT_AGE)
    again = choices.offer_answer in ("later", "declined") and choices.offered_on < adult <= today
    words = f"Offered {show_date(choices.offered_on)}: “{said}”"
    if again:
        return Step("offered", f"{words} Offer it again, they are 18", OPEN)
    return Step("offered", words, LATER if choices.offer_answer == "later" else DONE)


def _checked(held: Standing, waits: str) -> Step:
    choices = held.choices
    if choices.checked_on is None:
        return Step("checked", "Third-party check: not yet", waits)
    words = f"{show_date(choices.checked_on)} by {choices.checked_by}"
    if is_checked(choices, held.fingerprint):
        return Step("checked", f"Third-party check {words}", DONE)
    return Step("checked", f"Changed after the third-party check of {words}: check again", waits)
