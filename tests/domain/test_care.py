from datetime import date

import pytest

from lac_tracker.domain.care import (
    CareHistory,
    LegalStatus,
    PeriodOfCare,
    Placement,
    current_period,
    history_from_episodes,
    last_period,
    period_before,
)
from lac_tracker.domain.imports import StagedEpisode


def an_episode(
    began,
    ended=None,
    *,
    rne="S",
    rec=None,
    legal_status="V2",
    placement="U6",
    postcode="NN1 1AA",
    why_changed=None,
):
    return StagedEpisode(
        began=date.fromisoformat(began),
        reason_new_episode=rne,
        legal_status=legal_status,
        need="N1",
        placement_type=placement,
        provider="PR1",
        ended=date.fromisoformat(ended) if ended else None,
        reason_ended=rec,
        reason_for_placement_change=why_changed,
        home_postcode=None,
        placement_postcode=postcode,
        urn=None,
    )


def a_period(began, ended=None, reason=None):
    return PeriodOfCare(
        date.fromisoformat(began) if began else None, date.fromisoformat(ended) if ended else None, reason
    )


@pytest.mark.parametrize("rne", ["L", "P", "T", "B", "U"])
def test_placement_and_legal_changes_stay_in_the_same_period(rne):
    history = history_from_episodes(
        (
            an_episode("2025-01-10", "2025-03-01", rec="X1"),
            an_episode("2025-03-01", rne=rne, legal_status="C1"),
        )
    )
    assert history.periods == (a_period("2025-01-10"),)


def test_a_child_without_a_start_of_care_has_a_period_without_a_beginning():
    history = history_from_episodes((an_episode("2024-06-01", rne="P"),))
    assert history.periods == (a_period(None),)


@pytest.mark.parametrize("rec", ["E11", "E2", "E3", "E4A", "E13", "E48", "E8", "E9", "E15", "E17"])
def test_every_end_reason_but_x1_ends_the_period(rec):
    history = history_from_episodes((an_episode("2025-01-10", "2025-06-01", rec=rec),))
    assert history.periods == (a_period("2025-01-10", "2025-06-01", rec),)


def test_coming_back_is_a_new_period():
    history = history_from_episodes(
        (an_episode("2025-01-10", "2025-06-01", rec="E4A"), an_episode("2025-09-01"))
    )
    assert history.periods == (a_period("2025-01-10", "2025-06-01", "E4A"), a_period("2025-09-01"))
    assert last_period(history) == a_period("2025-09-01")
    assert period_before(history, history.periods[1]) == history.periods[0]
    assert period_before(history, history.periods[0]) is None


def test_coming_back_without_a_start_row_has_no_beginning():
    history = history_from_episodes(
        (an_episode("2025-01-10", "2025-06-01", rec="E4A"), an_episode("2025-09-01", rne="P"))
    )
    assert history.periods[1] == a_period(None)


def test_an_end_reason_without_a_date_is_not_believed():
    history = history_from_episodes((an_episode("2025-01-10", rec="E4A"),))
    assert history.periods == (a_period("2025-01-10"),)


def test_an_end_date_without_a_reason_does_not_take_the_child_off_the_list():
    history = history_from_episodes((an_episode("2025-01-10", "2025-06-01"),))
    assert history.periods == (a_period("2025-01-10"),)


def test_a_start_while_still_open_ends_the_period_before():
    history = history_from_episodes((an_episode("2025-01-10", rec="E4A"), an_episode("2025-09-01")))
    assert history.periods == (a_period("2025-01-10", "2025-09-01"), a_period("2025-09-01"))


def test_every_short_break_with_its_own_start_is_a_period():
    stays = (
        an_episode("2025-01-10", "2025-01-12", rec="E4A", legal_status="V3"),
        an_episode("2025-01-12", "2025-01-14", rec="E4A", legal_status="V3"),
    )
    history = history_from_episodes(stays)
    assert len(history.periods) == 2
    assert [(status.began, status.ended) for status in history.legal_statuses] == [
        (date(2025, 1, 10), date(2025, 1, 12)),
        (date(2025, 1, 12), date(2025, 1, 14)),
    ]


def test_no_episode_is_no_history():
    history = history_from_episodes(())
    assert history == CareHistory((), (), ())
    assert last_period(history) is None
    assert current_period(history, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("today", "current"),
    [
        ("2025-01-09", None),  # not yet looked after
        ("2025-01-10", 0),
        ("2025-05-31", 0),
        ("2025-06-01", None),  # the day care ended
        ("2025-08-31", None),
        ("2025-09-01", 1),
        ("2026-01-01", 1),
    ],
)
def test_the_current_period_is_the_one_of_the_day(today, current):
    history = history_from_episodes(
        (an_episode("2025-01-10", "2025-06-01", rec="E4A"), an_episode("2025-09-01"))
    )
    expected = None if current is None else history.periods[current]
    assert current_period(history, date.fromisoformat(today)) == expected


def test_a_period_of_unknown_beginning_is_current():
    history = history_from_episodes((an_episode("2024-06-01", rne="P"),))
    assert current_period(history, date(2024, 5, 1)) == a_period(None)


def test_a_legal_change_alone_does_not_split_a_placement():
    history = history_from_episodes(
        (
            an_episode("2025-01-10", "2025-03-01", rec="X1"),
            an_episode("2025-03-01", "2025-05-01", rne="L", rec="X1", legal_status="C1", why_changed="PLACE"),
            an_episode("2025-05-01", rne="P", legal_status="C1", placement="K2"),
        )
    )
    assert history.placements == (
        Placement(date(2025, 1, 10), date(2025, 5, 1), "U6", "PR1", "NN1 1AA", None, "PLACE"),
        Placement(date(2025, 5, 1), None, "K2", "PR1", "NN1 1AA"),
    )
    assert history.legal_statuses == (
        LegalStatus(date(2025, 1, 10), date(2025, 3, 1), "V2"),
        LegalStatus(date(2025, 3, 1), None, "C1"),
    )


def test_the_same_place_after_a_gap_is_another_stay_there():
    history = history_from_episodes(
        (an_episode("2025-01-10", "2025-03-01", rec="E4A"), an_episode("2025-04-01"))
    )
    assert len(history.placements) == 2
    assert len(history.legal_statuses) == 2


def test_what_is_open_when_the_next_begins_ended_then():
    history = history_from_episodes(
        (an_episode("2025-01-10"), an_episode("2025-03-01", rne="B", legal_status="C2", placement="K2"))
    )
    assert history.placements[0].ended == date(2025, 3, 1)
    assert history.legal_statuses[0].ended == date(2025, 3, 1)


def test_blank_codes_make_no_placement_and_no_legal_status():
    history = history_from_episodes((an_episode("2025-01-10", legal_status="", placement=""),))
    assert history == CareHistory((a_period("2025-01-10"),), (), ())
