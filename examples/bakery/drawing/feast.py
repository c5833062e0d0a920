"""For the holidays: the advent wreath and the gift box."""

from .breads import cut
from .canvas import Canvas
from .grounds import linen
from .outlines import box, closed, dial, heart, oval, place, smooth, star
from .palette import BUN, GINGERBREAD, INK, SCARLET
from .shapes import area
from .trimmings import berry, flame, snow, spruce


def wreath(c: Canvas) -> None:
    linen(c, ("#334f49", "#1f3531"))
    for i in range(96):
        turn = i * 360 / 96
        x, y = dial(540, 560, 308 - c.dice.choice((-78, 70)) - c.dice.uniform(-22, 22), turn)
        spruce(c, x, y, c.dice.uniform(120, 180), turn + c.dice.uniform(-40, 40))
    for i in range(12):
        x, y = dial(540, 560, 308, i * 30 + 15)
        bun = c.mottled(oval(x, y, 84, 80), BUN, ("#8a4a16", 22, 0.35), 20, 12)
        c.dots(bun, ["#fff4dc", "#2f2420"] if i % 2 else ["#ffffff", "#f6e9d2"], 60, (2, 4))
        if i % 3:
            cut(c, [(x - 44, y + 8), (x, y - 10), (x + 44, y + 6)], 15)
    for i in range(4):
        candle(c, *dial(540, 560, 308, 45 + i * 90), lit=i < 2)
    for i in range(14):
        x, y = dial(540, 560, 308 - c.dice.uniform(-80, 80), i * 360 / 14)
        berry(c, x, y, c.dice.uniform(11, 16))
    c.solid(star(540, 560, 96, 44), ("#e0a864", "#b9763a"), 8, 12)
    c.line(closed(star(540, 560, 78, 36)), 5, "#fffaf2")
    snow(c, 60, (1, 3.5))


def candle(c: Canvas, x: float, y: float, *, lit: bool) -> None:
    c.solid(box(x - 27, y - 122, x + 27, y + 26, 10), ("#c8463c", "#8d2722"), 12, 12)
    c.solid(oval(x, y - 120, 27, 9), ("#e2746a", "#c04a40"), 2, 0)
    c.line([(x, y - 122), (x, y - 140)], 4, INK)
    if lit:
        flame(c, x, y - 162, 25)


def gift(c: Canvas) -> None:
    linen(c, ("#c9d3c4", "#a3b49d"))
    spruce(c, 20, 980, 420, -52)
    spruce(c, 1060, 1000, 400, -130)
    c.solid(box(230, 440, 850, 930, 14), ("#d9a468", "#b27a42"), 12, 30)
    c.solid(box(200, 350, 880, 490, 14), ("#e3b37a", "#bd864c"), 10, 14)
    for x0, y0, x1, y1 in ((490, 490, 590, 930), (490, 350, 590, 490)):
        c.solid(box(x0, y0, x1, y1), ("#c4483c", "#97302a"), 7, 5)
    bow(c, 540, 340)
    for x, y, turn in ((330, 620, -12), (730, 700, 14)):
        c.solid(heart(x, y, 78, turn), GINGERBREAD, 9, 12)
        c.stitch(closed(heart(x, y, 62, turn)), 7, 12, "#fffaf2")
    for x, y, turn in ((740, 570, 10), (340, 800, -20)):
        c.solid(star(x, y, 74, 36, 6, turn=turn), ("#c98045", "#96562a"), 8, 12)
        c.stitch(closed(star(x, y, 54, 27, 6, turn=turn)), 7, 4, "#fffaf2")
    for x, y in ((150, 960), (190, 990), (940, 960), (905, 995)):
        berry(c, x, y, 18)
    snow(c, 70, (1.5, 5))


def bow(c: Canvas, x: float, y: float) -> None:
    for side in (-1, 1):
        tail = [(0, 0), (side * 70, 60), (side * 150, 190), (side * 96, 200), (side * 20, 70)]
        c.solid(place(smooth(tail), x, y), ("#c4483c", "#8d2a25"), 6, 8)
    for side in (-1, 1):
        loop = [(0, 0), (side * 90, -110), (side * 210, -130), (side * 232, -40), (side * 150, 26)]
        shape = c.solid(place(smooth(loop), x, y), SCARLET, 13, 10)
        inner = [(side * 50, -28), (side * 110, -84), (side * 178, -92), (side * 186, -44), (side * 120, -12)]
        c.lay(area(place(smooth(inner), x, y)).soft(4).within(shape), "#7d211d", 0.75)
    c.solid(box(x - 42, y - 48, x + 42, y + 40, 22), ("#e0685a", "#b03a31"), 9, 8)
