"""Band tables as shipped: they tile, say what they rest on, and are never mixed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lac_tracker.domain.sdq import HIGHEST, SCALES, VERSIONS
from lac_tracker.domain.sdq_bands import no_bands_words
from lac_tracker.storage import sdq_bands
from lac_tracker.storage.sdq_bands import band, shared_system, table, tables

BANDED = ("total", *SCALES, "impact")
ALL = [*tables().values(), sdq_bands.return_table()]


def edges(version, system, measure):
    return [(one.low, one.high) for one in table(version, system, measure).bands]


@pytest.mark.parametrize("found", ALL, ids=lambda one: f"{one.version}-{one.system}-{one.measure}")
def test_bands_tile_from_nothing_to_the_highest_score(found):
    highest = VERSIONS[found.version].highest_impact if found.measure == "impact" else HIGHEST[found.measure]
    covered = [score for one in found.bands for score in range(one.low, one.high + 1)]
    assert sorted(covered) == list(range(highest + 1))
    rising = found.measure != "prosocial"
    assert [one.low for one in found.bands] == sorted((one.low for one in found.bands), reverse=not rising)
    assert found.source
    assert found.edition
    assert found.checked_on >= date(2026, 11, 23)
    assert {one.confidence for one in found.bands} <= {"V", "K"}


def test_every_measure_of_a_form_and_system_that_has_bands_has_them():
    forms = {key[:2] for key in tables()}
    assert forms == {
        ("parent_4_17", "band3"), ("parent_4_17", "band4"), ("teacher_4_17", "band3"), ("teacher_4_17", "band4"),
        ("self_11_17", "band3"), ("self_11_17", "band4"), ("parent_2_4", "band4"),
    }  # fmt: skip
    assert set(tables()) == {(*form, measure) for form in forms for measure in BANDED}


@pytest.mark.parametrize(
    ("version", "system", "measure", "expected"),
    [
        ("parent_4_17", "band3", "total", [(0, 13), (14, 16), (17, 40)]),
        ("parent_4_17", "band4", "hyperactivity", [(0, 5), (6, 7), (8, 8), (9, 10)]),
        ("parent_4_17", "band4", "prosocial", [(8, 10), (7, 7), (6, 6), (0, 5)]),
        ("teacher_4_17", "band3", "total", [(0, 11), (12, 15), (16, 40)]),
        ("teacher_4_17", "band4", "peer", [(0, 2), (3, 4), (5, 5), (6, 10)]),
        ("teacher_4_17", "band4", "impact", [(0, 0), (1, 1), (2, 2), (3, 6)]),
        ("self_11_17", "band3", "peer", [(0, 3), (4, 5), (6, 10)]),
        ("self_11_17", "band4", "total", [(0, 14), (15, 17), (18, 19), (20, 40)]),
        ("parent_2_4", "band4", "total", [(0, 12), (13, 15), (16, 18), (19, 40)]),
    ],
)
def test_bands_are_those_of_the_sources(version, system, measure, expected):
    assert edges(version, system, measure) == expected


@pytest.mark.parametrize(
    ("version", "system", "measure", "score", "key"),
    [
        ("parent_4_17", "band3", "total", 17, "abnormal"),
        ("parent_4_17", "band4", "total", 17, "high"),
        ("parent_4_17", "band4", "prosocial", 7, "slightly_lowered"),
        ("parent_4_17", "band4", "prosocial", 0, "very_low"),
        ("parent_4_17", "band3", "prosocial", 5, "borderline"),
        ("self_11_17", "band4", "emotional", 7, "very_high"),
    ],
)
def test_a_score_has_one_band(version, system, measure, score, key):
    found = band(version, system, measure, score)
    assert (found.key, found.words) == (key, key.replace("_", " "))


def test_what_has_no_bands_has_none_and_says_so():
    assert band("parent_4_17", "band4", "total", None) is None
    assert band("parent_4_17", "band4", "internalising", 3) is None
    for version in ("teacher_2_4", "parent_18_plus", "self_18_plus"):
        assert band(version, "band4", "total", 3) is None
        assert "there are none for the form" in no_bands_words(version, "band4", tables())
    assert "4-band bands only" in no_bands_words("parent_2_4", "band3", tables())
    assert no_bands_words("parent_4_17", "band3", tables()) == ""


def test_a_table_with_one_row_that_was_not_read_in_a_source_says_so():
    assert table("teacher_4_17", "band4", "total").caution == ""
    assert table("parent_4_17", "band4", "prosocial").caution == "Bands not verified"
    unread = [one for one in tables().values() if one.version == "self_11_17"]
    assert unread
    assert not any(one.is_verified for one in unread)
    assert all(one.is_verified == all(row.confidence == "V" for row in one.bands) for one in ALL)


def test_the_thresholds_of_the_return_are_the_carers_alone():
    assert sdq_bands.return_table().is_verified
    assert [sdq_bands.return_band("parent_4_17", total).words for total in (13, 14, 16, 17)] == [
        "normal", "borderline", "borderline", "cause for concern",
    ]  # fmt: skip
    assert [sdq_bands.return_band(version, 17) for version in ("teacher_4_17", "self_11_17", "parent_2_4")] == [
        None, None, None,
    ]  # fmt: skip
    assert sdq_bands.return_band("parent_4_17", None) is None


@settings(max_examples=40)
@given(st.lists(st.sampled_from(sorted(VERSIONS))), st.sampled_from(["band3", "band4", None]))
def test_bands_are_drawn_for_one_form_at_a_time_and_never_another_system(versions, wanted):
    drawn = shared_system(tuple(versions), wanted)
    has_bands = len(set(versions)) == 1 and (versions[0], wanted, "total") in tables()
    assert drawn.system == (wanted if has_bands else None)
    assert bool(drawn.words) is (not has_bands and wanted is not None and bool(versions))


def test_why_bands_are_off_is_said_in_words():
    assert shared_system(("self_11_17", "parent_4_17"), "band4").words == (
        "Bands are off: carer and self-report have different bands. Show one of them to see its bands"
    )
    assert (
        "'Carer form, 2 to 4' and 'Carer form, 4 to 17'"
        in shared_system(("parent_4_17", "parent_2_4"), "band4").words
    )
