"""What VK tells by itself: taken in once, kept, and handed over once. Bots Long Poll and Callback tell alike."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from attrs import evolve, frozen

from smmcore.errors import AnswerLost, SMMError
from smmcore.io import Answer, Request, Timeouts
from smmcore.models import Comment, CommentState, Event, EventKind, Secret
from smmcore.models.converting import dump, load
from smmcore_vk.calls import VERSION
from smmcore_vk.client import Client
from smmcore_vk.names import NAME
from smmcore_vk.people import names_of
from smmcore_vk.reading import discussed, under
from smmcore_vk.views import comment as as_comment
from smmcore_vk.views import moment

COMMENTS = "comments"
POSTS = "heard posts"
PUBLISHED = "posts"
"""What was published from here."""
_EVENTS = "events"
_HEARD = "heard"
_PLACE = "longpoll"
_WANTED = (
    *("wall_reply_new", "wall_reply_edit", "wall_reply_delete", "wall_reply_restore"),
    *("wall_post_new", "poll_vote_new", "like_add"),
)
_KEPT = 2 * 86_400
"""Seconds for which events are remembered, to know them again."""
_LONGEST = 25
"""Seconds of one wait, as VK recommends."""
_SLACK = 15
_ROUNDS = 50
_OVERLAP = 60
"""Seconds by which clocks may differ; what was told before is known."""
log = logging.getLogger("smmcore.vk")


@frozen
class _Server:
    url: str
    key: Secret
    ts: str


@frozen(eq=False)
class Hearing:
    """One account's ear."""

    client: Client

    async def begin(self) -> None:
        """Hear what happens from now on, where nobody has listened before; where that cannot be, nothing is harmed."""
        if not self.client.may("groups.getLongPollServer"):
            return
        with suppress(SMMError):
            if await self._place() is None:
                await self._keep((await self._server()).ts)

    async def take_in(self, wait: float = 0) -> None:
        """Take in what has happened since the last time, waiting up to `wait` seconds for something to happen."""
        async with self.client.io.locked("longpoll"):
            ends = self.client.io.now().timestamp() + wait
            await self._set_up()
            since = await self.client.io.store.get(_PLACE, "at")
            server = await self._server()
            if place := await self._place():
                server = evolve(server, ts=place)
            for _ in range(_ROUNDS):
                left = max(0.0, ends - self.client.io.now().timestamp())
                answer = await self.client.io.send(_asking(server, min(left, _LONGEST)))
                if answer.get("failed"):
                    server = await self._after_failure(server, answer, since)
                    continue
                updates = answer.get("updates") or []
                await self.told(updates)
                server = evolve(server, ts=str(answer["ts"]))
                await self._keep(server.ts)
                if updates:
                    ends = 0  # something has happened: only what is there already is fetched
                elif left <= _LONGEST:
                    return

    async def told(self, updates: Iterable[Mapping[str, Any]]) -> None:
        """Keep what VK told; an update that came before changes nothing."""
        store = self.client.io.store
        heard = await store.all(_HEARD)
        now = self.client.io.now().timestamp()
        new = [update for update in updates if str(update.get("event_id") or "") not in heard]
        names = await names_of(self.client, _speakers(new))
        community = await self.client.community()
        for update in new:
            id = str(update.get("event_id") or "")
            event = await self._understood(update, community, names)
            if event:
                await self._hand_over(id or uuid4().hex, event)
            if id:
                await store.put(_HEARD, id, now)
        for id in [id for id, at in heard.items() if at < now - _KEPT]:
            await store.remove(_HEARD, id)

    async def delivered(self) -> list[Event]:
        """What was taken in and not handed over yet; it will not be again."""
        waiting = await self.client.io.store.all(_EVENTS)
        # Other processes may fetch at the same time: whoever removes an event has it.
        events = [(key, _loaded(event)) for key, event in waiting.items()]
        return [event for key, event in events if event and await self.client.io.store.remove(_EVENTS, key)]

    async def comments(self, post: str | None) -> list[Comment]:
        """Comments that were heard of, oldest first."""
        kept = [load(Comment, item) for item in (await self.client.io.store.all(COMMENTS)).values()]
        found = [item for item in kept if post is None or item.post == post]
        return sorted(found, key=lambda item: (item.at, _order(item.id)))

    # Understanding

    async def _understood(
        self, update: Mapping[str, Any], community: int, names: Mapping[int, tuple[str, str]]
    ) -> Event | None:
        """What an update tells; one of an unknown shape is left alone, so that it blocks none behind it."""
        try:
            return await self._event(str(update["type"]), update["object"], community, names)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            log.warning("vk: an update was not understood (%s)", type(error).__name__)
            return None

    async def _event(
        self, kind: str, told: Mapping[str, Any], community: int, names: Mapping[int, tuple[str, str]]
    ) -> Event | None:
        now = self.client.io.now()
        match kind:
            case "wall_reply_new" | "wall_reply_edit" | "wall_reply_restore":
                return await self._said(kind, as_comment(told, community, names))
            case "wall_reply_delete":
                await self._deleted(f"{int(told['post_id'])}_{int(told['id'])}")
            case "wall_post_new":
                return await self._posted(told)
            case "like_add" if told.get("object_type") == "post":
                return Event(kind=EventKind.REACTED, post=str(told["object_id"]), at=now)
            case "poll_vote_new":
                return Event(kind=EventKind.VOTED, note=f"poll{told['owner_id']}_{told['poll_id']}", at=now)
        return None

    async def _said(self, kind: str, said: Comment | None) -> Event | None:
        if said is None:
            return None
        new = kind == "wall_reply_new"
        if new and await self.client.io.store.get(COMMENTS, said.id) is not None:
            return None  # it was told of in another way
        if kind == "wall_reply_restore":
            await self.client.io.store.put(COMMENTS, said.id, dump(said))
            return None  # it was told of before
        what = EventKind.COMMENTED if new else EventKind.EDITED
        return Event(kind=what, comment=said, post=said.post, at=said.at)

    async def _hand_over(self, key: str, event: Event) -> None:
        """Keep an event, and the comment it is about after it: a comment that is known is no news any more."""
        await self.client.io.store.put(_EVENTS, key, dump(event))
        if event.comment:
            await self.client.io.store.put(COMMENTS, event.comment.id, dump(event.comment))

    async def _posted(self, told: Mapping[str, Any]) -> Event | None:
        """A post that was made elsewhere, or whose answer was lost; what was published from here is no news."""
        number = str(int(told["id"]))
        if await self.client.io.store.get(PUBLISHED, number) is not None:
            return None
        kept = {name: told.get(name) for name in ("text", "date", "attachments")}
        await self.client.io.store.put(POSTS, number, kept)
        return Event(kind=EventKind.POSTED, post=number, at=moment(told["date"]))

    async def _deleted(self, id: str) -> None:
        if kept := await self.client.io.store.get(COMMENTS, id):
            gone = evolve(load(Comment, kept), state=CommentState.DELETED)
            await self.client.io.store.put(COMMENTS, id, dump(gone))

    # Long Poll

    async def _set_up(self) -> None:
        """Once, VK has to be told what to tell. Without that right, what is set stays."""
        if await self.client.io.store.get(_PLACE, "set up"):
            return
        settings = {
            "group_id": await self.client.community(),
            "enabled": True,
            "api_version": VERSION,
            **dict.fromkeys(_WANTED, True),
        }
        try:
            await self.client.call("groups.setLongPollSettings", settings)
        except SMMError as error:
            log.info("%s: Long Poll was not set up: %s", self.client.account.name, error)
            return
        await self.client.io.store.put(_PLACE, "set up", value=True)

    async def _server(self) -> _Server:
        params = {"group_id": await self.client.community()}
        given = await self.client.call("groups.getLongPollServer", params, result=dict)
        url = str(given["server"])
        where = url if "://" in url else f"https://{url}"
        return _Server(where, Secret(str(given["key"]), "longpoll_key"), str(given["ts"]))

    async def _after_failure(
        self, server: _Server, answer: Mapping[str, Any], since: float | None
    ) -> _Server:
        if answer["failed"] == 2:
            return evolve(await self._server(), ts=server.ts)  # the key has ended, nothing is lost
        log.warning(
            "%s: VK has forgotten some of what happened since the last call", self.client.account.name
        )
        if answer["failed"] == 1:
            server = evolve(server, ts=str(answer["ts"]))
        else:
            server = await self._server()
        await self._keep(server.ts)
        await self._catch_up(since)
        return server

    async def _catch_up(self, since: float | None) -> None:
        """Comments that VK has forgotten to tell of, where a token may read them on the wall."""
        if since is None or not self.client.may("wall.getComments"):
            return
        try:
            posts = await discussed(self.client)
            threads = await self.client.io.gather(*[under(self.client, post) for post in posts])
        except SMMError as error:
            log.warning("%s: they cannot be read now: %s", self.client.account.name, error)
            return
        said = [each for thread in threads for each in thread if each.at.timestamp() > since - _OVERLAP]
        for each in sorted(said, key=lambda item: (item.at, _order(item.id))):
            if event := await self._said("wall_reply_new", each):
                await self._hand_over(f"comment {each.id}", event)

    async def _place(self) -> str | None:
        place = await self.client.io.store.get(_PLACE, "ts")
        return None if place is None else str(place)

    async def _keep(self, ts: str) -> None:
        await self.client.io.store.put(_PLACE, "ts", ts)
        await self.client.io.store.put(_PLACE, "at", self.client.io.now().timestamp())


def _speakers(updates: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """Who wrote comments; updates name them by numbers only."""
    for update in updates:
        told = update.get("object")
        if str(update.get("type")).startswith("wall_reply") and isinstance(told, dict):
            speaker = told.get("from_id")
            if isinstance(speaker, int):
                yield speaker


def _loaded(kept: Any) -> Event | None:
    """An event as it was kept; None for one of another version, which stays where it is."""
    try:
        return load(Event, kept)
    except (SMMError, KeyError, TypeError, ValueError, AttributeError) as error:
        log.warning("vk: a kept event was not understood (%s)", type(error).__name__)
        return None


def _asking(server: _Server, wait: float) -> Request[dict[str, Any]]:
    return Request(
        "GET",
        server.url,
        params={"act": "a_check", "key": str(server.key), "ts": server.ts, "wait": int(wait)},
        parse=_told,
        safe=True,
        secrets=[server.key],
        timeouts=Timeouts(read=wait + _SLACK),
        label=f"{NAME} a_check",
    )


def _told(answer: Answer) -> dict[str, Any]:
    body = answer.json()
    if not isinstance(body, dict) or not ("ts" in body or "failed" in body):
        raise AnswerLost("vk: the Long Poll server's answer makes no sense")
    return body


def _order(id: str) -> int:
    return int(id.rpartition("_")[2])
