"""The dialogs of People and roles. What changes a way in asks for the passphrase of who changes it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.people import Registration, Role
from lac_tracker.services import team_people
from lac_tracker.services.team_people import REGISTRATION_WORDS, ROLE_WORDS, PersonLine, TypedPerson
from lac_tracker.ui.screens.code_choice import CodeChoice
from lac_tracker.ui.screens.dialog_fields import line
from lac_tracker.ui.screens.record_dialog import Runs
from lac_tracker.ui.screens.work_dialog import WorkDialog
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.passphrase_field import PassphraseField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.workplace import Workplace

_GIVEN = "Tell it to them yourself. They choose their own when they first sign in: nothing opens before."
_OWN = "To show that it is you."


class _PeopleDialog(WorkDialog):
    """Slow on purpose, as each passphrase is: it works off the screen's thread."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, question: str, verb: str, *, explanation: str = ""
    ) -> None:
        super().__init__(
            parent, workplace, question, None, explanation=explanation, verbs=("Cancel", verb),
            names=("usr.cancel", "usr.save"),
        )  # fmt: skip
        self.is_many = True
        self._done = ""

    def told(self) -> tuple[str, None]:
        return self._done, None

    def add_given(self, own_words: Callable[[], tuple[str, ...]]) -> None:
        """Add the field for the passphrase that the person is given."""
        self.given = PassphraseField(
            "Passphrase to begin with", name="usr.given", shows_strength=True, own_words=own_words
        )
        self.add("Passphrase to begin with", self.given, hint=_GIVEN)

    def add_own(self) -> None:
        """Add the field for the passphrase of who does it, the last one."""
        self.own = PassphraseField("Your own passphrase", name="usr.own")
        self.add("Your own passphrase", self.own, hint=_OWN)

    def _show(self, words: str) -> None:
        """A refusal stands beside the passphrase it is about."""
        for field in self.fields:
            is_own = words.startswith(("That passphrase doesn't match", "Wrong passphrases were"))
            if field.control is getattr(self, "own" if is_own else "given", None) and (
                is_own or "passphrase" in words.casefold().partition(".")[0]
            ):
                field.show_error(words)
                field.control.setFocus()
                return
        super()._show(words)


class AddPerson(_PeopleDialog):
    """Somebody new."""

    def __init__(self, parent: QWidget, workplace: Workplace) -> None:
        super().__init__(parent, workplace, "Add a person", "Add")
        self.setObjectName("usr.addDialog")
        self._name = line("usr.name", width=36)
        self._user = line("usr.userName", width=24, longest=40)
        self._role = _roles("")
        self._registration = _registrations(Registration.NONE)
        self._name.editingFinished.connect(self._propose)
        self.add("Name", self._name, hint="As it stands under what they sign.")
        self.add("User name", self._user, hint="Letters, figures, dots and hyphens, such as grace.mensah.")
        self.add("Role", self._role)
        self.add("Registration", self._registration, hint="The right to sign follows from it.")
        self.add_given(lambda: (self._user.text(), self._name.text()))
        self.add_own()
        self.ready()

    def save(self) -> None:
        self._done = f"Added {self._name.text().strip()}."
        if not self._role.value():
            self.fields[2].show_error("Role is missing: choose what they do")
            self._role.setFocus()
            return
        super().save()

    def commands(self) -> Runs:
        typed = TypedPerson(
            self._user.text(), self._name.text(), Role(self._role.value()), Registration(self._registration.value())
        )  # fmt: skip
        return [(team_people.add, (self.workplace.caseload, self.own.text(), typed, self.given.text()), {})]

    def _propose(self) -> None:
        parts = self._name.text().casefold().split()
        proposed = ".".join("".join(sign for sign in part if sign.isalnum()) for part in parts)
        if proposed and not self._user.text().strip():
            self._user.setText(proposed[:40].strip("."))


class ChangeRole(_PeopleDialog):
    """Another role or registration."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: PersonLine) -> None:
        super().__init__(
            parent, workplace, f"Change the role of {one.full_name}", "Change",
            explanation="It holds from their next sign-in. What they signed stays signed.",
        )  # fmt: skip
        self.setObjectName("usr.roleDialog")
        self._one = one
        self._role = _roles(one.role.value)
        self._registration = _registrations(one.registration)
        self.add("Role", self._role)
        self.add("Registration", self._registration, hint="The right to sign follows from it.")
        self.ready()

    def commands(self) -> Runs:
        role = Role(self._role.value() or self._one.role.value)
        self._done = f"{self._one.full_name} is now {_article(ROLE_WORDS[role])}."
        given = (self._one.person_id, role, Registration(self._registration.value()))
        return [(team_people.change_role, given, {})]


class ResetPassphrase(_PeopleDialog):
    """A new passphrase for somebody; who has left comes back with it."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: PersonLine) -> None:
        back = not one.is_active
        super().__init__(
            parent, workplace,
            f"Bring {one.full_name} back?" if back else f"Reset the passphrase of {one.full_name}?",
            "Bring back" if back else "Reset",
            explanation="The one they have opens nothing any more. Nobody can look it up." if not back else "",
        )  # fmt: skip
        self.setObjectName("usr.resetDialog")
        self._one = one
        self._done = f"{one.full_name} has a new passphrase, and chooses their own at the next sign-in."
        self.add_given(lambda: (one.user_name, one.full_name))
        self.add_own()
        self.ready()

    def commands(self) -> Runs:
        given = (self.workplace.caseload, self.own.text(), self._one.person_id, self.given.text())
        return [(team_people.reset, given, {})]


class MarkAsLeft(_PeopleDialog):
    """Somebody has left."""

    def __init__(self, parent: QWidget, workplace: Workplace, one: PersonLine) -> None:
        super().__init__(
            parent, workplace, f"Mark {one.full_name} as left?", "Mark as left",
            explanation="Their passphrase opens nothing from now on. Their name stays on what they wrote. Somebody who "
            "may have kept a copy is shut out only by changing the key of the caseload, in Lock and passphrase.",
        )  # fmt: skip
        self.setObjectName("usr.leftDialog")
        self._one, self._today = one, workplace.today()
        self._done = f"{one.full_name} is marked as left."
        self._left = DateField("Left on", self._today, direction="past", name="usr.leftOn")
        self._left.set_value(self._today)
        self.add("Left on", self._left, hint="Their last day.")
        self.add_own()
        self.ready()

    def commands(self) -> Runs:
        given = (self.workplace.caseload, self.own.text(), self._one.person_id, self._left.value())
        return [(team_people.leave, given, {"today": self._today})]


def _roles(now: str) -> CodeChoice:
    options = tuple((role.value, words) for role, words in ROLE_WORDS.items())
    choice = CodeChoice("Role", options, name="usr.roleChoice")
    if now:
        choice.set_value(now)
    return choice


def _registrations(now: Registration) -> RadioGroup:
    options = tuple((one.value, words) for one, words in REGISTRATION_WORDS.items())
    group = RadioGroup("Registration", options, name="usr.registration", across=True)
    group.set_value(now.value)
    return group


def _article(words: str) -> str:
    plain = words if words.isupper() else words[:1].lower() + words[1:]
    return (
        f"{'an' if plain[:1].lower() in 'aeiou' and not words.isupper() else 'a'} {plain}"
        if words != "IT"
        else "IT"
    )
