"""Publishing posts and stories, and finding one whose answer was lost."""

from typing import Any
from uuid import uuid4

from smmcore.errors import AnswerLost, SMMError
from smmcore.io import IO
from smmcore.models import Account, Kind, Post, Published
from smmcore.platform import Finding
from smmcore.steps import Steps
from smmcore_vk.client import Client, step
from smmcore_vk.composing import guid, post_id, posting_kinds, wall_post
from smmcore_vk.finding import Search
from smmcore_vk.hearing import PUBLISHED, Hearing
from smmcore_vk.names import post_link, story_link, story_number
from smmcore_vk.rendering import rendered
from smmcore_vk.settings import VKOptions
from smmcore_vk.stories import published_story

POST = "post"
COMMENT = "first comment"


class Publishing:
    """Files first, then the post in one call; what follows it can fail without harming the post."""

    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        client = Client(io, account)
        key = steps.key or uuid4().hex
        await client.pauses.check("stories.save" if post.kind is Kind.STORY else "wall.post")
        await Hearing(client).begin()
        if post.kind is Kind.STORY:
            id = await published_story(client, post, steps)
        else:
            params = await wall_post(client, post, steps, key)
            kinds = posting_kinds(post)
            sent = step(steps, POST)
            id = await client.call("wall.post", params, safe=False, result=post_id, send=sent, kinds=kinds)
        return await self._published(client, post, steps, str(id), key)

    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> Finding:
        client = Client(io, account)

        async def finish(id: str) -> Published:
            return await self._published(client, post, steps, id, steps.key)

        return await Search(client, post, steps, finish).finding()

    async def _published(self, client: Client, post: Post, steps: Steps, id: str, key: str) -> Published:
        """All that follows a post that is there."""
        options = post.options_for(VKOptions)
        community = await client.community()
        forgotten = await _remembered(client, steps, id)
        story = story_number(id)
        waits = options.publish_at if story is None else None
        return Published(
            account=client.account.name,
            id=id,
            url=post_link(community, id) if story is None else story_link(community, story),
            at=waits or client.io.now(),
            warnings=[
                *forgotten,
                *await _first_comment(client, post, steps, id, key),
                *(_POSTPONED if waits else ()),
            ],
        )


async def _remembered(client: Client, steps: Steps, id: str) -> list[str]:
    """Tell it from other posts that are looked for later; the post is there whether that succeeds or not."""
    try:
        await client.io.store.put(PUBLISHED, id, {"at": client.io.now().timestamp(), "key": steps.key})
    except SMMError as error:
        return [f"it could not be noted as published from here: {error}"]
    return []


_POSTPONED = ("VK publishes it at that time by itself, and gives it another number then",)


async def _first_comment(client: Client, post: Post, steps: Steps, id: str, key: str) -> list[str]:
    """Comment in the community's name; a refusal is a warning, the post is there."""
    if not post.first_comment:
        return []
    if post.options_for(VKOptions).publish_at:
        return ["no first comment: the post waits on VK, and cannot be commented on before it is out"]
    community = await client.community()
    params: dict[str, Any] = {
        "owner_id": -community,
        "post_id": id,
        "from_group": community,
        "message": rendered(post.first_comment),
        "guid": guid(community, key, "comment"),
    }
    try:
        await client.call(
            "wall.createComment", params, safe=False, result=_comment_id, send=step(steps, COMMENT)
        )
    except AnswerLost as error:
        return [f"whether the first comment was written is unknown: {error}"]
    except SMMError as error:
        return [f"no first comment: {error}"]
    return []


def _comment_id(response: dict[str, Any]) -> int:
    return int(response["comment_id"])
