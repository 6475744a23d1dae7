"""Own plans of invented young people: one for each tier, and ones that go to the edge."""

from dataclasses import replace
from datetime import date

from lac_tracker.domain.own_plan import COLOURS, TIER, Feelings, OwnHelper, OwnItem, OwnPlan, Readers
from lac_tracker.domain.reports import Identity, Service
from lac_tracker.services.own_plan_facts import printed_helplines

SERVICE = Service("Northgate looked-after children’s health team", "01632 960 100", "lac.health@example.org")
ELLIE = Identity("Ellie", "Brown", "123456", date(2009, 8, 8), "16y 7m", "Female", "9990563411", "Ellie")
TOBI = Identity("Tobi", "Adéwálé-Łukasik", "100200", date(2024, 1, 20), "2y 1m", "Male", "9990101114", None)
MUSA = Identity("Musa", "Khan", "100201", date(2019, 2, 28), "7y 0m", "Male", "9990563411", None)
TALKED_ON = date(2026, 3, 10)

ITEMS = (
    OwnItem("You have your own midwife", "heart", ("Amy, midwife", "Lou, key worker"), date(2026, 3, 13)),
    OwnItem("You cough less at night", "heart", ("Your GP", "Nadia, health assessor"), date(2026, 3, 31)),
    OwnItem("Your teeth don’t hurt", "tooth", ("Your dentist",), date(2026, 4, 30)),
)
LITTLE = (
    OwnItem("Your tooth feels better", "tooth", ("Jo, foster carer",), date(2026, 3, 18)),
    OwnItem("You sleep all night", "moon", ("Nadia, health assessor", "Jo, foster carer"), date(2026, 4, 15)),
    OwnItem("You get your new glasses", "eye", ("Your optician",), date(2026, 4, 30)),
)
HELPERS = (
    OwnHelper("Nadia, health assessor", "01632 960 100"),
    OwnHelper("Amy, midwife", "01632 960 123"),
    OwnHelper("Your GP, Northgate Surgery", "01632 960 140"),
    OwnHelper("Lou, key worker", ""),
)
READERS = Readers(
    ("your GP", "your social worker"), ("your parents", "your school"), (), "Nadia",
    (("My GP", "yes"), ("My social worker", "yes"), ("My parents", "no"), ("My school or college", "no")),
)  # fmt: skip


def an_own_plan(**changes: object) -> OwnPlan:
    """The plan of a sixteen-year-old who chose to show how she has been feeling."""
    stage = str(changes.get("stage", "16_plus"))
    typical = OwnPlan(
        service=SERVICE,
        child=ELLIE,
        stage="16_plus",
        is_large=False,
        colour=None,
        talked_on=TALKED_ON,
        made_on=date(2026, 3, 12),
        opening="",
        talked_about=(),
        said=("I’m nervous but happy. I want the same midwife each time.",),
        going_well=(
            "You are sleeping better",
            "You use your inhaler on your own",
            "You are eating breakfast",
        ),
        items=ITEMS,
        items_left_out=0,
        their_part=(),
        feelings=Feelings(((date(2025, 3, 9), 16), (date(2026, 3, 10), 12))),
        readers=READERS,
        helpers=HELPERS,
        helplines=printed_helplines(TIER[stage]),
        next_time="by March 2027",
        dear="",
        translated_by="",
        reference="K7MWQX4",
        version=1,
    )
    return replace(typical, **changes)  # type: ignore[arg-type]


def a_small_childs_plan(**changes: object) -> OwnPlan:
    """The plan of a seven-year-old, in pictures."""
    readers = replace(READERS, sees=("your GP", "your social worker", "your carer"))
    typical = an_own_plan(
        child=MUSA, stage="5_to_9", said=("I like Bruno the dog. My tooth hurts.",), items=LITTLE, feelings=None,
        going_well=("You run fast", "You made a friend"), their_part=("brush your teeth two times a day",),
        readers=readers, helpers=HELPERS[:1], next_time="by March 2027",
    )  # fmt: skip
    return replace(typical, **changes)  # type: ignore[arg-type]


def a_letter_to_a_carer(**changes: object) -> OwnPlan:
    """About a two-year-old."""
    typical = an_own_plan(
        child=TOBI, stage="under_5", dear="Priya", feelings=None, said=(), helpers=HELPERS[:1],
        opening="Tobi pointed at the toy bus and said ‘bus’. He came to your lap when he was tired, and settled there.",
        going_well=("Tobi sleeps through most nights", "He eats with his own spoon"),
        items=(OwnItem("Tobi has all his jabs", "plaster", ("Your GP",), date(2026, 4, 30)),),
        their_part=("Bring the red book", "Ring us if he coughs at night"),
        readers=replace(READERS, sees=("your GP", "your social worker", "your carer"), choices=()),
    )  # fmt: skip
    return replace(typical, **changes)  # type: ignore[arg-type]


def every_own_plan() -> dict[str, OwnPlan]:
    """Return example name → plan: one of each form, long ones, and one in a language that runs from right to left."""
    long_name = "Wolfeschlegelsteinhausen " * 4 + "Bergerdorffsteinhaus"
    words = "Some long words for one thing that goes on and on. " * 5
    endless = tuple(OwnItem(words, "tooth", (words,), date(2026, 3, 31)) for _ in range(6))
    amir = replace(ELLIE, given="أمير", family="الحسيني", likes_to_be_called="أمير")
    return {
        "own plan 16_plus": an_own_plan(),
        "own plan 5_to_9": a_small_childs_plan(),
        "own plan under_5": a_letter_to_a_carer(),
        "own plan easy_read": a_small_childs_plan(stage="easy_read", child=ELLIE),
        "own plan endless": an_own_plan(
            child=replace(ELLIE, given=long_name, family=long_name, likes_to_be_called=long_name),
            items=endless,
            said=(words,),
            readers=replace(READERS, tell=long_name),
            translated_by=long_name,
        ),
        "own plan right to left": an_own_plan(
            child=amir,
            said=("أريد أن أنام جيدا كل ليلة. أحب المدرسة.",),
            translated_by="Samira, interpreter",
            going_well=("أنت تنام بشكل أفضل",),
            items=(OwnItem("أسنانك لا تؤلمك", "tooth", ("Nadia, health assessor",), date(2026, 4, 30)),),
        ),
    }


def more_own_plans() -> dict[str, OwnPlan]:
    """Return plans that differ from those in one thing only."""
    words = "A very long item of many plain words that goes on and on. " * 40
    endless = tuple(OwnItem(words, "tooth", (words,), date(2026, 3, 31)) for _ in range(3))
    return {
        "14, large": an_own_plan(stage="14_to_15", is_large=True, items_left_out=2),
        "10": an_own_plan(stage="10_to_13", feelings=None, talked_about=("Teeth", "Sleep", "School")),
        "nothing agreed": an_own_plan(
            items=(), said=(), going_well=(), feelings=None, helpers=(), next_time=""
        ),
        "endless pictures": a_small_childs_plan(items=endless, said=(words,), is_large=True),
        **{f"in {key}": an_own_plan(colour=key) for key, _, _ in COLOURS},
    }
