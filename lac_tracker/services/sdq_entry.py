"""What the entry of a questionnaire starts from, and what its scores are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.contacts import KIND_WORDS
from lac_tracker.domain.people import Actor
from lac_tracker.domain.sdq import ITEMS, MEASURE_WORDS, SCALES, VERSIONS, Informant, Scores
from lac_tracker.domain.sdq_words import NOT_VERIFIED
from lac_tracker.services import sdq
from lac_tracker.services.access import needs, the_child
from lac_tracker.services.changes import Changes
from lac_tracker.services.sdq import SdqOnRecord
from lac_tracker.storage import assessments, care, sdq_bands, sdq_wording
from lac_tracker.storage import sdq as stored

_WRITTEN_IN = ("in_progress", "part_done")  # assessments that take plan items
# Which contact most likely filled in a form; the rest are offered after them.
_LIKELY: Mapping[Informant, tuple[str, ...]] = {
    "carer": ("carer", "parent"),
    "teacher": ("school",),
    "self": (),
}


@dataclass(frozen=True)
class SdqForEntry:
    """held: what is on record. people: (kind of contact, 'L Hunt, key worker'). open_assessment_id: for plan items.

    wording: of a licensed team, form → item → its words; most have none.
    """

    held: SdqOnRecord
    people: tuple[tuple[str, str], ...]
    open_assessment_id: int | None
    wording: Mapping[str, Mapping[str, str]]

    def usual_by(self, informant: Informant) -> str:
        """Return who most likely filled in a form, '' where nobody comes to mind."""
        if informant == "self":
            return self.held.called
        if informant == "carer" and self.held.usual_by:
            return self.held.usual_by
        likely = _LIKELY[informant]
        return next((words for kind, words in self.people if kind in likely), "")

    def offered(self, informant: Informant) -> tuple[str, ...]:
        """Return everyone who may have filled in a form, the likely ones first."""
        likely = _LIKELY[informant]
        named = sorted(self.people, key=lambda one: one[0] not in likely)
        mine = (self.held.called,) if informant == "self" else ()
        return tuple(dict.fromkeys((*mine, *(words for _, words in named))))


@dataclass(frozen=True)
class ScoreWords:
    """The scores in words: 'Total 14, slightly raised', the total first where there is one.

    caution: 'Bands not verified', '' where every band shown was read in a source.
    """

    lines: tuple[str, ...]
    caution: str

    @property
    def sentence(self) -> str:
        """Return it all as one line to be read out."""
        return ". ".join((*self.lines, *((self.caution,) if self.caution else ()))) + "."


@needs(Action.SEE_CLINICAL, child=the_child)
def for_entry(session: Session, child_id: int, *, by: Actor, now: datetime, today: date) -> SdqForEntry:
    """Return all that the entry of a questionnaire of a child starts from."""
    held = sdq.on_record(session, child_id, by=by, now=now, today=today)
    contacts = sorted(
        care.contacts(session, child_id), key=lambda one: (list(KIND_WORDS).index(one.kind), one.id)
    )
    people = tuple(
        (one.kind, ", ".join(part for part in (one.full_name, one.role) if part))
        for one in contacts
        if one.full_name
    )
    wording = {
        one.version: dict(zip(ITEMS, one.items, strict=True))
        for one in sdq_wording.every(session, by.team_id)
    }
    return SdqForEntry(held, people, open_assessment(session, child_id), wording)


def open_assessment(session: Session, child_id: int) -> int | None:
    """Return the assessment that takes plan items now, None where none does. Called once leave was asked for."""
    written = (
        one.id
        for one in assessments.of_child(session, child_id)
        if one.state in _WRITTEN_IN and not one.is_amendment
    )
    return max(written, default=None)


@needs(Action.EDIT_SDQ, child=stored.child_of_questionnaire)
def remember_plan_item(
    session: Session, questionnaire_id: int, *, by: Actor, now: datetime, need_id: int
) -> Changes:
    """Keep which plan item came of a questionnaire, with what was said of the next step."""
    one = stored.load(session, questionnaire_id)
    return sdq.next_step(
        session, questionnaire_id, by=by, now=now, step="plan_item", words=one.next_step_words, need_id=need_id,
        seen_version=one.row_version,
    )  # fmt: skip


def score_words(version: str, scores: Scores) -> ScoreWords:
    """Return scores with what the clinical bands call them; a form without bands has the scores alone.

    version: a key of VERSIONS. An impact says how many answers it is made of where some are missing.
    """
    lines, is_verified = [], True
    for measure in ("total", *SCALES, "impact"):
        score = scores.of(measure)
        if score is None:
            continue
        band = sdq_bands.band(version, "band4", measure, score)
        words = f"{MEASURE_WORDS[measure]} {score}"
        if band is not None:
            words += f", {band.words[:1].lower()}{band.words[1:]}"
            is_verified = is_verified and band.confidence == "V"
        of = len(VERSIONS[version].impact)
        if measure == "impact" and scores.impact_answered not in (None, of):
            words += f" ({scores.impact_answered} of {of} answered)"
        lines.append(words)
    return ScoreWords(tuple(lines), "" if is_verified else NOT_VERIFIED)
