"""Where forms, migrations, resources and the person's own files lie: the only module that knows."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent  # a wheel carries the folders inside the package

FORMS = _ROOT / "forms"
MIGRATIONS = _ROOT / "migrations"
RESOURCES = _ROOT / "resources"
FORMS_CHECKED_WITH = (_PACKAGE / "domain", _PACKAGE / "storage", RESOURCES)  # what reading a form depends on


def own_folder() -> Path:
    """Return the person's data folder for this program. It may not exist yet."""
    import platformdirs  # heavy on some systems; needed by few commands

    return Path(platformdirs.user_data_dir("lac-tracker", appauthor=False))


def optional_fonts() -> tuple[Path, ...]:
    """Return the folders into which a team may put fonts for further scripts. They need not exist."""
    return (own_folder() / "fonts", RESOURCES / "fonts" / "optional")


def default_caseload() -> Path:
    """Return the caseload that is opened when none is named."""
    return own_folder() / "caseload.lac"
