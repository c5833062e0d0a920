# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
from datetime import UTC, datetime

import pytest

from smmcore import SMM, Author, Comment


def comment(world, id, text, author="anna", post="1"):
    world.comments[id] = {"id": id, "post": post, "author": author, "text": text}


def test_comments_are_read(smm, board):
    comment(board, "c1", "Is the rye\nwarm?\x1b[31m")
    comment(board, "c2", "Yes", author="owner", post="2")
    ran = smm("comments", "door")
    assert "Is the rye warm? [31m" in ran.out
    assert "\x1b" not in ran.out
    found = smm("comments", "door", "--post", "2", "--json").data["comments"]
    assert [c["id"] for c in found] == ["c2"]


def test_the_accounts_own_comments_bear_its_name(smm, board, monkeypatch):
    def unnamed(*args):
        for kind in ("owner", "person"):
            yield Comment(id="1", author=Author(id="77", kind=kind), text="Yes", at=datetime.now(UTC))

    monkeypatch.setattr(SMM, "comments", unnamed)
    ran = smm("comments", "door")
    assert [line.split()[3] for line in ran.out.splitlines()[1:]] == ["door", "77"]


def test_no_comments(smm, board):
    assert smm("comments", "door").out == "No comments.\n"


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_follow_ends_with_ctrl_c(smm, board, monkeypatch, json):
    from smmcore.cli import community

    board.events.append({"id": "c9", "post": "1", "author": "anna", "text": "Just now"})
    calls = []
    real = community._heard

    def heard(opened, account):
        for found in real(opened, account):
            calls.append(found)
            yield found
            raise KeyboardInterrupt

    monkeypatch.setattr(community, "_heard", heard)
    ran = smm("comments", "door", "--follow", *json)
    assert ran.code == 0
    assert "Just now" in ran.out
    assert len(calls) == 1


def test_a_reply_is_sent(smm, board, one_error):
    assert smm("reply", "door", "c1", "At nine").code == 0
    assert board.comments["c1"]["text"] == "At nine"
    assert smm("reply", "door", "c1", "Or ten", "--json").data["text"] == "Or ten"
    assert one_error(smm("reply", "door", "c1", " "), "TEXT must not be empty")


def test_a_private_reply_is_sent(smm, board):
    ran = smm("reply", "door", "c1", "At nine", "--private")
    assert ran.out.strip() == "c1 is answered privately: m1"
    assert smm("reply", "door", "c1", "Or ten", "--private", "--json").data == {
        "account": "door",
        "comment": "c1",
        "private": True,
        "message": "m1",
    }
    assert board.acts == [("whisper", "c1")] * 2
    assert board.comments == {}


def test_moderating_does_each_thing_by_itself(smm, board):
    args = ["--delete", "c1", "--delete", "nobody", "--ban", "c2", "--unban", "u1", "--react", "c3", "👍"]
    ran = smm("moderate", "door", *args)
    assert ran.code == 1
    assert board.acts == [("delete_comment", "c1"), ("ban", "c2"), ("unban", "u1"), ("react", "c3")]
    board.acts.clear()
    assert smm("moderate", "door", "--mute", "c1", "--unmute", "u1", "--close", "1").code == 0
    assert board.acts == [("mute", "c1"), ("unmute", "u1"), ("close_comments", "1")]
    assert "there is no nobody" in ran.out


def test_moderating_with_json(smm, board):
    ran = smm("moderate", "door", "--restrict", "c1", "--until", "2999-01-01T00:00Z", "--json")
    (done,) = ran.data["actions"]
    assert (done["done"], done["action"]["act"]) == (True, "restrict")


def test_judges_propose_and_act_only_with_yes(smm, board):
    comment(board, "c1", "free crypto")
    comment(board, "c2", "nice bread")
    ran = smm("moderate", "door", "--judge")
    assert ran.code == 0
    assert "advertises" in ran.out
    assert "--yes" in ran.err
    assert board.acts == []
    ran = smm("moderate", "door", "--judge", "--yes", "--json")
    assert [v["result"] for v in ran.data["verdicts"]] == ["done"]
    assert board.acts == [("delete_comment", "c1")]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ([], "--judge"),
        (["--yes", "--delete", "c1"], "belongs to --judge"),
        (["--delete", "c1", "--until", "2999-01-01T00:00Z"], "--until belongs to"),
        (["--ban", "c1", "--until", "2999-01-01T00:00"], "UTC offset"),
        (["--delete", ""], "ID must not be empty"),
    ],
)
def test_moderating_wrongly(smm, board, one_error, args, words):
    ran = smm("moderate", "door", *args)
    assert ran.code == 2
    assert one_error(ran, words)


def test_an_edit_a_pin_and_a_deletion(smm, board, tmp_path, one_error):
    (tmp_path / "a.md").write_text("Before")
    (tmp_path / "b.md").write_text("After")
    smm("publish", "a.md", "--to", "door")
    assert smm("edit", "door", "1", "b.md").code == 0
    assert board.posts["1"]["text"] == "After"
    assert smm("pin", "door", "1", "--json").data["pinned"] is True
    assert smm("pin", "door", "1", "--unpin").code == 0
    assert smm("delete", "door", "1").code == 0
    assert board.posts == {}
    ran = smm("delete", "door", "1")
    assert ran.code == 1
    assert one_error(ran, "there is no post 1")


def test_an_edit_takes_one_post(smm, board, tmp_path, one_error):
    (tmp_path / "two.json").write_text('{"posts": [{"text": "a"}, {"text": "b"}]}')
    assert one_error(smm("edit", "door", "1", "two.json"), "has 2 posts")
    (tmp_path / "long.md").write_text("x" * 300)
    ran = smm("edit", "door", "1", "long.md")
    assert ran.code == 2
    assert one_error(ran, "300 characters")


def test_figures_of_accounts_and_posts(smm, board, tmp_path, one_error):
    (tmp_path / "a.md").write_text("Text")
    smm("publish", "a.md", "--to", "door")
    ran = smm("stats")
    assert "followers" in ran.out
    assert "chalk:board@1" in ran.out
    metrics = smm("stats", "door", "--post", "1", "--json").data["metrics"]
    assert [(m["name"], m["value"], m["subject"]["id"]) for m in metrics] == [("views", 3, "1")]
    assert one_error(smm("stats", "--post", "1"), "--post needs the one ACCOUNT")


def test_one_network_that_breaks_leaves_the_figures_of_others(smm, board, tmp_path):
    with (tmp_path / "smm.toml").open("a") as file:
        file.write('\n[accounts.window]\nplatform = "chalk"\nsecrets.token = { env = "NIX" }\n')
    ran = smm("stats", "--json")
    assert ran.code == 1
    assert [m["name"] for m in ran.data["metrics"]] == ["followers"]
    assert "NIX" in ran.data["errors"]["window"]


def test_figures_of_others_pages(smm, board, one_error):
    metrics = smm("stats", "door", "--page", "mill", "--page", "nobody", "--json").data["metrics"]
    assert [(m["name"], m["subject"]["kind"], m["subject"]["id"]) for m in metrics] == [
        ("followers", "page", "mill")
    ]
    assert "mill" in smm("stats", "door", "--page", "mill").out
    assert one_error(smm("stats", "--page", "mill"), "--page needs the one ACCOUNT")


def test_mentions_are_read_page_by_page(smm, board):
    assert smm("mentions", "door").out.strip() == "No mentions."
    for number in range(5):
        comment(board, f"c{number}", f"No. {number} names @door")
    found = smm("mentions", "door", "--json").data["mentions"]
    assert [mention["id"] for mention in found] == ["c0", "c1", "c2", "c3", "c4"]
    assert len(smm("mentions", "door", "--most", "3", "--json").data["mentions"]) == 3
    assert "No. 4 names @door" in smm("mentions", "door").out
