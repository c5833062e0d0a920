"""Signing in, renewing, and what is never done."""

from contextlib import contextmanager

import pytest

from smmcore.errors import AnswerLost, Forbidden, InvalidInput, RateLimited, Unauthorized
from smmcore.models import Account
from smmcore_bluesky.platform import Bluesky

from .scripted import DID, PASSWORD, SERVER, Server, account, refusal, session, token

PROFILE = {"did": DID, "followersCount": 3}


def figures(io, whose=None):
    return io.run(Bluesky().account_metrics(io, whose or account()))


def methods(io):
    return [request.label.rpartition(".")[2] for request in io.sent]


def test_signs_in_once_for_many_calls():
    io = Server(getProfile=PROFILE)
    figures(io)
    figures(io)
    assert methods(io) == ["createSession", "getProfile", "getProfile"]


def test_a_session_is_kept_with_the_secrets_alone_so_it_outlives_the_journal():
    io, later = Server(getProfile=PROFILE), Server(getProfile=PROFILE)
    figures(io)
    later.vault = io.vault
    figures(later)
    assert methods(later) == ["getProfile"]


def test_tokens_and_the_password_are_secrets_in_every_request():
    io = Server(getProfile=PROFILE)
    figures(io)
    for request in io.sent:
        shown = f"{request!r} {request} {request.headers} {request.json}"
        assert PASSWORD not in shown
        assert token() not in shown
    assert io.sent[1].secrets[0].reveal() == token()
    assert str(io.sent[1].secrets[0]) in io.sent[1].headers["Authorization"]


def test_a_session_is_renewed_before_it_ends():
    io = Server(getProfile=PROFILE, refreshSession=session("access2", "refresh2"))
    figures(io)
    io.run(io.sleep(7200 - 60))
    figures(io)
    assert methods(io)[2:] == ["refreshSession", "getProfile"]
    assert io.sent[2].secrets[0].reveal() == token("refresh")
    assert io.sent[3].secrets[0].reveal() == token("access2")


def test_the_servers_clock_need_not_agree_with_this_machines():
    io = Server(getProfile=PROFILE)  # its tokens ended in 1970
    figures(io)
    figures(io)
    assert "refreshSession" not in methods(io)


@pytest.mark.parametrize("name", ["ExpiredToken", "InvalidToken"])
def test_a_refused_token_is_renewed_once(name):
    io = Server(getProfile=[refusal(name), PROFILE], refreshSession=session("access2", "refresh2"))
    figures(io)
    assert methods(io) == ["createSession", "getProfile", "refreshSession", "getProfile"]


def test_a_token_that_is_refused_again_is_an_error_and_not_a_loop():
    io = Server(getProfile=refusal("ExpiredToken"), refreshSession=session("access2", "refresh2"))
    with pytest.raises(Unauthorized, match="ExpiredToken"):
        figures(io)
    assert len(io.sent) == 4


def test_a_dead_session_is_made_anew_from_the_password():
    io = Server(
        getProfile=[refusal("ExpiredToken"), PROFILE],
        refreshSession=refusal("ExpiredToken", "Token has been revoked"),
        createSession=[session(), session("access2", "refresh2")],
    )
    figures(io)
    assert methods(io) == ["createSession", "getProfile", "refreshSession", "createSession", "getProfile"]


@pytest.mark.parametrize("failure", [AnswerLost("gone"), RateLimited("slow", platform="bluesky")])
def test_a_renewal_that_fails_for_now_throws_no_session_away(failure):
    io = Server(getProfile=PROFILE, refreshSession=[failure, session("access2", "refresh2")])
    figures(io)
    io.run(io.sleep(7200 - 60))
    figures(io)
    assert methods(io)[2:] == ["refreshSession", "getProfile"]
    assert io.sent[3].secrets[0].reveal() == token()
    figures(io)
    assert methods(io)[4:] == ["refreshSession", "getProfile"]


def test_after_its_end_a_session_that_cannot_be_renewed_is_an_error_and_is_still_kept():
    io = Server(getProfile=PROFILE, refreshSession=[AnswerLost("gone"), session("access2", "refresh2")])
    figures(io)
    io.run(io.sleep(7200 + 60))
    with pytest.raises(AnswerLost):
        figures(io)
    figures(io)
    assert methods(io)[2:] == ["refreshSession", "refreshSession", "getProfile"]


def test_what_somebody_else_renewed_meanwhile_is_used():
    class Busy(Server):
        """Another program renews the session while this one is refused."""

        async def send(self, request):
            if request.label.endswith("getProfile"):
                await self.vault.put({**await self.vault.get(), "access": token("access9")})
            return await super().send(request)

    io = Busy(getProfile=[refusal("ExpiredToken"), PROFILE])
    figures(io)
    assert methods(io) == ["createSession", "getProfile", "getProfile"]
    assert io.sent[-1].secrets[0].reveal() == token("access9")


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("AuthenticationRequired", Unauthorized, "app password"),
        ("AuthFactorTokenRequired", Unauthorized, "code that is sent by e-mail"),
        ("AccountTakedown", Forbidden, "taken the account down"),
    ],
)
def test_a_refused_sign_in_says_what_to_do(name, kind, words):
    io = Server(createSession=refusal(name, "no", 401))
    with pytest.raises(kind, match=words) as error:
        figures(io)
    assert PASSWORD not in str(error.value)
    assert len(io.sent) == 1


def test_an_id_that_is_no_handle_is_said_before_anything_is_sent():
    io = Server()
    with pytest.raises(InvalidInput, match="is no handle"):
        figures(io, Account("bakery", "bluesky", "four flours", secrets={"password": PASSWORD}))
    assert not io.sent


def test_the_entryway_leads_to_the_accounts_own_server():
    document = {
        "service": [
            {"id": "#other", "serviceEndpoint": "https://other.example"},
            {"id": "#atproto_pds", "serviceEndpoint": "https://oyster.us-east.host.example/"},
        ]
    }
    io = Server(getProfile=PROFILE, createSession=session(didDoc=document))
    figures(io, Account("bakery", "bluesky", "four-flours.example", secrets={"password": PASSWORD}))
    assert io.sent[0].url.startswith("https://bsky.social/xrpc/")
    assert io.sent[1].url.startswith("https://oyster.us-east.host.example/xrpc/")


def test_a_renewal_that_does_not_name_the_accounts_server_leaves_it_as_it_was():
    document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://oyster.host.example"}]}
    io = Server(
        getProfile=[PROFILE, refusal("ExpiredToken"), PROFILE],
        createSession=session(didDoc=document),
        refreshSession=session("access2", "refresh2"),
    )
    whose = Account("bakery", "bluesky", "four-flours.example", secrets={"password": PASSWORD})
    figures(io, whose)
    figures(io, whose)
    assert methods(io)[-2:] == ["refreshSession", "getProfile"]
    assert io.sent[-1].url.startswith("https://oyster.host.example/xrpc/")


def test_what_the_server_granted_is_kept_whatever_is_cancelled():
    class Shielding(Server):
        shields = 0

        @contextmanager
        def shielded(self):
            self.shields += 1
            yield
            assert self.run(self.vault.get())

    io = Shielding(getProfile=PROFILE)
    figures(io)
    assert io.shields == 1


def test_a_configured_server_is_used_whatever_the_document_names():
    document = {"service": [{"id": "#atproto_pds", "serviceEndpoint": "https://elsewhere.example"}]}
    io = Server(getProfile=PROFILE, createSession=session(didDoc=document))
    figures(io)
    assert io.sent[1].url.startswith(SERVER)


def test_tokens_that_tell_nothing_are_used_until_they_are_refused():
    opaque = session() | {"accessJwt": "opaque-access", "refreshJwt": "opaque-refresh"}
    io = Server(getProfile=PROFILE, createSession=opaque)
    figures(io)
    io.run(io.sleep(10**6))
    figures(io)
    assert methods(io) == ["createSession", "getProfile", "getProfile"]


def test_the_view_and_labelers_that_are_configured_are_asked_for():
    io = Server(getProfile=PROFILE)
    figures(io, account(appview="did:web:view.example#bsky_appview", labelers=["did:plc:a", "did:plc:b"]))
    assert io.sent[1].headers["atproto-proxy"] == "did:web:view.example#bsky_appview"
    assert io.sent[1].headers["atproto-accept-labelers"] == "did:plc:a, did:plc:b"
    assert "atproto-proxy" not in io.sent[0].headers
