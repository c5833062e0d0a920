"""Sizes and colours that the pictures share."""

SCALE = 2  # pictures are drawn twice as large and made smaller at the end: smooth edges
WIDE = (1280, 960)
SQUARE = (1080, 1080)

Colours = tuple[str, str]
"""The two ends of a gradient."""

Spots = tuple[str, float, float]
"""Uneven patches: their colour, how large, how strong."""

INK = "#3b2418"
SHADE = "#2a140a"
CREAM = "#fff6e6"
ICING = "#fffdf8"
RED = "#8d3b2c"

CRUST: Colours = ("#e0a055", "#a9622a")
DARK_CRUST: Colours = ("#8a5632", "#4d2b18")
PALE_CRUST: Colours = ("#eab065", "#b8712f")
BUN: Colours = ("#e9b06a", "#b9752f")
GINGERBREAD: Colours = ("#b9713a", "#8a4c20")
GRAIN: Colours = ("#f0cf7f", "#c8953c")
BERRY: Colours = ("#d8453a", "#8e1d1d")
SCARLET: Colours = ("#dc5a4c", "#a8352d")
SKIN: Colours = ("#eab48c", "#c98a62")
PAPER: Colours = ("#fffaf0", "#efdfc2")
STONE: Colours = ("#d79a6c", "#a8653d")
