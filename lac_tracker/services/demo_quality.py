"""Quality in the demonstration: samples drawn, reviews in every state, one through two rounds, improvement actions."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from lac_tracker.domain.people import Actor
from lac_tracker.services import improvement, quality_returns, quality_reviews, quality_samples
from lac_tracker.storage import quality as stored
from lac_tracker.storage.quality import Review

# Drawn so many days ago, of what was signed from so many to so many days ago.
_SAMPLES = ((70, 330, 71), (17, 70, 18))  # what was signed since waits to be drawn
_WAYS = (("meets", "needs_changes", "again", "meets", "meets"), ("meets", "sent_back", "started", "left"))
_PRAISE = (
    "The child's own words come first and shape the plan.",
    "Clear about who does what, and by when.",
    "Careful about the family's history, and kind in how it is told.",
    "",
)
_BETTER = (
    "Say what the child will notice when it has worked",
    "Name the person at the practice who does this",
    "Ask again for the birth history: the request is three months old",
    "Use a quote where there is one",
)
_CHANGES = "Item 2 has no measure. Add how we will know, and who at school helps with it."
_ANSWERED = "Measure added, and Ms Lane named for school."


def review(session: Session, team: Mapping[str, Actor], today: date, now: datetime, rng: Random) -> None:
    """Draw the samples and review them as far as they would be. Uses up `rng` the same way for the same caseload."""
    manager = team["demo"]
    people = {actor.person_id: actor for actor in team.values()}
    for place, (drawn, since, until) in enumerate(_SAMPLES):
        ago = timedelta(days=drawn)
        first, last = today - timedelta(days=since), today - timedelta(days=until)
        offered = quality_samples.proposal(
            session, by=manager, now=now - ago, today=today - ago, since=first, until=last, lot=place + 1
        )
        if not offered.rows:
            continue
        made = quality_samples.draw_sample(
            session, by=manager, now=now - ago, today=today - ago, since=first, until=last, lot=place + 1,
            expected=tuple(row.assessment_id for row in offered.rows),
        )  # fmt: skip
        held = [one for one in stored.of_team(session, manager.team_id) if one.sample_id == made.made_id]
        _work_through(session, held, people, place, drawn, today, now, rng)


def _work_through(
    session: Session, held: list[Review], people: Mapping[int, Actor], place: int, drawn: int, today: date,
    now: datetime, rng: Random,
) -> None:  # fmt: skip
    """Finish the older sample; of the newer some are started, sent back or late."""
    ways = _WAYS[place]
    for number, one in enumerate(held):
        way = ways[number % len(ways)]
        ago = timedelta(days=max(drawn - 4 - number % 9, 1))
        by, on, at = people[one.reviewer_id], today - ago, now - ago
        if way == "started":
            _answer(session, one, by, at, on, rng, finish=False)
        elif way != "left":
            _answer(session, one, by, at, on, rng, overall=way)
        if way == "again" and one.author_id is not None:
            _look_again(session, one, people, at, on, rng)


def _answer(
    session: Session, one: Review, by: Actor, now: datetime, today: date, rng: Random, *, overall: str = "meets",
    finish: bool = True,
) -> None:  # fmt: skip
    page = quality_reviews.opened(session, one.id, by=by, now=now, today=today)
    asked = [each for each in page.asked if each.id not in page.answers]
    answers = {key: given.value for key, given in page.answers.items()} | {each.id: "met" for each in asked}
    notes = dict(page.notes)
    better = [each for each in asked if not each.is_critical]
    for number, each in enumerate(rng.sample(better, min(len(better), rng.randrange(1, 4)))):
        answers[each.id] = "partly"
        notes[each.id] = _BETTER[number % len(_BETTER)]
    if overall in ("sent_back", "again"):
        critical = next((each for each in asked if each.is_critical and each.id == "plan"), asked[-1])
        answers[critical.id], notes[critical.id] = "not_met", _BETTER[0]
    if not finish:
        kept = dict(list(answers.items())[: len(answers) // 2])
        quality_reviews.save_part(
            session, one.id, by=by, now=now, today=today, answers=kept,
            notes={key: words for key, words in notes.items() if key in kept},
        )  # fmt: skip
        return
    chosen = {"meets": "meets_the_standard", "needs_changes": "needs_changes"}.get(overall, "sent_back")
    is_back = chosen == "sent_back"
    quality_reviews.finish(
        session, one.id, by=by, now=now, today=today, answers=answers, notes=notes, overall=chosen,
        praise=rng.choice(_PRAISE), what_to_change=_CHANGES if is_back else "",
        change_by=today + timedelta(days=10) if is_back else None,
    )  # fmt: skip


def _look_again(
    session: Session, one: Review, people: Mapping[int, Actor], now: datetime, today: date, rng: Random
) -> None:
    """The author answers what came back, and it is looked at a second time."""
    author = people[one.author_id or 0]
    later, day = now + timedelta(days=6), today + timedelta(days=6)
    made = quality_returns.answer_changes(session, one.id, by=author, now=later, today=day, answer=_ANSWERED)
    again = stored.load(session, made.made_id or 0)
    _answer(
        session, again, people[again.reviewer_id], later + timedelta(days=2), day + timedelta(days=2), rng, overall="meets"
    )  # fmt: skip


def improve(session: Session, team: Mapping[str, Actor], today: date, now: datetime) -> None:
    """Write improvement actions with their history: one done, one at risk, one late, one whose day was moved."""
    by = team["demo"]
    ago = timedelta(days=120)
    improvement.add_recommendations(session, by=by, now=now - ago, today=today - ago, owner="Grace Mensah")
    improvement.add(
        session, by=by, now=now - ago, today=today - ago, what="Every plan item says how we will know it has worked",
        source="Quality review, criterion 'Plan'", owner="Nadia Rahman", due_on=today - timedelta(days=20),
    )  # fmt: skip
    steps = (
        ("done", "In use since the spring; every out-of-area report is reviewed", None, 60),
        ("at_risk", "The host teams ask for a signed agreement first", None, 45),
        ("on_track", "Moved: the training day was cancelled", 40, 30),
        ("late", "Nobody has been found to give the training", None, 12),
    )
    for one, (rating, because, moved, days) in zip(
        improvement.of_team(session, by.team_id, today), steps, strict=False
    ):
        held, then = one.action, timedelta(days=days)
        improvement.change(
            session, held.id, by=by, now=now - then, today=today - then, what=held.what, source=held.source,
            owner="Sam Iqbal" if rating == "on_track" else held.owner,
            due_on=held.due_on if moved is None else today + timedelta(days=moved), rating=rating, because=because,
        )  # fmt: skip
