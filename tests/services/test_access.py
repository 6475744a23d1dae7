"""Who may do what: every role against every action, on one's own team's records and on another's."""

from dataclasses import replace

import pytest
from small_caseload import GRACE, NOW, TOM, a_child, an_entry
from sqlalchemy import select

from lac_tracker.domain.authorisation import RULES, Action, decide
from lac_tracker.domain.errors import NotAllowed, NotFound
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services.access import needs, the_child
from lac_tracker.storage import assessments
from lac_tracker.storage.tables.audit import AuditRow

MANAGER, ADMINISTRATOR, ASSESSOR, DOCTOR = Role.MANAGER, Role.ADMINISTRATOR, Role.ASSESSOR, Role.DOCTOR
READER, QUALITY, CALDICOTT, AUDITOR, IT = (
    Role.READ_ONLY,
    Role.QUALITY_REVIEWER,
    Role.CALDICOTT,
    Role.AUDITOR,
    Role.IT,
)
CLINICAL, TEAM = {ASSESSOR, DOCTOR, MANAGER}, {ASSESSOR, DOCTOR, MANAGER, ADMINISTRATOR}

# Written down a second time and by hand, from what the roles are for: RULES must say the same.
MAY = {
    Action.SEE_TEAM: set(Role),
    Action.SEE_LISTS: TEAM | {READER},
    Action.SAVE_VIEW: TEAM,
    Action.OPEN_RECORD: TEAM | {READER},
    Action.SEE_CLINICAL: CLINICAL | {READER},
    Action.ADD_CHILD: TEAM,
    Action.EDIT_DETAILS: TEAM,
    Action.EDIT_CONTACTS: TEAM,
    Action.EDIT_ABOUT: CLINICAL,
    Action.ENTER_PAST_ASSESSMENT: TEAM,
    Action.RECORD_CONSENT: CLINICAL,
    Action.START_ASSESSMENT: CLINICAL,
    Action.ANSWER: CLINICAL,
    Action.EDIT_PLAN: CLINICAL,
    Action.NOTE: CLINICAL,
    Action.PAUSE: CLINICAL,
    Action.RECORD_DECLINED: CLINICAL,
    Action.BOOK: TEAM,
    Action.MARK_LAST_PLAN: CLINICAL,
    Action.HAND_OVER: CLINICAL,
    Action.AMEND: CLINICAL,
    Action.EDIT_FAMILY: CLINICAL,
    Action.EDIT_CARE: TEAM,
    Action.ASK_FOR_INFORMATION: TEAM,
    Action.EDIT_CHRONOLOGY: CLINICAL,
    Action.SET_FLAG: CLINICAL,
    Action.EDIT_PATHWAY: CLINICAL,
    Action.SIGN: CLINICAL,
    Action.MAKE_DOCUMENT: TEAM,
    Action.SEND_DOCUMENT: TEAM,
    Action.FILE_RECEIVED: TEAM,
    Action.EDIT_OWN_COPY: CLINICAL,
    Action.EDIT_HEALTH_HISTORY: CLINICAL,
    Action.EDIT_HEALTH_CHECKS: CLINICAL,
    Action.EDIT_SDQ: CLINICAL,
    Action.EDIT_RETURN: CLINICAL,
    Action.PUT_ON_HOLD: CLINICAL,
    Action.LOG_FOLLOW_UP: TEAM,
    Action.RECORD_DELAY: TEAM,
    Action.ALLOCATE: CLINICAL,
    Action.ESCALATE: TEAM,
    Action.EDIT_MILESTONES: TEAM,
    Action.MANAGE_CLINICS: TEAM,
    Action.SEE_FIGURES: TEAM | {READER, QUALITY, AUDITOR},
    Action.DRAW_SAMPLE: {MANAGER, QUALITY},
    Action.REVIEW_QUALITY: CLINICAL | {QUALITY},
    Action.ANSWER_REVIEW: CLINICAL,
    Action.SEE_QUALITY: CLINICAL | {QUALITY},
    Action.CHANGE_CHECKLIST: {MANAGER},
    Action.EDIT_IMPROVEMENT: {MANAGER, QUALITY},
    Action.RECORD_TRAINING: {MANAGER, ADMINISTRATOR},
    Action.IMPORT: {MANAGER, ADMINISTRATOR},
    Action.UNDO_IMPORT: {MANAGER, ADMINISTRATOR},
    Action.RECONCILE: {MANAGER, ADMINISTRATOR},
    Action.EXPORT: TEAM,
    Action.LOAD_PRACTICES: {MANAGER, ADMINISTRATOR},
    Action.RETURN_HEALTH: CLINICAL,
    Action.MANAGE_PEOPLE: {MANAGER, IT},
    Action.CHANGE_SETTINGS: {MANAGER},
    Action.CHECK_CASELOAD: {MANAGER, AUDITOR, IT},
    Action.SEE_AUDIT: {MANAGER, AUDITOR},
}
LOOKS = {
    Action.SEE_TEAM, Action.SEE_LISTS, Action.OPEN_RECORD, Action.SEE_CLINICAL, Action.CHECK_CASELOAD, Action.SEE_FIGURES,
    Action.SEE_QUALITY, Action.SEE_AUDIT,
}  # fmt: skip
WRITES = set(Action) - LOOKS
OF_QUALITY = {
    Action.DRAW_SAMPLE,
    Action.REVIEW_QUALITY,
    Action.EDIT_IMPROVEMENT,
}  # no record of a child changes


def someone(role, registration=Registration.NMC, team_id=1):
    return Actor(9, team_id, "someone", "Someone Else", role, registration)


def test_every_action_has_a_rule_and_is_in_the_matrix():
    assert set(RULES) == set(MAY) == set(Action)


@pytest.mark.parametrize("role", Role)
def test_the_matrix(role):
    for action in Action:
        allowed = decide(someone(role), action, team_id=1)
        assert allowed.allowed is (role in MAY[action]), action
        assert bool(allowed.words) is not allowed.allowed, action  # a refusal says whom to ask
        assert decide(someone(role), action).allowed is allowed.allowed, action


@pytest.mark.parametrize("role", Role)
def test_the_record_of_another_team_is_closed_to_every_role(role):
    for action in Action:
        decision = decide(someone(role, Registration.GMC), action, team_id=2)
        assert not decision.allowed, action
        assert "another team" in decision.words, action


@pytest.mark.parametrize("role", sorted(CLINICAL))
@pytest.mark.parametrize("registration", Registration)
def test_the_right_to_sign_is_a_registration(role, registration):
    decision = decide(someone(role, registration), Action.SIGN, team_id=1)
    assert decision.allowed is (registration is not Registration.NONE)
    if not decision.allowed:
        assert "registration with the GMC or the NMC" in decision.words


@pytest.mark.parametrize(
    ("role", "may"), [(READER, set()), (QUALITY, OF_QUALITY), (CALDICOTT, set()), (AUDITOR, set())]
)
def test_who_only_reads_or_audits_writes_nothing_in_a_record(role, may):
    by = someone(role, Registration.GMC)
    assert {action for action in WRITES if decide(by, action, team_id=1).allowed} == may


def test_it_sees_no_record():
    seen = {action for action in Action if decide(someone(IT), action, team_id=1).allowed}
    assert seen == {Action.SEE_TEAM, Action.MANAGE_PEOPLE, Action.CHECK_CASELOAD}


@needs(Action.EDIT_ABOUT, child=the_child)
def change_something(session, child_id, *, by, now):
    """Change a child's record, for these tests."""
    a_child(session, "made by the service")
    return child_id


@needs(Action.ANSWER, child=assessments.child_of)
def answer_something(session, assessment_id, *, by, now):
    """Write in an assessment, for these tests."""
    return change_something(session, assessments.child_of(session, assessment_id), by=by, now=now)


@needs(Action.SEE_LISTS)
def list_something(session, *, by, now):
    """Read a list, for these tests."""
    return "a list"


@pytest.fixture
def child(database):
    with database.writing(an_entry("set up")) as session:
        return a_child(session)


def last_entry(database):
    with database.reading() as session:
        columns = (AuditRow.action, AuditRow.child_id, AuditRow.person_name, AuditRow.changes_count)
        return tuple(session.execute(select(*columns).order_by(AuditRow.number.desc()).limit(1)).one())


def test_what_is_allowed_is_done_and_named_in_its_entry(database, child):
    with database.writing(an_entry("")) as session:
        assert change_something(session, child, by=GRACE, now=NOW) == child
    assert last_entry(database) == (Action.EDIT_ABOUT.value, child, GRACE.full_name, 1)


def test_what_is_refused_is_not_done_and_the_refusal_is_written_down(database, child):
    entry = an_entry("", by=TOM)
    before = last_entry(database)
    with pytest.raises(NotAllowed, match="administrator.*may not"), database.writing(entry) as session:
        change_something(session, child, by=TOM, now=NOW)
    assert last_entry(database) == before
    database.note_refusal(entry)
    assert last_entry(database) == (f"refused: {Action.EDIT_ABOUT.value}", child, TOM.full_name, 0)


def test_the_record_is_found_from_the_thing_and_not_believed(database, child):
    with database.writing(an_entry("set up")) as session:
        assessment_id = assessments.add(session, child, "IHA", "in_progress", {})
    stranger = replace(GRACE, team_id=2)
    for service, key in ((change_something, child), (answer_something, assessment_id)):
        with pytest.raises(NotAllowed, match="another team"), database.writing(an_entry("")) as session:
            service(session, key, by=stranger, now=NOW)
    with database.writing(an_entry("")) as session:
        answer_something(session, assessment_id, by=GRACE, now=NOW)
    assert last_entry(database) == (
        Action.ANSWER.value,
        child,
        GRACE.full_name,
        1,
    )  # one gesture, named by the outer


@pytest.mark.parametrize("service", [change_something, answer_something])
@pytest.mark.parametrize("key", [0, -1, 10**15])
def test_what_is_not_there_has_words(database, service, key):
    with pytest.raises(NotFound, match="not in this caseload"), database.writing(an_entry("")) as session:
        service(session, key, by=GRACE, now=NOW)


def test_a_list_is_read_without_an_entry_and_refused_by_role(database):
    with database.reading() as session:
        assert list_something(session, by=GRACE, now=NOW) == "a list"
        with pytest.raises(NotAllowed, match="Ask someone with the role"):
            list_something(session, by=someone(AUDITOR), now=NOW)


def test_a_service_keeps_its_name_and_words_and_shows_its_rule():
    assert (change_something.__name__, change_something.needed_action) == (
        "change_something",
        Action.EDIT_ABOUT,
    )
    assert change_something.__doc__ == "Change a child's record, for these tests."
