import pytest

from smmcore.errors import Forbidden, Unsupported
from smmcore.models import Post
from smmcore_vk.client import Client
from smmcore_vk.platform import VK
from smmcore_vk.tokens import METHODS, Kind, allowed, held

from .scripted import Network, account, error, ok, wall

BY_COMMUNITY = {"text", "link", "document", "story", "first_comment", "reply", "comments", "receive"}
BY_SERVICE = {"post_metrics", "search", "comments", "page_metrics"}
BY_USER = {"photo", "video", "poll", "edit", "delete", "pin", "delete_comment", "ban", "report", "mentions"}


def able(*kinds, **more):
    found = VK().abilities(account(*kinds, **more))
    return {word for word, ability in found.items() if ability}


def test_a_community_token_alone_posts_and_answers_and_cannot_do_what_needs_a_user():
    assert able("community") >= BY_COMMUNITY
    assert not able("community") & (BY_USER | {"post_metrics", "search"})


def test_a_service_token_alone_reads():
    assert able("service") >= BY_SERVICE
    assert not able("service") & {"text", "reply", "receive", "photo"}


def test_a_user_token_brings_what_the_others_lack():
    assert able("user") >= BY_USER | BY_COMMUNITY | BY_SERVICE


@pytest.mark.parametrize("word", sorted(BY_USER))
def test_each_no_names_the_token_that_would_bring_it(word):
    ability = VK().abilities(account("community", "service"))[word]
    assert "secrets.user" in ability.reason


def test_reading_names_both_tokens_that_would_bring_it():
    reason = VK().abilities(account("community"))["post_metrics"].reason
    assert "secrets.service" in reason
    assert "secrets.user" in reason


def test_an_account_without_any_token_is_told_which_there_are():
    bare = account("community", extra={})
    bare = type(bare)("bakery", "vk", "club123")
    found = VK().abilities(bare)
    assert not any(found.values())
    assert "secrets.community, secrets.service or secrets.user" in found["text"].reason


def test_a_refresh_token_counts_as_a_user_token_with_its_settings():
    given = {"refresh": "r"}
    assert Kind.USER in held(account("community", extra=given, client_id="1", device_id="d"))
    half = account("community", extra=given)
    assert Kind.USER not in held(half)
    assert "client_id and device_id" in VK().abilities(half)["photo"].reason


def test_mentions_are_searched_for_by_service_token_where_words_are_given():
    assert "mentions" not in able("service")
    assert "mentions" in able("service", mention_words=["Four Flours"])


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_method_has_the_tokens_of_the_schema_or_one_more(method):
    assert METHODS[method]
    assert set(allowed(account("community", "service", "user"), method)) == set(METHODS[method])


def test_a_method_without_a_token_is_refused_before_any_call():
    io = Network()
    with pytest.raises(Unsupported, match=r"secrets\.user"):
        io.run(VK().delete(io, account("community"), "17"))
    assert io.sent == []


def test_where_one_token_is_not_taken_the_next_one_is_tried():
    refused = error(27, "Group authorization failed: method is unavailable with group auth.")
    io = Network({"wall.post": [refused, ok({"post_id": 17})]})
    assert io.publish(Post("Hi"), account("community", "user")).id == "17"
    assert [io.token("wall.post", place) for place in (0, 1)] == ["community", "user"]


def test_what_one_token_may_not_read_another_one_reads():
    io = Network(
        {
            "wall.getById": [error(15, "Access denied"), wall({"id": 17, "views": {"count": 3}})],
            "stats.getPostReach": ok([]),
        }
    )
    found = io.run(VK().post_metrics(io, account("service", "user"), ["17"]))
    assert io.token("wall.getById", 1) == "user"
    assert [metric.value for metric in found if metric.name == "views"] == [3]


def test_what_one_token_may_not_write_another_one_writes():
    io = Network({"wall.post": [error(15, "Access denied"), ok({"post_id": 17})]})
    assert io.publish(Post("Hi"), account("community", "user")).id == "17"
    assert io.token("wall.post", 1) == "user"


def test_what_the_only_token_may_not_write_is_refused_with_the_one_that_may():
    io = Network({"wall.post": error(15, "Access denied")})
    with pytest.raises(Forbidden, match=r"called by community token; secrets\.user may be taken"):
        io.publish(Post("Hi"))


def test_a_kind_of_token_that_the_account_has_not_is_named():
    io = Network()
    with pytest.raises(Unsupported, match=r"wall\.post needs secrets\.user"):
        io.run(Client(io, account()).call("wall.post", kinds=(Kind.USER,)))
    assert io.sent == []


def test_tokens_travel_in_the_header_only():
    io = Network()
    io.publish(Post("Hi"))
    for request in io.sent:
        token = request.secrets[0]
        assert request.headers["Authorization"] == f"Bearer {token}"
        assert token.placeholder not in f"{request.url} {request.data} {request.params}"
        assert token.reveal() not in repr(request)


def test_rates_are_those_of_the_token_and_shared_by_all_accounts_that_use_it():
    io = Network({"wall.getById": wall()})
    io.publish(Post("Hi"))
    io.run(VK().post_metrics(io, account("service", service_rate=20), ["1"]))
    (community,) = io.requests("wall.post")[0].rates
    (service,) = io.requests("wall.getById")[0].rates
    assert (community.calls, service.calls) == (20, 20)
    assert community.key != service.key
    other = Network()
    other.publish(Post("Hi"), account("community", id="club9"))
    assert other.requests("wall.post")[0].rates == (community,)
