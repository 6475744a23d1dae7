"""How the columns of a small table share its width: by what stands in them, so that no word is cut while there is room."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics

from lac_tracker.ui import theme
from lac_tracker.ui.models.row_model import Column, Row

MOST_ROWS = 200  # of a table that is measured
_MOST_CHARACTERS = 160  # of words that are measured; what is longer is read elsewhere
_UNBROKEN = 12  # characters of words that stay on one line: a postcode, a name, a short status


def shared(wished: Sequence[int], needed: Sequence[int], room: int) -> list[int]:
    """Return the width of each column, in pixels.

    wished: what each has where all fit. needed: what its words take. Where the room is short, the columns that
    need less than they wish give way; where some is left, those that need more get it.
    """
    spare = room - sum(wished)
    if spare < 0:
        gives = [max(0, wish - need) for wish, need in zip(wished, needed, strict=True)]
        taken = min(-spare, sum(gives))
        return [wish - _part(taken, give, gives, up=True) for wish, give in zip(wished, gives, strict=True)]
    lacks = [max(0, need - wish) for wish, need in zip(wished, needed, strict=True)]
    given = min(spare, sum(lacks))
    return [wish + _part(given, lack, lacks) for wish, lack in zip(wished, lacks, strict=True)]


def needed_width(column: Column[Row], rows: Sequence[Row], *, is_compact: bool = False) -> int:
    """Return how wide a column has to be for its title and the words of these rows, in two lines where they may be.

    is_compact: every row has one line, and what stands beneath is not shown.
    """
    shown = theme.current()
    margins = 2 * shown.space(2) + 2
    title = QFontMetrics(shown.font("body")).horizontalAdvance(column.title) + shown.space(2)
    first = QFontMetrics(shown.font("strong" if column.strong or column.status else "body"))
    second = QFontMetrics(shown.font("hint"))
    widest = title
    for row in rows:
        words = column.text(row)
        beneath = column.second(row) if column.second and not is_compact else ""
        icon = shown.scaled(16) + shown.space(2) if column.status and column.status(row) and words else 0
        wraps = not beneath and not is_compact and (column.wraps or column.status is not None)
        width = _in_two_lines(words, first) if wraps else first.horizontalAdvance(words[:_MOST_CHARACTERS])
        widest = max(widest, icon + width, icon + second.horizontalAdvance(beneath[:_MOST_CHARACTERS]))
    return widest + margins


def _in_two_lines(words: str, metrics: QFontMetrics) -> int:
    """Return the least width at which words stand on two lines."""
    parts = words[:_MOST_CHARACTERS].split()
    whole = metrics.horizontalAdvance(" ".join(parts))
    if len(words) <= _UNBROKEN:
        return whole
    halves = (
        max(
            metrics.horizontalAdvance(" ".join(parts[:place])),
            metrics.horizontalAdvance(" ".join(parts[place:])),
        )
        for place in range(1, len(parts))
    )
    return min(halves, default=whole)


def _part(amount: int, own: int, all_of_them: Sequence[int], *, up: bool = False) -> int:
    """Return one column's part of an amount, in whole pixels; up: a pixel more rather than one too few."""
    total = sum(all_of_them)
    return (amount * own + (total - 1 if up else 0)) // total if total else 0
