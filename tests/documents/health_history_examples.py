"""Health histories of invented young people: typical, of whom nothing is known, and very long.

Their first page is a cover that names nobody, and they print dates as '8 August 2009': COVERED lists them for tests of
what stands on every page. Their colour is stone grey, so that the rule 'nothing is coloured' holds for the rest of them.
"""

from dataclasses import replace
from datetime import date

from lac_tracker.domain.health_history import HealthHistory, Jab, NotFound, OpenItem, Told
from lac_tracker.domain.information_pages import Life, chosen
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.services.health_history_paper import information_pages

COVERED = ("health-history", "health-history-booklet")  # page 1 of these names nobody
SERVICE = Service("Northgate looked-after children’s health team", "01632 960 100", "lac.health@example.org")
ELLIE = Identity("Ellie", "Brown", "123456", date(2009, 8, 8), "16y 7m", "Female", "9990563411", "Ellie")
ASKED = NotFound("Your Apgar scores", "Northgate Hospital maternity notes", date(2025, 3, 2))
PARTS = (
    Told(
        "birth",
        (("Where", "Northgate General"), ("Weeks", "34 weeks"), ("Weight", "2.1 kg"), ("How", "Emergency caesarean")),
        (ASKED,),
        ("your first tests",),
    ),
    Told(
        "story",
        (("2013", "Asthma found after a bad winter of coughs."), ("July 2019", "Broke the left arm on a trampoline. It healed well.")),
        (NotFound("Notes from the mental health team", "Northgate CAMHS", date(2026, 2, 10), is_waiting=True),),
    ),
    Told("operations", (("2014", "Grommets in both ears (Northgate General)"),)),
    Told("hospital", (("3 May 2015", "Asthma attack, 2 nights (Northgate General)"),)),
    Told("checks", (("Teeth", "Checked by a dentist 14 January 2026"), ("Eyes", "Glasses for reading since 2022"))),
    Told("growth", (("10 March 2026", "Height 158.2 cm, weight 47.1 kg"),)),
    Told(
        "family",
        (("", "Asthma and eczema on your mother’s side."),),
        (NotFound("Your father’s health", "Northgate Council", date(2025, 3, 2)),),
    ),
    Told("family_advice", (("Heart", "Tell a doctor that heart trouble before 50 runs in the family."),)),
    Told("jabs", ()),
)  # fmt: skip
JABS = (
    Jab("6-in-1, dose 1", "Diphtheria, tetanus, whooping cough, polio, Hib, hepatitis B", "6 October 2009"),
    Jab("MMR, dose 1", "Measles, mumps, rubella", "30 September 2010"),
    Jab("MMR, dose 2", "Measles, mumps, rubella", "2013, about"),
    Jab("HPV", "Cancers that the HPV virus can cause", "date not known"),
)
PLAN = (
    OpenItem("You cough less at night and use the blue inhaler on your own", "Dr K Osei, Nadia Rahman", date(2026, 3, 31)),
    OpenItem("Both fillings are done, with a dentist you like", "Ms Dean", date(2026, 4, 30)),
)  # fmt: skip
LIFE = Life(16, frozenset({"asthma", "sleep"}), {"substances": frozenset({"vaping"})})


def a_health_history(**changes: object) -> HealthHistory:
    """A sixteen-year-old of whom much was found, and some not."""
    typical = HealthHistory(
        service=SERVICE,
        return_to="Health House, 1 Mill Road, Northgate AA1 1AA, 01632 960 100",
        child=ELLIE,
        details=(
            ("Blood group", "Not known"), ("My GP", "Mill Road Surgery, 01632 960 200"),
            ("My dentist", "Ms Dean, Dental Access, 01632 960 240"), ("My optician", "Not known"),
        ),
        important=(
            ("Allergies", "Penicillin: rash all over, 2018"), ("Conditions", "Asthma"),
            ("Medicines", "Brown inhaler, 2 puffs morning and night\nBlue inhaler when wheezy"),
            ("Things that help me", "Time to think before answering"),
            ("Language I like to use for health talk", "English"),
        ),
        parts=PARTS,
        jabs=JABS,
        jabs_missing=("3-in-1 teenage booster", "MenACWY"),
        plan=PLAN,
        information=chosen(information_pages(), LIFE),
        made_by="Nadia Rahman",
        made_on=date(2026, 3, 12),
        reference="K4M7Q2X8",
        version=1,
        made_with_them_on=date(2026, 3, 10),
        colour="stone",
    )  # fmt: skip
    return replace(typical, **changes)  # type: ignore[arg-type]


def an_empty_health_history() -> HealthHistory:
    """A young person of whom nothing was found, and nothing asked."""
    unknown = ("where you were born", "how many weeks your mother carried you", "your weight at birth")
    return a_health_history(
        return_to="", parts=(Told("birth", not_known=unknown),), jabs=(), jabs_missing=(), plan=(), information=(),
        details=(("Blood group", "Not known"), ("My GP", "Not known")), important=(("Allergies", "Not known"),),
        made_with_them_on=None,
    )  # fmt: skip


def the_longest_health_history() -> HealthHistory:
    """Long texts and lists everywhere, and a name of 120 characters."""
    long_name = "Wolfeschlegelsteinhausen " * 4 + "x" * 20
    words = "Coughs and colds, and so on. " * 14
    lines = tuple((f"{2010 + n % 15}, about", words) for n in range(4))
    gaps = tuple(
        NotFound(f"Letters of {2010 + n}", "the hospital that was", date(2026, 1, 5)) for n in range(8)
    )
    return a_health_history(
        child=replace(ELLIE, given=long_name, family=long_name, likes_to_be_called=long_name),
        parts=tuple(Told(part.part, lines, gaps) for part in PARTS),
        jabs=JABS * 5,
        plan=PLAN * 6,
        information=information_pages(),
    )


def health_histories() -> dict[str, tuple[str, object]]:
    """Return example name → (name of the document, what it holds)."""
    return {
        "health history": ("health-history", a_health_history()),
        "health history, draft": ("health-history", a_health_history(is_draft=True)),
        "health history of nothing": ("health-history", an_empty_health_history()),
        "endless health history": ("health-history", the_longest_health_history()),
        "health history booklet": ("health-history-booklet", a_health_history()),
        "endless health history booklet": ("health-history-booklet", the_longest_health_history()),
    }
