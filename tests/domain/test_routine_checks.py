"""What the record says of teeth, eyes, hearing and development."""

from datetime import date
from itertools import count

import pytest

from lac_tracker.domain.event_dates import on_day, read_event_date
from lac_tracker.domain.routine_checks import RoutineCheck, check_words, standing

TODAY = date(2026, 3, 10)
BORN = date(2023, 2, 1)
_ids = count(1)


def check(kind, state, when, **more) -> RoutineCheck:
    told = on_day(when) if isinstance(when, date) else read_event_date(when, TODAY)
    fields = {
        "what": "", "result": "", "provider": "", "registered": None, "treatment_waiting": None, "up_to_date": None,
        "reason": "", "next_on": None, "source": "GP record",
    }  # fmt: skip
    return RoutineCheck(next(_ids), kind, state, told, **fields | more)


def says(kind, *checks) -> list[str]:
    found = standing(kind, checks, BORN, TODAY)
    return [found.words, *found.more]


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ((), "No dental check on record"),
        ((("done", date(2026, 3, 4)),), "Seen by a dentist 04-Mar-2026: within 12 months"),
        ((("done", date(2025, 3, 10)),), "Seen by a dentist 10-Mar-2025: within 12 months"),
        ((("done", date(2025, 3, 9)),), "No dentist in the last 12 months: last seen 09-Mar-2025"),
        ((("done", "2024"),), "No dentist in the last 12 months: last seen 2024"),
        ((("done", "2025"),), "Seen by a dentist 2025: enter the day, to know if it was within 12 months"),
        ((("done", "Mar 2026"),), "Seen by a dentist Mar 2026: within 12 months"),
        ((("not_needed", date(2023, 9, 1)),), "No teeth yet: not needed (01-Sep-2023)"),
        ((("not_needed", date(2023, 9, 1)), ("done", date(2026, 1, 1))), "Seen by a dentist 01-Jan-2026: within 12 months"),
    ],
)  # fmt: skip
def test_teeth_are_said_by_the_last_twelve_months(checks, expected):
    held = [check("dental", state, when, reason="No teeth yet") for state, when in checks]
    assert says("dental", *held)[0] == expected


def test_what_came_after_the_last_check_is_said_with_it():
    held = (
        check("dental", "done", date(2025, 6, 1), treatment_waiting="yes", next_on=date(2025, 12, 1)),
        check("dental", "declined", date(2026, 1, 1), reason="Afraid", registered="no"),
        check("dental", "booked", date(2026, 4, 1), provider="Mill Dental"),
    )
    assert says("dental", *held)[1:] == [
        "Booked for 01-Apr-2026 at Mill Dental.",
        "Declined (01-Jan-2026): Afraid.",
        "Next was due 01-Dec-2025.",
        "Treatment is waiting (01-Jun-2025).",
        "Has no dentist who will see them again (01-Jan-2026).",
    ]
    late = check("dental", "booked", date(2026, 2, 1))
    assert says("dental", late)[1] == "Was booked for 01-Feb-2026: record what came of it."


def test_eyes_and_ears_have_no_interval_of_ours():
    assert says("vision") == ["No eye test on record"]
    tested = check("hearing", "done", date(2020, 1, 1), result="Passed", next_on=date(2026, 6, 1))
    assert says("hearing", tested) == ["Hearing last tested 01-Jan-2020: Passed", "Next 01-Jun-2026."]


def test_up_to_date_is_only_what_a_clinician_says():
    done = check("development", "done", date(2023, 3, 20), what="six_weeks")
    assert says("development", done) == [
        "No clinician has said whether the reviews are up to date",
        "On record: 6 to 8 weeks review.",
        "Not on record, and past the age for it: New baby review, 1 year review (9 to 12 months), "
        "2 to 2\N{VULGAR FRACTION ONE HALF} years review. Check with the health visitor.",
    ]
    said = check("development", "done", date(2026, 3, 1), up_to_date="yes")
    assert says("development", done, said)[0] == "Reviews up to date, as said 01-Mar-2026 (GP record)"
    assert [check_words(done), check_words(said)] == [
        "6 to 8 weeks review, done 20-Mar-2023", "Development reviews, done 01-Mar-2026",
    ]  # fmt: skip
