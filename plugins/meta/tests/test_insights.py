"""Figures: three shapes of answers, and metrics that die."""

from decimal import Decimal

import pytest

from smmcore.errors import Forbidden, NotThere
from smmcore.models import MetricName
from smmcore.testing import ScriptedIO
from smmcore_meta.insights import Insights, Row, figures, source_of

from .graphs import FACEBOOK, graph, item, recorded, refusal

DEAD = "(#100) The value must be a valid insights metric"
ROWS = [
    Row("views", MetricName.VIEWS, "post"),
    Row("gone", None, "post"),
    Row("clicks", MetricName.CLICKS, "post"),
]
MONTH = 30 * 86_400


def row(name, value):
    return {"name": name, "period": "lifetime", "values": [{"value": value}]}


def data(*rows):
    return {"data": list(rows)}


def test_values_by_day_hold_for_the_day_that_they_close():
    found = figures(recorded("fb_page_insights_v16")["insights"])
    day, _, week, _, month, _ = found
    assert (day.period, day.value, day.end.isoformat()) == ("day", 0, "2023-03-08T08:00:00+00:00")
    assert [(one.end - one.start).days for one in (day, week, month)] == [1, 7, 28]


def test_a_number_that_stands_beside_what_it_was_narrowed_to():
    found = figures(recorded("fb_page_media_view_breakdown_is_from_ads"))
    assert [(one.value, one.detail) for one in found] == [(25, "is_from_ads=0"), (0, "is_from_ads=1")]


def test_totals_with_their_breakdowns():
    total, first, *_ = figures(recorded("ig_user_insights_total_value_breakdown"))
    assert (total.name, total.value, total.detail) == ("reach", 14516883, "")
    assert (first.value, first.detail) == (9, "IGTV,FOLLOWER")


def test_a_value_that_is_told_twice_counts_once():
    found = figures([recorded("ig_story_navigation_insight_v16")])
    assert [(one.value, one.detail) for one in found if not one.detail] == [(25, "")]
    assert {one.detail: one.value for one in found}["tap_forward"] == 19


def test_kinds_and_broken_numbers():
    found = figures(
        [row("post_reactions_by_type_total", {"like": 3, "love": 1}), row("reels_skip_rate", 12.5)]
    )
    assert [(one.value, one.detail) for one in found] == [(3, "like"), (1, "love"), (Decimal("12.5"), "")]


@pytest.mark.parametrize(
    "empty", [None, {}, {"data": []}, data({"name": "x"}), data(row("x", None)), data(row("x", {})), data(7)]
)
def test_what_is_empty_is_unknown_and_never_zero(empty):
    assert figures(empty) == []


def test_a_dead_metric_costs_only_itself_is_told_and_asked_for_again_after_a_month(caplog):
    dead = {"error": {"message": DEAD, "code": 100}}
    each = [item(data(row("views", 7))), item(dead, 400), item(data(row("clicks", 2)))]
    io = ScriptedIO([refusal(100, message=DEAD), each, data(row("views", 8)), data(row("gone", 1))])

    def read():
        return {one.name: one.value for one in io.run(Insights(graph(io)).read("1/insights", ROWS))}

    assert read() == {"views": 7, "clicks": 2}
    assert "the metric gone of post is left out until 2026-01-31" in caplog.text
    assert read() == {"views": 8}
    assert io.sent[-1].params["metric"] == "views,clicks"
    io.run(io.sleep(MONTH))
    assert read() == {"gone": 1}
    assert io.sent[-1].params["metric"] == "views,gone,clicks"


def test_another_refusal_is_no_verdict_about_a_metric():
    io = ScriptedIO([refusal(200, message="Requires read_insights permission"), data()])
    with pytest.raises(Forbidden):
        io.run(Insights(graph(io)).read("1/insights", ROWS))
    io.run(Insights(graph(io)).read("1/insights", ROWS))
    assert "gone" in io.sent[-1].params["metric"]


def test_a_dead_metric_among_a_thousand_posts_costs_two_requests_once():
    ids = [str(number) for number in range(1000)]
    chunks = [ids[start : start + 50] for start in range(0, 1000, 50)]
    dead = item({"error": {"message": DEAD, "code": 100}}, 400)
    fine = [item({id: {"id": id, "insights": data(row("views", 1))} for id in chunk}) for chunk in chunks]
    io = ScriptedIO([[dead] * 20, [item(data(row("views", 1))), dead, item(data())], fine, fine])
    insights = Insights(graph(io))
    for _ in range(2):
        found = io.run(insights.about_many(ids, ROWS, fields=["id"]))
        assert len(found) == 1000
        assert figures(found["999"]["insights"])[0].value == 1
    assert len(io.sent) == 4
    assert "insights.metric%28views%2Cclicks%29" in io.sent[-1].data["batch"]


NOT_HERE = "(#100) The Media Insights API does not support the clicks metric for this media product type"


def test_a_post_of_another_kind_costs_no_other_its_figures_and_no_metric_its_life(caplog):
    """One of the posts takes no clicks: it gives its fields, the others their figures as well."""
    refused = {"error": {"message": NOT_HERE, "code": 100}}
    fine = {"id": "2", "insights": data(row("views", 1))}
    probed = [item(refused, 400), item(data(row("clicks", 1)))]
    again = [item({"id": "2", "insights": fine["insights"]}), item(refused, 400)]
    io = ScriptedIO(
        [
            *(refusal(100, message=NOT_HERE), probed),
            *(refusal(100, message=NOT_HERE), again, {"3": {"id": "3"}}),
            {"2": fine},
        ]
    )
    insights, rows = Insights(graph(io)), [ROWS[0], ROWS[2]]
    found = io.run(insights.about_many(["2", "3"], rows, fields=["id"]))
    assert found == {"2": fine, "3": {"id": "3"}}
    assert "no insights of 3" in caplog.text
    io.run(insights.about_many(["2"], rows))
    assert io.sent[-1].params["fields"] == "insights.metric(views,clicks)"


def test_answers_of_odd_shapes_give_nothing():
    odd = [
        7,
        {"values": 7},
        {"values": [7]},
        {"total_value": 7},
        {"total_value": {"breakdowns": [7, {"results": 7}]}},
    ]
    assert figures(odd) == figures(7) == []


def test_figures_name_their_source():
    assert source_of(FACEBOOK, "post_media_view", "v26.0") == "facebook:post_media_view@v26.0"


GONE = {"error": {"message": "Object does not exist", "code": 100, "error_subcode": 33}}


def test_a_dead_metric_is_found_also_where_the_first_post_is_gone():
    """Asked alone, the posts that are there say that a metric is dead; the one that is gone cannot."""
    dead = {"error": {"message": DEAD, "code": 100}}
    fine = {"id": "2", "insights": data(row("views", 1))}
    io = ScriptedIO(
        [
            *(refusal(100, 33), [item(GONE, 400), item(dead, 400)]),
            [item(GONE, 400)] * 3,
            [item(data(row("views", 1))), item(dead, 400), item(data())],
            *(refusal(100, 33), [item(GONE, 400), item(fine)]),
            *(refusal(100, 33), [item(GONE, 400), item(fine)]),
        ]
    )
    insights = Insights(graph(io))
    for _ in range(2):
        found = io.run(insights.about_many(["1", "2"], ROWS, fields=["id"]))
        assert isinstance(found["1"], NotThere)
        assert found["2"] == fine
    assert "insights.metric(views,clicks)" in io.sent[-2].params["fields"]
