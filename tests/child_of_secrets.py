"""A child of whom much must not reach everybody: address, topic, word, family; each secret stands in free text too."""

from datetime import date, timedelta

from lac_tracker.domain.audit import Entry
from lac_tracker.domain.consent import Means, Purpose
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.services import (
    consents,
    flags,
    information,
    out_of_area,
    placements,
    sdq,
    sharing,
    substance_use,
    treatments,
)
from lac_tracker.storage import family as stored_family
from lac_tracker.storage.tables.care import ContactRow
from tests import builders
from tests.builders import write
from tests.conftest import GRACE, NOW, TODAY

STREET, POSTCODE, PHONE, CARER = "17 Wrenfold Lane", "ZZ91 7QX", "01632 960 777", "Thessaly Marchbanks"
AGENCY = "Willowherb Fostering"
MOTHER, BROTHER = "Ottoline Fairweather", "Barnaby Fairweather"
NOTE = "Drank heavily through the winter of 2019"
HEALTH_NOTE = "Has taken lithium since the spring"
KEPT = "Two decayed molars found by the travelling dentist"
WORD = "kestrelwing"
SUBSTANCE = "Lighter fuel behind the boathouse"
PRIVATE = (
    "Nexplanon",
    "Microgynon",
    "Gonorrhoea",
    "Juniper Holt",
    "CRAFFT four of six",
    "Wants a swab on Tuesday",
)
FAMILY_NAME, NHS = "Quillfeather", "9990563411"

PRIVATE_ANSWERS = {
    "private_talk": "yes", "asked_alone": "yes", "pregnancy": "pregnant", "pregnancy_midwife": PRIVATE[3],
    "sexual_health": PRIVATE[5], "substance_screen": "crafft", "substance_screen_score": PRIVATE[4],
    "medicines_state": "yes", "medicines": f"Salbutamol inhaler\n{PRIVATE[1]} daily",
}  # fmt: skip

ADDRESS = (STREET, POSTCODE, PHONE)
FAMILY = (MOTHER, "Ottoline", BROTHER)
NOTES = (NOTE, HEALTH_NOTE)


def plan():
    by = TODAY + timedelta(days=30)

    def outcome(text, *actions, plain):
        steps = tuple(
            Action(words, person, role, place, by, why=why) for words, person, role, place, why in actions
        )
        return Outcome(text, "The dentist’s letter and what she says", by, steps, agreed_child="yes", agreed_carer="yes", plain_words=plain)  # fmt: skip

    teeth = outcome(
        "Perrin eats crusts again on both sides",
        ("Take out what cannot be saved at the dental hospital", "Ms T Dean", "dentist", "Dental Access", KEPT),
        plain="You can eat crusts again",
    )  # fmt: skip
    sleep = outcome(
        "Perrin sleeps 8 hours on 5 nights of 7",
        (f"Ring {MOTHER} about bedtime at {STREET}", CARER, "foster carer", AGENCY, "Mum Ottoline asked"),
        ("Review the sleep diary", "Dr K Osei", "GP", "Mill Road Surgery", f"Barnaby sleeps badly too. {NOTE}"),
        ("Give her a quiet place at lunch", "Ms B Lund", "head of year", "Northgate College", "She is tired"),
        plain="You sleep well on school nights",
    )  # fmt: skip
    return (
        Need(None, KEPT, "teeth", KEPT, "", "health_checks", (teeth,)),
        Need(None, "Sleep", "sleep", f"Shares a room with {BROTHER}; {HEALTH_NOTE.lower()}", f"I miss {MOTHER}.", "everyday_life", (sleep,)),
    )  # fmt: skip


def a_child_with_secrets(database):
    child = builders.a_child(
        database, family_name=FAMILY_NAME, given_name="Perrin", nhs_number=NHS, born=date(2010, 5, 1)
    )
    for kind, name, role, place in (
        ("carer", CARER, "foster carer", AGENCY), ("social_worker", "Dan Price", "social worker", "Northgate"),
        ("school", "Ms B Lund", "head of year", "Northgate College"),
    ):  # fmt: skip
        write(database, builders.children.set_person, child, kind=kind, full_name=name, role=role, organisation=place, phone=PHONE if kind == "carer" else "")  # fmt: skip
    write(database, builders.children.set_gp_practice, child, name="Mill Road Surgery", ods_code="Y99001")
    write(database, placements.add_placement, child, today=TODAY, began=TODAY - timedelta(days=20), placement_type="U6", address=f"{STREET}\nNorthgate", postcode=POSTCODE, carer_name=CARER)  # fmt: skip
    with database.writing(Entry(GRACE, NOW, "tested")) as session:
        session.query(ContactRow).filter_by(
            child_id=child, kind="carer"
        ).one().address = f"{STREET}\nNorthgate"
        session.flush()
        asked = {
            "state": "asked",
            "asked_of": "Dan Price",
            "asked_on": TODAY,
            "recorded_on": TODAY,
            "recorded_by": "Sam Iqbal",
        }
        stored_family.put_item(session, child, "birth.weight", asked, None)
        for relation, name, sex in (("mother", MOTHER, "female"), ("sibling", BROTHER, "male")):
            stored_family.add_member(session, child, "Sam Iqbal", {"relation": relation, "full_name": name, "sex": sex, "note": NOTE, "health_notes": HEALTH_NOTE})  # fmt: skip
    said = {
        "matters": f"I want to see {MOTHER} and stay at {STREET}.",
        "carer_views": f"Settled at {POSTCODE.replace(' ', '')}. {CARER} says: {KEPT}.",
        "summary": f"{a_summary()} {KEPT}. Ring {PHONE.replace(' ', '')}. {NOTE}. Her brother Barnaby came too.",
    }
    builders.sign_at_once(database, child, plan(), **said, **PRIVATE_ANSWERS)
    write(database, flags.set_flag, child, kind="do_not_share_address", detail="From everybody")
    everybody = ("gp", "council", "carer", "school")
    write(database, sharing.add_topic, child, "teeth", "", everybody, today=TODAY)
    write(database, sharing.add_topic, child, "own", WORD, everybody, today=TODAY)
    asked = (information.Asked("gp", "Dr K Osei", (f"The record since {MOTHER} left {STREET}",)), information.Asked("family", MOTHER, ("Birth history",)))  # fmt: skip
    write(database, information.ask, child, asked, today=TODAY)
    write(database, out_of_area.ask_host_team, child, today=TODAY, kind="RHA", host_team="Southgate team", note=f"Lives at {STREET}")  # fmt: skip
    with_questionnaires(database, child)
    write(
        database,
        substance_use.add_asking,
        child,
        asked_on=TODAY,
        problem="yes",
        substances=SUBSTANCE,
        source="Told us alone",
    )
    with_private_treatment(database, child)
    write(database, consents.ask, child, frozenset({Purpose.HEALTH_ASSESSMENT}), MOTHER, TODAY, Means.LETTER, today=TODAY)  # fmt: skip
    return child


def with_private_treatment(database, child):
    """Written down since the assessment, so that papers tell it where they may."""
    later = NOW + timedelta(days=1)
    with database.writing(Entry(GRACE, later, "tested")) as session:
        told = {"by": GRACE, "now": later, "since": "", "source": "Clinic"}
        treatments.add_medicine(
            session, child, name=PRIVATE[0], dose="", for_what="", prescribed_by="", **told
        )
        treatments.add_condition(session, child, name=PRIVATE[2], state="confirmed", **told)


def with_questionnaires(database, child):
    """A carer's SDQ with what it means, and her own, of which she wants a page: each with secrets in what was written."""
    for version, whom, total in (("parent_4_17", "Lin Hunt, key worker", 17), ("self_11_17", "Perrin", 12)):
        made = write(
            database, sdq.save_scores, child, version=version, completed_on=TODAY, completed_by=whom, total=total,
            source="Scored report", own_words=f"I miss {MOTHER} at {STREET}.",
        ).made_id  # fmt: skip
        said = {
            "means": f"Worse since {BROTHER} came to {STREET}. {NOTE}. {KEPT}.",
            "child_thinks": f"{CARER} is right.",
        }
        write(database, sdq.say, made, **said, seen_version=1)
        write(database, sdq.choose_sharing, made, shared="yes", seen_version=2)


def a_summary():
    return "Perrin is well and thoughtful and came into care after a hard winter; sleep should change by the summer."
