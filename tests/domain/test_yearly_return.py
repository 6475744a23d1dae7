"""The yearly return of one child: the cohort clause by clause, and each column at its ages."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lac_tracker.domain.care import history_from_episodes
from lac_tracker.domain.imports import StagedEpisode
from lac_tracker.domain.return_cohort import (
    CareEpisode,
    Membership,
    ReturnYear,
    membership,
    of_record,
    of_returned,
    return_year,
    year_being_returned,
)
from lac_tracker.domain.return_facts import (
    AssessmentHeld,
    CheckHeld,
    PersonsAnswer,
    ReturnFacts,
    SdqHeld,
    SdqNotDone,
    StatedImmunisations,
    SubstanceAsked,
)
from lac_tracker.domain.return_sdq import is_of_age_all_year, why_no_sdq
from lac_tracker.domain.yearly_return import Line, checklist, count_missing, missing_words

YEAR = ReturnYear(2026)
TODAY = date(2026, 4, 20)
LONG_AGO = date(2020, 1, 6)
HEALTH = ("IMMUNISATIONS", "TEETH_CHECK", "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE")


def facts(born: date = date(2012, 6, 1), **held: object) -> ReturnFacts:
    base = ReturnFacts(born, YEAR, TODAY, Membership(True))
    return replace(base, **held)  # type: ignore[arg-type]  # fields by name


def line(name: str, given: ReturnFacts) -> Line:
    found = {one.name: one for one in checklist(given)}
    return found.get(name) or found["SDQ_REASON"]


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 3, 31), 2026), (date(2026, 4, 1), 2027), (date(2026, 12, 31), 2027), (date(2027, 1, 1), 2027)],
)  # fmt: skip
def test_a_year_ends_on_31_march(today: date, year: int) -> None:
    assert return_year(today) == ReturnYear(year)


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 3, 31), 2026), (date(2026, 4, 1), 2026), (date(2026, 6, 30), 2026), (date(2026, 7, 1), 2027)],
)  # fmt: skip
def test_from_april_to_june_the_year_that_ended_is_worked_on(today: date, year: int) -> None:
    assert year_being_returned(today) == ReturnYear(year)


@pytest.mark.parametrize(
    ("episodes", "because"),
    [
        # 1. At least one episode overlaps the year.
        ([], "not looked after in that year"),
        ([CareEpisode(LONG_AGO, True, date(2025, 3, 31), True)], "not looked after in that year"),
        ([CareEpisode(date(2026, 4, 1), True, None, False)], "not looked after in that year"),
        ([CareEpisode(LONG_AGO, True, None, False)], ""),
        ([CareEpisode(None, False, None, False)], ""),  # no start was ever returned
        # 2. No start of care after 1 April and on or before 31 March.
        ([CareEpisode(date(2025, 4, 1), True, None, False)], ""),
        ([CareEpisode(date(2025, 4, 2), True, None, False)], "became looked after on 02-Apr-2025"),
        ([CareEpisode(date(2026, 3, 31), True, None, False)], "became looked after on 31-Mar-2026"),
        ([CareEpisode(date(2025, 9, 1), False, None, False)], ""),  # a new placement is no start
        # 3. No end of care on or after 1 April and before 31 March.
        ([CareEpisode(LONG_AGO, True, date(2026, 3, 31), True)], ""),
        ([CareEpisode(LONG_AGO, True, date(2026, 3, 30), True)], "left care on 30-Mar-2026"),
        ([CareEpisode(LONG_AGO, True, date(2025, 4, 1), True)], "left care on 01-Apr-2025"),
        ([CareEpisode(LONG_AGO, True, date(2025, 9, 1), False)], ""),  # X1: another episode follows
        # Every episode counts, not only the last.
        (
            [CareEpisode(LONG_AGO, True, date(2025, 9, 1), True), CareEpisode(date(2025, 9, 1), True, None, False)],
            "on 01-Sep-2025",
        ),
        # 4. No V3 or V4 that overlaps the year.
        ([CareEpisode(LONG_AGO, True, None, False, "C2")], ""),
        ([CareEpisode(LONG_AGO, True, None, False, "V4")], "short breaks (V4)"),
        ([CareEpisode(LONG_AGO, True, date(2025, 4, 1), False, "V3")], "short breaks (V3)"),
        (
            [CareEpisode(LONG_AGO, True, date(2025, 3, 31), False, "V3"), CareEpisode(date(2025, 3, 31), False, None, False, "C2")],
            "",
        ),
    ],
)  # fmt: skip
def test_the_cohort_clause_by_clause(episodes: list[CareEpisode], because: str) -> None:
    found = membership(episodes, YEAR)
    assert found.is_in == (because == "")
    assert because in found.because


def _episode(began: date, reason: str, status: str, ended: date | None, ceased: str | None) -> StagedEpisode:
    return StagedEpisode(began, reason, status, None, "U1", None, ended, ceased, None, None, None, None)


_days = st.dates(date(2024, 6, 1), date(2026, 7, 1))


@st.composite
def _histories(draw: st.DrawFn) -> tuple[StagedEpisode, ...]:
    """Return episodes one after another, each begun when the one before ended or later."""
    days = sorted(draw(st.lists(_days, min_size=1, max_size=6, unique=True)))
    found = []
    for at, began in enumerate(days):
        last = at == len(days) - 1
        ended = None if last else days[at + 1]
        ceased = None if last else draw(st.sampled_from(["X1", "E4A"]))
        starts = not found or found[-1].reason_ended == "E4A"
        status = draw(st.sampled_from(["C2", "V2", "V4"]))
        found.append(_episode(began, "S" if starts else "P", status, ended, ceased))
    return tuple(found)


@given(_histories())
def test_the_record_and_the_episodes_it_came_from_say_the_same(episodes: tuple[StagedEpisode, ...]) -> None:
    for year in (ReturnYear(2025), ReturnYear(2026)):
        of_both = [
            membership(each, year).is_in
            for each in (of_returned(episodes), of_record(history_from_episodes(episodes)))
        ]
        assert of_both[0] == of_both[1]  # fmt: skip


def test_a_record_without_a_start_is_taken_from_its_first_placement() -> None:
    history = history_from_episodes((_episode(date(2025, 6, 1), "P", "C2", None, None),))
    assert membership(of_record(history), YEAR).is_in
    assert not membership(of_record(history), ReturnYear(2025)).is_in


@pytest.mark.parametrize(
    ("born", "applies"),
    [
        (date(2016, 3, 31), {"CONVICTED", "SDQ_SCORE"}),  # 10 on 31 March
        (date(2016, 4, 1), {"SDQ_SCORE"}),
        (date(2021, 3, 31), {"SDQ_SCORE"}),  # 5 on 31 March
        (date(2021, 4, 1), {"HEALTH_CHECK", "SDQ_SCORE"}),
        (date(2022, 4, 1), {"HEALTH_CHECK"}),  # not yet 4
        (date(2008, 3, 31), {"CONVICTED"}),  # 17 before 1 April 2025
    ],
)
def test_columns_follow_the_age_at_31_march(born: date, applies: set[str]) -> None:
    shown = {one.name for one in checklist(facts(born)) if one.state != "does_not_apply"}
    assert shown == applies | set(HEALTH)


def test_nothing_is_returned_outside_the_cohort() -> None:
    lines = checklist(facts(cohort=Membership(False, "left care on 30-Mar-2026, before 31-Mar-2026")))
    assert {one.state for one in lines} == {"does_not_apply"}
    assert lines[0].says == "does not apply: left care on 30-Mar-2026, before 31-Mar-2026"
    assert missing_words(lines) == "not in this return"


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2022, 4, 1), "under 4"),  # rule 188
        (date(2022, 3, 31), ""),  # 4 on 31 March: rule 197B
        (date(2021, 4, 1), ""),  # 4 on 1 April: rule 186
        (date(2008, 4, 1), ""),  # 17 on 1 April: rule 189 asks for 'before'
        (date(2008, 3, 31), "17 or over all year"),
    ],
)
def test_ages_of_the_sdq(born: date, words: str) -> None:
    assert why_no_sdq(born, YEAR) == words


@pytest.mark.parametrize(
    ("born", "all_year"),
    [
        (date(2021, 4, 1), True),
        (date(2021, 4, 2), False),
        (date(2010, 3, 31), True),
        (date(2010, 3, 30), False),
    ],
)
def test_when_under_4_or_over_16_is_no_reason(born: date, all_year: bool) -> None:
    assert is_of_age_all_year(born, YEAR) is all_year  # rule 157


IN_YEAR = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("held", "state", "value", "words"),
    [
        ({"questionnaires": (SdqHeld("parent_4_17", IN_YEAR, 14),)}, "known", "14", "Carer SDQ 14 of 04-Mar-2026"),
        ({"questionnaires": (SdqHeld("parent_4_17", date(2025, 6, 1), 9), SdqHeld("parent_4_17", IN_YEAR, 14))}, "known", "14", ""),
        ({"questionnaires": (SdqHeld("parent_4_17", date(2025, 3, 31), 14),)}, "missing", "", "not in the year"),
        ({"questionnaires": (SdqHeld("self_11_17", IN_YEAR, 14),)}, "missing", "", "the young person's own"),
        ({"questionnaires": (SdqHeld("teacher_4_17", IN_YEAR, 14),)}, "missing", "", "a teacher's"),
        ({"questionnaires": (SdqHeld("parent_4_17", IN_YEAR, 41),)}, "missing", "", ""),  # rule 180
        ({"not_done": (SdqNotDone("SDQ2", IN_YEAR),)}, "known", "SDQ2", "carer declined"),
        ({"not_done": (SdqNotDone("SDQ1", IN_YEAR),)}, "missing", "", "SDQ1"),  # rule 157
        ({"not_done": (SdqNotDone("SDQ2", date(2025, 3, 31)),)}, "missing", "", ""),
        (
            {"questionnaires": (SdqHeld("parent_4_17", IN_YEAR, 0),), "not_done": (SdqNotDone("SDQ5", IN_YEAR),)},
            "known", "0", "reason SDQ5 of 04-Mar-2026 is not returned",  # rule 197a
        ),
    ],
)  # fmt: skip
def test_score_or_reason(held: dict[str, object], state: str, value: str, words: str) -> None:
    found = line("SDQ_SCORE", facts(**held))
    assert (found.state, found.value) == (state, value)
    assert words in found.source
    assert (found.name == "SDQ_REASON") == value.startswith("SDQ")


def test_a_score_before_the_fourth_birthday_is_not_returned() -> None:
    born = date(2021, 12, 1)
    early, later = SdqHeld("parent_2_4", date(2025, 11, 30), 20), SdqHeld("parent_2_4", date(2025, 12, 1), 18)
    assert line("SDQ_SCORE", facts(born, questionnaires=(early,))).state == "missing"
    assert line("SDQ_SCORE", facts(born, questionnaires=(early, later))).value == "18"


def dental(state: str, on: date | None, precision: str | None = "day", reason: str = "") -> CheckHeld:
    return CheckHeld("dental", state, on, precision, on.strftime("%d-%b-%Y") if on else "", reason)


@pytest.mark.parametrize(
    ("checks", "state", "value", "source"),
    [
        ([dental("done", IN_YEAR)], "known", "1", "Dentist 04-Mar-2026"),
        ([dental("done", IN_YEAR, "month")], "known", "1", ""),
        ([dental("done", date(2025, 7, 1), "year")], "missing", "", "enter the day or the month"),
        ([dental("done", date(2025, 3, 31))], "missing", "", "before the year"),
        ([dental("declined", IN_YEAR, reason="afraid")], "known", "0", "Declined, 04-Mar-2026: afraid"),
        ([dental("declined", IN_YEAR, reason="afraid"), dental("done", date(2025, 5, 1))], "known", "1", ""),
        ([dental("not_done", IN_YEAR, reason="no dentist")], "known", "0", "no dentist"),
        ([dental("booked", IN_YEAR)], "missing", "", ""),
        ([dental("not_needed", IN_YEAR, reason="no teeth yet")], "missing", "", "no teeth yet"),
        ([], "missing", "", ""),
    ],
)  # fmt: skip
def test_teeth(checks: list[CheckHeld], state: str, value: str, source: str) -> None:
    found = line("TEETH_CHECK", facts(checks=tuple(checks)))
    assert (found.state, found.value) == (state, value)
    assert source in found.source
    assert bool(found.mend) == (state == "missing")


@pytest.mark.parametrize(
    ("statements", "value", "source"),
    [
        ([], "", ""),
        ([("up_to_date", IN_YEAR, "")], "1", "Statement of 04-Mar-2026 (Jo Reed): up to date"),
        ([("not_up_to_date", IN_YEAR, "MMR 2")], "0", "not up to date: MMR 2"),
        ([("history_unknown", IN_YEAR, "")], "0", "treat as not immunised"),
        ([("up_to_date", date(2025, 3, 31), "")], "", "Last statement 31-Mar-2025, not in the year"),
        ([("not_up_to_date", date(2025, 5, 1), "MMR 2"), ("up_to_date", IN_YEAR, "")], "1", ""),
    ],
)
def test_immunisations_only_as_stated(
    statements: list[tuple[str, date, str]], value: str, source: str
) -> None:
    held = tuple(StatedImmunisations(on, status, left, "Jo Reed") for status, on, left in statements)
    # A person's answer does not stand in for the statement.
    said = PersonsAnswer("IMMUNISATIONS", "1", "told", TODAY, "Ann Lee")
    found = line("IMMUNISATIONS", facts(statements=held, answers=(said,)))
    assert found.value == value
    assert source in found.source
    assert not found.a_person_may_say


@pytest.mark.parametrize(
    ("born", "days", "today", "value"),
    [
        (date(2012, 6, 1), [IN_YEAR], TODAY, "1"),
        (date(2012, 6, 1), [date(2025, 3, 31)], TODAY, "0"),  # the year is over
        (date(2012, 6, 1), [date(2025, 3, 31)], date(2026, 3, 31), ""),  # there is a day left
        (date(2012, 6, 1), [], TODAY, ""),  # history may not have been entered
        (date(2021, 4, 1), [IN_YEAR], TODAY, "0"),  # under five: two
        (date(2021, 4, 1), [date(2025, 9, 4), IN_YEAR], TODAY, "1"),
        (date(2021, 3, 31), [IN_YEAR], TODAY, "1"),  # five on 31 March
    ],
)
def test_assessments_of_the_year(born: date, days: list[date], today: date, value: str) -> None:
    held = tuple(AssessmentHeld("RHA", day) for day in days)
    found = line("HEALTH_ASSESSMENT", facts(born, assessments=held, today=today))
    assert found.value == value
    assert ("not verified" in found.source) == (born == date(2021, 4, 1))
    if value == "1":
        assert "RHA 04-Mar-2026 signed" in found.source


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ([("no", None)], ("0", "", "")),
        ([("yes", "received")], ("1", "1", "")),
        ([("yes", "offered_refused")], ("1", "0", "1")),
        ([("yes", "not_offered")], ("1", "0", "0")),
        ([("yes", None)], ("1", "", "")),
        ([("yes", "received"), ("no", None)], ("1", "1", "")),  # identified in the year, whatever came later
        ([], ("", "", "")),
    ],
)
def test_substances_and_what_hangs_on_them(
    asked: list[tuple[str, str | None]], values: tuple[str, ...]
) -> None:
    held = tuple(SubstanceAsked(date(2025, 5 + at, 1), *one) for at, one in enumerate(asked))
    lines = {one.name: one for one in checklist(facts(substances=held))}
    names = ("SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED")
    assert tuple(lines[name].value for name in names) == values
    expected = {
        "0": ("known", "does_not_apply", "does_not_apply"),
        "": ("missing", "does_not_apply", "does_not_apply"),
    }.get(values[0])
    if expected:
        assert tuple(lines[name].state for name in names) == expected
    if values == ("1", "", ""):
        assert lines["INTERVENTION_RECEIVED"].state == "missing"


def test_a_child_too_young_to_be_asked_has_a_line_that_is_easily_answered() -> None:
    found = line("SUBSTANCE_MISUSE", facts(date(2016, 4, 1)))  # 9 at 31 March
    assert (found.state, found.where, found.usually_no) == (
        "missing",
        "answer",
        "Aged 9: too young to be asked",
    )
    assert "an answer at every age" in found.mend
    assert line("SUBSTANCE_MISUSE", facts(date(2016, 3, 31))).where == "substances"
    problem = SubstanceAsked(IN_YEAR, "yes", "received")
    assert line("SUBSTANCE_MISUSE", facts(date(2016, 4, 1), substances=(problem,))).value == "1"


def test_development_is_what_was_said_of_the_reviews() -> None:
    born = date(2022, 1, 1)
    said = CheckHeld("development", "done", IN_YEAR, "day", "04-Mar-2026", up_to_date="no")
    silent = replace(said, up_to_date=None)
    assert line("HEALTH_CHECK", facts(born, checks=(said,))).value == "0"
    assert line("HEALTH_CHECK", facts(born, checks=(replace(said, up_to_date="yes"),))).value == "1"
    assert line("HEALTH_CHECK", facts(born, checks=(silent,))).state == "missing"


def test_a_persons_answer_fills_joins_or_contradicts_the_record() -> None:
    said = PersonsAnswer("TEETH_CHECK", "0", "Carer by phone", TODAY, "Ann Lee")
    alone = line("TEETH_CHECK", facts(answers=(said,)))
    assert (alone.state, alone.value) == ("known", "0")
    assert alone.source == "Carer by phone, kept by Ann Lee 20-Apr-2026"
    seen = (dental("done", IN_YEAR),)
    against = line("TEETH_CHECK", facts(answers=(said,), checks=seen))
    assert (against.state, against.value) == ("differs", "")
    assert "Dentist 04-Mar-2026" in against.source
    assert "Carer by phone" in against.source
    both = line("TEETH_CHECK", facts(answers=(replace(said, answer="1"),), checks=seen))
    assert (both.state, both.value) == ("known", "1")
    assert "Dentist 04-Mar-2026" in both.source
    assert "Carer by phone" in both.source


def test_convicted_is_always_asked_and_the_council_stands_beside() -> None:
    given = facts(council=(("CONVICTED", "0"), ("SDQ_REASON", "SDQ2")), council_year=2025)
    found = line("CONVICTED", given)
    assert (found.state, found.council) == ("missing", "0")
    assert line("SDQ_SCORE", given).council == "SDQ2"
    lines = checklist(given)
    assert count_missing(lines) == (6, 6)
    assert missing_words(lines) == "6 of 6 missing"
