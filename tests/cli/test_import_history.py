"""`import history`, `import undo` and `reconcile`: keys, streams, exit codes."""

from lac_tracker.storage.backups import default_folder
from tests import builders
from tests.exchange.returns import AMARA, an_episode, files
from tests.exchange.test_ssda903_xml import a_child, xml

HISTORY = [
    "import_id", "kind", "council", "files", "made_at", "made_by", "children_created", "children_updated", "rows_refused",
    "rows_set_aside", "may_undo", "why_not", "undone",
]  # fmt: skip
DIFFERENCE = [
    "kind", "council_id", "name", "theirs", "ours", "words", "resolution", "reason", "resolved_on", "resolved_by",
]  # fmt: skip
NEW = files("return-2025", header=[AMARA.replace("101", "555")], episodes=[an_episode(CHILD="555")])


def test_an_import_is_listed_and_undone_once(team, run, tmp_path, caseload_of):
    folder = builders.write_csv_folder(tmp_path / "return-2025", NEW)
    run("due")
    before = builders.row_counts(caseload_of(team))
    made = run("import", "ssda903", folder, "--council", "123", "--json").json["import_id"]
    found = run("import", "history", "--json")
    assert (found.code, found.words) == (0, "")
    newest = found.json[0]
    assert list(newest) == HISTORY
    assert (newest["import_id"], newest["kind"], newest["council"], newest["children_created"]) == (
        made, "ssda903", "123", 1,
    )  # fmt: skip
    assert (newest["may_undo"], newest["why_not"], newest["undone"]) == (True, None, None)
    done = run("import", "undo", made, "--because", "the wrong council", "--json")
    assert (done.code, done.json["children_removed"], done.json["children_restored"]) == (0, 1, 0)
    assert (
        len(list(default_folder(team).glob("*before-import*.lacbak"))) == 2
    )  # of the import, and of its undoing
    after = builders.row_counts(caseload_of(team))
    left = {name for name in after if after[name] != before[name]}
    assert left <= {"audit", "changes", "imports"}
    again = run("import", "undo", made)
    assert (again.code, again.output, again.words) == (2, b"", "This import was undone already\n")
    assert "the wrong council" in run("import", "history").text
    assert run("import", "undo", "99").words.startswith("There is no import 99")


def test_what_was_built_on_refuses_with_two(team, run, tmp_path):
    first = run("import", "history", "--json").json[-1]
    assert (first["may_undo"], first["kind"]) == (True, "ssda903")
    past = tmp_path / "past.csv"
    past.write_text(
        "council_id,nhs_number,assessment,completed_on,completed_by\n101,,IHA,2018-05-20,Dr Old\n"
    )
    made = run("import", "assessments", past, "--json").json["import_id"]
    found = run("import", "undo", first["import_id"])
    assert (found.code, found.output) == (2, b"")
    assert "can't be undone: the record of child 101 was changed on 04-Mar-2026" in found.words
    assert (
        run("import", "undo", made).text
        == f"Import {made} is undone: 0 children removed, 1 put back as they were.\n"
    )
    assert run("import", "undo", first["import_id"]).code == 0


def test_reconcile_ends_with_one_while_lists_differ(team, run, tmp_path):
    folder = builders.write_csv_folder(tmp_path / "return-2025", NEW)
    found = run("reconcile", folder, "--council", "123", "--json")
    assert (found.code, found.words) == (1, "")
    assert all(list(one) == DIFFERENCE for one in found.json)
    mine = {one["kind"]: one for one in found.json if one["council_id"] == "555"}
    assert mine["theirs_only"]["theirs"] == "2012-05-12 2024-05-01"
    assert (mine["theirs_only"]["ours"], mine["theirs_only"]["resolution"]) == (None, None)
    words = run("reconcile", folder, "--council", "123")
    assert words.code == 1
    assert "555: On their list, not on ours: born 12-May-2012" in words.text
    alone = tmp_path / "whole-2025.xml"
    alone.write_bytes(xml(a_child("777")))
    assert run("import", "ssda903", alone, "--council", "777", "--json").json["children_created"] == 1
    same = run("reconcile", alone, "--council", "777", "--json")
    assert (same.code, same.json) == (0, [])
    assert run("reconcile", alone, "--council", "777").text == "No differences.\n"
    weekly = tmp_path / "week.csv"
    weekly.write_text(
        "Council ID,Family name,Given name,Date of birth,Date became looked after\n"
        "777,Novak,Iva,12/05/2012,02/05/2024\n"
    )
    listed = run("reconcile", weekly, "--council", "777", "--json")
    assert (listed.code, [one["kind"] for one in listed.json]) == (1, ["became_looked_after"])
    refused = run("reconcile", tmp_path / "gone", "--council", "123")
    assert (refused.code, refused.output) == (2, b"")
