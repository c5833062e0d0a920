"""A fake of the Telegram Bot API to run clients against: strict, stateful, with planned failures."""

from .app import TelegramSandbox
from .seed import DEMO_TOKEN

__all__ = ["DEMO_TOKEN", "TelegramSandbox"]
