"""The bot itself: who it is, and moving it between servers."""

import math
from typing import Any

from smmcore_telegram.sandbox.call import Call, method
from smmcore_telegram.sandbox.envelope import too_many
from smmcore_telegram.sandbox.shapes import bot_json

_AWAY = 600
_BEFORE_CLOSE = 600


@method("getMe")
async def get_me(call: Call) -> Any:
    return {
        **bot_json(call.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": call.bot.can_read_all_group_messages,
        "supports_guest_queries": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


@method("logOut")
async def log_out(call: Call) -> Any:
    call.bot.logged_out_until = call.core.clock.now() + _AWAY
    return True


@method("close")
async def close(call: Call) -> Any:
    """Refused in the first minutes after the server's start."""
    left = call.world.created + _BEFORE_CLOSE - call.core.clock.now()
    if left > 0:
        raise too_many(math.ceil(left))
    return True
