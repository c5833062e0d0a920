"""A store and a vault that live as long as their owner."""

from collections.abc import Mapping
from typing import Any

from smmcore.models.account import Secret, as_secrets


class MemoryStore:
    """Values by kind and key, kept in this process."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, Any]] = {}
        self._shared: dict[str, MemoryStore] = {}

    async def get(self, kind: str, key: str) -> Any:
        return self._values.get(kind, {}).get(key)

    async def put(self, kind: str, key: str, value: Any) -> None:
        self._values.setdefault(kind, {})[key] = value

    async def add(self, kind: str, key: str, value: Any) -> bool:
        values = self._values.setdefault(kind, {})
        if key in values:
            return False
        values[key] = value
        return True

    async def all(self, kind: str) -> dict[str, Any]:
        return dict(self._values.get(kind, {}))

    async def remove(self, kind: str, key: str) -> bool:
        values = self._values.get(kind, {})
        there = key in values
        values.pop(key, None)
        return there

    def shared(self, name: str) -> "MemoryStore":
        if name not in self._shared:
            self._shared[name] = MemoryStore()
        return self._shared[name]


class MemoryVault:
    """Secrets of one account, kept in this process."""

    lasts = False

    def __init__(self) -> None:
        self._values: dict[str, Secret] = {}

    async def get(self) -> Mapping[str, Secret]:
        return dict(self._values)

    async def put(self, values: Mapping[str, str | Secret]) -> Mapping[str, Secret]:
        self._values = as_secrets(values)
        return dict(self._values)
