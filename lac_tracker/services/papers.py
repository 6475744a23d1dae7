"""Every paper about a child: who gathers what it holds. The one list that screens, command line and tests go by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module

from sqlalchemy.orm import Session

from lac_tracker.domain.disclosure import PAPERS, Paper
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.people import Actor
from lac_tracker.storage import assessments


@dataclass(frozen=True)
class Wanted:
    """Which paper is asked for, and what stands on it besides the record."""

    child_id: int
    document: str  # a key of domain.disclosure.PAPERS
    reference: str
    version: int
    by: Actor
    now: datetime
    assessment_id: int | None = None  # the newest signed one, for a paper that is made from an assessment
    made_for: str = ""  # of several: the owner, contributor or giver, as `recipients` names them

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True)
class Gathered:
    """What a paper holds before the gateway: and what its reader does not get, in words."""

    held: object  # the dataclass of documents.catalogue
    left_out: tuple[str, ...] = ()
    hidden: frozenset[str] = (
        frozenset()
    )  # categories of need its reader does not see, besides those kept by name


Gather = Callable[[Session, Wanted], Gathered]
Recipients = Callable[
    [Session, int, date], tuple[str, ...]
]  # (session, child_id, today) → whom it can be made for
Possible = Callable[
    [Session, int, date], bool
]  # (session, child_id, today) → whether there is anything to print


def _of(module: str, name: str = "gather") -> Gather:
    """Return a gather function of a module of services, loaded when a paper is first asked for.

    Every such module imports `Wanted` from here, so it cannot be imported here by name.
    """

    def gather(session: Session, wanted: Wanted) -> Gathered:
        found: Gathered = getattr(import_module(f"lac_tracker.services.{module}"), name)(session, wanted)
        return found

    return gather


def _recipients(module: str) -> Recipients:
    """Return the function of a module that says for whom its paper can be made, loaded when it is first asked."""

    def recipients(session: Session, child_id: int, today: date) -> tuple[str, ...]:
        found: tuple[str, ...] = import_module(f"lac_tracker.services.{module}").recipients(
            session, child_id, today
        )
        return found

    return recipients


def _possible(module: str) -> Possible:
    """Return the function of a module that says whether its paper can be made, loaded when it is first asked."""

    def can_be_made(session: Session, child_id: int, today: date) -> bool:
        found: bool = import_module(f"lac_tracker.services.{module}").can_be_made(session, child_id, today)
        return found

    return can_be_made


GATHER: Mapping[str, Gather] = {
    "gp-summary": _of("reports", "gather_paper"),
    "full-plan": _of("reports", "gather_paper"),
    "own-plan": _of("own_plan"),
    "carer-copy": _of("reader_copies"),
    "council-copy": _of("reader_copies"),
    "school-copy": _of("reader_copies"),
    "health-history": _of("health_history_paper"),
    "health-history-booklet": _of("health_history_paper"),
    "chronology": _of("chronology", "gather_paper"),
    "chronology-child": _of("chronology", "gather_paper"),
    "family-history": _of("family_history", "gather_paper"),
    "sdq-trend": _of("sdq_trend", "gather_paper"),
    "feelings-page": _of("feelings_page"),
    "owner-letter": _of("owner_letters"),
    "information-request": _of("information_letters", "gather_paper"),
    "out-of-area-request": _of("out_of_area_letter", "gather_paper"),
    "consent-request": _of("consent_request"),
    "family-history-request": _of("family_request"),
}
RECIPIENTS: Mapping[str, Recipients] = {
    "owner-letter": _recipients("owner_letters"),
    "information-request": _recipients("information_letters"),
    "out-of-area-request": _recipients("out_of_area_letter"),
    "consent-request": _recipients("consent_request"),
    "family-history-request": _recipients("family_request"),
}
# Papers that are offered only where there is something to print, and the young person chose it where it is theirs.
POSSIBLE: Mapping[str, Possible] = {
    "sdq-trend": _possible("sdq_trend"),
    "feelings-page": _possible("feelings_page"),
}
# Papers that are about no child or about a whole caseload: where they are made.
MADE_BY = {
    "overdue-list": "by Print on the page Overdue and due (Ctrl+P), or by 'lac-tracker due --format pdf --out FILE.pdf'",
    "blank-form": "by 'lac-tracker forms preview FORM --out FILE.pdf'",
    "performance-report": "by Print on the page Dashboard (Ctrl+7), or by 'lac-tracker report performance'",
    "evidence-pack": "by Evidence pack on the page Reports (Ctrl+8), or by 'lac-tracker report evidence'",
    "table-report": "on the page Reports (Ctrl+8), each under the name of its report",
    "recovery-sheet": "by 'lac-tracker new --recovery-sheet FILE.pdf'",
    "disposal-certificate": "in Settings, Keeping and disposal, once two people have disposed of a record",
}


def names() -> tuple[str, ...]:
    """Return the names of every paper of one child that can be made, in their order."""
    return tuple(name for name, paper in PAPERS.items() if paper.of_a_child and name in GATHER)


def check_name(document: str) -> Paper:
    """Return the paper of a name. Raises UserError in words for one that is not about one child, or that nobody knows."""
    if document in MADE_BY:
        raise UserError(f"'{document}' is not about one child. It is made {MADE_BY[document]}")
    if document not in names():
        raise UserError(f"There is no document '{document}'. It can be: {_either(names())}")
    return PAPERS[document]


def check_recipient(session: Session, child_id: int, document: str, made_for: str, today: date) -> str:
    """Return for whom of several a paper is made: as given, or the only one there is.

    '' for a paper of which there is one a child. Raises UserError listing whom, when nobody or somebody else was named.
    """
    known = RECIPIENTS[document](session, child_id, today) if document in RECIPIENTS else ()
    if document not in RECIPIENTS:
        if made_for:
            raise UserError(f"'{document}' is made once, not for somebody. Leave out for whom")
        return ""
    whom = next((one for one in known if one.casefold() == made_for.casefold()), None)
    if whom is not None:
        return whom
    if not known:
        raise UserError(f"There is nobody to make '{document}' for yet: nothing in the record asks for it")
    if not made_for and len(known) == 1:
        return known[0]
    asked = f"'{made_for}' is nobody this document can be made for" if made_for else "Say for whom it is made"
    named = tuple(f"'{one}'" for one in known)  # a name with its organisation holds a comma itself
    raise UserError(f"{asked}. It can be: {_either(named)}")


def available(session: Session, child_id: int, today: date) -> tuple[Paper, ...]:
    """Return the papers of a child that can be made now: those of a plan only once an assessment is signed."""
    is_signed = bool(assessments.in_force(assessments.of_child(session, child_id)))
    return tuple(
        PAPERS[name]
        for name in names()
        if (is_signed or not PAPERS[name].from_assessment)
        and (name not in RECIPIENTS or RECIPIENTS[name](session, child_id, today))
        and (name not in POSSIBLE or POSSIBLE[name](session, child_id, today))
    )


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
