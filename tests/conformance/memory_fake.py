"""The fake of Pinwall, a network that exists only here: a wall of posts in memory, behind a small HTTP API."""

import secrets
import time
from copy import deepcopy
from datetime import UTC, datetime

import httpx
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from smmcore.sandbox import RESET

TOKEN = "pin-7c1e9f04a2b84d63"
SESSION = "ses-90b2d7"
HOOK_SECRET = "hook-55d0c3e1f7aa"
LONGEST = 500
PAGE = 50


class Refused(Exception):
    def __init__(self, status, message, **more):
        self.status, self.body = status, {"error": message, **more}


class Silence(Response):
    """No answer at all; with `reset`, the connection is cut as well."""

    def __init__(self, *, reset):
        super().__init__()
        self.reset = reset

    async def __call__(self, scope, receive, send):
        if self.reset:
            scope["extensions"][RESET]()
        ended = False
        while not ended:
            ended = (await receive())["type"] == "http.disconnect"


class World:
    def __init__(self, *, dedupes=False):
        self.dedupes = dedupes
        self.clear()

    def clear(self):
        self.posts, self.comments, self.events, self.faults = {}, {}, [], []
        self.silenced, self.muted, self.closed = set(), set(), set()
        self.files, self.messages, self.offset, self.count = 0, [], 0.0, 0

    def number(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def now(self):
        return datetime.fromtimestamp(time.time() + self.offset, UTC).isoformat()

    def add_post(self, body):
        if len(body.get("text", "").encode("utf-16-le")) > 2 * LONGEST:
            raise Refused(400, "the text is too long")
        again = [post for post in self.posts.values() if post.get("guid") == body.get("guid")]
        if self.dedupes and again:
            return again[0]
        id = self.number("p")
        votes = [0] * len((body.get("poll") or {}).get("options", ()))
        self.posts[id] = {"id": id, "at": self.now(), "reactions": 0, "votes": votes, **body}
        return self.posts[id]

    def post(self, id):
        if id not in self.posts:
            raise Refused(404, f"there is no post {id}")
        return self.posts[id]

    def comment(self, id):
        if id not in self.comments:
            raise Refused(404, f"there is no comment {id}")
        return self.comments[id]

    def add_comment(self, post, text, author, parent=None, kind="person"):
        self.post(post)
        if author in self.silenced or post in self.closed:
            raise Refused(403, f"{author} may not write here")
        id = self.number("c")
        who = {"id": f"u-{author}", "name": author, "kind": kind}
        comment = {
            "id": id,
            "post": post,
            "text": text,
            "at": self.now(),
            "author": who,
            "parent": parent,
            "muted": False,
        }
        self.comments[id] = {**comment, "shown": True}
        self.events.append({"id": len(self.events) + 1, "comment": self.comments[id]})
        return self.comments[id]

    def under(self, post, *, hidden=False):
        return [c for c in self.comments.values() if c["post"] == post and (hidden or c["shown"])]


def _authorized(request):
    allowed = f"Bearer {TOKEN}" if request.url.path == "/session" else f"Bearer {SESSION}"
    if not request.headers.get("authorization", "").startswith(allowed):
        raise Refused(401, "the token is not valid")


class MemoryFake:
    """With `dedupes`, the same guid is the same post; with `lags`, readers see what was there at the last settling."""

    def __init__(self, *, dedupes=False, lags=False):
        self.world, self.settled = World(dedupes=dedupes), World()
        self.lags = lags
        self.app = Starlette(
            routes=[
                Route("/session", self.answer(self.session), methods=["POST"]),
                Route("/posts", self.answer(self.posts), methods=["GET", "POST"]),
                Route("/posts/stats", self.answer(self.post_stats), methods=["GET"]),
                Route("/posts/{id}", self.answer(self.one_post), methods=["PATCH", "DELETE"]),
                Route("/posts/{id}/{act}", self.answer(self.act_on_post), methods=["POST"]),
                Route("/files", self.upload, methods=["POST"]),
                Route("/messages", self.answer(self.messages), methods=["POST"]),
                Route("/comments", self.answer(self.comments), methods=["GET", "POST"]),
                Route("/comments/{id}/{act}", self.answer(self.act), methods=["POST"]),
                Route("/events", self.answer(self.events), methods=["GET"]),
                Route("/pages", self.answer(self.pages), methods=["GET"]),
                Route("/mentions", self.answer(self.mentions), methods=["GET"]),
                Route("/stats", self.answer(self.stats), methods=["GET"]),
                Route("/_sandbox/{name}", self.control, methods=["POST"]),
            ]
        )

    @property
    def readers(self):
        """The world as readers see it."""
        return self.settled if self.lags else self.world

    def answer(self, handler):
        async def endpoint(request):
            try:
                _authorized(request)
                body = await request.json() if request.method in {"POST", "PATCH"} else {}
                if handler == self.posts and request.method == "POST":
                    return self.disturbed(request, body)
                return JSONResponse(handler(request, body))
            except Refused as refused:
                return JSONResponse(refused.body, refused.status)

        return endpoint

    def disturbed(self, request, body):
        """Publish, with the fault that waits for it."""
        fault = self.world.faults.pop(0) if self.world.faults else {"kind": ""}
        kind = fault["kind"]
        if kind == "limited":
            raise Refused(429, "too fast", retry_after=fault["retry_after"])
        acts = not kind.endswith("_before") and kind != "echo_secret"
        made = self.world.add_post(body) if acts else None
        if kind.startswith(("hang", "reset")):
            return Silence(reset=kind.startswith("reset"))
        if kind.startswith("error"):
            return JSONResponse({"error": "internal"}, 500)
        if kind == "html_after":
            return HTMLResponse("<h1>Bad gateway</h1>", 502)
        if kind == "garbage_after":
            return Response(b'{"id": ', media_type="application/json")
        if kind == "echo_secret":
            return JSONResponse({"url": str(request.url), "headers": dict(request.headers)}, 500)
        return JSONResponse(made)

    def session(self, _request, _body):
        return {"session": f"{SESSION}-{secrets.token_hex(8)}"}

    def posts(self, request, _body):
        guid = request.query_params["guid"]
        return {"items": [post for post in self.readers.posts.values() if post.get("guid") == guid]}

    def one_post(self, request, body):
        id = request.path_params["id"]
        if request.method == "DELETE":
            self.world.post(id)
            return self.world.posts.pop(id)
        self.world.post(id).update(body)
        return self.world.post(id)

    def post_stats(self, request, _body):
        known = [id for id in request.query_params["ids"].split(",") if id in self.readers.posts]
        return {
            id: {"reactions": self.readers.posts[id]["reactions"], "comments": len(self.readers.under(id))}
            for id in known
        }

    async def upload(self, request):
        if request.headers["content-type"] == "application/json":
            return await self.fetch((await request.json())["url"])
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
        self.world.files += 1
        return JSONResponse({"id": f"f{self.world.files}", "size": size})

    async def fetch(self, url):
        async with httpx.AsyncClient(trust_env=False) as client:
            found = await client.get(url)
        if found.status_code != 200:
            return JSONResponse({"error": f"{url} cannot be fetched"}, 400)
        self.world.files += 1
        return JSONResponse({"id": f"f{self.world.files}", "size": len(found.content)})

    def messages(self, _request, body):
        self.world.comment(body["to"])
        self.world.messages.append(body["text"])
        return {"id": f"m{len(self.world.messages)}"}

    def comments(self, request, body):
        if request.method == "POST":
            parent = body.get("to")
            post = self.world.comment(parent)["post"] if parent else body["post"]
            return self.world.add_comment(post, body["text"], "the wall", parent, "owner")
        found = self.readers.under(request.query_params["post"], hidden=True)
        ids, after = [c["id"] for c in found], request.query_params.get("after")
        start = ids.index(after) + 1 if after else 0
        return self.page_of(found, start)

    def mentions(self, request, _body):
        found = [c for c in reversed(self.readers.comments.values()) if "@wall" in c["text"]]
        ids, after = [c["id"] for c in found], request.query_params.get("after")
        return self.page_of(found, ids.index(after) + 1 if after else 0)

    def page_of(self, comments, start):
        """Some comments as the account sees them, and where the next are."""
        items = [
            {**c, "muted": c["author"]["name"] in self.readers.muted} for c in comments[start : start + PAGE]
        ]
        return {"items": items, "next": items[-1]["id"] if start + PAGE < len(comments) else None}

    def pages(self, request, _body):
        return {
            "items": [
                {"name": name, "followers": 7}
                for name in request.query_params["names"].split(",")
                if name == "wall"
            ]
        }

    def act_on_post(self, request, _body):
        id, act = request.path_params["id"], request.path_params["act"]
        self.world.post(id)
        change = {"close_comments": self.world.closed.add, "open_comments": self.world.closed.discard}
        if act not in change:
            raise Refused(400, f"there is no {act}")
        change[act](id)
        return {}

    def act(self, request, _body):
        comment, act = self.world.comment(request.path_params["id"]), request.path_params["act"]
        author = comment["author"]["name"]
        if act in {"hide", "unhide", "delete_comment", "restore_comment"}:
            comment["shown"] = act in {"unhide", "restore_comment"}
        elif act in {"ban", "restrict"}:
            self.world.silenced.add(author)
        elif act in {"unban", "unrestrict"}:
            self.world.silenced.discard(author)
        elif act == "mute":
            self.world.muted.add(author)
        elif act == "unmute":
            self.world.muted.discard(author)
        elif act != "react":
            raise Refused(400, f"there is no {act}")
        return comment

    def events(self, request, _body):
        return {"items": self.readers.events[int(request.query_params["after"]) :]}

    def stats(self, _request, _body):
        return {"id": "wall", "followers": 42}

    async def control(self, request):
        body = await request.json()
        try:
            return JSONResponse(getattr(self, f"do_{request.path_params['name']}")(**body))
        except Refused as refused:
            return JSONResponse(refused.body, refused.status)

    def do_reset(self):
        self.world.clear()

    def do_advance(self, seconds):
        self.world.offset += seconds

    def do_fault(self, **fault):
        self.world.faults.append(fault)

    def do_settle(self):
        self.settled = deepcopy(self.world)

    def do_posts(self):
        return list(self.readers.posts)

    def do_text(self, post):
        return self.readers.post(post).get("text", "")

    def do_comments(self, post):
        return [comment["id"] for comment in self.readers.under(post)]

    def do_comment(self, post, person, text, reply_to):
        return self.world.add_comment(post, text, person, reply_to)["id"]

    def do_react(self, post, count):
        self.world.post(post)["reactions"] = count

    def do_vote(self, post, option, count):
        self.world.post(post)["votes"][option] += count
