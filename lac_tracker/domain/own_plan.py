"""The young person's own plan: its form by age, what it holds, and whose words may stand in it.

Its rules: 'you' and 'we', first names and jobs, dates as '13 March'; no short forms, flags, legal status, family
health, safeguarding detail, brothers and sisters, or what staff think. The tiers and their sections are our own design
after what children's services publish about letters and plans for children; to be agreed with young people before use.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lac_tracker.domain.dates import age_in_years, in_plain_dates, show_plain_date
from lac_tracker.domain.disclosure import Reader, readers_of_item
from lac_tracker.domain.helplines import Helpline
from lac_tracker.domain.plans import Action, Need, Outcome
from lac_tracker.domain.reading_ease import PlainWords, named, short_forms
from lac_tracker.domain.reports import Identity, Service

Stage = Literal["under_5", "5_to_9", "10_to_13", "14_to_15", "16_plus", "easy_read"]
TextSize = Literal["usual", "large"]

YEAR_AFTER_DAYS = 300  # a day farther away is told with its year


@dataclass(frozen=True)
class Tier:
    """What a plan looks like for an age or a stage."""

    stage: Stage
    words: str  # on screens
    from_age: int | None  # None: chosen by a person, at any age
    points: float  # size of its text
    large_points: float
    most_items: int
    most_lines: int  # of what is going well
    has_pictures: bool = False
    is_letter: bool = False  # to the carer, for the child to read one day
    has_choices: bool = False  # boxes to tick about who gets the plan


TIERS: tuple[Tier, ...] = (
    Tier("under_5", "Under 5: letter to carer", 0, 14.0, 18.0, 6, 6, is_letter=True),
    Tier("5_to_9", "5 to 9: pictures", 5, 18.0, 22.0, 3, 3, has_pictures=True),
    Tier("10_to_13", "10 to 13", 10, 14.0, 18.0, 6, 5),
    Tier("14_to_15", "14 and 15", 14, 14.0, 18.0, 6, 6),
    Tier("16_plus", "16 and over, with choices", 16, 14.0, 18.0, 6, 6, has_choices=True),
    Tier("easy_read", "Easy read: pictures", None, 16.0, 20.0, 4, 4, has_pictures=True),
)
TIER: Mapping[str, Tier] = {tier.stage: tier for tier in TIERS}

# Bands of the first page: (key, words, red green blue). Black type on the darkest has a contrast of more than 13 to 1,
# and a scan in black and white leaves each of them white.
COLOURS: tuple[tuple[str, str, tuple[float, float, float]], ...] = (
    ("sky", "Sky blue", (0.80, 0.90, 0.99)),
    ("mint", "Mint", (0.80, 0.95, 0.86)),
    ("sunshine", "Sunshine", (1.00, 0.94, 0.70)),
    ("lilac", "Lilac", (0.90, 0.86, 0.98)),
    ("peach", "Peach", (1.00, 0.88, 0.80)),
    ("white", "No colour", (1.00, 1.00, 1.00)),
)
COLOUR: Mapping[str, tuple[float, float, float]] = {key: shade for key, _, shade in COLOURS}

# Pictures: key → what a screen reader says.
PICTURES: Mapping[str, str] = {
    "tooth": "A tooth",
    "eye": "An eye",
    "ear": "An ear",
    "apple": "An apple",
    "moon": "The moon and a star",
    "plaster": "A plaster",
    "heart": "A heart",
    "book": "An open book",
    "smile": "A smiling face",
}
PICTURE_OF: Mapping[str, str] = {
    "teeth": "tooth", "immunisations": "plaster", "growth": "apple", "eyes": "eye", "ears": "ear", "asthma": "heart",
    "skin": "plaster", "continence": "heart", "long_term_condition": "heart", "medicines": "plaster",
    "infection": "plaster", "development": "book", "learning": "book", "feelings": "smile", "sleep": "moon",
    "food_and_movement": "apple", "pregnancy": "heart", "registration": "plaster", "leaving_care": "book",
}  # fmt: skip
# Kinds of need that tell of other people or of safety: nothing of them is printed unless it was written for the child.
_WRITTEN_FIRST = ("safety", "history")


@dataclass(frozen=True)
class OwnCopy:
    """What was written and chosen for one plan. stage None: as the age says. version 0: nothing is kept yet."""

    stage: Stage | None = None
    text_size: TextSize = "usual"
    colour: str | None = None
    shows_feelings: bool = False
    opening: str = ""
    talked_about: str = ""  # one a line
    going_well: str = ""  # one a line
    their_part: str = ""  # one a line
    translated_by: str = ""
    checked_with_them_on: date | None = None
    version: int = 0


# The texts of a copy in words for people: as they are called where one is too long.
TEXTS: Mapping[str, str] = {
    "opening": "Something they told us", "talked_about": "What we talked about", "going_well": "What's going well",
    "their_part": "What they can do",
}  # fmt: skip


@dataclass(frozen=True)
class OwnItem:
    """One thing that was agreed."""

    words: str
    picture: str  # a key of PICTURES
    helpers: tuple[str, ...]  # 'Amy, midwife'; 'Your GP'; 'You'
    by: date | None


@dataclass(frozen=True)
class OwnHelper:
    """Somebody who helps, and how to reach them."""

    who: str  # 'Amy, midwife'
    phone: str = ""


@dataclass(frozen=True)
class Feelings:
    """The total of the questions about feelings as the young person answered them, oldest first."""

    points: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class Readers:
    """Who sees the plan, in words: 'your GP'."""

    sees: tuple[str, ...] = ()
    not_sees: tuple[str, ...] = ()
    keeps_from: tuple[str, ...] = ()  # from whom something is kept; what it is stays off the paper
    tell: str = ""  # whom to tell: 'Nadia'
    choices: tuple[tuple[str, str], ...] = ()  # (who, 'yes' or 'no' as it stands)


@dataclass(frozen=True)
class OwnPlan:
    """All that a young person's own plan holds."""

    service: Service
    child: Identity
    stage: Stage
    is_large: bool
    colour: str | None
    talked_on: date
    made_on: date
    opening: str
    talked_about: tuple[str, ...]
    said: tuple[str, ...]
    going_well: tuple[str, ...]
    items: tuple[OwnItem, ...]
    items_left_out: int
    their_part: tuple[str, ...]
    feelings: Feelings | None
    readers: Readers
    helpers: tuple[OwnHelper, ...]
    helplines: tuple[Helpline, ...]
    next_time: str  # 'by March 2027', '' where nothing is due
    dear: str  # whom a letter is to: 'Priya'
    translated_by: str
    reference: str
    version: int
    replaces: str = ""

    @property
    def tier(self) -> Tier:
        return TIER[self.stage]

    @property
    def points(self) -> float:
        return self.tier.large_points if self.is_large else self.tier.points


def tier_of(born: date, on: date, chosen: str | None = None) -> Tier:
    """Return the tier for an age, or the one a person chose for the stage a child is at. Before birth: the first."""
    if chosen is not None:
        return TIER[chosen]
    age = max(age_in_years(born, on), 0)
    return next(tier for tier in reversed(TIERS) if tier.from_age is not None and age >= tier.from_age)


def is_told(need: Need, outcome: Outcome) -> bool:
    """Return whether an item of the plan stands in the young person's own copy.

    Who gets it is said in `domain.disclosure`. What tells of safety or of other people is written for them first,
    unless a person chose that it goes to them.
    """
    if outcome.entered_in_error or Reader.CHILD not in readers_of_item(need.category, outcome.seen_by):
        return False
    is_chosen = outcome.seen_by is not None
    return is_chosen or need.category not in _WRITTEN_FIRST or bool(outcome.plain_words.strip())


def words_of(outcome: Outcome) -> str:
    """Return an item in the words written for the child, else as it was agreed, with its dates in words."""
    return in_plain_dates(outcome.plain_words.strip() or outcome.text.strip())


def must_be_written(outcome: Outcome, words: PlainWords) -> tuple[str, ...]:
    """Return what stops an item from being printed as it stands: short forms, and what is not for the child.

    What somebody wrote in plain words for the child is only looked at for short forms.
    """
    text = words_of(outcome)
    found = short_forms(text, words)
    return found if outcome.plain_words.strip() else (*found, *named(text, words.not_for_them))


def first_name_of(full_name: str, words: PlainWords) -> str:
    """Return 'Nadia' of 'Nadia Rahman', '' where only an initial or a family name is known: 'Dr K Osei', 'Ms Dean'."""
    parts = full_name.split()
    bare = [part for part in parts if part.rstrip(".").casefold() not in words.titles]
    if not bare or (len(bare) == 1 and len(parts) > 1):
        return ""
    first = bare[0].rstrip(".,")
    is_initials = len(first) == 1 or (first.isupper() and len(first) <= 3) or "." in bare[0].rstrip(".")
    return "" if is_initials and first.isascii() else first


def job_of(role: str, words: PlainWords) -> str:
    """Return a job without short forms: 'mental health team nurse' of 'CAMHS nurse'; 'GP' stays."""
    said = {"assessor": "health assessor", "gp practice": "GP"}.get(role.strip().casefold(), role.strip())
    for short in short_forms(said, words):
        say = words.instead.get(short) or words.instead.get(short.upper()) or ""
        said = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)", say, said)
    joined = " ".join(said.split())
    is_word = joined[:1].isupper() and not joined[1:2].isupper()
    return f"{joined[:1].lower()}{joined[1:]}" if is_word else joined


def helper_words(person: str, role: str, own_names: Iterable[str], words: PlainWords) -> str:
    """Return who helps: 'Amy, midwife', 'Your GP', 'You'. '' when neither a first name nor a job is known.

    own_names: how the child is called, so that their own part reads 'You'.
    """
    if person.strip().casefold() in {name.casefold() for name in own_names if name}:
        return "You"
    first, job = first_name_of(person, words), job_of(role, words)
    if first and job:
        return f"{first}, {job}"
    return first or (f"Your {job}" if job else "")


def helpers_of(actions: Iterable[Action], own_names: Iterable[str], words: PlainWords) -> tuple[str, ...]:
    """Return who helps with an item, each once."""
    names = tuple(own_names)
    said = (helper_words(action.person, action.role, names, words) for action in actions)
    return tuple(dict.fromkeys(each for each in said if each))


def day_by(outcome: Outcome) -> date | None:
    """Return the day by which all that was agreed is to be done."""
    return max((action.by for action in outcome.actions if action.by), default=outcome.review_on)


def show_day(day: date, near: date) -> str:
    """Return '13 March', with its year when it is far from `near`."""
    whole = show_plain_date(day)
    return whole.rpartition(" ")[0] if abs((day - near).days) < YEAR_AFTER_DAYS else whole


def lines_of(text: str) -> tuple[str, ...]:
    """Return what was written one a line, without the signs that begin a list."""
    return tuple(bare for line in text.splitlines() if (bare := line.strip(" -•*\t")))


def joined(words: Iterable[str], last: str = "and") -> str:
    """Return 'your GP, your social worker and you'."""
    each = tuple(words)
    return f"{', '.join(each[:-1])} {last} {each[-1]}" if len(each) > 1 else "".join(each)
