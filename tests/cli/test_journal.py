# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import pytest

PLAN = '{"key": "ny", "text": "New year", "at": "2999-01-01T00:00:00+01:00", "zone": "Europe/Warsaw", "to": ["door"]}'


@pytest.fixture
def planned(smm, board, tmp_path):
    (tmp_path / "plan.json").write_text(PLAN)
    smm("publish", "plan.json")
    return board


def test_status_shows_rows_and_counts(smm, planned):
    ran = smm("status")
    assert "1 scheduled" in ran.out
    assert "2999-01-01 00:00 +0100" in ran.out
    assert "\t" not in ran.out
    data = smm("status", "door", "--state", "scheduled", "--json").data
    assert data["counts"]["scheduled"] == 1
    assert data["posts"][0]["post"]["text"] == "New year"


def test_status_of_an_empty_journal(smm, board):
    assert "No posts in" in smm("status").out


def test_status_names_unknown_accounts(smm, board, one_error):
    ran = smm("status", "nobody")
    assert ran.code == 2
    assert one_error(ran, "no account 'nobody' (known: door)")


def test_status_can_be_shortened(smm, planned):
    smm("publish", "-", "--to", "door", "--now", input='{"text": "Now", "key": "n"}')
    ran = smm("status", "--limit", "1")
    assert "the latest 1 of 2" in ran.err
    assert "ny" in ran.out


def test_cancel_takes_back_what_waits(smm, planned, one_error):
    assert smm("cancel", "door", "ny", "--json").data["state"] == "cancelled"
    assert smm("status", "--json").data["counts"]["cancelled"] == 1
    assert one_error(smm("cancel", "door", "ny"), "ny on door is cancelled")


def test_cancel_says_what_to_do_instead(smm, planned, one_error):
    smm("publish", "plan.json", "--now")
    ran = smm("cancel", "door", "ny")
    assert ran.code == 2
    assert one_error(ran, "published", "smm delete door 1")
    assert one_error(smm("cancel", "door", "nix"), "no post nix on door")


def test_a_lost_post_is_found(smm, board):
    board.faults.append("lost")
    assert smm("publish", "-", "--to", "door", input='{"text": "Lost", "key": "l"}').code == 3
    ran = smm("reconcile", "door")
    assert ran.code == 3
    assert "ask again in" in ran.out


def test_what_is_found_is_published(smm, board, long_ago):
    board.faults.append("lost")
    smm("publish", "-", "--to", "door", input='{"text": "Lost", "key": "l"}')
    long_ago()
    assert smm("reconcile", "--json").data["results"][0]["state"] == "published"
    assert "Nothing is unconfirmed." in smm("reconcile").out


def test_what_is_proven_absent_is_sent_when_asked(smm, board, long_ago):
    board.faults.append("lost and absent")
    smm("publish", "-", "--to", "door", input='{"text": "Lost", "key": "l"}')
    long_ago()
    ran = smm("reconcile", "--send", "--json")
    assert [result["state"] for result in ran.data["results"]] == ["published"]
    assert len(board.posts) == 1


def test_a_person_resolves(smm, board, long_ago, one_error):
    board.faults.extend(["lost", "lost and absent"])
    for key in ("a", "b"):
        smm("publish", "-", "--to", "door", input=f'{{"text": "Lost {key}", "key": "{key}"}}')
    assert smm("reconcile", "door", "--resolve", "a", "--id", "1").code == 0
    assert one_error(smm("reconcile", "door", "--resolve", "b", "--absent"), "b on door", "look again in ")
    long_ago()
    assert "scheduled" in smm("reconcile", "door", "--resolve", "b", "--absent").out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--resolve", "a", "--id", "1"], "one ACCOUNT"),
        (["door", "--resolve", "a"], "--id ID, or --absent"),
        (["door", "--resolve", "a", "--id", "1", "--absent"], "--id ID, or --absent"),
        (["door", "--resolve", "a", "--id", "", "--absent"], "--id ID, or --absent"),
        (["door", "--resolve", "a", "--id", " "], "--id must not be empty"),
        (["door", "--absent"], "belongs to --resolve"),
        (["door", "--id", ""], "--id belongs to --resolve"),
        (["door", "--resolve", "nix", "--absent"], "nix on door is unknown"),
    ],
)
def test_reconcile_says_what_it_needs(smm, board, one_error, args, words):
    ran = smm("reconcile", *args)
    assert ran.code == 2
    assert one_error(ran, words)


def test_a_doctor_finds_nothing_on_a_healthy_day(smm, board):
    ran = smm("doctor", "--online", "--json")
    assert (ran.code, ran.data["ok"]) == (0, True)
    assert (
        "The board by the door" in smm("doctor", "--online").out
        or "writes in white" in smm("doctor", "--online").out
    )


@pytest.mark.parametrize(
    ("uploads", "ok", "words"),
    [
        ('to = "folder"\nfolder = "shop"\nurl = "https://a.example"', True, "folder"),
        ('to = "folder"\nfolder = "shop"', False, "url: is missing"),
        (
            'to = "s3"\nbucket = "b"\nsecrets.secret_key = { env = "NO_SUCH_KEY" }',
            False,
            "NO_SUCH_KEY is not set",
        ),
    ],
)
def test_a_doctor_looks_at_uploads(smm, board, tmp_path, uploads, ok, words):
    config = tmp_path / "smm.toml"
    config.write_text(f"{config.read_text()}\n[uploads]\n{uploads}\n")
    (finding,) = [found for found in smm("doctor", "--json").data["findings"] if found["about"] == "uploads"]
    assert finding["ok"] is ok
    assert words in finding["words"]


def test_a_doctor_says_what_needs_a_person(smm, board, tmp_path, installed):
    from datetime import UTC, datetime

    from smmcore import Post
    from smmcore.journal.journal import Journal

    board.faults.append("lost")
    smm("publish", "-", "--to", "door", input='{"text": "Lost", "key": "l"}')
    journal = Journal(tmp_path / "smm.sqlite3")
    then = datetime(2026, 1, 1, tzinfo=UTC)
    journal.add(
        account="door", platform="chalk", key="late", post=Post("x"), digest="d", due_at=then, now=then
    )
    journal.close()
    with (tmp_path / "smm.toml").open("a") as file:
        file.write('\n[accounts.window]\nplatform = "chalk"\nsecrets.token = { env = "NIX" }\n')
    installed.append(installed[0].parent / "broken")
    ran = smm("doctor")
    assert ran.code == 1
    for words in ("late on door", "l on door", "NIX is not set", "written for another version"):
        assert words in ran.out


def test_a_doctor_works_without_any_config(smm):
    ran = smm("doctor")
    assert ran.code == 1
    assert "no smm.toml found" in ran.out


def test_a_broken_config_is_a_finding_too(smm, tmp_path):
    (tmp_path / "smm.toml").write_text("accounts = 3")
    ran = smm("doctor", "--json")
    assert ran.code == 1
    assert not ran.data["ok"]
