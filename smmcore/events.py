"""Calls hooks one plugin at a time, so that one that breaks is named and disturbs nobody."""

import inspect
import logging
from collections.abc import Awaitable, Iterator
from typing import Any, TypeVar, cast

import pluggy

from smmcore.errors import PluginError
from smmcore.io.interface import IO, Uploader
from smmcore.jobs import Job
from smmcore.models import Account, Comment, Post, Verdict
from smmcore.plugins import Plugins

T = TypeVar("T")
log = logging.getLogger("smmcore.plugins")


class Events:
    """The hooks of one `SMM`, with types."""

    def __init__(self, plugins: Plugins) -> None:
        self._plugins = plugins

    async def tell(self, io: IO, hook: str, **facts: Any) -> None:
        """Tell all listeners. Their errors are logged and go no further."""
        for listener in self._plugins.implementations(hook):
            try:
                await finished(io, _call(listener, {"io": io, **facts}))
            except Exception as error:  # noqa: BLE001 - a listener must not undo what happened on the network
                log.warning(
                    "%s of plugin %s failed: %s: %s", hook, listener.plugin_name, type(error).__name__, error
                )

    def prepared(self, account: Account, post: Post) -> Post:
        """The post as the plugins want it. Raises `PluginError`: nothing has been sent yet."""
        for listener in self._plugins.implementations("smm_prepare_post"):
            try:
                post = _given(Post, _call(listener, {"account": account, "post": post})) or post
            except Exception as error:
                raise _broken(listener, error) from error
        return post

    def verdict(self, account: Account, comment: Comment) -> Verdict | None:
        """The weightiest of what the judges say."""
        verdicts: list[Verdict] = []
        for judge in self._plugins.implementations("smm_judge_comment"):
            try:
                if verdict := _given(Verdict, _call(judge, {"account": account, "comment": comment})):
                    verdicts.append(verdict)
            except Exception as error:  # noqa: BLE001 - a broken judge must not stop the others
                log.warning("judge %s failed: %s: %s", judge.plugin_name, type(error).__name__, error)
        return max(verdicts, key=lambda verdict: verdict.score, default=None)

    def jobs(self) -> Iterator[Job]:
        yield from self._brought("smm_jobs")

    def commands(self) -> Iterator[Any]:
        yield from self._brought("smm_commands")

    def uploaders(self) -> dict[str, type[Uploader]]:
        """The kinds of uploaders by their names; what a plugin brings goes before what the core brings."""
        kinds = list(self._brought("smm_uploaders"))
        return {kind.name: kind for kind in reversed(kinds)}

    def secret(self, account: str, name: str, reference: str) -> str | None:
        for owner in self._plugins.implementations("smm_secret"):
            value = _call(owner, {"account": account, "name": name, "reference": reference})
            if value is not None:
                return cast("str", value)
        return None

    def _brought(self, hook: str) -> Iterator[Any]:
        for owner in self._plugins.implementations(hook):
            try:
                yield from list(_call(owner, {}))
            except Exception as error:  # noqa: BLE001 - what one plugin cannot bring, the others can
                log.warning(
                    "%s of plugin %s failed: %s: %s", hook, owner.plugin_name, type(error).__name__, error
                )


def _call(listener: pluggy.HookImpl, facts: dict[str, Any]) -> Any:
    return listener.function(*[facts[name] for name in listener.argnames])


def _given(kind: type[T], result: Any) -> T | None:
    """What a hook returned; None where it had nothing to say."""
    if result is None or isinstance(result, kind):
        return result
    raise TypeError(f"returned {type(result).__name__}, not {kind.__name__}")


async def finished(io: IO, result: Any) -> Any:
    """What a plugin returned, awaited where it is to be awaited. Blocking callers wait for `io` and nothing else."""
    if not inspect.isawaitable(result):
        return result
    if not io.blocking:
        return await result
    from smmcore.io.blocking import run

    return run(_awaited(result))


async def _awaited(result: Awaitable[Any]) -> Any:
    return await result


def _broken(listener: pluggy.HookImpl, error: Exception) -> PluginError:
    return PluginError(f"the plugin {listener.plugin_name} failed: {type(error).__name__}: {error}")
