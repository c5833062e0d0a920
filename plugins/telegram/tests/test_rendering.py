"""Text on its way to Telegram: whatever its parts are, the entities stand where the styles stood."""

import re
import unicodedata
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from smmcore.limits import utf16
from smmcore.models import (
    Bold,
    Code,
    Italic,
    Link,
    Pre,
    Quote,
    Spoiler,
    Strike,
    Underline,
    as_text,
    plain,
    runs,
)
from smmcore_telegram.composing import rich_html
from smmcore_telegram.rendering import normalized, rendered
from smmcore_telegram.sandbox.entities import formatted

SIMPLE = {
    Bold: "bold",
    Italic: "italic",
    Underline: "underline",
    Strike: "strikethrough",
    Spoiler: "spoiler",
    Quote: "blockquote",
    Code: "code",
}
pieces = st.sampled_from(
    [
        *'ab &<>"\n\t',
        "🥖",
        "👩‍👩‍👧",
        "🇵🇱",
        "é",
        "e\u0301",
        "שלום",
        "\u200f",
        "  \n",
        "\u00a0",
        "ﷺ",
        "𝒳",
        "https://a.b/c",
        "",
    ]
)
strings = st.lists(pieces, max_size=4).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=5
)


def styled(content):
    simple = [st.builds(kind, content) for kind in SIMPLE]
    links = st.builds(Link, content, url=st.just("https://example.com/?a=1&b=2"))
    return st.one_of(*simple, links, st.builds(Pre, content, language=st.sampled_from(["", "python"])))


texts = st.recursive(
    st.lists(strings, max_size=3).map(as_text),
    lambda inner: st.lists(strings | styled(inner), max_size=4).map(as_text),
    max_leaves=12,
)


def cut(text, entity):
    """What an entity covers, as clients cut it."""
    units = text.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return units[start:end].decode("utf-16-le")


def parts(text):
    """All styled parts, outermost first, as they stand in the tree."""
    for part in text:
        if not isinstance(part, str):
            yield part
            yield from parts(part.content)


@given(texts)
def test_every_style_covers_the_words_that_it_covered(text):
    sent, entities = rendered(text)
    wanted = [part for part in parts(text) if plain(part.content).strip()]
    covered = [entity for entity in entities if cut(sent, entity).strip()]
    assert len(covered) == len(wanted)
    for part, entity in zip(wanted, covered, strict=True):
        assert cut(sent, entity).strip() == plain(part.content).strip()


@given(texts)
def test_entities_name_their_styles(text):
    sent, entities = rendered(text)
    wanted = [part for part in parts(text) if plain(part.content).strip()]
    kinds = [SIMPLE.get(type(part), "text_link" if isinstance(part, Link) else "pre") for part in wanted]
    assert [entity["type"] for entity in entities if cut(sent, entity).strip()] == kinds
    for entity in entities:
        assert ("url" in entity) == (entity["type"] == "text_link")
        assert entity.get("language", "python") == "python"


@given(texts)
def test_no_entity_is_empty_or_reaches_over_the_end(text):
    sent, entities = rendered(text)
    for entity in entities:
        assert entity["length"] > 0
        assert 0 <= entity["offset"] <= utf16(sent) - entity["length"]


@given(texts)
def test_nothing_is_left_for_the_server_to_trim(text):
    sent, _ = rendered(text)
    assert sent == plain(text).strip()


@given(texts)
def test_the_text_keeps_all_its_characters(text):
    sent, _ = rendered(text)
    assert len(sent) == len(plain(text).strip())


@given(texts)
def test_the_fake_server_takes_the_entities_as_they_are(text):
    sent, entities = rendered(text)
    shown, kept = formatted(sent, None, entities)
    assert plain(as_text(shown)) == "".join(c for c in sent if c in "\n\t" or ord(c) >= 32).strip()
    assert len(kept) <= 100


def test_places_are_counted_in_utf16_units():
    sent, entities = rendered(as_text(["🥖 ", Bold("rye"), " 👩‍👩‍👧", Italic("!")]))
    assert entities == [
        {"type": "bold", "offset": 3, "length": 3},
        {"type": "italic", "offset": 15, "length": 1},
    ]
    assert [cut(sent, entity) for entity in entities] == ["rye", "!"]


def test_white_space_at_both_ends_is_cut_and_the_styles_move():
    sent, entities = rendered(as_text([" \n", Bold("  rye  "), Italic(" \n")]))
    assert (sent, entities) == ("rye", [{"type": "bold", "offset": 0, "length": 3}])


def test_nothing_but_white_space_is_nothing():
    assert rendered(as_text([" ", Bold("\n")])) == ("", [])


# Rich messages


def readable(html):
    """What a reader of the HTML sees, without white space."""
    return re.sub(r"\s", "", unescape(re.sub(r"<[^<>]*>", "", html)))


@given(texts)
def test_rich_html_shows_exactly_the_words(text):
    assert readable(rich_html(text)) == re.sub(r"\s", "", plain(text))


@given(texts)
def test_rich_html_is_well_formed(text):
    stack = []
    for end, tag in re.findall(r"<(/?)([a-z-]+)[^<>]*>", rich_html(text)):
        if tag == "br":
            continue
        if end:
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert stack == []


@given(texts)
def test_no_style_of_a_rich_message_reaches_over_a_line(text):
    for line in re.split("<br>|</?blockquote>", rich_html(text)):
        assert len(re.findall(r"<[a-z]", line)) == len(re.findall(r"</[a-z]", line))


@given(strings)
def test_rich_html_escapes_what_html_would_read(words):
    html = rich_html(as_text([words, Link("x", url='https://a.b/?a=1&b="2"')]))
    assert '<a href="https://a.b/?a=1&amp;b=&quot;2&quot;">x</a>' in html
    assert "<" not in html.replace("<br>", "").replace("<a href", "").replace("</a>", "")


def test_code_keeps_its_lines_in_a_rich_message():
    assert rich_html(as_text(Pre("a\n <b>"))) == "<pre>a\n &lt;b&gt;</pre>"


def test_a_quotation_of_two_lines_is_one():
    assert rich_html(as_text(Quote(["a\n", Bold("b")]))) == "<blockquote>a<br><b>b</b></blockquote>"


# Comparing


@given(texts)
def test_a_post_is_recognized_as_the_server_shows_it(text):
    sent, entities = rendered(text)
    shown, _ = formatted(sent, None, entities)
    assert normalized(shown) == normalized(sent)


@given(strings)
def test_white_space_and_composition_make_no_difference(words):
    changed = unicodedata.normalize("NFC", f"  {words}\n").replace("\n", " \r\n")
    assert normalized(changed) == normalized(words)
    assert normalized(normalized(words)) == normalized(words)


@given(st.text("abcdé🥖", min_size=1), st.text("abcd🥖", min_size=1))
def test_other_words_stay_other_words(one, other):
    base = one.replace("é", "e")
    assert (normalized(one) == normalized(other)) == (base == other)


@given(texts)
def test_runs_and_entities_tell_the_same_story(text):
    assert "".join(words for words, _ in runs(text)) == plain(text)
