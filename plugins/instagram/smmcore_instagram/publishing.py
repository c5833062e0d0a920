"""Publishing: containers first, then the one call that shows the post; and finding one whose answer was lost."""

from typing import Any

from smmcore.errors import AnswerLost, SMMError
from smmcore.io import IO
from smmcore.models import Account, Kind, Post, Published
from smmcore.platform import Absent, Finding, Found, Unclear
from smmcore.steps import Steps
from smmcore_instagram.client import Client
from smmcore_instagram.containers import EXPIRED, PUBLISHED, WHOLE, Containers, id_of, status, unready
from smmcore_instagram.finding import POSTS, Search
from smmcore_instagram.hearing import Hearing
from smmcore_instagram.quota import within_quota
from smmcore_instagram.rendering import rendered
from smmcore_instagram.settings import InstagramOptions
from smmcore_meta.errors import ContainerGone, NotReady
from smmcore_meta.graph import step
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
        container = steps.value(WHOLE)
        if POST not in steps.in_doubt or container is None:
            return Absent("only containers were on their way, which nobody sees")
        try:
            now = await status(client, str(container))
            if now.code == PUBLISHED or now.gone:
                return await _looked_up(client, post, steps)
            # Of one that was asked for a day too late, what is shown counts; but stories have no words.
            if now.code == EXPIRED and post.kind is not Kind.STORY:
                finding = await _looked_up(client, post, steps)
                if isinstance(finding, Found):
                    return finding
        except SMMError as error:
            return Unclear(f"Instagram does not tell whether the post is there: {error}")
        return Absent(f"its container was not published: {now.words or now.code}")


async def _looked_up(client: Client, post: Post, steps: Steps) -> Finding:
    search = Search(client, post, steps)
    ids = await search.found()
    if len(ids) > 1:
        return Unclear(f"{len(ids)} stories are of that time; look which one it is")
    if not ids:
        when = f"{search.since:%Y-%m-%d %H:%M} UTC"
        return Unclear(
            f"Instagram shows nothing like it since {when}, though it may be there; ask again, or look"
        )
    await steps.confirm({POST: ids[0]})
    return Found(await _published(client, post, steps, ids[0]))


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
            return await _shown_already(client, post, steps, container)
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


async def _shown_already(client: Client, post: Post, steps: Steps, container: str) -> str:
    """A call that was given up has reached Instagram after all: it is never sent again."""
    ids = await Search(client, post, steps).found()
    if len(ids) == 1:
        return ids[0]
    # Asked as the post's own step, so that the post is in doubt until it is found.
    await client.graph.get(container, fields="id", result=_not_shown_yet, send=step(steps, POST))
    raise AssertionError


def _not_shown_yet(_: Any) -> str:
    raise AnswerLost("Instagram has published it and does not show it yet")


async def _published(client: Client, post: Post, steps: Steps, id: str) -> Published:
    """All that follows a post that is there."""
    now = client.io.now()
    await client.io.store.put(POSTS, id, {"at": now.timestamp(), "key": steps.key, "kind": post.kind.value})
    shown = await _about(client, id)
    return Published(
        account=client.account.name,
        id=id,
        url=shown.get("permalink"),
        at=moment(shown.get("timestamp")) or now,
        warnings=[*await _first_comment(client, post, steps, id), *await _closed(client, post, id)],
    )


async def _about(client: Client, id: str) -> dict[str, Any]:
    try:
        return dict(await client.graph.get(id, fields="id,permalink,timestamp"))
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
