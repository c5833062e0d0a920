"""Containers: what Instagram makes of a post's files before it shows them.

A container is a draft that nobody sees and that lives for a day. Losing one costs nothing: another one is made.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen

from smmcore.errors import AnswerLost, NotThere, RateLimited, Rejected, SMMError
from smmcore.models import Post
from smmcore.steps import Steps
from smmcore_instagram.client import Client
from smmcore_instagram.composing import Draft, carousel, item, single
from smmcore_instagram.names import NAME
from smmcore_meta.errors import ContainerGone, NotReady
from smmcore_meta.graph import step
from smmcore_meta.meanings import Meaning, meaning
from smmcore_meta.uploading import send_video

WHOLE = "container"
FINISHED, PUBLISHED, EXPIRED, ERROR = "FINISHED", "PUBLISHED", "EXPIRED", "ERROR"
_ENDS = frozenset({FINISHED, PUBLISHED, EXPIRED, ERROR})
_TRIES = 2
"""How often a post's containers are made before its author is told."""
_FIRST_WAIT = 3.0
"""Seconds; pictures are ready by then, and each further wait is twice as long."""
_SUBCODE = re.compile(r"\b(22070\d\d)\b")
_PASSING = (AnswerLost, NotReady, ContainerGone)
"""Failures that another container may not have."""
_GONE = (NotThere, ContainerGone)
_FIELDS = "status_code,status"


@frozen
class Status:
    """What Instagram says of a container."""

    code: str
    words: str = ""
    gone: bool = False
    """Whether Instagram does not know the container (any more)."""

    @property
    def meaning(self) -> Meaning:
        """What the number in its words stands for."""
        found = _SUBCODE.search(self.words)
        return meaning(0, int(found[1]), self.words) if found else Meaning(Rejected)

    @property
    def passes(self) -> bool:
        """Whether another container may do better."""
        return self.code == EXPIRED or issubclass(self.meaning.kind, _PASSING)


class _Again(Exception):
    """A container is of no use any more."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.code)
        self.status = status


@frozen(eq=False)
class Containers:
    """The containers of one post, each remembered as a step: a restart goes on with those that are there."""

    client: Client
    post: Post
    steps: Steps

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
                return await self._ready()
            except _Again as again:
                await self._forget(self._names((*self.steps.done, *self.steps.in_doubt)))
                if not left or not again.status.passes:
                    raise _refused(again.status) from None
        raise AssertionError

    async def _ready(self) -> tuple[str, Status]:
        if len(self.post.media) > 1:
            whole = self.steps.value(WHOLE) or await self._carousel()
        else:
            whole = await self._made(WHOLE, single(self.post, self.client.settings))
        (status,) = await self._processed([str(whole)])
        return str(whole), status

    async def _carousel(self) -> str:
        settings = self.client.settings
        places = range(1, len(self.post.media) + 1)
        items = [await self._made(f"item {place}", item(self.post, place, settings)) for place in places]
        await self._processed(items)
        return await self._made(WHOLE, carousel(self.post, items, settings))

    async def _made(self, name: str, draft: Draft) -> str:
        """A container's number; one that was made before is taken up where it was."""
        if known := self.steps.value(name):
            await self._uploaded(str(known), draft, again=True)
            return str(known)
        addresses = {word: await self.client.io.public(source) for word, source in draft.fetched.items()}
        path = f"{self.client.id}/media"
        try:
            made = await self.client.graph.post(
                path, {**draft.params, **addresses}, safe=True, send=step(self.steps, name), result=id_of
            )
        except AnswerLost:
            await self._forget([name])
            raise
        await self._uploaded(str(made), draft, again=False)
        return str(made)

    async def _uploaded(self, container: str, draft: Draft, *, again: bool) -> None:
        if draft.uploaded is None:
            return
        if again:
            now = await status(self.client, container)
            if now.code in _ENDS:
                return

        async def received() -> int:
            return await self._received(container)

        graph, path = self.client.graph, draft.uploaded.path
        await send_video(graph, "ig-api-upload", container, path, resume_at=received, begun=again)

    async def _received(self, container: str) -> int:
        """How many bytes of a film Meta has. Raises `_Again` where it does not tell."""
        told = await self.client.graph.get(container, fields="video_status")
        phase = ((told.get("video_status") or {}).get("uploading_phase")) or {}
        sent = phase.get("bytes_transfered", phase.get("bytes_transferred"))
        if sent is None:
            raise _Again(Status(EXPIRED))
        return int(sent)

    async def _processed(self, containers: Sequence[str]) -> list[Status]:
        """Wait until all are processed. Raises `_Again` if one of them failed."""
        settings, waited, wait = self.client.settings, 0.0, _FIRST_WAIT
        ready: dict[str, Status] = {}
        while True:
            ready |= await self._statuses([id for id in containers if id not in ready])
            if failed := [status for status in ready.values() if status.code in {ERROR, EXPIRED}]:
                raise _Again(failed[0])
            if all(id in ready for id in containers):
                return [ready[id] for id in containers]
            if waited >= settings.poll_patience:
                raise unready(settings.poll_every)
            await self.client.io.sleep(wait)
            waited, wait = waited + wait, min(wait * 2, settings.poll_every)

    async def _statuses(self, containers: Sequence[str]) -> dict[str, Status]:
        """Of those containers that are not being processed any more."""
        if len(containers) > 1 and self.client.by_facebook:
            told = await self.client.graph.many(containers, fields=_FIELDS)
            found = {container: _status(told.get(container)) for container in containers}
        else:
            # Nothing says that graph.instagram.com takes several ids, and a post must not depend on it.
            found = {container: await status(self.client, container) for container in containers}
        return {container: now for container, now in found.items() if now.code in _ENDS}

    async def _forget(self, names: list[str]) -> None:
        if names:
            await self.steps.forget(names)

    def _names(self, steps: tuple[str, ...]) -> list[str]:
        return [name for name in steps if name == WHOLE or name.startswith("item ")]


async def status(client: Client, container: str) -> Status:
    """What has become of a container; one that Meta does not know any more has expired."""
    try:
        return _status(await client.graph.get(container, fields=_FIELDS))
    except _GONE as error:
        return _status(error)


def _status(told: Mapping[str, Any] | SMMError | None) -> Status:
    if told is None or isinstance(told, _GONE):
        return Status(EXPIRED, "Instagram does not know the container any more", gone=True)
    if isinstance(told, SMMError):
        raise told
    return Status(str(told.get("status_code") or ""), str(told.get("status") or ""))


def id_of(answer: Any) -> str:
    return str(answer["id"])


def _refused(status: Status) -> SMMError:
    meant = status.meaning
    advice = f"; {meant.advice}" if meant.advice else ""
    kind = meant.kind if issubclass(meant.kind, Rejected) else Rejected
    words = f"Instagram could not process the post's files: {status.words or status.code}{advice}"
    return kind(words, platform=NAME)


def unready(wait: float) -> SMMError:
    words = "Instagram is still processing the post's files; nothing is in doubt, it goes on from there"
    return RateLimited(words, platform=NAME, retry_after=wait, keys=())
