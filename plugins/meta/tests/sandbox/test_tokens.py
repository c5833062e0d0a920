"""Tokens: whose, for how long, for what; looked at, exchanged, refreshed."""

import hashlib
import hmac

import pytest

from .shop import APP, IG_TOKEN, PAGE_TOKEN, SCOPES, SECRET, USER_TOKEN

INSTAGRAM = "/graph.instagram.com"
DAYS = 86_400


def test_a_call_without_a_token_or_with_a_strange_one_is_refused(graph):
    assert graph.fail("GET", "/me", by=None)["code"] == 104
    assert graph.fail("GET", "/me", by="nonsense")["message"].startswith("Invalid OAuth access token")


def test_tokens_come_in_the_header_the_query_or_the_body_and_the_log_says_how(graph):
    graph.get("/me")
    graph.http.get("/v26.0/me", params={"access_token": PAGE_TOKEN})
    graph.http.post(f"/v26.0/{graph.page}", data={"access_token": PAGE_TOKEN, "about": "x"})
    calls = graph.calls()
    assert [call["token_in"] for call in calls] == ["header", "query", "body"]
    assert PAGE_TOKEN not in str(calls)


@pytest.mark.parametrize("subcode", [458, 459, 460, 463, 464, 467, 492])
def test_a_token_that_was_ended_says_how(graph, subcode):
    graph.control("tokens/change", token=PAGE_TOKEN, dead=subcode)
    error = graph.fail("GET", "/me")
    assert (error["code"], error["error_subcode"]) == (190, subcode)


def test_a_token_expires_when_its_time_is_over(graph):
    graph.control("time", advance=61 * DAYS)
    assert graph.fail("GET", "/me", by="user")["error_subcode"] == 463
    assert graph.get("/me")["name"] == "Bakery"  # a Page's token does not end by itself


def test_a_missing_permission_is_named(graph):
    weak = graph.control("tokens", like=PAGE_TOKEN, scopes=["pages_read_engagement"])["token"]
    error = graph.fail("POST", f"/{graph.page}/feed", by=weak, message="Hi")
    assert error["code"] == 200
    assert "pages_manage_posts" in error["message"]


def test_pages_want_their_own_token(graph):
    error = graph.fail("GET", f"/{graph.page}/feed", by="user")
    assert error["code"] == 190
    assert "must be called with a Page Access Token" in error["message"]


def test_a_person_finds_their_pages_with_a_token_for_each(graph):
    (page,) = graph.get("/me/accounts", by="user", fields="id,name,access_token,tasks")["data"]
    assert "CREATE_CONTENT" in page["tasks"]
    assert graph.get("/me", by=page["access_token"])["name"] == "Bakery"
    again = graph.get(f"/{graph.page}", by="user", fields="access_token")["access_token"]
    assert again == page["access_token"]
    granted = graph.get("/me/permissions", by="user")["data"]
    assert {each["permission"] for each in granted} == SCOPES


def test_the_proof_is_checked_and_may_be_required(graph):
    right = hmac.new(SECRET.encode(), PAGE_TOKEN.encode(), hashlib.sha256).hexdigest()
    assert graph.get("/me", appsecret_proof=right)["id"] == graph.page
    assert "Invalid appsecret_proof" in graph.fail("GET", "/me", appsecret_proof="0" * 64)["message"]
    graph.control("settings", require_proof=True)
    assert "require an appsecret_proof" in graph.fail("GET", "/me")["message"]
    assert graph.get("/me", appsecret_proof=right)["id"] == graph.page
    assert graph.calls()[-1]["proof"] is True


def test_debug_token_tells_life_and_permissions(graph):
    told = graph.get("/debug_token", by=f"{APP}|{SECRET}", input_token=USER_TOKEN)["data"]
    assert told["is_valid"] is True
    assert told["type"] == "USER"
    assert set(told["scopes"]) == SCOPES
    assert told["expires_at"] > told["issued_at"]
    page = graph.get("/debug_token", by=f"{APP}|{SECRET}", input_token=PAGE_TOKEN)["data"]
    assert (page["expires_at"], page["profile_id"]) == (0, graph.page)
    graph.control("tokens/change", token=USER_TOKEN, dead=460)
    told = graph.get("/debug_token", by=f"{APP}|{SECRET}", input_token=USER_TOKEN)["data"]
    assert (told["is_valid"], told["error"]["subcode"]) == (False, 460)
    assert graph.get("/debug_token", by=f"{APP}|{SECRET}", input_token="x")["data"]["is_valid"] is False


def test_debug_token_knows_nothing_of_instagrams_own_tokens(graph):
    assert graph.fail("GET", "/debug_token", by=f"{APP}|{SECRET}", input_token=IG_TOKEN)["code"] == 2


def exchange(graph, **more):
    known = {"client_id": APP, "client_secret": SECRET, "grant_type": "fb_exchange_token"}
    return graph.ask("GET", "/oauth/access_token", by=None, params={**known, **more}).json()


def test_a_short_token_is_exchanged_for_a_long_one_while_it_lives(graph):
    short = graph.control("tokens", like=USER_TOKEN, lives=3600)["token"]
    long = exchange(graph, fb_exchange_token=short)
    assert long["expires_in"] == pytest.approx(60 * DAYS, abs=5)
    assert graph.get("/me", by=long["access_token"])["name"] == "Olga Orlova"
    graph.control("time", advance=3601)
    assert exchange(graph, fb_exchange_token=short)["error"]["error_subcode"] == 463
    assert "client secret" in exchange(graph, client_secret="x", fb_exchange_token=short)["error"]["message"]
    assert exchange(graph, client_id="1", fb_exchange_token=short)["error"]["code"] == 101
    assert "…" in str(graph.calls())
    assert SECRET not in str(graph.calls())


def test_an_application_gets_its_own_token(graph):
    own = exchange(graph, grant_type="client_credentials")
    assert own["access_token"] == f"{APP}|{SECRET}"


def refresh(graph, token=IG_TOKEN):
    params = {"grant_type": "ig_refresh_token"}
    return graph.ask("GET", f"{INSTAGRAM}/refresh_access_token", by=token, params=params).json()


def test_instagrams_token_is_refreshed_after_a_day_and_before_its_end(graph):
    assert "younger than 24 hours" in refresh(graph)["error"]["message"]
    graph.control("time", advance=2 * DAYS)
    fresh = refresh(graph)
    assert fresh["expires_in"] == pytest.approx(60 * DAYS, abs=5)
    assert graph.ask("GET", f"{INSTAGRAM}/v26.0/me", by=fresh["access_token"]).json()["id"] == graph.page
    graph.control("time", advance=59 * DAYS)
    assert refresh(graph)["error"]["error_subcode"] == 463


def test_the_tokens_of_the_two_logins_are_good_on_their_own_hosts_only(graph):
    assert graph.ask("GET", f"{INSTAGRAM}/v26.0/me", by="instagram").json()["id"] == graph.page
    assert graph.fail("GET", "/me", by="instagram")["code"] == 190
    assert graph.fail("GET", f"{INSTAGRAM}/v26.0/me", by="page")["code"] == 190


def test_errors_of_instagrams_host_have_their_own_type(graph):
    error = graph.fail("GET", f"{INSTAGRAM}/v26.0/me/impressions/day", by="instagram")
    assert (error["type"], error["code"]) == ("IGApiException", 2500)
    assert error["message"] == "Unknown path components: /impressions/day"


def test_a_tokens_age_life_and_permissions_can_be_set(graph):
    graph.control("tokens/change", token=IG_TOKEN, age=2 * DAYS, lives=3 * DAYS)
    assert refresh(graph)["expires_in"] == pytest.approx(60 * DAYS, abs=5)
    graph.control("tokens/change", token=PAGE_TOKEN, scopes=[])
    assert graph.fail("GET", f"/{graph.page}/feed")["code"] == 200
    graph.control("settings", young=10 * DAYS, app_version="v24.0")
    assert "younger" in refresh(graph)["error"]["message"]
    assert (
        graph.http.get("/me", params={"access_token": PAGE_TOKEN}).headers["facebook-api-version"] == "v24.0"
    )


def test_instagrams_short_token_is_exchanged_with_the_applications_secret(graph):
    def ask(secret):
        params = {"grant_type": "ig_exchange_token", "client_secret": secret}
        return graph.ask("GET", f"{INSTAGRAM}/access_token", by="instagram", params=params).json()

    assert ask(SECRET)["expires_in"] == pytest.approx(60 * DAYS, abs=5)
    assert "client secret" in ask("x")["error"]["message"]
