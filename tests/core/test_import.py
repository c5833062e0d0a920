import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import smmcore

ROOT = Path(smmcore.__file__).parent
HEAVY = [
    "httpx",
    "sqlalchemy",
    "alembic",
    "rich",
    "anyio",
    "tenacity",
    "smmcore_telegram",
    "uvicorn",
    "click",
    "boto3",
]


def loaded_by(code):
    program = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_core_loads_nothing_heavy():
    assert loaded_by("import smmcore") & set(HEAVY) == set()


def test_models_and_errors_load_nothing_heavy():
    code = "from smmcore import Post, Bold, Published, RateLimited, Request, hookimpl, dump; dump(Post('Hi'))"
    assert loaded_by(code) & set(HEAVY) == set()


def test_all_public_names_are_there():
    assert len(set(smmcore.__all__)) == len(smmcore.__all__) > 100
    assert [name for name in smmcore.__all__ if getattr(smmcore, name, None) is None] == []
    assert set(smmcore.__all__) <= set(dir(smmcore))


def test_every_class_and_error_of_the_contract_has_a_public_name():
    from smmcore import errors, models

    public = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert public | set(models.__all__) <= set(smmcore.__all__)


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="No smmcore attribute Pots"):
        smmcore.Pots  # noqa: B018 - the access is the test


def test_the_version_is_that_of_the_distribution():
    from importlib.metadata import version

    assert smmcore.__version__ == version("smmcore")


def test_the_core_is_typed():
    assert (ROOT / "py.typed").is_file()


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize(
    ("module", "homes"),
    [
        ("httpx", ["io/http.py"]),
        ("tenacity", ["io/retrying.py", "journal/database.py"]),
        ("sqlalchemy", ["journal/"]),
        ("alembic", ["journal/"]),
        ("cattrs", ["models/converting.py"]),
        ("boto3", ["uploading/s3.py"]),
        ("botocore", ["uploading/s3.py"]),
    ],
)
def test_a_library_is_imported_in_its_own_place_only(module, homes):
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if module in imports(path)}
    assert [name for name in found if not name.startswith(tuple(homes))] == []


def test_the_core_knows_no_network_by_name():
    """Words in docstrings and comments may be examples; code must not know any."""
    networks = re.compile(r"\b(telegram|vk|facebook|instagram|bluesky)\b", re.IGNORECASE)
    found = []
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text())
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                found += [f"{path.name}: {word}" for word in networks.findall(node.value)]
            elif isinstance(node, ast.Name | ast.Attribute | ast.alias):
                name = getattr(node, "id", None) or getattr(node, "attr", None) or node.name
                found += [f"{path.name}: {word}" for word in networks.findall(name.replace("_", " "))]
    assert found == []
