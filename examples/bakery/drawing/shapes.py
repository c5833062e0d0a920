"""Shapes: masks made of outlines."""

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from .outlines import Point
from .palette import SCALE


class Shape:
    """A mask at drawing scale, and where its corner lies on the canvas."""

    def __init__(self, mask: Image.Image, corner: tuple[int, int]) -> None:
        self.mask = mask
        self.corner = corner

    def within(self, other: "Shape") -> "Shape":
        return Shape(ImageChops.multiply(self.mask, self._seen(other)), self.corner)

    def without(self, other: "Shape") -> "Shape":
        return Shape(ImageChops.multiply(self.mask, ImageChops.invert(self._seen(other))), self.corner)

    def soft(self, blur: float) -> "Shape":
        border = int(blur * SCALE * 3)
        mask = ImageOps.expand(self.mask, border, 0).filter(ImageFilter.GaussianBlur(blur * SCALE))
        return Shape(mask, (self.corner[0] - border, self.corner[1] - border))

    def _seen(self, other: "Shape") -> Image.Image:
        """The mask of the other shape, as far as it lies in the frame of this one."""
        frame = Image.new("L", self.mask.size, 0)
        frame.paste(other.mask, (other.corner[0] - self.corner[0], other.corner[1] - self.corner[1]))
        return frame


def _frame(points: Sequence[Point], border: float) -> tuple[Image.Image, tuple[int, int]]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, top = math.floor((min(xs) - border) * SCALE) - 1, math.floor((min(ys) - border) * SCALE) - 1
    right, bottom = math.ceil((max(xs) + border) * SCALE) + 2, math.ceil((max(ys) + border) * SCALE) + 2
    return Image.new("L", (right - left, bottom - top), 0), (left, top)


def area(points: Sequence[Point]) -> Shape:
    mask, (left, top) = _frame(points, 0)
    ImageDraw.Draw(mask).polygon([(x * SCALE - left, y * SCALE - top) for x, y in points], fill=255)
    return Shape(mask, (left, top))


def ring(outer: Sequence[Point], inner: Sequence[Point]) -> Shape:
    return area(outer).without(area(inner))


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
