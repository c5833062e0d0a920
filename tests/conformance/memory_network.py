"""Pinwall: a small network that keeps the contract, with all that a network can have."""

import hashlib
import hmac
from datetime import datetime
from typing import ClassVar

from attrs import evolve, frozen
from memory_fake import HOOK_SECRET, LONGEST, TOKEN, MemoryFake

import smmcore
from smmcore import YES, Comment, Found, Limit, Metric, Page, Photo, Published, Request, Subject, no
from smmcore.models import Act, Author, Event
from smmcore.sandbox import serving

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
        cannot |= {"set_title", "set_description", "set_picture", "set_cover"}
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
        request = self.new_post(account, post, files, steps.key)
        made = await steps.run("post", await self.signed(io, account, request))
        warnings = await self.first_comment(io, account, post, made, steps)
        return self.done(account, made, warnings)

    def done(self, account, made, warnings):
        return Published(account=account.name, id=made["id"], at=time(made["at"]), warnings=warnings)

    async def find(self, io, account, post, steps):
        found = await self.send(
            io, account, self.request(account, "GET", "/posts", params={"guid": steps.key})
        )
        missing = (
            ("the first comment was not written: the post's answer was lost",) if post.first_comment else ()
        )
        for made in found["items"]:
            return Found(self.done(account, made, missing))
        return smmcore.Absent("the wall's list has no post with this guid")

    def new_post(self, account, post, files, guid):
        poll = {"question": post.poll.question, "options": post.poll.options} if post.poll else None
        body = {"text": rendered(post.text), "link": post.link, "files": files, "poll": poll, "guid": guid}
        return self.request(account, "POST", "/posts", json=body, safe=False, label="post")

    async def upload(self, io, account, media):
        if isinstance(media, Photo):
            body = {"url": await io.public(media.source)}
            return (await self.send(io, account, self.request(account, "POST", "/files", json=body)))["id"]
        upload = smmcore.Upload("file", media.source.path)
        return (await self.send(io, account, self.request(account, "POST", "/files", files=[upload])))["id"]

    def fetched(self, account, post):
        return [media.source for media in post.media if isinstance(media, Photo)]

    async def first_comment(self, io, account, post, made, steps):
        if not post.first_comment:
            return ()
        body = {"post": made["id"], "text": rendered(post.first_comment)}
        request = self.request(account, "POST", "/comments", json=body, safe=False)
        try:
            await steps.run("first_comment", await self.signed(io, account, request))
        except smmcore.SMMError as error:
            return (f"the first comment is missing: {error}",)
        return ()

    async def edit(self, io, account, id, post):
        body = {"text": rendered(post.text)}
        made = await self.send(io, account, self.request(account, "PATCH", f"/posts/{id}", json=body))
        return Published(account=account.name, id=made["id"])

    async def delete(self, io, account, id):
        try:
            await self.send(io, account, self.request(account, "DELETE", f"/posts/{id}"))
        except smmcore.NotThere:
            return

    async def pin(self, io, account, id, *, pinned):
        raise smmcore.Unsupported(MUTED, platform=self.name)

    # Comments

    async def comments(self, io, account, *, post=None, cursor=None):
        if post is None:
            return Page([])
        params = {"post": post} | ({"after": cursor} if cursor else {})
        page = await self.send(io, account, self.request(account, "GET", "/comments", params=params))
        return Page([self.comment(found) for found in page["items"]], page["next"])

    async def reply(self, io, account, comment, text):
        body = {"to": comment, "text": rendered(text)}
        return self.comment(
            await self.send(io, account, self.request(account, "POST", "/comments", json=body, safe=False))
        )

    async def reply_privately(self, io, account, comment, text):
        body = {"to": comment, "text": rendered(text)}
        made = await self.send(io, account, self.request(account, "POST", "/messages", json=body, safe=False))
        return made["id"]

    async def act(self, io, account, action):
        if action.act is Act.REPORT:
            raise smmcore.Unsupported(MUTED, platform=self.name)
        path = f"/comments/{action.comment}/{action.act.value}"
        if action.act in {Act.CLOSE, Act.OPEN}:
            path = f"/posts/{action.post}/{action.act.value}"
        await self.send(io, account, self.request(account, "POST", path, json={}))

    def comment(self, found):
        who = found["author"]
        return Comment(
            id=found["id"],
            post=found["post"],
            author=Author(id=who["id"], name=who["name"], kind=who["kind"]),
            text=found["text"],
            at=time(found["at"]),
            parent=found["parent"],
            state="visible" if found["shown"] and not found["muted"] else "hidden",
        )

    # Hearing and measuring

    async def receive(self, io, account, *, wait=0):
        after = await io.store.get("events", "position") or 0
        found = await self.send(io, account, self.request(account, "GET", "/events", params={"after": after}))
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
        found = await self.send(io, account, self.request(account, "GET", "/stats"))
        return [self.metric(io, Subject(account.name), "followers", found["followers"])]

    async def post_metrics(self, io, account, ids):
        if not ids:
            return []
        found = await self.send(
            io, account, self.request(account, "GET", "/posts/stats", params={"ids": ",".join(ids)})
        )
        return [
            self.metric(io, Subject(account.name, "post", id), name, value)
            for id, figures in found.items()
            for name, value in figures.items()
            if name in {"reactions", "comments"}
        ]

    def metric(self, io, subject, name, value):
        now = io.now()
        return Metric(subject=subject, name=name, value=value, end=now, read_at=now, source="pinwall:stats@1")

    async def page_metrics(self, io, account, pages):
        found = await self.send(
            io, account, self.request(account, "GET", "/pages", params={"names": ",".join(pages)})
        )
        return [
            self.metric(io, Subject(account.name, "page", page["name"]), "followers", page["followers"])
            for page in found["items"]
        ]

    async def mentions(self, io, account, *, cursor=None):
        params = {"after": cursor} if cursor else {}
        page = await self.send(io, account, self.request(account, "GET", "/mentions", params=params))
        return Page([self.comment(found) for found in page["items"]], page["next"])

    async def check(self, io, account):
        found = await self.send(io, account, self.request(account, "GET", "/stats"))
        return smmcore.Checkup(account=account.name, ok=True, facts=[f"{found['followers']} followers"])

    # The wire

    async def send(self, io, account, request):
        return await io.send(await self.signed(io, account, request))

    async def signed(self, io, account, request):
        """The request with the session that the account's token opens."""
        async with io.locked("session"):
            session = (await io.vault.get()).get("session") or await self.sign_in(io, account)
        return evolve(request, headers={"Authorization": f"Bearer {session}"}, secrets=[session])

    async def sign_in(self, io, account):
        token = account.secret("token")
        opening = self.request(account, "POST", "/session", json={})
        made = await io.send(evolve(opening, headers={"Authorization": f"Bearer {token}"}, secrets=[token]))
        return (await io.vault.put({"session": made["session"]}))["session"]

    def request(self, account, method, path, *, safe=True, label="", **more):
        return Request(
            method,
            account.settings_as(PinwallSettings).url + path,
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


class Audience:
    """What all sandboxes of Pinwall have in common."""

    def account(self, url, name="sandbox"):
        secrets = {"token": TOKEN, "hook": HOOK_SECRET}
        return smmcore.Account(name, "pinwall", "wall", settings={"url": url}, secrets=secrets)

    async def comment(self, io, url, *, post, person, text, reply_to=None, as_page=False):
        return await control(io, url, "comment", post=post, person=person, text=text, reply_to=reply_to)

    async def react(self, io, url, *, post, emoji, count):
        await control(io, url, "react", post=post, count=count)

    async def vote(self, io, url, *, post, option, count):
        await control(io, url, "vote", post=post, option=option, count=count)

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


class QuietSandbox(Audience):
    """A fake that cannot fail at will."""

    def __init__(self, **options):
        self.app = MemoryFake(**options).app

    async def advance(self, io, url, seconds):
        await control(io, url, "advance", seconds=seconds)


class PinwallSandbox(QuietSandbox):
    async def fault(self, io, url, kind, **details):
        await control(io, url, "fault", kind=kind, **details)


class RealWall(Audience):
    """As the network's own server is: it shows late what was written, and its time is the machine's."""

    def __init__(self):
        self.settled = 0

    def running(self):
        return serving(MemoryFake(lags=True).app)

    async def settle(self, io, url):
        self.settled += 1
        await control(io, url, "settle")


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
