"""What is typed becomes whole millimetres and grams, comes back as it was, and slips are named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain import growth_chart
from lac_tracker.domain.charts import box_of
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.growth import (
    CENTILES,
    HEAD,
    HEIGHT,
    MEASURES,
    WEIGHT,
    Measurement,
    doubts,
    measurement_words,
    read_quantity,
    show_quantity,
)

BORN, TODAY = date(2011, 6, 12), date(2026, 3, 4)
LAST = Measurement(1, date(2025, 5, 14), 1_530, 44_000, measured_by="Nadia Rahman")
NOW = Measurement(2, TODAY, 1_582, 47_100, None, "25th to 50th", "25th", "", measured_by="Sam Iqbal")


@pytest.mark.parametrize(
    ("typed", "measure", "stored", "shown"),
    [
        ("158.2", HEIGHT, 1_582, "158.2 cm"),
        ("158", HEIGHT, 1_580, "158.0 cm"),
        (" 158,2 cm ", HEIGHT, 1_582, "158.2 cm"),
        ("158.20", HEIGHT, 1_582, "158.2 cm"),
        ("47.1", WEIGHT, 47_100, "47.1 kg"),
        ("3.45", WEIGHT, 3_450, "3.45 kg"),
        ("3.05KG", WEIGHT, 3_050, "3.05 kg"),
        ("46.5", HEAD, 465, "46.5 cm"),
        ("", HEIGHT, None, ""),
    ],
)
def test_quantities_are_kept_whole_and_come_back_as_they_were(typed, measure, stored, shown):
    assert read_quantity(typed, measure, 14) == stored
    assert show_quantity(stored, measure) == shown


@pytest.mark.parametrize(
    ("typed", "measure", "age", "words"),
    [
        ("1582", HEIGHT, 14, "Height 1582 cm looks wrong: did you mean 158.2?"),
        ("1.58", HEIGHT, 14, "Height 1.58 cm looks wrong: did you mean 158.0?"),
        ("158.25", HEIGHT, 14, "Height 158.25 has too many decimals: enter cm with at most one decimal"),
        ("1.5", HEIGHT, 14, "Height 1.5 cm looks wrong: did you mean 150.0?"),
        ("0", HEIGHT, 14, "Height 0 cm looks wrong: it must be between 20 and 250 cm"),
        ("471", WEIGHT, 14, "Weight 471 kg looks wrong: did you mean 47.1?"),
        ("3450", WEIGHT, 0, "Weight 3450 kg looks wrong: did you mean 3.45?"),
        ("47.125", WEIGHT, 14, "Weight 47.125 has too many decimals: enter kg with at most two decimals"),
        ("465", HEAD, 1, "Head circumference 465 cm looks wrong: did you mean 46.5?"),
        ("tall", HEIGHT, 14, "Height 'tall' is no number of cm: enter it such as 158.2"),
        ("-3", WEIGHT, 14, "Weight '-3' is no number of kg: enter it such as 47.1"),
        ("١٥٨", HEIGHT, 14, "Height '١٥٨' is no number of cm: enter it such as 158.2"),
        ("5ft 2", HEIGHT, 14, "Height '5ft 2' is no number of cm: enter it such as 158.2"),
    ],
)
def test_what_looks_wrong_is_named_with_what_was_likely_meant(typed, measure, age, words):
    with pytest.raises(UserError) as told:
        read_quantity(typed, measure, age)
    assert str(told.value) == words


@given(st.integers(0, 5_000_000), st.sampled_from(MEASURES), st.integers(0, 25))
def test_every_number_that_is_taken_comes_back_and_every_hint_could_be_typed(stored, measure, age):
    finest = measure.per_unit // 10**measure.places
    text = show_quantity(stored // finest * finest, measure, unit=False)
    try:
        assert show_quantity(read_quantity(text, measure, age), measure, unit=False) == text
    except UserError as error:
        _, is_a_guess, meant = str(error).partition("did you mean ")
        if is_a_guess:
            assert read_quantity(meant.rstrip("?"), measure, age) is not None


def test_bmi_is_a_plain_number_rounded_half_up():
    assert (NOW.bmi, LAST.bmi) == ("18.8", "18.8")
    assert Measurement(0, TODAY, 2_000, 75_000).bmi == "18.8"  # exactly 18.75
    assert Measurement(0, TODAY, 1_582).bmi == Measurement(0, TODAY, None, 47_100).bmi == ""


def test_the_centiles_are_the_nine_lines_and_the_spaces_around_them():
    assert CENTILES[:3] == ("Below 0.4th", "0.4th", "0.4th to 2nd")
    assert CENTILES[-2:] == ("99.6th", "Above 99.6th")
    assert len(set(CENTILES)) == len(CENTILES) == 9 + 8 + 2


@pytest.mark.parametrize(
    ("height", "weight", "said"),
    [
        (1_582, 47_100, ()),
        (1_400, 47_100, ("Height 140.0 cm is 13.0 cm less than 153.0 cm on 14-May-2025.",)),
        (1_882, None, ("Height 188.2 cm is 35.2 cm more than 153.0 cm on 14-May-2025.",)),
        (None, 74_100, ("Weight 74.1 kg is 30.1 kg more than 44.0 kg on 14-May-2025.",)),
        (None, 33_000, ("Weight 33.0 kg is 11.0 kg less than 44.0 kg on 14-May-2025.",)),
    ],
)
def test_a_change_that_can_hardly_be_is_said(height, weight, said):
    later = Measurement(3, date(2026, 12, 1), 1_900, 90_000)  # what comes after does not count
    assert doubts(TODAY, ((HEIGHT, height), (WEIGHT, weight), (HEAD, None)), (later, LAST), BORN) == said


def test_a_baby_grows_faster_and_a_head_does_not_shrink():
    born, before = date(2026, 1, 1), Measurement(1, date(2026, 1, 5), 510, 3_500, 350)
    fine = ((HEIGHT, 560), (WEIGHT, 5_200), (HEAD, 380))
    assert doubts(TODAY, fine, (before,), born) == ()
    (said,) = doubts(TODAY, ((HEAD, 340),), (before,), born)
    assert said.startswith("Head circumference 34.0 cm is 1.0 cm less")


def test_a_measurement_in_words():
    assert measurement_words(NOW) == "Height 158.2 cm (25th to 50th), weight 47.1 kg (25th), BMI 18.8"
    refused = Measurement(3, TODAY, not_measured_because="Did not want to")
    assert measurement_words(refused) == "Not measured: Did not want to"


@pytest.mark.parametrize("width", [520.0, 1_000.0])
@pytest.mark.parametrize("many", [1, 2, 25])
def test_the_chart_holds_the_own_values_no_centile_line_and_nothing_outside(width, many):
    held = tuple(
        Measurement(n, date(2012 + n // 2, 3 + n % 2, 4), 800 + 40 * n, 9_000 + 2_000 * n, 480 if n == 0 else None)
        for n in range(many)
    )  # fmt: skip
    chart = growth_chart.draw(reversed(held), BORN, TODAY, width)
    assert len(chart.marks) == len(chart.stops) == 2 * many + 1
    runs = [line for line in chart.lines if line.ink == "first"]
    assert [len(line.points) for line in runs] == ([many, many] if many > 1 else [])
    assert "It has no centile lines" in chart.description
    assert "Height: 04-Mar-2012, 80.0 cm" in chart.description
    assert chart.stops[0].words.endswith("04-Mar-2012, at 38w 0d")
    for words in chart.words:
        left, top, right, bottom = box_of(words)
        assert min(left, top) >= 0, words
        assert (max(right, width), max(bottom, chart.height)) == (width, chart.height), words
    assert growth_chart.draw((), BORN, TODAY, width).height == 0
