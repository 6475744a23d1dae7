"""The patient banner: order, names, words for what is not known, and large text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lac_tracker.domain.children import BannerFacts, FlagChip
from lac_tracker.ui import theme
from lac_tracker.ui.banner import PatientBanner

FACTS = BannerFacts(
    "BAPTISTE, Amara", "Miss", "Mara", "12-Jun-2011 (14y 8m)", "Female", "999 012 3454", "26-Jan-2026 (Day 37)",
    (
        FlagChip("care_leaver", "Care leaver"),
        FlagChip("do_not_share_address", "Do not share address", True, "Set by Grace Mensah, 01-Feb-2026"),
        FlagChip("allergies", "Known allergies: penicillin", True),
    ),
    address_words="Address withheld",
)  # fmt: skip


def shown(qtbot, facts=FACTS, width=1100):
    banner = PatientBanner(facts)
    qtbot.addWidget(banner)
    banner.resize(width, 120)
    with qtbot.waitActive(banner):
        banner.show()
    QApplication.processEvents()
    return banner


def words(banner, name):
    return banner.findChild(QLabel, name).text()


def place(banner, name):
    widget = banner.findChild(QWidget, name)
    return widget.mapTo(banner, widget.rect().topLeft())


def test_the_banner_says_who_this_is_in_its_fixed_order(qtbot):
    banner = shown(qtbot)
    assert words(banner, "banner.name") == "BAPTISTE, Amara (Miss)"
    assert words(banner, "banner.nhs") == "999 012 3454"
    across = [
        place(banner, name).x() for name in ("banner.name", "banner.born", "banner.gender", "banner.nhs")
    ]
    assert across == sorted(across)
    assert place(banner, "banner.preferred").y() > place(banner, "banner.name").y()
    assert banner.findChild(QLabel, "banner.born").accessibleName() == "Born 12-Jun-2011 (14y 8m)"


def test_flags_stand_in_their_fixed_order_whatever_order_they_come_in(qtbot):
    banner = shown(qtbot)
    kinds = ("allergies", "do_not_share_address", "care_leaver")
    across = [banner.flags.chip(kind).x() for kind in kinds]
    assert across == sorted(across)
    assert (
        banner.flags.chip("do_not_share_address").accessibleDescription()
        == "Set by Grace Mensah, 01-Feb-2026"
    )


def test_a_flag_opens_on_enter(qtbot):
    banner = shown(qtbot)
    banner.flags.setFocus()
    with qtbot.waitSignal(banner.flag_opened) as told:
        qtbot.keyClick(banner.flags.chip("allergies"), Qt.Key.Key_Return)
    assert told.args == ["allergies"]


def test_what_is_not_known_says_so(qtbot):
    banner = shown(qtbot, BannerFacts("Council ID 318842", "", "", "", "", "", ""))
    for name in ("preferred", "born", "gender", "nhs", "careSince"):
        assert words(banner, f"banner.{name}") == "Not known"
    assert words(banner, "banner.gp") == "Not known"


def test_more_opens_the_second_zone_and_closes_it(qtbot):
    banner = shown(qtbot)
    assert banner.zone_2.isHidden()
    qtbot.keyClick(banner.more, Qt.Key.Key_Return)
    assert words(banner, "banner.address") == "Address withheld"
    assert banner.more.words() == "Less"
    banner.toggle_more()
    assert banner.zone_2.isHidden()


def test_at_200_per_cent_gender_and_care_date_move_under_more(qtbot, themed):
    theme.apply(themed, "light", 200)
    banner = shown(qtbot)
    assert not banner.gender.isVisible()
    assert not banner.care.isVisible()
    for name in ("banner.name", "banner.born", "banner.nhs"):
        assert banner.findChild(QLabel, name).isVisible()
    banner.toggle_more()
    assert banner.findChild(QLabel, "banner.genderMore").isVisible()
    assert words(banner, "banner.careMore") == "26-Jan-2026 (Day 37)"


@pytest.mark.parametrize("percent", [100, 200])
def test_name_number_and_dates_are_never_cut(percent, qtbot, themed):
    theme.apply(themed, "light", percent)
    long = BannerFacts(
        "FEATHERSTONEHAUGH-OKONKWO, Maximiliana Persephone", "Miss", "Max", "12-Jun-2011 (14y 8m)", "Female",
        "999 012 3454", "26-Jan-2026 (Day 37)",
    )  # fmt: skip
    banner = shown(qtbot, long, width=760)
    for name in ("banner.born", "banner.nhs"):
        label = banner.findChild(QLabel, name)
        assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    name = banner.findChild(QLabel, "banner.name")
    assert name.height() >= name.heightForWidth(name.width())
    assert place(banner, "banner.name").x() + name.width() <= banner.width()


def test_tab_goes_through_name_number_more_and_flags(qtbot):
    banner = shown(qtbot)
    banner.findChild(QLabel, "banner.name").setFocus()
    names = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        names.append(QApplication.focusWidget().objectName())
    assert names == ["banner.nhs", "banner.more", "allergies"]
