# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import pytest


def test_accounts_are_listed_with_what_is_missing(smm, board, tmp_path, monkeypatch):
    monkeypatch.delenv("DOOR_TOKEN")
    with (tmp_path / "smm.toml").open("a") as file:
        file.write(
            '\n[accounts.shop]\nplatform = "vk"\n\n[accounts.bare]\nplatform = "chalk"\ncolour = "white"\n'
        )
    ran = smm("accounts", "list")
    assert ran.code == 0
    door, shop, bare = ran.out.splitlines()[1:]
    assert "no token: the environment variable DOOR_TOKEN is not set" in door
    assert "no plugin brings the network 'vk'" in shop
    assert "colour" in bare
    data = smm("accounts", "list", "--json").data
    assert [account["name"] for account in data["accounts"]] == ["door", "shop", "bare"]


def test_without_a_file_the_list_says_how_to_begin(smm):
    ran = smm("accounts", "list")
    assert ran.code == 0
    assert "smm accounts add" in ran.out


def test_an_account_is_added_and_the_file_survives(smm, board, tmp_path):
    config = tmp_path / "smm.toml"
    before = "# the shop's accounts\n\n" + config.read_text() + "   # the end"
    config.write_text(before)
    config.chmod(0o640)
    ran = smm(
        "accounts",
        "add",
        "window",
        "--platform",
        "chalk",
        "--id",
        "win",
        "--set",
        "base_url=http://x.example",
    )
    assert ran.code == 0
    assert "export WINDOW_TOKEN" in ran.out
    after = config.read_text()
    assert after.startswith(before + "\n")
    assert 'secrets.token = { env = "WINDOW_TOKEN" }' in after
    assert config.stat().st_mode & 0o777 == 0o640
    assert [a["name"] for a in smm("accounts", "list", "--json").data["accounts"]] == ["door", "window"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["smm.toml"]


@pytest.mark.parametrize(
    ("name", "variable"),
    [
        ("4flours", "SMM_4FLOURS_TOKEN"),
        ("four-flours", "FOUR_FLOURS_TOKEN"),
        ("пекарня", "SMM_45819A43_TOKEN"),
    ],
)
def test_the_variable_that_is_proposed_can_be_exported(smm, name, variable):
    assert f"export {variable}=…" in smm("accounts", "add", name, "--platform", "chalk").out


def test_the_first_account_begins_a_file_that_others_cannot_read(smm, tmp_path):
    ran = smm("accounts", "add", "door", "--platform", "chalk", "--secret", "token=file:t.txt", "--json")
    assert ran.data["secrets"] == {"token": "file:t.txt"}
    assert (tmp_path / "smm.toml").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["door", "--platform", "chalk"], "there is an account door already"),
        (["new", "--platform", "nix"], "no plugin brings the network 'nix'"),
        (["new"], "--platform"),
        (["new one", "--platform", "chalk"], "names have only letters"),
        (["new", "--platform", "chalk", "--set", "colour=white"], "colour"),
        (["new", "--platform", "chalk", "--set", "colour"], "KEY=VALUE"),
        (["new", "--platform", "chalk", "--secret", "token=very-secret"], "token=env:NAME"),
    ],
)
def test_add_changes_nothing_when_it_cannot(smm, board, tmp_path, one_error, args, words):
    before = (tmp_path / "smm.toml").read_text()
    ran = smm("accounts", "add", *args)
    assert ran.code == 2
    assert one_error(ran, words)
    assert "very-secret" not in ran.err
    assert (tmp_path / "smm.toml").read_text() == before


def test_add_refuses_a_file_that_it_cannot_append_to(smm, tmp_path, one_error):
    (tmp_path / "smm.toml").write_text('accounts = { door = { platform = "chalk" } }\n')
    assert one_error(smm("accounts", "add", "new", "--platform", "chalk"), "smm.toml line ")


def test_check_asks_every_network(smm, board, tmp_path):
    ran = smm("accounts", "check")
    assert ran.code == 0
    assert "The board by the door" in ran.out
    with (tmp_path / "smm.toml").open("a") as file:
        file.write('\n[accounts.window]\nplatform = "chalk"\nsecrets.token = { env = "NIX" }\n')
    ran = smm("accounts", "check", "--json")
    assert ran.code == 1
    assert [account["ok"] for account in ran.data["accounts"]] == [True, False]
    assert smm("accounts", "check", "door").code == 0


def test_a_wrong_token_is_told_and_not_shown(smm, board, monkeypatch):
    monkeypatch.setenv("DOOR_TOKEN", "wrong-token-999")
    ran = smm("accounts", "check")
    assert ran.code == 1
    assert "the token is wrong" in ran.out
    assert "wrong-token-999" not in ran.out + ran.err


def test_abilities_have_reasons(smm, board, one_error):
    ran = smm("abilities", "door")
    assert "a board shows no stories" in ran.out
    abilities = smm("abilities", "door", "--json").data["abilities"]
    assert abilities["text"] == {"can": True, "reason": ""}
    assert one_error(smm("abilities", "nobody"), "no account 'nobody'")


def test_an_unknown_network_is_one_line(smm, tmp_path, one_error):
    (tmp_path / "smm.toml").write_text('[accounts.a]\nplatform = "nix"\n')
    ran = smm("abilities", "a")
    assert ran.code == 2
    assert one_error(ran, "no plugin brings the network 'nix'")


def test_a_secret_comes_from_the_vault_of_a_plugin(smm, board, tmp_path):
    config = tmp_path / "smm.toml"
    config.write_text(config.read_text().replace('{ env = "DOOR_TOKEN" }', '{ vault = "bakery" }'))
    (account,) = smm("accounts", "list", "--json").data["accounts"]
    assert account["problems"] == []
    ran = smm("accounts", "check")
    assert "from-the-vault" not in ran.out + ran.err
