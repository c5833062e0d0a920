"""The fake Instagram as tests use it: calls with any token, the control API, and what readers see."""

import hashlib
import json
from pathlib import Path

import httpx
import pytest

from smmcore.testing.samples import jpeg, mp4
from smmcore_instagram.sandbox.audience import TOKENS
from smmcore_instagram.sandbox.seed import HOME

SHARED = Path(__file__).resolve().parents[4] / "shared"
VERSION = "v26.0"


def shared(*parts):
    """A folder or file of the facts that lie beside the checkout; skips where they do not."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the official facts are not here: {'/'.join(parts)} is to lie beside the checkout")
    return path


class World:
    """One served fake. `ask` gives whole answers, `get` and `post` what was answered, `fail` the error."""

    def __init__(self, fake, uploader):
        self.fake, self.url, self.uploader = fake, fake.url, uploader
        self.http = httpx.Client(base_url=fake.url, trust_env=False, timeout=30)

    # The API

    def ask(self, verb, path, by="page", /, **params):
        """`by` is a kind of token or a token itself; an Instagram token goes to its own host."""
        token = TOKENS.get(by, by)
        host = "/graph.instagram.com" if token.startswith("IGAA") else ""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        sent = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()
        }
        place = "params" if verb in {"GET", "DELETE"} else "data"
        return self.http.request(verb, f"{host}/{VERSION}/{path}", headers=headers, **{place: sent})

    def get(self, path, by="page", /, **params):
        return self._answered(self.ask("GET", path, by, **params))

    def post(self, path, by="page", /, **params):
        return self._answered(self.ask("POST", path, by, **params))

    def delete(self, path, by="page", /, **params):
        return self._answered(self.ask("DELETE", path, by, **params))

    def fail(self, verb, path, by="page", /, **params):
        """Code, subcode and message of the error."""
        answer = self.ask(verb, path, by, **params)
        assert answer.status_code != 200, answer.text
        error = answer.json()["error"]
        return error["code"], error.get("error_subcode"), error["message"]

    def _answered(self, answer):
        assert answer.status_code == 200, answer.text
        return answer.json()

    # The control API

    def control(self, action, **body):
        answer = self.http.post(f"/_sandbox/{action}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, action, **body):
        answer = self.http.post(f"/_sandbox/{action}", json=body)
        assert answer.status_code == 400, answer.text
        return answer.json()["error"]

    def rules(self, **values):
        self.control("rules", values=values)

    def advance(self, seconds):
        self.control("time", advance=seconds)

    def state(self):
        return self.http.get("/_sandbox/state").json()

    def view(self):
        return self.http.get("/_sandbox/view").json()

    def containers(self):
        return self.state()["containers"]

    def shown(self, id):
        return next(post for post in self.view()["posts"] if post["id"] == id)

    def digest(self, path):
        """What the fake calls a file with this content."""
        return hashlib.sha256(path.read_bytes()).hexdigest()

    def calls(self, verb="", ending=""):
        calls = self.http.get("/_sandbox/calls").json()["calls"]
        return [c for c in calls if c["verb"].startswith(verb) and c["path"].endswith(ending)]

    def forget_calls(self):
        self.http.delete("/_sandbox/calls")

    # What people do

    def address(self, content, name="picture.jpg"):
        """A public address of a file."""
        path = Path(self.uploader.folder) / name
        path.write_bytes(content)
        return f"{self.uploader.url}/{name}"

    def picture(self, width=320, height=240):
        return self.address(jpeg(width, height), f"{width}x{height}.jpg")

    def film(self):
        return self.address(mp4(), "film.mp4")

    def container(self, by="page", /, **params):
        """A container whose processing is over."""
        if not {"image_url", "video_url", "children"} & set(params):
            params["image_url"] = self.picture()
        id = self.post(f"{HOME}/media", by, **params)["id"]
        self.advance(10)
        return id

    def publish(self, by="page", /, **params):
        """A post, made over the API."""
        return self.post(f"{HOME}/media_publish", by, creation_id=self.container(by, **params))["id"]

    def comment(self, post, text="A comment", person="Ann", **more):
        return self.control("comments", post=post, person=person, text=text, **more)["id"]

    def begin_anew(self):
        self.fake.reset()

    def close(self):
        self.http.close()
