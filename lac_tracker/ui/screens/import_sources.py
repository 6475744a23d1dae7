"""The places of the Import screen, in the order of its tabs. A new kind of file that comes in gets a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from lac_tracker.domain.authorisation import Action
from lac_tracker.ui.workplace import Workplace


@dataclass(frozen=True)
class ImportPlace:
    """One tab. key: its object name. make: (workplace, councils) → a widget, made when it is first shown.
    short: its words in large text, where the tabs keep to one line.

    The widget has `take_focus()`, `regions()` and may have `reload(changes)`, `primary()`, `save_as_file()`, and the
    signals said, helped, went, child_opened.
    """

    key: str
    words: str
    needs: Action  # who may not do this does not see it
    make: Callable[[Workplace, tuple[str, ...]], Any]
    short: str = ""


def _wizard(workplace: Workplace, councils: tuple[str, ...]) -> Any:
    return import_module("lac_tracker.ui.screens.import_wizard").ImportWizard(workplace, councils)


def _earlier(workplace: Workplace, _councils: tuple[str, ...]) -> Any:
    return import_module("lac_tracker.ui.screens.import_earlier").EarlierImports(workplace)


def _compare(workplace: Workplace, councils: tuple[str, ...]) -> Any:
    return import_module("lac_tracker.ui.screens.import_compare").CompareWithCaseload(workplace, councils)


def _practices(workplace: Workplace, _councils: tuple[str, ...]) -> Any:
    return import_module("lac_tracker.ui.screens.import_practices").PracticeFile(workplace)


NEW, EARLIER, COMPARE, PRACTICES = "imp.new", "imp.tab.earlier", "imp.tab.compare", "imp.tab.practices"
PLACES: tuple[ImportPlace, ...] = (
    ImportPlace(NEW, "New import", Action.IMPORT, _wizard),
    ImportPlace(EARLIER, "Earlier imports", Action.IMPORT, _earlier),
    ImportPlace(COMPARE, "Compare with the caseload", Action.RECONCILE, _compare, "Compare"),
    ImportPlace(PRACTICES, "GP practices", Action.LOAD_PRACTICES, _practices),
)
