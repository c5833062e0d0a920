"""Outlines: lists of points, before anything is painted."""

import math
from collections.abc import Sequence

Point = tuple[float, float]


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


def mirrored(left: Sequence[Point]) -> list[Point]:
    """Go on with the right half, backwards; what lies on the axis is not repeated."""
    return [*left, *[(-x, y) for x, y in reversed(left) if x]]


def closed(points: Sequence[Point]) -> list[Point]:
    """Return to the first point, for a line all around."""
    return [*points, points[0]]


def dial(x: float, y: float, radius: float, turn: float) -> Point:
    """Where a clock's hand points: straight up, turned clockwise."""
    return place([(0, -radius)], x, y, turn)[0]


def smooth(points: Sequence[Point]) -> list[Point]:
    """Lead a Catmull-Rom curve through the points and back to the first."""
    count = len(points)
    return _led([[points[(i + k) % count] for k in (-1, 0, 1, 2)] for i in range(count)], 12)


def curve(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """Lead a Catmull-Rom curve from the first point to the last."""
    last = len(points) - 1
    near = [[points[min(max(i + k, 0), last)] for k in (-1, 0, 1, 2)] for i in range(last)]
    return [*_led(near, steps), points[last]]


def _led(stretches: Sequence[Sequence[Point]], steps: int) -> list[Point]:
    return [_between(near, step / steps) for near in stretches for step in range(steps)]


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
