"""One account's calls, in its session."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from smmcore.errors import NotThere
from smmcore.io import IO, Body, Rate, Request
from smmcore.models import Account
from smmcore.steps import Steps
from smmcore_bluesky.calls import Call, Params, Result, as_it_is
from smmcore_bluesky.errors import Expired
from smmcore_bluesky.limits import CREATE, DELETE, PER_DAY, PER_HOUR, UPDATE
from smmcore_bluesky.names import NAME, Address, address, is_did
from smmcore_bluesky.sessions import Session, SignIn
from smmcore_bluesky.settings import BlueskySettings

Send = Callable[[Request[Any]], Awaitable[Any]]
_REPO = "com.atproto.repo"


class Client:
    """Asks the account's own server; what that does not know, it asks the network's view of things for us."""

    def __init__(self, io: IO, account: Account) -> None:
        self.io = io
        self.account = account
        self.settings = account.settings_as(BlueskySettings)
        self._session: Session | None = None

    async def session(self) -> Session:
        if self._session is None:
            self._session = await SignIn(self.io, self.account).session()
        return self._session

    async def did(self) -> str:
        return (await self.session()).did

    async def call(self, call: Call, send: Send | None = None) -> Any:
        """Do it, once more in a new session if the server does not take the old one any more."""
        send = send or self.io.send
        session = await self.session()
        try:
            return await send(self._request(call, session))
        except Expired:
            self._session = session = await SignIn(self.io, self.account).after(session)
            return await send(self._request(call, session))

    async def query(self, method: str, params: Params, result: Result = as_it_is) -> Any:
        """Ask for something."""
        headers = self.view_headers if method.startswith("app.bsky.") else {}
        return await self.call(Call(method=method, params=params, result=result, headers=headers))

    # Records of the account, on its own server

    async def record(self, where: Address) -> dict[str, Any] | None:
        """A record with its `cid` and `value`, as the account's own server has it now; None if it is not there."""
        params = {"repo": where.repo, "collection": where.collection, "rkey": where.key}
        call = Call(method=f"{_REPO}.getRecord", params=params, result=dict)
        try:
            found: dict[str, Any] = await self.call(call)
        except NotThere as error:
            if error.code == "RecordNotFound":
                return None
            raise
        return found

    async def put(
        self, where: Address, value: dict[str, Any], *, instead_of: str | None, send: Send | None = None
    ) -> dict[str, str]:
        """Write a record in the place of a version, or (None) where none is; gives its `uri` and `cid`.

        Doing it twice does no harm. Raises `Swapped` if something else stands there.
        """
        json = {
            "repo": where.repo,
            "collection": where.collection,
            "rkey": where.key,
            "record": {"$type": where.collection, **value},
            "swapRecord": instead_of,
        }
        points = UPDATE if instead_of else CREATE
        call = Call(method=f"{_REPO}.putRecord", json=json, writes=True, points=points, result=_reference)
        written: dict[str, str] = await self.call(call, send)
        return written

    async def remove(self, where: Address) -> None:
        """Delete a record; one that is not there is a success."""
        json = {"repo": where.repo, "collection": where.collection, "rkey": where.key}
        await self.call(Call(method=f"{_REPO}.deleteRecord", json=json, writes=True, points=DELETE))

    async def upload(self, body: Body, send: Send | None = None) -> dict[str, Any]:
        """Send a file; gives what records name it by."""
        call = Call(method=f"{_REPO}.uploadBlob", body=body, writes=True, result=_blob)
        blob: dict[str, Any] = await self.call(call, send)
        return blob

    async def own(self, collection: str, key: str) -> Address:
        return Address(await self.did(), collection, key)

    # Names

    async def resolved(self, handle: str) -> str:
        """The DID behind a handle. Raises `NotThere`."""
        if is_did(handle):
            return handle
        params = {"handle": handle}
        found = await self.query("com.atproto.identity.resolveHandle", params, _did)
        return str(found)

    async def located(self, value: str, field: str = "id") -> Address:
        """A record's address with the DID of its owner, from an address or a link of the app."""
        where = address(value, field)
        return Address(await self.resolved(where.repo), where.collection, where.key)

    def _request(self, call: Call, session: Session) -> Request[Any]:
        rates = []
        if call.points:
            key = f"{NAME}:{session.did}"
            rates = [Rate(key, rate.calls, rate.seconds) for rate in (PER_HOUR, PER_DAY)]
        return call.at(self.io, session.server, session.access, rates)

    @property
    def view_headers(self) -> dict[str, str]:
        headers = {}
        if self.settings.appview:
            headers["atproto-proxy"] = self.settings.appview
        if self.settings.labelers:
            headers["atproto-accept-labelers"] = ", ".join(self.settings.labelers)
        return headers


def step(steps: Steps, name: str) -> Send:
    """Sending as a step of a post."""
    return partial(steps.run, name)


def _reference(body: dict[str, Any]) -> dict[str, str]:
    return {"uri": str(body["uri"]), "cid": str(body["cid"])}


def _blob(body: dict[str, Any]) -> dict[str, Any]:
    return dict(body["blob"])


def _did(body: dict[str, Any]) -> str:
    return str(body["did"])
