"""The power goes at any moment: what was acknowledged is on the disk, whatever the disk made of the rest.

LAC_TRACKER_TORTURE=1000 makes it 10,000 images. The negative control has the setting that most programs have: it must lose
saves, or the test is blind.
"""

import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
from small_caseload import NOW
from sqlalchemy import func, select

from lac_tracker import paths
from lac_tracker.domain.errors import UserError
from lac_tracker.storage import audit, deadlines, dialects
from lac_tracker.storage import database as storage
from lac_tracker.storage.tables.audit import AuditRow
from lac_tracker.storage.tables.children import ChildRow
from tests.promises.power_loss import images, may_trace, record

IMAGES = int(os.environ.get("LAC_TRACKER_TORTURE", "0")) * 10 or 25
CONTROLS = max(IMAGES // 10, 15)
SAVES = 15 if IMAGES < 1_000 else 150
HERE = Path(__file__).parent
pytestmark = pytest.mark.skipif(
    not may_trace(), reason="not run: strace is not here, or may not be used, to record what is written"
)


@pytest.fixture(scope="module")
def recorded(template, tmp_path_factory):
    """Return a function that records a writer: what was there before, and everything it did."""
    source, keys = template

    def make(synchronous):
        folder = tmp_path_factory.mktemp(synchronous)
        path = shutil.copy(source, folder / "caseload.lac")
        before = {"caseload.lac": path.read_bytes()}
        writer = [
            sys.executable, str(HERE / "power_loss_writer.py"), str(path), keys.database_id,
            keys.database_key.hex(), synchronous, str(SAVES),
        ]  # fmt: skip
        searched = os.pathsep.join((str(HERE.parent), str(Path(paths.__file__).parents[1])))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PYTHONPATH", searched)
            events = record(writer, folder / "trace", before, folder)
        assert sum(one.kind == "said" for one in events) == SAVES + 1
        return before, events

    return make


def judged(folder, image, keys, acknowledged):
    """Return what the product makes of an image: 'whole', 'lost', 'damaged' or 'wrong'."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    try:
        opened = storage.open_caseload(folder / "caseload.lac", keys, NOW)
    except UserError:
        return "damaged"
    try:
        with opened.reading() as session:
            if dialects.integrity_problems(session.connection()):
                return "damaged"
            held = sorted(int(number) for number in session.scalars(select(ChildRow.council_child_id)))
            entries = session.scalar(
                select(func.count()).select_from(AuditRow).where(AuditRow.action.like("added %"))
            )
            in_step = held == list(range(1, len(held) + 1)) and entries == len(held)
            if not in_step or audit.verify(session, keys.audit_key) or deadlines.differences(session):
                return "wrong"
            return "whole" if len(held) >= acknowledged else "lost"
    except UserError:
        return "damaged"
    finally:
        opened.close()


def verdicts(recording, keys, tmp_path, count):
    before, events = recording
    chance = random.Random(20260304)
    found = Counter()
    for image, acknowledged, cut, style in images(events, before, count, chance):
        verdict = judged(tmp_path / "image", image, keys, acknowledged)
        found[verdict] += 1
        if verdict != "whole":
            found[f"{verdict}: {style}, cut at {cut}, {acknowledged} acknowledged"] += 1
    return found


def test_no_loss_of_power_loses_an_acknowledged_save_or_damages_the_file(template, recorded, tmp_path):
    _, keys = template
    found = verdicts(recorded("FULL"), keys, tmp_path, IMAGES)
    assert found == {"whole": IMAGES}


def test_the_judge_can_tell(template, recorded, tmp_path):
    """Without the promise of FULL the same recording loses saves, and the judge says so."""
    _, keys = template
    found = verdicts(recorded("NORMAL"), keys, tmp_path, CONTROLS)
    assert found["lost"] >= CONTROLS // 10, found
    assert found["wrong"] == 0, found
