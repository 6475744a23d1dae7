"""What the record says of one column of the yearly return, and what is not returned although somebody says it."""

from dataclasses import dataclass

OC2_ANSWERS = (
    "SDQ_SCORE", "SDQ_REASON", "CONVICTED", "HEALTH_CHECK", "IMMUNISATIONS", "TEETH_CHECK",
    "HEALTH_ASSESSMENT", "SUBSTANCE_MISUSE", "INTERVENTION_RECEIVED", "INTERVENTION_OFFERED",
)  # fmt: skip
"""The columns of the table OC2 after CHILD and DOB, in the order of the return."""


OUR_RECORD, THE_COUNCILS = "our record", "the council's return"
BESIDE_A_SCORE = "a score is returned, so no reason"
NOT_AT_THIS_AGE = "not taken for a child of 4 to 16"
NOT_A_VALUE = "not a value of the return"


@dataclass(frozen=True)
class LeftOut:
    """A value that somebody gave and that the rules of the return forbid. source: whose value it is, in words."""

    column: str
    value: str
    because: str
    source: str

    @property
    def words(self) -> str:
        """Return 'not applicable at 12: HEALTH_CHECK 0'."""
        return f"{self.because}: {self.column} {self.value}"


@dataclass(frozen=True)
class Found:
    """What was found. value: as it is returned, '' where it is missing. column: another than the one asked for.

    usually_no: why a person will usually answer No where the record says nothing, '' where it is not so. doubt: what is
    not verified about the rule. left_out: what the record says beside it that the rules forbid.
    """

    value: str = ""
    says: str = ""
    source: str = ""
    mend: str = ""
    column: str = ""
    usually_no: str = ""
    doubt: str = ""
    left_out: tuple[LeftOut, ...] = ()

    @classmethod
    def missing(cls, mend: str, source: str = "") -> "Found":
        return cls(mend=mend, source=source)
