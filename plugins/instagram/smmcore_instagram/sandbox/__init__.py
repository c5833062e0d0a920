"""A fake of Instagram's API for both logins, to run clients against: strict, stateful, with planned failures."""

from .network import Instagram
from .seed import APP_SECRET, COMPETITOR, HOME, INSTAGRAM_TOKEN, PAGE_TOKEN, USER_TOKEN, USERNAME

__all__ = [
    "APP_SECRET",
    "COMPETITOR",
    "HOME",
    "INSTAGRAM_TOKEN",
    "PAGE_TOKEN",
    "USERNAME",
    "USER_TOKEN",
    "Instagram",
]
