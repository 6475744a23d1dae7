"""Errors that have words for the person. Everything else is a bug and may crash loudly."""


class UserError(Exception):
    """Something the person can understand and act on; `str(error)` is the sentence they read."""


class NotAllowed(UserError):
    """The role or registration of the person, or how the record stands to them, does not permit this.

    action, child_id: what was refused, and about whom, where a rule refused it.
    """

    action: str = ""
    child_id: int | None = None


class RestrictedRecord(NotAllowed):
    """The record is restricted, and this person may take access to it with a reason: then it opens."""


class NotFound(UserError):
    """What was asked for is not in this caseload."""


class RecordChanged(UserError):
    """Someone else saved the same record first."""


class DatabaseUnavailable(UserError):
    """The caseload file cannot be read or written now: busy, full, read-only, damaged, missing."""


class CaseloadRefused(UserError):
    """This file is not opened: wrong passphrase, damaged keys, newer program, not a caseload."""


class WrongPassphrase(CaseloadRefused):
    """Name and passphrase do not match, or were not tried: it is too soon after wrong ones, or the name is closed.

    wait: seconds until the next try is looked at; 0 where it may be made at once, or never. was_tried: it was looked at.
    """

    def __init__(self, words: str, *, wait: int = 0, was_tried: bool = False) -> None:
        super().__init__(words)
        self.wait, self.was_tried = wait, was_tried


class MustChoosePassphrase(CaseloadRefused):
    """The passphrase is right and was given by somebody else: nothing opens before the person chose their own."""


class OlderFile(CaseloadRefused):
    """The caseload is an older copy of the one last used here. may_go_on: who opens it may, with a reason."""

    def __init__(self, words: str, *, may_go_on: bool) -> None:
        super().__init__(words)
        self.may_go_on = may_go_on


class CaseloadDamaged(CaseloadRefused, DatabaseUnavailable):
    """The content of the file cannot be read with its keys: on opening, or when a page of it is wanted."""


class BackupRefused(UserError):
    """A file is no backup that can be restored here: damaged, changed, of another caseload or another key."""


class ImportRefused(UserError):
    """A whole file or folder cannot be understood."""


class PasswordNeeded(ImportRefused):
    """A workbook opens with a password only: none was given, or another one."""


class FormFileError(UserError):
    """A form file says something the loader does not understand. Holds every problem found.

    problems: one sentence each, with file, line, question and remedy.
    """

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
