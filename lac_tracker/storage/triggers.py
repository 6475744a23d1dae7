"""Makes and puts back the triggers that write down every change, whatever statement makes it.

They use built-in SQL functions only: a function of ours would fail as "unsafe" under trusted_schema = OFF.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, LargeBinary, Table

# What a person or the clock writes. `drafts` are no part of a record yet. `gp_practices` is a copy of a national file, kept whole or replaced whole. The tables `due`, `due_stretches`, `clocks`, `clock_parts` and `signed_parts` are derived from these and hold nothing of their own.
AUDITED = (
    "caseload", "teams", "people", "settings", "bank_holidays",
    "councils", "children", "child_flags", "yearly_answers", "statutory_reviews", "imports",
    "periods_of_care", "episodes", "placements", "legal_statuses", "contacts",
    "form_texts", "assessments", "answers", "signing_reasons", "appointments", "consents", "consent_purposes",
    "competence_records",
    "jotter_notes", "quotes", "pauses", "copied_texts", "set_aside_answers", "declined", "consent_requests",
    "private_topics", "family_members", "history_items", "information_requests", "chases", "out_of_area_requests",
    "out_of_area_steps", "chronology_events", "chronology_marks", "protection_statuses", "missing_episodes",
    "pregnancies", "leaving_care",
    "needs", "outcomes", "actions", "last_plan_marks", "documents_made", "documents_printed", "documents_sent", "files_received",
    "own_copies", "health_history_lines", "health_history_checks", "immunisations", "hospital_visits",
    "immunisation_statements", "routine_checks", "measurements", "medicines", "allergies", "conditions", "substance_use",
    "return_answers", "sdq_questionnaires", "sdq_not_done", "missing_parts", "clock_holds",
    "training", "follow_ups", "delay_reasons", "allocations", "escalations", "saved_views", "notices_seen",
    "clinic_sessions", "clinic_slots", "quality_checklists", "quality_samples", "quality_reviews", "quality_scores",
    "quality_returns", "improvement_actions", "improvement_changes",
    "import_mappings", "import_rows_set_aside", "list_differences",
    "access_claims", "conflicts_of_interest", "access_reviews", "retention", "retention_holds", "disposals",
    "disposed_changes",
)  # fmt: skip

_APPEND_ONLY = {"changes": "the record of changes", "audit": "the audit chain"}
_ENTRY = "(SELECT entry_id FROM current_entry)"


def expected() -> dict[str, str]:
    """Return every trigger a caseload must have: name → SQL."""
    from lac_tracker.storage.tables.every import Base  # heavy: what a start needs is few of them

    made: dict[str, str] = {}
    for name in AUDITED:
        made |= _recording(Base.metadata.tables[name])
    for name, words in _APPEND_ONLY.items():
        for operation in ("UPDATE", "DELETE"):
            trigger = f"{name}_refuses_{operation.lower()}"
            made[trigger] = (
                f"CREATE TRIGGER {trigger} BEFORE {operation} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{words} is append-only'); END"
            )
    made["audit_refuses_gaps"] = (
        "CREATE TRIGGER audit_refuses_gaps BEFORE INSERT ON audit "
        "WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM audit) "
        "BEGIN SELECT RAISE(ABORT, 'the audit chain has no gaps'); END"
    )
    # The end of the row ids, so that INSERT OR REPLACE cannot slide a row under an old number.
    made["changes_refuses_old_numbers"] = (
        "CREATE TRIGGER changes_refuses_old_numbers BEFORE INSERT ON changes "
        "WHEN NEW.id >= 0 AND NEW.id <= (SELECT coalesce(max(id), 0) FROM changes) "
        "BEGIN SELECT RAISE(ABORT, 'the record of changes is append-only'); END"
    )
    return made


def install(connection: Connection) -> None:
    """Put every trigger back; a rebuilt table has lost its own."""
    remove(connection)
    for statement in expected().values():
        connection.exec_driver_sql(statement)


def remove(connection: Connection) -> None:
    """Take every trigger off, so that a migration is one entry and not a refusal."""
    for name in present(connection):
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


@contextmanager
def deleting_changes(connection: Connection) -> Iterator[None]:
    """Take off the one trigger that refuses to delete changes, and put it back: for a disposal, inside its transaction."""
    name = "changes_refuses_delete"
    connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    connection.exec_driver_sql(expected()[name])


def present(connection: Connection) -> dict[str, str]:
    """Return the triggers that are there: name → SQL."""
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    return {row[0]: row[1] for row in rows}


def problems(connection: Connection) -> tuple[str, ...]:
    """Return what is missing, changed or strange about the triggers, in words."""
    there, wanted = present(connection), expected()
    return (
        *(f"The audit trigger {name} is missing." for name in wanted if name not in there),
        *(
            f"The audit trigger {name} was changed."
            for name in wanted
            if there.get(name, wanted[name]) != wanted[name]
        ),
        *(f"There is a trigger that does not belong here: {name}." for name in there if name not in wanted),
    )


def _recording(table: Table) -> dict[str, str]:
    made = {}
    for operation, old, new, row in (
        ("insert", "NULL", as_json(table, "NEW"), "NEW.id"),
        ("update", as_json(table, "OLD"), as_json(table, "NEW"), "NEW.id"),
        ("delete", as_json(table, "OLD"), "NULL", "OLD.id"),
    ):
        name = f"{table.name}_records_{operation}"
        made[name] = (
            f"CREATE TRIGGER {name} AFTER {operation.upper()} ON {table.name} BEGIN "
            f"INSERT INTO changes (entry_id, table_name, row_id, operation, before, after) "
            f"VALUES ({_ENTRY}, '{table.name}', {row}, '{operation}', {old}, {new}); END"
        )
    return made


def as_json(table: Table, row: str) -> str:
    """Return the SQL of all that a row holds, as the record of changes has it. row: what the row is called there."""
    pairs = (
        f"'{column.name}', {row}.{column.name}"
        for column in table.columns
        if not isinstance(column.type, LargeBinary)
    )
    return f"json_object({', '.join(pairs)})"
