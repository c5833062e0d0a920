"""What becomes due by the clock: films are ready, posts appear at their time, stories end."""

from smmcore_meta.sandbox import DAY, Core

from .world import Post, Video, World
from .writing import post_change


def settle(core: Core[World]) -> None:
    world = core.world
    now = core.clock.now()
    for video in list(world.videos.values()):
        _film(core, video, now)
    for post in list(world.posts.values()):
        if post.state == "scheduled" and post.scheduled is not None and post.scheduled <= now:
            post.state, post.created = "published", post.scheduled
            _tell(core, post)
        if post.kind == "story" and post.state == "published" and post.created + DAY <= now:
            post.archived = True


def _film(core: Core[World], video: Video, now: float) -> None:
    if video.finished is None:
        video.expired = video.expired or video.created + core.world.rules.session_hours * 3600 <= now
    elif not video.over and video.ready is not None and video.ready <= now:
        video.over = True
        if not video.problem:
            _post(core, video)


def _post(core: Core[World], video: Video) -> None:
    post = Post(
        *(str(video.post), video.page, video.page, video.ready or video.created),
        message=video.description,
        video=video.id,
        kind={"video": "post"}.get(video.kind, video.kind),
        state=video.state,
        scheduled=video.scheduled,
        place=video.place,
        targeting=video.targeting,
    )
    core.world.add_post(post)
    if post.shown:
        _tell(core, post)


def _tell(core: Core[World], post: Post) -> None:
    core.tell(post.owner, "feed", post_change(core.world, post, "add", core.clock.stamp()))
