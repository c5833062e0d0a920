"""Changing, hiding, removing and pinning posts."""

from smmcore.io import IO
from smmcore.models import Account, Post, Published
from smmcore_facebook.client import client
from smmcore_facebook.names import post_link, post_name
from smmcore_facebook.rendering import message
from smmcore_meta.deleting import deleted


class Editing:
    async def edit(self, io: IO, account: Account, id: str, post: Post) -> Published:
        """Give the post another text; Facebook lets nothing else be changed, and only by the app that made it."""
        page = client(io, account)
        name = post_name(id)
        await page.graph.post(name, {"message": message(post, page.settings)}, safe=True)
        kept = post.media or post.link
        warnings = ["Facebook changes the text only; media and link stay as they are"] if kept else []
        return Published(account=account.name, id=name, url=post_link(name), warnings=warnings)

    async def delete(self, io: IO, account: Account, id: str) -> None:
        """Delete a post, a story or a draft."""
        await deleted(client(io, account).graph, post_name(id))

    async def pin(self, io: IO, account: Account, id: str, *, pinned: bool) -> None:
        await client(io, account).graph.post(post_name(id), {"is_pinned": pinned}, safe=True)

    async def hide_post(self, io: IO, account: Account, id: str) -> None:
        """Take a post off the Page without deleting it."""
        await client(io, account).graph.post(post_name(id), {"is_hidden": True}, safe=True)

    async def show_post(self, io: IO, account: Account, id: str) -> None:
        """Show a hidden post again."""
        await client(io, account).graph.post(post_name(id), {"is_hidden": False}, safe=True)
