"""The filing slip beside a GP summary: what a practice's document system needs to file it, and when it is refused.

Field names and the codes of refusals (DC.., REJ..) are those of the Docman Connect inbound document model; what we
refuse before anything leaves is our own rule.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.errors import UserError
from lac_tracker.domain.identifiers import check_ods_code, check_organisation_code
from lac_tracker.domain.reports import GpSummary

LONGEST_NOTES = 255
LONGEST_DESCRIPTION = 255
LONGEST_FOLDER = 50
LONGEST_ODS = 10
FOLDER = "Looked-after children"
WHERE_THE_TEAM_IS = "Send plans, Settings for GPs"
_YES_NO = {True: "yes", False: "no", None: "not recorded"}
_DIHEDRAL = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 3, 4, 0, 6, 7, 8, 9, 5), (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7), (4, 0, 1, 2, 3, 9, 5, 6, 7, 8), (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2), (7, 6, 5, 9, 8, 2, 1, 0, 4, 3), (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)  # fmt: skip
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


@dataclass(frozen=True)
class ClinicalCode:
    """A SNOMED CT concept. use: when a slip carries it. doubt: what nobody has made sure of."""

    code: str
    term: str
    use: str = ""
    read_in: str = ""
    doubt: str = ""


@dataclass(frozen=True)
class FilingSlip:
    """Everything on one slip. None: not recorded; the page says the same in words."""

    capture_source: str
    sender_ods: str
    recipient_ods: str
    recipient_name: str
    family_name: str
    given_names: str
    born: date | None
    nhs_number: str
    file_name: str
    description: str
    event_on: date | None
    folder: str
    action_required: bool
    medication_changed: bool | None
    urgent: bool | None
    clinical_codes: tuple[ClinicalCode, ...]
    notes: str
    revision: bool
    version: int
    mrn_number: str | None = None
    recipient_closed_on: date | None = None  # kept out of the file: it only refuses


def routing(held: GpSummary) -> tuple[str, str, str]:
    """Return the line by which a practice decides who must see the page, in its three parts: on paper and on the slip."""
    number = len(held.practice_actions)
    count = f"{number} {'action' if number == 1 else 'actions'}" if number else "No action"
    return (
        f"{count} for the practice.",
        f"Medicines changed: {_YES_NO[held.medicines_changed]}.",
        f"Urgent: {_YES_NO[held.urgent]}.",
    )


def slip_of(
    held: GpSummary,
    *,
    sender_ods: str,
    file_name: str,
    codes: tuple[ClinicalCode, ...],
    closed_on: date | None,
) -> FilingSlip:
    """Return the slip of a GP summary. It may still be refused: see `refusals`."""
    assessed, practice = held.assessment, held.practice
    description = f"Looked-after child: {assessed.name}, {show_date(assessed.on)}, GP summary version {held.issue.version}"
    return FilingSlip(
        capture_source=held.service.name,
        sender_ods=sender_ods,
        recipient_ods=(practice.ods_code or "") if practice else "",
        recipient_name=practice.name if practice else "",
        family_name=held.child.family or "",
        given_names=held.child.given or "",
        born=held.child.born,
        nhs_number=held.child.nhs_number or "",
        file_name=file_name,
        description=description,
        event_on=assessed.on,
        folder=FOLDER,
        action_required=bool(held.practice_actions),
        medication_changed=held.medicines_changed,
        urgent=held.urgent,
        clinical_codes=codes,
        notes=" ".join(routing(held)),
        revision=held.issue.version > 1 or held.issue.replaces is not None,
        version=held.issue.version,
        recipient_closed_on=closed_on,
    )


def refusals(slip: FilingSlip, today: date) -> tuple[str, ...]:
    """Return why a slip is not written, each in words that say where to mend it; () when it may go."""
    return (*_who(slip, today), *_what(slip), *_how(slip))


def has_check_digit(code: str) -> bool:
    """Return whether a SNOMED CT code is 6 to 18 digits with the right check digit (Verhoeff)."""
    if not re.fullmatch(r"[1-9][0-9]{5,17}", code):
        return False
    check = 0
    for place, digit in enumerate(reversed(code)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = _TURN[turned]
        check = _DIHEDRAL[check][turned]
    return check == 0


def _who(slip: FilingSlip, today: date) -> list[str]:
    found = []
    if not slip.capture_source.strip():
        found.append(f"The team has no name. Enter it: {WHERE_THE_TEAM_IS}")
    if not slip.sender_ods:
        found.append(f"The team has no ODS code (DC01.22). Enter it: {WHERE_THE_TEAM_IS}")
    elif not _is_code(check_organisation_code, slip.sender_ods):
        found.append(
            f"The team's ODS code '{slip.sender_ods}' can't be right (DC01.22). Correct it: {WHERE_THE_TEAM_IS}"
        )
    if not slip.recipient_ods:
        found.append("The GP practice has no ODS code (DC01.21). Enter it on Contacts")
    elif len(slip.recipient_ods) > LONGEST_ODS or not _is_code(check_ods_code, slip.recipient_ods):
        found.append(
            f"The practice's ODS code '{slip.recipient_ods}' can't be right (DC01.21). Correct it on Contacts"
        )
    if slip.recipient_closed_on is not None and slip.recipient_closed_on <= today:
        found.append(
            f"The practice closed on {show_date(slip.recipient_closed_on)} (DC02). Enter the new one on Contacts"
        )
    if not slip.family_name and not slip.given_names:
        found.append("No name of the child is known. Enter it on Summary")
    if slip.born is None or slip.born > today:
        found.append("The birth date is missing or in the future (DC01.09). Correct it on Summary")
    if not slip.nhs_number:
        found.append("No NHS number is known. Enter it on Summary")
    return found


def _what(slip: FilingSlip) -> list[str]:
    found = []
    if not re.fullmatch(r".+\.[a-z]{2,5}", slip.file_name):
        found.append("The document has no file name with an ending (DC01.30)")
    if not slip.description.strip():
        found.append("The document has no description (DC01.40)")
    if len(slip.description) > LONGEST_DESCRIPTION:
        found.append(
            f"The description has {len(slip.description)} characters; {LONGEST_DESCRIPTION} fit (DC01.43)"
        )
    if slip.event_on is None:
        found.append("The date of the assessment is missing (DC01.41)")
    if not slip.folder.strip() or len(slip.folder) > LONGEST_FOLDER:
        found.append(f"The folder must have 1 to {LONGEST_FOLDER} characters (DC01.42)")
    if slip.version > 1 and not slip.revision:
        found.append(f"Version {slip.version} replaces another and must say so")
    return found


def _how(slip: FilingSlip) -> list[str]:
    found = [
        f"The clinical code {one.code} fails its check digit (DC01.11)"
        for one in slip.clinical_codes
        if not has_check_digit(one.code)
    ]
    if len(slip.notes) > LONGEST_NOTES:
        found.append(f"The notes have {len(slip.notes)} characters; {LONGEST_NOTES} fit")
    says = (
        slip.action_required != slip.notes.startswith("No action"),
        f"Medicines changed: {_YES_NO[slip.medication_changed]}." in slip.notes,
        f"Urgent: {_YES_NO[slip.urgent]}." in slip.notes,
    )
    if not all(says):
        found.append("Action, medicines and urgent differ from what the page says")
    return found


def _is_code(check: Callable[[str], str], code: str) -> bool:
    try:
        return check(code) == code
    except UserError:
        return False
