"""Every picture by its name."""

from collections.abc import Callable

from .breads import croissants, loaves, rye
from .buns import cinnamon, coffee, paczki, saffron, semlor
from .canvas import Canvas
from .cards import price_card
from .feast import gift, wreath
from .kitchen import flours, oven, starter
from .palette import SQUARE, WIDE
from .people import baker
from .places import town, window
from .sweets import gingerbread, makowiec, panellets

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
