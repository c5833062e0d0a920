"""Forty invented people, what they write, and what the bakery answers."""

import tomllib
from pathlib import Path
from typing import Any

from attrs import field, frozen

from smmcore.models.converting import load


@frozen(kw_only=True)
class Person:
    name: str
    username: str
    language: str


@frozen(kw_only=True)
class Remark:
    """A comment to be made; `reply_to` is the number of an earlier one."""

    post: str
    text: str
    kind: str
    person: str | None = None
    as_channel: str | None = None
    reply_to: int | None = None


@frozen(kw_only=True)
class Liking:
    post: str
    emoji: str
    count: int


@frozen(kw_only=True)
class Ballot:
    post: str
    option: int
    count: int


@frozen(kw_only=True)
class Crowd:
    people: tuple[Person, ...]
    comments: tuple[Remark, ...]
    reactions: tuple[Liking, ...] = ()
    votes: tuple[Ballot, ...] = ()
    answers: dict[str, dict[str, str]] = field(factory=dict)

    def person(self, username: str) -> Person:
        return next(person for person in self.people if person.username == username)

    def answer(self, remark: Remark) -> str | None:
        """What the bakery says to a question or a complaint, in the language of who wrote it."""
        language = self.person(remark.person).language if remark.person else ""
        return self.answers.get(remark.kind, {}).get(language)


def read_crowd(folder: Path) -> Crowd:
    data: dict[str, Any] = tomllib.loads((folder / "audience.toml").read_text("utf-8"))
    answers = tomllib.loads((folder / "answers.toml").read_text("utf-8"))
    return load(Crowd, {**data, "answers": answers}, where="audience.toml")
