"""What imports and comparisons say of a restricted record: to who may not see it neither name nor NHS number of ours."""

import pytest

from lac_tracker.cli import access
from lac_tracker.cli import main as command
from lac_tracker.domain.errors import NotAllowed, UserError
from lac_tracker.domain.list_fields import guess
from lac_tracker.domain.list_import import Decisions
from lac_tracker.exchange.list_reading import read_list
from lac_tracker.exchange.ssda903 import read_ssda903
from lac_tracker.services import (
    flags,
    import_history,
    import_redaction,
    list_imports,
    reconciliation,
    restricted,
    return_preview,
)
from lac_tracker.ui.screens.import_draft import Draft
from tests import builders
from tests.builders import ask, write
from tests.conftest import GRACE, NOW, TODAY, TOM
from tests.exchange.returns import files

NAME, NHS = "Quillfeather", "9990563411"
BORN = ("01/05/2010", "01-May-2010", "2010-05-01", "datetime.date(2010, 5, 1)")
OTHER_DAY = "100001,Marsh,Perrin,02/05/2010,12/02/2026,\n"  # a difference that has our birth date in it
HEAD = "Council ID,Surname,Forename,DOB,LAC start,NHS Number\n"
SAME_GIVEN = "100001,Marsh,Perrin,01/05/2010,12/02/2026,\n"  # matched by itself; our family name differs
OTHER_NAME = "100001,Marsh,Tom,01/05/2010,12/02/2026,\n"  # a close match
OTHER_NUMBER = "100001,Marsh,Perrin,01/05/2010,12/02/2026,9990563446\n"  # a difference of the comparison


@pytest.fixture
def child(database):
    made = builders.a_child(database, family_name=NAME, given_name="Perrin", nhs_number=NHS)
    write(database, flags.set_flag, made, kind="restricted", detail="Ask the manager", by=GRACE)
    return made


def a_list(row):
    received = read_list("list.csv", (HEAD + row).encode())
    return received, guess(received.columns, received.rows)


def seen(database, row, by, decisions=None):
    (found,) = ask(
        database,
        list_imports.preview,
        *a_list(row),
        decisions or Decisions(),
        council="123",
        today=TODAY,
        by=by,
    ).rows
    return found


def tells_born_or_number(found):
    """Whether words that a person reads hold the birth date or the council's id, in any writing."""
    return any(word in repr(found) for word in (*BORN, "100001"))


def says_who(found):
    return any(word in repr(found) for word in (NAME, NAME.upper(), NHS, "999 056 3411"))


def test_a_row_about_a_restricted_record_is_matched_and_says_nothing_of_ours(database, child):
    for by, may in ((TOM, False), (GRACE, True)):
        found = seen(database, SAME_GIVEN, by)
        assert (found.child_id, says_who(found)) == (child, may)
        assert {"family_name"} <= {one.key for one in found.changes}
        assert (found.name, tells_born_or_number(found)) == (import_redaction.ASK, False) or may
        found = seen(database, OTHER_NAME, by)
        (near,) = found.candidates
        assert (found.group, near.child_id, near.is_closed, says_who(found)) == (
            "close_match",
            child,
            not may,
            may,
        )
        assert (near.why == import_redaction.ASK, tells_born_or_number(near)) == (not may, may)
        header = ["100001,F,01/05/2010,ABAN,UN1,,"]
        staged = read_ssda903(files("return-2026", header=header))
        (row,) = ask(database, return_preview.preview, staged, council="123", by=by).rows
        assert (row.child_id, says_who(row)) == (child, may)


@pytest.mark.parametrize("chosen", ["keep_ours", "use_theirs", "different"])
def test_only_a_manager_decides_about_it(database, child, chosen):
    said = Decisions(chosen={2: chosen})
    assert seen(database, OTHER_NAME, TOM, said).group == "later"
    assert seen(database, OTHER_NAME, GRACE, said).group in ("changed", "same", "new", "refused")
    row = seen(database, OTHER_NAME, TOM)
    draft = Draft("123", received=a_list(OTHER_NAME)[0])
    draft.choose(row, chosen)
    assert draft.choice(row) == "later"
    if chosen != "keep_ours":
        return
    made = write(
        database, list_imports.import_list, *a_list(OTHER_NAME), said, council="123", today=TODAY, by=TOM
    )
    (aside,) = ask(database, import_history.set_aside, made.made_id, by=TOM)
    assert (aside.child_id, says_who(aside)) == (child, False)
    assert "restricted" not in repr(import_history.left_out_file((aside,))).casefold()
    with pytest.raises(UserError, match="ask the manager to decide"):
        write(database, import_history.decide, aside.id, "keep_ours", today=TODAY, by=TOM)
    write(database, import_history.decide, aside.id, "keep_ours", today=TODAY, by=GRACE)
    (aside,) = ask(database, import_history.set_aside, made.made_id, by=TOM)
    assert not aside.is_open


def test_differences_and_the_command_line_name_it_to_a_manager_only(
    database, child, tmp_path, monkeypatch, capfd
):
    path = tmp_path / "list.csv"
    path.write_text(HEAD + OTHER_NUMBER, encoding="utf-8")
    received, matching = a_list(OTHER_NUMBER)
    found = ask(database, reconciliation.compare_list, received, matching, council="123", today=TODAY)
    (kept, *_) = write(
        database, reconciliation.keep, found, council="123", files=("list.csv",), today=TODAY
    ).report
    words = {
        "resolution": "ask_council",
        "reason": f"{NAME} said so",
        "today": TODAY,
        "seen_version": kept.version,
    }
    write(database, reconciliation.resolve, kept.id, **words)
    for by, may in ((TOM, False), (GRACE, True)):
        held = ask(database, reconciliation.open_differences, council="123", by=by)
        assert ({one.kind for one in held} >= {"nhs_number"}, says_who(held)) == (True, may)
        monkeypatch.setattr(access, "now", lambda: NOW)
        monkeypatch.setattr(access, "today", lambda: TODAY)
        monkeypatch.setattr(access, "opened", lambda _said, by=by: _Opened(database, by))
        for words, code in ((("reconcile", path, "--json"), 1), (("reconcile", path), 1), (("import", "list", path, "--dry-run", "--json"), 0)):  # fmt: skip
            assert command.run([str(word) for word in words]) == code
            told = capfd.readouterr()
            assert says_who(told.out + told.err) is (may and words[0] == "reconcile")
            if words[0] == "reconcile":  # the row stays, and tells whose it is to a manager alone
                assert ("100001" in told.out, import_redaction.ASK in told.out) == (may, not may)


def test_a_difference_of_a_restricted_record_tells_no_birth_date_and_is_for_a_manager_to_resolve(
    database, child
):
    received, matching = a_list(OTHER_DAY)
    found = ask(database, reconciliation.compare_list, received, matching, council="123", today=TODAY)
    for by, may in ((TOM, False), (GRACE, True)):
        said = {"council": "123", "files": ("list.csv",), "today": TODAY, "by": by}
        report = write(database, reconciliation.keep, found, **said).report
        held = ask(database, reconciliation.open_differences, council="123", by=by)
        out = ask(database, reconciliation.leaving_the_screen, found, today=TODAY, by=by)
        for told in (report, held, out):
            (born,) = (one for one in told if one.kind in ("date_of_birth", "may_be_same"))
            assert (
                tells_born_or_number(told),
                born.is_closed,
                born.words.endswith(import_redaction.ASK),
            ) == (
                may,
                not may,
                not may,
            )
        decided = {"resolution": "ask_council", "reason": "They rang", "today": TODAY, "by": by}
        if may:
            write(database, reconciliation.resolve, held[0].id, **decided)
        else:
            with pytest.raises(NotAllowed):
                write(database, reconciliation.resolve, held[0].id, **decided)
    write(database, restricted.claim, child, reason="safeguarding", by=TOM)
    write(database, reconciliation.resolve, held[0].id, **decided | {"by": TOM})


class _Opened:
    """A caseload as the command line opens it."""

    def __init__(self, database, actor):
        self.database, self.actor = database, actor

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None
