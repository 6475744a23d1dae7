"""The filing slip as it is kept with a GP summary: every field, or why it was refused."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from lac_tracker.domain.filing_slip import ClinicalCode, FilingSlip

_DAYS = ("born", "event_on", "recipient_closed_on")


def as_kept(slip: FilingSlip, refused: tuple[str, ...]) -> str:
    """Return a slip, or the reasons for which it was refused, as the text that is kept."""
    held: dict[str, Any] = {"refused": list(refused)} if refused else asdict(slip)
    return json.dumps(held, ensure_ascii=False, default=date.isoformat)


def read_kept(text: str) -> FilingSlip | tuple[str, ...]:
    """Return the slip that was kept, or the reasons for which it was refused."""
    held: dict[str, Any] = json.loads(text)
    if "refused" in held:
        return tuple(str(one) for one in held["refused"])
    days = {name: date.fromisoformat(held[name]) if held[name] else None for name in _DAYS}
    codes = tuple(ClinicalCode(**one) for one in held["clinical_codes"])
    return FilingSlip(**held | days | {"clinical_codes": codes})
