"""The team's own words on consent: written by managers, read by everybody who may open a record, never markup."""

from dataclasses import replace

import pytest

from lac_tracker.domain.errors import NotAllowed, RecordChanged, UserError
from lac_tracker.domain.people import Role
from lac_tracker.services import consent_policy
from lac_tracker.storage import people
from tests.builders import ask, write
from tests.conftest import GRACE, NADIA, NOW, SAM, TOM

WORDS = "<b>Team manager</b> signs for the council & only then.\nPolicy: S:\\Consent\\2026.pdf"


def test_managers_write_it_and_everybody_at_a_record_reads_it(database):
    assert ask(database, consent_policy.read, by=TOM) is None
    write(database, consent_policy.write, f"  {WORDS}\u202e\n")
    found = ask(database, consent_policy.read, by=replace(NADIA, role=Role.READ_ONLY))
    assert (found.words, found.written_by, found.written_on) == (WORDS, "Grace Mensah", NOW.date())
    for by in (NADIA, SAM, TOM):
        assert ask(database, consent_policy.read, by=by) == found
        with pytest.raises(NotAllowed):
            write(database, consent_policy.write, "Another", by=by, seen=found)
    with pytest.raises(NotAllowed):
        ask(database, consent_policy.read, by=replace(TOM, role=Role.IT))
    with database.reading() as session:
        assert people.settings(session, 1) == {}  # no rule of the team

    ada = replace(GRACE, full_name="Ada Okafor")
    write(database, consent_policy.write, WORDS, by=ada, seen=found)  # unchanged: still Grace's
    assert ask(database, consent_policy.read) == found
    with pytest.raises(UserError, match="Local policy has 4,001 characters; 4,000 fit"):
        write(database, consent_policy.write, "x" * 4_001, seen=found)
    write(database, consent_policy.write, "x" * 4_000, by=ada, seen=found)
    with pytest.raises(RecordChanged, match="changed by someone else"):
        write(database, consent_policy.write, "Mine", seen=found)
    newer = ask(database, consent_policy.read)
    assert (len(newer.words), newer.written_by) == (4_000, "Ada Okafor")
    write(database, consent_policy.write, " \n", seen=newer)
    assert ask(database, consent_policy.read) is None
