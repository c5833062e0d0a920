"""Facebook's Pages on the base of Meta's fakes."""

from collections.abc import Mapping
from typing import Any, ClassVar

from attrs import evolve

from smmcore_meta.sandbox import JSON, Clock, Incoming, Network, RUpload

# Each of these enters what it answers into the kinds.
from . import changing, commenting, measuring, messaging, posting, presenting, reading, showing  # noqa: F401
from .filming import uploaded
from .kinds import KINDS
from .playing import ACTIONS
from .rules import Rules
from .seed import seeded
from .settling import settle
from .viewing import view
from .world import World
from .writing import FBCall

_SHOWING = {"feed", "photo_stories"}
_PHASED = {"videos", "video_reels", "video_stories"}


class Pages(Network[World]):
    name = "facebook"
    object = "page"
    kinds = KINDS
    actions: ClassVar[Mapping[str, type]] = ACTIONS

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()

    def seed(self, clock: Clock) -> World:
        """The world at the start, with the rules that the sandbox was made with."""
        world = seeded(clock)
        world.rules = evolve(self._rules)
        return world

    def settle(self, core: Any) -> None:
        settle(core)

    def publishes(self, incoming: Incoming) -> bool:
        if incoming.verb != "POST" or len(incoming.parts) != 2:
            return False
        edge, params = incoming.parts[1], incoming.params
        if edge == "photos":
            hidden = str(params.get("published", "true")).lower() in {"false", "0"}
            return not hidden or "scheduled_publish_time" in params or "unpublished_content_type" in params
        if edge in _PHASED:
            return str(params.get("upload_phase", "finish")).lower() == "finish"
        return edge in _SHOWING

    async def uploaded(self, call: FBCall, upload: RUpload) -> JSON:
        return await uploaded(call, upload)

    def view(self, core: Any) -> JSON:
        return view(core)

    def state(self, core: Any) -> JSON:
        """Which pages there are, by their handles."""
        return {"pages": {page.username or page.id: page.id for page in core.world.pages.values()}}
