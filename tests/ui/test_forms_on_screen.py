"""Every form of forms/ opens, and every one of its questions has a control with its id."""

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget

from lac_tracker import paths
from lac_tracker.domain import forms
from lac_tracker.domain.answers import Circumstances
from lac_tracker.storage.form_files import read_forms
from lac_tracker.ui.forms.form_editor import FormEditor
from lac_tracker.ui.forms.section_page import SectionPage

FORMS = {form.id: form for form in read_forms(paths.FORMS)}


@pytest.mark.parametrize("form_id", FORMS)
def test_every_question_of_a_form_shows(form_id, today, qtbot):
    form = FORMS[form_id]
    born = date(2019, 6, 12) if form.ages[1] else date(2009, 6, 12)
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
