"""Comments: threads, stubs, bans, and who may write."""

G = 100_200_300
OWNER = -G


def read(world, post, **more):
    params = {"owner_id": OWNER, "post_id": post, "count": 100, "sort": "asc", **more}
    return world.call("wall.getComments", "service", **params)


def test_the_top_level_comes_by_offset_and_threads_by_comment(world):
    post = world.write()
    first, second = world.comment(post, "One"), world.comment(post, "Two")
    below = [world.comment(post, f"Answer {n}", "Ben", reply_to=first) for n in range(12)]
    deeper = world.comment(post, "To the answer", reply_to=below[0])
    answer = read(world, post, thread_items_count=10)
    assert [item["id"] for item in answer["items"]] == [first, second]
    assert (answer["count"], answer["current_level_count"]) == (15, 2)
    thread = answer["items"][0]["thread"]
    assert (thread["count"], len(thread["items"])) == (13, 10)
    rest = read(world, post, comment_id=first, offset=10)["items"]
    assert [item["id"] for item in rest] == [*below[10:], deeper]
    assert rest[-1]["parents_stack"] == [first]
    assert rest[-1]["reply_to_comment"] == below[0]


def test_reading_can_start_at_a_comment_and_go_backwards(world):
    post = world.write()
    ids = [world.comment(post, str(n)) for n in range(5)]
    assert [c["id"] for c in read(world, post, start_comment_id=ids[3])["items"]] == ids[3:]
    assert [c["id"] for c in read(world, post, sort="desc")["items"]] == ids[::-1]


def test_a_deleted_comment_with_answers_stays_as_a_stub(world):
    post = world.write()
    alone, answered = world.comment(post, "Alone"), world.comment(post, "Answered")
    below = world.comment(post, "Below", reply_to=answered)
    for comment in (alone, answered):
        world.call("wall.deleteComment", owner_id=OWNER, comment_id=comment)
    (stub,) = read(world, post, thread_items_count=10)["items"]
    assert (stub["id"], stub["deleted"]) == (answered, True)
    assert not {"from_id", "text"} & set(stub)
    assert [item["id"] for item in stub["thread"]["items"]] == [below]
    world.call("wall.restoreComment", owner_id=OWNER, comment_id=alone)
    assert world.fail("wall.restoreComment", owner_id=OWNER, comment_id=alone)[0] == 243
    assert world.fail("wall.deleteComment", owner_id=OWNER, comment_id=answered)[0] == 104


def test_the_community_answers_by_either_token(world):
    post = world.write()
    first = world.comment(post)
    answer = {"owner_id": OWNER, "post_id": post, "message": "Yes", "reply_to_comment": first}
    world.call("wall.createComment", "community", from_group=G, **answer)
    world.call("wall.createComment", "user", from_group=G, **answer)
    world.call("wall.createComment", "user", **answer)
    authors = [item["from_id"] for item in read(world, post, comment_id=first)["items"]]
    assert authors == [OWNER, OWNER, 1001]
    assert world.fail("wall.createComment", "community", from_group=G + 1, **answer)[0] == 213


def test_a_repeated_guid_is_the_same_comment(world):
    post = world.write()
    params = {"owner_id": OWNER, "post_id": post, "message": "Hi", "guid": "c"}
    one, two = (world.call("wall.createComment", "community", **params) for _ in range(2))
    assert one == two
    assert read(world, post)["count"] == 1


def test_the_banned_do_not_write_until_the_ban_ends(world):
    post = world.write()
    eve = world.control("comments", post=post, person="Eve", text="Buy")["author"]
    end = int(world.state()["now"]) + 3600
    world.call("groups.ban", group_id=G, owner_id=eve, end_date=end, reason=1, comment="spam")
    assert "banned" in world.refused("comments", post=post, person="Eve", text="Again")
    (item,) = world.call("groups.getBanned", "community", group_id=G)["items"]
    assert (item["profile"]["id"], item["ban_info"]["reason"]) == (eve, 1)
    world.control("time", advance=3601)
    world.comment(post, "Sorry", "Eve")


def test_communities_are_banned_too(world):
    post = world.write()
    spam = world.control("comments", post=post, community="Quick money", text="Buy")["author"]
    assert spam < 0
    world.call("groups.ban", group_id=G, owner_id=spam)
    (item,) = world.call("groups.getBanned", group_id=G)["items"]
    assert (item["type"], item["group"]["name"]) == ("group", "Quick money")
    world.call("groups.unban", group_id=G, owner_id=spam)
    assert world.fail("groups.unban", group_id=G, owner_id=spam)[0] == 104


def test_closed_comments_take_nothing(world):
    post = world.write()
    world.call("wall.closeComments", "community", owner_id=OWNER, post_id=post)
    assert "closed" in world.refused("comments", post=post, person="Ann", text="Hello")
    assert world.fail("wall.createComment", owner_id=OWNER, post_id=post, message="Hi")[0] == 213
    world.call("wall.openComments", "community", owner_id=OWNER, post_id=post)
    world.comment(post)


def test_a_report_is_kept(world):
    post = world.write()
    comment = world.comment(post)
    world.call("wall.reportComment", owner_id=OWNER, comment_id=comment, reason=0)
    assert world.post(post)["thread"][0]["reports"] == [0]
    assert world.fail("wall.reportComment", owner_id=OWNER, comment_id=comment, reason=7)[0] == 100
