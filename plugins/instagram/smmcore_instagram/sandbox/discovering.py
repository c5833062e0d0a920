"""Beyond the account's own page: competitors, hashtags, and where others name the account."""

import re

from smmcore_meta.sandbox import DAY, JSON, GraphError, Listing, Node, invalid

from .comments import tell, write
from .nodes import HASHTAG, MEDIA, ONLY_USER, ROOT, USER, InstagramCall, node_of
from .scopes import BASIC, COMMENTS, ONLY_COMMENTS
from .world import Media, Professional

_WEEK = 7 * DAY
_AS_FIELD = "a field with an argument: GET /{user}?fields=%s(…){…}"
_A_PAGE = 50


@USER.get(
    "business_discovery",
    "username!:str",
    scopes=f"{BASIC},instagram_manage_insights",
    paging="none",
    why=_AS_FIELD % "business_discovery.username",
)
def discover(call: InstagramCall, _user: Professional) -> Node:
    """Another professional account by its name. A private one and none at all are told alike."""
    found = call.world.professional_named(call.args.text("username"))
    if found is None:
        raise GraphError(
            *(110, "Invalid user id", 2207013),
            title="Cannot find User",
            text="The user with that username cannot be found.",
        )
    return node_of(call, found)


@USER.get(
    "mentioned_media",
    "media_id!:str",
    scopes=COMMENTS,
    paging="none",
    why=_AS_FIELD % "mentioned_media.media_id",
)
def mentioned_media(call: InstagramCall, user: Professional) -> Node:
    id = call.args.text("media_id")
    by_comment = [call.world.comments[c].media for c, whom in _naming(call, user) if c in call.world.comments]
    if (id, user.id) not in call.world.mentioned and id not in by_comment:
        raise invalid("The media does not mention the account")
    return node_of(call, call.world.media[id])


@USER.get(
    "mentioned_comment",
    "comment_id!:str",
    scopes=COMMENTS,
    paging="none",
    why=_AS_FIELD % "mentioned_comment.comment_id",
)
def mentioned_comment(call: InstagramCall, user: Professional) -> Node:
    comment = call.world.comments.get(call.args.text("comment_id"))
    if comment is None or comment.deleted or (comment.id, user.id) not in call.world.mentioned:
        raise invalid("The comment does not mention the account")
    return node_of(call, comment)


@USER.post("mentions", "media_id!:str comment_id:str message!:str", scopes=COMMENTS)
@ONLY_USER.post("mentions", "media_id!:str comment_id:str message!:str", scopes=ONLY_COMMENTS)
def answer(call: InstagramCall, user: Professional) -> JSON:
    """Comment where the account was named."""
    media = call.world.media.get(call.args.text("media_id"))
    above = call.world.comments.get(call.args.text("comment_id"))
    if media is None or media.deleted or media.product == "STORY":
        raise invalid("The media does not mention the account")
    made = write(call.world, media, user.id, call.args.text("message"), call.now(), above=above)
    tell(call, media, made)
    return {"id": made.id}


def _naming(call: InstagramCall, user: Professional) -> list[tuple[str, str]]:
    return [(id, whom) for id, whom in call.world.mentioned if whom == user.id]


HASHTAG.field("name")(lambda _call, name: name)


@ROOT.get(
    "ig_hashtag_search",
    "user_id!:str q!:str",
    scopes=BASIC,
    paging="none",
    why="Meta's page on hashtag search; it stands below no node, so no file describes it",
)
def search(call: InstagramCall, _root: object) -> list[JSON]:
    """A hashtag's identifier. Raises error 18 for the 31st within seven days."""
    user, name = _asking(call), call.args.text("q").lower().removeprefix("#")
    if not re.fullmatch(r"\w+", name):
        raise invalid("q must be a hashtag without spaces")
    recent = {tag: at for tag, at in user.hashtags.items() if at > call.now() - _WEEK}
    if name not in recent and len(recent) >= call.world.rules.hashtags_a_week:
        raise GraphError(18, "(#18) Maximum number of unique hashtags searched in a week reached", 2207034)
    user.hashtags = {**recent, name: recent.get(name, call.now())}
    return [{"id": _number_of(call, name)}]


@USER.get("recently_searched_hashtags", scopes=BASIC)
def searched(call: InstagramCall, user: Professional) -> Listing:
    recent = [tag for tag, at in user.hashtags.items() if at > call.now() - _WEEK]
    return Listing([Node(HASHTAG, tag, _number_of(call, tag)) for tag in recent])


@HASHTAG.get("top_media", "user_id!:str", scopes=BASIC, paging="after", most=_A_PAGE)
def top_media(call: InstagramCall, name: str) -> Listing:
    found = sorted(_with_hashtag(call, name), key=lambda media: media.likes, reverse=True)
    return Listing([Node(MEDIA, media, media.id) for media in found])


@HASHTAG.get("recent_media", "user_id!:str", scopes=BASIC, paging="after", most=_A_PAGE)
def recent_media(call: InstagramCall, name: str) -> Listing:
    """What was posted within a day, newest first."""
    found = [media for media in _with_hashtag(call, name) if media.at > call.now() - DAY]
    return Listing(
        [Node(MEDIA, media, media.id) for media in sorted(found, key=lambda m: m.at, reverse=True)]
    )


def _asking(call: InstagramCall) -> Professional:
    user = call.world.professionals.get(call.args.text("user_id"))
    if user is None:
        raise invalid("user_id must be the asking account")
    return user


def _number_of(call: InstagramCall, name: str) -> str:
    for id, known in call.world.hashtags.items():
        if known == name:
            return id
    id = call.world.new_id("178")
    call.world.hashtags[id] = name
    return id


def _with_hashtag(call: InstagramCall, name: str) -> list[Media]:
    _asking(call)
    wanted = re.compile(rf"#{re.escape(name)}(?!\w)", re.IGNORECASE)
    there = (m for m in call.world.media.values() if m.is_there(call.now()) and m.product != "STORY")
    return [media for media in there if wanted.search(media.caption)]
