"""Draw every picture of the example bakery, and its price list, with Pillow alone.

    python examples/bakery/draw.py            # all of them
    python examples/bakery/draw.py rye oven   # only these

The same Pillow gives the same pictures: chance comes from a generator with a fixed seed per picture.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from drawing.album import PICTURES
from drawing.canvas import Canvas
from drawing.cards import price_list
from PIL import Image

HERE = Path(__file__).parent
PAGE = (827, 1169)  # A4 at 100 dots per inch
DAY = time.struct_time((2026, 11, 27, 8, 0, 0, 4, 331, 0))  # so that the file does not change by itself


def save_picture(name: str) -> None:
    """Save a picture, in a lower quality if it gets too large."""
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


def save_price_list() -> None:
    canvas = Canvas("price-list", PAGE)
    price_list(canvas)
    page = canvas.image.resize(canvas.size, Image.Resampling.LANCZOS)
    target = HERE / "price-list.pdf"
    page.save(target, resolution=100, title="Price list", creationDate=DAY, modDate=DAY, quality=80)


def main(names: Sequence[str]) -> None:
    (HERE / "pictures").mkdir(exist_ok=True)
    for name in names or PICTURES:
        save_picture(name)
    if not names:
        save_price_list()


if __name__ == "__main__":
    main(sys.argv[1:])
