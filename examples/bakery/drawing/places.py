"""The shop from the street, and the way to it."""

from .breads import small_loaf
from .canvas import Canvas
from .outlines import box, curve, dial, oval, place, smooth, star
from .palette import CREAM, INK, PALE_CRUST, PAPER, SCARLET, SHADE
from .shapes import area, ring, trail
from .trimmings import berry, snow


def window(c: Canvas) -> None:
    wall = c.everything()
    c.blend(wall, ("#27454a", "#1b3136"))
    for y in range(0, 760, 46):
        c.line([(0, y), (1280, y)], 2, "#10242a", 0.5)
    pane(c, 120, 300, 830, 740)
    shelves(c)
    frame_door(c)
    awning(c)
    c.solid(box(330, 40, 950, 130, 18), ("#f2dfb8", "#d9b878"), 5, 12)
    c.write(640, 86, "4  FLOURS", 62, "#4a2a17")
    c.blend(area(box(0, 800, 1280, 960)), ("#dfe6ea", "#a9b8c2"))
    c.lay(area(oval(480, 815, 420, 26)).soft(16), "#ffdf9a", 0.7)
    for x, y in ((60, 800), (1235, 800)):
        tub(c, x, y)
    snow(c, 170)


def pane(c: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    c.solid(box(x0 - 22, y0 - 22, x1 + 22, y1 + 40, 6), ("#8a5a34", "#5d3a20"), 6, 14)
    glass = area(box(x0, y0, x1, y1))
    c.blend(glass, ("#ffe3a1", "#f0ab52"))
    c.glow((x0 + x1) / 2, y0 + 90, 330, "#fff7d8", 0.9)
    for x in (390, 730):
        c.line([(x, y0), (x, y0 + 62)], 4, INK)
        c.lay(area(place([(-14, 0), (14, 0), (52, 38), (-52, 38)], x, y0 + 56)), "#7c2f27")
        c.glow(x, y0 + 104, 110, "#fffbe8", 0.9)


def shelves(c: Canvas) -> None:
    for y in (520, 690):
        c.solid(box(130, y, 820, y + 20), ("#9a6536", "#6f4320"), 3, 10)
    for i, x in enumerate((220, 390, 560, 730)):
        if i % 2:
            small_loaf(c, x, 520, 74)
        else:
            basket(c, x, 520)
    for x in (205, 340, 475, 610, 745):
        small_loaf(c, x, 690, 58)


def basket(c: Canvas, x: float, y: float) -> None:
    for k, lean in ((-38, -14), (-12, -4), (14, 6), (38, 15)):
        top = place([(0, 0), (0, -112)], x + k, y - 40, lean)
        c.form(trail(top, 30), PALE_CRUST, 7, 4)
    weave = c.solid(place([(-74, -74), (74, -74), (58, 0), (-58, 0)], x, y), ("#b98a52", "#8a5f30"), 5, 5)
    for row in range(5):
        level = y - 66 + row * 15
        c.lay(trail([(x - 74, level), (x + 74, level)], 4).within(weave), "#5d3a1a", 0.6)


def frame_door(c: Canvas) -> None:
    c.solid(box(915, 290, 1165, 800, 8), ("#a4453a", "#7b2f27"), 8, 14)
    glass = area(box(950, 330, 1130, 600, 6))
    c.blend(glass, ("#ffdf9a", "#eaa24c"))
    c.volume(glass, 6, CREAM, SHADE, 0.4)
    c.lay(area(box(950, 640, 1130, 770, 6)), "#6d271f")
    c.solid(oval(935, 620, 10, 10), ("#ffe6a8", "#c08a2e"), 3, 4)
    for i in range(22):
        c.solid(oval(*dial(1040, 440, 58, i * 360 / 22), 24, 16, i * 41), ("#4f7f52", "#2c5537"), 5, 3)
    for i in range(6):
        berry(c, *dial(1040, 440, 58, i * 60 + 15), 8)
    ribbon = [(0, 0), (-34, -20), (-34, 20), (0, 0), (34, -20), (34, 20)]
    c.solid(place(ribbon, 1040, 502), ("#d8453a", "#a32a25"), 4, 4)


def awning(c: Canvas) -> None:
    for i in range(14):
        x0, x1 = 80 + i * 80, 160 + i * 80
        strip = [(x0 * 0.92 + 51, 160), (x1 * 0.92 + 51, 160), (x1, 290), ((x0 + x1) / 2, 322), (x0, 290)]
        rounded = [*strip[:3], *oval((x0 + x1) / 2, 290, 40, 34)[:37], strip[4]]
        colours = ("#fff4e0", "#e8d3b2") if i % 2 else ("#c4513f", "#96342a")
        c.solid(rounded, colours, 3, 8)
    c.lay(area(box(120, 150, 1160, 176, 8)), "#f6f8fa")
    c.lay(area(oval(400, 164, 200, 18)), "#ffffff")


def tub(c: Canvas, x: float, y: float) -> None:
    for k in range(4):
        width = 74 - k * 15
        tree = [(-width, 0), (0, -92), (width, 0), (0, 14)]
        c.solid(place(tree, x, y - 70 - k * 54), ("#4f7f52", "#23482f"), 6, 5)
    c.solid(place([(-46, -70), (46, -70), (36, 50), (-36, 50)], x, y), ("#b0653c", "#7a3f22"), 7, 10)


def town(c: Canvas) -> None:
    """Draw the way to the bakery."""
    c.blend(c.everything(), ("#f6ead0", "#ead5ae"))
    blocks(c)
    river = curve([(-80, 700), (180, 650), (420, 760), (700, 720), (930, 560), (1380, 500)])
    c.line(river, 150, "#f9f0dc")
    c.line(river, 118, "#8fb7bd")
    for shift in (-28, 6, 34):
        c.stitch(place(river, 0, shift), 5, 46, "#c3dcdc")
    for points in (
        ((-20, 470), (400, 480), (820, 330), (1300, 290)),
        ((330, -20), (400, 480), (470, 980)),
        ((900, -20), (820, 330), (960, 980)),
    ):
        c.line(curve(points), 50, "#d9bf92")
        c.line(curve(points), 42, "#fffaf0")
    park(c)
    way = curve([(450, 870), (420, 600), (402, 486), (610, 425), (815, 335), (840, 215)])
    c.stitch(way, 15, 30, "#c4483c")
    c.solid(oval(450, 880, 24, 24), ("#5e8d94", "#3d6870"), 6, 8)
    pin(c, 842, 190)
    compass(c, 1120, 800)


def blocks(c: Canvas) -> None:
    for row in range(9):
        for column in range(12):
            x, y = column * 112 - 10, row * 112 - 20
            width, height = c.dice.uniform(64, 94), c.dice.uniform(60, 92)
            colours = c.dice.choice([("#efd9ae", "#e6cb9a"), ("#f0cfa8", "#e5bd92"), ("#ead2b5", "#dfc19d")])
            c.solid(place(box(0, 0, width, height, 10), x, y, c.dice.uniform(-4, 4)), colours, 3, 3)


def park(c: Canvas) -> None:
    meadow = smooth([(60, 90), (210, 50), (300, 150), (270, 360), (120, 400), (40, 250)])
    c.solid(meadow, ("#b9cf9a", "#9ab87c"), 6, 3)
    for i in range(17):
        x, y = 105 + i % 3 * 62 + c.dice.uniform(-15, 15), 108 + i // 3 * 48 + c.dice.uniform(-9, 9)
        c.solid(oval(x, y, 22, 22), ("#7fa566", "#557c45"), 6, 5)


def pin(c: Canvas, x: float, y: float) -> None:
    drop = [(0, 1.45), (-0.62, 0.7), (-0.98, 0), (-0.7, -0.72), (0, -1), (0.7, -0.72), (0.98, 0), (0.62, 0.7)]
    c.lay(area(oval(x + 12, y + 138, 46, 16)).soft(8), SHADE, 0.5)
    c.solid(place(smooth(drop), x, y, 0, 100), SCARLET, 16, 8)
    c.solid(oval(x, y - 6, 70, 70), PAPER, 5, 4)
    small_loaf(c, x, y + 22, 52)


def compass(c: Canvas, x: float, y: float) -> None:
    c.solid(oval(x, y, 92, 92), PAPER, 5, 10)
    c.lay(ring(oval(x, y, 84, 84), oval(x, y, 79, 79)), "#b08a55")
    c.lay(area(star(x, y, 74, 16, 4)), "#c9a36a")
    c.lay(area([(x, y - 74), (x + 12, y), (x - 12, y)]), "#c4483c")
