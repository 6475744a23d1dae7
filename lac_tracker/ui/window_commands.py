"""What the commands of the window do, and what is loaded while somebody types or reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lac_tracker.ui import single_keys, theme

if TYPE_CHECKING:
    from lac_tracker.ui.main_window import MainWindow

# Those that also do something before sign-in and while it is locked.
ALWAYS = (
    "view.larger",
    "view.smaller",
    "view.textSize",
    "view.light",
    "view.dark",
    "view.highContrast",
    "view.singleKeys",
    "help.shortcuts",
)
_THEMES: dict[str, theme.ThemeName] = {
    "view.light": "light", "view.dark": "dark", "view.highContrast": "high contrast",
}  # fmt: skip


def run(window: MainWindow, name: str) -> None:
    """Do a command of commands.py: here when it is about the window, else in the shell."""
    sizes = theme.TEXT_SIZES
    place = sizes.index(theme.current().text_percent) if theme.current().text_percent in sizes else 0
    match name:
        case "file.lock":
            window.lock()
        case "view.larger":
            window.apply_view(text_percent=sizes[min(place + 1, len(sizes) - 1)])
        case "view.smaller":
            window.apply_view(text_percent=sizes[max(place - 1, 0)])
        case "view.textSize":
            window.apply_view(text_percent=100)
        case _ if name in _THEMES:
            window.apply_view(name=_THEMES[name])
        case "view.singleKeys":
            window.turn_single_keys(not single_keys.are_on())
        case "help.shortcuts":
            from lac_tracker.ui.screens.shortcuts import ShortcutSheet  # with the first question

            ShortcutSheet(window).exec()
        case "view.focus" if not window.focus_in_page():
            window.setWindowState(window.windowState() ^ window.windowState().WindowFullScreen)
        case "view.focus":
            pass
        case _ if window.shell is not None and window.pages.currentWidget() is window.shell:
            window.shell.run_command(name)


def load_what_lists_need() -> None:
    """Load the database and the services on the worker, while the person types their passphrase."""
    from lac_tracker.services import caseload, sign_in  # noqa: F401 - loading them is the job
    from lac_tracker.ui import shell  # noqa: F401 - likewise


def load_what_records_need() -> None:
    """Load the rest on the worker, while the person reads the list: the first record opens without a wait."""
    from lac_tracker.services.loading import loading

    with loading("lac_tracker.ui.screens.child_record"):
        from lac_tracker.services import forms
        from lac_tracker.ui.screens import child_record  # noqa: F401 - loading it is the job

        forms.all_forms()
