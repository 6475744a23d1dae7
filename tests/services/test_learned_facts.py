"""What signing writes into the child's record, and what it leaves as it was."""

from lac_tracker.domain.audit import Entry
from lac_tracker.services import assessments, child_summary
from lac_tracker.storage import children as stored_children
from tests.builders import a_child, a_complete_assessment, a_signed_assessment, ask, write
from tests.conftest import GRACE, NOW, SAM, TODAY


def test_signing_fills_what_the_form_learned_about_the_child(database):
    child = a_child(database)
    a_signed_assessment(
        database,
        child,
        allergies_state="known",
        allergies="Penicillin",
        preferred_name="Mara",
        ethnicity="mixed_white_black_caribbean",
    )
    with database.reading() as session:
        held = stored_children.load(session, child)
    assert (held.preferred_name, held.allergies_state, held.allergies) == ("Mara", "known", "Penicillin")
    assert (held.ethnicity_state, held.ethnicity_code, held.ethnicity_asked_on, held.ethnicity_asked_by) == (
        "recorded", "mixed_white_black_caribbean", TODAY, "Sam Iqbal",
    )  # fmt: skip
    assert (held.religion_state, held.religion_code) == ("prefers_not_to_say", None)
    assert held.interpreter_needed == "no"
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert shown.called == "Mara"
    assert "refers not to say" in dict(shown.about)["Religion or belief"]


def test_what_was_not_learned_this_time_leaves_the_record_as_it_is(database):
    child = a_child(database)
    held = {
        "ethnicity_state": "recorded", "ethnicity_code": "white_irish", "religion_state": "recorded",
        "religion_code": "muslim", "language_state": "recorded", "first_language": "ga",
    }  # fmt: skip
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored_children.change(session, child, held)
    made = a_complete_assessment(
        database, child, ethnicity_state="not_asked", ethnicity=None, language_state="asked_not_known", language=None,
        religion_state="prefers_not_to_say", religion=None, birth_pregnancy_state="not_asked",
    )  # fmt: skip
    found = ask(database, assessments.check, made, by=SAM, today=TODAY, completed_on=TODAY)
    write(
        database, assessments.sign, made, by=SAM, today=TODAY, completed_on=TODAY,
        reasons={finding.id: "Ask next time" for finding in found.explain},
    )  # fmt: skip
    with database.reading() as session:
        now = stored_children.load(session, child)
    assert {name: getattr(now, name) for name in held} == held | {
        "religion_state": "prefers_not_to_say", "religion_code": None,
    }  # fmt: skip


def test_means_own_words_languages_and_communication_are_learned_and_blanks_erase_nothing(database):
    child = a_child(database)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored_children.change(
            session, child, {"religion_means": "Halal food", "interpreter_wishes": "A woman"}
        )
    a_signed_assessment(
        database, child, ethnicity_state="recorded", ethnicity_own_words="Bajan", ethnicity_means="Hair care",
        language_state="recorded", language="Tigrinya", preferred_language="English", language_means="Letters by phone",
        communication_state="recorded", communication="Signs and pictures", religion_state="prefers_not_to_say",
    )  # fmt: skip
    with database.reading() as session:
        held = stored_children.load(session, child)
    assert (held.ethnicity_own_words, held.ethnicity_means, held.language_means) == (
        "Bajan", "Hair care", "Letters by phone",
    )  # fmt: skip
    assert (held.first_language, held.preferred_language) == ("tir", "eng")
    assert (held.communication_state, held.communication_needs, held.communication_asked_by) == (
        "recorded", "Signs and pictures", "Sam Iqbal",
    )  # fmt: skip
    assert (held.religion_means, held.interpreter_wishes) == ("Halal food", "A woman")
    assert held.meaning_for_care == "Hair care. Letters by phone. Halal food."
