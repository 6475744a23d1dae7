"""The paper of the young person's own plan before it is given to them."""

from lac_tracker.services.own_plan import DOCUMENT
from lac_tracker.ui.screens.preview import PreviewPage


class OwnPlanPreview(PreviewPage):
    """Save PDF and Print keep it with the record."""

    titles = {DOCUMENT: "Own plan"}
