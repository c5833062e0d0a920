"""Tokens: asked for, exchanged and refreshed; what works is never lost."""

import logging

import pytest

from smmcore.errors import AnswerLost, Forbidden, NotSent, Unauthorized
from smmcore.testing import ScriptedIO
from smmcore_meta.graph import Graph
from smmcore_meta.settings import GraphSettings

from .graphs import INSTAGRAM, LOGIN, bakery, graph, recorded, refusal

DAY = 86_400
USER, PAGE, SECRET = "EAAuser", "EAApage", "app-secret"
OK = {"id": "1"}
DEAD = refusal(190, 460, "Error validating access token")


def granted(token, days=60):
    return {"access_token": token, "token_type": "bearer", "expires_in": days * DAY}


def used(request):
    """The token that a request was sent with."""
    (token,) = [
        secret.reveal()
        for secret in request.secrets
        if request.headers.get("Authorization", "").endswith(str(secret))
    ]
    return token


def labels(io):
    return [request.label for request in io.sent]


class Account:
    """One account over many calls, as time goes by."""

    def __init__(self, api, settings, secrets, **answers):
        self.io = ScriptedIO(**{"GET 1": OK, **answers})
        self.account = bakery(platform=api.platform, **secrets)
        self.api, self.settings = api, GraphSettings(**settings)

    def call(self, days=0):
        """By which token a call was sent, so many days later."""
        self.io.run(self.io.sleep(days * DAY))
        net = Graph(self.io, self.account, self.api, self.settings)
        self.io.run(net.get("1"))
        return used(self.io.sent[-1])

    def sent(self, label):
        return [request for request in self.io.sent if request.label.endswith(label)]


def instagram(refreshing, **settings):
    return Account(LOGIN, settings, {"token": "IGfirst"}, refresh_access_token=refreshing)


def test_a_given_page_token_is_used_as_it_is():
    io = ScriptedIO([OK])
    io.run(graph(io, account=bakery(token=PAGE, user_token=USER)).get("1"))
    assert used(io.sent[0]) == PAGE
    assert len(io.sent) == 1


def test_without_any_token_it_is_said_where_to_put_one():
    io = ScriptedIO()
    with pytest.raises(Unauthorized, match=r"secrets\.token"):
        io.run(graph(io, account=bakery(verify_token="x")).get("1"))


def test_the_pages_token_is_asked_for_with_the_users_and_kept():
    io = ScriptedIO([{"access_token": PAGE, "id": "123"}, OK, OK])
    account = bakery(user_token=USER)
    for _ in range(2):
        io.run(graph(io, account=account).get("1"))
    assert labels(io) == ["facebook token of the Page", "facebook GET 1", "facebook GET 1"]
    assert [used(request) for request in io.sent] == [USER, PAGE, PAGE]


def test_the_pages_token_is_looked_for_among_all_pages_where_its_node_gives_none():
    pages = recorded("fb_me_accounts_p1")
    io = ScriptedIO([refusal(200), pages, OK])
    io.run(graph(io, account=bakery(user_token=USER)).get("1"))
    assert used(io.sent[-1]) == "access_token"


def test_a_user_without_a_role_is_told_so():
    io = ScriptedIO([{"id": "9"}, {"data": []}])
    with pytest.raises(Forbidden, match=r"no role on 9; give the token of somebody who has one"):
        io.run(graph(io, account=bakery("9", user_token=USER)).get("1"))


def test_a_page_token_that_died_is_asked_for_anew_once():
    io = ScriptedIO([{"access_token": PAGE}, DEAD, {"access_token": "EAAnew"}, OK])
    io.run(graph(io, account=bakery(user_token=USER)).get("1"))
    assert used(io.sent[-1]) == "EAAnew"
    io = ScriptedIO([{"access_token": PAGE}, DEAD, {"access_token": "EAAnew"}, DEAD])
    with pytest.raises(Unauthorized, match="password"):
        io.run(graph(io, account=bakery(user_token=USER)).get("1"))


def test_a_given_token_that_died_is_the_end():
    io = ScriptedIO([DEAD])
    with pytest.raises(Unauthorized):
        io.run(graph(io).get("1"))


def test_a_users_token_is_exchanged_for_a_long_one_where_the_app_is_known():
    secrets = {"user_token": USER, "app_secret": SECRET}
    account = Account(
        INSTAGRAM,
        {"app_id": "42"},
        secrets,
        access_token=[granted("EAAlong"), granted("EAAlonger"), granted("EAAlongest")],
    )
    assert account.call() == "EAAlong"
    (exchange,) = account.sent("oauth/access_token")
    assert exchange.params["client_id"] == "42"
    assert {secret.reveal() for secret in exchange.secrets} == {USER, SECRET}
    assert account.call(49) == "EAAlong"
    assert account.call(2) == "EAAlonger"
    assert {s.reveal() for s in account.sent("oauth/access_token")[-1].secrets} == {"EAAlong", SECRET}


def test_a_users_token_stays_what_it_is_where_the_app_is_not_known():
    account = Account(INSTAGRAM, {}, {"user_token": USER})
    assert account.call() == account.call(70) == USER


def test_a_token_without_an_end_is_not_exchanged_again():
    secrets = {"user_token": USER, "app_secret": SECRET}
    account = Account(
        INSTAGRAM, {"app_id": "42"}, secrets, access_token={"access_token": "EAAsystem", "expires_in": 0}
    )
    assert [account.call(), account.call(100)] == ["EAAsystem"] * 2
    assert len(account.sent("access_token")) == 1


def test_a_token_of_which_meta_names_no_end_is_taken_to_live_for_sixty_days():
    secrets = {"user_token": USER, "app_secret": SECRET}
    answers = [{"access_token": "EAAlong"}, {"access_token": "EAAlonger"}]
    account = Account(INSTAGRAM, {"app_id": "42"}, secrets, access_token=answers)
    assert [account.call(), account.call(49), account.call(2)] == ["EAAlong", "EAAlong", "EAAlonger"]


@pytest.mark.parametrize("hiccup", [NotSent("no such host"), AnswerLost("gone"), refusal(2), refusal(4)])
def test_a_short_token_is_exchanged_minutes_after_a_hiccup(hiccup):
    secrets = {"user_token": USER, "app_secret": SECRET}
    account = Account(INSTAGRAM, {"app_id": "42"}, secrets, access_token=[hiccup, granted("EAAlong")])
    assert account.call() == USER
    assert account.call(1 / DAY) == USER
    assert len(account.sent("access_token")) == 1
    assert account.call(300 / DAY) == "EAAlong"


def test_a_pages_own_token_given_as_the_users_stays_what_it_is():
    """Answers hide the secrets of their request: the Page's token comes back as a stand-in."""
    one_by_one = {"data": [{"id": "123", "access_token": "~~user_token~~"}]}
    for answers in ([{"access_token": "~~user_token~~", "id": "123"}], [refusal(200), one_by_one]):
        io = ScriptedIO([*answers, OK])
        io.run(graph(io, account=bakery(user_token=PAGE)).get("1"))
        assert used(io.sent[-1]) == PAGE


def test_the_page_is_looked_for_among_all_pages_to_the_lists_end():
    address = "https://graph.facebook.com/v26.0/7/accounts?limit=100&after=B"
    first = {"data": [{"id": "9", "access_token": "other"}], "paging": {"next": address}}
    second = {"data": [{"id": "123", "access_token": PAGE}]}
    io = ScriptedIO([refusal(100, 33), first, second, OK])
    io.run(graph(io, account=bakery(user_token=USER)).get("1"))
    assert used(io.sent[-1]) == PAGE
    assert io.sent[2].params["after"] == "B"


def test_instagrams_token_is_refreshed_when_it_is_a_day_old_and_then_before_it_ends():
    account = instagram([granted("IGsecond"), granted("IGthird")])
    assert account.call() == "IGfirst"
    assert account.call(0.9) == "IGfirst"
    assert account.call(0.1) == "IGsecond"
    assert account.call(49) == "IGsecond"
    assert account.call(2) == "IGthird"
    (first, _) = account.sent("refresh_access_token")
    assert first.url == "https://graph.instagram.com/refresh_access_token"
    assert first.params["grant_type"] == "ig_refresh_token"


@pytest.mark.parametrize("failure", [AnswerLost("gone"), refusal(2), {"odd": 1}])
def test_a_refresh_that_fails_leaves_the_good_token(failure):
    account = instagram([granted("IGsecond"), failure, granted("IGthird")])
    account.call()
    account.call(1)
    assert account.call(51) == "IGsecond"
    assert account.call(0.5) == "IGthird"


def test_how_early_it_is_renewed_is_a_setting():
    account = instagram([granted("IGsecond"), granted("IGthird")], renew_days=50)
    account.call()
    account.call(1)
    assert account.call(11) == "IGthird"


@pytest.mark.parametrize("failure", [refusal(190, 463), refusal(100), refusal(10)])
def test_a_refresh_that_is_refused_leaves_the_good_token_and_waits_a_day(failure, caplog):
    account = instagram([granted("IGsecond"), failure, granted("IGthird")])
    account.call()
    account.call(1)
    assert account.call(51) == "IGsecond"
    assert "bakery: the token was not renewed" in caplog.text
    assert account.call(0.5) == "IGsecond"
    assert len(account.sent("refresh_access_token")) == 2
    assert account.call(0.5) == "IGthird"


def test_the_same_token_again_lives_longer():
    account = instagram([granted("~~token~~")])  # how answers show a secret of their request
    account.call()
    assert account.call(1) == "IGfirst"
    assert account.call(40) == "IGfirst"
    assert len(account.sent("refresh_access_token")) == 1


def test_tokens_never_reach_logs_or_reprs(caplog):
    caplog.set_level(logging.DEBUG)
    account = instagram([granted("IGsecond")])
    account.call()
    account.call(1)
    shown = caplog.text + repr(account.io.sent) + repr(account.io.run(account.io.vault.get()))
    assert "IGfirst" not in shown
    assert "IGsecond" not in shown
