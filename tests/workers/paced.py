"""A network that takes so many calls a second, from each account and from all of them together."""

from typing import Any

from attrs import frozen

import smmcore
from smmcore import Absent, Account, Finding, Post, Published, Rate, Request
from smmcore.io import IO
from smmcore.steps import Steps


@frozen
class PacedSettings:
    url: str = ""
    calls: int = 20
    """From one account."""
    calls_in_all: int = 30
    seconds: float = 1


@frozen(eq=False)
class Paced:
    """Publishes a text in one call."""

    name: str = "paced"
    title: str = "Paced"
    settings: type = PacedSettings
    options: type[smmcore.Options] = smmcore.Options
    secrets: tuple[str, ...] = ()

    def abilities(self, account: Account) -> smmcore.Abilities:
        return {"text": smmcore.YES}

    def limits(self, account: Account) -> smmcore.Limits:
        return smmcore.Limits()

    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        paces = account.settings_as(PacedSettings)
        rates = (
            Rate(f"paced:{account.name}", paces.calls, paces.seconds),
            Rate("paced", paces.calls_in_all, paces.seconds),
        )
        body = {"text": post.plain_text}
        request: Request[Any] = Request(
            "POST", f"{paces.url}/{account.name}", json=body, safe=False, rates=rates
        )
        await steps.run("post", request)
        return Published(account=account.name, id=post.plain_text)

    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> Finding:
        return Absent("nothing goes wrong here")
