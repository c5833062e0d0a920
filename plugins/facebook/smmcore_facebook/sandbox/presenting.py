"""How a page presents itself: its fields, cover, picture, settings; and whom it does not want to see."""

from smmcore_meta.sandbox import (
    JSON,
    GraphError,
    Listing,
    Node,
    Unfetchable,
    invalid,
    page_tasks,
    page_token,
    subscribe,
    subscribed,
    unsubscribe,
)

from .kinds import MANAGE, PAGE, PROFILE, READ
from .posting import PICTURES
from .reading import SITE, picture_url
from .world import Page
from .writing import FBCall, own, rules

HOOKS = (
    "feed",
    "mention",
    "messages",
    "conversations",
    "ratings",
    "videos",
    "name",
    "picture",
    "description",
)
"""The fields of webhooks that an application may ask for; only the first two are told here."""
_ABOUT = 100
"""Characters of `about`."""

PAGE.plain("id", "name", "username", "category")


def _told(name: str) -> None:
    """A field that pages leave out while it is empty."""

    @PAGE.field(name)
    def read(_call: FBCall, page: Page) -> object:
        return getattr(page, name) or None


for _name in ("about", "description", "website", "phone", "emails"):
    _told(_name)


@PAGE.field("link")
def _link(_call: FBCall, page: Page) -> str:
    return f"{SITE}/{page.username or page.id}"


@PAGE.field("fan_count")
@PAGE.field("followers_count")
def _followers(call: FBCall, page: Page) -> int:
    public(call, page)
    return page.followers


@PAGE.field("talking_about_count")
def _talking(call: FBCall, page: Page) -> int:
    public(call, page)
    return sum(count for _, what, count in page.activity if what == "engagement")


@PAGE.field("is_published")
@PAGE.field("can_post")
def _yes(_call: FBCall, _page: Page) -> bool:
    return True


@PAGE.field("cover")
def _cover(call: FBCall, page: Page) -> JSON | None:
    if page.cover is None:
        return None
    photo = call.world.photos[page.cover["cover_id"]]
    return {**page.cover, "id": photo.id, "source": picture_url(call, photo.file)}


@PAGE.field("access_token")
def _access_token(call: FBCall, page: Page) -> str | None:
    return page_token(call, page.id)


@PAGE.field("tasks", beside="in answers of /me/accounts; Meta's files have it as an edge's")
def _tasks(call: FBCall, page: Page) -> list[str] | None:
    return sorted(page_tasks(call, page.id)) or None


def public(call: FBCall, page: Page) -> None:
    """What other pages' figures take. Raises error 100, as Meta words it."""
    if page.id in {call.token.profile, *_roles(call)} or rules(call).public_access:
        return
    raise GraphError(
        100,
        "(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not"
        " support this operation. This endpoint requires the 'pages_read_engagement' permission or the"
        " 'Page Public Content Access' feature or the 'Page Public Metadata Access' feature.",
    )


def _roles(call: FBCall) -> set[str]:
    user = call.world.users.get(call.token.user)
    return set(user.roles) if user else set()


@PAGE.update(
    "about:str description:str website:str phone:str emails:list cover:str offset_x:num offset_y:num focus_x:num "
    "focus_y:num no_feed_story:flag no_notification:flag",
    scopes=MANAGE,
    token="page",  # noqa: S106 - a kind
)
def _change(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("MANAGE", page.id)
    if len(call.args.text("about")) > _ABOUT:
        raise invalid(f"about is longer than {_ABOUT} characters")
    for name in ("about", "description", "website", "phone", "emails"):
        if name in call.args:
            setattr(page, name, call.args.get(name))
    if "cover" in call.args:
        _set_cover(call, page, call.args.text("cover"))
    return {"success": True}


def _set_cover(call: FBCall, page: Page, id: str) -> None:
    photo = call.world.photos.get(id)
    if photo is None or photo.page != page.id:
        raise invalid("The cover must be a photo of the page's")
    photo.cover = True
    offsets = {name: call.args.get(name, 50) for name in ("offset_x", "offset_y")}
    page.cover = {"cover_id": id, **offsets}


@PAGE.get("picture", "redirect:flag type:str width:int height:int", paging="none")
def _picture(call: FBCall, page: Page) -> JSON:
    shown = call.core.files.stored.get(page.picture or "")
    url = picture_url(call, page.picture) if shown else f"{call.base}/_sandbox/files/none"
    size = {"width": shown.width, "height": shown.height} if shown else {"width": 200, "height": 200}
    return {"data": {"url": url, "is_silhouette": shown is None, **size}}


@PAGE.post(
    "picture",
    "picture:str",
    beside="source:file",
    why="the file itself is a part of the form; Meta's files list only what is text",
    scopes=MANAGE,
    token="page",  # noqa: S106
)
async def _set_picture(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("MANAGE", page.id)
    stored = call.files.get("source")
    if stored is None:
        if "picture" not in call.args:
            raise GraphError(324, "(#324) Requires upload file")
        try:
            stored = await call.fetch(call.args.text("picture"), types=PICTURES, most=rules(call).photo_bytes)
        except Unfetchable as error:
            raise invalid(f"Missing or invalid image file: {error}") from None
    if stored.width <= 0:
        raise GraphError(100, "Invalid parameter", 1366046)
    page.picture = stored.sha256
    return {"success": True}


@PAGE.get("settings", scopes=MANAGE, token="page", paging="none")  # noqa: S106
def _settings(_call: FBCall, page: Page) -> Listing:
    return Listing([{"setting": name, "value": value} for name, value in page.settings.items()])


@PAGE.post("settings", "option!:json", scopes=MANAGE, token="page")  # noqa: S106
def _set(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("MANAGE", page.id)
    option = call.args.json("option")
    if not isinstance(option, dict) or not set(option) <= set(page.settings):
        raise invalid(f"Param option must be one of {', '.join(page.settings)}")
    page.settings |= option
    return {"success": True}


_WHO = "user:json psid:json asid:json uid:json"
_ONE = "user:int psid:int asid:str uid:int"
"""Blocking takes several people, lifting it one."""


def _meant(call: FBCall) -> list[str]:
    """The people of whichever parameter. Raises error 100."""
    ids: list[str] = []
    for name in ("user", "psid", "asid", "uid"):
        given = call.args.json(name, [])
        ids += [str(id) for id in (given if isinstance(given, list) else [given])]
    if not ids:
        raise invalid("The parameter user is required")
    for id in ids:
        if id not in call.world.people and id not in call.world.pages:
            raise invalid(f"There is no user {id}")
    return ids


@PAGE.get("blocked", "uid:int user:int", scopes=READ, token="page")  # noqa: S106
def _blocked(call: FBCall, page: Page) -> Listing:
    known = {**call.world.people, **call.world.pages}
    return Listing([Node(PROFILE, known[id], id) for id in sorted(page.blocked)])


@PAGE.post("blocked", _WHO, token="page")  # noqa: S106
def _block(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("MODERATE", page.id)
    ids = _meant(call)
    page.blocked.update(ids)
    return dict.fromkeys(ids, True)


@PAGE.delete("blocked", _ONE, token="page")  # noqa: S106
def _unblock(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    call.task("MODERATE", page.id)
    page.blocked.difference_update(_meant(call))
    return {"success": True}


@PAGE.get("subscribed_apps", scopes=MANAGE, token="page", paging="none")  # noqa: S106
def _subscribed(call: FBCall, page: Page) -> list[JSON]:
    return subscribed(call, page.id)


@PAGE.post("subscribed_apps", "subscribed_fields!:list", scopes=MANAGE, token="page")  # noqa: S106
def _subscribe(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    return subscribe(call, page.id, HOOKS)


@PAGE.delete("subscribed_apps", scopes=MANAGE, token="page")  # noqa: S106
def _unsubscribe(call: FBCall, page: Page) -> JSON:
    own(call, page.id)
    return unsubscribe(call, page.id)
