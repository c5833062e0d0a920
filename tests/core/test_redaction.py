import copy
import json
import logging
import pickle
import traceback
from urllib.parse import quote

import pytest

from smmcore import (
    Account,
    Answer,
    PlatformError,
    Post,
    Rejected,
    Request,
    Secret,
    SMMError,
    Timeouts,
    Upload,
)
from smmcore.io.redaction import hidden, hidden_in_bytes
from smmcore.models.converting import dump

from . import network
from .network import account

TOKEN = "4815162342:AAF-ab/cd+ef_gh~ij=k&l"
FORMS = [
    TOKEN,
    quote(TOKEN, safe=""),
    quote(TOKEN, safe=":-._~"),
    quote(TOKEN, safe="").lower().replace("aaf", "AAF"),
    TOKEN.replace("/", "\\/"),
    TOKEN.replace("&", "&amp;"),
    TOKEN.replace("&", "\\u0026"),
]


def refuse(answer):
    raise Rejected(f"refused: {answer.body!r} {dict(answer.headers)!r}", platform="wall", code=400)


def echo(handler):
    told = " ".join(FORMS)
    handler.body(
        400,
        json.dumps({"seen": told, "raw": handler.received.decode("latin-1")}).encode(),
        "application/json",
        X_Echo=told,
        Location=f"https://example.org/{TOKEN}",
    )


def misunderstood(answer):
    raise KeyError(answer.body)


ENDINGS = {
    "succeeds": (lambda h: h.json(200, {}), None),
    "is refused with an echo": (echo, refuse),
    "is echoed with a server error": (
        lambda h: h.body(500, TOKEN.encode(), "text/plain", X_Echo=TOKEN),
        None,
    ),
    "is not understood": (echo, misunderstood),
    "is no JSON": (lambda h: h.body(200, TOKEN.encode(), "text/plain"), None),
    "is cut off": (lambda h: h.cut(), None),
    "hangs": (lambda h: h.hang(), None),
    "is answered in no HTTP": (
        lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\nbad header " + TOKEN.encode() + b"\r\n\r\n"),
        None,
    ),
    "cannot be reached": (None, None),
    "cannot be written": ("unwritable", None),
}


@pytest.mark.parametrize("place", ["url", "json", "data", "headers", "form"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_secret_is_nowhere_after_a_request_that(run_io, web, ending, place, caplog, capfd, tmp_path):
    for name in ("", "httpx", "httpcore", "smmcore", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    web.answer, parse = ENDINGS[ending]
    secret = Secret(TOKEN, "token")
    request = carrying(secret, place, web, tmp_path / "file.bin", {"parse": parse} if parse else {})

    async def work(io):
        try:
            return await io.send(request)
        except SMMError as error:
            return error

    result = run_io(work)
    if web.requests:
        told = _flat(web.requests[0])
        assert any(form in part for part in told for form in (*FORMS, quote(TOKEN, safe="~")))
    shown = [r.getMessage() for r in caplog.records] + [str(r.__dict__) for r in caplog.records]
    shown += [repr(request), str(request), repr(result), str(result), *capfd.readouterr()]
    shown += told_by(result) if isinstance(result, BaseException) else []
    for form in FORMS:
        assert [line for line in shown if form in line] == []


def carrying(secret, place, web, path, more):
    base = web.url if web.answer else "http://127.0.0.1:1"
    if web.answer == "unwritable":
        more["params"] = {"text": "\ud800"}
    if place == "form":
        path.write_bytes(b"x")
        more |= {"files": [Upload("file", path)], "data": {"token": f"{secret}"}}
    elif place != "url":
        more[place] = {"X-Token": f"Bearer {secret}"}
    url = f"{base}/bot{secret}/x" if place == "url" else f"{base}/x"
    return Request("POST", url, safe=False, secrets=[secret], timeouts=Timeouts(read=0.2), **more)


def told_by(error):
    """All that a report of the error could show, with the values of its frames."""
    trace = error.__traceback__
    while trace and trace.tb_frame.f_globals.get("__name__") == __name__:
        trace = trace.tb_next
    shown = [*traceback.TracebackException(type(error), error, trace, capture_locals=True).format()]
    for link in _chain(error):
        shown += [str(link), repr(link), repr(link.__dict__), repr(link.args)]
    return shown


def _flat(request):
    _, path, headers, body = request
    return [path, str(headers), body.decode("latin-1"), json.dumps(headers)]


def _chain(error):
    seen = []
    while error is not None and error not in seen:
        seen.append(error)
        error = error.__cause__ or error.__context__
    return seen


@pytest.mark.parametrize("form", FORMS)
def test_every_usual_form_of_a_secret_is_taken_out_of_answers(form):
    secret = Secret(TOKEN, "token")
    assert hidden(f"a {form} b", [secret]) == "a ~~token~~ b"
    assert hidden_in_bytes(f"a {form} b".encode(), [secret]) == b"a ~~token~~ b"


def test_a_secret_with_letters_of_any_language_is_taken_out():
    secret = Secret("пароль ü", "token")
    for form in ("пароль ü", quote("пароль ü"), json.dumps("пароль ü")[1:-1]):
        assert hidden(form, [secret]) == "~~token~~"
        assert hidden_in_bytes(form.encode(), [secret]) == b"~~token~~"


@pytest.mark.parametrize("text", ["~~token~~", "~~secret~~"])
def test_a_text_that_looks_like_a_stand_in_is_sent_as_it_is(run_io, web, text):
    secret = Secret(TOKEN, "token")
    request = Request(
        "POST", f"{web.url}/bot{secret}", json={"text": f"see {text}"}, safe=False, secrets=[secret]
    )

    async def work(io):
        return await io.send(request)

    run_io(work)
    assert json.loads(web.bodies[0]) == {"text": f"see {text}"}


def test_what_an_answer_echoes_is_not_turned_back_into_the_secret(run_io, web):
    secret = Secret(TOKEN, "token")
    web.answer = lambda h: h.json(200, {"name": TOKEN})

    async def work(io):
        kind = {"safe": False, "secrets": [secret]}
        told = await io.send(Request("POST", f"{web.url}/who", json={}, **kind))
        await io.send(Request("POST", f"{web.url}/say", json={"text": told["name"]}, **kind))

    run_io(work)
    assert json.loads(web.bodies[1]) == {"text": "~~token~~"}


def test_only_the_secrets_of_the_request_are_put_into_it(run_io, web):
    mine, other = Secret("mine-1", "mine"), Secret("other-1", "other")
    request = Request("POST", web.url, json={"a": f"{mine} {other}"}, safe=False, secrets=[mine])

    async def work(io):
        await io.send(request)

    run_io(work)
    assert b"mine-1" in web.bodies[0]
    assert b"other-1" not in web.bodies[0]


def test_a_secret_shows_itself_to_nobody():
    secret = Secret(TOKEN, "token")
    bakery = Account("bakery", "wall", secrets={"token": TOKEN})
    shown = [
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret!r:>40}",
        repr(bakery),
        str(bakery),
        str(dump(secret)),
    ]
    shown += [json.dumps(dump(bakery)), repr(vars(bakery) if hasattr(bakery, "__dict__") else "")]
    assert [line for line in shown if TOKEN in line] == []
    assert secret.reveal() == TOKEN
    assert bakery.secret("token") == secret


def test_secrets_are_compared_by_value_and_never_equal_their_text():
    assert Secret("a") == Secret("a", "other")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1


def test_an_empty_secret_is_refused():
    for value in ("", "  ", None):
        with pytest.raises(ValueError, match="token: must not be empty"):
            Secret(value, "token")


@pytest.mark.parametrize("copying", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_secret_cannot_be_pickled_or_copied(copying):
    secret = Secret(TOKEN, "token")
    request = Request("GET", "http://127.0.0.1", safe=True, secrets=[secret])
    for value in (secret, request) if copying is not copy.copy else (secret,):
        with pytest.raises(TypeError, match="a secret cannot be pickled or copied"):
            copying(value)


def test_no_secret_reaches_the_journal(opened, wall, tmp_path):
    smm = opened(account(wall), journal=tmp_path / "journal.db")
    wall.fault("error", status=500)
    for number in range(2):
        smm.publish(Post(f"{number}"), to="bakery")
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    assert any(b"bakery" in content for content in files)
    assert not any(network.TOKEN.encode() in content for content in files)


def test_an_answer_does_not_show_its_body():
    assert "hello" not in repr(Answer(200, {}, b"hello"))


def test_errors_survive_pickling_with_all_they_know():
    error = PlatformError("no", platform="wall", code=7)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.platform, again.code) == ("no", "wall", 7)


def test_addresses_are_logged_without_their_queries(run_io, web, caplog):
    """Networks hand out addresses for uploads, and whoever has one can use it."""
    caplog.set_level(logging.DEBUG)

    async def work(io):
        return await io.send(Request("POST", f"{web.url}/upload?hash=very-own-key", safe=True))

    run_io(work)
    assert "/upload" in caplog.text
    assert not [r for r in caplog.records if r.name == "httpx" and "very-own-key" in r.getMessage()]
