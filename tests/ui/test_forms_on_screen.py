"""Every form of forms/ opens, and every one of its questions has a control with its id."""

import tomllib
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from lac_tracker import paths
from lac_tracker.domain import forms
from lac_tracker.domain.answers import Circumstances
from lac_tracker.storage.form_files import read_forms
from lac_tracker.ui.forms.form_editor import FormEditor
from lac_tracker.ui.forms.section_page import SectionPage

BORN = {"iha_0_9": date(2019, 6, 12), "iha_10_plus": date(2011, 6, 12)}
NAMES = sorted(tomllib.loads(file.read_text(encoding="utf-8"))["id"] for file in paths.FORMS.glob("*.toml"))


@pytest.mark.parametrize("form_id", NAMES)
def test_every_question_of_a_form_shows(form_id, today, qtbot):
    form = next(form for form in read_forms(paths.FORMS) if form.id == form_id)
    born = BORN.get(form_id, date(2015, 6, 12))
    facts = forms.child_facts(born, today, unaccompanied=True, sex="female")
    editor = FormEditor(form, {}, facts, Circumstances(today, "Mara", born))
    qtbot.addWidget(editor)
    editor.resize(1366, 620)
    editor.show()
    for section in form.sections:
        editor.show_section(section.id)
        page = editor.findChild(SectionPage, f"section.{section.id}")
        assert page.isVisible()
        for question in section.questions:
            assert page.findChild(QWidget, question.id) is not None, question.id
        assert "{name}" not in " ".join(field.label.text() for field in page.fields.values())
