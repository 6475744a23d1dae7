"""How blocks fill pages, whatever stands above them."""

import pytest
import reading

from lac_tracker.documents import layout, page

BODY = page.style(12)
HEIGHT = 700.0


def lines(number: int) -> layout.Story:
    return [page.text("line", BODY) for _ in range(number)]


@pytest.mark.parametrize("above", range(36, 56))
@pytest.mark.parametrize(
    "after",
    [page.text("Under it " * 60, BODY), page.text("Under it " * 25, BODY), layout.Group(tuple(lines(5)))],
)  # a paragraph of many lines, one of three, which is never cut, and a group
def test_a_heading_stays_with_what_follows(above, after):
    pages = layout.paginate([*lines(above), *page.heading("Title", 14), after], page.WIDTH, HEIGHT)
    assert all(not shown[-1].keeps_with_next for shown in pages)


@pytest.mark.parametrize("above", range(36, 56))
def test_a_group_is_not_cut(above):
    group = layout.Group(tuple(lines(5)))
    pages = layout.paginate([*lines(above), group, *lines(3)], page.WIDTH, HEIGHT)
    assert sum(group in shown for shown in pages) == 1


@pytest.mark.parametrize("above", range(0, 56, 5))
def test_no_page_is_fuller_than_it_is_high_and_nothing_is_lost(above):
    story = [
        *lines(above),
        layout.Group(tuple(lines(80))),
        page.text("word " * 3_000, BODY),
        page.row([(200, "left " * 700, BODY), (200, "right", BODY)], gap=8),
    ]
    pages = layout.paginate(story, page.WIDTH, HEIGHT)
    assert all(layout.height_of(shown, page.WIDTH) <= HEIGHT + 0.01 for shown in pages)
    sheet = page.Sheet("Title", "Author", "Subject", lambda number, of: [], lambda number, of: [])
    printed = reading.text_of(page.render(story, sheet))
    assert printed.count("line") == above + 80
    assert printed.count("word") == 3_000
    assert printed.count("left") == 700


def test_a_story_of_nothing_is_one_page():
    assert len(layout.paginate([], page.WIDTH, HEIGHT)) == 1
