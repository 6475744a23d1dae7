"""Starters of plan items: the beginning of an outcome with gaps, never a finished one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.plans import CATEGORY_WORDS
from lac_tracker.domain.smart_words import gaps_in


@dataclass(frozen=True)
class Starter:
    """One way to begin. Gaps to fill in are '_'; {name} is how the child is called."""

    outcome: str
    measure: str
    action: str
    plain: str  # the same for the young person's own copy, said to them
    about: str = ""  # what begins with it straight away: a plan item that comes from there

    def for_child(self, called: str) -> "Starter":
        """Return it with the child's name."""
        names = ("outcome", "measure", "action", "plain")
        return replace(self, **{name: getattr(self, name).replace("{name}", called) for name in names})

    @property
    def label(self) -> str:
        """What its button says: the outcome without the name that begins it."""
        words = self.outcome.removeprefix("{name} ")
        return words[:1].upper() + words[1:]


def starters_from(table: Mapping[str, object]) -> Mapping[str, tuple[Starter, ...]]:
    """Return the starters by kind of need, from the table of the data file.

    Raises UserError for a kind of need that nobody knows, a text that is missing, or an outcome without a gap: a
    target is the clinician's to set.
    """
    found = {}
    for category, held in table.items():
        if category == "version":
            continue
        if category not in CATEGORY_WORDS or not isinstance(held, list):
            raise UserError(f"plan_starters.toml: '{category}' is not a kind of need")
        found[category] = tuple(_starter(category, one) for one in held)
    return found


def begun_by(starters: Mapping[str, tuple[Starter, ...]], about: str) -> Starter | None:
    """Return the starter with which a plan item about something begins; None where the person chooses."""
    held = (one for several in starters.values() for one in several)
    return next((one for one in held if about and one.about == about), None)


def _starter(category: str, held: object) -> Starter:
    texts = (
        [held.get(name) for name in ("outcome", "measure", "action", "plain")]
        if isinstance(held, dict)
        else []
    )
    if len(texts) != 4 or not all(isinstance(text, str) and text for text in texts):
        raise UserError(
            f"plan_starters.toml: each starter of '{category}' needs outcome, measure, action and plain"
        )
    outcome, measure, action, plain = (str(text) for text in texts)
    if not gaps_in(outcome) and not gaps_in(measure):
        raise UserError(f"plan_starters.toml: '{outcome}' leaves no gap to fill in")
    about = held.get("about", "") if isinstance(held, dict) else ""
    return Starter(outcome, measure, action, plain, str(about))
