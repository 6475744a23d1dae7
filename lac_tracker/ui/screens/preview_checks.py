"""The checks beside a preview: measured from the file, and compared with the record; each says it in words."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.services.document_checks import Finding
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel
from lac_tracker.ui.screens.preview_measures import Measures, size_words
from lac_tracker.ui.screens.record_page import clear
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.card import Card

_AIM, _MOST = 300 * 1024, 700 * 1024  # bytes: what practice systems take easily, and what some refuse


def of_file(measured: Measures, *, one_page: bool, missing: tuple[str, ...]) -> tuple[Finding, ...]:
    """Return what the file itself shows. missing: characters that no font has, as they are printed instead."""
    used, room = measured.lines
    pages = f"{measured.pages} pages" if measured.pages != 1 else "1 page"
    if not one_page:
        length = Finding("information", pages)
    elif measured.pages == 1:
        length = Finding("complete", f"1 page summary ({used} of {room} lines)" if used else "1 page summary")
    else:
        length = Finding("fix", f"{pages}: it must be 1. Shorten the plan")
    upright = (
        Finding("complete", "Portrait, upright")
        if measured.is_upright
        else Finding("fix", f"Not upright: page {', '.join(map(str, measured.turned)) or 1}. It must not go")
    )
    found = [length, upright, _size(measured.bytes)]
    if missing:
        found.append(Finding("fix", f"Not printable, printed as words: {', '.join(missing[:8])}"))
    return tuple(found)


def _size(count: int) -> Finding:
    words = size_words(count)
    if count < _AIM:
        return Finding("complete", f"{words}, small enough for every practice")
    if count < _MOST:
        return Finding("information", f"{words}: some practice systems take no more than 700 KB")
    return Finding("fix", f"{words}: some practice systems refuse more than 700 KB")


class ChecksCard(Card):
    """One line for each finding, with Fix where something can be mended."""

    def __init__(self, fix: Callable[[Finding], None]) -> None:
        """fix: goes where a finding is mended."""
        super().__init__("Checks", name="pv.checks")
        self._fix = fix

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        clear(self.body)
        for number, one in enumerate(findings):
            line = icon_line(one.status, PlainLabel(one.words, wraps=True))
            if one.page:
                line = self._with_button(line, one, number)
            self.body.addWidget(line)

    def _with_button(self, line: QWidget, one: Finding, number: int) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        button = PlainButton("Fix", "row", name=f"pv.fix.{number}")
        button.setAccessibleName(f"Fix: {one.words}")
        button.clicked.connect(lambda _checked=False: self._fix(one))
        row.addWidget(line, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return both
