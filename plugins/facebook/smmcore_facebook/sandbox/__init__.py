"""A fake of Facebook's Pages to run clients against: strict, stateful, with planned failures."""

from .audience import Audience
from .network import Pages
from .rules import Rules
from .seed import APP_ID, APP_SECRET, PAGE_TOKEN, USER_TOKEN, VERIFY_TOKEN

__all__ = ["APP_ID", "APP_SECRET", "PAGE_TOKEN", "USER_TOKEN", "VERIFY_TOKEN", "Audience", "Pages", "Rules"]
