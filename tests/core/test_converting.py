import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from smmcore import (
    UTM,
    Act,
    Action,
    Animation,
    Attachment,
    Audio,
    Author,
    AuthorKind,
    Bold,
    Campaign,
    Code,
    Comment,
    CommentState,
    Disclosure,
    Document,
    Event,
    EventKind,
    File,
    InvalidInput,
    Italic,
    Kind,
    Link,
    Metric,
    MetricName,
    Money,
    Nature,
    Options,
    Photo,
    PlannedPost,
    PlatformError,
    Poll,
    Post,
    Pre,
    Published,
    Quote,
    RateLimited,
    Remote,
    Scheduled,
    Spoiler,
    Strike,
    Subject,
    SubjectKind,
    Unconfirmed,
    Underline,
    Unread,
    Verdict,
    Video,
    Voice,
    dump,
    load,
    plain,
    runs,
)

words = st.text(max_size=8).map("x{}".format)
zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
times = st.builds(
    lambda zone, seconds: datetime.fromtimestamp(seconds, zone),
    zones,
    st.floats(0, 7e9).map(lambda s: round(s, 3)),
)
urls = st.builds("http://{}.example/{}".format, st.integers(), st.text("abc0%=&?я", max_size=5))
sources = st.one_of(urls.map(Remote), st.text("abя/ .", max_size=9).map("f{}".format).map(File))

styled = st.deferred(
    lambda: st.one_of(
        *[st.builds(kind, texts) for kind in (Bold, Italic, Underline, Strike, Spoiler, Quote, Code)],
        st.builds(Pre, texts, st.sampled_from(["", "python"])),
        st.builds(Link, texts, urls),
    )
)
texts = st.lists(st.one_of(words, styled), min_size=1, max_size=3)

media = st.one_of(
    st.builds(Photo, sources, alt=st.text(max_size=5)),
    st.builds(Video, sources, alt=st.text(max_size=5), cover=st.none() | sources),
    st.builds(Animation, sources, alt=st.text(max_size=5)),
    st.builds(Audio, sources, title=st.text(max_size=5), performer=st.text(max_size=5)),
    st.builds(Voice, sources),
    st.builds(Document, sources, alt=st.text(max_size=5)),
)
polls = st.builds(
    Poll,
    question=words,
    options=st.lists(words, min_size=2, max_size=4),
    multiple=st.booleans(),
    anonymous=st.booleans(),
    correct=st.none() | st.integers(0, 1),
    explanation=st.text(max_size=5),
    closes=st.none() | times,
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
unread = st.builds(Unread, st.sampled_from(["wall", "pinboard"]), st.dictionaries(words, values, max_size=3))
posts = st.builds(
    Post,
    texts,
    media=st.lists(media, max_size=3),
    link=st.none() | urls,
    poll=st.none() | polls,
    kind=st.sampled_from(Kind),
    first_comment=st.none() | texts,
    options=st.lists(unread, max_size=2, unique_by=lambda o: o.platform),
    campaign=st.none() | words,
    disclosure=st.none() | st.builds(Disclosure, advertiser=words, contract=words, erid=st.text(max_size=5)),
)
planned = st.builds(
    PlannedPost,
    post=posts,
    key=st.text(max_size=5),
    at=st.none() | times,
    zone=st.sampled_from([None, "Europe/Warsaw", "UTC"]),
    to=st.lists(words, max_size=2),
)
authors = st.builds(
    Author, id=words, name=st.text(max_size=5), handle=words, kind=st.sampled_from(AuthorKind)
)
comments = st.builds(
    Comment,
    id=words,
    post=st.none() | words,
    author=authors,
    text=st.text(max_size=9),
    at=times,
    edited_at=st.none() | times,
    parent=st.none() | words,
    thread=st.none() | words,
    state=st.sampled_from(CommentState),
    media=st.lists(st.builds(Attachment, kind=words, id=words, url=st.none() | urls), max_size=2),
    url=st.none() | urls,
)
actions = st.builds(
    Action,
    act=st.sampled_from(Act),
    comment=words,
    post=words,
    author=st.none() | words,
    until=st.none() | times,
    reason=words,
)
money = st.builds(
    Money, st.decimals(allow_nan=False, allow_infinity=False, places=2), st.sampled_from(["EUR", "RUB"])
)
metrics = st.builds(
    Metric,
    subject=st.builds(Subject, words, st.sampled_from(SubjectKind), st.text(max_size=5)),
    name=st.sampled_from(MetricName),
    value=st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3),
    detail=st.text(max_size=5),
    unit=st.sampled_from(["1", "s", "%", "EUR"]),
    nature=st.sampled_from(Nature),
    start=st.none() | times,
    end=times,
    read_at=times,
    source=words,
)
campaigns = st.builds(
    Campaign,
    name=words,
    goal=st.text(max_size=5),
    start=st.none() | times.filter(lambda t: t.year < 2100),
    end=st.none() | st.just(datetime(2250, 1, 1, tzinfo=UTC)),
    budget=st.none() | money,
    utm=st.builds(UTM, source=st.text(max_size=4), medium=st.text(max_size=4)),
    posts=st.lists(words, max_size=2),
    ads=st.lists(words, max_size=2),
)
models = {
    Post: posts,
    PlannedPost: planned,
    Comment: comments,
    Action: actions,
    Verdict: st.builds(
        Verdict, action=actions, reason=words, score=st.floats(0, 1), judge=st.text(max_size=5)
    ),
    Event: st.builds(
        Event, kind=st.sampled_from(EventKind), comment=st.none() | comments, at=times, note=words
    ),
    Metric: metrics,
    Money: money,
    Campaign: campaigns,
    Published: st.builds(
        Published,
        account=words,
        id=words,
        key=st.text(max_size=5),
        url=st.none() | urls,
        at=st.none() | times,
        parts=st.lists(words, max_size=2),
        warnings=st.lists(words, max_size=2),
        repeated=st.booleans(),
    ),
    Scheduled: st.builds(Scheduled, account=words, key=words, at=times),
    Unconfirmed: st.builds(
        Unconfirmed, account=words, reason=words, key=words, reached=st.lists(words, max_size=2)
    ),
}


@pytest.mark.parametrize("kind", models, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_every_model_comes_back_from_json_as_it_was(kind, data):
    value = data.draw(models[kind])
    assert load(kind, json.loads(json.dumps(dump(value)))) == value


@given(posts)
def test_the_runs_of_a_text_are_its_plain_text_in_pieces(post):
    assert "".join(piece for piece, _ in runs(post.text)) == plain(post.text) == post.plain_text


def test_a_post_is_written_briefly_and_as_a_person_would():
    post = Post(
        ["Sale: ", Bold("-20 %"), " at ", Link("shop", "https://example.org")],
        media=[Photo("rye.jpg", alt="Rye"), Video("https://example.org/a.mp4", cover="a.jpg")],
        options=[Unread("wall", {"loud": True})],
    )
    assert dump(post) == {
        "text": ["Sale: ", {"bold": "-20 %"}, " at ", {"link": "shop", "url": "https://example.org"}],
        "media": [
            {"photo": "rye.jpg", "alt": "Rye"},
            {"video": "https://example.org/a.mp4", "cover": "a.jpg"},
        ],
        "options": {"wall": {"loud": True}},
    }
    assert dump(Post("Hi")) == {"text": "Hi"}


class Mood(StrEnum):
    GLAD = "glad"


@frozen
class Loud(Options):
    platform = "wall"
    loud: bool = False
    until: datetime | None = None
    price: Decimal | None = None
    mood: Mood = Mood.GLAD
    link: str = field(default="")


def test_options_are_read_as_their_networks_class_and_written_by_its_name():
    post = load(Post, {"text": "Hi", "options": {"wall": {"loud": True}, "other": {"x": 1}}}, options=[Loud])
    assert post.options_for(Loud) == Loud(loud=True)
    assert post.options == (Loud(loud=True), Unread("other", {"x": 1}))
    assert dump(post)["options"] == {"wall": {"loud": True}, "other": {"x": 1}}
    assert Post("Hi").options_for(Loud) == Loud()


def test_options_may_hold_whatever_models_hold():
    options = Loud(until=datetime(2026, 1, 1, tzinfo=UTC), price=Decimal("1.50"))
    written = json.loads(json.dumps(dump(Post("Hi", options=options))))
    assert load(Post, written).options_for(Loud) == options


def test_options_that_do_not_fit_name_their_field():
    post = Post("Hi", options=Unread("wall", {"loud": "yes", "size": 3}))
    with pytest.raises(InvalidInput) as caught:
        post.options_for(Loud)
    assert "options.wall" in str(caught.value)
    assert "loud" in str(caught.value)
    assert "size" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "data", "messages"),
    [
        (Post, "Hi", ["must be a table with text"]),
        (Post, {"text": 3}, ["text: must be text or a list of parts, not 3"]),
        (Post, {"text": "Hi", "txet": "Ho"}, ["unknown field txet"]),
        (Post, {"text": [{"blod": "Hi"}]}, ["style: {'blod': 'Hi'} needs exactly one of bold"]),
        (Post, {"text": [{"bold": "Hi", "url": "x"}]}, ["bold: unknown field url"]),
        (Post, {"text": [{"link": "Hi"}]}, ["url"]),
        (Post, {"text": "Hi", "media": [{"foto": "a.jpg"}]}, ["media[0]", "needs exactly one of photo"]),
        (Post, {"text": "Hi", "media": [{"photo": 3}]}, ["media[0]", "source: must be a path"]),
        (Post, {"text": "Hi", "link": "example.org"}, ["link: 'example.org' is not an http(s) address"]),
        (Post, {"text": "Hi", "options": ["loud"]}, ["options: must be a table per platform"]),
        (Post, {"text": "Hi", "poll": {"options": ["a"]}}, ["poll.question: is missing"]),
        (Post, {"text": "Hi", "poll": {"question": "?", "options": ["a"], "multiple": "no"}},
         ["poll.multiple: must be true or false, not 'no'"]),
        (Post, {"text": "Hi", "kind": "fleet"}, ["kind", "fleet"]),
        (Post, {}, ["text: a post needs text, media, a link or a poll"]),
        (PlannedPost, {"post": {"text": "Hi"}, "at": "tomorrow"}, ["at: 'tomorrow' is not a date and time"]),
        (PlannedPost, {"post": {"text": "Hi"}, "at": "2026-01-01T08:00:00"}, ["at: ", "has no UTC offset"]),
        (PlannedPost, {"post": {"text": "Hi"}, "zone": "Mars/Base"}, ["zone: 'Mars/Base' is not an IANA zone"]),
        (PlannedPost, {"post": {"text": "Hi"}, "to": "bakery"}, ["to"]),
        (Money, {"amount": 1.5, "currency": "EUR"}, ["amount"]),
        (Money, {"amount": "x", "currency": "EUR"}, ["amount"]),
        (Metric, {"name": "likes"}, ["subject: is missing", "likes"]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_by_its_field(kind, data, messages):
    with pytest.raises(InvalidInput) as caught:
        load(kind, data, where="plan.toml")
    assert str(caught.value).startswith("plan.toml: ")
    for message in messages:
        assert message in str(caught.value)


def test_all_that_does_not_fit_is_named_at_once():
    with pytest.raises(InvalidInput) as caught:
        load(Poll, {"question": 1, "options": ["a"], "multiple": "no", "closes": "soon", "x": 1})
    for name in ("question", "multiple", "closes", "unknown field x"):
        assert name in str(caught.value)


def test_errors_are_written_down_with_all_they_know():
    assert dump(RateLimited("slowly", platform="wall", code=429, retry_after=3)) == {
        "type": "RateLimited",
        "message": "slowly",
        "platform": "wall",
        "code": 429,
        "retry_after": 3,
    }
    assert dump(PlatformError("no", platform="wall"))["code"] is None
