"""Results of quality reviews: by criterion, by author, by provider and month by month, from plain facts of each review."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.figure_words import hidden_counts
from lac_tracker.domain.quality import FEWEST, VOICE, Answer, Checklist, Overall, percent, points


@dataclass(frozen=True)
class ReviewFacts:
    """One finished review. A check of what was returned is not counted again: the first look is what is compared."""

    review_id: int
    checklist_id: int
    kind: str
    author: str
    author_id: int | None
    provider: str
    is_out_of_area: bool
    finished_on: date
    overall: Overall
    answers: Mapping[str, Answer]
    is_mended: bool = False  # returned, amended and checked again since


@dataclass(frozen=True)
class CriterionResult:
    """One criterion over all the reviews it was answered in. percent: None under five that apply."""

    id: str
    words: str
    met: int
    partly: int
    not_met: int
    not_applicable: int

    @property
    def applies(self) -> int:
        return self.met + self.partly + self.not_met

    @property
    def percent(self) -> float | None:
        return percent(self.met, self.applies)


@dataclass(frozen=True)
class GroupResult:
    """The reviews of an author, a provider, an area or a month. voice: average from 0 to 2, None without an answer."""

    words: str
    reviews: int
    meets: int
    needs_changes: int
    sent_back: int
    mended: int
    voice: float | None
    began: date | None = None  # of a month, its first day

    @property
    def percent(self) -> float | None:
        """Return the share that met the standard; None under five reviews."""
        return percent(self.meets, self.reviews)


@dataclass(frozen=True)
class Results:
    """All of it for some days. versions: checklist id → how many reviews were scored by it."""

    since: date
    until: date
    whole: GroupResult
    criteria: tuple[CriterionResult, ...]
    authors: tuple[GroupResult, ...]
    providers: tuple[GroupResult, ...]
    areas: tuple[GroupResult, ...]
    months: tuple[GroupResult, ...]
    versions: Mapping[int, int]


def results(
    reviews: Iterable[ReviewFacts], checklists: Mapping[int, Checklist], since: date, until: date
) -> Results:
    """Return the results of the reviews finished in some days, both included.

    checklists: id → the version it was scored by; the newest has the highest id. A criterion is followed over versions
    by its id alone: one that was given a new id is another question, and the two are never added up.
    """
    held = [one for one in reviews if since <= one.finished_on <= until]
    newest_first = [checklists[key] for key in sorted(checklists, reverse=True)]
    voices = {one.id for each in newest_first for one in each.criteria if one.group == VOICE}
    versions: dict[int, int] = {}
    for one in held:
        versions[one.checklist_id] = versions.get(one.checklist_id, 0) + 1

    def by(
        key: Callable[[ReviewFacts], str], order: Callable[[str], object] = str.casefold
    ) -> tuple[GroupResult, ...]:
        names = sorted({key(one) for one in held}, key=order)  # type: ignore[arg-type]  # what order gives can be compared
        return tuple(_group(name, [one for one in held if key(one) == name], voices) for name in names)

    return Results(
        since, until,
        _group("All", held, voices),
        _criteria(held, newest_first),
        by(lambda one: one.author),
        by(lambda one: one.provider),
        by(lambda one: "Out of area" if one.is_out_of_area else "In area"),
        _months(held, voices, since, until),
        versions,
    )  # fmt: skip


def without_small(found: Results) -> Results:
    """Return results that may leave the screen: no author, provider, area or month with under five reviews is told.

    Where it is only one, the next smallest goes with it: the whole would give it away. A whole of under five is empty.
    """

    def large(groups: tuple[GroupResult, ...]) -> tuple[GroupResult, ...]:
        hidden = hidden_counts([one.reviews for one in groups])
        return tuple(one for place, one in enumerate(groups) if place not in hidden and one.reviews)

    whole = found.whole if found.whole.reviews >= FEWEST else _group(found.whole.words, [], set())
    return Results(
        found.since, found.until, whole,
        tuple(one for one in found.criteria if one.applies >= FEWEST),
        large(found.authors), large(found.providers), large(found.areas), large(found.months), found.versions,
    )  # fmt: skip


def count_words(reviews: int) -> str:
    """Return '3 reviews: too few for a percentage', '12 reviews', 'No reviews'."""
    if not reviews:
        return "No reviews"
    words = f"{reviews} {'review' if reviews == 1 else 'reviews'}"
    return f"{words}: too few for a percentage" if reviews < FEWEST else words


def _group(words: str, held: list[ReviewFacts], voices: set[str], began: date | None = None) -> GroupResult:
    how = [one.overall for one in held]
    said = [answer for one in held for key, answer in one.answers.items() if key in voices]
    return GroupResult(
        words, len(held), how.count(Overall.MEETS), how.count(Overall.NEEDS_CHANGES),
        how.count(Overall.SENT_BACK), sum(one.is_mended for one in held), points(said), began,
    )  # fmt: skip


def _criteria(held: list[ReviewFacts], newest_first: list[Checklist]) -> tuple[CriterionResult, ...]:
    """Return each criterion that was answered, in the order and words of the newest checklist that has it."""
    words: dict[str, str] = {}
    for each in newest_first:
        for criterion in each.criteria:
            words.setdefault(criterion.id, criterion.words)
    found = []
    for key, said in words.items():
        given = [one.answers[key] for one in held if key in one.answers]
        if given:
            counts = [given.count(answer) for answer in Answer]
            found.append(CriterionResult(key, said, *counts))
    return tuple(found)


def _months(held: list[ReviewFacts], voices: set[str], since: date, until: date) -> tuple[GroupResult, ...]:
    found, month = [], since.replace(day=1)
    while month <= until:
        mine = [
            one for one in held if (one.finished_on.year, one.finished_on.month) == (month.year, month.month)
        ]
        found.append(_group(show_date(month)[3:].replace("-", " "), mine, voices, month))
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return tuple(found)


def of_one_author(found: Results, mine: tuple[GroupResult, ...]) -> Results:
    """Return results in which only the lines of one author stand by name, for the author who looks."""
    return replace(found, authors=mine)
