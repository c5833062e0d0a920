import json
from contextlib import contextmanager

import pytest

from smmcore.errors import AnswerLost, Unauthorized
from smmcore.models import Account
from smmcore.sessions import owner_of
from smmcore.testing.scripted import answer
from smmcore_vk.platform import VK

from .scripted import Network, account, error, ok

GROUP = ok({"groups": [{"id": 123, "members_count": 5}]})
HOUR = 3600


class VKID(Network):
    """Gives tokens by number, each for an hour; `trouble` is what it answers instead, as long as it is there."""

    def __init__(self, trouble=None, by_name=None):
        super().__init__({"wall.delete": ok(), **(by_name or {})})
        self.trouble = trouble
        self.given = 0

    async def send(self, request):
        if request.label == "vk oauth2/auth":
            if self.trouble is None:
                self.given += 1
            tokens = {"access_token": f"access-{self.given}", "refresh_token": f"refresh-{self.given}"}
            about = {"expires_in": HOUR, "state": request.params["state"], "user_id": 5}
            self.on("oauth2/auth", self.trouble or {**tokens, **about})
        return await super().send(request)

    def use(self, of=None):
        self.run(VK().delete(self, of or renewed(), "17"))
        return self.requests("wall.delete")[-1].secrets[0].reveal()

    def asked(self):
        return self.requests("oauth2/auth")

    def kept(self):
        return {name: secret.reveal() for name, secret in self.run(self.vault.get()).items()}


def renewed(**extra):
    return account("community", extra={"refresh": "refresh-0", **extra}, client_id="51", device_id="dev")


def test_a_user_token_is_fetched_by_the_refresh_token_and_kept():
    io = VKID()
    assert io.use() == "access-1"
    assert io.use() == "access-1"
    (asked,) = io.asked()
    assert asked.url == "https://id.vk.ru/oauth2/auth"
    assert asked.params["grant_type"] == "refresh_token"
    assert (asked.params["client_id"], asked.params["device_id"]) == ("51", "dev")
    assert asked.secrets[0].reveal() == "refresh-0"
    assert io.kept()["refresh"] == "refresh-1"


def test_it_is_renewed_ahead_of_time_by_the_newest_refresh_token():
    io = VKID()
    io.use()
    io.run(io.sleep(HOUR - 590))
    assert io.use() == "access-2"
    assert io.asked()[1].secrets[0].reveal() == "refresh-1"


@pytest.mark.parametrize(
    "trouble",
    [
        AnswerLost("lost"),
        answer(b"<html>", 502),
        {"error": "temporarily_unavailable"},
        answer({"error": "invalid_grant", "error_description": "refresh token is used"}, 400),
    ],
    ids=["lost", "html", "blip", "refused"],
)
def test_a_failed_renewal_never_overwrites_a_good_token(trouble, caplog):
    io = VKID()
    io.use()
    before = io.kept()
    io.run(io.sleep(HOUR - 590))
    io.trouble = trouble
    assert io.use() == "access-1"
    assert io.kept() == before
    assert "not renewed yet" in caplog.text


def test_a_blip_is_told_from_a_dead_token_when_no_good_one_is_left():
    io = VKID(AnswerLost("lost"))
    with pytest.raises(AnswerLost):
        io.use()
    io.trouble = {"error": "temporarily_unavailable", "error_description": "try later"}
    with pytest.raises(AnswerLost, match="out of order"):
        io.use()
    io.trouble = {"error": "invalid_grant", "error_description": "expired"}
    with pytest.raises(Unauthorized, match="sign in with VK ID once more") as caught:
        io.use()
    assert "refresh-0" not in str(caught.value)
    io.trouble = None
    assert io.use() == "access-1"


def test_a_given_user_token_helps_over_a_blip():
    io = VKID(AnswerLost("lost"))
    assert io.use(renewed(user="given")) == "given"
    io.trouble = {"error": "invalid_grant"}
    with pytest.raises(Unauthorized):
        io.use(renewed(user="given"))


def test_tokens_that_come_with_another_state_are_kept(caplog):
    io = VKID({"access_token": "x", "refresh_token": "y", "expires_in": HOUR, "state": "other"})
    assert io.use() == "x"
    assert io.kept()["refresh"] == "y"
    assert "another state" in caplog.text


def test_the_same_refresh_token_again_is_kept_as_it_is():
    io = VKID({"access_token": "x", "refresh_token": "~~refresh~~", "expires_in": HOUR})
    io.use()
    assert io.kept()["refresh"] == "refresh-0"


@pytest.mark.parametrize(
    "odd", [{}, {"expires_in": None}, {"expires_in": "soon"}, {"expires_in": 0}], ids=repr
)
def test_a_token_whose_end_is_not_told_is_good_for_an_hour(odd):
    io = VKID({"access_token": "x", "refresh_token": "y", **odd})
    io.use()
    assert json.loads(io.kept()["about"])["until"] == io.now().timestamp() + HOUR


def test_a_renewal_and_keeping_it_are_not_cut(monkeypatch):
    io = VKID()
    inside = []
    put = io.vault.put

    @contextmanager
    def shielded():
        inside.append("begin")
        yield
        inside.append("end")

    async def kept(values):
        inside.append(f"put after {len(io.asked())}")
        await put(values)

    monkeypatch.setattr(io, "shielded", shielded)
    monkeypatch.setattr(io.vault, "put", kept)
    io.use()
    assert inside == ["begin", "put after 1", "end"]


@pytest.mark.parametrize("code", [5, 1117])
def test_a_token_that_vk_does_not_take_any_more_is_renewed_once(code):
    io = VKID(by_name={"wall.delete": [error(code, "access_token has expired"), ok()]})
    assert io.use() == "access-2"
    assert len(io.asked()) == 2


def test_a_token_that_is_refused_even_when_it_is_new_is_an_error():
    io = VKID(by_name={"wall.delete": error(5, "access_token has expired")})
    with pytest.raises(Unauthorized):
        io.use()
    assert len(io.asked()) == 2


def test_a_token_that_cannot_be_renewed_is_an_error_at_once():
    io = Network({"wall.delete": error(5, "access_token has expired")})
    with pytest.raises(Unauthorized, match="give a new token"):
        io.run(VK().delete(io, account("user"), "17"))
    assert len(io.requests("wall.delete")) == 1


def test_tokens_are_shown_nowhere():
    io = VKID()
    io.use()
    shown = repr(io.sent) + repr(io.run(io.vault.get())) + "".join(str(request) for request in io.sent)
    for secret in ("access-1", "refresh-0", "refresh-1"):
        assert secret not in shown


def test_the_rate_of_a_renewed_token_stays_the_same():
    io = VKID()
    io.use()
    io.run(io.sleep(HOUR))
    io.use()
    first, second = io.requests("wall.delete")
    assert first.rates == second.rates


def test_what_vk_gave_outlives_changes_of_settings_and_of_other_secrets():
    """The given refresh token is used up long ago: whoever throws the newest one away has none."""
    opened_by = frozenset(VK().opened_by)

    def owner(refresh="given", **settings):
        secrets = {"refresh": refresh, "community": settings.pop("community", "one")}
        return owner_of(Account("bakery", "vk", "1", settings=settings, secrets=secrets), opened_by)

    assert owner() == owner(flood_pause=60) == owner(community="another")
    assert len({owner(), owner("another"), owner(client_id="7"), owner(id_url="https://x.example")}) == 4
