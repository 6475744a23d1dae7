"""Medicines, conditions and allergies on a real file: the banner follows the allergies, whoever writes them."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.services import allergies, child_summary, chronology, flags, forms, treatments
from lac_tracker.services.learned_facts import allergies_not_named, fill_child
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import treatments as stored
from tests.builders import an_assessment, ask, write
from tests.conftest import NADIA, NOW, SAM, TODAY, TOM

INHALER = {
    "name": "Salbutamol inhaler", "dose": "2 puffs when needed", "for_what": "asthma", "since": "Mar 2024",
    "prescribed_by": "Mill Road Surgery", "source": "Label",
}  # fmt: skip
ASTHMA = {"name": "Asthma", "state": "confirmed", "since": "2019", "source": "GP record"}
PENICILLIN = {
    "substance": "Penicillin", "reaction": "rash", "severity": "severe", "since": "2018", "source": "GP record",
}  # fmt: skip


@pytest.fixture
def beginning(with_a_child):
    return with_a_child


@pytest.fixture
def child(beginning):
    return beginning[1]


def page(database, child, **more):
    return ask(database, treatments.on_record, child, **more)


def told(database, child):
    with database.reading() as session:
        return treatments.as_told(session, child)


def on_child(database, child):
    with database.reading() as session:
        held = stored_children.load(session, child)
    return held.allergies_state, held.allergies


def rows(database, child):
    return [(one.substance, one.reaction, one.ended_because) for one in page(database, child).allergies]


def add(database, child, substance, **more):
    given = PENICILLIN | {"substance": substance} | more
    return write(database, allergies.add_allergy, child, **given).made_id


def test_a_medicine_is_entered_corrected_stopped_and_told_by_the_chronology(database, child):
    made = write(database, treatments.add_medicine, child, **INHALER).made_id
    write(
        database,
        treatments.change_medicine,
        made,
        **INHALER | {"dose": "1 puff", "since": "Apr 2024"},
        seen_version=1,
    )
    with pytest.raises(RecordChanged):
        write(database, treatments.change_medicine, made, **INHALER, seen_version=1)
    assert told(database, child).medicines == ("Salbutamol inhaler, 1 puff, for asthma, since Apr 2024",)
    events = ask(database, chronology.of_child, child, today=TODAY).events
    (event,) = [one for one in events if one.key.startswith("medicine")]
    assert (event.what, event.when.words, event.is_key) == (
        "Medicine started: Salbutamol inhaler",
        "Apr 2024",
        False,
    )
    with pytest.raises(UserError, match="why it was stopped"):
        write(database, treatments.stop_medicine, made, on=TODAY, because=" ", seen_version=2)
    write(database, treatments.stop_medicine, made, on=TODAY, because="No longer needed", seen_version=2)
    (medicine,) = page(database, child).medicines
    assert (medicine.ended, medicine.ended_because) == (TODAY, "No longer needed (Grace Mensah)")
    now = told(database, child)
    assert (now.medicines, now.medicines_on, now.conditions_on) == ((), TODAY, None)
    write(database, treatments.medicine_in_error, made, because="Another child's", seen_version=3)
    assert page(database, child).medicines == ()


def test_a_condition_is_suspected_then_confirmed_then_resolved(database, child):
    made = write(database, treatments.add_condition, child, **ASTHMA | {"state": "suspected"}).made_id
    assert told(database, child).conditions == ("Suspected: Asthma, since 2019",)
    keys = [one.key for one in ask(database, chronology.of_child, child, today=TODAY).events]
    assert not [key for key in keys if key.startswith("condition")]
    write(database, treatments.change_condition, made, **ASTHMA, diagnosed_by="Dr Hall", seen_version=1)
    events = ask(database, chronology.of_child, child, today=TODAY).events
    assert [one.what for one in events if one.key.startswith("condition")] == ["Diagnosis: Asthma"]
    over = ASTHMA | {"state": "resolved", "ended": date(2025, 6, 1)}
    write(database, treatments.change_condition, made, **over, seen_version=2)
    assert told(database, child).conditions == ()
    assert page(database, child).conditions[0].ended == date(2025, 6, 1)
    write(database, treatments.condition_in_error, made, because="Twice", seen_version=3)
    assert page(database, child).conditions == ()


@pytest.mark.parametrize(
    ("service", "given", "wrong", "words"),
    [
        (treatments.add_medicine, INHALER, {"name": " "}, "Medicine is missing"),
        (treatments.add_medicine, INHALER, {"source": ""}, "Source is missing"),
        (treatments.add_medicine, INHALER, {"since": "soon"}, "Since must be a day, a month or a year"),
        (treatments.add_medicine, INHALER, {"since": "1/1/2001"}, "Since must be after the date of birth"),
        (treatments.add_condition, ASTHMA, {"name": ""}, "Condition is missing"),
        (treatments.add_condition, ASTHMA, {"state": "cured"}, "Suspected, confirmed or resolved is missing"),
        (treatments.add_condition, ASTHMA, {"state": "resolved", "ended": date(2999, 1, 1)}, "Resolved on must be today"),
        (
            treatments.add_condition, ASTHMA,
            {"state": "resolved", "since": "5/5/2020", "ended": date(2020, 5, 4)}, "Resolved on must be on or after",
        ),
        (allergies.add_allergy, PENICILLIN, {"substance": " : "}, "Substance is missing"),
        (allergies.add_allergy, PENICILLIN, {"severity": ""}, "How bad is missing"),
        (allergies.add_allergy, PENICILLIN, {"source": "\u202e"}, "Source is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(database, child, service, given, wrong, words):
    with pytest.raises(UserError, match=words):
        write(database, service, child, **given | wrong)
    held = page(database, child)
    assert (held.medicines, held.conditions, held.allergies) == ((), (), ())


def test_the_banner_follows_the_page_and_is_always_one_of_three(database, child):
    assert on_child(database, child) == ("not_recorded", None)
    write(database, allergies.say_none_known, child)
    assert on_child(database, child) == ("none_known", None)
    made = add(database, child, "Penicillin; V: oral")
    assert on_child(database, child) == ("known", "Penicillin, V, oral: rash")
    write(database, allergies.change_allergy, made, **PENICILLIN, seen_version=1)
    nuts = add(database, child, "Nuts", reaction="lips: swell")
    assert on_child(database, child) == ("known", "Penicillin: rash\nNuts: lips: swell")
    shown = ask(database, child_summary.heading, child, today=TODAY)
    assert shown.allergies_words == "Penicillin: rash\nNuts: lips: swell"
    with pytest.raises(UserError, match="on the list already: correct the line 'Penicillin: rash'"):
        add(database, child, "penicillin")
    write(database, allergies.allergy_in_error, nuts, because="Another child's", seen_version=1)
    write(database, allergies.end_allergy, made, on=TODAY, because="Tested", seen_version=2)
    assert on_child(database, child) == ("not_recorded", None)  # nobody said that none are known
    assert told(database, child).allergies_on == TODAY
    add(database, child, "Penicillin")
    assert told(database, child).allergies == ("Penicillin: rash (severe, since 2018)",)


def test_none_known_while_some_stand_names_them_and_ends_them_only_with_a_reason(database, child):
    add(database, child, "Penicillin")
    add(database, child, "Nuts", reaction="")
    with pytest.raises(
        UserError, match="2 allergies stand on this record: Penicillin: rash, Nuts. Choose to end them"
    ):
        write(database, allergies.say_none_known, child)
    with pytest.raises(UserError, match="Enter the reason why they no longer stand"):
        write(database, allergies.say_none_known, child, end_because=" ")
    assert on_child(database, child)[0] == "known"
    write(database, allergies.say_none_known, child, by=SAM, end_because="Tested in clinic")
    assert on_child(database, child) == ("none_known", None)
    assert [row[2] for row in rows(database, child)] == ["Tested in clinic (Sam Iqbal)"] * 2


def test_names_written_on_the_flags_page_become_rows_and_removed_ones_end(database, child):
    add(database, child, "Penicillin")
    said = "penicillin: hives\nEgg"
    write(database, flags.set_allergies, child, by=SAM, state="known", allergies=said)
    assert rows(database, child) == [("Penicillin", "hives", ""), ("Egg", "", "")]
    assert page(database, child).allergies[0].severity == "severe"  # a row keeps what the list does not say
    assert on_child(database, child) == ("known", "Penicillin: hives\nEgg")
    tested = {"because": "Tested, and not allergic"}
    write(database, flags.set_allergies, child, by=NADIA, state="known", allergies="Egg", **tested)
    gone = "Tested, and not allergic (Nadia Rahman)"
    assert rows(database, child) == [("Egg", "", ""), ("Penicillin", "hives", gone)]
    write(database, flags.set_allergies, child, by=SAM, state="not_recorded", **tested)
    assert on_child(database, child) == ("not_recorded", None)
    assert all(row[2] for row in rows(database, child))


def test_a_signed_form_makes_rows_ends_older_ones_and_leaves_newer_ones(database, child):
    before = NOW - timedelta(days=5)
    with database.writing(Entry(SAM, before)) as session:
        latex = PENICILLIN | {"substance": "Latex"}
        allergies.add_allergy(session, child, by=SAM, now=before, **latex)
    add(database, child, "Wasp stings")
    made = an_assessment(database, child)
    said = {"allergies_state": "known", "allergies": "Penicillin: rash"}
    with database.writing(Entry(SAM, NOW)) as session:
        form = forms.find_form("iha_10_plus")
        fill_child(session, child, form, said, SAM, TODAY, assessment_id=made)
    because = "No longer named in the IHA 04-Mar-2026 (Sam Iqbal)"
    assert rows(database, child) == [
        ("Wasp stings", "rash", ""),
        ("Penicillin", "rash", ""),
        ("Latex", "rash", because),
    ]
    assert page(database, child).allergies[1].source == "IHA 04-Mar-2026"
    assert on_child(database, child) == ("known", "Wasp stings: rash\nPenicillin: rash")
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert "Penicillin" in str(shown)


def test_signing_asks_before_an_allergy_of_the_record_ends_and_an_older_form_rewords_none(database, child):
    before, after = NOW - timedelta(days=5), NOW + timedelta(days=2)
    with database.writing(Entry(SAM, before)) as session:
        for substance in ("Latex", "Egg"):
            allergies.add_allergy(session, child, by=SAM, now=before, **PENICILLIN | {"substance": substance})
    form, made = forms.find_form("iha_10_plus"), an_assessment(database, child)

    def sign(words):
        said = {"allergies_state": "known", "allergies": words}
        with database.writing(Entry(SAM, NOW)) as session:
            ended = allergies_not_named(session, child, made, form, said, TODAY)
            fill_child(session, child, form, said, SAM, TODAY, assessment_id=made)
        return ended

    assert sign("Egg: swelling and latex") == ()
    assert (
        on_child(database, child)[1] == "Latex: rash\nEgg: rash, swelling and latex"
    )  # what the GP told stays
    assert sign("Egg: hives") == ("Latex: rash",)
    held = {one.substance: one for one in page(database, child).allergies}
    assert held["Egg"].reaction == "hives"
    with database.writing(Entry(SAM, after)) as session:
        egg = held["Egg"]
        told = PENICILLIN | {"substance": "Egg", "reaction": "anaphylaxis", "source": "Ward"}
        allergies.change_allergy(session, egg.id, by=SAM, now=after, **told, seen_version=egg.version)
        nuts = allergies.add_allergy(session, child, by=SAM, now=after, **PENICILLIN | {"substance": "Nuts"})
        end = {"on": after.date(), "because": "Tested", "seen_version": 1}
        allergies.end_allergy(session, nuts.made_id, by=SAM, now=after, **end)
    sign("Egg: itch\nNuts")
    assert on_child(database, child) == ("known", "Egg: anaphylaxis")


def test_known_without_a_name_is_kept_as_said(database, child):
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        stored.set_allergy_names(session, child, "", "Told", "Sam Iqbal", on=TODAY, because="Gone")
    assert on_child(database, child) == ("known", None)


def test_a_correction_of_an_old_version_and_roles_are_refused(database, child):
    made = add(database, child, "Penicillin")
    write(database, allergies.change_allergy, made, **PENICILLIN | {"reaction": "hives"}, seen_version=1)
    for service, given in (
        (allergies.change_allergy, PENICILLIN),
        (allergies.end_allergy, {"on": TODAY, "because": "Tested"}),
        (allergies.allergy_in_error, {"because": "Twice"}),
    ):
        with pytest.raises(RecordChanged):
            write(database, service, made, **given, seen_version=1)
    with pytest.raises(NotAllowed):
        page(database, child, by=TOM)
    with pytest.raises(NotAllowed):
        write(database, treatments.add_medicine, child, by=TOM, **INHALER)
