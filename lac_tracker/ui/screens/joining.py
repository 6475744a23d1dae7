"""Joins what was typed into a dialog with what somebody else saved meanwhile: never over it, and never asked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    fresh.deleteLater()
    if differ:  # who goes back without choosing is asked again: until then it is the older version that is corrected
        question = FieldsDiffer(dialog, differ, joined=len(found.joined))
        question.used.connect(lambda chosen: _save(dialog, fresh, chosen))
        question.open()
        return True
    dialog.adopt(fresh)
    joined = ", ".join(_label(dialog, place) for place in found.joined)
    also = f"Joined with yours: {joined}. " if joined else ""
    dialog.show_above(f"{refused.split('.')[0]}. {also}Look, then save again.")
    return True


def _save(dialog: RecordDialog, fresh: RecordDialog, chosen: dict[int, tuple[str, ...]]) -> None:
    dialog.adopt(fresh)
    dialog.save_chosen(chosen)


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
    )


def _label(dialog: RecordDialog, place: int) -> str:
    return dialog.fields[place].label.text().removesuffix(" (optional)")
