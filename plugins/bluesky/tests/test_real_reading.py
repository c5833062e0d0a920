"""What the account is told: figures, comments, mentions, and what happens on it."""

from smmcore.models import EventKind, MetricName, Post

from .real import in_order, published


def follow(eyes, name):
    person, kind = eyes.person(name), "app.bsky.graph.follow"
    record = {"$type": kind, "subject": eyes.owner.did, "createdAt": "2026-05-01T08:00:00Z"}
    eyes.do(person, "com.atproto.repo.createRecord", repo=person.did, collection=kind, record=record)


def figures(metrics):
    return {metric.name: metric.value for metric in metrics}


def test_followers_and_posts_are_counted(smm, eyes):
    for name in ("Ann", "Ben", "Cat"):
        follow(eyes, name)
    published(smm.publish(Post("One"), key="1"))
    published(smm.publish(Post("Two"), key="2"))
    found = figures(smm.account_metrics())
    assert (found[MetricName.FOLLOWERS], found[MetricName.POSTS], found[MetricName.FOLLOWING]) == (3, 2, 0)


def test_a_posts_figures_are_the_networks(smm, fake, eyes):
    id = published(smm.publish(Post("One"))).id
    fake.react(id, "👍", 4)
    first = fake.comment(id, "Ann", "Nice")
    fake.comment(id, "Ben", "Indeed", reply_to=first)
    found = figures(smm.post_metrics([id]))
    view = eyes.post(id)
    assert found[MetricName.REACTIONS] == view["likeCount"] == 4
    assert found[MetricName.COMMENTS] == view["replyCount"] == 1  # the AppView counts direct answers
    assert found[MetricName.SHARES] == view["repostCount"] == 0
    assert found[MetricName.QUOTES] == view["quoteCount"] == 0


def test_sixty_posts_are_read_in_three_calls(smm, eyes):
    writes = [
        {
            "$type": "com.atproto.repo.applyWrites#create",
            "collection": "app.bsky.feed.post",
            "value": {"$type": "app.bsky.feed.post", "text": f"No. {n}", "createdAt": "2026-05-01T08:00:00Z"},
        }
        for n in range(60)
    ]
    made = eyes.do(eyes.owner, "com.atproto.repo.applyWrites", repo=eyes.owner.did, writes=writes)
    ids = [result["uri"] for result in made["results"]]
    smm.checkup()  # signed in
    sent = len(smm.watch.sent)
    metrics = smm.post_metrics(ids)
    assert {metric.subject.id for metric in metrics} == set(ids)
    assert len(smm.watch.sent) - sent == 3


def test_other_pages_figures_are_read_by_handle(smm, eyes):
    ann = eyes.person("Ann")
    metrics = smm.page_metrics([ann.handle, "nobody-at-all.test"])
    assert {metric.subject.id for metric in metrics} == {ann.handle}
    assert figures(metrics)[MetricName.FOLLOWERS] == 0


def test_mentions_are_found_wherever_they_are(smm, fake, eyes):
    ann, handle = eyes.person("Ann"), eyes.owner.handle
    text, kind = f"I love @{handle}", "app.bsky.feed.post"
    facet = {
        "index": {"byteStart": 7, "byteEnd": 7 + len(handle) + 1},
        "features": [{"$type": "app.bsky.richtext.facet#mention", "did": eyes.owner.did}],
    }
    record = {"$type": kind, "text": text, "facets": [facet], "createdAt": "2026-05-01T08:00:00Z"}
    made = eyes.do(ann, "com.atproto.repo.createRecord", repo=ann.did, collection=kind, record=record)
    mine = published(smm.publish(Post("One"))).id
    below = fake.comment(mine, "Ben", f"Thanks, @{handle}")
    found = {comment.id: comment for comment in smm.mentions()}
    assert set(found) == {made["uri"], below}
    assert found[made["uri"]].post is None
    assert (found[made["uri"]].text, found[made["uri"]].author.name) == (text, "Ann")
    assert found[below].post == mine


def test_whole_conversations_are_read(smm, fake):
    id = published(smm.publish(Post("One"))).id
    written, parents, above = [], {}, None
    for depth in range(12):
        comment = fake.comment(id, f"P{depth % 3}", f"Depth {depth}", reply_to=above)
        parents[comment] = above
        written.append(comment)
        above = comment
    found = smm.comments(id)
    assert [comment.id for comment in found] == written
    assert {comment.id: comment.parent for comment in found} == parents
    assert {comment.post for comment in found} == {id}


def test_comments_of_all_posts_are_read(smm, fake):
    one = published(smm.publish(Post("One"), key="1")).id
    two = published(smm.publish(Post("Two"), key="2")).id
    written = {fake.comment(post, "Ann", "Nice") for post in (one, two, one)}
    assert {comment.id for comment in smm.comments()} == written


def test_everything_is_heard_once_and_in_order(smm, fake, eyes):
    id = published(smm.publish(Post("One"))).id
    comment = fake.comment(id, "Ann", "Nice")
    fake.react(id, "👍", 2)
    follow(eyes, "Ben")
    heard = smm.receive()
    assert [event.comment.id for event in heard if event.kind is EventKind.COMMENTED] == [comment]
    assert sum(event.kind is EventKind.REACTED for event in heard) == 2
    assert in_order([event.at for event in heard])
    assert smm.receive() == []


def test_nothing_is_lost_when_much_happened_meanwhile(smm, fake):
    id = published(smm.publish(Post("One"))).id
    smm.receive()
    written = [fake.comment(id, f"P{number % 5}", f"No. {number}") for number in range(130)]
    heard = [event.comment.id for event in smm.receive() if event.kind is EventKind.COMMENTED]
    while more := [event.comment.id for event in smm.receive() if event.kind is EventKind.COMMENTED]:
        heard += more
    assert heard == written


def test_a_checkup_names_the_account(smm, eyes):
    checkup = smm.checkup()
    assert checkup.ok
    assert eyes.owner.handle in f"{checkup.title} {checkup.url} {checkup.facts}"
