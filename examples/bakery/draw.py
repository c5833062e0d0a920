"""Draw every picture of the example bakery, and its price list, with Pillow alone.

    python examples/bakery/draw.py            # all of them
    python examples/bakery/draw.py rye oven   # only these

The same Pillow gives the same pictures: chance comes from a generator with a fixed seed per picture.
"""

import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

HERE = Path(__file__).parent
SCALE = 2  # pictures are drawn twice as large and made smaller at the end: smooth edges
WIDE = (1280, 960)
SQUARE = (1080, 1080)

INK = "#3b2418"
SHADE = "#2a140a"
CREAM = "#fff6e6"
CRUST = ("#e0a055", "#a9622a")
DARK_CRUST = ("#8a5632", "#4d2b18")
BUN = ("#e9b06a", "#b9752f")

Point = tuple[float, float]
Colours = tuple[str, str]


# --- outlines ---------------------------------------------------------------------------------------------


def oval(x: float, y: float, rx: float, ry: float, turn: float = 0.0) -> list[Point]:
    steps = [math.tau * i / 72 for i in range(72)]
    return place([(rx * math.cos(a), ry * math.sin(a)) for a in steps], x, y, turn)


def place(points: Sequence[Point], x: float, y: float, turn: float = 0.0, size: float = 1.0) -> list[Point]:
    """Points around the origin, made larger, turned (degrees, clockwise) and moved to x, y."""
    cos, sin = math.cos(math.radians(turn)) * size, math.sin(math.radians(turn)) * size
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def box(x0: float, y0: float, x1: float, y1: float, radius: float = 0.0) -> list[Point]:
    if radius <= 0:
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    corners = [(x1 - radius, y1 - radius), (x0 + radius, y1 - radius)]
    corners += [(x0 + radius, y0 + radius), (x1 - radius, y0 + radius)]
    points: list[Point] = []
    for quarter, (cx, cy) in enumerate(corners):
        for step in range(9):
            angle = math.pi / 2 * (quarter + step / 8)
            points.append((cx + radius * math.cos(angle), cy + radius * math.sin(angle)))
    return points


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 12) -> list[Point]:
    """Lead a Catmull-Rom curve through the points."""
    count = len(points)
    result: list[Point] = []
    for i in range(count if closed else count - 1):
        if closed:
            near = [points[(i + k) % count] for k in (-1, 0, 1, 2)]
        else:
            near = [points[min(max(i + k, 0), count - 1)] for k in (-1, 0, 1, 2)]
        result += [_between(near, step / steps) for step in range(steps)]
    return result if closed else [*result, points[-1]]


def _between(near: Sequence[Point], t: float) -> Point:
    weights = (
        (-t + 2 * t**2 - t**3) / 2,
        (2 - 5 * t**2 + 3 * t**3) / 2,
        (t + 4 * t**2 - 3 * t**3) / 2,
        (-(t**2) + t**3) / 2,
    )
    x = sum(w * p[0] for w, p in zip(weights, near, strict=True))
    y = sum(w * p[1] for w, p in zip(weights, near, strict=True))
    return x, y


def spiral(x: float, y: float, radius: float, turns: float, start: float = 0.0) -> list[Point]:
    count = int(turns * 48)
    points = []
    for i in range(count + 1):
        part = i / count
        angle = start + math.tau * turns * part
        points.append((x + radius * part * math.cos(angle), y + radius * part * math.sin(angle)))
    return points


def star(
    x: float, y: float, outer: float, inner: float, tips: int = 5, *, turn: float = -90.0
) -> list[Point]:
    points = []
    for i in range(tips * 2):
        radius = inner if i % 2 else outer
        angle = math.pi * i / tips
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return place(points, x, y, turn)


def heart(x: float, y: float, size: float, turn: float = 0.0) -> list[Point]:
    points = []
    for i in range(72):
        a = math.tau * i / 72
        px = 16 * math.sin(a) ** 3
        py = -(13 * math.cos(a) - 5 * math.cos(2 * a) - 2 * math.cos(3 * a) - math.cos(4 * a))
        points.append((px / 16, py / 16))
    return place(points, x, y, turn, size)


# --- shapes and the canvas --------------------------------------------------------------------------------


class Shape:
    """A mask at drawing scale, and where its corner lies on the canvas."""

    def __init__(self, mask: Image.Image, corner: tuple[int, int]) -> None:
        self.mask = mask
        self.corner = corner

    def within(self, other: "Shape") -> "Shape":
        frame = Image.new("L", self.mask.size, 0)
        frame.paste(other.mask, (other.corner[0] - self.corner[0], other.corner[1] - self.corner[1]))
        return Shape(ImageChops.multiply(self.mask, frame), self.corner)

    def without(self, other: "Shape") -> "Shape":
        frame = Image.new("L", self.mask.size, 0)
        frame.paste(other.mask, (other.corner[0] - self.corner[0], other.corner[1] - self.corner[1]))
        return Shape(ImageChops.multiply(self.mask, ImageChops.invert(frame)), self.corner)

    def soft(self, blur: float) -> "Shape":
        border = int(blur * SCALE * 3)
        mask = ImageOps.expand(self.mask, border, 0).filter(ImageFilter.GaussianBlur(blur * SCALE))
        return Shape(mask, (self.corner[0] - border, self.corner[1] - border))


def _frame(points: Sequence[Point], border: float) -> tuple[Image.Image, tuple[int, int]]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = math.floor((min(xs) - border) * SCALE) - 1, math.floor((min(ys) - border) * SCALE) - 1
    right, bottom = math.ceil((max(xs) + border) * SCALE) + 2, math.ceil((max(ys) + border) * SCALE) + 2
    return Image.new("L", (right - left, bottom - top), 0), (left, top)


def area(points: Sequence[Point]) -> Shape:
    mask, (left, top) = _frame(points, 0)
    ImageDraw.Draw(mask).polygon([(x * SCALE - left, y * SCALE - top) for x, y in points], fill=255)
    return Shape(mask, (left, top))


def trail(points: Sequence[Point], width: float, *, taper: bool = False) -> Shape:
    """Return what a round brush leaves along the points; with `taper` it starts and ends thin."""
    mask, (left, top) = _frame(points, width / 2 + 1)
    draw = ImageDraw.Draw(mask)
    last = len(points) - 1
    for i, (x, y) in enumerate(points):
        part = math.sin(math.pi * i / last) ** 0.7 if taper else 1.0
        r = max(width / 2 * part * SCALE, 1.0)
        px, py = x * SCALE - left, y * SCALE - top
        draw.ellipse((px - r, py - r, px + r, py + r), fill=255)
        if i < last:
            nx, ny = points[i + 1][0] * SCALE - left, points[i + 1][1] * SCALE - top
            draw.line((px, py, nx, ny), fill=255, width=max(int(2 * r), 1))
    return Shape(mask, (left, top))


class Canvas:
    def __init__(self, seed: str, size: tuple[int, int]) -> None:
        self.size = size
        self.image = Image.new("RGB", (size[0] * SCALE, size[1] * SCALE))
        self.dice = random.Random(seed)  # noqa: S311  -- crumbs, not secrets

    def lay(self, shape: Shape, colour: str, strength: float = 1.0) -> None:
        mask = shape.mask if strength >= 1 else shape.mask.point([int(v * strength) for v in range(256)])
        self.image.paste(colour, shape.corner, mask)

    def blend(self, shape: Shape, colours: Colours, *, round_: bool = False) -> None:
        """Fill with a gradient: from the top down, or from the middle outwards."""
        ramp = Image.radial_gradient("L") if round_ else Image.linear_gradient("L")
        fill = ImageOps.colorize(ramp.resize(shape.mask.size), *colours)
        self.image.paste(fill, shape.corner, shape.mask)

    def shadow(self, shape: Shape, drop: float = 12, blur: float = 14, strength: float = 0.38) -> None:
        soft = shape.soft(blur)
        shift = int(drop * SCALE)
        self.lay(Shape(soft.mask, (soft.corner[0] + shift // 2, soft.corner[1] + shift)), SHADE, strength)

    def volume(self, shape: Shape, depth: float, dark: str, light: str, strength: float = 0.55) -> None:
        """Make a flat shape round: darker at the lower right, lighter at the upper left."""
        step = int(depth * SCALE)
        border = step * 3
        mask = ImageOps.expand(shape.mask, border, 0)
        soft = mask.filter(ImageFilter.GaussianBlur(step * 0.8))
        corner = (shape.corner[0] - border, shape.corner[1] - border)
        for shift, colour, part in ((-step, dark, strength), (step, light, strength * 0.8)):
            rim = ImageChops.invert(ImageChops.offset(soft, int(shift * 0.6), shift))
            self.lay(Shape(ImageChops.multiply(mask, rim), corner), colour, part)

    def noise(self, width: int, height: int, cell: float) -> Image.Image:
        small = (max(int(width / cell / SCALE), 2), max(int(height / cell / SCALE), 2))
        grains = Image.frombytes("L", small, self.dice.randbytes(small[0] * small[1]))
        return grains.resize((width, height), Image.Resampling.BICUBIC)

    def mottle(self, shape: Shape, colour: str, cell: float = 14, strength: float = 0.3) -> None:
        """Uneven patches, as on a baked crust."""
        width, height = shape.mask.size
        noise = Image.blend(self.noise(width, height, cell), self.noise(width, height, cell / 2.3), 0.45)
        noise = noise.point([max(0, min(255, int((v - 92) * 1.7))) for v in range(256)])
        self.lay(Shape(ImageChops.multiply(shape.mask, noise), shape.corner), colour, strength)

    def solid(self, points: Sequence[Point], colours: Colours, depth: float = 16, drop: float = 12) -> Shape:
        """Draw a lit, round thing that throws a shadow."""
        shape = area(points)
        self.form(shape, colours, depth, drop)
        return shape

    def form(self, shape: Shape, colours: Colours, depth: float = 16, drop: float = 12) -> None:
        if drop:
            self.shadow(shape, drop, drop * 1.1)
        self.blend(shape, colours)
        if depth:
            self.volume(shape, depth, SHADE, CREAM)

    def line(self, points: Sequence[Point], width: float, colour: str, strength: float = 1.0) -> None:
        self.lay(trail(points, width), colour, strength)

    def stitch(self, points: Sequence[Point], width: float, gap: float, colour: str) -> None:
        """Draw a dotted line."""
        walked = gap
        for (x0, y0), (x1, y1) in pairwise(points):
            walked += math.hypot(x1 - x0, y1 - y0)
            if walked >= gap:
                walked = 0.0
                self.lay(area(oval(x1, y1, width / 2, width / 2)), colour)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 0.6) -> None:
        spot = ImageOps.invert(Image.radial_gradient("L")).point(
            [int(max(0, v - 75) ** 2 / 127) for v in range(256)]
        )
        side = int(radius * SCALE * 2)
        corner = (int((x - radius) * SCALE), int((y - radius) * SCALE))
        self.lay(Shape(spot.resize((side, side)), corner), colour, strength)

    def dots(self, shape: Shape, colours: Sequence[str], count: int, size: tuple[float, float]) -> None:
        """Dots strewn inside a shape: crumbs, seeds, salt."""
        width, height = shape.mask.size
        draw = ImageDraw.Draw(self.image)
        for _ in range(count):
            x, y = self.dice.randrange(width), self.dice.randrange(height)
            r = self.dice.uniform(*size) * SCALE
            colour = self.dice.choice(colours)
            if shape.mask.getpixel((x, y)) == 255:
                px, py = x + shape.corner[0], y + shape.corner[1]
                draw.ellipse((px - r, py - r * 0.8, px + r, py + r * 0.8), fill=colour)

    def flour(self, x: float, y: float, spread: float, count: int = 260) -> None:
        """Flour dust: a faint cloud, and grains that get rarer outwards."""
        self.glow(x, y, spread * 1.3, "#ffffff", 0.34)
        draw = ImageDraw.Draw(self.image)
        for _ in range(count):
            px, py = self.dice.gauss(x, spread / 2.1) * SCALE, self.dice.gauss(y, spread / 2.6) * SCALE
            r = self.dice.uniform(0.5, 2.1) * SCALE
            draw.ellipse((px - r, py - r, px + r, py + r), fill="#fffdf8")

    def crumbs(self, x: float, y: float, spread: float, colours: Sequence[str], count: int = 40) -> None:
        for _ in range(count):
            px, py = self.dice.gauss(x, spread / 2), self.dice.gauss(y, spread / 3)
            r = self.dice.uniform(1.5, 5)
            crumb = area(oval(px, py, r, r * 0.75, self.dice.uniform(0, 180)))
            self.shadow(crumb, 2, 2, 0.35)
            self.lay(crumb, self.dice.choice(colours))

    def write(self, x: float, y: float, text: str, size: float, colour: str, *, anchor: str = "mm") -> None:
        font = ImageFont.load_default(size * SCALE)
        ImageDraw.Draw(self.image).text((x * SCALE, y * SCALE), text, colour, font, anchor)

    def everything(self) -> Shape:
        return Shape(Image.new("L", self.image.size, 255), (0, 0))

    def finish(self) -> Image.Image:
        """Light from the upper left, darker edges, and the final size."""
        edges = Image.radial_gradient("L").resize(self.image.size)
        edges = edges.point([max(0, int((v - 120) * 0.55)) for v in range(256)])
        self.lay(Shape(edges, (0, 0)), SHADE, 0.75)
        self.glow(self.size[0] * 0.2, self.size[1] * 0.1, self.size[0] * 0.7, "#fff0cf", 0.2)
        return self.image.resize(self.size, Image.Resampling.LANCZOS)


# --- grounds ----------------------------------------------------------------------------------------------


def linen(c: Canvas, colours: Colours, thread: str = "#ffffff") -> None:
    """Draw a tablecloth with a faint weave."""
    whole = c.everything()
    c.blend(whole, colours)
    c.mottle(whole, thread, 200, 0.07)
    draw = ImageDraw.Draw(c.image, "RGBA")
    width, height = c.image.size
    for x in range(0, width, 14):
        draw.line((x, 0, x, height), fill=(255, 255, 255, 11), width=4)
    for y in range(0, height, 14):
        draw.line((0, y, width, y), fill=(60, 30, 10, 9), width=4)


def grain(c: Canvas, shape: Shape, dark: str, strength: float = 0.4) -> None:
    """Long, uneven streaks of wood."""
    width, height = shape.mask.size
    rows = max(height // (9 * SCALE), 4)
    noise = Image.frombytes("L", (5, rows), c.dice.randbytes(5 * rows)).resize(
        (width, height), Image.Resampling.BICUBIC
    )
    c.lay(Shape(ImageChops.multiply(shape.mask, noise), shape.corner), dark, strength)


def wood(c: Canvas, colours: Colours, planks: int = 4) -> None:
    width, height = c.size
    step = height / planks
    for i in range(planks):
        plank = area(box(-10, i * step, width + 10, (i + 1) * step))
        c.blend(plank, colours)
        grain(c, plank, colours[1])
        grain(c, plank, SHADE, 0.12)
        c.line([(0, i * step), (width, i * step)], 5, SHADE, 0.5)
        c.line([(0, i * step + 4), (width, i * step + 4)], 2, CREAM, 0.25)


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
    ring: str = "#c77f5a",
) -> None:
    c.solid(oval(x, y, radius, radius), colours, 10, 26)
    c.lay(
        area(oval(x, y, radius * 0.93, radius * 0.93)).without(
            area(oval(x, y, radius * 0.915, radius * 0.915))
        ),
        ring,
    )
    well = area(oval(x, y, radius * 0.74, radius * 0.74))
    c.blend(well, (colours[1], colours[0]))
    c.volume(well, 10, CREAM, SHADE, 0.22)


def napkin(c: Canvas, x: float, y: float, size: float, turn: float, *, colours: Colours, stripe: str) -> None:
    cloth = c.solid(place(box(-1, -0.72, 1, 0.72, 0.04), x, y, turn, size), colours, 5, 12)
    for part in (-0.6, -0.52, 0.52, 0.6):
        c.lay(trail(place([(-1, part), (1, part)], x, y, turn, size), size * 0.035).within(cloth), stripe)
    for part in (-0.85, -0.8, 0.8, 0.85):
        c.lay(
            trail(place([(part, -0.72), (part, 0.72)], x, y, turn, size), size * 0.03).within(cloth),
            stripe,
            0.7,
        )


# --- things -----------------------------------------------------------------------------------------------


def cut(c: Canvas, points: Sequence[Point], width: float, colours: Colours = ("#f6d9a5", "#dba967")) -> None:
    """Draw a score in the crust that opened in the oven."""
    slit = trail(smooth(points, closed=False), width, taper=True)
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
    shape = c.solid(place(body, x, y, turn), colours, width * 0.24, 22)
    c.mottle(shape, "#6d3414", 26, 0.38)
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
    shape = c.solid(oval(x, y, radius, radius * 0.97), colours, radius * 0.24, 24)
    c.mottle(shape, "#6d3414", 30, 0.38)
    for ring in (0.93, 0.8):
        rim = area(oval(x, y, radius * ring, radius * ring * 0.97))
        c.lay(
            rim.without(area(oval(x, y, radius * (ring - 0.05), radius * (ring - 0.05) * 0.97))),
            "#fff3dc",
            0.4,
        )
    floured(c, area(oval(x, y, radius * 0.78, radius * 0.75)), 0.55)
    cut(c, [(x, y + radius * 0.62), (x - 4, y), (x, y - radius * 0.55)], radius * 0.08)
    for i in range(4):
        at = y + radius * (0.42 - i * 0.26)
        for side in (-1, 1):
            tip = (x + side * radius * (0.46 - i * 0.05), at - radius * 0.22)
            cut(
                c,
                [(x + side * radius * 0.09, at), (x + side * radius * 0.3, at - radius * 0.06), tip],
                radius * 0.13,
            )
    return shape


def slice_(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """Draw a slice of tin bread."""
    points = [(-0.8, 0.85), (-0.84, 0.1), (-0.98, -0.35), (-0.7, -0.78), (0, -0.9)]
    points += [(-px, py) for px, py in reversed(points[:4])]
    outer = c.solid(place(smooth(points), x, y, turn, size), DARK_CRUST, 8, 14)
    inner = area(place(smooth(points), x, y, turn, size * 0.9))
    c.blend(inner, ("#a87a52", "#8b6140"))
    c.mottle(inner, DARK_CRUST[0], 12, 0.22)
    holes = area(place(smooth(points), x, y, turn, size * 0.82))
    c.dots(holes, [DARK_CRUST[0], "#5d3a20"], int(size * 1.6), (0.8, 2.6))
    c.dots(holes, ["#fff2d8"], int(size * 0.5), (0.8, 2.0))
    c.volume(outer, 4, SHADE, CREAM, 0.3)


def croissant(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    """Seven overlapping rolls on a crescent, the outer ones first."""
    for i in (0, 6, 1, 5, 2, 4, 3):
        part = (i - 3) / 3
        angle = part * 1.02
        centre = place([(math.sin(angle) * size * 0.94, (1 - math.cos(angle)) * size * 1.05)], x, y, turn)[0]
        girth = size * (0.45 - 0.29 * abs(part) ** 1.4)
        lean = turn + math.degrees(angle) * 0.9
        shape = c.solid(
            oval(*centre, size * (0.29 - 0.05 * abs(part)), girth, lean),
            ("#f0b765", "#b5651f"),
            size * 0.075,
            10,
        )
        c.mottle(shape, "#8a3f10", 20, 0.3)
        for k in (-0.5, 0.0, 0.5):
            stripe = [
                (k * size * 0.22, girth * 0.8),
                (k * size * 0.34 + size * 0.03, 0),
                (k * size * 0.22, -girth * 0.8),
            ]
            fold = trail(smooth(place(stripe, *centre, lean), closed=False), size * 0.02, taper=True)
            c.lay(fold.within(shape), "#7d3b12", 0.45)
        gloss = area(
            oval(*place([(-size * 0.03, -girth * 0.45)], *centre, lean)[0], size * 0.07, girth * 0.26, lean)
        )
        c.lay(gloss.soft(size * 0.03), "#fff0c9", 0.55)


def roll(c: Canvas, x: float, y: float, radius: float, start: float) -> None:
    """Draw a cinnamon bun: a coil of dough with its filling, and pearl sugar."""
    shape = c.solid(oval(x, y, radius, radius * 0.96), BUN, radius * 0.2, 16)
    c.mottle(shape, "#8a4a16", 22, 0.3)
    path = spiral(x, y, radius * 0.9, 3.1, start)
    c.lay(trail(path, radius * 0.17).soft(radius * 0.04).within(shape), "#7c3d14", 0.55)
    c.lay(trail([(px + 2, py + 2) for px, py in path], radius * 0.085), "#5e2a10")
    shine = [(px - radius * 0.08, py - radius * 0.08) for px, py in spiral(x, y, radius * 0.8, 2.7, start)]
    c.lay(trail(shine, radius * 0.035).soft(3), "#fff0c4", 0.5)
    for _ in range(26):
        angle, far = c.dice.uniform(0, math.tau), radius * 0.8 * math.sqrt(c.dice.random())
        sugar = oval(
            x + far * math.cos(angle),
            y + far * math.sin(angle),
            c.dice.uniform(4, 7),
            4,
            c.dice.uniform(0, 180),
        )
        c.solid(sugar, ("#ffffff", "#f1e6d6"), 1.5, 3)


def spruce(c: Canvas, x: float, y: float, length: float, turn: float) -> None:
    """Draw a twig with needles."""
    c.line(place([(0, 0), (length, 0)], x, y, turn), 5, "#5b3d22")
    draw = ImageDraw.Draw(c.image)
    for i in range(int(length / 2.2)):
        at = i * 2.2
        reach = 34 * (1 - 0.55 * at / length) * c.dice.uniform(0.75, 1.1)
        side = 1 if i % 2 else -1
        ends = place([(at, 0), (at + reach * 0.7, side * reach * 0.75)], x, y, turn)
        colour = c.dice.choice(["#2f5a3a", "#3d6b45", "#244a30", "#4f7f52"])
        draw.line([(px * SCALE, py * SCALE) for px, py in ends], fill=colour, width=int(3.4 * SCALE))


def wheat(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    c.line(place([(0, 0), (0, size * 1.3)], x, y, turn), size * 0.03, "#b98a3c")
    for i in range(6):
        for side in (-1, 1):
            at = place([(side * size * 0.11, -size * 0.12 * i + size * 0.1)], x, y, turn)[0]
            beard = place(
                [(side * size * 0.14, -size * 0.12 * i), (side * size * 0.3, -size * (0.12 * i + 0.42))],
                x,
                y,
                turn,
            )
            c.line(beard, 2, "#d9b25f", 0.8)
            c.solid(oval(*at, size * 0.065, size * 0.13, turn + side * 24), ("#f0cf7f", "#c8953c"), 3, 4)
    c.solid(
        oval(*place([(0, -size * 0.68)], x, y, turn)[0], size * 0.06, size * 0.13, turn),
        ("#f0cf7f", "#c8953c"),
        3,
        4,
    )


def stick(c: Canvas, x: float, y: float, length: float, turn: float) -> None:
    """Draw a cinnamon stick."""
    bark = c.solid(place(box(0, -15, length, 15, 12), x, y, turn), ("#a8642f", "#6d3716"), 6, 10)
    for part in (-5, 2):
        c.lay(trail(place([(6, part), (length - 6, part)], x, y, turn), 2.4).within(bark), "#4d230c", 0.6)


def berry(c: Canvas, x: float, y: float, radius: float, colours: Colours = ("#d8453a", "#8e1d1d")) -> None:
    c.solid(oval(x, y, radius, radius), colours, radius * 0.35, 6)
    c.lay(area(oval(x - radius * 0.35, y - radius * 0.4, radius * 0.22, radius * 0.16, -30)), "#ffffff", 0.8)


def flame(c: Canvas, x: float, y: float, size: float) -> None:
    c.glow(x, y, size * 5, "#ffd27a", 0.5)
    points = smooth([(0, -1.3), (0.34, -0.3), (0.4, 0.3), (0, 0.75), (-0.4, 0.3), (-0.26, -0.3)])
    c.blend(area(place(points, x, y, 0, size)), ("#ffb23e", "#ff8a1f"))
    c.lay(area(place(points, x, y + size * 0.2, 0, size * 0.6)).soft(2), "#fff6c8")


def snow(c: Canvas, count: int, size: tuple[float, float] = (1.5, 5)) -> None:
    for _ in range(count):
        x, y = c.dice.uniform(0, c.size[0]), c.dice.uniform(0, c.size[1])
        r = c.dice.uniform(*size)
        c.lay(area(oval(x, y, r, r)).soft(r * 0.25), "#ffffff", c.dice.uniform(0.5, 0.95))


# --- pictures ---------------------------------------------------------------------------------------------


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
    loaf(c, 905, 650, (345, 76), -16, colours=("#eab065", "#b8712f"))
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
        c.lay(trail(smooth(place(vein, x, y, turn), closed=False), 4).within(bean), "#1f0e06")


def cinnamon(c: Canvas) -> None:
    linen(c, ("#b5594a", "#8d3f36"))
    tray = c.solid(box(110, 70, 1170, 890, 40), ("#6a6662", "#4a4643"), 8, 26)
    c.lay(area(box(140, 100, 1140, 860, 24)), "#7a7570")
    paper = c.solid(box(165, 122, 1115, 838, 10), ("#f6e8cf", "#e9d5b2"), 4, 4)
    c.mottle(paper, "#c9a06a", 60, 0.25)
    c.volume(tray, 6, SHADE, CREAM, 0.2)
    for row in range(3):
        for column in range(4):
            x, y = 290 + column * 233, 245 + row * 236
            roll(c, x + c.dice.uniform(-8, 8), y + c.dice.uniform(-8, 8), 106, c.dice.uniform(0, 6.28))
    c.crumbs(640, 480, 420, ["#ffffff", "#fff6e6"], 40)


def saffron(c: Canvas) -> None:
    """Lucia buns: an S with two raisins."""
    linen(c, ("#3c5566", "#26394a"))
    plate(c, 640, 510, 420, ("#fdf6ea", "#e5d8c4"), ring="#d9a441")
    for x, y, turn in ((480, 350, -28), (800, 365, 22), (470, 660, 24), (800, 665, -20)):
        lucia(c, x, y, 146, turn)
    for x, y in ((120, 170), (1150, 190), (1140, 800)):
        c.solid(oval(x, y, 62, 62), ("#e9dcc6", "#c5b292"), 6, 12)
        c.solid(oval(x, y, 50, 50), ("#fffdf4", "#f0e2c4"), 3, 0)
        flame(c, x, y - 6, 26)
    spruce(c, 20, 760, 260, 24)
    spruce(c, 30, 880, 280, -4)
    snow(c, 50, (1, 3))


def lucia(c: Canvas, x: float, y: float, size: float, turn: float) -> None:
    upper = [(px, py) for px, py in spiral(0, -0.52, 0.52, 1.3, math.pi / 2 - math.tau * 1.3)]
    path = place([*upper, *[(-px, -py) for px, py in reversed(upper)]], x, y, turn, size)
    for side in (-1, 1):
        c.solid(
            oval(*place([(0, side * 0.52)], x, y, turn, size)[0], size * 0.57, size * 0.57),
            ("#e3a235", "#b06a18"),
            10,
            14,
        )
    rope = trail(path, size * 0.36)
    c.form(rope, ("#f9c94c", "#d08a1f"), size * 0.1, 5)
    c.mottle(rope, "#9c5410", 16, 0.4)
    shine = [(px - size * 0.05, py - size * 0.06) for px, py in path]
    c.lay(trail(shine, size * 0.06).soft(5).within(rope), "#fff4c4", 0.7)
    for centre in (path[0], path[-1]):
        raisin = c.solid(oval(*centre, size * 0.12, size * 0.1, turn), ("#6b3a34", "#2c1210"), 5, 5)
        c.mottle(raisin, "#1c0a08", 5, 0.5)


def panellets(c: Canvas) -> None:
    linen(c, ("#d08b5b", "#b26a3e"))
    c.solid(oval(640, 500, 430, 380), ("#4f7f86", "#376068"), 12, 26)
    c.lay(area(oval(640, 500, 396, 348)).without(area(oval(640, 500, 386, 338))), "#f2d9a8")
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
    for ring in range(5, -1, -1):
        count = max(1, ring * 6)
        for i in range(count):
            angle, far = math.tau * i / count + ring * 0.7, radius * 0.176 * ring
            at = (x + far * math.cos(angle), y + far * math.sin(angle) * 0.94)
            turn = math.degrees(angle) + c.dice.uniform(-30, 30)
            c.solid(oval(*at, radius * 0.15, radius * 0.082, turn), ("#fbe7b4", "#dba95a"), 3, 3)


def coconut(c: Canvas, x: float, y: float, radius: float) -> None:
    c.solid(oval(x, y, radius * 0.95, radius * 0.9), ("#fff4dc", "#e3c48e"), 22, 14)
    for _ in range(210):
        angle, far = c.dice.uniform(0, math.tau), radius * 0.92 * math.sqrt(c.dice.random())
        at = (x + far * math.cos(angle), y + far * math.sin(angle) * 0.93)
        flake = place([(-8, 0), (8, 0)], *at, c.dice.uniform(0, 180))
        c.line([(px + 1.5, py + 2) for px, py in flake], 4, "#b98d4d", 0.45)
        c.line(flake, 3.6, c.dice.choice(["#ffffff", "#fff7e4", "#f6e3bd"]))
    c.lay(
        area(oval(x + radius * 0.1, y + radius * 0.55, radius * 0.6, radius * 0.25)).soft(14), "#b5762b", 0.25
    )


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


def paczki(c: Canvas) -> None:
    linen(c, ("#e7b9a8", "#c98f80"))
    c.solid(oval(640, 790, 540, 120), ("#fffaf2", "#dccbb6"), 8, 24)
    c.lay(area(oval(640, 780, 470, 88)), "#efe2cf")
    for x, y in ((390, 640), (890, 640), (640, 690)):
        doughnut(c, x, y, 215)
    doughnut(c, 640, 395, 215)
    for x, y, size in ((150, 800, 46), (1160, 820, 52), (1090, 130, 44), (170, 190, 40)):
        rose(c, x, y, size)


def doughnut(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw a pączek from the side: the pale ring, the glaze, candied peel."""
    points = [(-1, 0.05), (-0.9, -0.42), (-0.45, -0.72), (0.45, -0.72), (0.9, -0.42), (1, 0.05)]
    points += [(0.86, 0.52), (0.4, 0.72), (-0.4, 0.72), (-0.86, 0.52)]
    body = c.solid(place(smooth(points), x, y, 0, size), ("#b9692c", "#7d3f17"), size * 0.17, 18)
    c.mottle(body, "#5f2c0e", 22, 0.25)
    ring = trail(
        smooth([(x - size * 1.05, y), (x, y + size * 0.2), (x + size * 1.05, y)], closed=False), size * 0.2
    )
    c.lay(ring.soft(size * 0.035).within(body), "#f0cd92", 0.95)
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
        peel = box(-size * 0.05, -size * 0.022, size * 0.05, size * 0.022, size * 0.015)
        c.solid(
            place(peel, x + px * size, y + py * size, c.dice.uniform(0, 180)), ("#ffb347", "#e07b1a"), 2, 3
        )


def rose(c: Canvas, x: float, y: float, size: float) -> None:
    for i in range(5):
        at = place([(0, -size * 0.6)], x, y, i * 72)[0]
        c.solid(oval(*at, size * 0.52, size * 0.46, i * 72), ("#f08a9d", "#c94d6d"), 8, 5)
    c.solid(oval(x, y, size * 0.4, size * 0.4), ("#f6a5b3", "#cf5875"), 6, 3)
    c.lay(trail(spiral(x, y, size * 0.32, 2), 4), "#a8304f", 0.8)


def semlor(c: Canvas) -> None:
    linen(c, ("#f0d9c0", "#d9b694"))
    table = area(box(-10, 590, 1290, 970))
    c.blend(table, ("#8fa8a3", "#6d8a86"))
    c.lay(area(box(-10, 582, 1290, 598)).soft(4), SHADE, 0.25)
    for x, y, size in ((330, 500, 195), (950, 500, 195), (640, 590, 235)):
        c.solid(oval(x, y + size * 0.82, size * 1.2, size * 0.24), ("#fffaf0", "#d9cab4"), 6, 14)
        semla(c, x, y, size)
    bunting(c)
    c.crumbs(640, 900, 400, ["#ffffff", "#f6dfb6", "#c98b4b"], 50)


def bunting(c: Canvas) -> None:
    rope = smooth([(-40, 30), (320, 130), (640, 150), (960, 130), (1320, 30)], closed=False, steps=40)
    c.line(rope, 4, "#8d6a4a")
    flags = (("#c4513f", "#a33e30"), ("#fffaf0", "#ecdcc2"), ("#7f9a93", "#5f7d77"), ("#e3b05a", "#c08a35"))
    for i, (x, y) in enumerate(rope[10::13]):
        c.solid(place([(-38, 0), (38, 0), (0, 84)], x, y), flags[i % 4], 3, 7)


def semla(c: Canvas, x: float, y: float, size: float) -> None:
    base = [
        (-1, 0.1),
        (-0.98, 0.5),
        (-0.72, 0.82),
        (0, 0.88),
        (0.72, 0.82),
        (0.98, 0.5),
        (1, 0.1),
        (0.5, 0),
        (-0.5, 0),
    ]
    bun = c.solid(place(smooth(base), x, y, 0, size), BUN, size * 0.16, 14)
    c.mottle(bun, "#8a4a16", 24, 0.3)
    for row, (count, reach, height) in enumerate(((9, 0.86, -0.02), (8, 0.74, -0.2))):
        for i in range(count):
            px = (i - (count - 1) / 2) * 2 * reach / (count - 1)
            py = height + 0.07 * (1 - px * px)
            puff = oval(x + px * size, y + py * size, size * 0.19, size * (0.19 - 0.02 * row))
            c.solid(puff, ("#ffffff", "#f1e4d0"), size * 0.05, 5)
    points = [
        (-0.72, -0.26),
        (-0.5, -0.66),
        (0, -0.86),
        (0.5, -0.66),
        (0.72, -0.26),
        (0.3, -0.17),
        (-0.3, -0.17),
    ]
    lid = c.solid(place(smooth(points), x, y, 0, size), BUN, size * 0.13, 10)
    c.mottle(lid, "#8a4a16", 24, 0.25)
    c.mottle(lid, "#ffffff", 9, 0.9)
    c.lay(
        area(oval(x - size * 0.1, y - size * 0.62, size * 0.42, size * 0.2)).soft(14).within(lid),
        "#ffffff",
        0.6,
    )
    c.dots(lid, ["#ffffff"], int(size * 3), (0.8, 2))


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


def small_loaf(c: Canvas, x: float, y: float, size: float) -> None:
    points = [
        (-1, 0),
        (-0.95, -0.5),
        (-0.5, -0.86),
        (0.5, -0.86),
        (0.95, -0.5),
        (1, 0),
        (0.5, 0.02),
        (-0.5, 0.02),
    ]
    shape = c.solid(place(smooth(points), x, y, 0, size), CRUST, size * 0.18, 4)
    c.mottle(shape, "#6d3414", 14, 0.3)
    for k in (-0.45, 0, 0.45):
        cut(c, place([(k - 0.12, -0.3), (k, -0.55), (k + 0.16, -0.74)], x, y, 0, size), size * 0.14)


def basket(c: Canvas, x: float, y: float) -> None:
    for k, lean in ((-38, -14), (-12, -4), (14, 6), (38, 15)):
        top = place([(0, 0), (0, -112)], x + k, y - 40, lean)
        c.form(trail(top, 30), ("#eab065", "#b8712f"), 7, 4)
    weave = c.solid(place([(-74, -74), (74, -74), (58, 0), (-58, 0)], x, y), ("#b98a52", "#8a5f30"), 5, 5)
    for row in range(5):
        c.lay(
            trail([(x - 74, y - 66 + row * 15), (x + 74, y - 66 + row * 15)], 4).within(weave), "#5d3a1a", 0.6
        )


def frame_door(c: Canvas) -> None:
    c.solid(box(915, 290, 1165, 800, 8), ("#a4453a", "#7b2f27"), 8, 14)
    glass = area(box(950, 330, 1130, 600, 6))
    c.blend(glass, ("#ffdf9a", "#eaa24c"))
    c.volume(glass, 6, CREAM, SHADE, 0.4)
    c.lay(area(box(950, 640, 1130, 770, 6)), "#6d271f")
    c.solid(oval(935, 620, 10, 10), ("#ffe6a8", "#c08a2e"), 3, 4)
    for i in range(22):
        at = place([(0, -58)], 1040, 440, i * 360 / 22)[0]
        c.solid(oval(*at, 24, 16, i * 41), ("#4f7f52", "#2c5537"), 5, 3)
    for i in range(6):
        berry(c, *place([(0, -58)], 1040, 440, i * 60 + 15)[0], 8)
    c.solid(
        place([(0, 0), (-34, -20), (-34, 20), (0, 0), (34, -20), (34, 20)], 1040, 502),
        ("#d8453a", "#a32a25"),
        4,
        4,
    )


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


def oven(c: Canvas) -> None:
    bricks(c)
    arch = [
        (-1, 0.75),
        (-1, -0.1),
        (-0.84, -0.55),
        (-0.46, -0.84),
        (0, -0.94),
        (0.46, -0.84),
        (0.84, -0.55),
        (1, -0.1),
        (1, 0.75),
    ]
    rim = place(smooth(arch, closed=False), 640, 520, 0, 400)
    c.solid(place(smooth(arch, closed=False), 640, 520, 0, 470), ("#5b3a2b", "#3a2218"), 10, 20)
    keystones(c)
    mouth = area(rim)
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
            brick = c.solid(box(x + 4, y + 4, x + 142, y + 62, 8), colours, 4, 0)
            c.mottle(brick, "#5b2c1c", 12, 0.25)


def keystones(c: Canvas) -> None:
    for i in range(15):
        turn = -91 + i * 13
        stone = place(box(-43, -492, 43, -404, 8), 640, 540, turn)
        c.solid([(x, (y - 540) * 0.97 + 540) for x, y in stone], ("#d79a6c", "#a8653d"), 6, 6)
    for row in range(3):
        for x in (192, 1088):
            c.solid(box(x - 45, 588 + row * 72, x + 45, 652 + row * 72, 8), ("#d79a6c", "#a8653d"), 6, 6)


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
        c.lay(trail(spiral(x1, y - 8, 11, 2), 2), "#8d5a2b")


def price_card(c: Canvas) -> None:
    wood(c, ("#c49a6c", "#9c7044"))
    spruce(c, 20, 120, 330, 12)
    spruce(c, 40, 40, 330, 34)
    card = c.solid(place(box(-400, -400, 400, 400, 26), 640, 485, -3), ("#fffaf0", "#f1e2c6"), 4, 24)
    c.mottle(card, "#d9b98a", 80, 0.2)
    c.line(place([*box(-372, -372, 372, 372, 18), (372, 354)], 640, 485, -3), 4, "#b5563f")
    sign(c, 640, 185, 62)
    c.write(640, 290, "December", 62, "#8d3b2c")
    for i, (name, price) in enumerate(
        (("Chleb", "14"), ("Bulle", "9.50"), ("Panellets", "24"), ("TOPT", "60"))
    ):
        y = 390 + i * 104
        c.write(330, y, name, 66, INK, anchor="lm")
        c.write(950, y, price, 66, "#8d3b2c", anchor="rm")
        font = ImageFont.load_default(66)
        left, right = int(360 + font.getlength(name)), int(920 - font.getlength(price))
        c.stitch([(x, y + 22) for x in range(left, right, 2)], 6, 18, "#c8a778")
    roll(c, 1120, 800, 120, 0.4)
    croissant(c, 160, 800, 130, -18)
    berry(c, 300, 130, 17)
    berry(c, 332, 152, 15)


def sign(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw the four flours: four petals of grain."""
    for i, colours in enumerate(
        (("#f0cf7f", "#c8953c"), ("#e8d9b8", "#b9a070"), ("#b07a4e", "#74451f"), ("#d9a066", "#a0642c"))
    ):
        at = place([(0, -size * 0.62)], x, y, i * 90 + 45)[0]
        c.solid(oval(*at, size * 0.3, size * 0.6, i * 90 + 45), colours, 7, 6)
    c.solid(oval(x, y, size * 0.22, size * 0.22), ("#fff6e6", "#e0c79c"), 4, 4)


def wreath(c: Canvas) -> None:
    linen(c, ("#334f49", "#1f3531"))
    for i in range(96):
        turn = i * 360 / 96
        x, y = place([(0, -308 + c.dice.choice((-78, 70)) + c.dice.uniform(-22, 22))], 540, 560, turn)[0]
        spruce(c, x, y, c.dice.uniform(120, 180), turn + c.dice.uniform(-40, 40))
    for i in range(12):
        x, y = place([(0, -308)], 540, 560, i * 30 + 15)[0]
        c.solid(oval(x, y, 84, 80), BUN, 20, 12)
        bun = area(oval(x, y, 84, 80))
        c.mottle(bun, "#8a4a16", 22, 0.35)
        c.dots(bun, ["#fff4dc", "#2f2420"] if i % 2 else ["#ffffff", "#f6e9d2"], 60, (2, 4))
        if i % 3:
            cut(c, [(x - 44, y + 8), (x, y - 10), (x + 44, y + 6)], 15)
    for i in range(4):
        candle(c, *place([(0, -308)], 540, 560, 45 + i * 90)[0], lit=i < 2)
    for i in range(14):
        x, y = place([(0, -308 + c.dice.uniform(-80, 80))], 540, 560, i * 360 / 14)[0]
        berry(c, x, y, c.dice.uniform(11, 16))
    c.solid(place(star(0, 0, 96, 44), 540, 560), ("#e0a864", "#b9763a"), 8, 12)
    c.line([*star(540, 560, 78, 36), star(540, 560, 78, 36)[0]], 5, "#fffaf2")
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
        c.solid(heart(x, y, 78, turn), ("#b9713a", "#8a4c20"), 9, 12)
        c.stitch([*heart(x, y, 62, turn), heart(x, y, 62, turn)[0]], 7, 12, "#fffaf2")
    for x, y, turn in ((740, 570, 10), (340, 800, -20)):
        c.solid(star(x, y, 74, 36, 6, turn=turn), ("#c98045", "#96562a"), 8, 12)
        c.stitch([*star(x, y, 54, 27, 6, turn=turn), star(x, y, 54, 27, 6, turn=turn)[0]], 7, 4, "#fffaf2")
    for x, y in ((150, 960), (190, 990), (940, 960), (905, 995)):
        berry(c, x, y, 18)
    snow(c, 70, (1.5, 5))


def bow(c: Canvas, x: float, y: float) -> None:
    for side in (-1, 1):
        tail = [(0, 0), (side * 70, 60), (side * 150, 190), (side * 96, 200), (side * 20, 70)]
        c.solid(place(smooth(tail), x, y), ("#c4483c", "#8d2a25"), 6, 8)
    for side in (-1, 1):
        loop = [(0, 0), (side * 90, -110), (side * 210, -130), (side * 232, -40), (side * 150, 26)]
        shape = c.solid(place(smooth(loop), x, y), ("#dc5a4c", "#a8352d"), 13, 10)
        inner = [(side * 50, -28), (side * 110, -84), (side * 178, -92), (side * 186, -44), (side * 120, -12)]
        c.lay(area(place(smooth(inner), x, y)).soft(4).within(shape), "#7d211d", 0.75)
    c.solid(box(x - 42, y - 48, x + 42, y + 40, 22), ("#e0685a", "#b03a31"), 9, 8)


def town(c: Canvas) -> None:
    """Draw the way to the bakery."""
    c.blend(c.everything(), ("#f6ead0", "#ead5ae"))
    blocks(c)
    river = smooth([(-80, 700), (180, 650), (420, 760), (700, 720), (930, 560), (1380, 500)], closed=False)
    c.lay(trail(river, 150), "#f9f0dc")
    c.lay(trail(river, 118), "#8fb7bd")
    for shift in (-28, 6, 34):
        c.stitch([(x, y + shift) for x, y in river], 5, 46, "#c3dcdc")
    for points in (
        ((-20, 470), (400, 480), (820, 330), (1300, 290)),
        ((330, -20), (400, 480), (470, 980)),
        ((900, -20), (820, 330), (960, 980)),
    ):
        c.lay(trail(smooth(points, closed=False), 50), "#d9bf92")
        c.lay(trail(smooth(points, closed=False), 42), "#fffaf0")
    park(c)
    way = smooth([(450, 870), (420, 600), (402, 486), (610, 425), (815, 335), (840, 215)], closed=False)
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
    c.solid(place(smooth(drop), x, y, 0, 100), ("#dc5a4c", "#a8352d"), 16, 8)
    c.solid(oval(x, y - 6, 70, 70), ("#fffaf0", "#efdfc2"), 5, 4)
    small_loaf(c, x, y + 22, 52)


def compass(c: Canvas, x: float, y: float) -> None:
    c.solid(oval(x, y, 92, 92), ("#fffaf0", "#efdfc2"), 5, 10)
    c.lay(area(oval(x, y, 84, 84)).without(area(oval(x, y, 79, 79))), "#b08a55")
    c.lay(area(star(x, y, 74, 16, 4)), "#c9a36a")
    c.lay(area([(x, y - 74), (x + 12, y), (x - 12, y)]), "#c4483c")


def baker(c: Canvas) -> None:
    c.blend(c.everything(), ("#e8b48a", "#cf8a62"))
    c.solid(oval(540, 520, 455, 455), ("#f9e6c4", "#efcb98"), 8, 12)
    for i in range(10):
        wheat(c, *place([(0, -395)], 540, 520, -72 + i * 16)[0], 82, -72 + i * 16)
    shoulders = [
        (-0.95, 1),
        (-0.9, 0.3),
        (-0.55, 0.02),
        (-0.2, -0.08),
        (0.2, -0.08),
        (0.55, 0.02),
        (0.9, 0.3),
        (0.95, 1),
    ]
    c.solid(place(smooth(shoulders, closed=False), 540, 790, 0, 390), ("#6f949a", "#4c727a"), 22, 12)
    c.solid(place(box(-66, -90, 66, 90, 40), 540, 745), ("#eab48c", "#c98a62"), 14, 4)
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
        c.solid(oval(x, 560, 34, 46), ("#eab48c", "#c98a62"), 8, 4)
    c.solid(oval(540, 545, 168, 196), ("#f8cfa8", "#e2a67e"), 26, 10)
    for x in (440, 640):
        c.lay(area(oval(x, 610, 46, 34)).soft(14), "#e5765f", 0.5)
    for x in (474, 606):
        c.lay(area(oval(x, 535, 15, 19)), INK)
        c.lay(area(oval(x - 5, 528, 5, 6)), "#ffffff")
        brow = [(x - 36, 494), (x, 478), (x + 36, 492)]
        c.lay(trail(smooth(brow, closed=False), 15, taper=True), "#6d3f22")
    c.solid(oval(540, 588, 27, 23), ("#f2b48c", "#d68f68"), 8, 4)
    smile = smooth([(486, 664), (540, 696), (594, 664)], closed=False)
    c.lay(trail(smile, 14, taper=True), "#8d3b2c")
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


def starter(c: Canvas) -> None:
    """Sourdough in its jar."""
    linen(c, ("#e3d3bd", "#c9b08e"))
    c.blend(area(box(-10, 760, 1290, 970)), ("#a9784d", "#7d5230"))
    grain(c, area(box(-10, 760, 1290, 970)), SHADE, 0.2)
    c.lay(area(box(-10, 752, 1290, 768)).soft(4), SHADE, 0.25)
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
    c.form(
        trail(smooth([(404, 234), (640, 262), (876, 234)], closed=False), 15), ("#e5cf9f", "#b8985a"), 4, 5
    )


def bowl(c: Canvas, x: float, y: float, size: float, flour: str) -> None:
    """Draw a bowl of flour from the side."""
    heap = [(-0.9, -0.4), (-0.5, -0.72), (0, -0.95), (0.5, -0.7), (0.9, -0.4), (0, -0.2)]
    mound = c.solid(place(smooth(heap), x, y, 0, size), (flour, flour), size * 0.14, 4)
    c.mottle(mound, "#ffffff", 16, 0.5)
    side = [(-1, -0.42), (1, -0.42), (0.86, 0.1), (0.5, 0.42), (-0.5, 0.42), (-0.86, 0.1)]
    curve = [*side[:2], *smooth(side[1:], closed=False), side[0]]
    c.solid(place(curve, x, y, 0, size), ("#7b9aa0", "#4f737b"), size * 0.14, 16)
    c.lay(trail([(x - size, y - size * 0.42), (x + size, y - size * 0.42)], size * 0.07), "#fff6e6")


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
        c.lay(area([(px + 26, py + 34) for px, py in heap_top(x, y)]).soft(18), heap[1], 0.45)
        c.dots(flour, [heap[1], "#fff8ea"], 260, (0.8, 1.8))
    c.flour(640, 495, 170, 420)
    sign(c, 640, 495, 92)
    wheat(c, 130, 620, 190, -12)
    wheat(c, 1160, 620, 190, 12)
    c.crumbs(640, 880, 420, ["#e8c77f", "#fff6e6", "#a87a4e"], 40)


def heap_top(x: float, y: float) -> list[Point]:
    return smooth([(x - 105, y + 8), (x - 40, y - 70), (x + 62, y - 58), (x + 96, y + 20), (x + 10, y + 52)])


def gingerbread(c: Canvas) -> None:
    wood(c, ("#d9c6aa", "#b79c76"), 5)
    c.flour(620, 480, 380, 420)
    stick(c, 70, 820, 260, -30)
    stick(c, 110, 880, 250, -14)
    dough = ("#b9713a", "#8a4c20")
    for x, y, size, turn in ((300, 300, 150, -10), (960, 660, 150, 12)):
        cookie = c.solid(heart(x, y, size, turn), dough, 11, 14)
        c.mottle(cookie, "#5d2c0e", 16, 0.25)
        c.line([*heart(x, y, size * 0.82, turn), heart(x, y, size * 0.82, turn)[0]], 9, "#fffdf8")
        c.stitch(heart(x, y, size * 0.56, turn), 12, 20, "#f2a7a0")
    for x, y, tips in ((640, 270, 6), (350, 640, 5), (960, 280, 8)):
        outline = star(x, y, 165, 92, tips)
        cookie = c.solid(outline, dough, 10, 14)
        c.mottle(cookie, "#5d2c0e", 16, 0.25)
        inner = star(x, y, 130, 72, tips)
        c.line([*inner, inner[0]], 8, "#fffdf8")
        flake(c, x, y, tips)
    house(c, 660, 660)
    for x, y in ((1170, 880), (1200, 845), (90, 110), (125, 140)):
        berry(c, x, y, 16)
    spruce(c, 1270, 80, 260, 160)
    spruce(c, 1270, 20, 260, 178)


def flake(c: Canvas, x: float, y: float, tips: int) -> None:
    for i in range(tips):
        turn = i * 360 / tips
        c.line(place([(0, 0), (0, -74)], x, y, turn), 6, "#fffdf8")
        c.line(place([(-17, -66), (0, -46), (17, -66)], x, y, turn), 5, "#fffdf8")


def house(c: Canvas, x: float, y: float) -> None:
    wall = c.solid(
        [(x - 118, y + 150), (x - 118, y - 30), (x, y - 160), (x + 118, y - 30), (x + 118, y + 150)],
        ("#b9713a", "#8a4c20"),
        11,
        14,
    )
    c.mottle(wall, "#5d2c0e", 16, 0.25)
    c.line([(x - 118, y - 26), (x, y - 154), (x + 118, y - 26)], 17, "#fffdf8")
    for i in range(7):
        berry(
            c,
            x - 108 + i * 36,
            y - 16 - (1 - abs(i - 3) / 3) * 110,
            9,
            c.dice.choice([("#d8453a", "#8e1d1d"), ("#7fa566", "#4f7a3d"), ("#f0b64f", "#b97a1d")]),
        )
    door = box(x - 30, y + 40, x + 30, y + 146, 26)
    c.line([*door, door[0]], 7, "#fffdf8")
    for side in (-72, 72):
        frame = box(x + side - 26, y + 14, x + side + 26, y + 66, 8)
        c.line([*frame, frame[0]], 6, "#fffdf8")
        c.line([(x + side, y + 14), (x + side, y + 66)], 5, "#fffdf8")


def makowiec(c: Canvas) -> None:
    """Draw a poppy-seed roll, cut."""
    linen(c, ("#a8b7a0", "#83967c"))
    napkin(c, 960, 230, 330, 12, colours=("#f7ecd8", "#e6d5b8"), stripe="#8d3b34")
    cup(c, 250, 150, 130)
    c.solid(box(150, 290, 1150, 840, 60), ("#fbf4e6", "#e5d6bb"), 8, 24)
    c.lay(area(box(185, 325, 1115, 805, 40)), "#f1e5cf")
    back = c.solid(box(560, 320, 1090, 600, 130), BUN, 34, 18)
    c.mottle(back, "#8a4a16", 30, 0.35)
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
    path = smooth(spiral(x, y, size * 0.8, 2.6, 0.8)[::3], closed=False)
    filling = trail(path, size * 0.2)
    c.lay(filling, "#3b3138")
    c.dots(filling, ["#6d5f6c", "#221a20", "#8d7f8a"], 1500, (1, 2.2))
    c.dots(filling, ["#d9a25f", "#c77b3a"], 22, (3, 5))
    c.volume(slice_shape, 5, SHADE, CREAM, 0.3)


PICTURES: dict[str, tuple[Callable[[Canvas], None], tuple[int, int]]] = {
    "baker": (baker, SQUARE),
    "cinnamon-buns": (cinnamon, WIDE),
    "coffee": (coffee, SQUARE),
    "croissants": (croissants, WIDE),
    "four-flours": (flours, WIDE),
    "gift-box": (gift, SQUARE),
    "gingerbread": (gingerbread, WIDE),
    "loaves": (loaves, WIDE),
    "lucia-buns": (saffron, WIDE),
    "makowiec": (makowiec, WIDE),
    "map": (town, WIDE),
    "oven": (oven, WIDE),
    "paczki": (paczki, WIDE),
    "panellets": (panellets, WIDE),
    "price-card": (price_card, WIDE),
    "rye": (rye, WIDE),
    "semlor": (semlor, WIDE),
    "shop-window": (window, WIDE),
    "starter": (starter, WIDE),
    "wreath": (wreath, SQUARE),
}

PRICES = (
    ("Chleb / Rye loaf, 800 g", "14.00"),
    ("Bochenek / Wheat loaf, 600 g", "12.00"),
    ("Croissant", "9.00"),
    ("Kanelbulle", "9.50"),
    ("Lussekatt", "8.50"),
    ("Panellets, 6", "24.00"),
    ("Makowiec, 1 kg", "58.00"),
    ("Semla", "13.00"),
    ("Gift box, 12 cookies", "46.00"),
)


def draw(name: str) -> None:
    paint, size = PICTURES[name]
    canvas = Canvas(name, size)
    paint(canvas)
    target = HERE / "pictures" / f"{name}.jpg"
    picture = canvas.finish()
    for quality in (82, 76, 70):
        picture.save(target, quality=quality, optimize=True, progressive=True)
        if target.stat().st_size < 140_000:
            break
    print(f"{target.relative_to(HERE)}: {target.stat().st_size // 1000} kB")


def price_list() -> None:
    """One page of A4 at 100 dots per inch; a fixed date, so that the file does not change by itself."""
    c = Canvas("price-list", (827, 1169))
    c.lay(c.everything(), "#fffaf0")
    c.line([*box(40, 40, 787, 1129, 24), (787, 1105)], 4, "#b5563f")
    sign(c, 413, 150, 66)
    c.write(413, 275, "Price list, December 2026", 40, "#8d3b2c")
    for i, (name, price) in enumerate(PRICES):
        y = 370 + i * 72
        c.write(110, y, name, 30, INK, anchor="lm")
        c.write(717, y, price, 30, "#8d3b2c", anchor="rm")
        c.lay(area(box(110, y + 30, 717, y + 31.5)), "#d9c3a0")
    c.write(413, 1065, "All prices in PLN.  bakery.example", 24, INK)
    page = c.image.resize(c.size, Image.Resampling.LANCZOS)
    day = time.struct_time((2026, 11, 27, 8, 0, 0, 4, 331, 0))
    page.save(
        HERE / "price-list.pdf", resolution=100, title="Price list", creationDate=day, modDate=day, quality=80
    )


def main(names: Sequence[str]) -> None:
    (HERE / "pictures").mkdir(exist_ok=True)
    for name in names or PICTURES:
        draw(name)
    if not names:
        price_list()


if __name__ == "__main__":
    main(sys.argv[1:])
