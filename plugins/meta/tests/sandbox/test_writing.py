"""Parameters in all their forms, read-after-write, batches."""

import json

from smmcore.testing.samples import png


def test_a_write_answers_the_id_and_what_was_asked_of_it_at_once(graph):
    made = graph.post(f"/{graph.page}/feed", message="Hello", fields="message,created_time")
    assert made["message"] == "Hello"
    assert made["created_time"].endswith("+0000")


def test_nested_parameters_come_as_json_text_as_php_names_or_as_a_json_body(graph):
    photo = {"media_fbid": "7"}
    path = f"/{graph.page}/feed"
    assert graph.post(path, attached_media=json.dumps([photo]))["attached"] == [photo]
    assert graph.post(path, **{"attached_media[0]": json.dumps(photo)})["attached"] == [photo]
    assert graph.ask("POST", path, json={"attached_media": [photo]}).json()["attached"] == [photo]


def test_values_of_the_wrong_kind_are_refused(graph):
    assert "must be a boolean" in graph.fail("POST", f"/{graph.page}/feed", published="maybe")["message"]
    assert "valid JSON" in graph.fail("POST", f"/{graph.page}/feed", attached_media="{")["message"]
    assert "valid date" in graph.fail("POST", f"/{graph.page}/feed", scheduled_publish_time="soon")["message"]
    broken = {"content": b"{", "headers": {"content-type": "application/json"}}
    assert graph.ask("POST", f"/{graph.page}/feed", **broken).json()["error"]["code"] == 100


def test_a_node_is_changed_and_deleted(graph):
    assert graph.post(f"/{graph.page}", about="Cakes") == {"success": True}
    assert graph.get(f"/{graph.page}", fields="about")["about"] == "Cakes"
    (id,) = graph.notes(1)
    assert graph.ask("DELETE", f"/{id}").json() == {"success": True}
    assert graph.fail("GET", f"/{id}")["error_subcode"] == 33


def test_a_picture_in_a_form_is_kept_and_served(graph):
    picture = png()
    kept = graph.ask(
        "POST", f"/{graph.page}/photos", files={"source": ("a.png", picture, "image/png")}
    ).json()
    assert kept["size"] == len(picture)
    assert kept["width"] > 0
    assert graph.http.get(f"/_sandbox/files/{kept['sha256']}").content == picture


def batch(graph, *items, **more):
    return graph.post("/", batch=json.dumps(items), **more)


def test_a_batch_answers_each_call_by_itself_with_its_body_as_text(graph):
    good, bad, made = batch(
        graph,
        {"method": "GET", "relative_url": "me?fields=about"},
        {"method": "GET", "relative_url": "v26.0/31337"},
        {"method": "POST", "relative_url": f"{graph.page}/feed", "body": "message=Hello%20there"},
    )
    assert json.loads(good["body"])["about"] == "Bread"
    assert {"name": "Facebook-API-Version", "value": "v26.0"} in good["headers"]
    assert bad["code"] == 400
    assert json.loads(bad["body"])["error"]["error_subcode"] == 33
    assert graph.get(f"/{json.loads(made['body'])['id']}")["message"] == "Hello there"


def test_a_batch_without_headers_can_ask_for_many_ids_in_each_call(graph):
    ids = graph.notes(100)
    parts = [f"?ids={','.join(ids[start : start + 50])}&fields=message" for start in (0, 50)]
    answers = batch(graph, *({"method": "GET", "relative_url": p} for p in parts), include_headers="false")
    assert all(set(answer) == {"code", "body"} for answer in answers)
    assert sum(len(json.loads(answer["body"])) for answer in answers) == 100
    record = graph.calls()[-1]
    assert record["cost"] == 100
    assert len(record["items"]) == 2


def test_a_call_of_a_batch_that_timed_out_is_null_whether_it_was_done_or_not(graph):
    graph.control("faults", kind="null", path="POST */feed", when="after")
    item = {"method": "POST", "relative_url": f"{graph.page}/feed", "body": "message=Hi"}
    assert batch(graph, item) == [None]
    assert len(graph.get(f"/{graph.page}/notes")["data"]) == 1
    graph.control("faults", kind="null")
    assert batch(graph, item) == [None]
    assert len(graph.get(f"/{graph.page}/notes")["data"]) == 1


def test_batches_are_bounded_and_read_strictly(graph):
    me = {"method": "GET", "relative_url": "me"}
    answer = graph.ask("POST", "/", data={"batch": json.dumps([me] * 51)}).json()["error"]
    assert answer["type"] == "GraphBatchException"
    depends = {"method": "GET", "relative_url": "?ids={result=first:$.data.*.id}"}
    answer = graph.ask("POST", "/", data={"batch": json.dumps([depends])}).json()["error"]
    assert "do not build on each other" in answer["message"]


def test_an_item_may_bring_its_own_token(graph):
    item = {"method": "GET", "relative_url": "me?access_token=EAAG-SANDBOX-user"}
    assert json.loads(batch(graph, item)[0]["body"])["name"] == "Olga Orlova"
    assert "SANDBOX-user" not in json.dumps(graph.calls())
