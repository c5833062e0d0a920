# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
"""A network that works with any of several tokens."""

import pytest


@pytest.fixture
def many(installed, monkeypatch):
    import smmcore_chalk

    monkeypatch.setattr(smmcore_chalk.Chalk, "secrets", ())
    monkeypatch.setattr(smmcore_chalk.Chalk, "tokens", ("token", "other"), raising=False)


def with_secrets(tmp_path, *lines):
    head = ["[accounts.door]", 'platform = "chalk"']
    (tmp_path / "smm.toml").write_text("\n".join([*head, *lines]))


def test_an_account_without_any_of_them_is_told_which_there_are(smm, many, tmp_path):
    with_secrets(tmp_path)
    assert "no token: smm.toml says of none where it is kept (token, other)" in smm("accounts", "list").out


@pytest.mark.parametrize("name", ["token", "other"])
def test_any_of_them_is_enough(smm, many, tmp_path, monkeypatch, name):
    monkeypatch.setenv("DOOR", "x")
    with_secrets(tmp_path, f'secrets.{name} = {{ env = "DOOR" }}')
    (account,) = smm("accounts", "list", "--json").data["accounts"]
    assert account["problems"] == []


def test_an_account_is_added_with_the_first_or_with_the_one_that_is_named(smm, many):
    first = smm("accounts", "add", "door", "--platform", "chalk", "--json").data
    assert first["secrets"] == {"token": "env:DOOR_TOKEN"}
    named = smm("accounts", "add", "wall", "--platform", "chalk", "--secret", "other=env:X", "--json").data
    assert named["secrets"] == {"other": "env:X"}


def test_a_dry_run_needs_none_of_them(smm, many, tmp_path):
    with_secrets(tmp_path)
    ran = smm("publish", "-", "--to", "door", "--dry-run", input='{"text": "Hi"}')
    assert ran.code == 0, ran.err
    assert "~~token~~" in ran.out
