"""How a person has a list: which columns in which order, how dense, with or without its panel. Kept on this computer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lac_tracker.ui.workplace import Workplace


@dataclass(frozen=True)
class ListLook:
    """columns: keys in the order chosen, () as the list has them. hidden: keys of those not shown."""

    columns: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    is_compact: bool = False
    has_panel: bool = True

    def order(self, known: Sequence[str]) -> tuple[str, ...]:
        """Return every column there is, in the order chosen; those not known then come last."""
        chosen = [key for key in self.columns if key in known]
        return (*chosen, *(key for key in known if key not in chosen))


def read(workplace: Workplace, list_name: str) -> ListLook:
    """Return how the person signed in has a list; what makes no sense counts as nothing."""
    held = workplace.remembered().lists.get(workplace.actor.user_name)
    kept: Any = held.get(list_name) if isinstance(held, dict) else None
    if not isinstance(kept, dict):
        return ListLook()
    return ListLook(
        columns=_keys(kept.get("columns")),
        hidden=_keys(kept.get("hidden")),
        is_compact=kept.get("density") == "compact",
        has_panel=kept.get("panel") is not False,
    )


def keep(workplace: Workplace, list_name: str, look: ListLook) -> None:
    """Remember it for this person on this computer."""
    remembered = workplace.remembered()
    held = remembered.lists.get(workplace.actor.user_name)
    own = dict(held) if isinstance(held, dict) else {}
    own[list_name] = {
        "columns": list(look.columns),
        "hidden": list(look.hidden),
        "density": "compact" if look.is_compact else "comfortable",
        "panel": look.has_panel,
    }
    lists = {**remembered.lists, workplace.actor.user_name: own}
    workplace.remember(replace(remembered, lists=lists))


def _keys(kept: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in kept) if isinstance(kept, list) else ()
