"""Questionnaires of the record in a review: what the form asks, what signing writes back, and what papers tell."""

from datetime import date

import pytest

from lac_tracker.domain.errors import NotAllowed
from lac_tracker.domain.forms import visible_questions
from lac_tracker.services import (
    assessments,
    child_summary,
    chronology,
    own_plan_facts,
    reader_copies,
    reports,
    sdq,
    sdq_known,
)
from lac_tracker.services.papers import Wanted
from lac_tracker.storage import assessments as stored
from tests import builders
from tests.builders import ask, write
from tests.conftest import GRACE, NOW, SAM, TODAY, TOM
from tests.questionnaires import (
    FOURTEEN,
    LAST_YEAR,
    SEVENTEEN,
    TWELVE,
    a_questionnaire,
    held,
    say,
    share,
    take_out,
)


def answer(ready, **said):
    for question, value in said.items():
        write(ready.database, assessments.record_answer, ready.assessment, question, value, by=SAM)


def explained(ready):
    found = ask(ready.database, assessments.check, ready.assessment, by=SAM, today=TODAY, completed_on=TODAY)
    return {finding.question_id for finding in found.explain if (finding.question_id or "").startswith("sdq")}


def asked(ready):
    entry = ask(ready.database, assessments.for_entry, ready.assessment, by=SAM, today=TODAY)
    shown = visible_questions(entry.form, entry.answers, entry.facts)
    return {question.id for question in shown if question.id.startswith("sdq")}


def summary(ready):
    return ask(ready.database, child_summary.summary, ready.child, today=TODAY)


def glance(ready):
    return dict((row.label, row.words) for row in summary(ready).glance)["SDQ"]


def paper(ready, document):
    return ask(
        ready.database, reports.gather, ready.assessment, document, reference="HP-1", version=1, by=SAM
    )


def council_copy(ready, document="council-copy"):
    wanted = Wanted(ready.child, document, "HP-2", 1, SAM, NOW, ready.assessment)
    with ready.database.reading() as session:
        return reader_copies.gather(session, wanted).held


def feelings(ready):
    with ready.database.reading() as session:
        return own_plan_facts.feelings(session, stored.load(session, ready.assessment))


def put(ready, **said):
    """Write answers as an assessment held that was begun when the form still asked for scores."""
    with ready.database.writing(builders.Entry(SAM, NOW, "tested")) as session:
        for question, value in said.items():
            stored.put_answer(session, ready.assessment, question, value, by=SAM, now=NOW)


def test_a_review_asks_by_the_record_is_signed_with_reasons_and_fills_the_questionnaire(ready):
    assert asked(ready) == {"sdq_not_used_why"}
    before = a_questionnaire(ready.database, ready.child, LAST_YEAR, FOURTEEN)
    newest = a_questionnaire(ready.database, ready.child, date(2026, 3, 1), SEVENTEEN)
    own = a_questionnaire(ready.database, ready.child, TODAY, TWELVE, "self_11_17", "Amara")
    assert asked(ready) == {"sdq_means", "sdq_child_thinks", "sdq_next", "sdq_talked_over"}
    assert explained(ready) == {"sdq_means", "sdq_child_thinks", "sdq_next"}
    answer(ready, sdq_next="nothing")
    assert "sdq_next_words" in explained(ready)
    answer(ready, sdq_means="Mostly worries", sdq_next_words="In therapy since May")
    say(ready.database, newest, child_thinks="That's about right.")  # on the page of questionnaires
    assert explained(ready) == set()
    builders.sign(ready.database, ready.assessment)
    used = held(ready.database, newest)
    assert (used.means, used.child_thinks, used.next_step, used.next_step_words) == (
        "Mostly worries", "That's about right.", "nothing", "In therapy since May",
    )  # fmt: skip
    assert used.is_used
    assert (held(ready.database, before).means, held(ready.database, own).means) == ("", "")


def test_signing_never_writes_over_what_the_record_has(ready):
    newest = a_questionnaire(ready.database, ready.child)
    answer(ready, sdq_means="Said in the form", sdq_child_thinks="Fine")
    say(ready.database, newest, means="Said on the page")
    builders.sign(ready.database, ready.assessment)
    used = held(ready.database, newest)
    assert (used.means, used.child_thinks) == ("Said on the page", "Fine")
    assert paper(ready, "gp-summary").records.sdq[-2:] == ("Said in the form", "Bands not verified")


def test_every_paper_tells_its_reader_what_is_theirs(ready):
    a_questionnaire(ready.database, ready.child, LAST_YEAR, SEVENTEEN)
    a_questionnaire(ready.database, ready.child, date(2026, 3, 1), FOURTEEN)
    own = a_questionnaire(ready.database, ready.child, TODAY, TWELVE, "self_11_17", "Amara")
    answer(ready, sdq_means="Settled since the move.", sdq_child_thinks="I sleep better.")
    assert glance(ready) == (
        "Carer 14, slightly raised, 01-Mar-2026; was 17. Amara 12, close to average, 04-Mar-2026"
    )
    builders.sign(ready.database, ready.assessment)
    scores = ("Carer 14, slightly raised (was 17, 09-Mar-2025)", "Mara 12, close to average")
    assert paper(ready, "gp-summary").records.sdq == (
        *scores,
        "Settled since the move.",
        "Bands not verified",
    )
    checks = dict(paper(ready, "full-plan").checks)
    assert checks["SDQ, carer"] == (
        "01-Mar-2026: total 14, slightly raised. Down 3 from 17 on 09-Mar-2025. Emotional 4, slightly raised. "
        "Conduct 2, close to average. Hyperactivity 5, close to average. Peer 3, slightly raised. "
        "Prosocial 8, close to average. Impact 2, high. Bands not verified."
    )
    assert checks["SDQ, Mara"].startswith("04-Mar-2026: total 12, close to average. One score: no trend yet.")
    assert checks["SDQ, Mara"].endswith("Bands not verified.")
    assert checks["What the SDQ means"] == "Settled since the move. Mara thinks: I sleep better."
    assert council_copy(ready).sdq == (
        "Carer 14, borderline (was 17, 09-Mar-2025)", "Mara 12", "Settled since the move.",
    )  # fmt: skip
    assert council_copy(ready, "carer-copy").sdq[:2] == scores
    assert feelings(ready) is None  # nobody asked her yet
    share(ready.database, own)
    assert feelings(ready).points == ((TODAY, 12),)


def test_the_chronology_has_each_score_without_a_band_until_it_is_entered_in_error(ready):
    a_questionnaire(ready.database, ready.child, LAST_YEAR, SEVENTEEN)
    newest = a_questionnaire(ready.database, ready.child, date(2026, 3, 1), FOURTEEN)

    def told(by=GRACE):
        page = ask(ready.database, chronology.of_child, ready.child, today=TODAY, by=by)
        return [event.what for event in page.events if event.kind == "sdq"]

    assert told() == ["Carer's SDQ: total 14 of 40 (was 17)", "Carer's SDQ: total 17 of 40"]
    assert told(by=TOM) == []
    take_out(ready.database, newest)
    assert told() == ["Carer's SDQ: total 17 of 40"]


def test_what_was_asked_and_answered_in_a_signed_review_stays_when_the_questionnaire_goes(ready):
    newest = a_questionnaire(ready.database, ready.child)
    answer(ready, sdq_means="Settled", sdq_child_thinks="Fine")
    builders.sign(ready.database, ready.assessment)
    take_out(ready.database, newest)
    assert asked(ready) == {"sdq_means", "sdq_child_thinks", "sdq_talked_over"}
    assert paper(ready, "gp-summary").records.sdq == ("Settled",)


def test_totals_typed_as_answers_before_are_older_evidence(ready):
    put(ready, sdq_used="yes", sdq_by="child", sdq_total=15, sdq_on="2026-02-20")
    builders.sign(ready.database, ready.assessment)
    assert paper(ready, "gp-summary").records.sdq[0] == "Mara 15 of 40"
    assert glance(ready) == "15 of 40"
    assert feelings(ready).points == ((TODAY, 15),)
    page = ask(ready.database, chronology.of_child, ready.child, today=TODAY)
    assert "SDQ total 15 of 40" in [event.what for event in page.events]
    a_questionnaire(ready.database, ready.child, date(2026, 2, 20), TWELVE, "self_11_17", "Amara")
    assert glance(ready) == "Mara 12, close to average, 20-Feb-2026"
    assert paper(ready, "gp-summary").records.sdq[0] == "Mara 12, close to average"
    page = ask(ready.database, chronology.of_child, ready.child, today=TODAY)
    assert [event.what for event in page.events if event.kind == "sdq"] == [
        "SDQ by the young person: total 12 of 40"
    ]


def test_essentials_and_papers_say_why_there_is_none(ready):
    def essential():
        return next(one for one in summary(ready).essentials.items if one.name == "carer_sdq")

    assert essential().state.value == "missing"
    write(ready.database, sdq.record_not_done, ready.child, by=SAM, asked_on=date(2026, 2, 20), reason="SDQ2")
    assert (essential().state.value, essential().asked_on) == ("asked", date(2026, 2, 20))
    answer(ready, sdq_not_used_why=None)
    assert explained(ready) == {"sdq_not_used_why"}
    builders.sign(ready.database, ready.assessment)
    assert paper(ready, "gp-summary").records.sdq == ("Not used: The carer declined (20-Feb-2026)",)
    a_questionnaire(ready.database, ready.child)
    assert essential().state.value == "here"


def test_the_form_shows_the_record_on_the_day_of_the_assessment_to_who_may_read_it(ready):
    a_questionnaire(ready.database, ready.child, LAST_YEAR, SEVENTEEN)
    shown = ask(ready.database, sdq_known.for_review, ready.assessment, by=SAM, today=TODAY)
    assert shown.may_enter
    assert shown.known.used.scores.total == 17
    assert shown.known.due.words == "Next due 09-Mar-2026"
    with pytest.raises(NotAllowed):
        ask(ready.database, sdq_known.for_review, ready.assessment, by=TOM, today=TODAY)
    entry = ask(ready.database, assessments.for_entry, ready.assessment, by=SAM, today=TODAY)
    assert entry.sdq_totals == "Carer 17 on 09-Mar-2025"


def test_a_yearly_questionnaire_that_is_due_again_stands_among_what_is_next(ready):
    a_questionnaire(ready.database, ready.child, date(2025, 2, 20), SEVENTEEN)
    things = {one.words: one.page for one in summary(ready).next_things}
    assert things["Carer's SDQ: due since 20-Feb-2026"] == "sdq"
    assert explained(ready) == set()  # the reason was given, and still holds
    a_questionnaire(ready.database, ready.child)
    assert not [one for one in summary(ready).next_things if "SDQ" in one.words]
