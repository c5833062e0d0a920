"""Content plans: posts in files, as people write them."""

import hashlib
import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from attrs import evolve, frozen

from smmcore import toml
from smmcore.errors import InvalidInput
from smmcore.models import File, Media, PlannedPost, Post, Video
from smmcore.models.converting import dump, load
from smmcore.models.post import LONGEST_KEY

T = TypeVar("T")
log = logging.getLogger("smmcore.plans")

STDIN = "-"
_OWN = ("key", "at", "zone", "to")
"""What a planned post has beside the fields of the post itself."""
_PLACEHOLDER = {"text": "-"}
_SHOWN = 20
"""More problems at once are a wall."""


def read_posts(paths: Iterable[str | Path] | str | Path) -> list[PlannedPost]:
    """The posts of plans (.toml, .json), of plain texts (.txt, .md) and of standard input (`-`, JSON).

    Files that posts name are relative to their plan. A post without a key gets one made from its content, so
    that the same content is the same post. Raises `InvalidInput` with all problems of a file at once.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    found = [(f"{name}: {where}", post) for path in several for name, where, post in _read(path)]
    if clashes := list(_clashes(found)):
        raise InvalidInput("\n".join(_few(clashes)))
    return [post for _, post in found]


def is_made(key: str) -> bool:
    """Whether the key was made from a post's content, because its author gave it none."""
    return key.startswith("content-")


def moment(
    value: date | str, zone: str | None, where: str = "at", *, hint: str = 'zone = "Europe/Warsaw"'
) -> datetime:
    """A time as its author meant it: one without an offset is what the clocks of the zone show.

    `hint` is how a zone is given there; empty where none can be.
    Raises `InvalidInput` for a time without offset and zone, and for one that clocks skip.
    """
    if type(value) is date:
        raise InvalidInput(f"{where}: {value} has no time; write for example {value}T08:00:00+01:00")
    at = load(datetime, value, where=where)
    if at.utcoffset() is not None:
        return at
    if zone is None:
        or_else = f", or say whose clock it is: {hint}" if hint else ""
        raise InvalidInput(
            f"{where}: {at.isoformat()} has no UTC offset; write for example {at.isoformat()}+01:00{or_else}"
        )
    return _on_the_clock(at, zone, where)


def _on_the_clock(at: datetime, name: str, where: str) -> datetime:
    try:
        zone = ZoneInfo(name)
        first, second = at.replace(tzinfo=zone, fold=0), at.replace(tzinfo=zone, fold=1)
        back = first.astimezone(UTC).astimezone(zone)
    except (KeyError, ValueError, OSError, TypeError):
        raise InvalidInput(f"zone: {name!r} is not an IANA zone such as Europe/Warsaw") from None
    except OverflowError:
        raise InvalidInput(f"{where}: {at.isoformat()} is out of range") from None
    if back.replace(tzinfo=None) != at:
        later = (first + _gap(first, second)).replace(tzinfo=None)
        raise InvalidInput(
            f"{where}: clocks in {name} skip {at.isoformat()}; write for example {later.isoformat()}"
        )
    if first.utcoffset() != second.utcoffset():
        log.warning("%s: %s comes twice in %s; the first is taken, %s", where, at, name, first.isoformat())
    return datetime.fromisoformat(first.isoformat())


def _gap(first: datetime, second: datetime) -> timedelta:
    before, after = first.utcoffset(), second.utcoffset()
    return abs(before - after) if before is not None and after is not None else timedelta(0)


# Files


def _read(path: str | Path) -> Iterator[tuple[str, str, PlannedPost]]:
    """The posts of one file with its name and their places in it."""
    if str(path) == STDIN:
        yield from _posts("stdin", _from_json(_stdin(), "stdin"), Path.cwd())
        return
    file = Path(path)
    suffix, name = file.suffix.lower(), str(path)
    if suffix not in {".toml", ".json", ".txt", ".md"} and not file.is_dir():
        raise InvalidInput(f"{name}: posts are read from .toml, .json, .txt and .md files, or from - (stdin)")
    text = toml.decoded(toml.contents(file, name), name)
    if not text.strip():
        raise InvalidInput(f"{name}: is empty; write a post into it")
    if suffix == ".toml":
        data: Any = toml.parsed(text, name)
    elif suffix == ".json":
        data = _from_json(text, name)
    else:
        data = {"text": text.strip("\r\n")}
    yield from _posts(name, data, file.absolute().parent)


def _stdin() -> str:
    stream = sys.stdin
    try:
        text = stream.buffer.read() if hasattr(stream, "buffer") else stream.read().encode()
    except OSError as error:
        raise InvalidInput(f"stdin: cannot be read: {error.strerror}") from None
    if not text.strip():
        raise InvalidInput("stdin: is empty; pipe a post as JSON into it")
    return toml.decoded(text, "stdin")


def _from_json(text: str, name: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{name} line {error.lineno}: {error.msg} (column {error.colno})") from None
    except RecursionError:
        raise InvalidInput(f"{name}: is nested too deeply") from None
    except ValueError as error:
        raise InvalidInput(f"{name}: {error}") from None


def _no_constant(word: str) -> Any:
    raise ValueError(f"{word} is not a JSON number")


# Posts


@frozen
class _Place:
    """Where a post stands, for messages."""

    file: str
    number: int | None
    key: str

    def __str__(self) -> str:
        name = f"post {self.number}" if self.number is not None else "the post"
        return f"{name} ({self.key})" if self.key else name


def _posts(name: str, data: Any, folder: Path) -> list[tuple[str, str, PlannedPost]]:
    problems: list[str] = []
    found: list[tuple[str, str, PlannedPost]] = []
    for number, table in _tables(name, data):
        place = _Place(name, number, _label(table))
        try:
            found.append((name, str(place), _post(table, folder)))
        except InvalidInput as error:
            prefix = f"{name}: {place}: " if number is not None else f"{name}: "
            problems += [prefix + line for line in str(error).splitlines()]
        except RecursionError:
            problems.append(f"{name}: {place}: is nested too deeply")
    if problems:
        raise InvalidInput("\n".join(_few(problems)))
    return found


def _tables(name: str, data: Any) -> Iterator[tuple[int | None, Any]]:
    if isinstance(data, Mapping) and "posts" in data:
        if others := sorted(data.keys() - {"posts"}):
            raise InvalidInput(f"{name}: {others[0]}: is unknown beside posts; put it into a post")
        if not isinstance(data["posts"], list) or not data["posts"]:
            raise InvalidInput(f"{name}: posts: must be a list of at least one post")
        yield from enumerate(data["posts"], 1)
    else:
        yield None, data


def _label(table: Any) -> str:
    key = table.get("key") if isinstance(table, Mapping) else None
    return key if isinstance(key, str) and key.isprintable() else ""


def _post(table: Any, folder: Path) -> PlannedPost:
    """Raises `InvalidInput` with one line for each of both halves that does not fit."""
    if not isinstance(table, Mapping):
        raise InvalidInput(f"must be a table with text, media, a link or a poll, not {_short(table)}")
    problems: list[str] = []
    content = {name: value for name, value in table.items() if name not in _OWN}
    post = _attempt(problems, lambda: load(Post, content))
    when = _attempt(problems, lambda: _when(table))
    if not problems:
        _refuse_halves(table, problems)
    if problems or post is None or when is None:
        raise InvalidInput("\n".join(problems))
    post = _located(post, folder)
    return evolve(when, post=post, key=when.key or _made_key(post))


def _attempt(problems: list[str], function: Callable[[], T]) -> T | None:
    try:
        return function()
    except InvalidInput as error:
        problems.append(" ".join(str(error).split("\n")))
        return None


def _refuse_halves(table: Mapping[str, Any], problems: list[str]) -> None:
    # JSON can write half of a surrogate pair; no file, database or network takes one.
    try:
        json.dumps(table, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        problems.append("has half of a surrogate pair (\\ud800 to \\udfff), which is no character")
    except (TypeError, ValueError) as error:
        problems.append(str(error))


def _when(table: Mapping[str, Any]) -> PlannedPost:
    own = {name: table[name] for name in _OWN if name in table}
    zone = own.get("zone")
    if "at" in own and (zone is None or isinstance(zone, str)):
        own["at"] = moment(own["at"], zone)
    if isinstance(own.get("to"), str):
        own["to"] = [own["to"]]
    if "key" in own and not (isinstance(own["key"], str) and own["key"].strip()):
        raise InvalidInput(f"key: must be text that is not empty, not {_short(own['key'])}")
    if len(own.get("key", "")) > LONGEST_KEY:
        raise InvalidInput(f"key: is longer than {LONGEST_KEY} characters")
    return load(PlannedPost, {**own, "post": _PLACEHOLDER})


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _few(problems: list[str]) -> list[str]:
    if len(problems) <= _SHOWN:
        return problems
    return [*problems[:_SHOWN], f"… and {len(problems) - _SHOWN} more problems"]


def _clashes(found: list[tuple[str, PlannedPost]]) -> Iterator[str]:
    """Posts of one key that would go to one account: only one of them would ever be published."""
    earlier: dict[str, list[tuple[str, PlannedPost]]] = {}
    for where, post in found:
        same = earlier.setdefault(post.key, [])
        for other_where, other in same:
            if not (post.to and other.to) or {*post.to} & {*other.to}:
                what = "has the same content" if is_made(post.key) else f"has the same key {post.key}"
                yield f"{where}: {what} as {other_where}; give each its own key"
                break
        same.append((where, post))


# Content


def _located(post: Post, folder: Path) -> Post:
    """The post with its files' whole paths: it may be published later, and from another folder."""
    return evolve(post, media=[_located_media(media, folder) for media in post.media])


def _located_media(media: Media, folder: Path) -> Media:
    if isinstance(media, Video) and isinstance(media.cover, File):
        media = evolve(media, cover=File(folder / media.cover.path))
    if isinstance(media.source, File):
        return evolve(media, source=File(folder / media.source.path))
    return media


def _made_key(post: Post) -> str:
    """A key that stays the same as long as text, options and the bytes of all files do."""
    whole = hashlib.sha256(json.dumps(_without_places(post), sort_keys=True).encode())
    return f"content-{whole.hexdigest()[:20]}"


def _without_places(post: Post) -> dict[str, Any]:
    data: dict[str, Any] = dump(post)
    for media, written in zip(post.media, data.get("media", ()), strict=False):
        if isinstance(media.source, File):
            written[media.word] = _sum(media.source.path)
        if isinstance(media, Video) and isinstance(media.cover, File):
            written["cover"] = _sum(media.cover.path)
    return data


def _sum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return str(path)
