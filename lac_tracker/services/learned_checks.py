"""What a signed assessment says of health checks, written into the rows of the record in the transaction of the signing.

Each assessment teaches once. An amended one corrects the rows it taught and adds none beside them; what a person
changed or took out since is altered only where the answer itself was altered. What was not said erases nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.event_dates import on_day
from lac_tracker.domain.learned_checks import Learned, NamedLine, learned, same_condition
from lac_tracker.domain.names import search_key
from lac_tracker.domain.questions import Answers, Question
from lac_tracker.services.learned_history import Heard
from lac_tracker.storage import assessments, editions, health_checks
from lac_tracker.storage.tables.health_checks import (
    ConditionRow,
    ImmunisationStatementRow,
    MeasurementRow,
    MedicineRow,
    RoutineCheckRow,
    SubstanceUseRow,
)

_CHECK = {
    "result": "",
    "reason": "",
    "up_to_date": None,
    "registered": None,
}  # what a check has, where nothing else is said


@dataclass(frozen=True)
class _Pen:
    """What every row is written with. sources: of this edition and of those it goes back to."""

    session: Session
    child_id: int
    heard: Heard
    sources: tuple[str, ...]
    is_latest: bool  # no later assessment is in force: what goes on is as this one says

    def wrote(self, source: str) -> bool:
        """Return whether a row with this source came from this assessment."""
        return any(source == one or source.startswith(f"{one}, ") for one in self.sources)

    def rows(self, table: Any) -> list[Any]:
        return health_checks.rows_of(self.session, table, self.child_id)

    def save(self, table: Any, row: Any, fields: Mapping[str, Any]) -> None:
        row_id, version = (row.id, row.version) if row is not None else (None, 1)
        told = {"recorded_by": self.heard.by.full_name, **fields}
        health_checks.save_row(self.session, table, self.child_id, row_id, told, seen_version=version)

    def take_out(self, table: Any, row: Any) -> None:
        because = f"No longer said in the amended {self.heard.source} ({self.heard.by.full_name})"
        health_checks.in_error(self.session, table, row.id, because, seen_version=row.version)

    def put(
        self, table: Any, own: Any, said: Mapping[str, Any], before: Mapping[str, Any] | None, told: Mapping[str, Any]
    ) -> None:  # fmt: skip
        """Write what was said, new or into its own row. What the edition before said too is there, or was taken out.

        Into its own row only what the amendment altered goes: what a person corrected beside it stays. told: with whose
        word it is written.
        """
        if own is None and said != before:
            self.save(table, None, {**said, **told})
        elif own is not None:
            altered = {
                name: value for name, value in said.items() if before is None or value != before.get(name)
            }
            is_ours = {
                name: told[name] for name in ("source", "note") if getattr(own, name, None) in self.sources
            }
            if altered:
                self.save(table, own, {**is_ours, **altered})


def fill_checks(
    session: Session, child_id: int, assessment_id: int, questions: tuple[Question, ...], given: Answers, heard: Heard
) -> None:  # fmt: skip
    """Write what was learned of each health check. given: the answers to questions that applied, of `questions`."""
    labels = {question.id: dict(question.options) for question in questions}
    one = assessments.load(session, assessment_id)
    now, before = learned(given, labels, heard.on), _before(session, one, labels)
    pen = _Pen(session, child_id, heard, _sources(session, one, heard), _is_latest(session, one, heard))
    _fill_statement(pen, now, before)
    _fill_routine(pen, now, before)
    _fill_growth(pen, now, before)
    _fill_substances(pen, now, before)
    _fill_medicines(pen, now, before)
    _fill_conditions(pen, now, before)


def _before(
    session: Session, one: assessments.Assessment, labels: Mapping[str, Mapping[str, str]]
) -> Learned:
    """Return what the edition that this one amends taught; nothing for a first edition."""
    if one.amends_id is None:
        return Learned()
    amended = assessments.load(session, one.amends_id)
    assert amended.completed_on is not None  # it is signed
    return learned(assessments.answers(session, amended.id), labels, amended.completed_on)


def _sources(session: Session, one: assessments.Assessment, heard: Heard) -> tuple[str, ...]:
    ids = editions.ids_of_editions(session, one)
    held = [assessments.load(session, each) for each in ids]
    earlier = (f"{each.kind} {show_date(each.completed_on)}" for each in held if each.completed_on)
    return tuple(dict.fromkeys((heard.source, *earlier)))


def _is_latest(session: Session, one: assessments.Assessment, heard: Heard) -> bool:
    mine = set(editions.ids_of_editions(session, one))
    others = assessments.in_force(assessments.of_child(session, one.child_id))
    return not any(
        each.completed_on and each.completed_on > heard.on for each in others if each.id not in mine
    )


def _fill_statement(pen: _Pen, now: Learned, before: Learned) -> None:
    if now.statement is None:
        return
    said, held = dict(now.statement), dict(before.statement) if before.statement else None
    for one, source in ((said, pen.heard.source), (held or {}, pen.sources[-1])):
        one["source"] = ", ".join(part for part in (source, one.pop("from", "")) if part)
    told = {"stated_by": pen.heard.by.full_name}
    pen.put(ImmunisationStatementRow, _own(pen, ImmunisationStatementRow), said, held, told)


def _fill_routine(pen: _Pen, now: Learned, before: Learned) -> None:
    rows = pen.rows(RoutineCheckRow)
    for kind, said in now.checks.items():
        of_kind = [row for row in rows if row.kind == kind]
        own = next((row for row in of_kind if pen.wrote(row.source)), None)
        told = _check_fields(said)
        same = next((row for row in of_kind if row is not own and _is_same_check(row, told)), None)
        if same is not None:  # entered by hand, or told by the dentist: the record has it
            if said.get("result") and not same.result:
                pen.save(RoutineCheckRow, same, {"result": said["result"]})
            continue
        held = _check_fields(before.checks[kind]) if kind in before.checks else None
        pen.put(RoutineCheckRow, own, told, held, {"kind": kind, "source": pen.heard.source})
    for row in rows:
        if row.kind in now.taken_back & set(before.checks) and pen.wrote(row.source):
            pen.take_out(RoutineCheckRow, row)


def _check_fields(said: Mapping[str, Any]) -> dict[str, Any]:
    fields = {key: value for key, value in said.items() if key != "when"}
    return {**_CHECK, **fields, **health_checks.date_fields("happened_on", said["when"])}


def _is_same_check(row: RoutineCheckRow, told: Mapping[str, Any]) -> bool:
    is_known_day = row.date_precision == "day" and told["date_precision"] == "day"
    return is_known_day and row.state == told["state"] == "done" and row.happened_on == told["happened_on"]


def _fill_growth(pen: _Pen, now: Learned, before: Learned) -> None:
    if now.growth is None:
        return
    rows = pen.rows(MeasurementRow)
    own = next((row for row in rows if pen.wrote(row.note)), None)
    figures = ("measured_on", "height_millimetres", "weight_grams", "head_millimetres")
    is_there = any(
        all(getattr(row, name) == now.growth[name] for name in figures) for row in rows if row is not own
    )
    if own is None and is_there:
        return
    told = {"measured_by": pen.heard.by.full_name, "note": pen.heard.source}
    pen.put(MeasurementRow, own, now.growth, before.growth, told)


def _fill_substances(pen: _Pen, now: Learned, before: Learned) -> None:
    own = _own(pen, SubstanceUseRow)
    if now.substances is not None:
        pen.put(SubstanceUseRow, own, now.substances, before.substances, {"source": pen.heard.source})
    elif own is not None and before.substances is not None and "substances" in now.taken_back:
        pen.take_out(SubstanceUseRow, own)


def _fill_medicines(pen: _Pen, now: Learned, before: Learned) -> None:
    told = {"source": pen.heard.source, "recorded_on": pen.heard.on}
    none_taken = f"Takes none, as said in the {pen.heard.source}"
    rows = pen.rows(MedicineRow)
    if before.takes_none and not now.takes_none:
        for row in [row for row in rows if row.ended_because in _none_taken(pen)]:
            pen.save(MedicineRow, row, {"ended_on": None, "ended_because": ""})
    for line in now.medicines if pen.is_latest else ():
        of_name = [row for row in rows if search_key(row.name) == line.key]
        held = next((row for row in of_name if row.ended_on is None), None)
        if line in before.medicines or (held is not None and line.more in ("", held.dose)):
            continue
        is_amended = line.key in {one.key for one in before.medicines}
        if not is_amended and any(_is_newer(pen, row) for row in of_name):
            continue  # corrected or stopped since the assessment: the record knows better
        pen.save(MedicineRow, held, told | ({} if held else {"name": line.name}) | {"dose": line.more})
    _take_out_unsaid(pen, MedicineRow, rows, now.medicines, before.medicines, told_none=now.takes_none)
    if now.takes_none and not before.takes_none and pen.is_latest:
        for row in [row for row in pen.rows(MedicineRow) if row.ended_on is None]:
            if row.recorded_on is not None and row.recorded_on < pen.heard.on:
                pen.save(MedicineRow, row, {"ended_on": pen.heard.on, "ended_because": none_taken})


def _fill_conditions(pen: _Pen, now: Learned, before: Learned) -> None:
    told = {"source": pen.heard.source, "recorded_on": pen.heard.on}
    rows = pen.rows(ConditionRow)
    for line in now.conditions if pen.is_latest else ():
        held = next((row for row in rows if same_condition(line, row.name)), None)
        if line in before.conditions:
            continue
        if held is None:
            began = health_checks.date_fields("began_on", on_day(pen.heard.on) if line.is_new else None)
            state = "suspected" if line.is_suspected else "confirmed"
            pen.save(
                ConditionRow, None, told | began | {"name": line.name, "state": state, "note": line.more}
            )
        elif held.state == "resolved" and (held.recorded_on is None or held.recorded_on < pen.heard.on):
            pen.save(ConditionRow, held, told | {"state": "confirmed", "ended_on": None})
    _take_out_unsaid(pen, ConditionRow, rows, now.conditions, before.conditions)


def _take_out_unsaid(
    pen: _Pen, table: Any, rows: list[Any], now: tuple[NamedLine, ...], before: tuple[NamedLine, ...], *,
    told_none: bool = False,
) -> None:  # fmt: skip
    """Take out what the edition before named and this one does not. An answer left blank takes out none."""
    if not now and not told_none:
        return
    gone = {line.key for line in before} - {line.key for line in now}
    for row in rows:
        if search_key(row.name) in gone and pen.wrote(row.source):
            pen.take_out(table, row)


def _is_newer(pen: _Pen, row: MedicineRow) -> bool:
    return any(day is not None and day > pen.heard.on for day in (row.recorded_on, row.ended_on))


def _none_taken(pen: _Pen) -> frozenset[str]:
    return frozenset(f"Takes none, as said in the {source}" for source in pen.sources)


def _own(pen: _Pen, table: Any) -> Any:
    return next((row for row in pen.rows(table) if pen.wrote(row.source)), None)
