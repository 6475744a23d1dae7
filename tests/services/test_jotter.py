"""The jotter, the child's words and text taken over from last time: kept, filed, never overwriting."""

from datetime import timedelta

import pytest

from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.jotter import NoteWords, question_for_notes, suggest
from lac_tracker.domain.questions import Question
from lac_tracker.services import answer_conflicts, assessments, jotter, last_time, quotes
from lac_tracker.storage import assessment_notes as stored
from tests import builders
from tests.conftest import NADIA, NOW, SAM, TODAY, TOM

LISTS = (
    NoteWords("checks", ("tooth", "teeth")),
    NoteWords("everyday", ("sleep", "phone", "eats")),
    NoteWords("checks_too", ("tooth",)),
)


@pytest.mark.parametrize(
    ("note", "among", "wanted"),
    [
        ("Tooth hurts when she EATS", ("checks", "everyday"), "checks"),  # the first wins a tie
        ("sleeps late, on phone", ("checks", "everyday"), "everyday"),
        ("sleeps late, on phone, tooth", ("checks", "everyday"), "everyday"),  # more words win
        ("tooth", ("checks_too",), "checks_too"),  # only sections that take notes
        ("sweet tooth", ("everyday",), None),
        ("asleep", ("everyday",), None),  # within a word is not that word
        ("", ("checks",), None),
    ],
)
def test_a_note_suggests_a_section_by_its_words(note, among, wanted):
    assert suggest(note, LISTS, among) == wanted


def text(name, **more):
    return Question(name, name, more.pop("type", "long text"), **more)


@pytest.mark.parametrize(
    ("shown", "preferred", "wanted"),
    [
        ((text("a"), text("b")), (), "b"),
        ((text("a"), text("b")), ("a",), "a"),
        ((text("a"), text("none_reason"), text("no_needs_because")), (), "a"),
        ((text("a"), text("fathers", restricted=True)), (), "a"),
        ((text("a"), text("c", type="text")), ("c",), "c"),
        ((text("c", type="text"), text("d", type="date")), (), None),
    ],
)
def test_the_question_that_takes_the_notes_of_a_section(shown, preferred, wanted):
    found = question_for_notes(shown, preferred)
    assert (found.id if found else None) == wanted


def test_notes_wait_are_filed_with_their_time_and_overwrite_nothing(ready):
    database, _, assessment = ready
    write, ask = builders.write, builders.ask
    before = ask(database, assessments.for_entry, assessment, by=SAM, today=TODAY).answers[
        "everyday_life_notes"
    ]
    note = write(database, jotter.add, assessment, "sleeps at  1am,\non phone", by=SAM).made_id
    write(database, jotter.add, assessment, "xyz", by=SAM)
    shown = ask(database, jotter.shown, assessment, by=SAM)
    assert [(one.words, one.section_id) for one in shown.notes] == [
        ("sleeps at 1am, on phone", "everyday_life"),
        ("xyz", None),
    ]
    filed = write(database, jotter.file, note, "everyday_life", by=SAM).report
    assert [(one.section_id, one.question_id) for one in filed] == [("everyday_life", "everyday_life_notes")]
    after = ask(database, assessments.for_entry, assessment, by=SAM, today=TODAY).answers[
        "everyday_life_notes"
    ]
    assert after == f"{before}\n{NOW.astimezone():%H:%M} sleeps at 1am, on phone"
    with database.reading() as session:
        assert jotter.waiting(session, assessment) == 1
    with pytest.raises(UserError, match="filed or removed already"):
        write(database, jotter.file, note, "everyday_life", by=SAM)


def test_file_all_leaves_what_points_nowhere_and_a_chosen_section_counts(ready):
    database, _, assessment = ready
    write = builders.write
    for words in ("tooth hurts", "xyz", "sleeps at 1am"):
        last = write(database, jotter.add, assessment, words, by=SAM).made_id
    write(database, jotter.choose_section, last, "summary", by=SAM)
    filed = write(database, jotter.file_all, assessment, by=SAM).report
    assert [one.section_id for one in filed] == ["health_checks", "summary"]
    left = builders.ask(database, jotter.shown, assessment, by=SAM).notes
    assert [one.words for one in left] == ["xyz"]
    write(database, jotter.remove, left[0].id, by=SAM)
    with database.reading() as session:
        assert jotter.waiting(session, assessment) == 0


@pytest.mark.parametrize(
    ("words", "section", "says"),
    [("  ", "", "Enter a note"), ("x" * 2_001, "", "2,000 fit"), ("fine", "plan", "no text a note could be")],
)
def test_what_the_jotter_refuses(ready, words, section, says):
    database, _, assessment = ready

    def add_and_file():
        made = builders.write(database, jotter.add, assessment, words, by=SAM)
        builders.write(database, jotter.file, made.made_id, section, by=SAM)

    with pytest.raises(UserError, match=says):
        add_and_file()


def test_a_signed_assessment_takes_no_notes_and_no_words(signed):
    database, _, assessment = signed
    for refused in (
        lambda: builders.write(database, jotter.add, assessment, "late", by=SAM),
        lambda: builders.write(database, quotes.add, assessment, "voice", "late", "own_words", by=SAM),
    ):
        with pytest.raises(UserError, match="signed"):
            refused()


def test_an_administrator_writes_no_notes(ready):
    with pytest.raises(NotAllowed):
        builders.write(ready.database, jotter.add, ready.assessment, "x", by=TOM)


def test_quotes_are_kept_exactly_and_struck_out_with_a_reason(ready):
    database, child, assessment = ready
    said = '  "i dont LIKE it"  \n teh dog\t<b>'
    made = builders.write(database, quotes.add, assessment, "feelings", said, "own_words", by=SAM).made_id
    voice = builders.ask(database, quotes.voice, assessment, by=SAM)
    assert [(one.words, one.kind, one.section_id, one.heard_by) for one in voice.here] == [
        (said, "own_words", "feelings", "Sam Iqbal")
    ]
    with pytest.raises(UserError, match="Enter why"):
        builders.write(database, quotes.mark_in_error, made, " ", by=SAM)
    builders.write(database, quotes.mark_in_error, made, "Another child said it", by=SAM)
    with database.reading() as session:
        assert stored.quotes(session, child) == ()
        assert stored.quotes(session, child, also_in_error=True)[0].entered_in_error_because


@pytest.mark.parametrize(("words", "kind", "says"), [(" ", "seen", "Enter what"), ("x", "", "Choose whose")])
def test_words_need_to_be_there_and_somebodys(ready, words, kind, says):
    with pytest.raises(UserError, match=says):
        builders.write(ready.database, quotes.add, ready.assessment, "voice", words, kind, by=SAM)


@pytest.fixture
def reviewed(signed):
    """The database, and a second assessment after a signed one."""
    database, child, before = signed
    fields = {
        "form_id": "iha_10_plus",
        "assessor_id": SAM.person_id,
        "started_at": NOW,
        "first_seen_on": TODAY,
    }
    with database.writing(builders.Entry(SAM, NOW, "tested")) as session:
        from lac_tracker.storage import assessments as held

        again = held.add(session, child, "IHA", "in_progress", fields)
    return database, before, again


def test_last_time_is_shown_in_words_and_nothing_is_copied_by_itself(reviewed):
    database, before, again = reviewed
    last = builders.ask(database, last_time.last_time, again, by=SAM)
    assert last.title == "IHA 04-Mar-2026"
    assert last.answers["well"].words == "I like living with Jo and her dog."
    assert last.answers["well"].can_be_copied
    assert last.answers["own_consent"].words != "agreed"  # the label, not the key
    assert not last.answers["own_consent"].can_be_copied
    assert builders.ask(database, assessments.for_entry, again, by=SAM, today=TODAY).answers == {}
    assert builders.ask(database, last_time.last_time, before, by=SAM) is None


def copied(database, assessment):
    return builders.ask(database, last_time.unconfirmed, assessment, by=SAM)


@pytest.mark.parametrize("act", ["confirm", "change", "take out", "add to it"])
def test_copied_text_waits_until_it_is_changed_or_confirmed(reviewed, act):
    database, _, again = reviewed
    builders.write(database, assessments.record_answer, again, "well", "School", by=SAM)
    builders.write(database, last_time.copy, again, "well", by=SAM)
    text = builders.ask(database, assessments.for_entry, again, by=SAM, today=TODAY).answers["well"]
    assert text == "School\nFrom 04-Mar-2026: I like living with Jo and her dog."
    assert copied(database, again) == ("well",)
    with pytest.raises(UserError, match="copied here already"):
        builders.write(database, last_time.copy, again, "well", by=SAM)
    if act == "confirm":
        builders.write(database, last_time.confirm, again, "well", by=SAM)
    else:
        changed = {
            "change": text.replace("her dog", "his cat"), "take out": "School", "add to it": text + " Still so.",
        }[act]  # fmt: skip
        builders.write(database, assessments.record_answer, again, "well", changed, by=SAM)
    assert copied(database, again) == (("well",) if act == "add to it" else ())


def test_a_choice_is_not_copied(reviewed):
    database, _, again = reviewed
    with pytest.raises(UserError, match="Only text can be copied"):
        builders.write(database, last_time.copy, again, "alone", by=SAM)


# Two people, one answer


def give(database, assessment, value, was, by=SAM, question="well", at=NOW):
    with database.writing(builders.Entry(by, at)) as session:
        return assessments.record_answer(session, assessment, question, value, by=by, now=at, was=was)


def answer(database, assessment, question="well"):
    return builders.ask(database, answer_conflicts.answers_now, assessment, by=SAM).get(question)


@pytest.fixture
def torn(ready):
    """Nadia changed an answer while Sam had the old one before him, and typed."""
    database, _, assessment = ready
    was = answer(database, assessment)
    give(database, assessment, "Hers", was, by=NADIA)
    refused = give(database, assessment, "His", was).report
    assert refused == answer_conflicts.Refused(assessment, "well")
    give(database, assessment, "His, and more", "His", at=NOW + timedelta(minutes=1))
    return database, assessment


def test_a_newer_answer_is_never_overwritten_and_both_are_kept(torn):
    database, assessment = torn
    assert answer(database, assessment) == "Hers"
    (conflict,) = builders.ask(database, answer_conflicts.waiting, assessment, by=SAM)
    assert (conflict.mine, conflict.mine_by) == ("His, and more", "Sam Iqbal")
    assert (conflict.theirs, conflict.theirs_by, conflict.both_fit) == ("Hers", "Nadia Rahman", True)
    assert conflict.section_words == "1 Amara's voice"


@pytest.mark.parametrize(
    ("keep", "wanted", "kept_aside"),
    [
        ("mine", "His, and more", {"Hers", "His, and more"}),
        ("theirs", "Hers", {"His, and more"}),
        ("both", "Hers\nHis, and more", {"Hers", "His, and more"}),
    ],
)
def test_a_person_chooses_and_the_other_answer_stays_in_the_history(torn, keep, wanted, kept_aside):
    database, assessment = torn
    builders.write(database, answer_conflicts.decide, assessment, {"well": keep}, by=SAM)
    assert answer(database, assessment) == wanted
    with database.reading() as session:
        assert answer_conflicts.waiting_count(session, assessment) == 0
        assert {one.value for one in stored.all_set_aside(session, assessment)} == kept_aside
    with pytest.raises(UserError, match="decided already"):
        builders.write(database, answer_conflicts.decide, assessment, {"well": keep}, by=SAM)


def test_other_answers_and_the_same_answer_are_no_conflict(ready):
    database, _, assessment = ready
    was = answer(database, assessment)
    give(database, assessment, "Same", was, by=NADIA)
    assert give(database, assessment, "Same", was).report is None
    assert (
        give(database, assessment, "Chess", answer(database, assessment, "likes"), question="likes").report
        is None
    )
    with database.reading() as session:
        assert answer_conflicts.waiting_count(session, assessment) == 0


def test_typing_the_same_as_the_other_in_the_end_settles_it(torn):
    database, assessment = torn
    assert give(database, assessment, "Hers", "His, and more").report is None
    with database.reading() as session:
        assert answer_conflicts.waiting_count(session, assessment) == 0


def test_an_answer_taken_back_by_another_is_not_put_back_unasked(ready):
    database, _, assessment = ready
    was = answer(database, assessment)
    give(database, assessment, None, was, by=NADIA)
    assert give(database, assessment, "More", was).report is not None
    (conflict,) = builders.ask(database, answer_conflicts.waiting, assessment, by=SAM)
    assert (conflict.theirs, conflict.theirs_at, conflict.both_fit) == ("", None, False)


# A form that was changed


def put_raw(database, assessment, question, value):
    with database.writing(builders.Entry(SAM, NOW, "tested")) as session:
        from lac_tracker.storage import assessments as held

        held.put_answer(session, assessment, question, value, by=SAM, now=NOW)


def test_answers_that_no_longer_fit_are_told_and_kept_aside(ready):
    database, _, assessment = ready
    put_raw(database, assessment, "alone", "gone_option")
    put_raw(database, assessment, "tooth_note", "Hurts on the left")
    old = {
        one.question_id: one
        for one in builders.ask(database, answer_conflicts.old_answers, assessment, by=SAM)
    }
    assert (old["alone"].words, old["alone"].section_id) == ("gone_option", "voice")
    assert (old["tooth_note"].asked, old["tooth_note"].section_id) == ("Tooth note", None)
    builders.write(database, answer_conflicts.put_old_aside, assessment, "tooth_note", to_jotter=True, by=SAM)
    give(database, assessment, "yes", "gone_option", question="alone")
    assert builders.ask(database, answer_conflicts.old_answers, assessment, by=SAM) == ()
    notes = builders.ask(database, jotter.shown, assessment, by=SAM).notes
    assert [one.words for one in notes] == ["Tooth note: Hurts on the left"]
    with database.reading() as session:
        kept = {
            (one.question_id, one.value, one.because) for one in stored.all_set_aside(session, assessment)
        }
    because = answer_conflicts.FORM_CHANGED
    assert kept == {("alone", "gone_option", because), ("tooth_note", "Hurts on the left", because)}
