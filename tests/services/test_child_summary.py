"""The first page of a child's record: voice, plan, what is next, and what is withheld."""

from lac_tracker.services import child_summary
from lac_tracker.storage import children as stored
from lac_tracker.storage import flags
from tests import builders
from tests.builders import a_child, ask
from tests.conftest import GRACE, TODAY


def test_the_summary_after_an_assessment_shows_voice_plan_and_what_is_next(database):
    child = a_child(database)
    builders.a_signed_assessment(database, child)
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert shown.voice.startswith("I want to stay at my school")
    assert shown.voice_from == "04-Mar-2026, IHA, heard by Sam Iqbal"
    assert [need.title for need in shown.plan] == ["Teeth", "Sleep"]
    assert shown.plan_from == "IHA 04-Mar-2026"
    assert (shown.open_assessment_id, shown.next_kind) == (None, "RHA")
    assert ask(database, child_summary.heading, child, today=TODAY) == shown.banner


def test_an_address_that_is_withheld_is_withheld_everywhere(database):
    child = a_child(database)
    with database.writing(builders.Entry(GRACE, builders.NOW, "tested")) as session:
        stored.change(session, child, {"address_withheld": True})
        flags.add(session, child, "needs", {"detail": "Makaton", "set_on": TODAY, "set_by": "Grace"})
    shown = ask(database, child_summary.summary, child, today=TODAY)
    assert shown.banner.address_words == "Address withheld"
    assert dict(shown.about)["Lives with"] == "Address withheld"
    assert {"Do not share address", "Needs: Makaton"} <= {flag.words for flag in shown.banner.flags}
