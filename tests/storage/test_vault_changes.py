"""Changing the slots and the key of a caseload: who opens it then, who does not, and that it is never half of each."""

import json
import os
import shutil

import pytest

from lac_tracker.domain.errors import CaseloadRefused, DatabaseUnavailable, UserError
from lac_tracker.storage import audit, dialects, rekey, restored_files, vault, vault_changes
from lac_tracker.storage import database as storage
from tests.conftest import GRACE, NADIA, NOW, PASSPHRASE, TOM
from tests.promises.results import note
from tests.robots_lists import make_slots

TOMS = "eleven slow herons wading"
NEW = "purple kettle on the moor"


@pytest.fixture
def path(caseload_path, keys, monkeypatch):
    make_slots(caseload_path, keys, monkeypatch, ((GRACE, PASSPHRASE), (TOM, TOMS)))
    return caseload_path


def opens(path, user_name, passphrase):
    try:
        return vault.unlock(path, user_name, passphrase)
    except CaseloadRefused:
        return None


def content(path):
    return json.loads(vault.keys_path(path).read_text())


def test_another_passphrase_opens_the_same_keys_and_the_old_one_nothing(path, keys):
    vault_changes.set_passphrase(path, keys, user_name="tom", full_name="Tom Leigh", passphrase=NEW)
    assert opens(path, "tom", NEW) == keys
    assert opens(path, "tom", TOMS) is None
    assert opens(path, "grace", PASSPHRASE) == keys
    with pytest.raises(UserError, match="first that would be tried"):
        vault_changes.set_passphrase(
            path, keys, user_name="tom", full_name="Tom Leigh", passphrase="Tom Leigh 2026!"
        )
    assert opens(path, "tom", NEW) == keys


def test_who_left_comes_in_no_more_and_somebody_always_can(path, keys):
    vault_changes.remove_person(path, keys, "tom")
    assert opens(path, "tom", TOMS) is None
    with pytest.raises(UserError, match="Nobody else can open"):
        vault_changes.remove_person(path, keys, "grace")
    assert opens(path, "grace", PASSPHRASE) == keys


def test_a_new_sheet_takes_the_place_of_the_one_before(path, keys):
    first = vault_changes.new_recovery_sheet(path, keys)
    second = vault_changes.new_recovery_sheet(path, keys)
    assert vault.unlock_with_recovery_key(path, second) == keys
    with pytest.raises(CaseloadRefused, match="newer sheet was made"):
        vault.unlock_with_recovery_key(path, first)


def test_slots_that_something_else_changed_are_never_sealed_anew(path, keys):
    held = content(path)
    held["slots"][1]["header"]["full_name"] = "Somebody"
    vault.keys_path(path).write_text(json.dumps(held))
    before = vault.keys_path(path).read_bytes()
    for change in (
        lambda: vault_changes.set_passphrase(path, keys, user_name="tom", full_name="T", passphrase=NEW),
        lambda: vault_changes.remove_person(path, keys, "tom"),
        lambda: vault_changes.new_recovery_sheet(path, keys),
        lambda: rekey.change_key(path, keys),
    ):
        with pytest.raises(CaseloadRefused, match="cannot be used"):
            change()
    assert vault.keys_path(path).read_bytes() == before


def test_a_cheaper_slot_and_one_of_the_earlier_kind_are_made_anew(path, keys, monkeypatch):
    assert not vault_changes.is_behind(path, keys, "grace")
    monkeypatch.setitem(vault.ARGON2ID, "memory_kib", 128)
    assert vault_changes.is_behind(path, keys, "grace")
    vault_changes.renew(path, keys, "grace", PASSPHRASE)
    assert not vault_changes.is_behind(path, keys, "grace")
    assert opens(path, "grace", PASSPHRASE) == keys
    earlier(path, keys, TOM, TOMS)
    assert opens(path, "tom", TOMS) == keys
    assert vault_changes.is_behind(path, keys, "tom")


def earlier(path, keys, person, passphrase):
    """Give somebody a slot of the earlier kind: the passphrase opens the database key itself."""
    header = {"kind": "person", "user_name": person.user_name, "full_name": person.full_name}
    header |= vault.ARGON2ID | {"salt": vault.as_text(os.urandom(16))}
    slot = vault._slot(keys.database_id, header, passphrase.encode(), keys.database_key)  # noqa: SLF001
    others = [one for one in vault.slots(path, keys) if one["header"].get("user_name") != person.user_name]
    vault.write(vault.keys_path(path), keys, [*others, slot])


@pytest.mark.parametrize(
    ("part", "value"), [("sealed", ""), ("sealed", "AAAA"), ("public", "AAAA"), ("sealed", None)]
)
def test_a_damaged_seal_is_refused_in_words(path, keys, part, value):
    held = content(path)
    slot = held["slots"][0]
    (slot["header"] if part == "public" else slot)[part] = value
    vault.keys_path(path).write_text(json.dumps(held))
    with pytest.raises(CaseloadRefused):
        vault.unlock(path, "grace", PASSPHRASE)


def whole(path, keys):
    database = storage.open_caseload(path, keys, NOW)
    try:
        with database.reading() as session:
            return audit.verify(session, keys.audit_key) == ()
    finally:
        database.close()


def test_another_key_shuts_out_the_old_one_and_nobody_who_stays(path, keys, database):
    earlier(path, keys, NADIA, NEW)
    vault_changes.remove_person(path, keys, "tom")
    kept = path.with_name("kept by who left.lac")
    with database.reading() as session:
        session.execute(storage.text("SELECT 1 FROM people"))
        with pytest.raises(DatabaseUnavailable, match="has this caseload open"):
            rekey.change_key(path, keys)
    database.close()
    shutil.copy(path, kept)
    steps = []
    done = rekey.change_key(path, keys, steps.append)
    assert (steps, done.left_out) == ([0, 1, 2, 3], ("Nadia Rahman",))
    assert done.keys.database_key != keys.database_key
    assert done.keys.audit_key == keys.audit_key, "the log is sealed by the key it always had"
    assert (
        opens(path, "grace", PASSPHRASE)
        == vault.unlock_with_recovery_key(path, done.recovery_key)
        == done.keys
    )
    assert opens(path, "tom", TOMS) is opens(path, "nadia", NEW) is None
    assert whole(path, done.keys)
    with pytest.raises(CaseloadRefused):
        storage.open_caseload(path, keys, NOW)
    storage.open_caseload(
        kept, keys, NOW
    ).close()  # what was copied before stays readable: nothing can change that
    assert not list(path.parent.glob("*restor*"))
    again = rekey.change_key(path, done.keys)
    assert again.keys.audit_key == keys.audit_key
    assert whole(path, again.keys)


def test_a_copy_that_does_not_verify_is_not_put_in_place(path, keys, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr(dialects, "integrity_problems", lambda _connection: ("page 3 is damaged",))
    with pytest.raises(DatabaseUnavailable, match=r"keeps its key: page 3"):
        rekey.change_key(path, keys)
    assert path.stat().st_size == len(before)
    assert opens(path, "grace", PASSPHRASE) == keys
    assert not list(path.parent.glob("*restor*"))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that can be killed")
def test_killed_at_any_step_of_changing_the_key_it_is_the_old_caseload_or_the_new(path, keys, tmp_path):
    killed = old = 0
    for step in range(1, 200):
        folder = tmp_path / f"killed {step}"
        folder.mkdir()
        copy = folder / path.name
        shutil.copy(path, copy)
        shutil.copy(vault.keys_path(path), vault.keys_path(copy))
        child = os.fork()
        if child == 0:
            _die_at(step)
            rekey.change_key(copy, keys)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        now = vault.unlock(copy, "grace", PASSPHRASE)
        assert whole(copy, now), f"killed at step {step}"
        killed, old = killed + (status != 0), old + (now == keys)
        shutil.rmtree(folder)
        if status == 0:
            break
    assert 0 < old < killed, "it was killed before and after it was decided"
    note(
        "P1 P6",
        "changing the key of the caseload, killed at each step",
        f"{killed} kills, 0 between old and new",
    )


def _die_at(step):
    """Have this process end at the n-th change of a name, and at each step of the work."""
    left = [step]

    def dying(function):
        def counted(*args, **more):
            left[0] -= 1
            if left[0] == 0:
                os._exit(9)
            return function(*args, **more)

        return counted

    for where, name in (
        (os, "replace"), (os, "link"), (dialects, "change_key"),
        (rekey, "_spoil"), (restored_files, "put_in_place"),
    ):  # fmt: skip
        setattr(where, name, dying(getattr(where, name)))
