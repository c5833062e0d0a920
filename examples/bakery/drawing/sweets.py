"""Marzipan balls, gingerbread and the poppy-seed roll."""

import math
from collections.abc import Sequence

from .canvas import Canvas
from .grounds import linen, wood
from .outlines import Point, box, closed, curve, heart, oval, place, smooth, spiral, star
from .palette import BERRY, BUN, CREAM, GINGERBREAD, ICING, SHADE
from .shapes import area, ring, trail
from .tableware import cup, napkin
from .trimmings import berry, spruce, stick


def panellets(c: Canvas) -> None:
    linen(c, ("#d08b5b", "#b26a3e"))
    c.solid(oval(640, 500, 430, 380), ("#4f7f86", "#376068"), 12, 26)
    c.lay(ring(oval(640, 500, 396, 348), oval(640, 500, 386, 338)), "#f2d9a8")
    spots = [
        (440, 350),
        (640, 300),
        (840, 350),
        (380, 530),
        (560, 480),
        (740, 480),
        (905, 530),
        (480, 680),
        (660, 670),
        (820, 690),
    ]
    for i, (x, y) in enumerate(spots):
        (pine_ball, coconut, almond)[i % 3](c, x, y, 92)
    for x, y, turn in ((150, 170, 30), (210, 130, 80), (1120, 830, 10), (1060, 860, 60), (1140, 150, 120)):
        c.solid(oval(x, y, 40, 24, turn), ("#b9733c", "#7d4520"), 7, 8)
    c.crumbs(640, 860, 330, ["#f3dca6", "#e0b870"], 40)


def pine_ball(c: Canvas, x: float, y: float, radius: float) -> None:
    c.solid(oval(x, y, radius, radius * 0.94), ("#e8b866", "#b87b32"), 18, 14)
    for row in range(5, -1, -1):
        count = max(1, row * 6)
        for i in range(count):
            angle, far = math.tau * i / count + row * 0.7, radius * 0.176 * row
            at = (x + far * math.cos(angle), y + far * math.sin(angle) * 0.94)
            turn = math.degrees(angle) + c.dice.uniform(-30, 30)
            c.solid(oval(*at, radius * 0.15, radius * 0.082, turn), ("#fbe7b4", "#dba95a"), 3, 3)


def coconut(c: Canvas, x: float, y: float, radius: float) -> None:
    c.solid(oval(x, y, radius * 0.95, radius * 0.9), ("#fff4dc", "#e3c48e"), 22, 14)
    for _ in range(210):
        at = c.somewhere(x, y, radius * 0.92, 0.93)
        shred = place([(-8, 0), (8, 0)], *at, c.dice.uniform(0, 180))
        c.line(place(shred, 1.5, 2), 4, "#b98d4d", 0.45)
        c.line(shred, 3.6, c.dice.choice(["#ffffff", "#fff7e4", "#f6e3bd"]))
    toasted = area(oval(x + radius * 0.1, y + radius * 0.55, radius * 0.6, radius * 0.25)).soft(14)
    c.lay(toasted, "#b5762b", 0.25)


def almond(c: Canvas, x: float, y: float, radius: float) -> None:
    ball = c.solid(oval(x, y, radius * 0.95, radius * 0.9), ("#8a5230", "#4f2812"), 20, 14)
    c.dots(ball, ["#a86a3f", "#3d1c0c"], 160, (1, 2.4))
    nut = [
        (-0.62, 0),
        (-0.2, -0.36),
        (0.3, -0.36),
        (0.62, -0.06),
        (0.66, 0),
        (0.62, 0.06),
        (0.3, 0.36),
        (-0.2, 0.36),
    ]
    turn = c.dice.uniform(-50, 50)
    c.solid(place(smooth(nut), x, y - 4, turn, radius * 0.78), ("#f9e3bb", "#d7a763"), 7, 6)


def gingerbread(c: Canvas) -> None:
    wood(c, ("#d9c6aa", "#b79c76"), 5)
    c.flour(620, 480, 380, 420)
    stick(c, 70, 820, 260, -30)
    stick(c, 110, 880, 250, -14)
    for x, y, size, turn in ((300, 300, 150, -10), (960, 660, 150, 12)):
        cookie(c, heart(x, y, size, turn), 11)
        c.line(closed(heart(x, y, size * 0.82, turn)), 9, ICING)
        c.stitch(heart(x, y, size * 0.56, turn), 12, 20, "#f2a7a0")
    for x, y, tips in ((640, 270, 6), (350, 640, 5), (960, 280, 8)):
        cookie(c, star(x, y, 165, 92, tips), 10)
        c.line(closed(star(x, y, 130, 72, tips)), 8, ICING)
        flake(c, x, y, tips)
    house(c, 660, 660)
    for x, y in ((1170, 880), (1200, 845), (90, 110), (125, 140)):
        berry(c, x, y, 16)
    spruce(c, 1270, 80, 260, 160)
    spruce(c, 1270, 20, 260, 178)


def cookie(c: Canvas, outline: Sequence[Point], depth: float) -> None:
    c.mottled(outline, GINGERBREAD, ("#5d2c0e", 16, 0.25), depth, 14)


def flake(c: Canvas, x: float, y: float, tips: int) -> None:
    for i in range(tips):
        turn = i * 360 / tips
        c.line(place([(0, 0), (0, -74)], x, y, turn), 6, ICING)
        c.line(place([(-17, -66), (0, -46), (17, -66)], x, y, turn), 5, ICING)


def house(c: Canvas, x: float, y: float) -> None:
    cookie(c, place([(-118, 150), (-118, -30), (0, -160), (118, -30), (118, 150)], x, y), 11)
    c.line([(x - 118, y - 26), (x, y - 154), (x + 118, y - 26)], 17, ICING)
    for i in range(7):
        colours = c.dice.choice([BERRY, ("#7fa566", "#4f7a3d"), ("#f0b64f", "#b97a1d")])
        berry(c, x - 108 + i * 36, y - 16 - (1 - abs(i - 3) / 3) * 110, 9, colours)
    c.line(closed(box(x - 30, y + 40, x + 30, y + 146, 26)), 7, ICING)
    for side in (-72, 72):
        c.line(closed(box(x + side - 26, y + 14, x + side + 26, y + 66, 8)), 6, ICING)
        c.line([(x + side, y + 14), (x + side, y + 66)], 5, ICING)


def makowiec(c: Canvas) -> None:
    """Draw a poppy-seed roll, cut."""
    linen(c, ("#a8b7a0", "#83967c"))
    napkin(c, 960, 230, 330, 12, colours=("#f7ecd8", "#e6d5b8"), stripe="#8d3b34")
    cup(c, 250, 150, 130)
    c.solid(box(150, 290, 1150, 840, 60), ("#fbf4e6", "#e5d6bb"), 8, 24)
    c.lay(area(box(185, 325, 1115, 805, 40)), "#f1e5cf")
    back = c.mottled(box(560, 320, 1090, 600, 130), BUN, ("#8a4a16", 30, 0.35), 34, 18)
    icing = [
        (600, 322),
        (800, 312),
        (1040, 322),
        (1078, 380),
        (1020, 440),
        (960, 392),
        (900, 450),
        (840, 396),
        (770, 462),
        (700, 400),
        (640, 452),
        (590, 400),
    ]
    glaze = area(smooth(icing)).within(back)
    c.form(glaze, ("#fffdf8", "#f6ead6"), 9, 5)
    c.dots(glaze, ["#3a3540", "#5b4a52"], 240, (1.5, 3))
    for x, y, size in ((560, 470, 140), (420, 560, 142), (270, 640, 138)):
        poppy(c, x, y, size)
    c.crumbs(760, 730, 330, ["#3a3540", "#e9b06a", "#5b4a52"], 90)
    spruce(c, 1270, 900, 250, -160)
    berry(c, 1040, 850, 17)
    berry(c, 1012, 872, 15)


def poppy(c: Canvas, x: float, y: float, size: float) -> None:
    slice_shape = c.solid(oval(x, y, size, size * 0.96), BUN, 10, 16)
    c.lay(area(oval(x, y, size * 0.93, size * 0.89)), "#f5dcaa")
    path = curve(spiral(x, y, size * 0.8, 2.6, 0.8)[::3])
    filling = trail(path, size * 0.2)
    c.lay(filling, "#3b3138")
    c.dots(filling, ["#6d5f6c", "#221a20", "#8d7f8a"], 1500, (1, 2.2))
    c.dots(filling, ["#d9a25f", "#c77b3a"], 22, (3, 5))
    c.volume(slice_shape, 5, SHADE, CREAM, 0.3)
