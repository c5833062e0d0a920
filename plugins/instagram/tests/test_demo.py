"""The bakery's month on the fake Instagram, beside the other networks' fakes: the main job, from plan to figures."""

from collections import Counter

import pytest

from smmcore.demo.show import playing


@pytest.fixture(scope="module")
def month():
    lines = []
    with playing(lines.append) as (month, stages):
        stage = next(stage for stage in stages if stage.account.platform == "instagram")
        month.stages = {stage.account.name: stage}
        report = month.run()
        yield report, stage, stage.play("posts"), lines


def test_every_post_that_instagram_takes_is_there_once(month):
    report, _, posts, _ = month
    assert len(report.outcomes) + len(report.refused) == 25
    assert Counter(posts) == Counter(published.id for published in report.outcomes)
    assert len(posts) > 15


def test_what_it_does_not_take_is_refused_with_a_reason_before_anything_is_sent(month):
    refused = " ".join(month[0].refused)
    for reason in ("no text alone", "no polls", "no documents"):
        assert reason in refused


def test_the_lost_answer_is_found_and_not_sent_again(month):
    report, _, _, lines = month
    assert report.lost == report.found == ["2026-12-04-pech"]
    assert [line for line in lines if line.startswith("reconciled: 2026-12-04-pech")]


def test_spam_is_gone_and_questions_are_answered(month):
    report, stage, _, _ = month
    assert report.counts["deleted as spam"] > 0
    assert report.counts["answered"] > 10
    first_comments = 3
    assert sum(len(stage.play("comments", post=p.id)) for p in report.outcomes) == (
        report.counts["comments"]
        - report.counts["deleted as spam"]
        + report.counts["answered"]
        + first_comments
    )


def test_the_figures_are_those_of_the_fake(month):
    report, _, _, _ = month
    told = Counter()
    for metric in report.metrics:
        if not metric.detail and metric.subject.kind == "post":
            told[metric.name.value] += metric.value
    assert told["reactions"] == report.counts["reactions"]
    assert told["reach"] > 0
