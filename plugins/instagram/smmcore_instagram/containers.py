"""Containers: what Instagram makes of a post's files before it shows them.

A container is a draft that nobody sees and that lives for a day. Losing one costs nothing: another one is made.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from attrs import frozen

from smmcore.errors import AnswerLost, RateLimited, Rejected, SMMError
from smmcore.models import Post
from smmcore.steps import Steps
from smmcore_instagram.client import Client
from smmcore_instagram.composing import Draft, carousel, item, single
from smmcore_instagram.names import NAME
from smmcore_instagram.slow import Slow
from smmcore_instagram.statuses import ENDS, ERROR, EXPIRED, FIELDS, Status, status, status_in
from smmcore_meta.errors import NotReady
from smmcore_meta.graph import step
from smmcore_meta.uploading import send_video

WHOLE = "container"
_TRIES = 2
"""How often a post's containers are made before its author is told."""
_FIRST_WAIT = 3.0
"""Seconds; pictures are ready by then, and each further wait is twice as long."""


@frozen
class Made:
    """A container, as its step keeps it."""

    id: str
    at: datetime
    """When it was asked for: what it becomes is not older."""


def made_in(steps: Steps, name: str = WHOLE) -> Made | None:
    """The container that was made in a step; None where there is none, or nobody knows its number."""
    kept = steps.value(name)
    return Made(kept["id"], datetime.fromtimestamp(kept["at"], UTC)) if kept else None


class _Again(Exception):
    """A container is of no use any more."""

    def __init__(self, status: Status, containers: Collection[str]) -> None:
        super().__init__(status.code)
        self.status = status
        self.containers = containers


@frozen(eq=False)
class Containers:
    """The containers of one post, each remembered as a step: a restart goes on with those that are there."""

    client: Client
    post: Post
    steps: Steps

    @property
    def _slow(self) -> Slow:
        return Slow(self.client.io, self.steps.key)

    @property
    def begun(self) -> bool:
        return bool(self._names(self.steps.done))

    async def ready(self) -> tuple[str, Status]:
        """The container of the whole post, processed: its status is FINISHED, or PUBLISHED if it is shown already.

        Raises `Rejected` for files that Instagram does not take, `RateLimited` if it needs longer than patience.
        """
        # Whether a container was made whose answer was lost does not matter: nobody sees it.
        await self._forget(self._names(self.steps.in_doubt))
        for left in reversed(range(_TRIES)):
            try:
                whole, now = await self._ready()
                await self._slow.forget()
            except _Again as again:
                await self._forget(self._names((*self.steps.done, *self.steps.in_doubt)))
                if again.status.code == EXPIRED and await self._slow.hopeless(again.containers):
                    raise _never_processed() from None
                if not left or not again.status.passes:
                    raise _refused(again.status) from None
            else:
                return whole, now
        raise AssertionError

    async def _ready(self) -> tuple[str, Status]:
        if len(self.post.media) > 1:
            known = made_in(self.steps)
            whole = known.id if known else await self._carousel()
        else:
            whole = await self._made(WHOLE, single(self.post, self.client.settings))
        (status,) = await self._processed([whole])
        return whole, status

    async def _carousel(self) -> str:
        settings = self.client.settings
        places = range(1, len(self.post.media) + 1)
        items = [await self._made(f"item {place}", item(self.post, place, settings)) for place in places]
        await self._processed(items)
        return await self._made(WHOLE, carousel(self.post, items, settings))

    async def _made(self, name: str, draft: Draft) -> str:
        """A container's number; one that was made before is taken up where it was."""
        if known := made_in(self.steps, name):
            await self._uploaded(known.id, draft, again=True)
            return known.id
        addresses = {word: await self.client.io.public(source) for word, source in draft.fetched.items()}
        path, at = f"{self.client.id}/media", self.client.io.now().timestamp()

        def kept(answer: Any) -> dict[str, Any]:
            return {"id": id_of(answer), "at": at}

        try:
            made = await self.client.graph.post(
                path, {**draft.params, **addresses}, safe=True, send=step(self.steps, name), result=kept
            )
        except AnswerLost:
            await self._forget([name])
            raise
        await self._uploaded(made["id"], draft, again=False)
        return str(made["id"])

    async def _uploaded(self, container: str, draft: Draft, *, again: bool) -> None:
        if draft.uploaded is None:
            return
        if again:
            now = await status(self.client, container)
            if now.code in ENDS:
                return
        graph, io, path = self.client.graph, self.client.io, draft.uploaded.path
        size = (await io.in_thread(path.stat)).st_size

        async def received() -> int:
            await self.steps.renew()
            return await self._received(container, size)

        await self.steps.renew()
        await send_video(graph, "ig-api-upload", container, path, resume_at=received, begun=again)

    async def _received(self, container: str, size: int) -> int:
        """How many bytes of a film Meta has. Raises `_Again` where it does not tell."""
        told = await self.client.graph.get(container, fields="video_status")
        phase = ((told.get("video_status") or {}).get("uploading_phase")) or {}
        if phase.get("status") == "complete":
            return size
        sent = phase.get("bytes_transfered", phase.get("bytes_transferred"))
        if sent is None:
            raise _Again(Status(EXPIRED), [container])
        return int(sent)

    async def _processed(self, containers: Sequence[str]) -> list[Status]:
        """Wait until all are processed. Raises `_Again` if one of them failed.

        What was waited for before in vain is looked at once, so that it does not hold up the posts behind it.
        """
        settings, waited, wait = self.client.settings, 0.0, _FIRST_WAIT
        patience = 0 if await self._slow.knows(containers) else settings.poll_patience
        ready: dict[str, Status] = {}
        while True:
            ready |= await self._statuses([id for id in containers if id not in ready])
            if failed := {id: now for id, now in ready.items() if now.code in {ERROR, EXPIRED}}:
                raise _Again(next(iter(failed.values())), failed)
            late = [id for id in containers if id not in ready]
            if not late:
                return [ready[id] for id in containers]
            if waited >= patience:
                await self._slow.add(late[0])
                raise unready(settings.poll_every)
            await self.steps.renew()
            await self.client.io.sleep(wait)
            waited, wait = waited + wait, min(wait * 2, settings.poll_every)

    async def _statuses(self, containers: Sequence[str]) -> dict[str, Status]:
        """Of those containers that are not being processed any more."""
        if len(containers) > 1 and self.client.by_facebook:
            told = await self.client.graph.many(containers, fields=FIELDS)
            unsure = [id for id in containers if isinstance(told.get(id), NotReady)]
            found = {id: status_in(told.get(id)) for id in containers if id not in unsure}
            found |= {id: await status(self.client, id) for id in unsure}
        else:
            # Nothing says that graph.instagram.com takes several ids, and a post must not depend on it.
            found = {container: await status(self.client, container) for container in containers}
        return {container: now for container, now in found.items() if now.code in ENDS}

    async def _forget(self, names: list[str]) -> None:
        if names:
            await self.steps.forget(names)

    def _names(self, steps: tuple[str, ...]) -> list[str]:
        return [name for name in steps if name == WHOLE or name.startswith("item ")]


def id_of(answer: Any) -> str:
    """The number of what was made. Raises `AnswerLost` where an answer has none: then nobody knows what was done."""
    id = answer.get("id") if isinstance(answer, Mapping) else None
    if not str(id).isdecimal():
        raise AnswerLost("Instagram's answer does not say what was made")
    return str(id)


def _refused(status: Status) -> SMMError:
    meant = status.meaning
    advice = f"; {meant.advice}" if meant.advice else ""
    kind = meant.kind if issubclass(meant.kind, Rejected) else Rejected
    words = f"Instagram could not process the post's files: {status.words or status.code}{advice}"
    return kind(words, platform=NAME)


def _never_processed() -> SMMError:
    words = (
        "Instagram did not process the post's files within a day, twice; make them anew, or post them by hand"
    )
    return Rejected(words, platform=NAME)


def unready(wait: float) -> SMMError:
    words = "Instagram is still processing the post's files; nothing is in doubt, it goes on from there"
    return RateLimited(words, platform=NAME, retry_after=wait, keys=())
