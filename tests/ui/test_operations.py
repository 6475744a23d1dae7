"""Service calls from the screen: one transaction each, refusals in words, saves in order and tried again."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from lac_tracker.domain.errors import DatabaseUnavailable, NotAllowed, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.ui.background import Background
from lac_tracker.ui.operations import Operations

NADIA = Actor(3, 1, "nadia", "Nadia Rahman", Role.ASSESSOR, Registration.NMC)
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


class FakeDatabase:
    """Stands for the door: keeps what was committed, undoes what raised, fails while `broken`."""

    def __init__(self):
        self.saved, self.refusals, self.patience, self.broken = [], [], [], False

    @contextmanager
    def reading(self):
        yield tuple(self.saved)

    @contextmanager
    def writing(self, entry, *, patience_ms=10_000):
        if self.broken:
            raise DatabaseUnavailable("The disk is full.")
        self.patience.append(patience_ms)
        session = []
        yield session
        self.saved.extend((words, entry.at) for words in session)

    def note_refusal(self, entry):
        self.refusals.append(entry)


@pytest.fixture
def database():
    return FakeDatabase()


@pytest.fixture
def background(qapp):
    background = Background()
    yield background
    background.close()


@pytest.fixture
def operations(database, background):
    return Operations(database, NADIA, lambda: NOW, background.saves)


def write(session, words, *, by, now):
    assert by == NADIA
    session.append(words)
    return f"changed by {words}"


def refuse(session, error, *, by, now):
    session.append("half done")
    raise error


def saved_words(database):
    return [words for words, _ in database.saved]


def test_ask_returns_what_the_query_answers(operations, database):
    database.saved.append(("Mara", NOW))
    assert operations.ask(lambda session, *, by, now: (len(session), by, now)) == (1, NADIA, NOW)


def test_do_saves_and_tells_what_changed(operations, database, qtbot):
    with qtbot.waitSignal(operations.changed) as told:
        assert operations.do(write, "a name")
    assert told.args == ["changed by a name"]
    assert saved_words(database) == ["a name"]
    assert database.patience == [1_000]


def test_a_refused_command_is_undone_and_says_why(operations, database, qtbot):
    with qtbot.waitSignal(operations.refused) as told:
        assert not operations.do(refuse, UserError("Consent needs an answer."))
    assert told.args == ["Consent needs an answer."]
    with qtbot.assertNotEmitted(operations.refused):  # who shows it at its field does not have it said twice
        assert operations.attempt(refuse, UserError("No date.")) == (None, "No date.")
    assert database.saved == []
    assert database.refusals == []


def test_what_is_not_allowed_is_written_down(operations, database, qtbot):
    with qtbot.waitSignal(operations.refused):
        operations.do(refuse, NotAllowed("A manager can do this."))
    assert [entry.by for entry in database.refusals] == [NADIA]


def test_a_bug_is_not_swallowed(operations):
    with pytest.raises(ZeroDivisionError):
        operations.do(refuse, ZeroDivisionError())


def test_look_writes_down_who_looked_and_returns_the_answer(operations, database):
    assert operations.look(write, "opened 41") == "changed by opened 41"
    assert saved_words(database) == ["opened 41"]


def test_look_at_what_may_not_be_opened_raises_and_is_written_down(operations, database):
    with pytest.raises(NotAllowed):
        operations.look(refuse, NotAllowed("There is a record you can't open."))
    assert len(database.refusals) == 1


def test_saves_keep_their_order_and_say_when_all_are_on_the_disk(operations, database, qtbot):
    with qtbot.waitSignals([operations.saving, operations.saved]):
        for number in range(5):
            operations.save(write, f"answer {number}")
    qtbot.waitUntil(lambda: operations.unsaved == 0)
    assert saved_words(database) == [f"answer {number}" for number in range(5)]


def test_a_save_never_holds_the_screen(operations, database, qtbot):
    let_go = threading.Event()

    def slow(session, *, by, now):
        assert let_go.wait(10)
        session.append("slow")

    operations.save(slow)
    assert operations.unsaved == 1  # we are here while it waits
    let_go.set()
    qtbot.waitUntil(lambda: operations.unsaved == 0)


def test_do_waits_for_what_was_typed_before_it(operations, database):
    operations.save(write, "typed")
    operations.do(write, "signed")
    assert saved_words(database) == ["typed", "signed"]


def test_waiting_for_saves_delivers_each_result_once(operations, database, qtbot):
    told = []
    operations.changed.connect(told.append)
    operations.save(write, "one")
    operations.save(write, "two")
    assert operations.wait_for_saves()
    with qtbot.waitSignal(operations.saved):
        operations.save(write, "three")
    assert told == ["changed by one", "changed by two", "changed by three"]


def test_what_could_not_be_saved_is_kept_in_order_and_tried_again(operations, database, qtbot):
    database.broken = True
    with qtbot.waitSignal(operations.not_saved) as told:
        operations.save(write, "first")
    operations.save(write, "second")
    assert "Your words are safe on this screen" in told.args[0]
    assert "The disk is full." in told.args[0]
    assert operations.unsaved == 2
    database.broken = False
    with qtbot.waitSignal(operations.saved):
        operations.try_again()
    qtbot.waitUntil(lambda: operations.unsaved == 0)
    assert database.saved == [("first", NOW), ("second", NOW)]


def test_nothing_is_done_while_typing_cannot_be_saved(operations, database, qtbot):
    database.broken = True
    operations.save(write, "typed")
    assert not operations.wait_for_saves()
    with qtbot.waitSignal(operations.refused):
        assert not operations.do(write, "signed")
    with pytest.raises(DatabaseUnavailable):
        operations.look(write, "looked")
    assert database.saved == []
    database.broken = False
    assert operations.wait_for_saves()
    assert saved_words(database) == ["typed"]


def test_a_save_that_is_refused_is_not_tried_for_ever(operations, database, qtbot):
    with qtbot.waitSignal(operations.refused) as told:
        operations.save(refuse, UserError("Weight must be a number"))
        operations.save(write, "next")
    assert told.args == ["Weight must be a number"]
    assert operations.wait_for_saves()
    assert saved_words(database) == ["next"]


def test_a_bug_in_a_save_crashes_loudly_and_does_not_stop_the_next(operations, database, qtbot):
    with qtbot.captureExceptions() as caught:
        operations.save(refuse, ZeroDivisionError())
        operations.save(write, "next")
        qtbot.waitUntil(lambda: operations.unsaved == 0)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert saved_words(database) == ["next"]


def test_background_work_is_delivered_on_the_screens_thread(background, qtbot):
    here, told = threading.get_ident(), []
    background.run(threading.get_ident, lambda worker: told.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] != here
    assert told[0][1] == here


def test_background_work_that_fails_in_words_is_told_in_words(background, qtbot):
    def fail():
        raise UserError("The file needs its password")

    told = []
    background.run(fail, on_error=lambda error: told.append(str(error)))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["The file needs its password"]


def test_a_bug_in_background_work_is_raised_on_the_screens_thread(background, qtbot):
    with qtbot.captureExceptions() as caught:
        background.run(lambda: 1 / 0, on_error=pytest.fail)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_nothing_is_delivered_after_closing(background, qtbot):
    told = []
    background.run(lambda: 1, told.append)
    background.close()
    background.saves.run  # noqa: B018  # still there; only its worker has gone
    assert told == []
