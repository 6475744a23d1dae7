"""Passphrases and people at the services: tries that wait, what must be chosen, the sheet, and who may come in."""

from datetime import date, timedelta

import pytest

from lac_tracker.domain.audit_kinds import FAILED_SIGN_IN
from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import (
    CaseloadRefused,
    MustChoosePassphrase,
    NotAllowed,
    UserError,
    WrongPassphrase,
)
from lac_tracker.domain.people import Actor, Registration, Role
from lac_tracker.services import passphrases, sign_in, team_people
from lac_tracker.services.team_people import TypedPerson
from lac_tracker.storage import audit, backups, key_file, vault, vault_changes
from lac_tracker.storage import sign_in_tries as tries
from tests import builders
from tests.conftest import GRACE, NADIA, NOW, PASSPHRASE, SAM, TODAY, TOM
from tests.robots_lists import make_slots

OTHERS = "eleven slow herons wading"
GIVEN = "nine green ladders leaning"
NEW = "purple kettle on the moor"
IVO = Actor(5, 1, "ivo", "Ivo Brandt", Role.IT, Registration.NONE)


@pytest.fixture
def path(caseload_path, keys, monkeypatch):
    make_slots(caseload_path, keys, monkeypatch, ((GRACE, PASSPHRASE), (TOM, OTHERS), (NADIA, OTHERS)))
    return caseload_path


def comes_in(path, user_name, passphrase, now=NOW):
    opened = sign_in.unlock(path, user_name, passphrase, now=now)
    opened.database.close()
    return opened


def wrong(path, user_name, now):
    with pytest.raises(WrongPassphrase) as found:
        sign_in.unlock(path, user_name, "not the right words", now=now)
    return found.value


def reasons(database, action):
    with database.reading() as session:
        found = session.execute(
            audit.select(audit.AuditRow.reason, audit.AuditRow.workstation).where(
                audit.AuditRow.action == action
            )
        )
        return [tuple(row) for row in found]


def test_wrong_passphrases_are_waited_for_closed_after_ten_and_written_down(path, database):
    at = NOW
    for wait in (1, 2, 4, 8, 60, 60, 60, 60, 60):
        error = wrong(path, "tom", at)
        assert (error.wait, error.was_tried) == (wait, True)
        if wait > 1:
            early = wrong(path, "tom", at + timedelta(seconds=wait - 1))
            assert (early.wait, early.was_tried) == (1, False)
            with pytest.raises(WrongPassphrase):  # the right one is not looked at before its time either
                comes_in(path, "tom", OTHERS, at + timedelta(seconds=wait - 1))
        at += timedelta(seconds=wait)
    assert "it is closed" in str(wrong(path, "tom", at))
    at += timedelta(days=1)
    with pytest.raises(WrongPassphrase, match="A manager or IT can give a new passphrase"):
        comes_in(path, "tom", OTHERS, at)
    wrong(path, "my passphrase in the wrong field", at)
    assert b"wrong field" not in tries.tries_path(path).read_bytes(), "what was typed is kept nowhere"
    comes_in(path, "grace", PASSPHRASE, at)
    written = reasons(database, FAILED_SIGN_IN)
    assert len(written) == 11
    assert written[0][0].startswith("tom at 04-Mar-2026 ")
    assert written[0][1]
    assert written[-1][0].startswith("a name that is nobody's at ")
    assert 'unwritten": []' in tries.tries_path(path).read_text()
    line = next(one for one in people(database, path) if one.user_name == "tom")
    assert (line.state, line.look) == ("Closed: wrong tries", "overdue")
    builders.write(database, team_people.reset, path, PASSPHRASE, TOM.person_id, GIVEN, by=GRACE)
    assert not tries.tries_path(path).exists()
    with pytest.raises(MustChoosePassphrase):
        comes_in(path, "tom", GIVEN, at)


def test_who_mistyped_a_few_times_is_told_and_a_damaged_file_keeps_nobody_out(path):
    for number in range(3):
        wrong(path, "grace", NOW + timedelta(minutes=number))
    opened = comes_in(path, "grace", PASSPHRASE, NOW + timedelta(minutes=9))
    assert "3 wrong passphrases were typed for your name" in " ".join(opened.notes)
    for content in (b"{", b"[]", b'{"magic": "lac-tracker tries", "version": 1}', b"x" * 2_000_000):
        tries.tries_path(path).write_bytes(content)
        comes_in(path, "grace", PASSPHRASE, NOW + timedelta(minutes=10))


def test_a_slot_below_todays_cost_is_raised_by_signing_in(path, keys, monkeypatch):
    monkeypatch.setitem(vault.ARGON2ID, "time", 2)
    assert vault_changes.is_behind(path, keys, "grace")
    comes_in(path, "grace", PASSPHRASE)
    assert not vault_changes.is_behind(path, keys, "grace")
    assert vault_changes.is_behind(path, keys, "tom")
    comes_in(path, "grace", PASSPHRASE)


def test_ones_own_passphrase_is_changed_with_the_old_one(path, database):
    change = lambda old, new: builders.write(database, passphrases.change_own, path, old, new, by=TOM)  # noqa: E731
    with pytest.raises(UserError, match=r"doesn't match\. Nothing has been changed"):
        change("not the right words", NEW)
    tries.tries_path(path).unlink()
    with pytest.raises(UserError, match="the one you have"):
        change(OTHERS, OTHERS)
    with pytest.raises(UserError, match="first that would be tried"):
        change(OTHERS, "Tom Leigh 2026!")
    change(OTHERS, NEW)
    comes_in(path, "tom", NEW)
    with pytest.raises(WrongPassphrase):
        comes_in(path, "tom", OTHERS)


def test_a_given_passphrase_opens_nothing_before_ones_own_is_chosen(path, database):
    builders.write(database, team_people.reset, path, PASSPHRASE, NADIA.person_id, GIVEN, by=GRACE)
    before = builders.audit_of(database)
    with pytest.raises(MustChoosePassphrase, match="nothing is shown before"):
        comes_in(path, "nadia", GIVEN)
    assert builders.audit_of(database) == before
    with pytest.raises(UserError, match="than the one you were given"):
        passphrases.choose_own(path, "nadia", GIVEN, GIVEN, now=NOW)
    passphrases.choose_own(path, "nadia", GIVEN, NEW, now=NOW).database.close()
    comes_in(path, "nadia", NEW)
    with pytest.raises(WrongPassphrase):
        comes_in(path, "nadia", GIVEN)


def test_the_recovery_sheet_lets_a_manager_in_and_nobody_else(path, keys, database):
    sheet = vault_changes.new_recovery_sheet(path, keys)
    for number in range(10):
        with pytest.raises(WrongPassphrase):
            sign_in.unlock(path, "grace", "not the right words", now=NOW + timedelta(minutes=2 * number))
    with pytest.raises(NotAllowed, match="Nadia Rahman is neither"):
        passphrases.recover(path, sheet, "nadia", NEW, now=NOW)
    with pytest.raises(CaseloadRefused, match="mistyped"):
        passphrases.recover(path, "AAAA", "grace", NEW, now=NOW)
    with pytest.raises(UserError, match="own name"):
        passphrases.recover(path, sheet, "grace", "Grace Mensah 1!", now=NOW)
    passphrases.recover(path, sheet.lower(), "grace", NEW, now=NOW).database.close()
    assert ("opened with the recovery sheet",) in [row[:1] for row in reasons(database, "signed in")]
    comes_in(path, "grace", NEW, NOW + timedelta(minutes=1))


def test_a_new_sheet_and_another_key_are_for_a_manager_who_says_their_passphrase(path, database):
    with pytest.raises(NotAllowed):
        builders.write(database, passphrases.new_sheet, path, OTHERS, by=TOM)
    with pytest.raises(UserError, match="doesn't match"):
        builders.write(database, passphrases.new_sheet, path, OTHERS, by=GRACE)
    tries.tries_path(path).unlink()
    sheet = builders.write(database, passphrases.new_sheet, path, PASSPHRASE, by=GRACE).report
    database.close()
    with pytest.raises(NotAllowed):
        passphrases.change_key(path, OTHERS, by=TOM, now=NOW)
    told = []
    done = passphrases.change_key(path, PASSPHRASE, by=GRACE, now=NOW, tell=told.append)
    assert told == list(range(len(passphrases.STEPS)))
    assert audit_is_whole(done.opened.database)
    did = [entry[0] for entry in builders.audit_of(done.opened.database)]
    changed = "changed the key of the caseload"
    assert did[-4:] == [f"refused: {changed}", changed, "made a backup", changed]
    (before,) = backups.listing(backups.default_folder(path), done.opened.keys).earlier
    assert before.manifest.kind is Kind.BEFORE_REKEY
    done.opened.database.close()
    comes_in(path, "tom", OTHERS)
    with pytest.raises(CaseloadRefused):
        vault.unlock_with_recovery_key(path, sheet)
    assert vault.unlock_with_recovery_key(path, done.recovery_key)


def audit_is_whole(database):
    with database.reading() as session:
        return audit.verify(session, database.audit_key) == ()


def people(database, path, by=GRACE):
    with database.reading() as session:
        return team_people.listed(session, path, by=by, now=NOW, today=TODAY)


def test_the_team_in_one_table_and_who_has_left_stays_in_it(path, database):
    comes_in(path, "grace", PASSPHRASE)
    found = {one.user_name: one for one in people(database, path)}
    assert (found["grace"].can_sign, found["sam"].can_sign, found["tom"].can_sign) == ("RHA", "IHA, RHA", "")
    assert found["grace"].last_in == NOW
    assert found["nadia"].training.words == "None recorded"
    assert found["tom"].training is None
    assert (found["grace"].state, found["sam"].state) == ("Active", "Needs a passphrase")
    builders.write(database, team_people.leave, path, PASSPHRASE, TOM.person_id, TODAY, by=GRACE, today=TODAY)
    with pytest.raises(WrongPassphrase):
        comes_in(path, "tom", OTHERS)
    left = people(database, path)[-1]
    assert (left.full_name, left.state, left.is_active) == ("Tom Leigh", "Left 04-Mar-2026", False)
    assert "tom" not in dict(key_file.people_with_slots(path))
    tries.tries_path(path).unlink()
    builders.write(
        database, team_people.reset, path, PASSPHRASE, TOM.person_id, GIVEN, by=GRACE
    )  # he came back
    assert next(one for one in people(database, path) if one.user_name == "tom").state == "Passphrase given"


@pytest.mark.parametrize(
    ("command", "given", "by", "said"),
    [
        (team_people.change_role, (1, Role.ASSESSOR, Registration.NMC), GRACE, "their own role"),
        (team_people.change_role, (2, Role.MANAGER, Registration.NONE), IVO, "for a manager to say"),
        (team_people.change_role, (1, Role.ASSESSOR, Registration.NMC), IVO, "for a manager to say"),
        (team_people.change_role, (99, Role.ASSESSOR, Registration.NMC), GRACE, "not in this team"),
        (team_people.change_role, (1, Role.IT, Registration.NMC), NADIA, "Ask someone with the role"),
        (team_people.reset, ("path", PASSPHRASE, 1, GIVEN), GRACE, "Change your own passphrase in"),
        (team_people.reset, ("path", PASSPHRASE, 2, "short"), GRACE, "at least 12"),
        (team_people.reset, ("path", OTHERS, 2, GIVEN), GRACE, "doesn't match"),
        (team_people.reset, ("path", PASSPHRASE, 1, GIVEN), IVO, "from another manager"),
        (team_people.leave, ("path", PASSPHRASE, 1, TODAY), GRACE, "marks themselves"),
        (team_people.leave, ("path", PASSPHRASE, 2, None), GRACE, "Left on is missing"),
        (team_people.leave, ("path", PASSPHRASE, 2, date(2026, 3, 5)), GRACE, "today or in the past"),
        (team_people.add, ("path", PASSPHRASE, TypedPerson("eva", "Eva", Role.MANAGER, Registration.NONE), GIVEN), IVO,
         "for a manager to say"),
        (team_people.add, ("path", PASSPHRASE, TypedPerson("tom", "Tom", Role.IT, Registration.NONE), GIVEN), GRACE,
         "already a person"),
    ],
)  # fmt: skip
def test_what_is_refused_changes_neither_people_nor_slots(path, database, command, given, by, said):
    before = builders.row_counts(database), vault.keys_path(path).read_bytes()
    more = {"today": TODAY} if command is team_people.leave else {}
    with pytest.raises(UserError, match=said):
        builders.write(database, command, *(path if one == "path" else one for one in given), by=by, **more)
    assert (builders.row_counts(database), vault.keys_path(path).read_bytes()) == before


def test_the_last_manager_stays_one(path, database):
    builders.write(database, team_people.change_role, SAM.person_id, Role.MANAGER, Registration.GMC, by=GRACE)
    sam = Actor(SAM.person_id, 1, "sam", SAM.full_name, Role.MANAGER, Registration.GMC)
    builders.write(
        database, team_people.change_role, GRACE.person_id, Role.ASSESSOR, Registration.NMC, by=sam
    )
    with pytest.raises(UserError, match="is the only manager"):
        builders.write(
            database, team_people.change_role, SAM.person_id, Role.DOCTOR, Registration.GMC, by=GRACE
        )
    with pytest.raises(UserError, match="is the only manager"):
        builders.write(
            database, team_people.leave, path, PASSPHRASE, SAM.person_id, TODAY, by=GRACE, today=TODAY
        )


def test_somebody_new_comes_in_after_choosing_their_own(path, database):
    eva = TypedPerson(" Eva.Roth ", "Eva Roth", Role.DOCTOR, Registration.GMC)
    builders.write(database, team_people.add, path, PASSPHRASE, eva, GIVEN, by=GRACE)
    with pytest.raises(MustChoosePassphrase):
        comes_in(path, "eva.roth", GIVEN)
    opened = passphrases.choose_own(path, "Eva.Roth", GIVEN, NEW, now=NOW)
    assert opened.actor.role is Role.DOCTOR
    opened.database.close()
