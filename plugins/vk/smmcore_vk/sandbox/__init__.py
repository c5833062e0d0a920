"""A fake of VK's API to run clients against: strict, stateful, with planned failures."""

from .app import VKSandbox
from .seed import COMMUNITY_TOKEN, REFRESH_TOKEN, SERVICE_TOKEN, USER_TOKEN

__all__ = ["COMMUNITY_TOKEN", "REFRESH_TOKEN", "SERVICE_TOKEN", "USER_TOKEN", "VKSandbox"]
