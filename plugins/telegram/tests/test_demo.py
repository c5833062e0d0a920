"""The bakery's month on the fake: the main job, from plan to figures."""

from collections import Counter

import pytest

from smmcore.demo.show import playing


@pytest.fixture(scope="module")
def month():
    lines = []
    with playing(lines.append) as (month, stages):
        # Other installed networks have tests of their own.
        stage = next(stage for stage in stages if stage.account.platform == "telegram")
        month.stages = {stage.account.name: stage}
        report = month.run()
        yield report, stage, stage.play("posts"), lines


def test_every_post_but_the_one_over_the_limit_is_on_the_page_once(month):
    report, _, posts, _ = month
    assert len(report.outcomes) == len(posts) == 24
    assert Counter(posts) == Counter(published.id for published in report.outcomes)
    (refused,) = report.refused
    assert "4213 characters, allowed are at most 4096" in refused


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
    told = {}
    for metric in report.metrics:
        if not metric.detail and metric.subject.kind == "post":
            told[metric.name.value] = told.get(metric.name.value, 0) + metric.value
    assert told["reactions"] == report.counts["reactions"]
    assert told["votes"] == report.counts["votes"]


def test_the_month_takes_a_month_on_the_sandboxs_clock(month):
    report = month[0]
    assert 28 <= (report.end - report.start).days <= 400
