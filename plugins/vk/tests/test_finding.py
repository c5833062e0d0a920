from datetime import timedelta

import pytest

from smmcore.errors import AnswerLost
from smmcore.models import Photo, Post
from smmcore.platform import Absent, Found, Unclear
from smmcore.steps import Step, Steps
from smmcore_vk.settings import VKOptions

from .scripted import Network, account, error, ok, wall

NOW = Network().now()
STAMP = int(NOW.timestamp())
POST = Post("Fresh bread & butter")
QUIET = {"updates": [], "ts": "10"}
READS = ("community", "service")


def item(id=17, text="Fresh bread &amp; butter", date=STAMP, **more):
    return {"id": id, "owner_id": -123, "date": date, "text": text, **more}


def test_a_post_on_the_wall_is_found_by_its_words():
    io = Network({"wall.get": wall(item(18, "Something else"), item(17))})
    finding = io.find(POST, account(*READS))
    assert isinstance(finding, Found)
    assert finding.published.id == "17"
    assert io.data("wall.get")["domain"] == "club123"


def test_a_post_that_is_not_on_the_wall_is_absent():
    photo = {"type": "photo", "photo": {"id": 7, "owner_id": 5}}
    io = Network({"wall.get": wall(item(18, "Quite another story", attachments=[photo]))})
    finding = io.find(POST, account(*READS))
    assert isinstance(finding, Absent)
    assert "wall shows nothing like it" in finding.proof


@pytest.mark.parametrize(
    "near",
    [
        item(
            18,
            "Fresh  bread and\nbutter!",
            attachments=[{"type": "link", "link": {"url": "https://a.example"}}],
        ),
        item(18, "Something else"),
    ],
    ids=["alike", "as many attachments"],
)
def test_a_post_that_vk_may_have_altered_is_for_a_person(near):
    finding = Network({"wall.get": wall(near)}).find(POST, account(*READS))
    assert isinstance(finding, Unclear)
    assert "1 unknown post" in finding.reason


def test_a_clock_that_is_ahead_hides_nothing():
    io = Network({"wall.get": wall(item(18, "Fresh bread, butter", STAMP + 60))})
    assert isinstance(io.find(POST, account(*READS)), Unclear)


def test_what_waits_for_another_time_is_not_near():
    later = item(18, "Something else", STAMP + 9000)
    io = Network({"wall.get": [wall(), wall(later), wall()]})
    assert isinstance(io.find(POST, account("community", "user")), Absent)


def test_a_post_is_found_again_though_nobody_took_down_the_first_finding():
    io = Network({"wall.get": wall(item(17))})
    found = [io.find(POST, account(*READS)) for _ in range(2)]
    assert [finding.published.id for finding in found] == ["17", "17"]


def test_what_is_found_is_a_step_that_is_done():
    io = Network({"wall.get": wall(item(17))})
    steps = Steps(io=io, key="k", sent_at=NOW, steps={"post": Step("post")})
    io.find(POST, account(*READS), steps=steps)
    assert steps.value("post") == "17"


@pytest.mark.parametrize(
    "other",
    [item(16, date=STAMP - 3600), item(16, date=STAMP - 3600, is_pinned=1)],
    ids=["older", "older and pinned"],
)
def test_an_older_post_with_the_same_words_is_another_one(other):
    io = Network({"wall.get": wall(other)})
    assert isinstance(io.find(POST, account(*READS)), Absent)


def test_a_post_that_is_known_is_another_one():
    io = Network({"wall.get": wall(item(17))})
    io.publish(POST, account(*READS), key="first")
    assert isinstance(io.find(POST, account(*READS)), Absent)


def test_two_posts_in_doubt_with_the_same_words_are_two():
    io = Network({"wall.get": wall(item(18), item(17))})
    found = [io.find(POST, account(*READS), key=key).published.id for key in ("one", "two")]
    assert found == ["17", "18"]


def test_what_was_uploaded_for_it_proves_a_post_whatever_its_words():
    photo = {"type": "photo", "photo": {"id": 7, "owner_id": 5}}
    post = Post("Rye", media=[Photo("rye.jpg")])
    done = {"photo 1": "photo5_7_key"}
    io = Network({"wall.get": wall(item(17, "Rye (changed by VK)", attachments=[photo]))})
    assert io.find(post, account(*READS), done=done).published.id == "17"
    io = Network({"wall.get": wall(item(17, "Rye"))})
    assert isinstance(io.find(post, account(*READS), done=done), Unclear)


def test_a_post_of_a_link_alone_is_known_by_the_link():
    link = {"type": "link", "link": {"url": "https://shop.example"}}
    io = Network({"wall.get": wall(item(18, ""), item(17, "", attachments=[link]))})
    assert io.find(Post(link="https://shop.example"), account(*READS)).published.id == "17"


def test_the_wall_is_read_as_far_back_as_needed():
    first = [item(1000 - n, "x", STAMP - n) for n in range(100)]
    io = Network({"wall.get": [wall(*first, count=101), wall(item(17, date=STAMP - 100), count=101)]})
    assert io.find(POST, account(*READS), NOW - timedelta(seconds=110)).published.id == "17"
    assert io.data("wall.get", 1)["offset"] == "100"


def test_a_short_page_is_not_the_last_one():
    pages = [wall(item(30, "x"), count=102), wall(count=102), wall(item(17), count=102)]
    io = Network({"wall.get": pages})
    assert io.find(POST, account(*READS)).published.id == "17"
    assert [request.data["offset"] for request in io.requests("wall.get")] == ["0", "1", "101"]


def test_by_user_token_what_waits_and_what_is_suggested_is_searched_too():
    at = NOW + timedelta(days=3)
    post = Post("Fresh bread & butter", options=VKOptions(publish_at=at))
    waiting = wall(item(17, date=int(at.timestamp())))
    io = Network({"wall.get": [wall(), waiting, wall()]})
    assert io.find(post, account("community", "user")).published.id == "17"
    assert [request.data["filter"] for request in io.requests("wall.get")] == [
        "owner",
        "postponed",
        "suggests",
    ]


def test_when_only_files_were_on_their_way_the_post_is_absent():
    io = Network()
    assert isinstance(io.find(POST, account(*READS), in_doubt=("photo 1",)), Absent)
    assert io.sent == []


def test_a_post_that_is_done_is_found_and_its_comment_follows():
    io = Network()
    post = Post("Hi", first_comment="First")
    finding = io.find(post, account(*READS), done={"post": "17"}, in_doubt=())
    assert finding.published.id == "17"
    assert io.methods() == ["wall.createComment"]


def test_a_first_comment_in_doubt_is_not_written_twice():
    io = Network()
    post = Post("Hi", first_comment="First")
    finding = io.find(post, account(*READS), done={"post": "17"}, in_doubt=("first comment",))
    assert "is unknown" in finding.published.warnings[0]
    assert io.sent == []


def test_a_community_token_finds_what_it_has_heard():
    update = {"type": "wall_post_new", "event_id": "e", "object": item(17), "group_id": 123}
    io = Network({"a_check": [{"updates": [update], "ts": "11"}, QUIET]})
    assert io.find(POST).published.id == "17"
    assert not io.requests("wall.post")


def test_a_community_token_sends_the_same_guid_again_within_the_hour():
    io = Network({"a_check": QUIET, "wall.post": [AnswerLost("lost"), ok({"post_id": 17})]})
    with pytest.raises(AnswerLost):
        io.publish(POST)
    assert io.find(POST).published.id == "17"
    first, second = io.requests("wall.post")
    assert first.data == second.data


def test_after_the_hour_nothing_is_sent_and_a_person_has_to_look():
    io = Network({"a_check": QUIET})
    finding = io.find(POST, sent_at=NOW - timedelta(hours=1))
    assert isinstance(finding, Unclear)
    assert "secrets.service" in finding.reason
    assert not io.requests("wall.post")


@pytest.mark.parametrize("answer", [error(10, "Internal"), error(214, "refused"), AnswerLost("lost")])
def test_a_guid_that_is_not_answered_with_a_post_proves_nothing(answer):
    io = Network({"a_check": QUIET, "wall.post": answer})
    assert isinstance(io.find(POST), Unclear)


def test_a_wall_that_cannot_be_read_proves_nothing():
    io = Network({"wall.get": error(15, "Access denied")})
    assert isinstance(io.find(POST, account(*READS)), Unclear)


STORY = Post(media=[Photo("rye.jpg")], kind="story")


def feed(*stories):
    return ok({"count": 1, "items": [{"type": "stories", "stories": list(stories)}]})


def test_a_story_is_found_by_its_time():
    io = Network({"stories.get": feed({"id": 3, "date": STAMP + 5}, {"id": 2, "date": STAMP - 9000})})
    assert io.find(STORY).published.id == "story_3"
    assert io.find(STORY).published.id == "story_3"
    assert isinstance(io.find(STORY, key="other"), Absent)  # that one is known now


def test_several_stories_of_that_time_are_for_a_person():
    io = Network({"stories.get": feed({"id": 3, "date": STAMP}, {"id": 4, "date": STAMP})})
    assert isinstance(io.find(STORY), Unclear)


def test_no_story_at_all_is_proof_of_absence():
    io = Network({"stories.get": ok({"count": 0, "items": []})})
    assert isinstance(io.find(STORY), Absent)
