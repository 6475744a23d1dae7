"""Which backups are kept, how old the last may be, and what restoring would change, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from lac_tracker.domain.backups import (
    Aged,
    Kind,
    Manifest,
    Part,
    ago,
    differences,
    problems_of,
    relation,
    second_standing,
    show_size,
    standing,
    to_remove,
)

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)  # a Wednesday
DAILY, BY_HAND = Kind.DAILY, Kind.BY_HAND


def aged(*days, kind=DAILY):
    """Backups made so many days ago, named by that."""
    return [Aged(f"{kind}-{day}", NOW - timedelta(days=day), kind) for day in days]


def kept(held, now=NOW):
    gone = set(to_remove(held, now))
    return [one.name for one in held if one.name not in gone]


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([], []),
        (aged(4_000), ["daily-4000"]),  # the only one, whatever its age
        (aged(0, 0.1, 0.2, 1.5, 1.9), ["daily-0", "daily-0.1", "daily-0.2", "daily-1.5", "daily-1.9"]),
        (aged(5, 5.1), ["daily-5"]),  # of an earlier day the newest
        (aged(0, 40, kind=Kind.BEFORE_IMPORT) + aged(0.5), ["before_import-0", "before_import-40", "daily-0.5"]),
        ([*aged(0), *aged(80.0, 80.1, kind=Kind.BEFORE_UPGRADE)], ["daily-0", "before_upgrade-80.0", "before_upgrade-80.1"]),
        ([*aged(0), *aged(92.0, 92.1, kind=Kind.BEFORE_REKEY)], ["daily-0", "before_rekey-92.0"]),  # of its month
        (aged(-400, 0), ["daily--400", "daily-0"]),  # the clock was wrong: nothing goes by that
    ],
)  # fmt: skip
def test_what_is_kept(held, expected):
    assert kept(held) == expected


def test_two_years_of_daily_backups_are_thinned_to_days_weeks_and_months():
    held = aged(*range(730))
    left = kept(held)
    assert left[:14] == [f"daily-{day}" for day in range(14)]
    days = [int(name.removeprefix("daily-")) for name in left]
    assert max(days) > 300  # the twelfth month
    months = {(NOW - timedelta(days=day)).strftime("%Y-%m") for day in days}
    weeks = {(NOW - timedelta(days=day)).isocalendar()[:2] for day in days}
    assert len(months) == 12
    assert {(NOW - timedelta(weeks=week)).isocalendar()[:2] for week in range(8)} <= weeks
    assert len(left) <= 14 + 8 + 12
    assert to_remove([one for one in held if one.name in left], NOW) == ()  # once thinned, it stays


def test_a_clock_far_ahead_never_removes_the_newest_or_the_last_days():
    held = aged(*range(20))
    assert kept(held, NOW + timedelta(days=4_000))[:14] == [f"daily-{day}" for day in range(14)]


@pytest.mark.parametrize(
    ("hours", "look", "words"),
    [
        (0, "met", "Last good backup: today 09:30"),
        (24, "met", "Last good backup: yesterday 09:30"),
        (47.9, "met", "Last good backup: 2 days ago, 02-Mar-2026 09:36"),
        (48, "at_risk", "Last good backup: 2 days ago, 02-Mar-2026 09:30"),
        (167.9, "at_risk", "Last good backup: 7 days ago, 25-Feb-2026 09:36"),
        (168, "overdue", "Last good backup: 7 days ago, 25-Feb-2026 09:30"),
        (-48, "met", "Last good backup: 06-Mar-2026 09:30"),
    ],
)
def test_how_old_the_last_one_is(hours, look, words):
    found = standing(NOW - timedelta(hours=hours), NOW - timedelta(days=900), NOW)
    assert (found.look, found.words, found.is_fine) == (look, words, look == "met")


@pytest.mark.parametrize(("days", "look"), [(0, "at_risk"), (2, "at_risk"), (7, "overdue")])
def test_without_one_the_age_of_the_caseload_counts(days, look):
    found = standing(None, NOW - timedelta(days=days), NOW)
    assert (found.look, found.words) == (look, "No backup has been made of this caseload yet")
    found = standing(None, NOW - timedelta(days=days), NOW, has_earlier=True)
    assert (found.look, found.words) == (
        look,
        "No backup has been made of this caseload since its key was changed",
    )


@pytest.mark.parametrize(
    ("given", "look", "words"),
    [
        (("", None, ""), "at_risk", "No second place is set"),
        (("E:/", NOW, "the folder is not there"), "at_risk", "cannot be used now: the folder is not there"),
        (("E:/", None, ""), "at_risk", "There is no backup in the second place yet"),
        (("E:/", NOW - timedelta(days=2), ""), "met", "Newest in the second place: 2 days ago"),
        (("E:/", NOW - timedelta(days=3), ""), "at_risk", "Newest in the second place: 3 days ago"),
    ],
)
def test_how_the_second_place_is(given, look, words):
    found = second_standing(*given, NOW)
    assert found.look == look
    assert words in found.words


def a_manifest(**changed):
    given = {
        "database_id": "0" * 32, "key_name": "00", "kind": DAILY, "made_at": NOW, "schema": 8, "app_version": "1",
        "counts": {"children": 410, "answers": 9, "due": 3}, "head_number": 7, "head_mac": "m7",
        "keys": Part(0, ""), "database": Part(0, ""),
    }  # fmt: skip
    return Manifest(**given | changed)


@pytest.mark.parametrize(
    ("head_now", "mac_there", "words"),
    [
        (7, "m7", "Nothing was done"),
        (8, "m7", "1 entry of the audit log"),
        (1_207, "m7", "1,200 entries of the audit log"),
        (5, None, "NEWER than the caseload"),
        (9, "other", "went different ways"),
        (7, "other", "went different ways"),
    ],
)
def test_how_a_backup_stands_to_the_caseload(head_now, mac_there, words):
    assert words in relation(a_manifest(), head_now, mac_there)


def test_what_restoring_would_change_in_words():
    found = {
        one.what: one.words
        for one in differences({"children": 412, "answers": 9, "imports": 1}, a_manifest().counts)
    }
    assert found["Children"] == "412 now, 410 then"
    assert found["Answers"] == "9, the same"
    assert found["Other rows"] == "1 now, 0 then"
    assert differences(None, {"children": 1_410})[0].words == "1,410 then"


def test_a_copy_that_differs_is_told_by_table_and_head():
    manifest = a_manifest()
    assert problems_of(manifest, dict(manifest.counts), (7, "m7")) == ()
    assert problems_of(manifest, {"children": 409, "due": 3, "more": 1}, (6, "m6")) == (
        "answers has 0 rows instead of 9", "children has 409 rows instead of 410", "more should not be there",
        "the audit log ends with another entry",
    )  # fmt: skip


@pytest.mark.parametrize(("size", "words"), [(34_862_417, "34.9 MB"), (2_100, "2.1 kB"), (0, "0.1 kB")])
def test_sizes(size, words):
    assert show_size(size) == words


def test_moments_are_told_in_the_time_of_the_reader():
    from zoneinfo import ZoneInfo

    summer = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert ago(summer, datetime(2026, 7, 2, 9, 0, tzinfo=ZoneInfo("Europe/London"))) == "today 00:30"
