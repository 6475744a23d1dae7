"""The answers of a signed assessment as the statements documents print. Reads no database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from lac_tracker.domain.answers import to_words
from lac_tracker.domain.completeness import Knowledge
from lac_tracker.domain.dates import show_date
from lac_tracker.domain.disclosure import PRIVATE_CATEGORIES as PRIVATE_CATEGORIES
from lac_tracker.domain.disclosure import tells_private
from lac_tracker.domain.forms import Answers, Form, find_question, questions_by_section
from lac_tracker.domain.questions import Value, is_blank
from lac_tracker.domain.reports import Background, Quote, Records
from lac_tracker.services import report_checks as newer

# Long answers that name something on each of their lines.
_NAMED_LINES = ("medicines", "medicines_changed", "conditions_ongoing", "conditions_new")
# The answers about a topic that is kept from a reader: left out of what that reader gets, with the needs of the plan.
# Allergies never are. What may be about several topics goes with each of them.
_CONDITIONS = ("conditions_ongoing", "conditions_new", "symptoms_now", "past_illness")
QUESTIONS_OF_TOPIC: Mapping[str, tuple[str, ...]] = {
    "teeth": ("dental_seen", "dental_outcome", "dental_doing"),
    "immunisations": ("imm_up_to_date", "imm_source", "imm_outstanding", "imm_doing", "imm_last_on"),
    "growth": (
        "height_cm", "height_centile", "weight_kg", "weight_centile", "head_cm", "head_centile",
        "growth_not_measured_why",
    ),
    "eyes": ("vision_checked", "vision_doing"),
    "ears": ("hearing_checked", "hearing_doing"),
    "asthma": _CONDITIONS,
    "skin": _CONDITIONS,
    "continence": _CONDITIONS,
    "long_term_condition": _CONDITIONS,
    "infection": _CONDITIONS,
    "medicines": ("medicines_state", "medicines", "medicines_changed"),
    "development": ("development_concern_what", "development_now", "speech"),
    "learning": ("send_what", "setting"),
    "feelings": (
        "feelings_now", "sdq_means", "sdq_child_thinks", "sdq_next", "sdq_next_words",
        "sdq_not_used_why", "camhs_what", "worries", "different",
    ),
    "sleep": ("sleep",),
    "food_and_movement": ("food", "movement_daily"),
    "identity": ("ethnicity_means", "language_means", "religion_means"),
    "history": ("birth_pregnancy_state", "family_conditions_state"),
}  # fmt: skip
_KNOWLEDGE_WORDS = {
    Knowledge.PREFERS_NOT_TO_SAY: "Asked: prefers not to say",
    Knowledge.ASKED_NOT_KNOWN: "Asked, not known",
    Knowledge.NOT_ASKED: "Not asked yet",
}
# Scores were typed as answers before questionnaires had a page of their own: older evidence, still read.
TYPED_SDQ = ("sdq_total", "sdq_by", "sdq_on")
_FILLED_IN_BY = {"carer": "Carer", "teacher": "Teacher"}
_PREGNANCY_WORDS = {"pregnant": "Pregnant", "parent": "Is a parent"}
_NO_CHANGE = ("no", "none", "nothing", "not", "unchanged")


@dataclass(frozen=True)
class Told:
    """What an assessment says: only answers to questions that applied, each in the words of its own form.

    on: when it was completed. checks: what the record knows of health checks that is newer than these answers.
    """

    form: Form
    answers: Mapping[str, Value]
    called: str
    on: date | None = None
    checks: newer.Checks = newer.Checks()

    def key(self, question_id: str) -> str:
        """Return an answer as kept, '' when there is none."""
        return str(self.answers.get(question_id, ""))

    def keys(self, question_id: str) -> tuple[str, ...]:
        """Return what is ticked of several choices."""
        held = self.answers.get(question_id)
        return tuple(held) if isinstance(held, list) else ()

    def words(self, question_id: str) -> str:
        """Return an answer with labels, units and dates as people read them, '' when there is none."""
        question = find_question(self.form, question_id)
        return to_words(question, self.answers.get(question_id), self.called) if question else ""

    def lines(self, question_id: str) -> tuple[str, ...]:
        """Return a long answer as one statement for each of its lines."""
        return tuple(
            line.strip(" -•\t") for line in self.words(question_id).splitlines() if line.strip(" -•\t")
        )

    @property
    def has_private_part(self) -> bool:
        """Whether the form asks what a young person may want to keep to themselves."""
        return find_question(self.form, "private_talk") is not None


def told_by(
    form: Form,
    answers: Answers,
    facts: Mapping[str, str],
    called: str,
    kept: frozenset[str] = frozenset(),
) -> Told:
    """Return what was told: an answer kept from a question that no longer applied is left out.

    kept: the topics (categories of need) these readers must not see.
    """
    private = {question for topic in kept for question in QUESTIONS_OF_TOPIC.get(topic, ())}
    private |= set(TYPED_SDQ) if "feelings" in kept else set()
    asked = {question.id for _, shown in questions_by_section(form, answers, facts) for question in shown}
    asked |= {one for one in TYPED_SDQ if find_question(form, one) is None}  # of a form no longer used
    told = {one: value for one, value in answers.items() if one in asked - private and not is_blank(value)}
    return Told(form, told, called)


def allergies_words(state: str, allergies: str | None) -> str:
    """Return always one of three: known ones by name, 'No known allergies', 'Allergies not recorded'."""
    if state == "known":
        return (
            f"Allergies: {allergies}"
            if (allergies or "").strip()
            else "Known allergies: ring us for the details"
        )
    return "No known allergies" if state == "none_known" else "Allergies not recorded"


def how_seen(told: Told) -> str | None:
    """Return 'home visit, with carer and social worker'; 'alone' when nobody else was there."""
    where = told.words("seen_where")
    present = [
        word
        for key, word in zip(told.keys("present"), told.words("present").split(", "), strict=False)
        if key != "nobody"
    ]
    parts = [_small(where)]
    if present:
        parts.append(f"with {', '.join(_small(word) for word in present)}")
    elif told.keys("present"):
        parts.append("alone")
    if present and told.key("alone") == "yes":
        parts.append("alone for part of it")
    return ", ".join(part for part in parts if part) or None


def medicines_changed(told: Told) -> bool | None:
    """Return whether a medicine was changed; None when nobody wrote it down."""
    if told.key("medicines_state") == "no":
        return False
    said = told.words("medicines_changed").casefold().split()
    return said[0].strip(".,;:") not in _NO_CHANGE if said else None


def records(
    told: Told, please_code: tuple[str, ...], measured_on: date, sdq: tuple[str, ...], *, private: bool
) -> Records:
    """Return what the practice keeps, row by row. private: what the young person may withhold is shared."""
    pregnancy = _PREGNANCY_WORDS.get(told.key("pregnancy"), "") if private else ""
    return Records(
        please_code=(*please_code, *((pregnancy,) if pregnancy else ())),
        new=told.lines("conditions_new"),
        ongoing=(*conditions(told), *_checks_waiting(told)),
        medicines=medicines(told),
        measurements=measurements(told, measured_on),
        sdq=sdq,
        immunisations=immunisations(told),
        sources=newer.sources_told(told.checks),
    )


def measurements(told: Told, on: date) -> tuple[str, ...]:
    """Return each measurement with its centile as read from the chart, and the day; or why there is none."""
    pressure = told.words("blood_pressure")
    found = []
    if told.checks.growth is not None:
        also = (f"Blood pressure {pressure}, {show_date(on)}",) if pressure else ()
        return (newer.growth_told(told.checks.growth), *also)
    for label, question, centile in (
        ("Height", "height_cm", "height_centile"),
        ("Weight", "weight_kg", "weight_centile"),
        ("Head", "head_cm", "head_centile"),
    ):
        if figure := told.words(question):
            read = told.words(centile)
            found.append(f"{label} {figure} ({read})" if read else f"{label} {figure}")
    if pressure:
        found.append(f"Blood pressure {pressure}")
    if found:
        return (*found, show_date(on))
    why = told.words("growth_not_measured_why")
    return (f"Not measured: {why}",) if why else ()


def typed_sdq(told: Told) -> str:
    """Return the total that was typed as an answer, 'Carer 14 of 40'; '' where none was."""
    total, by = told.key("sdq_total"), told.key("sdq_by")
    if not total:
        return ""
    who = told.called if by == "child" else _FILLED_IN_BY.get(by, "Filled in by: not known")
    return f"{who} {total} of 40"


def immunisations(told: Told) -> tuple[str, ...]:
    """Return whether immunisations are up to date, where that comes from, and what is missing."""
    if told.checks.statement is not None:
        return newer.statement_told(told.checks.statement)
    words = {
        "yes": "Up to date for age and country",
        "no": "Not up to date",
        "not_known": "History unknown, treat as not immunised",
    }
    state = words.get(told.key("imm_up_to_date"))
    if state is None:
        return ()
    missing = told.words("imm_outstanding")
    source, last = told.words("imm_source"), told.words("imm_last_on")
    return tuple(
        part
        for part in (
            f"{state}: {missing}" if missing else state,
            told.words("imm_doing"),
            f"Stated {show_date(told.on)}" if told.on else "",
            f"Source: {_small(source)}" if source else "",
            f"Last routine one {last}" if last else "",
        )
        if part
    )


def background(told: Told, recorded: Mapping[str, str]) -> Background:
    """Return ethnicity, language and religion as told at the assessment, else as on record.

    recorded: 'ethnicity', 'language', 'religion' → the words of the record.
    """
    said = {}
    for subject in ("ethnicity", "language", "religion"):
        state = told.key(f"{subject}_state")
        words = (
            told.words(subject)
            if state == Knowledge.RECORDED
            else _KNOWLEDGE_WORDS.get(Knowledge(state))
            if state
            else ""
        )
        said[subject] = words or recorded[subject]
    interpreter = {"yes": "interpreter needed", "no": "no interpreter needed"}.get(
        told.key("interpreter_needed"), ""
    )
    language = ", ".join(part for part in (said["language"], interpreter) if part)
    means = " ".join(sentence(words) for subject in said if (words := told.words(f"{subject}_means")))
    return Background(said["ethnicity"], language, said["religion"], means or None)


def first_quote(told: Told, heard_on: date, said: tuple[Quote, ...] = ()) -> Quote | None:
    """Return what matters most to the child, else their words kept on their own, else what was seen of one too young.

    said: quotes heard in the child's own section, for whoever may read them.
    """
    if matters := told.words("matters"):
        return Quote(matters, "seen" if told.key("matters_kind") == "seen" else "child", heard_on)
    if said:
        return said[0]
    if seen := told.words("observed"):
        return Quote(seen, "seen", heard_on)
    return None


def quotes(
    told: Told, heard_on: date, said: tuple[Quote, ...] = (), *, own_worries: bool
) -> tuple[Quote, ...]:
    """Return everything said for the plan, the child first. own_worries: the child lets these readers see them."""
    found = [first_quote(told, heard_on, said)]
    found += [one for one in said if one not in found]
    if own_worries:
        for question in ("different", "worries"):
            words = told.words(question)
            found.append(Quote(words, "child", heard_on) if words else None)
    if (told.words("matters") or said) and told.words("observed"):
        found.append(Quote(told.words("observed"), "seen", heard_on))
    if carer := told.words("carer_views"):
        found.append(Quote(carer, "carer", heard_on))
    return tuple(quote for quote in found if quote)


def gone_well(told: Told) -> tuple[str, ...]:
    """Return what is going well, and what the child is good at."""
    good_at = told.words("good_at")
    return (*told.lines("well"), *((f"Good at: {good_at}",) if good_at else ()), *told.lines("strengths"))


def conditions(told: Told) -> tuple[str, ...]:
    """Return the conditions that go on: those of the record where it is newer."""
    if told.checks.conditions_changed is not None:
        return newer.conditions_told(told.checks)
    return told.lines("conditions_ongoing")


def _checks_waiting(told: Told) -> tuple[str, ...]:
    """Return what came of the dentist, and the tests of eyes and hearing that wait, or came after having waited."""
    known = told.checks
    rows = (
        ("Dental", "Dental", told.words("dental_outcome") or told.words("dental_doing"), known.dental),
        ("Eye test", "Eye test waiting", told.words("vision_doing"), known.vision),
        ("Hearing test", "Hearing test waiting", told.words("hearing_doing"), known.hearing),
    )
    found = []
    for label, waiting, said, row in rows:
        is_told = row is not None and (said or row.state != "done" or row.kind == "dental")
        if row is not None and is_told:
            found.append(f"{label}: {newer.check_told(row)}")
        elif said:
            found.append(f"{waiting}: {said}")
    return tuple(found)


def without_private(told: Told) -> Told:
    """Return what was told without the medicines and conditions that a young person may keep to themselves.

    Only of a form that asks a young person alone: what is said of a small child is not theirs to keep.
    """
    if not told.has_private_part:
        return told
    lines = {one: str(told.answers[one]).splitlines() for one in _NAMED_LINES if one in told.answers}
    kept = {one: "\n".join(line for line in said if not tells_private(line)) for one, said in lines.items()}
    if "medicines" in kept and not kept["medicines"]:
        kept["medicines"] = newer.RING_US
    return replace(told, answers={**told.answers, **kept}, checks=newer.without_private(told.checks))


def medicines(told: Told) -> tuple[str, ...]:
    if told.checks.medicines_changed is not None:
        return newer.medicines_told(told.checks)
    state = told.key("medicines_state")
    if state == "no":
        return ("None taken",)
    changed = told.words("medicines_changed") if medicines_changed(told) else ""
    taken = told.lines("medicines") or (("Not known",) if state == "not_known" else ())
    return (*taken, *((f"Changed: {changed}",) if changed else ()))


def joined(*parts: tuple[str, str]) -> str:
    """Return labelled texts as sentences, leaving out what is empty."""
    return " ".join(
        sentence(f"{label}: {words}" if label else words) for label, words in parts if words.strip()
    )


def sentence(words: str) -> str:
    trimmed = words.strip()
    return trimmed if trimmed.endswith((".", "!", "?", "…")) else f"{trimmed}."


def _small(words: str) -> str:
    """Return words for the middle of a sentence: 'GP record' stays, 'Home visit' does not."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
