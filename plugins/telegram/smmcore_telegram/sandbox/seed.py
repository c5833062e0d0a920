"""The world that a new sandbox begins with."""

from smmcore.faking import Clock

from .files import FileStore
from .members import all_rights
from .world import Bot, Chat, Member, World

DEMO_TOKEN = "7000000001:SANDBOX-bot-token-for-the-demo-0001"  # noqa: S105 - known to everybody
_MEMBERS = 1200


def seeded(clock: Clock, store: FileStore) -> World:
    world = World(clock, store, created=clock.now())
    bot = world.add_bot(Bot(7_000_000_001, DEMO_TOKEN, "Sandbox bot", "sandbox_demo_bot"))
    owner = world.add_person("Olga", username="olga_owner", language_code="en")
    channel = add_channel(world, "Sandbox channel", username="sandbox_channel", members=_MEMBERS)
    group = add_group(world, channel, members=_MEMBERS // 10)
    for chat in (channel, group):
        chat.members[owner.id] = Member(owner.id, "creator")
        chat.members[bot.id] = Member(bot.id, "administrator", rights=all_rights(chat))
        chat.crowd -= len(chat.members)
    world.add_person("Ann", username="ann_reader", language_code="en", started=True)
    world.add_person("Bob", username="bob_reader", language_code="en")
    return world


def add_channel(
    world: World, title: str, *, username: str | None = None, number: int | None = None, members: int = 0
) -> Chat:
    return world.add_chat("channel", title, username=username, id=number, crowd=members)


def add_group(world: World, channel: Chat, *, members: int = 0) -> Chat:
    """Return the channel's discussion group."""
    group = world.add_chat("supergroup", f"{channel.title} chat", crowd=members)
    channel.linked_id, group.linked_id = group.id, channel.id
    # People have talked there before: a post and its copy never share a number by chance.
    group.last_id = 500
    return group
