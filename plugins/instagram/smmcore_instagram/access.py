"""Whether an account works, how much it may publish, and what its token lacks."""

from smmcore.errors import SMMError
from smmcore.io import IO
from smmcore.models import Account
from smmcore.platform import Checkup
from smmcore_instagram.client import Client
from smmcore_instagram.names import profile_link
from smmcore_instagram.profile import told
from smmcore_instagram.quota import quota
from smmcore_meta.checking import token_checkup

SCOPES = {
    "instagram_basic": "reading the account",
    "pages_read_engagement": "finding the account through its Page",
    "instagram_content_publish": "publishing",
    "instagram_manage_comments": "reading, answering and moderating comments",
    "instagram_manage_insights": "reading insights",
    "instagram_manage_messages": "private replies and blocks",
}
"""Of Facebook's login."""
OWN_SCOPES = {
    "instagram_business_basic": "reading the account",
    "instagram_business_content_publish": "publishing",
    "instagram_business_manage_comments": "reading, answering and moderating comments",
    "instagram_business_manage_insights": "reading insights",
    "instagram_business_manage_messages": "private replies",
}
"""Of Instagram's own login."""


class Access:
    async def check(self, io: IO, account: Account) -> Checkup:
        """Ask whether the account works; an answer ends a pause that waited for a person."""
        client = Client(io, account)
        client.graph.pauses.lift()
        try:
            shown = await told(client)
            known = await quota(client)
        except SMMError as error:
            return Checkup(account=account.name, ok=False, warnings=[str(error)])
        await client.graph.pauses.end()
        about = await token_checkup(client.graph, SCOPES if client.by_facebook else OWN_SCOPES)
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
            warnings=[*about.warnings],
            expires_at=about.expires_at,
        )


def _published(used: int, total: int, duration: int) -> str:
    return f"{used} of {total} posts made in the last {duration / 3600:g} hours"
