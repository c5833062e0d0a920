"""A Facebook that answers by a script: what a unit test of the plugin needs."""

from smmcore.models import Account
from smmcore.steps import Step, Steps
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import answer
from smmcore_facebook.platform import Facebook

PAGE = "123"
TOKEN = "EAAB-page-token"
READY = {
    "id": "9",
    "post_id": "77",
    "status": {
        "video_status": "ready",
        "uploading_phase": {"status": "complete"},
        "processing_phase": {"status": "complete"},
        "publishing_phase": {"status": "complete", "publish_status": "published"},
    },
}
UPLOADED = {
    "id": "9",
    "status": {
        "video_status": "upload_complete",
        "uploading_phase": {"status": "complete"},
        "processing_phase": {"status": "not_started"},
        "publishing_phase": {"status": "not_started"},
    },
}


def account(id=PAGE, secrets=None, **settings):
    secrets = {"token": TOKEN} if secrets is None else secrets
    return Account("bakery", "facebook", id, settings=settings, secrets=secrets)


def refused(code, message="refused", subcode=None, status=400, **more):
    error = {
        "message": f"(#{code}) {message}",
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "A0",
        **more,
    }
    return answer({"error": {**error, **({"error_subcode": subcode} if subcode else {})}}, status=status)


class Network(ScriptedIO):
    """Answers by verb and path: `Network({"POST 123/feed": {"id": "123_77"}})`; what is not scripted fails the test."""

    def __init__(self, by_name=None):
        usual = {"POST 123/feed": {"id": "123_77"}, "POST 123_77/comments": {"id": "77_5"}}
        super().__init__(**{**usual, **(by_name or {})})

    def calls(self):
        """What was called, in order."""
        return [request.label.removeprefix("facebook ") for request in self.sent]

    def asked(self, call, place=0):
        return [request for request in self.sent if request.label == f"facebook {call}"][place]

    def data(self, call, place=0):
        return self.asked(call, place).data

    def publish(self, post, of=None, key="k", steps=None):
        return self.run(Facebook().publish(self, of or account(), post, steps or Steps(io=self, key=key)))

    def find(self, post, of=None, sent_at=None, done=None, in_doubt=("post",), key="k"):
        known = {name: Step(name) for name in in_doubt}
        known |= {name: Step(name, done=True, value=value) for name, value in (done or {}).items()}
        steps = Steps(io=self, key=key, sent_at=sent_at or self.now(), steps=known)
        return self.run(Facebook().find(self, of or account(), post, steps))


def listed(*items):
    return {"data": list(items)}
