"""The small network, served once for all tests, fresh for each."""

import httpx
import pytest

from smmcore.sandbox import serving

from .shop import IG_TOKEN, PAGE_ID, PAGE_TOKEN, USER_TOKEN, ShopAudience

TOKENS = {"page": PAGE_TOKEN, "user": USER_TOKEN, "instagram": IG_TOKEN}


class Graph:
    """One served fake: `ask` gives whole answers, `get` and `post` bodies that are no errors, `fail` the error."""

    def __init__(self, url):
        self.url, self.page = url, PAGE_ID
        self.http = httpx.Client(base_url=url, trust_env=False, timeout=30)

    def ask(self, verb, path, by="page", **more):
        headers = {"Authorization": f"Bearer {TOKENS.get(by, by)}"} if by else {}
        place = path if path.startswith("/graph") else f"/v26.0{path}"
        return self.http.request(verb, place, headers={**headers, **more.pop("headers", {})}, **more)

    def get(self, path, by="page", **params):
        answer = self.ask("GET", path, by, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path, by="page", **data):
        answer = self.ask("POST", path, by, data=data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fail(self, verb, path, by="page", **params):
        answer = self.ask(verb, path, by, params=params)
        assert answer.status_code != 200, answer.text
        return answer.json()["error"]

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

    def calls(self):
        return self.http.get("/_sandbox/calls").json()["calls"]

    def notes(self, count):
        return self.control("notes", count=count)["ids"]


@pytest.fixture(scope="session")
def audience():
    return ShopAudience()


@pytest.fixture(scope="session")
def served(audience):
    with serving(audience.app) as url:
        graph = Graph(url)
        yield graph
        graph.http.close()


@pytest.fixture
def graph(served):
    served.control("reset")
    return served
