"""What stands around the answers, by key press: side panel, jotter, the child's words, copies, conflicts, focus mode."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lac_tracker.domain.errors import DatabaseUnavailable
from lac_tracker.services import answer_conflicts, assessments, jotter, quotes, sharing
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import information as stored_information
from lac_tracker.ui import theme
from lac_tracker.ui.operations import Operations
from lac_tracker.ui.screens import assessment_notices
from lac_tracker.ui.screens.record_page import Place
from tests import builders
from tests.conftest import NADIA, NOW, SAM, TODAY
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def in_form(person_at, child_id, started):
    return person_at(Place(child_id, "assessment", started, field="well"))


@pytest.fixture
def again(person_at, signed, database, child_id):
    """A second assessment after a signed one, with the keyboard in 'What is going well?'."""
    fields = {"form_id": "iha_10_plus", "assessor_id": 4, "started_at": NOW, "first_seen_on": TODAY}
    with database.writing(builders.Entry(SAM, NOW, "tested")) as session:
        made = stored.add(session, child_id, "IHA", "in_progress", fields)
    return person_at(Place(child_id, "assessment", made, field="well"))


@pytest.fixture
def nadia(database, background):
    """Somebody else at the same file."""
    return Operations(database, NADIA, lambda: NOW, background.saves)


def answers(operations, assessment_id):
    return operations.ask(assessments.for_entry, assessment_id, today=TODAY).answers


def text(robot, name="well"):
    return robot.find(name).toPlainText()


def come_back(robot):
    """A window manager gives the keyboard back when a dialog closes; offscreen there is none."""
    robot.record.window().activateWindow()
    QApplication.processEvents()


# The side panel


def test_f9_shows_the_panel_walks_its_tabs_and_hides_it(in_form):
    side = in_form.record.page.editor.side
    seen = []
    for _ in range(6):
        in_form.press(Qt.Key.Key_F9)
        seen.append(side.current if side.isVisible() else "")
    assert seen == ["last", "voice", "jotter", "info", "", "last"]
    in_form.press(Qt.Key.Key_Escape)
    assert in_form.is_at("well")


def test_without_an_earlier_assessment_it_says_so(in_form):
    in_form.press(Qt.Key.Key_F9)
    assert in_form.words("form.last") == "No earlier assessment."
    assert not in_form.sees("form.copyLast")


def test_last_time_is_copied_marked_and_then_confirmed(again, operations):
    again.press(Qt.Key.Key_F9)
    assert again.words("form.last") == "IHA 04-Mar-2026"
    assert again.words("form.last.well") == "I like living with Jo and her dog."
    assert text(again) == ""  # never by itself
    again.click("form.copyLast")
    assert again.is_at("well")
    assert text(again) == "From 04-Mar-2026: I like living with Jo and her dog."
    assert again.words("form.note.words.well").startswith("Copied from last time.")
    again.click("form.note.act.well")
    assert not again.sees("form.note.well")


def test_copied_text_that_was_changed_needs_no_confirming(again, operations, qtbot):
    again.type_into("well", "School. ")
    again.press(Qt.Key.Key_F9)
    again.click("form.copyLast")
    assert text(again) == "School.\nFrom 04-Mar-2026: I like living with Jo and her dog."
    again.type_into("well", "School, and Jo's dog")
    again.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not again.sees("form.note.well"))


def test_what_was_not_text_is_shown_and_not_copied(again):
    again.record.page.editor.go_to("alone")
    again.press(Qt.Key.Key_F9)
    assert again.words("form.last.alone") == "Yes"
    assert not again.find("form.copyLast").isEnabled()


def test_info_holds_prompts_and_what_to_consider(in_form):
    for _ in range(4):
        in_form.press(Qt.Key.Key_F9)
    in_form.reads("Nothing was sent for this section")
    in_form.reads("What is your body good at?")


# The jotter


def test_notes_are_added_by_enter_and_filed_where_they_belong(in_form, operations, started):
    in_form.type_into("everyday" if in_form.sees("everyday") else "well", "Jo")
    in_form.control(Qt.Key.Key_J)
    assert in_form.is_at("jot.new")
    for words in ("tooth hurts left side", "xyz"):
        in_form.type_into("jot.new", words)
        in_form.press(Qt.Key.Key_Return)
    assert in_form.words("jot.left") == "2 notes to file. You can't sign until the jotter is empty."
    assert in_form.find("jot.section.1").currentText() == "7  Health checks"
    assert in_form.find("jot.section.2").currentText() == "Choose a section"
    in_form.click("jot.file.2")
    assert in_form.words("jot.said") == "Choose a section for this note first."
    in_form.click("jot.file.1")
    assert in_form.words("jot.said").startswith(
        "Filed in section 7  Health checks, under 'Worries about sight"
    )
    assert in_form.is_at("jot.new")
    time = f"{NOW.astimezone():%H:%M}"
    assert answers(operations, started)["senses_worries"] == f"{time} tooth hurts left side"
    in_form.click("jot.remove.1")
    assert in_form.words("jot.left") == "Jot anything. File it later."
    in_form.control(Qt.Key.Key_J)
    assert in_form.is_at("well")
    assert not in_form.record.page.editor.side.isVisible()


def test_filing_keeps_what_is_being_typed_and_shows_the_note(in_form, operations, started):
    in_form.record.page.editor.go_to("observed")
    in_form.type_into("observed", "Calm")
    in_form.control(Qt.Key.Key_J)
    in_form.type_into("jot.new", "wants to walk")
    in_form.press(Qt.Key.Key_Return)
    in_form.click("jot.fileAll")
    expected = f"Calm\n{NOW.astimezone():%H:%M} wants to walk"
    assert answers(operations, started)["observed"] == expected
    assert text(in_form, "observed") == expected


def test_a_note_without_enter_is_kept_too(in_form, operations, started, qtbot):
    in_form.control(Qt.Key.Key_J)
    with qtbot.waitSignal(operations.changed, timeout=4000):
        in_form.type_into("jot.new", "half a no")
    in_form.type_into("jot.new", "half a note")
    in_form.alt(Qt.Key.Key_1)
    assert [note.words for note in operations.ask(jotter.shown, started).notes] == ["half a note"]


# The child's words


def test_words_are_added_from_any_section_exactly_as_typed(in_form, operations, started):
    in_form.record.page.editor.go_to("dental_seen")
    in_form.control(Qt.Key.Key_Apostrophe)
    assert in_form.is_at("voice.words")
    in_form.type_into("voice.words", "my toof hurts  <b>")
    in_form.choose("voice.kind", 2)
    in_form.control(Qt.Key.Key_Return)
    assert in_form.is_at("dental_seen")
    (said,) = operations.ask(quotes.voice, started).here
    assert (said.words, said.kind, said.section_id) == ("my toof hurts  <b>", "written_for", "health_checks")
    assert in_form.shows("assessment")  # Ctrl+Enter added the words and did not go on to signing
    assert in_form.words("voice.quote.1") == "my toof hurts  <b>"


def test_words_entered_in_error_are_struck_out_with_a_reason(in_form, operations, started):
    operations.do(quotes.add, started, "voice", "Not hers", "own_words")
    in_form.record.page.side.voice.refresh()
    for _ in range(2):
        in_form.press(Qt.Key.Key_F9)
    in_form.click("voice.error.1")
    in_form.type_into("voice.reason", "Her brother said it")
    in_form.press(Qt.Key.Key_Return)
    assert operations.ask(quotes.voice, started).here == ()
    assert in_form.words("voice.count") == "Nothing from Mara yet."


def test_words_given_up_leave_nothing(in_form, operations, started):
    in_form.control(Qt.Key.Key_Apostrophe)
    in_form.click("voice.add")
    assert in_form.words("voice.problem") == "Enter what was said or seen"
    in_form.type_into("voice.words", "no")
    in_form.click("voice.cancel")
    assert operations.ask(quotes.voice, started).here == ()
    assert in_form.is_at("well")


def test_leaving_keeps_words_that_were_not_yet_added(in_form, operations, started):
    in_form.control(Qt.Key.Key_Apostrophe)
    in_form.type_into("voice.words", "I want to see Jay")
    in_form.alt(Qt.Key.Key_1)
    assert operations.ask(quotes.voice, started).here[0].words == "I want to see Jay"


def test_what_is_not_to_be_shared_is_kept_row_by_row(in_form, operations, child_id):
    in_form.reads("Nothing is kept private.")
    in_form.type_into("voice.noShare", "Uncle Ray")
    in_form.click("voice.noShare.add")
    assert in_form.words("voice.noShare.problem") == "Choose with whom it is not to be shared"
    in_form.click("voice.noShare.with.school")
    in_form.click("voice.noShare.with.gp")
    in_form.click("voice.noShare.add")
    kept = operations.ask(sharing.kept_private, child_id, today=TODAY)
    assert kept == tuple(
        f"Uncle Ray: not to {whom}, since 04-Mar-2026" for whom in ("the GP practice", "the school")
    )
    assert in_form.words("voice.noShare.2") == kept[1]
    in_form.type_into("voice.noShare", "Auntie")  # typed and not added: the page stays
    in_form.alt(Qt.Key.Key_1)
    assert in_form.shows("assessment")
    assert in_form.is_at("voice.noShare")


# Gaps and focus mode


def test_all_gaps_are_listed_by_section_with_a_way_to_each(in_form):
    in_form.click("form.gaps")
    in_form.reads("2  Who and consent")
    in_form.reads("Choose who was with Mara")
    number = next(
        at
        for at in range(1, 60)
        if in_form.find(f"gaps.go.{at}").accessibleName().endswith("who was with Mara")
    )
    in_form.click(f"gaps.go.{number}")
    come_back(in_form)
    assert in_form.is_at("present")


def test_f11_leaves_only_the_form_larger_and_esc_brings_the_rest_back(in_form):
    in_form.record.banner.toggle_more()
    in_form.press(Qt.Key.Key_F11)
    assert theme.current().text_percent == 125
    hidden = ("child.pages", "form.sections", "form.nextGap")
    assert not any(in_form.sees(name) for name in hidden)
    assert not in_form.record.banner.zone_2.isVisible()
    assert in_form.sees("well")
    in_form.press(Qt.Key.Key_Escape)
    assert theme.current().text_percent == 100
    assert all(in_form.sees(name) for name in hidden)


def test_leaving_the_page_ends_focus_mode(in_form):
    in_form.press(Qt.Key.Key_F11)
    in_form.alt(Qt.Key.Key_1)
    assert theme.current().text_percent == 100
    assert in_form.sees("child.pages")


def test_pause_is_asked_for_by_key(in_form):
    in_form.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | SHIFT)
    in_form.reads("Pause this assessment")
    in_form.press(Qt.Key.Key_Escape)
    come_back(in_form)
    assert in_form.shows("assessment")


# Two people, one answer


@pytest.fixture
def asked_soon(monkeypatch):
    monkeypatch.setattr(assessment_notices, "_PAUSE_MS", 50)


@pytest.fixture
def torn(asked_soon, in_form, operations, nadia, started, qtbot):
    """Nadia answers while Mara's form is open, then something else is typed into the same field."""
    nadia.do(assessments.record_answer, started, "well", "Hers")
    nadia.do(assessments.record_answer, started, "likes", "Chess")
    in_form.type_into("well", "His")
    in_form.press(Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: in_form.sees("conf.table"), timeout=6000)
    return in_form


def test_what_others_answered_elsewhere_appears_and_nothing_typed_is_lost(torn, operations, started):
    assert torn.find("likes").text() == "Chess"
    assert text(torn) == "His"
    assert answers(operations, started)["well"] == "Hers"
    torn.reads("IHA, section 1 Mara's voice. 1 answer is different. The rest are joined up already.")
    assert (torn.words("conf.mine.1"), torn.words("conf.theirs.1")) == ("His", "Hers")
    assert torn.is_at("conf.later")


@pytest.mark.parametrize(("digit", "wanted"), [(1, "His"), (2, "Hers"), (3, "Hers\nHis")])
def test_mine_theirs_or_both(torn, operations, started, digit, wanted):
    torn.choose("conf.keep.1", digit)
    torn.click("conf.use")
    come_back(torn)
    assert answers(operations, started)["well"] == wanted
    assert text(torn) == wanted
    assert not torn.sees("form.notices")
    torn.type_into("well", "After that")
    torn.alt(Qt.Key.Key_1)
    assert answers(operations, started)["well"] == "After that"


def test_decide_later_keeps_both_and_asks_again(torn, operations, started):
    torn.press(Qt.Key.Key_Return)
    come_back(torn)
    assert torn.words("form.notices.words").endswith("1 answer is different.")
    torn.alt(Qt.Key.Key_1)
    torn.record.go(Place(torn.record.child_id, "assessment", started, field="well"))
    assert text(torn) == "Hers"
    assert "Set aside: His" in torn.words("form.note.words.well")
    torn.click("form.conflicts")
    torn.click("conf.use")
    assert torn.words("conf.problem") == "Choose which answer to keep, or decide later"


def test_an_answer_changed_in_another_window_of_the_program_shows_at_once(in_form, operations, started):
    operations.do(assessments.record_answer, started, "well", "From elsewhere")
    assert text(in_form) == "From elsewhere"


def test_an_answer_of_an_older_form_is_shown_and_a_person_chooses(
    person_at, child_id, operations, database, started
):
    with database.writing(builders.Entry(SAM, NOW, "tested")) as session:
        stored.put_answer(session, started, "tooth_note", "Left side", by=SAM, now=NOW)
        stored.put_answer(session, started, "alone", "gone_option", by=SAM, now=NOW)
    robot = person_at(Place(child_id, "assessment", started, field="well"))
    assert robot.words("form.notices.words") == "The form was changed: 2 answers no longer fit."
    assert "gone_option" in robot.words("form.note.words.alone")
    robot.click("form.oldAnswers")
    assert {robot.words("old.answer.1"), robot.words("old.answer.2")} == {"Left side", "gone_option"}
    robot.choose("old.keep.1", 1)
    robot.choose("old.keep.2", 2)
    robot.click("old.use")
    come_back(robot)
    assert not robot.sees("form.notices")
    assert operations.ask(answer_conflicts.old_answers, started) == ()
    assert len(operations.ask(jotter.shown, started).notes) == 1


def test_a_lost_connection_keeps_the_text_and_saves_it_when_it_is_back(
    in_form, operations, database, started, monkeypatch, qtbot
):
    def gone(*_args, **_kwargs):
        raise DatabaseUnavailable("The drive is not connected")

    with monkeypatch.context() as patched:
        patched.setattr(type(database), "writing", gone)
        with qtbot.waitSignal(operations.not_saved, timeout=4000):
            in_form.type_into("well", "Not lost")
        in_form.type_into("different", "Nor this")
        assert in_form.words("form.saved") == "Not saved"
        in_form.record.page.editor.flush()
    operations.try_again()
    assert operations.wait_for_saves()
    QApplication.processEvents()
    kept = answers(operations, started)
    assert (kept["well"], kept["different"]) == ("Not lost", "Nor this")
    assert text(in_form) == "Not lost"
    assert not in_form.sees("form.notices")


# What others sent


def test_what_others_sent_stands_beside_its_section_and_is_marked_as_used(
    in_form, operations, child_id, database
):
    with database.writing(builders.Entry(SAM, NOW, "tested")) as session:
        made = stored_information.add(
            session, child_id, {
                "source": "gp", "asked_of": "Mill Road Surgery", "what": "Summary", "asked_on": TODAY, "due_on": TODAY,
                "answered_on": TODAY, "answer": "received", "recorded_by": "Sam Iqbal", "content": "Asthma review due <b>May</b> 2026",
            },
        )  # fmt: skip
    in_form.record.page.editor.show_section("health_history")
    for _ in range(4):
        in_form.press(Qt.Key.Key_F9)
    assert in_form.words(f"form.info.{made}") == "Asthma review due <b>May</b> 2026"
    in_form.click(f"form.info.used.{made}")
    in_form.reads("Came 04-Mar-2026, used in IHA 04-Mar-2026")
