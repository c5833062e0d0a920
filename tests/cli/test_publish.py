# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import json

import pytest


def test_a_text_is_published(smm, board, tmp_path):
    (tmp_path / "hello.md").write_text("Fresh bread!\n")
    ran = smm("publish", "hello.md", "--to", "door")
    assert ran.code == 0
    assert "https://chalk.example/1" in ran.out
    assert [post["text"] for post in board.posts.values()] == ["Fresh bread!"]


def test_the_same_file_is_not_published_twice(smm, board, tmp_path):
    (tmp_path / "hello.md").write_text("Fresh bread!")
    smm("publish", "hello.md", "--to", "door")
    ran = smm("publish", "hello.md", "--to", "door")
    assert ran.code == 0
    assert "already published 2" in ran.out
    assert "give it another --key" in ran.out
    assert len(board.posts) == 1
    smm("publish", "hello.md", "--to", "door", "--key", "again")
    assert len(board.posts) == 2


def test_json_has_one_document_and_a_stable_shape(smm, board, tmp_path):
    (tmp_path / "hello.md").write_text("Fresh bread!")
    ran = smm("publish", "hello.md", "--to", "door", "--key", "k", "--json")
    assert ran.err == ""
    (result,) = ran.data["results"]
    assert {"state", "account", "id", "key", "url", "at"} <= result.keys()
    assert (result["state"], result["id"]) == ("published", "1")


def test_a_json_post_comes_from_stdin(smm, board):
    ran = smm("publish", "-", "--to", "door", input='{"text": "From a pipe", "key": "p"}')
    assert ran.code == 0
    assert board.posts["1"]["key"] == "p"


def test_posts_that_lie_ahead_are_scheduled_and_sent_when_due(smm, board, tmp_path):
    (tmp_path / "plan.toml").write_text(
        '[[posts]]\nkey = "x"\ntext = "New year"\nat = 2999-01-01T00:00:00Z\nto = ["door"]\n'
    )
    ran = smm("publish", "plan.toml")
    assert (ran.code, board.posts) == (0, {})
    assert "smm publish --due" in ran.err
    assert "Nothing is due." in smm("publish", "--due").out
    assert smm("publish", "plan.toml", "--now").code == 0
    assert len(board.posts) == 1


def test_a_plan_begun_late_does_not_flood_the_page(smm, board, tmp_path):
    plan = '[[posts]]\nkey = "old"\ntext = "Long ago"\nat = 2001-01-01T00:00:00Z\n[[posts]]\nkey = "new"\ntext = "Now"\n'
    (tmp_path / "plan.toml").write_text(plan)
    ran = smm("publish", "plan.toml", "--to", "door")
    assert ran.code == 1
    assert "has passed; give it another, or publish it with --now" in ran.out
    assert [post["text"] for post in board.posts.values()] == ["Now"]
    ran = smm("publish", "plan.toml", "--to", "door", "--now")
    assert ran.code == 0
    assert len(board.posts) == 2


def test_a_dry_run_says_that_a_time_has_passed(smm, board, tmp_path):
    (tmp_path / "plan.toml").write_text('text = "Long ago"\nat = 2001-01-01T00:00:00Z\nto = "door"\n')
    (rehearsal,) = smm("publish", "plan.toml", "--dry-run", "--json").data["dry_run"]
    (problem,) = rehearsal["problems"]
    assert problem.startswith("its time, 2001-01-01 00:00")
    assert rehearsal["requests"] == []
    (rehearsal,) = smm("publish", "plan.toml", "--dry-run", "--now", "--json").data["dry_run"]
    assert rehearsal["problems"] == []


def test_options_that_no_network_reads_are_told(smm, board, tmp_path):
    (tmp_path / "a.json").write_text('{"text": "x", "options": {"chlk": {"loud": true}}}')
    ran = smm("publish", "a.json", "--to", "door")
    assert ran.code == 0
    assert ran.err == "Warning: no installed network is called chlk: options.chlk is left out\n"


def test_ctrl_c_says_where_to_look(smm, board, tmp_path, monkeypatch):
    from smmcore.smm import SMM

    def interrupted(*args, **more):
        raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text("Some text")
    monkeypatch.setattr(SMM, "publish", interrupted)
    ran = smm("publish", "a.txt", "--to", "door")
    assert ran.code == 130
    assert ran.err.split("\n\n") == [
        "What was done until now is in the journal: see smm status.",
        "Error: interrupted\n",
    ]


def test_at_and_zone_schedule_one_post(smm, board, tmp_path):
    (tmp_path / "a.txt").write_text("Later")
    ran = smm(
        "publish", "a.txt", "--to", "door", "--at", "2999-07-01T08:00", "--zone", "Europe/Warsaw", "--json"
    )
    assert ran.data["results"][0]["at"] == "2999-07-01T08:00:00+02:00"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["publish"], "--due"),
        (["publish", "a.txt", "--due"], "leave FILE out"),
        (["publish", "a.txt"], "--to NAME"),
        (["publish", "a.txt", "--to", "nobody"], "no account 'nobody'"),
        (["publish", "a.txt", "--to", "door", "--at", "2999-01-01T08:00"], "--zone Europe/Warsaw"),
        (["publish", "a.txt", "--to", "door", "--at", "soon"], "--at: 'soon' is not a date"),
        (["publish", "a.txt", "--to", "door", "--at", "2001-01-01T08:00Z"], "is past"),
        (
            ["publish", "a.txt", "--to", "door", "--at", "2999-01-01T08:00", "--zone", "Mars/Base"],
            "'Mars/Base'",
        ),
        (["publish", "a.txt", "--to", "door", "--at", "2027-03-28T02:30", "--zone", "Europe/Warsaw"], "skip"),
        (["publish", "a.txt", "--to", "door", "--zone", "Europe/Warsaw"], "--at as well"),
        (["publish", "a.txt", "--to", "door", "--key", " "], "--key"),
        (["publish", "nix.txt", "--to", "door"], "nix.txt: there is no such file"),
        (["publish", ".", "--to", "door"], "is a folder"),
        (["publish", "a.yaml", "--to", "door"], ".toml, .json, .txt and .md"),
        (["publish", "two.json", "--to", "door", "--key", "k"], "--key is for one post; here are 2"),
        (["publish", "-", "--to", "door"], "stdin: is empty"),
        (["publish", "a.txt", "--to", "door", "--nix"], "--nix"),
    ],
)
def test_wrong_use_gets_one_line_and_sends_nothing(smm, board, tmp_path, one_error, args, words):
    (tmp_path / "a.txt").write_text("Some text")
    (tmp_path / "a.yaml").write_text("text: x")
    (tmp_path / "two.json").write_text('{"posts": [{"text": "a"}, {"text": "b"}]}')
    ran = smm(*args)
    assert (ran.code, ran.out) == (2, "")
    assert one_error(ran, words)
    assert board.posts == {}


def test_with_json_a_mistake_is_a_document_too(smm, board):
    ran = smm("publish", "nix.txt", "--to", "door", "--json")
    assert ran.code == 2
    assert ran.data["error"]["type"] == "InvalidInput"


def test_wrong_media_is_a_failure_of_that_post_only(smm, board, tmp_path):
    (tmp_path / "notes.png").write_text("not a picture")
    posts = [{"text": "a", "key": "a", "media": [{"photo": "nix.jpg"}]}, {"text": "b", "key": "b"}]
    (tmp_path / "plan.json").write_text(json.dumps({"posts": posts}))
    ran = smm("publish", "plan.json", "--to", "door")
    assert ran.code == 1
    assert "there is no file" in ran.out
    assert [post["key"] for post in board.posts.values()] == ["b"]


def test_a_refusal_fails_and_a_lost_answer_is_unconfirmed(smm, board, tmp_path):
    (tmp_path / "a.txt").write_text("Some text")
    board.faults.append("refused")
    ran = smm("publish", "a.txt", "--to", "door", "--key", "one")
    assert ran.code == 1
    assert "the board is full" in ran.out
    board.faults.append("lost")
    ran = smm("publish", "a.txt", "--to", "door", "--key", "two")
    assert ran.code == 3
    assert "smm reconcile door" in ran.err


def test_an_unreachable_host_is_one_failed_line(smm, board, tmp_path):
    (tmp_path / "a.txt").write_text("Some text")
    config = tmp_path / "smm.toml"
    lines = [line for line in config.read_text().splitlines() if "base_url" not in line]
    config.write_text("\n".join(["patience = 0", *lines]))
    ran = smm("publish", "a.txt", "--to", "door")
    assert ran.code == 1
    assert "cannot reach 127.0.0.1:1" in ran.out


def test_a_missing_token_fails_one_account_and_not_the_other(smm, board, tmp_path):
    with (tmp_path / "smm.toml").open("a") as file:
        file.write('\n[accounts.window]\nplatform = "chalk"\nsecrets.token = { env = "NIX" }\n')
    (tmp_path / "a.txt").write_text("Some text")
    ran = smm("publish", "a.txt", "--to", "door,window", "--json")
    assert ran.code == 1
    states = {result["account"]: result for result in ran.data["results"]}
    assert states["door"]["state"] == "published"
    assert "the environment variable NIX is not set" in states["window"]["error"]["message"]


def test_a_dry_run_shows_every_request_and_no_secret(smm, board, tmp_path):
    from PIL import Image

    Image.new("RGB", (8, 8)).save(tmp_path / "bun.png")
    post = {"text": "Buns", "key": "b", "media": [{"photo": "bun.png"}], "first_comment": "Ask us"}
    (tmp_path / "plan.json").write_text(json.dumps(post))
    ran = smm("publish", "plan.json", "--to", "door", "--dry-run")
    assert ran.code == 0
    assert "~~token~~/posts" in ran.out
    assert "bun.png" in ran.out
    assert '"text": "Ask us"' in ran.out
    assert "chalk-token" not in ran.out
    assert (board.posts, (tmp_path / "smm.sqlite3").exists()) == ({}, False)
    (rehearsal,) = smm("publish", "plan.json", "--to", "door", "--dry-run", "--json").data["dry_run"]
    assert rehearsal["whole"] is True
    assert [r["url"].rpartition("/")[2] for r in rehearsal["requests"]] == ["files", "posts", "comments"]
    assert rehearsal["requests"][0]["files"][0]["size"] > 0


def test_a_dry_run_needs_no_token(smm, board, tmp_path, monkeypatch):
    monkeypatch.delenv("DOOR_TOKEN")
    (tmp_path / "a.txt").write_text("Some text")
    ran = smm("publish", "a.txt", "--to", "door", "--dry-run")
    assert ran.code == 0
    assert "~~token~~/posts" in ran.out


def test_a_dry_run_shows_all_problems_at_once(smm, board, tmp_path):
    media = [{"photo": f"{name}.jpg"} for name in "abcde"]
    (tmp_path / "plan.json").write_text(json.dumps({"text": "x" * 300, "media": media, "kind": "story"}))
    ran = smm("publish", "plan.json", "--to", "door", "--dry-run", "--json")
    assert ran.code == 1
    (rehearsal,) = ran.data["dry_run"]
    assert len(rehearsal["problems"]) >= 7
    assert rehearsal["requests"] == []


def test_a_dry_run_knows_what_is_published(smm, board, tmp_path):
    (tmp_path / "a.txt").write_text("Some text")
    smm("publish", "a.txt", "--to", "door")
    assert "nothing would be sent" in smm("publish", "a.txt", "--to", "door", "--dry-run").out


def test_without_smm_toml_it_says_how_to_begin(smm, tmp_path, one_error):
    (tmp_path / "a.txt").write_text("Some text")
    ran = smm("publish", "a.txt", "--to", "door")
    assert ran.code == 2
    assert one_error(ran, "no smm.toml found; run `smm accounts add NAME --platform …`")


def test_a_journal_that_cannot_be_written_sends_nothing(smm, board, tmp_path):
    smm("publish", "-", "--to", "door", "--at", "2999-01-01T00:00Z", input='{"text": "Later"}')
    config = tmp_path / "smm.toml"
    where = f"sqlite:///file:{tmp_path}/smm.sqlite3?mode=ro&uri=true"
    config.write_text(f'journal = "{where}"\n' + config.read_text())
    (tmp_path / "a.txt").write_text("Some text")
    ran = smm("publish", "a.txt", "--to", "door")
    assert ran.code == 1
    assert "cannot be written" in ran.out
    assert board.posts == {}


def test_a_plan_of_a_thousand_posts_is_scheduled_once(smm, board, tmp_path):
    posts = [{"key": f"post-{n}", "text": f"Number {n}", "at": "2999-01-01T00:00:00Z"} for n in range(1000)]
    (tmp_path / "plan.json").write_text(json.dumps({"posts": posts}))
    for _ in range(2):
        ran = smm("publish", "plan.json", "--to", "door", "--json")
        assert {result["state"] for result in ran.data["results"]} == {"scheduled"}
        assert len(ran.data["results"]) == 1000
    assert smm("status", "--json").data["counts"]["scheduled"] == 1000


def test_the_token_stays_hidden_in_debug(smm, board, tmp_path):
    (tmp_path / "a.txt").write_text("Some text")
    board.faults.extend(["lost"])
    ran = smm("--debug", "publish", "a.txt", "--to", "door")
    assert "~~token" in ran.err
    assert "chalk-token" not in ran.err + ran.out
