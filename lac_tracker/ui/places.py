"""How each screen of the window is made when it is first shown: most bring modules with them that the start does without."""

from importlib import import_module
from typing import Any

from lac_tracker.domain.authorisation import Action, decide
from lac_tracker.domain.people import Actor, Role
from lac_tracker.services import quality_waiting
from lac_tracker.ui.navigation import ENTRIES, ROLE_ENTRY, SETTINGS, Entry
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
    "import": ("import_screen", "ImportScreen"),
    "add_child": ("add_child", "AddChild"),
    "opened": ("opened", "Opened"),
    "yearly_return": ("yearly_return", "YearlyReturn"),
    "role": ("your_role", "YourRole"),
    "settings": ("settings", "Settings"),
}
_BEGINS_WITH = {
    Role.ASSESSOR: "today", Role.DOCTOR: "today", Role.ADMINISTRATOR: "send", Role.QUALITY_REVIEWER: "quality",
    Role.AUDITOR: "opened",
}  # fmt: skip
_NEEDS = {
    "yearly_return": Action.RETURN_HEALTH,
    SETTINGS.key: SETTINGS.needs,
}  # of screens that no entry of the navigation names
BESIDE = {
    "add_child": "children",
    "behind": "dashboard",
    "yearly_return": "reports",
}  # → whose entry it belongs to
ASK_FOR_COUNCILS = frozenset({"import", "add_child"})  # they are told the councils there are


def entries(actor: Actor) -> tuple[Entry, ...]:
    """Return what the navigation offers a person: never nothing, and nothing that would be refused."""
    found = tuple(
        one for one in ENTRIES
        if decide(actor, one.needs).allowed
        and not (one.unless is not None and decide(actor, one.unless).allowed)
    )  # fmt: skip
    return (*(found or (ROLE_ENTRY,)), SETTINGS)


def refused(actor: Actor, key: str) -> str:
    """Return why a person may not see a screen, '' where they may."""
    needed = next((one.needs for one in ENTRIES if one.key == key), _NEEDS.get(key))
    may = decide(actor, needed) if needed is not None else None
    return may.words if may is not None and not may.allowed else ""


def has_command(key: str) -> bool:
    """Return whether the command 'go.' with this key shows a screen."""
    return key in _NEEDS or any(one.key == key for one in ENTRIES)


def first(actor: Actor) -> str:
    """Return the screen a person begins with: that of their role, else the first they may see."""
    keys = [one.key for one in entries(actor)]
    wanted = _BEGINS_WITH.get(actor.role, "overdue")
    return wanted if wanted in keys else keys[0]


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
