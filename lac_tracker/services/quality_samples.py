"""Drawing the sample: what the rule takes, who gets what, shown before anything is assigned."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import RecordChanged, UserError
from lac_tracker.domain.names import initials
from lac_tracker.domain.people import Actor, Role
from lac_tracker.domain.quality_sampling import (
    WHY_WORDS,
    Assigned,
    Candidate,
    Drawn,
    SampleRule,
    assign,
    check_rule,
    draw,
)
from lac_tracker.services import quality_access, redaction
from lac_tracker.services.access import concerns_only, needs
from lac_tracker.services.changes import Changes
from lac_tracker.storage import children, quality_candidates, quality_checklists
from lac_tracker.storage import quality as stored
from lac_tracker.storage.quality import Review

_LOTS = 1_000_000
_LATE_DAYS = 365  # a report from out of area that was recorded late is taken all the same
_MOST_DAYS = 366


@dataclass(frozen=True)
class ProposedRow:
    """One of the sample as the dialog shows it, with initials. reviewer: '' where nobody else can review it."""

    assessment_id: int
    initials: str
    kind: str
    author: str
    done_on: date
    why: str
    reviewer: str


@dataclass(frozen=True)
class Proposal:
    """What would be drawn. lot: the number that the drawing hangs on, kept so that it can be repeated."""

    since: date
    until: date
    lot: int
    rule: SampleRule
    rows: tuple[ProposedRow, ...]
    nobody: tuple[ProposedRow, ...]
    waiting: int  # signed or received in these days and not reviewed
    closed: int  # restricted records left out, as this person may not see them
    due_on: date

    @property
    def shares(self) -> tuple[tuple[str, int], ...]:
        """Return how many each reviewer gets, by name."""
        names = sorted({row.reviewer for row in self.rows})
        return tuple((name, sum(row.reviewer == name for row in self.rows)) for name in names)


@needs(Action.DRAW_SAMPLE)
def proposal(
    session: Session, *, by: Actor, now: datetime, today: date,
    since: date | None = None, until: date | None = None, lot: int | None = None,
) -> Proposal:  # fmt: skip
    """Return what the rule would take of some days, and who would review it. Nothing is kept.

    since, until: by the day signed, or received back; the days since the last sample when they are not given.
    Raises UserError for days the wrong way round or in the future.
    """
    began, ended = _days(session, by.team_id, since, until, today)
    number = secrets.randbelow(_LOTS) if lot is None else lot
    rule = quality_checklists.rule(session, by.team_id)
    found, closed = _candidates(session, by, began, ended, today)
    taken, left = _drawn(session, by.team_id, found, rule, number)
    names = {one.person_id: one.full_name for one in quality_access.reviewers(session, by.team_id)}
    return Proposal(
        began, ended, number, rule,
        tuple(_shown(session, one.candidate, one.why, names[one.reviewer_id]) for one in taken),
        tuple(_shown(session, one.candidate, one.why, "") for one in left),
        len(found), closed, today + timedelta(days=rule.days_to_review),
    )  # fmt: skip


@needs(Action.DRAW_SAMPLE)
def draw_sample(
    session: Session, *, by: Actor, now: datetime, today: date, since: date, until: date, lot: int,
    expected: tuple[int, ...],
) -> Changes:  # fmt: skip
    """Assign what was proposed. The number of its drawing is kept with the rule; `made_id` is the sample.

    expected: ids of the assessments that were shown. Raises RecordChanged when it would be others now, and UserError
    when there is nothing to assign.
    """
    began, ended = _days(session, by.team_id, since, until, today)
    rule = quality_checklists.rule(session, by.team_id)
    found, _closed = _candidates(session, by, began, ended, today)
    taken, _left = _drawn(session, by.team_id, found, rule, lot)
    if tuple(one.candidate.assessment_id for one in taken) != tuple(expected):
        raise RecordChanged(
            "What can be drawn has changed since you looked. Nothing was assigned: look at the new list"
        )
    if not taken:
        raise UserError("There is nothing to draw of these days. Choose other days")
    newest = quality_checklists.newest(session, by.team_id)
    checklist_id = newest.id or quality_checklists.keep(
        session, by.team_id, newest.content, by=by.full_name, now=now
    )
    words = f"{rule.in_words}. Drawn with the number {lot} from {len(found)}"
    sample_id = stored.add_sample(session, by=by, now=now, signed_from=began, signed_to=ended, rule=words)
    for one in taken:
        stored.add(
            session, by.team_id,
            _fields(one, sample_id, checklist_id, today + timedelta(days=rule.days_to_review)),
        )  # fmt: skip
    concerns_only(session, (one.candidate.child_id for one in taken))
    return Changes(quality=True, assessments=True, made_id=sample_id, report=len(taken))


@needs(Action.DRAW_SAMPLE, child=stored.child_of)
def give_to(
    session: Session, review_id: int, reviewer_id: int, *, by: Actor, now: datetime, today: date,
    seen_version: int | None = None,
) -> Changes:  # fmt: skip
    """Give a review that is not finished to somebody else. Raises UserError for who wrote it, or may not review.

    seen_version: of the review as the person saw it; RecordChanged when somebody else changed it meanwhile.
    """
    one = stored.load(session, review_id)
    if not one.is_open:
        raise UserError("This review is finished, so it is given to nobody else")
    if reviewer_id not in {who.person_id for who in possible_reviewers(session, one, now)}:
        raise UserError(
            "That person can't review this: they have it or wrote it, may not review, or the record is restricted"
        )
    stored.change(session, review_id, seen_version, reviewer_id=reviewer_id)
    return Changes(quality=True, child_id=one.child_id)


@needs(Action.DRAW_SAMPLE, child=stored.child_of)
def reviewers_for(
    session: Session, review_id: int, *, by: Actor, now: datetime, today: date
) -> tuple[tuple[str, str], ...]:
    """Return who else can do a review: (id, name)."""
    one = stored.load(session, review_id)
    return tuple((str(who.person_id), who.full_name) for who in possible_reviewers(session, one, now))


@needs(Action.SEE_QUALITY)
def rule_of(session: Session, *, by: Actor, now: datetime) -> SampleRule:
    """Return the team's rule."""
    return quality_checklists.rule(session, by.team_id)


@needs(Action.CHANGE_CHECKLIST)
def change_rule(session: Session, rule: SampleRule, *, by: Actor, now: datetime) -> Changes:
    """Keep another rule, for the samples drawn from now on. Raises UserError for a number out of bounds."""
    quality_checklists.keep_rule(session, by.team_id, check_rule(rule))
    return Changes(quality=True)


def possible_reviewers(session: Session, one: Review, now: datetime) -> tuple[Actor, ...]:
    """Return who of the team may review what another wrote: nobody who took part in writing it.

    Of a restricted record only who may open what is to be reviewed.
    """
    wrote = quality_candidates.writers_of(session, one.child_id, one.assessment_id)
    return tuple(
        who
        for who in quality_access.reviewers(session, children.team_of(session, one.child_id))
        if who.person_id not in (*wrote, one.author_id, one.reviewer_id)
        and redaction.may_see(session, one.child_id, by=who, now=now)
    )


def _days(
    session: Session, team_id: int, since: date | None, until: date | None, today: date
) -> tuple[date, date]:
    last = next(iter(stored.samples(session, team_id)), None)
    if since is None:
        since = (
            last.signed_to + timedelta(days=1)
            if last
            else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
        )
        since = min(since, today)
    until = until or today
    if until > today:
        raise UserError(f"Until must be today or in the past, not {show_date(until)}")
    if since > until:
        raise UserError(f"From must be before until, {show_date(until)}")
    if (until - since).days > _MOST_DAYS:
        raise UserError("From and until may be up to a year apart")
    return since, until


def _candidates(
    session: Session, by: Actor, since: date, until: date, today: date
) -> tuple[tuple[Candidate, ...], int]:
    """Return what may be drawn, and how many of restricted records are left out, as only a manager draws those."""
    found = quality_candidates.candidates(session, by.team_id, since, until, today)
    if stored.samples(session, by.team_id):
        late = quality_candidates.candidates(
            session, by.team_id, since - timedelta(days=_LATE_DAYS), since - timedelta(days=1), today
        )
        found = (*(one for one in late if one.is_out_of_area), *found)
    closed = redaction.closed_to(session, by=by, today=today)
    open_ones = tuple(one for one in found if one.child_id not in closed)
    return open_ones, len(found) - len(open_ones)


def _drawn(
    session: Session, team_id: int, found: tuple[Candidate, ...], rule: SampleRule, lot: int
) -> tuple[tuple[Assigned, ...], tuple[Drawn, ...]]:
    who = quality_access.reviewers(session, team_id)
    managers = frozenset(one.person_id for one in who if one.role is Role.MANAGER)
    before = stored.drawn_of_authors(session, team_id)
    return assign(
        draw(found, rule, lot, before),
        [one.person_id for one in who],
        managers,
        lot,
        stored.load_of(session, team_id),
    )


def _shown(session: Session, one: Candidate, why: str, reviewer: str) -> ProposedRow:
    child = children.load(session, one.child_id)
    letters = initials(child.given_name, child.family_name, child.council_id)
    return ProposedRow(
        one.assessment_id, letters, one.kind, one.author, one.done_on, WHY_WORDS[why], reviewer
    )


def _fields(one: Assigned, sample_id: int, checklist_id: int, due_on: date) -> dict[str, object]:
    held = one.candidate
    return {
        "sample_id": sample_id, "child_id": held.child_id, "assessment_id": held.assessment_id,
        "checklist_id": checklist_id, "kind": held.kind, "signed_on": held.done_on, "author": held.author,
        "author_id": held.author_id, "provider": held.provider, "is_out_of_area": held.is_out_of_area,
        "why_chosen": one.why, "reviewer_id": one.reviewer_id, "due_on": due_on,
    }  # fmt: skip
