"""Bluesky's own server code on this machine, for tests and for trying things out. Needs Node and PostgreSQL."""

from smmcore_bluesky.network.network import Network

__all__ = ["Network"]
