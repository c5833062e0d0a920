import inspect
import re
import sys
import textwrap
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest

import smmcore
from smmcore import (
    SMM,
    Account,
    Action,
    Author,
    Comment,
    Event,
    Failed,
    File,
    Job,
    Metric,
    NoOptions,
    NoSettings,
    Page,
    PluginError,
    Post,
    Published,
    Subject,
    Unconfirmed,
    UnknownPlatform,
    hookspecs,
)
from smmcore.io.blocking import run
from smmcore.plugins import Plugins

from .network import FakeClock, WallPlatform, account

HOOKS = [name for name, _ in inspect.getmembers(hookspecs, inspect.isfunction) if name.startswith("smm_")]
NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
SPAM = Comment(id="7", author=Author(id="1"), text="Get FREE crypto", at=NOW)


def example(hook):
    """The plugin in a hook's docstring, as a module."""
    (code,) = re.findall(
        r"```python\n(.*?)```", textwrap.dedent(inspect.getdoc(getattr(hookspecs, hook))), re.DOTALL
    )
    module = ModuleType(f"example_{hook}")
    exec(compile(code, module.__name__, "exec"), vars(module))
    return module


class Town(WallPlatform):
    """A wall with comments and figures."""

    async def comments(self, io, account, *, post=None, cursor=None):
        return Page([SPAM])

    async def reply(self, io, account, comment, text): ...

    async def act(self, io, account, action): ...

    async def receive(self, io, account, *, wait=0):
        return [Event(kind="commented", comment=SPAM, at=NOW)]

    async def webhook(self, io, account, headers, body): ...

    async def account_metrics(self, io, account):
        values = {"name": "followers", "value": 3, "end": NOW, "read_at": NOW, "source": "wall:count"}
        return [Metric(subject=Subject(account.name), **values)]

    async def post_metrics(self, io, account, ids): ...


@pytest.fixture
def town(wall, request):
    """The module of the example that the test is about, in use."""
    hook = request.node.name.removeprefix("test_the_example_of_")
    module = example(hook)
    with SMM([account(wall)], plugins=[Town(), module], installed=False, clock=FakeClock()) as smm:
        yield smm, module


def test_every_hook_has_an_example_that_is_used_here():
    assert {f"test_the_example_of_{hook}" for hook in HOOKS} <= set(globals())


def test_the_example_of_smm_platforms():
    module = example("smm_platforms")
    with SMM([Account("a", "pinboard")], plugins=[module], installed=False) as smm:
        (result,) = smm.publish(Post("Hi"), to="a")
        assert isinstance(result, Published)
        assert smm.check(Post("x" * 281), to="a")[0].source == "the board's size"


def test_the_example_of_smm_uploaders(tmp_path):
    module = example("smm_uploaders")
    (tmp_path / "smm.toml").write_text('[uploads]\nto = "attic"\nshelf = "left"\n')
    with SMM.from_config(tmp_path / "smm.toml", plugins=[module], installed=False) as smm:
        address = run(smm.engine.context.uploader.upload(smm.io, File("rye.jpg")))
    assert address == "https://attic.example/left/rye.jpg"


def test_the_example_of_smm_prepare_post(town, wall):
    smm, _ = town
    smm.publish(Post("Bread", campaign="advent"), to="bakery")
    smm.publish(Post("Rolls"), to="bakery")
    assert wall.texts == ["Bread #advent", "Rolls"]


def test_the_example_of_smm_published(town):
    smm, _ = town
    smm.publish(Post("Hi"), to="bakery")
    assert smm.journal.kept.all("bakery", "seen") == {"1": "Hi"}


def test_the_example_of_smm_failed(town, wall):
    smm, module = town
    wall.fault("error", status=400)
    (result,) = smm.publish(Post("Hi"), to="bakery")
    assert isinstance(result, Failed)
    assert module.failures == ["bakery: the wall refuses it"]


def test_the_example_of_smm_unconfirmed(town, wall):
    smm, module = town
    wall.fault("error", status=500)
    (result,) = smm.publish(Post("Hi"), to="bakery", key="k")
    assert isinstance(result, Unconfirmed)
    assert module.doubts == [("bakery", "k", result.reason)]


def test_the_example_of_smm_commented(town):
    smm, module = town
    smm.receive("bakery")
    assert module.inbox == [SPAM.text]


def test_the_example_of_smm_judge_comment(town):
    smm, _ = town
    ((comment, verdict),) = smm.judge("bakery")
    assert comment == SPAM
    assert (verdict.action, verdict.reason) == (
        Action(act="delete_comment", comment="7"),
        "advertises free crypto",
    )


def test_the_example_of_smm_moderated(town):
    smm, module = town
    smm.moderate("bakery", Action(act="hide", comment="7"))
    assert module.log == [("bakery", "hide", "7")]


def test_the_example_of_smm_measured(town):
    smm, module = town
    smm.account_metrics("bakery")
    assert module.history == [("followers", 3, "wall:count")]


def test_the_example_of_smm_jobs(town):
    smm, _ = town
    smm.work()
    assert smm.journal.kept.all("job:greet", "greeting") == {"last": "hello"}


def test_the_example_of_smm_commands(town):
    smm, _ = town
    assert [command.name for command in smm.engine.context.events.commands()] == ["hello"]


def test_the_example_of_smm_secret(town):
    smm, _ = town
    events = smm.engine.context.events
    assert events.secret("bakery", "token", "vault:bakery") == "from the vault"
    assert events.secret("bakery", "token", "vault:butcher") is None


# Plugins that are wrong


def plugin(**functions):
    module = ModuleType("wrong")
    for name, function in functions.items():
        setattr(module, name, smmcore.hookimpl(function))
    return module


class Incomplete:
    name, title = "board", "Board"
    settings, options, secrets = NoSettings, NoOptions, ()

    def abilities(self, account):
        return {}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (plugin(smm_publisched=lambda published: published.id), ["smm_publisched"]),
        (plugin(smm_published=lambda publisched: publisched.id), ["smm_published", "publisched"]),
        (plugin(smm_platforms=lambda: [object()]), ["object is no Platform", "name"]),
        (plugin(smm_platforms=lambda: [Incomplete()]), ["Incomplete is no Platform", "limits"]),
        (plugin(smm_platforms=lambda: 1 / 0), ["ZeroDivisionError"]),
        (Incomplete(), ["Incomplete", "limits"]),
        (WallPlatform, ["WallPlatform", "instance"]),
        (object(), ["object", "no hooks"]),
    ],
)  # fmt: skip
def test_a_wrong_plugin_is_refused_in_words(wrong, words):
    with pytest.raises(PluginError) as caught:
        SMM(plugins=[wrong], installed=False)
    assert [word for word in words if word not in str(caught.value)] == []


def test_what_a_hook_returns_has_its_type(wall, caplog):
    class Confused:
        @smmcore.hookimpl
        def smm_prepare_post(self, post):
            return post.plain_text

        @smmcore.hookimpl
        def smm_judge_comment(self, comment):
            return "delete"

    with SMM([account(wall)], plugins=[Town(), Confused()], installed=False) as smm:
        (result,) = smm.publish(Post("Hi"), to="bakery")
        assert isinstance(result, Failed)
        assert "Confused" in str(result.error)
        assert "TypeError: returned str, not Post" in str(result.error)
        assert smm.judge("bakery") == []
        assert "returned str, not Verdict" in caplog.text


def test_the_weightiest_judge_is_followed_and_a_broken_one_is_not():
    class Judge:
        def __init__(self, score):
            self.score = score

        @smmcore.hookimpl
        def smm_judge_comment(self, account, comment):
            action = Action(act="hide", comment=comment.id)
            return smmcore.Verdict(action=action, reason=f"{1 / self.score}", score=self.score)

    plugins = [WallPlatform(), Judge(0.5), Judge(0.25), Judge(0)]
    with SMM(plugins=plugins, installed=False) as smm:
        verdict = smm.engine.context.events.verdict(Account("a", "wall"), SPAM)
    assert verdict.score == 0.5


def test_a_job_of_a_plugin_may_be_a_plain_function():
    runs = []

    class Plain:
        @smmcore.hookimpl
        def smm_jobs(self):
            yield Job("plain", every=timedelta(hours=1), run=lambda _, io: runs.append(io.now()))

    with SMM(plugins=[Plain()], installed=False) as smm:
        smm.work()
    assert len(runs) == 1


# Plugins that are installed


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Installs plugins: `installed(name=source)` makes distributions with entry points."""
    monkeypatch.syspath_prepend(str(tmp_path))
    made = []

    def install(group="smmcore", **sources):
        for name, source in sources.items():
            module = f"smm_test_{name}"
            made.append(module)
            (tmp_path / f"{module}.py").write_text(textwrap.dedent(source))
            info = tmp_path / f"{module}-1.2.dist-info"
            info.mkdir()
            (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.2\n")
            (info / "entry_points.txt").write_text(f"[{group}]\n{name} = {module}\n")

    yield install
    for module in made:
        sys.modules.pop(module, None)


PINBOARD = inspect.cleandoc(
    """
    import smmcore

    class Pinboard:
        name, title = "pinboard", "Pinboard"
        settings, options, secrets = smmcore.NoSettings, smmcore.NoOptions, ()

        def abilities(self, account):
            return {"text": smmcore.YES}

        def limits(self, account):
            return smmcore.Limits()

        async def publish(self, io, account, post, steps):
            return smmcore.Published(account=account.name, id="1")

        async def find(self, io, account, post, steps):
            return smmcore.Unclear("no")

    @smmcore.hookimpl
    def smm_platforms():
        yield Pinboard()
    """
)


def test_a_network_is_loaded_when_an_account_needs_it_and_not_before(installed):
    installed(pinboard=PINBOARD, corkboard=PINBOARD.replace("pinboard", "corkboard"))
    with SMM([Account("a", "pinboard")]) as smm:
        assert {"pinboard", "corkboard"} <= set(smm.plugins.installed)
        assert "smm_test_pinboard" not in sys.modules
        assert smm.publish(Post("Hi"), to="a").ok
        assert "smm_test_pinboard" in sys.modules
        assert "smm_test_corkboard" not in sys.modules
        assert smm.plugins.distribution("pinboard") == "smm_test_pinboard 1.2"


def test_a_network_that_several_accounts_need_at_once_is_there_for_all(installed):
    installed(pinboard=f"import time; time.sleep(0.1)\n{PINBOARD}")
    with SMM([Account(name, "pinboard") for name in "abcd"]) as smm:
        assert smm.publish(Post("Hi"), to=list("abcd")).ok


def test_a_plugin_without_a_network_is_loaded_at_once(installed):
    source = """
        import smmcore

        @smmcore.hookimpl
        def smm_prepare_post(account, post):
            return post.with_text("changed")
        """
    installed("smmcore.plugins", changing=source)
    with SMM([Account("a", "wall")], plugins=[WallPlatform()]) as smm:
        assert smm.engine.context.events.prepared(smm.accounts["a"], Post("Hi")) == Post("changed")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import nothing_of_that_name", "ModuleNotFoundError"),
        ("1 / 0", "ZeroDivisionError"),
        ("import smmcore\n@smmcore.hookimpl\ndef smm_plattforms(): ...", "smm_plattforms"),
        ("", "no hooks"),
    ],
)
def test_a_broken_network_is_named_and_takes_no_other_down(installed, wall, source, reason, caplog):
    installed(torn=source)
    with SMM([account(wall), Account("a", "torn")], plugins=[WallPlatform()]) as smm:
        fine, failed = smm.publish(Post("Hi"), to=["bakery", "a"])
        assert isinstance(fine, Published)
        assert isinstance(failed.error, PluginError)
        assert "the plugin torn is broken" in str(failed.error)
        assert reason in str(failed.error)
        assert [broken.name for broken in smm.plugins.broken] == ["torn"]
    assert "plugin torn is left out" in caplog.text


def test_a_network_that_nobody_brings_is_named_with_what_to_install():
    with pytest.raises(
        UnknownPlatform, match=r"no plugin brings the network 'pinboard' .known: wall.*smmcore-pinboard"
    ):
        Plugins([WallPlatform()], installed=False).platform("pinboard")


def test_what_is_given_goes_before_what_is_installed(installed):
    installed(wall=PINBOARD.replace("pinboard", "wall"))
    given = WallPlatform()
    plugins = Plugins([given])
    assert plugins.platform("wall") is given
    plugins.load_all()
    assert plugins.platform("wall") is given


def test_an_installed_plugin_that_is_given_as_well_is_there_once(installed):
    installed(pinboard=PINBOARD)
    import smm_test_pinboard

    plugins = Plugins([smm_test_pinboard])
    assert "pinboard" in {platform.name for platform in plugins.platforms()}
    assert [broken for broken in plugins.broken if broken.name == "pinboard"] == []


def test_two_smms_have_plugins_of_their_own(wall):
    class Ear:
        heard = 0

        @smmcore.hookimpl
        def smm_published(self):
            Ear.heard += 1

    with (
        SMM([account(wall)], plugins=[WallPlatform(), Ear()], installed=False),
        SMM([account(wall)], plugins=[WallPlatform()], installed=False) as deaf,
    ):
        deaf.publish(Post("Hi"), to="bakery")
    assert Ear.heard == 0


def test_a_wrapper_is_refused_because_it_would_never_run():
    plugin = ModuleType("wrapping")

    @smmcore.hookimpl(wrapper=True)
    def smm_commented():
        return (yield)

    plugin.smm_commented = smm_commented
    with pytest.raises(PluginError, match="smm_commented is a wrapper; hooks of smmcore cannot be wrapped"):
        SMM(plugins=[plugin], installed=False)
