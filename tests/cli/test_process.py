"""The program as it is really started: a process of its own, its streams, its encodings."""

import json
import os
import subprocess
import sys

import pytest

from tests import builders
from tests.cli.conftest import QUICK
from tests.dirty_returns import make_return
from tests.exchange.returns import AMARA, files

PROGRAM = [sys.executable, "-m", "lac_tracker"]
# Slots of tests cost next to nothing. The program would make each as dear as a person's own the first time it is
# opened, half a second of work, and half a second again for every command after it: it is told what tests pay.
CHEAPLY = f"from lac_tracker.storage import vault; vault.ARGON2ID |= {QUICK!r}"
QUICKLY = [
    sys.executable, "-c", f"{CHEAPLY}; import runpy; runpy.run_module('lac_tracker', run_name='__main__', alter_sys=True)",
]  # fmt: skip


def start(*words, program=QUICKLY, **variables):
    environment = {**os.environ, **variables}
    return subprocess.run(
        [*program, *map(str, words)], capture_output=True, env=environment, timeout=60, check=False
    )


def test_json_of_a_process_is_one_value_and_nothing_else(team):
    found = start("due", "--today", "2026-03-04", "--format", "json", program=PROGRAM)
    assert (found.returncode, found.stderr) == (0, b"")
    assert len(json.loads(found.stdout)) == 4


def test_the_send_queue_of_a_process_is_one_json_value_and_words_beside_it(team, tmp_path):
    found = start("plans", "send-queue", "--out", tmp_path / "out", "--json")
    assert (found.returncode, len(json.loads(found.stdout))) == (0, 3)
    assert b"1 made in " in found.stderr


def test_a_refusal_of_a_process_is_words_and_exit_code_2(team):
    found = start("due", LAC_TRACKER_PASSPHRASE="wrong passphrase here")
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.startswith(
        b"That name and passphrase don't match. Nothing has been opened or changed"
    )


def test_dates_need_nothing_and_no_home(tmp_path):
    words = ("dates", "iha", "2026-01-01", "--json")
    found = start(*words, program=PROGRAM, HOME="/nowhere", XDG_DATA_HOME="/nowhere")
    assert (found.returncode, found.stderr) == (0, b"")
    assert json.loads(found.stdout)["due"] == "2026-01-29"


SEVERAL = (
    f"{CHEAPLY}; import json, sys; from lac_tracker.cli.main import run; "
    "sys.exit(max(map(run, json.loads(sys.argv[1]))))"
)


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_name_the_terminal_cannot_show_does_not_end_the_command(team, caseload_of, encoding):
    database = caseload_of(team)
    builders.a_child(database, "200001", family_name="Łukasz\u200d👩‍👩‍👧", given_name="محمد")
    database.close()
    show = ["child", "show", "200001"]
    found = subprocess.run(
        [sys.executable, "-c", SEVERAL, json.dumps([["due"], show, [*show, "--json"]])],
        capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding}, timeout=60, check=False,
    )  # fmt: skip
    assert (found.returncode, found.stderr) == (0, b"")
    # What a program reads is UTF-8, whatever the terminal.
    for_people, _, exact = found.stdout.rpartition(b"\n{")
    assert b"ID 200001" in for_people
    assert json.loads(b"{" + exact)["name"] == "ŁUKASZ\u200d👩‍👩‍👧, محمد"


def test_a_reader_who_has_seen_enough_causes_no_error(team):
    command = subprocess.Popen(
        [*QUICKLY, "due", "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    command.stdout.close()
    words = command.stderr.read()
    command.stderr.close()
    assert command.wait(60) in (0, 1)
    assert words == b""


def test_arguments_that_are_no_text_are_refused(team):
    found = subprocess.run(
        [*map(os.fsencode, QUICKLY), b"child", b"show", b"\xff\xfe"], capture_output=True, check=False
    )
    assert (found.returncode, found.stdout) == (2, b"")
    assert b"No child in this caseload" in found.stderr
    assert b"Traceback" not in found.stderr


def test_files_whose_names_are_no_text_are_imported(team, run, tmp_path):
    folder = os.fsencode(tmp_path / "return-2025")
    os.mkdir(folder)
    with open(folder + b"/header\xff.csv", "wb") as file:
        file.write(files(header=[AMARA])["return-2025/header.csv"])
    found = run("import", "ssda903", os.fsdecode(folder), "--council", "9", "--json")
    assert (found.code, found.words) == (0, "")
    assert found.json["children_created"] == 1


def test_a_passphrase_is_asked_for_on_a_terminal_only(team):
    environment = {name: value for name, value in os.environ.items() if name != "LAC_TRACKER_PASSPHRASE"}
    found = subprocess.run(
        [*PROGRAM, "due"], capture_output=True, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    assert (found.returncode, found.stdout) == (2, b"")
    assert b"A passphrase is needed" in found.stderr


def test_two_writers_at_once_both_succeed(team, run, tmp_path):
    folder = tmp_path / "return-2025"
    make_return(folder, children=25)
    (tmp_path / "past.csv").write_text(
        "council_id,assessment,completed_on,completed_by\n101,RHA,2025-01-01,Dr Old\n"
    )
    both = [
        subprocess.Popen([*QUICKLY, "import", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for words in (("ssda903", str(folder)), ("assessments", str(tmp_path / "past.csv")))
    ]
    ended = [(command.communicate(timeout=60), command.returncode) for command in both]
    assert [code for _, code in ended] == [0, 0], ended
    assert run("check").code == 0
