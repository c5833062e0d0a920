"""Each thing is heard once, in its order, however much came and whatever broke off."""

import pytest

from smmcore.errors import AnswerLost
from smmcore.models import EventKind
from smmcore_bluesky.platform import Bluesky
from smmcore_bluesky.times import moment

from .scripted import DID, OTHER, Server, account, view

POST = f"at://{DID}/app.bsky.feed.post/3post"


def heard(number, *, reason="reply", root=POST, minute=None):
    """A notification; higher numbers came later."""
    at = f"2026-01-01T{10 + number // 60:02}:{(number if minute is None else minute) % 60:02}:00Z"
    uri = f"at://{OTHER}/app.bsky.feed.{'like' if reason == 'like' else 'post'}/{number:04}"
    return {**view(uri, f"No. {number}", at=at, root=root), "reason": reason, "reasonSubject": POST}


class Network(Server):
    """A network with notifications, newest first, in pages."""

    def __init__(self, *items, page=100):
        super().__init__()
        self.items, self.page = list(items), page

    async def send(self, request):
        if request.label.endswith("listNotifications"):
            self.sent.append(request)
            start = int(request.params.get("cursor", 0))
            found = self.items[::-1][start : start + self.page]
            more = {"cursor": str(start + self.page)} if len(self.items) > start + self.page else {}
            return {"notifications": found, **more}
        return await super().send(request)

    def receive(self, **more):
        return self.run(Bluesky().receive(self, account(), **more))

    def texts(self):
        return [event.comment.text for event in self.receive() if event.comment]


def test_each_comment_is_heard_once_and_in_order():
    io = Network(heard(1), heard(2))
    assert io.texts() == ["No. 1", "No. 2"]
    io.items.append(heard(3))
    assert io.texts() == ["No. 3"]
    assert io.texts() == []


def test_nothing_is_lost_when_more_than_a_page_came():
    io = Network(heard(1), page=10)
    io.texts()
    io.items += [heard(number) for number in range(2, 50)]
    assert io.texts() == [f"No. {number}" for number in range(2, 50)]


def test_what_comes_in_late_is_heard():
    io = Network(heard(1), heard(9))
    io.texts()
    io.items.insert(1, heard(5))
    assert io.texts() == ["No. 5"]


def test_what_is_not_understood_blocks_nothing_behind_it(caplog):
    io = Network(*[heard(number) for number in range(25)], page=10)
    io.items[3] = {"uri": "garbage", "reason": "reply", "indexedAt": io.items[3]["indexedAt"], "record": []}
    io.items[4] = {"uri": "no time at all"}
    assert io.texts() == [f"No. {number}" for number in range(25) if number not in {3, 4}]
    assert "not understood" in caplog.text


def test_likes_are_reactions_and_mentions_elsewhere_are_no_comments():
    io = Network(
        heard(1, reason="like"),
        heard(2, reason="mention"),
        heard(3, reason="mention", root=f"at://{OTHER}/app.bsky.feed.post/3theirs"),
    )
    events = io.receive()
    assert [(event.kind, event.post) for event in events] == [
        (EventKind.REACTED, POST),
        (EventKind.COMMENTED, POST),
    ]


def test_the_store_does_not_grow_for_ever():
    io = Network(*[heard(number) for number in range(200)])
    io.receive()
    io.items.append(heard(400))
    io.receive()
    io.items.append(heard(401))
    io.receive()
    assert len(io.run(io.store.all("bluesky:heard"))) < 10


def test_waiting_ends_with_the_first_event():
    io = Network()
    assert io.receive(wait=12) == []
    assert io.slept == [5, 5, 2]


def test_a_failure_on_the_way_loses_nothing():
    class Breaking(Network):
        """The second page is lost once."""

        lost = False

        async def send(self, request):
            if "cursor" in request.params and not self.lost:
                self.lost = True
                raise AnswerLost("gone")
            return await super().send(request)

    io = Breaking(*[heard(number) for number in range(25)], page=10)
    with pytest.raises(AnswerLost):
        io.receive()
    assert io.texts() == [f"No. {number}" for number in range(25)]


def test_mentions_come_newest_first_and_know_the_accounts_posts():
    io = Server(
        listNotifications={
            "notifications": [
                heard(2, reason="mention", root=None),
                heard(1, reason="mention"),
            ],
            "cursor": "next",
        }
    )
    page = io.run(Bluesky().mentions(io, account(), cursor="here"))
    assert [(comment.text, comment.post) for comment in page.items] == [("No. 2", None), ("No. 1", POST)]
    assert page.next == "next"
    assert io.sent[-1].params["reasons"] == ["mention"]
    assert io.sent[-1].params["cursor"] == "here"


def test_the_end_of_the_mentions_is_an_end():
    io = Server(listNotifications={"notifications": [], "cursor": "for ever"})
    assert io.run(Bluesky().mentions(io, account())).next is None


def test_odd_mentions_are_left_out_and_the_others_are_there(caplog):
    good, rootless = heard(1, reason="mention"), heard(2, reason="mention", root="at://did:plc:x")
    nameless = {name: value for name, value in heard(3, reason="mention").items() if name != "author"}
    homeless = {**heard(4, reason="mention"), "uri": "at://did:plc:x"}
    found = {"notifications": [homeless, nameless, rootless, good], "cursor": "next"}
    page = Server().run(Bluesky().mentions(Server(listNotifications=found), account()))
    assert [(comment.text, comment.post) for comment in page.items] == [("No. 2", None), ("No. 1", POST)]
    assert page.next == "next"
    assert caplog.text.count("not understood") == 2


def test_a_page_of_odd_mentions_is_not_the_last():
    io = Server(listNotifications={"notifications": [{}], "cursor": "next"})
    page = io.run(Bluesky().mentions(io, account()))
    assert (list(page.items), page.next) == ([], "next")


def test_a_kept_event_that_cannot_be_read_takes_no_others_along(caplog):
    io = Network(heard(1))
    io.run(io.store.put("bluesky:events", "odd", {"kind": "of another time"}))
    assert io.texts() == ["No. 1"]
    assert "not understood" in caplog.text


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "soon", None])
def test_what_is_no_time_is_none(text):
    assert moment(text) is None


def test_times_are_in_utc():
    assert moment("2026-01-01T10:00:00+02:00").isoformat() == "2026-01-01T08:00:00+00:00"
    assert moment("2026-01-01T10:00:00").isoformat() == "2026-01-01T10:00:00+00:00"
