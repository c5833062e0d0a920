"""The official methods; importing them enters them into the table of handlers."""

from . import (
    account,
    albums,
    chats,
    copying,
    editing,
    media,
    moderation,
    pins,
    polls,
    reactions,
    sending,
    updates,
)

__all__ = [
    "account",
    "albums",
    "chats",
    "copying",
    "editing",
    "media",
    "moderation",
    "pins",
    "polls",
    "reactions",
    "sending",
    "updates",
]
