"""A network as small as can be, on the base that the real fakes stand on: a Page with notes, remarks and figures."""

from attrs import Factory, define, frozen

from smmcore.models import Account
from smmcore_meta.sandbox import (
    DAY,
    EVERY_TASK,
    INSIGHTS,
    App,
    Audience,
    Call,
    Kind,
    Listing,
    MetaSandbox,
    Metric,
    Network,
    Node,
    Token,
    Unfetchable,
    User,
    World,
    answer_insights,
    invalid,
    page_tasks,
    page_token,
    subscribe,
    subscribed,
    unsubscribe,
)

APP, SECRET = "700000000000001", "sandbox-app-secret"
PAGE_ID, OWNER = "100200300400501", "100000000000007"
PAGE_TOKEN, USER_TOKEN, IG_TOKEN = "EAAG-SANDBOX-page", "EAAG-SANDBOX-user", "IGAA-SANDBOX-account"
SCOPES = frozenset({"pages_show_list", "pages_manage_posts", "pages_read_engagement", "read_insights"})
METRICS = {
    "views": Metric(("day", "week"), ("is_from_ads",)),
    "reach": Metric(("day",), ("follow_type", "media"), totals=True),
    "clicks": Metric(),
}


@define(eq=False)
class Remark:
    id: str
    message: str
    created: float


@define(eq=False)
class Note:
    id: str
    message: str
    created: float
    remarks: list[Remark] = Factory(list)


@define(eq=False)
class Shop:
    id: str
    name: str
    about: str = ""
    notes: list[Note] = Factory(list)


@define(eq=False)
class Shops(World):
    settled: int = 0


PAGE = Kind("Page", official=("Page",), usual=("id", "name"))
PAGE.plain("name", "about")
NOTE = Kind("Post", usual=("id", "message", "created_time"))
NOTE.plain("message")
REMARK = Kind("Comment", usual=("id", "message"))
REMARK.plain("message")


@PAGE.field("access_token")
def _token(call, page):
    return page_token(call, page.id)


@PAGE.field("tasks")
def _tasks(call, page):
    return sorted(page_tasks(call, page.id))


@PAGE.field("location")
def _location(_call, _page):
    return {"city": "Tula", "zip": "300000"}


@PAGE.get("feed", scopes="pages_read_engagement", token="page", paging="time")
def _feed(call, page):
    return Listing(
        [call.find(note.id) for note in reversed(page.notes)], time=lambda node: node.object.created
    )


@PAGE.get("notes", "colour:one{red|blue}", summary=True)
def _notes(call, page):
    return Listing([call.find(n.id) for n in page.notes], summary={"total_count": len(page.notes)})


@PAGE.get("hashtagged", paging="after")
def _hashtagged(call, page):
    return [call.find(note.id) for note in page.notes]


@PAGE.get("discovery", "username!:str", paging="none")
def _discovery(call, page):
    if call.args.text("username") != page.name.lower():
        raise invalid("Cannot find User with username")
    return Node(PAGE, page, page.id)


@PAGE.get("insights", INSIGHTS, scopes="read_insights", paging="none")
def _insights(call, page):
    def value(ask):
        if ask.breakdown == "is_from_ads":
            return {"0": 25, "1": 0}
        if ask.breakdown:
            return {"FOLLOWER,FEED": 9, "NON_FOLLOWER,FEED": 5} if "," in ask.breakdown else {"FOLLOWER": 9}
        return {"link": 3} if ask.metric == "clicks" else int((ask.end - ask.start) / DAY)

    return answer_insights(call, page.id, METRICS, value)


@PAGE.post(
    "feed",
    "message:str published:flag attached_media:json scheduled_publish_time:time",
    scopes="pages_manage_posts",
    token="page",
)
def _write(call, page):
    note = Note(f"{page.id}_{call.world.new_id()}", call.args.text("message"), call.now())
    page.notes.append(note)
    call.world.add(NOTE, note, note.id)
    call.tell(page.id, "feed", {"item": "post", "post_id": note.id})
    return {"id": note.id, "attached": call.args.json("attached_media")}


@PAGE.post("photos", "url:str source:file")
async def _photos(call, _page):
    if "source" in call.files:
        stored = call.files["source"]
    else:
        try:
            stored = await call.fetch(call.args.text("url"), ("image/png",), 2000)
        except Unfetchable as error:
            raise error.error() from None
    return {"size": stored.size, "width": stored.width, "sha256": stored.sha256}


@PAGE.post("subscribed_apps", "subscribed_fields!:list")
def _subscribe(call, page):
    return subscribe(call, page.id, {"feed", "mention"})


@PAGE.get("subscribed_apps", paging="none")
def _subscribed(call, page):
    return subscribed(call, page.id)


@PAGE.delete("subscribed_apps")
def _unsubscribe(call, page):
    return unsubscribe(call, page.id)


@PAGE.update("about:str")
def _update(call, page):
    page.about = call.args.text("about")
    return {"success": True}


@NOTE.field("created_time")
def _created(call, note):
    return call.iso(note.created)


@NOTE.delete()
def _delete(call, note):
    call.world.remove(note.id)
    return {"success": True}


@NOTE.get("comments", "order:one{chronological}", summary=True)
def _remarks(_call, note):
    return Listing([Node(REMARK, r, r.id) for r in note.remarks], summary={"total_count": len(note.remarks)})


ROOT = Kind("Root")


@ROOT.get("tag_search", "q!:str", paging="none")
def _search(call, _root):
    return [{"id": "1", "name": call.args.text("q")}]


@frozen(kw_only=True)
class Remarking:
    post: str
    person: str
    text: str
    reply_to: str | None = None
    as_page: bool = False

    async def act(self, core):
        note = core.world.nodes[self.post].object
        note.remarks.append(Remark(core.world.new_id(), self.text, core.clock.now()))
        return {"id": note.remarks[-1].id}


@frozen(kw_only=True)
class Writing:
    count: int

    def act(self, core):
        page = core.world.nodes[PAGE_ID].object
        start = core.clock.now() - self.count
        for number in range(self.count):
            note = Note(f"{page.id}_{core.world.new_id()}", f"No. {number}", start + number // 2)
            page.notes.append(note)
            core.world.add(NOTE, note, note.id)
        return {"ids": [note.id for note in page.notes]}


ACTIONS = {"comments": Remarking, "notes": Writing}


class ShopNetwork(Network[Shops]):
    name = "shop"
    object = "page"
    kinds = (PAGE, NOTE, REMARK)
    root = ROOT
    actions = ACTIONS

    def seed(self, clock):
        world = Shops()
        world.add_app(App(APP, SECRET))
        world.add_user(User(OWNER, "Olga Orlova", {PAGE_ID: EVERY_TASK}))
        world.add(PAGE, Shop(PAGE_ID, "Bakery", "Bread"), PAGE_ID)
        now = clock.now()
        world.add_token(Token(PAGE_TOKEN, "page", APP, OWNER, PAGE_ID, SCOPES, now))
        world.add_token(Token(USER_TOKEN, "user", APP, OWNER, "", SCOPES, now, now + 60 * DAY))
        world.add_token(Token(IG_TOKEN, "instagram", APP, "", PAGE_ID, SCOPES, now, now + 60 * DAY))
        return world

    def settle(self, core):
        core.world.settled += 1

    def publishes(self, incoming):
        return incoming.verb == "POST" and incoming.parts[-1:] == ("feed",)

    async def uploaded(self, call: Call, upload):
        if upload.size == 13:
            raise invalid("thirteen bytes are no video")
        return {"success": True, "sha256": upload.file.sha256}

    def view(self, core):
        page = core.world.nodes[PAGE_ID].object
        posts = [
            {
                "id": note.id,
                "text": note.message,
                "date": int(note.created),
                "shown": note.id in core.world.nodes,
                "comments": [
                    {"id": r.id, "author": "Ann", "text": r.message, "date": int(r.created), "shown": True}
                    for r in note.remarks
                ],
            }
            for note in reversed(page.notes)
        ]
        return {"name": page.name, "about": page.about, "posts": posts}

    def state(self, core):
        return {"settled": core.world.settled}


class ShopAudience(Audience):
    def __init__(self):
        super().__init__(MetaSandbox(ShopNetwork()))

    def account(self, url, name="sandbox"):
        return Account(name, "shop", PAGE_ID, settings={"base_url": url}, secrets={"token": PAGE_TOKEN})
