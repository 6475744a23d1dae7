"""One row of an SSDA903 table → the facts in it, a refusal, or doubts."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from lac_tracker.domain.dates import birthday, show_date
from lac_tracker.domain.imports import Problem, SexStated, StagedEpisode, StagedReview
from lac_tracker.exchange import ssda903_columns as known
from lac_tracker.exchange.reading import read_day

_LONGEST_COUNCIL_ID = 50
_LONGEST_SHOWN = 200  # characters of a value in a problem
_OLDEST = 25  # years at the end of the return: care leavers are in it until 21, a slip of a century is not


@dataclass
class Findings:
    """What came up while the files were read, in the order of reading."""

    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class SourceRow:
    """A row of a file with the place it stands at."""

    file: str
    line: int
    values: Mapping[str, str]  # official column name → cell, blanks around it gone
    findings: Findings

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")

    @property
    def place(self) -> str:
        return f"{self.file} line {self.line}"

    def refuse(self, column: str, reason: str) -> None:
        self.findings.refused.append(
            Problem(self.file, self.line, column, self[column][:_LONGEST_SHOWN], reason)
        )

    def warn(self, column: str, reason: str) -> None:
        self.findings.warnings.append(
            Problem(self.file, self.line, column, self[column][:_LONGEST_SHOWN], reason)
        )


@dataclass(frozen=True)
class HeaderFacts:
    """What a row of the header table says of a child."""

    born: date
    sex: SexStated
    sex_as_received: str
    ethnicity_code: str | None
    upn: str | None
    mother: bool | None
    mothers_child_born: date | None


def end_of_year(year: int) -> date:
    """Return the 31 March that ends the year of a return."""
    return date(year, 3, 31)


def council_id(row: SourceRow) -> str | None:
    """Return the CHILD of a row as received; None, with a refusal, when it cannot be read."""
    received = row["CHILD"]
    if not received:
        row.refuse("CHILD", "the child's identifier is blank")
    elif re.fullmatch(r"\d(?:[.,]\d+)?[Ee]\+?\d+", received):
        row.refuse(
            "CHILD", "a spreadsheet has shortened this identifier; its digits are lost. Export the file again"
        )
    elif len(received) > _LONGEST_COUNCIL_ID or "\n" in received:
        row.refuse("CHILD", f"an identifier is one line of at most {_LONGEST_COUNCIL_ID} characters")
    elif found := re.fullmatch(r"(\d+)\.0+", received):
        row.warn("CHILD", f"a spreadsheet has made a decimal number of this identifier; read as {found[1]}")
        return found[1]
    else:
        return received
    return None


def birth(row: SourceRow) -> date | None:
    """Return the DOB of a row; None, with a refusal, when it cannot be read."""
    born = read_day(row["DOB"])
    if born is None:
        row.refuse(
            "DOB", "the birth date is blank" if not row["DOB"] else "the birth date is not a real date"
        )
    return born


def header_facts(row: SourceRow, year: int | None) -> HeaderFacts | None:
    """Return what the row says of the child; None, with a refusal, when the birth date cannot be read."""
    born = birth(row)
    if born is None:
        return None
    if year is not None and born > end_of_year(year):
        row.warn("DOB", f"born after the year of this return, which ended {show_date(end_of_year(year))}")
    elif year is not None and birthday(born, _OLDEST) <= end_of_year(year):
        row.warn("DOB", f"{_OLDEST} years or older when the year of this return ended")
    fault = known.upn_fault(row["UPN"].upper()) if row["UPN"] else None
    if fault:
        row.warn("UPN", fault)
    return HeaderFacts(
        born=born,
        sex=_sex(row),
        sex_as_received=row["SEX"],
        ethnicity_code=_code(
            row, "ETHNIC", known.ETHNICITIES, "is not an ethnicity code", blank_is_doubtful=True
        ),
        upn=row["UPN"].upper() or None,
        mother=_mother(row),
        mothers_child_born=_other_day(row, "MC_DOB"),
    )


def _sex(row: SourceRow) -> SexStated:
    received = row["SEX"].upper()
    plain = received.removesuffix(".0")
    if plain in known.SEXES:
        if plain != received:
            row.warn("SEX", f"a spreadsheet has made a decimal number of this code; read as {plain}")
        return "male" if known.SEXES[plain] == "male" else "female"
    row.warn(
        "SEX",
        "sex is not known" if received in known.SEXES_NOT_KNOWN or not received else "is not 1, 2, M, F or U",
    )
    return "not known"


def _mother(row: SourceRow) -> bool | None:
    received = row["MOTHER"]
    match received:
        case "":
            return None
        case "0" | "1":
            return received == "1"
        case "0.0" | "1.0":
            row.warn("MOTHER", f"a spreadsheet has made a decimal number of this code; read as {received[0]}")
            return received == "1.0"
    row.warn("MOTHER", "is not 0 or 1; left blank")
    return None


def _other_day(row: SourceRow, column: str) -> date | None:
    """Return a date without which the row is still worth having."""
    day = read_day(row[column])
    if day is None and row[column]:
        row.warn(column, "is not a real date; left blank")
    return day


def _code(
    row: SourceRow, column: str, valid: Collection[str], fault: str, *, blank_is_doubtful: bool = False
) -> str | None:
    """Return a code in capitals as received, with a warning when the list does not have it."""
    code = row[column].upper()
    if not code:
        if blank_is_doubtful:
            row.warn(column, "is blank")
        return None
    if code not in valid:
        row.warn(column, f"{fault}; kept as it stands")
    return code


def episode(row: SourceRow, year: int | None) -> StagedEpisode | None:
    """Return the episode of a row; None, with a refusal, when it has no readable DECOM."""
    began = read_day(row["DECOM"])
    if began is None:
        reason = "the date is blank" if not row["DECOM"] else "is not a real date"
        row.refuse("DECOM", f"{reason}: when the episode began cannot be read")
        return None
    ended = read_day(row["DEC"])
    if impossible := ended is not None and ended < began:
        row.warn(
            "DEC",
            f"is before the episode began ({show_date(began)}): it is taken as open, and its REC is ignored",
        )
        ended = None
    if year is not None and max(began, ended or began) > end_of_year(year):
        column = "DECOM" if began > end_of_year(year) else "DEC"
        # An end on 1 April is how some systems write "looked after to the end of the year".
        if column == "DECOM" or ended != date(year, 4, 1):
            row.warn(column, f"after the year of this return, which ended {show_date(end_of_year(year))}")
    _doubt_postcodes(row)
    place = row["PLACE"].upper()
    if not place:
        row.warn("PLACE", "is blank")
    elif not known.is_placement_type(place, year):
        of_year = f" of the year ended 31-Mar-{year}" if year else ""
        row.warn("PLACE", f"is not a placement type{of_year}; kept as it stands")
    return StagedEpisode(
        began=began,
        reason_new_episode=_code(row, "RNE", known.REASONS_NEW_EPISODE, "is not a reason for a new episode",
                                 blank_is_doubtful=True) or "",
        legal_status=_code(row, "LS", known.LEGAL_STATUSES, "is not a legal status", blank_is_doubtful=True) or "",
        need=_code(row, "CIN", known.NEEDS, "is not a category of need"),
        placement_type=place,
        provider=_code(row, "PLACE_PROVIDER", known.PROVIDERS, "is not a placement provider"),
        ended=ended,
        reason_ended=None if impossible else _reason_ended(row, ended),
        reason_for_placement_change=_code(
            row, "REASON_PLACE_CHANGE", known.REASONS_PLACEMENT_CHANGE, "is not a reason for a placement change"
        ),
        home_postcode=row["HOME_POST"] or None,
        placement_postcode=row["PL_POST"] or None,
        urn=row["URN"] or None,
    )  # fmt: skip


def _reason_ended(row: SourceRow, ended: date | None) -> str | None:
    if ended is None:
        if row["DEC"]:
            row.warn("DEC", "is not a real date: the episode is taken as open, and its REC is ignored")
        elif row["REC"]:
            row.warn("REC", "the episode has no DEC, so it is open: this REC is ignored")
        return None
    if not row["REC"]:
        row.warn("REC", "the episode has ended (DEC), but the reason is blank")
        return None
    return _code(row, "REC", known.REASONS_ENDED, "is not a reason for an episode to end")


def _doubt_postcodes(row: SourceRow) -> None:
    for column in ("HOME_POST", "PL_POST"):
        if row[column] and not known.postcode_can_exist(row[column]):
            row.warn(column, "no such postcode can exist; kept as it stands")
            return  # one doubt of this kind for a row


def asylum_ceased(row: SourceRow, born: date) -> date | None:
    """Return the DUC of a row of the uasc table: when the child ceased to be an unaccompanied asylum seeker."""
    ceased = _other_day(row, "DUC")
    if ceased is not None and ceased > birthday(born, 18):
        row.warn("DUC", f"after the 18th birthday, {show_date(birthday(born, 18))}")
    return ceased


def answers(row: SourceRow) -> tuple[tuple[str, str], ...]:
    """Return the answers of an OC2 row as received, blanks left out; doubtful ones with a warning."""
    for column in known.OC2_ANSWERS:
        value = row[column]
        if not value:
            continue
        match column:
            case "SDQ_SCORE":
                doubtful = not (value.isascii() and value.isdigit() and int(value[:9]) <= 40)
                allowed = "a whole number from 0 to 40"
            case "SDQ_REASON":
                doubtful, allowed = value.upper() not in known.SDQ_REASONS, "SDQ1 to SDQ5"
            case _:
                doubtful, allowed = value not in ("0", "1"), "0 or 1"
        if doubtful:
            row.warn(column, f"is not {allowed}; kept as it stands")
    return tuple((column, row[column]) for column in known.OC2_ANSWERS if row[column])


def review(row: SourceRow, year: int | None) -> StagedReview | None:
    """Return the review of a row; None, with a warning, when its date cannot be read: then nothing is left of it."""
    reviewed_on = read_day(row["REVIEW"])
    if reviewed_on is None:
        row.warn(
            "REVIEW", f"{'is not a real date' if row['REVIEW'] else 'is blank'}: this review is left out"
        )
        return None
    if year is not None and reviewed_on > end_of_year(year):
        row.warn("REVIEW", f"after the year of this return, which ended {show_date(end_of_year(year))}")
    participation = _code(
        row, "REVIEW_CODE", known.PARTICIPATIONS, "is not a way of taking part", blank_is_doubtful=True
    )
    return StagedReview(reviewed_on, participation or "")
