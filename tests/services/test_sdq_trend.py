"""The page of questionnaires over time, its paper, and the page that is the young person's own."""

from datetime import date

import pytest

from lac_tracker.documents import catalogue
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.reading_ease import read_ease, short_forms
from lac_tracker.domain.sdq_trend import Shown
from lac_tracker.services import appointments, chronology, dispatch, placements, sdq, sdq_trend
from lac_tracker.services.own_plan_facts import plain_words
from tests.builders import a_child, ask, write
from tests.conftest import TODAY, TOM
from tests.documents.reading import text_of

CARER = {"version": "parent_4_17", "completed_by": "L Hunt, key worker", "source": "Scored report"}
OWN = {"version": "self_11_17", "completed_by": "Perrin", "source": "Scored report"}


@pytest.fixture
def child(database):
    made = a_child(database, born=date(2010, 5, 1))
    for on, total in ((date(2025, 2, 9), 17), (date(2026, 2, 4), 14)):
        write(database, sdq.save_scores, made, completed_on=on, total=total, **CARER)
    return made


@pytest.fixture
def own(database, child):
    """Her self-reports; the ids, oldest first."""
    return [
        write(database, sdq.save_scores, child, completed_on=on, total=total, own_words=words, **OWN).made_id
        for on, total, words in (
            (date(2025, 2, 9), 16, "School is loud."), (date(2026, 2, 4), 12, "I sleep better now."),
        )
    ]  # fmt: skip


def page(database, child, **more):
    return ask(database, sdq_trend.of_child, child, today=TODAY, **more)


def made(database, child, document):
    kept = write(database, dispatch.make_document, child, document, catalogue.render)
    return text_of(ask(database, dispatch.kept_document, child, kept.made_id).content)


def test_the_page_knows_where_the_child_lived_what_happened_and_what_comes_next(database, child):
    write(database, placements.add_placement, child, today=TODAY, began=date(2025, 3, 1), placement_type="U6", carer_name="Jo Moss")  # fmt: skip
    for words, is_key in (("Started at a new school", True), ("Rang the school", False)):
        write(database, chronology.add_event, child, when="Sep 2025", event=words, kind="contact", source="carer", is_key=is_key)  # fmt: skip
    write(database, appointments.book, child, today=TODAY, kind="RHA", takes_place_on=date(2026, 3, 20))
    shown = page(database, child)
    assert [one.words for one in shown.facts.events][-1:] == ["Started at a new school"]
    assert "Rang the school" not in [one.words for one in shown.facts.events]
    assert [one.began for one in shown.facts.placements] == [date(2025, 3, 1)]
    assert "Jo Moss" not in repr(shown.facts.placements)
    assert shown.footer == ("For RHA booked 20-Mar-2026", "Next due 04-Feb-2027")
    assert {table.version for table in shown.facts.tables} == {"parent_4_17"}


def test_the_paper_says_scores_change_and_meaning_and_no_single_answer(database, child, own):
    newest = page(database, child).record.scored
    carer = next(one for one in newest if one.informant == "carer")
    write(
        database,
        sdq.say,
        carer.id,
        means="Settled since the move.",
        child_thinks="About right.",
        seen_version=1,
    )
    words = made(database, child, "sdq-trend")
    for said in (
        "Latest: carer total 14, slightly raised (was 17, high, 13 months ago). Down 3", "Settled since the move.",
        "About right.", "Bands not verified", "04-Feb-2026", "Bands are off: carer and self-report",
    ):  # fmt: skip
        assert said in words
    assert "I sleep better now." not in words
    carers = ask(database, sdq_trend.for_paper, child, Shown(informants=frozenset({"carer"})))
    assert len(carers.facts.held) == 4
    kept = write(database, sdq_trend.keep_paper, child, carers.shown, catalogue.render)
    assert ask(database, dispatch.kept_document, child, kept.made_id).version_number == 2
    assert (
        "Not shown on the page: self" in ask(database, dispatch.kept_document, child, kept.made_id).left_out
    )


def test_without_a_questionnaire_there_is_no_paper_and_not_everybody_reads_the_page(database):
    child = a_child(database)
    for document, words in (("sdq-trend", "no SDQ to print yet"), ("feelings-page", "nothing of their own")):
        with pytest.raises(UserError, match=words):
            write(database, dispatch.make_document, child, document, catalogue.render)
    with pytest.raises(NotAllowed):
        page(database, child, by=TOM)


def test_their_own_page_is_made_only_when_they_chose_it(database, child, own):
    first, last = own
    with pytest.raises(UserError, match="they were not asked yet"):
        made(database, child, "feelings-page")
    write(database, sdq.choose_sharing, last, shared="no", seen_version=1)
    with pytest.raises(UserError, match="chose not to have this page"):
        made(database, child, "feelings-page")
    write(database, sdq.choose_sharing, last, shared="yes", seen_version=2)
    words = made(database, child, "feelings-page")
    for said in (
        "In February 2025 your number was 16.",
        "went down by 4",
        "“School is loud.”",
        "“I sleep better now.”",
    ):
        assert said in words
    for jargon in ("SDQ", "abnormal", "raised", "band", "CAMHS", "17"):
        assert jargon not in words.replace("01632 960 117", "")
    write(database, sdq.choose_sharing, first, shared="no", seen_version=1)
    words = made(database, child, "feelings-page")
    assert "School is loud" not in words
    assert "your number was 16" not in words


def test_their_own_page_reads_easily():
    from lac_tracker.documents import feelings_page as paper

    told = " ".join(
        getattr(paper, name) for name in ("_MEANS", "_YOURS", "_CHOSE", "_ONLY", "_OTHERS", "_MIND", "_ASK")
    )
    ease = read_ease(told.replace("{who}", "Nadia"), plain_words())
    assert ease.age is not None
    assert ease.age <= 9
    assert short_forms(told, plain_words()) == ()
    assert [one for one in ease.hints if one.kind in ("sentence", "passive")] == []
