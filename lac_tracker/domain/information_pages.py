"""Pages of public information for a young person who leaves care: which are chosen for whom.

The pages are data (resources/information_pages.toml): topic, words, helplines, source, the day they were checked, and a
mark of doubt. A page is chosen by age, by what the plan works on and by what the young person told us of their life
(CQC 2016, 3.20: age-appropriate information personalised to needs and lifestyle).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from lac_tracker.domain.dates import add_months

OLD_AFTER_MONTHS = 12  # since a page was checked: a number may have changed, and the page says so


@dataclass(frozen=True)
class ForWhom:
    """Whom a page is for. Without needs, answers and flags it is for everybody of the age."""

    from_age: int = 0
    to_age: int = 25
    needs: frozenset[str] = frozenset()  # categories of need in the open plan
    answers: tuple[tuple[str, frozenset[str]], ...] = ()  # (question, answers), any of which chooses it
    flags: frozenset[str] = frozenset()  # 'unaccompanied', 'interpreter', 'pregnant'

    @property
    def is_for_all(self) -> bool:
        return not (self.needs or self.answers or self.flags)


@dataclass(frozen=True)
class Helpline:
    """Somebody to turn to, and how."""

    name: str
    how: str


@dataclass(frozen=True)
class InformationPage:
    """One page. doubt: what has to be looked at before anybody relies on it, '' when nothing."""

    id: str
    topic: str
    words: tuple[str, ...]
    help: tuple[Helpline, ...]
    source: str
    checked_on: date
    doubt: str = ""
    for_whom: ForWhom = ForWhom()

    def doubt_on(self, day: date) -> str:
        """Return what is in doubt on a day: its own mark, or that it was checked long ago."""
        if self.doubt:
            return self.doubt
        return "Checked more than a year ago" if add_months(self.checked_on, OLD_AFTER_MONTHS) <= day else ""


@dataclass(frozen=True)
class Life:
    """What is known of a young person, as far as it chooses pages."""

    age: int
    needs: frozenset[str] = frozenset()
    answers: dict[str, frozenset[str]] = field(default_factory=dict)  # question → what was ticked
    flags: frozenset[str] = frozenset()


def chosen(pages: Iterable[InformationPage], life: Life) -> tuple[InformationPage, ...]:
    """Return the pages for a young person, in the order of the file."""
    return tuple(page for page in pages if _is_for(page.for_whom, life))


def _is_for(whom: ForWhom, life: Life) -> bool:
    if not whom.from_age <= life.age <= whom.to_age:
        return False
    told = any(life.answers.get(question, frozenset()) & wanted for question, wanted in whom.answers)
    return whom.is_for_all or told or bool(whom.needs & life.needs) or bool(whom.flags & life.flags)
