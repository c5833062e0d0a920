"""Which token may call which method. Everything that depends on tokens asks here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from smmcore.errors import Unsupported
from smmcore.models import Account
from smmcore_vk.names import NAME
from smmcore_vk.settings import VKSettings


class Kind(StrEnum):
    """The kinds of tokens; each is kept under its word among the account's secrets."""

    COMMUNITY = "community"
    """From the community's settings; does not expire."""
    SERVICE = "service"
    """From an app's settings: reads what everybody may see."""
    USER = "user"
    """An administrator's, with the rights that VK grants on request."""


_C, _S, _U = Kind.COMMUNITY, Kind.SERVICE, Kind.USER

METHODS: Mapping[str, tuple[Kind, ...]] = MappingProxyType(
    {
        # By the schema 5.199, in the order in which they are tried: what has the highest rate first.
        # wall.post by community token is not documented, and done by everybody.
        "wall.post": (_C, _U),
        "wall.edit": (_U,),
        "wall.delete": (_U,),
        "wall.restore": (_U,),
        "wall.pin": (_U,),
        "wall.unpin": (_U,),
        "wall.get": (_S, _U),
        "wall.getById": (_S, _U),
        "wall.getComments": (_S, _U),
        "wall.getComment": (_U,),
        "wall.createComment": (_C, _U),
        "wall.deleteComment": (_U,),
        "wall.restoreComment": (_U,),
        "wall.reportComment": (_U,),
        "wall.closeComments": (_C, _U),
        "wall.openComments": (_C, _U),
        "groups.ban": (_U,),
        "groups.unban": (_U,),
        "groups.getBanned": (_C, _U),
        "groups.edit": (_C, _U),
        "groups.getById": (_C, _S, _U),
        "groups.getTokenPermissions": (_C,),
        "groups.getLongPollServer": (_C, _U),
        "groups.setLongPollSettings": (_C, _U),
        "photos.getWallUploadServer": (_U,),
        "photos.saveWallPhoto": (_U,),
        "photos.getOwnerCoverPhotoUploadServer": (_C, _U),
        "photos.saveOwnerCoverPhoto": (_C, _U),
        "photos.getOwnerPhotoUploadServer": (_U,),
        "photos.saveOwnerPhoto": (_U,),
        "docs.getWallUploadServer": (_C, _U),
        "docs.save": (_C, _U),
        "video.save": (_U,),
        "polls.create": (_U,),
        "stories.getPhotoUploadServer": (_C, _U),
        "stories.getVideoUploadServer": (_C, _U),
        "stories.save": (_C, _U),
        "stories.get": (_C, _U),
        "stories.getStats": (_C, _U),
        "stories.delete": (_C, _U),
        "stats.get": (_U,),
        "stats.getPostReach": (_U,),
        "utils.getLinkStats": (_C, _S, _U),
        "utils.resolveScreenName": (_C, _S, _U),
        "newsfeed.getMentions": (_U,),
        "newsfeed.search": (_S, _U),
        "users.get": (_U, _C, _S),
    }
)

_WHERE = {
    Kind.COMMUNITY: "a community token (secrets.community, from the community's settings under API usage)",
    Kind.SERVICE: "a service token (secrets.service, the app's service key)",
    Kind.USER: "a user token of an administrator (secrets.user, or secrets.refresh for VK ID)",
}
NONE_AT_ALL = "the account has no token: give secrets.community, secrets.service or secrets.user"


def held(account: Account) -> tuple[Kind, ...]:
    """The kinds of tokens that the account has."""
    kinds = [kind for kind in Kind if kind.value in account.secrets]
    if renews(account) and Kind.USER not in kinds:
        kinds.append(Kind.USER)
    return tuple(kinds)


def renews(account: Account) -> bool:
    """Whether the user token is one of VK ID's, which live for an hour and are renewed."""
    settings = account.settings_as(VKSettings)
    return bool("refresh" in account.secrets and settings.client_id and settings.device_id)


def allowed(account: Account, method: str) -> tuple[Kind, ...]:
    """The kinds that the account has and that may call the method, the best one first."""
    have = held(account)
    return tuple(kind for kind in METHODS[method] if kind in have)


def lacking(account: Account, method: str, what: str = "this") -> str:
    """Why the account cannot call the method: a sentence that names the tokens that would help; else empty."""
    if allowed(account, method):
        return ""
    if not held(account):
        return NONE_AT_ALL + _half_given(account)
    ways = " or ".join(_WHERE[kind] for kind in METHODS[method])
    return f"{what} needs {ways}{_half_given(account)}"


def _half_given(account: Account) -> str:
    if "refresh" in account.secrets and not renews(account):
        return "; secrets.refresh needs the settings client_id and device_id beside it"
    return ""


def needed(account: Account, method: str) -> tuple[Kind, ...]:
    """As `allowed`. Raises `Unsupported` with the reason where it would be empty."""
    if reason := lacking(account, method, method):
        raise Unsupported(f"{account.name}: {reason}", platform=NAME)
    return allowed(account, method)
