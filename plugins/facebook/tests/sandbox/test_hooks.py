"""The fake's webhooks: what they tell, to whom, and signed."""

import pytest


@pytest.fixture
def told(world):
    """What waits for the application, as changes."""
    world.post("me/subscribed_apps", subscribed_fields="feed,mention")

    def changes():
        return [(change["field"], change["value"]) for change in waiting(world)]

    return changes


def waiting(world):
    return [change for entry in world.state()["webhooks"]["waiting"] for change in entry["changes"]]


def test_nobody_is_told_before_the_application_asks(world):
    world.comment(world.write())
    assert waiting(world) == []
    world.post("me/subscribed_apps", subscribed_fields="feed")
    (app,) = world.get("me/subscribed_apps")["data"]
    assert app["subscribed_fields"] == ["feed"]
    world.delete("me/subscribed_apps")
    assert world.get("me/subscribed_apps")["data"] == []


def test_comments_are_told_with_their_parent(world, told):
    post = world.write()
    first = world.comment(post, "One")
    below = world.comment(post, "Below", reply_to=first)
    comments = [value for _, value in told() if value["item"] == "comment"]
    assert [(each["comment_id"], each["parent_id"]) for each in comments] == [(first, post), (below, first)]


def test_what_becomes_of_a_comment_is_told(world, told):
    comment = world.comment(world.write())
    world.control("comments/change", comment=comment, text="Changed")
    world.post(comment, is_hidden=True)
    world.delete(comment)
    verbs = [value["verb"] for _, value in told() if value["item"] == "comment"]
    assert verbs == ["add", "edited", "hide", "remove"]


def test_own_posts_are_echoed(world, told):
    post = world.write("Rye")
    ((field, value),) = told()
    assert (field, value["post_id"], value["from"]["id"]) == ("feed", post, world.page)


def test_mentions_are_told(world, told):
    id = world.control("mentions", person="Ann", text="Good bread")["id"]
    ((field, value),) = told()
    assert (field, value["post_id"], value["message"]) == ("mention", id, "Good bread")
