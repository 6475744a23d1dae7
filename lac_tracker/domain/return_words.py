"""What the record says of one column of the yearly return."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """What was found. value: as it is returned, '' where it is missing. column: another than the one asked for.

    does_not_apply: why the column is left blank for this child, '' where it is not. usually_no: why a person will
    usually answer No where the record says nothing, '' where it is not so.
    """

    value: str = ""
    says: str = ""
    source: str = ""
    mend: str = ""
    does_not_apply: str = ""
    column: str = ""
    usually_no: str = ""

    @classmethod
    def no(cls, because: str) -> "Found":
        return cls(does_not_apply=f"does not apply: {because}")

    @classmethod
    def missing(cls, mend: str, source: str = "") -> "Found":
        return cls(mend=mend, source=source)
