from datetime import UTC, datetime

import pytest

from smmcore.errors import PersonNeeded
from smmcore.io.rehearsal import RehearsalIO
from smmcore.models import Kind, Photo, Post, Video
from smmcore.steps import Steps
from smmcore.testing.samples import jpeg, mp4
from smmcore_facebook.access import SCOPES
from smmcore_facebook.platform import Facebook

from .scripted import TOKEN, Network, account, refused

FACEBOOK = Facebook()
PAGE = {"id": "123", "name": "The Bakery", "link": "https://www.facebook.com/bakery", "followers_count": 800}
WITH_APP = {"token": TOKEN, "app_secret": "app-secret"}


def check(io, of=None):
    return io.run(FACEBOOK.check(io, of or account()))


def debug(**about):
    return {
        "data": {
            "app_id": "1",
            "type": "PAGE",
            "is_valid": True,
            "expires_at": 0,
            "scopes": list(SCOPES),
            **about,
        }
    }


def test_a_working_page_is_told_with_its_name():
    found = check(Network({"GET 123": PAGE}))
    assert (found.ok, found.title, found.url) == (True, "The Bakery", "https://www.facebook.com/bakery")


def test_missing_scopes_are_told_with_what_they_are_for():
    io = Network(
        {"GET 123": PAGE, "debug_token": debug(scopes=[name for name in SCOPES if name != "read_insights"])}
    )
    found = check(io, account(secrets=WITH_APP, app_id="1"))
    (warning,) = found.warnings
    assert "read_insights" in warning
    assert "reach" in warning


def test_the_end_of_the_token_is_told():
    io = Network({"GET 123": PAGE, "debug_token": debug(expires_at=1771000000)})
    found = check(io, account(secrets=WITH_APP, app_id="1"))
    assert found.expires_at == datetime.fromtimestamp(1771000000, UTC)


def test_missing_tasks_of_the_tokens_owner_are_told():
    given = {
        "data": [{"id": "9", "tasks": []}, {"id": "123", "tasks": ["CREATE_CONTENT", "MESSAGING", "ANALYZE"]}]
    }
    asked = {"id": "123", "access_token": "EAAB-asked"}
    io = Network({"token of the Page": asked, "GET 123": PAGE, "me/accounts": given})
    (warning,) = check(io, account(secrets={"user_token": "EAAB-user"})).warnings
    assert "MODERATE" in warning
    assert "moderating" in warning


def test_tasks_that_cannot_be_read_are_a_warning():
    asked = {"id": "123", "access_token": "EAAB-asked"}
    io = Network(
        {"token of the Page": asked, "GET 123": PAGE, "me/accounts": refused(200, "no pages_show_list")}
    )
    found = check(io, account(secrets={"user_token": "EAAB-user"}))
    assert found.ok
    assert "pages_show_list" in found.warnings[0]


def test_a_check_that_goes_well_ends_a_pause():
    io = Network({"POST 123/feed": [refused(368, "blocked for now"), {"id": "123_77"}], "GET 123": PAGE})
    for _ in range(2):
        with pytest.raises(PersonNeeded):
            io.publish(Post("Hi"))
    assert io.calls() == ["POST 123/feed"], "nothing is sent while the account pauses"
    assert check(io).ok
    assert io.publish(Post("Hi")).id == "123_77"


def test_a_dead_token_is_told_in_one_line():
    io = Network({"GET 123": refused(190, "Error validating access token: Session has expired", subcode=463)})
    found = check(io)
    assert not found.ok
    (line,) = found.warnings
    assert "\n" not in line
    assert TOKEN not in line


def test_an_account_without_a_token_is_told_what_to_set():
    found = check(Network(), account(secrets={}))
    assert not found.ok
    assert "secrets.token" in found.warnings[0]


def test_a_dry_run_shows_all_requests(tmp_path):
    photo, film = tmp_path / "rye.jpg", tmp_path / "oven.mp4"
    photo.write_bytes(jpeg())
    film.write_bytes(mp4())
    shown = {
        "photo": Post("One", media=Photo(photo), first_comment="Ask us"),
        "film": Post("Watch", media=Video(film)),
        "reel": Post("Watch", media=Video(film), kind=Kind.REEL),
        "story": Post(media=Photo(photo), kind=Kind.STORY),
    }
    requests = {}
    for name, post in shown.items():
        io = RehearsalIO(FACEBOOK.rehearse)
        Network().run(FACEBOOK.publish(io, account(), post, Steps(io=io, key="k")))
        requests[name] = [request.label.removeprefix("facebook ") for request in io.requests]
    assert requests["photo"][:2] == ["POST 123/photos", "POST 123/feed"]
    assert requests["photo"][2].endswith("/comments")
    assert requests["film"][:3] == ["POST 123/videos"] * 3
    assert len(requests["film"]) == 4
    assert requests["reel"][:3] == ["POST 123/video_reels", "upload", "POST 123/video_reels"]
    assert requests["story"] == ["POST 123/photos", "POST 123/photo_stories"]
