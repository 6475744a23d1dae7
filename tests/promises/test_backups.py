"""A backup is a tested backup: verified, sealed, thinned, in two places; restored whole or not at all.

LAC_TRACKER_TORTURE makes it two hundred tamperings, and a kill at every step of a restore.
"""

# ruff: noqa: PT012 - what is refused is the whole block
import os
import random
import resource
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import backup_team
import pytest
import results
from backup_team import CHILDREN, copied, every_row, killed_at
from small_caseload import GRACE, NOW, TOM, a_child, an_entry, fingerprints

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.backups import Kind
from lac_tracker.domain.errors import (
    BackupRefused,
    CaseloadRefused,
    DatabaseUnavailable,
    NotAllowed,
    UserError,
    WrongPassphrase,
)
from lac_tracker.services import backups, restore_drill, restoring
from lac_tracker.services.restoring import Who
from lac_tracker.storage import (
    audit,
    backup_file,
    dialects,
    rekey,
    restored_files,
    sign_in_tries,
    triggers,
    vault,
)
from lac_tracker.storage import backups as stored
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.audit import AuditRow
from tests.conftest import PASSPHRASE

TORTURE = int(os.environ.get("LAC_TRACKER_TORTURE", "0"))
TAMPERINGS = 200 if TORTURE else 12  # each way once
LATER, SECOND = NOW + timedelta(hours=1), timedelta(seconds=1)
GRACE_SAYS = Who("grace", PASSPHRASE)


@pytest.fixture(autouse=True)
def quick_slots(monkeypatch):
    monkeypatch.setattr(vault, "ARGON2ID", vault.ARGON2ID | backup_team.QUICK)


@pytest.fixture(scope="session")
def team(shared_folder):
    folder, held = shared_folder("backup team", lambda folder: backup_team.make_team(folder / "team.lac"))
    return folder / "team.lac", *held


@pytest.fixture
def caseload(team, tmp_path):
    return copied(team[0], tmp_path / "kept")


@pytest.fixture
def keys(team):
    return team[1]


@pytest.fixture
def door(caseload, keys):
    opened = storage.open_caseload(caseload, keys, NOW)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def with_backup(team, shared_folder):
    """A folder with the caseload and a backup of it, after which a child was added."""

    def make(folder):
        path = copied(team[0], folder / "kept")
        door = storage.open_caseload(path, team[1], NOW)
        made = backups.make(door, Kind.BY_HAND, by=GRACE, now=NOW)
        with door.writing(an_entry("added one more")) as session:
            a_child(session, "later", family_name="Later")
        door.close()
        return made.path.relative_to(folder / "kept")

    folder, backup = shared_folder("backup made", make)
    return folder / "kept", backup


@pytest.fixture
def backed_up(with_backup, caseload):
    """A backup, after which a child was added; everything is closed."""
    shutil.copytree(with_backup[0], caseload.parent, dirs_exist_ok=True)
    return caseload.parent / with_backup[1]


def restored(caseload, file, who=GRACE_SAYS, then=None, now=LATER):
    return restoring.restore(caseload, file, restoring.opener(caseload, file, who, then, now=now), now=now)


def last_entries(path, keys, many=1):
    opened = storage.open_caseload(path, keys, NOW)
    with opened.reading() as session:
        rows = session.query(AuditRow).order_by(AuditRow.number.desc()).limit(many).all()
        said = [(row.person_name, row.action, row.reason) for row in rows]
        assert audit.verify(session, keys.audit_key) == ()
    opened.close()
    return said


# Making


def test_a_backup_is_private_verified_sealed_and_written_down(door, caseload, keys):
    before = every_row(caseload, keys)
    made = backups.make(door, Kind.BY_HAND, by=GRACE, now=NOW)
    folder = caseload.with_name("caseload.lac.backups")
    assert [path.name for path in folder.iterdir()] == ["caseload-20260304-093000-by-hand.lacbak"]
    assert (folder.stat().st_mode & 0o777, made.path.stat().st_mode & 0o777) == (0o700, 0o600)
    manifest = backup_file.check(made.path, keys)
    assert (manifest.kind, manifest.made_at, manifest.counts["children"]) == (Kind.BY_HAND, NOW, CHILDREN)
    assert manifest.counts == {name: len(rows) for name, rows in before.items()}
    held = made.path.read_bytes()
    assert b"SQLite format" not in held
    assert b"Quill" not in held
    assert last_entries(caseload, keys) == [("Grace Mensah", "made a backup", f"by hand: {made.path.name}")]


def test_who_may_not_make_one_is_refused_and_that_is_written_down(door, caseload, keys):
    with pytest.raises(NotAllowed):
        backups.make(door, Kind.BY_HAND, by=TOM, now=NOW)
    assert not caseload.with_name("caseload.lac.backups").exists()
    assert last_entries(caseload, keys)[0][:2] == ("Tom Leigh", "refused: made a backup")
    assert backups.before(door, Kind.BEFORE_IMPORT, by=TOM, now=NOW).kind is Kind.BEFORE_IMPORT
    assert last_entries(caseload, keys)[0][:2] == ("Health Tracker", "made a backup")


def test_the_program_makes_one_a_day(door, keys):
    assert backups.daily(door, by=TOM, now=NOW).kind is Kind.DAILY
    assert backups.daily(door, by=TOM, now=LATER) is None
    assert backups.daily(door, by=TOM, now=NOW + timedelta(days=1)) is not None
    names = [one.path.name for one in stored.listing(stored.default_folder(door.path), keys).backups]
    assert names == ["caseload-20260305-093000-daily.lacbak", "caseload-20260304-093000-daily.lacbak"]
    assert backups.last_good_of(door, by=GRACE, now=NOW + timedelta(days=4)).look == "at_risk"


def test_backups_that_are_made_in_the_same_second_do_not_write_into_each_other(door, keys):
    folder = stored.default_folder(door.path)
    with ThreadPoolExecutor(4) as makers:
        made = list(makers.map(lambda _: stored.make(door.path, keys, Kind.BY_HAND, folder, NOW), range(4)))
    assert len({one.path for one in made}) == 4
    assert {path.name for path in folder.iterdir()} == {one.path.name for one in made}
    assert len(stored.listing(folder, keys).backups) == 4


def test_saves_go_on_while_a_backup_is_made_and_it_is_one_moment(door, keys, monkeypatch):
    copy = dialects.copy_to

    def with_a_save_in_between(connection, target, key):
        with door.writing(an_entry("meanwhile")) as session:
            a_child(session, "meanwhile")
        copy(connection, target, key)

    monkeypatch.setattr(dialects, "copy_to", with_a_save_in_between)
    made = backups.make(door, Kind.BY_HAND, by=GRACE, now=NOW)
    assert backup_file.check(made.path, keys).counts["children"] == CHILDREN
    with door.reading() as session:
        assert dialects.row_counts(session.connection())["children"] == CHILDREN + 1


@pytest.mark.parametrize("broken", ["page", "missing row", "other head"])
def test_what_does_not_verify_is_never_a_backup(door, monkeypatch, broken):
    copy = dialects.copy_to

    def badly(connection, target, key):
        copy(connection, target, key)
        if broken == "page":
            held = bytearray(target.read_bytes())
            held[len(held) // 2] ^= 1
            target.write_bytes(held)
            return
        spoilt = dialects._open(target, key, foreign_keys=False)  # noqa: SLF001 - behind the program's back
        for (name,) in spoilt.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            spoilt.execute(f'DROP TRIGGER "{name}"')
        if broken == "missing row":
            spoilt.execute("DELETE FROM children WHERE id = (SELECT max(id) FROM children)")
        else:
            spoilt.execute("UPDATE audit SET mac = 'x' WHERE number = (SELECT max(number) FROM audit)")
        spoilt.close()

    monkeypatch.setattr(dialects, "copy_to", badly)
    with pytest.raises(DatabaseUnavailable, match="did not verify|damaged"):
        backups.make(door, Kind.BY_HAND, by=GRACE, now=NOW)
    assert list(stored.default_folder(door.path).iterdir()) == []


def test_a_full_disk_has_words_and_leaves_no_half_file(door, keys, monkeypatch):
    folder = stored.default_folder(door.path)
    size = door.path.stat().st_size
    with monkeypatch.context() as patch:
        usage = shutil.disk_usage(door.path.parent)
        patch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=size))
        with pytest.raises(
            DatabaseUnavailable, match="There is not enough room in .*Make room, then try again"
        ):
            backups.make(door, Kind.BY_HAND, by=GRACE, now=NOW)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    levels = [size * part // 20 for part in range(1, 21)] if TORTURE else [65_536, size // 2, size + 100]
    for level in levels:
        resource.setrlimit(resource.RLIMIT_FSIZE, (level, hard))
        try:
            with pytest.raises(DatabaseUnavailable, match="disk|No backup was made"):
                stored.make(door.path, keys, Kind.BY_HAND, folder, NOW)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        assert list(folder.iterdir()) == []
    assert backups.make(door, Kind.BY_HAND, by=GRACE, now=NOW).path.exists()  # room was made
    results.note("P2 P5", "disk full while a backup is made", f"{len(levels)} levels, 0 half files")


def test_a_damaged_caseload_is_not_backed_up(caseload, keys):
    held = bytearray(caseload.read_bytes())
    held[len(held) // 2] ^= 1
    caseload.write_bytes(held)
    with pytest.raises(DatabaseUnavailable, match="damaged|fault|did not verify"):
        stored.make(caseload, keys, Kind.BY_HAND, stored.default_folder(caseload), NOW)
    assert list(stored.default_folder(caseload).iterdir()) == []


# Places, and how many are kept


def choose(door, **chosen):
    with door.writing(Entry(GRACE, NOW)) as session:
        for name, folder in chosen.items():
            backups.choose_folder(session, name, str(folder), by=GRACE, now=NOW)


def test_each_backup_is_copied_to_the_second_place_and_the_place_never_stops_work(door, keys, tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    choose(door, backup_folder=first, backup_second_folder=second)
    with pytest.raises(UserError, match="same folder"):
        choose(door, backup_second_folder=first)
    made = backups.make(door, Kind.DAILY, by=GRACE, now=NOW)
    assert made.path.parent == first
    assert made.path.read_bytes() == (second / made.path.name).read_bytes()
    found = backups.overview(door, by=GRACE, now=NOW)
    assert (found.last.look, found.second.look, found.items[0].in_second) == ("met", "met", True)
    assert backups.overview(door, by=GRACE, now=NOW + timedelta(days=3)).second.look == "at_risk"
    shutil.rmtree(second)
    (tmp_path / "second").write_text("in the way")
    made = backups.make(door, Kind.DAILY, by=GRACE, now=NOW + timedelta(days=1))
    assert made.second.startswith("It is not in the second place: ")
    assert made.path.exists()
    found = backups.overview(door, by=GRACE, now=NOW + timedelta(days=1))
    assert (found.second.look, found.items[0].in_second) == ("at_risk", None)
    assert "cannot be used now" in found.second.words
    assert stored.folders_of(door.path) == (
        stored.default_folder(door.path),
        first,
    )  # for the day it cannot be asked


def test_old_ones_are_thinned_but_never_the_last_verified_one_nor_what_is_not_ours(door, keys):
    folder = stored.default_folder(door.path)
    days = [400, 90, 60, 59, 3, 0]
    for day in days:
        stored.make(door.path, keys, Kind.DAILY, folder, NOW - timedelta(days=day))
    (folder / "notes.lacbak").write_bytes(b"somebody's own")
    assert stored.thin(folder, keys, NOW) == ()  # each is the newest of its day, and there are few
    assert stored.thin(folder, vault.Keys(keys.database_id, bytes(32)), NOW + timedelta(days=9_000)) == ()
    for _ in range(3):
        stored.make(door.path, keys, Kind.BY_HAND, folder, NOW - timedelta(days=20))
    assert len(stored.thin(folder, keys, NOW)) == 2
    newest = max(folder.glob("case*"), key=lambda path: path.name)
    for path in sorted(folder.glob("case*"))[:-1]:
        path.unlink()
    assert stored.thin(folder, keys, NOW + timedelta(days=9_000)) == ()
    assert newest.exists()
    assert stored.listing(folder, keys).refused == ("notes.lacbak",)


# Restoring


def test_a_restore_is_equal_to_the_last_row_and_is_written_down(caseload, keys, backed_up, team):
    then = every_row(team[0], keys)
    now = every_row(caseload, keys)
    seen = restoring.preview(caseload, backed_up, restoring.opener(caseload, backed_up, GRACE_SAYS, now=NOW))
    told = {one.what: one.words for one in seen.differences}
    assert told["Children"] == f"{CHILDREN + 1} now, {CHILDREN} then"
    assert seen.chain == "2 entries of the audit log were made since. What they record is undone"
    done = restored(caseload, backed_up)
    assert done.kept == ("caseload-20260304-103000-before-restore.lacbak", "caseload.lac.before-restore")
    after = every_row(caseload, keys)
    event = after["audit"].pop()
    assert after == then
    assert "restored a backup" in event
    ((who, _, reason),) = last_entries(caseload, keys)
    assert who == "Grace Mensah"
    assert f"the audit chain before ended with entry {len(now['audit'])} " in reason
    kept = every_row(restored_files.before_restore(caseload), keys)
    assert kept["children"] == now["children"]
    assert len(kept["audit"]) == len(now["audit"]) + 1  # that a backup of it was made
    back = restored(caseload, backed_up.with_name(done.kept[0]), now=LATER + timedelta(hours=1))
    assert every_row(caseload, keys)["children"] == now["children"]
    assert back.made_at == LATER
    results.note("P5", "rows equal after a restore", f"100 % of {sum(map(len, then.values())):,} rows")


def test_every_kind_of_backup_is_restored_by_the_drill(door, keys):
    for number, kind in enumerate(Kind):
        stored.make(door.path, keys, kind, stored.default_folder(door.path), NOW + timedelta(seconds=number))
    for file in sorted(stored.default_folder(door.path).iterdir()):
        held = restore_drill.drill(door, file, by=GRACE, now=LATER)
        assert held.is_fine, held.parts
    assert restore_drill.drill(door, by=GRACE, now=LATER).kind_words == "Before a new key"  # the newest
    assert {path.suffix for path in stored.default_folder(door.path).iterdir()} == {".lacbak"}
    lines = restore_drill.drill_lines(held)
    assert lines[0] == "Restore drill, 04-Mar-2026 10:30"
    assert lines[-1] == "Result: every part is in order."
    assert last_entries(door.path, keys)[0][1] == "tried to restore a backup"
    results.note("P5", "restore drill", f"{len(Kind)} kinds, 100 % equal")


def tampered(held, other, chance, number):
    """Return a backup changed in one of many ways."""
    place = chance.randrange(len(held))
    manifest = held.index(b"{"), held.index(b"}}") if b"}}" in held else held.index(b"]}")
    ways = (
        lambda: held[:place] + bytes([held[place] ^ 1 << chance.randrange(8)]) + held[place + 1 :],
        lambda: held[:place],
        lambda: held + b"\0",
        lambda: held[: len(held) // 2] + other[len(held) // 2 :],
        lambda: other[: manifest[1]] + held[manifest[1] :],
        lambda: held.replace(b"by_hand", b"daily\x20\x20", 1),
        lambda: held.replace(b'"children":40', b'"children":41', 1),
        lambda: held[:place] + held[place + 1 :] + b"\0",
        lambda: held[:8] + (2**31 + 5).to_bytes(4, "big") + held[12:],
        lambda: b"",
        lambda: held.replace(b'"schema":8', b'"schema":9', 1),
        lambda: held.replace(b"Grace Mensah", b"Grace Mensch", 1),
    )
    return ways[number % len(ways)]()


def test_no_tampered_backup_is_restored_and_nothing_of_today_is_touched(caseload, keys, backed_up, tmp_path):
    stored.make(caseload, keys, Kind.BY_HAND, tmp_path / "others", LATER)
    (other,) = (path.read_bytes() for path in (tmp_path / "others").iterdir())
    held, chance = backed_up.read_bytes(), random.Random(20260304)
    opened_by = restoring.opener(caseload, backed_up, GRACE_SAYS, now=NOW)
    shutil.rmtree(stored.default_folder(caseload))
    before = fingerprints(caseload.parent)
    file, accepted, said = tmp_path / "tampered.lacbak", 0, set()
    for number in range(TAMPERINGS):
        changed = tampered(held, other, chance, number)
        assert changed != held
        file.write_bytes(changed)
        try:
            restoring.restore(caseload, file, opened_by, now=LATER)
            accepted += 1
        except BackupRefused as error:
            said.add("Nothing has been changed" in str(error))
        assert fingerprints(caseload.parent) == before
    assert (accepted, said) == (0, {True})
    results.note("P5", "tampered backups accepted", f"0 of {TAMPERINGS}")
    file.write_bytes(held)
    restored(caseload, file)  # the judge can tell


def test_a_kill_at_any_step_leaves_the_old_or_the_new(team, keys, caseload, backed_up, tmp_path):
    old, new = every_row(caseload, keys)["children"], every_row(team[0], keys)["children"]
    opened_by = restoring.opener(caseload, backed_up, GRACE_SAYS, now=NOW)
    # With slots of its own, as from an earlier key, so that two files have to change together.
    with_slots = restoring.Opener("grace", opened_by.keys, None)
    steps = killed_at(
        999,
        lambda: restoring.restore(
            copied_folder(caseload, tmp_path / "counted"), backed_up, with_slots, now=LATER
        ),
    )
    # Short, the steps around the one that decides, and the first.
    chosen = range(steps) if TORTURE else (0, *range(steps - 6, steps))
    found = []
    for number in chosen:
        folder = tmp_path / f"killed {number}"
        path = copied_folder(caseload, folder)
        assert not killed_at(
            number, lambda path=path: restoring.restore(path, backed_up, with_slots, now=LATER)
        )
        try:
            assert vault.unlock(path, "grace", PASSPHRASE) == keys  # what is done on every sign-in
            came = True
        except CaseloadRefused:
            came = False
        held = every_row(path, keys)["children"]
        assert held in (old, new)
        assert came == (held == new)  # the slots came with the database, or neither did
        found.append("new" if held == new else "old")
        if number % 4 == 0:  # and it can be done again
            restoring.restore(path, backed_up, with_slots, now=LATER)
            assert every_row(path, keys)["children"] == new
        shutil.rmtree(folder)
    assert found == sorted(found, reverse=True)  # old until one moment, new from then on
    assert {"old", "new"} == set(found)
    results.note(
        "P5 P6", "a restore killed at a change of a file", f"{len(found)} of {steps} steps, 0 in between"
    )


def copied_folder(caseload, folder):
    """Copy a caseload whose slots are of no use any more into a folder of its own."""
    folder.mkdir()
    shutil.copy(caseload, folder)
    (folder / "caseload.lac.keys").write_bytes(b"slots that are of no use any more")
    return folder / caseload.name


# Whose passphrase opens it


def test_who_left_since_restores_nothing_and_stays_out(caseload, backed_up):
    shutil.copy(
        caseload.with_name("caseload.lac.keys.1"), vault.keys_path(caseload)
    )  # without Mona, who left
    with pytest.raises(CaseloadRefused, match="don't match"):
        restoring.opener(caseload, backed_up, Who("mona", PASSPHRASE), now=NOW)
    slots = vault.keys_path(caseload).read_bytes()
    restored(caseload, backed_up)
    assert vault.keys_path(caseload).read_bytes() == slots
    with pytest.raises(CaseloadRefused):
        vault.unlock(caseload, "mona", PASSPHRASE)


@pytest.mark.parametrize("slots", ["of today", "in the backup alone"])
def test_wrong_passphrases_are_waited_for_here_too_and_close_the_name(caseload, backed_up, slots):
    if slots != "of today":
        vault.keys_path(caseload).unlink()
    at, guess = NOW, Who("Grace", "not the right words")
    for wait in (1, 2, 4, 8, 60, 60, 60, 60, 60):
        with pytest.raises(WrongPassphrase, match=f"don't match.*{wait} second"):
            restoring.opener(caseload, backed_up, guess, now=at)
        with pytest.raises(WrongPassphrase, match="Wrong passphrases were typed before"):
            restoring.opener(caseload, backed_up, GRACE_SAYS, now=at + (wait - 1) * SECOND)
        at += wait * SECOND
    with pytest.raises(WrongPassphrase, match="so it is closed"):
        restoring.opener(caseload, backed_up, guess, now=at)
    with pytest.raises(WrongPassphrase, match="so it is closed"):
        restoring.opener(caseload, backed_up, GRACE_SAYS, now=at + 3600 * SECOND)
    assert len(sign_in_tries.read(caseload).unwritten) == 10  # for the audit log, at the next sign-in


def test_an_assessor_restores_nothing(caseload, keys, backed_up):
    before = every_row(caseload, keys)["children"]
    with pytest.raises(NotAllowed, match="may not do this"):
        restored(caseload, backed_up, Who("nadia", PASSPHRASE))
    assert every_row(caseload, keys)["children"] == before
    assert last_entries(caseload, keys)[0][:2] == ("Nadia Rahman", "refused: restored a backup")
    caseload.unlink()
    with pytest.raises(NotAllowed, match="may not do this"):  # by what stands in the backup
        restored(caseload, backed_up, Who("nadia", PASSPHRASE))
    assert not caseload.exists()


def test_nothing_is_restored_while_somebody_has_the_caseload_open(caseload, keys, backed_up):
    opened = storage.open_caseload(caseload, keys, NOW)
    with opened.reading() as session:
        dialects.row_counts(session.connection())
    before = fingerprints(caseload.parent)
    with pytest.raises(DatabaseUnavailable, match="Another window or command"):
        restored(caseload, backed_up)
    opened.close()
    assert fingerprints(caseload.parent).keys() == before.keys()
    restored(caseload, backed_up)


@pytest.mark.parametrize("what", ["damaged", "gone", "slots gone too"])
def test_a_caseload_that_cannot_be_opened_is_restored_by_passphrase_or_recovery_key(
    caseload, keys, backed_up, team, what
):
    held = bytearray(caseload.read_bytes())
    held[100] ^= 1
    caseload.write_bytes(held)
    who = GRACE_SAYS
    if what != "damaged":
        caseload.unlink()
    if what == "slots gone too":
        vault.keys_path(caseload).unlink()
        who = Who("", team[2].lower())
    assert [one.path for one in restoring.candidates(caseload)] == [backed_up]
    assert restoring.newest_words(caseload, NOW) == "The newest backup was made 04-Mar-2026 09:30"
    seen = restoring.preview(caseload, backed_up, restoring.opener(caseload, backed_up, who, now=NOW))
    assert seen.now_words
    restored(caseload, backed_up, who)
    assert vault.unlock(caseload, "grace", PASSPHRASE) == keys
    assert every_row(caseload, keys)["children"] == every_row(team[0], keys)["children"]
    kept = restored_files.before_restore(caseload)
    assert (kept.read_bytes() == bytes(held)) if what == "damaged" else not kept.exists()
    name = "Whoever has the recovery sheet" if not who.user_name else "Grace Mensah"
    assert last_entries(caseload, keys)[0][:2] == (name, "restored a backup")


def test_a_backup_of_an_earlier_key_needs_the_passphrase_of_then_and_brings_its_slots(
    caseload, keys, backed_up, team
):
    now_keys = rekey.change_key(caseload, keys).keys
    slot = vault.person_slot(now_keys, "grace", "Grace Mensah", "another six quiet herons")
    vault.write(vault.keys_path(caseload), now_keys, [slot])
    listed = stored.listing(stored.default_folder(caseload), now_keys)
    assert (len(listed.backups), [one.path for one in listed.earlier]) == (0, [backed_up])
    today = Who("grace", "another six quiet herons")
    with pytest.raises(CaseloadRefused, match="don't match"):  # who knows only the old one is not let in
        restoring.opener(caseload, backed_up, GRACE_SAYS, now=NOW)
    with pytest.raises(CaseloadRefused, match="Enter the passphrase you had then"):
        restoring.opener(caseload, backed_up, today, now=NOW + SECOND)
    assert (
        sign_in_tries.read(caseload).failures == {}
    )  # today's was right: that of then is no try at somebody's
    restored(caseload, backed_up, today, GRACE_SAYS)
    assert vault.unlock(caseload, "grace", PASSPHRASE) == keys
    assert every_row(caseload, keys)["children"] == every_row(team[0], keys)["children"]


def test_a_caseload_whose_structure_is_broken_can_be_restored_over_and_is_kept(caseload, keys, backed_up):
    engine = dialects.make_engine(caseload, key=keys.file_key, foreign_keys=False)
    with engine.begin() as connection:
        triggers.remove(connection)
        connection.exec_driver_sql("UPDATE children SET team_id = 999")
        triggers.install(connection)
    engine.dispose()
    with pytest.raises(DatabaseUnavailable, match="has no parent"):  # no backup to count on
        stored.make(caseload, keys, Kind.BY_HAND, stored.default_folder(caseload), NOW)
    done = restored(caseload, backed_up)
    assert [name.rpartition("-")[2] for name in done.kept] == ["restore.lacbak", "restore"]


def test_the_backup_of_another_caseload_is_refused(caseload, backed_up, tmp_path, template):
    other = tmp_path / "other.lac"
    shutil.copy(template[0], other)
    made = stored.make(other, template[1], Kind.BY_HAND, tmp_path / "others", NOW)
    with pytest.raises(UserError):
        restored(caseload, made.path)
