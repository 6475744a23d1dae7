"""Questionnaires over time: the sentence, the changes, the bands, and a drawing in which no two labels lie on each other."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lac_tracker.domain.chart_layout import axis_for, spread
from lac_tracker.domain.chart_track import Happening, track
from lac_tracker.domain.charts import BOUNDARY, DASHED, DOTTED, SOLID, box_of, shortened, text_width
from lac_tracker.domain.feelings_page import change, journey, told
from lac_tracker.domain.sdq import Scores
from lac_tracker.domain.sdq_trend import Shown, ago, trend
from tests.documents.sdq_examples import TODAY, a_questionnaire, facts, many, typical

CARER = Shown(informants=frozenset({"carer"}))
WIDTH = 660.0


def words_of(chart):
    return [one.text for one in chart.words]


def overlapping(words):
    boxes = [(one.text, box_of(one)) for one in words]
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if a[0] < b[2] - 0.5 and b[0] < a[2] - 0.5 and a[1] < b[3] - 0.5 and b[1] < a[3] - 0.5
    ]


def test_the_sentence_tells_score_band_change_and_when():
    assert trend(facts(), CARER).sentence == (
        "Latest: carer total 14, slightly raised (was 17, high, 12 months ago). Down 3. Prosocial 8 (close to average)"
    )
    assert trend(facts(), replace(CARER, system=None)).sentence == (
        "Latest: carer total 14 (was 17, 12 months ago). Down 3. Prosocial 8"
    )
    assert trend(facts(typical()[:1]), CARER).sentence.startswith(
        "Latest: carer total 19, high. One score: no trend yet"
    )
    assert trend(facts(()), CARER).sentence == "No SDQ of those chosen"
    without = replace(typical()[3], scores=Scores(prosocial=7))
    assert trend(facts((*typical()[:3], without)), CARER).sentence == (
        "Latest: carer has no total: not enough answers (was 17, high, 12 months ago). No total to compare. "
        "Prosocial 7 (slightly lowered)"
    )
    for one in (trend(facts(), CARER), trend(facts(many()), Shown())):
        assert "significant" not in f"{one.sentence}{one.description}"


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day ago"), (21, "3 weeks ago"), (75, "2 months ago"), (365, "12 months ago"), (1100, "3 years ago")],
)  # fmt: skip
def test_how_long_ago_is_said_in_the_unit_that_fits(days, words):
    assert ago(TODAY - timedelta(days=days), TODAY) == words


def test_the_table_compares_with_the_same_informants_last_one_on_the_same_form():
    small = a_questionnaire(21, date(2013, 9, 1), 12, "parent_2_4")
    rows = trend(facts((*typical(), small)), Shown()).rows
    assert [(row.informant, row.total, row.change) for row in rows] == [
        ("Self", "12", "Down 4"), ("Carer", "14", "Down 3"), ("Self", "16", "First"), ("Carer", "17", "Down 1"),
        ("Carer", "18", "Down 1"), ("Carer", "19", "Other form before"), ("Carer", "12", "First"),
    ]  # fmt: skip
    assert rows[1].band == "slightly raised"
    assert rows[1].impact.words == "2, high (3 of 5 answered)"
    assert rows[1].words == "04-Mar-2026, carer, total 14, slightly raised, down 3"


def test_bands_are_drawn_for_one_form_only_and_what_is_not_verified_says_so():
    one, both = trend(facts(), CARER), trend(facts(), Shown())
    drawn = one.chart(WIDTH)
    assert [area.tone for area in drawn.areas[:4]] == ["band0", "band1", "band2", "band3"]
    assert {"Very high 20–40", "High 17–19", "Slightly raised 14–16", "Close to average 0–13"} <= set(
        words_of(drawn)
    )
    assert sum(line.dash == BOUNDARY for line in drawn.lines) == 3
    assert one.bands.startswith("Bands not verified")
    three = trend(facts(), replace(CARER, system="band3", is_scales=True)).chart(WIDTH)
    assert "Abnormal 17–40" not in words_of(three)  # the scales have bands of their own
    assert "Abnormal 5–10" in words_of(three)
    assert both.bands.startswith("Bands are off: carer and self-report have different bands.")
    assert not [area for area in both.chart(WIDTH).areas if area.tone.startswith("band")]
    assert trend(facts(), replace(CARER, system=None)).bands == ""


def test_informants_are_told_apart_and_never_joined():
    chart = trend(facts(many()), replace(Shown(), has_events=False)).chart(WIDTH)
    series = {ink: [line for line in chart.lines if line.ink == ink] for ink in ("first", "second", "third")}
    assert [{line.dash for line in lines} for lines in series.values()] == [{SOLID}, {DASHED}, {DOTTED}]
    assert {(mark.ink, mark.shape) for mark in chart.marks} == {
        ("first", "circle"), ("second", "square"), ("third", "triangle"),
    }  # fmt: skip
    assert len(chart.marks) == len(chart.stops) == 40
    for lines in series.values():
        marks = {(mark.x, mark.y) for mark in chart.marks if mark.ink == lines[0].ink}
        assert {point for line in lines for point in line.points} <= marks
    assert {word.rsplit(" ", 1)[0] for word in words_of(chart)} >= {"Carer", "Self", "Teacher"}


def test_a_silence_of_more_than_18_months_breaks_the_line_and_one_score_has_none():
    held = (*typical()[:2], replace(typical()[2], completed_on=date(2025, 9, 2)), typical()[3])
    lines = [line for line in trend(facts(held), CARER).chart(WIDTH).lines if line.ink == "first"]
    assert [len(line.points) for line in lines] == [2, 2]
    joined = (*typical()[:2], replace(typical()[2], completed_on=date(2025, 9, 1)), typical()[3])
    lines = [line for line in trend(facts(joined), CARER).chart(WIDTH).lines if line.ink == "first"]
    assert [len(line.points) for line in lines] == [4]
    alone = trend(facts(typical()[:1]), CARER).chart(WIDTH)
    assert not [line for line in alone.lines if line.ink == "first"]
    assert "One score: no trend yet" in words_of(alone)


def test_time_is_in_proportion_and_the_scale_is_fixed():
    chart = trend(facts(typical()[:4]), CARER).chart(WIDTH)
    first, second, third, last = chart.marks
    assert (second.x - first.x) / (last.x - third.x) == pytest.approx(359 / 360, abs=0.001)
    height = (last.y - first.y) / (14 - 19)
    assert (second.y - first.y) / (18 - 19) == pytest.approx(height)
    for measure in (chart, trend(facts(), replace(CARER, is_scales=True)).chart(WIDTH)):
        assert {"0", "2024", "2025", "2026"} <= set(words_of(measure))
    assert {"40", "More difficulty"} <= set(words_of(chart))
    scales = words_of(trend(facts(), replace(CARER, is_scales=True)).chart(WIDTH))
    assert (scales.count("More difficulty"), scales.count("More strength"), scales.count("10")) == (4, 1, 5)


@pytest.mark.parametrize("width", [520.0, 660.0, 1240.0])
@pytest.mark.parametrize("is_scales", [False, True])
def test_no_two_labels_of_forty_questionnaires_lie_on_each_other(width, is_scales):
    placements = tuple(
        Happening(date(2018, 1, 1) + timedelta(days=150 * n), date(2018, 1, 1) + timedelta(days=150 * (n + 1)), "Foster carer, not relative")
        for n in range(18)
    )  # fmt: skip
    events = tuple(Happening(one.began + timedelta(days=3 * n), one.began + timedelta(days=3 * n), f"What happened {n}") for n, one in enumerate(placements))  # fmt: skip
    busy = facts(many(), placements=placements, events=events)
    chart = trend(busy, Shown(is_scales=is_scales)).chart(width)
    assert overlapping(chart.words) == []
    for one in chart.words:
        left, top, right, bottom = box_of(one)
        assert left >= 0
        assert right <= width
        assert 0 <= top < bottom <= chart.height + 1


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 2500), st.text("abcde fgh", min_size=1, max_size=40)), max_size=25)
)  # fmt: skip
def test_the_track_never_lays_one_label_on_another(spans):
    axis = axis_for([date(2016, 1, 1), TODAY], TODAY, 30.0, 500.0)
    began = [date(2015, 1, 1) + timedelta(days=start) for start, _, _ in spans]
    held = tuple(
        Happening(start, start + timedelta(days=length), words)
        for start, (_, length, words) in zip(began, spans, strict=True)
    )
    drawn = track((("Placements", held[::2], 1), ("Events", held[1::2], 3)), axis, 100.0, 600.0)
    assert overlapping(drawn.words) == []
    assert all(box_of(one)[2] <= 600 for one in drawn.words)


def test_labels_are_shortened_and_spread_within_their_room():
    assert shortened("Foster carer, not relative", 90) == "Foster carer…"
    assert shortened("Foster", 4) == ""
    assert text_width(shortened("W" * 50, 100)) <= 100
    placed = spread((10.0, 12.0, 60.0, 61.0), 16.0, 0.0, 70.0)
    assert all(later - earlier >= 15.99 for earlier, later in zip(placed, placed[1:], strict=False))
    assert placed[-1] <= 70


def test_the_young_persons_own_page_tells_months_and_how_it_went():
    points = ((date(2025, 3, 9), 16), (date(2026, 3, 4), 12))
    assert told(points) == ("In March 2025 your number was 16.", "In March 2026 your number was 12.")
    assert told(((date(2026, 3, 4), 12), (date(2026, 3, 9), 13)))[1] == "On 9 March 2026 your number was 13."
    assert change(points) == "Your number went down by 4 since March 2025."
    assert change(tuple(reversed(points))).startswith("Your number went down by 4") is False
    assert change(points[:1]) == ""
    chart = journey(points, TODAY)
    assert {"Harder", "Easier", "16", "12", "March 2025", "March 2026"} == set(words_of(chart))
    assert (
        overlapping(
            journey(tuple((date(2020, 1, 1) + timedelta(days=45 * n), n) for n in range(30)), TODAY).words
        )
        == []
    )
