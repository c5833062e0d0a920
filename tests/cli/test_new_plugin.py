# ruff: noqa: ARG001 - a fixture sets the scene by being asked for
"""What `smm new-plugin` writes works at once, and what it cannot write leaves nothing behind."""

import ast
import io
import os
import re
import subprocess
import sys
import sysconfig
import tokenize
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "new-plugin.md"
SMM = "from smmcore.cli import main; main()"
LONG = "a" * 29 + "9"
WORDY = "Żółw & O'Neil {x} <b> NEW_name $name `x` #1"
FILES = [
    ".github/workflows/ci.yml",
    ".gitignore",
    "CHANGELOG.md",
    "README.md",
    "pyproject.toml",
    "smmcore_pinboard/__init__.py",
    "smmcore_pinboard/api.py",
    "smmcore_pinboard/py.typed",
    "smmcore_pinboard/sandbox.py",
    "smmcore_pinboard/values.py",
    "tests/test_conformance.py",
    "tests/test_pinboard.py",
]


def written(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def left_in(folder):
    return [path for path in folder.iterdir() if path.name != "home"]


# What is written


def test_a_distribution_is_written_whole(smm, tmp_path):
    ran = smm("new-plugin", "pinboard")
    assert ran.code == 0, ran.err
    assert f"smmcore-pinboard is in {tmp_path}/smmcore-pinboard: {len(FILES)} files." in ran.out
    assert written(tmp_path / "smmcore-pinboard") == FILES
    assert left_in(tmp_path) == [tmp_path / "smmcore-pinboard"]


def test_json_says_what_was_written(smm, tmp_path):
    (tmp_path / "my plugins").mkdir()
    ran = smm("new-plugin", "pinboard", "--into", "my plugins", "--title", " Pin Board ", "--json")
    assert ran.data == {
        "network": "pinboard",
        "title": "Pin Board",
        "folder": str(tmp_path / "my plugins" / "smmcore-pinboard"),
        "files": FILES,
        "next": [
            "cd 'my plugins/smmcore-pinboard'",
            'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]"',
            ".venv/bin/smm plugins",
            ".venv/bin/pytest",
        ],
    }


def test_people_who_share_the_folder_may_read_it(smm, tmp_path):
    (tmp_path / "usual").mkdir()
    smm("new-plugin", "pinboard")
    assert (tmp_path / "smmcore-pinboard").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_it_depends_on_this_release_of_the_core(smm, tmp_path):
    import tomllib

    import smmcore

    smm("new-plugin", "pinboard")
    project = tomllib.loads((tmp_path / "smmcore-pinboard" / "pyproject.toml").read_text("utf-8"))["project"]
    major, minor = smmcore.__version__.split(".")[:2]
    assert project["dependencies"] == [f"smmcore>={major}.{minor},<{major}.{int(minor) + 1}"]
    assert project["entry-points"] == {"smmcore": {"pinboard": "smmcore_pinboard"}}
    assert "license" not in project


def test_no_placeholder_is_left(smm, tmp_path):
    smm("new-plugin", "pinboard")
    folder = tmp_path / "smmcore-pinboard"
    assert [name for name in written(folder) if "NEW_" in name + (folder / name).read_text("utf-8")] == []
    assert "python-version: ${{ matrix.python }}" in (folder / ".github/workflows/ci.yml").read_text("utf-8")


def test_it_passes_its_own_linter_whatever_it_is_called(smm, tmp_path):
    for name in ("none", "any", "x", "smmcore", "io", LONG):
        assert smm("new-plugin", name, "--title", WORDY).code == 0, name
    ruff = [sys.executable, "-m", "ruff"]
    for arguments in (["check", "--no-cache"], ["format", "--check", "--no-cache"]):
        done = subprocess.run(
            [*ruff, *arguments, "."], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_a_title_may_be_any_line_of_text(smm, tmp_path):
    import tomllib

    smm("new-plugin", "pinboard", "--title", WORDY)
    folder = tmp_path / "smmcore-pinboard"
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["description"].startswith(f"{WORDY} for smmcore")
    api = ast.parse((folder / "smmcore_pinboard" / "api.py").read_text("utf-8"))
    assert WORDY in [node.value for node in ast.walk(api) if isinstance(node, ast.Constant)]


def test_without_a_title_the_name_is_one(smm):
    assert smm("new-plugin", "pin_board", "--json").data["title"] == "Pin board"


def test_the_network_has_less_than_120_lines_of_code(smm, tmp_path):
    smm("new-plugin", "pinboard")
    package = tmp_path / "smmcore-pinboard" / "smmcore_pinboard"
    lines = {name: lines_of_code(package / f"{name}.py") for name in ("__init__", "api", "values")}
    assert lines == {"__init__": 62, "api": 36, "values": 21}
    assert sum(lines.values()) == 119


def lines_of_code(path):
    """Lines with code: no blanks, no comments, no docstrings."""
    text = path.read_text("utf-8")
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    code = {
        line
        for token in tokens
        if token.type not in {*layout, tokenize.ENDMARKER}
        for line in range(token.start[0], token.end[0] + 1)
    }
    docs = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    return len(code - {line for node in docs for line in range(node.lineno, node.end_lineno + 1)})


def test_its_steps_name_chapters_that_exist(smm, tmp_path):
    smm("new-plugin", "pinboard")
    steps = (tmp_path / "smmcore-pinboard" / "README.md").read_text("utf-8")
    named = set(re.findall(r'"([A-Z][^"\n]+)"', " ".join(steps.split("## Make it yours")[1].split("\n"))))
    pages = [ROOT / "docs" / name for name in ("write-a-network.md", "testing-a-network.md")]
    chapters = {
        head for page in pages for head in re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    }
    assert len(named) > 8
    assert named - chapters == set()


def test_the_template_reads_as_python():
    templates = [path for path in (ROOT / "smmcore" / "templates").rglob("*.py.tmpl") if path.stat().st_size]
    assert len(templates) == 6
    for path in templates:
        ast.parse(path.read_text("utf-8"))


# What is refused


@pytest.mark.parametrize(
    "name",
    [
        *("", " ", "Pinboard", "pin-board", "pin board", "4pins", "_pins", "pins_", "pin__board", "püns"),
        *(".", "..", "../pins", "/pins", "pins/..", "~", "$HOME", "pins;ls", "pins'", '"', "{name}", "١"),
        *("pins\n", "a" * 31),
    ],
)
def test_a_name_that_is_none_is_one_line(smm, one_error, tmp_path, name):
    ran = smm("new-plugin", "--", name)
    assert ran.code == 2
    assert one_error(ran, "is no name for a network: write at most 30 small letters")
    assert left_in(tmp_path) == []


def test_a_name_of_an_installed_network_is_refused(smm, one_error, tmp_path):
    ran = smm("new-plugin", "chalk")
    assert ran.code == 2
    assert one_error(ran, "the network chalk is installed already (smmcore-chalk 1.0); choose another name")
    assert left_in(tmp_path) == []


def test_a_name_that_two_test_files_would_have_is_refused(smm, one_error):
    assert one_error(smm("new-plugin", "conformance"), "choose another name")


@pytest.mark.parametrize(
    "title", ["", "  ", 'Pin "Board"', "Pin\\", "Pin\nboard", "Pin\x1b[2J", "Pin\u202eboard"]
)
def test_a_title_that_is_none_is_one_line(smm, one_error, tmp_path, title):
    ran = smm("new-plugin", "pinboard", "--title", title)
    assert ran.code == 2
    assert one_error(ran, "write one line, without double quotes and backslashes")
    assert left_in(tmp_path) == []


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_there_is_not_touched(smm, one_error, tmp_path, kind):
    place = tmp_path / "smmcore-pinboard"
    if kind == "folder":
        place.mkdir()
    elif kind == "file":
        place.write_text("mine")
    else:
        place.symlink_to(tmp_path / "nowhere")
    before = place.lstat()
    ran = smm("new-plugin", "pinboard")
    assert ran.code == 2
    assert one_error(
        ran, "smmcore-pinboard exists already; move it away, or choose another folder with --into"
    )
    assert (place.lstat().st_ino, place.lstat().st_mtime) == (before.st_ino, before.st_mtime)
    assert left_in(tmp_path) == [place]


def test_a_folder_that_is_not_there_is_named(smm, one_error):
    ran = smm("new-plugin", "pinboard", "--into", "plugins")
    assert ran.code == 2
    assert one_error(ran, "--into plugins: there is no such folder; make it first")


def test_nothing_half_written_is_left(smm, one_error, tmp_path, monkeypatch):
    def full(*args, **more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", full)
    ran = smm("new-plugin", "pinboard")
    assert ran.code == 2
    assert one_error(
        ran, "smmcore-pinboard cannot be written: No space left on device; choose another folder"
    )
    assert left_in(tmp_path) == []


# As a person does it: in an environment of its own


def test_the_page_shows_what_happens(tmp_path):
    done = Shell(tmp_path)
    for command, expected in shown():
        output = done.run(command)
        pattern = "(?s:.*?)".join(re.escape(part) for part in expected.split("…"))
        assert re.fullmatch(pattern, output), f"$ {command}\n{output}"


def shown():
    """The page's commands with their outputs; `…` stands for anything."""
    block = re.search(r"```console\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[1]
    parts = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    return [(command, spaced(output)) for command, output in parts]


def spaced(output):
    return re.sub("  +", "  ", output).strip()


class Shell:
    """Runs the page's commands. Packages come from this environment: nothing is fetched."""

    def __init__(self, home):
        self.home = self.folder = home

    def run(self, command):
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return ""
        if command.startswith("python3 -m venv"):
            return self.installed()
        program, *arguments = command.split()
        if program == "smm":
            return self.called(sys.executable, "-c", SMM, *arguments)
        output = self.called(
            self.python, *{"pytest": ["-m", "pytest"], "smm": ["-c", SMM]}[Path(program).name], *arguments
        )
        if arguments == ["plugins"]:
            output = "\n".join(line for line in output.splitlines() if re.match("plugin |pinboard ", line))
        return output

    @property
    def python(self):
        return str(self.folder / ".venv" / "bin" / "python")

    def installed(self):
        self.called(sys.executable, "-m", "venv", ".venv")
        (packages,) = (self.folder / ".venv" / "lib").glob("python*/site-packages")
        here = sysconfig.get_path("purelib")
        (packages / "borrowed.pth").write_text(f"import site; site.addsitedir({here!r})\n")
        flags = ["-q", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
        return self.called(self.python, "-m", "pip", "install", *flags, ".")

    def called(self, *program):
        env = os.environ | {"PYTHONUTF8": "1", "COLUMNS": "80", "HOME": str(self.home)}
        done = subprocess.run(
            program, cwd=self.folder, env=env, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0 or "plugins" in program, done.stdout + done.stderr
        return spaced(done.stdout.replace(str(self.home), "/home/sigrid"))


def test_its_types_are_strict(smm, tmp_path):
    smm("new-plugin", "pinboard", "--title", WORDY)
    folder = tmp_path / "smmcore-pinboard"
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--cache-dir", ROOT / ".mypy_cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_wheel_has_the_whole_template(tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    here = ROOT / "smmcore" / "templates"
    with zipfile.ZipFile(wheel) as packed:
        found = {
            name.removeprefix("smmcore/templates/") for name in packed.namelist() if "/templates/" in name
        }
    assert found == set(written(here))
    assert len(found) == len(FILES)
