"""Whether the rows are as their last change left them: what shows a page of the file that was put back from an earlier day.

Each page of the file has a seal of its own, and an old page has an honest one. But every change of a row was written down with
all that the row held, in the record of changes that the audit chain seals: so a row from before a change gives itself away.
"""

from sqlalchemy import Connection, text

from lac_tracker.domain.audit_kinds import UPGRADED
from lac_tracker.storage.triggers import AUDITED, as_json

_NAMED = 5  # rows of one table named in words; the others are counted
_NEWEST_OF = "SELECT coalesce(max(id), 0) FROM changes WHERE entry_id = "
_BEFORE_UPGRADE = f"""{_NEWEST_OF} (
    SELECT entry_id FROM audit WHERE changes_count > 0 AND number <= (SELECT max(number) FROM audit WHERE action LIKE :upgraded)
    ORDER BY number DESC LIMIT 1)"""
_OF_DISPOSAL = (
    f"{_NEWEST_OF} (SELECT entry_id FROM changes WHERE table_name = 'disposals' ORDER BY id DESC LIMIT 1)"
)
_OTHERWISE = """
    WITH last AS (SELECT row_id, max(id) AS id FROM changes WHERE table_name = '{name}' GROUP BY row_id)
    SELECT last.row_id FROM last JOIN changes ON changes.id = last.id LEFT JOIN "{name}" AS held ON held.id = last.row_id
    WHERE last.id > :since AND changes.after IS NOT CASE WHEN held.id IS NULL THEN NULL ELSE {held} END
    ORDER BY last.row_id"""


def differences(connection: Connection) -> tuple[str, ...]:
    """Return the rows that are not as their last change left them, in words and without what they hold.

    Left out is what was changed last before an upgrade, which may have changed it, or before a disposal, which took
    changes away.
    """
    from lac_tracker.storage.tables.every import Base  # heavy, and only a check needs it

    upgraded = connection.execute(text(_BEFORE_UPGRADE), {"upgraded": f"{UPGRADED}%"}).scalar_one()
    since = max(upgraded, connection.execute(text(_OF_DISPOSAL)).scalar_one())
    found: list[str] = []
    for name in AUDITED:
        query = _OTHERWISE.format(name=name, held=as_json(Base.metadata.tables[name], "held"))
        rows = connection.execute(text(query), {"since": since}).scalars().all()
        found.extend(f"Row {row} of {name} is not as its last change left it." for row in rows[:_NAMED])
        if len(rows) > _NAMED:
            found.append(
                f"{len(rows) - _NAMED:,} more rows of {name} are not as their last changes left them."
            )
    return tuple(found)
