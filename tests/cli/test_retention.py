"""`retention list`: what passed its day, by the council's id; no name leaves, and no command disposes of anything."""

from datetime import date

from lac_tracker.cli.main import program
from lac_tracker.domain.audit import Entry
from lac_tracker.services import retention
from lac_tracker.storage import children
from tests.builders import write
from tests.conftest import NOW, SYSTEM


def test_the_review_list_and_the_holds_leave_by_council_id_only(run, team, caseload_of, as_user):
    database = caseload_of(team)
    with database.writing(Entry(SYSTEM, NOW, "tested")) as session:
        council = children.council(session, 1, "123")
        fields = {"family_name": "Baptiste", "given_name": "Amara", "nhs_number": "9990000018"}
        child = children.add(session, 1, council, "700001", date(1950, 1, 10), fields)
        held = children.add(session, 1, council, "700002", date(1949, 1, 10), {"family_name": "Baptiste"})
    write(database, retention.set_hold, held, kind="legal", because="Letter of claim")
    found = run("retention", "list", "--json")
    assert found.json == [
        {
            "council": "123", "council_id": "700001", "born": "1950-01-10", "kept_until": "2025-01-10",
            "class": "Longest that applies", "status": "To review", "holds": [],
        }
    ]  # fmt: skip
    assert [one["council_id"] for one in run("retention", "list", "--on-hold", "--json").json] == ["700002"]
    assert run("retention", "list", "--json", "--today", "2025-01-10").json == []
    shown = run("retention", "list")
    assert "700001" in shown.text
    for words in (found.text, shown.text):
        assert not [one for one in ("Baptiste", "Amara", "9990000018", str(child)) if one in words]
    as_user("nadia")
    refused = run("retention", "list")
    assert (refused.code, refused.output) == (2, b"")
    assert "may not do this" in refused.words


def test_no_command_disposes_of_a_record():
    group = program.commands["retention"]
    assert set(group.commands) == {"list"}
