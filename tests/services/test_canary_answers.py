"""No copy says what is not for its reader: every question of every form is answered with words of its own."""

import re
from datetime import date

import pytest

from lac_tracker.documents import catalogue
from lac_tracker.domain.audit import Entry
from lac_tracker.domain.forms import child_facts
from lac_tracker.domain.plans import CATEGORY_WORDS
from lac_tracker.services import dispatch, forms, reports, sharing
from lac_tracker.services.report_answers import PRIVATE_CATEGORIES, QUESTIONS_OF_TOPIC, Told
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import children as stored_children
from tests.builders import a_child, put_answers, write
from tests.complete_answers import complete_answers
from tests.conftest import GRACE, NOW, SAM, TODAY
from tests.documents.reading import text_of

BORN = {
    "iha_0_9": date(2019, 5, 1),
    "rha_0_9": date(2019, 5, 1),
}  # the others: 16, all parts of the form apply
# What the family told of itself is said to be held, not what it is.
ONLY_SAID_TO_BE_HELD = {"birth_pregnancy_state", "family_conditions_state"}
CONFIDENTIAL = ("birth_and_family", "journey", "changes", "uasc", "leaving_care")
EVERY_FORM = [form.id for form in forms.all_forms()]


def confidential(form):
    """Return the questions whose answers stay with the team: third-party, restricted, before care, on the way here."""
    return {
        question.id
        for section in form.sections
        for question in section.questions
        if section.id in CONFIDENTIAL
        or question.restricted
        or question.id.startswith(("lc_", "uasc_", "exam_", "mother_", "father_", "family_", "sibling_", "self_harm"))
    } - ONLY_SAID_TO_BE_HELD  # fmt: skip


def a_signed_one(database, form):
    """Return child and assessment: each written answer is a word nobody else says, everything else applies."""
    born = BORN.get(form.id, date(2009, 6, 1))
    child = a_child(database, born=born, became_looked_after=date(2025, 1, 6), nhs_number="9990563411")
    facts = child_facts(born, TODAY, unaccompanied=True, sex="female")
    answers = complete_answers(form, facts)
    texts = {
        question.id
        for section in form.sections
        for question in section.questions
        if question.type in ("text", "long text")
    }
    answers |= {name: f"CANARY{name.replace('_', 'x')}x" for name in answers if name in texts}
    with database.writing(Entry(SAM, NOW, "tested")) as session:
        stored_children.change(session, child, {"is_unaccompanied": True})
        kind = form.id[:3].upper()
        made = stored.add(
            session, child, kind, "in_progress", {"form_id": form.id, "first_seen_on": TODAY, "assessor_id": SAM.person_id}
        )  # fmt: skip
        put_answers(session, made, answers)
        signed = {"state": "signed", "completed_on": TODAY, "signed_at": NOW, "signed_as": "Sam Iqbal, GMC registered doctor"}  # fmt: skip
        sha256 = stored.keep_form(session, form.id, form.version, forms.form_source(form.id))
        stored.change(session, made, signed | {"form_sha256": sha256})
    return child, made, answers


def said_in(held, answers):
    """Return the questions whose words occur in what a document holds or prints."""
    text = re.sub(r"\s+", "", held if isinstance(held, str) else repr(held))
    return {name for name in answers if f"CANARY{name.replace('_', 'x')}x" in text}


def gathered(database, made, document):
    with database.reading() as session:
        return reports.gather(session, made, document, reference="H7K2Q", version=1, by=GRACE, now=NOW)


@pytest.fixture
def beginning(request, made_once):
    """A signed assessment on the form a test names: child, assessment, answers."""
    form_id = getattr(request, "param", "iha_10_plus")
    return made_once(form_id, lambda database: a_signed_one(database, forms.find_form(form_id)))


@pytest.mark.parametrize(("beginning", "form_id"), [(one, one) for one in EVERY_FORM], indirect=["beginning"])
def test_no_confidential_answer_is_in_any_copy(beginning, database, form_id, monkeypatch):
    form = forms.find_form(form_id)
    hidden = confidential(form)
    assert any(question.restricted for section in form.sections for question in section.questions)
    _, made, answers = beginning[1]
    assert len(hidden & answers.keys()) > 30
    asked = set()
    for method in ("key", "keys", "words", "lines"):
        read = getattr(Told, method)
        monkeypatch.setattr(
            Told, method, lambda told, name, read=read: (asked.add(name), read(told, name))[1]
        )
    for document in dispatch.PLAN_DOCUMENTS:
        held = gathered(database, made, document)
        printed = text_of(catalogue.render(document, held))
        assert said_in(held, answers) & hidden == set()
        assert said_in(printed, answers) & hidden == set()
        assert said_in(held, answers)  # and others are printed: the words are looked for as they are written
    assert asked & hidden == set()  # nor are choices of them read


@pytest.mark.parametrize("topic", [one for one in CATEGORY_WORDS if one not in PRIVATE_CATEGORIES])
def test_what_is_kept_private_is_left_out_of_the_answers_too(beginning, database, topic):
    child, made, answers = beginning[1]
    write(database, sharing.add_topic, child, topic, "", ("gp", "carer"), today=TODAY)
    for document in dispatch.PLAN_DOCUMENTS:
        held = gathered(database, made, document)
        assert said_in(held, answers).isdisjoint(QUESTIONS_OF_TOPIC.get(topic, ()))
        assert "private" in repr(held)


def test_every_answer_of_a_topic_is_one_the_forms_ask_and_copies_print():
    known = {
        question.id
        for form in forms.all_forms()
        for section in form.sections
        for question in section.questions
    }
    named = {question for questions in QUESTIONS_OF_TOPIC.values() for question in questions}
    assert named <= known
    assert QUESTIONS_OF_TOPIC.keys() <= CATEGORY_WORDS.keys()
