"""The headings of a full plan: the six of a health plan in the guidance, and the checks that go with them."""

from datetime import date

from lac_tracker.domain.plans import Need
from lac_tracker.domain.reports import HEALTH_PLAN_HEADINGS
from lac_tracker.services import report_answers as say
from lac_tracker.services import report_checks


def health(told: say.Told, plan: tuple[Need, ...], birth: str = "") -> tuple[tuple[str, str], ...]:
    """Return the six statutory headings of a health plan. The family's own health is not printed on copies.

    birth: what the record knows of the child's own birth; without it, whether it was told at the assessment.
    """
    family = told.words("family_conditions_state")
    birth = birth or told.words("birth_pregnancy_state")
    existing = (
        ("Medicines", "; ".join(say.medicines(told))),
        ("Immunisations", "; ".join(say.immunisations(told))),
        ("Help with learning", told.words("send_what")),
        ("Mental health team", told.words("camhs_what")),
        ("Advice given", told.words("advice_given")),
    )
    by_carer = [
        f"{action.person}: {action.text}"
        for need in plan
        for outcome in need.outcomes
        for action in outcome.actions
        if "carer" in action.role.casefold()
    ]
    texts = (
        say.joined(("", told.words("summary")), ("Going on", "; ".join(say.conditions(told))),
                ("New", "; ".join(told.lines("conditions_new"))), ("Symptoms now", told.words("symptoms_now"))),
        say.joined(("", told.words("past_illness")), ("Pregnancy and birth", birth),
                ("Conditions in the family", f"{family} (held by the health team, not printed on copies)" if family else "")),
        say.joined(("", told.words("development_concern_what")), ("", told.words("development_now")),
                ("Speech and understanding", told.words("speech")), ("School or nursery", told.words("setting"))),
        say.joined(*existing),
        say.joined(("Work in the plan", "; ".join(need.title for need in plan))),
        say.joined(("", "; ".join(by_carer))),
    )  # fmt: skip
    return tuple(zip(HEALTH_PLAN_HEADINGS, texts, strict=True))


def checks(
    told: say.Told, measured_on: date, sdq: tuple[tuple[str, str], ...], *, private: bool
) -> tuple[tuple[str, str], ...]:
    """Return the further headings of the full plan. private: what the young person may withhold is shared."""
    rows = [
        ("Immunisations", ". ".join(say.immunisations(told))),
        ("Teeth", _checked(told.checks.dental, ("Seen in the last 12 months", told.words("dental_seen")), ("", told.words("dental_outcome")), ("", told.words("dental_doing")))),
        ("Sight", _checked(told.checks.vision, ("Tested when it should be", told.words("vision_checked")), ("", told.words("vision_doing")))),
        ("Hearing", _checked(told.checks.hearing, ("Tested when it should be", told.words("hearing_checked")), ("", told.words("hearing_doing")))),
        ("Growth", ". ".join(say.measurements(told, measured_on))),
        *sdq,
        ("Everyday life", say.joined(("Sleep", told.words("sleep")), ("Food", told.words("food")), ("Movement", told.words("movement_daily")))),
    ]  # fmt: skip
    if told.has_private_part and private:
        rows += [
            ("Relationships and sexual health", say.joined(("", told.words("relationships")), ("", told.words("sexual_health")), ("Pregnant, or a parent", told.words("pregnancy")))),
            ("Smoking, vaping, alcohol and drugs", say.joined(("", told.words("substances")), ("", told.words("substance_what")))),
        ]  # fmt: skip
    return tuple(rows)


def _checked(row: report_checks.Check | None, *said: tuple[str, str]) -> str:
    return say.sentence(report_checks.check_told(row)) if row is not None else say.joined(*said)
