"""The fake's methods, parameters and answers, held against the official schema."""

import json

import pytest

from smmcore.testing.samples import mp4, pdf, png
from smmcore_vk.sandbox.errors import NO_APP, NO_SCOPE, WORDS
from smmcore_vk.sandbox.schema import METHODS
from smmcore_vk.sandbox.table import CALLBACK_EVENTS

from .official import against_answer, complaints, follow, load, methods
from .world import OWNER, G, shared

LETTERS = {"user": "U", "group": "G", "service": "S"}
KINDS = {"integer": "int", "string": "str", "boolean": "flag", "number": "num"}


def described(parameter, section):
    """A parameter of the schema, in the words of the fake's table."""
    whole, _ = follow(parameter, f"{section}/methods")
    whole = {**whole, **{k: v for k, v in parameter.items() if k != "$ref"}}
    kind = whole["type"]
    if "enum" in whole:
        name = "one"
    elif kind == "array":
        item = follow(whole["items"], f"{section}/methods")[0]["type"]
        name = {"integer": "ints", "string": "strs"}.get(item if isinstance(item, str) else "", "mixes")
    else:
        name = "mixed" if isinstance(kind, list) else KINDS[kind]
    most = whole.get("maximum", whole.get("maxLength", whole.get("maxItems")))
    choices = tuple(map(str, whole.get("enum", ())))
    return name, bool(whole.get("required")), choices, None if choices else whole.get("minimum"), most


@pytest.mark.parametrize("name", METHODS)
def test_parameters_and_tokens_are_as_described(name):
    ours, official = METHODS[name], methods()[name]
    section = name.partition(".")[0]
    theirs = {each["name"]: described(each, section) for each in official.get("parameters", [])}
    if name == "execute":
        theirs = {}  # the schema does not describe what it takes
    known = {p.name: p for p in ours.parameters.values() if p.name in ours.official}
    assert {n: (p.kind, p.required, p.choices, p.least, p.most) for n, p in known.items()} == theirs
    assert set(ours.tokens) == {LETTERS[kind] for kind in official["access_token_type"]}


def test_kinds_of_events_are_as_described():
    official = load("callback/objects")["definitions"]["callback_type"]["enum"]
    only_settings = {"message_event", "like_add", "like_remove"}
    ours = {event for event in CALLBACK_EVENTS if not event.startswith("donut_")} - only_settings
    assert ours == set(official) - {"confirmation", "messages_edit"}


def test_words_of_errors_are_the_official_ones():
    known = json.loads(shared("specs", "vk", "errors_classified.json").read_text())["errors"]
    official = {error["code"]: error["description"] for error in known}
    official[1051] = WORDS[1051]  # seen in 2026, not in the schema
    assert {code: official[code] for code in WORDS} == WORDS
    subcodes = load("errors")["definitions"]["subcodes"]
    assert subcodes["method_permission_denied"]["subcode"] == NO_SCOPE
    assert subcodes["app_type_permission_denied"]["subcode"] == NO_APP


class Recorder:
    """Calls methods and keeps what they answered."""

    def __init__(self, world):
        self.world, self.answers = world, {}

    def __call__(self, method, by="user", **params):
        answer = self.world.call(method, by, **params)
        self.answers.setdefault(method, []).append(answer)
        return answer


@pytest.fixture(scope="module")
def answers(served):
    served.begin_anew()
    recorder = Recorder(served)
    for chapter in (wall, talk, communities, photos, files, stories, figures, events):
        chapter(recorder, served)
    return recorder.answers


def wall(call, world):
    picture = world.photo(png())
    poll = call("polls.create", owner_id=OWNER, question="Which?", add_answers='["a","b"]', is_anonymous=1)
    call("polls.getById", owner_id=OWNER, poll_id=poll["id"])
    more = {"attachments": f"{picture},https://example.com/a,poll{OWNER}_{poll['id']}"}
    post = call(
        "wall.post",
        owner_id=OWNER,
        from_group=1,
        message="Hello",
        signed=1,
        copyright="https://example.com/",
        **more,
    )["post_id"]
    call("wall.pin", owner_id=OWNER, post_id=post)
    call("wall.get", "service", domain=f"club{G}")
    call("wall.get", domain=f"club{G}", extended=1, fields="members_count")
    call("wall.getById", posts=f"{OWNER}_{post}")
    call("wall.getById", "service", posts=f"{OWNER}_{post}", extended=1)
    call("wall.search", "service", domain=f"club{G}", query="hello")
    call("wall.search", "service", domain=f"club{G}", query="hello", extended=1)
    call("wall.getReposts", "service", owner_id=OWNER, post_id=post)
    call("wall.repost", object=f"wall{OWNER}_{post}", group_id=G)
    call("wall.edit", owner_id=OWNER, post_id=post, message="Hello again")
    call("wall.unpin", owner_id=OWNER, post_id=post)
    call("wall.delete", owner_id=OWNER, post_id=post)
    call("wall.restore", owner_id=OWNER, post_id=post)
    call("wall.reportPost", owner_id=OWNER, post_id=post, reason=0)
    call("wall.closeComments", "community", owner_id=OWNER, post_id=post)
    call("wall.openComments", "community", owner_id=OWNER, post_id=post)
    call("wall.parseAttachedLink", links="https://example.com/")
    call("wall.checkCopyrightLink", link="https://example.com/")
    waiting = world.write(publish_date=int(world.state()["now"]) + 600)
    world.control("time", advance=700)
    assert waiting not in {p["id"] for p in call("wall.get", domain=f"club{G}")["items"]}
    call("newsfeed.search", "service", q="hello", extended=1)
    call("newsfeed.search", "service", q="hello")


def talk(call, world):
    post = world.write("Talk here")
    first = world.comment(post, "What @sandbox_bakery is this?")
    answer = call(
        "wall.createComment", "community", owner_id=OWNER, post_id=post, message="Rye", reply_to_comment=first
    )["comment_id"]
    mine = call("wall.createComment", owner_id=OWNER, post_id=post, message="I", from_group=0)["comment_id"]
    call("wall.getComments", "service", owner_id=OWNER, post_id=post, need_likes=1, thread_items_count=10)
    call("wall.getComments", "service", owner_id=OWNER, post_id=post, extended=1)
    call("wall.getComments", "service", owner_id=OWNER, post_id=post, comment_id=first)
    call("wall.getComment", owner_id=OWNER, comment_id=answer)
    call("wall.getComment", owner_id=OWNER, comment_id=answer, extended=1)
    call("wall.editComment", owner_id=OWNER, comment_id=mine, message="We")
    call("wall.reportComment", owner_id=OWNER, comment_id=first, reason=0)
    call("newsfeed.getMentions", owner_id=OWNER)
    call("wall.deleteComment", owner_id=OWNER, comment_id=first)
    call("wall.getComments", "service", owner_id=OWNER, post_id=post, thread_items_count=10)
    call("wall.restoreComment", owner_id=OWNER, comment_id=first)
    call("likes.getList", "service", type="post", owner_id=OWNER, item_id=post)
    call("likes.isLiked", type="post", owner_id=OWNER, item_id=post)


def communities(call, world):
    everything = "members_count,description,status,activity,verified,counters,site,can_post,wall,fixed_post"
    call("groups.getById", "service", group_ids=f"sandbox_mill,{G}", fields=everything)
    call("groups.getMembers", "service", group_id=G)
    call("groups.getMembers", "service", group_id=G, fields="sex")
    call("groups.isMember", "service", group_id=G, user_id=1001)
    call("groups.isMember", "service", group_id=G, user_ids="1001,1002")
    call("groups.search", q="sandbox")
    call("groups.getTokenPermissions", "community")
    call("groups.edit", "community", group_id=G, description="Bread")
    person = world.control("comments", post=world.write(), person="Eve", text="Buy")["author"]
    call("groups.ban", group_id=G, owner_id=person, reason=1, comment="spam", comment_visible=1)
    call("groups.getBanned", "community", group_id=G)
    call("groups.unban", group_id=G, owner_id=person)
    call("users.get", "service", user_ids=f"{person},id1001")


def photos(call, world):
    url = call("photos.getWallUploadServer", group_id=G)["upload_url"]
    saved = call("photos.saveWallPhoto", group_id=G, caption="Rye", **world.upload(url, "photo", png()))
    call("photos.getById", photos=f"{saved[0]['owner_id']}_{saved[0]['id']}")
    url = call("photos.getMessagesUploadServer", "community")["upload_url"]
    call("photos.saveMessagesPhoto", "community", **world.upload(url, "photo", png()))
    cover = {"crop_x2": 1590, "crop_y2": 530}
    url = call("photos.getOwnerCoverPhotoUploadServer", "community", group_id=G, **cover)["upload_url"]
    call("photos.saveOwnerCoverPhoto", "community", **world.upload(url, "photo", png(1590, 530)))
    url = call("photos.getOwnerPhotoUploadServer", owner_id=OWNER)["upload_url"]
    call("photos.saveOwnerPhoto", **world.upload(url, "photo", png()))


def files(call, world):
    url = call("docs.getWallUploadServer", "community", group_id=G)["upload_url"]
    said = world.upload(url, "file", pdf(), "list.pdf", "application/pdf")
    doc = call("docs.save", "community", **said)["doc"]
    call("docs.getById", "community", docs=f"{doc['owner_id']}_{doc['id']}")
    film = call("video.save", name="Rye", group_id=G)
    call("video.get", videos=f"{film['owner_id']}_{film['video_id']}")
    world.upload(film["upload_url"], "video_file", mp4(), "a.mp4", "video/mp4")
    world.control("time", advance=5)
    call("video.get", owner_id=OWNER)


def stories(call, world):
    ways = (("Photo", "file", png()), ("Video", "video_file", mp4()))
    for what, field, content in ways:
        more = {"link_text": "view", "link_url": "https://vk.cc/abc"} if what == "Photo" else {}
        url = call(f"stories.get{what}UploadServer", "community", group_id=G, **more)["upload_url"]
        said = world.upload(url, field, content)["response"]["upload_result"]
        story = call("stories.save", "community", upload_results=said)["items"][0]
    one = {"owner_id": OWNER, "story_id": story["id"]}
    call("stories.get", "community", owner_id=OWNER)
    call("stories.get", "community", owner_id=OWNER, extended=1)
    call("stories.getById", "community", stories=f"{OWNER}_{story['id']}", extended=1)
    call("stories.getStats", "community", **one)
    call("stories.getViewers", "community", **one)
    call("stories.delete", "community", **one)


def figures(call, world):
    post = world.write()
    world.control("likes", post=post, count=5, reposts=2, views=70)
    for interval in ("day", "week", "month", "year", "all"):
        call("stats.get", group_id=G, interval=interval, intervals_count=3)
    call("stats.getPostReach", owner_id=OWNER, post_ids=post)
    short = call("utils.getShortLink", "community", url="https://example.com/rye")["key"]
    world.control("clicks", key=short, count=4)
    call("utils.getLinkStats", "service", key=short, interval="forever")
    call("utils.getLinkStats", "service", key=short, extended=1)
    call("utils.resolveScreenName", "service", screen_name="sandbox_mill")
    call("utils.getServerTime", "service")
    call("utils.checkLink", "service", url="https://example.com/")


def events(call, _world):
    call("groups.setLongPollSettings", "community", group_id=G, enabled=1, wall_post_new=1)
    call("groups.getLongPollSettings", "community", group_id=G)
    call("groups.getLongPollServer", "community", group_id=G)
    one = {"group_id": G, "url": "http://127.0.0.1:1/", "title": "here", "secret_key": "s"}
    server = call("groups.addCallbackServer", "community", **one)["server_id"]
    call("groups.editCallbackServer", "community", server_id=server, **one)
    call("groups.setCallbackSettings", "community", group_id=G, server_id=server, wall_reply_new=1)
    call("groups.getCallbackSettings", "community", group_id=G, server_id=server)
    call("groups.getCallbackServers", "community", group_id=G)
    call("groups.getCallbackConfirmationCode", "community", group_id=G)
    call("groups.deleteCallbackServer", "community", group_id=G, server_id=server)


@pytest.mark.parametrize("name", [name for name in METHODS if name != "execute"])
def test_answers_are_as_described(answers, name):
    assert answers.get(name), f"{name} was never called"
    assert [wrong for answer in answers[name] for wrong in against_answer(name, answer)] == []


OBJECTS = {
    "wall_post_new": ("wall/objects", "wall_wallpost_full"),
    "wall_reply_new": ("callback/objects", "callback_wall_reply_new"),
    "wall_reply_edit": ("callback/objects", "callback_wall_reply_new"),
    "wall_reply_restore": ("callback/objects", "callback_wall_reply_new"),
    "wall_reply_delete": ("callback/objects", "callback_wall_comment_delete"),
    "poll_vote_new": ("callback/objects", "callback_poll_vote_new"),
    "user_block": ("callback/objects", "callback_user_block"),
    "user_unblock": ("callback/objects", "callback_user_unblock"),
}


def test_events_are_as_described(world):
    post, poll = _lively(world)
    server = world.call("groups.getLongPollServer", "community", group_id=G)
    where = {"act": "a_check", "key": server["key"], "ts": 1, "wait": 0}
    updates = world.http.get(server["server"], params=where).json()["updates"]
    told = {update["type"] for update in updates}
    assert told == set(OBJECTS), (post, poll)
    for update in updates:
        home, name = OBJECTS[update["type"]]
        schema = {"$ref": f"#/definitions/{name}"}
        assert list(complaints(update["object"], schema, home, update["type"])) == []
        base = {"$ref": "#/definitions/callback_base"}
        rest = {key: value for key, value in update.items() if key != "object"}
        assert list(complaints(rest, base, "callback/objects", "event")) == []


def _lively(world):
    """One of everything that Long Poll tells of."""
    poll = world.call("polls.create", owner_id=OWNER, question="Which?", add_answers='["a","b"]')["id"]
    post = world.write("Vote", attachments=f"poll{OWNER}_{poll}")
    comment = world.comment(post)
    world.control("comments/edit", comment=comment, text="Better")
    world.control("votes", post=post, option=0)
    world.call("wall.deleteComment", owner_id=OWNER, comment_id=comment)
    world.call("wall.restoreComment", owner_id=OWNER, comment_id=comment)
    person = world.control("comments", post=post, person="Eve", text="Buy")["author"]
    world.call("groups.ban", group_id=G, owner_id=person)
    world.call("groups.unban", group_id=G, owner_id=person)
    return post, poll


MISTAKES = {
    "a field that VK does not have": lambda post: post.update(bogus=1),
    "a field deep inside": lambda post: post["likes"].update(bogus=1),
    "a wrong type": lambda post: post.update(date="today"),
    "a wrong choice": lambda post: post.update(post_type="poem"),
    "a missing field": lambda post: post["likes"].pop("count"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_in_answers_would_be_seen(answers, mistake):
    answer = json.loads(json.dumps(answers["wall.getById"][0]))
    MISTAKES[mistake](answer["items"][0])
    assert len(against_answer("wall.getById", answer)) == 1
