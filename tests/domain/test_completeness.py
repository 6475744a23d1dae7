from datetime import date

import pytest

from lac_tracker.domain.completeness import (
    NOT_ASKED,
    EssentialFacts,
    EssentialState,
    Knowledge,
    Known,
    essentials,
    is_answered,
    is_recorded,
    knowledge_of_code,
    show_known,
)

TODAY = date(2026, 3, 4)
BORN = date(2011, 6, 12)
ASKED = date(2026, 3, 2)
RECORDED = Known(Knowledge.RECORDED, "Somali")
DECLINED = Known(Knowledge.PREFERS_NOT_TO_SAY, asked_on=ASKED)
ASKED_NOT_KNOWN = Known(Knowledge.ASKED_NOT_KNOWN, asked_on=ASKED, asked_of="S Patel")


@pytest.mark.parametrize(
    ("known", "recorded", "answered", "words"),
    [
        (RECORDED, True, True, "Somali"),
        (DECLINED, True, True, "Asked: prefers not to say"),
        (ASKED_NOT_KNOWN, False, True, "Asked, not known (02-Mar-2026, S Patel)"),
        (Known(Knowledge.ASKED_NOT_KNOWN), False, True, "Asked, not known"),
        (NOT_ASKED, False, False, "Not asked yet"),
    ],
)
def test_the_four_states(known, recorded, answered, words):
    assert is_recorded(known) is recorded  # ethnicity, language, religion
    assert is_answered(known) is answered  # birth and parental history
    assert show_known(known) == words


@pytest.mark.parametrize(("knowledge", "value"), [(Knowledge.RECORDED, ""), (Knowledge.NOT_ASKED, "Somali")])
def test_only_a_recorded_fact_has_a_value(knowledge, value):
    with pytest.raises(ValueError, match="has a value"):
        Known(knowledge, value)


@pytest.mark.parametrize(
    ("system", "code", "knowledge"),
    [
        ("nhs_ethnicity", "A", Knowledge.RECORDED),
        ("nhs_ethnicity", "M", Knowledge.RECORDED),  # Caribbean, not 'declined'
        ("nhs_ethnicity", "N", Knowledge.RECORDED),  # African, not 'not known'
        ("nhs_ethnicity", "Z", Knowledge.PREFERS_NOT_TO_SAY),
        ("nhs_ethnicity", "99", Knowledge.NOT_ASKED),
        ("903_ethnicity", "REFU", Knowledge.PREFERS_NOT_TO_SAY),
        ("903_ethnicity", "NOBT", Knowledge.NOT_ASKED),
        ("903_ethnicity", "WBRI", Knowledge.RECORDED),
        ("ethnicity", "prefers_not_to_say", Knowledge.PREFERS_NOT_TO_SAY),
        ("ethnicity", "not_known", Knowledge.NOT_ASKED),
        ("religion", "L", Knowledge.RECORDED),  # no religion is an answer
        ("religion", "M", Knowledge.PREFERS_NOT_TO_SAY),
        ("religion", "N", Knowledge.NOT_ASKED),
        ("religion", None, Knowledge.NOT_ASKED),
        ("religion", "", Knowledge.NOT_ASKED),
    ],
)
def test_declined_counts_as_recorded_and_not_known_as_missing(system, code, knowledge):
    assert knowledge_of_code(system, code) is knowledge


def test_not_known_after_asking_is_a_state_of_its_own():
    assert knowledge_of_code("religion", "N", asked=True) is Knowledge.ASKED_NOT_KNOWN
    assert knowledge_of_code("religion", None, asked=True) is Knowledge.ASKED_NOT_KNOWN
    assert knowledge_of_code("religion", "C", asked=True) is Knowledge.RECORDED


def states(facts, born=BORN):
    return {item.name: str(item.state) for item in essentials(facts, born, TODAY).items}


def test_nothing_known_yet():
    found = essentials(EssentialFacts(), BORN, TODAY)
    assert (found.done, found.of) == (0, 7)
    assert {item.state for item in found.items} == {EssentialState.MISSING}
    assert [item.label for item in found.items] == [
        "Consent", "Ethnicity, language and religion", "Birth history", "Parents' health", "GP record", "Carer SDQ",
        "Contributions asked for",
    ]  # fmt: skip


def test_everything_here():
    facts = EssentialFacts(
        ethnicity=RECORDED,
        language=RECORDED,
        religion=DECLINED,
        birth_history=ASKED_NOT_KNOWN,  # not known after asking counts as here
        parental_health=RECORDED,
        has_consent=True,
        has_gp_record=True,
        has_carer_sdq=True,
        contributions_asked_on=ASKED,
    )
    found = essentials(facts, BORN, TODAY)
    assert (found.done, found.of) == (7, 7)


def test_asked_for_and_not_here_yet_shows_when():
    facts = EssentialFacts(
        ethnicity=RECORDED,
        language=ASKED_NOT_KNOWN,
        religion=NOT_ASKED,
        birth_history=Known(Knowledge.NOT_ASKED, asked_on=ASKED),  # letter sent, no answer
        consent_asked_on=ASKED,
        gp_record_asked_on=ASKED,
        carer_sdq_asked_on=ASKED,
    )
    found = essentials(facts, BORN, TODAY)
    assert found.done == 0
    by_name = {item.name: item for item in found.items}
    for name in ("consent", "identity", "birth_history", "gp_record", "carer_sdq"):
        assert (by_name[name].state, by_name[name].asked_on) == (EssentialState.ASKED, ASKED)
    assert states(facts)["parental_health"] == "missing"


@pytest.mark.parametrize(
    ("born", "applies"),
    [("2022-03-05", False), ("2022-03-04", True), ("2009-03-05", True), ("2009-03-04", False)],
)
def test_the_carer_sdq_applies_from_four_to_sixteen(born, applies):
    found = essentials(EssentialFacts(), date.fromisoformat(born), TODAY)
    assert ("carer_sdq" in {item.name for item in found.items}) is applies
    assert found.of == (7 if applies else 6)
