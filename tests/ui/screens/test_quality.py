"""Quality by key presses, with a real caseload: drawn in three, scored with one press a criterion, sent back and mended."""

import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog

from lac_tracker.domain.quality import Answer
from lac_tracker.services import improvement, quality, quality_reviews, quality_samples
from lac_tracker.storage import quality as stored
from lac_tracker.ui.screens.quality_document import DocumentPane
from tests.builders import ask, write
from tests.conftest import GRACE, SAM, TODAY, TOM
from tests.quality_caseload import QUINN, some_to_review
from tests.robots_lists import Lists, a_window

COUNT = int(Qt.ItemDataRole.UserRole) + 2  # of an entry of the navigation
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def held(made_once, caseload_path):
    path, held = made_once("to review", some_to_review)
    shutil.copy(path, caseload_path)
    return held


@pytest.fixture
def grace(held, database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        yield Lists(window, qtbot).signed_in(caseload_path, database, GRACE)


def a_dialog():
    QApplication.processEvents()
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible())


def back(grace):
    """Come back to the window after a dialog, as the screen would by itself; return what has the keyboard."""
    grace.window.activateWindow()
    QApplication.processEvents()
    return grace.focused_name


def reviews(database):
    return ask(database, lambda session, by, now: stored.of_team(session, 1))


def all_to(database, who):
    """Draw everything and give all that may be to one person, past the screen."""
    days = {"since": TODAY - timedelta(days=30), "until": TODAY}
    shown = ask(database, quality_samples.proposal, today=TODAY, lot=1, **days)
    expected = tuple(row.assessment_id for row in shown.rows)
    write(database, quality_samples.draw_sample, today=TODAY, lot=1, expected=expected, **days)
    for one in reviews(database):
        if one.reviewer_id != who.person_id:
            write(database, quality_samples.give_to, one.id, who.person_id, today=TODAY)
    return reviews(database)


def test_m7_the_sample_is_drawn_in_three_presses_and_improvement_actions_are_kept(grace, database):
    grace.control(Qt.Key.Key_6)
    page = grace.shell.shown
    assert grace.text("qa.table.empty.words") == "No reviews waiting. Next sample due 04-Mar-2026."
    grace.control(Qt.Key.Key_N)
    dialog = a_dialog()
    shown = dialog.findChild(object, "qa.draw.found").text()
    assert shown.startswith("5 of 5 drawn, to review by 18-Mar-2026. ")
    assert "2 per author a month" in dialog.findChild(object, "qa.draw.rule").text()
    assert reviews(database) == ()  # nothing is assigned yet
    grace.press(Qt.Key.Key_Return)
    assert len(reviews(database)) == 5
    assert all(one.reviewer_id != one.author_id for one in reviews(database))
    model = page.waiting.model
    assert {column.title for column in model.columns} == {
        "Child", "Type", "Author", "Signed", "Why chosen", "Reviewer", "Due", "Status",
    }  # fmt: skip
    assert {row.initials for row in model.rows()} == {"M.O.", "J.O.", "L.O.", "D.O.", "O.O."}
    assert back(grace) == "qa.table"
    assert grace.shell.nav.item(5).data(COUNT) == "5"
    assert page.tabs.chip("to_review").facts.words == "To review 5"
    improvement_actions_are_added_changed_and_their_history_shown(grace, database, page)


def improvement_actions_are_added_changed_and_their_history_shown(grace, database, page):
    for _ in range(3):
        grace.window.run("view.nextTab")
    assert page.tab == "actions"
    assert grace.focused_name == "qa.actions.empty.step0"
    grace.press(Qt.Key.Key_Return)
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert page.improvement.model.rowCount() == 9
    assert back(grace) == "qa.actions"
    grace.press(Qt.Key.Key_Return)
    dialog = a_dialog()
    grace.find("qa.action.rating.at_risk").click()
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()  # another rating wants its reason
    grace.into("qa.action.because", "The post is vacant")
    grace.press(Qt.Key.Key_Return, CONTROL)
    changed = next(row for row in page.improvement.model.rows() if row.words == "At risk")
    assert changed.detail == "The post is vacant"
    (line,) = ask(database, improvement.history, changed.action.id)
    assert line.in_words == "Rating: On track, now At risk"
    assert page.improvement.history.rowCount() == 1
    back(grace)
    grace.control(Qt.Key.Key_N)
    assert a_dialog().objectName() == "qa.action.dialog"
    a_dialog().reject()


def test_m8_each_criterion_takes_one_press_and_what_was_answered_is_kept(grace, database, held, monkeypatch):
    monkeypatch.setattr(DocumentPane, "load", lambda *_args: None)  # the next test draws one
    one = next(one for one in all_to(database, GRACE) if one.assessment_id == held[1][0])
    grace.control(Qt.Key.Key_6)
    page = grace.shell.shown
    page.open_review_id(one.id)
    review = page.review
    asked = [row.criterion.id for row in review.criteria.rows]
    presses = 0
    for number, key in enumerate(asked):
        assert grace.focused.objectName().startswith(f"qar.{key}.answer")
        grace.press({1: Qt.Key.Key_0, 2: Qt.Key.Key_1, 3: Qt.Key.Key_X}.get(number, Qt.Key.Key_2))
        presses += 1
    assert presses == len(asked) == 24
    assert grace.focused_name.startswith("qar.overall")
    assert grace.text("qar.progress") == "24 of 24"
    assert grace.text("qar.counts").startswith(
        "Met 21, partly 1, not met 1, not applicable 1. Score: 91% (21 of 23)"
    )
    grace.press(Qt.Key.Key_1)
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert grace.focused_name == f"qar.{asked[1]}.note"  # the first that lacks its words
    for place, words in ((1, "Ask for it"), (2, "Say when"), (3, "Not 16 yet")):
        grace.into(f"qar.{asked[place]}.note", words)
    grace.control(Qt.Key.Key_S)
    held_now = ask(database, quality_reviews.opened, one.id, today=TODAY)
    assert held_now.answers[asked[1]] is Answer.NOT_MET
    assert held_now.notes[asked[1]] == "Ask for it"
    grace.find("qar.overall.meets_the_standard").click()
    grace.into("qar.praise", "Her own words lead")
    grace.press(Qt.Key.Key_Return, CONTROL)
    # consent is critical and was not met: the whole cannot meet the standard
    assert "critical and not met" in grace.text("qar.error")
    grace.find("qar.consent.answer.met").click()
    grace.press(Qt.Key.Key_Return, CONTROL)
    assert page.review is None
    assert reviews_of(database, one.id).state == "finished"
    page.show_tab("done")
    assert [row.words for row in page.done.model.rows()] == ["Meets the standard"]
    page.show_tab("trends")
    grace.at_rest()
    assert grace.text("qa.trends.words").startswith("1 review: too few for a percentage in twelve months.")
    assert [row.words for row in page.trends.areas.rows()] == ["In area"]


def reviews_of(database, review_id):
    return next(one for one in reviews(database) if one.id == review_id)


def test_sent_back_is_proposed_from_the_words_and_leaving_keeps_what_was_answered(
    grace, database, held, monkeypatch
):
    one = next(one for one in all_to(database, GRACE) if one.assessment_id == held[1][1])
    grace.control(Qt.Key.Key_6)
    page = grace.shell.shown
    page.open_review_id(one.id)
    pane = page.review.document
    grace.until(lambda: pane.bar.count.text() == "Page 1 of 3")
    pane.bring("Sharing and signature")
    grace.until(lambda: pane.bar.count.text() == "Page 3 of 3")
    pane.hide()  # as when the window closed: the worker that would draw has ended
    drawn = []
    monkeypatch.setattr(pane.area, "room", lambda: drawn.append(1) or 400)
    QApplication.sendEvent(pane, QResizeEvent(QSize(500, 500), pane.size()))
    QApplication.processEvents()
    assert drawn == []
    monkeypatch.undo()
    pane.show()
    for row in page.review.criteria.rows:
        row.show_answer(Answer.MET, "")
    grace.find("qar.voice.answer.not_met").click()
    grace.into("qar.voice.note", "Quote her")
    grace.press(Qt.Key.Key_Escape)  # back to the list: kept without asking
    assert page.review is None
    row = next(row for row in page.waiting.model.rows() if row.review_id == one.id)
    assert row.words == "24 of 24"
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the page left is gone, not found again
    page.open_review_id(one.id)
    grace.find("qar.overall.sent_back").click()
    assert grace.find("qar.what").toPlainText() == "Quote her"
    grace.find("qar.finish").click()
    assert reviews_of(database, one.id).state == "with_author"
    row = next(row for row in page.waiting.model.rows() if row.review_id == one.id)
    assert (row.words, row.due_on, row.can_give) == ("With author", TODAY + timedelta(days=14), False)
    (told,) = (
        each for each in ask(database, quality.notices, by=SAM, today=TODAY) if each.what == "returned"
    )
    assert told.detail == "Quote her"


def test_a_manager_changes_the_checklist_and_gives_a_review_away(grace, database):
    all_to(database, GRACE)
    grace.control(Qt.Key.Key_6)
    page = grace.shell.shown
    grace.find("qa.table.give").click()
    dialog = a_dialog()
    grace.choose("qa.give.who", "Quinn Adeyemi")
    dialog.save()
    assert [one.reviewer_id for one in reviews(database)].count(QUINN.person_id) == 1
    grace.find("qa.checklist").click()
    checklist = a_dialog()
    assert checklist.model.rowCount() == 27
    grace.press(Qt.Key.Key_Return)
    QApplication.processEvents()
    one = next(each for each in QApplication.topLevelWidgets() if each.objectName() == "qa.criterion.dialog")
    one.findChild(object, "qa.criterion.words").setPlainText("Who assessed is plain to see")
    one.save()
    QApplication.processEvents()
    assert checklist.model.rows()[0].words == "Who assessed is plain to see"
    checklist.save()
    assert checklist.changes is not None
    assert page.workplace.operations.ask(quality.lists, today=TODAY).waiting


def test_who_may_not_see_quality_is_told(held, database, caseload_path, qtbot):
    with a_window(caseload_path) as window:
        tom = Lists(window, qtbot).signed_in(caseload_path, database, TOM)
        tom.control(Qt.Key.Key_6)
        assert "may not do this" in tom.text("shell.status.help")


def test_a_quality_reviewer_has_no_way_to_names_or_records(held, database, caseload_path, qtbot):
    all_to(database, GRACE)
    with a_window(caseload_path) as window:
        quinn = Lists(window, qtbot).signed_in(caseload_path, database, QUINN)
        shell = quinn.shell
        assert [shell.nav.item(row).text() for row in range(shell.nav.count())] == [
            "Quality", "Dashboard", "Settings",
        ]  # fmt: skip
        assert shell.shown.name == "quality"
        for number in (1, 2, 3, 4, 5, 8, 9):
            quinn.control(Qt.Key(Qt.Key.Key_0 + number))
            assert shell.shown.name == "quality"
        quinn.control(Qt.Key.Key_7)
        shell.shown.behind_wanted.emit(None)  # as a tile asks for it: no names, and words why
        assert shell.shown.name == "dashboard"
        assert not shell.open_child(held[0][0])
        assert shell.shown.name == "dashboard"
