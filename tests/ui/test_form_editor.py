"""The form on the screen: a control for every type, conditions, autosave, gaps, errors and reading only."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from lac_tracker.domain.answers import Circumstances
from lac_tracker.domain.forms import NOT_TODAY, Form, OneOf, Section
from lac_tracker.domain.questions import QUESTION_TYPES, YES_NO, Condition, Question
from lac_tracker.ui import theme
from lac_tracker.ui.forms.form_editor import QUIET_MS, FormEditor
from lac_tracker.ui.forms.question_widgets import WIDGET_FOR_TYPE
from lac_tracker.ui.forms.section_page import SectionPage
from lac_tracker.ui.widgets.date_field import DateField
from lac_tracker.ui.widgets.field import Field
from lac_tracker.ui.widgets.radio_group import RadioGroup

CIRCUMSTANCES = Circumstances(date(2026, 3, 4), "Mara", date(2011, 6, 12))
MANY = tuple((f"k{n}", f"Group {n} <b>{'abcdefgh'[n]}</b>") for n in range(8))
FORM = Form(
    "iha_test", "A form of tests", "1", "Tests", (None, None),
    sections=(
        Section("voice", 1, "{name}'s voice", (
            Question("matters", "What matters most to {name}?", "long text", required="to sign",
                     hint="In {name}'s words", prompts_by_age=(("10_to_15", "What is your body good at?"),)),
            Question("who", "Who was with {name}?", "several choices", (("carer", "Carer"), ("alone", "Nobody & none"))),
        )),
        Section("checks", 2, "Health checks", (
            Question("dentist", "Seen a dentist?", "yes/no", YES_NO, required="to sign"),
            Question("dentist_plan", "What is being done?", "text", required="to sign", if_missing="Enter what is being done",
                     show_if=(Condition("dentist", "is", ("no",)),)),
            Question("dentist_on", "Date of dental check", "date", not_after_today=True, not_before_birth=True),
            Question("weight", "Weight", "number", unit="kg", at_least=0.5, at_most=200),
            Question("ethnic", "Ethnic group", "choice", MANY),
        )),
        Section("uasc", 3, "Journey", (Question("route", "Route", "text"),), show_if=(Condition(None, "is", ("yes",), "unaccompanied"),)),
        Section("plan", 4, "Health plan", (Question("no_needs", "Why no needs?", "text"),), holds_plan=True),
    ),
    one_of=(OneOf("plan_or_reason", ("no_needs",), "to sign", "Add an item or say why not"),),
)  # fmt: skip
FACTS = {"unaccompanied": "no"}


@pytest.fixture
def open_form(qtbot):
    def open_it(answers=(), **more):
        editor = FormEditor(FORM, dict(answers), FACTS, CIRCUMSTANCES, **more)
        qtbot.addWidget(editor)
        editor.resize(1200, 700)
        with qtbot.waitActive(editor):
            editor.show()
        return editor

    return open_it


def control(editor, kind, question_id):
    found = editor.findChild(kind, question_id)
    assert found is not None, question_id
    return found


def field_of(editor, question_id):
    return next(field for field in editor.findChildren(Field) if field.property("question") == question_id)


def test_every_question_type_has_its_control():
    assert set(WIDGET_FOR_TYPE) == set(QUESTION_TYPES)


@pytest.mark.parametrize("read_only", [False, True])
def test_building_a_section_opens_no_window_of_its_own(read_only, open_form, themed):
    """A widget made visible before it has a parent flashes up as a window, and takes the keyboard."""
    editor = open_form({"matters": "My words"}, read_only=read_only)
    seen = _WindowsSeen(themed)
    for section in FORM.sections:
        editor.show_section(section.id)
    again = FormEditor(FORM, {}, FACTS, CIRCUMSTANCES, read_only=read_only)
    again.deleteLater()
    themed.removeEventFilter(seen)
    assert seen.names == []


class _WindowsSeen(QObject):
    def __init__(self, application):
        super().__init__(application)
        self.names = []
        application.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
            self.names.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_the_name_is_put_into_every_text_and_what_is_typed_into_none(open_form):
    editor = open_form()
    field = field_of(editor, "matters")
    assert field.label.text() == "What matters most to Mara?"
    words = [label.text() for label in field.findChildren(QLabel)]
    assert "In Mara's words" in words
    assert "Prompt: What is your body good at?" in words
    assert editor.findChild(QLabel, "form.title").text() == "1  Mara's voice"


def test_typing_is_told_after_a_short_quiet(open_form, qtbot):
    editor = open_form()
    with qtbot.waitSignal(editor.answered) as told:
        qtbot.keyClicks(control(editor, QPlainTextEdit, "matters"), "My tooth hurts")
    assert told.args == ["matters", "My tooth hurts"]


def test_typing_without_a_pause_is_told_within_two_seconds(open_form, qtbot, monkeypatch):
    editor = open_form()
    text = control(editor, QPlainTextEdit, "matters")
    with qtbot.waitSignal(editor.answered, timeout=4000):
        qtbot.waitUntil(lambda: qtbot.keyClicks(text, "a") or bool(editor.answers()), timeout=4000)


def test_leaving_a_field_tells_at_once(open_form, qtbot):
    editor = open_form()
    text = control(editor, QPlainTextEdit, "matters")
    text.setFocus()
    qtbot.keyClicks(text, "My tooth hurts")
    with qtbot.waitSignal(editor.answered, timeout=300):
        qtbot.keyClick(text, Qt.Key.Key_Tab)


def test_flush_tells_what_was_not_yet_told(open_form, qtbot):
    editor = open_form()
    qtbot.keyClicks(control(editor, QPlainTextEdit, "matters"), "My tooth")
    with qtbot.waitSignal(editor.answered, timeout=300) as told:
        editor.flush()
    assert told.args == ["matters", "My tooth"]


def test_text_with_letters_of_every_language_is_told_as_it_is(open_form, qtbot):
    editor = open_form()
    text = control(editor, QPlainTextEdit, "matters")
    with qtbot.waitSignal(editor.answered) as told:
        text.insertPlainText("Zoë <b>said</b> שלום & 😀")
    assert told.args[1] == "Zoë <b>said</b> שלום & 😀"


def test_a_refusing_answer_asks_more_and_taking_it_back_asks_no_longer(open_form, qtbot):
    editor = open_form()
    editor.show_section("checks")
    group = control(editor, RadioGroup, "dentist")
    assert not control(editor, QLineEdit, "dentist_plan").isVisible()
    with qtbot.waitSignal(editor.answered) as told:
        qtbot.keyClicks(group.button("yes"), "2")
    assert told.args == ["dentist", "no"]
    assert control(editor, QLineEdit, "dentist_plan").isVisible()
    qtbot.keyClicks(group.button("no"), "1")
    assert not control(editor, QLineEdit, "dentist_plan").isVisible()
    with qtbot.waitSignal(editor.answered) as told:
        qtbot.keyClick(group.button("yes"), Qt.Key.Key_Backspace)
    assert told.args == ["dentist", None]


def test_several_choices_keep_the_order_of_the_form(open_form, qtbot):
    editor = open_form()
    qtbot.keyClick(control(editor, QCheckBox, "who.alone"), Qt.Key.Key_Space)
    with qtbot.waitSignal(editor.answered) as told:
        qtbot.keyClick(control(editor, QCheckBox, "who.carer"), Qt.Key.Key_Space)
    assert told.args == ["who", ["carer", "alone"]]


@pytest.mark.qt_log_ignore("does not support grabbing", extend=True)  # offscreen
def test_many_choices_are_searched_by_typing_any_part(open_form, qtbot):
    editor = open_form()
    editor.show_section("checks")
    combo = control(editor, QComboBox, "ethnic")
    combo.setFocus()
    qtbot.keyClicks(combo.lineEdit(), "3 <B>")
    popup = combo.completer().popup()
    assert popup.model().rowCount() == 1
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(editor.answered) as told:
        qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert told.args == ["ethnic", "k3"]


def test_words_that_are_no_choice_are_explained(open_form, qtbot):
    editor = open_form()
    editor.show_section("checks")
    combo = control(editor, QComboBox, "ethnic")
    combo.setFocus()
    combo.lineEdit().setText("something else")
    editor.go_to("weight")
    assert field_of(editor, "ethnic").error.text() == "Ethnic group: choose one from the list"


def test_a_wrong_number_is_explained_on_leaving_and_no_longer_counts(open_form, qtbot):
    editor = open_form({"weight": 40})
    editor.show_section("checks")
    line = control(editor, QLineEdit, "weight")
    assert line.text() == "40"
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "400")
    with qtbot.waitSignal(editor.answered) as told:
        qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert told.args == ["weight", None]
    assert line.text() == "400"
    assert field_of(editor, "weight").error.text() == "Weight must be between 0.5 and 200 kg"
    assert (
        editor.findChild(QLabel, "form.footer.words")
        .text()
        .startswith("1 thing to fix in this section: Weight")
    )


def test_nothing_is_found_fault_with_while_typing(open_form, qtbot):
    editor = open_form()
    editor.show_section("checks")
    line = control(editor, QLineEdit, "weight")
    line.setFocus()
    qtbot.keyClicks(line, "400")
    matters = []
    editor.answered.connect(lambda *told: matters.append(told))
    quiet = next(timer for timer in editor.findChildren(QTimer) if timer.interval() == QUIET_MS)
    with qtbot.waitSignal(quiet.timeout):
        pass
    assert not field_of(editor, "weight").has_error
    assert matters == []


def test_a_text_too_long_to_keep_stays_on_the_screen_and_wipes_nothing(open_form, qtbot):
    editor = open_form({"matters": "before"})
    text = control(editor, QPlainTextEdit, "matters")
    for _ in range(21):
        QApplication.clipboard().setText("her words " * 100)
        text.paste()
    editor.flush()
    assert editor.answers()["matters"] == "before"
    assert "20,000 fit. Shorten it" in field_of(editor, "matters").error.text()
    assert len(text.toPlainText()) > 20_000


def test_a_megabyte_is_not_pasted_and_nothing_is_lost(open_form, qtbot):
    editor = open_form({"matters": "before"})
    text = control(editor, QPlainTextEdit, "matters")
    QApplication.clipboard().setText("x" * 1_000_000)
    text.paste()
    assert text.toPlainText() == "before"
    assert "1,000,000 characters; 20,000 fit. Nothing was pasted." in field_of(editor, "matters").error.text()
    assert len(QApplication.clipboard().text()) == 1_000_000


def test_a_date_before_birth_is_explained(open_form, qtbot):
    editor = open_form()
    editor.show_section("checks")
    field = control(editor, DateField, "dentist_on")
    field.setFocus()
    qtbot.keyClicks(field.line, "1/1/2010")
    qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert "after Mara was born" in field_of(editor, "dentist_on").error.text()
    assert "dentist_on" not in editor.answers()


def test_a_date_is_told_as_iso(open_form, qtbot):
    editor = open_form()
    editor.show_section("checks")
    field = control(editor, DateField, "dentist_on")
    field.setFocus()
    qtbot.keyClicks(field.line, "y")
    with qtbot.waitSignal(editor.answered) as told:
        qtbot.keyClick(field.line, Qt.Key.Key_Tab)
    assert told.args == ["dentist_on", "2026-03-03"]


def test_answers_given_before_are_shown_and_not_told_again(open_form, qtbot):
    given = {
        "matters": "My words",
        "dentist": "no",
        "dentist_on": "2026-02-01",
        "who": ["alone"],
        "ethnic": "k2",
        "weight": 41.5,
    }
    editor = open_form(given)
    told = []
    editor.answered.connect(lambda *answer: told.append(answer))
    editor.show_section("checks")
    assert control(editor, RadioGroup, "dentist").value() == "no"
    assert control(editor, DateField, "dentist_on").value() == date(2026, 2, 1)
    assert control(editor, QComboBox, "ethnic").currentText() == MANY[2][1]
    assert control(editor, QLineEdit, "weight").text() == "41.5"
    editor.flush()
    assert told == []


def test_sections_are_built_when_first_shown(open_form):
    editor = open_form()
    assert len(editor.findChildren(SectionPage)) == 1
    editor.show_section("checks")
    assert len(editor.findChildren(SectionPage)) == 2


def test_the_list_says_number_title_and_state_and_how_many(open_form, qtbot):
    editor = open_form()
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [editor.sections.list.item(row).data(role) for row in range(4)]
    assert said == [
        "1, Mara's voice, not started, current", "2, Health checks, not started",
        "3, Journey, not needed", "4, Health plan, not started",
    ]  # fmt: skip
    assert editor.sections.count.text() == "Sections 0 of 3"
    qtbot.keyClicks(control(editor, QPlainTextEdit, "matters"), "words")
    editor.flush()
    assert editor.sections.list.item(0).data(role) == "1, Mara's voice, complete, current"
    assert editor.sections.count.text() == "Sections 1 of 3"
    editor.set_plan_items(2)
    assert editor.sections.count.text() == "Sections 2 of 3"


def test_f8_goes_from_gap_to_gap_and_shift_f8_back(open_form, qtbot):
    editor = open_form()
    focus = []
    for key, modifier in (
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier),
    ):
        qtbot.keyClick(QApplication.focusWidget() or editor, key, modifier)
        focus.append(editor.last_question)
    assert focus == ["matters", "dentist", "no_needs", "dentist"]


def test_f7_goes_back_a_section_past_those_not_needed(open_form, qtbot):
    editor = open_form()
    editor.show_section("plan")
    qtbot.keyClick(editor, Qt.Key.Key_F7)
    assert editor.section_id == "checks"


def test_going_to_a_question_remembers_it(open_form, qtbot):
    editor = open_form()
    with qtbot.waitSignal(editor.visited) as told:
        editor.go_to("weight")
    assert told.args == ["weight"]
    assert editor.section_id == "checks"
    assert control(editor, QLineEdit, "weight").hasFocus()


def test_the_list_is_walked_by_arrows(open_form, qtbot):
    editor = open_form()
    editor.go_to_sections()
    with qtbot.waitSignal(editor.section_shown) as told:
        qtbot.keyClick(editor.sections.list, Qt.Key.Key_Down)
    assert told.args == ["checks"]


def test_a_section_is_left_for_another_day_and_taken_back(open_form, qtbot):
    editor = open_form()
    page = editor.findChild(SectionPage, "section.voice")
    actions = {
        action.objectName(): action for action in page.findChild(QWidget, "form.notToday").menu().actions()
    }
    assert actions["form.notToday.did_not_want"].text() == "Mara didn't want to"
    with qtbot.waitSignal(editor.answered) as told:
        actions["form.notToday.no_interpreter"].trigger()
    assert told.args == ["voice_not_today", "no_interpreter"]
    assert page.marked.text() == "Marked not today: No interpreter. Take it back under Not today."
    with qtbot.waitSignal(editor.answered) as told:
        actions["form.notToday.takeBack"].trigger()
    assert told.args == ["voice_not_today", None]
    assert not page.marked.isVisible()


@pytest.mark.parametrize(("reason", "label"), NOT_TODAY)
def test_every_reason_for_not_today_is_offered_kept_and_shown(open_form, qtbot, reason, label):
    editor = open_form()
    page = editor.findChild(SectionPage, "section.voice")
    menu = page.findChild(QWidget, "form.notToday").menu()
    action = next(one for one in menu.actions() if one.objectName() == f"form.notToday.{reason}")
    with qtbot.waitSignal(editor.answered) as told:
        action.trigger()
    assert told.args == ["voice_not_today", reason]
    said = label.replace("{name}", "Mara")
    assert action.text() == said
    assert page.marked.text().startswith(f"Marked not today: {said}.")
    gap = next(one for one in editor.gaps() if one.id == "not_today.voice")
    assert (gap.kind, said in gap.words) == ("explain", True)


def test_all_gaps_are_listed_by_section_and_lead_to_their_question(open_form, qtbot):
    editor = open_form({"dentist": "no"})
    qtbot.keyClick(control(editor, QWidget, "form.gaps"), Qt.Key.Key_Space)
    words = [label.text() for label in editor.findChildren(QLabel) if label.window() is not editor]
    assert words[:2] == ["3 gaps stop signing", "1  Mara's voice"]
    assert "2  Health checks" in words
    with qtbot.waitSignal(editor.visited) as told:
        qtbot.keyClick(control(editor, QWidget, "gaps.go.2"), Qt.Key.Key_Return)
        editor.activateWindow()
    assert told.args == ["dentist_plan"]


def test_answers_from_elsewhere_appear_and_what_is_being_typed_stays(open_form, qtbot):
    editor = open_form({"matters": "Before"})
    editor.show_section("checks")
    line = control(editor, QLineEdit, "weight")
    line.setFocus()
    qtbot.keyClicks(line, "41")
    told = []
    editor.answered.connect(lambda *answer: told.append(answer))
    changed = editor.take_answers({"dentist": "yes", "matters": "Theirs", "weight": 50})
    assert sorted(changed) == ["dentist", "matters"]
    assert line.text() == "41"
    assert control(editor, RadioGroup, "dentist").value() == "yes"
    assert control(editor, QPlainTextEdit, "matters").toPlainText() == "Theirs"
    assert told == []


def test_what_is_shown_below_a_question_goes_with_it(open_form, qtbot):
    editor = open_form({"dentist": "no"})
    done = []
    editor.set_notes({"dentist_plan": ("Copied", "Still right", lambda: done.append(True))})
    editor.show_section("checks")
    note = control(editor, QWidget, "form.note.dentist_plan")
    assert note.isVisible()
    qtbot.keyClick(control(editor, QWidget, "form.note.act.dentist_plan"), Qt.Key.Key_Return)
    assert done == [True]
    editor.take_answers({"dentist": "yes"})
    assert not note.isVisible()
    editor.take_answers({"dentist": "no"})
    assert note.isVisible()
    editor.set_notes({})
    assert not note.isVisible()


def test_in_focus_mode_only_the_page_is_left_and_esc_asks_to_leave(open_form, qtbot):
    editor = open_form()
    editor.set_focus_mode(True)
    assert not editor.sections.isVisible()
    with qtbot.waitSignal(editor.focus_mode_left):
        qtbot.keyClick(control(editor, QPlainTextEdit, "matters"), Qt.Key.Key_Escape)
    editor.set_focus_mode(False)
    assert editor.sections.isVisible()


def test_what_stops_signing_is_shown_beside_its_question(open_form):
    editor = open_form({"dentist": "no"})
    editor.show_gaps(editor.gaps())
    editor.show_section("checks")
    assert field_of(editor, "dentist_plan").error.text() == "Enter what is being done"


def test_a_plan_item_is_about_the_question_one_is_in(open_form, qtbot):
    editor = open_form()
    editor.go_to("dentist")
    with qtbot.waitSignal(editor.plan_item_wanted) as told:
        editor.want_plan_item()
    assert told.args == ["dentist"]


def test_a_signed_form_is_read_and_not_changed(open_form, qtbot):
    editor = open_form({"dentist": "yes", "matters": "My words"}, read_only=True)
    text = control(editor, QPlainTextEdit, "matters")
    assert text.isReadOnly()
    qtbot.keyClicks(text, "more")
    assert text.toPlainText() == "My words"
    assert not editor.findChild(QWidget, "form.notToday").isVisible()
    assert editor.footer.words.text() == "This assessment can be read, not changed."


def test_a_widget_of_the_screen_stands_before_the_questions(open_form):
    editor = open_form(extras={"plan": lambda: QLabel("The plan itself")})
    editor.show_section("plan")
    page = editor.findChild(SectionPage, "section.plan")
    assert "The plan itself" in [label.text() for label in page.findChildren(QLabel)]


def test_the_side_panel_is_a_drawer_where_there_is_no_room(open_form, qtbot):
    editor = open_form()
    editor.add_side_tab("voice", "Voice", QLabel("Her words"))
    assert editor.side.isVisible()
    editor.resize(1000, 700)
    QApplication.processEvents()
    assert not editor.side.isVisible()
    qtbot.keyClick(editor, Qt.Key.Key_F9)
    assert editor.side.isVisible()


def test_at_200_per_cent_the_sections_are_a_drop_down_and_nothing_scrolls_sideways(open_form, qtbot, themed):
    theme.apply(themed, "light", 200)
    editor = open_form()
    editor.resize(1366, 500)
    QApplication.processEvents()
    assert editor.sections.drop_down.isVisible()
    assert editor.sections.drop_down.currentText() == "1  Mara's voice: not started"
    for section in FORM.sections:
        editor.show_section(section.id)
        QApplication.processEvents()
        page = editor.findChild(SectionPage, f"section.{section.id}")
        assert page.widget().width() <= page.viewport().width(), section.id


def test_prompts_can_be_hidden(open_form):
    editor = open_form()
    editor.show_prompts(False)
    assert not field_of(editor, "matters").prompt.isVisible()
    editor.show_section("checks")
    assert not any(
        label.text().startswith("Prompt") and label.isVisible() for label in editor.findChildren(QLabel)
    )


def test_the_wheel_does_not_answer_a_question(open_form):
    editor = open_form()
    editor.show_section("checks")
    combo = control(editor, QComboBox, "ethnic")
    assert combo.focusPolicy() == Qt.FocusPolicy.StrongFocus
    middle, down = QPointF(5, 5), QPoint(0, -120)
    QApplication.sendEvent(
        combo,
        QWheelEvent(
            middle, combo.mapToGlobal(middle), QPoint(), down, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        ),
    )  # fmt: skip
    assert combo.currentIndex() == -1
