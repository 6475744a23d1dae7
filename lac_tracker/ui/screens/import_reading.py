"""Reads what was chosen for import, off the screen's thread: a council's list, or a return. Which one, its columns tell."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from lac_tracker.domain.errors import UserError
from lac_tracker.domain.imports import StagedReturn
from lac_tracker.domain.list_import import Decisions, Matching, Preview, ReceivedList
from lac_tracker.domain.people import Actor
from lac_tracker.services import files as file_service
from lac_tracker.services import import_again
from lac_tracker.services.changes import Changes
from lac_tracker.ui.screens.import_draft import Draft
from lac_tracker.ui.workplace import Workplace

_PLAIN = (".csv", ".txt", ".tsv")
_NAMES = {"family_name", "given_name", "full_name", "nhs_number"}
_SAMPLE_ROWS = 200  # of which the first values that are not blank stand for a column


@dataclass(frozen=True)
class Work:
    """A job for the worker that can be given up: what it would have found is not told then."""

    is_stopped: Callable[[], bool]

    def go_on(self) -> None:
        """Raise Stopped when the person gave up meanwhile. Called between one part of the work and the next."""
        if self.is_stopped():
            raise Stopped("Stopped. Nothing was saved")


class Stopped(UserError):
    """The person chose Cancel while the work went on."""


def read(
    paths: Iterable[Path], workplace: Workplace, work: Work, password: str = ""
) -> ReceivedList | StagedReturn:
    """Read one list, or the files or the folder of a return.

    Raises ImportRefused and UserError with words; PasswordNeeded where a workbook asks for its password.
    """
    found = _contents(tuple(paths), workplace)
    work.go_on()
    if is_return(found):
        from lac_tracker.exchange.ssda903 import read_ssda903  # not needed before somebody imports

        return read_ssda903(found)
    lists = [name for name in found if not _is_left_behind(name)]
    if len(lists) != 1:
        names = ", ".join(sorted(name.rpartition("/")[2] for name in lists)[:5]) or "no file"
        raise UserError(
            f"These files ({names}) are no SSDA903 return. Choose one list at a time, or the folder of the return"
        )
    from lac_tracker.exchange.list_reading import read_list  # likewise: it brings the reader of workbooks

    return read_list(lists[0].rpartition("/")[2], found[lists[0]], password=password)


def read_draft(
    paths: Iterable[Path], workplace: Workplace, work: Work, council: str, password: str = ""
) -> Draft:
    """Read what was chosen into a new draft: with what its columns mean, and whether it came in before. Raises as `read`."""
    found = read(paths, workplace, work, password)
    work.go_on()
    before = workplace.operations.ask(import_again.imported_before, found)
    if isinstance(found, StagedReturn):
        return Draft(council, staged=found, before=before)
    draft = Draft(council, received=found, before=before)
    draft.matching, draft.known_columns = matched(draft, workplace)
    return draft


def is_return(found: Mapping[str, bytes]) -> bool:
    """Tell whether one of these files is a table of an SSDA903 return, by its columns, or a return as XML.

    A return names nobody: a list with the child's id, sex, birth date and ethnicity that has names too is a council's list.
    """
    from lac_tracker.domain import list_fields
    from lac_tracker.exchange.reading import open_csv
    from lac_tracker.exchange.ssda903_columns import column_name, recognise, recognise_not_imported

    for name, data in found.items():
        if name.casefold().endswith(".xml"):
            return True
        if not name.casefold().endswith(_PLAIN):
            continue
        try:
            received = open_csv(name, data).columns
        except UserError:  # whoever reads it says so
            continue
        if _NAMES & set(list_fields.guess(received, ()).fields.values()):
            continue
        columns = [column_name(column) for column in received]
        if recognise(columns) or recognise_not_imported(columns):
            return True
    return False


def samples(received: ReceivedList, position: int, count: int = 3) -> tuple[str, ...]:
    """Return the first different values of a column that are not blank."""
    values = (
        row.cells[position].strip() for row in received.rows[:_SAMPLE_ROWS] if position < len(row.cells)
    )
    return tuple(dict.fromkeys(value for value in values if value))[:count]


def matched(draft: Draft, workplace: Workplace) -> tuple[Matching, frozenset[int]]:
    """Return what the columns of a list mean, and of which that is remembered for the council."""
    from lac_tracker.domain import list_fields
    from lac_tracker.services import list_imports

    assert draft.received is not None
    columns, rows = draft.received.columns, draft.received.rows
    kept = workplace.operations.ask(list_imports.remembered, columns, council=draft.council)
    if kept is not None:
        return list_fields.with_order(kept, rows), frozenset(range(len(columns)))
    fewer = workplace.operations.ask(list_imports.remembered_of_fewer, columns, council=draft.council)
    if fewer is not None:
        said, known = fewer
        return list_fields.filled_up(said, known, columns, rows), known
    return list_fields.guess(columns, rows), frozenset()


def look(draft: Draft, workplace: Workplace) -> Preview:
    """Return what an import of the draft would do, with what was corrected in it. Raises UserError with words.

    What was decided about close matches, and what was left out, stands beside it: so it can be decided otherwise.
    """
    given = Decisions(corrections=draft.decisions.corrections)
    if draft.received is not None:
        from lac_tracker.services import list_imports

        found: Preview = workplace.operations.ask(
            list_imports.preview, draft.received, draft.matching, given, council=draft.council, today=workplace.today(),
        )  # fmt: skip
        return found
    from lac_tracker.services import return_preview

    seen: Preview = workplace.operations.ask(
        return_preview.preview, draft.staged, council=draft.council, decisions=given
    )
    return seen


def _contents(paths: tuple[Path, ...], workplace: Workplace) -> dict[str, bytes]:
    """Return the bytes of what was chosen, by name with the folder; each file is read once."""
    found: dict[str, bytes] = {}
    for path in paths:
        if path.is_dir():
            found |= workplace.read_folder(path)
        else:
            found[f"{path.parent.name}/{path.name}"] = file_service.read_one(path)
    return found


def _is_left_behind(name: str) -> bool:
    """Tell whether a file is one that the system or Excel leaves beside others."""
    return name.rpartition("/")[2].startswith((".", "~$"))


def take_in(draft: Draft, workplace: Workplace, work: Work) -> Changes:
    """Apply the draft in one transaction and return what it did. Given up before its end, nothing was written."""
    from lac_tracker.services import imports, list_imports

    def saved(session: Any, *, by: Actor, now: datetime) -> Changes:
        changes: Changes
        if draft.received is not None:
            changes = list_imports.import_list(
                session, draft.received, draft.matching, draft.decisions, council=draft.council, by=by, now=now,
                today=workplace.today(),
            )  # fmt: skip
        else:
            assert draft.staged is not None
            changes = imports.import_ssda903(
                session, draft.staged, council=draft.council, by=by, now=now, decisions=draft.decisions
            )
        work.go_on()  # the transaction is undone with the error
        return changes

    back_up(workplace)
    work.go_on()
    done: Changes = workplace.operations.work(saved)
    return done


def back_up(workplace: Workplace) -> None:
    """Have a backup made first: an import, or its undoing, changes more at once than anybody could take back by hand."""
    if workplace.door is not None:
        from lac_tracker.domain.backups import Kind
        from lac_tracker.services import backups

        operations = workplace.operations
        backups.before(workplace.door, Kind.BEFORE_IMPORT, by=operations.actor, now=operations.now())
