"""An NHS number does not stay on the clipboard; what another program put there does."""

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication

from lac_tracker.ui.clipboard import ClipboardGuard, names_somebody


@pytest.mark.parametrize(
    ("words", "does"),
    [
        ("9990123454", True), ("999 012 3454", True), ("999-012-3454", True), ("Born 12-Jun-2011, NHS 999 012 3454.", True),
        ("9990123455", False), ("99901234540", False), ("07700 900123", False), ("Copied. It names nobody.", False), ("", False),
    ],
)  # fmt: skip
def test_what_counts_as_an_nhs_number(words, does):
    assert names_somebody(words) is does


@pytest.fixture
def clipboard(qapp, monkeypatch):
    # Without a screen nobody owns a clipboard.
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _self: True)
    held = QGuiApplication.clipboard()
    held.clear()
    yield held
    held.clear()


def test_a_copied_number_goes_and_other_words_stay(clipboard, qtbot):
    guard = ClipboardGuard(seconds=0.01)
    clipboard.setText("999 012 3454")
    qtbot.waitUntil(lambda: not clipboard.text())
    clipboard.setText("Slots in March")
    assert not guard._clear.isActive()  # noqa: SLF001 - nothing would ever come to wait for
    assert clipboard.text() == "Slots in March"


def test_what_was_copied_after_it_stays(clipboard):
    guard = ClipboardGuard(seconds=60)
    clipboard.setText("999 012 3454")
    assert guard._clear.isActive()  # noqa: SLF001
    clipboard.setText("a line of an e-mail")
    assert not guard._clear.isActive()  # noqa: SLF001
    guard.empty()  # on locking all of ours goes
    assert not clipboard.text()
