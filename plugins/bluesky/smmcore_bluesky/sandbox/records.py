"""Records in people's repositories: written, listed, and all of them deleted."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from smmcore.errors import PlatformError
from smmcore.io import IO
from smmcore_bluesky.sandbox.xrpc import Params, Person, call, query

POST = "app.bsky.feed.post"
LIKE = "app.bsky.feed.like"
PROFILE = "app.bsky.actor.profile"

_PAGE = 100
_WRITES = 200
"""The most that one `applyWrites` may do."""
_MENTION = re.compile(rb"@((?:[a-z0-9-]+\.)+test)")


async def written(io: IO, url: str, person: Person, record: Mapping[str, Any]) -> str:
    """Write a new record, now; gives its address."""
    record = {**record, "createdAt": io.now().isoformat().replace("+00:00", "Z")}
    body = {"repo": person.did, "collection": record["$type"], "record": record}
    return str((await call(io, url, "com.atproto.repo.createRecord", body, person))["uri"])


async def listed(io: IO, url: str, person: Person, collection: str) -> list[dict[str, Any]]:
    """All records of a collection."""
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        params: Params = {"repo": person.did, "collection": collection, "limit": _PAGE}
        page = await query(io, url, "com.atproto.repo.listRecords", {**params, "cursor": cursor})
        found += page["records"]
        cursor = page.get("cursor", "")
        if len(page["records"]) < _PAGE or not cursor:
            return found


async def emptied(io: IO, url: str, person: Person, keep: Collection[str] = ()) -> None:
    """Delete all that somebody has written, but for the collections to keep."""
    repository = await query(io, url, "com.atproto.repo.describeRepo", {"repo": person.did})
    for collection in set(repository["collections"]) - set(keep):
        records = await listed(io, url, person, collection)
        kind = "com.atproto.repo.applyWrites#delete"
        writes = [
            {"$type": kind, "collection": collection, "rkey": record["uri"].rpartition("/")[2]}
            for record in records
        ]
        for start in range(0, len(writes), _WRITES):
            body = {"repo": person.did, "writes": writes[start : start + _WRITES]}
            await call(io, url, "com.atproto.repo.applyWrites", body, person)


async def mentions(io: IO, url: str, text: str) -> list[dict[str, Any]]:
    """The facets of those whom a text names by their handles; who is not there is not named."""
    facets = []
    for found in _MENTION.finditer(text.encode()):
        handle = found[1].decode()
        try:
            answer = await query(io, url, "com.atproto.identity.resolveHandle", {"handle": handle})
        except PlatformError:
            continue
        feature = {"$type": "app.bsky.richtext.facet#mention", "did": answer["did"]}
        facets.append({"index": {"byteStart": found.start(), "byteEnd": found.end()}, "features": [feature]})
    return facets
