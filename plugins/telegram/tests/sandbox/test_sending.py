from hypothesis import given, settings
from hypothesis import strategies as st

from smmcore_telegram.sandbox.entities import fix, utf16_length

from .conftest import CHANNEL

BOLD = {"type": "bold", "offset": 0, "length": 4}


def test_a_text_is_trimmed_and_its_entities_follow(run):
    async def check(client):
        sent = await client.call(
            "sendMessage",
            chat_id=CHANNEL,
            text="  😀 bold ",
            entities=[{"type": "bold", "offset": 5, "length": 5}],
        )
        assert sent["text"] == "😀 bold"
        assert sent["entities"] == [{"type": "bold", "offset": 3, "length": 4}]
        assert sent["sender_chat"] == sent["chat"]
        assert "from" not in sent

    run(check)


def test_addresses_mentions_and_hashtags_are_found_but_not_in_code(run):
    async def check(client):
        text = "https://example.com/x, @someone and #tag; https://a.example"
        code = {"type": "code", "offset": text.index("https://a"), "length": 17}
        sent = await client.call("sendMessage", chat_id=CHANNEL, text=text, entities=[code])
        kinds = [(e["type"], text[e["offset"] : e["offset"] + e["length"]]) for e in sent["entities"]]
        assert kinds == [
            ("url", "https://example.com/x"),
            ("mention", "@someone"),
            ("hashtag", "#tag"),
            ("code", "https://a.example"),
        ]

    run(check)


def test_texts_are_counted_in_code_points_after_parsing(run):
    async def check(client):
        await client.post("😀" * 4096)
        html = "<b>" + "x" * 4096 + "</b>"
        await client.call("sendMessage", chat_id=CHANNEL, text=html, parse_mode="html")
        too_long = (400, "Bad Request: message is too long")
        assert await client.fail("sendMessage", chat_id=CHANNEL, text="x" * 4097) == too_long
        far_too_long = (400, "Bad Request: text is too long")
        assert await client.fail("sendMessage", chat_id=CHANNEL, text="😀" * 8193) == far_too_long

    run(check)


def test_entities_are_checked_in_utf16(run):
    async def check(client):
        async def refusal(text, **entity):
            full = {"type": "bold", **entity}
            code, words = await client.fail("sendMessage", chat_id=CHANNEL, text=text, entities=[full])
            assert code == 400
            return words

        start = "Bad Request: can't parse MessageEntity: "
        assert (await refusal("ab", offset=1, length=2)).startswith(start)
        assert (await refusal("😀", offset=0, length=1)).startswith(start)
        assert (await refusal("a", type="shiny", offset=0, length=1)).startswith(start)
        assert (await refusal("a", type="text_link", offset=0, length=1)).startswith(
            start + "Can't find field"
        )
        assert (await refusal("a", offset=0)).startswith(start + "Can't find field")
        assert (await refusal("a", offset="0", length=1)).startswith(start + 'Field "offset"')
        await client.call("sendMessage", chat_id=CHANNEL, text="😀", entities=[{**BOLD, "length": 2}])

    run(check)


def test_html_becomes_entities_and_wins_over_given_ones(run):
    async def check(client):
        html = '<b>B <i>I</i></b> &lt;&#33; <a href="https://example.com">L</a> <blockquote expandable>Q</blockquote>'
        sent = await client.call(
            "sendMessage", chat_id=CHANNEL, text=html, parse_mode="HTML", entities=[BOLD]
        )
        assert sent["text"] == "B I <! L Q"
        assert [e["type"] for e in sent["entities"]] == [
            "bold",
            "italic",
            "text_link",
            "expandable_blockquote",
        ]

    run(check)


def test_broken_html_is_refused_with_its_place(run):
    async def check(client):
        async def words(html):
            code, text = await client.fail("sendMessage", chat_id=CHANNEL, text=html, parse_mode="HTML")
            assert code == 400
            return text.removeprefix("Bad Request: can't parse entities: ")

        assert await words("<foo>x</foo>") == 'Unsupported start tag "foo" at byte offset 0'
        assert await words("é<b>x") == 'Can\'t find end tag corresponding to start tag "b"'
        assert await words("<b>x</i>") == 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'
        assert await words("x</i>") == "Unexpected end tag at byte offset 1"
        assert await words("é < 3") == "Unclosed start tag at byte offset 3"
        code, text = await client.fail("sendMessage", chat_id=CHANNEL, text="x", parse_mode="MarkdownV2")
        assert (code, text) == (400, "Bad Request: SANDBOX this fake reads entities or HTML")

    run(check)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="a 😀\n\x01#@é", max_size=12), st.data())
def test_fixed_entities_always_lie_inside_the_fixed_text(text, data):
    edges = [0]
    for char in text:
        edges.append(edges[-1] + utf16_length(char))
    start, end = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2)))
    given_entities = [{"type": "bold", "offset": start, "length": end - start}] if end > start else []
    fixed, entities = fix(text, given_entities)
    assert fixed == fixed.strip()
    for entity in entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= utf16_length(fixed)


def test_every_way_of_sending_parameters_is_read(run):
    async def check(client):
        path = f"/bot{client.token}/SENDMESSAGE"
        entities = '[{"type":"bold","offset":0,"length":1}]'
        fields = {
            "chat_id": "@Sandbox_Channel",
            "text": "x",
            "entities": entities,
            "disable_notification": "true",
        }
        answers = [
            await client.http.get(path, params=fields),
            await client.http.post(path, data=fields),
            await client.http.post(path, files={name: (None, value) for name, value in fields.items()}),
            await client.http.post(path, json={**fields, "chat_id": client.channel}),
            await client.http.post(path, json={**fields, "entities": [BOLD | {"length": 1}]}),
        ]
        assert [answer.status_code for answer in answers] == [200] * 5
        assert all(answer.json()["result"]["entities"][0]["type"] == "bold" for answer in answers)

    run(check)


def test_what_the_official_server_would_ignore_is_refused(run):
    async def check(client):
        async def words(method="sendMessage", **params):
            code, text = await client.fail(method, **{"chat_id": CHANNEL, "text": "x", **params})
            assert code == 400
            return text

        assert (await words(txt="x")).startswith("Bad Request: SANDBOX unknown parameter txt")
        nested = {"is_disabled": True, "colour": "red"}
        assert "unknown parameter link_preview_options.colour" in await words(link_preview_options=nested)
        assert "must be of type Boolean" in await words(disable_notification=[])
        assert "must be an Integer" in await words(message_thread_id="one")
        assert "is not a JSON text" in await words(reply_parameters="{")
        assert await words(entities="{") == "Bad Request: can't parse entities JSON object"
        assert "must be given" in await words(reply_markup={"inline_keyboard": [[{}]]})
        response = await client.http.post(
            f"/bot{client.token}/sendMessage", content=b"[]", headers={"content-type": "application/json"}
        )
        assert "SANDBOX the request body must be a JSON object" in response.text

    run(check)


def test_rich_messages_may_be_long_and_can_be_edited(run):
    async def check(client):
        markdown = "# Title\n\n**Bold** and [a link](https://example.com), `code`\n\n- one\n- two\n\n---\n\n```\nx = 1\n```"
        sent = await client.call("sendRichMessage", chat_id=CHANNEL, rich_message={"markdown": markdown})
        kinds = [block["type"] for block in sent["rich_message"]["blocks"]]
        assert kinds == ["heading", "paragraph", "list", "divider", "pre"]
        html = {
            "html": "<h1>Title</h1><p>A <b>bold</b> <i>x</i> #tag @someone https://a.example</p><hr><pre>p</pre><blockquote>q</blockquote>"
        }
        edited = await client.call(
            "editMessageText", chat_id=CHANNEL, message_id=sent["message_id"], rich_message=html
        )
        kinds = [block["type"] for block in edited["rich_message"]["blocks"]]
        assert kinds == ["heading", "paragraph", "divider", "pre", "blockquote"]
        blocks = {
            "blocks": [{"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": "x" * 32768}]}]}]
        }
        assert (await client.fail("sendRichMessage", chat_id=CHANNEL, rich_message=blocks))[1].endswith(
            "too long"
        )
        await client.call("sendRichMessage", chat_id=CHANNEL, rich_message={"markdown": "x" * 32768})
        for wrong in (
            {},
            {"html": "a", "markdown": "b"},
            {"blocks": [{"type": "map"}]},
            {"html": "x", "media": [{}]},
        ):
            assert "SANDBOX" in (await client.fail("sendRichMessage", chat_id=CHANNEL, rich_message=wrong))[1]
        assert (await client.fail("sendRichMessage", chat_id=CHANNEL, rich_message={"html": " "}))[
            1
        ].endswith("empty")

    run(check)
