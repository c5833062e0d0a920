"""Figures: what the fake knows to be true, nothing made up, and no call for each post."""

import pytest

from smmcore.models import Act, Action, MetricName, Poll, Post

from .helping import CHANNEL_ID


def figures(metrics, post=None):
    return {(m.name.value, m.detail): m.value for m in metrics if post in {None, m.subject.id}}


def test_members_are_counted_as_telegram_counts_them(either, world):
    world.control("members", chat=CHANNEL_ID, count=4321)
    (metric,) = either.account_metrics()
    assert (metric.name, metric.value) == (MetricName.FOLLOWERS, 4321)
    assert metric.source == "telegram:getChatMemberCount@10.3"


def test_figures_of_a_post_equal_the_truth(either, world):
    post = either.publish(Post("Hello")).id
    either.receive()
    for number in range(3):
        world.comments(post, world.person(f"Person {number}"), "Nice")
    world.fake.react(post, "👍", 7)
    world.fake.react(post, "🔥", 2)
    told = figures(either.post_metrics([post]))
    assert told == {("reactions", ""): 9, ("reactions", "👍"): 7, ("reactions", "🔥"): 2, ("comments", ""): 3}


def test_votes_of_a_poll_equal_the_truth(smm, world):
    post = smm.publish(Post(poll=Poll(question="Which?", options=["Rye", "Wheat"]))).id
    world.fake.vote(post, 0, 5)
    world.fake.vote(post, 1, 2)
    told = figures(smm.post_metrics([post]))
    assert {key: value for key, value in told.items() if key[0] == "votes"} == {
        ("votes", ""): 7,
        ("votes", "Rye"): 5,
        ("votes", "Wheat"): 2,
    }


def test_deleted_comments_do_not_count(smm, world):
    post = smm.publish(Post("Hello")).id
    id = world.comments(post, world.person(), "Spam")
    smm.receive()
    smm.moderate(Action(act=Act.DELETE, comment=id))
    assert figures(smm.post_metrics([post])) == {("comments", ""): 0}


def test_a_reaction_that_was_taken_back_counts_no_more(smm, world):
    post = smm.publish(Post("Hello")).id
    smm.receive()
    world.fake.react(post, "👍", 7)
    world.fake.react(post, "👍", 0)
    assert figures(smm.post_metrics([post]))[("reactions", "")] == 0


def test_the_newest_figures_count(smm, world):
    post = smm.publish(Post("Hello")).id
    smm.receive()
    for count in (1, 5, 3):
        world.fake.react(post, "👍", count)
        smm.pass_time(2)
    assert figures(smm.post_metrics([post]))[("reactions", "👍")] == 3


def test_an_unknown_post_has_no_figures(smm):
    assert smm.post_metrics(["999999"]) == []


def test_what_was_never_told_is_absent_and_not_zero(smm, world):
    world.goes_wrong("lost_copy", method=None)
    post = smm.publish(Post("Hello")).id
    assert smm.post_metrics([post]) == []


@pytest.mark.parametrize("name", [MetricName.VIEWS, MetricName.REACH, MetricName.SHARES])
def test_nothing_is_made_up(smm, world, name):
    post = smm.publish(Post("Hello")).id
    smm.receive()
    world.fake.react(post, "👍", 7)
    metrics = [*smm.account_metrics(), *smm.post_metrics([post])]
    assert name not in {metric.name for metric in metrics}


def test_every_figure_names_its_source_and_moment(smm, world):
    post = smm.publish(Post("Hello")).id
    smm.receive()
    world.fake.react(post, "👍", 7)
    for metric in smm.post_metrics([post]):
        assert metric.source.startswith("telegram:update.")
        assert metric.source.endswith("@10.3")
        assert metric.end <= metric.read_at


def test_figures_of_a_thousand_posts_cost_two_requests(either, world):
    world.forget_calls()
    metrics = either.post_metrics([str(number) for number in range(1000)])
    assert metrics == []
    assert len(world.calls()) <= 2
    world.forget_calls()
    either.post_metrics([str(number) for number in range(1000)])
    assert len(world.calls()) == 1


def test_all_published_posts_are_measured_when_none_is_named(smm):
    posts = [smm.publish(Post(f"Post {number}")).id for number in range(3)]
    assert {m.subject.id for m in smm.post_metrics() if m.name is MetricName.COMMENTS} == set(posts)
