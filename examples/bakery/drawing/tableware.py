"""Boards, plates, napkins, cups and bowls."""

from .canvas import Canvas
from .grounds import grain
from .outlines import box, curve, heart, oval, place, smooth
from .palette import CREAM, SHADE, Colours
from .shapes import area, ring, trail


def board(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Draw a cutting board with a hole."""
    shape = c.solid(box(x0, y0, x1, y1, 46), ("#d9a468", "#b57d43"), 6, 22)
    grain(c, shape, "#8d5a2b", 0.45)
    hole = area(oval(x1 - 58, (y0 + y1) / 2, 20, 20))
    c.lay(hole, "#5d3a20")
    c.volume(hole, 6, CREAM, SHADE, 0.5)


def plate(
    c: Canvas,
    x: float,
    y: float,
    radius: float,
    colours: Colours = ("#fffaf0", "#e3d6c2"),
    *,
    line: str = "#c77f5a",
) -> None:
    c.solid(oval(x, y, radius, radius), colours, 10, 26)
    outer, inner = radius * 0.93, radius * 0.915
    c.lay(ring(oval(x, y, outer, outer), oval(x, y, inner, inner)), line)
    well = area(oval(x, y, radius * 0.74, radius * 0.74))
    c.blend(well, (colours[1], colours[0]))
    c.volume(well, 10, CREAM, SHADE, 0.22)


def napkin(c: Canvas, x: float, y: float, size: float, turn: float, *, colours: Colours, stripe: str) -> None:
    cloth = c.solid(place(box(-1, -0.72, 1, 0.72, 0.04), x, y, turn, size), colours, 5, 12)
    for part in (-0.6, -0.52, 0.52, 0.6):
        along = trail(place([(-1, part), (1, part)], x, y, turn, size), size * 0.035)
        c.lay(along.within(cloth), stripe)
    for part in (-0.85, -0.8, 0.8, 0.85):
        across = trail(place([(part, -0.72), (part, 0.72)], x, y, turn, size), size * 0.03)
        c.lay(across.within(cloth), stripe, 0.7)


def cup(c: Canvas, x: float, y: float, radius: float) -> None:
    """Draw a cup of coffee from above, with a leaf of milk."""
    plate(c, x, y, radius * 1.5)
    handle = area(place(box(radius * 0.8, -24, radius * 1.42, 24, 22), x, y, 38))
    c.form(handle, ("#fffaf0", "#e0d1bb"), 6, 8)
    c.solid(oval(x, y, radius, radius), ("#fffdf7", "#e9dcc8"), 8, 14)
    coffee = area(oval(x, y, radius * 0.86, radius * 0.86))
    c.blend(coffee, ("#b97a45", "#6e3d1c"), round_=True)
    for i in range(4):
        size = radius * (0.5 - i * 0.1)
        leaf = heart(x, y + radius * (0.3 - i * 0.26), size, 0)
        inner = heart(x, y + radius * (0.24 - i * 0.26), size * 0.76, 0)
        c.lay(area(leaf).soft(1.2), "#fbeacb")
        if i < 3:
            c.lay(area(inner).soft(1.5), "#a9683a")
    c.volume(coffee, radius * 0.06, CREAM, SHADE, 0.5)


def bowl(c: Canvas, x: float, y: float, size: float, flour: str) -> None:
    """Draw a bowl of flour from the side."""
    heap = [(-0.9, -0.4), (-0.5, -0.72), (0, -0.95), (0.5, -0.7), (0.9, -0.4), (0, -0.2)]
    c.mottled(place(smooth(heap), x, y, 0, size), (flour, flour), ("#ffffff", 16, 0.5), size * 0.14, 4)
    side = [(-1, -0.42), (1, -0.42), (0.86, 0.1), (0.5, 0.42), (-0.5, 0.42), (-0.86, 0.1)]
    outline = [*side[:2], *curve(side[1:]), side[0]]
    c.solid(place(outline, x, y, 0, size), ("#7b9aa0", "#4f737b"), size * 0.14, 16)
    c.line([(x - size, y - size * 0.42), (x + size, y - size * 0.42)], size * 0.07, "#fff6e6")
