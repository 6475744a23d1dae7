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
from tests.who_may import AUDITOR, CALDICOTT, CLINICAL, IT, MAY, QUALITY, READER

LOOKS = {
    Action.SEE_TEAM, Action.SEE_LISTS, Action.OPEN_RECORD, Action.SEE_CLINICAL, Action.CHECK_CASELOAD, Action.SEE_FIGURES,
    Action.SEE_QUALITY, Action.SEE_AUDIT, Action.EXPORT_AUDIT, Action.SEE_CLAIMS, Action.SEE_RETENTION,
    Action.SEARCH,
}  # fmt: skip
OF_THEIR_OWN = {Action.CHANGE_OWN_PASSPHRASE, Action.KEEP_DRAFT}  # of the person, and of no record
WRITES = set(Action) - LOOKS - OF_THEIR_OWN
OF_QUALITY = {
    Action.DRAW_SAMPLE,
    Action.REVIEW_QUALITY,
    Action.EDIT_IMPROVEMENT,
}  # no record of a child changes
KEEPS_RECORDS = {
    Action.KEEP_APART, Action.SET_RETENTION, Action.PROPOSE_DISPOSAL, Action.DECIDE_DISPOSAL, Action.DISPOSE,
}  # fmt: skip


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
    ("role", "may"),
    [
        (READER, {Action.CLAIM_ACCESS}),  # to read what is restricted, not to write in it
        (QUALITY, OF_QUALITY),
        (CALDICOTT, KEEPS_RECORDS),
        (AUDITOR, {Action.REVIEW_LOOKS}),
    ],
)
def test_who_only_reads_or_audits_writes_nothing_in_a_record(role, may):
    by = someone(role, Registration.GMC)
    assert {action for action in WRITES if decide(by, action, team_id=1).allowed} == may


def test_it_sees_no_record():
    seen = {action for action in Action if decide(someone(IT), action, team_id=1).allowed}
    assert seen == OF_THEIR_OWN | {
        Action.SEE_TEAM, Action.MANAGE_PEOPLE, Action.CHECK_CASELOAD, Action.MAKE_BACKUP, Action.RESTORE,
    }  # fmt: skip


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
