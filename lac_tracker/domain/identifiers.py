"""Numbers and codes that other systems gave: checked on entry, grouped for reading."""

import re

from lac_tracker.domain.errors import UserError

_NOT_GIVEN = "not given "


def check_nhs_number(text: str) -> str:
    """Return ten digits.

    Repeated digits such as 4444444444 pass the modulus 11 check and were never given to anyone: refused.
    The 999 range is for tests and demonstrations and is accepted, so that invented children can have numbers.

    Raises UserError when it is not a possible NHS number.
    """
    digits = re.sub(r"[\s\u00a0-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits):
        raise UserError("NHS number must have 10 digits")
    if len(set(digits)) == 1:
        raise UserError("NHS number can't be the same digit ten times. Check what you copied")
    from nhs_number.validate import is_valid  # heavy for one sum, and needed once a number is entered

    if not is_valid(digits):
        raise UserError("NHS number has a digit that doesn't match. Check what you copied")
    return digits


def show_nhs_number(digits: str | None) -> str:
    """Return '999 123 4567', or 'Not known'."""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if digits else "Not known"


def check_ods_code(text: str) -> str:
    """Return a GP practice code in capitals: a letter and five digits, or three more for a branch.

    Raises UserError otherwise. The shape alone does not tell a practice from a dentist.
    """
    code = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z][0-9]{5}([0-9]{3})?", code):
        raise UserError(
            "ODS code must be a letter and five digits, such as K83001, or three digits more for a branch"
        )
    return code


def check_organisation_code(text: str) -> str:
    """Return the ODS code of a team or trust in capitals: 3 to 10 letters and digits, such as RP1 or RP1A2.

    Raises UserError otherwise.
    """
    code = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z0-9]{3,10}", code) or code.isdigit():
        raise UserError("ODS code must be 3 to 10 letters and digits, such as RP1 or RP1A2")
    return code


def check_postcode(text: str) -> str:
    """Return a postcode in capitals with one space before its last three characters.

    Only the shape is checked. Raises UserError when it is not that of a UK postcode.
    """
    compact = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}", compact):
        raise UserError("Postcode must look like AA1 1AA")
    return f"{compact[:-3]} {compact[-3:]}"


def placeholder_council_id(reference: str) -> str:
    """Return what stands for a council's id until a list gives it. reference: six letters or digits, once in a caseload."""
    return f"{_NOT_GIVEN}{reference}"


def bare_council_id(text: str) -> str:
    """Return a council's id without the noughts in front, which Excel drops from what it takes for a number."""
    return text.lstrip("0") or text if text.isdigit() else text


def is_placeholder_council_id(text: str) -> bool:
    """Return whether this is no council's id but stands for one that was not given."""
    return re.fullmatch(f"{_NOT_GIVEN}[A-Z0-9]{{6}}", text) is not None
