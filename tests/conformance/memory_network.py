"""Pinwall: a small network that keeps the contract, with all that a network can have."""

import hashlib
import hmac
from datetime import datetime
from typing import ClassVar

from attrs import frozen
from memory_fake import HOOK_SECRET, LONGEST, TOKEN, MemoryFake

import smmcore
from smmcore import YES, Comment, Found, Limit, Metric, Page, Published, Request, Subject, no
from smmcore.models import Act, Author, Event

SOURCE = "the wall's rules, 2026-05-04"
MUTED = "Pinwall has nothing like it; write a post instead"


@frozen
class PinwallSettings:
    url: str


@frozen
class PinwallOptions(smmcore.Options):
    platform: ClassVar[str] = "pinwall"
    silent: bool = False


class Pinwall:
    name, title = "pinwall", "Pinwall"
    settings, options, secrets = PinwallSettings, PinwallOptions, ("token", "hook")

    def abilities(self, account):
        cannot = {"story", "reel", "disclosure", "pin", "report"}
        cannot |= {"set_title", "set_description", "set_picture"}
        return {word: no(MUTED) if word in cannot else YES for word in smmcore.ABILITIES}

    def limits(self, account):
        return smmcore.Limits(
            text=Limit(LONGEST, source=SOURCE), media=Limit(10, "files", source=SOURCE), measure=smmcore.utf16
        )

    def sandbox(self):
        return PinwallSandbox()

    # Publishing

    async def publish(self, io, account, post, steps):
        files = [await self.upload(io, account, media) for media in post.media]
        made = await steps.run("post", self.new_post(account, post, files, steps.key))
        warnings = await self.first_comment(account, post, made, steps)
        return Published(account=account.name, id=made["id"], at=time(made["at"]), warnings=warnings)

    async def find(self, io, account, post, steps):
        found = await io.send(self.request(account, "GET", "/posts", params={"guid": steps.key}))
        for made in found["items"]:
            return Found(Published(account=account.name, id=made["id"], at=time(made["at"])))
        return smmcore.Absent("the wall's list has no post with this guid")

    def new_post(self, account, post, files, guid):
        poll = {"question": post.poll.question, "options": post.poll.options} if post.poll else None
        body = {"text": rendered(post.text), "link": post.link, "files": files, "poll": poll, "guid": guid}
        return self.request(account, "POST", "/posts", json=body, safe=False, label="post")

    async def upload(self, io, account, media):
        upload = smmcore.Upload("file", media.source.path)
        return (await io.send(self.request(account, "POST", "/files", files=[upload])))["id"]

    async def first_comment(self, account, post, made, steps):
        if not post.first_comment:
            return ()
        body = {"post": made["id"], "text": rendered(post.first_comment)}
        try:
            await steps.run(
                "first_comment", self.request(account, "POST", "/comments", json=body, safe=False)
            )
        except smmcore.SMMError as error:
            return (f"the first comment is missing: {error}",)
        return ()

    async def edit(self, io, account, id, post):
        body = {"text": rendered(post.text)}
        made = await io.send(self.request(account, "PATCH", f"/posts/{id}", json=body))
        return Published(account=account.name, id=made["id"])

    async def delete(self, io, account, id):
        try:
            await io.send(self.request(account, "DELETE", f"/posts/{id}"))
        except smmcore.NotThere:
            return

    async def pin(self, io, account, id, *, pinned):
        raise smmcore.Unsupported(MUTED, platform=self.name)

    # Comments

    async def comments(self, io, account, *, post=None, cursor=None):
        if post is None:
            return Page([])
        params = {"post": post} | ({"after": cursor} if cursor else {})
        page = await io.send(self.request(account, "GET", "/comments", params=params))
        return Page([self.comment(found) for found in page["items"]], page["next"])

    async def reply(self, io, account, comment, text):
        body = {"to": comment, "text": rendered(text)}
        return self.comment(await io.send(self.request(account, "POST", "/comments", json=body, safe=False)))

    async def act(self, io, account, action):
        if action.act is Act.REPORT:
            raise smmcore.Unsupported(MUTED, platform=self.name)
        path = f"/comments/{action.comment}/{action.act.value}"
        await io.send(self.request(account, "POST", path, json={}))

    def comment(self, found):
        who = found["author"]
        return Comment(
            id=found["id"],
            post=found["post"],
            author=Author(id=who["id"], name=who["name"], kind=who["kind"]),
            text=found["text"],
            at=time(found["at"]),
            parent=found["parent"],
            state="visible" if found["shown"] else "hidden",
        )

    # Hearing and measuring

    async def receive(self, io, account, *, wait=0):
        after = await io.store.get("events", "position") or 0
        found = await io.send(self.request(account, "GET", "/events", params={"after": after}))
        if found["items"]:
            await io.store.put("events", "position", found["items"][-1]["id"])
        comments = [self.comment(event["comment"]) for event in found["items"]]
        return [Event(kind="commented", post=c.post, comment=c, at=c.at) for c in comments]

    async def webhook(self, io, account, headers, body):
        key = account.secret("hook").reveal().encode()
        expected = hmac.new(key, body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, headers.get("x-pinwall-signature", "")):
            raise smmcore.Unauthorized("the signature is not Pinwall's", platform=self.name)
        return []

    async def account_metrics(self, io, account):
        found = await io.send(self.request(account, "GET", "/stats"))
        return [self.metric(io, Subject(account.name), "followers", found["followers"])]

    async def post_metrics(self, io, account, ids):
        if not ids:
            return []
        found = await io.send(self.request(account, "GET", "/posts/stats", params={"ids": ",".join(ids)}))
        return [
            self.metric(io, Subject(account.name, "post", id), name, value)
            for id, figures in found.items()
            for name, value in figures.items()
            if name in {"reactions", "comments"}
        ]

    def metric(self, io, subject, name, value):
        now = io.now()
        return Metric(subject=subject, name=name, value=value, end=now, read_at=now, source="pinwall:stats@1")

    async def check(self, io, account):
        found = await io.send(self.request(account, "GET", "/stats"))
        return smmcore.Checkup(account=account.name, ok=True, facts=[f"{found['followers']} followers"])

    # The wire

    def request(self, account, method, path, *, safe=True, label="", **more):
        token = account.secret("token")
        return Request(
            method,
            account.settings_as(PinwallSettings).url + path,
            headers={"Authorization": f"Bearer {token}"},
            secrets=[token],
            safe=safe,
            label=label or f"{method} {path}",
            parse=self.parsed,
            **more,
        )

    def parsed(self, answer):
        body = answer.json()
        if answer.status < 400:
            return body
        kinds = {401: smmcore.Unauthorized, 403: smmcore.Forbidden, 404: smmcore.NotThere}
        message = body["error"]
        if answer.status == 429:
            raise smmcore.RateLimited(message, platform=self.name, retry_after=body["retry_after"])
        raise kinds.get(answer.status, smmcore.Rejected)(message, platform=self.name, code=answer.status)


class PinwallSandbox:
    def __init__(self):
        self.app = MemoryFake().app

    def account(self, url, name="sandbox"):
        secrets = {"token": TOKEN, "hook": HOOK_SECRET}
        return smmcore.Account(name, "pinwall", "wall", settings={"url": url}, secrets=secrets)

    async def comment(self, io, url, *, post, person, text, reply_to=None, as_page=False):
        return await control(io, url, "comment", post=post, person=person, text=text, reply_to=reply_to)

    async def react(self, io, url, *, post, emoji, count):
        await control(io, url, "react", post=post, count=count)

    async def vote(self, io, url, *, post, option, count):
        await control(io, url, "vote", post=post, option=option, count=count)

    async def advance(self, io, url, seconds):
        await control(io, url, "advance", seconds=seconds)

    async def fault(self, io, url, kind, **details):
        await control(io, url, "fault", kind=kind, **details)

    async def posts(self, io, url):
        return await control(io, url, "posts")

    async def text(self, io, url, *, post):
        return await control(io, url, "text", post=post)

    async def comments(self, io, url, *, post):
        return await control(io, url, "comments", post=post)

    async def reset(self, io, url):
        await control(io, url, "reset")

    def page(self, url):
        return f"{url}/"


async def control(io, url, name, **body):
    parse = Pinwall().parsed
    return await io.send(Request("POST", f"{url}/_sandbox/{name}", json=body, parse=parse, safe=True))


def rendered(text):
    """Pinwall knows no styles; addresses stand behind their text."""
    parts = []
    for words, styles in smmcore.runs(text):
        link = next((style for style in styles if isinstance(style, smmcore.Link)), None)
        parts.append(f"{words} ({link.url})" if link else words)
    return "".join(parts)


def time(value):
    return datetime.fromisoformat(value)
