"""The recovery sheet: the whole key, readable, and words on what to do with it."""

import examples
import reading

from lac_tracker.documents import recovery_sheet


def test_the_sheet_holds_the_key_whose_it_is_and_where_to_keep_it():
    held = examples.a_recovery_sheet()
    (text,) = reading.pages_of(recovery_sheet.render(held))
    assert " ".join(held.key_groups) in text
    assert "Caseload: northgate.lac" in text
    assert "Made: 10-Mar-2026 by Sam Field" in text
    assert "What it is for" in text
    assert "Where to keep it" in text
    assert "Page 1 of 1" in text
