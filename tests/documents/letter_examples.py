"""Letters and the family history of invented children: typical ones, and ones that go to the edge."""

from dataclasses import replace
from datetime import date

from lac_tracker.domain.family_history import FamilyHistory, PrintedItem
from lac_tracker.domain.genogram import layout
from lac_tracker.domain.letters import (
    Addressee,
    AskedFor,
    InformationLetter,
    LetterFoot,
    OutOfAreaLetter,
    StepOnPaper,
    Subject,
)
from lac_tracker.domain.reports import Identity, Service
from tests.domain.families import MARA, SHAPES, SMALL

MADE_ON = date(2026, 3, 4)
SERVICE = Service("Northgate looked-after children’s health team", "01632 960 100", "lac.health@example.org")
MARA_BAPTISTE = Subject("Mara BAPTISTE", date(2012, 1, 20), "9990567808")
FOOT = LetterFoot("LAC-2026-0117", MADE_ON, "Tom Leigh")
LONG = "A long sentence that somebody typed, about what is asked for and why it matters now. "


def an_information_letter(**changes: object) -> InformationLetter:
    """A request to a practice, with a reminder among what is asked."""
    typical = InformationLetter(
        service=SERVICE,
        to=Addressee("Mill Road Surgery", "", "4 Mill Road\nNorthgate\nAA1 1AB", "K83001", date(2026, 2, 27)),
        child=MARA_BAPTISTE,
        why="Mara is looked after by Northgate council, and her review health assessment is on 10-Mar-2026",
        basis="Consent of the council, which shares parental responsibility, 02-Feb-2026",
        asked=(
            AskedFor("Record summary, medicines and allergies"),
            AskedFor("Immunisations given", date(2026, 2, 10)),
            AskedFor("Open referrals, and letters of the last 12 months"),
        ),
        reply_by=date(2026, 3, 18),
        foot=FOOT,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def an_out_of_area_letter(**changes: object) -> OutOfAreaLetter:
    """A request to another area, half of its steps done."""
    typical = OutOfAreaLetter(
        service=SERVICE,
        to=Addressee("Southbank looked-after children’s health team", "designated nurse"),
        child=MARA_BAPTISTE,
        assessment="Review health assessment",
        due_on=date(2026, 4, 2),
        in_care_since=date(2019, 3, 3),
        legal_status="s.31",
        responsibility="Northgate council and Mara’s mother",
        consent="Given by the council, 02-Feb-2026",
        social_worker="D Price, 01632 960 150",
        interpreter="Not needed",
        lives="Foster placement in Southbank",
        who_pays="Northgate integrated care board",
        note="",
        steps=(
            StepOnPaper("Request sent", date(2026, 3, 4), "Tom Leigh"),
            StepOnPaper("Request received"),
            StepOnPaper("Appointment offered, with the carer and the social worker told of it"),
            StepOnPaper("Assessment done"),
        ),
        foot=FOOT,
        address_withheld=True,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def a_family_history(**changes: object) -> FamilyHistory:
    """A genogram with what is known of birth and family."""
    typical = FamilyHistory(
        service=SERVICE,
        child=Identity("Mara", "Baptiste", "1", MARA.born, "14y 1m", "Female", "9990567808", "Mara"),
        drawing=layout(SMALL, MARA, MADE_ON, across=7),
        groups=(
            (
                "Birth",
                (
                    PrintedItem("Birth weight", "2.1 kg", "Known, from Red book, 04-Mar-2026"),
                    PrintedItem("Apgar scores", "", "Not known after asking, asked 02-Mar-2026"),
                ),
            ),
        ),
        people_health=(("C Baptiste, mother", "Epilepsy"),),
        counts="Birth 2 of 11",
        made_by="Sam Iqbal",
        made_on=MADE_ON,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def every_letter() -> dict[str, tuple[str, object]]:
    """Return example name → (name of the document, what it holds)."""
    index, members = max(SHAPES.values(), key=lambda shape: len(shape[1]))
    asked = tuple(AskedFor(LONG * 3) for _ in range(14))
    return {
        "information request": ("information-request", an_information_letter()),
        "long information request": (
            "information-request",
            an_information_letter(asked=asked, reminders=2, address_withheld=True, why=LONG * 12),
        ),
        "out of area": ("out-of-area-request", an_out_of_area_letter()),
        "long out of area": ("out-of-area-request", an_out_of_area_letter(note=LONG * 60)),
        "family history": ("family-history", a_family_history()),
        "large family": (
            "family-history",
            a_family_history(drawing=layout(members, index, MADE_ON, across=7)),
        ),
    }
