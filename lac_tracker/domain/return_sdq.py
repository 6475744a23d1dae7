"""The strengths and difficulties questionnaire in the council's yearly return: a carer's total, or a reason.

Source: validation rules 157, 180, 185 to 189 and 196 to 198 of the open validator csc-903 (confidence C); ages 4 to 16
at the last assessment: the council guidance of Essex (confidence V). In words where each rule is applied.
"""

from dataclasses import replace
from datetime import date

from lac_tracker.domain.dates import age_in_years, birthday, show_date
from lac_tracker.domain.return_cohort import ReturnYear
from lac_tracker.domain.return_facts import ReturnFacts, SdqHeld, SdqNotDone
from lac_tracker.domain.return_words import BESIDE_A_SCORE, NOT_AT_THIS_AGE, OUR_RECORD, Found, LeftOut

FROM_AGE, UNTIL_AGE = 4, 17  # from the 4th birthday until the day before the 17th
HIGHEST_TOTAL = 40
REASONS = {
    "SDQ1": "under 4 or over 16 at the last assessment",
    "SDQ2": "carer declined",
    "SDQ3": "not possible, severity of disability",
    "SDQ4": "other",
    "SDQ5": "child or young person declined",
}


def why_no_sdq(born: date, year: ReturnYear) -> str:
    """Return why neither score nor reason may be returned; '' where one of them is required.

    Below 4 at 31 March (rule 188); 17 before 1 April (rule 189). In between one of the two is required, also of a child
    who turned 4 or 17 in the year (rules 186, 197B).
    """
    if birthday(born, FROM_AGE) > year.end:
        return f"under {FROM_AGE}"
    if birthday(born, UNTIL_AGE) < year.start:
        return f"{UNTIL_AGE} or over all year"
    return ""


def is_of_age_all_year(born: date, year: ReturnYear) -> bool:
    """Return whether a child was clearly 4 to 16, so that 'under 4 or over 16' is no reason (rule 157)."""
    return birthday(born, FROM_AGE) <= year.start and birthday(born, 16) >= year.end


def sdq_found(facts: ReturnFacts) -> Found:
    """Return the carer's newest total of the year, else the newest reason why there is none, else what is missing."""
    return replace(_found(facts), doubt=_doubt(facts.born, facts.year))


def _doubt(born: date, year: ReturnYear) -> str:
    """Return what is not verified about the questionnaire of who is 17 on 1 April itself.

    Rule 197B wants a score or a reason, and a later edition of rule 189 forbids both (confidence K).
    """
    if birthday(born, UNTIL_AGE) != year.start:
        return ""
    return f"{UNTIL_AGE} on {show_date(year.start)}: whether one is returned is not verified"


def _found(facts: ReturnFacts) -> Found:
    score = max(_usable(facts), key=lambda one: one.on, default=None)
    reason = max(
        (one for one in facts.not_done if facts.year.holds(one.asked_on)), key=lambda one: one.asked_on, default=None
    )  # fmt: skip
    if score is not None:  # no reason beside a score (rule 197a)
        unused = f"; reason {reason.reason} of {show_date(reason.asked_on)} is not returned" if reason else ""
        source = f"Carer SDQ {score.total} of {show_date(score.on)}{unused}"
        left = (LeftOut("SDQ_REASON", reason.reason, BESIDE_A_SCORE, OUR_RECORD),) if reason else ()
        return Found(str(score.total), source=source, left_out=left)
    if reason is not None:
        return _of_reason(facts, reason)
    other = max((one for one in facts.questionnaires), key=lambda one: one.on, default=None)
    return Found.missing("Enter a carer's SDQ of the year, or why it was not done", _instead(facts, other))


def _usable(facts: ReturnFacts) -> list[SdqHeld]:
    return [
        one
        for one in facts.questionnaires
        if one.informant == "carer"
        and facts.year.holds(one.on)
        and FROM_AGE <= age_in_years(facts.born, one.on) < UNTIL_AGE
        and 0 <= one.total <= HIGHEST_TOTAL  # rule 180
    ]


def _of_reason(facts: ReturnFacts, reason: SdqNotDone) -> Found:
    source = f"Reason {reason.reason} ({REASONS[reason.reason]}) of {show_date(reason.asked_on)}"
    if reason.reason == "SDQ1" and is_of_age_all_year(facts.born, facts.year):
        return Found(
            mend=f"Enter a carer's SDQ or another reason: SDQ1 is {NOT_AT_THIS_AGE} (rule 157)",
            source=source,
            left_out=(LeftOut("SDQ_REASON", reason.reason, NOT_AT_THIS_AGE, OUR_RECORD),),
        )
    return Found(reason.reason, source=source, says=f"None: {REASONS[reason.reason]}", column="SDQ_REASON")


def _instead(facts: ReturnFacts, other: SdqHeld | None) -> str:
    if other is None:
        return ""
    if other.informant == "carer":
        return f"Last carer SDQ {show_date(other.on)}, not in the year at 4 to 16"
    called = "a teacher's" if other.informant == "teacher" else "the young person's own"
    return f"{show_date(other.on)} is {called}; the return takes the carer's"
