"""What an invented caseload holds beside its clocks: answers, practices, checks and statements, written set by set.

All of it is read by the figures of a year. Who has what follows from the ids, so that two caseloads are alike.
"""

from datetime import date
from typing import Any

_DAYS = 732  # of answers and checks: what is older no figure of this year reads
_ANSWERS = {
    "matters": ("'\"Seeing my brother, and football on Saturdays\"'", 8),
    "matters_kind": ("CASE WHEN id % 3 THEN '\"own_words\"' ELSE '\"seen\"' END", 8),
    "alone": ("CASE WHEN id % 4 THEN '\"yes\"' ELSE '\"no\"' END", 7),
}
_CHECKED = {"dental": 9, "vision": 6}  # of ten children


def add(connection: Any, today: date, first: int, last: int) -> None:
    """Write them for the children of these ids, and for their assessments signed in the last two years."""
    ids, day = f"BETWEEN {first} AND {last}", today.isoformat()
    for question, (value, of_ten) in _ANSWERS.items():
        connection.exec_driver_sql(
            "INSERT INTO answers (assessment_id, question_id, value, answered_at, answered_by_id) "
            f"SELECT id, '{question}', {value}, signed_at, signed_by_id FROM assessments WHERE child_id {ids} "
            f"AND state = 'signed' AND signed_at >= date('{day}', '-{_DAYS} days') AND id % 10 < {of_ten}"
        )
    connection.exec_driver_sql(
        "INSERT INTO contacts (child_id, kind, organisation, since) "
        f"SELECT id, 'gp_practice', 'Elm Road Surgery', born FROM children WHERE id {ids} AND id % 12"
    )
    for kind, of_ten in _CHECKED.items():
        connection.exec_driver_sql(
            "INSERT INTO routine_checks "
            "(child_id, kind, state, happened_on, date_precision, source, recorded_by, reason) "
            f"SELECT id, '{kind}', CASE WHEN id % 50 THEN 'done' ELSE 'not_needed' END, "
            f"date('{day}', '-' || ((id * 37) % {_DAYS}) || ' days'), CASE WHEN id % 9 THEN 'day' ELSE 'month' END, "
            f"'Carer', 'Grace Mensah', 'As said' FROM children WHERE id {ids} AND id % 10 < {of_ten}"
        )
    connection.exec_driver_sql(
        "INSERT INTO immunisation_statements (child_id, as_at, status, outstanding, source, stated_by, recorded_by) "
        f"SELECT id, date('{day}', '-' || ((id * 53) % 500) || ' days'), "
        "CASE WHEN id % 5 THEN 'up_to_date' ELSE 'not_up_to_date' END, 'MMR 2', 'Practice', 'Dr Elm', 'Grace Mensah' "
        f"FROM children WHERE id {ids} AND id % 10 < 8"
    )
