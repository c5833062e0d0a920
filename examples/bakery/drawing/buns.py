"""Buns and doughnuts, and the coffee that goes with them."""

import math

from .canvas import Canvas
from .grounds import linen, table, wood
from .outlines import box, curve, dial, mirrored, oval, place, smooth, spiral
from .palette import BUN, CREAM, SHADE
from .shapes import area, trail
from .tableware import cup, napkin, plate
from .trimmings import flame, snow, spruce, stick


def cinnamon(c: Canvas) -> None:
    linen(c, ("#b5594a", "#8d3f36"))
    tray = c.solid(box(110, 70, 1170, 890, 40), ("#6a6662", "#4a4643"), 8, 26)
    c.lay(area(box(140, 100, 1140, 860, 24)), "#7a7570")
    c.mottled(box(165, 122, 1115, 838, 10), ("#f6e8cf", "#e9d5b2"), ("#c9a06a", 60, 0.25), 4, 4)
    c.volume(tray, 6, SHADE, CREAM, 0.2)
    for row in range(3):
        for column in range(4):
            x, y = 290 + column * 233, 245 + row * 236
            roll(c, x + c.dice.uniform(-8, 8), y + c.dice.uniform(-8, 8), 106, c.dice.uniform(0, 6.28))
    c.crumbs(640, 480, 420, ["#ffffff", "#fff6e6"], 40)


def coffee(c: Canvas) -> None:
    wood(c, ("#a9784d", "#84552f"), 5)
    napkin(c, 820, 720, 420, 18, colours=("#e9d9be", "#d6bf99"), stripe="#8d3b34")
    cup(c, 520, 500, 250)
    roll(c, 880, 790, 140, 0.6)
    stick(c, 130, 900, 250, -24)
    stick(c, 150, 950, 250, -10)
    for x, y, turn in (
        (900, 170, 20),
        (960, 230, 100),
        (850, 260, 60),
        (985, 130, 150),
        (150, 150, 30),
        (215, 200, 80),
    ):
        bean = c.solid(oval(x, y, 32, 22, turn), ("#6d4024", "#3d1f0e"), 7, 7)
        vein = [(-28, 0), (-8, 5), (8, -5), (28, 0)]
        c.lay(trail(curve(place(vein, x, y, turn)), 4).within(bean), "#1f0e06")


def saffron(c: Canvas) -> None:
    """Lucia buns: an S with two raisins."""
    linen(c, ("#3c5566", "#26394a"))
    plate(c, 640, 510, 420, ("#fdf6ea", "#e5d8c4"), line="#d9a441")
    for x, y, turn in ((480, 350, -28), (800, 365, 22), (470, 660, 24), (800, 665, -20)):
        lucia(c, x, y, 146, turn)
    for x, y in ((120, 170), (1150, 190), (1140, 800)):
        c.solid(oval(x, y, 62, 62), ("#e9dcc6", "#c5b292"), 6, 12)
        c.solid(oval(x, y, 50, 50), ("#fffdf4", "#f0e2c4"), 3, 0)
        flame(c, x, y - 6, 26)
    spruce(c, 20, 760, 260, 24)
    spruce(c, 30, 880, 280, -4)
    snow(c, 50, (1, 3))


def paczki(c: Canvas) -> None:
    linen(c, ("#e7b9a8", "#c98f80"))
    c.solid(oval(640, 790, 540, 120), ("#fffaf2", "#dccbb6"), 8, 24)
    c.lay(area(oval(640, 780, 470, 88)), "#efe2cf")
    for x, y in ((390, 640), (890, 640), (640, 690)):
        doughnut(c, x, y, 215)
    doughnut(c, 640, 395, 215)
    for x, y, size in ((150, 800, 46), (1160, 820, 52), (1090, 130, 44), (170, 190, 40)):
        rose(c, x, y, size)


def semlor(c: Canvas) -> None:
    linen(c, ("#f0d9c0", "#d9b694"))
    table(c, 590, ("#8fa8a3", "#6d8a86"))
    for x, y, size in ((330, 500, 195), (950, 500, 195), (640, 590, 235)):
        c.solid(oval(x, y + size * 0.82, size * 1.2, size * 0.24), ("#fffaf0", "#d9cab4"), 6, 14)
        semla(c, x, y, size)
    bunting(c)
    c.crumbs(640, 900, 400, ["#ffffff", "#f6dfb6", "#c98b4b"], 50)


def roll(c: Canvas, x: float, y: float, radius: float, start: float) -> None:
    """Draw a cinnamon bun: a coil of dough with its filling, and pearl sugar."""
    shape = c.mottled(oval(x, y, radius, radius * 0.96), BUN, ("#8a4a16", 22, 0.3), radius * 0.2, 16)
    path = spiral(x, y, radius * 0.9, 3.1, start)
    c.lay(trail(path, radius * 0.17).soft(radius * 0.04).within(shape), "#7c3d14", 0.55)
    c.line(place(path, 2, 2), radius * 0.085, "#5e2a10")
    shine = place(spiral(x, y, radius * 0.8, 2.7, start), -radius * 0.08, -radius * 0.08)
    c.lay(trail(shine, radius * 0.035).soft(3), "#fff0c4", 0.5)
    for _ in range(26):
        at = c.somewhere(x, y, radius * 0.8)
        sugar = oval(*at, c.dice.uniform(4, 7), 4, c.dice.uniform(0, 180))
        c.solid(sugar, ("#ffffff", "#f1e6d6"), 1.5, 3)


def lucia(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    upper = spiral(0, -0.52, 0.52, 1.3, math.pi / 2 - math.tau * 1.3)
    path = place([*upper, *[(-px, -py) for px, py in reversed(upper)]], x, y, turn, size)
    for side in (-1, 1):
        end = place([(0, side * 0.52)], x, y, turn, size)[0]
        c.solid(oval(*end, size * 0.57, size * 0.57), ("#e3a235", "#b06a18"), 10, 14)
    rope = trail(path, size * 0.36)
    c.form(rope, ("#f9c94c", "#d08a1f"), size * 0.1, 5)
    c.mottle(rope, "#9c5410", 16, 0.4)
    shine = place(path, -size * 0.05, -size * 0.06)
    c.lay(trail(shine, size * 0.06).soft(5).within(rope), "#fff4c4", 0.7)
    for centre in (path[0], path[-1]):
        raisin = oval(*centre, size * 0.12, size * 0.1, turn)
        c.mottled(raisin, ("#6b3a34", "#2c1210"), ("#1c0a08", 5, 0.5), 5, 5)


def doughnut(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw a pączek from the side: the pale ring, the glaze, candied peel."""
    points = mirrored([(-0.4, 0.72), (-0.86, 0.52), (-1, 0.05), (-0.9, -0.42), (-0.45, -0.72)])
    outline = place(smooth(points), x, y, 0, size)
    body = c.mottled(outline, ("#b9692c", "#7d3f17"), ("#5f2c0e", 22, 0.25), size * 0.17, 18)
    belt = curve([(x - size * 1.05, y), (x, y + size * 0.2), (x + size * 1.05, y)])
    c.lay(trail(belt, size * 0.2).soft(size * 0.035).within(body), "#f0cd92", 0.95)
    glaze = [
        (-0.86, -0.3),
        (-0.5, -0.73),
        (0.5, -0.73),
        (0.86, -0.3),
        (0.72, -0.06),
        (0.56, -0.22),
        (0.36, 0.06),
    ]
    glaze += [(0.12, -0.16), (-0.12, 0.12), (-0.32, -0.16), (-0.54, 0.0), (-0.7, -0.2)]
    icing = area(place(smooth(glaze), x, y, 0, size)).within(body)
    c.shadow(icing, 3, 4, 0.3)
    c.blend(icing, ("#fffdf8", "#f3dfc4"))
    c.volume(icing, 9, "#c58a56", "#ffffff", 0.5)
    for _ in range(11):
        px, py = c.dice.uniform(-0.6, 0.6), c.dice.uniform(-0.6, -0.3)
        strip = box(-size * 0.05, -size * 0.022, size * 0.05, size * 0.022, size * 0.015)
        peel = place(strip, x + px * size, y + py * size, c.dice.uniform(0, 180))
        c.solid(peel, ("#ffb347", "#e07b1a"), 2, 3)


def rose(c: Canvas, x: float, y: float, size: float) -> None:
    for i in range(5):
        petal = oval(*dial(x, y, size * 0.6, i * 72), size * 0.52, size * 0.46, i * 72)
        c.solid(petal, ("#f08a9d", "#c94d6d"), 8, 5)
    c.solid(oval(x, y, size * 0.4, size * 0.4), ("#f6a5b3", "#cf5875"), 6, 3)
    c.line(spiral(x, y, size * 0.32, 2), 4, "#a8304f", 0.8)


def semla(c: Canvas, x: float, y: float, size: float) -> None:
    base = mirrored([(-0.5, 0), (-1, 0.1), (-0.98, 0.5), (-0.72, 0.82), (0, 0.88)])
    c.mottled(place(smooth(base), x, y, 0, size), BUN, ("#8a4a16", 24, 0.3), size * 0.16, 14)
    for row, (count, reach, height) in enumerate(((9, 0.86, -0.02), (8, 0.74, -0.2))):
        for i in range(count):
            px = (i - (count - 1) / 2) * 2 * reach / (count - 1)
            py = height + 0.07 * (1 - px * px)
            puff = oval(x + px * size, y + py * size, size * 0.19, size * (0.19 - 0.02 * row))
            c.solid(puff, ("#ffffff", "#f1e4d0"), size * 0.05, 5)
    points = mirrored([(-0.3, -0.17), (-0.72, -0.26), (-0.5, -0.66), (0, -0.86)])
    lid = c.mottled(place(smooth(points), x, y, 0, size), BUN, ("#8a4a16", 24, 0.25), size * 0.13, 10)
    c.mottle(lid, "#ffffff", 9, 0.9)
    sugar = area(oval(x - size * 0.1, y - size * 0.62, size * 0.42, size * 0.2)).soft(14)
    c.lay(sugar.within(lid), "#ffffff", 0.6)
    c.dots(lid, ["#ffffff"], int(size * 3), (0.8, 2))


def bunting(c: Canvas) -> None:
    rope = curve([(-40, 30), (320, 130), (640, 150), (960, 130), (1320, 30)], steps=40)
    c.line(rope, 4, "#8d6a4a")
    flags = (("#c4513f", "#a33e30"), ("#fffaf0", "#ecdcc2"), ("#7f9a93", "#5f7d77"), ("#e3b05a", "#c08a35"))
    for i, (x, y) in enumerate(rope[10::13]):
        c.solid(place([(-38, 0), (38, 0), (0, 84)], x, y), flags[i % 4], 3, 7)
