"""What stands in the controls of a dialog, whatever they are made of: read, put back, and said in words."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QWidget,
)

from lac_tracker.ui.widgets.passphrase_field import PassphraseField

NOTHING = "Nothing"
_ON, _OFF = "on", "off"


def inputs(widget: QWidget) -> list[QWidget]:
    """Return the parts of a control that hold something, in their order: lines, texts, ticks, choices.

    Never a passphrase: what is read here is kept and shown.
    """
    if isinstance(widget, PassphraseField):
        return []
    kinds = (QLineEdit, QPlainTextEdit, QCheckBox, QRadioButton, QComboBox)
    found = [widget] if isinstance(widget, kinds) and not _is_secret(widget) else []
    if isinstance(widget, QComboBox):  # the line of one that may be typed in is part of it
        return list(found)
    return [
        *found,
        *(
            one
            for one in widget.findChildren(QWidget)
            if isinstance(one, kinds) and not _is_part(one) and not _is_secret(one)
        ),
    ]


def content(widget: QWidget) -> tuple[str, ...]:
    """Return what stands in a control, one text for each of its parts."""
    return tuple(_read(one) for one in inputs(widget))


def put(widget: QWidget, held: Sequence[str]) -> bool:
    """Put back what stood in a control, as if it had been typed; False, with nothing done, when it has other parts now."""
    parts = inputs(widget)
    if len(parts) != len(held):
        return False
    for part, text in zip(parts, held, strict=True):
        if _read(part) != text:
            _type(part, text)
    return True


def words(widget: QWidget) -> str:
    """Return what stands in a control as people read it."""
    return ", ".join(_said(widget)) or NOTHING


def _said(widget: QWidget) -> Iterator[str]:
    for part in inputs(widget):
        if isinstance(part, QCheckBox | QRadioButton):
            if part.isChecked():
                yield part.text().replace("&&", "&")
        elif isinstance(part, QComboBox):
            if part.currentText():
                yield part.currentText()
        elif _read(part):
            yield _read(part)


def _read(part: QWidget) -> str:
    if isinstance(part, QCheckBox | QRadioButton):
        return _ON if part.isChecked() else _OFF
    if isinstance(part, QComboBox):
        return part.currentText()
    if isinstance(part, QPlainTextEdit):
        return part.toPlainText()
    return part.text() if isinstance(part, QLineEdit) else ""


def _type(part: QWidget, text: str) -> None:
    """Put a text into a part so that whatever follows it does so: fields that appear, ages that are worked out."""
    if isinstance(part, QRadioButton):
        if text == _ON:  # the others of its group go by themselves
            part.click()
    elif isinstance(part, QCheckBox):
        part.click()
    elif isinstance(part, QComboBox):
        place = part.findText(text)
        if place >= 0:
            part.setCurrentIndex(place)
            part.activated.emit(place)
        elif part.isEditable():
            part.setEditText(text)
    elif isinstance(part, QPlainTextEdit):
        part.setPlainText(text)
    elif isinstance(part, QLineEdit):
        part.setText(text)
        part.editingFinished.emit()


def _is_secret(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QComboBox | QCalendarWidget | PassphraseField):
            return True
        parent = parent.parentWidget()
    return False
