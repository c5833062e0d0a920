"""Pinboard as a network of smmcore. The service is invented; the plugin is whole and keeps the contract."""

# start of head
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar

from attrs import frozen

import smmcore
from smmcore import IO, YES, Account, Comment, Metric, Page, Post, Published, Request, Steps, no

NAME = "pinboard"
DOCS = "https://pinboard.example/docs/v2 (read 2026-09-14)"
# end of head


# start of settings
@frozen
class PinboardSettings:
    url: str = "https://api.pinboard.example/v2"


@frozen
class PinboardOptions(smmcore.Options):
    platform: ClassVar[str] = NAME
    colour: str = "yellow"
    # end of settings


# start of declares
_CANNOT = {
    "photo": "pins are text; put the picture's address into the text",
    "link": "Pinboard shows no previews; put the address into the text",
    "disclosure": "Pinboard has no mark for advertising; say it in the text",
}
_CAN = ("text", "comments", "reply", "delete_comment", "account_metrics", "post_metrics", "check")


class Pinboard:
    name, title = NAME, "Pinboard"
    settings, options, secrets = PinboardSettings, PinboardOptions, ("token",)

    def abilities(self, account: Account) -> smmcore.Abilities:
        cannot = {word: no(_CANNOT.get(word, f"Pinboard has no {word}")) for word in smmcore.ABILITIES}
        return {**cannot, **dict.fromkeys(_CAN, YES)}

    def limits(self, account: Account) -> smmcore.Limits:
        rate = smmcore.RateLimit(calls=60, seconds=60, per="board", source=DOCS)
        text = smmcore.Limit(500, least=1, source=DOCS)
        return smmcore.Limits(text=text, rates=(rate,))

    # end of declares

    # start of publish
    async def publish(self, io: IO, account: Account, post: Post, steps: Steps) -> Published:
        colour = post.options_for(PinboardOptions).colour
        body = {"text": words(post.text), "ref": steps.key, "colour": colour}
        pin = await steps.run("pin", request(account, "POST", "/pins", json=body, safe=False))
        return published(account, pin)

    # end of publish

    # start of find
    async def find(self, io: IO, account: Account, post: Post, steps: Steps) -> smmcore.Finding:
        answer = await io.send(request(account, "GET", "/pins", params={"ref": steps.key}, safe=True))
        if answer["pins"]:
            return smmcore.Found(published(account, answer["pins"][0]))
        return smmcore.Absent(f"the board has no pin with the ref {steps.key}")

    # end of find

    # start of comments
    async def comments(
        self, io: IO, account: Account, *, post: str | None = None, cursor: str | None = None
    ) -> Page[Comment]:
        params = {"pin": post, "after": cursor}
        given = {name: value for name, value in params.items() if value is not None}
        answer = await io.send(request(account, "GET", "/notes", params=given, safe=True))
        return Page([as_comment(note) for note in answer["notes"]], answer.get("next"))

    async def reply(self, io: IO, account: Account, comment: str, text: smmcore.Text) -> Comment:
        body, path = {"text": words(text)}, f"/notes/{comment}/replies"
        return as_comment(await io.send(request(account, "POST", path, json=body, safe=False)))

    async def act(self, io: IO, account: Account, action: smmcore.Action) -> None:
        if action.act is not smmcore.Act.DELETE or action.comment is None:
            raise smmcore.Unsupported(f"Pinboard has no {action.act.value}", platform=NAME)
        await io.send(request(account, "DELETE", f"/notes/{action.comment}", safe=True))

    # end of comments

    # start of figures
    async def account_metrics(self, io: IO, account: Account) -> Sequence[Metric]:
        board = await io.send(request(account, "GET", "/board", safe=True))
        return [metric(io, smmcore.Subject(account.name), "followers", board["followers"], "board")]

    async def post_metrics(self, io: IO, account: Account, ids: Sequence[str]) -> Sequence[Metric]:
        batches = [",".join(ids[start : start + 100]) for start in range(0, len(ids), 100)]
        asked = [request(account, "GET", "/counts", params={"ids": some}, safe=True) for some in batches]
        return [
            metric(io, smmcore.Subject(account.name, "post", count["id"]), name, count[field], "counts")
            for answer in await io.gather(*map(io.send, asked))
            for count in answer["counts"]
            for name, field in (("reactions", "hearts"), ("comments", "notes"))
            if field in count
        ]

    # end of figures

    # start of check
    async def check(self, io: IO, account: Account) -> smmcore.Checkup:
        board = await io.send(request(account, "GET", "/board", safe=True))
        return smmcore.Checkup(account=account.name, ok=True, title=board["title"])

    def sandbox(self) -> smmcore.FakeNetwork:
        from pinboard_fake import PinboardSandbox

        return PinboardSandbox()

    # end of check


# start of request
def request(account: Account, method: str, path: str, *, safe: bool, **more: Any) -> Request[Any]:
    token = account.secret("token")
    return Request(
        method,
        account.settings_as(PinboardSettings).url + path,
        headers={"Authorization": f"Bearer {token}"},
        secrets=[token],
        safe=safe,
        rates=[smmcore.Rate(f"{NAME}:{account.id}", calls=60, seconds=60)],
        parse=parsed,
        label=f"pinboard {method} {path}",
        **more,
    )
    # end of request


# start of parsed
def parsed(answer: smmcore.Answer) -> Any:
    if answer.status < 400:
        return answer.json()
    said = f"Pinboard refused: {answer.json()['message']}"
    if answer.status == 429:
        wait = answer.headers.get("retry-after")
        raise smmcore.RateLimited(said, platform=NAME, code=429, retry_after=float(wait) if wait else None)
    kinds = {401: smmcore.Unauthorized, 403: smmcore.Forbidden, 404: smmcore.NotThere}
    raise kinds.get(answer.status, smmcore.Rejected)(said, platform=NAME, code=answer.status)
    # end of parsed


# start of values
def words(text: smmcore.Text) -> str:
    """Pinboard knows no styles: what matters is kept, and that is where links lead."""
    parts = []
    for part, styles in smmcore.runs(text):
        links = [style.url for style in styles if isinstance(style, smmcore.Link)]
        parts.append(f"{part} ({links[0]})" if links else part)
    return "".join(parts)


def published(account: Account, pin: dict[str, Any]) -> Published:
    at = datetime.fromisoformat(pin["at"])
    return Published(account=account.name, id=pin["id"], url=pin.get("url"), at=at)


def as_comment(note: dict[str, Any]) -> Comment:
    kind = "owner" if note["author"].get("owner") else "person"
    who = smmcore.Author(id=note["author"]["id"], name=note["author"].get("name", ""), kind=kind)
    at, parent = datetime.fromisoformat(note["at"]), note.get("reply_to")
    return Comment(id=note["id"], post=note["pin"], author=who, text=note["text"], at=at, parent=parent)


def metric(io: IO, subject: smmcore.Subject, name: str, value: int, asked: str) -> Metric:
    now, source = io.now(), f"{NAME}:{asked}@2"
    return Metric(subject=subject, name=name, value=value, end=now, read_at=now, source=source)
    # end of values


# start of hook
@smmcore.hookimpl
def smm_platforms() -> Iterator[smmcore.Platform]:
    yield Pinboard()
    # end of hook
