"""Changing, removing and pinning posts."""

from contextlib import suppress

from smmcore.errors import NotThere
from smmcore.io import IO
from smmcore.models import Account, Post, Published
from smmcore.steps import Steps
from smmcore_vk.client import Client
from smmcore_vk.composing import content
from smmcore_vk.names import post_link, post_number, story_number


class Editing:
    async def edit(self, io: IO, account: Account, id: str, post: Post) -> Published:
        """Give the post other content. VK clears what is not sent again, so all of it is; files are uploaded anew."""
        client = Client(io, account)
        number = post_number(id)
        community = await client.community()
        shown = await content(client, post, Steps(io=io))
        kept = {**shown, "message": shown["message"] or "", "attachments": shown["attachments"] or ""}
        await client.call("wall.edit", {"owner_id": -community, "post_id": number, **kept})
        return Published(account=account.name, id=id, url=post_link(community, number))

    async def delete(self, io: IO, account: Account, id: str) -> None:
        """Delete a post or a story; `restore` brings a post back."""
        client = Client(io, account)
        owner = -(await client.community())
        story = story_number(id)
        with suppress(NotThere):
            if story is not None:
                await client.call("stories.delete", {"owner_id": owner, "story_id": story})
            else:
                await client.call("wall.delete", {"owner_id": owner, "post_id": post_number(id)})

    async def restore(self, io: IO, account: Account, id: str) -> None:
        """Bring back a post that was deleted a short while ago."""
        client = Client(io, account)
        params = {"owner_id": -(await client.community()), "post_id": post_number(id)}
        await client.call("wall.restore", params)

    async def pin(self, io: IO, account: Account, id: str, *, pinned: bool) -> None:
        """The wall has one pinned post; another one takes its place."""
        client = Client(io, account)
        params = {"owner_id": -(await client.community()), "post_id": post_number(id)}
        await client.call("wall.pin" if pinned else "wall.unpin", params)
