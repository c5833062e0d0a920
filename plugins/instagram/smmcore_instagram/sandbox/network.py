"""Instagram as the sandbox that both of Meta's networks stand on takes it."""

from collections.abc import Mapping
from typing import ClassVar

from attrs import evolve

from smmcore_meta.sandbox import JSON, Clock, Core, Incoming, Kind, Network, Node, RUpload

from . import comments, discovering, insights, media, messaging  # noqa: F401 - importing enters their handlers
from .containers import uploaded
from .nodes import KINDS, ROOT, InstagramCall, found
from .playing import ACTIONS
from .publishing import used_by
from .rules import Rules
from .seed import seeded
from .view import container_json, view
from .world import InstagramWorld


class Instagram(Network[InstagramWorld]):
    """Both logins; `rules` are those of a fresh sandbox."""

    name = "instagram"
    object = "instagram"
    kinds = KINDS
    root: ClassVar[Kind] = ROOT
    actions: ClassVar[Mapping[str, type]] = ACTIONS

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or Rules()

    def seed(self, clock: Clock) -> InstagramWorld:
        return seeded(clock, evolve(self._rules))

    def find(self, call: InstagramCall, id: str) -> Node | None:
        return found(call, id)

    def publishes(self, incoming: Incoming) -> bool:
        return incoming.verb == "POST" and incoming.parts[-1:] == ("media_publish",)

    async def uploaded(self, call: InstagramCall, upload: RUpload) -> JSON:
        return uploaded(call, upload)

    def view(self, core: Core[InstagramWorld]) -> JSON:
        return view(core)

    def state(self, core: Core[InstagramWorld]) -> JSON:
        world, now = core.world, core.clock.now()
        return {
            "containers": [container_json(each, now) for each in world.containers.values()],
            "quota_used": used_by(world, world.own, now),
            "messages": [
                {"to": each.to, "text": each.text, "comment": each.comment} for each in world.messages
            ],
            "blocked": sorted(world.own.blocked),
        }
