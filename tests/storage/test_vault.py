"""The key slots: who opens a caseload, who does not, and what a damaged or hostile file may do (nothing)."""

import base64
import json
import os
import stat
import unicodedata

import pytest
from small_caseload import fingerprints

from lac_tracker.domain.errors import CaseloadRefused, UserError
from lac_tracker.storage import key_file, vault

GRACE = "seven calm otters swimming"
TOM = "eleven slow herons wading"
REAL = dict(vault.ARGON2ID)


@pytest.fixture(autouse=True)
def cheap_derivation(monkeypatch):
    """A derivation of a millisecond: what the slots do does not depend on its price."""
    monkeypatch.setattr(vault, "ARGON2ID", REAL | {"time": 1, "memory_kib": 64, "lanes": 1})


@pytest.fixture
def caseload(tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    return folder / "caseload.lac"


@pytest.fixture
def made(caseload):
    """Grace's vault: its keys and its recovery key."""
    return vault.create(caseload, user_name="grace", full_name="Grace Mensah", passphrase=GRACE)


def content_of(caseload):
    return json.loads(vault.keys_path(caseload).read_text(encoding="utf-8"))


def write(caseload, content):
    vault.keys_path(caseload).write_text(json.dumps(content), encoding="utf-8")


def slot_of(content, user_name):
    return next(slot for slot in content["slots"] if slot["header"].get("user_name") == user_name)


def sealed_again(keys, content):
    """Return a content as someone who holds the database key would seal it: only the slots themselves can tell."""
    content["mac"] = vault.mac(keys, content["slots"])  # noqa: SLF001 - an insider's forgery
    return content


def test_the_real_derivation_opens_the_vault_and_costs_what_was_chosen(caseload, monkeypatch):
    monkeypatch.setattr(vault, "ARGON2ID", REAL)
    keys, _ = vault.create(caseload, user_name="grace", full_name="Grace Mensah", passphrase=GRACE)
    header = slot_of(content_of(caseload), "grace")["header"]
    assert (header["kdf"], header["time"], header["memory_kib"], header["lanes"]) == (
        "argon2id",
        3,
        131_072,
        4,
    )
    assert vault.unlock(caseload, "grace", GRACE) == keys


def test_each_person_opens_the_same_keys_with_a_passphrase_of_their_own(caseload, made):
    keys, _ = made
    vault.add_person(caseload, keys, user_name="tom", full_name="Tom Leigh", passphrase=TOM)
    assert vault.unlock(caseload, "grace", GRACE) == vault.unlock(caseload, "tom", TOM) == keys
    assert list(key_file.people_with_slots(caseload)) == [
        ("grace", "Grace Mensah"),
        ("tom", "Tom Leigh"),
    ]
    with pytest.raises(CaseloadRefused):
        vault.unlock(caseload, "grace", TOM)


def test_every_key_has_a_purpose_of_its_own(made):
    keys, _ = made
    assert len({keys.file_key, keys.audit_key, keys.database_key}) == 3
    assert {len(keys.file_key), len(keys.audit_key)} == {32}
    assert keys.database_key.hex() not in repr(keys)
    assert str(keys.database_key) not in repr(keys)


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda key: key.replace("-", " "), lambda key: key.replace("-", "")]
)
def test_the_recovery_key_opens_the_vault_however_it_is_typed(caseload, made, typed):
    keys, recovery_key = made
    assert [len(group) for group in recovery_key.split("-")] == [4] * 14
    assert vault.unlock_with_recovery_key(caseload, typed(recovery_key)) == keys


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "mistyped"),
        ("not a key", "mistyped"),
        ("ÄÄÄÄ-ÄÄÄÄ", "mistyped"),
        ("A" * 56, "mistyped"),
    ],
)
def test_a_mistyped_recovery_key_is_told_from_a_foreign_one(caseload, made, tmp_path, typed, words):
    with pytest.raises(CaseloadRefused, match=words):
        vault.unlock_with_recovery_key(caseload, typed)
    _, foreign = vault.create(tmp_path / "other.lac", user_name="grace", full_name="Grace", passphrase=GRACE)
    with pytest.raises(CaseloadRefused, match="another caseload"):
        vault.unlock_with_recovery_key(caseload, foreign)


def test_one_wrong_letter_of_the_recovery_key_is_found(caseload, made):
    _, recovery_key = made
    wrong = ("B" if recovery_key[0] != "B" else "C") + recovery_key[1:]
    with pytest.raises(CaseloadRefused, match="Check each group"):
        vault.unlock_with_recovery_key(caseload, wrong)


@pytest.mark.parametrize(
    ("user_name", "passphrase"),
    [
        ("grace", "seven calm otters swimminG"),
        ("grace", ""),
        ("grace", "x" * 5_000),
        ("grace", "\ud800" * 12),
        ("nobody", GRACE),
        ("", GRACE),
        ("Grace", GRACE),
    ],
)
def test_a_wrong_name_or_passphrase_is_refused_in_the_same_words_and_changes_nothing(
    caseload, made, user_name, passphrase
):
    caseload.write_bytes(b"the caseload")
    before = fingerprints(caseload.parent)
    with pytest.raises(CaseloadRefused, match=r"don't match\. Nothing has been opened or changed"):
        vault.unlock(caseload, user_name, passphrase)
    assert fingerprints(caseload.parent) == before


def test_a_passphrase_typed_on_another_keyboard_is_the_same_passphrase(caseload):
    composed = unicodedata.normalize("NFC", "crème brûlée café")
    keys, _ = vault.create(caseload, user_name="zoe", full_name="Zoë", passphrase=composed)
    assert vault.unlock(caseload, "zoe", unicodedata.normalize("NFD", composed)) == keys


@pytest.mark.parametrize(
    ("passphrase", "words"),
    [
        ("short one", "at least 12"),
        ("elevenchars", "11 characters"),
        ("x" * 1_025, "shorter"),
        ("            ", "same few characters"),
        ("abababababab", "same few characters"),
        ("Password1234", "first that would be tried"),
        ("123456789012", "first that would be tried"),
        ("password password", "first that would be tried"),
        ("Health Tracker!", "first that would be tried"),
        ("grace.mensah", "first that would be tried"),
        ("Grace.Mensah 2026", "first that would be tried"),
        ("qwertyuiop12", "first that would be tried"),
    ],
)
def test_a_weak_passphrase_is_refused_with_what_to_change(caseload, passphrase, words):
    with pytest.raises(UserError, match=words):
        vault.create(caseload, user_name="grace.mensah", full_name="Grace", passphrase=passphrase)
    assert list(caseload.parent.iterdir()) == []


def test_a_second_slot_under_one_name_is_refused(caseload, made):
    before = fingerprints(caseload.parent)
    with pytest.raises(UserError, match="already a person with the user name 'grace'"):
        vault.add_person(caseload, made[0], user_name="grace", full_name="Another Grace", passphrase=TOM)
    assert fingerprints(caseload.parent) == before


def test_a_new_vault_never_overwrites_slots(caseload, made):
    before = fingerprints(caseload.parent)
    with pytest.raises(UserError, match="already"):
        vault.create(caseload, user_name="tom", full_name="Tom Leigh", passphrase=TOM)
    assert fingerprints(caseload.parent) == before


def test_three_generations_are_kept_and_the_oldest_falls_off(caseload, made):
    for number in range(5):
        vault.add_person(
            caseload, made[0], user_name=f"p{number}", full_name=f"Person {number}", passphrase=TOM
        )
    kept = sorted(path.name for path in caseload.parent.iterdir())
    assert kept == ["caseload.lac.keys", "caseload.lac.keys.1", "caseload.lac.keys.2", "caseload.lac.keys.3"]
    people = [len(json.loads((caseload.parent / name).read_text())["slots"]) - 1 for name in kept]
    assert people == [6, 5, 4, 3]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no mode bits")
def test_every_generation_is_readable_by_its_owner_alone(caseload, made):
    vault.add_person(caseload, made[0], user_name="tom", full_name="Tom Leigh", passphrase=TOM)
    assert {stat.S_IMODE(path.stat().st_mode) for path in caseload.parent.iterdir()} == {0o600}


def test_a_write_that_fails_leaves_the_old_slots_and_no_half_file(caseload, made, monkeypatch):
    before = fingerprints(caseload.parent)

    def no_room(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(UserError, match="No space left on device. Nothing has been changed"):
        vault.add_person(caseload, made[0], user_name="tom", full_name="Tom Leigh", passphrase=TOM)
    assert fingerprints(caseload.parent) == before


def test_missing_slots_say_that_both_files_belong_together(caseload):
    with pytest.raises(CaseloadRefused, match="Both files belong together"):
        vault.unlock(caseload, "grace", GRACE)
    with pytest.raises(CaseloadRefused, match="Both files belong together"):
        key_file.people_with_slots(caseload)


def test_slots_that_cannot_be_read_are_refused_in_words(caseload):
    vault.keys_path(caseload).mkdir()
    with pytest.raises(CaseloadRefused, match="cannot be read"):
        key_file.people_with_slots(caseload)


@pytest.mark.parametrize(
    "damaged",
    [
        b"", b"{", b"null", b"[]", b"{}", b"\xff\xfe\x00", b"[" * 100_000, b'"lac-tracker keys"',
        b'{"magic": "lac-tracker keys"}', b'{"magic": "lac-tracker keys", "version": 1}',
        b'{"magic": "lac-tracker keys", "version": 1, "database_id": "a", "mac": "", "slots": 5}',
        b'{"magic": "lac-tracker keys", "version": 1, "database_id": "a", "mac": "", "slots": [5]}',
        b'{"magic": "lac-tracker keys", "version": 1, "database_id": "\\ud800", "mac": "", "slots": []}',
        b'{"magic": "lac-tracker keys", "version": true, "database_id": "a", "mac": "", "slots": []}',
        b'{"magic": "lac-tracker keys", "version": ' + b"9" * 10_000 + b"}",
    ],
)  # fmt: skip
def test_a_file_that_is_no_slots_is_refused_in_words(caseload, damaged):
    vault.keys_path(caseload).write_bytes(damaged)
    for look in (key_file.people_with_slots, lambda path: vault.unlock(path, "grace", GRACE)):
        with pytest.raises(CaseloadRefused, match=r"cannot be used.*Nothing has been changed"):
            look(caseload)
    assert vault.keys_path(caseload).read_bytes() == damaged


def test_slots_of_a_newer_program_say_so(caseload, made):
    write(caseload, content_of(caseload) | {"version": 2})
    with pytest.raises(CaseloadRefused, match="newer version of this program"):
        vault.unlock(caseload, "grace", GRACE)


def test_every_truncation_is_refused(caseload, made):
    path = vault.keys_path(caseload)
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 97):
        path.write_bytes(whole[:length])
        with pytest.raises(CaseloadRefused):
            vault.unlock(caseload, "grace", GRACE)


HOSTILE = [
    ("memory_kib", 2_000_000_000), ("memory_kib", 1_048_577), ("memory_kib", 0), ("memory_kib", -1),
    ("memory_kib", "64"), ("memory_kib", 64.0), ("memory_kib", True), ("memory_kib", None),
    ("time", 17), ("time", 10**30), ("time", 0), ("time", 1.5),
    ("lanes", 17), ("lanes", 0), ("lanes", [1]),
    ("kdf", "none"), ("kdf", "hkdf"), ("kdf", None), ("kind", "recovery"), ("kind", "guest"),
    ("salt", 5), ("salt", "not base64"), ("full_name", 5), ("user_name", None),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), HOSTILE)
def test_hostile_parameters_are_refused_before_they_are_used(caseload, made, monkeypatch, name, value):
    content = content_of(caseload)
    slot_of(content, "grace")["header"][name] = value
    write(caseload, content)

    def used(*args, **kwargs):
        raise AssertionError("the parameters were used")

    monkeypatch.setattr(vault, "hash_secret_raw", used)
    with pytest.raises(CaseloadRefused):
        vault.unlock(caseload, "grace", GRACE)


@pytest.mark.parametrize(
    ("part", "value"),
    [("salt", "AAAA"), ("nonce", ""), ("nonce", "AAAA"), ("wrapped", ""), ("wrapped", "AAAA")],
)
def test_parts_of_a_wrong_length_are_refused_in_words(caseload, made, part, value):
    content = content_of(caseload)
    slot = slot_of(content, "grace")
    (slot["header"] if part == "salt" else slot)[part] = value
    write(caseload, content)
    with pytest.raises(CaseloadRefused):
        vault.unlock(caseload, "grace", GRACE)


def test_too_little_memory_for_the_lanes_is_refused_in_words(caseload, made):
    content = content_of(caseload)
    slot_of(content, "grace")["header"] |= {"memory_kib": 1, "lanes": 16}
    write(caseload, content)
    with pytest.raises(CaseloadRefused, match="does not write"):
        vault.unlock(caseload, "grace", GRACE)


def test_a_cheaper_derivation_cannot_be_slipped_in(caseload, made):
    content = content_of(caseload)
    slot_of(content, "grace")["header"]["memory_kib"] = 32
    write(caseload, sealed_again(made[0], content))
    with pytest.raises(CaseloadRefused):
        vault.unlock(caseload, "grace", GRACE)


def test_slots_cannot_change_hands_even_when_sealed_again(caseload, made):
    keys, _ = made
    vault.add_person(caseload, keys, user_name="tom", full_name="Tom Leigh", passphrase=TOM)
    content = content_of(caseload)
    grace, tom = slot_of(content, "grace"), slot_of(content, "tom")
    grace["header"]["user_name"], tom["header"]["user_name"] = "tom", "grace"
    write(caseload, sealed_again(keys, content))
    for user_name in ("grace", "tom"):
        for passphrase in (GRACE, TOM):
            with pytest.raises(CaseloadRefused):
                vault.unlock(caseload, user_name, passphrase)


def changed(content, how):
    slots = content["slots"]
    if how == "a slot is gone":
        del slots[-1]
    elif how == "the order is another":
        slots.reverse()
    elif how == "a slot stands twice":
        slots.append(slots[0])
    elif how == "another name":
        slots[-1]["header"]["full_name"] = "Someone Else"
    elif how == "no seal":
        content["mac"] = ""
    elif how == "a seal that is no figure":
        content["mac"] = "ä" * 64
    return content


@pytest.mark.parametrize(
    "how",
    ["a slot is gone", "the order is another", "a slot stands twice", "another name", "no seal", "a seal that is no figure"],
)  # fmt: skip
def test_slots_changed_from_outside_are_noticed_by_everyone_and_never_sealed_anew(caseload, made, how):
    keys, recovery_key = made
    vault.add_person(caseload, keys, user_name="tom", full_name="Tom Leigh", passphrase=TOM)
    write(caseload, changed(content_of(caseload), how))
    before = fingerprints(caseload.parent)
    with pytest.raises(CaseloadRefused, match="cannot be used"):
        vault.unlock(caseload, "grace", GRACE)
    with pytest.raises(CaseloadRefused, match="cannot be used"):
        vault.unlock_with_recovery_key(caseload, recovery_key)
    with pytest.raises(CaseloadRefused, match="cannot be used"):
        vault.add_person(caseload, keys, user_name="sam", full_name="Sam Iqbal", passphrase=TOM)
    assert fingerprints(caseload.parent) == before


def test_a_slot_of_another_caseload_opens_nothing(caseload, made, tmp_path):
    other = tmp_path / "other.lac"
    vault.create(other, user_name="tom", full_name="Tom Leigh", passphrase=TOM)
    content = content_of(caseload)
    content["slots"].append(slot_of(content_of(other), "tom"))
    write(caseload, sealed_again(made[0], content))
    with pytest.raises(CaseloadRefused):
        vault.unlock(caseload, "tom", TOM)
    assert vault.unlock(caseload, "grace", GRACE) == made[0]


def test_nothing_in_the_file_gives_the_key_or_the_passphrase_away(caseload, made):
    keys, recovery_key = made
    held = vault.keys_path(caseload).read_bytes()
    secrets = [keys.database_key, keys.file_key, keys.audit_key]
    for secret in (*secrets, GRACE.encode(), recovery_key.encode(), recovery_key.replace("-", "").encode()):
        assert secret not in held
        assert secret.hex().encode() not in held
        assert base64.b64encode(secret) not in held
