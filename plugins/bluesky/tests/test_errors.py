"""Refusals become errors that say what to do."""

import pytest

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    NotThere,
    RateLimited,
    Rejected,
    Unauthorized,
    Unsupported,
)
from smmcore.io import Rate
from smmcore.models import Post
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import START, answer
from smmcore_bluesky.errors import failure
from smmcore_bluesky.platform import Bluesky

from .scripted import Server, account, refusal, session


def asked(script):
    """What is raised when a read is answered with that."""
    io = Server(getProfile=script)
    with pytest.raises(Exception, match=r".") as error:
        io.run(Bluesky().account_metrics(io, account()))
    return error.value


@pytest.mark.parametrize(
    ("script", "kind", "code"),
    [
        (refusal("InvalidRequest", "Profile not found"), NotThere, "InvalidRequest"),
        (refusal("InvalidRequest", "Error: actor must be a string"), Rejected, "InvalidRequest"),
        (refusal("AccountDeactivated", "Account is deactivated", 403), Forbidden, "AccountDeactivated"),
        (refusal("BlockedByActor", "Requester is blocked"), Forbidden, "BlockedByActor"),
        (refusal("MethodNotImplemented", "Method Not Implemented", 501), AnswerLost, None),
        (refusal("XRPCNotSupported", "XRPCNotSupported", 404), Unsupported, "XRPCNotSupported"),
        (refusal("SomethingNew", "never heard of", 400), Rejected, "SomethingNew"),
        (answer(b"<h1>Forbidden</h1>", 403, {"content-type": "text/html"}), Forbidden, 403),
        (answer(b"<h1>Not found</h1>", 404, {"content-type": "text/html"}), Unsupported, 404),
        (answer(b"<h1>Too large</h1>", 413, {"content-type": "text/html"}), Rejected, 413),
        (answer(b"", 401), Unauthorized, 401),
        (answer(b"", 302), Rejected, 302),
        (answer(b'["not", "an", "object"]', 400), Rejected, 400),
        (answer(b"<h1>Bad gateway</h1>", 502, {"content-type": "text/html"}), AnswerLost, None),
        (answer(b"<h1>Sign in to the Wi-Fi</h1>", 200, {"content-type": "text/html"}), AnswerLost, None),
        (answer(b'{"did":', 200), AnswerLost, None),
    ],
)
def test_refusals_are_told_apart(script, kind, code):
    error = asked(script)
    assert type(error) is kind or (kind is not Rejected and isinstance(error, kind))
    assert getattr(error, "code", None) == code


def test_an_error_says_what_was_refused_and_why():
    assert str(asked(refusal("InvalidRequest", "Error: actor must be a string"))) == (
        "Bluesky refused app.bsky.actor.getProfile: InvalidRequest: Error: actor must be a string"
    )


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "17"}, 17),
        (
            {"ratelimit-reset": "1767268860", "ratelimit-remaining": "0"},
            60,
        ),  # the script's clock: 12:00 that day
        ({"ratelimit-reset": "1767268000"}, 1),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, None),
        ({}, None),
    ],
)
def test_a_limit_says_how_long_to_wait(headers, seconds):
    error = asked(answer({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, 429, headers))
    assert isinstance(error, RateLimited)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("policy", "keys"),
    [
        ("5000;w=3600", ["bluesky:did:plc:baker"]),
        ("3000;w=300", ["bluesky:pds.example"]),
        ("9;w=1", None),
        (None, None),
    ],
)
def test_a_limit_of_one_account_leaves_the_others_of_its_server(policy, keys):
    rates = [
        Rate("bluesky:pds.example", 3000, 300),
        Rate("bluesky:did:plc:baker", 5000, 3600),
        Rate("bluesky:did:plc:baker", 35_000, 86_400),
    ]
    headers = {"ratelimit-policy": policy} if policy else {}
    error = failure("putRecord", answer({"error": "RateLimitExceeded"}, 429, headers), START, rates)
    assert error.keys == keys


def test_writes_count_in_points_and_signing_in_has_limits_of_its_own():
    io = Server()
    published = io.publish(Post("Rye!"))
    io.on("deleteRecord", {})
    io.run(Bluesky().delete(io, account(), published.id))
    signing_in, put, *deletes = io.sent
    assert [rate.calls for rate in signing_in.rates] == [3000, 30, 300]
    assert [(rate.calls, rate.seconds) for rate in put.rates[1:]] == [(5000, 3600), (35_000, 86_400)]
    assert (put.cost, [request.cost for request in deletes]) == (3, [1, 1])


def test_a_session_without_tokens_is_a_lost_answer():
    io = ScriptedIO(createSession={key: value for key, value in session().items() if key != "accessJwt"})
    with pytest.raises(AnswerLost):
        io.run(Bluesky().account_metrics(io, account()))
