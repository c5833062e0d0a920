"""A fake of Pinboard's API: what it keeps, what it refuses, and its audience."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pinboard
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

import smmcore

TOKEN = "pin-sandbox-4c1f7a"  # noqa: S105 - known to everybody
PAGE = 50


class Refusal(Exception):
    def __init__(self, status: int, message: str) -> None:
        self.status, self.message = status, message


# start of world
class World:
    """What a board consists of."""

    def __init__(self) -> None:
        self.pins: dict[str, dict[str, Any]] = {}
        self.notes: dict[str, dict[str, Any]] = {}
        self.ahead = timedelta(0)
        self.last = 0

    def stamp(self) -> dict[str, str]:
        self.last += 1
        return {"id": str(self.last), "at": (datetime.now(UTC) + self.ahead).isoformat()}

    def add_pin(self, body: dict[str, Any]) -> dict[str, Any]:
        if not 1 <= len(body["text"]) <= 500:
            raise Refusal(400, "a pin has 1 to 500 characters")
        pin: dict[str, Any] = {**self.stamp(), "hearts": 0, **body}
        return self.pins.setdefault(pin["id"], pin)

    def add_note(self, pin: str, text: str, author: dict[str, Any], reply_to: str | None) -> dict[str, Any]:
        if pin not in self.pins:
            raise Refusal(404, f"there is no pin {pin}")
        note: dict[str, Any] = {
            **self.stamp(),
            "pin": pin,
            "text": text,
            "author": author,
            "reply_to": reply_to,
        }
        return self.notes.setdefault(note["id"], note)

    def under(self, pin: str | None) -> list[dict[str, Any]]:
        return [note for note in self.notes.values() if pin in {None, note["pin"]}]

    # end of world


class PinboardApp:
    """The service itself, below `/`, and the audience's side below `/_sandbox`."""

    def __init__(self) -> None:
        self.world = World()
        self.app = Starlette(
            routes=[
                Route("/board", self._endpoint(self._board)),
                Route("/pins", self._endpoint(self._pins)),
                Route("/pins", self._endpoint(self._new_pin), methods=["POST"]),
                Route("/notes", self._endpoint(self._notes)),
                Route("/notes/{id}", self._endpoint(self._remove), methods=["DELETE"]),
                Route("/notes/{id}/replies", self._endpoint(self._answer), methods=["POST"]),
                Route("/counts", self._endpoint(self._counts)),
                Route("/_sandbox/{act}", self._play, methods=["POST"]),
            ]
        )

    def _endpoint(self, handler: Callable[[Request, Any], Any]) -> Any:
        async def endpoint(request: Request) -> Response:
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return JSONResponse({"message": "this token is not valid"}, 401)
            try:
                body = await request.json() if request.method == "POST" else None
                return JSONResponse(handler(request, body))
            except Refusal as refusal:
                return JSONResponse({"message": refusal.message}, refusal.status)

        return endpoint

    def _board(self, _request: Request, _body: Any) -> Any:
        return {"title": "Sandbox board", "followers": 120}

    def _pins(self, request: Request, _body: Any) -> Any:
        ref = request.query_params["ref"]
        return {"pins": [pin for pin in self.world.pins.values() if pin.get("ref") == ref]}

    def _notes(self, request: Request, _body: Any) -> Any:
        after = int(request.query_params.get("after", 0))
        left = [n for n in self.world.under(request.query_params.get("pin")) if int(n["id"]) > after]
        return {"notes": left[:PAGE], "next": left[PAGE - 1]["id"] if len(left) > PAGE else None}

    def _remove(self, request: Request, _body: Any) -> Any:
        self.world.notes.pop(request.path_params["id"], None)
        return {}

    def _answer(self, request: Request, body: Any) -> Any:
        above = self.world.notes.get(request.path_params["id"])
        if above is None:
            raise Refusal(404, "there is no such note")
        owner = {"id": "board", "name": "Sandbox board", "owner": True}
        return self.world.add_note(above["pin"], body["text"], owner, above["id"])

    def _counts(self, request: Request, _body: Any) -> Any:
        ids = request.query_params["ids"].split(",")
        if len(ids) > 100:
            raise Refusal(400, "at most 100 pins at once")
        known = [self.world.pins[id] for id in ids if id in self.world.pins]
        return {
            "counts": [
                {"id": p["id"], "hearts": p["hearts"], "notes": len(self.world.under(p["id"]))} for p in known
            ]
        }

    def _new_pin(self, _request: Request, body: Any) -> Any:
        return self.world.add_pin(body)

    async def _play(self, request: Request) -> Response:
        body, world = await request.json(), self.world
        try:
            answer = getattr(self, f"_play_{request.path_params['act']}")(world, **body)
        except Refusal as refusal:
            return JSONResponse({"message": refusal.message}, refusal.status)
        return JSONResponse(answer)

    def _play_reset(self, world: World) -> None:
        world.__init__()  # type: ignore[misc] # a fresh world in the same place

    def _play_advance(self, world: World, seconds: float) -> None:
        world.ahead += timedelta(seconds=seconds)

    def _play_comment(self, world: World, post: str, person: str, text: str, reply_to: str | None) -> str:
        author = {"id": f"person-{person}", "name": person}
        return str(world.add_note(post, text, author, reply_to)["id"])

    def _play_react(self, world: World, post: str, count: int) -> None:
        world.pins[post]["hearts"] = count

    def _play_posts(self, world: World) -> list[str]:
        return list(world.pins)

    def _play_text(self, world: World, post: str) -> str:
        return str(world.pins[post]["text"])

    def _play_comments(self, world: World, post: str) -> list[str]:
        return [note["id"] for note in world.under(post)]


# start of sandbox
class PinboardSandbox:
    """See `smmcore.FakeNetwork`: the app, an account that is ready, and the audience."""

    def __init__(self) -> None:
        self.app = PinboardApp().app

    def account(self, url: str, name: str = "sandbox") -> smmcore.Account:
        return smmcore.Account(
            name, "pinboard", "sandbox-board", settings={"url": url}, secrets={"token": TOKEN}
        )

    # end of sandbox

    async def comment(
        self,
        io: smmcore.IO,
        url: str,
        *,
        post: str,
        person: str,
        text: str,
        reply_to: str | None = None,
        as_page: bool = False,
    ) -> str:
        said = {"post": post, "person": person, "text": text, "reply_to": reply_to}
        return str(await play(io, url, "comment", **said))

    async def react(self, io: smmcore.IO, url: str, *, post: str, emoji: str, count: int) -> None:
        await play(io, url, "react", post=post, count=count)

    async def vote(self, io: smmcore.IO, url: str, *, post: str, option: int, count: int) -> None:
        raise smmcore.Unsupported("Pinboard has no polls", platform="pinboard")

    async def advance(self, io: smmcore.IO, url: str, seconds: float) -> None:
        await play(io, url, "advance", seconds=seconds)

    async def posts(self, io: smmcore.IO, url: str) -> Sequence[str]:
        return list(await play(io, url, "posts"))

    async def text(self, io: smmcore.IO, url: str, *, post: str) -> str:
        return str(await play(io, url, "text", post=post))

    async def comments(self, io: smmcore.IO, url: str, *, post: str) -> Sequence[str]:
        return list(await play(io, url, "comments", post=post))

    async def reset(self, io: smmcore.IO, url: str) -> None:
        await play(io, url, "reset")

    def page(self, url: str) -> str:
        return url


async def play(io: smmcore.IO, url: str, act: str, **body: Any) -> Any:
    request = smmcore.Request(
        "POST", f"{url}/_sandbox/{act}", json=body, parse=pinboard.parsed, safe=True, label=f"sandbox {act}"
    )
    return await io.send(request)
