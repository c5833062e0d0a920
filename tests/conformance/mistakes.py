"""Networks with one mistake each: the code, the test that names it, and what that says."""

HEAD = """
import asyncio
import pytest
import smmcore
from attrs import evolve
from datetime import datetime
from memory_network import *
from memory_network import Pinwall
from smmcore.testing import PlatformSuite

class Broken(Pinwall):
"""
TAIL = """
class TestBroken(PlatformSuite):
    big_upload = 24_000_000

    @pytest.fixture
    def platform(self):
        return Broken()
"""

MISTAKES = {
    "sends without steps": (
        """
        async def publish(self, io, account, post, steps):
            request = self.new_post(account, post, [], steps.key)
            try:
                made = await io.send(request)
            except smmcore.AnswerLost:
                made = await io.send(request)
            return Published(account=account.name, id=made["id"])
        """,
        "test_never_two_posts[blocking-text-reset_after]",
        "no fault makes two posts of one",
    ),
    "calls a request safe that is not": (
        """
        def new_post(self, *args):
            return evolve(super().new_post(*args), safe=True)
        """,
        "test_never_two_posts[async-text-error_after]",
        "no fault makes two posts of one",
    ),
    "forgets what is in doubt": (
        """
        async def publish(self, io, account, post, steps):
            request = self.new_post(account, post, [], steps.key)
            made = await io.send(request)
            return Published(account=account.name, id=made["id"])
        """,
        "test_an_answer_lost_at_any_step[blocking-text-after]",
        "`Failed` means that the post is not there",
    ),
    "says it can and cannot": (
        """
        async def publish(self, io, account, post, steps):
            if post.poll:
                raise smmcore.Unsupported("there are no polls", platform=self.name)
            return await super().publish(io, account, post, steps)
        """,
        "test_publishes[blocking-poll]",
        "what `abilities` says yes to (poll) can be published",
    ),
    "says yes without the methods": (
        """
        set_title = None
        def abilities(self, account):
            return {**super().abilities(account), "set_title": YES}
        """,
        "test_says_yes_only_to_what_it_has_methods_for",
        "who says yes to set_title is a Designer",
    ),
    "gives no reason for a no": (
        """
        def abilities(self, account):
            return {**super().abilities(account), "video": smmcore.no("")}
        """,
        "test_every_no_has_a_reason",
        "each no has a reason that is a sentence",
    ),
    "leaves an ability unanswered": (
        """
        def abilities(self, account):
            return {word: a for word, a in super().abilities(account).items() if word != "voice"}
        """,
        "test_abilities_answer_every_word",
        "nothing about voice",
    ),
    "gives a limit without its source": (
        """
        def limits(self, account):
            return smmcore.Limits(text=Limit(LONGEST))
        """,
        "test_limits_have_sources",
        "each limit names its source",
    ),
    "counts otherwise than the network": (
        """
        def limits(self, account):
            return smmcore.Limits(text=Limit(LONGEST, source=SOURCE), measure=len)
        """,
        "test_text_of_the_longest_length_is_published[blocking-emoji]",
        "a post that the account's abilities and limits allow is published",
    ),
    "cuts what is over the limit": (
        """
        def limits(self, account):
            return smmcore.Limits(text=Limit(LONGEST + 100, source=SOURCE))
        async def publish(self, io, account, post, steps):
            return await super().publish(io, account, post.with_text(post.plain_text[:LONGEST]), steps)
        """,
        "test_text_of_the_longest_length_is_published[async-ascii]",
        "a text exactly at the limit is published whole",
    ),
    "tells naive times": (
        """
        def metric(self, io, subject, name, value):
            return evolve(super().metric(io, subject, name, value), end=datetime(2026, 5, 4, 12))
        """,
        "test_account_figures_have_all_about_them",
        "end: 2026-05-04T12:00:00 has no UTC offset",
    ),
    "tells zero for what it does not know": (
        """
        async def post_metrics(self, io, account, ids):
            found = await super().post_metrics(io, account, ids)
            known = {metric.subject.id for metric in found}
            subjects = [Subject(account.name, "post", id) for id in ids if id not in known]
            return [*found, *[self.metric(io, subject, "views", 0) for subject in subjects]]
        """,
        "test_what_is_unknown_is_absent",
        "of a post that nobody knows there are no figures, not even zeros",
    ),
    "tells figures that are not true": (
        """
        async def post_metrics(self, io, account, ids):
            return [evolve(metric, value=0) for metric in await super().post_metrics(io, account, ids)]
        """,
        "test_figures_are_true",
        "reactions are as many as there were (3), or are not told",
    ),
    "puts the token into an error": (
        """
        def parsed(self, answer):
            if answer.status == 401:
                raise smmcore.Unauthorized(f"{self.token} is wrong", platform=self.name)
            return super().parsed(answer)
        def request(self, account, *args, **more):
            self.token = account.secret("token").reveal()
            return super().request(account, *args, **more)
        """,
        "test_nothing_secret_is_in_a_refusal",
        "the value of token is in the",
    ),
    "awaits asyncio": (
        """
        async def publish(self, io, account, post, steps):
            await asyncio.sleep(0.01)
            return await super().publish(io, account, post, steps)
        """,
        "test_publishing_awaits_nothing_but_io[text]",
        "awaits nothing but `io`",
    ),
    "gives the loop a turn": (
        """
        async def account_metrics(self, io, account):
            await asyncio.sleep(0)
            return await super().account_metrics(io, account)
        """,
        "test_reading_awaits_nothing_but_io[account_metrics]",
        "`account_metrics` awaits nothing but `io`",
    ),
    "drops a page of comments": (
        """
        async def comments(self, io, account, *, post=None, cursor=None):
            page = await super().comments(io, account, post=post, cursor=cursor)
            return page if cursor is None else Page(page.items)
        """,
        "test_pages_have_no_gaps_and_no_doubles",
        "all 120 comments come",
    ),
    "tells comments twice": (
        """
        async def comments(self, io, account, *, post=None, cursor=None):
            page = await super().comments(io, account, post=post, cursor=cursor)
            return Page(page.items, page.items[-2].id if page.next else None)
        """,
        "test_pages_have_no_gaps_and_no_doubles",
        "no comment comes twice",
    ),
    "says absent of what is there": (
        """
        async def find(self, io, account, post, steps):
            return smmcore.Absent("it was not on the first page")
        """,
        "test_never_two_posts[async-text-garbage_after]",
        "`find` returns `Absent` only when it is proven",
    ),
    "finds another post": (
        """
        async def find(self, io, account, post, steps):
            return Found(Published(account=account.name, id="p4711"))
        """,
        "test_never_two_posts[blocking-text-hang_after]",
        "`Published` means that the post is there, under this identifier",
    ),
    "returns a wrong identifier": (
        """
        async def publish(self, io, account, post, steps):
            return evolve(await super().publish(io, account, post, steps), id="latest")
        """,
        "test_publishes[async-text]",
        "`Published.id` is the network's identifier of the new post",
    ),
    "takes a refusal for success": (
        """
        async def publish(self, io, account, post, steps):
            try:
                return await super().publish(io, account, post, steps)
            except smmcore.PlatformError:
                return Published(account=account.name, id="p1")
        """,
        "test_a_refusal_is_a_failure",
        "a post that the network refuses is `Failed`",
    ),
    "does not wait as long as it is told": (
        """
        def parsed(self, answer):
            try:
                return super().parsed(answer)
            except smmcore.RateLimited as error:
                raise smmcore.RateLimited(str(error), platform=self.name, retry_after=0)
        """,
        "test_waits_as_long_as_it_is_told",
        "7 seconds pass before it is sent again",
    ),
    "cannot read a new field": (
        """
        async def comments(self, io, account, *, post=None, cursor=None):
            params = {"post": post}
            page = await io.send(self.request(account, "GET", "/comments", params=params))
            assert all(set(item) == {"id", "post", "text", "at", "author", "parent", "shown"} for item in page["items"])
            return Page([self.comment(item) for item in page["items"]])
        """,
        "test_new_fields_of_the_network_do_no_harm",
        "comments can be read",
    ),
    "answers a comment twice": (
        """
        async def reply(self, io, account, comment, text):
            try:
                return await super().reply(io, account, comment, text)
            except smmcore.AnswerLost:
                return await super().reply(io, account, comment, text)
        """,
        "test_a_reply_whose_answer_is_lost_is_not_repeated",
        "a reply whose answer is lost raises `AnswerLost`",
    ),
    "only pretends to moderate": (
        """
        async def act(self, io, account, action):
            return None
        """,
        "test_acts[async-ban]",
        "its author cannot comment any more",
    ),
    "hears the same again": (
        """
        async def receive(self, io, account, *, wait=0):
            await io.store.put("events", "position", 0)
            return await super().receive(io, account, wait=wait)
        """,
        "test_hears_each_comment_once",
        "what was told is not told again",
    ),
    "takes any webhook": (
        """
        async def webhook(self, io, account, headers, body):
            return []
        """,
        "test_refuses_a_webhook_that_is_not_the_networks",
        "a webhook call without the account's secret raises `Unauthorized`",
    ),
    "leaves markup in": (
        """
        def new_post(self, account, post, files, guid):
            import html
            return super().new_post(account, post.with_text(html.escape(post.plain_text)), files, guid)
        """,
        "test_text_arrives_as_it_was_written[blocking-markup]",
        "readers see the text as it was written",
    ),
    "cannot delete twice": (
        """
        async def delete(self, io, account, id):
            await io.send(self.request(account, "DELETE", f"/posts/{id}"))
        """,
        "test_deletes_a_post",
        "a post that is already gone is a success",
    ),
    "names its parameters otherwise": (
        """
        async def edit(self, io, account, post_id, content):
            return await super().edit(io, account, post_id, content)
        """,
        "test_methods_are_as_the_protocols_have_them[Editor]",
        "`edit` takes (io, account, id, post)",
    ),
    "forgets to be async": (
        """
        def check(self, io, account):
            return super().check(io, account)
        """,
        "test_methods_are_as_the_protocols_have_them[Authenticator]",
        "`check` is an `async def` in `Authenticator`",
    ),
    "reads a big file whole": (
        """
        async def upload(self, io, account, media):
            self.whole = media.source.path.read_bytes()
            return await super().upload(io, account, media)
        """,
        "test_a_big_file_takes_little_memory[blocking]",
        "a big file is streamed",
    ),
    "starts a thread": (
        """
        async def publish(self, io, account, post, steps):
            import threading
            thread = threading.Thread(target=print)
            thread.start()
            thread.join()
            return await super().publish(io, account, post, steps)
        """,
        "test_blocking_callers_get_no_loop_and_no_thread",
        "a blocking call starts no event loop",
    ),
}
