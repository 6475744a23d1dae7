"""Invents the children of the demonstration: names, numbers, births and the people around them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from nhs_number.validate import calculate_checksum

from lac_tracker.domain.dates import birthday
from lac_tracker.storage import reference_data

_LANGUAGES = {  # spoken at home, by our code for ethnicity; English where none is named
    "asian_pakistani": ("eng", "urd", "urd"),
    "asian_bangladeshi": ("eng", "syl"),
    "white_other": ("pol", "ron", "eng"),
    "black_african": ("eng", "eng", "yor", "som"),
}
_DAYS_OF_AGE = 360  # a few days short of a year, so that nobody has a birthday on the day itself


@dataclass(frozen=True)
class Practice:
    name: str
    ods_code: str
    doctor: str


@dataclass(frozen=True)
class Around:
    """Who acts for a child, by name."""

    practice: Practice
    social_worker: str
    carer: str
    carer_role: str
    carer_organisation: str
    address: str
    postcode: str
    town: str
    out_of_area: bool
    dentist: str
    optician: str
    teacher: str
    school: str
    nurse: str
    therapist: str


@dataclass(frozen=True)
class Person:
    """An invented child. fields: what `storage.children.add` takes beside number and birth."""

    id: int
    council_id: str
    nhs_number: str | None
    born: date
    called: str
    is_unaccompanied: bool
    fields: dict[str, Any]
    around: Around


class Inventor:
    """Draws names and numbers, each number once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._names = reference_data.table("demo_names.toml")
        self._council_ids: set[str] = set()
        self._taken: set[str] = set()
        self._ids: set[int] = set()

    def born(self, age: int, today: date) -> date:
        """Return a date of birth for somebody of that age today."""
        return birthday(today - timedelta(days=self._rng.randrange(1, _DAYS_OF_AGE)), -age)

    def person(self, born: date, age: int, today: date, *, unaccompanied: bool, complete: bool) -> Person:
        """Return a child. complete: everything a document needs is known."""
        fields = self._arrived() if unaccompanied else self._from_here()
        known = complete or self._rng.random() > 0.02
        if not known:
            fields |= {"family_name": None, "given_name": None, "preferred_name": None}
        fields |= self._asked(fields, today, complete=complete)
        fields |= {"is_unaccompanied": unaccompanied, "address_withheld": self._rng.random() < 0.06}
        has_number = complete or (known and self._rng.random() > 0.05)
        council_id = self._council_id()
        return Person(
            id=self._id(),
            council_id=council_id,
            nhs_number=self.nhs_number() if has_number else None,
            born=born,
            called=fields["preferred_name"] or fields["given_name"] or f"Council ID {council_id}",
            is_unaccompanied=unaccompanied,
            fields=fields,
            around=self._around(age, unaccompanied=unaccompanied),
        )

    def reborn(self, person: Person, age: int, today: date) -> Person:
        """Return the same child with another birth of that age."""
        return replace(person, born=self.born(age, today))

    def nhs_number(self) -> str:
        """Return a number of the range kept for tests, with the right last digit, never one twice."""
        while True:
            nine = f"999{self._rng.randrange(1_000_000):06d}"
            last = calculate_checksum(nine)
            number = f"{nine}{last}"
            if last is not None and last < 10 and len(set(number)) > 1 and number not in self._taken:
                self._taken.add(number)
                return number

    def _council_id(self) -> str:
        while True:
            drawn = str(self._rng.randrange(100_000, 1_000_000))
            if drawn not in self._council_ids:
                self._council_ids.add(drawn)
                return drawn

    def _id(self) -> int:
        while True:
            drawn = self._rng.randrange(1, 2**53)
            if drawn not in self._ids:
                self._ids.add(drawn)
                return drawn

    def _from_here(self) -> dict[str, Any]:
        rng, names = self._rng, self._names
        sex = rng.choice(("female", "male"))
        ethnicity = rng.choice(
            ("white_british",) * 9 + ("mixed_white_black_caribbean", "black_african", "asian_pakistani", "white_other")
            + ("black_caribbean", "mixed_white_asian", "white_irish", "asian_bangladeshi", "white_gypsy_or_traveller")
        )  # fmt: skip
        return {
            "given_name": rng.choice(names["girls" if sex == "female" else "boys"]),
            "family_name": rng.choice(names["families"]),
            "preferred_name": rng.choice(names["preferred"]) if rng.random() < 0.15 else None,
            "sex": sex,
            "ethnicity_code": ethnicity,
            "first_language": rng.choice(_LANGUAGES.get(ethnicity, ("eng",))),
            "religion_code": rng.choice(("L", "L", "L", "C", "C", "G")),
        }

    def _arrived(self) -> dict[str, Any]:
        kind = self._rng.choice(self._names["arrival"])
        return {
            "given_name": self._rng.choice(kind["given"]),
            "family_name": self._rng.choice(kind["family"]),
            "preferred_name": None,
            "sex": "female" if kind["language"] == "tir" and self._rng.random() < 0.3 else "male",
            "ethnicity_code": kind["ethnicity"],
            "first_language": kind["language"],
            "religion_code": kind["religion"],
        }

    def _asked(self, drawn: dict[str, Any], today: date, *, complete: bool) -> dict[str, Any]:
        """Return what is known of ethnicity, language, religion and allergies, and since when."""
        fields: dict[str, Any] = {}
        for subject, code in (
            ("ethnicity", "ethnicity_code"),
            ("language", "first_language"),
            ("religion", "religion_code"),
        ):
            state = "recorded" if complete and subject != "religion" else self._rng.choice(
                ("recorded",) * 15 + ("prefers_not_to_say", "asked_not_known", "not_asked", "not_asked")
            )  # fmt: skip
            if complete and state == "not_asked":
                state = "prefers_not_to_say"
            fields |= {f"{subject}_state": state, code: drawn[code] if state == "recorded" else None}
            if state != "not_asked":
                fields[f"{subject}_asked_on"] = today - timedelta(days=self._rng.randrange(5, 300))
                fields[f"{subject}_asked_by"] = self._rng.choice(
                    ("Nadia Rahman", "Grace Mensah", "Sam Iqbal")
                )
        arrived_alone = drawn["first_language"] in [kind["language"] for kind in self._names["arrival"]]
        other_language = drawn["first_language"] != "eng"
        needed = arrived_alone or (other_language and self._rng.random() < 0.4)
        fields["interpreter_needed"] = "yes" if needed else "no"
        allergies = self._rng.choice(
            (None,) * 8 + ("Penicillin: rash", "Nuts: swelling of the lips", "Egg: hives")
        )
        recorded = complete or self._rng.random() < 0.85
        fields["allergies_state"] = ("known" if allergies else "none_known") if recorded else "not_recorded"
        fields["allergies"] = allergies if recorded else None
        return fields

    def _around(self, age: int, *, unaccompanied: bool) -> Around:
        rng, people, places = self._rng, self._names["people"], self._names["places"]
        far = rng.random() < 0.18
        town = rng.choice(places["far_towns" if far else "towns"])
        postcode = f"{rng.choice(places['far_areas' if far else 'areas'])} {rng.randrange(1, 10)}{rng.choice('ABDEFGH')}{rng.choice('JLNPQRS')}"
        supported = age >= 16 and (unaccompanied or rng.random() < 0.5)
        school = places["schools"][0 if 5 <= age < 11 else 1 if 11 <= age < 16 else 2 if age < 5 else 3]
        return Around(
            practice=Practice(**rng.choice(self._names["practice"])),
            social_worker=rng.choice(people["social_workers"]),
            carer=rng.choice(people["key_workers" if supported else "carers"]),
            carer_role="key worker" if supported else "foster carer",
            carer_organisation="Lantern Supported Living" if supported else "Northgate Fostering",
            address=f"{rng.randrange(1, 90)} {rng.choice(places['streets'])}\n{town} {postcode}",
            postcode=postcode,
            town=town,
            out_of_area=far,
            dentist=rng.choice(people["dentists"]),
            optician=rng.choice(people["opticians"]),
            teacher=rng.choice(people["teachers"]),
            school=school,
            nurse=rng.choice(people["nurses"]),
            therapist=rng.choice(people["therapists"]),
        )
