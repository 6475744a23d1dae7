"""Errors that have words for the person. Everything else is a bug and may crash loudly."""


class UserError(Exception):
    """Something the person can understand and act on; `str(error)` is the sentence they read."""


class NotAllowed(UserError):
    """The role or registration of the person does not permit this."""


class NotFound(UserError):
    """What was asked for is not in this caseload."""


class RecordChanged(UserError):
    """Someone else saved the same record first."""


class DatabaseUnavailable(UserError):
    """The caseload file cannot be read or written now: busy, full, read-only, damaged, missing."""


class CaseloadRefused(UserError):
    """This file is not opened: wrong passphrase, damaged keys, newer program, not a caseload."""


class CaseloadDamaged(CaseloadRefused, DatabaseUnavailable):
    """The content of the file cannot be read with its keys: on opening, or when a page of it is wanted."""


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
