"""Looking for what is new, and taking Meta's calls."""

from collections.abc import Mapping, Sequence

from smmcore.io import IO
from smmcore.models import Account, Event
from smmcore_instagram.client import Client
from smmcore_instagram.hearing import Hearing
from smmcore_meta.webhooks import answered, changes, verified


class Listening:
    async def receive(self, io: IO, account: Account, *, wait: float = 0) -> Sequence[Event]:
        """New comments under the posts of the last days. Instagram has no queue: they are read, again and again."""
        client = Client(io, account)
        ends = io.now().timestamp() + wait
        while True:
            events = await Hearing(client).take_in()
            left = ends - io.now().timestamp()
            if events or left <= 0:
                return events
            await io.sleep(min(left, client.settings.listen_every))

    async def webhook(
        self, io: IO, account: Account, headers: Mapping[str, str], body: bytes
    ) -> Sequence[Event]:
        """One call of Meta's webhooks: comments and mentions. Meta repeats calls; each event is given out once."""
        told = verified(account, headers, body)
        return await Hearing(Client(io, account)).told(changes(told))

    def webhook_answer(self, account: Account, query: Mapping[str, str], body: bytes) -> str:
        """The words that Meta wants when the webhook is set up; nothing in particular for all other calls."""
        return answered(account, query)
