"""The bakery's month on the fake Facebook, beside the other networks' fakes: the main job, from plan to figures."""

from collections import Counter

import pytest

from smmcore.demo.show import playing
from smmcore.io.blocking import run
from smmcore_meta.sandbox import view


@pytest.fixture(scope="module")
def month():
    lines = []
    with playing(lines.append) as (month, stages):
        stage = next(stage for stage in stages if stage.account.platform == "facebook")
        month.stages = {stage.account.name: stage}
        report = month.run()
        yield report, stage, stage.play("posts"), lines


def test_every_post_is_on_the_page_once(month):
    report, _, posts, _ = month
    assert len(report.outcomes) == len(posts)
    assert Counter(posts) == Counter(published.id for published in report.outcomes)
    assert len(posts) + len(report.refused) == 25


def test_what_facebook_cannot_do_is_refused_before_anything_is_sent(month):
    report, _, _, lines = month
    assert len(report.refused) <= 3  # polls and documents
    assert [line for line in lines if line.startswith("failed:")] == []
    assert all("poll" in said or "document" in said for said in report.refused), report.refused


def test_posts_have_what_the_plan_gives_them(month):
    _, stage, _, _ = month
    posts = run(view(stage.io, stage.url))["posts"]
    assert sum(len(post["media"]) for post in posts) > 15
    assert any(len(post["media"]) > 2 for post in posts)  # an album
    assert any(len(post["text"]) > 4096 for post in posts)


def test_the_lost_answer_is_found_and_not_sent_again(month):
    report, _, _, lines = month
    assert report.lost == report.found == ["2026-12-04-pech"]
    assert [line for line in lines if line.startswith("reconciled: 2026-12-04-pech")]


def test_spam_is_gone_and_questions_are_answered(month):
    report, stage, _, _ = month
    assert report.counts["deleted as spam"] + report.counts["kept out"] >= 10
    assert report.counts["answered"] > 20
    firsts = sum(bool(stage.play("comments", post=p.id)) for p in report.outcomes)
    assert firsts > 10


def test_the_figures_are_those_of_the_fake(month):
    report, _, _, _ = month
    told = Counter()
    for metric in report.metrics:
        if not metric.detail and metric.subject.kind == "post":
            told[metric.name.value] += metric.value
    assert told["reactions"] == report.counts["reactions"]
    assert told["views"] > 0
