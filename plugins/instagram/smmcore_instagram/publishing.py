"""Publishing: containers first, then the one call that shows the post; and finding one whose answer was lost."""

from collections.abc import Mapping
from typing import Any

from smmcore.errors import AnswerLost, SMMError
from smmcore.io import IO
from smmcore.models import Account, Post, Published
from smmcore.platform import Absent, Finding, Found, Unclear
from smmcore.steps import Steps
from smmcore_instagram.client import Client
from smmcore_instagram.containers import Containers, id_of, made_in, unready
from smmcore_instagram.finding import POSTS, Search
from smmcore_instagram.hearing import Hearing
from smmcore_instagram.quota import within_quota
from smmcore_instagram.settings import InstagramOptions
from smmcore_instagram.statuses import EXPIRED, GONE, PUBLISHED, UNPUBLISHED, status
from smmcore_meta.errors import ContainerGone, NotReady
from smmcore_meta.graph import step
from smmcore_meta.texts import rendered
from smmcore_meta.times import moment

POST = "post"
COMMENT = "first comment"


class Publishing:
    """What follows the post can fail without harming it."""

    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        client = Client(io, account)
        id = steps.value(POST) or await _shown(client, post, steps)
        return await _published(client, post, steps, str(id))

    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> Finding:
        """See `smmcore.platform.Publisher`. The container of a post knows whether it was published."""
        client = Client(io, account)
        if known := steps.value(POST):
            return Found(await _published(client, post, steps, str(known)))
        if POST not in steps.in_doubt:
            return Absent("only containers were on their way, which nobody sees")
        try:
            return await _looked_up(client, post, steps)
        except SMMError as error:
            return Unclear(f"Instagram does not tell whether the post is there: {error}")


async def _looked_up(client: Client, post: Post, steps: Steps) -> Finding:
    """What the container tells; and where it tells nothing for sure, what the account shows."""
    made = made_in(steps)
    # Which container it was, may not have been written down: then only what is shown tells.
    now = await status(client, made.id) if made else GONE
    if now.code in UNPUBLISHED - {EXPIRED}:
        return Absent(f"its container was not published: {now.words or now.code}")
    if now.code not in {PUBLISHED, EXPIRED}:
        said = now.words or now.code or "it has no status"
        return Unclear(f"Instagram does not tell whether its container was published: {said}")
    search = Search(client, post, steps)
    ids = await search.found()
    if len(ids) == 1 and (search.words or now.code == PUBLISHED):
        await steps.confirm({POST: ids[0]})
        return Found(await _published(client, post, steps, ids[0]))
    if now.code == EXPIRED and not now.gone and not ids:
        return Absent(f"its container was not published: {now.words or now.code}")
    return Unclear(_unsure(search, ids))


def _unsure(search: Search, ids: list[str]) -> str:
    if ids:
        several = f"{len(ids)} posts without words are" if len(ids) > 1 else "a post without words is"
        return f"{several} of that time; look whether it is there"
    when = f"{search.since:%Y-%m-%d %H:%M} UTC"
    return f"Instagram shows nothing like it since {when}, though it may be there; ask again, or look"


async def _shown(client: Client, post: Post, steps: Steps) -> str:
    """The number of the post, published once from whichever container is there."""
    if POST in steps.in_doubt:
        raise AnswerLost("whether the post was published is not known yet")
    containers = Containers(client, post, steps)
    if not containers.begun:
        await Hearing(client).begin()
        await within_quota(client)
    for left in (1, 0):
        container, now = await containers.ready()
        if now.code == PUBLISHED:
            return await _shown_already(client, post, steps)
        try:
            return await _made_public(client, steps, container)
        except ContainerGone:
            # Nothing was published now: the container says why, and is made anew if it has expired.
            if not left:
                raise
    raise AssertionError


async def _made_public(client: Client, steps: Steps, container: str) -> str:
    path, sent = f"{client.id}/media_publish", step(steps, POST)
    try:
        id = await client.graph.post(path, {"creation_id": container}, send=sent, result=id_of)
    except NotReady as error:
        raise unready(client.settings.poll_every) from error
    return str(id)


async def _shown_already(client: Client, post: Post, steps: Steps) -> str:
    """A call that was given up has reached Instagram after all: it is never sent again."""
    # First of all: whatever fails from here on, the post is in doubt until it is found.
    await steps.doubt(POST)
    ids = await Search(client, post, steps, client.io.now()).found()
    if len(ids) != 1:
        raise AnswerLost("Instagram has published it and does not show it yet")
    await steps.confirm({POST: ids[0]})
    return ids[0]


async def _published(client: Client, post: Post, steps: Steps, id: str) -> Published:
    """All that follows a post that is there."""
    now = client.io.now()
    forgotten = await _remembered(client, post, steps, id)
    shown = await _about(client, id)
    return Published(
        account=client.account.name,
        id=id,
        url=shown.get("permalink"),
        at=moment(shown.get("timestamp")) or now,
        warnings=[
            *forgotten,
            *await _first_comment(client, post, steps, id),
            *await _closed(client, post, id),
        ],
    )


async def _remembered(client: Client, post: Post, steps: Steps, id: str) -> list[str]:
    """Tell it from other posts that are looked for later."""
    about = {"at": client.io.now().timestamp(), "key": steps.key, "kind": post.kind.value}
    try:
        await client.io.store.put(POSTS, id, about)
    except SMMError as error:
        return [f"it could not be noted as published from here: {error}"]
    return []


async def _about(client: Client, id: str) -> dict[str, Any]:
    try:
        told = await client.graph.get(id, fields="id,permalink,timestamp")
        return dict(told) if isinstance(told, Mapping) else {}
    except SMMError:
        return {}  # the post is there, whatever it is called


async def _first_comment(client: Client, post: Post, steps: Steps, id: str) -> list[str]:
    """Comment in the account's name; a refusal is a warning, the post is there."""
    if not post.first_comment:
        return []
    message = {"message": rendered(post.first_comment)}
    try:
        sent = step(steps, COMMENT)
        if steps.value(COMMENT) is None:
            await client.graph.post(f"{id}/comments", message, send=sent, result=id_of)
    except AnswerLost as error:
        return [f"whether the first comment was written is unknown: {error}"]
    except SMMError as error:
        return [f"no first comment: {error}"]
    return []


async def _closed(client: Client, post: Post, id: str) -> list[str]:
    if not post.options_for(InstagramOptions).close_comments:
        return []
    try:
        await client.graph.post(id, {"comment_enabled": False}, safe=True)
    except SMMError as error:
        return [f"its comments could not be closed: {error}"]
    return []
