"""What a checkup tells about a token."""

from datetime import UTC, datetime, timedelta

import pytest

from smmcore.testing import ScriptedIO
from smmcore_meta.checking import token_checkup

from .graphs import INSTAGRAM, LOGIN, bakery, graph, recorded, refusal

WANTED = {"read_insights": "figures", "pages_manage_posts": "publishing"}


def checkup(answers, api=None, **settings):
    io = ScriptedIO(answers)
    if api:
        account = bakery(platform="instagram", token="IGx")
        return io, io.run(token_checkup(graph(io, api, account), WANTED))
    account = bakery(token="t", app_secret="s")
    return io, io.run(token_checkup(graph(io, account=account, **settings), WANTED))


def token(**more):
    return {"data": {**recorded("fb_debug_token")["data"], **more}}


def test_scopes_that_are_missing_are_named_with_what_needs_them():
    io, told = checkup([token(expires_at=0)], app_id="42")
    assert told.scopes == {"email", "read_insights", "manage_pages", "pages_show_list", "public_profile"}
    assert told.warnings[1:] == (
        "the token has no pages_manage_posts, so publishing will be refused; make a new one that has it",
    )
    assert "Meta gives data until 2020-03-24; the token's owner has to log in" in told.warnings[0]
    assert told.expires_at is None
    assert "the token does not end by itself" in told.facts
    assert io.sent[0].headers["Authorization"].startswith("Bearer 42|")


def test_a_token_that_ends_soon_is_a_warning():
    io = ScriptedIO()
    soon = io.now() + timedelta(days=3)
    _, told = checkup([token(expires_at=int(soon.timestamp()))], app_id="42")
    assert told.expires_at == soon.replace(microsecond=0)
    assert any("ends on 2026-01-04" in warning for warning in told.warnings)


def test_without_the_app_nobody_can_tell_and_that_is_said():
    io, told = checkup([])
    assert not io.sent
    assert told.scopes is None
    assert "set app_id and secrets.app_secret" in told.facts[0]
    assert told.warnings == ()


def test_a_wrong_app_is_a_warning_and_no_failure():
    _, told = checkup([refusal(100, message="The App_id in the input_token did not match")], app_id="7")
    assert "did not match" in told.warnings[0]


def test_instagrams_token_tells_its_end_once_it_was_refreshed():
    io, told = checkup([], LOGIN)
    assert told.expires_at is None
    assert "refreshed for the first time" in told.facts[0]
    io = ScriptedIO([{"id": "1"}, {"access_token": "IGy", "expires_in": 60 * 86_400}, {"id": "1"}])
    account = bakery(platform="instagram", token="IGx")
    for _ in range(2):
        io.run(graph(io, LOGIN, account).get("1"))
        io.run(io.sleep(86_400))
    told = io.run(token_checkup(graph(io, LOGIN, account), WANTED))
    assert told.expires_at == datetime(2026, 1, 2, 12, tzinfo=UTC) + timedelta(days=60)


def test_data_that_meta_gives_for_long_is_no_warning():
    late = int((ScriptedIO().now() + timedelta(days=80)).timestamp())
    _, told = checkup([token(expires_at=0, data_access_expires_at=late)], app_id="42")
    assert "Meta gives data until 2026-03-22" in told.facts[-1]
    assert not any("gives data" in warning for warning in told.warnings)


@pytest.mark.parametrize(
    ("api", "secrets", "app", "warns"),
    [
        (LOGIN, {"token": "IGx"}, "", True),
        (INSTAGRAM, {"user_token": "EAA", "app_secret": "s"}, "42", True),
        (INSTAGRAM, {"user_token": "EAA"}, "", False),
        (INSTAGRAM, {"token": "EAA", "app_secret": "s"}, "42", False),
    ],
    ids=["refreshed", "exchanged", "never changed", "given"],
)
def test_where_no_place_keeps_what_is_renewed_it_is_said_what_to_set(api, secrets, app, warns):
    answers = {"access_token": {"access_token": "EAAlong", "expires_in": 5_000_000}, "debug_token": token()}
    io = ScriptedIO(**answers)
    account = bakery(platform="instagram", **secrets)
    told = io.run(token_checkup(graph(io, api, account, app_id=app), {}))
    assert any('sessions = { file = "sessions.json" }' in warning for warning in told.warnings) is warns
    io = ScriptedIO(**answers)
    io.vault.lasts = True
    told = io.run(token_checkup(graph(io, api, account, app_id=app), {}))
    assert not any("sessions" in warning for warning in told.warnings)
