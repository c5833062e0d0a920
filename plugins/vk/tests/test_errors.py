from datetime import UTC, datetime

import pytest

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    NotThere,
    PersonNeeded,
    PlatformError,
    RateLimited,
    Rejected,
    Unauthorized,
    Unsupported,
)
from smmcore.models import Post
from smmcore.testing.scripted import answer
from smmcore_vk.errors import Refusal, UploadAgain
from smmcore_vk.platform import VK
from smmcore_vk.settings import VKSettings
from smmcore_vk.tokens import Kind

from .scripted import Network, account, error, ok

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""15:00 in Moscow."""


def meant(code, message="refused", method="wall.post", kind=Kind.COMMUNITY, settings=None, **more):
    body = {"error_code": code, "error_msg": message, **more}
    return Refusal(method, kind, settings or VKSettings(), NOON).error(body)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (1, AnswerLost),
        (3, Unsupported),
        (5, Unauthorized),
        (6, RateLimited),
        (7, Forbidden),
        (9, RateLimited),
        (10, AnswerLost),
        (14, PersonNeeded),
        (17, PersonNeeded),
        (18, Unauthorized),
        (29, RateLimited),
        (43, AnswerLost),
        (100, Rejected),
        (104, NotThere),
        (121, UploadAgain),
        (214, Rejected),
        (219, RateLimited),
        (224, RateLimited),
        (1051, Unsupported),
        (1117, Unauthorized),
        (3300, PersonNeeded),
        (13000, Forbidden),
    ],
)
def test_errors_are_named_by_what_can_be_done(code, kind):
    found = meant(code)
    assert isinstance(found, kind)
    assert f"error {code}" in str(found)


def test_an_unknown_error_is_a_refusal_with_the_networks_words():
    found = meant(987654, "Something new")
    assert type(found) is PlatformError
    assert "Something new" in str(found)
    assert found.code == 987654


def test_too_many_calls_a_second_wait_for_the_next_window():
    found = meant(6)
    assert found.retry_after == 1
    assert found.keys is None


def test_a_daily_quota_is_moved_to_midnight_in_moscow():
    found = meant(29)
    assert found.retry_after == 9 * 3600
    assert found.keys == ()
    elsewhere = meant(29, settings=VKSettings(quota_zone="UTC"))
    assert elsewhere.retry_after == 12 * 3600


@pytest.mark.parametrize("code", [103, 214])
def test_the_daily_number_of_posts_is_known_by_its_words(code):
    found = meant(code, "Access to adding post denied: you can only add 50 posts a day")
    assert isinstance(found, RateLimited)
    assert found.retry_after == 9 * 3600
    closed = meant(214, "Access to adding post denied: access to the wall is closed")
    assert isinstance(closed, Rejected)
    assert "wall is closed" in str(closed)


def test_flood_control_leaves_the_method_alone_for_as_long_as_configured():
    assert meant(9).retry_after == 1800
    assert meant(9, settings=VKSettings(flood_pause=60)).retry_after == 60


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (27, "Group authorization failed: method is unavailable with group auth."),
        (15, "Access denied"),
        (1051, "This method is not available for this profile type"),
    ],
)
def test_errors_about_tokens_name_their_kind_and_another_one(code, message):
    said = str(meant(code, message))
    assert "called by community token" in said
    assert "secrets.user may be taken" in said


def test_an_invalid_community_token_is_told_from_the_wrong_kind():
    found = meant(27, "Group authorization failed: access token is invalid")
    assert isinstance(found, Unauthorized)
    assert "community's settings" in str(found)


def test_a_missing_right_of_a_token_is_named():
    found = meant(
        15, "Access denied", method="photos.getWallUploadServer", kind=Kind.USER, error_subcode=1133
    )
    assert "user token, it lacks the right" in str(found)


@pytest.mark.parametrize(
    ("extra", "where"),
    [
        ({"captcha_sid": "1", "captcha_img": "https://api.vk.ru/captcha.php?sid=1"}, "sign in to VK"),
        ({"redirect_uri": "https://id.vk.ru/not_robot_captcha?x=1", "remixstlid": 1}, "not_robot_captcha"),
        ({}, "sign in to VK"),
    ],
)
def test_a_captcha_of_either_form_says_where_a_person_has_to_go(extra, where):
    found = meant(14, "Captcha needed", **extra)
    assert where in str(found)
    assert "smm accounts check" in str(found)
    assert found.url is None or where in found.url


def test_an_error_comes_with_status_200():
    io = Network({"wall.post": error(214, "Access to adding post denied")})
    with pytest.raises(Rejected, match="adding post denied"):
        io.publish(Post("Hi"))


@pytest.mark.parametrize("status", [200, 502])
def test_a_page_of_html_in_an_outage_leaves_the_post_in_doubt(status):
    html = answer(b"<html>maintenance</html>", status, {"content-type": "text/html"})
    io = Network({"wall.post": html})
    with pytest.raises(AnswerLost):
        io.publish(Post("Hi"))


def test_a_front_servers_refusal_names_base_url():
    io = Network({"wall.post": answer(b"<html>403</html>", 403)})
    with pytest.raises(Rejected, match="check base_url"):
        io.publish(Post("Hi"))


def test_a_front_server_that_wants_a_pause_gets_it():
    io = Network({"wall.post": answer(b"<html>429</html>", 429, {"retry-after": "7"})})
    with pytest.raises(RateLimited) as caught:
        io.publish(Post("Hi"))
    assert caught.value.retry_after == 7


@pytest.mark.parametrize("body", [{"response": {"no": "number"}}, {}, [], {"response": None}])
def test_an_answer_that_makes_no_sense_is_as_good_as_lost(body):
    io = Network({"wall.post": answer(body)})
    with pytest.raises(AnswerLost):
        io.publish(Post("Hi"))


def test_an_execute_whose_inner_calls_failed_gives_the_others():
    ids = [str(number) for number in range(1, 62)]
    told = [{"post_id": 1, "reach_total": 5}], False, [{"post_id": 61, "reach_total": 6}]
    failed = [
        {"method": "stats.getPostReach", "error_code": 210, "error_msg": "Access to wall's post denied"}
    ]
    io = Network(
        {
            "wall.getById": ok({"items": [{"id": int(id)} for id in ids]}),
            "execute": {"response": list(told), "execute_errors": failed},
        }
    )
    found = io.run(VK().post_metrics(io, account("user"), ids))
    assert [metric.value for metric in found] == [5, 6]


def test_an_execute_of_which_nothing_is_left_says_why():
    failed = [{"method": "stats.getPostReach", "error_code": 29, "error_msg": "Rate limit reached"}]
    io = Network(
        {
            "wall.getById": ok({"items": [{"id": number} for number in range(1, 40)]}),
            "execute": {"response": None, "execute_errors": failed},
        }
    )
    ids = [str(number) for number in range(1, 40)]
    assert io.run(VK().post_metrics(io, account("user"), ids)) == []
    assert io.run(VK().post_metrics(io, account("user"), ids)) == []
    assert len(io.requests("execute")) == 1  # the quota is remembered
