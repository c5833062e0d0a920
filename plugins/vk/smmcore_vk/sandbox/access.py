"""Whose token it is, and whether that kind of token may call the method."""

from .core import Core
from .errors import NO_APP, NO_SCOPE, ApiError
from .schema import Method
from .world import Community, Token

_KINDS = {"U": "user", "G": "community", "S": "service"}
# Rights of a token, by the beginning of the method's name; the longest that fits counts.
_SCOPE_OF_USER = {
    "wall.": "wall",
    "photos.": "photos",
    "video.": "video",
    "docs.": "docs",
    "stories.": "stories",
    "stats.": "stats",
    "groups.ban": "groups",
    "groups.unban": "groups",
    "groups.edit": "groups",
    "groups.getBanned": "groups",
}
_FREE = {"wall.get", "wall.getById", "wall.search", "wall.getComments", "wall.getReposts", "photos.getById"}
_RIGHT_OF_COMMUNITY = {
    "wall.": "wall",
    "photos.getMessages": "photos",
    "photos.saveMessages": "photos",
    "photos.": "photos",
    "docs.": "docs",
    "stories.": "stories",
    "groups.edit": "manage",
    "groups.getBanned": "manage",
    "groups.getLongPoll": "manage",
    "groups.setLongPoll": "manage",
    "groups.getCallback": "manage",
    "groups.setCallback": "manage",
    "groups.addCallback": "manage",
    "groups.deleteCallback": "manage",
}
_PROFILES_ONLY = {"wall.post", "groups.get", "wall.edit"}
"""What basic profiles of VK ID may not call: error 1051."""


def authenticate(core: Core, value: str) -> Token:
    """The token. Raises error 5 or 1117."""
    if not value:
        raise ApiError(5, "no access_token passed.")
    token = core.world.tokens.get(value)
    if token is None:
        raise ApiError(5, "invalid access_token (4).")
    if token.expires_at is not None and token.expires_at <= core.clock.now():
        raise ApiError(1117)
    return token


def authorize(core: Core, token: Token, method: Method) -> None:
    """Refuse a kind of token or a scope that does not do. Raises errors 7, 15, 27, 28 and 1051."""
    kinds = method.tokens
    if method.name == "wall.post" and core.settings.community_posts:
        kinds += "G"
    if token.kind not in kinds:
        raise _wrong_kind(token, kinds)
    if token.basic and method.name in _PROFILES_ONLY:
        raise ApiError(1051)
    if token.kind == "U" and method.name not in _FREE:
        needed = _longest(_SCOPE_OF_USER, method.name)
        if needed and needed not in token.scopes:
            detail = "no access to call this method. It cannot be called with current scopes."
            raise ApiError(15, detail, error_subcode=NO_SCOPE)
    if token.kind == "G":
        needed = _longest(_RIGHT_OF_COMMUNITY, method.name)
        if needed and needed not in token.scopes:
            raise ApiError(7, f"the community token has no right {needed}")


def _wrong_kind(token: Token, kinds: str) -> ApiError:
    if token.kind == "G":
        return ApiError(27, "method is unavailable with group auth.")
    if token.kind == "S":
        return ApiError(28, "method is unavailable with service token.")
    names = " or ".join(_KINDS[kind] for kind in kinds)
    return ApiError(15, f"the method needs a {names} token", error_subcode=NO_APP)


def _longest(table: dict[str, str], name: str) -> str | None:
    fitting = [beginning for beginning in table if name.startswith(beginning)]
    return table[max(fitting, key=len)] if fitting else None


def manages(token: Token, community: Community) -> bool:
    """Whether the token's owner may act for the community."""
    if token.kind == "G":
        return token.community == community.id
    return token.kind == "U" and token.person in community.admins
