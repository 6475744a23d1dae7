"""Questionnaires of the children of the demonstration: yearly carers', some of teachers and young people, some missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from lac_tracker.domain.dates import add_months, age_in_years
from lac_tracker.domain.sdq import IMPACT, ITEMS, REVERSED, VERSIONS, Scores, score, usual_version
from lac_tracker.domain.sdq_rules import ASK_NEXT_STEP_FROM
from lac_tracker.services.demo_people import Person
from lac_tracker.services.sdq import PAPER
from lac_tracker.storage import reference_data
from lac_tracker.storage import sdq as stored
from lac_tracker.storage.tables.sdq import QuestionnaireRow

_ASKED, _NOT_DONE, _TEACHER, _SELF = 0.68, 0.35, 0.2, 0.45
_MOST_YEARS = 4
_RICH_SECOND = timedelta(days=122)  # after care began: the first that the young person fills in as well
_RICH_AGE, _RICH_DAYS = 14, 950  # of the child with the longest story: age, and days in this time of care
_GAP_DAYS = 600  # more than 18 months, so that its line breaks


@dataclass(frozen=True)
class Kept:
    """Whom a child's questionnaires are kept for, and by whom."""

    person: Person
    recorded_by: str
    now: datetime
    rng: Random

    def row(self, on: date, version: str, by: str, level: float) -> dict[str, Any]:
        """Return the columns of a questionnaire scored from items. level: 0 (few difficulties) to 1."""
        answers = _answers(level, self.rng)
        return self._head(on, version, by) | {
            "entry": "items", "state": "scored", "source": PAPER,
            **stored.answer_columns(answers), **stored.score_columns(score(answers, version)),
        }  # fmt: skip

    def part(self, on: date, version: str, by: str) -> dict[str, Any]:
        """Return the columns of one of which only some answers were entered."""
        answers = dict(list(_answers(0.4, self.rng).items())[: self.rng.randrange(6, 20)])
        return self._head(on, version, by) | {
            "entry": "items", "state": "part", "source": PAPER,
            **stored.answer_columns(answers), **stored.score_columns(Scores()),
        }  # fmt: skip

    def reported(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the same scores as taken from a licensed report, without answers."""
        none = stored.answer_columns({})
        return row | none | {"entry": "scales", "source": "Report of the licensed scoring service", "impact_answered": None}  # fmt: skip

    def _head(self, on: date, version: str, by: str) -> dict[str, Any]:
        at = min(datetime.combine(on, time(16, 10), self.now.tzinfo), self.now)
        return {
            "child_id": self.person.id, "form": version, "is_follow_up": False, "completed_on": on, "completed_by": by,
            "keyed_twice": self.rng.random() < 0.2, "licence_note": "", "means": "", "child_thinks": "",
            "own_words": "", "shared_with_child": None, "next_step": None, "next_step_words": "",
            "next_step_need_id": None, "recorded_by": self.recorded_by, "recorded_at": at, "version": 1,
        }  # fmt: skip


def fill_in(
    session: Session, person: Person, care_began: date | None, moves: int, recorded_by: str, today: date,
    now: datetime, rng: Random, *, may_be_rich: bool,
) -> bool:  # fmt: skip
    """Write the questionnaires of one child, and return whether theirs is the long story.

    care_began: of this time in care. may_be_rich: no child before had the long story. It differs from child to child
    and is the same for the same `rng`.
    """
    if care_began is None or not 4 <= age_in_years(person.born, today) <= 16:
        return False
    kept = Kept(person, recorded_by, now, rng)
    is_rich = (
        may_be_rich and moves > 1 and age_in_years(person.born, today) >= _RICH_AGE
        and (today - care_began).days >= _RICH_DAYS
        and age_in_years(person.born, care_began + _RICH_SECOND) >= VERSIONS["self_11_17"].ages[0]
    )  # fmt: skip
    if is_rich:
        rows = _rich(kept, care_began, today)
    elif rng.random() < _ASKED:
        rows = _yearly(kept, care_began, today)
    else:
        rows = []
        if rng.random() < _NOT_DONE:
            _not_done(session, kept, care_began, today)
    if rows:
        session.execute(insert(QuestionnaireRow), rows)
    return is_rich


def _yearly(kept: Kept, care_began: date, today: date) -> list[dict[str, Any]]:
    """Return a carer's each year since care began, with what others filled in about the same time."""
    rng, person = kept.rng, kept.person
    first = max(care_began + timedelta(days=rng.randrange(4, 14)), add_months(today, -12 * _MOST_YEARS))
    days = [first]
    while (later := add_months(days[-1], 12) - timedelta(days=rng.randrange(0, 25))) < today:
        days.append(later)
    if len(days) > 1 and rng.random() < 0.12:
        days.pop()  # so that one is due
    level, rows = rng.uniform(0.1, 0.6), []
    carer = f"{person.around.carer}, {person.around.carer_role}"
    for day in (one for one in days if one <= today):
        usual = usual_version(age_in_years(person.born, day))
        if usual is None:
            continue
        if day == days[-1] and rng.random() < 0.04:
            rows.append(kept.part(day, usual.key, carer))
            continue
        own = kept.row(day, usual.key, carer, level)
        rows.append(kept.reported(own) if rng.random() < 0.15 else own)
        rows += _others(kept, day, today, level)
        level = min(max(level + rng.uniform(-0.16, 0.08), 0.05), 0.8)
    _talk(kept, rows)
    return rows


def _others(kept: Kept, day: date, today: date, level: float) -> list[dict[str, Any]]:
    """Return what a teacher and the young person filled in within days of the carer."""
    rng, person, age = kept.rng, kept.person, age_in_years(kept.person.born, day)
    found = []
    at = min(day + timedelta(days=rng.randrange(0, 6)), today)
    if age >= 5 and rng.random() < _TEACHER:
        found.append(kept.row(at, "teacher_4_17", f"{person.around.teacher}, teacher", level * 0.8))
    if age >= 11 and rng.random() < _SELF:
        found.append(_own(kept, at, level))
    return found


def _own(kept: Kept, at: date, level: float) -> dict[str, Any]:
    row = kept.row(at, "self_11_17", kept.person.called, max(level * 0.85, 0.05))
    rng = kept.rng
    chosen = rng.choices(("yes", "no", None), (60, 15, 25))[0]
    return row | {"shared_with_child": chosen, "own_words": rng.choice(_texts()["own_words"])}


def _rich(kept: Kept, care_began: date, today: date) -> list[dict[str, Any]]:
    """Return five carers' and four selfs' over the whole time in care, one gap of more than 18 months among them."""
    person, carer = kept.person, f"{kept.person.around.carer}, {kept.person.around.carer_role}"
    first, second = care_began + timedelta(days=12), care_began + _RICH_SECOND
    third = second + timedelta(days=_GAP_DAYS)
    last = today - timedelta(days=20)
    fourth = third + (last - third) // 2
    rows = []
    for day, level in zip((first, second, third, fourth, last), (0.62, 0.55, 0.5, 0.4, 0.3), strict=True):
        usual = usual_version(age_in_years(person.born, day))
        assert usual is not None
        rows.append(kept.row(day, usual.key, carer, level))
        if day != first:
            rows.append(_own(kept, day, level) | {"shared_with_child": "yes"})
        if day == third:
            rows.append(kept.row(day, "teacher_4_17", f"{person.around.teacher}, teacher", level))
    _talk(kept, rows, with_newest=True)
    return rows


def _talk(kept: Kept, rows: list[dict[str, Any]], *, with_newest: bool = False) -> None:
    """Say of most what they mean, what the child thinks and what happens next; the newest often waits for its review."""
    texts, rng, person = _texts(), kept.rng, kept.person
    scored = [row for row in rows if row["state"] == "scored" and row["form"].startswith("parent")]
    for row in scored:
        if rng.random() < (0.55 if row is scored[-1] and not with_newest else 0.15):
            continue
        row["means"] = meaning(row["total"])
        row["child_thinks"] = rng.choice(texts["thinks"])
        if (row["total"] or 0) >= ASK_NEXT_STEP_FROM:
            step = rng.choice(list(texts["next"]))
            row |= {
                "next_step": step,
                "next_step_words": texts["next"][step].replace("{name}", person.called),
            }


def meaning(total: int | None) -> str:
    """Return what a carer's total may mean, in the words of the texts."""
    return next(str(one["words"]) for one in _texts()["means"] if (total or 0) <= one["most"])


def said(total: int, rng: Random, called: str) -> dict[str, str]:
    """Return what a review answers of the questionnaire it uses, by question."""
    texts = _texts()
    step = rng.choice(list(texts["next"]))
    return {
        "sdq_means": meaning(total), "sdq_child_thinks": rng.choice(texts["thinks"]), "sdq_next": step,
        "sdq_next_words": texts["next"][step].replace("{name}", called),
    }  # fmt: skip


def _not_done(session: Session, kept: Kept, care_began: date, today: date) -> None:
    reason = kept.rng.choice(list(_texts()["not_done"]))
    on = max(care_began, today - timedelta(days=kept.rng.randrange(5, 200)))
    columns = {
        "asked_on": on,
        "reason": reason,
        "words": _texts()["not_done"][reason],
        "recorded_by": kept.recorded_by,
    }
    stored.add_not_done(session, kept.person.id, columns)


def _answers(level: float, rng: Random) -> dict[str, int]:
    """Return raw answers: the higher the level, the more difficulties; now and then one is blank."""
    found = {}
    for number, item in enumerate(ITEMS, 1):
        is_strength = number in (*REVERSED, 1, 4, 9, 17, 20)
        raw = (rng.random() < level) + (rng.random() < level)
        if rng.random() > 0.01:
            found[item] = 2 - raw if is_strength else raw
    difficulties = min(3, int(level * 5))
    found[IMPACT[0]] = difficulties
    if difficulties:
        for name in IMPACT[1:]:
            if rng.random() > 0.04:
                found[name] = min(3, int(rng.random() * 2 + level * 2))
    return found


@cache
def _texts() -> Mapping[str, Any]:
    texts: Mapping[str, Any] = reference_data.table("demo_texts.toml")["sdq"]
    return texts
