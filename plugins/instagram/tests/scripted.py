"""An Instagram that answers by a script: what a unit test of the plugin needs."""

from smmcore.models import Account, Photo, Post, Remote
from smmcore.steps import Step, Steps
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import START, answer
from smmcore_instagram.platform import Instagram

OWN = "17841400000000001"
MADE = {"id": "901", "at": START.timestamp()}
"""A container, as its step keeps it."""
LOAF = Photo(Remote("https://bakery.example/rye.jpg"), alt="A loaf of rye")
PROFILE = {"id": OWN, "user_id": OWN, "username": "bakery", "name": "The bakery"}
QUOTA = {"data": [{"quota_usage": 2, "config": {"quota_total": 50, "quota_duration": 86400}}]}
SHOWN = {
    "id": "18001",
    "permalink": "https://www.instagram.com/p/abc/",
    "timestamp": "2026-01-01T12:00:00+0000",
}


def account(login="facebook", *, id=OWN, extra=None, **settings):
    secrets = {"token": "IGtoken-one", **(extra or {})}
    return Account("bakery", "instagram", id, settings={"login": login, **settings}, secrets=secrets)


def error(code, subcode=None, message="refused", status=400, **more):
    inside = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A1", **more}
    return answer({"error": {**inside, **({"error_subcode": subcode} if subcode else {})}}, status)


def status(code="FINISHED", words=""):
    return {"id": "901", "status_code": code, "status": words or code.capitalize()}


def page(*items):
    return {"data": list(items)}


class Network(ScriptedIO):
    """Answers paths by their ends: `Network({"media_publish": {"id": "18001"}})`; what is not scripted fails the test."""

    def __init__(self, by_name=None):
        usual = {
            "content_publishing_limit": QUOTA,
            "GET 901": status(),
            "POST " + OWN + "/media": {"id": "901"},
            "media_publish": {"id": "18001"},
            "GET 18001": SHOWN,
            "GET " + OWN: PROFILE,
        }
        super().__init__(**{**usual, **(by_name or {})})

    async def public(self, source):
        return str(source) if isinstance(source, Remote) else f"https://files.example/{source.path.name}"

    def requests(self, name):
        return [request for request in self.sent if request.label.endswith(name)]

    def labels(self):
        return [request.label.removeprefix("instagram ") for request in self.sent]

    def publish(self, post=None, of=None, key="k", steps=None):
        post = post or Post("Fresh rye!", media=LOAF)
        return self.run(Instagram().publish(self, of or account(), post, steps or Steps(io=self, key=key)))

    def steps(self, done=None, in_doubt=(), key="k", sent_at=None):
        known = {name: Step(name) for name in in_doubt}
        known |= {name: Step(name, done=True, value=value) for name, value in (done or {}).items()}
        return Steps(io=self, key=key, sent_at=sent_at or self.now(), steps=known)

    def find(self, post=None, of=None, done=None, in_doubt=("post",), **more):
        post = post or Post("Fresh rye!", media=LOAF)
        steps = self.steps({"container": MADE} if done is None else done, in_doubt, **more)
        return self.run(Instagram().find(self, of or account(), post, steps))
