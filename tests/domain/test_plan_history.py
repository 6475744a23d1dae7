"""The history of a plan in words, from rows as the record of changes keeps them."""

from datetime import UTC, datetime

from lac_tracker.domain.plan_history import Recorded, changes_of

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
NEED = {
    "id": 7,
    "assessment_id": 3,
    "title": "Sleep",
    "category": "sleep",
    "found": "Wakes",
    "childs_words": "",
}
OUTCOME = {
    "id": 9,
    "need_id": 7,
    "position": 1,
    "outcome": "Sleeps 7 hours",
    "measure": "Diary",
    "mark": None,
}
ACTION = {"id": 1, "outcome_id": 9, "action": "Keep a diary", "person": "Lee Hunt", "by_date": "2026-04-15"}


def told(*rows):
    """Return the lines of each change. rows: (entry, table, id, before, after)."""
    found = changes_of(
        Recorded(entry, AT, "Nadia Rahman", table, row_id, before, after)
        for entry, table, row_id, before, after in rows
    )
    return [(one.item, one.lines) for one in found]


NEW = ((1, "needs", 7, {}, NEED), (1, "outcomes", 9, {}, OUTCOME), (1, "actions", 1, {}, ACTION))


def test_a_new_item_is_told_once_with_its_actions():
    assert told(*NEW) == [
        ("Sleep", ("Added: 'Sleeps 7 hours'", "Action added: Keep a diary, Lee Hunt, by 15-Apr-2026"))
    ]


def test_each_later_change_says_what_was_and_what_is_newest_first():
    moved = {**ACTION, "by_date": "2026-05-01", "person": ""}
    assert told(
        *NEW, (2, "outcomes", 9, OUTCOME, {**OUTCOME, "measure": ""}), (3, "actions", 1, ACTION, moved)
    )[:2] == [
        ("Sleep", ("Who: 'Lee Hunt' taken out", "By when: '15-Apr-2026' → '01-May-2026'")),
        ("Sleep", ("How we'll know: 'Diary' taken out",)),
    ]


def test_marks_errors_and_moves_are_told_as_such():
    marked = {**OUTCOME, "mark": "partly", "mark_note": "One night", "marked_on": "2026-03-01"}
    wrong = {**marked, "entered_in_error_because": "Wrong child"}
    rows = (
        (2, "outcomes", 9, OUTCOME, marked), (3, "outcomes", 9, marked, OUTCOME), (4, "outcomes", 9, marked, wrong),
        (5, "outcomes", 9, OUTCOME, {**OUTCOME, "position": 2}), (6, "outcomes", 9, OUTCOME, {**OUTCOME, "smart_letters": "SMART"}),
        (7, "last_plan_marks", 5, {}, {"outcome_id": 9, "mark": "met", "note": "Diary seen"}),
        (8, "actions", 1, ACTION, {}), (9, "outcomes", 9, OUTCOME, {}),
    )  # fmt: skip
    lines = [line for _, held in told(*NEW, *rows) for line in held]
    assert lines[:7] == [
        "Taken out: 'Sleeps 7 hours'",
        "Action taken out: Keep a diary, Lee Hunt, by 15-Apr-2026",
        "Marked Met in the review: Diary seen",
        "Moved: 'Sleeps 7 hours'",
        "Entered in error: Wrong child",
        "Mark taken back",
        "Marked Partly met on 01-Mar-2026: One night",
    ]


def test_a_need_is_told_under_the_name_it_had_then():
    renamed = {**NEED, "title": "Nights", "category": "feelings"}
    assert told(*NEW, (2, "needs", 7, NEED, renamed))[0] == (
        "Nights", ("Need: 'Sleep' → 'Nights'", "Kind of need: 'Sleep' → 'Feelings and behaviour'"),
    )  # fmt: skip


def test_rows_of_no_known_need_are_left_out():
    assert told((1, "actions", 1, {}, ACTION)) == []
