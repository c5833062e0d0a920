"""The fake of Pinwall, a network that exists only here: a wall of posts in memory, behind a small HTTP API."""

import time
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from smmcore.sandbox import RESET

TOKEN = "pin-7c1e9f04a2b84d63"
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
    def __init__(self):
        self.clear()

    def clear(self):
        self.posts, self.comments, self.events, self.faults = {}, {}, [], []
        self.silenced, self.files, self.offset, self.count = set(), 0, 0.0, 0

    def number(self, prefix):
        self.count += 1
        return f"{prefix}{self.count}"

    def now(self):
        return datetime.fromtimestamp(time.time() + self.offset, UTC).isoformat()

    def add_post(self, body):
        if len(body.get("text", "").encode("utf-16-le")) > 2 * LONGEST:
            raise Refused(400, "the text is too long")
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
        if author in self.silenced:
            raise Refused(403, f"{author} may not write here")
        id = self.number("c")
        who = {"id": f"u-{author}", "name": author, "kind": kind}
        comment = {"id": id, "post": post, "text": text, "at": self.now(), "author": who, "parent": parent}
        self.comments[id] = {**comment, "shown": True}
        self.events.append({"id": len(self.events) + 1, "comment": self.comments[id]})
        return self.comments[id]

    def under(self, post, *, hidden=False):
        return [c for c in self.comments.values() if c["post"] == post and (hidden or c["shown"])]


def _authorized(request):
    if request.headers.get("authorization") != f"Bearer {TOKEN}":
        raise Refused(401, "the token is not valid")


class MemoryFake:
    def __init__(self):
        self.world = World()
        self.app = Starlette(
            routes=[
                Route("/posts", self.answer(self.posts), methods=["GET", "POST"]),
                Route("/posts/stats", self.answer(self.post_stats), methods=["GET"]),
                Route("/posts/{id}", self.answer(self.one_post), methods=["PATCH", "DELETE"]),
                Route("/files", self.upload, methods=["POST"]),
                Route("/comments", self.answer(self.comments), methods=["GET", "POST"]),
                Route("/comments/{id}/{act}", self.answer(self.act), methods=["POST"]),
                Route("/events", self.answer(self.events), methods=["GET"]),
                Route("/stats", self.answer(self.stats), methods=["GET"]),
                Route("/_sandbox/{name}", self.control, methods=["POST"]),
            ]
        )

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

    def posts(self, request, _body):
        guid = request.query_params["guid"]
        return {"items": [post for post in self.world.posts.values() if post.get("guid") == guid]}

    def one_post(self, request, body):
        id = request.path_params["id"]
        if request.method == "DELETE":
            self.world.post(id)
            return self.world.posts.pop(id)
        self.world.post(id).update(body)
        return self.world.post(id)

    def post_stats(self, request, _body):
        known = [id for id in request.query_params["ids"].split(",") if id in self.world.posts]
        return {
            id: {"reactions": self.world.posts[id]["reactions"], "comments": len(self.world.under(id))}
            for id in known
        }

    async def upload(self, request):
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
        self.world.files += 1
        return JSONResponse({"id": f"f{self.world.files}", "size": size})

    def comments(self, request, body):
        if request.method == "POST":
            parent = body.get("to")
            post = self.world.comment(parent)["post"] if parent else body["post"]
            return self.world.add_comment(post, body["text"], "the wall", parent, "owner")
        found = self.world.under(request.query_params["post"], hidden=True)
        ids, after = [c["id"] for c in found], request.query_params.get("after")
        start = ids.index(after) + 1 if after else 0
        page = found[start : start + PAGE]
        more = start + PAGE < len(found)
        return {"items": page, "next": page[-1]["id"] if more else None}

    def act(self, request, _body):
        comment, act = self.world.comment(request.path_params["id"]), request.path_params["act"]
        author = comment["author"]["name"]
        if act in {"hide", "unhide", "delete_comment", "restore_comment"}:
            comment["shown"] = act in {"unhide", "restore_comment"}
        elif act in {"ban", "restrict"}:
            self.world.silenced.add(author)
        elif act in {"unban", "unrestrict"}:
            self.world.silenced.discard(author)
        elif act != "react":
            raise Refused(400, f"there is no {act}")
        return comment

    def events(self, request, _body):
        return {"items": self.world.events[int(request.query_params["after"]) :]}

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

    def do_posts(self):
        return list(self.world.posts)

    def do_text(self, post):
        return self.world.post(post).get("text", "")

    def do_comments(self, post):
        return [comment["id"] for comment in self.world.under(post)]

    def do_comment(self, post, person, text, reply_to):
        return self.world.add_comment(post, text, person, reply_to)["id"]

    def do_react(self, post, count):
        self.world.post(post)["reactions"] = count

    def do_vote(self, post, option, count):
        self.world.post(post)["votes"][option] += count
