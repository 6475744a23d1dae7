"""Joins what was typed into a dialog with what somebody else saved meanwhile: never over it, and never asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from lac_tracker.domain.merging import merge
from lac_tracker.ui import field_content
from lac_tracker.ui.screens.field_conflict import FieldConflict, FieldsDiffer

if TYPE_CHECKING:
    from lac_tracker.ui.screens.record_dialog import RecordDialog


def join(dialog: RecordDialog, refused: str) -> bool:
    """Join both, or ask field by field; False, with nothing done, where the dialog cannot be made anew.

    refused: why it was not saved. What only one of the two changed is joined by itself; the person sees it before saving.
    """
    fresh = dialog.as_on_record()
    if fresh is None or fresh.before is None or dialog.before is None:
        return False
    mine, theirs = dialog.contents(), fresh.before
    if len(theirs) != len(mine):
        return False
    found = merge(dialog.before, mine, theirs)
    differ = tuple(_conflict(dialog, fresh, place) for place in found.differ)
    for place in found.joined:
        field_content.put(dialog.fields[place].control, theirs[place])
    row = getattr(fresh, dialog.corrected)
    fresh.deleteLater()
    if differ:
        # Who goes back without choosing is asked again: until then it is the older version that is corrected.
        def save(chosen: dict[int, tuple[str, ...]]) -> None:
            dialog.adopt(theirs, row)
            dialog.save_chosen(chosen)

        question = FieldsDiffer(dialog, differ, joined=len(found.joined), facts=dialog.banner)
        question.used.connect(save)
        question.open()
        return True
    dialog.adopt(theirs, row)
    joined = ", ".join(_label(dialog, place) for place in found.joined)
    also = f"Joined with yours: {joined}. " if joined else ""
    dialog.show_above(f"{refused.split('.')[0]}. {also}Look, then save again.")
    return True


def _conflict(dialog: RecordDialog, fresh: RecordDialog, place: int) -> FieldConflict:
    mine, theirs = dialog.fields[place].control, fresh.fields[place].control
    before = ", ".join(text for text in (dialog.before or ())[place] if text not in ("", "on", "off"))
    return FieldConflict(
        place,
        _label(dialog, place),
        field_content.words(mine),
        field_content.words(theirs),
        before,
        field_content.content(theirs),
        _both(mine, theirs),
    )


def _both(mine: QWidget, theirs: QWidget) -> tuple[str, ...]:
    """Return both texts below each other where the field is one for long text and both say something, else nothing."""
    if not (isinstance(mine, QPlainTextEdit) and isinstance(theirs, QPlainTextEdit)):
        return ()
    texts = [one.toPlainText().strip() for one in (mine, theirs)]
    return ("\n".join(texts),) if all(texts) else ()


def _label(dialog: RecordDialog, place: int) -> str:
    return dialog.fields[place].label.text().removesuffix(" (optional)")
