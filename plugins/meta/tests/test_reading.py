"""Lists page by page, many objects at once, batches."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from smmcore.errors import AnswerLost, NotThere, RateLimited, Unauthorized
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import answer
from smmcore_meta.graph import Get

from .graphs import LOGIN, TOKEN, bakery, graph, item, recorded, refusal


def listed(*ids, next=None, after=None):
    body = {"data": [{"id": id} for id in ids]}
    if next or after:
        body["paging"] = {"cursors": {"after": after}} if after else {"next": next}
    return body


def test_a_list_goes_on_until_no_next_page_is_named_though_pages_are_short_or_empty():
    address = f"https://graph.facebook.com/v26.0/1/comments?access_token={TOKEN}&after="
    io = ScriptedIO([listed("1", next=address + "A"), listed(next=address + "B"), listed("2", after="C")])
    items = io.run(graph(io).items("1/comments", {"filter": "stream"}, fields="id", limit=50))
    assert [one["id"] for one in items] == ["1", "2"]
    assert [request.params.get("after") for request in io.sent] == [None, "A", "B"]
    assert all(request.params["filter"] == "stream" for request in io.sent)
    assert all(request.params["limit"] == "50" for request in io.sent)


def test_a_cursor_never_holds_the_token_that_the_next_address_repeats():
    address = (
        f"https://graph.facebook.com/v26.0/1/x?access_token={TOKEN}&appsecret_proof=abc&limit=5&after=A%2BB"
    )
    io = ScriptedIO([listed("1", next=address), listed("2")])
    page = io.run(graph(io).page("1/x"))
    assert page.next == "after=A%2BB"
    io.run(graph(io).page("1/x", cursor=page.next))
    assert io.sent[1].params == {"after": "A+B"}


def test_lists_by_time_go_on_by_time():
    io = ScriptedIO([recorded("fb_page_feed_p1"), listed()])
    page = io.run(graph(io).page("4/posts"))
    assert len(page.items) == 5
    io.run(graph(io).page("4/posts", cursor=page.next))
    assert io.sent[1].params == {"until": "1624385168", "__paging_token": "__paging_token"}


def test_a_list_that_gives_only_a_cursor_goes_on_by_it_if_the_caller_knows_that():
    io = ScriptedIO([listed("1", after="A"), listed("1", after="A"), listed("1", after="A")])
    assert io.run(graph(io).page("1/top_media")).next is None
    assert io.run(graph(io).page("1/top_media", lone_cursor=True)).next == "after=A"
    assert io.run(graph(io).page("1/top_media", cursor="after=A", lone_cursor=True)).next is None


def test_reading_a_list_ends_where_enough_is_read():
    address = "https://x.example/?after=A"
    io = ScriptedIO([listed("1", "2", next=address), listed("3", "4", next=address)])
    assert len(io.run(graph(io).items("1/posts", most=3))) == 3
    io = ScriptedIO([listed("1", "2", next=address)])
    assert len(io.run(graph(io).items("1/posts", enough=lambda one: one["id"] == "2"))) == 1
    assert len(io.sent) == 1


def batched(request):
    return [parse_qs(urlsplit(call["relative_url"]).query) for call in json.loads(request.data["batch"])]


def test_a_thousand_objects_are_one_request_of_twenty_calls_of_fifty_ids():
    ids = [str(number) for number in range(1000)]
    chunks = [ids[start : start + 50] for start in range(0, 1000, 50)]
    io = ScriptedIO([[item({id: {"id": id} for id in chunk}) for chunk in chunks]])
    found = io.run(graph(io).many([*ids, "0"], fields=["id", "shares"]))
    assert list(found) == ids
    (request,) = io.sent
    assert [len(call["ids"][0].split(",")) for call in batched(request)] == [50] * 20
    assert batched(request)[0]["fields"] == ["id,shares"]
    assert request.safe


def test_fifty_objects_are_one_call():
    io = ScriptedIO([recorded("fb_multi_get_ids")])
    found = io.run(graph(io).many(["19292868552", "1", "20531316728"], fields="name"))
    assert list(found) == ["19292868552", "20531316728"]
    assert io.sent[0].method == "GET"
    assert str(io.sent[0]) == "facebook GET ids"


def test_one_object_that_is_gone_does_not_take_the_others_with_it():
    gone = {"error": {"message": "Object does not exist", "code": 100, "error_subcode": 33}}
    io = ScriptedIO([refusal(100, 33), [item({"id": "1"}), item(gone, 400), item({"id": "3"})]])
    found = io.run(graph(io).many(["1", "2", "3"], fields="id"))
    assert found["1"] == {"id": "1"}
    assert isinstance(found["2"], NotThere)
    assert found["3"] == {"id": "3"}


def test_where_there_are_no_batches_calls_go_one_by_one():
    io = ScriptedIO([{"1": {"id": "1"}}, {"51": {"id": "51"}}])
    net = graph(io, LOGIN, bakery(platform="instagram"))
    io.run(net.many([str(number) for number in range(60)], fields="id"))
    assert [request.method for request in io.sent] == ["GET", "GET"]


def test_items_that_took_too_long_are_asked_for_once_more():
    io = ScriptedIO([[item({"id": "1"}), None], [item({"id": "2"})]])
    found = io.run(graph(io).batch([Get("1"), Get("2", fields="id")]))
    assert found == [{"id": "1"}, {"id": "2"}]
    assert [call["relative_url"] for call in json.loads(io.sent[1].data["batch"])] == ["2?fields=id"]
    io = ScriptedIO([[None, None], [None, item({"id": "2"})]])
    late, there = io.run(graph(io).batch([Get("1"), Get("2")]))
    assert isinstance(late, AnswerLost)
    assert there == {"id": "2"}


def test_refusals_within_a_batch_stand_in_their_places():
    body = recorded("fb_batch_first_error")
    io = ScriptedIO([body])
    found = io.run(graph(io).batch([Get(str(number)) for number in range(len(body))]))
    assert "Object with ID '2' does not exist" in str(found[0])
    assert isinstance(found[1], dict)


@pytest.mark.parametrize(("code", "kind"), [(4, RateLimited), (190, Unauthorized)])
def test_what_meets_all_calls_is_no_matter_of_one_item(code, kind):
    error = {"error": {"message": "no", "code": code}}
    io = ScriptedIO([[item({"id": "1"}), item(error, 400)]])
    with pytest.raises(kind):
        io.run(graph(io).batch([Get("1"), Get("2")]))


def test_a_batch_that_is_answered_with_something_else_is_lost():
    io = ScriptedIO([answer([item({})])] * 2)
    for one in io.run(graph(io).batch([Get("1"), Get("2")])):
        assert isinstance(one, AnswerLost)
        assert "other items" in str(one)


@pytest.mark.parametrize(
    "body", [{}, {"data": None}, {"data": {}}, {"data": ["x"]}, {"data": [{"id": "1"}, None]}, {"data": "x"}]
)
def test_what_is_no_list_is_never_taken_for_an_empty_one(body):
    io = ScriptedIO([body])
    with pytest.raises(AnswerLost, match="no list of objects"):
        io.run(graph(io).items("1/published_posts"))


@pytest.mark.parametrize("next", ["https://x.example/?access_token=1", "https://x.example/?page=2", 7])
def test_a_list_that_goes_on_nobody_knows_where_is_not_taken_for_its_end(next):
    io = ScriptedIO([listed("1", next=next)])
    with pytest.raises(AnswerLost, match="goes on where no known cursor leads"):
        io.run(graph(io).items("1/published_posts"))


def objects(ids):
    return {id: {"id": id} for id in ids}


class Login(ScriptedIO):
    """Objects without batches; some are gone, some make Meta stumble."""

    def __init__(self, gone=(), lost=()):
        super().__init__()
        self.gone, self.lost = {*gone}, {*lost}

    def _next(self, request):
        lone = request.url.rpartition("/")[2]
        ids = request.params["ids"].split(",") if "ids" in request.params else [lone]
        if self.lost & {*ids}:
            return refusal(1, message="Please reduce the amount of data you're asking for")
        if self.gone & {*ids}:
            return refusal(100, 33, message="Object does not exist")
        return objects(ids) if "ids" in request.params else {"id": lone}


def by_login(io, count=1000):
    return io.run(
        graph(io, LOGIN, bakery(platform="instagram")).many(list(map(str, range(count))), fields="id")
    )


def test_without_batches_one_that_is_gone_costs_a_few_calls_and_not_fifty():
    io = Login(gone=["500"])
    found = by_login(io)
    assert list(found) == list(map(str, range(1000)))
    assert [id for id, one in found.items() if isinstance(one, NotThere)] == ["500"]
    assert len(io.sent) <= 20 + 14


def test_one_object_that_meta_stumbles_over_costs_no_other():
    found = by_login(Login(lost=["7", "500"]))
    assert [id for id, one in found.items() if isinstance(one, AnswerLost)] == ["7", "500"]


def test_where_meta_is_out_of_order_it_is_not_asked_a_thousand_times():
    io = Login(lost=map(str, range(1000)))
    assert all(isinstance(one, AnswerLost) for one in by_login(io).values())
    assert len(io.sent) < 20
    io = ScriptedIO(batch=AnswerLost("gone"))
    found = io.run(graph(io).many(list(map(str, range(5000))), fields="id"))
    assert len(found) == 5000
    assert all(isinstance(one, AnswerLost) for one in found.values())
    assert len(io.sent) < 10
