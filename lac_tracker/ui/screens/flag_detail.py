"""What one flag of the banner says in full: who set it, when, to be reviewed when, and where it is changed."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.children import FlagChip
from lac_tracker.domain.flags import KIND
from lac_tracker.ui.plain import PlainDialog

# Where a flag is changed: page of the record → words of the button.
_PAGES = {"placements": "Open placements", "summary": "Open summary", "pregnancy": "Open pregnancy support"}


def show_flag(
    parent: QWidget, chip: FlagChip, pages: frozenset[str], go: Callable[[str], None]
) -> PlainDialog:
    """Open the detail of a flag. pages: which pages of the record there are. go: shows one of them."""
    kind = KIND.get(chip.kind)
    page = kind.page if kind is not None and kind.source == "record" and not chip.is_set_here else "flags"
    page = page if page in pages or page == "pregnancy" else "flags"
    dialog = PlainDialog(
        parent, chip.words, chip.detail or "Nothing more is recorded.", ("Close", _PAGES.get(page, "Review or end it"))
    )  # fmt: skip
    dialog.setObjectName("flag.detail")
    dialog.finished.connect(lambda _result: go(page) if dialog.chosen == 1 else None)
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    dialog.open()
    return dialog
