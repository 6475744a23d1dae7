"""Pathways beside the assessments: support in pregnancy, and leaving care."""

from dataclasses import dataclass
from datetime import date, timedelta

from lac_tracker.domain.dates import add_months, birthday, show_date
from lac_tracker.domain.errors import UserError

REPLY_DAYS = 5  # from referral to enhanced midwifery until its reply is asked after (CQC 2016, 3.18)
OPEN_UNTIL_AGE = 25  # a care leaver may ask for support until then (Children and Social Work Act 2017 s3)
ADULT_AGE = 18

HEALTH_HISTORY = {
    "not_started": "Not started",
    "drafted": "Drafted",
    "checked": "Checked with {name}",
    "given": "Given",
    "declined": "Declined",
}
ACCEPTED = {"yes": "Accepted", "no": "Not accepted", "waiting": "Waiting for an answer"}


@dataclass(frozen=True)
class Pregnancy:
    """Support in one pregnancy: who was asked, by when they answer, and who the midwife is."""

    id: int
    due_on: date | None
    known_since: date
    referred_on: date | None = None
    referred_to: str = ""
    reply_due_on: date | None = None
    replied_on: date | None = None
    accepted: str = ""
    midwife: str = ""
    midwife_phone: str = ""
    unborn_child_plan: str = ""
    ended_on: date | None = None
    ended_words: str = ""
    version: int = 1


@dataclass(frozen=True)
class LeavingCare:
    """What a young person who leaves care has been given, and who stays in touch."""

    health_history: str = "not_started"
    health_history_on: date | None = None
    health_history_by: str = ""
    health_history_note: str = ""
    explained_on: date | None = None
    personal_adviser: str = ""
    adult_services: str = ""
    version: int = 0  # 0: nothing is recorded yet


@dataclass(frozen=True)
class ToDo:
    """Something a pathway waits for, in words; is_late: its day has passed."""

    words: str
    is_late: bool


def reply_due(referred_on: date | None) -> date | None:
    """Return the day by which the midwifery team answers."""
    return referred_on + timedelta(days=REPLY_DAYS) if referred_on else None


def pregnancy_to_do(pregnancy: Pregnancy, today: date) -> ToDo | None:
    """Return what support in pregnancy waits for on a day; None when it waits for nothing."""
    if pregnancy.ended_on is not None:
        return None
    if pregnancy.referred_on is None:
        return ToDo("Pregnant: refer to enhanced midwifery", is_late=pregnancy.known_since < today)
    if pregnancy.replied_on is None and pregnancy.reply_due_on is not None:
        late = (today - pregnancy.reply_due_on).days
        if late > 0:
            days = "1 day" if late == 1 else f"{late} days"
            return ToDo(f"Reply overdue by {days}: ring the midwifery team", is_late=True)
        return ToDo(f"Midwifery reply due {show_date(pregnancy.reply_due_on)}", is_late=False)
    if pregnancy.accepted == "no":
        return ToDo("Midwifery did not accept the referral: agree who supports instead", is_late=True)
    if not pregnancy.midwife:
        return ToDo("No named midwife yet: ask for the name", is_late=False)
    return None


def check_pregnancy(pregnancy: Pregnancy, today: date) -> None:
    """Raise UserError when the dates of a pregnancy cannot be."""
    if pregnancy.due_on is not None and not pregnancy.known_since - timedelta(
        days=120
    ) <= pregnancy.due_on <= add_months(pregnancy.known_since, 10):
        raise UserError(
            f"Due date must be within 10 months of {show_date(pregnancy.known_since)}, when it became known"
        )
    for label, day in (("Date referred", pregnancy.referred_on), ("Date of the reply", pregnancy.replied_on)):
        if day is not None and day > today:
            raise UserError(f"{label} must be today or in the past")
    if pregnancy.replied_on and not pregnancy.referred_on:
        raise UserError("Date referred is missing: a reply follows a referral")
    if pregnancy.replied_on and pregnancy.referred_on and pregnancy.replied_on < pregnancy.referred_on:
        raise UserError(
            f"Date of the reply must be on or after {show_date(pregnancy.referred_on)}, when it was referred"
        )
    if pregnancy.referred_on and not pregnancy.referred_to:
        raise UserError("Referred to is missing: enter the midwifery team")
    if pregnancy.replied_on and pregnancy.accepted not in ACCEPTED:
        raise UserError("Accepted? needs an answer once there is a reply")


def shows_leaving_care(born: date, today: date) -> bool:
    """Return whether leaving care is shown: from 15 years and 9 months, to start at the review around 16."""
    return today >= add_months(birthday(born, 15), 9)


def leaving_care_to_do(held: LeavingCare, born: date, today: date) -> ToDo | None:
    """Return what is missing before 18: the health history given, or declined, and explained."""
    adult = birthday(born, ADULT_AGE)
    if not shows_leaving_care(born, today) or held.health_history in ("given", "declined"):
        return None
    if today >= adult:
        return ToDo("Health history was not given before 18: offer it now", is_late=True)
    if today >= add_months(adult, -6):
        return ToDo(f"Health history to be given before {show_date(adult)}, the 18th birthday", is_late=False)
    if held.health_history == "not_started" and today >= birthday(born, 16):
        return ToDo("Health history not started: begin it now", is_late=False)
    return None


def check_leaving_care(held: LeavingCare, born: date, today: date) -> None:
    """Raise UserError when what is recorded about the health history cannot be."""
    if held.health_history not in HEALTH_HISTORY:
        raise UserError(f"The health history can be {', '.join(HEALTH_HISTORY)}")
    for label, day in (
        ("Date of the health history", held.health_history_on),
        ("Date explained", held.explained_on),
    ):
        if day is not None and day > today:
            raise UserError(f"{label} must be today or in the past")
        if day is not None and day < born:
            raise UserError(f"{label} must be after the young person was born, {show_date(born)}")
    if held.health_history in ("given", "declined") and held.health_history_on is None:
        raise UserError("Date of the health history is missing: enter the day it was given or declined")


def health_history_words(held: LeavingCare, called: str) -> str:
    """Return 'Given 06-Aug-2026 by Nadia Rahman'."""
    words = HEALTH_HISTORY[held.health_history].format(name=called)
    on = (
        f" {show_date(held.health_history_on)}"
        if held.health_history_on and held.health_history != "not_started"
        else ""
    )
    by = f" by {held.health_history_by}" if on and held.health_history_by else ""
    return f"{words}{on}{by}"


def open_until(born: date) -> date:
    """Return the 25th birthday, until which the record of a care leaver stays open unless it is closed before."""
    return birthday(born, OPEN_UNTIL_AGE)


def too_old_words(born: date, today: date) -> str:
    """Return why no health assessment may start, '' while one may (TS-8: none on or after the 18th birthday)."""
    adult = birthday(born, ADULT_AGE)
    if today < adult:
        return ""
    return f"18 on {show_date(adult)}: statutory health assessments have ended. The health history and the pathways stay open"
