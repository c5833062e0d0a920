"""Figures of media and of the account, in the shapes that Meta gives them."""

from collections.abc import Mapping
from typing import Any

from smmcore_meta.sandbox import DAY, INSIGHTS, Ask, GraphError, Listing, Metric, answer_insights, invalid

from .nodes import MEDIA, ONLY_MEDIA, ONLY_USER, USER, InstagramCall, with_instagram_login
from .scopes import INSIGHTS as SCOPES
from .scopes import ONLY_INSIGHTS as ONLY_SCOPES
from .world import InstagramWorld, Media, Professional

_ALL = frozenset({"FEED", "REELS", "STORY"})
_POSTS, _STORIES = _ALL - {"STORY"}, _ALL - {"REELS"}
PRODUCTS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("views", "reach", "shares", "total_interactions", "reposts"), _ALL),
    **dict.fromkeys(("likes", "comments", "saved"), _POSTS),
    **dict.fromkeys(("follows", "profile_visits", "profile_activity"), _STORIES),
    **dict.fromkeys(
        ("ig_reels_avg_watch_time", "ig_reels_video_view_total_time", "reels_skip_rate"), frozenset({"REELS"})
    ),
    **dict.fromkeys(("replies", "navigation", "link_clicks"), frozenset({"STORY"})),
    "crossposted_views": frozenset({"REELS"}),
    "facebook_views": _ALL,
    **dict.fromkeys(("total_likes", "total_comments"), _POSTS),
    "total_views": _ALL,
}
"""Which metrics of media there are, and for what kind of media."""
_OF_FACEBOOK_LOGIN = {"total_likes", "total_comments", "total_views"}
_NOT_CROSSPOSTED = {"crossposted_views", "facebook_views"}
_BREAKDOWNS = {"profile_activity": ("action_type",), "navigation": ("story_navigation_action_type",)}
_OF_MEDIA = {
    name: Metric(breakdowns=_BREAKDOWNS.get(name, ()), totals=name in _BREAKDOWNS) for name in PRODUCTS
}
_INTERACTIONS = ("comments", "saved", "shares", "reposts", "replies")

_PRODUCT, _FOLLOW = "media_product_type", "follow_type"
_BY_DAY: Mapping[str, tuple[str, ...]] = {
    "reach": (_PRODUCT, _FOLLOW),
    "views": ("follower_type", _PRODUCT),
    "accounts_engaged": (),
    **dict.fromkeys(("total_interactions", "likes", "comments", "saves", "shares"), (_PRODUCT,)),
    "replies": (),
    "reposts": (),
    "follows_and_unfollows": (_FOLLOW,),
    "profile_links_taps": ("contact_button_type",),
}
"""Figures of an account by day, and how they can be broken down."""
_SIDES: Mapping[str, tuple[str, str]] = {
    "age": ("18-24", "25-34"),
    "city": ("Vilnius, Vilnius County", "Barcelona, Catalonia"),
    "country": ("LT", "ES"),
    "gender": ("F", "M"),
}
_DEMOGRAPHICS = ("follower_demographics", "engaged_audience_demographics")
_OF_MANY = {
    "follower_count": Metric(("day",)),
    "online_followers": Metric(),
    **dict.fromkeys(_DEMOGRAPHICS, Metric(breakdowns=tuple(_SIDES), totals=True)),
}
"""What only accounts with enough followers are told."""
_OF_ACCOUNT = {
    **{name: Metric(("day",), breakdowns=sides, totals=True) for name, sides in _BY_DAY.items()},
    **_OF_MANY,
}
_ENOUGH_FOLLOWERS = 100
_MOST_DAYS = 30
_OF_ONE = "metric!:list breakdown:str period:str"
_SHOWN_AS = {"FEED": "POST", "REELS": "REEL", "STORY": "STORY"}


@MEDIA.get("insights", _OF_ONE, scopes=SCOPES, paging="none")
@ONLY_MEDIA.get("insights", _OF_ONE, scopes=ONLY_SCOPES, paging="none")
def of_media(call: InstagramCall, media: Media) -> Listing:
    if media.parent:
        raise invalid("There are no insights for the items of a carousel")
    for name in call.args.list("metric"):
        _fits(call, media, name)
    if media.product == "STORY":
        if media.is_over(call.now()):
            return Listing([])
        if media.figures.get("reach", 0) < call.world.rules.least_viewers:
            raise GraphError(10, "(#10) Not enough viewers for the media to show insights", status=400)
    return answer_insights(call, media.id, _OF_MEDIA, lambda ask: _of_media(call.world, media, ask))


def _fits(call: InstagramCall, media: Media, name: str) -> None:
    if name not in PRODUCTS:
        return  # answered as every name that nobody knows
    if name in _OF_FACEBOOK_LOGIN and with_instagram_login(call):
        raise invalid(f"The {name} metric needs the Facebook login")
    if media.product not in PRODUCTS[name]:
        raise invalid(
            f"The Media Insights API does not support the {name} metric for this media product type."
        )
    if name in _NOT_CROSSPOSTED:
        raise invalid(f"The {name} metric is for media that was shared to Facebook")


def _of_media(world: InstagramWorld, media: Media, ask: Ask) -> Any:
    if ask.breakdown:
        parts = {name: count for name, count in media.figures.items() if name.startswith(f"{ask.metric}.")}
        return {name.partition(".")[2]: count for name, count in parts.items()}
    return figure(world, media, ask.metric)


def figure(world: InstagramWorld, media: Media, name: str) -> int:
    """One figure of a post; what nobody did is none, as Instagram tells it of fresh posts, too."""
    comments = sum(not world.comments[id].deleted for id in media.comments)
    known = {**media.figures, "likes": media.likes, "comments": comments}
    if name == "total_interactions":
        return media.likes + sum(known.get(each, 0) for each in _INTERACTIONS)
    return known.get(name.removeprefix("total_"), 0)


@USER.get("insights", INSIGHTS, scopes=SCOPES, paging="none")
@ONLY_USER.get("insights", INSIGHTS, scopes=ONLY_SCOPES, paging="none")
def of_account(call: InstagramCall, user: Professional) -> Listing:
    names, total = call.args.list("metric"), call.args.text("metric_type") == "total_value"
    since, until = call.args.get("since"), call.args.get("until", call.now())
    if since is not None and until - since > _MOST_DAYS * DAY:
        raise invalid(f"There cannot be more than {_MOST_DAYS} days (2592000 s) between since and until")
    for name in names:
        if name in _BY_DAY and name != "reach" and not total:
            said = (
                f"The following metrics ({name}) should be specified with parameter metric_type=total_value"
            )
            raise invalid(said)
    return answer_insights(call, user.id, _OF_ACCOUNT, lambda ask: _of_account(call.world, user, ask))


def _of_account(world: InstagramWorld, user: Professional, ask: Ask) -> Any:
    """None where nothing is known, which leaves the row out."""
    if ask.metric in _OF_MANY:
        return _of_many(user, ask) if user.followers >= _ENOUGH_FOLLOWERS else None
    if ask.metric == "follows_and_unfollows":
        parts = {"FOLLOWER": user.followed, "NON_FOLLOWER": user.unfollowed}
        return parts if ask.breakdown else user.followed + user.unfollowed
    if ask.metric == "profile_links_taps":
        return None
    shown = [m for m in world.media.values() if m.user == user.id and not (m.deleted or m.parent)]
    fresh = [media for media in shown if ask.start < media.at <= ask.end]
    if ask.breakdown == _PRODUCT:
        return {
            word: sum(_counted(world, media, ask.metric) for media in fresh if media.product == product)
            for product, word in _SHOWN_AS.items()
        }
    whole = sum(_counted(world, media, ask.metric) for media in fresh)
    return {"FOLLOWER": whole} if ask.breakdown else whole


def _of_many(user: Professional, ask: Ask) -> Any:
    if ask.metric == "follower_count":
        return user.followed
    if ask.metric == "online_followers":
        return {str(hour): user.followers // 10 for hour in range(24)}
    half = user.followers // 2
    return (
        dict(zip(_SIDES[ask.breakdown], (half, user.followers - half), strict=True))
        if ask.breakdown
        else None
    )


def _counted(world: InstagramWorld, media: Media, name: str) -> int:
    names = {"saves": "saved", "accounts_engaged": "likes"}
    return figure(world, media, names.get(name, name))
