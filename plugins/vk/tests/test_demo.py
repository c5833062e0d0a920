"""The bakery's month on the fake VK, beside the other networks' fakes: the main job, from plan to figures."""

from collections import Counter

import pytest

from smmcore.demo.show import playing


@pytest.fixture(scope="module")
def month():
    lines = []
    with playing(lines.append) as (month, stages):
        stage = next(stage for stage in stages if stage.account.platform == "vk")
        month.stages = {stage.account.name: stage}
        report = month.run()
        yield report, stage, stage.play("posts"), lines


def test_every_post_is_on_the_wall_once(month):
    report, _, posts, _ = month
    assert report.refused == []  # what is too long for other networks fits VK
    assert len(report.outcomes) == len(posts) == 25
    assert Counter(posts) == Counter(published.id for published in report.outcomes)


def test_posts_have_what_the_plan_gives_them(month):
    from smmcore.io.blocking import run
    from smmcore_vk.sandbox.audience import _wall

    _, stage, _, _ = month
    posts = run(_wall(stage.io, stage.url))["posts"]
    kinds = Counter(attached["type"] for post in posts for attached in post["attachments"])
    assert kinds["photo"] > 15
    assert kinds["poll"] == 2
    assert kinds["doc"] == 1
    assert any(len(post["files"]) > 2 for post in posts)  # an album
    assert any(post["marked_as_ads"] for post in posts)
    assert any(len(post["text"]) > 4096 for post in posts)


def test_the_lost_answer_is_found_and_not_sent_again(month):
    report, _, _, lines = month
    assert report.lost == report.found == ["2026-12-04-pech"]
    assert [line for line in lines if line.startswith("reconciled: 2026-12-04-pech")]


def test_spam_is_gone_and_questions_are_answered(month):
    report, stage, _, _ = month
    assert report.counts["deleted as spam"] + report.counts["kept out"] == 12
    assert report.counts["answered"] > 20
    assert sum(len(stage.play("comments", post=p.id)) for p in report.outcomes) == (
        report.counts["comments"] - report.counts["deleted as spam"] + report.counts["answered"] + 3
    )  # and the three first comments


def test_the_figures_are_those_of_the_fake(month):
    report, _, _, _ = month
    told = Counter()
    for metric in report.metrics:
        if not metric.detail and metric.subject.kind == "post":
            told[metric.name.value] += metric.value
    assert told["reactions"] == report.counts["reactions"]
    assert told["reach"] > 0


def test_the_month_takes_a_month_on_the_sandboxs_clock(month):
    report = month[0]
    assert 28 <= (report.end - report.start).days <= 400
