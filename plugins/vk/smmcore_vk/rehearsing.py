"""Made-up answers, so that a dry run shows all requests of a post."""

from typing import Any

from smmcore.io import Request
from smmcore.models import Secret
from smmcore_vk.names import NAME
from smmcore_vk.renewing import RENEWAL, Granted

_ADDRESS = "https://upload.invalid/rehearsal"
_PICTURE = {"server": 1, "photo": "rehearsal", "hash": "rehearsal"}
_FAR = 9_999_999_999.0
_ANSWERS: dict[str, Any] = {
    **dict.fromkeys(("upload photo", "upload picture", "upload cover"), _PICTURE),
    **dict.fromkeys(("upload document", "upload story"), "rehearsal"),
    **dict.fromkeys(("wall.post", "wall.createComment"), "1"),
    "upload video": "video-1_1",
    "photos.saveWallPhoto": "photo-1_1",
    "docs.save": "doc-1_1",
    "polls.create": "poll-1_1",
    "video.save": {"name": "video-1_1", "upload_url": _ADDRESS},
    "stories.save": "story_1",
    "utils.resolveScreenName": {"type": "group", "object_id": 1},
    "groups.getLongPollServer": {"server": "https://longpoll.invalid", "key": "rehearsal", "ts": "1"},
}
"""What requests parse to, by their labels."""


class Rehearsing:
    def rehearse(self, request: Request[Any]) -> Any:
        """See `smmcore.platform.Rehearser`."""
        label = request.label.removeprefix(f"{NAME} ")
        if label == RENEWAL:
            return Granted(Secret("rehearsed user", "user"), Secret("rehearsed refresh", "refresh"), _FAR)
        return _ADDRESS if label.endswith("UploadServer") else _ANSWERS.get(label, {})
