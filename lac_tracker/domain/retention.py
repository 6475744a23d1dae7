"""How long a record is kept, and what holds it beyond that. Nothing here, or anywhere, disposes of a record by itself.

A record is kept until an anniversary and still on that day; its disposal may be proposed from the day after. Who was born
on 29 February has the anniversary on 1 March in every other year (TS-7, the later of the two days), so the 75th
birthday, which never falls in a leap year, is 1 March; a death or an order of 29 February counts the same way. Dates are
worked out anew whenever they are asked for: a corrected date of birth moves them at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from lac_tracker.domain.dates import age_in_years, birthday, show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.timescales import Confidence

CountsFrom = Literal["birth", "death", "adoption_order", "longest"]

DEFAULT, ORDER_MADE, ORDER_NOT_MADE = "longest_applicable", "adoption_order_made", "adoption_order_not_made"
HOLD_WORDS = {
    "legal": "Legal case or claim",
    "inquiry": "Inquiry or safeguarding review",
    "adoption": "Adoption",
    "subject_access": "Somebody asked to see the record",
    "other": "Other",
}
_KEYS = frozenset(
    {"key", "words", "rule", "counts_from", "years", "years_if_17", "applies_to_everybody", "needs", "source",
     "confidence", "doubt"}
)  # fmt: skip


@dataclass(frozen=True)
class RetentionClass:
    """One class of records, as the data file has it.

    years: kept until that anniversary of what it counts from. years_if_17: instead, for who was 17 when care ended; 0 for
    no such rule. needs: the day that must be known, 'died_on' or 'adoption_order_on'; '' for none. doubt: in words.
    """

    key: str
    words: str
    rule: str
    counts_from: CountsFrom
    years: int
    source: str
    confidence: Confidence
    doubt: str
    years_if_17: int = 0
    applies_to_everybody: bool = False
    needs: str = ""


@dataclass(frozen=True)
class AdoptionSigns:
    """Which codes of the council's return say adoption, and how many years an order keeps a record."""

    placement_types: frozenset[str]
    legal_statuses: frozenset[str]
    reasons_ended: frozenset[str]
    order_years: int


@dataclass(frozen=True)
class Rules:
    """The classes in the order of the file, and the signs of adoption."""

    classes: tuple[RetentionClass, ...]
    adoption: AdoptionSigns

    def named(self, key: str) -> RetentionClass:
        """Return a class. Raises UserError for one there is not."""
        for one in self.classes:
            if one.key == key:
                return one
        raise UserError(f"There is no retention class '{key}'. Choose one of the list")


@dataclass(frozen=True)
class Life:
    """The days that a period may count from. care_ended_on: None while looked after, or where nobody knows."""

    born: date
    died_on: date | None = None
    adoption_order_on: date | None = None
    care_ended_on: date | None = None


@dataclass(frozen=True)
class Chosen:
    """What a person decided about how long one record is kept."""

    key: str
    because: str
    died_on: date | None
    adoption_order_on: date | None
    decided_by: str
    decided_at: datetime
    version: int


@dataclass(frozen=True)
class Hold:
    """A reason not to dispose of a record. version: for whoever lifts it."""

    id: int
    kind: str
    because: str
    set_by: str
    set_at: datetime
    version: int
    lifted_by: str = ""
    lifted_at: datetime | None = None
    lifted_because: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still holds the record."""
        return self.lifted_at is None

    @property
    def words(self) -> str:
        """'Legal case or claim: letter of claim received, set by Grace Mensah on 04-Mar-2026'."""
        on = show_date(self.set_at.astimezone().date())
        return f"{HOLD_WORDS[self.kind]}: {self.because}, set by {self.set_by} on {on}"


@dataclass(frozen=True)
class RecordFacts:
    """What decides on one record. chosen: None where the default holds.

    was_placed_for_adoption, was_adopted: what the codes of placements, legal statuses and the end of care say.
    adopted_on: the day care ended with an adoption. open_work: how many assessments are begun or asked for.
    """

    child_id: int
    council: str
    council_id: str
    born: date
    chosen: Chosen | None = None
    holds: tuple[Hold, ...] = ()
    was_placed_for_adoption: bool = False
    adopted_on: date | None = None
    care_ended_on: date | None = None
    is_looked_after: bool = False
    open_work: int = 0


@dataclass(frozen=True)
class Keeping:
    """How one record stands on a day.

    kept_until: None where no day can be told yet. because: the rule in words. holds: what holds it, in words, by itself or
    set by a person. obstacles: why it may not be disposed of today, in words; () when it may be proposed.
    """

    kept_until: date | None
    kept_class: RetentionClass
    because: str
    holds: tuple[str, ...]
    obstacles: tuple[str, ...]


def read_rules(table: Mapping[str, Any]) -> Rules:
    """Return the rules of the data file. Raises UserError for what is not understood, or a class that is missing."""
    classes = []
    for number, row in enumerate(table.get("class", ()), 1):
        if unknown := sorted(set(row) - _KEYS):
            raise UserError(f"retention.toml: class {number}: '{unknown[0]}' is not understood")
        try:
            classes.append(RetentionClass(**row))
        except TypeError as error:
            raise UserError(f"retention.toml: class {number} lacks something: {error}") from None
    signs = table.get("adoption", {})
    try:
        adoption = AdoptionSigns(
            frozenset(signs["placement_types"]), frozenset(signs["legal_statuses"]), frozenset(signs["reasons_ended"]),
            int(signs["order_years"]),
        )  # fmt: skip
    except KeyError as error:
        raise UserError(f"retention.toml: [adoption] lacks {error}") from None
    if not any(one.key == DEFAULT for one in classes):
        raise UserError(f"retention.toml: the class '{DEFAULT}' is missing")
    return Rules(tuple(classes), adoption)


def kept_until(rules: Rules, key: str, life: Life) -> date | None:
    """Return the last day a record of a class is kept; None where the day it counts from is not known.

    Whatever the class, no day is offered before the years of an adoption order are over. Raises UserError for a class
    there is not.
    """
    day = _of_class(rules, rules.named(key), life)
    if day is None or life.adoption_order_on is None:
        return day
    return max(day, birthday(life.adoption_order_on, rules.adoption.order_years))


def may_be_disposed_of(kept: date | None, today: date) -> bool:
    """Return whether the last day a record is kept has passed."""
    return kept is not None and today > kept


def check_choice(
    rules: Rules, key: str, facts: RecordFacts, *, died_on: date | None, order_on: date | None, today: date
) -> None:
    """Raise UserError where a class does not fit what is known of a record, or lacks the day it counts from."""
    chosen = rules.named(key)
    for day, label in ((died_on, "Date of death"), (order_on, "Date of the adoption order")):
        if day is not None and day > today:
            raise UserError(f"{label} must be today or in the past")
        if day is not None and day < facts.born:
            raise UserError(f"{label} is before the birth, {show_date(facts.born)}. Check the year")
    if chosen.needs == "died_on":
        if died_on is None:
            raise UserError("Date of death is needed for this class: the period counts from it")
        if age_in_years(facts.born, died_on) >= 18:
            raise UserError("Date of death is after the 18th birthday. Choose another class")
    if chosen.needs == "adoption_order_on" and order_on is None:
        raise UserError("Date of the adoption order is needed for this class: the period counts from it")
    if key == ORDER_NOT_MADE and (order_on is not None or facts.adopted_on is not None):
        raise UserError(
            "Class can't be 'no order made': an adoption order is on record. Correct how care ended, or choose "
            f"'{rules.named(ORDER_MADE).words}'"
        )


def keeping(rules: Rules, facts: RecordFacts, today: date) -> Keeping:
    """Return how a record stands today: until when it is kept, what holds it, and what is in the way of disposing of it."""
    chosen = rules.named(facts.chosen.key if facts.chosen else DEFAULT)
    order = (facts.chosen.adoption_order_on if facts.chosen else None) or facts.adopted_on
    life = Life(facts.born, facts.chosen.died_on if facts.chosen else None, order, facts.care_ended_on)
    until = kept_until(rules, chosen.key, life)
    holds = (*_by_itself(facts), *(one.words for one in facts.holds if one.is_open))
    return Keeping(
        until, chosen, _because(chosen, order, rules), holds, tuple(_obstacles(facts, until, holds, today))
    )


def _of_class(rules: Rules, chosen: RetentionClass, life: Life) -> date | None:
    match chosen.counts_from:
        case "birth":
            return birthday(life.born, _years(chosen, life))
        case "death":
            return birthday(life.died_on, chosen.years) if life.died_on else None
        case "adoption_order":
            return birthday(life.adoption_order_on, chosen.years) if life.adoption_order_on else None
        case "longest":
            days = [_of_class(rules, one, life) for one in rules.classes if one.applies_to_everybody]
            return max(day for day in days if day is not None)


def _years(chosen: RetentionClass, life: Life) -> int:
    """Return the years of a class that counts from birth: the longer where nobody knows when care ended."""
    if not chosen.years_if_17:
        return chosen.years
    ended = life.care_ended_on
    return chosen.years_if_17 if ended is None or age_in_years(life.born, ended) == 17 else chosen.years


def _by_itself(facts: RecordFacts) -> Iterable[str]:
    """Yield the hold that a record has by itself until a person has settled what became of an adoption."""
    chosen = facts.chosen
    if chosen is not None and chosen.adoption_order_on is not None:
        return
    if facts.adopted_on is not None:
        yield (
            f"Adoption: care ended with an adoption on {show_date(facts.adopted_on)}. Set the class 'Adoption order made' "
            "with the date of the order"
        )
    elif facts.was_placed_for_adoption and (chosen is None or chosen.key != ORDER_NOT_MADE):
        yield (
            "Adoption: there was a placement for adoption or an order to place. Set the class that says whether an adoption "
            "order was made"
        )


def _because(chosen: RetentionClass, order: date | None, rules: Rules) -> str:
    if order is not None:
        return f"{chosen.words}: not before {rules.adoption.order_years} years from the adoption order of {show_date(order)}"
    return f"{chosen.words}: {chosen.rule[:1].lower()}{chosen.rule[1:]}"


def _obstacles(facts: RecordFacts, until: date | None, holds: tuple[str, ...], today: date) -> Iterable[str]:
    if until is None:
        yield "No day can be told until when it is kept. Set the class with the date it counts from"
    elif not may_be_disposed_of(until, today):
        yield f"It is kept until {show_date(until)}"
    yield from (f"On hold. {words}" for words in holds)
    if facts.is_looked_after:
        yield "The child is still looked after"
    if facts.open_work:
        many = "1 assessment is" if facts.open_work == 1 else f"{facts.open_work} assessments are"
        yield f"{many} still open. Sign or cancel first"
