"""The fake Instagram as smmcore's sandboxes are driven."""

from typing import Any

from smmcore.models import Account
from smmcore_meta.sandbox import Audience as MetaAudience
from smmcore_meta.sandbox import MetaSandbox

from .network import Instagram
from .rules import Rules
from .seed import APP_ID, APP_SECRET, HOME, INSTAGRAM_TOKEN, PAGE_ID, PAGE_TOKEN, USER_TOKEN, VERIFY_TOKEN

LOGINS = ("facebook", "instagram")
TOKENS = {"page": PAGE_TOKEN, "user": USER_TOKEN, "instagram": INSTAGRAM_TOKEN}


class Audience(MetaAudience):
    """See `smmcore.platform.Sandbox`. `login` is how the account's owner signed in, `token` the kind of its token.

    `rules` are what a fresh sandbox has of `Rules`.
    """

    def __init__(self, *, login: str = "facebook", token: str = "", **rules: Any) -> None:
        super().__init__(MetaSandbox(Instagram(Rules(**rules))))
        self._login = login
        self._token = token or ("page" if login == "facebook" else "instagram")

    def account(self, url: str, name: str = "sandbox") -> Account:
        settings = {"login": self._login, "app_id": APP_ID}
        if self._login == "facebook":
            settings |= {"base_url": url, "upload_url": url, "page_id": PAGE_ID}
        else:
            settings |= {"base_url": f"{url}/graph.instagram.com"}
        held = "user_token" if self._token == "user" else "token"  # noqa: S105 - a kind
        secrets = {held: TOKENS[self._token], "app_secret": APP_SECRET, "verify_token": VERIFY_TOKEN}
        return Account(name, "instagram", HOME, settings=settings, secrets=secrets)
