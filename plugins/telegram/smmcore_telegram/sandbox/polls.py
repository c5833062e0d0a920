"""Polls live on after they are sent: votes come in and the time runs out."""

from .core import Core
from .shapes import poll_json
from .world import Poll


def settle(core: Core) -> None:
    """Close the polls whose time is over; called before anything looks at them."""
    now = core.clock.now()
    for poll in core.world.polls.values():
        if not poll.is_closed and poll.close_date is not None and poll.close_date <= now:
            close(core, poll)


def close(core: Core, poll: Poll) -> None:
    poll.is_closed = True
    tell_poll(core, poll)


def vote(core: Core, poll: Poll, option: int, count: int) -> None:
    poll.votes[option] = max(0, poll.votes[option] + count)
    tell_poll(core, poll)


def tell_poll(core: Core, poll: Poll) -> None:
    """Only the bot that sent the poll hears of its state."""
    bot = core.world.bots.get(poll.bot_id)
    if bot is not None:
        core.tell(bot, "poll", poll_json(poll, bot.id))
