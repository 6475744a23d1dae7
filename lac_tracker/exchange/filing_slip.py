"""The filing slip as files: JSON for a document system, CSV for a list, and text to copy into a clinical system."""

import json
from dataclasses import replace
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.filing_slip import FilingSlip
from lac_tracker.domain.identifiers import show_nhs_number
from lac_tracker.exchange.csv_file import Cell, write_csv

COLUMNS = (
    "CaptureSource", "SenderOdsCode", "RecipientOdsCode", "PatientFamilyName", "PatientGivenNames", "PatientDateOfBirth",
    "PatientNhsNumber", "DocumentFileName", "DocumentDescription", "DocumentEventDate", "DocumentFolder",
    "ActionRequired", "MedicationChanged", "Urgent", "ClinicalCodes", "Notes", "Revision", "MRNNumber",
)  # fmt: skip
LONGEST_TEXT = 2_000  # characters of a note in a clinical system
_YES_NO = {True: "yes", False: "no", None: "not recorded"}


def as_json(slip: FilingSlip) -> bytes:
    """Return a slip as one JSON value in UTF-8. What is not recorded is null; dates are YYYY-MM-DD."""
    held = {
        "CaptureSource": slip.capture_source,
        "Sender": {"OdsCode": slip.sender_ods, "Organisation": slip.capture_source},
        "RecipientOdsCode": slip.recipient_ods,
        "RecipientOrganisation": slip.recipient_name,
        "Patient": {
            "FamilyName": slip.family_name,
            "GivenNames": slip.given_names,
            "DateOfBirth": _day(slip.born),
            "NhsNumber": slip.nhs_number,
        },
        "Document": {
            "FileName": slip.file_name,
            "Description": slip.description,
            "EventDate": _day(slip.event_on),
            "Folder": slip.folder,
            "Version": slip.version,
        },
        "ActionRequired": slip.action_required,
        "MedicationChanged": slip.medication_changed,
        "Urgent": slip.urgent,
        "ClinicalCodes": [
            {
                "System": "http://snomed.info/sct",
                "Code": one.code,
                "Term": one.term,
                "Doubt": one.doubt or None,
            }
            for one in slip.clinical_codes
        ],
        "Notes": slip.notes,
        "Revision": slip.revision,
        "MRNNumber": slip.mrn_number,
    }
    return json.dumps(held, ensure_ascii=False, indent=1).encode(errors="backslashreplace") + b"\n"


def as_csv(slip: FilingSlip) -> bytes:
    """Return a slip as a CSV of one row; no cell of it is run by a spreadsheet."""
    row: tuple[Cell, ...] = (
        slip.capture_source, slip.sender_ods, slip.recipient_ods, slip.family_name, slip.given_names, slip.born,
        slip.nhs_number, slip.file_name, slip.description, slip.event_on, slip.folder, _flag(slip.action_required),
        _flag(slip.medication_changed), _flag(slip.urgent), " ".join(one.code for one in slip.clinical_codes),
        slip.notes, _flag(slip.revision), slip.mrn_number,
    )  # fmt: skip
    return write_csv(COLUMNS, [row])


def as_text(slip: FilingSlip) -> str:
    """Return a slip as lines to copy into a clinical system, no longer than its notes are."""
    names = " ".join(part for part in (slip.given_names, slip.family_name.upper()) if part)
    lines = [
        slip.description,
        f"{names}   Born {show_date(slip.born)}   NHS No. {show_nhs_number(slip.nhs_number)}",
        f"From {slip.capture_source} ({slip.sender_ods}) to {slip.recipient_name} ({slip.recipient_ods})",
        slip.notes,
        f"Action required: {_YES_NO[slip.action_required]}. Replaces an earlier version: {_YES_NO[slip.revision]}.",
        *(f"Code: {one.code} {one.term}" for one in slip.clinical_codes),
        f"Document: {slip.file_name}",
    ]
    return "\n".join(lines)[:LONGEST_TEXT]


def files_beside(slip: FilingSlip, file_name: str) -> tuple[tuple[str, bytes], ...]:
    """Return the files that stand beside a PDF, named as it is: (name, bytes).

    file_name: that of the PDF as it was saved; it stands on the slip.
    """
    named, stem = replace(slip, file_name=file_name), file_name.removesuffix(".pdf")
    return (
        (f"{stem}.json", as_json(named)),
        (f"{stem}.csv", as_csv(named)),
        (f"{stem}.txt", as_text(named).encode(errors="backslashreplace") + b"\n"),
    )


def _flag(value: bool | None) -> str | None:
    return None if value is None else str(value).lower()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
