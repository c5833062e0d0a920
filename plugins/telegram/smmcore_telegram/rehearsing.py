"""Made-up answers, so that a dry run shows all requests of a post: its pin and its first comment, too."""

import json
from typing import Any

from smmcore.io import Request
from smmcore_telegram.channel import described

_CHANNEL, _GROUP, _POST, _COPY = -1001, -1002, 1, 2


class Rehearsing:
    def rehearse(self, request: Request[Any]) -> Any:
        """See `smmcore.platform.Rehearser`."""
        method = request.label.rpartition(" ")[2]
        if method == "sendMediaGroup":
            given = request.data["media"] if request.data else request.json["media"]
            items = json.loads(given) if isinstance(given, str) else given
            return [_sent(_POST + number) for number in range(len(items))]
        if method == "getChat":
            return described({"id": _CHANNEL, "type": "channel", "linked_chat_id": _GROUP})
        if method == "getUpdates":
            return [{"update_id": 1, "message": _copy()}]
        return _sent(_POST) if method.startswith("send") else True


def _sent(number: int) -> dict[str, Any]:
    return {"id": number, "date": 0, "chat": _CHANNEL, "username": None}


def _copy() -> dict[str, Any]:
    return {
        "message_id": _COPY,
        "date": 0,
        "chat": {"id": _GROUP},
        "is_automatic_forward": True,
        "forward_origin": {"type": "channel", "chat": {"id": _CHANNEL}, "message_id": _POST, "date": 0},
    }
