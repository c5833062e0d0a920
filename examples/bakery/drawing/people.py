"""The baker."""

from .breads import loaf
from .canvas import Canvas
from .outlines import box, curve, dial, mirrored, oval, place, smooth
from .palette import INK, RED, SKIN
from .shapes import area, trail
from .trimmings import wheat


def baker(c: Canvas) -> None:
    c.blend(c.everything(), ("#e8b48a", "#cf8a62"))
    c.solid(oval(540, 520, 455, 455), ("#f9e6c4", "#efcb98"), 8, 12)
    for i in range(10):
        wheat(c, *dial(540, 520, 395, -72 + i * 16), 82, -72 + i * 16)
    shoulders = mirrored([(-0.95, 1), (-0.9, 0.3), (-0.55, 0.02), (-0.2, -0.08)])
    c.solid(place(curve(shoulders), 540, 790, 0, 390), ("#6f949a", "#4c727a"), 22, 12)
    c.solid(place(box(-66, -90, 66, 90, 40), 540, 745), SKIN, 14, 4)
    c.solid([(420, 790), (660, 790), (740, 1090), (340, 1090)], ("#fffaf0", "#e6d6bd"), 10, 8)
    for x0, x1 in ((440, 420), (640, 660)):
        c.line([(x0, 800), (x1 + (x1 - x0) * 1.4, 730)], 26, "#f4e8d4")
    face(c)
    hat(c)
    loaf(c, 540, 985, (270, 105), -5)
    for x, turn in ((300, 20), (780, -20)):
        c.solid(oval(x, 985, 72, 50, turn), ("#f2bf98", "#d0906a"), 14, 10)
    c.flour(560, 930, 130, 130)


def face(c: Canvas) -> None:
    for x in (372, 708):
        c.solid(oval(x, 560, 34, 46), SKIN, 8, 4)
    c.solid(oval(540, 545, 168, 196), ("#f8cfa8", "#e2a67e"), 26, 10)
    for x in (440, 640):
        c.lay(area(oval(x, 610, 46, 34)).soft(14), "#e5765f", 0.5)
    for x in (474, 606):
        c.lay(area(oval(x, 535, 15, 19)), INK)
        c.lay(area(oval(x - 5, 528, 5, 6)), "#ffffff")
        brow = [(x - 36, 494), (x, 478), (x + 36, 492)]
        c.lay(trail(curve(brow), 15, taper=True), "#6d3f22")
    c.solid(oval(540, 588, 27, 23), ("#f2b48c", "#d68f68"), 8, 4)
    smile = curve([(486, 664), (540, 696), (594, 664)])
    c.lay(trail(smile, 14, taper=True), RED)
    for side in (-1, 1):
        moustache = [
            (0, 0),
            (side * 42, -20),
            (side * 92, -2),
            (side * 128, -36),
            (side * 110, 22),
            (side * 50, 36),
        ]
        c.solid(place(smooth(moustache), 540, 636), ("#8a5632", "#5d351c"), 9, 4)


def hat(c: Canvas) -> None:
    for x, y, rx, ry in ((400, 250, 118, 104), (680, 250, 118, 104), (540, 205, 150, 124)):
        c.solid(oval(x, y, rx, ry), ("#ffffff", "#ecdfcb"), 24, 8)
    c.lay(area(oval(540, 280, 170, 70)).soft(10), "#fbf3e6")
    band = c.solid([(384, 300), (696, 300), (704, 430), (376, 430)], ("#fffdf8", "#e9dac2"), 10, 10)
    for x in (440, 505, 575, 640):
        c.lay(trail([(x, 316), (x, 414)], 5).soft(1.5).within(band), "#cdb795", 0.7)
