"""What the filter of the list finds: words in name, council id, NHS number, assessor, reason or why it is late."""

import json
import re
import unicodedata
from collections.abc import Mapping

from sqlalchemy import ColumnElement, ColumnExpressionArgument, and_, func, or_, select

from lac_tracker.domain.names import LONGEST_LINE, clean_line, search_key
from lac_tracker.domain.restricted import RESTRICTED
from lac_tracker.storage import reference_data
from lac_tracker.storage.tables.children import ChildRow
from lac_tracker.storage.tables.due import DueStretchRow

_MOST_TERMS = 12  # more say nothing more


def terms(text: str) -> tuple[str, ...]:
    """Return what is looked for, each in its own right: words, and a number with the spaces it was typed with."""
    found: list[str] = []
    was_number = False
    for word in clean_line(text[:LONGEST_LINE]).split():
        if all(unicodedata.category(sign).startswith("C") for sign in word):
            continue  # nothing of it can be seen
        is_number = word.isascii() and word.isdigit()
        if is_number and was_number:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
        was_number = is_number
    return tuple(dict.fromkeys(found))[:_MOST_TERMS]


def found_by(
    text: str, staff: Mapping[int, str], hidden: frozenset[int] = frozenset()
) -> list[ColumnExpressionArgument[bool]]:
    """Return the conditions of a filter: each of its terms stands somewhere in the row.

    staff: who may be the assessor: id of the person → name. hidden: of these children neither name nor number is found,
    but what the list says in their place.
    """
    return [_found(term, staff, hidden) for term in terms(text)]


def is_hidden(hidden: frozenset[int]) -> ColumnElement[bool]:
    """Return the condition that a row is of one of these children."""
    among = func.json_each(json.dumps(sorted(hidden))).table_valued("value")
    return DueStretchRow.child_id.in_(select(among.c.value))


def _found(term: str, staff: Mapping[int, str], hidden: frozenset[int]) -> ColumnExpressionArgument[bool]:
    key, compact, row = search_key(term), re.sub(r"[\s-]", "", term), DueStretchRow
    ids = [select(ChildRow.id).where(ChildRow.council_child_id.contains(term, autoescape=True))]
    others: list[ColumnExpressionArgument[bool]] = []
    says_who: list[ColumnExpressionArgument[bool]] = []
    if key:
        says_who.append(row.name_key.contains(key, autoescape=True))
        others.append(row.reason.contains(key, autoescape=True))
        if assessors := [one for one, name in staff.items() if key in search_key(name)]:
            others.append(row.assessor_id.in_(assessors))
        if codes := [one.code for one in reference_data.delay_reasons() if key in search_key(one.label)]:
            others.append(row.delay_code.in_(codes))
    if compact.isascii() and compact.isdigit():
        ids.append(select(ChildRow.id).where(ChildRow.nhs_number.contains(compact)))
    whose = ids[0].union(*ids[1:]) if len(ids) > 1 else ids[0]
    says_who.append(row.child_id.in_(whose))
    if not hidden:
        return or_(*says_who, *others)
    if key and key in search_key(RESTRICTED):
        others.append(is_hidden(hidden))
    return or_(*others, and_(or_(*says_who), ~is_hidden(hidden)))
