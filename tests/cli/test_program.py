# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def test_help_is_light():
    code = (
        "import sys; from smmcore.cli import smm\n"
        "try: smm.main(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('httpx', 'sqlalchemy', 'rich', 'attrs', 'cattrs') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr.strip() == "[]"
    assert "Exit codes: 0 done; 1 something failed; 2 wrong use; 3 something is" in done.stdout


def test_help_lists_plugins_commands_and_they_run(smm):
    ran = smm("--help")
    assert ran.code == 0
    assert "Commands of plugins:\n  hello" in ran.out
    assert smm("hello").out == "hello\n"
    assert smm().out == ran.out


def test_every_command_has_help_and_json(smm):
    from smmcore.cli import COMMANDS

    for name in COMMANDS.keys() - {"accounts", "demo", "journal", "worker"}:
        ran = smm(name, "--help")
        assert ran.code == 0
        assert "--json" in ran.out, name


def test_a_broken_plugin_is_named_once_and_the_rest_works(smm, board, installed):
    installed.append(installed[0].parent / "broken")
    for args in (["--help"], ["hello"], ["accounts", "check"]):
        ran = smm(*args)
        assert ran.code == 0
        assert ran.err.count("broken") == 1, ran.err
        assert (
            "Warning: plugin broken is left out: RuntimeError: it was written for another version" in ran.err
        )
    ran = smm("plugins")
    assert ran.code == 1
    assert "smmcore-broken 0.1" in ran.out


def test_plugins_are_listed(smm):
    ran = smm("plugins", "--json")
    assert ran.code == 0
    chalk, helpers = ran.data["plugins"]
    assert chalk == {
        "name": "chalk",
        "kind": "network",
        "network": "Chalkboard",
        "commands": [],
        "distribution": "smmcore-chalk 1.0",
        "broken": None,
    }
    assert (helpers["kind"], helpers["commands"]) == ("plugin", ["hello"])


def test_an_unknown_command_is_one_line(smm, one_error):
    ran = smm("nix")
    assert ran.code == 2
    assert one_error(ran, "No such command 'nix' (see smm --help)")


def test_the_version(smm):
    assert smm("--version").out.startswith("smm, version ")


def test_another_config_can_be_named(smm, board, tmp_path, monkeypatch, one_error):
    (tmp_path / "smm.toml").rename(tmp_path / "other.toml")
    assert smm("--config", "other.toml", "accounts", "check").code == 0
    monkeypatch.setenv("SMM_CONFIG", str(tmp_path / "other.toml"))
    assert smm("accounts", "check").code == 0
    assert one_error(smm("--config", "nix.toml", "status"), "nix.toml: there is no such file")


def test_a_mistake_of_ours_is_one_line_and_a_traceback_on_demand(smm, board, monkeypatch):
    from smmcore.smm import SMM

    def broken(*args, **more):
        raise RuntimeError("this is a bug; the token is chalk-token-0001")

    monkeypatch.setattr(SMM, "abilities", broken)
    ran = smm("abilities", "door")
    assert ran.code == 1
    assert (
        ran.err
        == "Error: RuntimeError: this is a bug; the token is ~~token~~; run `smm --debug …` for the traceback\n"
    )
    from click.testing import CliRunner

    from smmcore.cli import smm as group

    result = CliRunner().invoke(group, ["--debug", "abilities", "door"])
    assert "Traceback" in result.stderr
    assert "chalk-token" not in result.stderr


def test_ctrl_c_is_130(smm, board, monkeypatch, one_error):
    from smmcore.smm import SMM

    def interrupted(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr(SMM, "abilities", interrupted)
    ran = smm("abilities", "door")
    assert ran.code == 130
    assert "Error: interrupted" in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_an_output_that_is_full_is_one_line(shell):
    with Path("/dev/full").open("w") as full:
        ran = shell("plugins", stdout=full)
    assert ran.code == 1
    assert ran.err == "Error: No space left on device\n"


def test_without_stdout_it_works_in_silence(shell):
    import functools

    for streams in ((1,), (2,), (1, 2)):
        closing = functools.partial(list, map(os.close, streams))
        ran = shell(
            "plugins", stdout=None, stderr=None if 2 in streams else subprocess.PIPE, preexec_fn=closing
        )
        assert (ran.code, ran.err) == (0, ""), streams


def test_a_pipe_that_closes_early_makes_no_noise(shell):
    reader, writer = os.pipe()
    os.close(reader)
    ran = shell("--help", stdout=writer)
    os.close(writer)
    assert ran.err == ""


def test_debug_of_the_real_program_shows_no_secret(shell, board, tmp_path):
    (tmp_path / "a.txt").write_text("Some text")
    ran = shell("--debug", "publish", "a.txt", "--to", "door", env={"DOOR_TOKEN": "chalk-token-0001"})
    assert ran.code == 0, ran.err
    assert "status 200" in ran.err
    assert "chalk-token" not in ran.err + ran.out


@pytest.mark.parametrize("width", [60, 80])
def test_the_state_is_one_word_on_a_narrow_terminal(monkeypatch, width):
    from io import StringIO

    import click

    from smmcore.cli import output

    class Terminal(StringIO):
        encoding = "ascii"

        def isatty(self):
            return True

    monkeypatch.setattr("sys.stdout", shown := Terminal())
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    row = [
        "2026-12-01 08:00 +0100",
        "sandbox-telegram",
        "2026-12-01-żytni",
        "unconfirmed",
        "no whole answer",
    ]
    output.table(["due", "account", "key", "state", "details"], [row])
    text = click.unstyle(shown.getvalue())
    assert "unconfirmed" in text
    assert max(map(len, text.splitlines())) <= width


def test_the_output_of_a_pipe_is_plain(shell, board, tmp_path):
    ran = shell("accounts", "check", env={"DOOR_TOKEN": "chalk-token-0001"})
    assert ran.code == 0, ran.err
    assert ran.out.splitlines()[0].split() == ["account", "ok", "title", "what", "the", "network", "says"]
    assert "\x1b" not in ran.out


@pytest.fixture
def sandbox(tmp_path):
    env = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(Path(__file__).parent / "installed")}
    program = [sys.executable, "-c", "from smmcore.cli import main; main()", "sandbox", "--port", "0"]
    with (tmp_path / "out").open("w") as out:
        process = subprocess.Popen(program, stdout=out, stderr=subprocess.PIPE, env=env, text=True)
    yield process, tmp_path / "out"
    process.kill()
    process.communicate()


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_sandbox_serves_until_it_is_told_to_end(sandbox, shell, tmp_path, end):
    process, out = sandbox
    ends = time.monotonic() + 30
    while "platform" not in out.read_text() and time.monotonic() < ends:
        time.sleep(0.05)
    text = out.read_text()
    assert "SANDBOX page of chalk: http://127.0.0.1:" in text
    assert '[uploads]\nto = "folder"\nfolder = "' in text, "this network fetches media"
    (tmp_path / "smm.toml").write_text(text[text.index("journal =") :])
    (tmp_path / "a.txt").write_text("Some text")
    ran = shell("publish", "a.txt", "--to", "sandbox-chalk")
    assert ran.code == 0, ran.err
    process.send_signal(end)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (0, "")


def test_the_sandbox_names_a_port_that_is_taken(shell):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = shell("sandbox", "--port", taken.getsockname()[1])
    assert ran.code == 2
    assert "choose another with --port" in ran.err


def test_the_docs_name_every_command_and_option():
    import click

    from smmcore.cli import COMMANDS
    from smmcore.cli import smm as group

    page = (Path(__file__).parents[2] / "docs" / "cli.md").read_text("utf-8")
    context = click.Context(group)
    for name in COMMANDS:
        assert f"smm {name}" in page
        if name != "demo":
            for word in options(group.get_command(context, name)):
                assert word in page, f"{name} {word}"


def options(command):
    for inner in getattr(command, "commands", {}).values():
        yield from options(inner)
    for parameter in command.params:
        if parameter.param_type_name == "option" and parameter.name != "json":
            yield parameter.opts[0]
