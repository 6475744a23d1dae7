"""The child as recorded, and what stands at the top of every page about them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Child:
    """What the record says of a child. None and 'not_asked' are different: see domain/completeness.py."""

    id: int
    team_id: int
    council_code: str
    council_id: str  # the council's number for the child: a text, as received
    family_name: str | None
    given_name: str | None
    preferred_name: str | None
    born: date
    sex: str  # 'male', 'female', 'not known': at birth, for growth and screening
    gender: str | None  # in the child's own words, where asked
    nhs_number: str | None  # ten digits
    ethnicity_state: str = "not_asked"
    ethnicity_code: str | None = None
    ethnicity_asked_on: date | None = None
    ethnicity_asked_by: str | None = None
    language_state: str = "not_asked"
    first_language: str | None = None
    interpreter_needed: str = "not_known"
    language_asked_on: date | None = None
    language_asked_by: str | None = None
    religion_state: str = "not_asked"
    religion_code: str | None = None
    religion_asked_on: date | None = None
    religion_asked_by: str | None = None
    meaning_for_care: str | None = None
    birth_history_state: str = "not_asked"
    parental_history_state: str = "not_asked"
    allergies_state: str = "not_recorded"  # always one of known, none_known, not_recorded
    allergies: str | None = None
    is_unaccompanied: bool = False
    unaccompanied_until: date | None = None
    address_withheld: bool = False
    version: int = 1
    ethnicity_own_words: str | None = None
    ethnicity_means: str | None = None
    preferred_language: str | None = None
    language_means: str | None = None
    interpreter_wishes: str | None = None
    religion_own_words: str | None = None
    religion_means: str | None = None
    communication_state: str = "not_asked"
    communication_needs: str | None = None
    communication_asked_on: date | None = None
    communication_asked_by: str | None = None
    age_disputed: bool = False
    born_as_stated: str | None = None
    record_closed_on: date | None = None
    record_closed_because: str | None = None


@dataclass(frozen=True)
class FlagChip:
    """One flag of the banner, in words."""

    kind: str  # 'allergies', 'do_not_share_address', 'uasc', … : decides the icon and the order
    words: str
    severe: bool = False  # red: allergies, missing now, do not share address
    detail: str = ""  # who set it, when, to be reviewed when: one line each
    set_by: str = ""
    set_on: date | None = None
    review_on: date | None = None
    whole: str = ""  # the words uncut, where `words` may be shortened to fit a chip
    is_set_here: bool = (
        False  # a person set it as a flag; otherwise it follows from the record, `set_by` says from whom
    )

    @property
    def on_paper(self) -> str:
        """The words in full: a document shortens nothing about a child's safety."""
        return self.whole or self.words


@dataclass(frozen=True)
class BannerFacts:
    """The words of the patient banner, in its fixed order."""

    name_words: str
    title: str
    preferred: str
    born_words: str
    gender_words: str
    nhs_words: str
    care_words: str
    flags: tuple[FlagChip, ...] = ()
    address_words: str = "Not known"
    contact_words: str = "Not known"
    gp_words: str = "Not known"
    social_worker_words: str = "Not known"
    carer_words: str = "Not known"
    allergies_words: str = "Not recorded"


def is_unaccompanied(status: bool | None, until: date | None, on: date) -> bool:
    """Return whether a child is unaccompanied on a day. until: the first day on which the status does not hold any more."""
    return bool(status) and (until is None or until > on)
