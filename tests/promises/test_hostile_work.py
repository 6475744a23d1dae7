"""Hostile texts in what the list is worked with, and in every paper and file of it: kept as cleaned, and never run."""

import csv
import os
import re
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from lac_tracker.documents import catalogue
from lac_tracker.domain.exports import Column
from lac_tracker.domain.list_papers import ListedChild, OverdueList
from lac_tracker.domain.names import clean_line, clean_text
from lac_tracker.domain.performance import ActionTaken, Answered, EvidencePack, PerformanceReport, Reasons
from lac_tracker.domain.reports import Service
from lac_tracker.domain.table_report import TableReport
from lac_tracker.domain.worklist import Wanted
from lac_tracker.exchange import list_file
from lac_tracker.services import (
    chronology_work,
    clinics,
    delay_reasons,
    escalations,
    follow_ups,
    improvement,
    saved_views,
    training,
    worklist,
)
from lac_tracker.services.clinics import NewSession
from lac_tracker.services.training import TypedTraining
from tests import builders
from tests.builders import a_child
from tests.conftest import GRACE, NOW, SAM, TODAY
from tests.documents.reading import text_of
from tests.promises.hostile import NAMES, TOO_LONG
from tests.promises.hostile_commands import do, fits, kept


@pytest.fixture
def beginning(made_once):
    return made_once("a child", a_child)


@pytest.fixture
def child(beginning):
    return beginning[1]


@pytest.fixture
def session(database):
    with database.writing(builders.Entry(GRACE, NOW, "tested")) as opened:
        yield opened


def test_what_the_list_is_worked_with_there_and_back(session, child):
    """Follow-ups, reasons, escalations, clinics, training, actions, views: each text as cleaned, or refused in words."""
    day, step_of_names = {"today": TODAY}, 1 if os.environ.get("LAC_TRACKER_TORTURE") else 3
    told = {"kind": "IHA", "contacted": "council", "means": "phone", "result": "will_act"}
    due = {"what": "x", "source": "x", "due_on": TODAY, **day}
    trained = TypedTraining(SAM.person_id, "unaccompanied", None, TODAY, None)
    typed = NewSession(SAM.person_id, "clinic", on=TODAY, slots=1, starts_at="9")
    session_id = do(session, clinics.add_sessions, typed, **day).made_id
    action = do(session, improvement.add, owner="x", **due).made_id
    line = do(session, training.record, trained, **day).made_id
    for name in (*NAMES[::step_of_names], TOO_LONG[1]):
        cleaned, said = (clean_line(name), clean_text(name).strip()) if fits(name) else ("", "")
        step = {"next_step": name, "next_step_on": TODAY, "next_step_by": name}
        if kept(session, follow_ups.log, child, **told, **step, **day, person=name, note=name):
            newest = do(session, follow_ups.of_child, child)[0]
            assert (newest.person, newest.note, newest.next_step, newest.next_step_by) == (
                cleaned, said, said, cleaned,
            )  # fmt: skip
        else:
            assert not cleaned
        if kept(session, delay_reasons.record, child, kind="IHA", code="OT-01", note=name, **day):
            assert do(session, delay_reasons.history, child)[0].note == said
        raised = {"kind": "IHA", "escalated_to": name, "why": name, "step": name, "answer_by": TODAY}
        if kept(session, escalations.escalate, child, **raised, **day):
            assert do(session, escalations.history, child)[0].escalated_to == cleaned
        given = {"name": name, "place": name, "note": name, "clinician_id": SAM.person_id}
        if kept(session, clinics.change_session, session_id, **given, **day):
            held = do(session, clinics.session_of, session_id)
            assert (held.name, held.place, held.note) == (cleaned or "Clinic", cleaned, said)
        changed = {"rating": "on_track", "because": name, "owner": name}
        if kept(session, improvement.change, action, **due | {"what": name, "source": name}, **changed):
            (shown,) = do(session, improvement.actions, **day)
            assert (shown.action.what, shown.action.owner) == (said, cleaned)
        for version in (1, 2):
            kept(session, training.change, line, replace(trained, evidence=name), seen_version=version, **day)
        if kept(session, saved_views.keep, name=name, wanted=Wanted(text=name)):
            assert cleaned in {one.name for one in do(session, saved_views.listed)}
            do(session, saved_views.forget, name=cleaned)
        assert not kept(session, follow_ups.log, child, **told | {"result": name}, **step, **day)
    assert chronology_work.events(session, child)


def test_a_filter_of_anything_finds_what_holds_it_and_no_sign_finds_everything(session, child):
    for typed in (name for name in NAMES if fits(name)):
        found = do(session, worklist.page, Wanted("open", text=typed), today=TODAY).total
        assert found in (0, 1), typed
        assert typed not in ("%", "_", "%%%", "'; DROP TABLE children; --") or not found, typed


def test_papers_and_files_of_the_team_say_them_as_they_are(tmp_path):
    """Each name in each place of the new papers and files: nothing is markup, nothing is run, nothing is lost."""
    names = [clean_line(name) for name in NAMES if clean_line(name)]
    service = Service(*3 * ("<b>Team</b> & {0} %s",))
    signed = {
        "reference": "A7K2Q",
        "made_by": "<para>Bob</para>",
        "made_on": TODAY,
        "made_at": "09:30",
        "service": service,
    }
    columns = tuple(f"<i>{place}</i>" for place in range(8))
    table = TableReport(
        title="<b>List</b>", stated=("</para>&amp;",), columns=columns, parts=(10.0,) * 8,
        rows=tuple((name,) * 8 for name in names), names_children=True, **signed,
    )  # fmt: skip
    listed = tuple(ListedChild("x", True, *[name] * 2, "IHA", TODAY, *[name] * 4) for name in names)
    overdue = OverdueList(heading="<b>1</b>", filtered="</para>", order="%s", rows=listed, of=1, **signed)
    taken = tuple(ActionTaken(name, name, name, name, (name,)) for name in names)
    pack = EvidencePack(
        period="2026", answered=(Answered("3.12", "<b>x</b>", tuple(names), (), tuple(names), taken),), hides_small=False, **signed
    )  # fmt: skip
    figures = PerformanceReport(
        period="<b>2026</b>", compared="&", lines=(), months=(), hides_small=False,
        reasons=Reasons(tuple((name, name, "1") for name in names), (), "</para>"), **signed,
    )  # fmt: skip
    for document, held in (
        ("table-report", table),
        ("overdue-list", overdue),
        ("evidence-pack", pack),
        ("performance-report", figures),
    ):
        words = re.sub(r"\s", "", text_of(catalogue.render(document, held)))
        for name in (
            "<b>Bob</b>",
            "</para>",
            "&amp;",
            "%(name)s",
            "{name}",
            "<!--",
            "'; DROP TABLE children; --",
        ):
            assert re.sub(r"\s", "", name) in words, (document, name)
    cells = (Column("=1+1", names=True), Column("x"))
    for shape in ("csv", "xlsx"):
        with (tmp_path / f"x.{shape}").open("wb") as file:
            list_file.write(
                file, shape, "=cmd|' /C calc'!A0", ("@SUM(A1)",), cells, [(name, name) for name in NAMES]
            )
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        assert not [
            cell for row in csv.reader(file) for cell in row if cell.strip()[:1] in set("=+-@|%") and cell
        ]
    sheet = load_workbook(tmp_path / "x.xlsx").active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert not [
        cell
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if str(cell or "").strip()[:1] in set("=+-@|%")
    ]
