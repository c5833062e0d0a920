"""Cassettes hold no secret, are played back with any token, and say when they come from a fake."""

import json

import pytest
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route

from smmcore.sandbox import serving
from smmcore.testing import cassette_name, vcr_config
from smmcore.testing.redacting import Redactor

pytest_plugins = ["pytester"]

TOKEN = "7000001234:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawQ"
OTHER = "8111111111:BBHdqTcvCH1vGWJxfSeofSAs0K5PALDsawZ"

CASES = """
import asyncio
import pytest
from smmcore import Account, Request, Secret
from smmcore.io.blocking import BlockingIO, run
from smmcore.io.nonblocking import NonblockingIO

token = Secret({token!r}, "token")
key = Secret({key!r}, "key")

def request():
    return Request("POST", f"{url}/bot{{token}}/getMe", params={{"access_token": str(key), "q": "bread"}},
                   headers={{"Authorization": f"Bearer {{key}}"}}, data={{"secret": str(key), "text": "Hi"}},
                   safe=True, secrets=[token, key])

@pytest.mark.vcr
@pytest.mark.default_cassette({name!r})
def test_blocking():
    io = BlockingIO()
    assert run(io.send(request()))["name"] == "bread"
    io.close()

@pytest.mark.vcr
@pytest.mark.default_cassette({name!r})
def test_async():
    async def work():
        io = NonblockingIO()
        answer = await io.send(request())
        await io.aclose()
        return answer
    assert asyncio.run(work())["name"] == "bread"
"""


async def _echo(request):
    """An answer that repeats every secret of its request."""
    form = dict(await request.form())
    body = {"name": "bread", "url": str(request.url), "headers": dict(request.headers), "form": form}
    return JSONResponse({**body, "access_token": form["secret"], "nested": json.dumps(form)})


@pytest.fixture
def network():
    with serving(Starlette(routes=[Route("/{path:path}", _echo, methods=["POST"])])) as url:
        yield url


def _run(pytester, *args, **values):
    pytester.makepyfile(test_recorded=CASES.format(**values))
    pytester.makeini("[pytest]\nfilterwarnings = error")
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "--log-level=DEBUG", *args)


def test_records_without_secrets_and_plays_back_with_others(pytester, network):
    key = "EAAB-very-secret-page-token"
    done = _run(pytester, "--record-mode=once", url=network, token=TOKEN, key=key, name="me.fake")
    done.assert_outcomes(passed=2)
    (cassette,) = pytester.path.rglob("me.fake.yaml")
    text = cassette.read_text()
    assert "bread" in text
    for secret in (TOKEN, TOKEN.partition(":")[2], key):
        assert secret not in text
        assert secret not in done.stdout.str() + done.stderr.str()
    # Another token, another key, and nobody listens at that port.
    played = _run(pytester, url="http://127.0.0.1:9", token=OTHER, key="EAAB-another", name="me.fake")
    played.assert_outcomes(passed=2)


def test_fakes_are_not_recorded_as_networks(pytester, network):
    done = _run(pytester, "--record-mode=once", url=network, token=TOKEN, key="EAAB-secret", name="me")
    assert "name it me.fake.yaml" in done.stdout.str()
    assert done.ret != 0
    assert not list(pytester.path.rglob("me.yaml"))


def test_known_secrets_are_taken_out_of_everything(pytester, network):
    """Of a form that no pattern knows."""
    pytester.makeconftest(
        "import pytest\n@pytest.fixture(scope='session')\ndef recorded_secrets():\n    return {'word': 'open sesame'}\n"
    )
    pytester.makepyfile(
        f"""
        import pytest
        from smmcore import Request
        from smmcore.io.blocking import BlockingIO, run

        @pytest.mark.vcr
        @pytest.mark.default_cassette("door.fake")
        def test_door():
            io = BlockingIO()
            data = {{"say": "open sesame", "secret": "x"}}
            run(io.send(Request("POST", "{network}/door", params={{"q": "open sesame"}}, data=data, safe=True)))
            io.close()
        """
    )
    pytester.runpytest_subprocess("--record-mode=once").assert_outcomes(passed=1)
    (cassette,) = pytester.path.rglob("door.fake.yaml")
    assert "sesame" not in cassette.read_text()


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        (f"https://api.telegram.org/bot{TOKEN}/getMe", "https://api.telegram.org/bot~~token~~/getMe"),
        (
            "https://g.com/me?access_token=EAAB&fields=id",
            "https://g.com/me?access_token=~~access_token~~&fields=id",
        ),
        ("http://127.0.0.1:4711/x", "http://127.0.0.1/x"),
        ("https://user:pass@g.com/x", "https://g.com/x"),
    ],
)
def test_addresses(given, clean):
    assert Redactor().address(given) == clean


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ('{"access_token": "EA\\"AB", "id": 1}', '{"access_token": "~~access_token~~", "id": 1}'),
        ('{"token":"a","next_page_token":"b"}', '{"token":"~~token~~","next_page_token":"b"}'),
        ("client_secret=abc&text=secret", "client_secret=~~client_secret~~&text=secret"),
        ('name="token"\r\n\r\nabc\r\n--x', 'name="token"\r\n\r\n~~token~~\r\n--x'),
        ("Authorization: Bearer abcdefghijkl", "Authorization: Bearer ~~token~~"),
        (f"the bot {TOKEN}", "the bot ~~token~~"),
        ("text=The secret is out", "text=The secret is out"),
        ("Хлеб по 12:30", "Хлеб по 12:30"),
    ],
)
def test_texts(given, clean):
    redactor = Redactor()
    assert redactor.body(given) == clean
    assert redactor.body(given.encode()) == clean.encode()
    assert redactor.body(clean) == clean


def test_bytes_that_are_no_text_stay_as_they_are():
    every = bytes(range(256)) * 4
    assert Redactor().body(every) == every


def test_headers_that_authorize_are_left_out():
    given = {"Authorization": "Bearer x", "X-Thing": "Bearer abcdefghijkl", "Accept": "*/*"}
    assert Redactor().headers(given) == {"X-Thing": "Bearer ~~token~~", "Accept": "*/*"}


def test_cassettes_of_fakes_are_named_so():
    assert cassette_name("photos", "http://127.0.0.1:8000") == "photos.fake"
    assert cassette_name("photos", "https://api.telegram.org") == "photos"


def test_settings_of_ones_own_win():
    assert vcr_config(ignore_localhost=True)["ignore_localhost"] is True
