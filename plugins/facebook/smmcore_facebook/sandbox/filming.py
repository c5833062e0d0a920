"""Films: uploads in parts and whole, reels, stories, and what finishing them begins."""

from smmcore_meta.sandbox import DAY, JSON, GraphError, RUpload, Stored, Unfetchable, invalid, missing

from .kinds import PAGE, WRITE
from .posting import ABOUT, SHOWING
from .world import Page, Post, Video
from .writing import FBCall, own, rules, shown, state_of, window

_STATES = {"PUBLISHED": "published", "DRAFT": "draft", "SCHEDULED": "scheduled"}
_FILMS = ("video/mp4", "video/quicktime", "video/webm", "application/octet-stream")
_MOST = 10 * 1024**3


@PAGE.post(
    "videos",
    "upload_phase:one{start|transfer|finish|cancel} upload_session_id:str start_offset:int end_offset:int "
    f"file_size:int file_url:str title:str description:str no_story:flag {SHOWING} {ABOUT}"
    " source:file video_file_chunk:file thumb:file",
    scopes=WRITE,
    token="page",  # noqa: S106 - a kind
)
async def _videos(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("CREATE_CONTENT", page.id)
    match call.args.get("upload_phase"):
        case "start":
            return _start(call, page)
        case "transfer":
            return _transfer(call, _session(call, page))
        case "finish":
            return _finish(call, _session(call, page))
        case "cancel":
            _session(call, page).state = "cancelled"
            return {"success": True}
    return await _whole(call, page)


def _start(call: FBCall, page: Page) -> JSON:
    video = Video(call.world.new_id(), page.id, "video", call.now(), size=call.args.number("file_size"))
    if not video.size:
        raise invalid("The parameter file_size is required")
    video.session = call.world.new_id()
    call.world.sessions[video.session] = call.world.add_video(video)
    return {"upload_session_id": video.session, "video_id": video.id, **_wanted(call, video)}


def _wanted(call: FBCall, video: Video) -> JSON:
    """Which bytes the next part has to have; numbers are text here."""
    end = min(video.received + rules(call).chunk, video.size or 0)
    return {"start_offset": str(video.received), "end_offset": str(end)}


def _session(call: FBCall, page: Page) -> Video:
    """The upload that is meant. Raises error 100 for one that is unknown, over, or another page's."""
    video = call.world.sessions.get(call.args.text("upload_session_id"))
    if video is None or video.page != page.id or video.state == "cancelled" or video.expired:
        raise invalid("Invalid upload session: it is unknown or has expired")
    return video


def _transfer(call: FBCall, video: Video) -> JSON:
    part = call.files.get("video_file_chunk")
    if part is None:
        raise invalid("The parameter video_file_chunk is required")
    if call.args.number("start_offset") != video.received:
        told = {key: int(value) for key, value in _wanted(call, video).items()}
        raise GraphError(6001, "There was a problem uploading your video file.", 1363037, data=told)
    size = part.size if rules(call).taken is None else min(part.size, rules(call).taken or 1)
    size = min(size, (video.size or 0) - video.received)
    video.parts.append((part.content or b"")[:size])
    video.received += size
    return _wanted(call, video)


def _finish(call: FBCall, video: Video) -> JSON:
    if video.finished is not None:
        raise invalid("The upload is finished already")
    if video.received != video.size:
        raise GraphError(
            6000, "There was a problem with your video file: the upload is not complete.", 1363041
        )
    content = b"".join(video.parts)
    if len(content) == video.size:
        video.file = call.core.files.keep(content, "video.mp4", "video/mp4").sha256
    video.parts.clear()
    _described(call, video)
    return {"success": True}


async def _whole(call: FBCall, page: Page) -> JSON:
    """A film in one call, or from an address."""
    stored = call.files.get("source")
    if stored is None:
        if "file_url" not in call.args:
            raise GraphError(6000, "No video file was selected", 1363019)
        stored = await _fetched(call, call.args.text("file_url"))
    video = Video(call.world.new_id(), page.id, "video", call.now(), size=stored.size)
    _described(call, _with_file(video, stored))
    call.world.add_video(video)
    return {"id": video.id}


async def _fetched(call: FBCall, url: str) -> Stored:
    try:
        stored: Stored = await call.fetch(url, types=_FILMS, most=_MOST)
    except Unfetchable as error:
        raise GraphError(389, f"(#389) Unable to fetch video file from URL: {error}") from None
    return stored


def _with_file(video: Video, stored: Stored) -> Video:
    video.size = video.received = stored.size
    video.file = stored.sha256
    return video


def _described(call: FBCall, video: Video) -> None:
    """What `videos` says at the end of an upload."""
    state, when = state_of(call, rules(call).video_days)
    video.title, video.description = call.args.text("title"), call.args.text("description")
    _begin(call, video, "draft" if state == "unpublished" else state, when)


def _begin(call: FBCall, video: Video, state: str, when: float | None) -> None:
    """Processing begins; the post has its number already."""
    video.state, video.scheduled = state, when
    video.finished, video.ready = call.now(), call.now() + rules(call).video_seconds
    video.problem, rules(call).problem = rules(call).problem, ""
    video.note, rules(call).note = rules(call).note, ""
    video.post = call.world.new_id()
    video.place = call.args.get("place")
    video.targeting = call.args.json("feed_targeting") or call.args.json("targeting")


_REEL = (
    "upload_phase!:one{start|finish|START|FINISH} video_id:str video_state:one{PUBLISHED|DRAFT|SCHEDULED} "
    "title:str description:str scheduled_publish_time:time feed_targeting:json targeting:json place:str"
)


@PAGE.post("video_reels", _REEL, scopes=WRITE, token="page")  # noqa: S106
def _reels(call: FBCall, page: Page) -> JSON:
    return _short(call, page, "reel")


@PAGE.post("video_stories", _REEL, scopes=WRITE, token="page")  # noqa: S106
def _stories(call: FBCall, page: Page) -> JSON:
    return _short(call, page, "story")


def _short(call: FBCall, page: Page, kind: str) -> JSON:
    """Reels and stories: begun here, sent to rupload, finished here."""
    own(call, page.id)
    call.task("CREATE_CONTENT", page.id)
    if call.args.text("upload_phase").lower() == "start":
        video = call.world.add_video(Video(call.world.new_id(), page.id, kind, call.now()))
        return {"video_id": video.id, "upload_url": f"{call.base}/video-upload/{call.version}/{video.id}"}
    video = _uploaded(call, page, kind)
    state = _STATES[call.args.text("video_state", "PUBLISHED")]
    when = call.args.get("scheduled_publish_time")
    if state == "scheduled":
        if when is None:
            raise invalid("The parameter scheduled_publish_time is required")
        window(call, when, rules(call).reel_days)
    if kind == "reel":
        _todays(call, page)
    video.title, video.description = call.args.text("title"), call.args.text("description")
    _begin(call, video, state, when if state == "scheduled" else None)
    return {"success": True, "post_id": post_id(call, video)}


def _uploaded(call: FBCall, page: Page, kind: str) -> Video:
    video = call.world.videos.get(call.args.text("video_id"))
    if video is None or video.page != page.id or video.kind != kind or video.expired:
        raise missing(call.args.text("video_id"), "POST")
    if video.finished is not None:
        raise invalid("The upload is finished already")
    if not video.received or video.received != video.size:
        raise GraphError(
            6000, "There was a problem with your video file: the upload is not complete.", 1363041
        )
    return video


def _todays(call: FBCall, page: Page) -> None:
    """Raises a rate limit when the page has had its reels of a day."""
    since = call.now() - DAY
    reels = [v for v in call.world.videos.values() if v.page == page.id and v.kind == "reel"]
    if sum((video.finished or 0) > since for video in reels) >= rules(call).reels_a_day:
        raise GraphError(4, "You have published too many reels in the last 24 hours.", 1390008)


def post_id(call: FBCall, video: Video) -> str | None:
    if video.post is None:
        return None
    return video.post if rules(call).bare_ids else f"{video.page}_{video.post}"


@PAGE.post("photo_stories", "photo_id!:str", scopes=WRITE, token="page")  # noqa: S106
def _photo_story(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("CREATE_CONTENT", page.id)
    photo = call.world.photos.get(call.args.text("photo_id"))
    if photo is None or photo.page != page.id:
        raise missing(call.args.text("photo_id"), "POST")
    if photo.published or photo.post or photo.story:
        raise invalid("The photo has been used in a post; a story needs one that was not published")
    photo.story = True
    post = Post(call.world.new_id(), page.id, page.id, call.now(), photos=[photo.id], kind="story")
    call.world.add_post(post)
    shown(call, post)
    if not rules(call).story_named:
        return {"success": True}
    return {"success": True, "post_id": post.number if rules(call).bare_ids else post.id}


async def uploaded(call: FBCall, upload: RUpload) -> JSON:
    """All bytes of a reel or a story have come to rupload, or were fetched by it."""
    video = call.world.videos.get(upload.id)
    if video is None or video.expired or video.finished is not None:
        raise missing(upload.id, "POST")
    _with_file(video, upload.file)
    return {"success": True}
