"""Finds plugins, loads a network only when it is needed, and names those that are broken."""

import logging
from collections.abc import Iterable, Iterator
from importlib.metadata import EntryPoint, entry_points
from threading import RLock
from types import ModuleType
from typing import Any

import pluggy
from attrs import frozen

from smmcore import hookspecs
from smmcore.errors import PluginError, UnknownPlatform
from smmcore.platform import Platform

GROUP = "smmcore"
"""Entry points of networks: the name is the platform's name, and it is loaded when an account needs it."""
LISTENERS = "smmcore.plugins"
"""Entry points of plugins without a network: they are loaded always."""
_PLATFORM = ("name", "title", "settings", "secrets", "options", "abilities", "limits")
log = logging.getLogger("smmcore.plugins")


@frozen
class Broken:
    """A plugin that could not be used, and why."""

    name: str
    reason: str


class Plugins:
    """The plugins of one `SMM`: those it was given, and those that are installed."""

    def __init__(self, given: Iterable[Any] = (), *, installed: bool = True) -> None:
        self._manager = pluggy.PluginManager("smmcore")
        self._manager.add_hookspecs(hookspecs)
        self._found = {point.name: point for point in entry_points(group=GROUP)} if installed else {}
        self._platforms: dict[str, Platform] = {}
        self._loaded: set[str] = set()
        self._loading = RLock()
        self.broken: list[Broken] = []
        self._register_own()
        for plugin in given:
            self._register(plugin, _name(plugin), strict=True)
        for point in entry_points(group=LISTENERS) if installed else ():
            self._load(point)

    @property
    def installed(self) -> tuple[str, ...]:
        """Names of the installed plugins, whether loaded or not."""
        return tuple(sorted(self._found))

    def distribution(self, name: str) -> str:
        """The distribution and version that brings a plugin."""
        dist = self._found[name].dist if name in self._found else None
        return f"{dist.name} {dist.version}" if dist else ""

    def platform(self, name: str) -> Platform:
        """The network of that name. Raises `UnknownPlatform`, or `PluginError` if its plugin is broken."""
        if name not in self._platforms and name in self._found:
            self._load(self._found[name])
        if name in self._platforms:
            return self._platforms[name]
        for broken in self.broken:
            if broken.name == name:
                raise PluginError(f"the plugin {name} is broken: {broken.reason}")
        known = ", ".join(sorted({*self._platforms, *self._found})) or "none is installed"
        raise UnknownPlatform(
            f"no plugin brings the network {name!r} (known: {known}); install smmcore-{name}"
        )

    def platforms(self) -> tuple[Platform, ...]:
        """All networks; loads every installed plugin."""
        self.load_all()
        return tuple(self._platforms.values())

    def load_all(self) -> None:
        for point in self._found.values():
            self._load(point)

    def implementations(self, hook: str) -> list[pluggy.HookImpl]:
        """What the loaded plugins have for a hook, in pluggy's order of calling."""
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        return caller.get_hookimpls()[::-1]

    def _register_own(self) -> None:
        """What the core brings comes in as anybody's plugin does."""
        from smmcore.uploading import plugin

        self._manager.register(plugin, "smmcore.uploading")

    def _load(self, point: EntryPoint) -> None:
        with self._loading:  # several accounts may need one network at once
            if point.name in self._loaded:
                return
            try:
                plugin = point.load()
                if not self._manager.is_registered(plugin):  # given by hand, too
                    self._register(plugin, point.name, strict=False)
            except Exception as error:  # noqa: BLE001 - a boundary: whatever breaks in a plugin is its own affair
                self._give_up(point.name, error)
            self._loaded.add(point.name)

    def _register(self, plugin: Any, name: str, *, strict: bool) -> None:
        try:
            self._manager.register(plugin, name)
            self._manager.check_pending()
            self._refuse_wrappers(plugin)
            brought = {platform.name: platform for platform in self._brought(plugin)}
            if not brought:
                self._require_hooks(plugin)
            # What was given by hand goes before what is installed.
            self._platforms = brought | self._platforms
        except Exception as error:
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)
            if strict:
                raise PluginError(f"the plugin {name} is broken: {_reason(error)}") from error
            raise

    def _refuse_wrappers(self, plugin: Any) -> None:
        # Hooks are called one by one, so that errors stay apart: a wrapper would never run, and nobody would know.
        for caller in self._manager.get_hookcallers(plugin) or ():
            if any((i.wrapper or i.hookwrapper) and i.plugin is plugin for i in caller.get_hookimpls()):
                raise PluginError(f"{caller.name} is a wrapper; hooks of smmcore cannot be wrapped")

    def _require_hooks(self, plugin: Any) -> None:
        if not self._manager.get_hookcallers(plugin):
            raise PluginError(f"it has no hooks and is no Platform{_lacking(plugin)}")

    def _brought(self, plugin: Any) -> Iterator[Platform]:
        if isinstance(plugin, type):
            raise PluginError(f"{plugin.__name__} is a class; give an instance of it")
        bring = getattr(plugin, "smm_platforms", None)
        if bring is None and isinstance(plugin, Platform):
            yield plugin
        for platform in bring() if bring else ():
            if not isinstance(platform, Platform):
                raise PluginError(f"{type(platform).__name__} is no Platform{_lacking(platform)}")
            yield platform

    def _give_up(self, name: str, error: Exception) -> None:
        self.broken.append(Broken(name, _reason(error)))
        log.warning("plugin %s is left out: %s", name, _reason(error))


def _lacking(plugin: Any) -> str:
    missing = [name for name in _PLATFORM if not hasattr(plugin, name)]
    return f": it lacks {', '.join(missing)}" if missing else ""


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _name(plugin: Any) -> str:
    if isinstance(plugin, ModuleType):
        return plugin.__name__
    return f"{type(plugin).__name__}-{id(plugin):x}"
