"""The health history in dialogs: a line, what was offered and chosen, the third-party check, and giving it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from lac_tracker.domain.health_history import (
    BLOOD_GROUPS,
    COLOURS,
    FAMILY_PARTS,
    OFFER_WORDS,
    PARTS,
    WHEN_LABELS,
    Line,
    Suggestion,
)
from lac_tracker.services import health_history, health_history_release
from lac_tracker.services.health_history import HealthHistoryPage
from lac_tracker.ui.plain import PlainLabel, PlainTextEdit
from lac_tracker.ui.screens.dialog_fields import line as line_field
from lac_tracker.ui.screens.record_dialog import RecordDialog
from lac_tracker.ui.screens.status_icon import icon_line
from lac_tracker.ui.widgets.choice_box import ChoiceBox
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.radio_group import RadioGroup
from lac_tracker.ui.widgets.tick_list import TickList
from lac_tracker.ui.workplace import Workplace

Runs = list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]

_WHEN_WIDTH, _WHOM_WIDTH = 24, 40  # characters
_KINDS = (("told", "Something we know"), ("gone", "We asked for this and could not find it"))


class LineDialog(RecordDialog):
    """A new line, one that is changed, or what the record says of others in words that name nobody."""

    def __init__(
        self, parent: QWidget, workplace: Workplace, child_id: int, page: HealthHistoryPage, *,
        line: Line | None = None, suggested: Suggestion | None = None, part: str = "",
    ) -> None:  # fmt: skip
        super().__init__(
            parent, workplace.operations, "Change line" if line else "Add line", page.banner,
            explanation=f"{page.called} keeps this for life. Write to them, warmly and plainly, and name nobody of the family.",
        )  # fmt: skip
        self.setObjectName("hh.dialog")
        self._child_id, self._line, self._suggested = child_id, line, suggested
        self._part = ChoiceBox("Part", tuple(PARTS.items()), name="hh.dialog.part")
        self._part.set_value(line.part if line else suggested.part if suggested else part)
        self._part.setEnabled(line is None)
        self._when = line_field("hh.dialog.when", width=_WHEN_WIDTH)
        self._words = PlainTextEdit(least_lines=3)
        self._words.setObjectName("hh.dialog.words")
        self._kind = RadioGroup("What this line is", _KINDS, name="hh.dialog.kind")
        self._kind.set_value("gone" if line and line.could_not_find else "told")
        self._whom = line_field("hh.dialog.whom", width=_WHOM_WIDTH)
        self._asked_on = DateField("Asked on", workplace.today(), direction="past", name="hh.dialog.askedOn")
        if line is not None:
            self._when.setText(line.when)
            self._words.setPlainText(line.words)
            self._whom.setText(line.asked_of)
            self._asked_on.set_value(line.asked_on)
        if suggested is not None and suggested.is_third_party:
            self.add_words(_third_party(suggested.words))
        self.add("Part", self._part)
        self.add(
            _when_label(self._part.value()),
            self._when,
            hint="A day, a year or ‘about 2015’; or what it is, such as Weight.",
            optional=True,
        )
        self.add("Words", self._words)
        self.add("What this line is", self._kind)
        self.add(
            "Asked of",
            self._whom,
            hint="Only for what could not be found: a service or a role.",
            optional=True,
        )
        self.add("Asked on", self._asked_on, optional=True)
        self.ready()
        if line is not None or suggested is not None:
            self._words.setFocus()

    def commands(self) -> Runs:
        gone = self._kind.value() == "gone"
        given: dict[str, Any] = {
            "when": self._when.text(),
            "words": self._words.toPlainText(),
            "could_not_find": gone,
            "asked_of": self._whom.text() if gone else "",
            "asked_on": self._asked_on.value() if gone else None,
        }
        if self._line is not None:
            given["seen_version"] = self._line.version
            return [(health_history.change_line, (self._line.id,), given)]
        given["part"] = self._part.value()
        if self._suggested is not None:
            given["record_key"] = self._suggested.key
        return [(health_history.add_line, (self._child_id,), given)]


class ChoicesDialog(RecordDialog):
    """What was offered and said, what was gone through together, and how the young person wants it."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, page: HealthHistoryPage) -> None:
        super().__init__(
            parent, workplace.operations, "Offered and chosen", page.banner,
            explanation=f"It belongs to {page.called}. The GP gets a copy only if {page.called} says yes.",
        )  # fmt: skip
        self.setObjectName("hh.choices")
        self._child_id, self._held = child_id, page.choices
        held, today = page.choices, workplace.today()
        self._offered = _day("Offered on", today, "hh.choices.offered", held.offered_on)
        self._said = RadioGroup("What they said", tuple(OFFER_WORDS.items()), name="hh.choices.said")
        self._said.set_value(held.offer_answer)
        self._with = _day("Gone through with them on", today, "hh.choices.with", held.made_with_them_on)
        self._jabs = _day("Immunisations checked on", today, "hh.choices.jabs", held.jabs_checked_on)
        self._gp = RadioGroup(
            "Copy for the GP?", (("yes", "Yes"), ("no", "No"), ("", "Not asked yet")), name="hh.choices.gp"
        )
        self._gp.set_value(held.gp_copy)
        self._colour = ChoiceBox(
            "Colour", tuple(COLOURS.items()), name="hh.choices.colour", none="Sea blue, not chosen yet"
        )
        self._colour.set_value(held.colour)
        self._blood = ChoiceBox(
            "Blood group",
            tuple((one, one) for one in BLOOD_GROUPS),
            name="hh.choices.blood",
            none="Not known",
        )
        self._blood.set_value(held.blood_group)
        self.add("Offered on", self._offered, optional=True)
        self.add("What they said", self._said, optional=True)
        self.add("Gone through with them on", self._with, optional=True)
        self.add(
            "Immunisations checked on",
            self._jabs,
            hint="Against the record of the GP practice.",
            optional=True,
        )
        self.add("Copy for the GP?", self._gp)
        self.add("Colour", self._colour, hint="Of the bands on its pages. It prints in grey as well.")
        self.add("Blood group", self._blood, hint="Only from a laboratory report.")
        self.ready()

    def commands(self) -> Runs:
        given = {
            "offered_on": self._offered.value(),
            "offer_answer": self._said.value(),
            "made_with_them_on": self._with.value(),
            "jabs_checked_on": self._jabs.value(),
            "gp_copy": self._gp.value(),
            "colour": self._colour.value(),
            "blood_group": self._blood.value(),
            "seen_version": self._held.version,
        }
        return [(health_history_release.save_choices, (self._child_id,), given)]


class CheckDialog(RecordDialog):
    """The third-party check: a person read it all, and it tells nothing of others that may not be shared."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, page: HealthHistoryPage) -> None:
        super().__init__(
            parent, workplace.operations, "Third-party check", page.banner,
            explanation="Read the preview, every line of it. Whatever changes afterwards needs another check.",
            verbs=("Cancel", "It is checked"),
        )  # fmt: skip
        self.setObjectName("hh.check")
        self._child_id, self._version = child_id, page.choices.version
        self._ticks = TickList(
            "I made sure",
            (
                ("read", "I read all of it. What it says of other people may be shared"),
                ("others", "The first names below are not people of the family"),
            )[: 2 if page.named.first else 1],
            name="hh.check.ticks",
        )
        if page.named.full:
            words = f"It names {', '.join(page.named.full)}. Change those lines first."
            self.add_words(icon_line("fix", PlainLabel(words, wraps=True)))
        if page.named.first:
            words = f"First names of the family that occur: {', '.join(page.named.first)}"
            self.add_words(icon_line("at_risk", PlainLabel(words, wraps=True)))
        family = sum(one.line.part in FAMILY_PARTS and not one.line.left_out for one in page.lines)
        if family:
            lines = "1 line" if family == 1 else f"{family} lines"
            words = f"{lines} about the family’s health: is there a right to share each of them?"
            self.add_words(icon_line("information", PlainLabel(words, wraps=True)))
        self.add("I made sure", self._ticks)
        self.ready()

    def commands(self) -> Runs:
        ticks = self._ticks.value()
        given = {
            "read_all": "read" in ticks,
            "names_are_others": "others" in ticks,
            "seen_version": self._version,
        }
        return [(health_history_release.check_third_party, (self._child_id,), given)]


class GiveDialog(RecordDialog):
    """It is in the young person's hands."""

    def __init__(self, parent: QWidget, workplace: Workplace, child_id: int, page: HealthHistoryPage) -> None:
        super().__init__(
            parent, workplace.operations, f"Given to {page.called}?", page.banner,
            explanation="A lost one is made again at any time, for free.", verbs=("Cancel", "Record it"),
        )  # fmt: skip
        self.setObjectName("hh.give")
        self._child_id, self._today = child_id, workplace.today()
        self._given = _day("Given on", self._today, "hh.give.on", self._today)
        self._explained = _day("Explained on", self._today, "hh.give.explained", page.explained_on)
        self.add("Given on", self._given)
        self.add("Explained on", self._explained, hint="Gone through page by page, in person.", optional=True)
        self.ready()

    def commands(self) -> Runs:
        given = {"given_on": self._given.value() or self._today, "explained_on": self._explained.value()}
        return [(health_history_release.give, (self._child_id,), given)]


def _when_label(part: str) -> str:
    return WHEN_LABELS.get(part, "When")


def _third_party(words: str) -> QWidget:
    told = PlainLabel(
        f"The record says, about other people: “{words}”. Only what there is a right to share, in your own words: "
        "what is copied is blotted out on paper.",
        wraps=True,
    )
    told.setObjectName("hh.dialog.thirdParty")
    return icon_line("at_risk", told)


def _day(label: str, today: Any, name: str, value: Any) -> DateField:
    field = DateField(label, today, direction="past", name=name)
    field.set_value(value)
    return field
