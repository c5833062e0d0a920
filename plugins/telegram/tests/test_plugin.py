"""The plugin as it is installed."""

import json
import subprocess
import sys
from importlib.metadata import entry_points

from smmcore.plugins import Plugins
from smmcore_telegram.platform import Telegram

LOOK = "import sys, json; import {what}; print(json.dumps(sorted(sys.modules)))"


def modules_after(what):
    """Modules that another Python has after the import; the name before a `;` is imported."""
    done = subprocess.run(
        [sys.executable, "-c", LOOK.format(what=what)], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout))


def test_the_entry_point_lists_it():
    (found,) = entry_points(group="smmcore", name="telegram")
    assert found.value == "smmcore_telegram"


def test_it_is_found_where_it_is_installed():
    assert isinstance(Plugins().platform("telegram"), Telegram)


def test_importing_it_is_light():
    heavy = {"httpx", "starlette", "uvicorn", "sqlalchemy", "click", "rich", "tenacity"}
    assert heavy & modules_after("smmcore_telegram") == set()


def test_the_platform_needs_no_server():
    assert {"httpx", "starlette", "uvicorn"} & modules_after("smmcore_telegram.platform") == set()


def test_without_the_sandbox_extra_a_sentence_says_what_to_install():
    code = (
        "import sys\n"
        "for name in ('starlette', 'uvicorn'): sys.modules[name] = None\n"
        "from smmcore.errors import InvalidInput\n"
        "from smmcore_telegram.platform import Telegram\n"
        "try: Telegram().sandbox()\n"
        "except InvalidInput as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install" in done.stdout, done.stderr
    assert "sandbox" in done.stdout


def test_its_options_are_read_from_plans():
    from smmcore.models import Post
    from smmcore.models.converting import load
    from smmcore_telegram.settings import TelegramOptions

    data = {"text": "Hello", "options": {"telegram": {"silent": True, "preview": "small"}}}
    post = load(Post, data, options=[TelegramOptions])
    assert post.options_for(TelegramOptions) == TelegramOptions(silent=True, preview="small")
