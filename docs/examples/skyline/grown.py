"""Skyline grown: each class adds one thing that a network can do. See docs/growing-a-network.md."""

# start of head
import mimetypes
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

from attrs import evolve
from smmcore_skyline import NAME, POST, Skyline, as_comment

import smmcore
from smmcore import IO, Account, Act, Comment, Event, Metric, Page, Post, Published, Request, Secret, Steps

# end of head

# start of links
LEADS = re.compile(r"https?://\S*[\w/]|(?<![\w.])@(?P<handle>[\w-]+(?:\.[\w-]+)+)")


class Linking(Skyline):
    async def record(self, io: IO, account: Account, post: Post, steps: Steps) -> dict[str, Any]:
        record = await super().record(io, account, post, steps)
        return {**record, "facets": await self.facets(io, account, post.text)}

    async def facets(self, io: IO, account: Account, text: smmcore.Text) -> list[dict[str, Any]]:
        """What in the text leads somewhere."""
        found, at = [], 0
        for part, styles in smmcore.runs(text):
            links = [style.url for style in styles if isinstance(style, smmcore.Link)]
            if links:
                found.append(facet(at, part, {"$type": LINK, "uri": links[-1]}))
            else:
                found += [
                    facet(at + len(part[: match.start()].encode()), match[0], lead)
                    for match in LEADS.finditer(part)
                    if (lead := await self.lead(io, account, match))
                ]
            at += len(part.encode())
        return found

    async def lead(self, io: IO, account: Account, match: re.Match[str]) -> dict[str, str] | None:
        """Where an address or a handle in the text leads; a handle that nobody has leads nowhere."""
        if not (handle := match["handle"]):
            return {"$type": LINK, "uri": match[0]}
        try:
            asked = self.ask(io, account, "com.atproto.identity.resolveHandle", params={"handle": handle})
            return {"$type": MENTION, "did": (await asked)["did"]}
        except (smmcore.NotThere, smmcore.Rejected):
            return None


LINK, MENTION = "app.bsky.richtext.facet#link", "app.bsky.richtext.facet#mention"


def facet(start: int, words: str, lead: Mapping[str, str]) -> dict[str, Any]:
    """A stretch of the text and where it leads; `start` counts bytes."""
    index = {"byteStart": start, "byteEnd": start + len(words.encode())}
    return {"index": index, "features": [lead]}
    # end of links


# start of pictures
IMAGES = "the lexicon app.bsky.embed.images (read 2026-11-22)"


class Picturing(Linking):
    can = (*Linking.can, "photo", "album")

    def limits(self, account: Account) -> smmcore.Limits:
        formats = (".jpg", ".jpeg", ".png", ".webp")
        photo = smmcore.MediaLimits(size=1_000_000, formats=formats, source=IMAGES)
        media = smmcore.Limit(4, "items", source=IMAGES)
        return evolve(super().limits(account), media=media, kinds={"photo": photo})

    async def record(self, io: IO, account: Account, post: Post, steps: Steps) -> dict[str, Any]:
        record, images = await super().record(io, account, post, steps), []
        for number, photo in enumerate(post.media, start=1):
            if not isinstance(photo, smmcore.Photo) or not isinstance(photo.source, smmcore.File):
                raise smmcore.Unsupported("Skyline sends pictures that are files", platform=NAME)
            step, body = partial(steps.run, f"upload {number}"), file_of(photo.source)
            sent = await self.ask(
                io, account, "com.atproto.repo.uploadBlob", send=step, body=body, safe=True, parse=self.blob
            )
            images.append({"image": sent, "alt": photo.alt})
        embed = {"embed": {"$type": "app.bsky.embed.images", "images": images}} if images else {}
        return {**record, **embed}

    def blob(self, answer: smmcore.Answer) -> Any:
        return self.parsed(answer)["blob"]

    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        try:
            return await super().publish(io, account, post, steps)
        except smmcore.Rejected as error:
            if error.code != "BlobNotFound":
                raise
        await steps.forget([name for name in steps.done if name.startswith("upload ")])
        return await super().publish(io, account, post, steps)


def file_of(source: smmcore.File) -> smmcore.Body:
    kind, _ = mimetypes.guess_type(source.path.name)
    return smmcore.Body(source.path, kind or "application/octet-stream")
    # end of pictures


# start of answers
GATE = "app.bsky.feed.threadgate"


class Answering(Picturing):
    can = (*Picturing.can, "reply", "hide", "unhide")

    async def reply(self, io: IO, account: Account, comment: str, text: smmcore.Text) -> Comment:
        shown = await self.seen(io, account, comment)
        parent = {"uri": shown["uri"], "cid": shown["cid"]}
        root = shown["record"].get("reply", {}).get("root", parent)
        words, now = smmcore.plain(text), io.now()
        record = {
            "$type": POST,
            "text": words,
            "createdAt": now.isoformat(),
            "facets": await self.facets(io, account, text),
            "reply": {"root": root, "parent": parent},
        }
        body = {"repo": account.id, "collection": POST, "record": record}
        made = await self.ask(io, account, "com.atproto.repo.createRecord", json=body, safe=False)
        did = made["uri"].split("/")[2]
        owner = smmcore.Author(id=did, name=account.id, handle=account.id, kind="owner")
        above = None if comment == root["uri"] else comment
        return Comment(id=made["uri"], post=root["uri"], author=owner, text=words, at=now, parent=above)

    async def act(self, io: IO, account: Account, action: smmcore.Action) -> None:
        if action.act not in {Act.HIDE, Act.UNHIDE} or action.comment is None:
            raise smmcore.Unsupported(f"Skyline cannot {action.act.value}", platform=NAME)
        reply = (await self.seen(io, account, action.comment))["record"].get("reply")
        if not reply or not is_own(account, (await self.seen(io, account, reply["root"]["uri"]))["author"]):
            raise smmcore.Forbidden("only replies to the account's own posts can be hidden", platform=NAME)
        for attempt in range(3):
            gate = await self.gate(io, account, reply["root"]["uri"])
            hidden = set(gate["value"].get("hiddenReplies", ()))
            wanted = hidden | {action.comment} if action.act is Act.HIDE else hidden - {action.comment}
            if wanted == hidden:
                return
            record = {**gate["value"], "hiddenReplies": sorted(wanted)}
            body = {**gate["place"], "record": record, "swapRecord": gate["cid"]}
            try:
                await self.ask(io, account, "com.atproto.repo.putRecord", json=body, safe=False)
            except smmcore.AnswerLost:  # or somebody else has changed it: look again
                if attempt == 2:
                    raise

    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        page = await super().comments(io, account, post=post, cursor=cursor)
        hidden = (await self.gate(io, account, str(post)))["value"].get("hiddenReplies", ())
        states = {True: smmcore.CommentState.HIDDEN, False: smmcore.CommentState.VISIBLE}
        return Page([evolve(found, state=states[found.id in hidden]) for found in page.items], page.next)

    async def gate(self, io: IO, account: Account, post: str) -> dict[str, Any]:
        """The record beside a post that says what readers do not see, and the version that it has; or a new one."""
        place = {"repo": account.id, "collection": GATE, "rkey": post.rpartition("/")[2]}
        try:
            found = await self.ask(io, account, "com.atproto.repo.getRecord", params=place)
        except smmcore.NotThere:
            value = {"$type": GATE, "post": post, "createdAt": io.now().isoformat()}
            return {"place": place, "value": value, "cid": None}
        return {"place": place, "value": found["value"], "cid": found["cid"]}

    async def seen(self, io: IO, account: Account, id: str) -> Any:
        """A post or a reply of anybody's."""
        found = (await self.ask(io, account, "app.bsky.feed.getPosts", params={"uris": [id]}))["posts"]
        if not found:
            raise smmcore.NotThere(f"Bluesky shows no {id}", platform=NAME)
        return found[0]


def is_own(account: Account, author: Mapping[str, Any]) -> bool:
    return account.id in {author["did"], author["handle"]}
    # end of answers


# start of scouting
HANDLE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]+")
COUNTS = {"followersCount": "followers", "followsCount": "following", "postsCount": "posts"}


class Scouting(Answering):
    can = (*Answering.can, "account_metrics", "page_metrics", "mentions")

    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]:
        shown = await self.ask(io, account, "app.bsky.actor.getProfile", params={"actor": account.id})
        return figures(io, smmcore.Subject(account.name), shown)

    async def page_metrics(self, io: IO, account: Account, pages: Sequence[str]) -> Sequence[Metric]:
        handles = [page for page in pages if HANDLE.fullmatch(page)]
        batches = [{"actors": handles[start : start + 25]} for start in range(0, len(handles), 25)]
        asked = [self.ask(io, account, "app.bsky.actor.getProfiles", params=some) for some in batches]
        shown = {page["handle"]: page for answer in await io.gather(*asked) for page in answer["profiles"]}
        subjects = [smmcore.Subject(account.name, "page", page) for page in pages if page in shown]
        return [metric for subject in subjects for metric in figures(io, subject, shown[subject.id])]

    async def mentions(self, io: IO, account: Account, *, cursor: str | None = None) -> Page[Comment]:
        told = await self.told(io, account, ["mention"], cursor)
        own, items = await self.did(io, account), told["notifications"]
        return Page([news(account, own, item) for item in items], told.get("cursor") if items else None)

    async def told(self, io: IO, account: Account, reasons: list[str], cursor: str | None) -> Any:
        params = {"reasons": reasons, "limit": 100, **({"cursor": cursor} if cursor else {})}
        return await self.ask(io, account, "app.bsky.notification.listNotifications", params=params)

    async def did(self, io: IO, account: Account) -> str:
        """The account's lasting identifier; asked once."""
        if not (did := await io.store.get(NAME, account.id)):
            params = {"handle": account.id}
            did = (await self.ask(io, account, "com.atproto.identity.resolveHandle", params=params))["did"]
            await io.store.put(NAME, account.id, did)
        return str(did)


def figures(io: IO, subject: smmcore.Subject, shown: Mapping[str, Any]) -> list[Metric]:
    now, source = io.now(), f"{NAME}:getProfile@1"
    known = {name: shown[field] for field, name in COUNTS.items() if field in shown}
    return [
        Metric(subject=subject, name=name, value=value, end=now, read_at=now, source=source)
        for name, value in known.items()
    ]


def news(account: Account, own: str, item: dict[str, Any]) -> Comment:
    """What somebody wrote; `post` is the account's own post above it, if there is one."""
    root = item["record"].get("reply", {}).get("root", {}).get("uri", "")
    return as_comment(account, root if root.startswith(f"at://{own}/") else None, item)
    # end of scouting


# start of hearing
NEWS, HEARD = f"{NAME}:news", f"{NAME}:heard"


class Hearing(Scouting):
    can = (*Scouting.can, "receive")

    async def receive(self, io: IO, account: Account, *, wait: float = 0) -> Sequence[Event]:
        own, ends = await self.did(io, account), io.now() + timedelta(seconds=wait)
        while True:
            async with io.locked("hearing"):
                await self.take_in(io, account)
                waiting = await io.store.all(NEWS)
                mine = [item for uri, item in waiting.items() if await io.store.remove(NEWS, uri)]
            if mine or io.now() >= ends:
                return [heard(news(account, own, item)) for item in mine]
            await io.sleep(min(5, (ends - io.now()).total_seconds()))

    async def take_in(self, io: IO, account: Account) -> None:
        """Put aside what is new since the last time; on the first time, the newest hundred."""
        known, new, newest, cursor = await io.store.all(HEARD), list[Any](), set[str](), None
        while True:
            told = await self.told(io, account, ["reply", "mention"], cursor)
            uris = {item["uri"] for item in told["notifications"]}
            newest, cursor = newest or uris, told.get("cursor")
            new += [item for item in told["notifications"] if item["uri"] not in known]
            if not known or not uris or not cursor or uris & known.keys():
                break
        for item in reversed(new):  # the network tells the newest first
            await io.store.put(NEWS, item["uri"], item)
            await io.store.put(HEARD, item["uri"], item["indexedAt"])
        for uri in known.keys() - newest if newest else ():
            await io.store.remove(HEARD, uri)


def heard(comment: Comment) -> Event:
    return Event(kind="commented", post=comment.post, comment=comment, at=comment.at)
    # end of hearing


# start of renewing
ENDED = {"ExpiredToken", "InvalidToken"}


class Renewing(Hearing):
    async def ask(self, io: IO, account: Account, name: str, *, send: Any = None, **more: Any) -> Any:
        token = await self.session(io, account)
        try:
            return await super().ask(io, account, name, send=send, **more)
        except smmcore.PlatformError as error:
            if error.code not in ENDED:
                raise
        await self.renew(io, account, token)
        return await super().ask(io, account, name, send=send, **more)

    async def renew(self, io: IO, account: Account, ended: Secret) -> None:
        """Get new tokens for the one that has ended, once for all that wait; or sign in anew."""
        async with io.locked("session"):
            kept = await io.vault.get()
            if kept and kept["token"] != ended:
                return  # somebody else was faster
            name = "com.atproto.server.refreshSession"
            try:
                given = await io.send(evolve(self.request(account, name, kept["renewal"]), method="POST"))
            except (smmcore.Unauthorized, smmcore.Rejected):
                await self.signed_in(io, account)
            else:
                await io.vault.put({"token": given["accessJwt"], "renewal": given["refreshJwt"]})

    # end of renewing


# start of telling
MEANINGS: Mapping[str, tuple[type[smmcore.PlatformError], str]] = {
    "AuthenticationRequired": (smmcore.Unauthorized, "check the account's id and its app password"),
    "AccountTakedown": (
        smmcore.Forbidden,
        "Bluesky has taken the account down: sign in to the app to appeal",
    ),
    "BlockedActor": (smmcore.Forbidden, "the account blocks them"),
    "BlockedByActor": (smmcore.Forbidden, "they block the account"),
    "BlobTooLarge": (smmcore.Rejected, "make the picture smaller"),
}
RATES = "docs.bsky.app/docs/advanced-guides/rate-limits (read 2026-11-22)"
POINTS = {"com.atproto.repo.createRecord": 3, "com.atproto.repo.putRecord": 3}


class Grown(Renewing):
    def limits(self, account: Account) -> smmcore.Limits:
        rate = smmcore.RateLimit(calls=5000, seconds=3600, per="account, in points", source=RATES)
        return evolve(super().limits(account), rates=(rate,))

    def request(self, account: Account, name: str, token: Secret, **more: Any) -> Request[Any]:
        asked = super().request(account, name, token, **more)
        rate = smmcore.Rate(f"{NAME}:{account.id}", calls=5000, seconds=3600)
        return evolve(asked, rates=[rate], cost=POINTS[name]) if name in POINTS else asked

    def parsed(self, answer: smmcore.Answer) -> Any:
        if answer.status == 429:
            said = "Bluesky asks for a pause"
            raise smmcore.RateLimited(said, platform=NAME, code=429, retry_after=pause(answer.headers))
        if answer.status != 200 and (meaning := MEANINGS.get(answer.json()["error"])):
            kind, advice = meaning
            raise kind(f"Bluesky refused: {advice}", platform=NAME, code=answer.json()["error"])
        return super().parsed(answer)


def pause(headers: Mapping[str, str]) -> float | None:
    """How many seconds the network wants to be left alone, by its own clock; None where it does not say."""
    if "ratelimit-reset" in headers and "date" in headers:
        now = parsedate_to_datetime(headers["date"])
        return max(1, int(headers["ratelimit-reset"]) - now.timestamp())
    wait = headers.get("retry-after", "")
    return float(wait) if wait.isdecimal() else None
    # end of telling
