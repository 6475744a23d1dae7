"""Reports that list children: what each row says. Restricted records leave without name and number, save for a manager."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import PAPERS, Reader
from lac_tracker.domain.exports import Cell, Column
from lac_tracker.domain.figure_words import counted
from lac_tracker.domain.flags import KIND, KINDS, NO_ALERT
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.domain.names import search_key
from lac_tracker.domain.people import Actor
from lac_tracker.domain.return_cohort import return_year
from lac_tracker.domain.return_export import Missing
from lac_tracker.domain.sending import READER_WORDS
from lac_tracker.domain.team_reports import Found, Gap, Params
from lac_tracker.domain.worklist import VIEW, Wanted
from lac_tracker.services import due_export, redaction, worklist
from lac_tracker.storage import report_lists as stored
from lac_tracker.storage import sending
from lac_tracker.storage.report_lists import Listed

WHO = (
    Column("Council ID", names=True, width=14), Column("Name", names=True, width=28),
    Column("NHS number", names=True, width=15), Column("Born", "date", names=True),
)  # fmt: skip
_COUNCIL = Column("Council", width=12)


def who(row: Any) -> tuple[Cell, ...]:
    """Return the cells under WHO of a row that may leave."""
    return (row.council_id, row.name, show_nhs_number(row.nhs_number) if row.nhs_number else None, row.born)


def overdue(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return what the working list shows."""
    shown = ("child", "type", "status", "due", "why", "waiting_on", "assessor", "next_step")
    wanted = Wanted(view=asked.view, council=asked.council)
    rows = tuple(due_export.rows(session, by=by, now=now, today=today, wanted=wanted, shown=shown))
    stated = f"Filtered: {VIEW[asked.view].words}{_of_council(asked)}. Sorted: due, earliest first"
    return Found(due_export.columns(shown), rows, (stated,), _unknown_numbers(rows, 2))


def sdq(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return the children whose SDQ is due."""
    wanted = Wanted(view="sdq_due", council=asked.council)
    items = worklist.everything_to_give(session, wanted, by=by, now=now, today=today)
    rows = tuple((*who(one), one.why_words) for one in items)
    return Found((*WHO, Column("What", width=40)), rows, (f"Filtered: SDQ due{_of_council(asked)}",))


def out_of_area(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return who lives out of area."""
    day = asked.day or today
    found = _given(session, stored.living_out_of_area(session, by.team_id, day, asked.council), by, today)
    rows = tuple((*who(one), one.council, one.place, one.since) for one in found)
    columns = (*WHO, _COUNCIL, Column("Lives in", width=30), Column("Since", "date"))
    return Found(columns, rows, (f"On {show_date(day)}{_of_council(asked)}",), _unknown_numbers(rows, 2))


def flags(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return every child with a flag, or with every flag there is."""
    kinds = [asked.flag] if asked.flag else [kind.key for kind in KINDS if kind.key not in NO_ALERT]
    said = KIND[asked.flag].words if asked.flag else "Every flag"
    return _flags(session, asked, kinds, said, by, today)


def plans(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return who has a child protection plan, a section 47 enquiry or a child in need plan."""
    return _flags(session, asked, stored.PROTECTION, "Children on plans", by, today)


def looked_after(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return who is looked after on the last day of a period, who is new in it, and who left in it."""
    held = asked.period
    day = min(held.until, today)
    found = _given(
        session, stored.looked_after(session, by.team_id, day, held.since, asked.council), by, today
    )
    rows = tuple(
        (*who(one), one.council, _change(one, held.since), one.since, one.until, one.place or None)
        for one in found
    )
    columns = (
        *WHO, _COUNCIL, Column("Change", width=12), Column("Looked after since", "date", width=18),
        Column("Left care", "date"), Column("GP practice", width=30),
    )  # fmt: skip
    gaps = (
        *_unknown_numbers(rows, 2),
        Gap("with no GP practice", sum(1 for row in rows if row[-1] is None), "children"),
        Gap("with no day on which they became looked after", sum(1 for row in rows if row[6] is None), "overdue:cannot_be_computed"),
    )  # fmt: skip
    stated = (
        f"Looked after on {show_date(day)}, with who left since {show_date(held.since)}{_of_council(asked)}"
    )
    return Found(columns, rows, (stated,), tuple(gap for gap in gaps if gap.count))


def sent(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return what left the team in a period."""
    held = asked.period
    ones = sending.between(session, by.team_id, held.since, held.until)
    children = stored.by_ids(session, (one.child_id for one in ones), by.team_id)
    known = {one.child_id: one for one in _given(session, list(children.values()), by, today)}
    rows = tuple(
        (
            *who(known[one.child_id]), one.sent_on, _paper(one.document), one.document_version,
            _reader(one.reader), one.sent_to if one.child_id in _named(known) else None, one.route.replace("_", " "),
            one.sent_by, (one.reply or "").replace("_", " ") or None, one.replied_on,
        )
        for one in ones
    )  # fmt: skip
    columns = (
        *WHO, Column("Sent", "date"), Column("Document", width=22), Column("Version", "number"), Column("Reader", width=16),
        Column("To", names=True, width=28), Column("How", width=16), Column("By", width=20), Column("Reply", width=14),
        Column("Replied", "date"),
    )  # fmt: skip
    return Found(columns, rows, (f"Sent {held.words}, the newest first",))


def yearly_return(session: Session, asked: Params, *, by: Actor, now: datetime, today: date) -> Found:
    """Return what the council's yearly return still needs: a row for each missing answer of each child of its cohort."""
    from lac_tracker.services import return_export  # most reports do without the checklist

    year = asked.year or return_year(today).year
    held = return_export.gather(session, year, asked.council, by=by, today=today)
    belong = {one.child_id: one for one in held.children if one.is_in}
    if asked.level == "counts":
        return _return_counts(held.missing, len(belong), f"{held.year.words}{_of_council(asked)}", asked)
    known = {
        one.child_id: one
        for one in _given(session, list(stored.by_ids(session, belong, by.team_id).values()), by, today)
    }
    gaps: dict[int, list[Missing]] = {}
    for gap in held.missing:
        gaps.setdefault(gap.child_id, []).append(gap)
    rows: list[tuple[Cell, ...]] = []
    told: list[tuple[Cell, ...]] = []  # on paper each child stands once
    for one in sorted(
        (known[child_id] for child_id in gaps), key=lambda one: (search_key(one.name or ""), one.council_id)
    ):
        rows += [(*who(one), one.council, gap.words, gap.mend or None) for gap in gaps[one.child_id]]
        told.append((*who(one), one.council, "; ".join(gap.words for gap in gaps[one.child_id])))
    columns = (*WHO, _COUNCIL, Column("Missing", width=34), Column("What to do", width=50))
    children = "1 child belongs" if len(belong) == 1 else f"{len(belong)} children belong"
    stated = f"{held.year.words}: {children} in the return{_of_council(asked)}"
    fix = (
        (Gap("answers missing in the return", len(held.missing), "yearly_return"),)
        if held.missing and _may_return(by)
        else ()
    )
    return Found(columns, tuple(rows), (stated,), fix, paper=(columns[:6], tuple(told)))


def _return_counts(missing: Sequence[Missing], belong: int, words: str, asked: Params) -> Found:
    """Return of how many children each answer of the return is missing: nobody is named."""
    many: Counter[str] = Counter()
    for column, _child in {(gap.words, gap.child_id) for gap in missing}:
        many[column] += 1
    rows = tuple(
        (
            column,
            counted(count, hides_small=asked.hides_small),
            counted(belong, hides_small=asked.hides_small),
        )
        for column, count in sorted(many.items(), key=lambda one: (-one[1], one[0]))
    )
    columns = (Column("Missing", width=50), Column("Children", width=12), Column("Of", width=12))
    return Found(columns, rows, (f"{words}. Counts only",))


def _may_return(by: Actor) -> bool:
    return decide(by, Action.RETURN_HEALTH).allowed


def _paper(document: str) -> str:
    return (
        PAPERS[document].title.format(name="Young person")
        if document in PAPERS
        else document.replace("-", " ")
    )


def _reader(key: str) -> str:
    return READER_WORDS[Reader(key)] if key in {one.value for one in Reader} else key.replace("_", " ")


def _flags(session: Session, asked: Params, kinds: Sequence[str], said: str, by: Actor, today: date) -> Found:
    day = asked.day or today
    rows: list[tuple[Cell, ...]] = []
    for kind in kinds:
        found = _given(session, stored.flagged(session, by.team_id, kind, day, asked.council), by, today)
        rows += [
            (*who(one), one.council, KIND[kind].words, one.detail if one.name != redaction.RESTRICTED else None, one.since, one.until)
            for one in found
        ]  # fmt: skip
    columns = (
        *WHO, _COUNCIL, Column("Flag", width=26), Column("Detail", names=True, width=36), Column("Since", "date"),
        Column("Review by", "date"),
    )  # fmt: skip
    overdue = sum(1 for row in rows if isinstance(row[-1], date) and row[-1] < today)
    gaps = (*_unknown_numbers(rows, 2), Gap("with a review date that has passed", overdue, "children"))
    return Found(
        columns,
        tuple(rows),
        (f"{said} on {show_date(day)}{_of_council(asked)}",),
        tuple(gap for gap in gaps if gap.count),
    )


def _given(session: Session, rows: Sequence[Listed], by: Actor, today: date) -> tuple[Listed, ...]:
    return redaction.without_restricted(session, rows, by=by, today=today)


def _named(known: dict[int, Listed]) -> frozenset[int]:
    return frozenset(child_id for child_id, one in known.items() if one.name != redaction.RESTRICTED)


def _unknown_numbers(rows: Iterable[Sequence[Cell]], place: int) -> tuple[Gap, ...]:
    count = sum(1 for row in rows if row[place] is None and row[1] != redaction.RESTRICTED)
    return (Gap("with no NHS number", count, "children"),) if count else ()


def _change(one: Listed, since: date) -> str | None:
    if one.until is not None:
        return "Left"
    return "New" if one.since is not None and one.since >= since else None


def _of_council(asked: Params) -> str:
    return f", council {asked.council}" if asked.council else ""
