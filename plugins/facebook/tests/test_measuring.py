import json
import logging
import re

import pytest

from smmcore.errors import AnswerLost, Forbidden, PersonNeeded, RateLimited, Unauthorized
from smmcore.models import MetricName, SubjectKind
from smmcore.testing.scripted import answer
from smmcore_facebook.platform import Facebook

from .scripted import Network, account, listed, refused

FACEBOOK = Facebook()
DEAD = refused(100, "The value must be a valid insights metric")


def row(name, value, period="lifetime", **more):
    return {"name": name, "period": period, "values": [{"value": value, **more}]}


def counted(reactions=3, comments=2, shares=1, **more):
    total = {
        "reactions": {"summary": {"total_count": reactions}},
        "comments": {"summary": {"total_count": comments}},
    }
    return {**total, "shares": {"count": shares}, **more}


def post_metrics(io, *ids, of=None):
    return io.run(FACEBOOK.post_metrics(io, of or account(), ids))


def account_metrics(io):
    return io.run(FACEBOOK.account_metrics(io, account()))


def values(metrics):
    return {(metric.name, metric.detail): metric.value for metric in metrics}


def test_a_posts_counters_and_insights_are_told_with_their_sources():
    data = [
        row("post_media_view", 40),
        row("post_total_media_view_unique", 30),
        row("post_reactions_by_type_total", {"like": 2, "love": 1}),
    ]
    io = Network({"GET ids": {"123_77": {"id": "123_77", **counted(), "insights": listed(*data)}}})
    metrics = post_metrics(io, "123_77")
    assert values(metrics) == {
        (MetricName.REACTIONS, ""): 3,
        (MetricName.COMMENTS, ""): 2,
        (MetricName.SHARES, ""): 1,
        (MetricName.VIEWS, ""): 40,
        (MetricName.REACH, ""): 30,
        (MetricName.REACTIONS, "like"): 2,
        (MetricName.REACTIONS, "love"): 1,
    }
    sources = {metric.source for metric in metrics if metric.name is MetricName.VIEWS}
    assert sources == {"facebook:post_media_view@v26.0"}
    assert {(metric.subject.kind, metric.subject.id) for metric in metrics} == {(SubjectKind.POST, "123_77")}


def test_what_facebook_does_not_tell_is_left_out():
    io = Network({"GET ids": {"123_77": {"id": "123_77", "insights": listed(row("post_clicks", None))}}})
    assert post_metrics(io, "123_77") == []


class Batches(Network):
    """Answers each call of each batch by the ids that it asks for."""

    def __init__(self, about, by_name=None):
        super().__init__(by_name)
        self.about = about

    def _next(self, request):
        if request.label.endswith("batch"):
            return [self.about(call["relative_url"]) for call in json.loads(request.data["batch"])]
        if request.label.endswith("GET ids"):
            item = self.about(request.url + "?" + "&".join(f"{k}={v}" for k, v in request.params.items()))
            return answer(item["body"].encode(), status=item["code"])
        return super()._next(request)


def ids_in(call):
    return re.findall(r"123_\d+", call)


def known(call):
    return {"code": 200, "body": json.dumps({id: {"id": id, **counted()} for id in ids_in(call)})}


def without_insights(call):
    """Where the scope is missing, a call with insights is refused, whichever posts it asks for."""
    if "insights" in call:
        error = {"message": "(#10) Requires read_insights", "type": "OAuthException", "code": 10}
        return {"code": 403, "body": json.dumps({"error": error})}
    return known(call) if "ids=" in call else {"code": 200, "body": json.dumps({"id": "1", **counted()})}


THOUSAND = [f"123_{number}" for number in range(1000)]


def test_a_thousand_posts_take_two_requests():
    io = Batches(known)
    assert len(post_metrics(io, *THOUSAND)) == 3000
    assert len(io.sent) == 2


def test_a_missing_scope_does_not_cost_a_call_for_each_of_a_thousand_posts(caplog):
    io = Batches(without_insights)
    with caplog.at_level(logging.WARNING):
        assert len(post_metrics(io, *THOUSAND)) == 3000
    assert len(io.sent) <= 5
    assert len([line for line in caplog.messages if "read_insights" in line]) == 1


def test_a_token_that_may_read_nothing_is_told():
    denied = refused(10, "Requires pages_read_engagement", status=403)
    with pytest.raises(Forbidden, match="pages_read_engagement"):
        post_metrics(Network({"GET ids": denied, "GET 123_77": denied}), "123_77")


def test_a_retired_metric_costs_only_itself_and_is_remembered(caplog):
    whole = {"123_77": {"id": "123_77", **counted(), "insights": listed(row("post_clicks", 5))}}

    def alone(request):
        calls = [item["relative_url"] for item in json.loads(request.data["batch"])]
        return [
            {
                "code": 400,
                "body": json.dumps(
                    {"error": {"message": "(#100) The value must be a valid insights metric", "code": 100}}
                ),
            }
            if "post_video_views" in call
            else {"code": 200, "body": json.dumps(listed())}
            for call in calls
        ]

    class Answering(Network):
        def _next(self, request):
            return alone(request) if request.label.endswith("batch") else super()._next(request)

    io = Answering({"GET ids": [DEAD, whole]})
    with caplog.at_level(logging.WARNING):
        metrics = post_metrics(io, "123_77")
    assert values(metrics)[MetricName.CLICKS, ""] == 5
    assert [line for line in caplog.messages if "post_video_views" in line and "left out until" in line]
    sent = len(io.sent)
    post_metrics(io, "123_77")
    assert len(io.sent) == sent + 1, "it is not asked for again"
    assert "post_video_views" not in io.sent[-1].params["fields"]


def test_without_the_scope_for_insights_there_are_the_counters(caplog):
    plain = {"123_77": {"id": "123_77", **counted()}}
    denied = refused(10, "Requires read_insights", status=403)
    io = Network({"GET ids": [denied, plain], "GET 123_77": [denied, {"id": "123_77", **counted()}]})
    with caplog.at_level(logging.WARNING):
        metrics = post_metrics(io, "123_77")
    assert values(metrics)[MetricName.REACTIONS, ""] == 3
    assert len([line for line in caplog.messages if "read_insights" in line]) == 1


def test_of_a_post_that_is_gone_there_is_nothing():
    gone = refused(100, "Object does not exist", subcode=33)
    assert post_metrics(Network({"GET ids": gone, "GET 123_77": gone}), "123_77") == []


def test_no_posts_take_no_call():
    io = Network()
    assert post_metrics(io) == []
    assert not io.sent


def test_the_page_has_followers_and_its_last_day():
    day = {"period": "day", "end_time": "2026-01-01T08:00:00+0000"}
    data = [
        {
            "name": "page_media_view",
            "period": "day",
            "values": [
                {"value": 10, "end_time": "2025-12-31T08:00:00+0000"},
                {"value": 12, "end_time": day["end_time"]},
            ],
        },
    ]
    io = Network({"GET 123/insights": listed(*data), "GET 123": {"id": "123", "followers_count": 800}})
    metrics = account_metrics(io)
    assert values(metrics) == {(MetricName.FOLLOWERS, ""): 800, (MetricName.VIEWS, ""): 12}
    (views,) = [metric for metric in metrics if metric.name is MetricName.VIEWS]
    assert (views.end - views.start).days == 1


@pytest.mark.parametrize("said", [refused(10, "Requires read_insights"), AnswerLost("gone")])
def test_whatever_is_wrong_with_the_insights_of_the_page_the_followers_are_told(said):
    io = Network({"GET 123/insights": said, "GET 123": {"id": "123", "followers_count": 800}})
    assert values(account_metrics(io)) == {(MetricName.FOLLOWERS, ""): 800}


@pytest.mark.parametrize(
    "said", [refused(190, "expired", subcode=463), refused(368, "blocked"), refused(80001, "too many")]
)
def test_what_meets_all_calls_is_raised_of_the_page_too(said):
    io = Network({"GET 123/insights": said, "GET 123": {"id": "123", "followers_count": 800}})
    with pytest.raises((Unauthorized, PersonNeeded, RateLimited)):
        account_metrics(io)


@pytest.mark.parametrize("said", [refused(100, "Unsupported post"), AnswerLost("gone")])
def test_a_post_whose_insights_are_refused_has_its_counters(said, caplog):
    plain = {"id": "123_77", **counted()}
    io = Network({"GET ids": [said, {"123_77": plain}], "GET 123_77": said})
    with caplog.at_level(logging.WARNING):
        assert values(post_metrics(io, "123_77"))[MetricName.REACTIONS, ""] == 3
    assert [line for line in caplog.messages if "no insights of 1 posts" in line]


def test_a_film_is_measured_by_its_post(caplog):
    io = Network(
        {
            "GET ids": [
                {"9": {"id": "9", "post_id": "77"}, "8": {"id": "8"}},
                {"123_77": {"id": "123_77", **counted()}},
            ]
        }
    )
    with caplog.at_level(logging.WARNING):
        metrics = post_metrics(io, "9", "8")
    assert {metric.subject.id for metric in metrics} == {"9"}
    assert [request.params["ids"] for request in io.sent] == ["9,8", "123_77"]
    assert [line for line in caplog.messages if "no figures of 8" in line]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (refused(190, "Session has expired", subcode=463), Unauthorized),
        (refused(80001, "There have been too many calls to this Page account."), RateLimited),
    ],
    ids=["expired token", "throttled"],
)
def test_what_meets_all_calls_is_raised(said, kind):
    io = Network({"GET ids": said})
    with pytest.raises(kind):
        post_metrics(io, "123_77")
    assert len(io.sent) == 1


def test_other_pages_are_read_by_handle():
    io = Network({"GET ids": {"rival": {"id": "5", "followers_count": 90}}})
    found = io.run(
        FACEBOOK.page_metrics(io, account(public_access=True), ["https://www.facebook.com/rival/", "?!"])
    )
    assert [(metric.subject.id, metric.value) for metric in found] == [
        ("https://www.facebook.com/rival/", 90)
    ]


def test_mentions_are_posts_of_others():
    item = {
        "id": "555_1",
        "message": "At the bakery",
        "created_time": "2026-01-01T10:00:00+0000",
        "from": {"id": "9"},
    }
    io = Network({"GET 123/tagged": listed(item)})
    (said,) = io.run(FACEBOOK.mentions(io, account())).items
    assert (said.id, said.post, said.author.id) == ("555_1", None, "9")
