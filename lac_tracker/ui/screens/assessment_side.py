"""What stands beside the form of an assessment: last time, voice, jotter and information, kept up to date."""

from PySide6.QtCore import QObject

from lac_tracker.domain.questions import words
from lac_tracker.services import information, last_time
from lac_tracker.services.assessments import AssessmentForEntry
from lac_tracker.ui.forms.form_editor import FormEditor
from lac_tracker.ui.forms.info_tab import InfoTab
from lac_tracker.ui.forms.jotter_tab import JotterTab
from lac_tracker.ui.forms.last_time_tab import LastTimeTab
from lac_tracker.ui.forms.voice_tab import VoiceTab
from lac_tracker.ui.operations import Operations


class AssessmentSide(QObject):
    """The four tabs. They are filled when they are first shown, and again for each section."""

    def __init__(self, operations: Operations, entry: AssessmentForEntry, editor: FormEditor) -> None:
        super().__init__(editor)
        self._operations, self._entry, self._editor = operations, entry, editor
        name, locked = entry.called, entry.is_read_only
        cannot_answer = locked or not entry.may_answer
        sections = {
            section.id: f"{section.label} {words(section.title, name)}" for section in entry.form.sections
        }
        self.last = LastTimeTab(operations.ask(last_time.last_time, entry.id), name, read_only=cannot_answer)
        self.voice = VoiceTab(operations, entry.id, name, sections, read_only=locked)
        self.info = InfoTab(name, read_only=cannot_answer)
        self.jotter: JotterTab | None = None if locked else JotterTab(operations, entry.id)
        editor.add_side_tab("last", "Last time", self.last)
        editor.add_side_tab("voice", "Voice", self.voice)
        if self.jotter is not None:
            editor.add_side_tab("jotter", "Jotter", self.jotter)
            self.jotter.filing.connect(editor.flush)
            self.jotter.counted.connect(lambda number: editor.side.count("jotter", number))
            self.jotter.hide_wanted.connect(self.toggle_jotter)
            self.jotter.refresh()
        editor.add_side_tab("info", "Info", self.info)
        self.info.used.connect(self._mark_used)
        self.last.copy_wanted.connect(self._copy)
        self.voice.add_wanted.connect(self.add_words)
        self.voice.done.connect(editor.leave_side)
        self.voice.counted.connect(lambda number: editor.side.count("voice", number))
        self.voice.refresh()
        editor.section_shown.connect(lambda _section: self.refresh_section())
        editor.side.tab_shown.connect(lambda _tab: self.refresh_section())
        editor.visited.connect(self.last.show_question)
        self.refresh_section()

    def add_words(self) -> None:
        """Open the field for the child's words, with the keyboard in it. Ctrl+'."""
        if not self._entry.is_read_only:
            self._editor.open_side("voice", self.voice.open_editor(self._editor.section_id))

    def toggle_jotter(self) -> None:
        """Open the jotter with the keyboard in it; from there, go back into the form. Ctrl+J."""
        if self.jotter is None:
            return
        if self._editor.side.current == "jotter" and self._editor.is_in_side():
            self.jotter.keep_typed()
            self._editor.close_side()
        else:
            self._editor.open_side("jotter", self.jotter.new)

    def take_primary(self) -> bool:
        """Do the main thing of what has the keyboard in the panel; False when that is nothing."""
        if self._editor.is_in_side() and self.voice.editor.isVisible():
            self.voice.editor.finish()
            return True
        return False

    def keep_typed(self) -> bool:
        """Keep what is typed in the panel: before leaving, locking and closing. False when it could not be."""
        return self.voice.editor.keep_typed() and (self.jotter is None or self.jotter.keep_typed())

    def refresh(self) -> None:
        """Read anew what a command may have altered, without touching what is being typed."""
        self.voice.refresh()
        if self.jotter is not None:
            self.jotter.refresh()

    def refresh_section(self) -> None:
        """Show what belongs to the section on the screen, in the tab that is shown."""
        editor = self._editor
        if editor.side.current == "last":
            self.last.show_section(editor.shown_questions, editor.last_question)
        elif editor.side.current == "info":
            came = self._operations.ask(
                information.for_section, self._entry.child_id, self._entry.id, editor.section_id
            )
            self.info.show_section(came, editor.prompts(), editor.shown_questions)

    def _mark_used(self, request_id: int) -> None:
        self._operations.do(information.mark_used, request_id, self._entry.id)
        self.refresh_section()
        self._editor.side.tabs.setFocus()

    def _copy(self, question_id: str) -> None:
        self._editor.flush()
        if self._operations.do(last_time.copy, self._entry.id, question_id) is not None:
            self._editor.leave_side()
            self._editor.go_to(question_id)
