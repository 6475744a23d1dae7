"""The power goes at any moment: what was acknowledged is on the disk, whatever the disk made of the rest.

LAC_TRACKER_TORTURE=1000 makes it 10,000 images. The negative control has the setting that most programs have: it must lose
saves, or the test is blind.
"""

import json
import os
import random
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from lac_tracker import paths
from lac_tracker.domain.errors import UserError
from lac_tracker.storage import dialects, restored_files, vault
from tests.promises.disk_scenarios import CHEAP, SCENARIOS, Damaged, identity
from tests.promises.disk_trace import files_of, may_trace, record
from tests.promises.power_loss import images
from tests.promises.results import note

TORTURE = int(os.environ.get("LAC_TRACKER_TORTURE", "0")) * 10
# Of each scenario: steps, images and their share of 10,000.
LENGTHS = {
    "saves": (150 if TORTURE else 8, TORTURE * 40 // 100 or 15),
    "imports": (4 if TORTURE else 1, TORTURE * 12 // 100 or 8),
    "an upgrade": (1, TORTURE * 14 // 100 or 6),
    "backups": (6 if TORTURE else 1, TORTURE * 8 // 100 or 6),
    "key slots": (12 if TORTURE else 3, TORTURE * 8 // 100 or 20),
    "changes of the key": (3 if TORTURE else 1, TORTURE * 9 // 100 or 6),
    "restores": (3 if TORTURE else 1, TORTURE * 9 // 100 or 6),
}
CONTROLS = [("saves", "NORMAL"), ("key slots", "OFF")]
OF_CONTROLS = max(LENGTHS["saves"][1] // 10, 15)
HERE = Path(__file__).parent
PROMISES = {
    "an upgrade": "P6 Q1",
    "backups": "P5 Q1",
    "key slots": "P1 Q1",
    "changes of the key": "P1 Q1",
    "restores": "P5 Q1",
}
pytestmark = pytest.mark.skipif(
    not may_trace(), reason="not run: strace is not here, or may not be used, to record what is written"
)


@pytest.fixture(scope="module", autouse=True)
def as_the_writer_has_it():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vault, "ARGON2ID", vault.ARGON2ID | CHEAP)
        patch.setattr(restored_files, "_identity", identity)
        patch.setenv("PYTHONPATH", os.pathsep.join((str(HERE.parent), str(Path(paths.__file__).parents[1]))))
        yield


@pytest.fixture(scope="module")
def recordings(template, tmp_path_factory, as_the_writer_has_it):
    """By scenario and setting: what was there before, and everything that was done. One process does all, FULL first."""
    source, keys = template
    top = tmp_path_factory.mktemp("recorded")
    wanted = [(scenario, "FULL") for scenario in SCENARIOS] + CONTROLS
    folders = [top / str(number) for number in range(len(wanted))]
    asked, before = [], []
    for (scenario, synchronous), folder in zip(wanted, folders, strict=True):
        folder.mkdir()
        SCENARIOS[scenario].prepare(folder, source, keys)
        before.append(files_of(folder))
        asked.append((scenario, str(folder), LENGTHS[scenario][0], synchronous))
    writer = [
        sys.executable, str(HERE / "disk_writer.py"), keys.database_id, keys.database_key.hex(), json.dumps(asked),
    ]  # fmt: skip
    recorded = record(writer, top / "trace", folders)
    (top / "trace").unlink()
    for (_, _, times, _), events in zip(asked, recorded, strict=True):
        assert sum(one.kind == "said" for one in events) > times
    return dict(zip(wanted, zip(before, recorded, strict=True), strict=True))


def held(folder, image, scenario, keys):
    """Return what a person finds who opens an image; the words of why when it is damaged."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, content in image.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    try:
        return json.loads(json.dumps(SCENARIOS[scenario].held(folder, keys)))
    except (UserError, Damaged, dialects.DriverError) as error:
        return f"damaged: {error}"


def verdicts(recording, scenario, keys, tmp_path, count):
    """Return how many images were 'whole', and of what kind the others were; and how many differed from the one before."""
    before, events = recording
    states = [json.loads(one.data) for one in events if one.kind == "said"]
    chance, found, last, distinct = random.Random(20260304), Counter(), None, 0
    for image in images(events, before, count, chance):
        if image.files != last:
            state, last, distinct = held(tmp_path / "image", image, scenario, keys), image.files, distinct + 1
        if state in states[image.said : image.said + 2]:
            found["whole"] += 1
        else:
            kind = "lost" if state in states else "damaged" if str(state).startswith("damaged") else "wrong"
            found[kind] += 1
            found[
                f"{kind}: {image.style}, cut at {image.cut}, {image.said} acknowledged, {str(state)[:90]}"
            ] += 1
    return found, distinct


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_loss_of_power_loses_what_was_acknowledged_or_leaves_half_of_it(
    scenario, template, recordings, tmp_path
):
    times, count = LENGTHS[scenario]
    found, distinct = verdicts(recordings[scenario, "FULL"], scenario, template[1], tmp_path, count)
    assert found == {"whole": count}
    note(
        PROMISES.get(scenario, "P2 Q1"),
        f"power lost during {scenario}",
        f"{count:,} images ({distinct:,} distinct) of {times} steps: 0 lost, 0 damaged",
    )


@pytest.mark.parametrize(("scenario", "synchronous"), CONTROLS)
def test_the_judge_can_tell(scenario, synchronous, template, recordings, tmp_path):
    """Without what the product asks of the disk the same recording loses what was acknowledged, and the judge says so."""
    found, _ = verdicts(recordings[scenario, synchronous], scenario, template[1], tmp_path, OF_CONTROLS)
    bad = found["lost"] + found["damaged"]
    assert bad >= OF_CONTROLS // 10, found
    assert found["wrong"] == 0, found
    if synchronous == "NORMAL":
        assert found["damaged"] == 0, found
    note(
        "P2 Q1", f"negative control: power lost during {scenario}, written with {synchronous}",
        f"{bad:,} of {OF_CONTROLS:,} images are lost or damaged, as they must be",
    )  # fmt: skip
