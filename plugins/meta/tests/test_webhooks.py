"""Webhooks: only Meta's own calls count, in both of their shapes."""

import hashlib
import hmac
import json

import pytest

from smmcore.errors import Rejected, Unauthorized
from smmcore_meta.webhooks import answered, changes, handshake, verified

from .graphs import bakery, recorded

SECRET = "the-apps-secret"
ACCOUNT = bakery(token="t", app_secret=SECRET, verify_token="shibboleth")


def signed(body, secret=SECRET):
    return {"X-Hub-Signature-256": "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}


def test_a_call_is_metas_by_the_signature_of_its_very_bytes():
    body = b'{"object": "page",  "entry": []}'
    assert verified(ACCOUNT, signed(body), body) == {"object": "page", "entry": []}
    for headers, forged in [
        (signed(body, "another"), body),
        (signed(body), body.replace(b"  ", b" ")),
        ({}, body),
        ({"x-hub-signature-256": "sha256=\xe9"}, body),
    ]:
        with pytest.raises(Unauthorized, match=r"not signed with secrets\.app_secret"):
            verified(ACCOUNT, headers, forged)


def test_without_the_apps_secret_nothing_is_believed():
    with pytest.raises(Unauthorized, match="app_secret"):
        verified(bakery(), signed(b"{}"), b"{}")


@pytest.mark.parametrize("body", [b"no json", b"[]"])
def test_a_signed_call_that_tells_nothing_is_refused(body):
    with pytest.raises(Rejected):
        verified(ACCOUNT, signed(body), body)


def test_the_handshake_repeats_the_challenge_to_who_knows_the_word():
    query = {"hub.mode": "subscribe", "hub.verify_token": "shibboleth", "hub.challenge": "1158"}
    assert handshake(ACCOUNT, query) == "1158"
    for wrong in ({"hub.verify_token": "sibboleth"}, {"hub.mode": "unsubscribe"}):
        with pytest.raises(Unauthorized, match="verify_token"):
            handshake(ACCOUNT, {**query, **wrong})


def test_an_address_may_have_a_query_of_its_own():
    query = {"hub.mode": "subscribe", "hub.verify_token": "shibboleth", "hub.challenge": "1158"}
    assert answered(ACCOUNT, {**query, "account": "bakery"}) == "1158"
    assert answered(ACCOUNT, {"account": "bakery"}) == answered(ACCOUNT, {}) == "ok"
    with pytest.raises(Unauthorized):
        answered(ACCOUNT, {**query, "hub.verify_token": "x"})


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("wh_page_feed_comment_add", "feed"),
        ("wh_page_mention_post_add", "mention"),
        ("wh_ig_comments_live_2025", "comments"),
        ("wh_ig_mentions", "mentions"),
    ],
)
def test_recorded_calls_are_read(name, field):
    payload = recorded(name)
    (change,) = changes(payload)
    assert change.field == field
    assert change.id == payload["entry"][0]["id"]
    assert change.value == payload["entry"][0]["changes"][0]["value"]
    assert change.time.timestamp() == payload["entry"][0]["time"]


def test_what_stands_in_the_entry_itself_is_read_too():
    value = {"id": "17", "text": "Yum"}
    payload = {
        "object": "instagram",
        "entry": [{"id": "178", "time": 1, "field": "comments", "value": value}],
    }
    (change,) = changes(payload)
    assert (change.id, change.field, change.value) == ("178", "comments", value)


def test_several_entries_are_all_read_and_odd_ones_left_out():
    one = {
        "id": "1",
        "changes": [{"field": "feed", "value": {"item": "like"}}, {"field": "feed", "value": 7}, 7],
    }
    payload = json.loads(json.dumps({"entry": [one, 7, {"id": "2", "messaging": []}, one]}))
    assert [change.id for change in changes(payload)] == ["1", "1"]
    assert list(changes({})) == []
