"""Chalkboard: a small network with a fake of its own, for the tests of `smm`."""

import asyncio
import json
from datetime import UTC, datetime

from attrs import field, frozen
from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route

import smmcore
from smmcore import Comment, Event, Limit, Limits, MediaLimits, Metric, Published, Request, no

TOKEN = "chalk-token-0001"


@frozen
class ChalkSettings:
    base_url: str = "http://127.0.0.1:1"


@frozen
class ChalkOptions(smmcore.Options):
    platform = "chalk"
    sticky: bool = False


def parsed(answer):
    if answer.status == 200:
        return answer.json()["result"]
    message = answer.json()["error"]
    kinds = {401: smmcore.Unauthorized, 404: smmcore.NotThere}
    raise kinds.get(answer.status, smmcore.Rejected)(message, platform="chalk", code=answer.status)


class Chalk:
    name, title = "chalk", "Chalkboard"
    settings, options, secrets = ChalkSettings, ChalkOptions, ("token",)

    def abilities(self, account):
        able = ("text", "photo", "album", "first_comment", "edit", "delete", "pin", "comments", "reply")
        able += ("delete_comment", "ban", "unban", "restrict", "react", "mute", "unmute", "close_comments")
        able += ("page_metrics", "mentions", "reply_privately")
        able += ("account_metrics", "post_metrics", "receive", "check")
        return dict.fromkeys(able, smmcore.YES) | {"story": no("a board shows no stories")}

    def limits(self, account):
        photo = MediaLimits(size=1_000_000, formats=(".png", ".jpg"), source="the board")
        return Limits(text=Limit(280, source="the board"), media=Limit(4, "items"), kinds={"photo": photo})

    def request(self, account, method, path, *, safe=False, **more):
        token = account.secret("token")
        base = account.settings_as(ChalkSettings).base_url
        return Request(method, f"{base}/{token}/{path}", parse=parsed, safe=safe, secrets=[token], **more)

    async def publish(self, io, account, post, steps):
        uploads = [smmcore.Upload("file", media.source.path) for media in post.media]
        ids = []
        for number, upload in enumerate(uploads):
            request = self.request(account, "POST", "files", data={"number": str(number)}, files=[upload])
            ids.append(await steps.run(f"file {number}", request))
        body = {"text": post.plain_text, "key": steps.key, "files": ids}
        id = await steps.run("send", self.request(account, "POST", "posts", json=body))
        if post.first_comment:
            body = {"post": id, "text": smmcore.plain(post.first_comment), "author": "owner"}
            await steps.run("comment", self.request(account, "POST", "comments", json=body))
        return Published(account=account.name, id=id, url=f"https://chalk.example/{id}", at=io.now())

    def rehearse(self, request):
        return f"<id of {request.url.rpartition('/')[2]}>"

    async def find(self, io, account, post, steps):
        found = await io.send(self.request(account, "GET", "posts", safe=True, params={"key": steps.key}))
        if found:
            return smmcore.Found(Published(account=account.name, id=found[0]["id"]))
        return smmcore.Absent("the board was read from top to bottom")

    async def edit(self, io, account, id, post):
        await io.send(self.request(account, "PUT", f"posts/{id}", json={"text": post.plain_text}, safe=True))
        return Published(account=account.name, id=id)

    async def delete(self, io, account, id):
        await io.send(self.request(account, "DELETE", f"posts/{id}", safe=True))

    async def pin(self, io, account, id, *, pinned):
        await io.send(self.request(account, "PUT", f"posts/{id}", json={"pinned": pinned}, safe=True))

    async def comments(self, io, account, *, post=None, cursor=None):
        params = {"post": post} if post else {}
        found = await io.send(self.request(account, "GET", "comments", params=params, safe=True))
        return smmcore.Page([self.comment(data) for data in found])

    def comment(self, data):
        kind = "owner" if data["author"] == "owner" else "person"
        author = smmcore.Author(id=data["author"], name=data["author"].title(), kind=kind)
        return Comment(
            id=data["id"],
            post=data["post"],
            author=author,
            text=data["text"],
            at=datetime(2026, 11, 1, tzinfo=UTC),
        )

    async def reply(self, io, account, comment, text):
        body = {"post": "1", "text": smmcore.plain(text), "author": "owner"}
        id = await io.send(self.request(account, "POST", "comments", json=body))
        return self.comment({"id": id, **body})

    async def reply_privately(self, io, account, comment, text):
        path = f"acts/whisper/{comment}"
        await io.send(self.request(account, "POST", path, json={"text": smmcore.plain(text)}))
        return "m1"

    def fetched(self, account, post):
        return [media.source for media in post.media if isinstance(media, smmcore.Video)]

    async def act(self, io, account, action):
        path = f"acts/{action.act.value}/{action.comment or action.author or action.post}"
        await io.send(self.request(account, "POST", path, json={"reaction": action.reaction}, safe=True))

    async def receive(self, io, account, *, wait=0):
        found = await io.send(self.request(account, "GET", "events", safe=True))
        comments = [self.comment(data) for data in found]
        return [Event(kind="commented", comment=comment, at=comment.at) for comment in comments]

    async def webhook(self, io, account, headers, body):
        return []

    async def account_metrics(self, io, account):
        await io.send(self.request(account, "GET", "me", safe=True))
        return [self.metric(io, smmcore.Subject(account.name), "followers", 12)]

    async def post_metrics(self, io, account, ids):
        found = await io.send(self.request(account, "GET", "posts", safe=True))
        known = {post["id"] for post in found} & set(ids)
        return [
            self.metric(io, smmcore.Subject(account.name, "post", id), "views", 3) for id in sorted(known)
        ]

    async def page_metrics(self, io, account, pages):
        subjects = [smmcore.Subject(account.name, "page", page) for page in pages if page != "nobody"]
        return [self.metric(io, subject, "followers", 7) for subject in subjects]

    async def mentions(self, io, account, *, cursor=None):
        found = await io.send(self.request(account, "GET", "comments", safe=True))
        start, mentions = int(cursor or 0), [self.comment(data) for data in found]
        following = str(start + 2) if len(mentions) > start + 2 else None
        return smmcore.Page(mentions[start : start + 2], following)

    def metric(self, io, subject, name, value):
        now = io.now()
        return Metric(subject=subject, name=name, value=value, end=now, read_at=now, source="chalk:board@1")

    async def check(self, io, account):
        title = await io.send(self.request(account, "GET", "me", safe=True))
        return smmcore.Checkup(account=account.name, ok=True, title=title, facts=("writes in white",))

    def sandbox(self):
        return ChalkSandbox()


@frozen(eq=False)
class World:
    posts: dict = field(factory=dict)
    comments: dict = field(factory=dict)
    events: list = field(factory=list)
    acts: list = field(factory=list)
    faults: list = field(factory=list)
    """What goes wrong with the next calls that publish: `lost`, `refused`, `held`."""
    held: list = field(factory=list)
    """Calls that are not answered until this is cleared."""

    def reset(self):
        for part in (self.posts, self.comments, self.events, self.acts, self.faults, self.held):
            part.clear()


class ChalkSandbox:
    def __init__(self):
        self.world = World()
        paths = {"posts": self.on_posts, "posts/{id}": self.on_post, "comments": self.on_comments}
        paths |= {
            "acts/{act}/{id}": self.on_act,
            "events": self.on_events,
            "me": self.me,
            "files": self.on_files,
        }
        methods = ["GET", "POST", "PUT", "DELETE"]
        routes = [
            Route(f"/{{token}}/{path}", self.guarded(serve), methods=methods) for path, serve in paths.items()
        ]
        self.app = Starlette(routes=[Route("/page", self.page_of), *routes])

    def guarded(self, serve):
        async def checked(request):
            if request.path_params["token"] != TOKEN:
                return JSONResponse({"error": "the token is wrong; ask for a new one"}, 401)
            return await serve(request)

        return checked

    async def page_of(self, request):
        return PlainTextResponse("SANDBOX\n" + "\n".join(post["text"] for post in self.world.posts.values()))

    async def on_posts(self, request):
        posts = list(self.world.posts.values())
        if request.method == "GET":
            key = request.query_params.get("key")
            return JSONResponse({"result": [post for post in posts if key in {None, post["key"]}]})
        fault = self.world.faults.pop(0) if self.world.faults else ""
        if fault == "refused":
            return JSONResponse({"error": "the board is full; wipe it"}, 400)
        if fault == "held":
            self.world.held.append(fault)
            while self.world.held:  # noqa: ASYNC110 - the test that clears it is in another thread
                await asyncio.sleep(0.01)
        id = str(len(posts) + 1)
        if fault != "lost and absent":
            self.world.posts[id] = {"id": id, **json.loads(await request.body())}
        return PlainTextResponse("oops", 502) if fault.startswith("lost") else JSONResponse({"result": id})

    async def on_post(self, request):
        id = request.path_params["id"]
        if id not in self.world.posts:
            return JSONResponse({"error": f"there is no post {id}"}, 404)
        if request.method == "DELETE":
            del self.world.posts[id]
        else:
            self.world.posts[id] |= json.loads(await request.body())
        return JSONResponse({"result": True})

    async def on_comments(self, request):
        if request.method == "POST":
            id = f"c{len(self.world.comments) + 1}"
            self.world.comments[id] = {"id": id, **json.loads(await request.body())}
            return JSONResponse({"result": id})
        post = request.query_params.get("post")
        return JSONResponse(
            {"result": [c for c in self.world.comments.values() if post in {None, c["post"]}]}
        )

    async def on_act(self, request):
        act, id = request.path_params["act"], request.path_params["id"]
        if id == "nobody":
            return JSONResponse({"error": "there is no nobody"}, 404)
        self.world.acts.append((act, id))
        return JSONResponse({"result": True})

    async def on_events(self, request):
        found = list(self.world.events)
        self.world.events.clear()
        return JSONResponse({"result": found})

    async def on_files(self, request):
        form = await request.form()
        return JSONResponse({"result": f"f{form['file'].size}"})

    async def me(self, request):
        return JSONResponse({"result": "The board by the door"})

    def account(self, url, name="sandbox"):
        return smmcore.Account(name, "chalk", "door", settings={"base_url": url}, secrets={"token": TOKEN})

    def page(self, url):
        return f"{url}/page"


@smmcore.hookimpl
def smm_platforms():
    yield Chalk()
