"""Figures of pages, posts and films, by what happened in the sandbox."""

from collections.abc import Callable

from smmcore_meta.sandbox import Ask, Listing, Metric, answer_insights

from .commenting import reactions
from .kinds import PAGE, POST, READ, VIDEO
from .world import Page, Post, Video
from .writing import FBCall, own

_SPANS = ("day", "week", "days_28")
_ADS = ("is_from_ads", "is_from_followers")
_SPEC = "metric!:list period:one{day|days_28|lifetime|month|total_over_range|week} since:time until:time"
_SCOPES = f"read_insights,{READ}"


PAGE_METRICS = {
    "page_media_view": Metric(_SPANS, breakdowns=_ADS),
    "page_total_media_view_unique": Metric(_SPANS),
    "page_post_engagements": Metric(_SPANS),
    "page_follows": Metric(("day",)),
    "page_daily_follows": Metric(("day",)),
    "page_daily_follows_unique": Metric(_SPANS),
    "page_daily_unfollows_unique": Metric(_SPANS),
    "page_views_total": Metric(_SPANS),
    "page_total_actions": Metric(_SPANS),
    "page_video_views": Metric(_SPANS),
}
POST_METRICS = {
    "post_media_view": Metric(),
    "post_total_media_view_unique": Metric(),
    "post_clicks": Metric(),
    "post_clicks_by_type": Metric(),
    "post_reactions_by_type_total": Metric(),
    "post_reactions_like_total": Metric(),
    "post_activity_by_action_type": Metric(),
    "post_video_views": Metric(),
}
VIDEO_METRICS = {
    "total_video_views": Metric(),
    "blue_reels_play_count": Metric(),
    "fb_reels_total_plays": Metric(),
    "fb_reels_replay_count": Metric(),
    "post_video_avg_time_watched": Metric(),
    "post_video_view_time": Metric(),
}
_ACTIVITY = {
    "page_media_view": "view",
    "page_total_media_view_unique": "view",
    "page_post_engagements": "engagement",
    "page_daily_follows": "follow",
    "page_daily_follows_unique": "follow",
    "page_daily_unfollows_unique": "unfollow",
    "page_views_total": "visit",
    "page_total_actions": "action",
    "page_video_views": "film",
}


@PAGE.get("insights", f"{_SPEC} breakdown:str date_preset:str", scopes=_SCOPES, token="page", paging="none")  # noqa: S106
def _of_page(call: FBCall, page: Page) -> Listing:
    own(call, page.id)
    call.task("ANALYZE", page.id)

    def value(ask: Ask) -> object:
        if ask.metric == "page_follows":
            return page.followers
        wanted = _ACTIVITY[ask.metric]
        total = sum(
            count for at, what, count in page.activity if what == wanted and ask.start <= at < ask.end
        )
        return {"0": total, "1": 0} if ask.breakdown else total  # nobody advertises here

    return answer_insights(call, page.id, PAGE_METRICS, value)


@POST.get("insights", f"{_SPEC} date_preset:str", scopes=_SCOPES, token="page", paging="none")  # noqa: S106
def _of_post(call: FBCall, post: Post) -> Listing:
    own(call, post.owner)
    call.task("ANALYZE", post.owner)

    return answer_insights(call, post.id, POST_METRICS, lambda ask: _post_value(call, post, ask.metric))


def _post_value(call: FBCall, post: Post, metric: str) -> object:
    figures: dict[str, Callable[[], object]] = {
        "post_clicks": lambda: post.clicks,
        "post_clicks_by_type": lambda: {"link clicks": post.clicks} if post.clicks else {},
        "post_reactions_by_type_total": lambda: _by_type(post),
        "post_reactions_like_total": lambda: reactions(post, "LIKE"),
        "post_activity_by_action_type": lambda: _actions(call, post),
        "post_video_views": lambda: post.views if post.video else None,
    }
    return figures.get(metric, lambda: post.views)()


def _by_type(post: Post) -> dict[str, int]:
    return {kind.lower(): reactions(post, kind) for kind in post.reactions if reactions(post, kind)}


def _actions(call: FBCall, post: Post) -> dict[str, int]:
    comments = len(call.world.comments_under(post.id))
    told = {"like": reactions(post), "comment": comments, "share": post.shares}
    return {name: count for name, count in told.items() if count}


@VIDEO.get("video_insights", _SPEC, scopes=_SCOPES, token="page", paging="none")  # noqa: S106
def _of_video(call: FBCall, video: Video) -> Listing:
    own(call, video.page)
    post = call.world.posts.get(f"{video.page}_{video.post}")
    if post is None:
        return Listing([])

    def value(ask: Ask) -> object:
        reels = ask.metric in {"blue_reels_play_count", "fb_reels_total_plays", "fb_reels_replay_count"}
        if reels and video.kind != "reel":
            return None
        return {"fb_reels_replay_count": 0, "post_video_avg_time_watched": 900}.get(ask.metric, post.views)

    return answer_insights(call, video.id, VIDEO_METRICS, value)
