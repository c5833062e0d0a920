"""The fake Facebook as tests use it: calls of any token, the control API, and what readers see."""

import json
from pathlib import Path

import httpx
import pytest

from smmcore_facebook.sandbox import PAGE_TOKEN, USER_TOKEN

SHARED = Path(__file__).resolve().parents[4] / "shared"
VERSION = "v26.0"
TOKENS = {"page": PAGE_TOKEN, "user": USER_TOKEN}
UPLOADS = "POST */photos|POST */videos|POST */video_reels|POST */video_stories|POST /video-upload/*"


def shared(*parts):
    """A folder or file of the facts that lie beside the checkout; skips where they do not."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the official facts are not here: {'/'.join(parts)} is to lie beside the checkout")
    return path


class World:
    """One served fake. `ask` gives whole answers, `get` and `post` what was answered, `fail` the error."""

    def __init__(self, fake):
        self.fake, self.url = fake, fake.url
        self.page = fake.account.id
        self.http = httpx.Client(base_url=fake.url, trust_env=False, timeout=30)

    def ask(self, verb, path, by="page", *, files=None, headers=None, **params):
        """`by` is a kind of token or a token itself."""
        headers = {**self.bearer(by), **(headers or {})}
        form = {name: _text(value) for name, value in params.items()}
        where = {"params": form} if verb == "GET" else {"data": form}
        path = path.replace("me/", f"{self.page}/", 1) if path.startswith("me/") else path
        return self.http.request(verb, f"/{VERSION}/{path}", headers=headers, files=files, **where)

    def bearer(self, by):
        return {"Authorization": f"Bearer {TOKENS.get(by, by)}"} if by else {}

    def get(self, path, by="page", **params):
        return self._well(self.ask("GET", path, by, **params))

    def post(self, path, by="page", **params):
        return self._well(self.ask("POST", path, by, **params))

    def delete(self, path, by="page", **params):
        return self._well(self.ask("DELETE", path, by, **params))

    def fail(self, verb, path, by="page", **params):
        """The code and the words of a refusal."""
        answer = self.ask(verb, path, by, **params)
        assert answer.status_code >= 400, answer.text
        error = answer.json()["error"]
        return error["code"], error["message"]

    def control(self, action, **body):
        return self._well(self.http.post(f"/_sandbox/{action}", json=body))

    def refused(self, action, **body):
        answer = self.http.post(f"/_sandbox/{action}", json=body)
        assert answer.status_code == 400, answer.text
        return answer.json()["error"]

    def rules(self, **changed):
        self.control("rules", **changed)

    def view(self):
        return self.http.get("/_sandbox/view").json()

    def seen(self, id):
        return next(post for post in self.view()["posts"] if post["id"] == id)

    def calls(self, path=""):
        calls = self.http.get("/_sandbox/calls").json()["calls"]
        return [call for call in calls if path in f"{call['verb']} /{call['path'].lstrip('/')}"]

    def forget_calls(self):
        self.http.delete("/_sandbox/calls")

    def state(self):
        return self.http.get("/_sandbox/state").json()

    def write(self, text="A post", **more):
        """A post by the page, over the API."""
        return self.post("me/feed", message=text, **more)["id"]

    def photo(self, content, **more):
        """A photo that nothing shows yet, or what `more` says; the whole answer."""
        more = {"published": False, **more}
        return self.post("me/photos", files={"source": ("file.jpg", content, "image/jpeg")}, **more)

    def comment(self, post, text="A comment", person="Ann", **more):
        return self.control("comments", post=post, person=person, text=text, **more)["id"]

    def chunked(self, content, **finish):
        """A film in parts, as large as the fake asks for; its identifier."""
        begun = self.post("me/videos", upload_phase="start", file_size=len(content))
        session, here = begun["upload_session_id"], begun
        while here["start_offset"] != here["end_offset"]:
            start, end = int(here["start_offset"]), int(here["end_offset"])
            here = self.post(
                "me/videos",
                upload_phase="transfer",
                upload_session_id=session,
                start_offset=start,
                files={"video_file_chunk": ("part", content[start:end], "application/octet-stream")},
            )
        self.post("me/videos", upload_phase="finish", upload_session_id=session, **finish)
        return begun["video_id"]

    def sent(self, edge, content, **finish):
        """A reel or a story (`video_reels`, `video_stories`): its film's identifier and the answer."""
        id = self.post(f"me/{edge}", upload_phase="start")["video_id"]
        self.rupload(id, content, 0)
        return id, self.post(f"me/{edge}", upload_phase="finish", video_id=id, **finish)

    def rupload(self, id, content, offset, size=None):
        headers = {
            "Authorization": f"OAuth {PAGE_TOKEN}",
            "offset": str(offset),
            "file_size": str(size or len(content)),
        }
        return self.http.post(f"/video-upload/{VERSION}/{id}", headers=headers, content=content[offset:])

    def advance(self, seconds):
        self.fake.advance(seconds)

    def close(self):
        self.http.close()

    def _well(self, answer):
        assert answer.status_code == 200, answer.text
        return answer.json()


def _text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, dict | list) else str(value)
