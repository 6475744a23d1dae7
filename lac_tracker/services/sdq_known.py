"""What the record knows of questionnaires: the one place that summary, forms, papers and chronology ask.

Its functions are called by services that asked for leave already, but for `for_review`, which a screen calls.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.child_facts import facts_about
from lac_tracker.domain.children import Child
from lac_tracker.domain.dates import age_in_years, show_date
from lac_tracker.domain.names import first_name
from lac_tracker.domain.people import Actor
from lac_tracker.domain.questions import Answers
from lac_tracker.domain.sdq import MEASURES, NotDone, Questionnaire, versions_at
from lac_tracker.domain.sdq_known import (
    Latest,
    facts_as_signed,
    facts_on,
    latest,
    no_longer_asked,
    to_fill_in,
    used,
)
from lac_tracker.domain.sdq_rules import NOT_DONE_WORDS, NextDue, next_due
from lac_tracker.domain.sdq_words import Scored
from lac_tracker.domain.settings import rules_from
from lac_tracker.services.access import needs
from lac_tracker.storage import assessments, children, people, sdq_bands
from lac_tracker.storage import sdq as stored

# Which bands scores are told with: the four of clinical papers and screens, or those of the council's yearly return,
# which are for the carer's total alone. The two never stand together.
Bands = Literal["band4", "return"]


@dataclass(frozen=True)
class SdqKnown:
    """What is known on a day.

    scores: the newest of each informant. used: the one a review of that day uses, the newest of the last 12 months,
    a carer's first. not_done: why a carer did none, the newest reason, where it is newer than their last.
    """

    on: date
    scores: tuple[Scored, ...]
    used: Questionnaire | None
    due: NextDue
    not_done: NotDone | None

    @property
    def carers(self) -> Scored | None:
        return next((one for one in self.scores if one.now.informant == "carer"), None)

    @property
    def not_done_words(self) -> str:
        """'The carer declined (20-Feb-2026)', '' where nothing says that none was done."""
        if self.not_done is None:
            return ""
        why = self.not_done.words if self.not_done.reason == "SDQ4" else NOT_DONE_WORDS[self.not_done.reason]
        return f"{why} ({show_date(self.not_done.asked_on)})"


@dataclass(frozen=True)
class ReviewSdq:
    """What an assessment shows where it asks about questionnaires."""

    known: SdqKnown
    called: str
    may_enter: bool  # the person may, and there is a form for the age


def known(session: Session, child: Child, on: date, bands: Bands = "band4") -> SdqKnown:
    """Return what the record knows on a day."""
    held = stored.of_child(session, child.id)
    scores = tuple(_banded(one, bands) for one in latest(held, on))
    rules = rules_from(people.settings(session, child.team_id))
    why = max(
        (one for one in stored.not_done(session, child.id) if one.asked_on <= on),
        key=lambda one: (one.asked_on, one.id),
        default=None,
    )
    carers = (one.now for one in scores if one.now.informant == "carer")
    if why is not None and any(one.completed_on >= why.asked_on for one in carers):
        why = None
    due = next_due([one for one in held if one.completed_on <= on], child.born, on, rules)
    return SdqKnown(on, scores, used(held, on), due, why)


def facts_of(session: Session, child: Child, on: date, one: assessments.Assessment) -> dict[str, str]:
    """Return what the conditions of a form may ask about a child on the day of an assessment.

    What a signed one asked of questionnaires is told by its answers: the record may have changed since.
    """
    found = facts_on(stored.of_child(session, child.id), on)
    if one.state == "signed" or one.amends_id is not None:
        found = facts_as_signed(assessments.answers(session, one.id), found)
    return facts_about(child, on, found)


@needs(Action.SEE_CLINICAL, child=assessments.child_of)
def for_review(session: Session, assessment_id: int, *, by: Actor, now: datetime, today: date) -> ReviewSdq:
    """Return what the record knows of questionnaires on the day of an assessment, to be shown where it asks of them."""
    one = assessments.load(session, assessment_id)
    child = children.load(session, one.child_id)
    on = one.completed_on or today
    return ReviewSdq(
        known(session, child, on),
        first_name(child.preferred_name, child.given_name, child.council_id),
        bool(versions_at(age_in_years(child.born, today))) and decide(by, Action.EDIT_SDQ).allowed,
    )


def settle(
    session: Session, assessment_id: int, child_id: int, on: date, *, by: Actor, now: datetime
) -> None:
    """Take back answers about questionnaires that do not apply on the day of an assessment.

    Called when it is signed: from then on its answers alone say what was asked. What was answered stays in the history.
    """
    answers = assessments.answers(session, assessment_id)
    for question in no_longer_asked(facts_on(stored.of_child(session, child_id), on)):
        if question in answers:
            assessments.put_answer(session, assessment_id, question, None, by=by, now=now)


def fill_in(session: Session, child_id: int, answers: Answers, on: date) -> None:
    """Write what a signed review said of the questionnaire it used into that one, where it has nothing of its own."""
    one = used(stored.of_child(session, child_id), on)
    if one is None:
        return
    if fields := to_fill_in(one, answers):
        stored.save(session, child_id, one.id, fields, seen_version=one.row_version)


def _banded(one: Latest, bands: Bands) -> Scored:
    """Return the newest scores with their bands."""
    version, scores = one.now.version, one.now.scores
    if bands == "return":
        band = sdq_bands.return_band(version, scores.total)
        table = sdq_bands.return_table()
        unverified = frozenset() if band is None or table.is_verified else frozenset({"total"})
        return Scored(one, {"total": band.words} if band else {}, unverified)
    found, unsure = {}, set()
    for measure in MEASURES:
        table_of = sdq_bands.table(version, "band4", measure)
        score = scores.of(measure)
        band = None if table_of is None or score is None else table_of.band(score)
        if table_of is None or band is None:
            continue
        found[measure] = band.words
        if not table_of.is_verified:
            unsure.add(measure)
    return Scored(one, found, frozenset(unsure))
