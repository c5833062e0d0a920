"""A VK that answers by a script: what a unit test of the plugin needs."""

from smmcore.models import Account
from smmcore.steps import Step, Steps
from smmcore.testing import ScriptedIO
from smmcore_vk.platform import VK

COMMUNITY, SERVICE, USER = "vk1.a.community", "service-key", "vk1.a.user"
SERVER = {"server": "https://lp.example/wh1", "key": "lp-key", "ts": "10"}
UPLOADED = {"server": 1, "photo": '[{"photo":"x"}]', "hash": "h"}


def account(*kinds, id="club123", extra=None, **settings):
    tokens = {"community": COMMUNITY, "service": SERVICE, "user": USER}
    secrets = {kind: tokens[kind] for kind in kinds or ("community",)}
    return Account("bakery", "vk", id, settings=settings, secrets={**secrets, **(extra or {})})


def error(code, message="refused", **more):
    return {"error": {"error_code": code, "error_msg": message, "request_params": [], **more}}


def ok(response=1):
    return {"response": response}


class Network(ScriptedIO):
    """Answers methods by name: `Network({"wall.post": ok({"post_id": 17})})`; one that is not scripted fails the test."""

    def __init__(self, by_name=None):
        usual = {
            "groups.getLongPollServer": ok(SERVER),
            "groups.setLongPollSettings": ok(),
            "wall.post": ok({"post_id": 17}),
            "wall.createComment": ok({"comment_id": 45, "parents_stack": []}),
        }
        super().__init__(**{**usual, **(by_name or {})})

    def requests(self, method):
        return [request for request in self.sent if request.label == f"vk {method}"]

    def methods(self):
        quiet = {"groups.getLongPollServer", "groups.setLongPollSettings"}
        names = [request.label.removeprefix("vk ") for request in self.sent]
        return [name for name in names if name not in quiet]

    def token(self, method, place=0):
        """By which kind of token a method was called."""
        return self.requests(method)[place].secrets[0].name

    def data(self, method, place=0):
        return self.requests(method)[place].data

    def publish(self, post, of=None, key="k", steps=None):
        return self.run(VK().publish(self, of or account(), post, steps or Steps(io=self, key=key)))

    def find(self, post, of=None, sent_at=None, steps=None, done=None, in_doubt=("post",), key="k"):
        known = {name: Step(name) for name in in_doubt}
        known |= {name: Step(name, done=True, value=value) for name, value in (done or {}).items()}
        steps = steps or Steps(io=self, key=key, sent_at=sent_at or self.now(), steps=known)
        return self.run(VK().find(self, of or account(), post, steps))


def wall(*items, count=None):
    return ok({"count": len(items) if count is None else count, "items": list(items)})
