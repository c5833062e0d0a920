"""Whether an account works, how much it may publish, and what its token lacks."""

from smmcore.errors import Forbidden, SMMError
from smmcore.io import IO
from smmcore.models import Account
from smmcore.platform import Checkup
from smmcore_instagram.client import Client
from smmcore_instagram.names import profile_link
from smmcore_instagram.profile import told
from smmcore_instagram.quota import quota
from smmcore_meta.checking import TokenFacts, token_checkup

SCOPES = {
    "": {
        "instagram_basic": "reading the account",
        "pages_read_engagement": "finding the account through its Page",
    },
    "publishing": {"instagram_content_publish": "publishing"},
    "comments": {"instagram_manage_comments": "reading, answering and moderating comments"},
    "insights": {"instagram_manage_insights": "reading insights"},
    "messages": {"instagram_manage_messages": "private replies and blocks"},
}
"""Of Facebook's login, by what the account is used for."""
OWN_SCOPES = {
    "": {"instagram_business_basic": "reading the account"},
    "publishing": {"instagram_business_content_publish": "publishing"},
    "comments": {"instagram_business_manage_comments": "reading, answering and moderating comments"},
    "insights": {"instagram_business_manage_insights": "reading insights"},
    "messages": {"instagram_business_manage_messages": "private replies"},
}
"""Of Instagram's own login."""


class Access:
    async def check(self, io: IO, account: Account) -> Checkup:
        """Ask whether the account works; an answer ends a pause that waited for a person."""
        client = Client(io, account)
        client.graph.pauses.lift()
        try:
            shown = await told(client)
        except SMMError as error:
            return Checkup(account=account.name, ok=False, warnings=[str(error)])
        await client.graph.pauses.end()
        about = await token_checkup(client.graph, _wanted(client))
        known, unknown = await _quota(client, about)
        user = str(shown.get("username") or "")
        return Checkup(
            account=account.name,
            ok=True,
            title=str(shown.get("name") or user),
            url=profile_link(user) if user else None,
            facts=[
                f"professional account {client.id}, by {client.settings.login}'s login",
                *([f"type {shown['account_type']}"] if shown.get("account_type") else ()),
                *([_published(*known)] if known else ()),
                *about.facts,
            ],
            warnings=[*about.warnings, *unknown],
            expires_at=about.expires_at,
        )


def _wanted(client: Client) -> dict[str, str]:
    scopes = SCOPES if client.by_facebook else OWN_SCOPES
    return {scope: what for use in ("", *client.settings.uses) for scope, what in scopes[use].items()}


async def _quota(client: Client, about: TokenFacts) -> tuple[tuple[int, int, int] | None, list[str]]:
    """What is known of it, or why nothing is; a scope that is known to be missing is told already."""
    if "publishing" not in client.settings.uses:
        return None, []
    try:
        return await quota(client), []
    except Forbidden as error:
        return None, [] if about.scopes is not None else [f"publishing will be refused: {error}"]
    except SMMError as error:
        return None, [f"Instagram does not tell how many posts it takes: {error}"]


def _published(used: int, total: int, duration: int) -> str:
    return f"{used} of {total} posts made in the last {duration / 3600:g} hours"
