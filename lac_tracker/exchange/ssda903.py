"""SSDA903 returns: tables recognised by their columns, years 2018 to 2026 merged into one history."""

from collections.abc import Callable, Mapping
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.imports import Problem, StagedReturn
from lac_tracker.exchange.ssda903_histories import (
    History,
    add_answers,
    add_asylum,
    add_episode,
    add_header,
    add_review,
    doubt_sequence,
    staged,
)
from lac_tracker.exchange.ssda903_rows import (
    Findings,
    SourceRow,
    answers,
    asylum_ceased,
    birth,
    council_id,
    episode,
    header_facts,
    review,
)
from lac_tracker.exchange.ssda903_years import YearlyReturn, yearly_returns


def read_ssda903(files: Mapping[str, bytes]) -> StagedReturn:
    """Understand the files of one or more yearly returns.

    files: file name, possibly with its folder ('2025/header.csv') → contents; any encoding reading.py
        accepts. The name only tells the year; which table it is, its columns tell.

    A row is refused when CHILD, DECOM or DOB cannot be read or it contradicts another row; anything else
    doubtful is taken and listed under warnings. A row that says again what another says is merged with
    it. Of two returns that differ about a child the later one is right: the one with the greater year in
    its file or folder name, else by the latest date in its episodes (`ssda903_years`). A birth date
    does not change: the row that gives a second one is refused.

    Raises ImportRefused when no file has the columns of a known table, or one cannot be read as CSV.
    """
    findings = Findings()
    returns, read = yearly_returns(files, findings)
    children: dict[str, History] = {}
    lost: dict[str, str] = {}  # child whose header row was refused → where it stands
    for each in returns:
        _read_header(each, children, lost)
    for each in returns:
        _read_episodes(each, children, lost)
        _read_others(each, children, lost)
    with_episodes = [each for each in returns if each.rows.get("episodes")]
    for history in children.values():
        doubt_sequence(history, with_episodes)
    return StagedReturn(
        files=read,
        children=tuple(staged(identifier, children[identifier]) for identifier in sorted(children)),
        refused=_ordered(findings.refused),
        warnings=_ordered(findings.warnings),
        years=tuple(sorted({each.year for each in returns if each.year is not None})),
    )


def _read_header(each: YearlyReturn, children: dict[str, History], lost: dict[str, str]) -> None:
    for row in each.rows.get("header", ()):
        if (child := council_id(row)) is None:
            continue
        facts = header_facts(row, each.year)
        if facts is None:
            lost.setdefault(child, row.place)
        else:
            add_header(children, child, facts, row, each)


def _read_episodes(each: YearlyReturn, children: Mapping[str, History], lost: Mapping[str, str]) -> None:
    for row in each.rows.get("episodes", ()):
        if history := _child_of(row, children, lost):
            found = episode(row, each.year)
            if found is not None:
                add_episode(history, found, row, each)


def _read_others(each: YearlyReturn, children: Mapping[str, History], lost: Mapping[str, str]) -> None:
    """Read the tables that repeat the child's birth date: uasc, oc2, reviews."""

    def asylum(history: History, row: SourceRow) -> None:
        add_asylum(history, asylum_ceased(row, history.facts.born), row, each)

    def yearly(history: History, row: SourceRow) -> None:
        if each.year is not None:  # else the whole table is named once, by yearly_returns
            add_answers(history, answers(row), row, each, each.year)

    def one_review(history: History, row: SourceRow) -> None:
        if found := review(row, each.year):
            add_review(history, found, row, each)

    takers: tuple[tuple[Callable[[History, SourceRow], None], tuple[SourceRow, ...]], ...] = (
        (asylum, each.rows.get("uasc", ())),
        (yearly, each.rows.get("oc2", ())),
        (one_review, each.rows.get("reviews", ())),
    )
    for take, rows in takers:
        for row in rows:
            history = _child_of(row, children, lost)
            if history is not None and _same_birth(row, history):
                take(history, row)


def _child_of(row: SourceRow, children: Mapping[str, History], lost: Mapping[str, str]) -> History | None:
    """Return the child of a row; None, with a refusal, when no header row gives them a birth date."""
    child = council_id(row)
    if child is None:
        return None
    history = children.get(child)
    if history is None and child in lost:
        row.refuse(
            "CHILD",
            f"the header row of this child was refused ({lost[child]}), so the birth date is not known",
        )
    elif history is None:
        row.refuse("CHILD", "this child is in no header table, so the birth date is not known")
    return history


def _same_birth(row: SourceRow, history: History) -> bool:
    if "DOB" not in row.values:  # the file has no such column; yearly_returns has said so
        return True
    born: date | None = birth(row)
    if born is not None and born != history.facts.born:
        row.refuse(
            "DOB", f"differs from the header, {show_date(history.facts.born)} ({history.header.place})"
        )
    return born == history.facts.born


def _ordered(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: (problem.file, problem.line)))
