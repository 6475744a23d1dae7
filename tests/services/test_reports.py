from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from lac_tracker.documents import catalogue
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Consent, Giver, Means, Purpose, Response
from lac_tracker.domain.errors import NotAllowed, NotFound, UserError
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.questions import Question
from lac_tracker.services import (
    assessments,
    children,
    consent_gate,
    dispatch,
    plans,
    report_readers,
    reports,
    sharing,
)
from lac_tracker.services.redaction import without
from lac_tracker.services.report_answers import medicines_changed, told_by
from lac_tracker.storage import assessment_notes, care
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import consents as stored_consents
from lac_tracker.storage.tables.care import ContactRow
from tests import builders
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY
from tests.documents.reading import pages_of, text_of
from tests.questionnaires import a_questionnaire

TEAM = "Northgate LAC health team"
PRACTICE = "Mill Road Surgery"
BORN_2017 = date(2017, 5, 1)
BORN_2010 = date(2010, 5, 1)


OWN = {
    "preferred_name": "Amara", "matters": "I want to stay at my school.", "allergies_state": "none_known", "allergies": None, "ethnicity": "white_british",
    "mother_health": "MOTHERCANARY", "reason_in_care": "REASONCANARY", "exam_findings": "EXAMCANARY",
    "height_cm": 128,
}  # fmt: skip


def actions(*pairs):
    by = TODAY + timedelta(days=40)
    return tuple(Action(text, person, role, organisation, by, why="Overdue since the move") for text, person, role, organisation in pairs)  # fmt: skip


PLAN = (
    Need(
        None, "Immunisations", "immunisations", "The second MMR was missed", outcomes=(
            Outcome("Amara is protected against measles", "Both MMR doses in the GP record", TODAY + timedelta(days=90), actions(
                ("Give the second MMR", "Dr K Osei", "GP", PRACTICE),
                ("Bring Amara to the surgery", "Rosa Field", "foster carer", "Example Fostering"),
            ), agreed_child="yes"),
        ),
    ),
    Need(
        None, "Teeth", "teeth", "Toothache at night", outcomes=(
            Outcome("Amara eats without tooth pain", "Dentist's letter; Amara says no pain", TODAY + timedelta(days=120), actions(
                ("Treat two decayed teeth", "Ms T Dean", "dentist", "Example Dental Access"),
            ), agreed_child="yes"),
        ),
    ),
)  # fmt: skip


def write(database, function, *args, by=GRACE, **more):
    with database.writing(Entry(by, NOW)) as session:
        return function(session, *args, by=by, now=NOW, **more)


def a_begun_child(database, council_id, nhs_number, born, by):
    """Make a child with practice, carer, placement and an initial assessment with every answer, by the services."""
    child_id = write(
        database, children.add_child, council="Northgate", council_id=council_id, born=born, family_name="Baptiste",
        given_name="Amara", nhs_number=nhs_number, became_looked_after=TODAY - timedelta(days=20), legal_status="C2",
        sex="female",
    ).made_id  # fmt: skip
    write(database, children.set_gp_practice, child_id, name=PRACTICE, ods_code="Y99001", confirmed_on=TODAY)
    write(database, children.set_person, child_id, kind="social_worker", full_name="Dan Price", role="social worker", phone="01632 960 150")  # fmt: skip
    write(database, children.set_person, child_id, kind="carer", full_name="Rosa Field", role="foster carer")
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        history = care.histories(session, [child_id])[child_id]
        place = care.Placement(TODAY - timedelta(days=20), None, "U6", "PR1", "ZZ91 7QX")
        care.replace_history(session, child_id, replace(history, placements=(place,)), import_id=None)
    gate = consent_gate.GateAnswers(
        "agreed", "yes", "clinic", Giver.COUNCIL, "Dan Price", TODAY - timedelta(days=5), Means.EMAIL
    )
    made = write(database, consent_gate.start, child_id, by=by, today=TODAY, kind="IHA", gate=gate).made_id
    a_questionnaire(database, child_id)
    builders.answer_everything(database, made, by=by, changed=OWN)
    return child_id, made


def record(database, made, answers, by):
    with database.writing(Entry(by, NOW)) as session:
        for question_id, value in answers.items():
            assessments.record_answer(session, made, question_id, value, by=by, now=NOW)


@pytest.fixture
def beginning(made_once):
    """Three children whose assessments lack plan and signature: child and assessment of each, by birth and assessor."""

    def make(database):
        return {
            (born, by): a_begun_child(database, council_id, nhs_number, born, by)
            for born, by, council_id, nhs_number in (
                (BORN_2017, SAM, "100001", "9990563411"),
                (BORN_2010, SAM, "100002", "9990101108"),
                (BORN_2017, NADIA, "100003", ""),
            )
        }

    return made_once("begun", make)


@pytest.fixture
def a_signed_child(database, beginning):
    """Return what changes and signs the assessment of a child in this caseload, and returns child and assessment."""

    def signed(*, born=BORN_2017, changed=None, plan=PLAN, by=SAM, **fields):
        child_id, made = beginning[1][born, by]
        with database.writing(Entry(GRACE, NOW, "tested")) as session:
            stored_children.change(session, child_id, fields)
        record(database, made, changed or {}, by)
        for need in plan:
            write(database, plans.save_item, made, need, by=by)
        with database.reading() as session:
            found = assessments.check(session, made, by=by, now=NOW, today=TODAY, completed_on=TODAY)
        assert [finding.words for finding in found.fix] == []
        reasons = {finding.id: "Said on the day" for finding in found.explain}
        write(database, assessments.sign, made, by=by, today=TODAY, completed_on=TODAY, reasons=reasons)
        return child_id, made

    return signed


def gathered(database, assessment_id, document="gp-summary", by=GRACE):
    with database.reading() as session:
        return reports.gather(session, assessment_id, document, reference="H7K2Q", version=1, by=by, now=NOW)


def printed(database, assessment_id, document="gp-summary"):
    return catalogue.render(document, gathered(database, assessment_id, document))


def keep_private(database, child_id, topic, words, readers):
    write(database, sharing.add_topic, child_id, topic, words, readers, today=TODAY)


def test_the_gp_page_holds_what_the_practice_needs(database, a_signed_child):
    child_id, made = a_signed_child()
    keep_private(database, child_id, "safety", "", ("school",))
    pages = pages_of(printed(database, made))
    assert len(pages) == 1
    for words in (
        "To Mill Road Surgery, Y99001", "Amara BAPTISTE", "999 056 3411", "1 action for the practice",
        "Give the second MMR", "Why: Overdue since the move", "13-Apr-2026", "Ms T Dean, dentist, Example Dental Access",
        "No known allergies", "Ethnicity White: English", "Next health review due 04-Mar-2027", "Full care order",
        "Signed Sam Iqbal, GMC registered doctor, 04-Mar-2026", "In care since 12-Feb-2026", "Dan Price 01632 960 150",
        "Amara agreed on 04-Mar-2026 to this going to the GP practice", "NOT to the school", "“I want to stay at my school.”",
        "Height 128 cm", "Carer 14, slightly raised", "Bands not verified", "none found by a search",
    ):  # fmt: skip
        assert words in pages[0], words


def test_the_full_plan_holds_every_need_with_its_measure_and_persons(database, a_signed_child):
    _, made = a_signed_child()
    text = text_of(printed(database, made, "full-plan"))
    for words in (
        "Amara is protected against measles", "Both MMR doses in the GP record", "Dr K Osei, GP, Mill Road Surgery",
        "For the GP practice.", "Rosa Field, foster carer, Example Fostering", "Because: Toothache at night",
        "all 2 needs have an outcome", "Next health review due 04-Mar-2027", "Rosa Field: Bring Amara to the surgery",
        "GP record: asked, date not known, received 04-Mar-2026", "Signed Sam Iqbal",
    ):  # fmt: skip
        assert words in text, words


def test_the_confidential_record_stays_off_the_gp_page(database, a_signed_child):
    _, made = a_signed_child()
    text = text_of(printed(database, made))
    assert "CANARY" not in text


def test_what_the_child_does_not_want_shared_is_printed_nowhere(database, a_signed_child):
    changed = {
        "worries": "CANARYWORRY",
        "sexual_health": "CANARYSEX",
        "substance_problem": "yes",
        "substance_what": "CANARYDRUG",
    }
    need = Need(None, "CANARYNEED", "substances", "CANARYFOUND", outcomes=PLAN[0].outcomes)
    child_id, made = a_signed_child(born=BORN_2010, changed=changed, plan=(*PLAN, need))
    keep_private(database, child_id, "own", "CANARYSECRET about the sister", ("gp", "carer"))
    for document in dispatch.PLAN_DOCUMENTS:
        text = text_of(printed(database, made, document))
        assert "CANARY" not in text
        assert "private" in text


def test_what_was_kept_private_as_an_answer_of_an_older_form_is_still_obeyed(
    database, a_signed_child, monkeypatch
):
    """Assessments signed before topics were kept one by one."""
    _, made = a_signed_child(born=BORN_2010)
    readers = (("school", "School"), ("carer", "Carer"), ("gp", "GP"))
    asked = (
        Question("no_share", "What not to share?", "long text"),
        Question("no_share_with", "With whom?", "several choices", readers),
    )
    seen = []
    monkeypatch.setattr(report_readers, "consent_words", seen.append)
    gathered(database, made)
    (source,) = seen
    voice, *others = source.told.form.sections
    older = replace(
        source.told.form, sections=(replace(voice, questions=(*voice.questions, *asked)), *others)
    )
    for named, kept, not_with in (
        (["school"], False, ("the school",)), (["gp", "carer"], True, ("the carer",)), ([], True, ()),
    ):  # fmt: skip
        answers = {**source.told.answers, "no_share": "My sister", "no_share_with": named}
        old = replace(source, told=replace(source.told, form=older, answers=answers))
        assert report_readers.asked_to_keep(old) is kept
        assert report_readers.private_is_shared(old) is not kept
        assert report_readers.sharing(old).not_with == not_with


def test_a_plan_that_neither_council_nor_carer_may_have_is_not_made(database, a_signed_child):
    child_id, made = a_signed_child()
    for reader, purpose in (("council", Purpose.SHARE_COUNCIL), ("carer", Purpose.SHARE_CARER)):
        said_no = Consent(
            Response.GIVEN, Giver.YOUNG_PERSON, f"Amara about the {reader}", TODAY, Means.IN_PERSON, "Sam Iqbal",
            declined=frozenset({purpose}),
        )  # fmt: skip
        with database.writing(Entry(GRACE, NOW, "tested")) as session:
            stored_consents.add_consent(session, child_id, said_no)
        if reader == "council":
            assert "NOT to the council" in text_of(printed(database, made, "full-plan"))
    with pytest.raises(
        UserError, match="may not go to the council or the carer: Amara about the council said no"
    ):
        gathered(database, made, "full-plan")
    assert gathered(database, made).practice_actions


@pytest.mark.parametrize(("document", "shown"), [("gp-summary", True), ("full-plan", False)])
def test_a_private_need_is_for_the_practice_when_the_young_person_agreed_and_not_for_the_carer(
    database, a_signed_child, document, shown
):
    need = Need(None, "Vaping", "substances", "Vapes daily", outcomes=(
        replace(PLAN[1].outcomes[0], text="Amara breathes without a vape on 5 days of 7"),
    ))  # fmt: skip
    _, made = a_signed_child(born=BORN_2010, plan=(*PLAN, need))
    text = repr(gathered(database, made, document))
    assert ("Treat two decayed teeth" in text) is True
    assert ("Vaping" in text or text.count("Treat two decayed teeth") == 2) is shown


def test_carer_and_council_see_private_answers_only_when_the_young_person_agreed_to_that_by_name(
    database, a_signed_child
):
    changed = {"sexual_health": "Asked about contraception"}
    child_id, made = a_signed_child(born=BORN_2010, changed=changed)
    assert "Asked about contraception" not in repr(gathered(database, made, "full-plan"))
    own = Consent(
        Response.GIVEN, Giver.YOUNG_PERSON, "Amara", TODAY, Means.IN_PERSON, "Sam Iqbal",
        agreed=frozenset({Purpose.SHARE_COUNCIL, Purpose.SHARE_CARER}), assessment_id=made,
    )  # fmt: skip
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored_consents.add_consent(session, child_id, own)
    assert "Asked about contraception" in repr(gathered(database, made, "full-plan"))


def test_a_withheld_address_appears_nowhere_even_where_somebody_typed_it(database, a_signed_child):
    typed = {
        "likes": "x",
        "carer_views": "Happy at 12 Canary Lane, Northgate",
        "matters": "I like ZZ917QX and the garden",
    }
    child_id, made = a_signed_child(changed=typed, address_withheld=True)
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        session.execute(
            update(ContactRow).where(ContactRow.kind == "carer").values(address="12 Canary Lane\nNorthgate"),
            execution_options={"raises_versions_itself": True},
        )
    for document in dispatch.PLAN_DOCUMENTS:
        held = repr(gathered(database, made, document))
        text = text_of(printed(database, made, document))
        for words in (held, text):
            compact = words.replace(" ", "").upper()
            assert "CANARYLANE" not in compact
            assert "ZZ917QX" not in compact
        assert "Address withheld: ring 01632 960 100" in text
        assert "Rosa Field" not in text
        assert "the carer" in text.partition("Copy:")[2]
    assert child_id


def test_an_address_that_may_be_shared_is_printed(database, a_signed_child):
    _, made = a_signed_child()
    assert "Lives at ZZ91 7QX (Foster care)" in text_of(printed(database, made))


def test_an_answer_to_a_question_that_no_longer_applied_is_left_out(database, a_signed_child):
    _, made = a_signed_child(
        changed={"medicines": "CANARY tablets", "medicines_state": "no", "medicines_changed": None}
    )
    for document in dispatch.PLAN_DOCUMENTS:
        assert "CANARY" not in text_of(printed(database, made, document))
    assert gathered(database, made).records.medicines == ("None taken",)


@pytest.mark.parametrize(
    ("state", "words", "printed_words"),
    [
        ("known", "Penicillin: rash", "Allergies: Penicillin: rash"),
        ("none_known", None, "No known allergies"),
    ],
)
def test_allergies_are_always_said_in_words(database, a_signed_child, state, words, printed_words):
    _, made = a_signed_child(changed={"allergies_state": state, "allergies": words})
    assert gathered(database, made).circumstances.allergies == printed_words
    assert printed_words in text_of(printed(database, made))


def test_allergies_nobody_recorded_are_said_to_be_so():
    from lac_tracker.services.report_answers import allergies_words

    assert allergies_words("not_recorded", None) == "Allergies not recorded"


def test_without_a_practice_every_action_is_somebody_elses(database, a_signed_child):
    child_id, made = a_signed_child()
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        session.execute(
            update(ContactRow).where(ContactRow.kind == "gp_practice", ContactRow.child_id == child_id).values(ended_on=TODAY),
            execution_options={"raises_versions_itself": True},
        )  # fmt: skip
    held = gathered(database, made)
    assert held.practice is None
    assert held.practice_actions == ()
    assert len(held.other_actions) == 3
    assert "No action needed from the practice" in text_of(catalogue.render("gp-summary", held))


def test_a_no_to_the_practice_being_told_stops_the_gp_page_and_nothing_else(database, a_signed_child):
    child_id, made = a_signed_child()
    refused = Consent(
        Response.GIVEN, Giver.PARENT, "Ana Baptiste", TODAY, Means.PHONE, "Sam Iqbal",
        declined=frozenset({Purpose.SHARE_GP}),
    )  # fmt: skip
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        stored_consents.add_consent(session, child_id, refused)
    with pytest.raises(UserError, match="Ana Baptiste said no on 04-Mar-2026"):
        gathered(database, made)
    assert gathered(database, made, "full-plan").needs


def test_the_second_version_says_what_it_replaces(database, a_signed_child):
    child_id, made = a_signed_child()
    write(database, dispatch.make_document, child_id, "gp-summary", catalogue.render)
    assert gathered(database, made).issue.replaces == "version 1 of 04-Mar-2026"
    assert gathered(database, made, "full-plan").issue.replaces is None


def test_an_assessment_in_progress_gives_no_document(database):
    child_id = write(database, children.add_child, council="N", council_id="1", born=BORN_2017).made_id
    gate = consent_gate.GateAnswers("agreed", "yes")
    made = write(database, consent_gate.start, child_id, by=SAM, today=TODAY, kind="IHA", gate=gate).made_id
    with pytest.raises(NotFound, match="not signed"):
        gathered(database, made)


def test_a_document_nobody_knows_and_a_person_who_may_not_are_refused(database, a_signed_child):
    _, made = a_signed_child()
    with pytest.raises(UserError, match="gp-summary or full-plan"):
        gathered(database, made, "poster")
    auditor = Actor(9, 1, "a", "A", Role.AUDITOR, Registration.NONE)
    with pytest.raises(NotAllowed):
        gathered(database, made, by=auditor)


@pytest.mark.parametrize(
    ("answers", "changed"),
    [({"medicines_state": "no"}, False), ({"medicines_changed": "No, all the same"}, False), ({}, None),
     ({"medicines_changed": "Inhaler twice a day now"}, True)],
)  # fmt: skip
def test_whether_medicines_changed_follows_from_what_was_written(answers, changed):
    from lac_tracker.services import forms

    form = forms.find_form("iha_10_plus")
    about = {"medicines_state": "yes"} | answers
    assert medicines_changed(told_by(form, about, {}, "Amara")) is changed


def test_an_address_is_blotted_out_whatever_its_case_and_blanks():
    assert without(("Lives at 4 mill  road,Northgate", "4 Mill"), ("4 Mill Road, Northgate", "AA1")) == (
        "Lives at (address withheld)", "4 Mill",
    )  # fmt: skip


def test_the_nurse_signs_with_her_own_registration(database, a_signed_child):
    _, made = a_signed_child(by=NADIA)
    assert gathered(database, made).issue.registration == "NMC registered nurse or midwife"


def test_words_heard_on_their_own_are_voice_and_printed_but_not_those_of_a_private_section(
    database, a_signed_child
):
    child_id, made = a_signed_child(changed={"matters": None, "matters_kind": None, "well": "School"})
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        for section, words in (("voice", "I like my bed"), ("everyday_life", "CANARY of another section")):
            assessment_notes.add_quote(session, child_id, made, section, words, "own_words", by=SAM, now=NOW)
    assert gathered(database, made).quote.words == "I like my bed"
    assert "I like my bed" in text_of(printed(database, made, "full-plan"))
    assert "CANARY" not in repr(gathered(database, made, "full-plan"))
    keep_private(database, child_id, "own", "bed", ("gp",))
    assert "bed" not in repr(gathered(database, made))


def test_an_assessment_whose_only_voice_is_a_quote_may_be_signed(database):
    child = builders.a_child(database)
    nothing = dict.fromkeys(
        (
            "matters",
            "matters_kind",
            "well",
            "different",
            "help_wanted",
            "worries",
            "likes",
            "good_at",
            "people",
        )
    )
    made = builders.an_assessment(database, child)
    builders.answer_everything(database, made, changed=nothing)
    builders.write_plan(database, made)
    check = {"by": SAM, "today": TODAY, "completed_on": TODAY}
    found = builders.ask(database, assessments.check, made, **check)
    assert [finding.id for finding in found.fix] == ["one_of.voice"]
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        assessment_notes.add_quote(
            session, child, made, "feelings", "I am fine", "own_words", by=SAM, now=NOW
        )
    found = builders.ask(database, assessments.check, made, **check)
    assert found.fix == ()
    assert "1 thing in Amara's words" in [finding.words for finding in found.good]
