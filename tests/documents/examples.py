"""Documents of invented children: typical ones, and ones that go to the edge."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from health_history_examples import health_histories
from letter_examples import every_letter
from own_plan_examples import every_own_plan
from owner_letter_examples import owner_letters
from report_examples import figure_papers
from request_examples import every_request
from sdq_examples import sdq_papers

from lac_tracker.documents.catalogue import DOCUMENTS
from lac_tracker.domain.chronology import ChronologyPaper, Event
from lac_tracker.domain.disclosure import Reader
from lac_tracker.domain.disposal import METHOD, DisposalCertificate
from lac_tracker.domain.event_dates import on_day
from lac_tracker.domain.reader_copies import ReaderCopy
from lac_tracker.domain.reports import (
    HEALTH_PLAN_HEADINGS,
    Assessed,
    Background,
    Circumstances,
    Contribution,
    FullPlan,
    GpSummary,
    Identity,
    Issue,
    LastItem,
    NextReview,
    OtherAction,
    PlanAction,
    PlanNeed,
    PlanOutcome,
    Practice,
    PracticeAction,
    Quote,
    Records,
    RecoverySheet,
    Service,
    Sharing,
)
from lac_tracker.services.forms import find_form

ASSESSED_ON = date(2026, 3, 10)
SERVICE = Service("Northgate looked-after children’s health team", "01632 960 100", "lac.health@example.org")
PRACTICE = Practice("Mill Road Surgery", "K83001", date(2026, 2, 27))
ELLIE = Identity("Ellie", "Brown", "123456", date(2009, 8, 8), "16y 7m", "Female", "9990563411", "Ellie")
AT_HOME = Circumstances(
    lives_at="4 Mill Road, Northgate AA1 1AA (semi-independent)",
    in_care_since=date(2019, 3, 3),
    legal_status="s.20",
    consent="Ellie, 16, decides for herself",
    council="Northgate",
    social_worker="D Price",
    social_worker_phone="01632 960 150",
    allergies="No known allergies",
    alerts=("PREGNANT, due 06-Oct-2026", "No interpreter needed"),
)
RECORDS = Records(
    please_code=("Looked-after child (since 03-Mar-2019)", "Pregnant, expected date of delivery 06-Oct-2026"),
    new=("Pregnancy confirmed 16-Feb-2026 at sexual health clinic",),
    ongoing=("Asthma", "Dental: 2 fillings waiting", "Low mood, improving"),
    medicines=("Salbutamol 100 mcg as needed", "Folic acid 400 mcg daily", "Beclometasone: run out"),
    measurements=("Height 162.0 cm", "Weight 58.4 kg", "BP 108/64", "10-Mar-2026"),
    sdq=("Carer 14, slightly raised (was 17, 09-Mar-2025)", "Ellie 12, close to average"),
    immunisations=("Not up to date: 3-in-1 booster, MenACWY",),
)
BACKGROUND = Background("White British", "English", "asked, prefers not to say", None)
QUOTE = Quote(
    "I'm nervous but happy. I want the same midwife each time. Please don't ring my mum.",
    "child",
    ASSESSED_ON,
)
NEXT = NextReview(date(2027, 3, 10), questions_to="Nadia Rahman")
SHARING = Sharing("Ellie", ASSESSED_ON, ("her GP",), ("her parents",))
ISSUE = Issue(
    "Nadia Rahman",
    "RN",
    date(2026, 3, 12),
    "HP-2026-0312",
    2,
    "version 1 of 12-Mar-2025",
    ("Ellie (her version)", "D Price"),
    "T Leigh",
    date(2026, 3, 12),
)
ACTIONS = (
    PracticeAction(
        "Refer to enhanced midwifery if no booking letter has reached you",
        "looked-after young people who are pregnant get the enhanced pathway",
        date(2026, 3, 20),
    ),
    PracticeAction(
        "Give the missed 3-in-1 booster and MenACWY (check against pregnancy advice)",
        "both due at 14, neither given",
        date(2026, 4, 30),
    ),
    PracticeAction(
        "Asthma review. Wakes with cough 2 nights a week; out of preventer since January",
        "no review in 14 months",
        date(2026, 3, 31),
    ),
)
OTHERS = (
    OtherAction("A Cole", "enhanced midwife", "Northgate Hospital", "Booking visit and named midwife", date(2026, 3, 13)),
    OtherAction("Ms Dean", "dentist", "Dental Access", "Two fillings; a different dentist, as Ellie asked", date(2026, 4, 30)),
    OtherAction("N Rahman", "health assessor", "Northgate health team", "Inhaler technique; sleep check at 6 weeks", date(2026, 4, 21)),
    OtherAction("L Hunt", "key worker", "Mill Road House", "Goes with Ellie to the booking visit", date(2026, 3, 13)),
)  # fmt: skip


def a_gp_summary(**changes: object) -> GpSummary:
    """A review of a sixteen-year-old, with three actions for the practice."""
    typical = GpSummary(
        service=SERVICE,
        practice=PRACTICE,
        child=ELLIE,
        assessment=Assessed("RHA", ASSESSED_ON, "in person, alone"),
        circumstances=AT_HOME,
        practice_actions=ACTIONS,
        records=RECORDS,
        background=BACKGROUND,
        other_actions=OTHERS,
        quote=QUOTE,
        next_review=NEXT,
        sharing=SHARING,
        issue=ISSUE,
        medicines_changed=True,
        urgent=False,
        third_party_sections=(),
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def two_line_actions(number: int) -> tuple[PracticeAction, ...]:
    return tuple(
        PracticeAction(
            f"Number {n}: review the epilepsy medicine with the child and the carer, and send the neurology clinic a copy "
            "of the last three blood results",
            "the dose has not been looked at since the move from the last placement in September",
            date(2026, 4, 1 + n % 28),
        )
        for n in range(1, number + 1)
    )


def a_toddlers_gp_summary() -> GpSummary:
    """An initial assessment of a two-year-old about whom little is known yet."""
    return a_gp_summary(
        child=Identity(
            "Tobi", "Adéwálé-Łukasik", "100200", date(2024, 1, 20), "2y 1m", "Male", "9990101114", None
        ),
        assessment=Assessed("IHA", ASSESSED_ON, "in person, with foster carer"),
        circumstances=Circumstances(
            lives_at="anything",
            address_withheld=True,
            in_care_since=date(2026, 2, 12),
            legal_status="interim care order",
            consent="Northgate council, delegated to the foster carer for routine care",
            council="Northgate",
            social_worker="P Okafor",
        ),
        practice_actions=ACTIONS[1:2],
        records=Records(please_code=("Looked-after child (since 12-Feb-2026)",)),
        background=Background(
            "Black African", "Yoruba and English", None, "Hair and skin care; Yoruba stories at bedtime"
        ),
        other_actions=OTHERS[1:2],
        quote=Quote(
            "Settled quickly on the carer's lap, pointed at the toy bus and said 'bus'.", "seen", ASSESSED_ON
        ),
        medicines_changed=None,
        third_party_sections=None,
        sharing=None,
    )


def the_longest_gp_summary(words: str, practice_actions: int = 10) -> GpSummary:
    """Every text is `words`, every list long, the names 120 characters each."""
    long_name = "Wolfeschlegelsteinhausen " * 4 + "x" * 20
    many = (words,) * 12
    return a_gp_summary(
        service=Service(words, words, words),
        practice=Practice(words, "K83001", ASSESSED_ON),
        child=replace(ELLIE, given=long_name, family=long_name, likes_to_be_called=words),
        circumstances=Circumstances(
            words, False, ASSESSED_ON, words, words, words, words, words, words, many
        ),
        practice_actions=tuple(PracticeAction(words, words, ASSESSED_ON) for _ in range(practice_actions)),
        records=Records(many, many, many, many, many, many, many),
        background=Background(words, words, words, words),
        other_actions=tuple(OtherAction(words, words, words, words, ASSESSED_ON) for _ in range(12)),
        quote=Quote(words, "child"),
        next_review=NextReview(ASSESSED_ON, questions_to=words),
        sharing=Sharing(words, ASSESSED_ON, many, many),
        issue=Issue(words, words, ASSESSED_ON, "HP-2026-0312", 2, words, many, words, ASSESSED_ON),
    )


def a_need(number: int = 1, **changes: object) -> PlanNeed:
    need = PlanNeed(
        text=("Asthma", "Teeth", "Sleep", "Immunisations", "Pregnancy")[number % 5],
        evidence="wakes with cough 2 nights a week; out of preventer since January",
        outcomes=(
            PlanOutcome(
                "No more than 1 night with cough a week, inhaler used alone",
                "Ellie's 2 week diary and inhaler check",
                date(2026, 6, 30),
                (
                    PlanAction("Asthma review", "Dr K Osei", "GP", "Mill Road Surgery", date(2026, 3, 31), for_practice=True),
                    PlanAction("Teach the inhaler technique and watch it done", "N Rahman", "health assessor", "Northgate health team", date(2026, 4, 21)),
                ),
            ),
        ),
    )  # fmt: skip
    return replace(need, **changes)  # type: ignore[arg-type]


CARRIED = replace(
    a_need().outcomes[0],
    carried="Carried forward twice, first agreed 11-Mar-2025. At this review: partly met",
)


HEALTH = tuple(
    (heading, f"{heading}: settled in the last year, with asthma that wakes her twice a week. " * 2)
    for heading in HEALTH_PLAN_HEADINGS
)
CHECKS = (
    ("Immunisations", "Not up to date: 3-in-1 booster and MenACWY."),
    ("Teeth", "Last seen 14-Jan-2026. Two fillings waiting."),
    (
        "Emotional health and SDQ",
        "Carer 14, slightly raised (was 17, 09-Mar-2025). Score of 20 or more would be very high.",
    ),
)
LAST_ITEMS = (
    LastItem(
        "Teeth",
        "Both fillings done",
        "partly",
        "Placement move meant the slot was missed",
        date(2025, 3, 11),
        1,
        childs_words="I want a different dentist.",
        goes_on=True,
    ),
    LastItem("Sleep", "Asleep by 23:00 on school nights", "met"),
    LastItem("Glasses", "New glasses worn at school", "no_longer_needed"),
)


def a_full_plan(**changes: object) -> FullPlan:
    """The plan that goes with `a_gp_summary`."""
    typical = FullPlan(
        service=SERVICE,
        practice=PRACTICE,
        child=ELLIE,
        assessment=Assessed("RHA", ASSESSED_ON, "in person, alone"),
        circumstances=AT_HOME,
        quotes=(QUOTE,),
        gone_well=("Finished her first term at college", "Uses the bus on her own"),
        last_plan_on=date(2025, 3, 11),
        last_items=LAST_ITEMS,
        health=HEALTH,
        checks=CHECKS,
        background=BACKGROUND,
        needs=(a_need(1), a_need(2, outcomes=(CARRIED,)), a_need(3)),
        contributions=(
            Contribution("Mill Road Surgery", date(2026, 2, 10), date(2026, 2, 20)),
            Contribution("CAMHS (child and adolescent mental health service)", date(2026, 2, 10)),
        ),
        next_review=NEXT,
        sharing=SHARING,
        issue=ISSUE,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def a_recovery_sheet() -> RecoverySheet:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSTUVWX"
    groups = tuple(letters[at : at + 4] for at in range(0, len(letters), 4))
    return RecoverySheet("northgate.lac", ASSESSED_ON, "Sam Field", groups)


def a_disposal_certificate() -> DisposalCertificate:
    """Of a record with a row in nearly every table: as long as one gets."""
    destroyed = tuple(
        (f"{words} of the record", count)
        for count, words in enumerate(("answers", "actions", "consents") * 12, 1)
    )
    return DisposalCertificate(
        record_number="D-K7M3-9QXT", team=SERVICE.name, class_words="Longest that applies", rule="Until the 75th birthday",
        kept_until=date(2025, 1, 10), authority="Retention schedule 2025", proposed_by="Sam Field",
        proposed_on=ASSESSED_ON, proposed_because="Its day has passed", decided_by="Rosa Hale", decided_on=ASSESSED_ON,
        decided_because="Agreed", carried_out_by="Sam Field", made_on=ASSESSED_ON, destroyed=destroyed, entries=412,
        backups_until=date(2027, 3, 5), method=METHOD, reference="K7M39QXT",
    )  # fmt: skip


def a_reader_copy(reader: Reader, **changes: object) -> ReaderCopy:
    """The copy of the typical plan for carer, council or school."""
    whom = {
        Reader.CARER: "Rosa Field, foster carer, Example Fostering",
        Reader.COUNCIL: "D Price, social worker, Northgate",
        Reader.SCHOOL: "Northgate College",
    }[reader]
    role = {Reader.CARER: "foster carer", Reader.COUNCIL: "social worker", Reader.SCHOOL: "head of year"}[
        reader
    ]
    asked = (
        OtherAction("Lin Hunt", role, "Mill Road House", "Keep the spare inhaler where Ellie can reach it", date(2026, 3, 31)),
        OtherAction("Lin Hunt", role, "Mill Road House", "Ring us when she wakes at night twice in a week", None, "Carried forward once"),
    )  # fmt: skip
    is_school = reader is Reader.SCHOOL
    typical = ReaderCopy(
        reader=reader,
        whom=whom,
        service=SERVICE,
        child=replace(ELLIE, nhs_number=None, gender="") if is_school else ELLIE,
        assessment=Assessed("RHA", ASSESSED_ON, "in person, alone"),
        own_actions=asked,
        needs=() if is_school else (a_need(1), a_need(2, outcomes=(CARRIED,))),
        next_review=NEXT,
        sharing=Sharing("Ellie", ASSESSED_ON, (f"the {reader.value}",), ("their parents",)),
        issue=ISSUE,
        circumstances=None if is_school else replace(AT_HOME, alerts=("Child protection plan: neglect",)),
        practice=None if is_school else PRACTICE,
        quote=None if is_school else QUOTE,
        sdq=() if is_school else ("Carer 14 of 40", "A little more worried than in the autumn"),
        need_to_know=("Visit in pairs", "Exploitation risk") if reader is Reader.COUNCIL else (),
        is_kept_back=not is_school,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


@cache
def printed(example: str) -> bytes:
    """Print one example, once for all who read it."""
    document, held = every_document()[example]
    return DOCUMENTS[document].render(held)


@cache
def every_document() -> dict[str, tuple[str, object]]:
    """Return example name → (name of the document, what it holds)."""
    long_note = (("Long note", "A very long note of many words. " * 900),)
    return {
        "typical summary": ("gp-summary", a_gp_summary()),
        "initial, two-year-old": ("gp-summary", a_toddlers_gp_summary()),
        "ten actions": ("gp-summary", a_gp_summary(practice_actions=two_line_actions(10))),
        "thirty actions": ("gp-summary", a_gp_summary(practice_actions=two_line_actions(30))),
        "no actions": ("gp-summary", a_gp_summary(practice_actions=(), other_actions=(), quote=None)),
        "no practice": ("gp-summary", a_gp_summary(practice=None)),
        "typical plan": ("full-plan", a_full_plan()),
        "long plan": ("full-plan", a_full_plan(checks=long_note, needs=tuple(a_need(n) for n in range(12)))),
        "plan of nothing": ("full-plan", an_empty_full_plan()),
        "word without blanks": ("full-plan", a_full_plan(gone_well=("abcdefghij" * 30,))),
        "endless summary": ("gp-summary", the_longest_gp_summary("Wheezing words and so on " * 900)),
        "carer copy": (
            "carer-copy",
            a_reader_copy(Reader.CARER, needs=tuple(a_need(n) for n in range(1, 6))),
        ),
        "council copy": ("council-copy", a_reader_copy(Reader.COUNCIL)),
        "school copy": ("school-copy", a_reader_copy(Reader.SCHOOL)),
        "recovery sheet": ("recovery-sheet", a_recovery_sheet()),
        "disposal certificate": ("disposal-certificate", a_disposal_certificate()),
        "chronology": ("chronology", a_chronology()),
        "blank form": ("blank-form", find_form("rha_10_plus")),
        **{name: ("own-plan", held) for name, held in every_own_plan().items()},
        **every_letter(),
        **every_request(),
        **owner_letters(),
        **health_histories(),
        **sdq_papers(),
        **figure_papers(),
    }


def a_chronology() -> ChronologyPaper:
    """A chronology of three pages with key events and impacts."""
    events = tuple(
        Event(
            f"event:{n}", on_day(date(2019, 1, 1) + timedelta(days=40 * n)), f"Event {n}: moved, seen or admitted. " * 3,
            "health", "GP", is_key=n % 3 == 0, impact="Settled and sleeping", action="Told the school",
        )
        for n in range(60)
    )  # fmt: skip
    plan = a_full_plan()
    return ChronologyPaper(plan.service, plan.child, events, "All events", "Nadia Rahman", date(2026, 3, 4))


def an_empty_full_plan() -> FullPlan:
    """A plan in which almost nothing is recorded."""
    return a_full_plan(
        practice=None,
        circumstances=Circumstances(None),
        quotes=(),
        gone_well=(),
        last_plan_on=None,
        last_items=(),
        health=(),
        checks=(),
        background=Background(),
        needs=(),
        contributions=(),
        next_review=NextReview(None),
        sharing=None,
    )
