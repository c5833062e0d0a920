from datetime import UTC, datetime, timedelta

import pytest

from smmcore.checking import problems
from smmcore.models import Kind, Photo, Poll, Post, Remote, Video
from smmcore.platform import ABILITIES
from smmcore.testing.samples import jpeg, mp4
from smmcore_facebook.abilities import OWN
from smmcore_facebook.platform import Facebook
from smmcore_facebook.settings import FacebookOptions

from .scripted import account

FACEBOOK = Facebook()
FILM = Video(Remote("https://bakery.example/oven.mp4"))
PHOTO = Photo(Remote("https://bakery.example/rye.jpg"))


def told(post, **settings):
    return {str(problem) for problem in problems(FACEBOOK, account(**settings), post)}


def in_days(days):
    return datetime.now(UTC) + timedelta(days=days)


@pytest.mark.parametrize(
    "post",
    [
        Post("Hi"),
        Post(link="https://bakery.example/"),
        Post("Two", media=[PHOTO, PHOTO]),
        Post("Watch", media=FILM, options=FacebookOptions(title="The oven")),
        Post("Watch", media=FILM, kind=Kind.REEL),
        Post(media=FILM, kind=Kind.STORY),
        Post(media=PHOTO, kind=Kind.STORY),
        Post("Later", options=FacebookOptions(scheduled_for=in_days(29))),
        Post("Later", media=FILM, options=FacebookOptions(scheduled_for=in_days(100))),
        Post("Later", media=FILM, kind=Kind.REEL, options=FacebookOptions(scheduled_for=in_days(28))),
        Post("Here", options=FacebookOptions(place="55", tags=["1"])),
    ],
)
def test_facebook_takes_it(post):
    assert not told(post)


@pytest.mark.parametrize(
    ("post", "reason"),
    [
        (Post("Mixed", media=[PHOTO, FILM]), "a film stands alone"),
        (Post("Both", media=PHOTO, link="https://bakery.example/"), "put the link into the text"),
        (Post("Watch", media=PHOTO, kind=Kind.REEL), "a reel is one film"),
        (Post("Words", media=PHOTO, kind=Kind.STORY), "stories have no text"),
        (Post(media=[PHOTO, PHOTO], kind=Kind.STORY), "one photo or one film"),
        (Post("x", options=FacebookOptions(scheduled_for=in_days(31))), "10 minutes to 30 days"),
        (Post("x", options=FacebookOptions(scheduled_for=in_days(0.001))), "10 minutes to 30 days"),
        (
            Post("x", media=FILM, options=FacebookOptions(scheduled_for=in_days(181))),
            "10 minutes to 180 days",
        ),
        (
            Post("x", media=FILM, kind=Kind.REEL, options=FacebookOptions(scheduled_for=in_days(30))),
            "10 minutes to 29 days",
        ),
        (Post("x", options=FacebookOptions(scheduled_for=in_days(2), draft=True)), "a draft has no time"),
        (
            Post(media=PHOTO, kind=Kind.STORY, options=FacebookOptions(draft=True)),
            "keeps no stories for later",
        ),
        (Post("x", options=FacebookOptions(tags=["1"])), "beside a place"),
        (Post("x", options=FacebookOptions(place="Riga")), "number of a place"),
        (Post("x", options=FacebookOptions(title="Bread")), "only films"),
        (Post(poll=Poll(question="Rye?", options=["Yes", "No"])), "no polls"),
        (Post("x" * 63_207), "63207 characters"),
        (
            Post("x", media=Video(Remote("https://b.example/a.mp4"), cover="https://b.example/a.jpg")),
            "cover as a file",
        ),
        (
            Post("x", media=Video(Remote("https://b.example/a.mp4"), cover="a.jpg"), kind=Kind.REEL),
            "chooses the cover",
        ),
    ],
)
def test_what_facebook_would_refuse_is_told_before(post, reason):
    assert any(reason in line for line in told(post)), told(post)


def test_unsure_limits_are_settings():
    assert not told(Post("x" * 70_000), text_limit=80_000)
    later = Post("x", options=FacebookOptions(scheduled_for=in_days(60)))
    assert not told(later, feed_days=75)


def test_files_are_checked(tmp_path):
    large, text = tmp_path / "rye.jpg", tmp_path / "film.txt"
    large.write_bytes(jpeg().ljust(2000, b"\0"))
    text.write_bytes(mp4())
    assert any(
        "2.0 MB" in line or "MB" in line for line in told(Post("x", media=Photo(large)), photo_limit=1000)
    )
    assert any("none of .mp4" in line for line in told(Post("x", media=Video(text))))


def test_every_word_is_answered_and_every_no_has_its_reason():
    able = FACEBOOK.abilities(account())
    assert set(able) == {*ABILITIES, *OWN}
    assert all(ability.reason for ability in able.values() if not ability)


def test_an_account_without_a_token_can_do_nothing_and_is_told_what_to_set():
    able = FACEBOOK.abilities(account(secrets={"app_secret": "x"}))
    assert not any(able.values())
    assert "secrets.token" in able["text"].reason


def test_a_user_token_is_enough():
    assert FACEBOOK.abilities(account(secrets={"user_token": "EAAB-user"}))["text"]


def test_webhooks_need_the_apps_secret():
    assert "app_secret" in FACEBOOK.abilities(account())["webhook"].reason
    assert FACEBOOK.abilities(account(secrets={"token": "EAAB", "app_secret": "x"}))["webhook"]


def test_other_pages_need_a_feature_of_the_app():
    assert "Page Public Content Access" in FACEBOOK.abilities(account())["page_metrics"].reason
    assert FACEBOOK.abilities(account(public_access=True))["page_metrics"]
