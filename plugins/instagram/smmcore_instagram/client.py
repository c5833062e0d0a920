"""One account's calls to the Graph API, by its login."""

from attrs import evolve

from smmcore.io import IO
from smmcore.models import Account
from smmcore_instagram.names import NAME, number
from smmcore_instagram.settings import FACEBOOK, INSTAGRAM, InstagramSettings
from smmcore_meta.api import Api, Way
from smmcore_meta.graph import Graph

_APIS = {
    FACEBOOK: Api(
        platform=NAME,
        title="Instagram",
        host="https://graph.facebook.com",
        use_case="instagram",
        way=Way.USER,
    ),
    # Nothing says that graph.instagram.com has batches.
    INSTAGRAM: Api(
        platform=NAME,
        title="Instagram",
        host="https://graph.instagram.com",
        use_case="instagram",
        way=Way.INSTAGRAM,
        batches=False,
    ),
}
_PAGE = evolve(_APIS[FACEBOOK], way=Way.PAGE)


class Client:
    """An account's graph, its settings and its number. Raises `InvalidInput` if the account's id is no number."""

    def __init__(self, io: IO, account: Account) -> None:
        self.io = io
        self.account = account
        self.settings = account.settings_as(InstagramSettings)
        self.id = number(account.id, f"account {account.name}: id")
        self.graph = Graph(io, account, _APIS[self.settings.login], self.settings)

    @property
    def by_facebook(self) -> bool:
        return self.settings.login == FACEBOOK

    @property
    def messenger(self) -> tuple[Graph, str]:
        """Through whom messages go: the linked Page, with its own token, where it is known; else the account."""
        page = self.settings.page_id
        if not page or not self.by_facebook:
            return self.graph, self.id
        if "token" in self.account.secrets:
            return self.graph, page
        return Graph(self.io, evolve(self.account, id=page), _PAGE, self.settings), page
