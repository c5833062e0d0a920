import asyncio
import json

from starlette.applications import Starlette
from starlette.routing import Mount

from smmcore_telegram.sandbox import DEMO_TOKEN, TelegramSandbox

from .conftest import CHANNEL, eventually, serving
from .test_media import PARTS, send


def test_the_demo_token_has_the_official_form():
    number, _, secret = DEMO_TOKEN.partition(":")
    assert number.isdigit()
    assert len(secret) == 35


def test_the_first_world(run):
    async def check(client):
        chat = await client.call("getChat", chat_id=CHANNEL)
        assert chat["title"] == "Sandbox channel"
        assert (await client.call("getChat", chat_id=chat["linked_chat_id"]))["linked_chat_id"] == chat["id"]
        assert await client.call("getChatMemberCount", chat_id=CHANNEL) == 1200
        me = (await client.call("getMe"))["id"]
        for place in (chat["id"], chat["linked_chat_id"]):
            member = await client.call("getChatMember", chat_id=place, user_id=me)
            assert member["status"] == "administrator"
            assert member["can_delete_messages"]

    run(check)


def test_state_hides_tokens_and_counts_calls(run):
    async def check(client):
        await client.post()
        text = (await client.http.get("/_sandbox/state")).text
        assert DEMO_TOKEN.partition(":")[2] not in text
        assert json.loads(text)["calls"] == {"sendMessage": 1}
        await client.raw("noSuch")
        calls = (await client.http.get("/_sandbox/calls", params={"since": 1})).json()["calls"]
        assert [(c["method"], c["status"], c["parameters"]) for c in calls] == [("noSuch", 404, {})]
        everything = (await client.http.get("/_sandbox/calls")).text
        assert DEMO_TOKEN.partition(":")[2] not in everything
        await client.control("calls/clear")
        assert (await client.http.get("/_sandbox/calls")).json() == {"calls": []}

    run(check)


def test_uploads_are_logged_by_name_and_size(run):
    async def check(client):
        await send(
            client,
            "sendMediaGroup",
            PARTS,
            media=[{"type": "photo", "media": f"attach://{n}"} for n in PARTS],
        )
        calls = (await client.http.get("/_sandbox/calls")).json()["calls"]
        assert calls[0]["parameters"]["one"] == {"file": "1.png", "size": len(PARTS["one"][1])}

    run(check)


def test_reset_begins_again(run):
    async def check(client):
        await client.post()
        await client.control("time", advance=100)
        await client.control("faults", kind="429")
        await client.control("reset")
        assert (await client.chat())["messages"] == []
        assert (await client.http.get("/_sandbox/time")).json()["offset"] == 0
        assert await client.updates() == []
        waiting = asyncio.ensure_future(client.call("getUpdates", timeout=50))
        await eventually(client.is_polling)
        await client.control("reset")
        assert await waiting == []

    run(check)


def test_complaints_are_one_sentence(run):
    async def check(client):
        for path, body, words in (
            ("posts", {"channel": "@none", "text": "x"}, "There is no chat"),
            ("posts", {"channel": CHANNEL}, "The field text is required."),
            ("posts", {"channel": CHANNEL, "text": 5}, "must be a string"),
            ("posts", {"channel": CHANNEL, "text": "x", "more": 1}, "Unknown field more"),
            ("posts", {"channel": CHANNEL, "text": " "}, "cannot be sent"),
            ("posts", {"channel": -1001000000002, "text": "x"}, "not a channel"),
            ("time", {"advance": "x"}, "must be a number"),
            ("members", {"chat": CHANNEL, "count": "x"}, "must be an integer"),
            ("members", {"chat": CHANNEL, "count": 0}, "members with a name"),
            ("bots", {"token": "x", "username": "y"}, "A token is"),
            ("kick", {"chat": CHANNEL, "bot": "nobody"}, "no such bot"),
            ("rights", {"chat": CHANNEL, "bot": DEMO_TOKEN, "rights": [1]}, "object of booleans"),
            ("rights", {"chat": CHANNEL, "bot": DEMO_TOKEN, "rights": {"can_fly": True}}, "no right can_fly"),
            ("join", {"chat": CHANNEL, "person": "nobody"}, "There is no person"),
            ("migrate", {"chat": CHANNEL}, "not a basic group"),
        ):
            assert words in await client.refused(path, **body), path
        response = await client.http.post("/_sandbox/posts", content=b"{")
        assert response.json() == {"error": "The body is not JSON."}
        assert (await client.http.get("/_sandbox/calls", params={"since": "x"})).status_code == 400

    run(check)


def test_rights_and_kicks_are_told_to_the_bot(run):
    async def check(client):
        await client.control("rights", chat=CHANNEL, bot=client.token, rights={"can_post_messages": False})
        await client.control("kick", chat=CHANNEL, bot=client.token)
        changes = [u["my_chat_member"]["new_chat_member"] for u in await client.updates()]
        assert changes[0]["can_post_messages"] is False
        assert changes[0]["can_edit_messages"] is True
        assert changes[1]["status"] == "kicked"
        await client.control("members", chat=CHANNEL, count=77)
        assert (await client.chat())["member_count"] == 77

    run(check)


def test_a_private_channel_is_not_there_for_strangers(run):
    async def check(client):
        made = await client.control("channels", title="Private", group=True, members=9)
        assert (await client.fail("getChat", chat_id=made["channel"]))[1] == "Bad Request: chat not found"
        named = await client.control(
            "channels", title="Public", username="public", group=False, id=-1009999999999
        )
        assert named == {"channel": -1009999999999, "group": None}
        assert (await client.call("getChat", chat_id="@public"))["title"] == "Public"
        assert (await client.fail("sendMessage", chat_id="@public", text="x"))[0] == 403

    run(check)


def test_files_are_shown_without_becoming_pages(run):
    async def check(client):
        html = {"document": ("a.html", b"<script>1</script>", "text/html")}
        sent = await send(client, "sendDocument", html)
        file = (await client.message(sent["message_id"]))["file"]
        response = await client.http.get("/" + file["url"], params={"type": "text/html"})
        assert response.headers["content-type"] == "application/octet-stream"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert (await client.http.get("/_sandbox/files/none")).status_code == 404

    run(check)


def test_the_page_is_complete_in_itself_and_knows_its_prefix():
    import asyncio

    import httpx

    async def main():
        sandbox = TelegramSandbox()
        async with (
            serving(Starlette(routes=[Mount("/telegram", sandbox.app)])) as url,
            httpx.AsyncClient() as http,
        ):
            for path in ("/telegram/", "/telegram/channels/sandbox_channel"):
                response = await http.get(url + path)
                assert response.status_code == 200
                assert '"root": "/telegram/"' in response.text
                assert "SANDBOX" in response.text
                assert " src=" not in response.text.partition("<script>")[0]
                assert "default-src 'self'" in response.headers["content-security-policy"]
            evil = await http.get(url + "/telegram/channels/%3C%2Fscript%3E%3Cscript%3Ealert(1)")
            assert "<script>alert(1)" not in evil.text
            assert (await http.get(f"{url}/telegram/bot{DEMO_TOKEN}/getMe")).json()["ok"] is True
            assert (await http.get(f"{url}/telegram/_sandbox/state")).status_code == 200
            await sandbox.close()

    asyncio.run(main())
