"""Which events follow from the record, in which order, where it is silent, and what a filter lets through."""

from datetime import date

import pytest

from lac_tracker.domain import chronology as rules
from lac_tracker.domain.chronology import ChronologyFacts, Event, Mark, Stretch
from lac_tracker.domain.chronology_events import (
    AssessmentSteps,
    Recorded,
    assessment_events,
    recorded_events,
)
from lac_tracker.domain.event_dates import on_day, read_event_date

TODAY = date(2026, 3, 4)


def an_event(on: date, what: str = "Something", kind: str = "contact", key: str = "", **more) -> Event:
    return Event(key or f"event:{on.isoformat()}", on_day(on), what, kind, "GP", **more)


def gaps_of(facts: ChronologyFacts) -> list[str]:
    return [event.what for event in rules.build(facts, TODAY) if event.kind == rules.GAP]


def test_events_stand_newest_first_and_the_future_not_at_all():
    events = (an_event(date(2020, 1, 1)), an_event(date(2025, 1, 1)), an_event(date(2026, 3, 5)))
    assert [event.on.year for event in rules.build(ChronologyFacts(events), TODAY)] == [2025, 2020]


def test_a_year_sorts_to_its_middle():
    about = Event(
        "event:1", read_event_date("2018, about", TODAY), "Rash", "health", "carer", is_automatic=False
    )
    events = (an_event(date(2018, 12, 1)), about, an_event(date(2018, 2, 1)))
    built = rules.build(ChronologyFacts(events), TODAY)
    assert [event.what for event in built] == ["Something", "Rash", "Something"]


def test_steps_of_one_day_stand_in_the_order_in_which_they_are_taken():
    day = date(2026, 1, 5)
    steps = AssessmentSteps(7, "IHA", "signed", day, date(2026, 1, 5), date(2026, 1, 6), day, needs=2)
    moved = [
        an_event(day, "In", "placement", "placement:2026-01-05:began"),
        an_event(day, "Out", "placement", "placement:2025-01-05:ended"),
    ]
    built = rules.for_print([*moved, *assessment_events(steps), an_event(day, "Rash", "health")])
    assert [event.what for event in built] == [
        "Out", "In", "IHA started", "IHA: seen, part done", "Rash", "IHA signed", "Health plan made: 2 needs",
        "IHA completed",
    ]  # fmt: skip


def test_an_automatic_event_is_marked_and_one_by_hand_is_not():
    auto = an_event(date(2020, 1, 1), key="placement:2020-01-01:began")
    hand = an_event(date(2020, 2, 1), key="event:1", is_automatic=False)
    marks = {
        auto.key: Mark(is_key=True, left_out_of_print=True),
        hand.key: Mark(is_key=True, left_out_of_print=True),
    }
    built = {event.key: event for event in rules.build(ChronologyFacts((auto, hand), marks), TODAY)}
    assert (built[auto.key].is_key, built[auto.key].left_out_of_print) == (True, True)
    assert (built[hand.key].is_key, built[hand.key].left_out_of_print) == (False, False)


CARE = Stretch(date(2023, 1, 10))
HOME = (Stretch(date(2023, 1, 10)),)


@pytest.mark.parametrize(
    ("events", "placed", "gaps"),
    [
        # more than a year without anything, ending today
        ((an_event(date(2024, 1, 5)),), HOME, ["Nothing recorded between 05-Jan-2024 and 04-Mar-2026 (26 months)", "No assessment between 10-Jan-2023 and 04-Mar-2026 (38 months)"]),
        # seen every year: nothing to say
        (
            tuple(an_event(date(year, 12, 1), key=f"assessment:{year}:completed") for year in (2023, 2024, 2025)),
            HOME,
            [],
        ),
        # placed only two months after becoming looked after
        (
            tuple(an_event(date(year, 12, 1), key=f"assessment:{year}:completed") for year in (2023, 2024, 2025)),
            (Stretch(date(2023, 3, 10)),),
            ["No placement recorded between 10-Jan-2023 and 10-Mar-2023 (59 days)"],
        ),
        # a hole between two placements; a move over one night is none
        (
            tuple(an_event(date(year, 12, 1), key=f"assessment:{year}:completed") for year in (2023, 2024, 2025)),
            (Stretch(date(2023, 1, 10), date(2024, 1, 1)), Stretch(date(2024, 1, 2), date(2025, 5, 1)), Stretch(date(2025, 6, 1))),
            ["No placement recorded between 01-May-2025 and 01-Jun-2025 (31 days)"],
        ),
    ],
)  # fmt: skip
def test_a_silent_record_is_pointed_out_while_looked_after(events, placed, gaps):
    assert gaps_of(ChronologyFacts(events, in_care=(CARE,), placed=placed)) == gaps


def test_exactly_a_year_is_no_gap_and_a_day_more_is():
    def held(other: date) -> ChronologyFacts:
        seen = (
            an_event(date(2024, 3, 4), key="assessment:1:completed"),
            an_event(other, key="assessment:2:completed"),
        )
        return ChronologyFacts(
            seen, in_care=(Stretch(date(2024, 3, 4), date(2025, 6, 1)),), placed=(Stretch(date(2024, 3, 4)),)
        )

    assert gaps_of(held(date(2025, 3, 4))) == []
    assert len(gaps_of(held(date(2025, 3, 5)))) == 1


def test_nobody_is_missed_who_is_not_looked_after():
    left = ChronologyFacts(
        (an_event(date(2020, 1, 1)),),
        in_care=(Stretch(date(2019, 6, 1), date(2020, 2, 1)),),
        placed=(Stretch(date(2019, 6, 1)),),
    )
    assert gaps_of(left) == []


HELD = (
    an_event(date(2026, 1, 1), "IHA completed", "assessment", "assessment:1:completed"),
    an_event(date(2026, 2, 1), "Asthma admission", "health", is_key=True),
    an_event(date(2025, 2, 1), "Moved", "placement"),
    an_event(date(2025, 1, 1), "No placement", rules.GAP),
)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, ["IHA completed", "Asthma admission", "Moved", "No placement"]),
        ({"kinds": frozenset({"health"})}, ["Asthma admission"]),
        ({"key_only": True}, ["Asthma admission"]),
        ({"text": "  ASTHMA  gp "}, ["Asthma admission"]),
        ({"text": "2025"}, ["Moved"]),
        ({"kinds": frozenset({"plan"})}, []),
    ],
)
def test_a_filter_lets_through_what_it_says(given, left):
    assert [event.what for event in rules.matching(HELD, **given)] == left


def test_since_the_last_assessment_begins_on_its_day():
    assert [event.what for event in rules.since_last_assessment(HELD)] == [
        "IHA completed",
        "Asthma admission",
    ]


def test_a_filter_is_said_in_words():
    words = rules.filter_words(frozenset({"health", "sdq"}), key_only=True, text="rash", since_last=True)
    assert words == "Health and SDQ, key events only, since the last assessment, with the words “rash”"
    assert rules.filter_words(frozenset(), key_only=False, text="", since_last=False) == "All events"


def test_print_is_oldest_first_without_what_stays_off_paper_and_the_childs_copy_without_what_is_hidden():
    events = (
        an_event(date(2026, 1, 1), "last"),
        an_event(date(2025, 1, 1), "kept off", left_out_of_print=True),
        an_event(date(2024, 1, 1), "not for the child", hidden_from_child_copy=True),
    )
    assert [event.what for event in rules.for_print(events)] == ["not for the child", "last"]
    assert [event.what for event in rules.for_print(events, for_child=True)] == ["last"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Recorded("period", 1, date(2026, 1, 26)), ["Became looked after"]),
        (Recorded("period", 1, None, date(2026, 2, 1), why="Adopted"), ["Ceased to be looked after: Adopted"]),
        (Recorded("appointment", 1, date(2026, 2, 1), words="RHA", why="was_not_brought", next_step="Ring the carer"), ["Was not brought to the appointment for the RHA"]),
        (Recorded("appointment", 1, date(2026, 2, 1), words="RHA", why="seen"), []),
        (Recorded("consent", 1, date(2026, 2, 1), date(2026, 3, 1), "given", who="the council"), ["Consent given: the council", "Consent withdrawn: the council"]),
        (Recorded("information", 1, date(2026, 2, 1), date(2026, 2, 9), "GP practice", "received"), ["Information received from GP practice"]),
        (Recorded("information", 1, date(2026, 2, 1), None, "GP practice", ""), []),
        (Recorded("missing", 1, date(2026, 2, 1), date(2026, 2, 2)), ["Missing", "No longer missing"]),
        (Recorded("flag", 1, date(2026, 2, 1), None, "Pregnant", "pregnant"), []),
    ],
)  # fmt: skip
def test_rows_of_the_record_become_events(row, told):
    assert [event.what for event in recorded_events([row])] == told


def test_what_names_a_risk_or_is_private_stays_off_paper_until_someone_says_so():
    rows = [
        Recorded("flag", 1, date(2026, 2, 1), None, "Visit in pairs", "visit_in_pairs"),
        Recorded("flag", 2, date(2026, 2, 1), None, "Exploitation risk", "exploitation_risk"),
        Recorded("pregnancy", 3, date(2026, 2, 1)),
    ]
    assert all(event.left_out_of_print for event in recorded_events(rows))
    shown = recorded_events([Recorded("flag", 4, date(2026, 2, 1), None, "Needs", "needs")])
    assert not shown[0].left_out_of_print


def test_a_second_return_of_the_council_does_not_move_a_mark_to_another_placement():
    one, other = (Recorded("placement", 7, date(year, 1, 1), None, "Foster carer") for year in (2024, 2025))
    keys = [event.key for event in recorded_events([one, other])]
    assert keys == ["placement:2024-01-01:began", "placement:2025-01-01:began"]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (
            AssessmentSteps(1, "IHA", "signed", date(2026, 2, 20), date(2026, 2, 20), date(2026, 2, 26), date(2026, 3, 2), "N Rahman", 1, 2, (("Met", 3),)),
            ["IHA started, N Rahman", "IHA: seen, part done, N Rahman", "IHA completed, N Rahman", "IHA signed, N Rahman", "Last health plan reviewed: 3 met", "Health plan made: 2 needs"],
        ),
        (AssessmentSteps(1, "IHA", "signed", date(2026, 3, 2), None, date(2026, 3, 2), date(2026, 3, 2)), ["IHA completed"]),
        (AssessmentSteps(1, "RHA", "history", completed_on=date(2024, 3, 2), by="Dr Elm"), ["RHA done before this caseload was made, Dr Elm"]),
        (AssessmentSteps(1, "RHA", "requested"), []),
        (AssessmentSteps(2, "IHA", "signed", date(2026, 3, 1), None, date(2026, 2, 26), date(2026, 3, 3), edition=2), ["IHA reopened to be amended", "IHA amended: version 2 signed"]),
    ],
)  # fmt: skip
def test_an_assessment_tells_its_steps(steps, told):
    assert [event.what for event in assessment_events(steps)] == told


def test_the_childs_copy_leaves_out_what_the_table_gives_other_readers_and_says_dates_in_words():
    day = date(2026, 1, 6)
    events = (
        an_event(day, "Became looked after", "legal", "period:2026-01-06:began"),
        an_event(day, "Legal status: s.20", "legal", "legal_status:2026-01-06:began"),
        an_event(day, "Child protection plan", "legal", "protection:4:began"),
        an_event(day, "Court hearing", "legal", "event:1", is_automatic=False),
        an_event(day, "Missing", "placement", "missing:3:began"),
        an_event(day, "Flag set: Visit in pairs", "contact", "flag:2:set"),
        an_event(day, "SDQ total 17 of 40", "sdq", "sdq:5"),
        an_event(day, "IHA completed, see RHA 06-Jan-2027", "assessment", "assessment:9:completed"),
    )
    printed = rules.for_print(events, for_child=True)
    assert [event.what for event in printed] == [
        "Became looked after",
        "Initial health assessment completed, see Review health assessment 6 January 2027",
    ]
    assert {event.when.words for event in printed} == {"6 January 2026"}
    assert len(rules.for_print(events)) == len(events)
