"""When a network wants to see a person, and what only one network can do."""

from datetime import timedelta

import pytest

from smmcore import YES, InvalidInput, PersonNeeded, Post, Published, Scheduled, Unsupported, no
from smmcore.sending import FOR_A_PERSON

from .network import START, WallPlatform, account


def captcha():
    raise PersonNeeded("draw a cat", platform="wall", code=14, url="https://wall.example/cat")


def due(smm):
    (result,) = smm.work()
    return result


def test_a_scheduled_post_waits_for_the_person(opened, wall, clock):
    looked = []

    def before():
        if not looked:
            captcha()

    smm = opened(account(wall), plugins=[WallPlatform(before=before)])
    smm.publish(Post("Hi"), to="bakery", key="k", at=START + timedelta(hours=1))
    clock.advance(hours=1)
    waiting = due(smm)
    assert isinstance(waiting, Scheduled)
    assert waiting.at == clock.now() + FOR_A_PERSON
    assert "draw a cat" in smm.journal.get("bakery", "k").error["message"]
    looked.append(True)
    clock.advance(minutes=10)
    assert isinstance(due(smm), Published)
    assert wall.texts == ["Hi"]


def test_a_post_that_somebody_waits_for_fails_with_where_to_go(opened, wall):
    smm = opened(account(wall), plugins=[WallPlatform(before=captcha)])
    (failed,) = smm.publish(Post("Hi"), to="bakery", key="k").failed
    assert failed.error.url == "https://wall.example/cat"


class Poster(WallPlatform):
    """Has words of its own."""

    def abilities(self, account):
        return {**super().abilities(account), "shout": YES, "whisper": no("walls are loud"), "sing": YES}

    async def shout(self, io, account, text, *, twice=False):
        return f"{account.name}: {text.upper() * (2 if twice else 1)} at {io.now():%H:%M}"


def test_what_only_one_network_can_is_done_by_its_own_word(opened, wall):
    smm = opened(account(wall), plugins=[Poster()])
    assert smm.do("bakery", "shout", "rye", twice=True) == "bakery: RYERYE at 08:00"


@pytest.mark.parametrize(
    ("word", "error", "said"),
    [
        ("whisper", Unsupported, "walls are loud"),
        ("sing", Unsupported, "Wall has no sing"),
        ("publish", InvalidInput, "shout, whisper, sing"),
        ("text", InvalidInput, "no word of Wall's own"),
        ("_request", InvalidInput, "no word of Wall's own"),
    ],
)
def test_other_words_are_refused_with_those_there_are(opened, wall, word, error, said):
    smm = opened(account(wall), plugins=[Poster()])
    with pytest.raises(error, match=said):
        smm.do("bakery", word)
