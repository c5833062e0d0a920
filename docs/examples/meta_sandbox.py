"""A network on the base of Meta's fakes, and a test that drives it: what the page about the base shows."""

# start of kinds
from typing import Any

from attrs import Factory, define

from smmcore.io import Request
from smmcore.io.blocking import BlockingIO, run
from smmcore.sandbox import serving
from smmcore_meta.sandbox import (
    App,
    Call,
    Clock,
    Core,
    Incoming,
    Kind,
    Listing,
    MetaSandbox,
    Network,
    Token,
    World,
)


@define(eq=False)
class Post:
    id: str
    message: str
    created: float


@define(eq=False)
class Page:
    id: str
    name: str
    posts: list[Post] = Factory(list)


POST = Kind("PagePost", official=("PagePost",), usual=("id", "message"))
POST.plain("message")
PAGE = Kind("Page", official=("Page",), usual=("id", "name"))
PAGE.plain("name")


@PAGE.post("feed", "message:str", scopes="pages_manage_posts", token="page")  # noqa: S106 - a kind of token
def write(call: Call[World], page: Page) -> dict[str, str]:
    post = Post(f"{page.id}_{call.world.new_id()}", call.args.text("message"), call.now())
    page.posts.append(post)
    call.world.add(POST, post, post.id)
    return {"id": post.id}


@PAGE.get("posts", paging="time")
def posts(call: Call[World], page: Page) -> Listing:
    nodes = [call.find(post.id) for post in reversed(page.posts)]
    return Listing(nodes, time=lambda node: float(node.object.created))
    # end of kinds


# start of network
class Bakery(Network[World]):
    name = "bakery"
    object = "page"
    kinds = (PAGE, POST)

    def seed(self, clock: Clock) -> World:
        world = World()
        world.add_app(App("1", "app-secret"))
        world.add(PAGE, Page("100", "Bakery"), "100")
        scopes = frozenset({"pages_manage_posts"})
        world.add_token(Token("EAAG-page", "page", "1", profile="100", scopes=scopes, issued_at=clock.now()))
        return world

    def publishes(self, incoming: Incoming) -> bool:
        return incoming.verb == "POST" and incoming.parts[-1:] == ("feed",)

    def view(self, core: Core[World]) -> dict[str, Any]:
        page: Page = core.world.nodes["100"].object
        shown = [
            {"id": p.id, "text": p.message, "date": int(p.created), "shown": True}
            for p in reversed(page.posts)
        ]
        return {"name": page.name, "posts": shown}
        # end of network


# start of driving
def drive(url: str) -> None:
    io = BlockingIO()
    headers = {"Authorization": "Bearer EAAG-page"}

    def send(verb: str, path: str, **how: Any) -> Any:
        return run(io.send(Request(verb, url + path, headers=headers, safe=verb == "GET", **how)))

    send("POST", "/v26.0/me/feed", data={"message": "Rye is out"})
    me = send("GET", "/v26.0/me", params={"fields": "name,posts.limit(5){message}"})
    assert me["posts"]["data"][0]["message"] == "Rye is out"

    send("POST", "/_sandbox/usage", json={"type": "app", "minutes": 12})
    assert send("GET", "/v26.0/me")["error"]["code"] == 4
    send("POST", "/_sandbox/time", json={"advance": 12 * 60})
    assert send("GET", "/v26.0/me")["name"] == "Bakery"
    io.close()
    # end of driving


if __name__ == "__main__":
    with serving(MetaSandbox(Bakery()).app) as url:
        drive(url)
