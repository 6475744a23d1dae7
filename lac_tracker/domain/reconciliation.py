"""A council's list beside the caseload: where the two differ, and in which ways each difference is resolved.

Nothing is changed here. Days stand as YYYY-MM-DD in `theirs` and `ours`, so that the same difference is known again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from lac_tracker.domain.care import PeriodOfCare
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.identifiers import bare_council_id, is_placeholder_council_id, show_nhs_number

Kind = Literal[
    "theirs_only",
    "ours_only",
    "may_be_same",
    "became_looked_after",
    "left_care",
    "date_of_birth",
    "nhs_number",
    "council_id",
]
Resolution = Literal[
    "added",
    "theirs_is_right",
    "ours_is_right",
    "left_care",
    "still_looked_after",
    "never_ours",
    "ask_council",
]

KIND_WORDS: dict[Kind, str] = {
    "theirs_only": "On their list, not on ours",
    "ours_only": "On ours, not on their list",
    "may_be_same": "May be the same child",
    "became_looked_after": "Became looked after",
    "left_care": "Left care",
    "date_of_birth": "Date of birth",
    "nhs_number": "NHS number",
    "council_id": "Council ID",
}
_ASK = "Ask the council first"
_WHICH: dict[Resolution, str] = {
    "theirs_is_right": "The council is right: change ours",
    "ours_is_right": "Ours is right: the council is told",
    "ask_council": _ASK,
}
# In the order they are offered in; each asks for a reason.
RESOLUTIONS: dict[Kind, dict[Resolution, str]] = {
    "theirs_only": {
        "added": "Ours: add the child",
        "never_ours": "Not ours: the council is told",
        "ask_council": _ASK,
    },
    "ours_only": {
        "left_care": "Left care: close the clocks",
        "still_looked_after": "Still looked after: the council is told",
        "ask_council": _ASK,
    },
    "may_be_same": {
        "theirs_is_right": "The same child: take their birth date and council ID",
        "ours_is_right": "The same child, and ours is right: the council is told",
        "never_ours": "Not the same child: the next comparison has each by itself",
        "ask_council": _ASK,
    },
    "became_looked_after": _WHICH,
    "left_care": {
        "theirs_is_right": "The council is right: change ours",
        "still_looked_after": "Still looked after: the council is told",
        "ours_is_right": "Ours is right: the council is told",
        "ask_council": _ASK,
    },
    "date_of_birth": _WHICH,
    "nhs_number": _WHICH,
    "council_id": {
        "theirs_is_right": "The same child: take their council ID",
        "ours_is_right": "Not the same child, or ours is right",
        "ask_council": _ASK,
    },
}
_LEFT = (
    "left "  # then the day: what `ours` says of a child who was in care before, and is by their list again
)
STILL_OPEN: frozenset[Resolution | None] = frozenset({None, "ask_council"})  # somebody has to come back to it


@dataclass(frozen=True)
class Theirs:
    """What their list says of one child. council_id '' and other blanks: the list does not say."""

    council_id: str
    born: date
    name: str = ""
    nhs_number: str = ""
    began: date | None = None  # of the last period of care
    ended: date | None = None
    reason_ended: str = ""
    is_in_care: bool = True  # in a period of care at all: a return has children without an episode too


@dataclass(frozen=True)
class Ours:
    """What we hold of one child. periods: oldest first."""

    child_id: int
    council_id: str
    born: date
    name: str = ""
    nhs_number: str = ""
    periods: tuple[PeriodOfCare, ...] = ()
    family_name: str = ""
    given_name: str = ""
    preferred_name: str = ""


@dataclass(frozen=True)
class Near:
    """A child of theirs and one of ours who may be the same. why: what is alike, in words."""

    theirs: Theirs
    ours: Ours
    why: str

    @property
    def said(self) -> str:
        """What their list says, by which the same question is known again."""
        one = self.theirs
        began = one.began.isoformat() if one.began else "-"
        return f"{one.born.isoformat()} {began} {one.name}".rstrip()


@dataclass(frozen=True)
class Span:
    """The days a list speaks of: of a return its year, of a list of today the one day."""

    first: date
    last: date


@dataclass(frozen=True)
class Difference:
    """One thing on which their list and the caseload differ. council_id: theirs, else ours.

    words: a sentence for screen and command line. id None: not kept yet; resolution None: nobody decided.
    """

    kind: Kind
    council_id: str
    child_id: int | None
    name: str
    theirs: str
    ours: str
    words: str = ""
    id: int | None = field(default=None, compare=False)
    files: tuple[str, ...] = field(default=(), compare=False)
    found_on: date | None = field(default=None, compare=False)
    resolution: Resolution | None = field(default=None, compare=False)
    reason: str = field(default="", compare=False)
    resolved_on: date | None = field(default=None, compare=False)
    resolved_by: str = field(default="", compare=False)
    version: int = field(default=1, compare=False)
    is_closed: bool = field(default=False, compare=False)  # a restricted record: it says nothing else

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Return by what the same difference is known again in another comparison."""
        return self.reference, self.kind, self.theirs, self.ours

    @property
    def reference(self) -> str:
        """Return what to speak of the child by: the council's id, else the name on their list."""
        return self.council_id or self.name

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to decide, or is waiting for the council."""
        return self.resolution in STILL_OPEN

    @property
    def resolved_words(self) -> str:
        """Return how it was resolved, by whom and why; '' while nobody decided."""
        if self.resolution is None or self.resolved_on is None:
            return ""
        how = RESOLUTIONS[self.kind][self.resolution]
        return f"{how}. {show_date(self.resolved_on)}, {self.resolved_by}: {self.reason}"


def may_be_resolved(kind: Kind, resolution: str) -> bool:
    """Tell whether a kind of difference can be resolved in that way."""
    return resolution in RESOLUTIONS[kind]


def compare(
    pairs: Iterable[tuple[Theirs, Ours]], theirs: Iterable[Theirs], ours: Iterable[Ours], span: Span,
    near: Iterable[Near] = (),
) -> tuple[Difference, ...]:  # fmt: skip
    """Return every difference, those of whole children first.

    pairs: who is on both. theirs: who is on their list alone. ours: who is on ours alone; of these only who was in care
    in the span is missing on their list. near: who may be one child, and is in none of the others.
    """
    found = [_may_be_same(one) for one in near]
    found += [_theirs_only(one) for one in theirs if one.is_in_care]
    found += [_ours_only(one, span) for one in ours if _in_care(one, span)]
    for one, mine in pairs:
        found += _of_one(one, mine, span)
    return tuple(found)


def day_in(text: str, place: int = 0) -> date | None:
    """Return a day that stands in `theirs` or `ours`; None where it is blank there."""
    parts = text.split(" ")
    return date.fromisoformat(parts[place]) if len(parts) > place and parts[place] not in ("", "-") else None


def is_return_to_care(found: Difference) -> bool:
    """Tell whether the child had left care here and came back by their list: a new period of care."""
    return found.kind == "became_looked_after" and found.ours.startswith(_LEFT)


def code_in(text: str) -> str:
    """Return the reason why care ended that stands after the day in `theirs` of a left_care difference, else ''."""
    return text.partition(" ")[2]


def shown(kind: Kind, text: str) -> str:
    """Return `theirs` or `ours` of a difference as the screen has it."""
    if kind == "nhs_number":
        return show_nhs_number(text)
    if kind == "council_id":
        return "not given" if not text or is_placeholder_council_id(text) else text
    if kind == "may_be_same" and text:
        return _shown_near(text)
    if kind == "theirs_only" and text:
        born, began = day_in(text), day_in(text, 1)
        return f"born {show_date(born)}" + (f", looked after from {show_date(began)}" if began else "")
    if kind == "ours_only":
        return f"in care from {show_date(day_in(text))}" if day_in(text) else "in care"
    if text.startswith(_LEFT):
        return f"left care on {show_date(day_in(text, 1))}"
    day = day_in(text)
    return show_date(day) if day else {"left_care": "still in care"}.get(kind, "not known")


def _shown_near(text: str, *, with_care: bool = False) -> str:
    """Return '2012-05-12 2025-03-01 NOVAK, Iva' of theirs, '2012-05-12 why' of ours, as the screen has it."""
    born, rest = day_in(text), text.partition(" ")[2]
    first, _, name = rest.partition(" ")
    began = day_in(first) if first == "-" or first[:1].isdigit() else None
    is_theirs = first == "-" or began is not None
    parts = (
        name if is_theirs else "",
        f"born {show_date(born)}",
        f"looked after from {show_date(began)}" if began and with_care else "",
    )
    return ", ".join(filter(None, parts))


def words_of(kind: Kind, theirs: str, ours: str) -> str:
    """Return a difference as a sentence."""
    if kind == "theirs_only":
        return f"On their list, not on ours: {shown(kind, theirs)}"
    if kind == "ours_only":
        return f"On ours, not on their list: {shown(kind, ours)}"
    if kind == "may_be_same":
        why = ours.partition(" ")[2]
        return f"May be the same child: {_shown_near(theirs, with_care=True)} by their list; {shown(kind, ours)} here. {why}"
    if kind == "became_looked_after" and ours.startswith(_LEFT):
        return f"Came back into care on {shown(kind, theirs)} by their list; here {shown(kind, ours)}"
    return f"{KIND_WORDS[kind]}: {shown(kind, theirs)} by their list, {shown(kind, ours)} here"


def _made(kind: Kind, council_id: str, mine: Ours | None, name: str, theirs: str, ours: str) -> Difference:
    child_id = mine.child_id if mine else None
    return Difference(kind, council_id, child_id, name, theirs, ours, words_of(kind, theirs, ours))


def _theirs_only(one: Theirs) -> Difference:
    began = f" {one.began.isoformat()}" if one.began else ""
    return _made("theirs_only", one.council_id, None, one.name, f"{one.born.isoformat()}{began}", "")


def _may_be_same(near: Near) -> Difference:
    mine = near.ours
    ours = f"{mine.born.isoformat()} {near.why}"
    council_id = near.theirs.council_id or mine.council_id
    return _made("may_be_same", council_id, mine, mine.name, near.said, ours)


def _ours_only(one: Ours, span: Span) -> Difference:
    began = _newest(one, span).began
    return _made("ours_only", one.council_id, one, one.name, "", began.isoformat() if began else "")


def _in_care(one: Ours, span: Span) -> bool:
    return any(
        (each.began is None or each.began <= span.last) and (each.ended is None or each.ended > span.first)
        for each in one.periods
    )


def _newest(one: Ours, span: Span) -> PeriodOfCare:
    known = [each for each in one.periods if each.began is None or each.began <= span.last]
    return known[-1] if known else PeriodOfCare(None, None, None)


def _of_one(one: Theirs, mine: Ours, span: Span) -> Iterable[Difference]:
    council_id = one.council_id or mine.council_id

    def differ(kind: Kind, theirs: str, ours: str) -> Difference:
        return _made(kind, council_id, mine, mine.name, theirs, ours)

    if one.council_id and bare_council_id(one.council_id) != bare_council_id(mine.council_id):
        yield differ("council_id", one.council_id, mine.council_id)
    if one.born != mine.born:
        yield differ("date_of_birth", one.born.isoformat(), mine.born.isoformat())
    if one.nhs_number and one.nhs_number != mine.nhs_number:
        yield differ("nhs_number", one.nhs_number, mine.nhs_number)
    if one.is_in_care:
        for kind, theirs, ours in _care(one, mine, span):
            yield differ(kind, theirs, ours)


def _care(one: Theirs, mine: Ours, span: Span) -> Iterable[tuple[Kind, str, str]]:
    """Return how the last period of care differs. What happened here after the days their list speaks of is no difference."""
    known = [each for each in mine.periods if each.began is None or each.began <= span.last]
    if not known:
        if one.began:
            yield "became_looked_after", one.began.isoformat(), ""
        return
    last = known[-1]
    if last.ended and one.began and one.began >= last.ended and one.ended != last.ended:
        yield "became_looked_after", one.began.isoformat(), f"{_LEFT}{last.ended.isoformat()}"
        return
    if one.began and one.began != last.began:
        yield "became_looked_after", one.began.isoformat(), last.began.isoformat() if last.began else ""
    left_since = one.ended is None and last.ended is not None and last.ended > span.last
    if one.ended != last.ended and not left_since:
        code = f" {one.reason_ended}" if one.reason_ended else ""
        theirs = f"{one.ended.isoformat()}{code}" if one.ended else ""
        yield "left_care", theirs, last.ended.isoformat() if last.ended else ""


def with_what_was_kept(
    found: Iterable[Difference], kept: Mapping[tuple[str, str, str, str], Difference]
) -> tuple[Difference, ...]:
    """Return differences with what is known of each from before: its id, and how it was resolved."""
    answer = []
    for one in found:
        before = kept.get(one.key)
        if before is not None:
            one = replace(
                one, id=before.id, files=before.files, found_on=before.found_on, resolution=before.resolution,
                reason=before.reason, resolved_on=before.resolved_on, resolved_by=before.resolved_by,
                version=before.version,
            )  # fmt: skip
        answer.append(one)
    return tuple(answer)


def without_who_it_is(found: Difference, instead: str) -> Difference:
    """Return a difference of a restricted record as others may have it: that there is one, of which kind, and no more.

    Neither name, birth date nor number is left, of either list, nor the days of care by which a child is known.
    """
    return replace(
        found, name=instead, council_id="", theirs="", ours="", words=f"{KIND_WORDS[found.kind]}. {instead}",
        reason=instead if found.reason else "", is_closed=True,
    )  # fmt: skip
