"""Text becomes words and facets, counted in bytes; what leads somewhere is found as the app finds it."""

import pytest

from smmcore.models import Bold, Code, Link, Post, Quote, Spoiler, as_text
from smmcore_bluesky.limits import graphemes
from smmcore_bluesky.rich_text import spans_of

from .scripted import OTHER, Server, refusal


def found(text):
    words, spans = spans_of(as_text(text))
    return [(span.kind, words[span.start : span.end], span.value) for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "see https://example.com/a?b=1.",
            [("link", "https://example.com/a?b=1", "https://example.com/a?b=1")],
        ),
        ("(https://example.com)", [("link", "https://example.com", "https://example.com")]),
        (
            "https://example.org/Rye_(bread)",
            [("link", "https://example.org/Rye_(bread)", "https://example.org/Rye_(bread)")],
        ),
        ("bakery.com, open", [("link", "bakery.com", "https://bakery.com")]),
        ("four-flours.com/rye", [("link", "four-flours.com/rye", "https://four-flours.com/rye")]),
        ("notes.txt, e.g. node.js at 3.14", []),
        ("https://, http://? https:///x https://[ bakery.com:[x", []),
        ("hello @ann.bsky.social!", [("mention", "@ann.bsky.social", "ann.bsky.social")]),
        ("write to ann@bakery.com", []),
        ("@everybody", []),
        ("#rye, #хлеб! #日本", [("tag", "#rye", "rye"), ("tag", "#хлеб", "хлеб"), ("tag", "#日本", "日本")]),
        ("#1 is not a tag, a#b neither", []),
        ("#" + "a" * 64, [("tag", "#" + "a" * 64, "a" * 64)]),
        ("#" + "a" * 65, []),
        ("$eur and $TOOLONG", [("tag", "$eur", "$EUR")]),
    ],
)
def test_finds_what_leads_somewhere(text, expected):
    assert found(text) == expected


def test_links_of_the_author_stay_and_nothing_is_found_inside_them():
    text = ["Buy ", Link(["our ", Bold("#rye at bakery.com")], url="https://example.com/1"), " today #bread"]
    assert found(text) == [
        ("link", "our #rye at bakery.com", "https://example.com/1"),
        ("tag", "#bread", "bread"),
    ]


def test_styles_lose_their_look_and_not_their_words():
    text = as_text([Bold("a"), Spoiler(" b"), Quote(" c"), Code(" <d>")])
    assert spans_of(text) == ("a b c <d>", [])


def test_white_space_around_goes_and_the_places_fit():
    text = ["  \n", Link(" rye ", url="https://example.com/1"), "\n"]
    words, spans = spans_of(as_text(text))
    assert (words, spans[0].start, spans[0].end) == ("rye", 0, 3)


def test_places_are_bytes():
    io = Server()
    io.publish(Post("Żółć 👩‍🌾 #rye"))
    record = io.record()
    (facet,) = record["facets"]
    place = slice(facet["index"]["byteStart"], facet["index"]["byteEnd"])
    assert record["text"].encode()[place].decode() == "#rye"


def test_mentions_are_resolved_and_unknown_ones_stay_text():
    io = Server(
        resolveHandle=[{"did": OTHER}, refusal("InvalidRequest", "Unable to resolve handle")],
    )
    io.publish(Post("Thanks @ann.bsky.social and @nobody.bsky.social"))
    assert [request.params["handle"] for request in io.requests("resolveHandle")] == [
        "ann.bsky.social",
        "nobody.bsky.social",
    ]
    (facet,) = io.record()["facets"]
    assert facet["features"] == [{"$type": "app.bsky.richtext.facet#mention", "did": OTHER}]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("rye", 3),
        ("👨‍👩‍👧‍👦", 1),
        ("👩🏽‍🌾👍🏿", 2),
        ("🇵🇱🇩🇪", 2),
        ("e\u0301\u0302", 1),
        ("क्षत्रिय", 3),  # counted by the server's own code, as all of these
        ("स्त्री", 1),
        ("한글", 2),
        ("\r\n", 1),
        ("1️⃣", 1),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 1),
        ("க்ஷ", 2),
    ],
)
def test_characters_are_counted_as_people_see_them(text, count):
    assert graphemes(text) == count
