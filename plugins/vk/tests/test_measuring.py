import json
import re

import pytest

from smmcore.models import SubjectKind
from smmcore_vk.platform import VK

from .scripted import Network, account, error, ok


def shown(id, **more):
    counts = {
        "views": {"count": 100},
        "likes": {"count": 5},
        "reposts": {"count": 2},
        "comments": {"count": 1},
    }
    return {"id": id, "owner_id": -123, "text": "", **counts, **more}


def reach(id, total=50):
    return {"post_id": id, "reach_total": total, "reach_subscribers": 30, "reach_viral": 20, "links": 3}


class Wall(Network):
    """Shows whatever posts it is asked for."""

    async def send(self, request):
        if request.label == "vk wall.getById":
            ids = [int(name.rpartition("_")[2]) for name in request.data["posts"].split(",")]
            self.on("wall.getById", ok({"items": [shown(id) for id in ids]}))
        if request.label == "vk execute":
            parts = re.findall(r'"post_ids": "([\d,]+)"', request.data["code"])
            self.on("execute", ok([[reach(int(id)) for id in part.split(",")] for part in parts]))
        return await super().send(request)


def figures(io, ids, of=None):
    found = io.run(VK().post_metrics(io, of or account("service"), ids))
    return {(m.subject.id, str(m.name), m.detail): m.value for m in found}


def test_counters_are_read_by_service_token():
    io = Network({"wall.getById": ok({"items": [shown(17)]})})
    assert figures(io, ["17"]) == {
        ("17", "views", ""): 100,
        ("17", "reactions", ""): 5,
        ("17", "shares", ""): 2,
        ("17", "comments", ""): 1,
    }
    assert io.data("wall.getById")["posts"] == "-123_17"
    assert io.methods() == ["wall.getById"]


def test_what_vk_does_not_tell_is_left_out():
    item = {"id": 17, "likes": {"count": 0}, "views": {}, "comments": None}
    io = Network(
        {"wall.getById": ok({"items": [item, {"id": 18, "is_deleted": True, "views": {"count": 1}}]})}
    )
    assert figures(io, ["17", "18", "19"]) == {("17", "reactions", ""): 0}


def test_reach_and_clicks_need_a_user_token():
    io = Network({"wall.getById": ok({"items": [shown(17)]}), "stats.getPostReach": ok([reach(17)])})
    found = figures(io, ["17"], account("service", "user"))
    assert found["17", "reach", ""] == 50
    assert found["17", "reach", "subscribers"] == 30
    assert found["17", "clicks", ""] == 3
    assert ("17", "reach", "ads") not in found


def test_that_statistics_are_refused_leaves_the_counters(caplog):
    io = Network(
        {"wall.getById": ok({"items": [shown(17)]}), "stats.getPostReach": error(7, "Permission denied")}
    )
    assert ("17", "views", "") in figures(io, ["17"], account("service", "user"))
    assert "no reach" in caplog.text


def test_a_thousand_posts_take_ten_requests_and_two():
    io = Wall()
    ids = [str(number) for number in range(1, 1001)]
    found = figures(io, ids, account("service", "user"))
    assert sum(name == "reach" and not detail for _, name, detail in found) == 1000
    assert sum(name == "views" for _, name, _ in found) == 1000
    assert len(io.requests("wall.getById")) == 10
    assert len(io.requests("execute")) == 2
    assert len(io.sent) == 12
    assert io.data("execute")["code"].count("API.stats.getPostReach") == 25
    assert io.data("execute", 1)["code"].count("API.stats.getPostReach") == 9


def test_clicks_on_short_links_are_counted():
    posts = [shown(17, text="Order: https://vk.cc/abc1"), shown(18, text="vk.cc/def2"), shown(19)]
    stats = {"key": "abc1", "stats": [{"timestamp": 1, "views": 4}, {"timestamp": 2, "views": 3}]}
    io = Network({"wall.getById": ok({"items": posts}), "utils.getLinkStats": ok(stats)})
    found = figures(io, ["17", "18", "19"])
    assert found["17", "clicks", "vk.cc/abc1"] == 7
    assert len(io.requests("utils.getLinkStats")) == 2
    both = Network({"wall.getById": ok({"items": posts}), "execute": ok([stats, False])})
    found = figures(both, ["17", "18", "19"], account("community", "service"))
    assert found["17", "clicks", "vk.cc/abc1"] == 7
    assert ("18", "clicks", "vk.cc/def2") not in found
    assert json.loads(re.search(r"\((\{.*?\})\)", both.data("execute")["code"])[1])["key"] == "abc1"


def test_stories_have_their_own_figures():
    stats = {
        "views": {"state": "on", "count": 9},
        "replies": {"state": "on", "count": 1},
        "likes": {"state": "off"},
    }
    stats["open_link"] = {"state": "hidden", "count": 0}
    io = Network({"stories.getStats": ok(stats)})
    found = figures(io, ["story_3"], account("community", "service"))
    assert found == {("story_3", "views", ""): 9, ("story_3", "comments", ""): 1}


def test_identifiers_of_other_kinds_are_left_out():
    io = Network()
    assert figures(io, ["abc", "17_45"]) == {}
    assert io.sent == []


def test_members_are_read_by_any_token():
    io = Network({"groups.getById": ok({"groups": [{"id": 123, "members_count": 4000}]})})
    (metric,) = io.run(VK().account_metrics(io, account()))
    assert (metric.name, metric.value, metric.source) == ("followers", 4000, "vk:groups.getById@5.199")


def test_what_happened_today_is_read_by_user_token():
    today = {
        "period_from": "1767225600",
        "period_to": 1767311999,
        "visitors": {"views": 30, "visitors": 20},
        "reach": {"reach": 400},
        "activity": {"likes": 8},
    }
    io = Network(
        {
            "groups.getById": ok({"groups": [{"id": 123, "members_count": 4000}]}),
            "stats.get": ok([today]),
        }
    )
    found = io.run(VK().account_metrics(io, account("user")))
    values = {str(metric.name): metric.value for metric in found}
    assert values == {"followers": 4000, "views": 30, "reach": 400, "reactions": 8}
    assert found[1].start.isoformat() == "2026-01-01T00:00:00+00:00"


def pages(io, names, of=None):
    found = io.run(VK().page_metrics(io, of or account("service"), names))
    assert all(metric.subject.kind is SubjectKind.PAGE for metric in found)
    return {metric.subject.id: metric.value for metric in found}


def test_other_communities_are_found_by_any_of_their_names():
    groups = [
        {"id": 1, "screen_name": "Mill", "members_count": 10},
        {"id": 2, "screen_name": "club2", "members_count": 20},
        {"id": 3, "screen_name": "closed"},
    ]
    io = Network({"groups.getById": ok({"groups": groups, "profiles": []})})
    names = ["mill", "club2", "https://vk.com/public2", "@closed", "not a name!"]
    assert pages(io, names) == {"mill": 10, "club2": 20, "https://vk.com/public2": 20}
    assert io.data("groups.getById")["group_ids"] == "mill,2,closed"


def test_one_name_that_is_none_does_not_hide_the_others():
    there = ok({"groups": [{"id": 1, "screen_name": "mill", "members_count": 10}]})
    io = Network({"groups.getById": [error(100, "group_ids is undefined"), there, error(100, "undefined")]})
    assert pages(io, ["mill", "nobody"]) == {"mill": 10}


def item(id=7, wall=-9, by=5, **more):
    return {
        "id": id,
        "owner_id": wall,
        "from_id": by,
        "date": 1000,
        "text": "[club123|Four Flours] &amp; co",
        **more,
    }


def test_mentions_are_read_by_user_token_with_their_authors():
    own = item(45, wall=-123, post_id=17)
    io = Network(
        {
            "newsfeed.getMentions": [
                ok({"count": 3, "items": [item(), own]}),
                ok({"count": 3, "items": [item(8)]}),
            ],
            "users.get": ok([{"id": 5, "first_name": "Ann", "last_name": "Baker"}]),
        }
    )
    page = io.run(VK().mentions(io, account("user")))
    assert [(comment.id, comment.post) for comment in page.items] == [("-9_7", None), ("17_45", "17")]
    assert page.items[0].author.name == "Ann Baker"
    assert page.items[0].text == "[club123|Four Flours] & co"
    assert page.items[0].url == "https://vk.ru/wall-9_7"
    assert io.run(VK().mentions(io, account("user"), cursor=page.next)).next is None


def test_by_service_token_the_words_of_the_settings_are_searched_for():
    found = {"items": [item()], "count": 1, "total_count": 1, "profiles": [{"id": 5, "first_name": "Ann"}]}
    io = Network({"newsfeed.search": ok({**found, "next_from": "5/x"})})
    page = io.run(VK().mentions(io, account("service", mention_words=["Four Flours"])))
    assert io.data("newsfeed.search")["q"] == "Four Flours"
    assert (page.items[0].author.name, page.next) == ("Ann", "5/x")


def test_a_search_for_nothing_is_refused():
    io = Network()
    with pytest.raises(ValueError, match="query"):
        io.run(VK().search(io, account("service"), " "))
