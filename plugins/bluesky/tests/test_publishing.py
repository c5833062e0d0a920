"""Posts become records that are written once, whatever is repeated."""

import json
import re

import pytest

from smmcore.checking import problems
from smmcore.errors import AnswerLost, InvalidInput, NotThere, RateLimited, Rejected
from smmcore.models import Animation, Photo, Post, Remote, Video
from smmcore.platform import Absent, Found, Unclear
from smmcore.steps import Step, Steps
from smmcore.testing import Maker
from smmcore_bluesky.names import POST, record_key
from smmcore_bluesky.platform import Bluesky
from smmcore_bluesky.settings import BlueskyOptions

from .scripted import DID, OTHER, Server, account, refusal, view

BLOB = {"$type": "blob", "ref": {"$link": "bafy"}, "mimeType": "image/jpeg", "size": 9}
TAKEN = refusal("InvalidSwap", "Record was at bafy")


@pytest.fixture
def maker(tmp_path):
    return Maker(tmp_path, Bluesky().limits(account()))


def options(**more):
    return BlueskyOptions(**more)


def there(request_record, **changes):
    value = {**request_record, "createdAt": "2026-01-01T09:00:00.000Z", **changes}
    return {"uri": f"at://{DID}/{POST}/there", "cid": "cid-there", "value": value}


def record_of(post, **settings):
    """What the post is written as."""
    io = Server(uploadBlob={"blob": BLOB})
    io.publish(post, **settings)
    return io.record()


# Keys


def test_keys_are_tids_of_the_past_that_depend_on_the_account_and_the_key():
    keys = {record_key(did, key) for did in ("did:plc:a", "did:plc:b") for key in map(str, range(500))}
    assert len(keys) == 1000
    assert all(re.fullmatch(r"[234567abcdefghij][2-7a-z]{12}", key) for key in keys)
    assert max(keys) < "3222222222222"  # real ones of these years begin with 3


def test_a_post_is_written_only_where_nothing_stands():
    io = Server()
    published = io.publish(Post("Rye!"), key="monday")
    (request,) = io.requests("putRecord")
    assert request.json["swapRecord"] is None
    assert request.json["rkey"] == record_key(DID, "monday", "post")
    assert request.safe
    assert published.id == f"at://{DID}/{POST}/{request.json['rkey']}"
    assert published.url == f"https://bsky.app/profile/{DID}/post/{request.json['rkey']}"


def test_the_same_key_with_an_empty_journal_finds_its_post_there():
    first = record_of(Post("Rye!"))
    io = Server(putRecord=TAKEN, getRecord=there(first))
    published = io.publish(Post("Rye!"))
    assert published.id == f"at://{DID}/{POST}/there"
    assert published.at.isoformat() == "2026-01-01T09:00:00+00:00"


def test_the_same_key_never_overwrites_another_text():
    first = record_of(Post("Rye!"))
    io = Server(putRecord=TAKEN, getRecord=there(first))
    with pytest.raises(Rejected, match="was used for another post"):
        io.publish(Post("Wheat!"))


def test_times_of_records_are_in_utc():
    assert record_of(Post("Rye!"))["createdAt"] == "2026-01-01T12:00:00.000Z"


# What posts become


def test_a_link_has_a_card_that_is_made_of_the_options():
    post = Post(
        "Read", link="https://example.com/rye", options=options(card_title="Rye", card_description="All")
    )
    assert record_of(post)["embed"]["external"] == {
        "uri": "https://example.com/rye",
        "title": "Rye",
        "description": "All",
    }
    assert (
        record_of(Post("Read", link="https://example.com/rye"))["embed"]["external"]["title"] == "example.com"
    )


def test_photos_have_their_alt_texts_and_shapes(maker):
    photos = [Photo(item.source, alt=f"No. {n}") for n, item in enumerate(maker.album())]
    embed = record_of(Post("Three", media=photos))["embed"]
    assert embed["$type"] == "app.bsky.embed.images"
    assert [image["alt"] for image in embed["images"]] == ["No. 0", "No. 1", "No. 2"]
    assert embed["images"][0]["aspectRatio"] == {"width": 320, "height": 240}
    assert embed["images"][0]["image"] == BLOB


def test_files_are_streamed_from_their_paths_with_their_types(maker):
    io = Server(uploadBlob={"blob": BLOB})
    io.publish(Post("A film", media=Video(maker.media("video").source, alt="Dough rises")))
    (request,) = io.requests("uploadBlob")
    assert (request.body.path.suffix, request.body.content_type) == (".mp4", "video/mp4")
    assert io.record()["embed"] == {"$type": "app.bsky.embed.video", "video": BLOB, "alt": "Dough rises"}


def test_an_animation_is_a_film_that_is_shown_as_one(maker):
    embed = record_of(Post("It moves", media=Animation(maker.media("video").source)))["embed"]
    assert embed["presentation"] == "gif"


def test_languages_and_labels_are_said_of_the_whole_thread():
    post = Post("One", options=options(languages=["en", "pl"], labels=["nudity"], thread=["Two"]))
    io = Server()
    io.publish(post)
    for number in (0, 1):
        assert io.record(number)["langs"] == ["en", "pl"]
        assert io.record(number)["labels"]["values"] == [{"val": "nudity"}]


def test_a_quote_with_media_has_both(maker):
    io = Server(uploadBlob={"blob": BLOB}).knows(view(f"at://{OTHER}/{POST}/3abc"))
    io.publish(Post("Look", media=maker.media("photo"), options=options(quote=f"at://{OTHER}/{POST}/3abc")))
    embed = io.record()["embed"]
    assert embed["$type"] == "app.bsky.embed.recordWithMedia"
    assert embed["record"]["record"] == {"uri": f"at://{OTHER}/{POST}/3abc", "cid": "cid-of-c"}
    assert embed["media"]["$type"] == "app.bsky.embed.images"


def test_an_answer_names_its_parent_and_the_root_above_it():
    parent, root = f"at://{OTHER}/{POST}/3abc", f"at://{OTHER}/{POST}/3root"
    io = Server(resolveHandle={"did": OTHER}).knows(view(parent, root=root))
    link = "https://bsky.app/profile/ann.bsky.social/post/3abc"
    io.publish(Post("Thanks", first_comment="And more", options=options(reply_to=link)))
    assert io.record()["reply"]["parent"]["uri"] == parent
    assert io.record()["reply"]["root"]["uri"] == root
    assert io.record(1)["reply"]["root"]["uri"] == root


def test_answering_what_is_not_there_says_so():
    io = Server(getRecord=refusal("RecordNotFound"))
    with pytest.raises(NotThere, match=r"options\.bluesky\.reply_to: there is no post"):
        io.publish(Post("Thanks", options=options(reply_to=f"at://{OTHER}/{POST}/3abc")))


def test_a_thread_answers_its_own_posts_in_order():
    io = Server()
    published = io.publish(Post("One", first_comment="First!", options=options(thread=["Two", "Three"])))
    uris = [f"at://{DID}/{POST}/{request.json['rkey']}" for request in io.requests("putRecord")]
    assert published.parts == tuple(uris[:3])
    assert [io.record(n)["reply"]["parent"]["uri"] for n in (1, 2, 3)] == [uris[0], uris[1], uris[0]]
    assert {io.record(n)["reply"]["root"]["uri"] for n in (1, 2, 3)} == {uris[0]}


@pytest.mark.parametrize(
    ("who", "rules"),
    [
        ("nobody", []),
        ("followers", [{"$type": "app.bsky.feed.threadgate#followerRule"}]),
        ("following", [{"$type": "app.bsky.feed.threadgate#followingRule"}]),
        ("mentioned", [{"$type": "app.bsky.feed.threadgate#mentionRule"}]),
    ],
)
def test_who_can_reply_is_a_gate_with_the_posts_key(who, rules):
    io = Server()
    published = io.publish(Post("Rye!", options=options(who_can_reply=who)))
    gate = io.requests("putRecord")[1].json
    assert gate["collection"] == "app.bsky.feed.threadgate"
    assert gate["rkey"] == published.id.rpartition("/")[2]
    assert (gate["record"]["post"], gate["record"]["allow"]) == (published.id, rules)


def test_everybody_can_reply_where_nothing_is_said():
    io = Server()
    io.publish(Post("Rye!"))
    assert len(io.requests("putRecord")) == 1


# What goes wrong


def test_a_refused_first_comment_is_a_warning():
    ok = {"uri": f"at://{DID}/{POST}/a", "cid": "c"}
    io = Server(putRecord=[ok, refusal("InvalidRequest", "no")])
    published = io.publish(Post("Rye!", first_comment="First!"))
    assert published.warnings == (
        "no first comment: Bluesky refused com.atproto.repo.putRecord: InvalidRequest: no",
    )


def test_a_thread_that_breaks_off_goes_on_where_it_ended():
    ok = {"uri": f"at://{DID}/{POST}/a", "cid": "c"}
    post = Post("One", options=options(thread=["Two"]))
    first = there(record_of(post))
    io = Server(putRecord=[ok, RateLimited("slow", platform="bluesky")], getRecord=first)
    steps = Steps(io=io, key="k")
    with pytest.raises(RateLimited):
        io.publish(post, steps=steps)
    assert steps.done == ("post",)
    io.on("putRecord", {"uri": f"at://{DID}/{POST}/b", "cid": "c"})
    assert io.publish(post, steps=steps).parts == (f"at://{DID}/{POST}/a", f"at://{DID}/{POST}/b")
    assert len(io.requests("putRecord")) == 3


def test_files_that_the_server_threw_away_are_sent_again(maker):
    io = Server(
        uploadBlob={"blob": BLOB},
        putRecord=[
            refusal("BlobNotFound", "Could not find blob"),
            {"uri": f"at://{DID}/{POST}/a", "cid": "c"},
        ],
    )
    steps = Steps(io=io, key="k", steps={"upload 1": Step("upload 1", done=True, value=BLOB)})
    io.publish(Post("A loaf", media=maker.media("photo")), steps=steps)
    assert len(io.requests("uploadBlob")) == 1


# Finding


def find(io, post, steps=None):
    steps = steps or Steps(io=io, key="k", steps={"post": Step("post")})
    return io.run(Bluesky().find(io, account(), post, steps))


def test_a_post_that_is_there_is_found_and_what_follows_it_is_written():
    post = Post("Rye!", first_comment="First!")
    first = record_of(post)
    ok = {"uri": f"at://{DID}/{POST}/comment", "cid": "c"}
    io = Server(getRecord=there(first), putRecord=ok)
    finding = find(io, post)
    assert isinstance(finding, Found)
    assert finding.published.id == f"at://{DID}/{POST}/there"
    assert finding.published.at.isoformat() == "2026-01-01T09:00:00+00:00"
    assert io.record()["text"] == "First!"


def test_a_post_is_found_though_what_it_was_made_of_is_gone(maker):
    post = Post("Rye!", media=maker.media("photo"))
    first = record_of(post)
    post.media[0].source.path.unlink()
    assert isinstance(find(Server(getRecord=there(first)), post), Found)


ABOVE = {
    "root": {"uri": f"at://{OTHER}/{POST}/top", "cid": "c-top"},
    "parent": {"uri": f"at://{OTHER}/{POST}/mid", "cid": "c-mid"},
}


def test_what_a_post_answers_is_read_from_where_it_stands_when_it_goes_on():
    post = Post("One", options=options(reply_to=ABOVE["parent"]["uri"], thread=["Two"]))
    first = there({"$type": POST, "text": "One", "reply": ABOVE})
    io = Server(getRecord=first)
    steps = Steps(
        io=io,
        key="k",
        steps={"post": Step("post", done=True, value={"uri": first["uri"], "cid": "cid-there"})},
    )
    io.publish(post, steps=steps)
    parent = {"uri": first["uri"], "cid": "cid-there"}
    assert io.record()["reply"] == {"root": ABOVE["root"], "parent": parent}
    assert {request.params["repo"] for request in io.requests("getRecord")} == {DID}


def test_another_text_at_the_posts_key_proves_nothing():
    io = Server(getRecord=there(record_of(Post("Wheat!"))))
    finding = find(io, Post("Rye!"))
    assert isinstance(finding, Unclear)
    assert "another text" in finding.reason
    assert not io.requests("putRecord")


def test_the_own_servers_word_is_proof_of_absence():
    io = Server(getRecord=refusal("RecordNotFound", "Could not locate record"))
    assert isinstance(find(io, Post("Rye!")), Absent)
    assert io.requests("getRecord")[0].url.startswith("https://pds.example/")


@pytest.mark.parametrize(
    "failure",
    [
        AnswerLost("gone"),
        refusal("InvalidRequest", "Could not find repo: did:plc:x"),
        refusal("ExpiredToken"),
    ],
)
def test_anything_else_proves_nothing(failure):
    io = Server(getRecord=failure, refreshSession=AnswerLost("gone"))
    assert isinstance(find(io, Post("Rye!")), Unclear)


# What is said before


def said(post):
    return {str(problem) for problem in problems(Bluesky(), account(), post)}


def test_lengths_are_counted_in_characters_and_in_bytes():
    family = "👨‍👩‍👧‍👦"
    assert said(Post("a" * 300)) == set()
    assert said(Post("a" * 301)) == {"text: 301 graphemes, allowed are at most 300 graphemes"}
    assert said(Post(family * 120)) == set()
    assert said(Post(family * 121)) == {"text: 3025 bytes, allowed are at most 3000 bytes"}
    assert said(Post("a", options=options(thread=["b", "c" * 301]))) == {
        "options.bluesky.thread[1]: 301 graphemes, allowed are at most 300 graphemes"
    }


def test_what_does_not_go_together_is_said(maker):
    photo, film = maker.media("photo"), maker.media("video")
    assert any("film stands alone" in text for text in said(Post(media=[photo, film])))
    assert any("not both" in text for text in said(Post(media=photo, link="https://example.com")))
    assert any(
        "fetches no files" in text for text in said(Post(media=Photo(Remote("https://example.com/a.jpg"))))
    )
    assert any("cover" in text for text in said(Post(media=Video(film.source, cover="a.jpg"))))
    assert any("1001" in text for text in said(Post(media=Video(film.source, alt="a" * 1001))))
    assert any(
        "first post of a thread" in t
        for t in said(
            Post("a", options=options(reply_to="at://did:plc:a/app.bsky.feed.post/b", who_can_reply="nobody"))
        )
    )
    assert any("quote: 'hm' is neither" in text for text in said(Post("a", options=options(quote="hm"))))


def test_options_are_checked():
    for wrong in (
        {"labels": ["nude"]},
        {"who_can_reply": "friends"},
        {"languages": list("abcd")},
        {"thread": [" "]},
    ):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            options(**wrong)


def test_an_address_that_is_none_is_said():
    with pytest.raises(InvalidInput, match="neither at://"):
        Server().publish(Post("a", options=options(quote="https://example.com/post/1")))


def test_a_dry_run_shows_every_request_of_a_post(maker):
    from smmcore.cli.dry_run import requests_of

    post = Post(
        "With @ann.bsky.social",
        media=maker.media("photo"),
        first_comment="First!",
        options=options(thread=["Two"], who_can_reply="nobody", quote=f"at://{OTHER}/{POST}/3abc"),
    )
    requests, whole = requests_of(Bluesky(), account(), post, "k")
    assert whole
    assert [request.label.rpartition(".")[2] for request in requests] == [
        *("createSession", "resolveHandle", "uploadBlob", "getRecord"),
        *["putRecord"] * 4,
    ]
    json.dumps([request.json for request in requests])
