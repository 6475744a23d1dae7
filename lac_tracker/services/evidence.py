"""The evidence pack: recommendations 3.12 to 3.20 answered from the record as it stands. It names no child."""

import tomllib
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker import paths
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.figure_words import FigureLine, counted, shared_out
from lac_tracker.domain.improvement import RATING_WORDS, Rating
from lac_tracker.domain.people import Actor
from lac_tracker.domain.performance import ActionTaken, Answered, EvidencePack
from lac_tracker.domain.periods import Period
from lac_tracker.domain.training import UNACCOMPANIED
from lac_tracker.services import dashboard, improvement, performance, quality, training
from lac_tracker.services.access import needs
from lac_tracker.storage import documents, report_lists
from lac_tracker.storage import improvement as stored_actions

DOCUMENT = "evidence-pack"


@needs(Action.SEE_FIGURES)
def pack(
    session: Session, held: Period, *, hides_small: bool, by: Actor, now: datetime, today: date
) -> EvidencePack:
    """Return the pack of a period: for each recommendation what it asks, what is in place, figures, facts and actions."""
    wanted = [which for one in recommendations() for which in one["figures"]]
    lines = {
        line.id: line
        for line in dashboard.lines(
            session, held, by=by, now=now, today=today, only=wanted, hides_small=hides_small
        )
    }
    answered = tuple(
        _answer(session, one, lines, held, hides_small=hides_small, by=by, now=now, today=today)
        for one in recommendations()
    )
    return EvidencePack(
        service=performance.service(session, by), period=held.words, answered=answered, hides_small=hides_small,
        reference=documents.new_reference(), made_by=by.full_name, made_on=today,
        made_at=now.astimezone().strftime("%H:%M"),
    )  # fmt: skip


@cache
def recommendations() -> tuple[dict[str, Any], ...]:
    """Return the recommendations in their order, as the data file has them."""
    with (paths.RESOURCES / "evidence.toml").open("rb") as file:
        return tuple(tomllib.load(file)["recommendation"])


def _answer(
    session: Session, one: dict[str, Any], lines: dict[str, FigureLine], held: Period, *, hides_small: bool,
    by: Actor, now: datetime, today: date,
) -> Answered:  # fmt: skip
    number = str(one["number"])
    find = _FACTS.get(number)
    facts = find(session, held, hides_small, by=by, now=now, today=today) if find else ()
    return Answered(
        number, str(one["asks"]), tuple(one["in_place"]), tuple(lines[which] for which in one["figures"]), facts,
        _actions(session, number, by, today),
    )  # fmt: skip


def _actions(session: Session, number: str, by: Actor, today: date) -> tuple[ActionTaken, ...]:
    """Return the improvement actions whose source names a recommendation, with every rating before."""
    found = []
    for shown in improvement.of_team(session, by.team_id, today):
        if number not in shown.action.source.split():
            continue
        ratings = [one for one in stored_actions.changes(session, shown.action.id) if one.field == "rating"]
        history = tuple(
            f"{_rating(one.before)} until {show_date(one.changed_at.date())}"
            + (f" ({one.because})" if one.because else "")
            for one in reversed(ratings)
        )
        said = ". ".join(part for part in (shown.words, shown.detail) if part)
        found.append(
            ActionTaken(shown.action.what, shown.action.owner, show_date(shown.action.due_on), said, history)
        )
    return tuple(found)


def _rating(value: str) -> str:
    return RATING_WORDS[Rating(value)] if value in {one.value for one in Rating} else value


def _quality(
    session: Session, held: Period, hides_small: bool, *, by: Actor, now: datetime, today: date
) -> tuple[str, ...]:
    found = quality.results_of_team(session, by.team_id, held.since, held.until)
    whole = found.whole
    if not whole.reviews:
        return ("No quality review was finished in the period",)
    met, changes, back = shared_out(
        (whole.meets, whole.needs_changes, whole.sent_back), hides_small=hides_small
    )
    said = [
        f"{counted(whole.reviews, hides_small=hides_small)} reviews finished. Met the standard: {met}; "
        f"needed changes: {changes}; sent back: {back}"
    ]
    areas = shared_out([one.reviews for one in found.areas], hides_small=hides_small)
    said.append("; ".join(f"{one.words}: {many}" for one, many in zip(found.areas, areas, strict=True)))
    return tuple(said)


def _training(
    session: Session, held: Period, hides_small: bool, *, by: Actor, now: datetime, today: date
) -> tuple[str, ...]:
    rows = [
        one for one in training.listed(session, by=by, now=now, today=today) if one.subject == UNACCOMPANIED
    ]
    valid = sum(1 for one in rows if one.expiry.look in ("complete", "due_soon"))
    if not rows:
        return ("Nobody's training for unaccompanied children is recorded",)
    return (f"Training for unaccompanied children holds today for {valid} of {len(rows)} who see children",)


def _pregnancies(
    session: Session, held: Period, hides_small: bool, *, by: Actor, now: datetime, today: date
) -> tuple[str, ...]:
    total, referred = report_lists.pregnancies(session, by.team_id, held.since, held.until)
    if not total:
        return ("No pregnancy was followed in the period",)
    everyone = counted(total, hides_small=hides_small)
    return (
        f"Pregnancies followed in the period: {everyone}, "
        f"with a midwifery referral: {counted(referred, hides_small=hides_small)}",
    )


_FACTS: dict[str, Callable[..., tuple[str, ...]]] = {
    "3.12": _quality,
    "3.15": _training,
    "3.19": _pregnancies,
}
