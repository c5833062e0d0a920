"""Nodes, fields, edges and pages."""

from datetime import datetime

import httpx
import pytest

from smmcore.sandbox import mounted, serving
from smmcore_meta.sandbox.fields import Field, parse_fields

from .shop import PAGE_ID, PAGE_TOKEN


def test_a_node_answers_its_usual_fields_and_those_that_are_asked_for(graph):
    assert graph.get(f"/{graph.page}") == {"id": graph.page, "name": "Bakery"}
    assert graph.get("/me", fields="about") == {"id": graph.page, "about": "Bread"}


def test_of_plain_json_only_the_fields_that_are_asked_for_are_given(graph):
    assert graph.get("/me", fields="location{city,country}")["location"] == {"city": "Tula"}


def test_an_unknown_field_fails_and_is_named(graph):
    error = graph.fail("GET", f"/{graph.page}", fields="name,colour")
    assert error["code"] == 100
    assert error["message"] == "(#100) Tried accessing nonexisting field (colour) on node type (Page)"


def test_fields_that_cannot_be_read_are_a_syntax_error(graph):
    assert graph.fail("GET", "/me", fields="name,,about")["code"] == 2500
    assert graph.fail("GET", "/me", fields="name{")["message"].startswith("Syntax error")


def test_fields_are_read_with_arguments_and_what_is_inside():
    text = "id, comments.limit(5).summary(true){id,from{name}},insights.metric(a,b)"
    comments = Field(
        "comments", {"limit": "5", "summary": "true"}, (Field("id"), Field("from", {}, (Field("name"),)))
    )
    assert parse_fields(text) == (Field("id"), comments, Field("insights", {"metric": "a,b"}))


def test_edges_stand_inside_of_fields(graph):
    (id,) = graph.notes(1)
    graph.control("comments", post=id, person="Ann", text="Lovely")
    note = graph.get(f"/{id}", fields="message,comments.limit(1).summary(true){message}")
    assert note["comments"]["data"][0]["message"] == "Lovely"
    assert note["comments"]["summary"] == {"total_count": 1}
    found = graph.get("/me", fields="discovery.username(bakery){about,notes.limit(1){message}}")
    assert found["discovery"]["notes"]["data"][0]["message"] == "No. 0"


def test_an_edge_without_anything_is_left_out_of_its_node(graph):
    (id,) = graph.notes(1)
    assert graph.get(f"/{id}", fields="message,comments{id}") == {"id": id, "message": "No. 0"}
    assert graph.get(f"/{id}/comments") == {"data": []}
    assert graph.get(f"/{id}", fields="comments.summary(true)")["comments"]["summary"] == {"total_count": 0}


def test_an_unknown_parameter_is_refused(graph):
    error = graph.fail("GET", f"/{graph.page}/notes", colour="red", taste="sweet")
    assert error["code"] == 100
    assert "no parameter taste" in error["message"]
    assert "must be one of" in graph.fail("GET", f"/{graph.page}/notes", colour="green")["message"]
    assert "no parameter x" in graph.fail("GET", f"/{graph.page}", x=1)["message"]


def test_what_is_not_there_is_told_as_graph_tells_it(graph):
    error = graph.fail("GET", "/31337")
    assert (error["code"], error["error_subcode"], error["type"]) == (100, 33, "GraphMethodException")
    assert error["message"].startswith("Unsupported get request. Object with ID '31337' does not exist")
    assert error["fbtrace_id"].startswith("A")
    assert graph.fail("GET", f"/{graph.page}/nonsense")["code"] == 100
    assert graph.fail("POST", f"/{graph.page}/nonsense")["message"].startswith("Unsupported post request")


def test_cursors_lead_through_all_items_and_the_end_has_no_next(graph):
    ids, seen, address = graph.notes(7), [], f"/v26.0/{graph.page}/notes?limit=3&fields=id"
    while address:
        body = graph.http.get(address, headers={"Authorization": "Bearer EAAG-SANDBOX-page"}).json()
        seen += [item["id"] for item in body["data"]]
        address = body["paging"].get("next")
    assert seen == ids


def test_the_next_page_repeats_the_token_and_a_cursor_survives_what_is_deleted(graph):
    ids = graph.notes(5)
    paging = graph.get(f"/{graph.page}/notes", limit=2)["paging"]
    assert "access_token=EAAG-SANDBOX-page" in paging["next"]
    assert graph.ask("DELETE", f"/{ids[0]}").json() == {"success": True}
    after = graph.get(f"/{graph.page}/notes", limit=1, after=paging["cursors"]["after"], fields="id")
    assert after["data"] == [{"id": ids[2]}]
    assert graph.fail("GET", f"/{graph.page}/notes", after="nonsense!")["code"] == 100


def test_time_paging_leads_through_posts_of_the_same_second(graph):
    ids, seen, address = graph.notes(9), [], f"/v26.0/{graph.page}/feed?limit=2&fields=id"
    while address:
        body = graph.http.get(address, headers={"Authorization": "Bearer EAAG-SANDBOX-page"}).json()
        seen += [item["id"] for item in body["data"]]
        address = body.get("paging", {}).get("next")
    assert seen == ids[::-1]


def test_since_and_until_bound_what_is_paged_by_time(graph):
    graph.notes(10)
    every = graph.get(f"/{graph.page}/feed", fields="created_time")["data"]
    middle = int(datetime.strptime(every[4]["created_time"], "%Y-%m-%dT%H:%M:%S%z").timestamp())
    newer = graph.get(f"/{graph.page}/feed", since=middle + 1)["data"]
    older = graph.get(f"/{graph.page}/feed", until=middle)["data"]
    assert len(newer) + len(older) == 10


def test_hashtag_pages_have_only_the_cursor_after(graph):
    graph.notes(3)
    assert set(graph.get(f"/{graph.page}/hashtagged", limit=2)["paging"]["cursors"]) == {"after"}


def test_many_ids_are_read_at_once_and_each_counts(graph):
    ids = graph.notes(3)
    found = graph.get("/", ids=",".join(ids), fields="message")
    assert [found[id]["message"] for id in ids] == ["No. 0", "No. 1", "No. 2"]
    assert graph.calls()[-1]["cost"] == 3
    assert graph.get("/comments", ids=",".join(ids)) == {id: {"data": []} for id in ids}


def test_one_missing_id_or_too_many_fail_them_all(graph):
    (id,) = graph.notes(1)
    assert graph.fail("GET", "/", ids=f"{id},31337")["error_subcode"] == 33
    too_many = ",".join(map(str, range(51)))
    assert "Maximum: 50. Provided: 51" in graph.fail("GET", "/", ids=too_many)["message"]


@pytest.mark.parametrize(
    ("path", "told"),
    [("/v26.0/me", "v26.0"), ("/v9.0/me", "v21.0"), ("/me", "v26.0"), ("/v23.0/me", "v23.0")],
)
def test_the_version_that_answered_is_told(graph, path, told):
    answer = graph.http.get(path, headers={"Authorization": "Bearer EAAG-SANDBOX-page"})
    assert answer.json()["id"] == graph.page
    assert answer.headers["facebook-api-version"] == told


def test_a_version_that_is_not_there_yet_is_an_unknown_path(graph):
    answer = graph.http.get("/v27.0/me", headers={"Authorization": "Bearer EAAG-SANDBOX-page"})
    assert answer.json()["error"]["code"] == 2500


def test_networks_have_paths_below_no_node(graph):
    assert graph.get("/tag_search", q="bread") == {"data": [{"id": "1", "name": "bread"}]}
    assert "q is required" in graph.fail("GET", "/tag_search")["message"]


def test_the_fake_can_be_served_below_a_prefix_beside_others(audience):
    with serving(mounted({"shop": audience.app})) as url, httpx.Client(base_url=url, trust_env=False) as http:
        http.post("/shop/_sandbox/notes", json={"count": 2})
        headers = {"Authorization": f"Bearer {PAGE_TOKEN}"}
        first = http.get(f"/shop/v26.0/{PAGE_ID}/notes?limit=1", headers=headers).json()
        assert first["paging"]["next"].startswith(f"{url}/shop/v26.0/")
        assert http.get(first["paging"]["next"]).json()["data"][0]["message"] == "No. 1"
        assert "SANDBOX" in http.get(audience.page("/shop")).text
