"""Publishing when nothing goes wrong: every kind of post, once, under the right identifier."""

from collections.abc import Mapping
from urllib.parse import urlsplit

import pytest
from attrs import evolve

from smmcore.errors import PlatformError, Unsupported
from smmcore.models import Account, Failed, Post, Published, Result, Secret
from smmcore.platform import Platform
from smmcore.testing.asking import contract
from smmcore.testing.base import Disturb, Fixtures, MakeDriver, published, told
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import KINDS, Maker


class PublishingTests(Fixtures):
    """Each post appears once, and what is returned is true."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_publishes(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker, kind: str
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        before = set(fake.posts())
        result = smm.publish(post)
        _as_abilities_say(kind, result)
        done = published(smm, post) if not isinstance(result, Published) else result
        _is_there(fake, done, before)

    @pytest.mark.parametrize("kind", KINDS)
    def test_same_key_is_sent_once(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker, kind: str
    ) -> None:
        post = self.sample(platform, account, maker, kind)
        before = len(fake.posts())
        first = published(smm, post, key="once")
        sent = len(smm.watch.sent)
        again = smm.publish(post, key="once")
        contract(
            isinstance(again, Published) and again.repeated and again.id == first.id,
            asks="the same key on the same account is the same post",
            found=told(again),
            mend="publish through `steps.run`, and keep nothing of your own about it",
            at="publishing",
        )
        contract(
            len(smm.watch.sent) == sent and len(fake.posts()) == before + 1,
            asks="a post that is published is not sent again",
            found=f"{len(smm.watch.sent) - sent} requests, {len(fake.posts()) - before} posts",
            mend="leave repeating to the core",
            at="publishing",
        )

    def test_publishes_the_authors_own_posts(
        self, smm: Driver, fake: Fake, posts: Mapping[str, Post]
    ) -> None:
        if not posts:
            pytest.skip("the class gives no further posts: override the fixture `posts`")
        for post in posts.values():
            before = set(fake.posts())
            _is_there(fake, published(smm, post), before)

    def test_posts_have_different_identifiers(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        post = self.plain(platform, account, maker)
        ids = [published(smm, post, key=f"{number}").id for number in range(3)]
        contract(
            len(set(ids)) == len(ids) and set(ids) <= set(fake.posts()),
            asks="each post has an identifier of its own, which the network knows",
            found=f"{ids}, on the page are {list(fake.posts())}",
            mend="return the identifier that the network answered with",
            at="publishing",
        )

    def test_a_refusal_is_a_failure(
        self, drivers: MakeDriver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        post = self.plain(platform, account, maker)
        if not account.secrets:
            pytest.skip(f"{platform.title} has no secrets, so the suite cannot make it refuse")
        before = len(fake.posts())
        result = drivers(_with_wrong_secrets(account)).publish(post)
        contract(
            isinstance(result, Failed) and isinstance(result.error, PlatformError),
            asks="a post that the network refuses is `Failed` with a `PlatformError`",
            found=f"with a wrong secret: {told(result)}",
            mend="raise `Unauthorized` or `Rejected` in the request's `parse`, and catch neither",
            at="publishing",
        )
        contract(
            len(fake.posts()) == before,
            asks="nothing is on the page then",
            mend="let the fake check secrets before it acts",
            at="publishing",
        )

    def test_waits_as_long_as_it_is_told(
        self,
        smm: Driver,
        fake: Fake,
        platform: Platform,
        account: Account,
        maker: Maker,
        disturb: Disturb,
    ) -> None:
        post = self.plain(platform, account, maker)
        disturb(smm, maker.plainest, "limited", retry_after=7)
        before = len(fake.posts())
        published(smm, post)
        contract(
            sum(smm.clock.slept) >= 7,
            asks="after a refusal with `retry_after` 7, 7 seconds pass before it is sent again",
            found=f"it waited {sum(smm.clock.slept):g} s",
            mend="raise `RateLimited(…, retry_after=7)` in the request's `parse`; the core waits",
            at="publishing",
        )
        contract(
            len(fake.posts()) == before + 1,
            asks="then there is one post",
            found=len(fake.posts()) - before,
            mend="send through `steps.run`",
            at="publishing",
        )


def _as_abilities_say(kind: str, result: Result) -> None:
    refused = isinstance(result, Failed) and isinstance(result.error, Unsupported)
    contract(
        not refused,
        asks=f"what `abilities` says yes to ({kind}) can be published",
        found=told(result),
        mend=f"let `abilities` say no to {kind} with that reason, or publish it",
        at="abilities",
    )


def _is_there(fake: Fake, done: Published, before: set[str]) -> None:
    new = [id for id in fake.posts() if id not in before]
    contract(
        len(new) == 1,
        asks="one call publishes one post",
        found=f"{len(new)} new posts: {', '.join(new) or 'none'}",
        mend="send each request that creates something once, through `steps.run`; count an album as one",
        at="publishing",
    )
    contract(
        done.id == new[0],
        asks="`Published.id` is the network's identifier of the new post",
        found=f"{done.id!r}, on the page is {new[0]!r}",
        mend="return what the network answered with, in the form that `Sandbox.posts` uses",
        at="publishing",
    )
    contract(
        done.url is None or urlsplit(done.url).scheme in {"http", "https"},
        asks="`Published.url` is an address for readers, or None",
        found=repr(done.url),
        mend="return None where the network has no public address",
        at="publishing",
    )


def _with_wrong_secrets(account: Account) -> Account:
    wrong = {name: Secret(_wrong(secret.reveal()), name) for name, secret in account.secrets.items()}
    return evolve(account, secrets=wrong)


def _wrong(value: str) -> str:
    """Of the same form, so that only the network can tell."""
    last = "x" if value[-1] != "x" else "y"
    return value[:-1] + last
