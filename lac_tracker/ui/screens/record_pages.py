"""The pages of a child's record: what makes each, the order in the list beside it, and which one is listed for another."""

from collections.abc import Callable

from lac_tracker.ui.screens.assessment import AssessmentPage
from lac_tracker.ui.screens.assessments import AssessmentsPage
from lac_tracker.ui.screens.chain import ChainPage
from lac_tracker.ui.screens.check_and_sign import CheckAndSign
from lac_tracker.ui.screens.child_summary import SummaryPage
from lac_tracker.ui.screens.chronology import ChronologyScreen
from lac_tracker.ui.screens.chronology_print import ChronologyPreview
from lac_tracker.ui.screens.compare import ComparePage
from lac_tracker.ui.screens.consent import ConsentPageScreen
from lac_tracker.ui.screens.consent_gate import ConsentGate
from lac_tracker.ui.screens.contacts import ContactsPage
from lac_tracker.ui.screens.documents import DocumentsPage
from lac_tracker.ui.screens.family import FamilyScreen
from lac_tracker.ui.screens.family_print import FamilyPreview
from lac_tracker.ui.screens.flags import FlagsPage
from lac_tracker.ui.screens.health_checks import HealthChecksPage
from lac_tracker.ui.screens.health_history import HealthHistoryScreen
from lac_tracker.ui.screens.health_history_print import HealthHistoryPreview
from lac_tracker.ui.screens.make_document import MakeDocumentPage
from lac_tracker.ui.screens.own_plan import OwnPlanScreen
from lac_tracker.ui.screens.own_plan_print import OwnPlanPreview
from lac_tracker.ui.screens.placements import OutOfAreaPage, PlacementsPage
from lac_tracker.ui.screens.plan import PlanPage
from lac_tracker.ui.screens.plan_history import PlanHistoryPage
from lac_tracker.ui.screens.plan_item import PlanItemPage
from lac_tracker.ui.screens.preview import PreviewPage
from lac_tracker.ui.screens.preview_kept import KeptPreview
from lac_tracker.ui.screens.received_view import ReceivedPage
from lac_tracker.ui.screens.record_page import Desk, Place, RecordPage
from lac_tracker.ui.screens.sdq import SdqPage
from lac_tracker.ui.screens.sdq_entry import SdqEntryPage
from lac_tracker.ui.screens.sdq_print import FeelingsPreview, SdqPreview

PAGES: dict[str, Callable[[Desk, Place], RecordPage]] = {
    "summary": SummaryPage,
    "assessments": AssessmentsPage,
    "plan": PlanPage,
    "gate": ConsentGate,
    "assessment": AssessmentPage,
    "sign": CheckAndSign,
    "compare": ComparePage,
    "chain": ChainPage,
    "item": PlanItemPage,
    "plan_history": PlanHistoryPage,
    "preview": PreviewPage,
    "documents": DocumentsPage,
    "make_document": MakeDocumentPage,
    "kept_document": KeptPreview,
    "received": ReceivedPage,
    "chronology": ChronologyScreen,
    "flags": FlagsPage,
    "chronology_print": ChronologyPreview,
    "consent": ConsentPageScreen,
    "placements": PlacementsPage,
    "out_of_area": OutOfAreaPage,
    "contacts": ContactsPage,
    "family": FamilyScreen,
    "family_print": FamilyPreview,
    "own_plan": OwnPlanScreen,
    "own_plan_preview": OwnPlanPreview,
    "health_checks": HealthChecksPage,
    "health_history": HealthHistoryScreen,
    "health_history_print": HealthHistoryPreview,
    "sdq_entry": SdqEntryPage,
    "sdq": SdqPage,
    "sdq_print": SdqPreview,
    "feelings_print": FeelingsPreview,
}
# (page, words, digit of Alt+digit), in the order of the list. The digits stay when other pages come.
CHILD_PAGES = tuple(
    listed
    for listed in (
        ("summary", "Summary", "1"),
        ("assessments", "Assessments", "2"),
        ("plan", "Health plan", "3"),
        ("sdq", "SDQ & wellbeing", "4"),
        ("consent", "Consent", "5"),
        ("family", "Family & birth", "6"),
        ("health_checks", "Health checks", "7"),
        ("placements", "Placements & legal", "8"),
        ("contacts", "Contacts", "9"),
        ("chronology", "Chronology", "0"),
        ("health_history", "Health history", ""),
        ("documents", "Documents", ""),
    )
    if listed[0] in PAGES
)
COMMANDS = {f"child.{page}": page for page, _, _ in CHILD_PAGES} | {
    "child.flags": "flags",
    "child.own_plan": "own_plan",
}
LISTED_AS = {
    "gate": "assessments",
    "assessment": "assessments",
    "sign": "assessments",
    "compare": "assessments",
    "chain": "assessments",
    "item": "plan",
    "own_plan": "plan",
    "own_plan_preview": "plan",
    "plan_history": "plan",
    "preview": "documents",
    "make_document": "documents",
    "kept_document": "documents",
    "received": "documents",
    "chronology_print": "chronology",
    "out_of_area": "placements",
    "flags": "summary",
    "family_print": "family",
    "health_history_print": "health_history",
    "sdq_entry": "sdq",
    "sdq_print": "sdq",
    "feelings_print": "sdq",
}
