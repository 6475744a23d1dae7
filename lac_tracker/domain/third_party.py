"""Other people on the GP summary: which of its sections speak of them, so that the practice looks before giving record access."""

import re
from dataclasses import fields, is_dataclass

from lac_tracker.domain.reports import GpSummary

AT_THE_TOP = 0  # above the numbered sections
_PRINTED = 1_300  # characters of one text: the page shows no more
_FAMILY = re.compile(
    r"\b(?:mother|mum|mummy|mam|father|dad|daddy|parent(?!al responsibility)|parents|brother|sister|sibling|twin|"
    r"grandmother|grandfather|grandparent|grandma|grandad|gran|granny|nan|nanny|aunt|auntie|uncle|cousin|niece|nephew|"
    r"stepmother|stepfather|step-parent|boyfriend|girlfriend|husband|wife|relative)(?:s|'s|’s)?\b|family(?:'s|’s)? health|family history",
    re.IGNORECASE,
)  # fmt: skip


def sections_about_others(held: GpSummary) -> tuple[int, ...]:
    """Return the sections of the page that speak of the child's family, by its words; AT_THE_TOP is above them.

    It finds words, not names: that nothing was found does not say that nothing is there.
    """
    parts = (
        (AT_THE_TOP, (held.circumstances.consent, held.circumstances.alerts)),
        (1, held.practice_actions),
        (2, (held.records, held.background)),
        (3, held.other_actions),
        (4, held.quote),
        (5, held.next_review),
    )
    return tuple(number for number, part in parts if _speaks_of_family(part))


def _speaks_of_family(part: object) -> bool:
    if isinstance(part, str):
        return _FAMILY.search(part[:_PRINTED]) is not None
    if isinstance(part, tuple):
        return any(map(_speaks_of_family, part))
    if is_dataclass(part):
        return any(_speaks_of_family(getattr(part, one.name)) for one in fields(part))
    return False
