"""Icons from the two Font Awesome 6 fonts that QtAwesome carries, in the colours of the theme, and how a status looks."""

import importlib.util
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont

from lac_tracker.ui import theme

# Reading the two files ourselves spares the import of QtAwesome, which registers a dozen fonts.
_FONTS = {"fa6s": "fontawesome6-solid-webfont", "fa6": "fontawesome6-regular-webfont"}
_DRAWN_AT = 512.0


@dataclass(frozen=True)
class StatusLook:
    icon: str
    tone: str  # the status token of the theme
    word: str  # alone, where nothing else is known about the status


# The status of a clock (the stored values), its overlays, and the other states that lists and forms show.
STATUS_LOOKS: dict[str, StatusLook] = {
    "overdue": StatusLook("fa6s.triangle-exclamation", "overdue", "Overdue"),
    "due_today": StatusLook("fa6s.clock", "warn", "Due today"),
    "at_risk": StatusLook("fa6s.circle-exclamation", "warn", "At risk"),
    "due_soon": StatusLook("fa6s.clock", "warn", "Due soon"),
    "booked": StatusLook("fa6s.calendar-check", "info", "Booked"),
    "on_track": StatusLook("fa6.circle", "neutral", "On track"),
    "completed_in_time": StatusLook("fa6s.circle-check", "ok", "Done in time"),
    "completed_late": StatusLook("fa6s.circle-check", "ok", "Done late"),
    "excluded": StatusLook("fa6s.circle-minus", "neutral", "Not needed"),
    "cannot_be_computed": StatusLook("fa6s.circle-question", "warn", "Can't work out"),
    "needs_review": StatusLook("fa6s.circle-exclamation", "warn", "Needs a check"),
    "declined": StatusLook("fa6s.hand", "neutral", "Declined for now"),
    "part_done": StatusLook("fa6s.circle-half-stroke", "part", "Seen, part done"),
    "on_hold": StatusLook("fa6s.circle-pause", "neutral", "On hold"),
    "seen_not_signed": StatusLook("fa6s.pen", "neutral", "Seen, not signed"),
    "missing": StatusLook("fa6s.triangle-exclamation", "overdue", "Missing"),
    "fix": StatusLook("fa6s.triangle-exclamation", "overdue", "Something to fix"),
    "not_started": StatusLook("fa6.circle", "neutral", "Not started"),
    "started": StatusLook("fa6s.circle-half-stroke", "part", "Started"),
    "complete": StatusLook("fa6s.circle-check", "ok", "Complete"),
    "not_needed": StatusLook("fa6s.circle-minus", "neutral", "Not needed"),
    "replaced": StatusLook("fa6s.clock-rotate-left", "neutral", "Replaced"),
    "cancelled": StatusLook("fa6s.ban", "neutral", "Cancelled"),
    "asked": StatusLook("fa6s.hourglass-half", "neutral", "Asked"),
    "met": StatusLook("fa6s.circle-check", "ok", "Met"),
    "partly": StatusLook("fa6s.circle-half-stroke", "part", "Partly met"),
    "not_met": StatusLook("fa6s.circle-xmark", "overdue", "Not met"),
    "no_longer_needed": StatusLook("fa6s.circle-minus", "neutral", "No longer needed"),
    "transferred": StatusLook("fa6s.arrow-right", "neutral", "Transferred"),
    "carried_forward": StatusLook("fa6s.arrow-right", "neutral", "Carried forward"),
    "carried": StatusLook("fa6s.arrow-right", "warn", "Carried forward"),  # an outcome, again in a plan
    "locked": StatusLook("fa6s.lock", "neutral", "Locked"),
    "sent": StatusLook("fa6s.paper-plane", "ok", "Sent"),
    "information": StatusLook("fa6s.circle-info", "info", "Information"),
    "key": StatusLook("fa6s.star", "neutral", "Key"),
    "added": StatusLook("fa6s.circle-plus", "ok", "New"),
    "altered": StatusLook("fa6s.pen-to-square", "info", "Changed"),
    "unchanged": StatusLook("fa6s.equals", "neutral", "No change"),
    "left_care": StatusLook("fa6s.door-open", "neutral", "Left care"),
    "to_decide": StatusLook("fa6s.circle-question", "warn", "Close match"),
    "ticked": StatusLook("fa6s.square-check", "info", "Ticked"),
    "unticked": StatusLook("fa6.square", "neutral", "Not ticked"),
}


def look(status: str) -> StatusLook:
    """Return how a status is drawn. An unknown one is a mistake of ours and raises KeyError."""
    return STATUS_LOOKS[str(status)]


def icon(name: str, colour_token: str = "text") -> QIcon:
    """Return an icon such as 'fa6s.house'. Its colour is looked up when it is painted, so it follows the theme."""
    _glyph(name)  # a misspelt name is found here, not when painting
    return QIcon(_GlyphEngine(name, colour_token))


def paint_icon(painter: QPainter, area: QRectF, name: str, colour: QColor) -> None:
    """Draw an icon in the middle of an area, as large as fits."""
    path = _glyph(name)
    bounds = path.boundingRect()
    scale = min(area.width(), area.height()) / max(bounds.width(), bounds.height(), 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    painter.fillPath(path, colour)
    painter.restore()


def pixmap(name: str, colour_token: str, size: int) -> QPixmap:
    """Return an icon as a picture for a label, sharp on dense screens."""
    return icon(name, colour_token).pixmap(QSize(size, size))


class _GlyphEngine(QIconEngine):
    def __init__(self, name: str, colour_token: str) -> None:
        super().__init__()
        self._name, self._token = name, colour_token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        token = "text2" if mode == QIcon.Mode.Disabled else self._token
        inset = rect.height() / 16  # air, so that an icon does not touch the words beside it
        area = QRectF(rect).adjusted(inset, inset, -inset, -inset)
        paint_icon(painter, area, self._name, theme.current().colour(token))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPointF(0, 0).toPoint(), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._token)


@cache
def _font(prefix: str) -> tuple[QRawFont, dict[str, str]]:
    found = importlib.util.find_spec("qtawesome")
    if found is None or found.origin is None:
        raise ImportError("QtAwesome is not installed; the icons come from it.")
    folder = Path(found.origin).parent / "fonts"
    file = next(folder.glob(f"{_FONTS[prefix]}-[0-9]*.ttf"))
    charmap = next(folder.glob(f"{_FONTS[prefix]}-charmap-*.json"))
    return (
        QRawFont(str(file), _DRAWN_AT, QFont.HintingPreference.PreferNoHinting),
        json.loads(charmap.read_text(encoding="utf-8")),
    )


@cache
def _glyph(name: str) -> QPainterPath:
    prefix, _, word = name.partition(".")
    font, charmap = _font(prefix)
    if word not in charmap:
        raise KeyError(f"There is no icon {name!r}")
    return font.pathForGlyph(font.glyphIndexesForString(chr(int(charmap[word], 16)))[0])
