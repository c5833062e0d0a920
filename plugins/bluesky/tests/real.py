"""The network as somebody sees it who is not the plugin."""

import base64
import hashlib
import hmac
import json
from itertools import pairwise
from secrets import token_hex

import httpx

from smmcore.io.blocking import run
from smmcore.models import Account, Published, Secret, Unconfirmed
from smmcore.sessions import MemorySessions
from smmcore_bluesky.sandbox.records import POST, listed
from smmcore_bluesky.sandbox.xrpc import call, query

JWT_KEY = b"jwt-secret"
"""What the PDS signs its tokens with; its development environment has it written down."""


class Eyes:
    """Looks at the network, and acts on it, in anybody's name."""

    def __init__(self, fake):
        self.fake, self.url = fake, fake.url
        self._people, self._io = fake.sandbox._of(fake.url), fake._io

    def person(self, name):
        """Somebody of the audience, with an account."""
        return run(self._people.named(self._io, name))

    @property
    def owner(self):
        return run(self._people.account(self._io))

    def read(self, method, viewer=None, /, **params):
        """What a query answers, once the AppView knows everything; to the reader, if to nobody else."""
        run(self.fake.sandbox.settle(self._io, self.url))
        viewer = viewer or run(self._people.reader(self._io))
        return run(query(self._io, self.url, method, params, viewer))

    def do(self, person, method, /, **body):
        """A call in somebody's name, and everybody knows what it did."""
        answer = run(call(self._io, self.url, method, body, person))
        run(self.fake.sandbox.settle(self._io, self.url))
        return answer

    def post(self, uri, viewer=None):
        """One post as a reader sees it."""
        (view,) = self.read("app.bsky.feed.getPosts", viewer, uris=[uri])["posts"]
        return view

    def thread(self, uri, viewer=None):
        """The posts of a thread and how deep they are, as a reader sees them."""
        answer = self.read("app.bsky.unspecced.getPostThreadV2", viewer, anchor=uri, below=20)
        return [(item["depth"], item["value"]["post"]) for item in answer["thread"]]

    def records(self, collection=POST):
        """What stands in the account's own repository."""
        return [r["value"] for r in run(listed(self._io, self.url, self.owner, collection))]

    def notifications(self, person):
        """What somebody is told of, newest first."""
        return self.read("app.bsky.notification.listNotifications", person)["notifications"]

    def account_of(self, name):
        """An account of somebody else's, with an app password of the same name."""
        person = self.person(name)
        app = self.do(person, "com.atproto.server.createAppPassword", name=token_hex(4))
        secrets = {"password": app["password"]}
        settings = {"url": self.url}
        return app["name"], Account("other", "bluesky", person.handle, settings=settings, secrets=secrets)

    def as_admin(self, method, server="pds", /, **body):
        """An administrator's call to one of the servers."""
        network = self.fake.sandbox.network
        address = f"{getattr(network, server)}/xrpc/{method}"
        headers = {"authorization": network.admin}
        verb = "POST" if body else "GET"
        answer = httpx.request(verb, address, json=body or None, headers=headers)
        answer.raise_for_status()
        return answer.json() if answer.content else {}


class Session(MemorySessions):
    """One account's session, which a test may spoil."""

    @property
    def tokens(self):
        (values,) = self._values.values()
        return {name: secret.reveal() for name, secret in values.items() if secret.reveal().startswith("eyJ")}

    @property
    def access(self):
        return next(token for token in self.tokens.values() if _claims(token)["scope"] != REFRESH)

    @property
    def refresh(self):
        return next(token for token in self.tokens.values() if _claims(token)["scope"] == REFRESH)

    def replace(self, old, new):
        ((owner, values),) = self._values.items()
        self._values[owner] = {
            name: Secret(new, name) if secret.reveal() == old else secret for name, secret in values.items()
        }


REFRESH = "com.atproto.refresh"


def expired(token):
    """The same token, which the PDS has signed, and whose time is over."""
    claims = _claims(token)
    head, _, _ = token.partition(".")
    times = {"iat": claims["iat"] - 9000, "exp": claims["iat"] - 1800}
    body = _encoded(json.dumps({**claims, **times}).encode())
    signed = f"{head}.{body}"
    return f"{signed}.{_encoded(hmac.digest(JWT_KEY, signed.encode(), hashlib.sha256))}"


def forged(token):
    """The same token with a signature that is not the PDS's."""
    return token[:-8] + ("A" * 8 if not token.endswith("A" * 8) else "B" * 8)


def _claims(token):
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def _encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def published(result):
    assert isinstance(result, Published), result
    return result


def until_certain(smm, post, key):
    """What a careful user does until the post is there."""
    result = smm.publish(post, key=key)
    for _ in range(5):
        if isinstance(result, Published):
            return result
        smm.pass_time(61)
        if isinstance(result, Unconfirmed):
            result = next(iter(smm.reconcile().results), result)
        else:
            result = next(iter(smm.work().results), None) or smm.publish(post, key=key)
    raise AssertionError(f"it does not end: {result}")


def in_order(values):
    return all(before <= after for before, after in pairwise(values))
