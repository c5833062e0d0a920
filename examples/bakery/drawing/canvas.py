"""The canvas and its brushes."""

import math
import random
from collections.abc import Sequence
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from .outlines import Point, oval
from .palette import CREAM, SCALE, SHADE, Colours, Spots
from .shapes import Shape, area, trail


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

    def mottled(
        self, points: Sequence[Point], colours: Colours, spots: Spots, depth: float = 16, drop: float = 12
    ) -> Shape:
        """Draw a lit, round thing that came unevenly out of the oven."""
        shape = self.solid(points, colours, depth, drop)
        self.mottle(shape, *spots)
        return shape

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

    def somewhere(self, x: float, y: float, radius: float, flat: float = 1.0) -> Point:
        """A point by chance in a circle, or in one pressed flat."""
        angle, far = self.dice.uniform(0, math.tau), radius * math.sqrt(self.dice.random())
        return x + far * math.cos(angle), y + far * math.sin(angle) * flat

    def everything(self) -> Shape:
        return Shape(Image.new("L", self.image.size, 255), (0, 0))

    def finish(self) -> Image.Image:
        """Light from the upper left, darker edges, and the final size."""
        edges = Image.radial_gradient("L").resize(self.image.size)
        edges = edges.point([max(0, int((v - 120) * 0.55)) for v in range(256)])
        self.lay(Shape(edges, (0, 0)), SHADE, 0.75)
        self.glow(self.size[0] * 0.2, self.size[1] * 0.1, self.size[0] * 0.7, "#fff0cf", 0.2)
        return self.image.resize(self.size, Image.Resampling.LANCZOS)
