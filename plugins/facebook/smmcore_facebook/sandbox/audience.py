"""The fake Facebook as smmcore's sandboxes are driven: an account of its page, and the page's readers."""

from collections.abc import Sequence
from typing import Any

from smmcore.io import IO
from smmcore.models import Account
from smmcore_meta.sandbox import Audience as Readers
from smmcore_meta.sandbox import MetaSandbox, control

from .network import Pages
from .rules import Rules
from .seed import APP_ID, APP_SECRET, PAGE_TOKEN, USER_TOKEN, VERIFY_TOKEN, home

TOKENS = {"token": PAGE_TOKEN, "user_token": USER_TOKEN}


class Audience(Readers):
    """See `smmcore.platform.FakeNetwork`. `tokens` are the kinds that its account has."""

    def __init__(
        self, *, tokens: Sequence[str] = ("token",), rules: Rules | None = None, **settings: Any
    ) -> None:
        super().__init__(MetaSandbox(Pages(rules), **settings))
        self._tokens = tuple(tokens)
        self.page_id = home(self.sandbox.core.world).id

    def account(self, url: str, name: str = "sandbox") -> Account:
        secrets = {kind: TOKENS[kind] for kind in self._tokens}
        return Account(
            name,
            "facebook",
            self.page_id,
            settings={
                "base_url": url,
                "video_url": url,
                "upload_url": url,
                "app_id": APP_ID,
                "public_access": True,
            },
            secrets={**secrets, "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN},
        )

    async def mention(self, io: IO, url: str, *, person: str, text: str) -> str:
        """Somebody names the page in a post of their own; gives the post's identifier."""
        return str((await control(io, url, "mentions", {"person": person, "text": text}))["id"])
