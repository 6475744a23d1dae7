"""A button that offers days for a date field: the next review, and so many months from now."""

from datetime import date

from PySide6.QtWidgets import QMenu

from lac_tracker.domain.dates import add_months, show_date
from lac_tracker.ui.plain import PlainButton, doubled
from lac_tracker.ui.widgets.date_field import DateField

MONTHS = (1, 3, 6)


def offers(today: date, next_review_on: date) -> tuple[tuple[str, date], ...]:
    """Return (words, day) of each day offered: the next review first, then 1, 3 and 6 months from today."""
    months = (
        (f"In {'1 month' if count == 1 else f'{count} months'}", add_months(today, count)) for count in MONTHS
    )
    found = (("Next review", next_review_on), *months)
    return tuple((f"{words}, {show_date(day)}", day) for words, day in found)


class DateOffers(PlainButton):
    """One tab stop beside a date field; Space opens the list, Enter takes a day."""

    def __init__(self, field: DateField, today: date, next_review_on: date, *, about: str) -> None:
        super().__init__("Offer a date", "row")
        self.setAccessibleName(f"Offer a date: {about}")
        menu = QMenu(self)
        for words, day in offers(today, next_review_on):
            action = menu.addAction(doubled(words))
            action.triggered.connect(lambda _checked=False, chosen=day: self._take(chosen))
        self.setMenu(menu)
        self._field = field

    def _take(self, day: date) -> None:
        self._field.line.setText(show_date(day))
        self._field.read()
        self._field.line.setFocus()
