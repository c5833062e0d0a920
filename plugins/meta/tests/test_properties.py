"""What holds for whatever Meta may answer."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmcore.errors import AnswerLost
from smmcore.testing.scripted import answer
from smmcore_meta.errors import said_in
from smmcore_meta.insights import figures
from smmcore_meta.meanings import meaning
from smmcore_meta.paging import page_in, params_of
from smmcore_meta.settings import GraphSettings
from smmcore_meta.times import moment
from smmcore_meta.usage import Usage, keys_of
from smmcore_meta.webhooks import changes

from .graphs import FACEBOOK, bakery

WORDS = st.sampled_from(
    ["data", "values", "value", "total_value", "breakdowns", "results", "name", "end_time", "id"]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["after", "until", "limit", "fields", "__paging_token"]), st.text(max_size=9)
    )
)
def test_a_cursor_holds_what_pages_and_no_token(params):
    address = "https://graph.example/v26.0/1/x?" + urlencode({**params, "access_token": "EAAsecret"})
    paging = {name: value for name, value in params.items() if value and name not in {"limit", "fields"}}
    body = {"data": [], "paging": {"next": address}}
    if not paging:
        with pytest.raises(AnswerLost):
            page_in(body, None)
        return
    cursor = page_in(body, None).next
    assert "EAAsecret" not in (cursor or "")
    assert params_of(cursor) == paging


@given(ANY)
def test_whatever_is_answered_about_figures_is_read_or_left_out(body):
    assert all(isinstance(one.name, str) for one in figures(body))


@given(ANY)
def test_whatever_a_webhook_tells_is_read_or_left_out(value):
    payload = {"entry": [{"id": "1", "time": value, "changes": [{"field": "feed", "value": value}]}, value]}
    assert all(change.id == "1" for change in changes(payload))


@given(ANY, ANY)
def test_whatever_a_refusal_looks_like_it_has_a_meaning(error, code):
    said = said_in({"error": {"message": error, "code": code, "error_subcode": error}})
    assert meaning(said.code, said.subcode, said.message).kind
    said_in({"error": error})
    said_in({"debug_info": {"message": error, "type": code}})


@given(ANY)
def test_times_are_times_or_none(value):
    found = moment(value)
    assert found is None or found.utcoffset() is not None


@given(st.floats(0, 200), st.integers(0, 500), st.integers(1, 100))
def test_waits_are_never_negative_and_never_short_at_the_end(percent, minutes, slow_from):
    settings = GraphSettings(slow_from=slow_from)
    use = {"type": "pages", "call_count": percent, "estimated_time_to_regain_access": minutes}
    usage = Usage(FACEBOOK, "123", keys_of(FACEBOOK, bakery(), settings), settings)
    wait = usage.waits(answer({}, headers={"x-business-use-case-usage": json.dumps({"123": [use]})}))
    assert all(seconds > 0 for seconds in wait.values())
    if minutes:
        assert wait == {usage.keys.account: minutes * 60}
    elif percent >= 100:
        assert wait == {usage.keys.account: settings.limit_pause}
    else:
        assert bool(wait) == (percent >= slow_from)
