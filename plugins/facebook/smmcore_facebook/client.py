"""One Page, and the way to it."""

from attrs import frozen

from smmcore.errors import InvalidInput
from smmcore.io import IO
from smmcore.models import Account
from smmcore_facebook.names import NAME, is_number
from smmcore_facebook.settings import FacebookSettings
from smmcore_meta.api import Api, Way
from smmcore_meta.graph import Graph

API = Api(
    platform=NAME,
    title="Facebook",
    host="https://graph.facebook.com",
    use_case="pages",
    way=Way.PAGE,
)


@frozen(eq=False)
class Client:
    """Made for each operation."""

    graph: Graph
    settings: FacebookSettings

    @property
    def io(self) -> IO:
        return self.graph.io

    @property
    def account(self) -> Account:
        return self.graph.account

    @property
    def page(self) -> str:
        """The Page's number."""
        return self.graph.account.id

    def edge(self, name: str) -> str:
        return f"{self.page}/{name}"


def client(io: IO, account: Account) -> Client:
    """Raises `InvalidInput` where the account's `id` is no number."""
    if not is_number(account.id):
        raise InvalidInput(
            f"account {account.name}: id: {account.id!r} is not the number of a Page; About on the Page has it"
        )
    settings = account.settings_as(FacebookSettings)
    return Client(Graph(io, account, API, settings), settings)
