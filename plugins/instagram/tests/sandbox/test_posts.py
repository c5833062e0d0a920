"""Publishing, the quota, and what posts are afterwards."""

import pytest

from smmcore_instagram.sandbox.seed import HOME, USERNAME

BOTH = pytest.mark.parametrize("by", ["page", "instagram"])


@BOTH
def test_a_published_container_is_a_post_and_says_so(world, by):
    id = world.container(by, caption="Rye", alt_text="A loaf")
    post = world.post(f"{HOME}/media_publish", by, creation_id=id)["id"]
    assert world.get(id, by, fields="status_code")["status_code"] == "PUBLISHED"
    fields = "permalink,shortcode,media_product_type,media_type,timestamp,caption,alt_text,username,owner{id}"
    found = world.get(post, by, fields=fields)
    assert (found["caption"], found["media_product_type"], found["media_type"]) == ("Rye", "FEED", "IMAGE")
    assert found["permalink"] == f"https://www.instagram.com/p/{found['shortcode']}/"
    assert (found["username"], found["alt_text"]) == (USERNAME, "A loaf")
    assert found["timestamp"].endswith("+0000")
    listed = world.get(f"{HOME}/media", by, fields="caption")["data"]
    assert [each["id"] for each in listed] == [post]


def test_what_is_not_ready_is_not_published(world):
    id = world.post(f"{HOME}/media", image_url=world.picture())["id"]
    assert world.fail("POST", f"{HOME}/media_publish", creation_id=id)[:2] == (9007, 2207027)
    assert world.view()["posts"] == []


def test_publishing_again_is_an_error_or_where_it_is_set_so_another_post(world):
    id = world.container()
    world.post(f"{HOME}/media_publish", creation_id=id)
    assert world.fail("POST", f"{HOME}/media_publish", creation_id=id)[:2] == (24, 2207006)
    world.rules(republish="again")
    world.post(f"{HOME}/media_publish", creation_id=id)
    (container,) = world.containers()
    assert len(container["published"]) == len(world.view()["posts"]) == 2


@BOTH
def test_the_quota_is_told_and_kept_and_rolls_on(world, by):
    world.rules(quota_total=2)
    first = world.publish(by)
    world.advance(3600)
    world.publish(by)
    limit = world.get(f"{HOME}/content_publishing_limit", by, fields="quota_usage,config")
    assert limit == {"data": [{"quota_usage": 2, "config": {"quota_total": 2, "quota_duration": 86_400}}]}
    waiting = world.container(by)
    assert world.fail("POST", f"{HOME}/media_publish", by, creation_id=waiting)[:2] == (9, 2207042)
    world.advance(86_400 - 3600)
    assert world.get(f"{HOME}/content_publishing_limit", by)["data"] == [{"quota_usage": 1}]
    assert first in [post["id"] for post in world.view()["posts"]]


def test_a_reel_is_a_video_whose_product_is_reels(world):
    post = world.publish(video_url=world.film(), media_type="REELS", share_to_feed="false")
    found = world.get(post, fields="media_type,media_product_type,permalink,is_shared_to_feed")
    assert (found["media_type"], found["media_product_type"]) == ("VIDEO", "REELS")
    assert "/reel/" in found["permalink"]
    assert found["is_shared_to_feed"] is False


@BOTH
def test_a_story_goes_after_a_day(world, by):
    story = world.publish(by, media_type="STORIES", image_url=world.picture())
    assert [each["id"] for each in world.get(f"{HOME}/stories", by)["data"]] == [story]
    assert world.get(f"{HOME}/media", by)["data"] == []
    assert world.fake.posts() == [story]
    world.advance(86_401)
    assert world.get(f"{HOME}/stories", by)["data"] == []
    assert world.fake.posts() == []
    assert world.get(story, by)["id"] == story


def test_posts_are_deleted_with_the_facebook_login_only(world):
    post = world.publish()
    assert world.fail("DELETE", post, "instagram")[:2] == (100, 33)
    world.rules(deletes=False)
    assert world.fail("DELETE", post)[:2] == (100, 33)
    world.rules(deletes=True)
    assert world.delete(post) == {"success": True}
    assert world.fail("GET", post)[:2] == (100, 33)


def test_nothing_is_posted_without_the_permission(world):
    from smmcore_instagram.sandbox import PAGE_TOKEN

    token = world.control("tokens", like=PAGE_TOKEN, scopes=["instagram_basic", "pages_read_engagement"])[
        "token"
    ]
    assert world.fail("POST", f"{HOME}/media", token, image_url=world.picture())[0] in {10, 200}


def test_each_login_has_fields_of_its_own(world):
    from smmcore_instagram.sandbox.seed import APP_SCOPED

    assert world.get("me", "instagram", fields="user_id,account_type,username") == {
        "id": APP_SCOPED,
        "user_id": HOME,
        "account_type": "BUSINESS",
        "username": USERNAME,
    }
    assert world.fail("GET", HOME, fields="account_type")[0] == 100
    assert (
        world.fail("GET", HOME, "instagram", fields="business_discovery.username(sandbox_mill){id}")[0] == 100
    )


def test_a_token_of_one_login_is_nothing_to_the_other(world):
    from smmcore_instagram.sandbox import INSTAGRAM_TOKEN, PAGE_TOKEN

    for prefix, token in (("", INSTAGRAM_TOKEN), ("/graph.instagram.com", PAGE_TOKEN)):
        answer = world.http.get(f"{prefix}/v26.0/{HOME}", headers={"Authorization": f"Bearer {token}"})
        assert answer.json()["error"]["code"] == 190


def test_the_page_leads_to_its_instagram_account(world):
    (page,) = world.get("me/accounts", "user", fields="id,access_token,instagram_business_account")["data"]
    assert page["instagram_business_account"] == {"id": HOME}
    assert page["access_token"].startswith("EAAG")


def test_pages_of_media_are_walked_by_cursor(world):
    world.control("posts", count=30)
    first = world.get(f"{HOME}/media", limit="25")
    second = world.get(f"{HOME}/media", limit="25", after=first["paging"]["cursors"]["after"])
    assert "next" in first["paging"]
    assert "next" not in second["paging"]
    assert len({each["id"] for each in [*first["data"], *second["data"]]}) == 30
