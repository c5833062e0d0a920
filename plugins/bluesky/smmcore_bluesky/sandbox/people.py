"""The accounts of one running network: made when they are first needed, signed in once."""

import hashlib
import re
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from smmcore.errors import Rejected
from smmcore.io import IO
from smmcore.models import Secret
from smmcore_bluesky.sandbox.xrpc import Person, call

HANDLE = "bakery.test"
"""The account's own."""

_PASSWORD = "nobody-else-is-here"  # noqa: S105 - of accounts on this machine, gone with the network
_GOOD_FOR = timedelta(hours=1)
"""Half as long as a PDS accepts an access token."""


class People:
    """The account and its audience. Who is already there, made by another program, is signed in."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._known: dict[str, tuple[Person, datetime]] = {}
        self._wrote: dict[str, Person] = {}

    async def account(self, io: IO) -> Person:
        """The one whose posts all this is about."""
        return await self._signed_in(io, HANDLE)

    async def reader(self, io: IO) -> Person:
        """Somebody who only looks."""
        return await self._signed_in(io, handle_of("Reader"))

    async def named(self, io: IO, name: str) -> Person:
        """A person of that name, who will write something."""
        handle = handle_of(name)
        is_new = handle not in self._known
        person = await self._signed_in(io, handle)
        if is_new:
            await call(io, self._url, "com.atproto.repo.putRecord", _profile(person, name), person)
        self._wrote[handle] = person
        return person

    def wrote(self) -> list[Person]:
        """Who may have written something since this was last asked."""
        people = list(self._wrote.values())
        self._wrote.clear()
        return people

    async def app_password(self, io: IO) -> Secret:
        """A new one for the account, as users make them for programs."""
        body = {"name": f"sandbox {token_hex(4)}"}
        made = await call(io, self._url, "com.atproto.server.createAppPassword", body, await self.account(io))
        return Secret(made["password"], "password")

    async def _signed_in(self, io: IO, handle: str) -> Person:
        known = self._known.get(handle)
        if known is None or known[1] < io.now() - _GOOD_FOR:
            known = self._known[handle] = (await self._session(io, handle), io.now())
        return known[0]

    async def _session(self, io: IO, handle: str) -> Person:
        new = {"handle": handle, "email": f"{handle}@example.com", "password": _PASSWORD}
        try:
            session = await call(io, self._url, "com.atproto.server.createAccount", new)
        except Rejected:  # somebody has made it; if it is something else, signing in fails and says so
            known = {"identifier": handle, "password": _PASSWORD}
            session = await call(io, self._url, "com.atproto.server.createSession", known)
        return Person(session["did"], session["handle"], Secret(session["accessJwt"], "session"))


def handle_of(name: str) -> str:
    """The handle of a person: always the same, whatever script the name is in."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())[:12] or "person"
    return f"{letters}-{hashlib.sha256(name.encode()).hexdigest()[:4]}.test"


def _profile(person: Person, name: str) -> dict[str, Any]:
    collection = "app.bsky.actor.profile"
    record = {"$type": collection, "displayName": name}
    return {"repo": person.did, "collection": collection, "rkey": "self", "record": record}
