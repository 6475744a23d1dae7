"""The buttons for text size, theme and single keys, for the pages before sign-in."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from lac_tracker.ui import theme
from lac_tracker.ui.screens.sign_in import menu_button


def view_menus(
    parent: QWidget, apply_view: Callable[..., Any], turn_single_keys: Callable[[bool], Any]
) -> QWidget:
    """Return them in a row. apply_view: takes name= of a theme or text_percent=."""
    held = QWidget(parent)
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().space(2))
    sizes = tuple((f"{size}%", lambda size=size: apply_view(text_percent=size)) for size in theme.TEXT_SIZES)
    themes = tuple(
        (chosen.capitalize(), lambda chosen=chosen: apply_view(name=chosen)) for chosen in theme.THEMES
    )
    row.addWidget(menu_button("Text size", "auth.text", sizes))
    row.addWidget(menu_button("Theme", "auth.theme", themes))
    keys = (
        ("Single keys on (1, 2, x, n)", lambda: turn_single_keys(True)),
        ("Single keys off", lambda: turn_single_keys(False)),
    )
    row.addWidget(menu_button("Keys", "auth.keys", keys))
    return held
