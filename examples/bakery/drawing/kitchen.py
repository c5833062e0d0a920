"""Behind the shop: the oven, the sourdough, the four flours."""

from .breads import small_loaf
from .canvas import Canvas
from .grounds import linen, table, wood
from .outlines import Point, box, curve, mirrored, oval, place, smooth, spiral
from .palette import CREAM, SHADE, STONE
from .shapes import Shape, area, trail
from .tableware import bowl
from .trimmings import sign, wheat


def oven(c: Canvas) -> None:
    bricks(c)
    arch = curve(mirrored([(-1, 0.75), (-1, -0.1), (-0.84, -0.55), (-0.46, -0.84), (0, -0.94)]))
    c.solid(place(arch, 640, 520, 0, 470), ("#5b3a2b", "#3a2218"), 10, 20)
    keystones(c)
    mouth = area(place(arch, 640, 520, 0, 400))
    c.blend(mouth, ("#2a0f08", "#7c2a0d"))
    for x, y, radius, colour in (
        (640, 560, 430, "#ff7a1c"),
        (500, 620, 260, "#ffb347"),
        (860, 640, 240, "#ff9a2e"),
    ):
        spot = area(oval(x, y, radius * 0.6, radius * 0.45)).soft(radius * 0.18)
        c.lay(spot.within(mouth), colour, 0.5)
    for i in range(13):
        x = 330 + i * 52
        if not 470 < x < 810:
            tongue(c, x, 700, c.dice.uniform(90, 175), mouth)
    logs(c)
    c.solid(box(190, 800, 1090, 880, 10), ("#9a8a7c", "#6f6055"), 8, 20)
    small_loaf(c, 640, 716, 84)
    for x in (550, 730):
        small_loaf(c, x, 796, 96)
    c.glow(640, 640, 520, "#ff9d3c", 0.25)


def bricks(c: Canvas) -> None:
    c.blend(c.everything(), ("#7a5847", "#5b3f32"))
    for row in range(15):
        for column in range(-1, 10):
            x, y = column * 146 + (73 if row % 2 else 0), row * 66
            colours = c.dice.choice(
                [
                    ("#b8694a", "#8f4a32"),
                    ("#c4775a", "#995238"),
                    ("#a85c40", "#7f3f2a"),
                    ("#bf8062", "#93583e"),
                ]
            )
            c.mottled(box(x + 4, y + 4, x + 142, y + 62, 8), colours, ("#5b2c1c", 12, 0.25), 4, 0)


def keystones(c: Canvas) -> None:
    for i in range(15):
        turn = -91 + i * 13
        stone = place(box(-43, -492, 43, -404, 8), 640, 540, turn)
        c.solid([(x, (y - 540) * 0.97 + 540) for x, y in stone], STONE, 6, 6)
    for row in range(3):
        for x in (192, 1088):
            c.solid(box(x - 45, 588 + row * 72, x + 45, 652 + row * 72, 8), STONE, 6, 6)


def tongue(c: Canvas, x: float, y: float, height: float, within: Shape) -> None:
    points = [(0, -1), (0.14, -0.5), (0.3, -0.12), (0, 0.08), (-0.3, -0.12), (-0.1, -0.46)]
    for part, colours in (
        (1.0, ("#ff5a12", "#ff8a1f")),
        (0.72, ("#ffa02e", "#ffc14a")),
        (0.42, ("#ffe27a", "#fff6c8")),
    ):
        fire = area(place(smooth(points), x, y, c.dice.uniform(-7, 7), height * part)).soft(3)
        c.blend(fire.within(within), colours)


def logs(c: Canvas) -> None:
    for x0, x1, y in ((280, 480, 745), (300, 470, 715), (800, 1000, 745), (820, 985, 712)):
        c.form(trail([(x0, y), (x1, y - 8)], 36), ("#6d4024", "#2e160a"), 8, 6)
        end = area(oval(x1, y - 8, 13, 17))
        c.lay(end, "#d9a468")
        c.line(spiral(x1, y - 8, 11, 2), 2, "#8d5a2b")


def starter(c: Canvas) -> None:
    """Sourdough in its jar."""
    linen(c, ("#e3d3bd", "#c9b08e"))
    table(c, 760, ("#a9784d", "#7d5230"), wooden=True)
    c.lay(area(oval(660, 858, 290, 42)).soft(18), SHADE, 0.5)
    jar = area(box(420, 250, 860, 860, 70))
    c.lay(jar, "#f4f1e6", 0.55)
    dough = [
        (426, 470),
        (500, 440),
        (580, 452),
        (650, 425),
        (740, 448),
        (800, 432),
        (854, 465),
        (854, 800),
        (820, 850),
        (460, 850),
        (426, 800),
    ]
    paste = area(smooth(dough)).within(jar)
    c.blend(paste, ("#f8e8c8", "#dfbf8c"))
    bubbles(c, paste)
    c.volume(jar, 16, "#6b5a44", "#ffffff", 0.5)
    for x, width, strength in ((462, 26, 0.7), (502, 9, 0.6), (828, 12, 0.45)):
        c.lay(trail([(x, 330), (x, 790)], width).soft(4), "#ffffff", strength)
    c.line([(424, 600), (856, 600)], 9, "#c4483c", 0.9)
    c.solid(box(412, 232, 868, 300, 22), ("#e9e3d6", "#c9c0ae"), 6, 6)
    cloth_lid(c)
    bowl(c, 180, 800, 150, "#e8d9b8")
    wheat(c, 1060, 700, 230, 12)
    wheat(c, 1130, 720, 210, 30)
    c.flour(300, 880, 210, 200)


def bubbles(c: Canvas, paste: Shape) -> None:
    for _ in range(95):
        x, y = c.dice.uniform(440, 840), c.dice.uniform(455, 840)
        r = c.dice.uniform(4, 17) * (1.25 - (y - 455) / 600)
        hole = area(oval(x, y, r, r * 0.85)).within(paste)
        c.lay(hole, "#c89c5c", 0.75)
        c.volume(hole, max(r / 3, 1.5), CREAM, SHADE, 0.5)


def cloth_lid(c: Canvas) -> None:
    points = [
        (380, 300),
        (410, 190),
        (520, 150),
        (760, 150),
        (870, 190),
        (900, 300),
        (840, 286),
        (780, 318),
        (700, 290),
        (640, 322),
        (570, 290),
        (500, 318),
        (440, 286),
    ]
    cloth = c.solid(smooth(points), ("#c9695a", "#a34a3e"), 12, 10)
    for x in range(360, 920, 44):
        c.lay(trail([(x, 140), (x, 330)], 7).within(cloth), "#fff0e0", 0.4)
    for y in range(160, 330, 40):
        c.lay(trail([(370, y), (910, y)], 7).within(cloth), "#fff0e0", 0.4)
    string = curve([(404, 234), (640, 262), (876, 234)])
    c.form(trail(string, 15), ("#e5cf9f", "#b8985a"), 4, 5)


def flours(c: Canvas) -> None:
    """Draw the four flours of the name, from above."""
    wood(c, ("#8d6a4a", "#664529"))
    heaps = (("#fdf7ea", "#e9dcc2"), ("#e9cf9a", "#c79f5c"), ("#c2a587", "#8d6e52"), ("#b98352", "#7d4f2a"))
    spots = ((390, 290), (890, 290), (390, 700), (890, 700))
    rims = (("#6d949a", "#466d75"), ("#c76f55", "#97462f"), ("#d9a94f", "#a87a25"), ("#7f9a6c", "#587346"))
    for (x, y), heap, rim in zip(spots, heaps, rims, strict=True):
        c.solid(oval(x, y, 190, 190), rim, 12, 22)
        c.lay(area(oval(x, y, 168, 168)), "#2e1a10", 0.6)
        flour = area(oval(x, y, 162, 162))
        c.blend(flour, heap, round_=True)
        c.volume(flour, 30, heap[1], "#ffffff", 0.6)
        c.mottle(flour, heap[1], 5, 0.35)
        c.mottle(flour, "#ffffff", 60, 0.2)
        c.lay(area(heap_top(x, y)).soft(16), "#ffffff", 0.28)
        c.lay(area(place(heap_top(x, y), 26, 34)).soft(18), heap[1], 0.45)
        c.dots(flour, [heap[1], "#fff8ea"], 260, (0.8, 1.8))
    c.flour(640, 495, 170, 420)
    sign(c, 640, 495, 92)
    wheat(c, 130, 620, 190, -12)
    wheat(c, 1160, 620, 190, 12)
    c.crumbs(640, 880, 420, ["#e8c77f", "#fff6e6", "#a87a4e"], 40)


def heap_top(x: float, y: float) -> list[Point]:
    return smooth([(x - 105, y + 8), (x - 40, y - 70), (x + 62, y - 58), (x + 96, y + 20), (x + 10, y + 52)])
