"""Who the child is and the pathways, on a real file, before and after 18."""

from datetime import date

import pytest

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.services import (
    about,
    caseload,
    child_summary,
    consent_gate,
    flags,
    health_history_release,
    leaving_care,
    pathways,
)
from lac_tracker.storage import care
from lac_tracker.storage.tables.care import PeriodOfCareRow
from tests import builders
from tests.builders import a_child, ask, write
from tests.conftest import GRACE, NADIA, SAM, TODAY, TOM


def summary(database, child, today=TODAY):
    return ask(database, child_summary.summary, child, today=today)


@pytest.mark.parametrize(
    ("subject", "given", "words"),
    [
        ("ethnicity", {"state": "recorded", "value": "mixed_white_black_caribbean", "own_words": "Bajan"}, "Mixed: White and Black Caribbean. In their own words: Bajan"),
        ("ethnicity", {"state": "prefers_not_to_say"}, "Asked: prefers not to say"),
        ("religion", {"state": "asked_not_known", "asked_of": "Mara"}, "Asked, not known (04-Mar-2026, Mara, by Sam Iqbal)"),
        ("religion", {"state": "not_asked"}, "Not asked yet"),
        ("language", {"state": "recorded", "value": "Tigrinya", "interpreter_needed": "yes", "interpreter_wishes": "A woman"}, "Tigrinya. Interpreter needed. A woman"),
        ("language", {"state": "recorded", "value": "a dialect", "preferred_language": "eng"}, "a dialect. For health: English. Interpreter: not known"),
        ("communication", {"state": "recorded", "value": "Makaton"}, "Makaton"),
    ],
)  # fmt: skip
def test_each_subject_has_a_value_or_says_why_not(database, subject, given, words):
    child = a_child(database)
    write(database, about.record, child, subject, by=SAM, **given)
    rows = {row.edits: row.words for row in summary(database, child).about_rows if row.edits}
    assert rows[subject] == words


def test_what_the_three_mean_for_care_is_kept_as_one(database):
    child = a_child(database)
    write(database, about.record, child, "ethnicity", by=SAM, state="prefers_not_to_say", means="Hair oil")
    write(
        database, about.record, child, "religion", by=SAM, state="recorded", value="G", means="Halal; fasts"
    )
    assert summary(database, child).child.meaning_for_care == "Hair oil. Halal; fasts."
    write(database, about.record, child, "ethnicity", by=SAM, state="prefers_not_to_say")
    assert summary(database, child).child.meaning_for_care == "Halal; fasts."


@pytest.mark.parametrize(
    ("subject", "given", "words"),
    [
        ("ethnicity", {"state": "recorded"}, "Ethnicity is missing"),
        ("ethnicity", {"state": "recorded", "value": "Klingon"}, "'Klingon' is not a code"),
        ("religion", {"state": "recorded", "value": "M"}, "choose the state instead"),
        ("religion", {"state": "perhaps"}, "Religion or belief needs one of"),
        ("ethnicity", {"state": "asked_not_known", "asked_on": date(2026, 3, 5)}, "Date asked must be today or in the past"),
        ("language", {"state": "recorded", "value": "English", "interpreter_needed": "maybe"}, "Interpreter needed"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_its_words(database, subject, given, words):
    child = a_child(database)
    with pytest.raises(UserError, match=words):
        write(database, about.record, child, subject, by=SAM, **given)


def test_two_people_do_not_write_over_each_other_and_an_administrator_writes_nothing(database):
    child = a_child(database)
    seen = ask(database, about.subject_of, child, "ethnicity").version
    write(database, about.record, child, "religion", by=SAM, state="prefers_not_to_say")
    with pytest.raises(RecordChanged):
        write(
            database, about.record, child, "ethnicity", by=SAM, state="prefers_not_to_say", seen_version=seen
        )
    with pytest.raises(NotAllowed):
        write(database, about.record, child, "ethnicity", by=TOM, state="prefers_not_to_say")


def test_a_pregnancy_is_referred_answered_and_ends_with_its_flag(database):
    child = a_child(database)
    write(database, flags.set_flag, child, by=NADIA, kind="pregnant")
    held = ask(database, pathways.of_child, child, today=TODAY).pregnancy
    given = {"due_on": date(2026, 8, 6), "referred_on": date(2026, 2, 24), "referred_to": "Midwifery team"}
    write(database, pathways.save_pregnancy, held.id, by=NADIA, **given, seen_version=held.version)
    shown = summary(database, child)
    assert "Reply overdue by 3 days: ring the midwifery team" in [one.words for one in shown.next_things]
    assert "Pregnant, due 06-Aug-2026" in [chip.words for chip in shown.banner.flags]
    with pytest.raises(RecordChanged):
        write(database, pathways.save_pregnancy, held.id, by=NADIA, **given, seen_version=held.version)
    write(database, pathways.end_pregnancy, held.id, by=NADIA, on=TODAY, words="Baby born, both well")
    after = summary(database, child)
    assert after.pathways.pregnancy is None
    assert not [chip for chip in after.banner.flags if chip.kind == "pregnant"]


@pytest.fixture
def leaver(database):
    """A young man of 18 who left care two months ago."""
    child = a_child(database, born=date(2008, 1, 5), became_looked_after=date(2020, 5, 1))
    with database.writing(builders.Entry(GRACE, builders.NOW, "tested")) as session:
        row = session.query(PeriodOfCareRow).filter_by(child_id=child).one()
        row.ended, row.reason_ended = date(2026, 1, 5), "E5"
        care.mark_for_due(session, child)
    return child


def test_a_care_leaver_has_no_clock_and_keeps_an_open_record(database, leaver):
    shown = summary(database, leaver)
    assert shown.due == ()
    assert shown.record_words.startswith("Open until 05-Jan-2033")
    assert "Care leaver" in [chip.words for chip in shown.banner.flags]
    assert shown.next_things[0].words == "Health history was not given before 18: offer it now"
    with pytest.raises(UserError, match="No RHA can start: 18 on 05-Jan-2026"):
        write(database, consent_gate.start, leaver, by=SAM, today=TODAY, kind="RHA", gate=builders.AGREED)


def test_a_care_leavers_pathways_stay_open(database, leaver):
    write(database, flags.set_flag, leaver, by=SAM, kind="pregnant")
    held = ask(database, pathways.of_child, leaver, today=TODAY)
    write(database, pathways.save_pregnancy, held.pregnancy.id, by=SAM, midwife="Jo Day", seen_version=1)
    given = {"health_history": "given", "health_history_on": TODAY, "personal_adviser": "Kim Ash"}
    with pytest.raises(UserError, match="has not been checked for third-party information yet"):
        write(database, leaving_care.save_leaving_care, leaver, by=SAM, **given, seen_version=0)
    read = {"read_all": True, "names_are_others": True, "seen_version": 0}
    write(database, health_history_release.check_third_party, leaver, by=SAM, **read)
    write(database, leaving_care.save_leaving_care, leaver, by=SAM, **given, seen_version=0)
    after = ask(database, pathways.of_child, leaver, today=TODAY)
    assert (after.leaving_care.health_history, after.leaving_care.health_history_by) == ("given", "Sam Iqbal")
    with pytest.raises(RecordChanged):
        write(database, leaving_care.save_leaving_care, leaver, by=SAM, **given, seen_version=0)


def test_a_record_is_closed_with_a_reason_still_found_and_opened_again(database, leaver):
    with pytest.raises(UserError, match="Enter the reason"):
        write(database, pathways.close_record, leaver, by=SAM, because="")
    write(database, pathways.close_record, leaver, by=SAM, because="Moved to adult services")
    shown = summary(database, leaver)
    assert shown.record_words == "Closed 04-Mar-2026: Moved to adult services"
    assert leaver in [row.child_id for row in ask(database, caseload.children, today=TODAY)]
    write(database, pathways.reopen_record, leaver, by=SAM)
    assert summary(database, leaver).pathways.closed_on is None


def test_the_record_of_a_looked_after_child_is_not_closed(database):
    child = a_child(database)
    with pytest.raises(UserError, match="the child is looked after"):
        write(database, pathways.close_record, child, by=SAM, because="x")


def test_the_consent_of_the_signed_one_is_said_and_not_called_missing(signed):
    item = summary(signed.database, signed.child).essentials.items[0]
    assert item.name == "consent"
    assert (item.words or item.state.value).startswith("here")
