import struct

import pytest

from smmcore import (
    SMM,
    YES,
    Account,
    Disclosure,
    InvalidInput,
    Limit,
    Limits,
    MediaLimits,
    Photo,
    Poll,
    Post,
    Problem,
    Unread,
    Video,
    no,
    utf16,
)

from .network import WallPlatform, account

ALL = ("text", "link", "photo", "video", "album", "poll", "first_comment")


class Strict(WallPlatform):
    def abilities(self, account):
        return {**dict.fromkeys(ALL, YES), "story": no("only people have stories")}

    def limits(self, account):
        return Limits(
            text=Limit(10, "units", source="the page on text"),
            caption=Limit(5, source="the page on captions"),
            comment=Limit(4, source="the page on comments"),
            media=Limit(2, "items", source="the page on albums"),
            kinds={
                "photo": MediaLimits(
                    size=1000, formats=(".png",), sides=100, ratio=2, source="the page on photos"
                )
            },
            poll_question=Limit(3, source="the page on polls"),
            poll_options=Limit(3, "options", least=2, source="the page on polls"),
            poll_option=Limit(2, source="the page on polls"),
            poll_explanation=Limit(2, source="the page on polls"),
            measure=utf16,
        )

    def problems(self, account, post):
        if "!" in post.plain_text:
            yield Problem("text", "walls do not shout")


@pytest.fixture
def check():
    with SMM([Account("a", "wall")], plugins=[Strict()], installed=False) as smm:
        yield lambda *args, **more: smm.check(Post(*args, **more), to="a")


def png(path, width, height, size=60):
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height)
    path.write_bytes(head.ljust(size, b"\0"))
    return Photo(path)


def said(problems):
    return [(p.field, p.message) for p in problems]


def test_a_post_within_all_limits_has_no_problems(check, tmp_path):
    assert check("1234567890", link="https://example.org", first_comment="four") == []
    assert check("five!"[:4], media=[png(tmp_path / "a.png", 50, 50)]) == []


def test_all_problems_are_named_at_once_in_the_order_of_the_fields(check):
    poll = Poll(question="What?", options=["yes"], explanation="why")
    problems = check("x" * 11 + "!", first_comment="five!", poll=poll)
    assert [p.field for p in problems] == [
        "text", "first_comment", "poll.question", "poll.options", "poll.options[0]", "poll.explanation", "text",
    ]  # fmt: skip


def test_a_problem_names_limit_given_and_source(check):
    assert check("x" * 11) == [
        Problem(
            "text", "11 units, allowed are at most 10 units", "at most 10 units", "11", "the page on text"
        )
    ]
    assert str(check("x" * 11)[0]) == "text: 11 units, allowed are at most 10 units"


def test_length_is_counted_as_the_network_counts(check):
    assert check("👍" * 5) == []
    assert said(check("👍" * 6)) == [("text", "12 units, allowed are at most 10 units")]


def test_text_beside_media_has_a_captions_limit(check, tmp_path):
    problems = check("123456", media=[png(tmp_path / "a.png", 9, 9)])
    assert said(problems) == [
        ("text", "6 characters as a caption of media, allowed are at most 5 characters")
    ]


def test_space_around_the_text_does_not_count(check):
    assert check("  1234567890\n") == []


def test_too_many_media_and_what_is_wrong_with_each(check, tmp_path):
    wide, big, odd = (
        png(tmp_path / "wide.png", 60, 20),
        png(tmp_path / "big.png", 9, 9, 1001),
        tmp_path / "odd.gif",
    )
    odd.write_bytes(b"GIF")
    problems = check(
        media=[wide, big, Photo(odd), Photo(tmp_path / "gone.png"), png(tmp_path / "huge.png", 90, 80)]
    )
    assert said(problems) == [
        ("media", "5 items, allowed are at most 2 items"),
        ("media[0]", "wide.png is 60x20, allowed is a ratio of at most 2"),
        ("media[1]", "big.png has 0.0 MB, allowed are 0.001 MB"),
        ("media[2]", "odd.gif is none of .png"),
        ("media[3]", f"there is no file {tmp_path / 'gone.png'}"),
        ("media[4]", "huge.png is 90x80, allowed is width and height together at most 100"),
    ]
    assert {p.source for p in problems} == {"the page on albums", "the page on photos", ""}


@pytest.mark.parametrize("content", [b"no picture", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
def test_a_file_that_is_no_picture_is_a_problem(check, tmp_path, content):
    (tmp_path / "a.png").write_bytes(content)
    assert said(check(media=[Photo(tmp_path / "a.png")])) == [
        ("media[0]", "a.png is not a picture that can be read")
    ]


def test_an_empty_file_is_a_problem(check, tmp_path):
    (tmp_path / "a.png").write_bytes(b"")
    assert ("media[0]", "a.png is empty") in said(check(media=[Photo(tmp_path / "a.png")]))


def test_remote_media_are_left_to_the_network(check):
    assert check(media=[Video("https://example.org/a.mp4")]) == []


def test_what_the_account_or_the_network_cannot_do_is_a_problem_with_the_reason(check, tmp_path):
    (tmp_path / "a.ogg").write_bytes(b"x")
    from smmcore import Voice

    problems = check(kind="story", media=[Voice(tmp_path / "a.ogg")])
    assert said(problems) == [
        ("media[0]", "Wall cannot publish this (voice)"),
        ("kind", "only people have stories"),
    ]


def test_options_that_do_not_fit_the_network_are_refused(check):
    with pytest.raises(InvalidInput, match=r"options.wall: loud: must be true or false"):
        check("Hi", options=Unread("wall", {"loud": "yes"}))
    assert check("Hi", options=Unread("elsewhere", {"loud": "yes"})) == []


def test_an_advertising_post_needs_a_network_that_can_mark_it(opened, wall):
    post = Post("Buy bread", disclosure=Disclosure(advertiser="Mill Ltd."))
    (problem,) = opened(account(wall)).check(post, "bakery")
    assert problem.field == "disclosure"
