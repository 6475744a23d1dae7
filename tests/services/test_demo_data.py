import os
import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lac_tracker.documents import catalogue
from lac_tracker.domain.dates import add_months, age_in_years
from lac_tracker.domain.delays import Owner
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_nhs_number
from lac_tracker.domain.people import Registration, Role
from lac_tracker.domain.periods import period
from lac_tracker.domain.sdq import VERSIONS
from lac_tracker.domain.smart import check_outcome, letters
from lac_tracker.domain.standing import Overlay, Status
from lac_tracker.domain.team_reports import Params
from lac_tracker.domain.worklist import VIEWS, Wanted
from lac_tracker.exchange.file_names import document_name
from lac_tracker.services import (
    assessments,
    caseload,
    dashboard,
    demo_data,
    demo_papers,
    forms,
    indicators,
    report_opened,
    sign_in,
    training,
    worklist,
)
from lac_tracker.services import today as today_page
from lac_tracker.services.files import write_new_file
from lac_tracker.storage import assessments as stored
from lac_tracker.storage import audit, deadlines, key_file, people, plans, reference_data, vault
from lac_tracker.storage.tables.assessments import AppointmentRow, AssessmentRow
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.care import ProtectionStatusRow
from lac_tracker.storage.tables.children import ChildFlagRow, ChildRow
from lac_tracker.storage.tables.clinics import ClinicSessionRow, ClinicSlotRow
from lac_tracker.storage.tables.health_checks import HospitalVisitRow, ImmunisationRow
from lac_tracker.storage.tables.monitoring import AllocationRow, DelayReasonRow, EscalationRow, FollowUpRow
from lac_tracker.storage.tables.papers import OwnCopyRow, ReceivedFileRow, SendingRow
from lac_tracker.storage.tables.quality import ImprovementActionRow, ImprovementChangeRow, QualityReviewRow
from lac_tracker.storage.tables.sdq import QuestionnaireRow, SdqNotDoneRow
from tests.documents.reading import pages_of

TODAY = date(2026, 3, 4)
NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
# Half the children, and of so many signed assessments one is checked whole: what each has to meet is the same for all.
CHILDREN, CHECKED = (300, 1) if os.environ.get("LAC_TRACKER_TORTURE") else (110, 4)
pytestmark = pytest.mark.usefixtures("schema_is_copied")


def opened(path, access):
    return sign_in.unlock(path, access.user_name, access.passphrase, now=NOW)


@pytest.fixture(scope="module", autouse=True)
def quick_slots():
    """What argon2id costs is the vault's to test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "ARGON2ID", vault.ARGON2ID | {"time": 1, "memory_kib": 64, "lanes": 1})
        yield


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory, shared_folder, schema_is_copied):
    """A demonstration, made once for the run: path of this worker's copy, access, open caseload."""

    def make(folder):
        path = folder / "demo.lac"
        return demo_data.make_demonstration(path, children=CHILDREN, seed=1, today=TODAY, now=NOW)

    made, access = shared_folder("demonstration", make)
    path = shutil.copytree(made, tmp_path_factory.mktemp("demonstration") / "copy") / "demo.lac"
    caseload_open = opened(path, access)
    yield path, access, caseload_open
    caseload_open.database.close()


@pytest.fixture
def session(demonstration):
    with demonstration[2].database.reading() as session:
        yield session


@pytest.fixture
def rows(session, demonstration):
    team = demonstration[2].actor.team_id
    return caseload.due_items(session, team, TODAY, statuses=caseload.EVERY_STATUS)


def signed_children(session):
    query = select(AssessmentRow.child_id).where(AssessmentRow.state == "signed").distinct()
    return session.scalars(query).all()


def signed_ids(session):
    return session.scalars(select(AssessmentRow.id).where(AssessmentRow.state == "signed")).all()


def test_most_children_of_four_to_sixteen_have_questionnaires_one_of_them_a_long_story(session):
    rows = session.scalars(select(QuestionnaireRow)).all()
    children = {one.id: one for one in session.scalars(select(ChildRow)).all()}
    of_age = [one for one in children.values() if 4 <= age_in_years(one.born, TODAY) <= 16]
    held = {row.child_id for row in rows}
    assert 0.45 < len(held) / len(of_age) < 0.75
    for row in rows:
        low, high = VERSIONS[row.form].ages
        assert low <= age_in_years(children[row.child_id].born, row.completed_on) <= high
        assert row.completed_on <= TODAY
    kinds = Counter((VERSIONS[row.form].informant, row.state) for row in rows)
    assert min(kinds["self", "scored"], kinds["teacher", "scored"]) >= 3
    assert kinds["carer", "part"] >= CHILDREN // 100
    assert session.scalar(select(func.count(SdqNotDoneRow.id))) >= 5
    carers = [row for row in rows if row.form.startswith("parent") and row.state == "scored"]
    assert sum(bool(row.means and row.child_thinks) for row in carers) > len(carers) / 2
    assert {"yes", "no", None} == {row.shared_with_child for row in rows if row.form == "self_11_17"}
    assert any(row.next_step for row in carers)
    newest = {row.child_id: row.completed_on for row in sorted(carers, key=lambda row: row.completed_on)}
    assert any(add_months(day, 12) < TODAY for day in newest.values()), "one is due"
    assert any(_is_long_story([row for row in rows if row.child_id == child_id]) for child_id in held)


def _is_long_story(rows):
    days = sorted(row.completed_on for row in rows if row.form.startswith("parent"))
    selfs = [row for row in rows if row.form == "self_11_17"]
    gaps = [(later - day).days for day, later in zip(days, days[1:], strict=False)]
    return len(days) >= 5 and len(selfs) >= 4 and max(gaps) > 550


def test_it_says_that_it_is_a_demonstration_and_lets_eight_people_in(demonstration):
    path, access, caseload_open = demonstration
    assert caseload_open.is_demonstration
    names = (
        "Grace Mensah", "Sam Iqbal", "Nadia Rahman", "Priya Nair", "Tom Leigh", "Quinn Adeyemi", "Ada Clarke", "Ivo Brandt",
    )  # fmt: skip
    assert tuple(name for _, name in access.people) == names
    assert tuple(name for _, name in key_file.people_with_slots(path)) == names
    with caseload_open.database.reading() as session:
        team = {actor.user_name: (actor.role, actor.registration) for actor in people.everyone(session, 1)}
    assert team == {
        "demo": (Role.MANAGER, Registration.NMC), "sam": (Role.DOCTOR, Registration.GMC),
        "nadia": (Role.ASSESSOR, Registration.NMC), "priya": (Role.ASSESSOR, Registration.NMC),
        "tom": (Role.ADMINISTRATOR, Registration.NONE), "quinn": (Role.QUALITY_REVIEWER, Registration.NMC),
        "ada": (Role.AUDITOR, Registration.NONE), "ivo": (Role.IT, Registration.NONE),
    }  # fmt: skip


def test_there_are_children_of_every_age_with_valid_numbers_of_the_test_range(session):
    found = session.scalars(select(ChildRow)).all()
    assert len(found) == CHILDREN
    assert {age_in_years(child.born, TODAY) for child in found} == set(range(18))
    numbers = [child.nhs_number for child in found if child.nhs_number]
    assert len(set(numbers)) == len(numbers) > CHILDREN * 5 / 6
    assert all(number.startswith("999") and check_nhs_number(number) == number for number in numbers)
    names = " ".join(f"{child.given_name} {child.family_name}" for child in found)
    assert "'" in names
    assert "-" in names
    assert not names.isascii()
    assert max(len(child.family_name or "") for child in found) > 20
    assert sum(child.family_name is None for child in found) < CHILDREN / 15
    assert any(child.is_unaccompanied and child.interpreter_needed == "yes" for child in found)
    assert any(child.address_withheld for child in found)


def test_every_status_and_overlay_occurs(rows):
    assert {row.status for row in rows} == set(Status)
    assert {overlay for row in rows for overlay in row.overlays} == set(Overlay)


def test_every_view_of_the_list_has_rows_and_every_reason_has_an_owner(session, demonstration):
    known = {"by": demonstration[2].actor, "now": NOW, "today": TODAY}
    empty = [
        view.key
        for view in VIEWS
        if not worklist.page(session, Wanted(view=view.key), **known, limit=0).total
    ]
    assert empty == []
    of_period = {"since": TODAY - timedelta(days=120), "until": TODAY, "only": ("declined",)}
    assert indicators.figures(session, **known, **of_period)[0].numerator >= 1
    owners = {
        reference_data.delay_reason(code).owner for code in session.scalars(select(DelayReasonRow.code))
    }
    assert {Owner.COUNCIL, Owner.HEALTH, Owner.CHILD_OR_CARER, Owner.HOST_AREA} <= owners
    for table in (FollowUpRow, AllocationRow, EscalationRow):
        assert session.scalar(select(func.count()).select_from(table)) >= 4, table.__tablename__
    answered = session.scalars(select(EscalationRow.answered_on)).all()
    assert None in answered
    assert any(answered)
    assert any(one.tells_manager for one in session.scalars(select(FollowUpRow)))


def test_the_diary_is_full_of_weeks_with_what_happens_to_clinics(session):
    held = session.scalars(select(ClinicSessionRow)).all()
    assert {one.kind for one in held} == {"clinic", "visits", "leave", "training"}
    days = sorted(one.takes_place_on for one in held)
    assert days[0] < TODAY - timedelta(weeks=5)
    assert days[-1] > TODAY + timedelta(weeks=8)
    assert any(one.cancelled_at for one in held)
    booked = session.scalars(select(AppointmentRow)).all()
    outcomes = Counter(one.outcome for one in booked)
    assert min(outcomes["booked"], outcomes["seen"], outcomes["was_not_brought"]) >= 3
    twice = Counter(one.child_id for one in booked if one.outcome == "was_not_brought")
    assert max(twice.values()) == 2
    today = {one.clinician_id for one in booked if one.takes_place_on == TODAY and one.slot_id}
    assert len(today) >= 2  # doctor and assessor both have somebody to see
    slots = select(ClinicSlotRow).join(ClinicSessionRow).where(ClinicSessionRow.takes_place_on > TODAY)
    free = {slot.id for slot in session.scalars(slots)} - {one.slot_id for one in booked}
    assert free


def test_quality_has_every_state_and_a_review_of_two_rounds(session):
    reviews = session.scalars(select(QualityReviewRow)).all()
    assert {one.state for one in reviews} >= {"not_started", "started", "finished", "with_author", "closed"}
    assert {one.overall for one in reviews} >= {"meets_the_standard", "needs_changes", "sent_back"}
    assert any(one.state == "not_started" and one.due_on < TODAY for one in reviews)
    assert any(one.follows_id and one.state == "closed" for one in reviews)
    assert all(one.author_id != one.reviewer_id for one in reviews)
    actions = session.scalars(select(ImprovementActionRow)).all()
    assert {one.rating for one in actions} == {"on_track", "at_risk", "late", "done"}
    assert {one.field for one in session.scalars(select(ImprovementChangeRow))} >= {
        "rating",
        "due_on",
        "owner",
    }


def test_training_is_held_runs_out_has_expired_and_is_missing(session, demonstration):
    lines = training.listed(session, by=demonstration[2].actor, now=NOW, today=TODAY)
    looks = {(one.full_name, one.expiry.look) for one in lines}
    assert {("Sam Iqbal", "overdue"), ("Grace Mensah", "due_soon"), ("Tom Leigh", "missing")} <= looks
    assert ("Nadia Rahman", "complete") in looks


def test_no_figure_of_plans_and_histories_is_empty_and_an_auditor_finds_who_opened_what(
    session, demonstration
):
    known = {"by": demonstration[2].actor, "now": NOW, "today": TODAY}
    lines = {
        one.id: one
        for one in dashboard.lines(
            session, period("last_12_months", TODAY), **known,
            only=["plan_closed_by_target", "birth_parental_history", "plan_to_gp"],
        )
    }  # fmt: skip
    for one in lines.values():
        assert 0.2 < (one.counted - one.missed) / one.counted < 0.98, one.title
    ada = people.actor(session, "ada")
    found = report_opened.opened(session, Params(period("this_month", TODAY)), by=ada, now=NOW, today=TODAY)
    assert len(found.rows) >= 5
    assert {row[1] for row in found.rows} == {None}  # by the council's number alone


def test_the_rare_flags_are_there(session):
    set_here = set(session.scalars(select(ChildFlagRow.kind)))
    assert {"restricted", "young_parent"} <= set_here
    assert {"section_47_enquiry", "child_in_need_plan"} <= set(
        session.scalars(select(ProtectionStatusRow.kind))
    )
    assert session.scalar(select(func.count()).where(ChildRow.age_disputed)) >= 1


@pytest.mark.parametrize("user", ["sam", "nadia"])
def test_today_has_appointments_and_something_came(session, user):
    by = people.actor(session, user)
    found = today_page.day(session, by=by, now=NOW, today=TODAY, shown=TODAY)
    assert len(found.visits) >= 2
    assert 2 <= len(found.notices) <= 20  # what a person can look through in the morning
    assert found.caseload > 5
    assert all(one.starts_at for one in found.visits)


def test_the_morning_looks_like_a_real_teams(rows):
    by_status = Counter(row.status for row in rows)
    late = {row.child_id for row in rows if row.status is Status.OVERDUE}
    assert 0.05 <= len(late) / CHILDREN <= 0.08
    assert by_status[Status.ON_TRACK] > 5 * by_status[Status.OVERDUE]
    assert by_status[Status.COMPLETED_IN_TIME] > 3 * by_status[Status.COMPLETED_LATE]
    assert not any(row.history_missing for row in rows if row.status is Status.OVERDUE)
    assert len({row.reason for row in rows if row.status is Status.OVERDUE}) >= 3


def test_stored_due_dates_equal_computed_ones_and_the_audit_chain_is_whole(session, demonstration):
    assert deadlines.differences(session) == ()
    assert audit.verify(session, demonstration[2].database.audit_key) == ()
    assert session.scalar(select(func.count()).select_from(AuditRow)) < 40


def test_enough_assessments_are_signed_and_those_are_read_only(session, demonstration):
    ids = signed_ids(session)
    assert len(ids) >= CHILDREN * 40 / 300  # forty, as it is made unless another number is asked for
    for assessment_id in ids[::CHECKED]:
        entry = assessments.for_entry(session, assessment_id, by=demonstration[2].actor, now=NOW, today=TODAY)
        assert entry.is_signed
        assert len(entry.answers) > 50
        with pytest.raises(UserError, match="signed"):
            stored.refuse_signed(entry.state)


def test_signed_assessments_meet_the_rules_of_signing_on_their_day(session):
    chosen = signed_ids(session)[::CHECKED]
    assert len(chosen) > 5
    for assessment_id in chosen:
        one = stored.load(session, assessment_id)
        by = next(actor for actor in people.everyone(session, 1) if actor.person_id == one.assessor_id)
        day = one.signed_at.date()
        found = assessments.check(
            session, assessment_id, by=by, now=one.signed_at, today=day, completed_on=one.completed_on
        )
        assert [finding.words for finding in found.fix] == []
        assert {finding.words for finding in found.explain} == {
            words for words, _ in stored.reasons(session, assessment_id)
        }


def test_every_plan_item_is_smart(session):
    for assessment_id in signed_ids(session):
        one = stored.load(session, assessment_id)
        child = session.get_one(ChildRow, one.child_id)
        plan = plans.plan_of(session, assessment_id)
        assert 2 <= len(plan) <= 5
        for need in plan:
            for outcome in need.outcomes:
                found = check_outcome(
                    need, outcome, name=child.preferred_name or child.given_name, today=one.signed_at.date(),
                    next_due=None, eighteenth_birthday=date.max, words=forms.smart_words(),
                )  # fmt: skip
                assert all(letter.passed for letter in letters(found)), (
                    need.title,
                    [one.says for one in found],
                )


def test_the_same_seed_and_day_give_the_same_children(tmp_path):
    def one(name, seed):
        path = tmp_path / name
        access = demo_data.make_demonstration(path, children=4, seed=seed, today=TODAY, now=NOW)
        caseload_open = opened(path, access)
        with caseload_open.database.reading() as session:
            due = caseload.due_items(session, 1, TODAY, statuses=caseload.EVERY_STATUS)
            answers = [stored.answers(session, one_id) for one_id in signed_ids(session)]
        caseload_open.database.close()
        return due, answers

    first = one("a.lac", 7)
    assert any(first[1])
    assert one("b.lac", 7) == first
    assert one("c.lac", 8) != first


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2026, 12, 31), date(2027, 8, 1)])
def test_it_is_alive_on_any_day(tmp_path, today):
    now = datetime(today.year, today.month, today.day, 9, tzinfo=UTC)
    access = demo_data.make_demonstration(tmp_path / "demo.lac", children=13, seed=3, today=today, now=now)
    caseload_open = opened(tmp_path / "demo.lac", access)
    with caseload_open.database.reading() as session:
        found = {row.status for row in caseload.due_items(session, 1, today, statuses=caseload.EVERY_STATUS)}
        assert deadlines.differences(session) == ()
    caseload_open.database.close()
    assert {Status.OVERDUE, Status.AT_RISK, Status.DUE_SOON, Status.ON_TRACK, Status.DUE_TODAY} <= found


def test_a_demonstration_of_one_child_can_be_made(tmp_path):
    access = demo_data.make_demonstration(tmp_path / "demo.lac", children=1, seed=1, today=TODAY, now=NOW)
    assert access.recovery_key


def test_papers_are_made_for_signed_children_under_names_that_name_nobody(tmp_path):
    access = demo_data.make_demonstration(tmp_path / "demo.lac", children=14, seed=2, today=TODAY, now=NOW)
    caseload_open = opened(tmp_path / "demo.lac", access)
    folder = tmp_path / "plans"
    folder.mkdir()
    written = demo_papers.sample_plans(
        caseload_open.database,
        caseload_open.actor,
        folder,
        catalogue.render,
        document_name,
        write_new_file,
        now=NOW,
    )
    with caseload_open.database.reading() as session:
        assert len(signed_ids(session)) > len(signed_children(session))  # a child with a review too is there
        assert len(written) == 2 * len(signed_children(session)) > 0
        assert audit.verify(session, caseload_open.database.audit_key) == ()
        kinds = {
            table.__tablename__: session.scalar(select(func.count()).select_from(table))
            for table in (SendingRow, ReceivedFileRow, OwnCopyRow, ImmunisationRow, HospitalVisitRow)
        }
    assert all(kinds.values()), kinds
    caseload_open.database.close()
    assert sorted(written) == sorted(folder.iterdir())
    for path in written:
        assert re.fullmatch(r"LAC-(GP|PLAN)_\d{4}-\d\d-\d\d_[A-Z0-9]{8}\.pdf", path.name)
        pages = pages_of(path.read_bytes())
        assert "NHS No. 999" in pages[0]
        assert len(pages) == 1 or "PLAN" in path.name
