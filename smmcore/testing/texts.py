"""Texts that break things: scripts, joiners, markup, and lengths at the limit and beyond."""

import unicodedata

import pytest

from smmcore.checking import limit_of_text
from smmcore.errors import InvalidPost
from smmcore.limits import Limits
from smmcore.models import Account, Failed, Post, runs
from smmcore.platform import Platform
from smmcore.testing.asking import contract
from smmcore.testing.base import Fixtures, published, told
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import FORMATTED, Maker

HARD: dict[str, str] = {
    "emoji": "A family 👩‍👩‍👧‍👦, a flag 🇵🇱, a thumb 👍🏽",
    "keycaps and variants": "1️⃣ ❤︎ ❤️ ☀️",
    "tagged emoji": "🏴󠁧󠁢󠁳󠁣󠁴󠁿 and 🏳️‍🌈",
    "beyond the first plane": "𝔅𝔯𝔢𝔞𝔡, 𠮷野家",
    "combining": "Cafe\u0301, Zoe\u0308, a\u0328",
    "many marks": "b\u0300\u0301\u0302\u0303\u0304read",
    "right to left": "שלום 123 עולם, مرحبا",
    "directions": "rye \u2067שלום\u2069 and \u200fwheat\u200e",
    "joiners": "می\u200cخواهم, क्\u200dष, ക്\u200c",
    "stacked letters": "ขนมปังที่นี่, ကြိုဆို",
    "zero width": "no\u200bbreak\u2060here",
    "long word": "rye" * 60,
    "hard spaces": "10\u00a0000\u202f€",
    "lines": "one\ntwo\n\nthree",
    "addresses": "example.com, https://example.com/a_b_c?x=1&y=*2*, ann@example.com",
    "spaces": "  bread  and\n\n  butter  ",
    "markup": "<b>bold</b> & *stars* _under_ [a](b) `code` #tag @name \\ {x}",
    "quotes": "\"double\" 'single' «guillemets» \N{LEFT DOUBLE QUOTATION MARK}curly\N{RIGHT DOUBLE QUOTATION MARK}",
    "han": "新鲜面包，早上七点",
}


class TextTests(Fixtures):
    """What is published is what was written."""

    @pytest.mark.parametrize("name", HARD)
    def test_text_arrives_as_it_was_written(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker, name: str
    ) -> None:
        text = HARD[name]
        shown = fake.text(published(smm, self.plain(platform, account, maker, text), at="texts").id)
        contract(
            _seen(shown) == _seen(text),
            asks="readers see the text as it was written, but for spaces at its ends",
            found=f"{shown!r} instead of {text!r}",
            mend="escape what the network reads as markup, and cut nothing",
            at="texts",
        )

    def test_styles_lose_no_words(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker
    ) -> None:
        shown = fake.text(published(smm, self.sample(platform, account, maker, "formatted"), at="texts").id)
        lost = [words for words, _ in runs(FORMATTED) if words.strip() not in shown]
        contract(
            not lost,
            asks="each styled word is there, whatever becomes of its style",
            found=f"{', '.join(map(repr, lost))} is not in {shown!r}",
            mend="render every part of `post.text`; `smmcore.runs` gives them unnested",
            at="texts",
        )

    @pytest.mark.parametrize("letter", ["a", "ж", "🙂"], ids=["ascii", "cyrillic", "emoji"])
    def test_text_of_the_longest_length_is_published(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker, letter: str
    ) -> None:
        post = _of_length(platform.limits(account), self.plain(platform, account, maker), letter, over=False)
        text = post.plain_text
        shown = fake.text(published(smm, post, at="limits").id)
        contract(
            shown == text,
            asks="a text exactly at the limit is published whole",
            found=f"{len(shown)} of {len(text)} characters",
            mend="correct `Limits.text` or `Limits.measure`",
            at="limits",
        )

    @pytest.mark.parametrize("letter", ["a", "ж", "🙂"], ids=["ascii", "cyrillic", "emoji"])
    def test_longer_text_is_refused_before_any_call(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, maker: Maker, letter: str
    ) -> None:
        post = _of_length(platform.limits(account), self.plain(platform, account, maker), letter, over=True)
        before = len(fake.posts())
        result = smm.publish(post)
        contract(
            isinstance(result, Failed) and isinstance(result.error, InvalidPost),
            asks="a text one over the limit is refused with `InvalidPost`",
            found=told(result),
            mend="put the limit into `limits`: the core checks it",
            at="limits",
        )
        contract(
            not smm.watch.sent and len(fake.posts()) == before,
            asks="nothing was sent for it",
            found=f"{len(smm.watch.sent)} requests",
            mend="ask the network nothing in `limits`, `abilities` and `problems`",
            at="limits",
        )


def _seen(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\u200b", "").strip()


def _of_length(limits: Limits, post: Post, letter: str, *, over: bool) -> Post:
    limit = limit_of_text(limits, post)
    if limit is None:
        pytest.skip("the network has no known limit of text")
    size = limits.measure(letter)
    count = int(limit.most) // size
    rest = int(limit.most) - count * size
    text = "a" * rest + letter * count
    return post.with_text(text + "a" if over else text)
