"""The account's profile, and whether the account works."""

from collections.abc import Iterator, Mapping
from typing import Any

from smmcore.errors import InvalidInput, NotThere, SMMError
from smmcore.io import IO
from smmcore.models import Account, File
from smmcore.platform import Checkup
from smmcore_bluesky.client import Client
from smmcore_bluesky.composing import body_of
from smmcore_bluesky.gates import changed
from smmcore_bluesky.limits import AVATARS, PICTURE_BYTES, graphemes
from smmcore_bluesky.names import PROFILE
from smmcore_bluesky.sessions import Session, claims

TITLE, DESCRIPTION = 64, 256
"""Graphemes."""
_KINDS = {
    "com.atproto.appPass": "an app password",
    "com.atproto.appPassPrivileged": "an app password that may read direct messages",
}


class Profile:
    async def check(self, io: IO, account: Account) -> Checkup:
        """Sign in, and ask the server and the network about the account."""
        client = Client(io, account)
        try:
            about = await client.query("com.atproto.server.getSession", {}, dict)
            session = await client.session()
            title = await _title(client, session)
        except SMMError as error:
            return Checkup(account=account.name, ok=False, warnings=[str(error)])
        active = about.get("active") is not False
        return Checkup(
            account=account.name,
            ok=active,
            title=title,
            url=f"https://bsky.app/profile/{session.did}",
            facts=[
                f"@{about.get('handle') or session.handle}",
                session.did,
                f"server {session.server}",
                f"signed in with {_kind(session)}",
            ],
            warnings=[*_warnings(about, session, active=active)],
        )

    async def set_title(self, io: IO, account: Account, title: str) -> None:
        _fits("title", title, TITLE)
        await changed_profile(Client(io, account), "displayName", title)

    async def set_description(self, io: IO, account: Account, description: str) -> None:
        _fits("description", description, DESCRIPTION)
        await changed_profile(Client(io, account), "description", description)

    async def set_picture(self, io: IO, account: Account, picture: Any) -> None:
        await _changed_picture(io, account, "avatar", "picture", picture)

    async def set_cover(self, io: IO, account: Account, cover: Any) -> None:
        await _changed_picture(io, account, "banner", "cover", cover)


async def _changed_picture(io: IO, account: Account, field: str, word: str, picture: Any) -> None:
    _fits_in_profile(word, picture)
    client = Client(io, account)
    await changed_profile(client, field, await client.upload(body_of(picture)))


async def changed_profile(
    client: Client, field: str, value: Any, *, only_if: Mapping[str, Any] | None = None
) -> None:
    """Set a field of the profile, or (None) take it away; with `only_if`, where it has these things now."""

    def change(profile: dict[str, Any]) -> dict[str, Any] | None:
        now = profile.get(field)
        if now == value or (only_if is not None and not only_if.items() <= (now or {}).items()):
            return None
        rest = {name: kept for name, kept in profile.items() if name != field}
        return rest if value is None else {**rest, field: value}

    await changed(client, await client.own(PROFILE, "self"), change)


async def _title(client: Client, session: Session) -> str:
    try:
        shown = await client.query("app.bsky.actor.getProfile", {"actor": session.did}, dict)
    except NotThere:
        return session.handle  # the network has not seen the account yet
    return str(shown.get("displayName") or session.handle)


def _kind(session: Session) -> str:
    return _KINDS.get(str(claims(session.access).get("scope")), "the account's main password")


def _warnings(about: Mapping[str, Any], session: Session, *, active: bool) -> Iterator[str]:
    if not active:
        yield f"the account is {about.get('status') or 'not active'}: sign in to the app to see why"
    if about.get("emailConfirmed") is False:
        yield "the e-mail address is not confirmed: without that, Bluesky takes no films"
    if claims(session.access).get("scope") == "com.atproto.access":
        yield "the password is the main one, which may do everything: make an app password in the app's settings"


def _fits(field: str, text: str, most: int) -> None:
    if (given := graphemes(text)) > most:
        raise InvalidInput(f"{field}: {given} characters, Bluesky takes at most {most}")


def _fits_in_profile(word: str, picture: Any) -> None:
    if not isinstance(picture, File):
        raise InvalidInput(f"{word}: Bluesky takes a file only")
    if picture.path.suffix.lower() not in AVATARS:
        raise InvalidInput(f"{word}: {picture.path.name} is none of {', '.join(AVATARS)}")
    if picture.path.is_file() and picture.path.stat().st_size > PICTURE_BYTES:
        raise InvalidInput(f"{word}: {picture.path.name} is larger than 1 MB")
