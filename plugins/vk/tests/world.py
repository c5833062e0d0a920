"""The fake VK as tests use it: calls of any token, the control API, and what readers see."""

from pathlib import Path

import httpx
import pytest

from smmcore_vk.sandbox.audience import TOKENS

SHARED = Path(__file__).resolve().parents[4] / "shared"
G = 100_200_300
OWNER = -G


def shared(*parts):
    """A folder or file of the facts that lie beside the checkout; skips where they do not."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the official facts are not here: {'/'.join(parts)} is to lie beside the checkout")
    return path


class World:
    """One served fake. `ask` gives whole answers, `call` what was responded, `fail` the error."""

    def __init__(self, fake):
        self.fake, self.url = fake, fake.url
        self.http = httpx.Client(base_url=fake.url, trust_env=False, timeout=30)

    def begin_anew(self):
        self.fake.reset()
        usual = {"community_posts": True, "duplicate_guid": "same", "refresh_grace": 3600}
        self.control("settings", **usual, posts_per_day=500, limits_on=True)

    def ask(self, method, by="user", **params):
        """`by` is a kind of token or a token itself."""
        headers = {"Authorization": f"Bearer {TOKENS.get(by, by)}"} if by else {}
        answer = self.http.post(f"/method/{method}", data={"v": "5.199", **params}, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def call(self, method, by="user", **params):
        self.breathe()
        body = self.ask(method, by, **params)
        assert "response" in body, body
        return body["response"]

    def fail(self, method, by="user", **params):
        self.breathe()
        error = self.ask(method, by, **params)["error"]
        return error["error_code"], error["error_msg"]

    def breathe(self):
        """Let a second pass, so that no rate is met."""
        self.control("time", advance=1)

    def control(self, action, **body):
        answer = self.http.post(f"/_sandbox/{action}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, action, **body):
        answer = self.http.post(f"/_sandbox/{action}", json=body)
        assert answer.status_code == 400, answer.text
        return answer.json()["error"]

    def state(self):
        return self.http.get("/_sandbox/state").json()

    def wall(self):
        return self.state()["communities"][0]

    def post(self, number):
        return next(post for post in self.wall()["posts"] if str(post["id"]) == str(number))

    def calls(self, method=None):
        calls = self.http.get("/_sandbox/calls").json()["calls"]
        return [call for call in calls if method in {None, call["method"]}]

    def forget_calls(self):
        self.http.delete("/_sandbox/calls")

    def write(self, text="A post", **more):
        """A post by the community, over the API."""
        return self.call("wall.post", owner_id=OWNER, from_group=1, message=text, **more)["post_id"]

    def comment(self, post, text="A comment", person="Ann", **more):
        return self.control("comments", post=post, person=person, text=text, **more)["comment_id"]

    def upload(self, url, field, content, name="file.jpg", kind="image/jpeg"):
        return self.http.post(url, files={field: (name, content, kind)}).json()

    def photo(self, content):
        """A photo for the wall; its name for `attachments`."""
        url = self.call("photos.getWallUploadServer", group_id=G)["upload_url"]
        said = self.upload(url, "photo", content)
        (saved,) = self.call("photos.saveWallPhoto", group_id=G, **said)
        return f"photo{saved['owner_id']}_{saved['id']}_{saved['access_key']}"

    def close(self):
        self.http.close()
