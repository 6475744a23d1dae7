"""`clinics forecast`: weeks in words for people, data for programs."""

import pytest

from lac_tracker.services import clinics
from lac_tracker.services.clinics import NewSession
from tests.builders import write
from tests.conftest import GRACE, SAM, TODAY


@pytest.fixture
def with_a_clinic(team, caseload_of):
    new = NewSession(SAM.person_id, "clinic", on=TODAY, slot_kind="any", slots=2, starts_at="9")
    write(caseload_of(team), clinics.add_sessions, new, by=GRACE, today=TODAY)
    return team


def test_the_forecast_in_words_and_as_data(with_a_clinic, run):
    said = run("clinics", "forecast")
    assert said.code == 0
    assert said.text.splitlines()[0].split("  ")[0] == "Week of"
    assert "02-Mar-2026" in said.text
    assert "children" in said.text
    found = run("clinics", "forecast", "--json", "--weeks", "3").json
    assert [week["starts_on"] for week in found["weeks"]] == ["2026-03-02", "2026-03-09", "2026-03-16"]
    # Of its two slots the one at 09:00 has passed at 09:30.
    assert sum(week["IHA"]["slots"] + week["RHA"]["slots"] for week in found["weeks"]) == 1
    assert found["not_counted"]["no_start_date"] == 1
    for kind in ("IHA", "RHA"):
        weeks = [week[kind] for week in found["weeks"]]
        assert found["totals"][kind]["short"] == sum(max(-week["gap"], 0) for week in weeks)
        assert all(week["needed"] == week["due"] + week["expected"] for week in weeks)
    assert "Baptiste" not in said.text
    assert run("clinics", "forecast", "--weeks", "99").code == 2
