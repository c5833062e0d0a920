"""The kinds of nodes, as Meta's files name them. Both hosts show the same objects, each with fields of its own."""

from smmcore_meta.sandbox import DAY, Call, GraphError, Kind, Node

from .world import Comment, Container, InstagramWorld, Media, Page, Professional

INSTAGRAM_HOST = "graph.instagram.com"

USER = Kind("IGUser", official=("IGUser",), usual=("id",))
ONLY_USER = Kind("IGUser", official=("IGUserForIGOnlyAPI",), usual=("id",))
MEDIA = Kind("IGMedia", official=("IGMedia",), usual=("id",))
ONLY_MEDIA = Kind("IGMedia", official=("IGMediaForIGOnlyAPI",), usual=("id",))
COMMENT = Kind("IGComment", official=("IGComment",), usual=("id", "text", "timestamp"))
CONTAINER = Kind("ShadowIGMediaBuilder", official=("ShadowIGMediaBuilder",), usual=("id",))
HASHTAG = Kind("ShadowIGHashtag", official=("ShadowIGHashtag",), usual=("id",))
PAGE = Kind("Page", official=("Page",), usual=("id", "name"))
LIMIT = Kind(
    "ContentPublishingLimitResponse", official=("ContentPublishingLimitResponse",), usual=("quota_usage",)
)
ROOT = Kind("root")

KINDS = (USER, ONLY_USER, MEDIA, ONLY_MEDIA, COMMENT, CONTAINER, HASHTAG, LIMIT, PAGE, ROOT)
InstagramCall = Call[InstagramWorld]


def with_instagram_login(call: InstagramCall) -> bool:
    return call.host == INSTAGRAM_HOST


def node_of(call: InstagramCall, thing: object) -> Node:
    """An object as the host shows it."""
    only = with_instagram_login(call)
    if isinstance(thing, Professional):
        return Node(ONLY_USER if only else USER, thing, _user_id(call, thing))
    if isinstance(thing, Page):
        return Node(PAGE, thing, thing.id)
    if isinstance(thing, Media):
        return Node(ONLY_MEDIA if only else MEDIA, thing, thing.id)
    if isinstance(thing, Comment):
        return Node(COMMENT, thing, thing.id)
    assert isinstance(thing, Container)  # noqa: S101 - there are no others
    return Node(CONTAINER, thing, thing.id)


def found(call: InstagramCall, id: str) -> Node | None:
    """The node of that identifier which still exists; a story stays its owner's after its day."""
    only, world = with_instagram_login(call), call.world
    for user in world.professionals.values():
        if id == user.id or (only and id == user.app_scoped):
            return node_of(call, user)
    if not only and id in world.hashtags:
        return Node(HASHTAG, world.hashtags[id], id)
    page = None if only else world.pages.get(id)
    thing = _media(world, id) or _comment(world, id) or _container(call, id) or page
    return node_of(call, thing) if thing is not None else None


def _media(world: InstagramWorld, id: str) -> Media | None:
    media = world.media.get(id)
    return None if media is None or media.deleted else media


def _comment(world: InstagramWorld, id: str) -> Comment | None:
    comment = world.comments.get(id)
    return None if comment is None or comment.deleted or world.media[comment.media].deleted else comment


def _container(call: InstagramCall, id: str) -> Container | None:
    container = call.world.containers.get(id)
    rules = call.world.rules
    if container is None or call.now() <= container.made_at + rules.container_days * DAY:
        return container
    if rules.forgotten == "not found":
        raise GraphError.known(24, 2207008)
    return None


def _user_id(call: InstagramCall, user: Professional) -> str:
    return (user.app_scoped or user.id) if with_instagram_login(call) else user.id
