"""Quality reviews as lists show them: what waits, what is done, what concerns whom, and the results."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain import quality_results
from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.names import show_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.quality import OVERALL_WORDS, Overall, asked_of
from lac_tracker.domain.quality_results import Results, ReviewFacts
from lac_tracker.domain.quality_sampling import CHECK_AGAIN, WHY_WORDS
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.services import quality_access
from lac_tracker.services.access import hidden_from, needs
from lac_tracker.storage import assessments, children, quality_checklists
from lac_tracker.storage import quality as stored
from lac_tracker.storage.quality import Review, Round

RESULT_IS_NEWS = 28  # days for which a finished review is told to its author


@dataclass(frozen=True)
class ReviewRow:
    """One line of the lists: initials and no name. look: a key of icons.STATUS_LOOKS."""

    review_id: int
    child_id: int
    assessment_id: int
    initials: str
    kind: str
    author: str
    signed_on: date
    why: str
    reviewer: str
    due_on: date | None
    look: str
    words: str
    is_mine: bool  # this person does the review
    is_own_work: bool  # this person wrote what is reviewed
    can_open: bool
    can_give: bool  # it is not finished, so somebody else can be asked to do it
    version: int  # of the review as it was read
    finished_on: date | None = None


@dataclass(frozen=True)
class Lists:
    """Both lists, the rule, and the month before in numbers."""

    waiting: tuple[ReviewRow, ...]
    done: tuple[ReviewRow, ...]
    rule_words: str
    last_month_words: str
    next_sample_on: date


@dataclass(frozen=True)
class ReviewNotice:
    """What a review asks of a person, for Today. key: what stays the same while it is the same news.

    what: 'returned', 'result', 'to_review' or 'check_again'. The child's name is there only for who wrote the
    assessment; who reviews it sees initials.
    """

    key: str
    what: str
    review_id: int
    child_id: int
    assessment_id: int
    kind: str
    who: str
    words: str
    detail: str
    until: date | None
    is_late: bool


@needs(Action.SEE_QUALITY)
def lists(session: Session, *, by: Actor, now: datetime, today: date) -> Lists:
    """Return the reviews a person may know of: all for a manager and a quality reviewer, else theirs."""
    held = (
        stored.of_team(session, by.team_id)
        if by.role in quality_access.SEES_ALL
        else stored.of_person(session, by.team_id, by.person_id)
    )
    returned = stored.rounds(session, [one.id for one in held])
    hidden = hidden_from(session, by=by, now=now)
    rows = [
        (one, _row(session, one, returned.get(one.id, ()), by, today, is_hidden=one.child_id in hidden))
        for one in held
    ]
    done = [row for one, row in rows if one.state in ("finished", "amended", "closed")]
    return Lists(
        tuple(row for one, row in rows if one.is_open or one.state == "with_author"),
        tuple(sorted(done, key=lambda row: (row.finished_on or date.min, row.review_id), reverse=True)),
        quality_checklists.rule(session, by.team_id).in_words,
        _last_month(session, by.team_id, today),
        next_sample_on(session, by.team_id, today),
    )


@needs(Action.SEE_QUALITY)
def notices(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[ReviewNotice, ...]:
    """Return what reviews ask of a person: what came back to them, their results, and what they are to look at."""
    held = stored.of_person(session, by.team_id, by.person_id)
    returned = stored.rounds(session, [one.id for one in held])
    found = [_notice(session, one, returned.get(one.id, ()), by, today) for one in held]
    hidden = hidden_from(session, by=by, now=now)
    wanted = [
        replace(one, who=RESTRICTED, detail="") if one.child_id in hidden else one
        for one in found
        if one is not None
    ]
    order = ("returned", "check_again", "to_review", "result")
    return tuple(sorted(wanted, key=lambda one: (order.index(one.what), one.until or date.max)))


@needs(Action.SEE_QUALITY)
def of_author(session: Session, *, by: Actor, now: datetime, today: date) -> tuple[ReviewNotice, ...]:
    """Return what reviews say of what a person wrote: sent back for changes, or the result with praise."""
    return tuple(
        one for one in notices(session, by=by, now=now, today=today) if one.what in ("returned", "result")
    )


@needs(Action.SEE_QUALITY)
def results(session: Session, since: date, until: date, *, by: Actor, now: datetime) -> Results:
    """Return the results of the reviews finished in some days. Authors see their own line; managers see everybody's."""
    found = results_of_team(session, by.team_id, since, until)
    if by.role in quality_access.SEES_ALL:
        return found
    mine = _counted(session, by.team_id, since, until, author_id=by.person_id)
    return quality_results.of_one_author(found, mine.authors)


def results_of_team(session: Session, team_id: int, since: date, until: date) -> Results:
    """Return all results of a team. Called by services that asked for leave already."""
    return _counted(session, team_id, since, until)


def _counted(
    session: Session, team_id: int, since: date, until: date, author_id: int | None = None
) -> Results:
    versions = {
        one.id: one.checklist for one in quality_checklists.every(session, team_id) if one.id is not None
    }
    facts = _facts(session, team_id)
    if author_id is not None:
        facts = [one for one in facts if one.author_id == author_id]
    return quality_results.results(facts, versions, since, until)


def next_sample_on(session: Session, team_id: int, today: date) -> date:
    """Return the day of the next drawing: once a month, today where none was drawn this month."""
    last = next(iter(stored.samples(session, team_id)), None)
    if last is None or (last.drawn_at.year, last.drawn_at.month) != (today.year, today.month):
        return today
    return (today.replace(day=1) + timedelta(days=32)).replace(day=1)


def asked_in(session: Session, review: Review) -> int:
    """Return how many criteria a review answers."""
    one = assessments.load(session, review.assessment_id)
    child = children.load(session, review.child_id)
    checklist = quality_checklists.load(session, review.checklist_id).checklist
    return len(asked_of(checklist, review.kind, child, one.completed_on or review.signed_on))


def _row(
    session: Session, one: Review, rounds: tuple[Round, ...], by: Actor, today: date, *, is_hidden: bool
) -> ReviewRow:
    look, words = _state(session, one, rounds, today)
    due = rounds[-1].due_on if one.state == "with_author" and rounds else one.due_on
    return ReviewRow(
        one.id, one.child_id, one.assessment_id, RESTRICTED if is_hidden else one.initials, one.kind, one.author, one.signed_on,
        WHY_WORDS[one.why_chosen], one.reviewer, due if one.is_open or one.state == "with_author" else None,
        look, words, one.reviewer_id == by.person_id, one.author_id == by.person_id,
        quality_access.may_see(one, by) and not is_hidden, one.is_open, one.version, one.finished_on,
    )  # fmt: skip


def _state(session: Session, one: Review, rounds: tuple[Round, ...], today: date) -> tuple[str, str]:
    """Return look and words of how a review stands."""
    if one.is_open:
        late = (today - one.due_on).days
        if late > 0:
            return "overdue", f"Overdue by {late} {'day' if late == 1 else 'days'}"
        if one.state == "started":
            return "started", f"{one.answered} of {asked_in(session, one)}"
        return "not_started", "Not started"
    said = OVERALL_WORDS[Overall(one.overall)] if one.overall else ""
    match one.state:
        case "with_author":
            late = (today - rounds[-1].due_on).days if rounds else 0
            words = "With host team" if one.author_id is None else "With author"
            days = "day" if late == 1 else "days"
            return ("overdue", f"{words}, {late} {days} late") if late > 0 else ("asked", words)
        case "amended":
            return "asked", "Amended, being checked again"
        case "closed" if one.follows_id is None:
            return "complete", "Sent back, amended, checked"
    return ("complete" if one.overall == Overall.MEETS else "information"), said


def _notice(
    session: Session, one: Review, rounds: tuple[Round, ...], by: Actor, today: date
) -> ReviewNotice | None:
    if one.author_id == by.person_id:
        name = show_name(one.family_name or None, one.given_name or None, one.council_id)
        if one.state == "with_author" and rounds:
            last = rounds[-1]
            return _told(
                one, "returned", f"returned:{last.id}", name, f"{one.kind}: sent back for changes",
                last.what_to_change, last.due_on, today,
            )  # fmt: skip
        is_news = one.finished_on is not None and (today - one.finished_on).days <= RESULT_IS_NEWS
        if one.state in ("finished", "closed") and is_news and one.overall != Overall.SENT_BACK:
            said = f"{one.kind}: {OVERALL_WORDS[Overall(one.overall or '')].lower()}"
            return _told(one, "result", f"result:{one.id}", name, said, one.praise, None, today)
        return None
    if one.reviewer_id == by.person_id and one.is_open:
        again = one.why_chosen == CHECK_AGAIN
        words = f"{one.kind}: {'amended, check again' if again else 'to review'}"
        what = "check_again" if again else "to_review"
        return _told(
            one, what, f"review:{one.id}", one.initials, words, WHY_WORDS[one.why_chosen], one.due_on, today
        )
    return None


def _told(
    one: Review, what: str, key: str, who: str, words: str, detail: str, until: date | None, today: date
) -> ReviewNotice:
    is_late = until is not None and until < today
    return ReviewNotice(
        f"quality:{key}",
        what,
        one.id,
        one.child_id,
        one.assessment_id,
        one.kind,
        who,
        words,
        detail,
        until,
        is_late,
    )


def _facts(session: Session, team_id: int) -> list[ReviewFacts]:
    """Return every finished first look. A check of what was returned belongs to the review it follows."""
    held = [one for one in stored.of_team(session, team_id) if one.finished_on is not None and one.overall]
    first = [one for one in held if one.follows_id is None]
    answers = stored.answers_of(session, [one.id for one in first])
    return [
        ReviewFacts(
            one.id, one.checklist_id, one.kind, one.author, one.author_id, one.provider, one.is_out_of_area,
            one.finished_on, Overall(one.overall or ""), answers.get(one.id, {}),
            is_mended=one.overall == Overall.SENT_BACK and _was_mended(one, held),
        )
        for one in first
        if one.finished_on is not None
    ]  # fmt: skip


def _was_mended(one: Review, held: Iterable[Review]) -> bool:
    """Return whether what was sent back was found to meet the standard later, in whichever round."""
    followed = {each.follows_id: each for each in held if each.follows_id is not None}
    later = followed.get(one.id)
    while later is not None:
        if later.overall == Overall.MEETS:
            return True
        later = followed.get(later.id)
    return False


def _last_month(session: Session, team_id: int, today: date) -> str:
    """Return the month before in one line, with the month before that for the voice of the child."""
    until = today.replace(day=1) - timedelta(days=1)
    since = until.replace(day=1)
    before = since - timedelta(days=1)
    found = results_of_team(session, team_id, before.replace(day=1), until)
    last, earlier = found.months[-1], found.months[0]
    if not last.reviews:
        return f"{show_date(since)[3:].replace('-', ' ')}: none reviewed."
    voice = f" Voice of the child: {last.voice:.1f} out of 2" if last.voice is not None else ""
    was = f" (was {earlier.voice:.1f})" if voice and earlier.voice is not None else ""
    return (
        f"Last month: {last.reviews} reviewed. {last.meets} met the standard, "
        f"{last.needs_changes} needed changes, {last.sent_back} returned.{voice}{was}"
    )
