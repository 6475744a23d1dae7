"""What a passphrase must be, and how long wrong ones are waited for."""

from datetime import UTC, datetime, timedelta

import pytest

from lac_tracker.domain import passphrases
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.sign_in_tries import (
    Failures,
    Tries,
    after_failure,
    after_success,
    still_waits,
    wait_after,
    words,
)

NAMES = ("grace.mensah", "Grace Mensah")
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passphrase", "strength", "said"),
    [
        ("", "Too short", "has 0 characters; it needs at least 12"),
        ("a", "Too short", "has 1 character;"),
        ("elevenchars", "Too short", "11 characters"),
        ("x" * 1_025, "Weak", "longer than 1,024"),
        ("            ", "Weak", "same few characters"),
        ("abababababab", "Weak", "same few characters"),
        ("Password1234", "Weak", "first that would be tried"),
        ("123456789012", "Weak", "first that would be tried"),
        ("looked after children", "Weak", "first that would be tried"),
        ("Community Nurse 24", "Weak", "first that would be tried"),
        ("Mensah, Grace 2026", "Weak", "your own name"),
        ("asdfghjkl;'#zx", "Weak", "row of keys"),
        ("mnopqrstuvwxyz", "Weak", "a run such as abc or 123. Add one or two unrelated words"),
        ("seven calm otters swimming", "Strong", ""),
        ("Grace swims with otters", "Strong", ""),
        ("žluťoučký kůň pěl", "Strong", ""),
        ("четыре зелёные лампы", "Strong", ""),
        ("848271930574827", "Strong", ""),
        ("calm otter " * 40, "Strong", ""),  # 440 characters: no upper limit below 128
        ("all lower case no figures", "Strong", ""),  # no rule about signs
    ],
)
def test_length_and_being_hard_to_guess_and_nothing_else(passphrase, strength, said):
    judged = passphrases.judge(passphrase, NAMES)
    assert said in judged.problem
    assert bool(judged.problem) == bool(said)
    assert judged.strength == strength
    if said:
        with pytest.raises(UserError):
            passphrases.check(passphrase, NAMES)


def test_waits_double_and_then_stay_at_a_minute_and_ten_close_the_name():
    assert [wait_after(count) for count in range(8)] == [0, 1, 2, 4, 8, 60, 60, 60]
    assert not Failures(9, NOW).is_closed
    assert Failures(10, NOW).is_closed


@pytest.mark.parametrize(
    ("passed", "left"), [(0, 8), (0.5, 8), (7.1, 1), (8, 0), (9_999, 0), (-9_999, 8)]
)  # a clock put back waits no longer than it would have
def test_what_is_left_of_a_wait(passed, left):
    assert still_waits(Failures(4, NOW), NOW + timedelta(seconds=passed)) == left


def test_what_is_remembered_of_wrong_passphrases():
    tries = Tries()
    for number in range(120):
        tries = after_failure(tries, "grace" if number else "", NOW, "WARD-7")
    assert tries.failures["grace"].count == 119
    assert (len(tries.unwritten), tries.left_out) == (100, 20)
    assert words(tries.unwritten[0]).startswith("grace at 04-Mar-2026 ")
    after = after_success(tries, "grace")
    assert after.failures == {}
    assert len(after.unwritten) == 100, "the audit log still hears of them"
