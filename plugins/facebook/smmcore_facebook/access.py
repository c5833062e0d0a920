"""Whether an account works, and what it lacks."""

from attrs import evolve

from smmcore.errors import SMMError
from smmcore.io import IO
from smmcore.models import Account
from smmcore.platform import Checkup
from smmcore_facebook.abilities import NONE_AT_ALL, has_token
from smmcore_facebook.client import API, Client, client
from smmcore_facebook.names import SITE
from smmcore_meta.api import Way
from smmcore_meta.checking import token_checkup
from smmcore_meta.graph import Graph

SCOPES = {
    "pages_manage_posts": "publishing, changing and deleting posts",
    "pages_read_engagement": "reading posts and their figures",
    "pages_read_user_content": "reading comments and mentions",
    "pages_manage_engagement": "answering, hiding and liking comments",
    "pages_manage_metadata": "changing the Page's text and pictures, banning, and hearing by webhook",
    "pages_messaging": "answering comments privately",
    "read_insights": "reading views, reach and clicks",
}
"""What a token's scopes are for."""
TASKS = {
    "CREATE_CONTENT": "publishing",
    "MODERATE": "answering and moderating comments",
    "MESSAGING": "answering comments privately",
    "ANALYZE": "reading insights",
}
"""What the tasks are for that the token's owner has on the Page."""


class Access:
    async def check(self, io: IO, account: Account) -> Checkup:
        """Ask Facebook by the account's token, and look into the token where the app's secret is there."""
        if not has_token(account):
            return Checkup(account=account.name, ok=False, warnings=[NONE_AT_ALL])
        page = client(io, account)
        page.graph.pauses.lift()
        try:
            told = await page.graph.get(page.page, fields="id,name,link", result=dict)
            token = await token_checkup(page.graph, SCOPES)
        except SMMError as error:
            return Checkup(account=account.name, ok=False, warnings=[str(error)])
        await page.graph.pauses.end()
        try:
            tasks = await _missing_tasks(io, page)
        except SMMError as error:
            tasks = [f"what the token's owner may do on the Page is not known: {error}"]
        return Checkup(
            account=account.name,
            ok=True,
            title=str(told.get("name") or ""),
            url=str(told.get("link") or f"{SITE}/{page.page}"),
            facts=[f"Page {page.page}", *token.facts],
            warnings=[*token.warnings, *tasks],
            expires_at=token.expires_at,
        )


async def _missing_tasks(io: IO, page: Client) -> list[str]:
    """What the token's owner may not do on the Page; only an owner's own token tells."""
    if "token" in page.account.secrets:
        return []
    owner = Graph(io, page.account, evolve(API, way=Way.USER), page.settings)
    owner.pauses.lift()
    pages = await owner.items("me/accounts", fields="id,tasks")
    tasks = next((item.get("tasks") for item in pages if str(item.get("id")) == page.page), None)
    return [
        f"the token's owner has no task {task} on the Page, so {what} will be refused; give it in the Page's settings"
        for task, what in TASKS.items()
        if tasks is not None and task not in tasks
    ]
