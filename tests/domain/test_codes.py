import tomllib
from datetime import date

import pytest
from holidays import country_holidays

from lac_tracker.domain.codes import (
    Code,
    CodeList,
    code_lists,
    ethnicity_for_903,
    from_903,
    nhs_ethnic_category,
)
from lac_tracker.domain.delays import Owner, delay_reasons, is_avoidable
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.standing import WaitingOn
from lac_tracker.paths import RESOURCES

SHIPPED = code_lists(
    {
        path.name: tomllib.loads(path.read_text("utf-8"))
        for path in sorted((RESOURCES / "codes").glob("*.toml"))
    }
)
DELAYS = tomllib.loads((RESOURCES / "delay_reasons.toml").read_text("utf-8"))
TODAY = date(2026, 3, 4)


def valid(name, day):
    return {code.code for code in SHIPPED[name].valid_on(day)}


def test_the_lists_that_ship():
    assert set(SHIPPED) == {
        "ethnicity", "language", "legal_status", "need", "placement_type", "reason_ended", "reason_new_episode", "religion",
    }  # fmt: skip
    assert all(codes.source and codes.title for codes in SHIPPED.values())


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("legal_status", "C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3"),
        ("need", "N1 N2 N3 N4 N5 N6 N7 N8"),
        ("reason_new_episode", "S L P T B U"),
        (
            "reason_ended",
            "X1 E11 E12 E2 E3 E4A E4B E13 E41 E45 E46 E47 E48 E5 E6 E7 E8 E9 E14 E15 E16 E17",
        ),
        ("religion", "A B C D E F G H I J K L M N"),
    ],
)
def test_codes_valid_today(name, codes):
    assert valid(name, TODAY) == set(codes.split())


OLD = set(
    [
        "A3",
        "A4",
        "A5",
        "A6",
        "H5",
        "K1",
        "K2",
        "P1",
        "P2",
        "P3",
        "R1",
        "R2",
        "R3",
        "R5",
        "S1",
        "T0",
        "T1",
        "T2",
        "T3",
        "T4",
        "U1",
        "U2",
        "U3",
        "U4",
        "U5",
        "U6",
        "Z1",
    ]
)


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2018-03-31", OLD),
        ("2024-03-31", OLD),
        ("2024-04-01", OLD | {"K3"}),
        ("2025-03-31", OLD | {"K3"}),
        ("2025-04-01", OLD - {"H5", "P2", "Z1"} | {"K3", "Z11", "Z12", "Z13", "Z14"}),
        ("2026-03-31", OLD - {"H5", "P2", "Z1"} | {"K3", "Z11", "Z12", "Z13", "Z14"}),
    ],
)
def test_placement_types_change_with_the_year(day, codes):
    assert valid("placement_type", date.fromisoformat(day)) == codes


@pytest.mark.parametrize(
    ("code", "day", "sentence"),
    [
        ("H5", "2025-04-01", "H5 .* was for placement type up to 31-Mar-2025 only"),
        ("Z11", "2025-03-31", "Z11 .* is for placement type from 01-Apr-2025 on only"),
        ("k3", "2026-03-31", "'k3' is not a code for placement type"),
    ],
)
def test_a_code_that_is_not_valid_is_refused_in_words(code, day, sentence):
    with pytest.raises(UserError, match=sentence):
        SHIPPED["placement_type"].check(code, date.fromisoformat(day))


def test_a_valid_code_is_found_with_its_words():
    placements = SHIPPED["placement_type"]
    assert placements.check("H5", date(2025, 3, 31)).label == placements.label("H5")
    assert placements.label("XX") == "XX"
    assert placements.find("H5", TODAY) is None


@pytest.mark.parametrize(
    ("ours", "nhs", "code_903"),
    [
        ("white_british", "A", "WBRI"), ("white_irish", "B", "WIRI"), ("white_other", "C", "WOTH"),
        ("white_gypsy_or_traveller", "C", "WIRT"), ("white_roma", "C", "WROM"),
        ("mixed_white_black_caribbean", "D", "MWBC"), ("mixed_white_black_african", "E", "MWBA"),
        ("mixed_white_asian", "F", "MWAS"), ("mixed_other", "G", "MOTH"),
        ("asian_indian", "H", "AIND"), ("asian_pakistani", "J", "APKN"), ("asian_bangladeshi", "K", "ABAN"),
        ("asian_other", "L", "AOTH"), ("asian_chinese", "R", "CHNE"),
        ("black_caribbean", "M", "BCRB"), ("black_african", "N", "BAFR"), ("black_other", "P", "BOTH"),
        ("other_any", "S", "OOTH"), ("prefers_not_to_say", "Z", "REFU"), ("not_known", "99", "NOBT"),
    ],
)  # fmt: skip
def test_ethnicity_is_kept_finely_and_gives_the_codes_of_others(ours, nhs, code_903):
    ethnicity = SHIPPED["ethnicity"]
    assert nhs_ethnic_category(ethnicity, ours) == nhs
    assert ethnicity_for_903(ethnicity, ours) == code_903
    assert from_903(ethnicity, code_903).code == ours


def test_arab_has_no_code_of_its_own_elsewhere():
    ethnicity = SHIPPED["ethnicity"]
    assert (nhs_ethnic_category(ethnicity, "other_arab"), ethnicity_for_903(ethnicity, "other_arab")) == (
        "S",
        "OOTH",
    )


def test_what_is_no_ethnicity_code_gives_nothing():
    ethnicity = SHIPPED["ethnicity"]
    assert nhs_ethnic_category(ethnicity, "martian") is None
    assert ethnicity_for_903(ethnicity, "martian") is None
    assert from_903(ethnicity, "XXXX") is None


def test_there_are_nineteen_ethnic_categories_in_five_groups():
    grouped = [code for code in SHIPPED["ethnicity"].codes if code.group]
    assert len(grouped) == 19
    assert len({code.group for code in grouped}) == 5


@pytest.mark.parametrize(
    ("codes", "nhs"),
    [
        (("ckb", "kmr"), "ku"),
        (("prs", "pes"), "fa"),
        (("tir",), "ti"),
        (("pol",), "pl"),
        (("bfi",), "q4"),
        (("rom",), None),
    ],
)
def test_languages_are_told_apart_here_and_mapped_on_the_way_out(codes, nhs):
    assert {SHIPPED["language"].find(code).mapped("nhs") for code in codes} == {nhs}


def test_the_languages_of_the_children_we_see_are_there():
    wanted = "eng sqi amh ara ckb kmr prs pes pus tir orm som vie ben urd pol ron lit por lav rus"
    assert set(wanted.split()) <= {code.code for code in SHIPPED["language"].codes}


def test_a_code_may_mean_something_else_in_later_years():
    table = {
        "name": "x", "title": "X", "source": "s",
        "code": [
            {"code": "A", "label": "old", "confidence": "V", "valid_to": date(2020, 3, 31)},
            {"code": "A", "label": "new", "confidence": "K?", "valid_from": date(2020, 4, 1), "source": "rule 1"},
        ],
    }  # fmt: skip
    codes = code_lists({"x.toml": table})["x"]
    assert codes.find("A", date(2020, 3, 31)).label == "old"
    assert codes.find("A", date(2020, 4, 1)).label == "new"
    assert codes.label("A") == "new"
    assert codes == CodeList(
        "x", "X", "s",
        (
            Code("A", "old", None, date(2020, 3, 31), "V"),
            Code("A", "new", date(2020, 4, 1), None, "K?", source="rule 1"),
        ),
    )  # fmt: skip


def a_row(**more):
    return {"code": "A", "label": "Albatross", "confidence": "V"} | more


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({"surname": "x"}, "x.toml: 'surname' is not one of code, name, source, title"),
        ({"source": ""}, "x.toml: 'source' is missing"),
        ({"code": []}, "x.toml: 'code' is missing"),
        ({"code": [a_row(code=7)]}, r"x.toml: a \[\[code\]\] has no code. Write it in quotes"),
        ({"code": [a_row(labl="x")]}, "x.toml, code 'A': 'labl' is not one of code, confidence"),
        ({"code": [a_row(label="")]}, "x.toml, code 'A': 'label' is missing"),
        ({"code": [a_row(confidence="sure")]}, r"confidence is 'sure'. It can be: V, C, K, K\?, design"),
        ({"code": [a_row(valid_to="2025-03-31")]}, "valid_to is not a date. Write it without quotes"),
        (
            {"code": [a_row(valid_from=date(2026, 1, 1), valid_to=date(2025, 1, 1))]},
            "valid_to is before valid_from",
        ),
        ({"code": [a_row(), a_row()]}, "code 'A': it is there twice for the same days"),
    ],
)
def test_what_a_code_file_says_wrongly_is_refused_by_file_code_and_remedy(table, sentence):
    whole = {"name": "x", "title": "X", "source": "s", "code": [a_row()]} | table
    with pytest.raises(UserError, match=sentence):
        code_lists({"x.toml": whole})


def test_two_lists_of_one_name_are_refused():
    table = {"name": "x", "title": "X", "source": "s", "code": [a_row()]}
    with pytest.raises(UserError, match="y.toml: there is another code list named 'x'"):
        code_lists({"x.toml": table, "y.toml": table})


# Delay reasons


def test_the_delay_reasons_that_ship():
    reasons = {reason.code: reason for reason in delay_reasons(DELAYS)}
    expected = (
        "LA-01 LA-02 LA-03 LA-04 HL-01 HL-02 HL-03 HL-04 CH-01 CH-02 CH-03 CH-04 CH-05 OA-01 OA-02 "
        "EX-01 EX-02 EX-03 EX-04"
    )
    assert set(expected.split()) <= set(reasons)
    assert (reasons["LA-02"].label, reasons["LA-02"].party) == ("Consent not received", WaitingOn.COUNCIL)
    assert [reason.code for reason in reasons.values() if reason.needs_text] == ["OT-01"]


@pytest.mark.parametrize(
    ("prefix", "owner", "avoidable"),
    [
        ("LA", Owner.COUNCIL, True),
        ("HL", Owner.HEALTH, True),
        ("OA", Owner.HOST_AREA, True),
        ("CH", Owner.CHILD_OR_CARER, False),
        ("EX", Owner.NONE, None),
        ("OT", Owner.NONE, None),
    ],
)
def test_avoidable_follows_from_the_owner(prefix, owner, avoidable):
    found = [reason for reason in delay_reasons(DELAYS) if reason.code.startswith(prefix)]
    assert found
    assert {(reason.owner, is_avoidable(reason)) for reason in found} == {(owner, avoidable)}


def a_reason(**more):
    return {
        "code": "LA-01",
        "label": "Told us late",
        "party": "council",
        "owner": "council",
        "confidence": "K",
    } | more


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "list of delay reasons is empty"),
        ([a_reason(), a_reason()], "'LA-01' is there twice"),
        ([a_reason(words="x")], "'words' is not one of code"),
        ([a_reason(label="")], "code and label are both needed"),
        ([a_reason(code="")], "code and label are both needed"),
        ([a_reason(party="social worker")], "party is 'social worker'. It can be: council, our_team"),
        (
            [a_reason(owner="us")],
            "owner is 'us'. It can be: council, health, child_or_carer, host_area, none",
        ),
    ],
)
def test_what_the_delay_file_says_wrongly_is_refused(rows, sentence):
    with pytest.raises(UserError, match=sentence):
        delay_reasons({"reason": rows})


# Bank holidays


def test_the_bank_holiday_file_says_how_far_they_are_known():
    table = tomllib.loads((RESOURCES / "bank_holidays.toml").read_text("utf-8"))
    assert table["known_to"] == date(2027, 12, 31)
    assert table["extra_days"] == []
    assert table["source"]


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ],
)
def test_the_bank_holidays_of_the_package_are_those_of_england_and_wales(year, days):
    weekdays = {day for day in country_holidays("GB", subdiv="ENG", years=year) if day.weekday() < 5}
    assert weekdays == {date.fromisoformat(f"{year}-{day}") for day in days.split()}
