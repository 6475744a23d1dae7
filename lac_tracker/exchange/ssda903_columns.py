"""The tables, columns and codes of SSDA903 returns 2018 to 2026, as far as reading them needs."""

import re
from collections.abc import Iterable
from typing import Literal

from lac_tracker.domain import return_words

ImportedTable = Literal["header", "episodes", "uasc", "oc2", "reviews"]


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


OC2_ANSWERS = return_words.OC2_ANSWERS

# The columns every year has; one that is missing is read as blank, with a warning.
COLUMNS: dict[ImportedTable, tuple[str, ...]] = {
    "header": ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"),
    "episodes": (
        "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
        "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
    ),
    "uasc": ("CHILD", "SEX", "DOB", "DUC"),
    "oc2": ("CHILD", "DOB", *OC2_ANSWERS),
    "reviews": ("CHILD", "DOB", "REVIEW", "REVIEW_CODE"),
}  # fmt: skip

# What a table must have to be taken for one. The order decides where two would fit.
_MARKS: tuple[tuple[ImportedTable, frozenset[str]], ...] = (
    ("episodes", frozenset({"CHILD", "DECOM", "RNE", "LS"})),
    ("header", frozenset({"CHILD", "SEX", "DOB", "ETHNIC"})),
    ("oc2", frozenset({"CHILD", "SDQ_SCORE", "HEALTH_ASSESSMENT"})),
    ("reviews", frozenset({"CHILD", "REVIEW", "REVIEW_CODE"})),
    ("uasc", frozenset({"CHILD", "DUC"})),
)
_MARKS_NOT_IMPORTED: tuple[tuple[str, frozenset[str]], ...] = (
    ("ad1", frozenset({"CHILD", "DATE_INT", "DATE_MATCH"})),
    ("missing", frozenset({"CHILD", "MISSING", "MIS_START"})),
    ("oc3", frozenset({"CHILD", "IN_TOUCH", "ACTIV"})),
    ("previous permanence", frozenset({"CHILD", "PREV_PERM"})),
    ("placed for adoption", frozenset({"CHILD", "DATE_PLACED"})),
    ("deprivation of liberty", frozenset({"CHILD", "DOLO_START"})),
    ("social worker", frozenset({"CHILD", "SW_ID"})),
)
# Spellings that systems put in the place of the official ones.
_OTHER_SPELLINGS = {
    "CHILD_ID": "CHILD",
    "GENDER": "SEX",
    "DATE_OF_BIRTH": "DOB",
    "ETHNICITY": "ETHNIC",
    "HOME_POSTCODE": "HOME_POST",
    "PL_POSTCODE": "PL_POST",
    "PLACEMENT_POSTCODE": "PL_POST",
    "REVIEW_DATE": "REVIEW",
}

SEXES = {"1": "male", "M": "male", "MALE": "male", "2": "female", "F": "female", "FEMALE": "female"}
SEXES_NOT_KNOWN = frozenset({"U", "UNKNOWN", "0", "9", "3"})
ETHNICITIES = _codes(
    "WBRI WIRI WOTH WIRT WROM MWBC MWBA MWAS MOTH AIND APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT"
)
REASONS_NEW_EPISODE = _codes("S L P T B U")
LEGAL_STATUSES = _codes("C1 C2 D1 E1 V2 V3 V4 L1 L2 L3 J1 J2 J3")
NEEDS = _codes("N1 N2 N3 N4 N5 N6 N7 N8")
PROVIDERS = _codes("PR0 PR1 PR2 PR3 PR4 PR5")
# E43 and E44 were split into E45 to E48 after the return of 2018.
REASONS_ENDED = _codes(
    "X1 E11 E12 E2 E3 E4A E4B E13 E41 E43 E44 E45 E46 E47 E48 E5 E6 E7 E8 E9 E14 E15 E16 E17"
)
REASONS_PLACEMENT_CHANGE = _codes("CARPL CLOSE ALLEG STAND APPRR CREQB CREQO CHILD LAREQ PLACE CUSTOD OTHER")
PARTICIPATIONS = _codes("PN0 PN1 PN2 PN3 PN4 PN5 PN6 PN7")
SDQ_REASONS = _codes("SDQ1 SDQ2 SDQ3 SDQ4 SDQ5")

_PLACEMENTS_EVERY_YEAR = _codes("A3 A4 A5 A6 K1 K2 P1 P3 R1 R2 R3 R5 S1 T0 T1 T2 T3 T4 U1 U2 U3 U4 U5 U6")
# code → first and last return (year ended 31 March) that knows it
_PLACEMENTS_SOME_YEARS = {
    "H5": (0, 2025),
    "P2": (0, 2025),
    "Z1": (0, 2025),
    "K3": (2025, 9999),
    "Z11": (2026, 9999),
    "Z12": (2026, 9999),
    "Z13": (2026, 9999),
    "Z14": (2026, 9999),
}

# Royal Mail postcode areas, with the Channel Islands and the Isle of Man.
_POSTCODE_AREAS = _codes(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH "
    "EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M "
    "ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST "
    "SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_POSTCODE = re.compile(r"([A-Z]{1,2})[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2}", re.ASCII)

_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]", re.ASCII)
_NO_UPN = re.compile(r"UN[1-7]", re.ASCII)  # the reasons for having none
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def column_name(received: str) -> str:
    """Return the official name of a column: capitals, underscores, official spelling."""
    name = re.sub(r"[\s\-]+", "_", received.strip().strip("\"'").strip()).upper()
    return _OTHER_SPELLINGS.get(name, name)


def recognise(columns: Iterable[str]) -> ImportedTable | None:
    """Return which table has these (official) columns, of those that are imported."""
    present = frozenset(columns)
    return next((table for table, marks in _MARKS if marks <= present), None)


def recognise_not_imported(columns: Iterable[str]) -> str | None:
    """Return which other table of the return has these columns."""
    present = frozenset(columns)
    return next((table for table, marks in _MARKS_NOT_IMPORTED if marks <= present), None)


def is_placement_type(code: str, year: int | None) -> bool:
    """Tell whether a return of that year knows the code; of any year when it is None."""
    if code in _PLACEMENTS_EVERY_YEAR:
        return True
    first, last = _PLACEMENTS_SOME_YEARS.get(code, (10_000, 0))
    return first <= last if year is None else first <= year <= last


def postcode_can_exist(text: str) -> bool:
    """Tell whether a postcode has the right shape and lies in an area that there is."""
    found = _POSTCODE.fullmatch(text.upper())
    return found is not None and found[1] in _POSTCODE_AREAS


def check_letter(upn: str) -> str:
    """Return the letter that begins a unique pupil number, worked out from its last 12 characters.

    Each is weighted 2 to 13 and the sum divided by 23 (DfE, "Unique pupil numbers: a guide").
    """
    worth = (int(c) if c.isdigit() else _UPN_LETTERS.find(c) for c in upn[-12:])
    return _UPN_LETTERS[sum(weight * value for weight, value in enumerate(worth, 2)) % 23]


def upn_fault(upn: str) -> str | None:
    """Return what is wrong with a unique pupil number, or None."""
    if _NO_UPN.fullmatch(upn):
        return None
    if not _UPN.fullmatch(upn):
        return "a UPN is a letter and 12 more characters, or UN1 to UN7"
    return (
        None if upn[0] == check_letter(upn) else f"the first letter of this UPN should be {check_letter(upn)}"
    )
