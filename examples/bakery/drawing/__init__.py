"""How the pictures are drawn: `outlines` become `shapes`, a `canvas` paints them, and `album` lists the pictures."""
