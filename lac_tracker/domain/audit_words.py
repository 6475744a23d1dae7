"""What tables and columns are called where the audit log says what was changed: as the screens call them."""

import re

# Those that do not read well by their own name.
_TABLES = {
    "answers": "Answer", "appointments": "Appointment", "audit": "Audit log", "bank_holidays": "Bank holiday",
    "caseload": "Caseload", "children": "Child's details", "child_flags": "Flag", "clinic_slots": "Clinic slot",
    "clinic_sessions": "Clinic", "competence_records": "Competence", "conflicts_of_interest": "Kept apart from a record",
    "access_claims": "Access to a restricted record", "access_reviews": "Odd looks gone through",
    "copied_texts": "Text carried over", "declined": "Assessment declined", "documents_made": "Document made",
    "documents_printed": "Document printed", "documents_sent": "Document sent", "episodes": "Episode of care",
    "family_members": "Family member", "files_received": "File received", "form_texts": "Form kept with what is signed",
    "gp_practices": "GP practice", "history_items": "Birth and family history", "import_mappings": "Columns of a list",
    "import_rows_set_aside": "Row of a list set aside", "legal_statuses": "Legal status", "leaving_care": "Leaving care",
    "list_differences": "Difference from a council's list", "notices_seen": "Notice seen",
    "own_copies": "Young person's own copy", "people": "Person of the team", "periods_of_care": "Time in care",
    "quotes": "Child's own words", "retention": "How long the record is kept", "retention_holds": "Hold on disposal",
    "return_answers": "Answer for the yearly return", "sdq_questionnaires": "SDQ", "sdq_not_done": "SDQ not done",
    "set_aside_answers": "Answer set aside", "settings": "Setting", "statutory_reviews": "Statutory review",
    "teams": "Team", "yearly_answers": "Answer of a yearly return", "disposed_changes": "Changes gone with a disposal",
}  # fmt: skip
_COLUMNS = {
    "born": "Date of birth", "nhs_number": "NHS number", "council_child_id": "Council ID", "gp_name": "GP",
    "ods_code": "ODS code", "sdq_score": "SDQ score", "value": "Value", "is_active": "Active",
    "responsible_council_id": "Responsible council", "because": "Reason", "ended_because": "Reason for ending",
}  # fmt: skip
_NOT_SHOWN = frozenset({"id", "version", "child_id", "team_id", "search_key", "created_at", "form_sha256"})
_ENDINGS = re.compile(r"_id$")
_CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
_SHORT = {"gp": "GP", "nhs": "NHS", "sdq": "SDQ", "iha": "IHA", "rha": "RHA", "uasc": "UASC", "ods": "ODS", "gmc": "GMC", "nmc": "NMC"}  # fmt: skip


def table_words(table: str) -> str:
    """Return what a row of a table is called: 'Answer', 'Family member'."""
    return _TABLES.get(table) or _sentence(
        re.sub(r"ies$", "y", table) if table.endswith("ies") else table.removesuffix("s")
    )


def column_words(column: str) -> str:
    """Return what a column is called; '' for one that is of no interest to a reader."""
    if column in _NOT_SHOWN:
        return ""
    return _COLUMNS.get(column) or _sentence(_ENDINGS.sub("", column))


def code_words(value: str) -> str:
    """Return a stored word as it reads: 'in_progress' becomes 'In progress'. What a person typed stays as it is."""
    return _sentence(value) if _CODE.fullmatch(value) else value


def _sentence(name: str) -> str:
    words = " ".join(_SHORT.get(word, word) for word in name.split("_"))
    return words[:1].upper() + words[1:]
