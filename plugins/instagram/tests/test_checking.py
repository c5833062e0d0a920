"""What Instagram would refuse is told before anything is sent."""

import pytest

from smmcore import File, Kind, Photo, Post, Video
from smmcore.checking import problems
from smmcore.models import Bold, Disclosure, Link, Remote
from smmcore.testing.samples import jpeg, mp4, png
from smmcore_instagram.platform import Instagram
from smmcore_instagram.settings import InstagramOptions, UserTag

from .scripted import LOAF, account

FILM = Video(Remote("https://bakery.example/oven.mp4"))


def told(post, of=None):
    return [str(problem) for problem in problems(Instagram(), of or account(), post)]


@pytest.fixture
def picture(tmp_path):
    def draw(width=1080, height=1080, name="rye.jpg", content=None):
        path = tmp_path / name
        path.write_bytes(content or jpeg(width, height))
        return Photo(File(path))

    return draw


@pytest.fixture
def fetches_nothing(monkeypatch):
    """The core asks for an uploader where files are fetched; these tests are about the files themselves."""
    monkeypatch.setattr(Instagram, "fetched", lambda *_: [])


pytestmark = pytest.mark.usefixtures("fetches_nothing")


def test_a_text_alone_is_refused_with_its_reason():
    assert told(Post("Fresh rye!")) == ["text: Instagram publishes no text alone; add a photo or a film"]


def test_a_link_is_refused_with_its_reason():
    (line,) = told(Post("Rye", media=LOAF, link="https://bakery.example/rye"))
    assert line.startswith("link: Instagram makes no links in posts")


@pytest.mark.parametrize(("width", "height"), [(1080, 1350), (1080, 1080), (1910, 1000), (1080, 566)])
def test_pictures_of_the_feeds_shapes_are_taken(picture, width, height):
    assert told(Post(media=picture(width, height))) == []


@pytest.mark.parametrize(("width", "height"), [(1000, 1400), (1080, 1920), (2000, 1000)])
def test_a_picture_of_another_shape_is_refused_with_the_allowed_ones(picture, width, height):
    (line,) = told(Post(media=picture(width, height)))
    assert line.startswith(f"media[0]: rye.jpg is {width}x{height}, allowed are shapes from 4:5")


def test_a_story_takes_any_shape(picture):
    assert told(Post(media=picture(1080, 1920), kind=Kind.STORY)) == []


def test_a_png_is_refused_by_its_name_and_by_its_content(picture):
    (named,) = told(Post(media=picture(name="rye.png", content=png())))
    assert "rye.png is none of .jpg, .jpeg" in named
    (inside,) = told(Post(media=picture(name="rye.jpg", content=png())))
    assert "rye.jpg is no JPEG inside" in inside


def test_every_item_of_a_carousel_is_looked_at(picture):
    items = [picture(name="a.jpg"), picture(2000, 100, name="b.jpg"), FILM]
    (line,) = told(Post(media=items))
    assert line.startswith("media[1]: b.jpg is 2000x100")


def test_a_carousel_has_at_most_ten_items():
    assert told(Post(media=[LOAF] * 10)) == []
    (line,) = told(Post(media=[LOAF] * 11))
    assert line == "media: 11 items, allowed are at most 10 items"


def test_hashtags_and_mentions_are_counted():
    assert told(Post(" ".join(f"#rye{n}" for n in range(30)), media=LOAF)) == []
    (line,) = told(Post(" ".join(f"#rye{n}" for n in range(31)), media=LOAF))
    assert line == "text: 31 hashtags, allowed are at most 30"
    assert told(Post("mail@bakery.example #1 # & example.com/#top", media=LOAF)) == []
    (line,) = told(Post(" ".join(f"@baker.{n}" for n in range(21)), media=LOAF))
    assert line == "text: 21 mentions, allowed are at most 20"


def test_a_caption_is_measured_as_it_will_stand_there():
    long = "a" * 2190
    assert told(Post(long, media=LOAF)) == []
    (line,) = told(Post([long, Link("rye", url="https://bakery.example/rye")], media=LOAF))
    assert "with its addresses and marks, allowed are at most 2200" in line
    (line,) = told(Post(long, media=LOAF, disclosure=Disclosure(advertiser="The mill of rye")))
    assert line.startswith("text: 22")
    (line,) = told(Post("a" * 2201, media=LOAF))
    assert line == "text: 2201 characters as a caption of media, allowed are at most 2200 characters"
    assert told(Post(Bold("b" * 2200), media=LOAF)) == []


def test_alt_texts_have_a_limit():
    (line,) = told(Post(media=Photo(LOAF.source, alt="a" * 1001)))
    assert line == "media[0].alt: 1001 characters, allowed are at most 1000"


def test_a_reel_is_one_film():
    assert told(Post(media=FILM, kind=Kind.REEL)) == []
    (line,) = told(Post(media=[FILM, FILM], kind=Kind.REEL))
    assert line == "media: a reel is one film"
    (line,) = told(Post(media=LOAF, kind=Kind.REEL))
    assert line == "media: a reel is one film"


def test_a_story_has_no_text_no_comment_and_no_collaborators():
    options = InstagramOptions(collaborators=["mill"])
    post = Post("Rye", media=LOAF, kind=Kind.STORY, first_comment="Hi", options=options)
    assert [line.partition(":")[0] for line in told(post)] == [
        "text",
        "first_comment",
        "options.instagram.collaborators",
    ]
    (line,) = told(Post(media=[LOAF, LOAF], kind=Kind.STORY))
    assert line == "media: a story is one photo or one film"


def test_only_a_film_that_stands_alone_has_a_cover(picture):
    cover = picture().source
    assert told(Post(media=Video(FILM.source, cover=cover))) == []
    (line,) = told(Post(media=[Video(FILM.source, cover=cover), LOAF]))
    assert line.startswith("media[0].cover: only a film that stands alone")
    (line,) = told(Post(media=Video(FILM.source, cover=picture(name="c.png", content=png()).source)))
    assert line == "media[0].cover: c.png is none of .jpg, .jpeg"


def test_options_for_reels_are_refused_elsewhere():
    options = InstagramOptions(thumb_offset=2000, audio_name="Oven", trial="MANUAL")
    assert told(Post(media=FILM, options=options)) == []
    lines = told(Post(media=LOAF, options=options))
    assert len(lines) == 3
    assert all("is for reels and single films only" in line for line in lines)


def test_tags_of_pictures_need_a_place():
    def tagged(*tags, media=(LOAF,)):
        return told(Post(media=media, options=InstagramOptions(user_tags=tags)))

    assert tagged(UserTag(username="mill", x=0.5, y=0.25)) == []
    assert tagged(UserTag(username="mill"), media=(FILM,)) == []
    assert "needs x and y" in tagged(UserTag(username="mill"))[0]
    assert "from 0 to 1" in tagged(UserTag(username="mill", x=1.5, y=0))[0]
    assert "has no x and y" in tagged(UserTag(username="mill", x=0.5, y=0.5), media=(FILM,))[0]
    assert "no item 2 among 1" in tagged(UserTag(username="mill", x=0.5, y=0.5, item=2))[0]


def test_at_most_three_collaborators():
    options = InstagramOptions(collaborators=["a", "b", "c", "d"])
    (line,) = told(Post(media=LOAF, options=options))
    assert line.endswith("4 collaborators, allowed are at most 3")


def test_a_film_of_the_wrong_kind_is_refused(tmp_path):
    path = tmp_path / "oven.avi"
    path.write_bytes(mp4())
    (line,) = told(Post(media=Video(File(path))))
    assert line == "media[0]: oven.avi is none of .mp4, .mov"
