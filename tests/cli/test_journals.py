# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import json
import sqlite3
from datetime import UTC, datetime

import pytest

from smmcore.journal.entry import State
from smmcore.journal.journal import Journal


@pytest.fixture
def published(smm, board):
    smm("publish", "-", "--to", "door", "--key", "rye", input='{"text": "Fresh rye"}')
    return board


@pytest.fixture
def planned_in_parts(smm, board, tmp_path):
    """A post of which a part was sent before it had to wait."""
    smm("publish", "-", "--to", "door", "--key", "ny", "--at", "2999-01-01T00:00Z", input='{"text": "Rye"}')
    journal, now = Journal(tmp_path / "smm.sqlite3"), datetime(2999, 1, 1, tzinfo=UTC)
    taken = journal.claim(journal.get("door", "ny"), "somebody", now)
    journal.begin_steps(taken, ["file 0", "send"], now)
    journal.finish_steps(taken, {"file 0": "f1"}, now)
    journal.settle(taken, State.SCHEDULED, now, forget=["send"])
    journal.close()


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


def test_resolving_says_what_was_seen(smm, board, long_ago):
    board.faults.append("lost and absent")
    assert smm("publish", "-", "--to", "door", input='{"text": "Lost", "key": "l"}').code == 3
    long_ago()
    assert "l" in smm("journal", "resolve", "door", "l", "--absent").out
    assert smm("publish", "--due").code == 0
    assert len(board.posts) == 1


def test_export_gives_a_document_for_each_post(smm, published, tmp_path, one_error):
    (line,) = smm("journal", "export").out.splitlines()
    assert json.loads(line)["post"]["text"] == "Fresh rye"
    assert "1 post written" in smm("journal", "export", "posts.jsonl").err
    assert json.loads((tmp_path / "posts.jsonl").read_text())["key"] == "rye"
    assert one_error(smm("journal", "export", "posts.jsonl"), "posts.jsonl", "there already")


def test_a_backup_holds_the_posts(smm, published, tmp_path, one_error):
    assert "copy.sqlite3" in smm("journal", "backup", "copy.sqlite3").out
    with sqlite3.connect(tmp_path / "copy.sqlite3") as copy:
        assert copy.execute("SELECT key, state FROM smm_posts").fetchall() == [("rye", "published")]
    copy.close()
    assert one_error(smm("journal", "backup", "copy.sqlite3"), "is there already")


def test_pruning_counts_first_and_removes_what_is_over_and_old(smm, published, tmp_path):
    assert "0 posts older than 90 days" in smm("journal", "prune").out
    with sqlite3.connect(tmp_path / "smm.sqlite3") as journal:
        journal.execute("UPDATE smm_posts SET updated_at = '2020-01-01 00:00:00.000000'")
    journal.close()
    assert smm("journal", "prune", "--json").data["posts"] == 1
    assert "1 post older than 1 day; --yes removes it" in smm("journal", "prune", "--keep", "1").out
    assert "1 post removed" in smm("journal", "prune", "--yes").out
    assert "No posts" in smm("journal", "list").out


def test_pruning_says_what_is_forgotten_with_the_posts(smm):
    words = " ".join(smm("journal", "prune", "--help").out.split())
    assert "Their keys are forgotten, and with them the promise that the same key is published once" in words


@pytest.mark.parametrize("group", ["journal", "accounts"])
def test_a_group_of_commands_alone_shows_its_help(smm, group):
    ran = smm(group)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Usage: ")
    assert "Commands:" in ran.out


@pytest.mark.parametrize(
    "command",
    [
        ["journal", "show", "door", "rye"],
        ["journal", "export"],
        ["journal", "backup", "copy.sqlite3"],
        ["journal", "copy", "copy.sqlite3"],
        ["journal", "prune"],
        ["journal", "cancel", "door", "rye"],
        ["cancel", "door", "rye"],
    ],
)
def test_looking_at_a_mistyped_place_begins_no_journal(smm, board, tmp_path, one_error, command):
    config = tmp_path / "smm.toml"
    config.write_text(f'journal = "typo/smm.sqlite3"\n{config.read_text()}')
    ran = smm(*command)
    assert ran.code == 2
    assert one_error(ran, "there is no journal at", "typo/smm.sqlite3", "smm.toml says where it is")
    assert list(tmp_path.iterdir()) == [config]


def test_a_fresh_project_has_no_posts_and_is_told_so_kindly(smm, board, tmp_path):
    for command in (["status"], ["journal", "list"]):
        ran = smm(*command)
        assert ran.code == 0
        assert "No posts in" in ran.out
        assert "smm.sqlite3, which does not exist yet." in ran.out
    assert smm("status", "--json").data["journal"].endswith("smm.sqlite3")
    assert not (tmp_path / "smm.sqlite3").exists()


def test_what_was_begun_is_named_when_it_is_cancelled(smm, planned_in_parts):
    ran = smm("cancel", "door", "ny")
    assert "ny on door is cancelled." in ran.out
    assert "may be on the network: file 0" in ran.out


def test_what_was_begun_is_named_for_programs_too(smm, planned_in_parts):
    assert smm("journal", "cancel", "door", "ny", "--json").data["reached"] == ["file 0"]


def test_a_journal_goes_on_elsewhere(smm, published, tmp_path, one_error):
    smm("publish", "-", "--to", "door", "--key", "ny", "--at", "2999-01-01T00:00Z", input='{"text": "Later"}')
    ran = smm("journal", "copy", "new.sqlite3")
    assert "2 posts copied from" in ran.out
    assert "smm.toml" in ran.err
    assert one_error(smm("journal", "copy", "new.sqlite3"), "is in use", "empty database")
    config = tmp_path / "smm.toml"
    config.write_text(f'journal = "new.sqlite3"\n{config.read_text()}')
    assert (
        "already published"
        in smm("publish", "-", "--to", "door", "--key", "rye", input='{"text": "Fresh rye"}').out
    )
    assert smm("status", "--json").data["counts"]["scheduled"] == 1


def test_passwords_are_not_taken_from_the_command_line(smm, published, one_error):
    ran = smm("journal", "copy", "postgresql://me:hush@127.0.0.1:1/db")
    assert ran.code == 2
    assert one_error(ran, "PGPASSWORD")
    assert "hush" not in ran.err
