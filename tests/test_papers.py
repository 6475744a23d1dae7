"""The papers of safety: made of their data, every test they name is there, and every library is listed as it is locked."""

import ast
import importlib.util
import json
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MUSTS = {f"P{number}" for number in range(1, 19)}


def script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


papers, supply = script("papers"), script("supply")


@cache
def found_in(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {
        node.name: node for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }  # fmt: skip


def asserts(path, node, seen=frozenset()):
    """Whether a test can fail: by itself, or by a function of its file that it calls or is given."""
    if isinstance(node, ast.ClassDef):  # a machine of random steps: its steps and invariants assert
        return any(asserts(path, each, seen) for each in node.body if isinstance(each, ast.FunctionDef))
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    names |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    if names & {"raises", "fail"} or any(isinstance(each, ast.Assert) for each in ast.walk(node)):
        return True
    inner = found_in(path)
    return any(asserts(path, inner[name], seen | {name}) for name in names & set(inner) - seen)


def test_the_papers_are_made_of_their_data():
    assert papers.LOG.read_text(encoding="utf-8") == papers.hazard_log(), "run: make papers"
    assert papers.TABLE.read_text(encoding="utf-8") == papers.promises(), "run: make papers"


def test_every_test_that_a_paper_names_is_there():
    for name in papers.tests_named():
        path, _, test = name.partition("::")
        assert test in found_in(path), f"{name} is named in docs/safety and is not there"
        assert asserts(path, found_in(path)[test]), name


def test_every_control_is_shown_by_a_test_or_says_why_not():
    hazards = papers.held(papers.HAZARDS)["hazard"]
    assert [one["id"] for one in hazards] == [f"H{number}" for number in range(1, len(hazards) + 1)]
    for one in hazards:
        assert one.get("control") or one["state"] == "uncontrolled", one["id"]
        for each in one.get("control", ()):
            assert each.get("tests") or each.get("not_tested"), (one["id"], each["what"])


def test_every_promise_that_must_hold_is_shown_by_a_test():
    told = {one["id"]: one for one in papers.held(papers.PROMISES)["promise"]}
    assert set(told) >= MUSTS
    for name in MUSTS:
        assert told[name].get("tests"), name


def test_nobody_has_signed_what_a_safety_officer_has_to_sign():
    safety_case = (ROOT / "docs" / "safety" / "safety-case.md").read_text(encoding="utf-8")
    assert "Not signed: no clinical safety officer has been named" in safety_case
    for one in papers.held(papers.HAZARDS)["hazard"]:
        assert one["severity"] == one["likelihood"] == "to be set by the clinical safety officer"


def test_the_list_of_what_it_is_made_of_is_what_is_locked():
    held = json.loads(supply.SBOM.read_text(encoding="utf-8"))
    assert (held["bomFormat"], held["specVersion"]) == ("CycloneDX", "1.6")
    packages = {supply.plain(one["name"]): one for one in held["components"] if "purl" in one}
    locked = supply.locked()
    assert {name: one["version"] for name, one in packages.items()} == {
        name: version for name, version in locked.items() if name in packages
    }
    assert supply.needed_to_run() <= {name for name, one in packages.items() if one["scope"] == "required"}
    assert supply.LICENCES.read_text(encoding="utf-8") == supply.licences(), "run: make supply"
    for one in held["components"]:
        words = supply.licence_words(one)
        if one["scope"] == "required":
            assert words != "not stated by the package", one["name"]
            assert "AGPL" not in words, one["name"]
            assert "GPL" not in words or "LGPL" in words, one["name"]


def test_no_locked_package_is_older_than_a_known_weakness(monkeypatch):
    assert supply.below_floor() == []
    monkeypatch.setattr(supply, "locked", lambda: {"reportlab": "3.6.12"})
    assert supply.below_floor() == ["reportlab 3.6.12 is older than 3.6.13"]


@pytest.mark.parametrize(
    ("says", "code", "ends", "words"),
    [
        ('{"dependencies": [{"name": "Good", "version": "1", "vulns": []}]}', 0, 0, "No advisory is known"),
        ('{"dependencies": [{"name": "Bad", "version": "1", "vulns": [{"id": "CVE-1"}]}]}', 1, 1, "ADVISORY bad: CVE-1"),
        ("", 1, 3, "NOT RUN"),
        ("", 0, 3, "NOT RUN"),
        ('{"dependencies": [{"name": "Good", "version": "1", "vulns": []}]}', 1, 3, "NOT RUN"),
        ('{"dependencies": [{"name": "Other", "version": "1", "vulns": []}]}', 0, 3, "NOT RUN"),
    ],
)  # fmt: skip
def test_advisories_that_nobody_looked_up_are_no_pass(monkeypatch, tmp_path, capsys, says, code, ends, words):
    monkeypatch.setattr(supply, "listed", lambda: {"bad" if "Bad" in says else "good"})
    audit = tmp_path / "audit"
    audit.write_text(f"#!/bin/sh\nprintf '%s' '{says}'\nexit {code}\n")
    audit.chmod(0o755)
    assert supply.advisories(str(audit)) == ends
    assert words in capsys.readouterr().out
