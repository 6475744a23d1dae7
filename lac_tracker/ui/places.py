"""How each screen of the window is made when it is first shown: most bring modules with them that the start does without."""

from importlib import import_module
from typing import Any

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.services import quality_waiting
from lac_tracker.ui.workplace import Workplace

# key → module of ui.screens, class
_SCREENS = {
    "today": ("today", "Today"),
    "clinics": ("clinics", "Clinics"),
    "send": ("send_plans", "SendPlans"),
    "quality": ("quality", "Quality"),
    "dashboard": ("dashboard", "Dashboard"),
    "behind": ("behind", "BehindFigure"),
    "reports": ("reports", "Reports"),
    "import": ("import_return", "ImportReturn"),
    "add_child": ("add_child", "AddChild"),
}
ASK_FOR_COUNCILS = frozenset({"import", "add_child"})  # they are told the councils there are


def waiting_reviews(workplace: Workplace) -> int:
    """Return how many quality reviews wait for this person, which the navigation says before their screen is made."""
    if not decide(workplace.actor, Action.SEE_QUALITY).allowed:
        return 0
    count: int = workplace.operations.ask(quality_waiting.count)
    return count


def make(key: str, workplace: Workplace, *about: Any) -> Any:
    """Return a new screen by its key; KeyError for one that is not made here."""
    module, name = _SCREENS[key]
    return getattr(import_module(f"lac_tracker.ui.screens.{module}"), name)(workplace, *about)
