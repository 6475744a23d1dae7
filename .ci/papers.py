"""Writes the two papers that are made of data: docs/safety/hazard-log.md and docs/promises.md. Run by `make papers`."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HAZARDS, PROMISES = ROOT / "docs" / "safety" / "hazards.toml", ROOT / "docs" / "safety" / "promises.toml"
LOG, TABLE = ROOT / "docs" / "safety" / "hazard-log.md", ROOT / "docs" / "promises.md"


def held(path: Path) -> dict[str, Any]:
    """Return what a file of data holds."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def hazard_log() -> str:
    """Return the hazard log as people read it."""
    log = held(HAZARDS)
    lines = ["# Hazard log", "", *_paragraphs(log["about"]), ""]
    for one in log["hazard"]:
        lines += [
            f"## {one['id']} {one['hazard']}", "",
            f"Harm: {one['harm']}. Causes: {'; '.join(one['causes'])}.", "",
            f"Severity: {one['severity']}. Likelihood: {one['likelihood']}. State: {one['state']}.", "",
            "| Control | Shown by |", "|---|---|",
        ]  # fmt: skip
        lines += [f"| {each['what']} | {_shown(each)} |" for each in one.get("control", ())]
        if "left" in one:
            lines += ["", f"Left over: {one['left']}."]
        lines.append("")
    return "\n".join(lines)


def promises() -> str:
    """Return the table of promises as people read it."""
    table = held(PROMISES)
    lines = ["# What is promised, and what shows it", "", *_paragraphs(table["about"]), ""]
    lines += ["| | Promise | Shown by |", "|---|---|---|"]
    lines += [f"| {one['id']} | {one['promise']} | {_shown(one)} |" for one in table["promise"]]
    lines += ["", "## Cannot be shown on the machine that builds the program", ""]
    lines += [f"- {one}." for one in table["not_shown"]]
    return "\n".join([*lines, ""])


def tests_named() -> list[str]:
    """Return every test that either paper names, as file::test."""
    controls = [each for one in held(HAZARDS)["hazard"] for each in one.get("control", ())]
    return [name for each in (*controls, *held(PROMISES)["promise"]) for name in each.get("tests", ())]


def _paragraphs(text: str) -> list[str]:
    return text.strip().splitlines()


def _shown(one: dict[str, Any]) -> str:
    shown = [f"`{name}`" for name in one.get("tests", ())]
    if "not_tested" in one:
        shown.append(f"no test: {one['not_tested']}")
    return "<br>".join(shown)


if __name__ == "__main__":
    LOG.write_text(hazard_log(), encoding="utf-8")
    TABLE.write_text(promises(), encoding="utf-8")
