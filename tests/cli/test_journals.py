# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import json
import sqlite3

import pytest


@pytest.fixture
def published(smm, board):
    smm("publish", "-", "--to", "door", "--key", "rye", input='{"text": "Fresh rye"}')
    return board


def test_a_posts_story(smm, published):
    ran = smm("journal", "show", "door", "rye")
    assert "rye on door (chalk): published" in ran.out
    for word in ("scheduled", "sending", "step", "as 1"):
        assert word in ran.out
    data = smm("journal", "show", "door", "rye", "--json").data
    assert [change["state"] for change in data["changes"]] == ["scheduled", "sending", "published"]
    assert all(step["done"] for step in data["steps"])


def test_a_post_that_is_not_there(smm, published, one_error):
    ran = smm("journal", "show", "door", "nix")
    assert ran.code == 2
    assert one_error(ran, "no post nix on door", "smm journal list")


def test_list_and_cancel_are_what_they_are_elsewhere(smm, published, one_error):
    assert "1 published" in smm("journal", "list").out
    assert one_error(smm("journal", "cancel", "door", "rye"), "published")


def test_resolving_says_what_was_seen(smm, board):
    board.faults.append("lost and absent")
    assert smm("publish", "-", "--to", "door", input='{"text": "Lost", "key": "l"}').code == 3
    assert "l" in smm("journal", "resolve", "door", "l", "--absent").out
    assert smm("publish", "--due").code == 0
    assert len(board.posts) == 1


def test_export_gives_a_document_for_each_post(smm, published, tmp_path, one_error):
    (line,) = smm("journal", "export").out.splitlines()
    assert json.loads(line)["post"]["text"] == "Fresh rye"
    assert "1 posts" in smm("journal", "export", "posts.jsonl").err
    assert json.loads((tmp_path / "posts.jsonl").read_text())["key"] == "rye"
    assert one_error(smm("journal", "export", "posts.jsonl"), "posts.jsonl", "there already")


def test_a_backup_holds_the_posts(smm, published, tmp_path, one_error):
    assert "copy.sqlite3" in smm("journal", "backup", "copy.sqlite3").out
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert copy.execute("SELECT key, state FROM smm_posts").fetchall() == [("rye", "published")]
    copy.close()
    assert one_error(smm("journal", "backup", "copy.sqlite3"), "is there already")


def test_pruning_counts_first_and_removes_what_is_over_and_old(smm, published, tmp_path):
    assert "0 posts are older than 90 days" in smm("journal", "prune").out
    with sqlite3.connect(tmp_path / "smm.sqlite3") as journal:
        journal.execute("UPDATE smm_posts SET updated_at = '2020-01-01 00:00:00.000000'")
    journal.close()
    assert smm("journal", "prune", "--json").data["posts"] == 1
    assert "1 posts are removed" in smm("journal", "prune", "--yes").out
    assert "No posts" in smm("journal", "list").out
