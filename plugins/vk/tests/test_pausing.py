from datetime import timedelta

import pytest

from smmcore.errors import PersonNeeded, RateLimited
from smmcore.models import Post
from smmcore_vk.platform import VK

from .scripted import Network, account, error, ok

CAPTCHA = error(14, "Captcha needed", redirect_uri="https://id.vk.ru/not_robot_captcha?x=1")
GROUP = ok({"groups": [{"id": 123, "name": "Four Flours"}], "profiles": []})
RIGHTS = ok(
    {"mask": 0, "permissions": [{"name": name} for name in ("wall", "manage", "photos", "docs", "stories")]}
)


def test_after_a_captcha_nothing_is_sent_until_a_person_has_looked(caplog):
    io = Network({"wall.post": CAPTCHA})
    with pytest.raises(PersonNeeded):
        io.publish(Post("Hi"))
    assert "bakery pauses" in caplog.text
    sent = len(io.sent)
    with pytest.raises(PersonNeeded, match="not_robot_captcha") as caught:
        io.publish(Post("Another"), key="other")
    assert caught.value.url
    with pytest.raises(PersonNeeded):
        io.run(VK().account_metrics(io, account()))
    assert len(io.sent) == sent


def test_a_check_that_succeeds_ends_the_pause():
    io = Network(
        {
            "wall.post": [CAPTCHA, ok({"post_id": 17})],
            "groups.getById": GROUP,
            "groups.getTokenPermissions": RIGHTS,
        }
    )
    with pytest.raises(PersonNeeded):
        io.publish(Post("Hi"))
    assert io.run(VK().check(io, account())).ok
    assert io.publish(Post("Hi"), key="other").id == "17"


def test_the_token_that_met_a_captcha_ends_the_pause_though_another_one_is_broken():
    io = Network(
        {
            "wall.post": [CAPTCHA, ok({"post_id": 17})],
            "groups.getById": [GROUP, error(5, "invalid access_token")],
            "groups.getTokenPermissions": RIGHTS,
        }
    )
    both = account("community", "service")
    with pytest.raises(PersonNeeded):
        io.publish(Post("Hi"), both)
    assert not io.run(VK().check(io, both)).ok
    assert io.publish(Post("Hi"), both, key="other").id == "17"


def test_another_token_that_works_leaves_the_pause():
    io = Network({"wall.post": CAPTCHA, "groups.getById": [CAPTCHA, GROUP]})
    both = account("community", "service")
    with pytest.raises(PersonNeeded):
        io.publish(Post("Hi"), both)
    assert "service token works" in io.run(VK().check(io, both)).facts
    with pytest.raises(PersonNeeded):
        io.publish(Post("Hi"), both, key="other")
    assert len(io.requests("wall.post")) == 1


def test_a_check_that_meets_a_captcha_says_so_and_leaves_the_pause():
    io = Network({"wall.post": CAPTCHA, "groups.getById": CAPTCHA})
    with pytest.raises(PersonNeeded):
        io.publish(Post("Hi"))
    checkup = io.run(VK().check(io, account()))
    assert not checkup.ok
    assert "not_robot_captcha" in " ".join(checkup.warnings)
    with pytest.raises(PersonNeeded):
        io.publish(Post("Hi"), key="other")


def test_a_daily_quota_stops_its_method_only_and_ends_at_midnight():
    io = Network(
        {
            "wall.post": [error(29, "Rate limit reached"), ok({"post_id": 17})],
            "groups.getById": ok({"groups": [{"id": 123, "members_count": 5}]}),
        }
    )
    with pytest.raises(RateLimited):
        io.publish(Post("Hi"))
    with pytest.raises(RateLimited) as caught:
        io.publish(Post("Hi"), key="other")
    assert caught.value.retry_after == 9 * 3600
    assert len(io.requests("wall.post")) == 1
    assert io.run(VK().account_metrics(io, account()))
    io.run(io.sleep(timedelta(hours=9, seconds=1).total_seconds()))
    assert io.publish(Post("Hi"), key="third").id == "17"


def test_nothing_is_uploaded_for_a_post_whose_quota_is_used_up(tmp_path):
    from smmcore.models import Document

    paper = tmp_path / "menu.pdf"
    paper.write_bytes(b"x")
    io = Network({"wall.post": error(214, "Access to adding post denied: you can only add 50 posts a day")})
    with pytest.raises(RateLimited):
        io.publish(Post("Hi"))
    sent = len(io.sent)
    with pytest.raises(RateLimited):
        io.publish(Post("Menu", media=[Document(paper)]), key="other")
    assert len(io.sent) == sent
