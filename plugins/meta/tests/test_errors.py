"""Refusals: what they mean, told in one line that says what to do."""

import json

import pytest

from smmcore.errors import (
    AnswerLost,
    Forbidden,
    NotThere,
    PersonNeeded,
    RateLimited,
    Rejected,
    Unauthorized,
    Unsupported,
)
from smmcore.testing import ScriptedIO
from smmcore.testing.scripted import answer
from smmcore_meta.calls import refused as refused_without_reason
from smmcore_meta.calls import succeeded
from smmcore_meta.errors import (
    ContainerGone,
    DeadMetric,
    Duplicate,
    NoData,
    NotReady,
    PagesEnd,
    Unfetchable,
    data_of,
)
from smmcore_meta.meanings import meaning

from .graphs import LOGIN, bakery, graph, recorded, refusal, shared

CLASSES = {
    "transient": (AnswerLost,),
    "rate": (RateLimited,),
    "quota": (RateLimited,),
    "auth": (Unauthorized,),
    "permission": (Forbidden,),
    "permission_or_gone": (NotThere,),
    "policy": (PersonNeeded,),
    "account": (PersonNeeded,),
    "not_ready": (NotReady,),
    "media_fetch": (Unfetchable,),
    "permanent": (Rejected, NoData, Unsupported, Unauthorized),
}
# Transient by the table, of which it says itself that its container's status has to be asked for.
ASKED_AGAIN = {(24, 2207008): NotReady}


def refused(script, api=None, call="get"):
    io = ScriptedIO([script])
    net = graph(io, api, bakery(platform=api.platform)) if api else graph(io)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is what the tests ask
        io.run(getattr(net, call)("123"))
    assert len(io.sent) == 1
    assert "\n" not in str(caught.value)
    return caught.value


def test_each_row_of_the_official_table_has_its_meaning():
    rows = json.loads((shared("specs", "meta") / "error_codes.json").read_text("utf-8"))
    for row in rows:
        code, subcode = str(row["code"] or 0).partition("-299")[0], row["subcode"] or 0
        kind = meaning(int(code), subcode, "").kind
        wanted = ASKED_AGAIN.get((row["code"], subcode))
        assert issubclass(kind, (wanted,) if wanted else CLASSES[row["cls"]]), row


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("fb_error_100_invalid_metric", DeadMetric, "The value must be a valid insights metric"),
        ("fb_error_100_missing_permission", Forbidden, "make a new token that has pages_read_engagement"),
        ("ig_error_2108006_before_business", NoData, "before the most recent time"),
        ("ig_error_36000_image_too_large", Rejected, "less than 8 MiB"),
        ("ig_login_error", Rejected, "Unknown path components"),
        ("ig_rupload_failure", Unauthorized, "unauthorized user request"),
    ],
)
def test_recorded_refusals_are_understood(name, kind, words):
    error = refused(answer(recorded(name), 400))
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize(
    ("subcode", "words"),
    [
        (458, "removed the app"),
        (459, "log in at facebook.com"),
        (460, "password"),
        (463, "expired"),
        (464, "confirm the account"),
        (467, "withdrawn"),
        (492, "no role on the Page"),
        (None, "make a new token"),
    ],
)
def test_a_token_that_is_not_taken_says_what_to_do(subcode, words):
    error = refused(refusal(190, subcode, "Error validating access token"))
    assert isinstance(error, Unauthorized)
    assert words in str(error)
    assert error.code == (f"190/{subcode}" if subcode else 190)


def test_a_users_token_in_a_pages_place_is_told_apart():
    text = "(#190) This method must be called with a Page Access Token"
    assert "give it as secrets.user_token" in str(refused(refusal(190, message=text)))


@pytest.mark.parametrize("code", [10, 200, 283, 299])
def test_a_missing_scope_is_named(code):
    text = f"(#{code}) Requires pages_manage_engagement permission to manage the object"
    error = refused(refusal(code, message=text))
    assert isinstance(error, Forbidden)
    assert "make a new token that has pages_manage_engagement" in str(error)
    assert f"(#{code})" not in str(error)


def test_too_few_viewers_are_no_missing_right():
    text = "(#10) Not enough viewers for the media to show insights"
    assert isinstance(refused(refusal(10, message=text)), NoData)


@pytest.mark.parametrize(
    ("code", "subcode", "kind"),
    [
        (506, None, Duplicate),
        (100, 1366051, Duplicate),
        (9007, 2207027, NotReady),
        (9004, 2207052, Unfetchable),
        (24, 2207006, ContainerGone),
        (-2, 2207020, ContainerGone),
        (1, 2207057, Rejected),
        (100, 33, NotThere),
        (12, None, Unsupported),
        (2635, None, Unsupported),
        (77777, None, Rejected),
    ],
)
def test_the_subcode_tells_before_the_code(code, subcode, kind):
    assert type(refused(refusal(code, subcode))) is kind


def test_a_list_that_is_too_long_is_not_taken_for_a_whole_one():
    too_long = refusal(100, message="(#100) After Cursor specified exceeds the max limit")
    first = {"data": [{"id": "1"}], "paging": {"next": "https://x.example/?after=x"}}
    io = ScriptedIO([first, too_long])
    with pytest.raises(PagesEnd, match="exceeds the max limit"):
        io.run(graph(io).items("1/comments"))
    assert isinstance(refused(refusal(100, message="After Cursor specified exceeds the max limit")), PagesEnd)


@pytest.mark.parametrize("script", [refusal(2, status=500), refusal(1), refusal(100, is_transient=True)])
def test_what_is_transient_leaves_a_write_in_doubt(script):
    error = refused(script, call="post")
    assert isinstance(error, AnswerLost)
    assert "whether it acted is unknown" in str(error)


def test_a_limit_is_a_limit_though_it_is_called_transient():
    assert isinstance(refused(refusal(4, is_transient=True)), RateLimited)
    assert isinstance(refused(refusal(9007, 2207027, is_transient=True)), NotReady)


def test_the_status_of_an_answer_says_little():
    assert isinstance(refused(refusal(190, 463, status=500)), Unauthorized)
    assert isinstance(refused(refusal(4, status=503)), RateLimited)
    assert isinstance(refused(refusal(100, status=200)), Rejected)
    assert isinstance(refused(refusal(100, status=500)), AnswerLost)


def test_a_page_of_html_from_a_front_server_is_a_refusal_only_below_500():
    assert isinstance(refused(answer(b"<html>", 404)), Rejected)
    assert isinstance(refused(answer(b"<html>", 429)), RateLimited)
    assert isinstance(refused(answer(b"<html>", 502)), AnswerLost)


def test_the_login_has_a_shape_of_its_own():
    body = {"error_type": "OAuthException", "code": 400, "error_message": "Invalid platform app"}
    assert isinstance(refused(answer(body, 400), LOGIN), Unauthorized)


def test_what_meta_says_to_people_is_told():
    error = refused(
        refusal(36003, 2207009, "Invalid aspect ratio", error_user_msg="Give one from 4:5 to 1.91:1.")
    )
    assert "Invalid aspect ratio: Give one from 4:5 to 1.91:1" in str(error)


@pytest.mark.parametrize("type_", ["OffsetInvalidError", "PartialRequestError"])
def test_an_upload_that_was_cut_off_is_no_refusal(type_):
    body = {"debug_info": {"retriable": type_ != "OffsetInvalidError", "type": type_, "message": "Try again"}}
    assert isinstance(refused(answer(body, 400)), AnswerLost)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"start_offset": "50", "end_offset": "90"}, {"start_offset": "50", "end_offset": "90"}),
        ('{"start_offset": "50"}', {"start_offset": "50"}),
        ("no json", {}),
        (7, {}),
        (None, {}),
    ],
)
def test_what_belongs_to_a_refusal_is_told_with_it(data, told):
    for code in (100, 6001):
        assert data_of(refused(refusal(code, 1363037, error_data=data), call="post")) == told
    assert data_of(AnswerLost("gone")) == {}


@pytest.mark.parametrize("said", [False, {"success": False}])
def test_what_meta_did_not_do_is_no_success(said):
    for act in (lambda net: net.delete("1"), lambda net: net.post("1", {"hide": True}, safe=True)):
        io = ScriptedIO([said])
        with pytest.raises(Rejected, match=r"Facebook did not do (DELETE|POST) 1, and did not say why"):
            io.run(act(graph(io)))
    assert not succeeded(said)
    assert refused_without_reason(said)


@pytest.mark.parametrize("said", [True, {"success": True}])
def test_what_meta_did_is_a_success(said):
    io = ScriptedIO([said])
    assert io.run(graph(io).delete("1")) == said
    assert succeeded(said)
    assert not refused_without_reason(said)
