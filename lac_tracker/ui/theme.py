"""Reads resources/theme.json into a palette, fonts, spacing and one small style sheet. No colour stands elsewhere."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, get_args

from PySide6.QtCore import QLoggingCategory, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication

from lac_tracker import paths
from lac_tracker.ui.focus_ring import FocusRing

ThemeName = Literal["light", "dark", "high contrast"]
THEMES: tuple[ThemeName, ...] = get_args(ThemeName)
TEXT_SIZES = (100, 125, 150, 175, 200)

_STEPS = {1: 0, 2: 1, 3: 2, 4: 3, 5: 4, 6: 5, 8: 6}  # the steps of 4.2: their places in the file
_LINE = 20  # pixels of one line of body text at 100 %; the rest of a control's height is space


@dataclass(frozen=True)
class Theme:
    """The tokens of one theme at one text size. Sizes are in device-independent pixels unless they say points."""

    name: ThemeName = "light"
    text_percent: int = 100

    def colour(self, token: str) -> QColor:
        """Return a colour by token; 'overdue', 'warn', 'ok', 'info', 'neutral', 'part' are status inks,
        and 'overdue.fill' … the fill behind them."""
        return QColor(self.hex(token))

    def hex(self, token: str) -> str:
        colours = _tokens()[self.name]
        if token in colours:
            return str(colours[token])
        status, _, part = token.partition(".")
        return str(colours["status"][status][1 if part == "fill" else 0])

    def space(self, step: int) -> int:
        """Return a spacing of 4.2: steps 1, 2, 3, 4, 5, 6, 8. It grows at half the rate of text."""
        return self.spaced(_tokens()["space"][_STEPS[step]])

    def spaced(self, pixels: float) -> int:
        """Return a length that is mostly space: half the rate of text."""
        return round(pixels * (100 + (self.text_percent - 100) / 2) / 100)

    def scaled(self, pixels: float) -> int:
        """Return a length that holds text or an icon: the rate of text."""
        return round(pixels * self.text_percent / 100)

    def control_height(self, kind: str = "height") -> int:
        return self.scaled(_LINE) + self.spaced(_tokens()["control"][kind] - _LINE)

    def row_height(self, kind: str = "comfortable") -> int:
        lines = 2 if kind == "comfortable" else 1
        return self.scaled(_LINE * lines) + self.spaced(_tokens()["row"][kind] - _LINE * lines)

    def radius(self, kind: str) -> int:
        return int(_tokens()["radius"][kind])

    def width(self, kind: str) -> int:
        """Return the width of a region: nav, navCollapsed, childPages, side; or of the text measure."""
        if kind == "measure":
            return self.characters(_tokens()["width"]["measure"])
        return self.scaled(_tokens()["width"][kind])

    def characters(self, count: int) -> int:
        """Return the width of a field or column that holds so many characters of body text."""
        return round(count * _width_of_a_character(self))

    def points(self, role: str) -> float:
        return float(_tokens()["type"][role][0]) * self.text_percent / 100

    def weight(self, role: str) -> int:
        return int(_tokens()["type"][role][1])

    def font(self, role: str = "body") -> QFont:
        return QFont(_font(self, role))  # the caller's own: it may be made bold

    @property
    def border_width(self) -> int:
        return 2 if self.name == "high contrast" else 1


@cache  # a page asks hundreds of times
def _font(theme: Theme, role: str) -> QFont:
    font = QFont()
    if _families():
        font.setFamilies(_families())
    font.setPointSizeF(theme.points(role))
    font.setWeight(QFont.Weight(theme.weight(role)))
    return font


@cache
def _width_of_a_character(theme: Theme) -> float:
    return QFontMetricsF(theme.font("body")).averageCharWidth()


_state: dict[str, Any] = {"theme": Theme()}


def current() -> Theme:
    """Return the theme on screen; light at 100 % before one was applied."""
    theme = _state["theme"]
    assert isinstance(theme, Theme)
    return theme


def apply(application: QApplication, theme: ThemeName = "light", text_percent: int = 100) -> None:
    """Give the whole application a theme and a text size. May be called again at any time."""
    if theme not in THEMES:
        raise ValueError(f"{theme!r} is not one of {', '.join(THEMES)}")
    chosen, is_first = Theme(theme, text_percent), not application.findChildren(FocusRing.Keeper)
    if chosen == current() and not is_first:
        return
    _state["theme"] = chosen
    if (
        is_first
    ):  # every call lays out all that is open anew, and the style under the sheet has no name to ask for
        application.setStyle("Fusion")
        FocusRing.Keeper(application, current)
    application.setPalette(_palette(chosen))
    for widget_class, palette in _class_palettes(chosen).items():
        application.setPalette(palette, widget_class)  # type: ignore[arg-type]  # the stub is wrong: only str works
    application.setFont(chosen.font("body"))
    application.setStyleSheet(_style_sheet(chosen))


def system_theme(application: QApplication) -> ThemeName:
    """Return the theme that the person's system asks for."""
    hints = application.styleHints()
    accessibility = getattr(hints, "accessibility", None)  # since Qt 6.10; the pin allows 6.8
    if accessibility and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "high contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


@cache
def _tokens() -> dict[str, Any]:
    tokens = json.loads((paths.RESOURCES / "theme.json").read_text(encoding="utf-8"))
    assert isinstance(tokens, dict)
    return tokens


@cache
def _families() -> list[str]:
    """The families of the screen: Segoe UI where it is installed, else the bundled one; then those of further scripts.

    A person's name is shown in its own letters on a computer that has no font of them.
    """
    # Qt tells that the first family lacks a script, and goes on to the one that has it: there is nothing to mend.
    QLoggingCategory.setFilterRules("qt.text.font.db=false")
    bundled: list[str] = []
    added = (file for folder in paths.optional_fonts()[:1] for file in sorted(folder.glob("*.ttf")))
    for file in (*sorted((paths.RESOURCES / "fonts").rglob("*.ttf")), *added):
        bundled += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    installed = QFontDatabase.families()
    for family in ("Segoe UI Variable Text", "Segoe UI"):
        if family in installed:
            return [family, *_scripts(bundled)]
    upright = [family for family in bundled if "Mono" not in family and "Serif" not in family]
    first = min(upright, key=len) if upright else ""
    return [first, *_scripts(bundled)] if first else []


def _scripts(families: list[str]) -> list[str]:
    """Return the families of single scripts, each once, and those of many characters after them."""
    ordered = dict.fromkeys(
        family for family in families if family.startswith("Noto ") and family != "Noto Sans"
    )
    weights = (" SemiBold", " Bold")
    return [family for family in ordered if not family.endswith(weights)] + [
        family for family in dict.fromkeys(families) if not family.startswith("Noto ")
    ]


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for wanted, token in {
        role.Window: "bg", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "surface2",
        role.Text: "text", role.Button: "surface", role.ButtonText: "text", role.BrightText: "onPrimary",
        role.Highlight: "primary", role.HighlightedText: "onPrimary", role.Accent: "primary", role.Link: "link",
        role.LinkVisited: "link", role.PlaceholderText: "text2", role.ToolTipBase: "surface",
        role.ToolTipText: "text", role.Light: "surface", role.Midlight: "surface2", role.Mid: "divider",
        role.Dark: "border", role.Shadow: "border",
    }.items():  # fmt: skip
        palette.setColor(wanted, theme.colour(token))
    for faint in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, faint, theme.colour("disabled"))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Base, theme.colour("surface2"))
    return palette


def _class_palettes(theme: Theme) -> dict[str, QPalette]:
    """Palettes by class of widget.

    Fusion draws the edge of a field as its window colour darkened by 1.4. Fields do not fill with that colour,
    so giving them a lighter border token there puts the token itself on the edge: 3 to 1 without a style sheet.
    """
    edges = _palette(theme)
    edges.setColor(QPalette.ColorRole.Window, theme.colour("border").lighter(140))
    rows = _palette(theme)
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
        rows.setColor(group, QPalette.ColorRole.Highlight, theme.colour("sel"))
        rows.setColor(group, QPalette.ColorRole.HighlightedText, theme.colour("onSel"))
    rows.setColor(QPalette.ColorRole.Window, theme.colour("divider").lighter(140))
    fields = ("QLineEdit", "QPlainTextEdit", "QComboBox", "QCheckBox", "QRadioButton", "QAbstractSpinBox")
    return dict.fromkeys(fields, edges) | {"QAbstractItemView": rows}


def _style_sheet(theme: Theme) -> str:
    """The style sheet for cards, chips, banner, navigation, buttons and type. Never for text fields or cells."""
    roles = "".join(
        f'*[type="{role}"] {{ font-size: {theme.points(role)}pt; font-weight: {theme.weight(role)}; }}\n'
        for role in _tokens()["type"]
    )
    values: dict[str, object] = {name: theme.hex(name) for name in _tokens()[theme.name] if name != "status"}
    values |= {status: theme.hex(status) for status in _tokens()[theme.name]["status"]}
    values |= {f"{status}Fill": theme.hex(f"{status}.fill") for status in _tokens()[theme.name]["status"]}
    values |= {f"s{step}": theme.space(step) for step in (1, 2, 3, 4, 5, 6, 8)}
    values |= {
        "edge": theme.border_width, "radius": theme.radius("control"), "cardRadius": theme.radius("card"),
        "h": theme.control_height() - 2 * theme.border_width,
        "hPrimary": theme.control_height("primary") - 2 * theme.border_width,
        "hRow": theme.control_height("rowAction") - 2 * theme.border_width,
        "fieldHeight": theme.control_height() - 2, "icon": theme.scaled(16),
        "indicator": theme.scaled(16),
    }  # fmt: skip
    # Where every edge is white, one that can't be pressed shows it by the system's colour for that.
    values |= {
        "disabledEdge": theme.hex("disabled" if theme.name == "high contrast" else "divider"),
        "disabledPrimaryEdge": theme.hex("disabled" if theme.name == "high contrast" else "border"),
    }
    sheet = _SHEET
    for name, value in sorted(values.items(), key=lambda pair: -len(pair[0])):
        sheet = sheet.replace(f"@{name}@", str(value))
    return roles + sheet


_SHEET = """
*[type="hint"], *[tone="secondary"] { color: @text2@; }
*[tone="overdue"] { color: @overdue@; }
*[tone="warn"] { color: @warn@; }
*[tone="ok"] { color: @ok@; }
*[tone="nav"] { color: @onNav@; }
QLabel[type="quote"] { border: 0; border-left: 3px solid @primary@; padding-left: @s3@px; }
QToolTip { color: @text@; background: @surface@; border: 1px solid @border@; padding: @s1@px; }

QLineEdit, QComboBox, QAbstractSpinBox { min-height: @fieldHeight@px; }
QComboBox QLineEdit { min-height: 0; } /* it stands inside the edges of its choice */
QLineEdit, QComboBox { padding: 0 @s1@px; }
QPushButton { icon-size: @icon@px; }
QToolButton, QComboBox { qproperty-iconSize: @icon@px @icon@px; }
QCheckBox::indicator, QRadioButton::indicator { width: @indicator@px; height: @indicator@px; }
QCheckBox, QRadioButton { spacing: @s2@px; min-height: @s6@px; padding-right: @s1@px; }

QPushButton, QToolButton {
    color: @text@; background: @surface@; border: @edge@px solid @border@; border-radius: @radius@px;
    padding: 0 @s4@px; min-height: @h@px;
}
QToolButton { padding: 0 @s1@px; min-width: @s5@px; max-height: @h@px; }
QPushButton:hover, QToolButton:hover { background: @surface2@; border-color: @text@; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked { background: @sel@; color: @onSel@; }
QPushButton:checked { background: @sel@; color: @onSel@; border-color: @text@; }
QPushButton:disabled, QToolButton:disabled { color: @disabled@; background: @surface2@; border-color: @disabledEdge@; }
QPushButton[kind="primary"] {
    color: @onPrimary@; background: @primary@; border-color: @primary@; font-weight: 600; min-height: @hPrimary@px;
}
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed {
    background: @primaryHover@; border-color: @primaryHover@;
}
QPushButton[kind="primary"]:disabled { color: @disabled@; background: @surface2@; border-color: @disabledPrimaryEdge@; }
QPushButton[kind="danger"] { color: @onDanger@; background: @danger@; border-color: @danger@; font-weight: 600; }
QPushButton[kind="danger"]:hover { background: @dangerHover@; border-color: @dangerHover@; }
QPushButton[kind="row"] { min-height: @hRow@px; padding: 0 @s3@px; }
QPushButton[kind="link"] {
    color: @link@; background: transparent; border-color: transparent; text-decoration: underline;
    padding: 0 @s1@px; text-align: left;
}
QPushButton[kind="link"]:hover { color: @primaryHover@; background: transparent; border-color: transparent; }
QToolButton[kind="quiet"] { background: transparent; border-color: transparent; }
QToolButton[kind="quiet"]:hover { background: @surface2@; border-color: @border@; }
QToolButton::menu-indicator { image: none; width: 0; }

QFrame[card="true"] {
    background: @surface@; border: @edge@px solid @divider@; border-radius: @cardRadius@px;
}
QFrame[card="true"][chosen="true"] { border-color: @primary@; background: @surface2@; }
QFrame[region="topBar"] { background: @surface@; border: 0; border-bottom: 1px solid @divider@; }
QFrame[region="footer"] { background: @surface@; border: 0; border-top: 1px solid @divider@; }
QFrame[region="side"] { background: @surface2@; border: 0; border-left: 1px solid @divider@; }
QFrame[region="nav"] { background: @nav@; border: 0; }
QFrame[region="page"] { background: @bg@; border: 0; }
QFrame[bar="info"] { background: @infoFill@; border: @edge@px solid @info@; border-radius: @radius@px; }
QFrame[bar="problem"] { background: @overdueFill@; border: @edge@px solid @overdue@; border-radius: @radius@px; }
QFrame[bar="info"] QLabel { color: @info@; }
QFrame[bar="problem"] QLabel { color: @overdue@; }

QListView[region="nav"] { background: @nav@; color: @onNav@; border: 0; outline: 0; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: @surface@; }
QCalendarWidget QToolButton { border-color: transparent; }
QListView[region="nav"]::item { min-height: @s6@px; padding: @s2@px @s3@px; color: @onNav@; border-left: 4px solid transparent; }
QListView[region="nav"]::item:hover { background: @navSelected@; }
QListView[region="nav"]::item:selected {
    background: @navSelected@; color: @onNav@; font-weight: 600; border-left: 4px solid @focusOuter@;
}
QMenuBar { background: @surface@; color: @text@; border-bottom: 1px solid @divider@; }
QListView[region="offered"]::item { min-height: @s4@px; padding: @s1@px @s2@px; }
QListView[region="offered"]::item:selected { background: @sel@; color: @onSel@; }
QMenuBar::item { padding: @s1@px @s2@px; background: transparent; }
QMenuBar::item:selected { background: @sel@; color: @onSel@; }
QMenu { background: @surface@; color: @text@; border: 1px solid @border@; padding: @s1@px; }
QMenu::item { padding: @s1@px @s6@px @s1@px @s6@px; }
QMenu::item:selected { background: @sel@; color: @onSel@; }
QMenu::item:disabled { color: @disabled@; }
QMenu::separator { height: 1px; background: @divider@; margin: @s1@px; }
QHeaderView { background: @surface@; }
QHeaderView::section {
    background: @surface@; color: @text2@; border: 0; border-bottom: 1px solid @border@; padding: @s2@px;
    text-align: left;
}
QRadioButton, QCheckBox { outline: 0; }
QScrollBar:vertical { background: transparent; width: @s3@px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: @s3@px; margin: 0; }
QScrollBar::handle { background: @border@; border-radius: 3px; margin: 3px; min-height: @s8@px; min-width: @s8@px; }
QScrollBar::handle:hover { background: @text2@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollArea { border: 0; background: transparent; }
QProgressBar { border: 1px solid @border@; border-radius: @radius@px; background: @surface@; color: @text@; }
QProgressBar::chunk { background: @primary@; }
"""
