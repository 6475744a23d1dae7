"""What this computer remembers of the window: text size, theme, the last caseload and user. Nothing about a child."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Preferences:
    theme: str = ""  # '' follows the system
    text_percent: int = 100
    caseload: str = ""
    user_name: str = ""
    signed_in_at: str = ""  # in words: '03-Mar-2026 17:12'
    lists: dict[str, Any] = field(
        default_factory=dict
    )  # user name → list → how it looks: columns, density, panel
    single_keys: bool = True  # '1', 'x' or 'n' act without Ctrl where they may


def read_preferences(path: Path) -> Preferences:
    """Return what was remembered. A file that is missing or makes no sense counts as nothing."""
    try:
        held: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    defaults = asdict(Preferences())
    if not isinstance(held, dict):
        return Preferences()
    known = {name: held[name] for name in defaults if type(held.get(name)) is type(defaults[name])}
    return Preferences(**known)


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Remember for next time; a folder that cannot be written is no reason to stop anyone."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(path.name + ".new")
        new.write_text(json.dumps(asdict(preferences), indent=1), encoding="utf-8")
        new.replace(path)
    except OSError:
        return
