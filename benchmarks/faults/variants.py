"""Accounts of the same network that can do less: there, the network cannot be asked."""

from collections.abc import Iterator

from attrs import evolve

from smmcore.testing.fake import Fake

from . import seeing
from .ours import Stage


def of(stage: Stage) -> Iterator[Stage]:
    """The same fake with other accounts."""
    if stage.platform.name == "telegram":
        settings = {**stage.account.settings, "discussion": False}
        yield evolve(
            stage,
            account=evolve(stage.account, settings=settings),
            title="Telegram without a discussion group",
            arranged=_without_discussion,
        )


def _without_discussion(fake: Fake) -> None:
    """Nobody tells the bot of the channel's posts: it is in no group where copies arrive."""
    (channel,) = (chat for chat in seeing.state(fake)["chats"] if chat["type"] == "channel")
    (bot,) = seeing.state(fake)["bots"]
    seeing.tell(fake, "kick", chat=channel["linked_chat_id"], bot=str(bot["id"]), ban=False)
