"""Small pictures for children's papers: drawn by us in lines and light greys, so that a copy in black and white keeps them.

Each is drawn in a square of 100 by 100 from its bottom left corner. What they show is in domain.own_plan.PICTURES.
"""

from collections.abc import Callable, Mapping
from math import cos, pi, sin
from typing import Any

_LINE = 3.4  # of 100
_THINNEST = 0.9  # points: it survives a scan
_GREY, _WHITE, _BLACK = 0.86, 1.0, 0.0

Point = tuple[float, float]
Curve = tuple[Point, Point, Point]


class Pen:
    """A canvas in units of a picture."""

    def __init__(self, canvas: Any, x: float, y: float, side: float) -> None:
        self.canvas, self._x, self._y, self._unit = canvas, x, y, side / 100
        canvas.setStrokeGray(_BLACK)
        canvas.setLineWidth(max(_LINE * self._unit, _THINNEST))
        canvas.setLineCap(1)
        canvas.setLineJoin(1)

    def shape(
        self, start: Point, *parts: Point | Curve, fill: float | None = _WHITE, close: bool = True
    ) -> None:
        """Draw lines and curves from a point on. fill: a grey, None for lines alone."""
        path = self.canvas.beginPath()
        path.moveTo(*self._at(start))
        for part in parts:
            if isinstance(part[0], tuple):
                path.curveTo(*(number for point in part for number in self._at(point)))
            else:
                path.lineTo(*self._at(part))
        if close:
            path.close()
        if fill is not None:
            self.canvas.setFillGray(fill)
        self.canvas.drawPath(path, stroke=1, fill=int(fill is not None))

    def line(self, *points: Point) -> None:
        self.shape(points[0], *points[1:], fill=None, close=False)

    def circle(self, centre: Point, radius: float, fill: float = _WHITE) -> None:
        self.canvas.setFillGray(fill)
        self.canvas.circle(*self._at(centre), radius * self._unit, stroke=1, fill=1)

    def _at(self, point: Point) -> Point:
        return self._x + point[0] * self._unit, self._y + point[1] * self._unit


def draw(canvas: Any, key: str, x: float, y: float, side: float) -> None:
    """Draw a picture with its bottom left corner at (x, y). key: of domain.own_plan.PICTURES."""
    canvas.saveState()
    _DRAWN[key](Pen(canvas, x, y, side))
    canvas.restoreState()


def _tooth(pen: Pen) -> None:
    pen.shape(
        (50, 82),
        ((62, 96), (90, 94), (88, 66)), ((86, 48), (78, 44), (76, 24)), ((74, 6), (64, 2), (61, 18)),
        ((58, 34), (56, 40), (50, 40)), ((44, 40), (42, 34), (39, 18)), ((36, 2), (26, 6), (24, 24)),
        ((22, 44), (14, 48), (12, 66)), ((10, 94), (38, 96), (50, 82)),
    )  # fmt: skip
    pen.shape((28, 72), ((30, 80), (36, 82), (42, 79)), fill=None, close=False)


def _eye(pen: Pen) -> None:
    pen.shape((6, 50), ((28, 84), (72, 84), (94, 50)), ((72, 16), (28, 16), (6, 50)))
    pen.circle((50, 50), 19, _GREY)
    pen.circle((50, 50), 8, _BLACK)
    for start, end in (((22, 78), (16, 90)), ((50, 84), (50, 97)), ((78, 78), (84, 90))):
        pen.line(start, end)


def _ear(pen: Pen) -> None:
    pen.shape(
        (30, 58),
        ((26, 96), (80, 98), (80, 60)), ((80, 40), (62, 38), (60, 20)), ((58, 0), (34, 2), (34, 20)),
        ((34, 30), (34, 40), (30, 58)),
    )  # fmt: skip
    pen.shape(
        (44, 60), ((44, 80), (66, 80), (66, 62)), ((66, 48), (52, 50), (50, 36)), fill=None, close=False
    )
    for far in (8, 18):
        pen.shape((20 - far, 72), ((14 - far, 60), (14 - far, 48), (20 - far, 36)), fill=None, close=False)


def _apple(pen: Pen) -> None:
    pen.shape(
        (50, 70),
        ((62, 82), (92, 80), (90, 48)), ((88, 20), (66, 2), (50, 10)), ((34, 2), (12, 20), (10, 48)),
        ((8, 80), (38, 82), (50, 70)),
    )  # fmt: skip
    pen.line((50, 70), (53, 90))
    pen.shape((53, 84), ((60, 98), (76, 98), (82, 90)), ((72, 80), (60, 78), (53, 84)), fill=_GREY)


def _moon(pen: Pen) -> None:
    pen.shape(
        (60, 92),
        ((20, 92), (4, 46), (34, 18)),
        ((56, 0), (84, 12), (92, 34)),
        ((60, 22), (34, 54), (60, 92)),
        fill=_GREY,
    )
    pen.shape(*_star((78, 74), 15))


def _star(centre: Point, size: float) -> list[Point]:
    corners = []
    for number in range(10):
        far = size if number % 2 == 0 else size * 0.42
        turn = pi / 2 + number * pi / 5
        corners.append((centre[0] + far * cos(turn), centre[1] + far * sin(turn)))
    return corners


def _plaster(pen: Pen) -> None:
    pen.shape(
        (16, 30),
        ((6, 40), (6, 50), (14, 58)), (42, 86), ((52, 96), (64, 96), (72, 86)), (84, 70), ((94, 60), (94, 50), (86, 42)),
        (58, 14), ((48, 4), (36, 4), (28, 14)),
    )  # fmt: skip
    pen.shape((30, 44), (56, 70), (70, 56), (44, 30), fill=_GREY)
    for spot in ((43, 50), (50, 57), (50, 43), (57, 50)):
        pen.circle(spot, 1.6, _BLACK)


def _heart(pen: Pen) -> None:
    pen.shape(
        (50, 10),
        ((10, 42), (2, 62), (10, 76)), ((20, 94), (44, 92), (50, 70)), ((56, 92), (80, 94), (90, 76)),
        ((98, 62), (90, 42), (50, 10)), fill=_GREY,
    )  # fmt: skip


def _book(pen: Pen) -> None:
    pen.shape((50, 76), ((38, 88), (20, 88), (6, 82)), (6, 20), ((20, 26), (38, 26), (50, 14)))
    pen.shape((50, 76), ((62, 88), (80, 88), (94, 82)), (94, 20), ((80, 26), (62, 26), (50, 14)))
    for high in (68, 56, 44):
        pen.shape((16, high), ((24, high + 2), (32, high), (40, high - 5)), fill=None, close=False)
        pen.shape((84, high), ((76, high + 2), (68, high), (60, high - 5)), fill=None, close=False)


def _smile(pen: Pen) -> None:
    pen.circle((50, 50), 44)
    pen.circle((35, 62), 4, _BLACK)
    pen.circle((65, 62), 4, _BLACK)
    pen.shape((26, 42), ((36, 20), (64, 20), (74, 42)), fill=None, close=False)


_DRAWN: Mapping[str, Callable[[Pen], None]] = {
    "tooth": _tooth, "eye": _eye, "ear": _ear, "apple": _apple, "moon": _moon, "plaster": _plaster, "heart": _heart,
    "book": _book, "smile": _smile,
}  # fmt: skip


def drawn() -> tuple[str, ...]:
    """Return the keys of the pictures there are."""
    return tuple(_DRAWN)
