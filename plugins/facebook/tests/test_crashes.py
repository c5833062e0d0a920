"""The process dies between any two steps of a post, and a new one finds its journal: one post, whole, in the end.

The conformance suite does that with texts, albums and first comments; here is what it does not know.
"""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from smmcore.journal.journal import LEASE
from smmcore.models import File, Kind, Photo, Post, Published, Remote, Video
from smmcore.models.text import plain
from smmcore.sandbox import serving
from smmcore.testing.dying import Death, DyingJournal, dies
from smmcore.testing.samples import jpeg, mp4
from smmcore_facebook.settings import FacebookOptions

GRACE, HOUR = 61, 3700
KINDS = (
    "link",
    "film",
    "film_at_address",
    "reel",
    "photo_story",
    "film_story",
    "scheduled",
    "scheduled_film",
)


class Stage:
    """One fresh fake, and processes one after the other that have the same journal."""

    def __init__(self, world, drivers, folder, mode, address):
        self.world, self.drivers, self.folder, self.mode, self.address = world, drivers, folder, mode, address
        self.path = folder / "journal.sqlite3"

    def begin(self, kind):
        self.world.fake.reset()
        self.world.rules(chunk=400)  # a film goes in several parts
        for path in self.folder.glob("journal.sqlite3*"):
            path.unlink()
        return self.post(kind)

    def dies(self, post, death):
        """Whether it died before the post was done."""
        driver = self._dying(death)
        return dies(driver, death, lambda: driver.publish(post, key="k"))

    def dies_looking(self, death):
        """The same of a process that looks what became of the post."""

        driver = self._dying(death)

        def look():
            driver.pass_time(LEASE.total_seconds() + 1)
            driver.work()
            driver.pass_time(GRACE)
            driver.reconcile()

        return dies(driver, death, look)

    def showing(self, post):
        """Which request shows the post, counted from 1: the last that must not be repeated."""
        driver = self.drivers(mode=self.mode)
        driver.publish(post)
        return max(number for number, request in enumerate(driver.watch.sent, start=1) if not request.safe)

    def _dying(self, death):
        return self.drivers(mode=self.mode, journal=DyingJournal(self.path, death))

    def successor(self, post):
        """What a new process makes of it, with all the time that it needs."""
        driver = self.drivers(mode=self.mode, journal=self.path)
        driver.pass_time(LEASE.total_seconds() + 1)
        result = driver.publish(post, key="k")
        for wait in (GRACE, GRACE, HOUR):  # Facebook may take its time to fetch a film
            if isinstance(result, Published):
                return result
            driver.pass_time(wait)
            driver.reconcile()
            driver.work()
            result = driver.publish(post, key="k")
        return result

    def post(self, kind):
        film = File(self._file("film.mp4", mp4() + bytes(800)))
        photo = Photo(File(self._file("photo.jpg", jpeg())))
        later = FacebookOptions(scheduled_for=self.now() + timedelta(hours=12))
        return {
            "link": lambda: Post("All about rye", link="https://example.com/rye"),
            "film": lambda: Post("A film", media=Video(film)),
            "film_at_address": lambda: Post("From afar", media=Video(Remote(self.address))),
            "reel": lambda: Post("A reel", media=Video(film), kind=Kind.REEL),
            "photo_story": lambda: Post(media=photo, kind=Kind.STORY),
            "film_story": lambda: Post(media=Video(film), kind=Kind.STORY),
            "scheduled": lambda: Post("Later", options=[later]),
            "scheduled_film": lambda: Post("Later", media=Video(film), options=[later]),
        }[kind]()

    def now(self):
        return datetime.fromtimestamp(self.world.state()["now"], UTC)

    def _file(self, name, content):
        path = Path(self.folder / name)
        path.write_bytes(content)
        return path


@pytest.fixture(scope="module")
def address():
    """Where anybody can fetch a film."""

    async def film(_request):
        return Response(mp4(), media_type="video/mp4")

    with serving(Starlette(routes=[Route("/film.mp4", film)])) as url:
        yield f"{url}/film.mp4"


@pytest.fixture
def stage(world, drivers, tmp_path, mode, address):
    return Stage(world, drivers, tmp_path, mode, address)


@pytest.mark.parametrize("kind", KINDS)
def test_a_crash_at_any_moment_leaves_one_whole_post(stage, kind):
    died = 0
    for number in count(1):
        post = stage.begin(kind)
        if not stage.dies(post, Death(number)):
            break
        died += 1
        is_whole(stage.world, stage.successor(post), post, f"event {number}")
    assert died


@pytest.mark.parametrize("kind", ["film", "photo_story", "scheduled"])
@pytest.mark.parametrize("mode", ["blocking"])  # the journal is the same in both ways
def test_a_second_crash_while_looking_leaves_one_whole_post_too(stage, kind):
    stage.begin(kind)
    last = stage.showing(stage.post(kind))
    for number in count(1):
        post = stage.begin(kind)
        assert stage.dies(post, Death(last, "request", after=True))
        if not stage.dies_looking(Death(number)):
            break
        is_whole(stage.world, stage.successor(post), post, f"event {number}")


def is_whole(world, result, post, where):
    assert isinstance(result, Published), f"{where}: {result}"
    there = world.view()["posts"]
    assert [each["id"] for each in there] == [result.id], f"{where}: {result}"
    (shown,) = there
    assert shown["text"] == plain(post.text), where
    assert len(shown["media"]) == len(post.media), where
