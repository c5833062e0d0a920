"""The real Bluesky network on this machine, and an audience for it. Needs Node and PostgreSQL."""

from smmcore_bluesky.sandbox.sandbox import BlueskySandbox

__all__ = ["BlueskySandbox"]
