"""Which token may do what, and what is said where it may not."""

import pytest

from smmcore_vk.sandbox.audience import TOKENS
from smmcore_vk.sandbox.seed import CLIENT_ID, DEVICE_ID

G = 100_200_300
OWNER = -G


CODES = {
    "community": {"wall.get": 27, "wall.edit": 27, "photos.getWallUploadServer": 27, "stats.get": 27},
    "service": {"wall.post": 28, "groups.ban": 28, "execute": 28, "groups.getTokenPermissions": 28},
    "user": {"groups.getTokenPermissions": 15},
}


@pytest.mark.parametrize(("by", "method"), [(by, method) for by, table in CODES.items() for method in table])
def test_a_method_refuses_the_wrong_kind_of_token(world, by, method):
    code, message = world.fail(method, by)
    assert code == CODES[by][method]
    assert message.startswith(
        ("Group authorization failed", "Application authorization failed", "Access denied")
    )


def test_an_error_comes_with_http_200_and_what_was_sent(world):
    error = world.ask("wall.get", "community", domain=f"club{G}")["error"]
    assert {"key": "method", "value": "wall.get"} in error["request_params"]
    assert {"key": "domain", "value": f"club{G}"} in error["request_params"]
    assert TOKENS["community"] not in str(error)


def test_a_token_may_come_as_a_parameter_and_by_get(world):
    query = {"access_token": TOKENS["service"], "v": "5.199", "user_ids": "1001"}
    assert world.http.get("/method/users.get", params=query).json()["response"][0]["id"] == 1001


def test_a_body_of_json_is_not_read(world):
    body = {"access_token": TOKENS["service"], "v": "5.199"}
    answer = world.http.post("/method/users.get", json=body).json()
    assert answer["error"]["error_code"] == 8


@pytest.mark.parametrize("token", ["", "nobody's"])
def test_an_unknown_token_is_error_5(world, token):
    code, message = world.fail("users.get", token)
    assert (code, message.startswith("User authorization failed")) == (5, True)


def test_a_token_that_has_expired_is_error_1117(world):
    token = world.control("tokens", kind="user", lives=60)["token"]
    world.call("users.get", token)
    world.control("time", advance=61)
    assert world.fail("users.get", token)[0] == 1117


def test_a_revoked_token_is_error_5(world):
    world.control("tokens/revoke", token="community")
    assert world.fail("groups.getTokenPermissions", "community")[0] == 5


def test_a_user_token_without_the_scope_is_error_15_with_its_subcode(world):
    token = world.control("tokens", kind="user", scopes=["photos"])["token"]
    world.breathe()
    error = world.ask("wall.post", token, owner_id=OWNER, message="Hello")["error"]
    assert (error["error_code"], error["error_subcode"]) == (15, 1133)
    world.call("photos.getWallUploadServer", token, group_id=G)


def test_a_community_token_without_the_right_is_error_7(world):
    token = world.control("tokens", kind="community", scopes=["docs"])["token"]
    assert world.fail("wall.post", token, owner_id=OWNER, message="Hello")[0] == 7
    assert world.call("groups.getTokenPermissions", token) == {
        "mask": 131072,
        "permissions": [{"name": "docs", "setting": 131072}],
    }


def test_a_basic_profile_of_vk_id_is_error_1051(world):
    token = world.control("tokens", kind="user", basic=True)["token"]
    assert world.fail("wall.post", token, owner_id=OWNER, message="Hello")[0] == 1051


def test_community_tokens_post_only_as_long_as_vk_lets_them(world):
    world.call("wall.post", "community", owner_id=OWNER, message="Hello")
    world.control("settings", community_posts=False)
    assert world.fail("wall.post", "community", owner_id=OWNER, message="Hello")[0] == 27


def test_who_does_not_keep_the_community_may_only_look(world):
    post = world.write()
    token = world.control("tokens", kind="user", person="Eve")["token"]
    for method, code in {
        "wall.post": 214,
        "wall.edit": 15,
        "wall.delete": 15,
        "wall.pin": 15,
        "wall.closeComments": 15,
    }.items():
        assert world.fail(method, token, owner_id=OWNER, post_id=post, message="Mine")[0] in {code, 100}, (
            method
        )
    assert world.fail("stats.get", token, group_id=G)[0] == 7
    assert world.fail("groups.ban", token, group_id=G, owner_id=1001)[0] == 15
    assert world.call("wall.get", token, domain=f"club{G}")["count"] == 1


def renew(world, token, **other):
    query = {
        "grant_type": "refresh_token",
        "client_id": CLIENT_ID,
        "device_id": DEVICE_ID,
        "state": "s",
        "redirect_uri": "https://a.b",
        **other,
    }
    return world.http.post("/oauth2/auth", params=query, data={"refresh_token": token})


def test_vk_id_renews_a_token_for_an_hour(world):
    answer = renew(world, TOKENS["refresh"]).json()
    assert (answer["expires_in"], answer["state"]) == (3600, "s")
    world.call("wall.post", answer["access_token"], owner_id=OWNER, message="Hello")
    world.control("time", advance=3601)
    assert world.fail("users.get", answer["access_token"])[0] == 1117
    assert "access_token" in renew(world, answer["refresh_token"]).json()


def test_a_refresh_token_works_for_its_device_only_and_as_long_as_the_grace(world):
    assert renew(world, TOKENS["refresh"], device_id="other").json()["error"] == "invalid_grant"
    assert renew(world, "nobody's").status_code == 400
    world.control("settings", refresh_grace=0)
    assert renew(world, TOKENS["refresh"]).status_code == 200
    world.breathe()
    assert renew(world, TOKENS["refresh"]).json()["error"] == "invalid_grant"
