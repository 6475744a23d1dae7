"""What the answers of a signed assessment say of health checks, as the lines the record keeps of them.

Every question that teaches one is named here, by its id: an id never changes its meaning and is the same in every form
(forms/README.md), so that an assessment signed with an earlier edition of a form teaches the same.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lac_tracker.domain.dates import show_date
from lac_tracker.domain.event_dates import EventDate, on_day
from lac_tracker.domain.names import LONGEST_LINE, search_key
from lac_tracker.domain.questions import Answers

STATEMENT = {
    "status": "imm_up_to_date", "outstanding": "imm_outstanding", "from": "imm_source", "doing": "imm_doing",
}  # fmt: skip
CHECKS: Mapping[str, Mapping[str, str]] = {
    "dental": {
        "done": "dental_seen", "on": "dental_seen_on", "result": "dental_outcome", "doing": "dental_doing",
        "registered": "dental_registered",
    },
    "vision": {"done": "vision_checked", "result": "vision_outcome", "doing": "vision_doing"},
    "hearing": {"done": "hearing_checked", "result": "hearing_outcome", "doing": "hearing_doing"},
    "development": {"done": "development_check", "result": "development_tool", "doing": "development_check_doing"},
}  # fmt: skip
GROWTH = {
    "height": "height_cm", "weight": "weight_kg", "head": "head_cm", "height_centile": "height_centile",
    "weight_centile": "weight_centile", "head_centile": "head_centile", "bmi_centile": "bmi",
    "not_measured_because": "growth_not_measured_why",
}  # fmt: skip
SUBSTANCES = {
    "problem": "substance_problem", "used": "substances", "what": "substance_what", "help": "substance_help",
}  # fmt: skip
MEDICINES = {"state": "medicines_state", "lines": "medicines"}
CONDITIONS = {"ongoing": "conditions_ongoing", "new": "conditions_new"}
QUESTIONS = frozenset(
    question
    for group in (STATEMENT, *CHECKS.values(), GROWTH, SUBSTANCES, MEDICINES, CONDITIONS)
    for question in group.values()
)

_STATUS = {"yes": "up_to_date", "no": "not_up_to_date", "not_known": "history_unknown"}
_HELP = {"received": "received", "refused": "offered_refused", "not_offered": "not_offered"}
_NOT_DONE = {
    "dental": "Not seen by a dentist in the 12 months before",
    "vision": "Not tested when it should have been",
    "hearing": "Not tested when it should have been",
    "development": "The health visitor's reviews are not up to date",
}
_NOTHING = ("none", "no", "nil", "nothing", "not", "unknown", "na")  # 'None known' is no condition
_SUSPECTED = re.compile(r"(?:\?|suspected\b:?|possible\b:?|query\b:?)\s*(?=\w)", re.IGNORECASE)
_NAME_ENDS = re.compile(r"\s*(?:: |\()")


@dataclass(frozen=True)
class NamedLine:
    """One line of a long answer: what it names, and what follows.

    is_new: found at the assessment itself. is_suspected: the line says so, or asks.
    """

    name: str
    more: str = ""
    is_new: bool = False
    is_suspected: bool = False

    @property
    def key(self) -> str:
        return search_key(self.name)


@dataclass(frozen=True)
class Learned:
    """What the answers say. Fields are columns of the tables; None: nothing was said, and nothing is altered.

    checks: kind → fields. taken_back: what is 'not known' in words: an edition that says so corrects the one before.
    """

    statement: Mapping[str, Any] | None = None
    checks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    growth: Mapping[str, Any] | None = None
    substances: Mapping[str, Any] | None = None
    takes_none: bool = False
    medicines: tuple[NamedLine, ...] = ()
    conditions: tuple[NamedLine, ...] = ()
    taken_back: frozenset[str] = frozenset()


def learned(given: Answers, labels: Mapping[str, Mapping[str, str]], on: date) -> Learned:
    """Return what an assessment says of health checks.

    given: the answers to questions that applied. labels: question → option → its words. on: the day it was completed.
    """
    checks = {kind: check for kind in CHECKS if (check := _check(kind, given, on)) is not None}
    not_known = {kind for kind, asked in CHECKS.items() if _text(given, asked["done"]) == "not_known"}
    if _text(given, SUBSTANCES["problem"]) == "not_known":
        not_known.add("substances")
    takes = _text(given, MEDICINES["state"])
    return Learned(
        _statement(given, labels, on),
        checks,
        _growth(given, on),
        _substances(given, labels, on),
        takes_none=takes == "no",
        medicines=_lines(_text(given, MEDICINES["lines"]), cut=", ") if takes in ("yes", "") else (),
        conditions=_conditions(given),
        taken_back=frozenset(not_known),
    )


def same_condition(line: NamedLine, held: str) -> bool:
    """Return whether a line names a condition held under this name: 'Mild eczema', 'Eczema' and 'eczema in winter'."""
    key, other = f" {line.key} ", f" {search_key(held)} "
    return bool(other.strip()) and (other in key or key in other)


def _statement(given: Answers, labels: Mapping[str, Mapping[str, str]], on: date) -> dict[str, Any] | None:
    status = _STATUS.get(_text(given, STATEMENT["status"]))
    if status is None:
        return None
    outstanding = "" if status == "up_to_date" else _text(given, STATEMENT["outstanding"])
    if status == "not_up_to_date" and not outstanding:
        outstanding = "Not said what"
    source = labels.get(STATEMENT["from"], {}).get(_text(given, STATEMENT["from"]), "")
    return {"as_at": on, "status": status, "outstanding": outstanding, "from": source}


def _check(kind: str, given: Answers, on: date) -> dict[str, Any] | None:
    asked = CHECKS[kind]
    said = _text(given, asked["done"])
    result, doing = _text(given, asked["result"]), _text(given, asked["doing"])
    if kind == "development" and said in ("yes", "no"):
        reason = {} if said == "yes" else {"reason": doing or _NOT_DONE[kind]}
        state = "done" if said == "yes" else "not_done"
        return {"state": state, "up_to_date": said, "result": result, **reason, "when": on_day(on)}
    registered = _text(given, asked.get("registered", ""))
    also = {"registered": registered} if registered in ("yes", "no") else {}
    if said == "yes":
        return {"state": "done", "result": result, "when": _seen(given, asked.get("on", ""), on), **also}
    if said == "no":
        return {"state": "not_done", "reason": doing or _NOT_DONE[kind], "when": on_day(on), **also}
    if said == "no_teeth":
        return {"state": "not_needed", "reason": "No teeth yet", "when": on_day(on), **also}
    return None


def _seen(given: Answers, question: str, on: date) -> EventDate:
    """Return the day of the check; where none was asked for or said, about the day of the assessment."""
    day = _day(_text(given, question)) if question else None
    if day is None or day > on:
        return EventDate(on, "about", f"{show_date(on)}, about")
    return on_day(day)


def _growth(given: Answers, on: date) -> dict[str, Any] | None:
    figures = {
        "height_millimetres": _whole(given.get(GROWTH["height"]), 10),
        "weight_grams": _whole(given.get(GROWTH["weight"]), 1_000),
        "head_millimetres": _whole(given.get(GROWTH["head"]), 10),
    }
    why = _text(given, GROWTH["not_measured_because"])
    if not why and not any(figures.values()):
        return None
    read = {name: _text(given, GROWTH[name]) for name in GROWTH if name.endswith("_centile")}
    return {"measured_on": on, **figures, **read, "not_measured_because": why}


def _substances(given: Answers, labels: Mapping[str, Mapping[str, str]], on: date) -> dict[str, Any] | None:
    problem = _text(given, SUBSTANCES["problem"])
    if problem not in ("yes", "no"):
        return None
    words = labels.get(SUBSTANCES["used"], {})
    ticked = given.get(SUBSTANCES["used"])
    used = [
        words.get(key, key)
        for key in (ticked if isinstance(ticked, list) else [])
        if key not in ("none", "rather_not_say")
    ]
    is_problem = problem == "yes"
    return {
        "asked_on": on,
        "problem": problem,
        "substances": ", ".join(used),
        "intervention": _HELP.get(_text(given, SUBSTANCES["help"])) if is_problem else None,
        "note": _text(given, SUBSTANCES["what"]) if is_problem else "",
    }


def _conditions(given: Answers) -> tuple[NamedLine, ...]:
    """Return each condition once, also one that is told as ongoing and as new."""
    ongoing = _lines(_text(given, CONDITIONS["ongoing"]))
    new = {one.key: one for one in _lines(_text(given, CONDITIONS["new"]), is_new=True)}
    return (*(new.pop(one.key, one) for one in ongoing), *new.values())


def _lines(text: str, *, cut: str = "", is_new: bool = False) -> tuple[NamedLine, ...]:
    """Return what each line names, once each. cut: what ends the name beside a colon and a bracket."""
    found: dict[str, NamedLine] = {}
    for raw in text.splitlines():
        line = " ".join(raw.strip(" -•\t").split())
        if not search_key(line) or search_key(line).split()[0] in _NOTHING:
            continue
        ends = _NAME_ENDS.search(line)
        at = ends.start() if ends else len(line)
        if cut and 0 < line.find(cut) < at:
            at = line.find(cut)
        name, more = line[:at].rstrip(" ."), line[at:].strip(" :,")
        if more.endswith(")") and "(" not in more[1:]:
            more = more.removeprefix("(").removesuffix(")")
        if len(name) > LONGEST_LINE:
            name, more = name[: name.rindex(" ", 0, LONGEST_LINE)] if " " in name[:LONGEST_LINE] else name[:LONGEST_LINE], line  # fmt: skip
        one = NamedLine(name, more, is_new)
        if suspected := _SUSPECTED.match(one.name):
            one = replace(one, name=one.name[suspected.end() :], is_suspected=True)
        if one.key:
            found.setdefault(one.key, one)
    return tuple(found.values())


def _text(given: Answers, question: str) -> str:
    value = given.get(question, "")
    return value.strip() if isinstance(value, str) else ""


def _whole(value: object, times: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    return round(value * times)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
