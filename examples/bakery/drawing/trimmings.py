"""Small things around the food: twigs, ears of wheat, berries, flames, snow, the shop's sign."""

from PIL import ImageDraw

from .canvas import Canvas
from .outlines import box, dial, oval, place, smooth
from .palette import BERRY, GRAIN, SCALE, Colours
from .shapes import area, trail


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
            beard = [(side * size * 0.14, -size * 0.12 * i), (side * size * 0.3, -size * (0.12 * i + 0.42))]
            c.line(place(beard, x, y, turn), 2, "#d9b25f", 0.8)
            c.solid(oval(*at, size * 0.065, size * 0.13, turn + side * 24), GRAIN, 3, 4)
    c.solid(oval(*dial(x, y, size * 0.68, turn), size * 0.06, size * 0.13, turn), GRAIN, 3, 4)


def stick(c: Canvas, x: float, y: float, length: float, turn: float) -> None:
    """Draw a cinnamon stick."""
    bark = c.solid(place(box(0, -15, length, 15, 12), x, y, turn), ("#a8642f", "#6d3716"), 6, 10)
    for part in (-5, 2):
        c.lay(trail(place([(6, part), (length - 6, part)], x, y, turn), 2.4).within(bark), "#4d230c", 0.6)


def berry(c: Canvas, x: float, y: float, radius: float, colours: Colours = BERRY) -> None:
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


def sign(c: Canvas, x: float, y: float, size: float) -> None:
    """Draw the four flours: four petals of grain."""
    petals = (GRAIN, ("#e8d9b8", "#b9a070"), ("#b07a4e", "#74451f"), ("#d9a066", "#a0642c"))
    for turn, colours in zip((45, 135, 225, 315), petals, strict=True):
        c.solid(oval(*dial(x, y, size * 0.62, turn), size * 0.3, size * 0.6, turn), colours, 7, 6)
    c.solid(oval(x, y, size * 0.22, size * 0.22), ("#fff6e6", "#e0c79c"), 4, 4)
