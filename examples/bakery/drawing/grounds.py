"""What everything else lies on: cloth, wood, a table."""

from PIL import Image, ImageChops, ImageDraw

from .canvas import Canvas
from .outlines import box
from .palette import CREAM, SCALE, SHADE, Colours
from .shapes import Shape, area


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
    streaks = Image.frombytes("L", (5, rows), c.dice.randbytes(5 * rows))
    noise = streaks.resize((width, height), Image.Resampling.BICUBIC)
    c.lay(Shape(ImageChops.multiply(shape.mask, noise), shape.corner), dark, strength)


def table(c: Canvas, top: float, colours: Colours, *, wooden: bool = False) -> None:
    """Draw the edge of a table and all that is below it."""
    surface = area(box(-10, top, 1290, 970))
    c.blend(surface, colours)
    if wooden:
        grain(c, surface, SHADE, 0.2)
    c.lay(area(box(-10, top - 8, 1290, top + 8)).soft(4), SHADE, 0.25)


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
