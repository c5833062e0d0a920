# start of head
"""Skyline: a small plugin for the Bluesky network."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from hashlib import sha256
from typing import Any, ClassVar

from attrs import frozen

import smmcore
from smmcore import IO, YES, Account, Comment, Metric, Page, Post, Published, Request, Secret, Steps, no

NAME, POST = "skyline", "app.bsky.feed.post"
LEXICON = "the lexicon app.bsky.feed.post (read 2026-11-22)"
# end of head


# start of declares
@frozen
class SkylineSettings:
    url: str = "https://bsky.social"


class Skyline:
    name, title = NAME, "Skyline"
    settings, options, secrets = SkylineSettings, smmcore.NoOptions, ("password",)
    can: ClassVar[Sequence[str]] = ("text", "comments", "post_metrics")

    def abilities(self, account: Account) -> smmcore.Abilities:
        cannot = {word: no(f"Skyline has no {word} yet") for word in smmcore.ABILITIES}
        return {**cannot, **dict.fromkeys(self.can, YES)}

    def limits(self, account: Account) -> smmcore.Limits:
        return smmcore.Limits(text=smmcore.Limit(300, least=1, source=LEXICON))

    # end of declares

    # start of request
    def request(self, account: Account, name: str, token: Secret, **more: Any) -> Request[Any]:
        """One call of the network's API; it writes if it says whether it is `safe`, else it reads."""
        method = "POST" if "safe" in more else "GET"
        url = f"{account.settings_as(SkylineSettings).url}/xrpc/{name}"
        headers = {"Authorization": f"Bearer {token}"}
        given = {"safe": True, "parse": self.parsed, "label": f"{NAME} {name}", **more}
        return Request(method, url, headers=headers, secrets=[token], **given)

    def parsed(self, answer: smmcore.Answer) -> Any:
        said = answer.json()
        if answer.status == 200:
            return said
        if said["error"] == "InvalidSwap":
            raise smmcore.AnswerLost("something stands in its place already")
        kinds = {401: smmcore.Unauthorized, 403: smmcore.Forbidden, 429: smmcore.RateLimited}
        missing = said["error"] in {"RecordNotFound", "NotFound"}
        kind = smmcore.NotThere if missing else kinds.get(answer.status, smmcore.Rejected)
        raise kind(f"Bluesky refused: {said.get('message')}", platform=NAME, code=said["error"])

    # end of request

    # start of session
    async def session(self, io: IO, account: Account) -> Secret:
        """The token that the network gave when the account signed in; signs in if there is none."""
        async with io.locked("session"):
            kept = await io.vault.get()
            return (kept or await self.signed_in(io, account))["token"]

    async def signed_in(self, io: IO, account: Account) -> Any:
        password = account.secret("password")
        body = {"identifier": account.id, "password": str(password)}
        url = account.settings_as(SkylineSettings).url + "/xrpc/com.atproto.server.createSession"
        asked = Request("POST", url, json=body, safe=True, parse=self.parsed, secrets=[password])
        given = await io.send(asked)
        return await io.vault.put({"token": given["accessJwt"], "renewal": given["refreshJwt"]})

    async def ask(self, io: IO, account: Account, name: str, *, send: Any = None, **more: Any) -> Any:
        """Make one call in the account's session; `send` is another way than `io.send`, such as a step."""
        token = await self.session(io, account)
        return await (send or io.send)(self.request(account, name, token, **more))

    # end of session

    # start of publish
    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        record = await self.record(io, account, post, steps)
        body = {**self.place(account, steps), "record": record, "swapRecord": None}  # where nothing stands
        step = partial(steps.run, "post")
        made = await self.ask(io, account, "com.atproto.repo.putRecord", send=step, json=body, safe=False)
        return Published(account=account.name, id=made["uri"], at=io.now())

    async def record(self, io: IO, account: Account, post: Post, steps: Steps) -> dict[str, Any]:
        return {"$type": POST, "text": post.plain_text, "createdAt": io.now().isoformat()}

    def place(self, account: Account, steps: Steps) -> dict[str, str]:
        """Where the post stands: for one key always the same; a network's key is 13 of these letters."""
        number = int.from_bytes(sha256(steps.key.encode()).digest()[:8])
        key = "2" + "".join("234567abcdefghijklmnopqrstuvwxyz"[number >> 5 * at & 31] for at in range(12))
        return {"repo": account.id, "collection": POST, "rkey": key}

    # end of publish

    # start of find
    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> smmcore.Finding:
        where = self.place(account, steps)
        try:
            found = await self.ask(io, account, "com.atproto.repo.getRecord", params=where)
        except smmcore.NotThere:
            return smmcore.Absent(f"the account's repository has no record {where['rkey']}")
        return smmcore.Found(Published(account=account.name, id=found["uri"]))

    # end of find

    # start of comments
    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        if post is None:
            raise smmcore.Unsupported("Skyline reads the replies to one post: name it", platform=NAME)
        answer = await self.ask(io, account, "app.bsky.feed.getPostThread", params={"uri": post, "depth": 10})
        replies = [as_comment(account, post, reply) for reply in below(answer["thread"])]
        return Page(sorted(replies, key=lambda reply: reply.at))

    # end of comments

    # start of figures
    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]:
        batches = [{"uris": ids[start : start + 25]} for start in range(0, len(ids), 25)]
        asked = [self.ask(io, account, "app.bsky.feed.getPosts", params=some) for some in batches]
        return [m for some in await io.gather(*asked) for p in some["posts"] for m in counted(io, account, p)]

    # end of figures


# start of values
def below(thread: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for reply in thread.get("replies", ()):
        if "post" in reply:  # others are blocked or gone
            yield reply["post"]
            yield from below(reply)


def as_comment(account: Account, post: str | None, reply: dict[str, Any]) -> Comment:
    who, parent = reply["author"], reply["record"].get("reply", {}).get("parent", {}).get("uri")
    kind = "owner" if account.id in {who["did"], who["handle"]} else "person"
    name = who.get("displayName") or who["handle"]
    return Comment(
        id=reply["uri"],
        post=post,
        author=smmcore.Author(id=who["did"], name=name, handle=who["handle"], kind=kind),
        text=reply["record"]["text"],
        at=datetime.fromisoformat(reply["indexedAt"]),
        parent=None if parent == post else parent,
    )
    # end of values


# start of counts
def counted(io: IO, account: Account, post: dict[str, Any]) -> Iterator[Metric]:
    now, source = io.now(), f"{NAME}:getPosts@1"
    subject = smmcore.Subject(account.name, "post", post["uri"])
    for name, field in (("reactions", "likeCount"), ("comments", "replyCount"), ("shares", "repostCount")):
        if field in post:
            yield Metric(subject=subject, name=name, value=post[field], end=now, read_at=now, source=source)
    # end of counts


# start of hook
@smmcore.hookimpl
def smm_platforms() -> Iterator[smmcore.Platform]:
    yield Skyline()
    # end of hook
