"""The eight fixed steps of an assessment asked of another area's team, and whether their dates can be right."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError


class Step(StrEnum):
    """In their order. The value is what is stored."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    SEEN = "seen"
    REPORT_BACK = "report_back"
    QUALITY_CHECKED = "quality_checked"
    AGREED = "agreed"
    PLAN_SENT = "plan_sent"


STEP_WORDS = {
    Step.ASKED: "Host team asked",
    Step.ACCEPTED: "Accepted",
    Step.BOOKED: "Booked",
    Step.SEEN: "Seen",
    Step.REPORT_BACK: "Report back",
    Step.QUALITY_CHECKED: "Quality checked",
    Step.AGREED: "Agreed",
    Step.PLAN_SENT: "Plan sent",
}
STEPS = tuple(Step)
_WAITS_ON_HOST_UNTIL = Step.REPORT_BACK  # from then on it is for us


@dataclass(frozen=True)
class StepDone:
    """One step: the day, and who did it. Booked holds the day of the appointment, which may be in the future."""

    step: Step
    done_on: date
    done_by: str
    note: str | None = None


def next_step(done: tuple[StepDone, ...]) -> Step | None:
    """Return the first step that is not done; None when all are."""
    held = {one.step for one in done}
    return next((step for step in STEPS if step not in held), None)


def waits_on_host(done: tuple[StepDone, ...]) -> bool:
    """Return whether it is the host team's turn: it was asked, and no report is back."""
    held = {one.step for one in done}
    return Step.ASKED in held and _WAITS_ON_HOST_UNTIL not in held


def assessed_on(done: tuple[StepDone, ...]) -> date | None:
    """Return the day the host team saw the child, which is the day of the assessment; None before that."""
    return next((one.done_on for one in done if one.step is Step.SEEN), None)


def strip_words(done: tuple[StepDone, ...]) -> str:
    """Return how far it is, for one line: 'Waiting for: Accepted', 'All eight steps done', 'Not asked yet'."""
    if not done:
        return "Not asked yet"
    waiting = next_step(done)
    return f"Waiting for: {STEP_WORDS[waiting]}" if waiting else "All eight steps done"


def check_step(step: Step, done_on: date, done: tuple[StepDone, ...], *, born: date, today: date) -> None:
    """Raise UserError when a step can't have been on a day: in the future, or before birth.

    A booking is the one date that may lie ahead.
    """
    words = STEP_WORDS[step]
    if done_on > today and step is not Step.BOOKED:
        raise UserError(f"{words} must be today or in the past")
    if done_on < born:
        raise UserError(f"{words} must be after the child was born, {show_date(born)}")
    if step is not Step.ASKED and Step.ASKED not in {held.step for held in done}:
        raise UserError(f"Record '{STEP_WORDS[Step.ASKED]}' first: every step after it follows from it")


def doubts(done: tuple[StepDone, ...]) -> tuple[str, ...]:
    """Return what looks wrong about the dates of the steps, in words: the person decides which is right."""
    in_order = sorted(done, key=lambda one: STEPS.index(one.step))
    found = []
    for earlier, later in zip(in_order, in_order[1:], strict=False):
        if later.done_on < earlier.done_on:
            found.append(
                f"{STEP_WORDS[later.step]} ({show_date(later.done_on)}) is before {STEP_WORDS[earlier.step]} "
                f"({show_date(earlier.done_on)}). Check which is right"
            )
    held = {one.step for one in done}
    last = max((STEPS.index(step) for step in held), default=-1)
    skipped = [STEP_WORDS[step] for step in STEPS[: last + 1] if step not in held]
    if skipped:
        found.append(f"Not recorded: {', '.join(skipped)}")
    return tuple(found)
