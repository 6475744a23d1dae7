"""How much of each part of the GP summary is printed, and the order in which parts give way."""

from collections.abc import Callable
from dataclasses import dataclass

from lac_tracker.documents import layout
from lac_tracker.documents.page import frame_width

SIZES = (12.0, 11.5, 11.0, 10.5)  # points of the body, tried in this order
_FAR_OVER = 1.4  # of a page: how much more it is makes no difference, so it is measured no further


@dataclass(frozen=True)
class Room:
    """What is printed at most. Numbers of characters, unless said otherwise."""

    others: int = 6  # people of section 3
    ongoing: int = 12  # statements
    sources: bool = False  # who told of each check, medicine and condition
    measurements: bool = True
    run_in: bool = (
        False  # rows and sections follow on in one paragraph instead of starting lines of their own
    )
    row: int = 1_200  # a row of section 2; 0: no rows, only where to find them
    other: int = 400  # an action of section 3
    action: int = 900
    why: int = 500  # 0: no reasons
    quote: int = 400
    fact: int = 300  # one fact about the child


# What gives way once the body is at its smallest. Actions for the practice all stay: only at the very end is
# their text shortened, so that even ten of 20,000 characters leave one page.
ROOMS = (
    Room(sources=True),
    Room(),
    Room(others=4),
    Room(others=4, ongoing=4),
    Room(others=4, ongoing=4, measurements=False),
    Room(others=2, ongoing=4, measurements=False, row=500, other=200),
    Room(others=0, ongoing=4, measurements=False, row=400),
    Room(others=0, ongoing=4, measurements=False, row=400, run_in=True),
    Room(others=0, ongoing=2, measurements=False, row=160, run_in=True, quote=200, fact=200),
    Room(others=0, ongoing=1, measurements=False, row=80, run_in=True, quote=100, fact=160, why=250),
    Room(others=0, ongoing=0, measurements=False, row=40, run_in=True, quote=70, fact=160, why=120),
    Room(others=0, ongoing=0, measurements=False, row=26, run_in=True, quote=44, fact=160, why=90),
    Room(others=0, ongoing=0, measurements=False, row=0, run_in=True, quote=44, fact=160, action=450, why=90),
    Room(others=0, ongoing=0, measurements=False, row=0, run_in=True, quote=44, fact=120, action=300, why=60),
    Room(others=0, ongoing=0, measurements=False, row=0, run_in=True, quote=44, fact=110, action=200, why=40),
    Room(others=0, ongoing=0, measurements=False, row=0, run_in=True, quote=44, fact=60, action=130, why=40),
    Room(others=0, ongoing=0, measurements=False, row=0, run_in=True, quote=30, fact=30, action=75, why=25),
    Room(others=0, ongoing=0, measurements=False, row=0, run_in=True, quote=20, fact=15, action=40, why=0),
)


def is_whole(room: Room) -> bool:
    """Return whether nothing was cut that a practice looks for on the page: what larger print may not cost."""
    return room.measurements and not room.run_in


def fit(
    story: Callable[[float, Room], layout.Story],
    available: Callable[[Room], float],
    *,
    only_whole: bool = False,
) -> tuple[Room, layout.Story]:
    """Return the largest type, then the fewest cuts, with which a story fits one page.

    story: blocks at a body size with so much room. available: the height between head and foot, in points.
    only_whole: give up at the first room that is not whole, whether its story fits or not.
    """

    def how_full(blocks: layout.Story, room: Room) -> float:
        high = max(available(room), 1.0)  # head and foot alone may be too high
        return layout.height_up_to(blocks, frame_width(), _FAR_OVER * high) / high

    size, room = SIZES[0], ROOMS[0]
    blocks = story(size, room)
    over = how_full(blocks, room)
    for smaller in SIZES[1:]:
        if over <= 1:
            return room, blocks
        # Height falls faster than size, as fewer lines wrap. Sizes that cannot do are not tried.
        if over * (smaller / size) ** 2.3 <= 1 or smaller == SIZES[-1]:
            size, blocks = smaller, story(smaller, room)
            over = how_full(blocks, room)
    for tighter in ROOMS[1:]:
        if over <= 1 or (only_whole and not is_whole(room)):
            break
        room, blocks = tighter, story(size, tighter)
        over = how_full(blocks, tighter)
    return room, blocks
