"""From the drawing to the closed round: who sees and does what, what is kept, and what the results say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lac_tracker.domain.errors import NotAllowed, NotFound, RecordChanged, UserError
from lac_tracker.domain.people import Role
from lac_tracker.domain.quality import Answer
from lac_tracker.domain.quality_sampling import SampleRule
from lac_tracker.domain.received_files import CheckedFile, Filing
from lac_tracker.services import (
    amending,
    out_of_area,
    quality,
    quality_checklist,
    quality_documents,
    quality_returns,
    quality_reviews,
    quality_samples,
    quality_waiting,
    received_files,
    visit_rows,
)
from lac_tracker.storage import assessments as stored_assessments
from lac_tracker.storage import children as stored_children
from lac_tracker.storage import out_of_area as stored_requests
from lac_tracker.storage import people as stored_people
from lac_tracker.storage import quality as stored
from lac_tracker.storage.tables.assessments import AssessmentRow
from lac_tracker.storage.tables.quality import QualityScoreRow
from tests import builders
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TODAY, TOM
from tests.quality_caseload import QUINN, some_to_review

MONTH = {"since": date(2026, 2, 1), "until": TODAY}


@pytest.fixture(scope="session")
def to_review(made_once):
    return made_once("to review", some_to_review)


@pytest.fixture
def held(to_review, tmp_path, keys):
    from tests.services.conftest import Ready, an_open_copy

    path, (kids, ids) = to_review
    database = an_open_copy(path, tmp_path / "quality.lac", keys)
    yield Ready(database, kids, ids)
    database.close()


def propose(held, by=GRACE, **more):
    return ask(held.database, quality_samples.proposal, by=by, today=TODAY, lot=4, **MONTH | more)


def draw(held, by=GRACE):
    shown = propose(held, by)
    expected = tuple(row.assessment_id for row in shown.rows)
    write(held.database, quality_samples.draw_sample, by=by, today=TODAY, lot=4, expected=expected, **MONTH)
    return {
        one.assessment_id: one
        for one in ask(held.database, lambda session, by, now: stored.of_team(session, 1))
    }


def by_id(person_id):
    return {1: GRACE, 3: NADIA, 4: SAM, 5: QUINN}[person_id]


def opened(held, review, by=None):
    by = by or by_id(review.reviewer_id)
    return ask(held.database, quality_reviews.opened, review.id, by=by, today=TODAY)


def all_of(shown, answer="met", **others):
    return {one.id: answer for one in shown.asked} | others


def finish(held, review, answers, notes=None, **more):
    return write(
        held.database, quality_reviews.finish, review.id, by=by_id(review.reviewer_id), today=TODAY,
        answers=answers, notes=notes or {}, **{"overall": "meets_the_standard"} | more,
    )  # fmt: skip


def test_drawing_shows_first_and_gives_nobody_their_own(held):
    shown = propose(held)
    assert shown.rule.in_words.startswith("2 per author a month")
    assert {row.why for row in shown.rows if row.author == "Dr Shah, Leicester"} == {"Out of area"}
    assert {row.initials for row in shown.rows} <= {"M.O.", "J.O.", "L.O.", "D.O.", "O.O."}
    assert propose(held) == shown  # the number of the drawing repeats it
    reviews = draw(held)
    for one in reviews.values():
        assert one.reviewer_id != one.author_id
        assert one.checklist_id
        assert one.due_on == TODAY + timedelta(days=14)
    restricted = held.assessment[3]
    assert reviews[restricted].reviewer_id == GRACE.person_id  # a restricted record is a manager's
    assert reviews[held.assessment[4]].is_out_of_area
    sample = ask(held.database, lambda session, by, now: stored.samples(session, 1))[0]
    assert "Drawn with the number 4 from 5" in sample.rule
    assert propose(held).rows == ()  # what is reviewed is not drawn again
    with pytest.raises(UserError, match="nothing to draw"):
        write(held.database, quality_samples.draw_sample, today=TODAY, lot=4, expected=(), **MONTH)


def test_a_quality_reviewer_draws_no_restricted_record_and_others_draw_nothing(held):
    shown = propose(held, QUINN)
    assert held.assessment[3] not in {row.assessment_id for row in shown.rows}
    assert shown.closed == 1
    for by in (SAM, TOM):
        with pytest.raises(NotAllowed):
            propose(held, by)
    with pytest.raises(RecordChanged, match="Nothing was assigned"):
        write(held.database, quality_samples.draw_sample, today=TODAY, lot=4, expected=(99,), **MONTH)
    for since, until, words in (
        (TODAY, TODAY + timedelta(days=1), "in the past"),
        (TODAY, date(2026, 1, 1), "before"),
    ):
        with pytest.raises(UserError, match=words):
            propose(held, since=since, until=until)


def test_nobody_else_can_review_is_said(held):
    with held.database.writing(builders.Entry(GRACE, NOW, "tested")) as session:
        for row in session.scalars(select(stored_people.PersonRow).where(stored_people.PersonRow.id != 4)):
            row.is_active = False
    shown = propose(held, GRACE)
    assert {row.author for row in shown.rows} <= {"Nadia Rahman", "Dr Shah, Leicester"}
    assert {row.author for row in shown.nobody} >= {"Sam Iqbal"}


def test_a_review_from_first_answer_to_meeting_the_standard(held):
    one = draw(held)[held.assessment[0]]
    by, other = (
        by_id(one.reviewer_id),
        next(who for who in (GRACE, NADIA, QUINN) if who.person_id != one.reviewer_id),
    )
    with pytest.raises(NotAllowed, match="once it is finished"):
        opened(held, one, SAM)  # the author sees nothing of it yet
    shown = opened(held, one)
    assert (shown.may_answer, shown.score.share, shown.edition) == (True, None, 1)
    write(held.database, quality_reviews.save_part, one.id, by=by, today=TODAY,
          answers={"voice": "partly"}, notes={"voice": "Quote him"})  # fmt: skip
    row = next(
        row
        for row in ask(held.database, quality.lists, by=GRACE, today=TODAY).waiting
        if row.review_id == one.id
    )
    assert row.words == f"1 of {len(shown.asked)}"
    if other.role not in (Role.MANAGER, Role.QUALITY_REVIEWER):
        other = GRACE if by is not GRACE else QUINN
    with pytest.raises(NotAllowed, match="Only they answer it"):
        write(held.database, quality_reviews.save_part, one.id, by=other, today=TODAY, answers={}, notes={})
    with pytest.raises(UserError, match="No answer yet"):
        finish(held, one, {"voice": "met"})
    with pytest.raises(UserError, match="Say what would make it better"):
        finish(held, one, all_of(shown, dentist="not_met"))
    with pytest.raises(UserError, match="Say why it does not apply"):
        finish(held, one, all_of(shown, camhs="not_applicable"))
    with pytest.raises(UserError, match="critical and not met"):
        finish(held, one, all_of(shown, consent="not_met"), {"consent": "Not there"})
    with pytest.raises(UserError, match="no criterion 'colour'"):
        finish(held, one, all_of(shown, colour="met"))
    with pytest.raises(UserError, match="'good' is no answer"):
        finish(held, one, all_of(shown, voice="good"))
    finish(
        held,
        one,
        all_of(shown, camhs="not_applicable"),
        {"camhs": "Not known to them"},
        praise="Lovely quotes",
    )
    with held.database.reading() as session:
        assert session.get(AssessmentRow, one.assessment_id).quality_checked_on == TODAY
    with pytest.raises(UserError, match="finished"):
        finish(held, one, all_of(shown))
    told = ask(held.database, quality.of_author, by=SAM, today=TODAY)
    assert [(each.what, each.detail, each.who) for each in told] == [
        ("result", "Lovely quotes", "OKORO, Mary")
    ]
    assert opened(held, one, SAM).answers["voice"] is Answer.MET
    rows = visit_rows.rows_of
    with held.database.reading() as session:
        child = stored_children.load(session, one.child_id)
        assert [row.quality for row in rows(session, child, TODAY) if row.signed_on] == [
            "Checked 04-Mar-2026"
        ]


def test_sent_back_amended_and_checked_again_keeps_every_date(held):
    one = draw(held)[held.assessment[1]]
    shown = opened(held, one)
    answers, notes = all_of(shown, voice="not_met"), {"voice": "No words of hers"}
    with pytest.raises(UserError, match="Enter what to change"):
        finish(held, one, answers, notes, overall="sent_back", change_by=TODAY)
    with pytest.raises(UserError, match="today or later"):
        finish(held, one, answers, notes, overall="sent_back", what_to_change="Quote her",
               change_by=date(2026, 3, 1))  # fmt: skip
    until = TODAY + timedelta(days=7)
    finish(held, one, answers, notes, overall="sent_back", what_to_change="Quote her", change_by=until)
    told = ask(held.database, quality.notices, by=SAM, today=TODAY + timedelta(days=8))
    assert [
        (each.what, each.detail, each.until, each.is_late) for each in told if each.review_id == one.id
    ] == [("returned", "Quote her", until, True)]
    with pytest.raises(NotAllowed):
        write(held.database, quality_returns.answer_changes, one.id, by=NADIA, today=TODAY, answer="Done")
    version = write(held.database, amending.amend, one.assessment_id, by=SAM, reason="Quality review").made_id
    with pytest.raises(UserError, match="not signed yet"):
        write(held.database, quality_returns.answer_changes, one.id, by=SAM, today=TODAY, answer="Quoted")
    with held.database.writing(builders.Entry(SAM, NOW, "tested")) as session:
        signed = {"state": "signed", "signed_at": NOW, "signed_by_id": 4, "signed_as": "Sam Iqbal"}
        stored_assessments.change(session, version, signed)
    given = {"by": SAM, "today": TODAY, "answer": "Quoted"}
    with pytest.raises(RecordChanged):
        write(held.database, quality_returns.answer_changes, one.id, **given, seen_version=one.version)
    with held.database.reading() as session:
        given["seen_version"] = stored.load(session, one.id).version
    again = write(held.database, quality_returns.answer_changes, one.id, **given).made_id
    with held.database.reading() as session:
        second = stored.load(session, again)
    assert (second.why_chosen, second.assessment_id, second.reviewer_id) == (
        "check_again",
        version,
        one.reviewer_id,
    )
    look = opened(held, second)
    assert "voice" not in look.answers  # what was not met is asked again, the rest stays
    assert look.score.unanswered == 1
    finish(held, second, all_of(look))
    with held.database.reading() as session:
        first, (dates,) = stored.load(session, one.id), stored.rounds(session, [one.id])[one.id]
        assert (first.state, stored.load(session, again).state) == ("closed", "closed")
        assert (dates.returned_on, dates.due_on, dates.amended_on, dates.checked_on) == (
            TODAY,
            until,
            TODAY,
            TODAY,
        )
        assert (dates.amended_by, dates.answer) == ("Sam Iqbal", "Quoted")
        assert session.get(AssessmentRow, version).quality_checked_on == TODAY
        assert session.get(AssessmentRow, one.assessment_id).quality_checked_on is None
    found = ask(held.database, quality.results, TODAY, TODAY)
    assert (found.whole.reviews, found.whole.sent_back, found.whole.mended) == (1, 1, 1)
    assert found.whole.voice == 1.0  # voice 0, individuality 2, from the first look


def test_the_document_is_the_one_of_the_review_and_a_host_teams_is_their_report(held):
    reviews = draw(held)
    one, theirs = reviews[held.assessment[2]], reviews[held.assessment[4]]
    found = ask(held.database, quality_documents.document, one.id, by=by_id(one.reviewer_id), today=TODAY)
    assert (found.title, found.drawn_as, found.content) == ("Full plan", "full-plan", None)
    assert found.held is not None
    by = by_id(theirs.reviewer_id)
    with pytest.raises(NotFound, match="not filed yet"):
        ask(held.database, quality_documents.document, theirs.id, by=by, today=TODAY)
    filing = Filing("health_assessment", "IHA by Leicester", "Leicester", TODAY)
    write(
        held.database,
        received_files.add,
        held.child[4],
        filing,
        CheckedFile("text/plain", b"The next one", 1),
        today=TODAY,
    )
    # what comes after the host team was asked for the next one is the next one's report
    write(held.database, out_of_area.ask_host_team, held.child[4], today=TODAY, kind="RHA", host_team="Leicester",
          asked_on=TODAY - timedelta(days=1))  # fmt: skip
    with pytest.raises(NotFound, match="not filed yet"):
        ask(held.database, quality_documents.document, theirs.id, by=by, today=TODAY)
    theirs_too = Filing("health_assessment", "IHA by Leicester", "Leicester", TODAY - timedelta(days=2))
    write(held.database, received_files.add, held.child[4], theirs_too, CheckedFile("text/plain", b"Seen", 1),
          today=TODAY)  # fmt: skip
    found = ask(held.database, quality_documents.document, theirs.id, by=by, today=TODAY)
    assert (found.title, found.content, found.media_type) == ("IHA by Leicester", b"Seen", "text/plain")
    finish(held, theirs, all_of(opened(held, theirs)))
    first, second = ask(
        held.database, lambda session, by, now: stored_requests.of_child(session, held.child[4])
    )
    assert {step.step.value: step.done_on for step in first.steps}["quality_checked"] == TODAY
    assert [step.step.value for step in second.steps] == ["asked"]
    stranger = replace(GRACE, team_id=2)
    with pytest.raises(NotAllowed, match="another team"):
        ask(held.database, quality_documents.document, one.id, by=stranger, today=TODAY)
    with pytest.raises(NotAllowed):
        ask(held.database, quality_documents.document, one.id, by=TOM, today=TODAY)


def test_a_review_is_given_to_somebody_else_but_never_to_who_wrote_it(held):
    drawn = draw(held)
    one, closed = drawn[held.assessment[0]], drawn[held.assessment[3]]
    offered = dict(ask(held.database, quality_samples.reviewers_for, one.id, today=TODAY))
    assert "4" not in offered
    assert "Quinn Adeyemi" in offered.values()
    write(held.database, quality_samples.give_to, one.id, 5, today=TODAY, seen_version=one.version)
    with pytest.raises(RecordChanged):
        write(held.database, quality_samples.give_to, one.id, 1, today=TODAY, seen_version=one.version)
    assert ask(held.database, quality_waiting.count, by=QUINN) >= 1
    with pytest.raises(UserError, match="wrote it"):
        write(held.database, quality_samples.give_to, one.id, 4, today=TODAY)
    # a restricted record: a quality reviewer could not open what is to be reviewed
    assert dict(ask(held.database, quality_samples.reviewers_for, closed.id, today=TODAY)) == {}
    with pytest.raises(UserError, match="restricted"):
        write(held.database, quality_samples.give_to, closed.id, 5, today=TODAY)


def test_assessors_see_their_own_lines_and_managers_all(held):
    reviews = draw(held)
    for key in (held.assessment[0], held.assessment[4]):
        finish(held, reviews[key], all_of(opened(held, reviews[key])))

    def names(by):
        return [one.words for one in ask(held.database, quality.results, TODAY, TODAY, by=by).authors]

    assert names(GRACE) == names(QUINN) == ["Dr Shah, Leicester", "Sam Iqbal"]
    assert (names(SAM), names(NADIA)) == (["Sam Iqbal"], [])
    areas = ask(held.database, quality.results, TODAY, TODAY).areas
    assert [(one.words, one.reviews, one.percent) for one in areas] == [
        ("In area", 1, None),
        ("Out of area", 1, None),
    ]
    rows = ask(held.database, quality.lists, by=NADIA, today=TODAY)
    assert all(row.is_mine or row.is_own_work for row in (*rows.waiting, *rows.done))
    month = ask(held.database, quality.lists, today=TODAY + timedelta(days=31)).last_month_words
    assert (
        month
        == "Last month: 2 reviewed. 2 met the standard, 0 needed changes, 0 returned. Voice of the child: 2.0 out of 2"
    )


def test_the_checklist_is_changed_by_a_manager_and_open_reviews_keep_theirs(held):
    one = draw(held)[held.assessment[0]]
    before = ask(held.database, quality_checklist.shown)
    assert before.number == 1
    text = quality_checklist.as_new_question(
        before.checklist, "dentist", "Teeth are looked after", before.taken
    )
    write(held.database, quality_checklist.change, text, seen_number=1)
    now = ask(held.database, quality_checklist.shown)
    assert now.number == 2
    assert "dentist" not in {each.id for each in now.checklist.criteria}
    assert "dentist" in {
        each.id for each in opened(held, one).asked
    }  # it is scored by the version it was drawn with
    with pytest.raises(UserError, match="Nothing was changed"):
        write(held.database, quality_checklist.change, now.checklist)
    with pytest.raises(RecordChanged):
        write(held.database, quality_checklist.change, before.checklist, seen_number=1)
    write(
        held.database, quality_checklist.change, before.checklist
    )  # back to the first: a version of its own
    assert ask(held.database, quality_checklist.shown).number == 3
    with pytest.raises(UserError, match="TOML"):
        write(held.database, quality_checklist.load, "nonsense")
    for service, what in (
        (quality_checklist.change, before.checklist),
        (quality_samples.change_rule, SampleRule()),
    ):
        with pytest.raises(NotAllowed):
            write(held.database, service, what, by=QUINN)
    write(held.database, quality_samples.change_rule, SampleRule(per_author=1, random_percent=0))
    assert ask(held.database, quality_samples.rule_of).in_words.startswith(
        "1 per author a month, every out-of-area"
    )


def test_a_part_saved_is_replaced_whole_and_a_second_window_is_told(held):
    one = draw(held)[held.assessment[0]]
    by = by_id(one.reviewer_id)
    version = opened(held, one).review.version
    write(held.database, quality_reviews.save_part, one.id, by=by, today=TODAY, seen_version=version,
          answers={"voice": "met", "gp": "met"}, notes={})  # fmt: skip
    with pytest.raises(RecordChanged):
        write(
            held.database,
            quality_reviews.save_part,
            one.id,
            by=by,
            today=TODAY,
            seen_version=version,
            answers={},
            notes={},
        )
    write(
        held.database,
        quality_reviews.save_part,
        one.id,
        by=by,
        today=TODAY,
        answers={"gp": "partly"},
        notes={},
    )
    with held.database.reading() as session:
        rows = session.scalars(select(QualityScoreRow).where(QualityScoreRow.review_id == one.id)).all()
        assert [(row.criterion_id, row.answer) for row in rows] == [("gp", "partly")]
