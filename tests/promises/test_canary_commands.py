"""P15: what the commands about the log, the backups and the keeping of records say of a restricted record."""

from dataclasses import replace

from lac_tracker.cli import access
from lac_tracker.cli import main as command
from lac_tracker.domain.people import Role
from lac_tracker.services import child_summary, flags, retention
from tests.builders import write
from tests.child_of_secrets import (
    ADDRESS,
    CARER,
    FAMILY,
    FAMILY_NAME,
    KEPT,
    NHS,
    NOTES,
    a_child_with_secrets,
)
from tests.conftest import GRACE, NOW, SAM, TODAY, TOM
from tests.promises.test_canary_outputs import Opened, leaks

AUDITOR = replace(TOM, role=Role.AUDITOR)
PLAIN, JSON = (), ("--json",)
COMMANDS = (
    *(("audit", "log", "--why", why, *shape) for why in ("review", "none") for shape in (PLAIN, JSON, ("--csv",))),
    ("audit", "log", "--why", "review", "--child", "100001"),
    *(("audit", "check", *shape) for shape in (PLAIN, JSON)),
    *(("audit", "odd-looks", "--week", f"{TODAY:%Y-%m-%d}", *shape) for shape in (PLAIN, JSON)),
    *(("retention", "list", *which, *shape) for which in ((), ("--on-hold",)) for shape in (PLAIN, JSON)),
    *(("backup", *words) for words in (("make",), ("list",), ("list", "--json"), ("verify",), ("drill", "--json"))),
)  # fmt: skip


def test_a_restricted_record_is_named_to_a_manager_alone_who_says_why(database, monkeypatch, capfd):
    child = a_child_with_secrets(database)
    write(database, flags.set_flag, child, kind="restricted", detail="Ask the manager")
    for by in (GRACE, SAM):  # looked at, restricted, put on hold: all of it stands in the log
        write(database, child_summary.heading, child, today=TODAY, by=by)
    write(database, retention.set_hold, child, kind="legal", because="A claim")
    monkeypatch.setattr(access, "now", lambda: NOW)
    monkeypatch.setattr(access, "today", lambda: TODAY)
    monkeypatch.setattr(access, "opened", lambda _said: Opened(database, by))
    for by in (AUDITOR, GRACE):
        for words in COMMANDS:
            command.run(list(words))
            said = "".join(capfd.readouterr())
            is_named = by is GRACE and words[:4] == ("audit", "log", "--why", "review")
            assert (words, bool(leaks(said, FAMILY_NAME))) == (words, is_named)
            assert (words, leaks(said, NHS, CARER, *ADDRESS, *FAMILY, *NOTES, KEPT)) == (words, [])
            assert said, words
