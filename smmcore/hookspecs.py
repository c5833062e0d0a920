"""Every hook. A plugin is a module (or object) with functions of these names, marked with `smmcore.hookimpl`.

Event hooks may be plain functions or `async def`; what is awaited in them must come from the `io` that they are
given. An error in an event hook is logged and neither undoes nor hides what happened on the network.
Each hook's example is a whole plugin and runs in the tests: pass it to `SMM(plugins=[...])`.
"""

from collections.abc import Awaitable, Iterable, Sequence
from typing import TYPE_CHECKING

import pluggy

from smmcore.io.interface import IO, Uploader
from smmcore.models import Account, Action, Comment, Failed, Metric, Post, Published, Unconfirmed, Verdict
from smmcore.platform import Platform

if TYPE_CHECKING:
    import click

    from smmcore.jobs import Job

hookspec = pluggy.HookspecMarker("smmcore")
hookimpl = pluggy.HookimplMarker("smmcore")


@hookspec
def smm_platforms() -> Iterable[Platform]:
    """The networks that the plugin brings.

    ```python
    import smmcore

    class Pinboard:
        name, title = "pinboard", "Pinboard"
        settings, options, secrets = smmcore.NoSettings, smmcore.NoOptions, ()

        def abilities(self, account):
            return {"text": smmcore.YES}

        def limits(self, account):
            return smmcore.Limits(text=smmcore.Limit(280, source="the board's size"))

        async def publish(self, io, account, post, steps):
            return smmcore.Published(account=account.name, id="1")

        async def find(self, io, account, post, steps):
            return smmcore.Unclear("a pinboard cannot be searched")

    @smmcore.hookimpl
    def smm_platforms():
        yield Pinboard()
    ```
    """
    return ()


@hookspec
def smm_uploaders() -> Iterable[type[Uploader]]:
    """The kinds of places where files are put for networks that fetch media by a public address.

    Each is an attrs class whose fields are those of `[uploads]` in `smm.toml` with `to` as its name; fields that
    are `Secret` stand there as `secrets.NAME`. There, `to = "attic"` and `shelf = "left"` would use this one:

    ```python
    from typing import ClassVar
    import attrs
    import smmcore

    @attrs.frozen
    class Attic:
        name: ClassVar[str] = "attic"
        shelf: str

        async def upload(self, io, file):
            return f"https://attic.example/{self.shelf}/{file.path.name}"

        async def remove_old(self, io):
            return 0

    @smmcore.hookimpl
    def smm_uploaders():
        yield Attic
    ```
    """
    return ()


@hookspec
def smm_prepare_post(account: Account, post: Post) -> Post | None:
    """Change a post before it is checked and published; None leaves it. Plugins run one after another.

    ```python
    import smmcore

    @smmcore.hookimpl
    def smm_prepare_post(account, post):
        if post.campaign:
            return post.with_text([*post.text, f" #{post.campaign}"])
    ```
    """


@hookspec
def smm_published(io: IO, account: Account, post: Post, published: Published) -> Awaitable[None] | None:
    """Something was published, and the network confirmed it.

    ```python
    import smmcore

    @smmcore.hookimpl
    async def smm_published(io, account, post, published):
        await io.store.put("seen", published.id, post.plain_text)
    ```
    """


@hookspec
def smm_failed(io: IO, account: Account, post: Post, failed: Failed) -> Awaitable[None] | None:
    """Something was refused; it is certainly not published, or not whole.

    ```python
    import smmcore

    failures = []

    @smmcore.hookimpl
    def smm_failed(account, failed):
        failures.append(f"{account.name}: {failed.error}")
    ```
    """


@hookspec
def smm_unconfirmed(io: IO, account: Account, post: Post, unconfirmed: Unconfirmed) -> Awaitable[None] | None:
    """Nobody knows whether something was published; a person should be told.

    ```python
    import smmcore

    doubts = []

    @smmcore.hookimpl
    def smm_unconfirmed(account, unconfirmed):
        doubts.append((account.name, unconfirmed.key, unconfirmed.reason))
    ```
    """


@hookspec
def smm_commented(io: IO, account: Account, comment: Comment) -> Awaitable[None] | None:
    """Somebody commented. Told once for each comment that is received.

    ```python
    import smmcore

    inbox = []

    @smmcore.hookimpl
    def smm_commented(account, comment):
        inbox.append(comment.text)
    ```
    """


@hookspec
def smm_judge_comment(account: Account, comment: Comment) -> Verdict | None:
    """Say what should be done about a comment, and why; None where there is nothing to do.

    ```python
    import smmcore

    @smmcore.hookimpl
    def smm_judge_comment(account, comment):
        if "free crypto" in comment.text.lower():
            action = smmcore.Action(act="delete_comment", comment=comment.id)
            return smmcore.Verdict(action=action, reason="advertises free crypto", score=0.9)
    ```
    """


@hookspec
def smm_moderated(io: IO, account: Account, action: Action) -> Awaitable[None] | None:
    """Something was done to a comment or its author, and the network confirmed it.

    ```python
    import smmcore

    log = []

    @smmcore.hookimpl
    def smm_moderated(account, action):
        log.append((account.name, action.act, action.comment))
    ```
    """


@hookspec
def smm_measured(io: IO, account: Account, metrics: Sequence[Metric]) -> Awaitable[None] | None:
    """Figures were read.

    ```python
    import smmcore

    history = []

    @smmcore.hookimpl
    def smm_measured(account, metrics):
        history.extend((m.name, m.value, m.source) for m in metrics)
    ```
    """


@hookspec
def smm_jobs() -> Iterable["Job"]:
    """Work that is to be done again and again by `SMM.work`.

    ```python
    import smmcore
    from datetime import timedelta

    async def greet(engine, io):
        await io.store.put("greeting", "last", "hello")

    @smmcore.hookimpl
    def smm_jobs():
        yield smmcore.Job("greet", every=timedelta(hours=1), run=greet)
    ```
    """
    return ()


@hookspec
def smm_commands() -> "Iterable[click.Command]":
    """Commands for `smm`.

    ```python
    import click
    import smmcore

    @click.command()
    def hello():
        "Say hello."
        click.echo("hello")

    @smmcore.hookimpl
    def smm_commands():
        yield hello
    ```
    """
    return ()


@hookspec(firstresult=True)
def smm_secret(account: str, name: str, reference: str) -> str | None:
    """Fetch a secret that `smm.toml` refers to as `{ vault = "..." }`, with a word of the plugin's own.

    `reference` is written `word:rest`. None leaves it to the next plugin.

    ```python
    import smmcore

    @smmcore.hookimpl
    def smm_secret(account, name, reference):
        if reference == "vault:bakery":
            return "from the vault"
    ```
    """
