"""Publishes on a Bluesky network of one's own, lets somebody answer, and counts."""

from datetime import timedelta

from attrs import evolve

from smmcore import SMM, Post
from smmcore.sandbox import opened
from smmcore.testing import Fake
from smmcore_bluesky.sandbox import BlueskySandbox

sandbox = BlueskySandbox()
with opened(sandbox) as url:
    people = Fake(sandbox, url)
    account = evolve(people.account, name="bakery", platform="skyline")
    with SMM([account]) as smm:
        (post,) = smm.publish(Post("Fresh rye from seven!"), to="bakery", key="rye").published
        print(f"published {post.id}")
        people.comment(post.id, "Ann", "Is it still warm?")
        people.react(post.id, "❤", 2)
        people.settle()
        for comment in smm.comments("bakery", post.id):
            print(f"{comment.author.name}: {comment.text}")
        for metric in smm.post_metrics("bakery", [post.id]):
            print(f"{metric.name}: {metric.value} ({metric.source})")
    with SMM([account]) as smm:  # a new journal, which knows nothing of the post
        smm.publish(Post("Fresh rye from seven!"), to="bakery", key="rye")
        (found,) = smm.reconcile(grace=timedelta(0)).published
        print(f"found {found.id}; there is {len(people.posts())} post")
    people.close()
