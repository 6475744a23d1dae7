"""One contact about something that is due: with whom, how, what came of it, and what each result asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lac_tracker.domain.dates import refuse_far, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.visits import TELL_AFTER, Appointment, ask_again_default

# In the order of their digits.
CONTACTED = (
    ("council", "Council"),
    ("carer", "Carer"),
    ("young_person", "Young person"),
    ("gp", "GP"),
    ("host_team", "Host team"),
    ("someone_else", "Someone else"),
)
MEANS = (
    ("phone", "Phone"),
    ("email", "Email"),
    ("letter", "Letter"),
    ("in_person", "In person"),
    ("video", "Video"),
    ("text_message", "Text message"),
)
RESULTS = (
    ("booked", "Appointment booked"),
    ("no_answer", "No answer, left message"),
    ("call_back", "Call back later"),
    ("will_act", "They will act by a date"),
    ("declined", "Young person declined for now"),
    ("was_not_brought", "Was not brought"),
    ("record_wrong", "Our record was wrong"),
)
CONTACTED_WORDS, MEANS_WORDS, RESULT_WORDS = dict(CONTACTED), dict(MEANS), dict(RESULTS)

# Which contacts of a child stand for whom, in the order in which their names are offered.
CONTACT_KINDS = {
    "council": ("social_worker", "reviewing_officer", "personal_adviser"),
    "carer": ("carer", "parent"),
    "young_person": (),
    "gp": ("gp_practice",),
    "host_team": ("host_team",),
    "someone_else": (
        "school", "health_visitor", "school_nurse", "camhs", "advocate", "midwife", "hospital", "other", "parent",
    ),
}  # fmt: skip
# Whom one rings first about what a reason waits for: the first choice of the dialog.
CONTACTED_FOR = {
    "council": "council", "carer": "carer", "young_person": "young_person", "gp": "gp", "host_team": "host_team",
    "our_team": "carer", "camhs": "someone_else", "history_not_entered": "council",
}  # fmt: skip

RING_DAYS = 2  # until a carer is rung who did not bring the child, and until a promise is chased
AGAIN_DAYS = 1  # until somebody who did not answer is tried again
LONGEST = 2_000  # characters of a note or a next step
NO_CONSENT = "LA-02"
_CHASED = {
    "LA-01": "Chase the papers",
    NO_CONSENT: "Chase consent",
    "LA-03": "Chase the paperwork",
    "LA-04": "Ask where the child lives now",
    "LA-05": "Ask for another social worker to act",
    "HL-04": "Check that the interpreter is booked",
    "OA-01": "Chase the host team for a date",
    "OA-02": "Chase the amended report",
}
_WHOM = {
    "council": "the council", "carer": "the carer", "young_person": "the young person", "gp": "the GP",
    "host_team": "the host team", "someone_else": "them",
}  # fmt: skip


@dataclass(frozen=True)
class FollowUp:
    """One contact as it was logged. Codes are keys of CONTACTED, MEANS and RESULTS."""

    id: int
    child_id: int
    kind: str
    contacted: str
    means: str
    person: str
    result: str
    note: str
    reason_code: str | None
    next_step: str
    next_step_on: date | None
    next_step_by: str
    next_step_by_id: int | None
    tells_manager: bool
    logged_at: datetime
    logged_by: str
    logged_by_id: int
    next_step_done_on: date | None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether its next step is still to be done."""
        return bool(self.next_step) and self.next_step_done_on is None

    @property
    def words(self) -> str:
        """What came of it: 'They will act by a date: Council, S Patel, social worker'."""
        whom = ", ".join(part for part in (CONTACTED_WORDS[self.contacted], self.person) if part)
        return f"{RESULT_WORDS[self.result]}: {whom}"

    @property
    def next_words(self) -> str:
        """The next step with its day and its person; '' where there is none."""
        return next_step_words(self.next_step, self.next_step_on, self.next_step_by, self.next_step_done_on)


@dataclass(frozen=True)
class Suggestion:
    """What a result fills in. A person may change all of it."""

    next_step: str = ""
    next_step_on: date | None = None
    reason_code: str = ""
    ask_again_on: date | None = None
    needs_next_step: bool = True
    advice: str = ""


def suggestion(
    result: str, contacted: str, today: date, *, not_brought: int = 0, reason_code: str = ""
) -> Suggestion:
    """Return what a result fills in.

    not_brought: how often running the child was not brought, this time counted (domain.visits.not_brought_in_a_row).
    reason_code: why it is late as recorded now, which stays unless the result says otherwise.
    """
    whom = _WHOM.get(contacted, "them")
    in_days = {"no_answer": AGAIN_DAYS, "call_back": AGAIN_DAYS, "record_wrong": 0}.get(result, RING_DAYS)
    on = today + timedelta(days=in_days)
    match result:
        case "booked":
            return Suggestion(reason_code=reason_code, needs_next_step=False)
        case "no_answer":
            return Suggestion(f"Try {whom} again", on, reason_code)
        case "call_back":
            return Suggestion(f"Ring {whom} back", on, reason_code)
        case "declined":
            again = ask_again_default(today)
            return Suggestion("Ask again", again, "CH-02", ask_again_on=again)
        case "was_not_brought":
            tell = not_brought >= TELL_AFTER
            step = "Ring carer. Tell social worker" if tell else "Ring carer"
            return Suggestion(step, on, "CH-01", advice=_tell_words(not_brought) if tell else "")
        case "record_wrong":
            return Suggestion("Correct the record", on, reason_code)
    return Suggestion(_CHASED.get(reason_code, f"Chase {whom}"), on, reason_code)


def check_choices(kind: str, contacted: str, means: str, result: str) -> None:
    """Raise UserError for a choice that was not made or does not exist."""
    for value, allowed, words in (
        (kind, ("IHA", "RHA"), "Choose which assessment it is about"),
        (contacted, CONTACTED_WORDS, "Who did you contact? Choose one"),
        (means, MEANS_WORDS, "How? Choose one"),
        (result, RESULT_WORDS, "What happened? Choose one"),
    ):
        if value not in allowed:
            raise UserError(words)


def check_next_step(
    result: str, step: str, on: date | None, who: str, today: date
) -> tuple[str, date | None, str]:
    """Return the next step, its day and its person, cleaned; every result but a booking needs all three.

    Raises UserError saying which is missing, and for a day that has passed.
    """
    what = clean_text(step, label="Next step", longest=LONGEST).strip()
    person = clean_line(who, label="Who does it")
    if result == "booked" and not what:
        return "", None, ""
    if on is None:
        raise UserError("Enter the date of the next step")
    if on < today:
        raise UserError("Date of the next step must be today or in the future")
    refuse_far(on, "Date of the next step", today)
    if not person:
        raise UserError("Enter who does it: one person")
    if not what:
        raise UserError("Enter the next step: what will be done")
    return what, on, person


def next_step_words(step: str, on: date | None, who: str, done_on: date | None = None) -> str:
    """Return 'Chase consent, by 06-Mar-2026, Tom Leigh'; '' where there is none."""
    if not step:
        return ""
    by = f", by {show_date(on)}" if on else ""
    done = f". Done {show_date(done_on)}" if done_on else ""
    return f"{step.rstrip('.')}{by}{f', {who}' if who else ''}{done}"


def left_undone(
    appointments: Iterable[Appointment], follow_ups: Iterable[FollowUp], today: date
) -> tuple[Appointment, ...]:
    """Return the appointments a child was not brought to whose next step nobody did by its day.

    Done is: a follow-up of the same kind since then whose step is done, or another appointment offered or kept.
    """
    booked, logged = tuple(appointments), tuple(follow_ups)

    def is_done(missed: Appointment) -> bool:
        return any(
            one.kind == missed.kind
            and one.logged_at.date() >= missed.takes_place_on
            and one.next_step_done_on
            for one in logged
        ) or any(
            one.kind == missed.kind
            and (one.takes_place_on, one.id) > (missed.takes_place_on, missed.id)
            and one.outcome != "cancelled"
            for one in booked
        )

    return tuple(
        one
        for one in booked
        if one.outcome == "was_not_brought"
        and (one.next_step_on or one.takes_place_on) < today
        and not is_done(one)
    )


def _tell_words(count: int) -> str:
    times = "twice" if count == TELL_AFTER else f"{count} times"
    return f"Was not brought {times} running: tell the social worker as well"
