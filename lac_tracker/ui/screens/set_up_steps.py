"""The steps of first-time set-up: their fields, and whether they have what they need."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from lac_tracker.domain import passphrases
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_organisation_code
from lac_tracker.domain.people import Registration
from lac_tracker.services.sign_in import FirstPerson, ServiceDetails, check_user_name
from lac_tracker.ui import theme
from lac_tracker.ui.plain import PlainButton, PlainLabel, heading, hint
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.measured import Measured, MeasuredLine
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.widgets.radio_group import RadioGroup

_MEASURE = 81  # characters: 75 of text, and the margins
_REGISTERS = (
    ("gmc", "GMC: registered medical practitioner"),
    ("nmc", "NMC: registered nurse or midwife"),
    ("none", "Neither: I don't sign assessments"),
)


class Step(QWidget):
    """One step: a heading, what to know, and fields."""

    words = ""

    def __init__(self, what: str, about: str) -> None:
        super().__init__()
        space = theme.current().space
        held = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Measured(held, _MEASURE))
        self.column = QVBoxLayout(held)
        self.column.setContentsMargins(space(6), space(2), space(6), space(4))
        self.column.setSpacing(space(4))
        self.column.addWidget(heading(what))
        if about:
            self.column.addWidget(PlainLabel(about, wraps=True))

    def focus_first(self) -> None:
        raise NotImplementedError

    def check(self) -> bool:
        """Return whether the step has what it needs; say beside the field what it lacks."""
        raise NotImplementedError


class WhereStep(Step):
    """A new file, or one that is there already."""

    words = "Welcome"

    def __init__(self, proposed: Path) -> None:
        super().__init__(
            "Where the team file lives",
            "Everything is kept in one encrypted file. It lies on this computer or on a drive that your team and IT "
            "have agreed, never in a folder that syncs to a personal cloud account.",
        )
        self._proposed = proposed
        self.mode = RadioGroup(
            "Team file",
            (("new", "Make a new team file"), ("open", "Open one we already have")),
            name="setup.fileMode",
        )
        self.mode.set_value("new")
        self.file = line("setup.filePath", 52)
        self.file.setText(str(proposed))
        self.browse = PlainButton("Browse", name="setup.browse")
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space(2))
        row.addWidget(self.file, 1)
        row.addWidget(self.browse)
        pair = QWidget()
        pair.setLayout(row)
        pair.setFocusProxy(self.file)
        self.file.setAccessibleName("Team file")
        self.file_field = Field("Team file", pair, hint="A path, with the name of the file")
        self.column.addWidget(self.mode)
        self.column.addWidget(self.file_field)
        self.column.addStretch()

    def path(self) -> Path:
        text = self.file.text().strip()
        return Path(text).expanduser() if text else self._proposed

    def show_mode(self) -> None:
        self.file_field.clear_error()

    def focus_first(self) -> None:
        self.mode.setFocus()

    def check(self) -> bool:
        path = self.path()
        is_new = self.mode.value() == "new"
        words = ""
        if not self.file.text().strip():
            words = "Enter where the team file lives"
        elif is_new and path.exists():
            words = f"There is already a file at {path}. Choose another name, or open that one"
        elif is_new and not (path.parent.is_dir() or path == self._proposed):
            words = f"The folder {path.parent} is not there. Make it first, or choose another"
        elif not is_new and not path.is_file():
            words = f"There is no file at {path}. Check the path"
        return said_beside(self.file_field, words, self.file)


class YouStep(Step):
    """The first manager."""

    words = "You"

    def __init__(self) -> None:
        super().__init__(
            "You are the first manager", "You can add the others later. Each has a passphrase of their own."
        )
        self.full_name = line("setup.name", 36)
        self.user_name = line("setup.userName", 24)
        self.registration = RadioGroup("Registration", _REGISTERS, name="setup.registration")
        self.name_field = Field(
            "Your name", self.full_name, hint="As it stands under what you sign", grows=False
        )
        self.user_field = Field(
            "User name",
            self.user_name,
            hint="Letters, figures, dots and hyphens, such as grace.mensah",
            grows=False,
        )
        self.registration_field = Field(
            "Registration", self.registration, hint="The right to sign an assessment follows from it"
        )
        self.full_name.editingFinished.connect(self._propose)
        for field in (self.name_field, self.user_field, self.registration_field):
            self.column.addWidget(field)
        self.column.addStretch()

    def person(self, passphrase: str) -> FirstPerson:
        return FirstPerson(
            user_name=self.user_name.text(),
            full_name=self.full_name.text(),
            passphrase=passphrase,
            registration=Registration(self.registration.value() or "none"),
        )

    def focus_first(self) -> None:
        self.full_name.setFocus()

    def check(self) -> bool:
        named = said_beside(
            self.name_field, "" if self.full_name.text().strip() else "Enter your name", self.full_name
        )
        if not named:
            return False
        self._propose()
        try:
            check_user_name(self.user_name.text())
        except UserError as error:
            return said_beside(self.user_field, str(error), self.user_name)
        said_beside(self.user_field, "", self.user_name)
        missing = "" if self.registration.value() else "Choose your registration"
        return said_beside(self.registration_field, missing, self.registration)

    def _propose(self) -> None:
        parts = self.full_name.text().casefold().split()
        proposed = ".".join("".join(sign for sign in part if sign.isalnum()) for part in parts)
        if not self.user_name.text().strip() and proposed:
            self.user_name.setText(proposed[:40].strip("."))


class PassphraseStep(Step):
    """The passphrase, twice."""

    words = "Passphrase"

    def __init__(self, own_words: Callable[[], tuple[str, ...]]) -> None:
        """own_words: the names typed in an earlier step."""
        super().__init__(
            "Choose your own passphrase",
            "The file on disk is encrypted with a random key. Your passphrase opens it, and so does the recovery sheet. "
            "Everyone you add later has a passphrase of their own. Several unrelated words are easy to keep and hard "
            "to guess.",
        )
        self._own_words = own_words
        self.first = PassphraseField(
            "Passphrase", name="setup.pass1", shows_strength=True, own_words=own_words
        )
        self.second = PassphraseField("Passphrase again", name="setup.pass2")
        self.first.show_button.toggled.connect(self.second.reveal)
        self.first_field = Field("Passphrase", self.first)
        self.second_field = Field("Passphrase again", self.second)
        self.column.addWidget(self.first_field)
        self.column.addWidget(self.second_field)
        self.column.addStretch()

    def focus_first(self) -> None:
        self.first.setFocus()

    def check(self) -> bool:
        problem = passphrases.judge(self.first.text(), self._own_words()).problem
        if not said_beside(self.first_field, problem, self.first):
            return False
        differs = (
            ""
            if self.first.text() == self.second.text()
            else "Passphrase again must be the same as the first"
        )
        return said_beside(self.second_field, differs, self.second)

    def forget(self) -> None:
        self.first.clear()
        self.second.clear()


class ServiceStep(Step):
    """The team, as its documents name it."""

    words = "Your service"

    def __init__(self) -> None:
        super().__init__("Your service", "This stands on every document you send. You can change it later.")
        self.name = line("setup.service.name", 36)
        self.name.setText(ServiceDetails().name)
        self.ods = line("setup.service.ods", 12)
        self.phone = line("setup.service.phone", 16)
        self.email = line("setup.service.email", 36)
        self.name_field = Field("Service name", self.name, grows=False)
        self.ods_field = Field("ODS code", self.ods, optional=True, grows=False)
        for field in (
            self.name_field,
            Field("Phone", self.phone, optional=True, grows=False),
            Field("Email", self.email, optional=True, grows=False),
            self.ods_field,
        ):
            self.column.addWidget(field)
        self.column.addWidget(hint("The next step makes the file. Then you see its recovery sheet, once."))
        self.column.addStretch()

    def details(self) -> ServiceDetails:
        return ServiceDetails(
            name=self.name.text().strip(),
            ods_code=self.ods.text().strip().upper() or None,
            phone=self.phone.text().strip() or None,
            email=self.email.text().strip() or None,
        )

    def focus_first(self) -> None:
        self.name.setFocus()

    def check(self) -> bool:
        if not said_beside(
            self.name_field, "" if self.name.text().strip() else "Enter the service name", self.name
        ):
            return False
        words = ""
        if self.ods.text().strip():
            try:
                check_organisation_code(self.ods.text())
            except UserError as error:
                words = str(error)
        return said_beside(self.ods_field, words, self.ods)


def line(name: str, width: int) -> QLineEdit:
    """Return one line for text, as wide as its answer."""
    return MeasuredLine(name, width, longest=400)


def said_beside(field: Field, words: str, control: QWidget) -> bool:
    """Show or take away the error of a field; True when there is none."""
    if words:
        field.show_error(words)
        control.setFocus()
    else:
        field.clear_error()
    return not words
