"""What an account can do differs by its login, and each no says what would help."""

from pathlib import Path

import pytest

from smmcore.errors import InvalidInput
from smmcore.models import File, Post, Remote, Video
from smmcore_instagram.platform import Instagram

from .scripted import LOAF, Network, account


def able(**settings):
    extra = settings.pop("extra", None)
    return Instagram().abilities(account(extra=extra, **settings))


@pytest.mark.parametrize("word", ["page_metrics", "hashtag", "block", "unblock", "delete"])
def test_facebooks_login_can_what_instagrams_own_cannot(word):
    assert able()[word]
    refused = able(login="instagram")[word]
    assert not refused
    assert "login" in refused.reason


def test_deleting_is_as_the_settings_say():
    assert able(login="instagram", deletes=True)["delete"]
    assert not able(deletes=False)["delete"]


def test_webhooks_need_the_apps_secret():
    assert "app_secret" in able()["webhook"].reason
    assert able(extra={"app_secret": "s3"})["webhook"]


def test_a_login_that_is_none_is_refused_by_name():
    with pytest.raises(InvalidInput, match="login: must be one of facebook, instagram, not 'x'"):
        able(login="x")


def test_an_account_id_that_is_no_number_is_refused_before_any_call():
    network = Network()
    with pytest.raises(InvalidInput, match="account bakery: id: 'bakery' is no identifier"):
        network.publish(of=account(id="bakery"))
    assert not network.sent


def test_instagram_fetches_pictures_and_by_its_own_login_films_too():
    film, cover = File(Path("oven.mp4")), File(Path("oven.jpg"))
    post = Post(media=[LOAF, Video(film, cover=cover)])
    assert Instagram().fetched(account(), post) == [LOAF.source, cover]
    assert Instagram().fetched(account("instagram"), post) == [LOAF.source, film, cover]
    assert Instagram().fetched(account(resumable=False), post) == [LOAF.source, film, cover]
    away = Post(media=Video(Remote("https://bakery.example/oven.mp4")))
    assert Instagram().fetched(account(), away) == [away.media[0].source]
