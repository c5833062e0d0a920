"""Loaves and croissants: three pictures, then what lies in them."""

import math
from collections.abc import Sequence

from .canvas import Canvas
from .grounds import linen, wood
from .outlines import Point, curve, mirrored, oval, place, smooth
from .palette import CREAM, CRUST, DARK_CRUST, PALE_CRUST, SHADE, Colours
from .shapes import Shape, area, ring, trail
from .tableware import board, cup, napkin, plate
from .trimmings import wheat


def rye(c: Canvas) -> None:
    wood(c, ("#7d5a3f", "#5b3d28"))
    napkin(c, 1010, 250, 330, 24, colours=("#f3e6d0", "#dfcbaa"), stripe="#a8453a")
    board(c, 120, 300, 1120, 800)
    c.flour(560, 600, 300)
    loaf(c, 480, 500, (330, 170), -8, colours=DARK_CRUST)
    floured(c, area(oval(480, 500, 270, 112, -8)), 0.4)
    for i, at in enumerate((770, 868, 972)):
        slice_(c, at, 600 + i * 16, 126, 10 + i * 9)
    wheat(c, 190, 250, 210, -58)
    wheat(c, 250, 190, 210, -34)
    c.crumbs(720, 760, 220, ["#6b4327", "#8b6140", "#c99a66"], 60)


def loaves(c: Canvas) -> None:
    linen(c, ("#dcc7a6", "#c2a680"))
    napkin(c, 640, 500, 560, -6, colours=("#fbf3e4", "#ecdcc2"), stripe="#5e7d86")
    c.flour(700, 520, 380, 420)
    boule(c, 400, 530, 235)
    loaf(c, 860, 380, (290, 120), -24)
    loaf(c, 905, 650, (345, 76), -16, colours=PALE_CRUST)
    wheat(c, 180, 210, 220, -42)
    wheat(c, 250, 165, 210, -22)
    wheat(c, 1150, 820, 200, 140)
    c.crumbs(640, 840, 260, ["#c98b4b", "#e5b576", "#9a5d2a"], 50)


def croissants(c: Canvas) -> None:
    linen(c, ("#7f9a93", "#5d7a75"))
    napkin(c, 280, 700, 360, -20, colours=("#f7ead4", "#e7d3b1"), stripe="#c9883f")
    plate(c, 660, 490, 410)
    croissant(c, 540, 360, 215, -22)
    croissant(c, 850, 500, 200, 62)
    croissant(c, 560, 640, 225, 8)
    c.crumbs(680, 560, 300, ["#e0a050", "#c67f33", "#f3cf90"], 70)
    cup(c, 1130, 160, 120)


def cut(c: Canvas, points: Sequence[Point], width: float, colours: Colours = ("#f6d9a5", "#dba967")) -> None:
    """Draw a score in the crust that opened in the oven."""
    slit = trail(curve(points), width, taper=True)
    c.shadow(slit, -2, 5, 0.45)
    c.blend(slit, colours)
    c.volume(slit, max(width / 7, 2), "#8a4b1c", SHADE, 0.4)


def floured(c: Canvas, shape: Shape, strength: float = 0.5) -> None:
    c.mottle(shape.soft(6), "#fff8ea", 13, strength)
    c.dots(shape, ["#fff8ea", "#ffffff"], 500, (0.5, 1.8))


def loaf(
    c: Canvas, x: float, y: float, size: tuple[float, float], turn: float, *, colours: Colours = CRUST
) -> Shape:
    """Draw a batard from above, with slanting cuts."""
    length, width = size
    points = [(-1, 0), (-0.82, -0.62), (-0.3, -0.97), (0.3, -0.97), (0.82, -0.62)]
    points += [(-px, -py) for px, py in points]
    body = smooth([(px * length, py * width) for px, py in points])
    shape = c.mottled(place(body, x, y, turn), colours, ("#6d3414", 26, 0.38), width * 0.24, 22)
    c.mottle(shape, "#f6c27a", 18, 0.22)
    count = max(3, int(length / width * 1.6))
    for i in range(count):
        at = (i - (count - 1) / 2) * length * 1.45 / count
        slash = [
            (at - width * 0.34, width * 0.46),
            (at - width * 0.05, 0),
            (at + width * 0.34, -width * 0.52),
        ]
        cut(c, place(slash, x, y, turn), width * 0.26)
    return shape


def boule(c: Canvas, x: float, y: float, radius: float, colours: Colours = CRUST) -> Shape:
    """Draw a round loaf with an ear of wheat cut into it."""
    outline = oval(x, y, radius, radius * 0.97)
    shape = c.mottled(outline, colours, ("#6d3414", 30, 0.38), radius * 0.24, 24)
    for part in (0.93, 0.8):
        outer, inner = radius * part, radius * (part - 0.05)
        c.lay(ring(oval(x, y, outer, outer * 0.97), oval(x, y, inner, inner * 0.97)), "#fff3dc", 0.4)
    floured(c, area(oval(x, y, radius * 0.78, radius * 0.75)), 0.55)
    cut(c, [(x, y + radius * 0.62), (x - 4, y), (x, y - radius * 0.55)], radius * 0.08)
    for i in range(4):
        at = y + radius * (0.42 - i * 0.26)
        for side in (-1, 1):
            tip = (x + side * radius * (0.46 - i * 0.05), at - radius * 0.22)
            stem = [(x + side * radius * 0.09, at), (x + side * radius * 0.3, at - radius * 0.06)]
            cut(c, [*stem, tip], radius * 0.13)
    return shape


def slice_(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """Draw a slice of tin bread."""
    points = mirrored([(-0.8, 0.85), (-0.84, 0.1), (-0.98, -0.35), (-0.7, -0.78), (0, -0.9)])
    outer = c.solid(place(smooth(points), x, y, turn, size), DARK_CRUST, 8, 14)
    inner = area(place(smooth(points), x, y, turn, size * 0.9))
    c.blend(inner, ("#a87a52", "#8b6140"))
    c.mottle(inner, DARK_CRUST[0], 12, 0.22)
    holes = area(place(smooth(points), x, y, turn, size * 0.82))
    c.dots(holes, [DARK_CRUST[0], "#5d3a20"], int(size * 1.6), (0.8, 2.6))
    c.dots(holes, ["#fff2d8"], int(size * 0.5), (0.8, 2.0))
    c.volume(outer, 4, SHADE, CREAM, 0.3)


def small_loaf(c: Canvas, x: float, y: float, size: float) -> None:
    points = mirrored([(-0.5, 0.02), (-1, 0), (-0.95, -0.5), (-0.5, -0.86)])
    c.mottled(place(smooth(points), x, y, 0, size), CRUST, ("#6d3414", 14, 0.3), size * 0.18, 4)
    for k in (-0.45, 0, 0.45):
        cut(c, place([(k - 0.12, -0.3), (k, -0.55), (k + 0.16, -0.74)], x, y, 0, size), size * 0.14)


def croissant(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """Seven overlapping rolls on a crescent, the outer ones first."""
    for i in (0, 6, 1, 5, 2, 4, 3):
        part = (i - 3) / 3
        angle = part * 1.02
        centre = place([(math.sin(angle) * size * 0.94, (1 - math.cos(angle)) * size * 1.05)], x, y, turn)[0]
        girth = size * (0.45 - 0.29 * abs(part) ** 1.4)
        lean = turn + math.degrees(angle) * 0.9
        outline = oval(*centre, size * (0.29 - 0.05 * abs(part)), girth, lean)
        shape = c.mottled(outline, ("#f0b765", "#b5651f"), ("#8a3f10", 20, 0.3), size * 0.075, 10)
        for k in (-0.5, 0.0, 0.5):
            stripe = [
                (k * size * 0.22, girth * 0.8),
                (k * size * 0.34 + size * 0.03, 0),
                (k * size * 0.22, -girth * 0.8),
            ]
            fold = trail(curve(place(stripe, *centre, lean)), size * 0.02, taper=True)
            c.lay(fold.within(shape), "#7d3b12", 0.45)
        at = place([(-size * 0.03, -girth * 0.45)], *centre, lean)[0]
        gloss = area(oval(*at, size * 0.07, girth * 0.26, lean))
        c.lay(gloss.soft(size * 0.03), "#fff0c9", 0.55)
