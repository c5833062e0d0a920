"""The tutorial's first page and its code belong together; docs/follow_tutorial.py follows the page for real."""

import ast
import re
import subprocess
import sys

import follow_tutorial
import pytest
from follow_tutorial import Reader, appended, blocks, missing
from smmcore_skyline import Skyline

import smmcore
from smmcore.models import Account
from smmcore.steps import Steps
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import answer

FILES = ["pyproject.toml", "smmcore_skyline.py", "try_it.py", "test_skyline.py"]


@pytest.fixture
def page(docs):
    return (docs / "first-network.md").read_text("utf-8")


@pytest.fixture
def skyline(examples):
    return examples / "skyline"


def written(page, file):
    """A file as somebody has it in the end who follows the page."""
    text = ""
    for block in blocks(page):
        if block.file == file:
            text = appended(text, block)
    return text


def lines_of(text):
    """The lines that are neither empty nor a mark of where a part begins or ends."""
    return [
        line
        for line in text.splitlines()
        if line.strip() and not re.fullmatch(r" *# (start|end) of \w+", line)
    ]


# The page


@pytest.mark.parametrize("file", FILES)
def test_the_blocks_together_are_the_whole_file(page, skyline, file):
    assert lines_of(written(page, file)) == lines_of((skyline / file).read_text("utf-8"))


def test_no_other_file_is_written(page):
    assert {block.file for block in blocks(page) if block.file} == {*FILES}


def test_the_plugin_is_under_120_lines_of_code(page):
    lines = [line.strip() for line in written(page, "smmcore_skyline.py").splitlines()]
    assert len([line for line in lines if line and not line.startswith("#")]) < 120
    assert "under 120 lines" in page


def test_every_block_of_code_says_where_it_goes(page):
    for before, file in re.findall(r"([^\n]*:)\n\n<!-- ([\w.]+)(?:: \w+)? -->", page):
        assert f"`{file}`" in before or before == "All the code goes into `smmcore_skyline.py`. Its head:"
    assert not [block for block in blocks(page) if block.language in {"python", "toml"} and not block.file]


def test_the_pages_code_is_python(page):
    for file in FILES[1:]:
        ast.parse(written(page, file))


# Who follows it


@pytest.fixture
def reader(tmp_path):
    return Reader(tmp_path)


def test_blocks_are_put_below_each_other(reader, tmp_path):
    reader.follow(
        "<!-- a.py: one -->\n```python\nx = 1\n```\n\n<!-- a.py: two -->\n```python\nprint(x)\n```\n"
    )
    assert (tmp_path / "a.py").read_text("utf-8") == "x = 1\n\nprint(x)\n"


def test_what_is_printed_is_held_against_the_page(reader):
    reader.follow("```sh\necho found 7 posts\n```\n\n```text\nfound … posts\n```\n")
    with pytest.raises(SystemExit, match="no posts"):
        reader.follow("```sh\necho found 7 posts\n```\n\n```text\nno posts\n```\n")


def test_a_command_that_fails_ends_it(reader, tmp_path):
    with pytest.raises(SystemExit, match="failed with 3"):
        reader.follow("```sh\nexit 3\n```\n\n```sh\ntouch later\n```\n")
    assert not (tmp_path / "later").exists()


def test_the_environment_stays_active(reader, tmp_path):
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "activate").write_text("ACTIVE=yes\n", "utf-8")
    reader.follow("```sh\n. .venv/bin/activate\n```\n\n```sh\necho $ACTIVE\n```\n\n```text\nyes\n```\n")


@pytest.mark.parametrize(
    ("promised", "printed"),
    [("a … c", "a b  c"), ("a … c", "a c"), ("…", ""), ("3 passed in …", "3 passed in 1.2s")],
)
def test_the_dots_stand_for_anything(promised, printed):
    assert missing(promised, f"{printed}\nmore\n") == []


def test_it_wants_an_empty_folder(tmp_path):
    (tmp_path / "mine.txt").write_text("precious", "utf-8")
    run = [sys.executable, follow_tutorial.__file__, str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == f"{tmp_path} is not empty: the page begins in an empty folder"


# What the page says of the plugin


@pytest.fixture
def account():
    return Account("bakery", "skyline", "bakery.test", secrets={"password": "sour-dough"})


SESSION = {"accessJwt": "eyJtoken", "refreshJwt": "eyJrenewal"}


def test_one_key_is_one_record_for_ever(account):
    first, again, other = (
        Skyline().place(account, Steps(ScriptedIO(), key)) for key in ("rye", "rye", "spelt")
    )
    assert first == again != other
    assert re.fullmatch("2[2-7a-z]{12}", first["rkey"])


def test_a_taken_place_is_an_answer_lost(account):
    io = ScriptedIO(createSession=SESSION, putRecord=answer({"error": "InvalidSwap"}, 400))
    with pytest.raises(smmcore.AnswerLost):
        io.run(Skyline().publish(io, account, smmcore.Post("Fresh rye!"), Steps(io, "rye")))


def test_it_signs_in_once(account):
    io = ScriptedIO(createSession=SESSION, getPosts={"posts": []})
    for _ in range(2):
        io.run(Skyline().post_metrics(io, account, ["at://did:plc:x/app.bsky.feed.post/2a"]))
    signing_in = [request for request in io.sent if "createSession" in request.url]
    assert len(signing_in) == 1
    assert "sour-dough" not in repr(io.sent)


def test_a_thousand_posts_take_forty_calls(account):
    io = ScriptedIO(createSession=SESSION, getPosts={"posts": []})
    io.run(
        Skyline().post_metrics(io, account, [f"at://did:plc:x/app.bsky.feed.post/{n}" for n in range(1000)])
    )
    assert len([request for request in io.sent if "getPosts" in request.url]) == 40
