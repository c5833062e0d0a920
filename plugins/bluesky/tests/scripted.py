"""A server that answers by a script: what a unit test of the plugin needs."""

import base64
import json

from smmcore.models import Account
from smmcore.steps import Steps
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import answer
from smmcore_bluesky.platform import Bluesky

DID = "did:plc:fourflours"
OTHER = "did:plc:anotherone"
SERVER = "https://pds.example"
PASSWORD = "abcd-efgh-ijkl-mnop"


def token(name="access", *, life=7200, **facts):
    """A token as servers make them, of which only the middle can be read."""
    middle = {"scope": "com.atproto.appPass", "sub": DID, "iat": 1000, "exp": 1000 + life, "n": name, **facts}
    return f"eyJ.{base64.urlsafe_b64encode(json.dumps(middle).encode()).decode().rstrip('=')}.sig-{name}"


def session(access="access", refresh="refresh", **more):
    given = {
        "did": DID,
        "handle": "four-flours.example",
        "accessJwt": token(access),
        "refreshJwt": token(refresh),
    }
    return {**given, **more}


def refusal(name, message="", status=400, **headers):
    return answer({"error": name, "message": message}, status, headers)


def account(**settings):
    return Account(
        "bakery",
        "bluesky",
        "four-flours.example",
        settings={"url": SERVER, **settings},
        secrets={"password": PASSWORD},
    )


def written(request):
    """What a write of a record would be answered with."""
    return {"uri": "at://{repo}/{collection}/{rkey}".format(**request.json), "cid": "bafy-cid"}


class Server(ScriptedIO):
    """Signs in, and takes every record; other methods answer as the test says."""

    def __init__(self, **by_name):
        super().__init__(**{"createSession": session(), **by_name})
        self.posts = {}

    def knows(self, *views):
        """Posts that are there, as `getRecord` tells of them."""
        self.posts |= {view["uri"]: {**view, "value": view["record"]} for view in views}
        return self

    async def send(self, request):
        if request.label.endswith("getRecord"):
            uri = "at://{repo}/{collection}/{rkey}".format(**request.params)
            if uri in self.posts:
                self.sent.append(request)
                return request.parse(answer(self.posts[uri]))
        if request.label.endswith("putRecord") and "putRecord" not in self._by_name:
            self.sent.append(request)
            return request.parse(answer(written(request)))
        return await super().send(request)

    def requests(self, method):
        return [request for request in self.sent if request.label.endswith(method)]

    def publish(self, post, key="k", steps=None, **settings):
        steps = steps or Steps(io=self, key=key)
        return self.run(Bluesky().publish(self, account(**settings), post, steps))

    def record(self, number=0):
        """A record that was written."""
        return self.requests("putRecord")[number].json["record"]


def view(
    uri,
    text="",
    *,
    did=OTHER,
    handle="ann.example",
    at="2026-01-01T10:00:00Z",
    root=None,
    parent=None,
    **more,
):
    """A post as the network shows it."""
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": at}
    if root:
        record["reply"] = {
            "root": {"uri": root, "cid": "c"},
            "parent": {"uri": parent or root, "cid": "c"},
        }
    author = {"did": did, "handle": handle, "displayName": "Ann"}
    return {
        "uri": uri,
        "cid": f"cid-of-{uri[-1]}",
        "author": author,
        "record": record,
        "indexedAt": at,
        **more,
    }
