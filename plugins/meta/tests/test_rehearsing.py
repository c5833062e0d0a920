from smmcore.io.rehearsal import RehearsalIO
from smmcore.steps import Steps
from smmcore.testing import ScriptedIO
from smmcore_meta.graph import Get, step
from smmcore_meta.rehearsing import made_up

from .graphs import bakery, graph


def test_a_dry_run_shows_the_requests_of_several_steps_and_of_those_for_tokens():
    io = RehearsalIO(made_up)
    account = bakery(user_token="EAAuser", app_secret="s")

    async def publish(net):
        photo = await net.post("123/photos", send=step(Steps(io), "photo"), result=lambda body: body["id"])
        await net.post("123/feed", {"attached_media": [{"media_fbid": photo}]})
        return await net.batch([Get("1"), Get("2")])

    found = ScriptedIO().run(publish(graph(io, account=account, app_id="42")))
    assert [request.label.removeprefix("facebook ") for request in io.requests] == [
        "oauth/access_token",
        "token of the Page",
        "POST 123/photos",
        "POST 123/feed",
        "batch",
    ]
    assert io.requests[3].data["attached_media"] == '[{"media_fbid": "rehearsal"}]'
    assert [one["id"] for one in found] == ["rehearsal"] * 2


def test_what_an_answer_should_hold_may_be_named():
    io = RehearsalIO(lambda request: made_up(request, status_code="ERROR"))
    assert ScriptedIO().run(graph(io).get("1"))["status_code"] == "ERROR"
