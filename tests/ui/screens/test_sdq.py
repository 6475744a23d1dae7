"""Questionnaires over time by key press: chart and table, bands, scales, what it means, sharing and print."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from lac_tracker.services import sdq
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.record_page import Desk, Place
from lac_tracker.ui.screens.sdq import SdqPage
from lac_tracker.ui.widgets.chart import ChartView
from tests.conftest import TODAY, TOM
from tests.ui.screens.record_fixtures import *  # noqa: F403  # fixtures

CARER = {"version": "parent_4_17", "completed_by": "Jo Moss, carer", "source": "Scored report"}
OWN = {"version": "self_11_17", "completed_by": "Mara", "source": "Scored report"}
SCALES = {"emotional": 4, "conduct": 3, "hyperactivity": 4, "peer": 3, "prosocial": 8, "impact": 1}


@pytest.fixture
def carers(operations, child_id):
    """The carer's two: 17 a year ago, then 14."""
    operations.do(sdq.save_scores, child_id, completed_on=date(2025, 3, 2), total=17, **CARER)
    return operations.do(
        sdq.save_scores, child_id, completed_on=date(2026, 3, 2), scores=SCALES, **CARER
    ).made_id


@pytest.fixture
def own(operations, child_id, carers):
    return operations.do(
        sdq.save_scores, child_id, completed_on=date(2026, 3, 2), total=12, own_words="I like my room.", **OWN
    ).made_id


@pytest.fixture
def page(robot, carers):
    robot.alt(Qt.Key.Key_4)
    assert robot.shows("sdq")
    return robot


def test_chart_table_bands_and_scales_by_keys(page):
    robot = page
    assert robot.words("sdqv.sentence").startswith(
        "Latest: carer total 14, slightly raised (was 17, high, 12 months ago)"
    )
    robot.reads("Bands not verified")
    chart = robot.find("sdqv.picture")
    assert "Slightly raised 14–16" in [one.text for one in chart.chart().words]
    robot.go_into("sdqv.picture")
    robot.press(Qt.Key.Key_End)
    assert robot.words("sdqv.point") == "02-Mar-2026, carer, total 14, slightly raised, down 3"
    robot.choose("sdqv.mode", 2)
    assert [one.text for one in chart.chart().words].count("More strength") == 1
    robot.go_into("sdqv.bands")
    robot.press(Qt.Key.Key_Home)  # none
    assert robot.words("sdqv.sentence").startswith("Latest: carer total 14 (was 17")
    assert not robot.sees("sdqv.bandsWords")
    robot.press(Qt.Key.Key_Down)
    assert "Abnormal 5–10" not in [one.text for one in chart.chart().words]
    robot.press(Qt.Key.Key_Down)
    assert robot.find("sdqv.bands").value() == "band3"
    robot.click("sdqv.events")
    assert "Placements" not in [one.text for one in chart.chart().words]
    robot.click("sdqv.table")
    assert not robot.sees("sdqv.picture")
    rows = robot.find("sdqv.rows").model().rows()
    assert [(row.total, row.band, row.change) for row in rows] == [
        ("14", "borderline", "Down 3"),
        ("17", "abnormal", "First"),
    ]
    robot.go_into("sdqv.rows")
    robot.press(Qt.Key.Key_Return)
    assert robot.shows("sdq_entry")


def test_what_it_means_is_kept_and_parts_reasons_and_errors_are_shown(page, operations, child_id, carers):
    robot = page
    robot.type_into("sdqv.means", "Settled since the move.")
    robot.type_into("sdqv.thinks", "About right.")
    robot.go_into("sdqv.chart")  # leaving the field keeps it
    operations.wait_for_saves()
    held = {one.id: one for one in operations.ask(sdq.on_record, child_id, today=TODAY).scored}
    assert (held[carers].means, held[carers].child_thinks) == ("Settled since the move.", "About right.")
    assert held[carers].is_used
    robot.find("sdqv.means").setPlainText("x" * 2_001)
    robot.alt(Qt.Key.Key_1)
    assert robot.shows("sdq")  # what can't be kept is not lost
    robot.reads("What it means")
    robot.type_into("sdqv.means", "Better")
    robot.alt(Qt.Key.Key_1)
    assert robot.shows("summary")
    robot.alt(Qt.Key.Key_4)
    part = operations.do(
        sdq.save_part, child_id, version="teacher_4_17", completed_on=TODAY, answers={"item_1": 1}
    ).made_id
    operations.do(sdq.record_not_done, child_id, asked_on=TODAY, reason="SDQ2")
    robot.reads("Teacher form, 4 to 17, of 04-Mar-2026: 1 of 25 answered")
    robot.reads("04-Mar-2026: The carer declined")
    robot.click("sdqv.table")
    robot.click("sdqv.error")
    robot.type_into("sdqv.error.reason", "Of her sister")
    robot.control(Qt.Key.Key_Return)
    robot.come_back()
    robot.reads("Latest: carer total 17, high. One score: no trend yet")
    robot.click(f"sdqv.goOn.{part}")
    assert robot.shows("sdq_entry")
    assert robot.record.place().about == str(part)


def test_sharing_asks_first_and_print_is_as_it_was_shown(page, operations, child_id, own, tmp_path, monkeypatch, qtbot):  # fmt: skip
    robot = page
    robot.click("sdqv.share")
    robot.choose("sdqv.share.choice", 2)
    robot.control(Qt.Key.Key_Return)
    robot.come_back()
    assert robot.shows("sdq")
    robot.click("sdqv.share")
    robot.choose("sdqv.share.choice", 1)
    robot.control(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: robot.shows("feelings_print"))
    held = {one.id: one for one in operations.ask(sdq.on_record, child_id, today=TODAY).scored}
    assert held[own].shared_with_child == "yes"
    robot.come_back()
    robot.press(Qt.Key.Key_Escape)
    assert robot.shows("sdq")
    robot.reads("Bands are off: carer and self-report have different bands.")
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(PreviewPage, "choose_file", classmethod(lambda cls, parent, name: target))
    robot.click("sdqv.self")
    robot.click("sdqv.table")
    robot.control(Qt.Key.Key_P)
    assert robot.shows("sdq_print")
    qtbot.waitUntil(lambda: robot.find("pv.save").isEnabled())
    robot.control(Qt.Key.Key_S)
    qtbot.waitUntil(target.exists)
    robot.press(Qt.Key.Key_Escape)
    assert robot.shows("sdq")
    assert robot.sees("sdqv.rows")  # as it was left
    assert not robot.find("sdqv.self").isChecked()


def test_without_any_it_says_so_and_leads_on(robot, child_id):
    robot.alt(Qt.Key.Key_4)
    assert robot.words("sdqv.empty.words") == "No SDQ yet. Mara is 14: due."
    assert robot.is_at("sdqv.empty.step0")
    assert not robot.sees("sdqv.print")
    robot.control(Qt.Key.Key_N)
    assert robot.shows("sdq_entry")


def test_who_reads_nothing_clinical_sees_no_scores(workplace, operations, child_id, carers, qtbot):
    page = SdqPage(Desk(replace(workplace, actor=TOM), child_id), Place(child_id, "sdq"))
    qtbot.addWidget(page)
    assert page.findChild(QLabel, "sdqv.closed").text().startswith("Questionnaires are for those who read")
    assert page.findChild(ChartView, "sdqv.picture") is None
    assert not page.run("edit.new")
    assert not page.run("edit.print")
    assert page.leave()
