"""What is written: the card of prices and the price list."""

from PIL import ImageFont

from .breads import croissant
from .buns import roll
from .canvas import Canvas
from .grounds import wood
from .outlines import box, closed, place
from .palette import INK, RED
from .shapes import area
from .trimmings import berry, sign, spruce

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

CARD = (("Chleb", "14"), ("Bulle", "9.50"), ("Panellets", "24"), ("TOPT", "60"))


def price_card(c: Canvas) -> None:
    wood(c, ("#c49a6c", "#9c7044"))
    spruce(c, 20, 120, 330, 12)
    spruce(c, 40, 40, 330, 34)
    card = place(box(-400, -400, 400, 400, 26), 640, 485, -3)
    c.mottled(card, ("#fffaf0", "#f1e2c6"), ("#d9b98a", 80, 0.2), 4, 24)
    c.line(place(closed(box(-372, -372, 372, 372, 18)), 640, 485, -3), 4, "#b5563f")
    sign(c, 640, 185, 62)
    c.write(640, 290, "December", 62, RED)
    for i, (name, price) in enumerate(CARD):
        y = 390 + i * 104
        entry(c, y, (330, name), (950, price), 66)
        font = ImageFont.load_default(66)
        left, right = int(360 + font.getlength(name)), int(920 - font.getlength(price))
        c.stitch([(x, y + 22) for x in range(left, right, 2)], 6, 18, "#c8a778")
    roll(c, 1120, 800, 120, 0.4)
    croissant(c, 160, 800, 130, -18)
    berry(c, 300, 130, 17)
    berry(c, 332, 152, 15)


def price_list(c: Canvas) -> None:
    """One page to print."""
    c.lay(c.everything(), "#fffaf0")
    c.line(closed(box(40, 40, 787, 1129, 24)), 4, "#b5563f")
    sign(c, 413, 150, 66)
    c.write(413, 275, "Price list, December 2026", 40, RED)
    for i, (name, price) in enumerate(PRICES):
        y = 370 + i * 72
        entry(c, y, (110, name), (717, price), 30)
        c.lay(area(box(110, y + 30, 717, y + 31.5)), "#d9c3a0")
    c.write(413, 1065, "All prices in PLN.  bakery.example", 24, INK)


def entry(c: Canvas, y: float, name: tuple[float, str], price: tuple[float, str], size: float) -> None:
    """Write a name from the left and its price up to the right."""
    c.write(name[0], y, name[1], size, INK, anchor="lm")
    c.write(price[0], y, price[1], size, RED, anchor="rm")
