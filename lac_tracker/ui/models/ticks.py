"""The column of ticks of a list whose rows can be chosen."""

from collections.abc import Callable
from typing import Any

from lac_tracker.ui.models.row_model import Column

TITLES = ("Tick", "Right?")  # of such columns: a click there changes the tick


def tick_column(
    title: str, is_ticked: Callable[[Any], bool], can_be: Callable[[Any], bool] | None = None
) -> Column[Any]:
    """Return the column of the ticks. is_ticked, can_be: take a row; a row that can't be ticked has none."""

    def look(row: Any) -> str:
        return "" if can_be is not None and not can_be(row) else "ticked" if is_ticked(row) else "unticked"

    return Column(
        title, lambda row: " " if look(row) else "", status=look, width=max(len(title), 4),
        said=lambda row: {"ticked": "ticked", "unticked": "not ticked"}.get(look(row), "can't be ticked"),
    )  # fmt: skip
