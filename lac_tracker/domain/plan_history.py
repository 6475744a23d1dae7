"""What became of a plan, told from the record of changes: who changed what, and when, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.plans import CATEGORY_WORDS, MARK_WORDS

Row = Mapping[str, object]


@dataclass(frozen=True)
class Recorded:
    """One row that was touched. before: empty when it was new; after: empty when it was taken away."""

    entry: int  # which change of a person it belongs to
    at: datetime
    by: str
    table: str  # 'needs', 'outcomes', 'actions' or 'last_plan_marks'
    row_id: int
    before: Row
    after: Row

    @property
    def known(self) -> Row:
        return self.after or self.before


@dataclass(frozen=True)
class PlanChange:
    """What one person changed in one need at one moment."""

    at: datetime
    by: str
    assessment_id: int  # whose plan it is in
    item: str  # the need as it was called then
    outcome_ids: frozenset[int]
    lines: tuple[str, ...]


_NEED_FIELDS = {
    "title": "Need",
    "category": "Kind of need",
    "found": "What we found",
    "childs_words": "In the child's words",
}
_OUTCOME_FIELDS = {
    "outcome": "Outcome",
    "measure": "How we'll know",
    "review_on": "Review date",
    "agreed_by_child": "The child agrees",
    "agreed_by_child_because": "Why the child does not agree",
    "agreed_by_carer": "The carer agrees",
    "agreed_by_carer_because": "Why the carer does not agree",
    "first_agreed_on": "First agreed on",
    "seen_by": "Who sees this",
    "plain_words": "In plain words",
}
_ACTION_FIELDS = {
    "action": "Action",
    "why": "Why",
    "person": "Who",
    "role": "Role",
    "organisation": "Organisation",
    "by_date": "By when",
}


def changes_of(recorded: Iterable[Recorded]) -> tuple[PlanChange, ...]:
    """Return what was changed, newest first: one for each need that somebody changed at one moment.

    recorded: every change to the rows of one child's plans, oldest first.
    """
    recorded = tuple(recorded)
    need_of = {one.row_id: _number(one.known, "need_id") for one in recorded if one.table == "outcomes"}
    plan_of = {one.row_id: _number(one.known, "assessment_id") for one in recorded if one.table == "needs"}
    called: dict[int, str] = {}
    told: dict[tuple[int, int], list[Recorded]] = {}
    named: dict[tuple[int, int], str] = {}
    for one in recorded:
        outcome_id = _outcome_of(one)
        need_id = one.row_id if one.table == "needs" else need_of.get(outcome_id or 0)
        if need_id is None:
            continue
        if one.table == "needs":
            called[need_id] = str(one.known.get("title") or one.known.get("found") or "Not named yet")
        key = (one.entry, need_id)
        told.setdefault(key, []).append(one)
        named[key] = called.get(need_id, "Not named yet")
    found = []
    for (entry, need_id), rows in told.items():
        lines = tuple(dict.fromkeys(line for row in rows for line in _lines(row)))
        ids = frozenset(each for each in map(_outcome_of, rows) if each is not None)
        if lines:
            found.append(
                PlanChange(
                    rows[0].at, rows[0].by, plan_of.get(need_id) or 0, named[(entry, need_id)], ids, lines
                )
            )
    return tuple(reversed(found))


def _outcome_of(one: Recorded) -> int | None:
    return (
        one.row_id
        if one.table == "outcomes"
        else (None if one.table == "needs" else _number(one.known, "outcome_id"))
    )


def _lines(one: Recorded) -> list[str]:
    tell = {"needs": _need, "outcomes": _outcome, "actions": _action, "last_plan_marks": _review_mark}
    return tell[one.table](one.before, one.after)


def _need(before: Row, after: Row) -> list[str]:
    if not before:
        return []  # it came with its outcome, which is told
    if not after:
        return [f"Need taken out: '{before.get('title') or before.get('found') or ''}'"]
    return _differences(_NEED_FIELDS, before, after)


def _outcome(before: Row, after: Row) -> list[str]:
    if not before:
        how = "Carried forward" if after.get("carried_from_id") else "Added"
        return [f"{how}: '{after.get('outcome') or 'outcome not written yet'}'"]
    if not after:
        return [f"Taken out: '{before.get('outcome') or 'an outcome not written yet'}'"]
    lines = _differences(_OUTCOME_FIELDS, before, after)
    if (before.get("mark"), before.get("mark_note")) != (after.get("mark"), after.get("mark_note")):
        lines.append(_marked(after))
    wrong, was_wrong = after.get("entered_in_error_because"), before.get("entered_in_error_because")
    if wrong != was_wrong:
        lines.append("No longer entered in error" if wrong is None else f"Entered in error: {wrong}")
    if not lines and before.get("position") != after.get("position"):
        lines.append(f"Moved: '{after.get('outcome') or ''}'")
    return lines


def _marked(after: Row) -> str:
    mark = after.get("mark")
    if not mark:
        return "Mark taken back"
    words = MARK_WORDS.get(str(mark), str(mark))  # type: ignore[call-overload]  # what an older file holds
    on = f" on {_words(after.get('marked_on'))}" if after.get("marked_on") else ""
    note = f": {after['mark_note']}" if after.get("mark_note") else ""
    return f"Marked {words}{on}{note}"


def _action(before: Row, after: Row) -> list[str]:
    if not before:
        return [f"Action added: {_action_words(after)}"]
    if not after:
        return [f"Action taken out: {_action_words(before)}"]
    return _differences(_ACTION_FIELDS, before, after)


def _action_words(row: Row) -> str:
    by = f"by {_words(row['by_date'])}" if row.get("by_date") else ""
    parts = (row.get("action"), row.get("person"), by)
    return ", ".join(str(part) for part in parts if part) or "not written yet"


def _review_mark(before: Row, after: Row) -> list[str]:
    if not after:
        return ["Mark of the review taken back"]
    changed = any(before.get(name) != after.get(name) for name in ("mark", "note", "what_next"))
    if not changed:
        return []
    note = f": {after['note']}" if after.get("note") else ""
    words = MARK_WORDS.get(str(after.get("mark")), "")  # type: ignore[call-overload]
    return [f"Marked {words} in the review{note}"]


def _differences(fields: Mapping[str, str], before: Row, after: Row) -> list[str]:
    lines = []
    for name, label in fields.items():
        was, now = _words(before.get(name)), _words(after.get(name))
        if was != now:
            change = (
                f"'{now}' written" if not was else f"'{was}' taken out" if not now else f"'{was}' → '{now}'"
            )
            lines.append(f"{label}: {change}")
    return lines


def _words(value: object) -> str:
    """Return a stored value as a person reads it: dates as dates, kinds of need in words."""
    text = "" if value is None else str(value)
    if text in CATEGORY_WORDS:
        return CATEGORY_WORDS[text]
    try:
        return show_date(date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _number(row: Row, name: str) -> int | None:
    value = row.get(name)
    return value if isinstance(value, int) else None
