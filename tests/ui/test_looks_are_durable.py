"""A look at a record is on the disk before anything of it can be painted; where it cannot be written, nothing is shown."""

import pytest
from sqlalchemy import select

from lac_tracker.domain.authorisation import Action
from lac_tracker.domain.errors import DatabaseUnavailable, NotAllowed
from lac_tracker.services import child_summary, sessions
from lac_tracker.storage import dialects
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.ui.background import Background
from lac_tracker.ui.operations import Operations
from tests.builders import a_child
from tests.conftest import NADIA, NOW, TODAY, TOM


@pytest.fixture
def background(qapp):
    lanes = Background()
    yield lanes
    lanes.close()


@pytest.fixture
def elsewhere(database, keys):
    """Another connection to the file, as after the process was killed: it sees what is on the disk and no more."""
    engine = dialects.make_engine(database.path, key=keys.file_key)
    yield engine
    engine.dispose()


def on_disk(engine):
    with engine.begin() as connection:
        row = AuditRow
        newest = (
            select(row.action, row.child_id, row.person_id, row.reason).order_by(row.number.desc()).limit(1)
        )
        return tuple(connection.execute(newest).one())


def test_a_look_is_on_the_disk_before_its_answer_is_there(database, background, elsewhere):
    child_id = a_child(database)
    operations = Operations(database, NADIA, lambda: NOW, background.saves)
    facts = operations.look(child_summary.heading, child_id, today=TODAY)
    assert facts.name_words == "BAPTISTE, Amara"
    assert on_disk(elsewhere) == (Action.OPEN_RECORD.value, child_id, NADIA.person_id, "")
    operations.look(sessions.read_page, child_id, "health_checks")
    assert on_disk(elsewhere) == (Action.SEE_CLINICAL.value, child_id, NADIA.person_id, "Read health checks")
    as_tom = Operations(database, TOM, lambda: NOW, background.saves)
    with pytest.raises(NotAllowed):
        as_tom.look(sessions.read_page, child_id, "health_checks")
    assert on_disk(elsewhere) == (f"refused: {Action.SEE_CLINICAL.value}", child_id, TOM.person_id, "")
    with elsewhere.begin(), pytest.raises(DatabaseUnavailable):  # somebody else writes, and does not end
        operations.look(child_summary.heading, child_id, today=TODAY)
    assert on_disk(elsewhere)[2] == TOM.person_id, "nothing was written, and nothing was answered"
