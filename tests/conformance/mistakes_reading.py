"""Mistakes in reading, moderating and measuring: the code, the test that names it, and what that says."""

READING = {
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
    "cannot read a new field": (
        """
        async def comments(self, io, account, *, post=None, cursor=None):
            params = {"post": post}
            page = await self.send(io, account, self.request(account, "GET", "/comments", params=params))
            assert all(set(item) == {"id", "post", "text", "at", "author", "parent", "shown", "muted"} for item in page["items"])
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
        "test_a_reply_whose_answer_is_lost_is_there_once",
        "a reply whose answer is lost is there once",
    ),
    "answers privately in public": (
        """
        async def reply_privately(self, io, account, comment, text):
            return (await self.reply(io, account, comment, text)).id
        """,
        "test_a_private_reply_is_not_seen_under_the_post",
        "a private answer is not seen under the post",
    ),
    "answers privately twice": (
        """
        async def reply_privately(self, io, account, comment, text):
            try:
                return await super().reply_privately(io, account, comment, text)
            except smmcore.AnswerLost:
                return await super().reply_privately(io, account, comment, text)
        """,
        "test_a_private_reply_whose_answer_is_lost_is_sent_once",
        "a private answer whose confirmation is lost is not sent again",
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
    "cannot delete twice": (
        """
        async def delete(self, io, account, id):
            await self.send(io, account, self.request(account, "DELETE", f"/posts/{id}"))
        """,
        "test_deletes_a_post",
        "a post that is already gone is a success",
    ),
    "asks by a library of its own": (
        """
        async def account_metrics(self, io, account):
            import urllib.request
            try:
                urllib.request.urlopen(account.settings["url"]).close()
            except OSError:
                pass
            return await super().account_metrics(io, account)
        """,
        "test_callers_on_a_loop_are_not_held_up_by_reading[account_metrics]",
        "a connection outside of io",
    ),
    "logs what it was given": (
        """
        async def sign_in(self, io, account):
            import logging
            session = await super().sign_in(io, account)
            logging.getLogger("pinwall").info("signed in: %s", session.reveal())
            return session
        """,
        "test_nothing_secret_is_in_what_is_read[blocking]",
        "the value of session is in the logs",
    ),
    "loses its place when somebody comments": (
        """
        async def comments(self, io, account, *, post=None, cursor=None):
            every, page = [], Page([], "")
            while page.next is not None:
                page = await super().comments(io, account, post=post, cursor=page.next or None)
                every += page.items
            left = int(cursor or len(every))
            items = every[len(every) - left :][:50]
            return Page(items, str(left - 50) if left > 50 else None)
        """,
        "test_pages_have_no_gaps_and_no_doubles",
        "all 120 comments come",
    ),
    "mutes by hiding": (
        """
        async def act(self, io, account, action):
            await super().act(io, account, action)
            if action.act is Act.MUTE:
                await super().act(io, account, evolve(action, act=Act.HIDE))
        """,
        "test_acts[blocking-mute]",
        "after `mute`, all others still see it",
    ),
    "does not mute": (
        """
        def comment(self, found):
            return super().comment({**found, "muted": False})
        """,
        "test_acts[async-mute]",
        "the account does not see what its author writes",
    ),
    "closes comments for ever": (
        """
        async def act(self, io, account, action):
            if action.act is not Act.OPEN:
                await super().act(io, account, action)
        """,
        "test_acts[blocking-open_comments]",
        "everybody can comment on the post again",
    ),
    "closes nothing": (
        """
        async def act(self, io, account, action):
            if action.act is not Act.CLOSE:
                await super().act(io, account, action)
        """,
        "test_acts[async-close_comments]",
        "nobody can comment on the post any more",
    ),
    "tells zero of a page that is not there": (
        """
        async def page_metrics(self, io, account, pages):
            found = await super().page_metrics(io, account, pages)
            there = {metric.subject.id for metric in found}
            subjects = [Subject(account.name, "page", page) for page in pages if page not in there]
            return [*found, *[self.metric(io, subject, "followers", 0) for subject in subjects]]
        """,
        "test_of_an_unknown_page_there_is_nothing",
        "of a page that is not there, there are no figures, no zeros and no error",
    ),
    "takes other pages' figures for the account's": (
        """
        async def page_metrics(self, io, account, pages):
            found = await super().page_metrics(io, account, pages)
            return [evolve(metric, subject=Subject(account.name, id="wall")) for metric in found]
        """,
        "test_figures_of_other_pages_have_all_about_them",
        "a figure says which account, post or page it is about",
    ),
    "tells mentions twice": (
        """
        async def mentions(self, io, account, *, cursor=None):
            page = await super().mentions(io, account, cursor=cursor)
            return page if cursor else Page(page.items, page.items[0].id)
        """,
        "test_mentions_are_found_once_with_their_author",
        "each mention is found once, newest first",
    ),
    "tells its own time as another zone's": (
        """
        def comment(self, found):
            from datetime import timedelta, timezone
            comment = super().comment(found)
            return evolve(comment, at=comment.at.replace(tzinfo=timezone(timedelta(hours=3))))
        """,
        "test_times_are_aware_and_true[blocking-comment]",
        "`Comment.at` is the time at which it happened",
    ),
    "tells naively when a token expires": (
        """
        async def check(self, io, account):
            return evolve(await super().check(io, account), expires_at=datetime(2030, 1, 1))
        """,
        "test_times_are_aware_and_true[blocking-checkup]",
        "`Checkup.expires_at` is aware",
    ),
    "counts the fields of an answer": (
        """
        def done(self, account, made, warnings):
            id, at, *_, guid = made.values()
            assert len(made) == 9
            return super().done(account, made, warnings)
        """,
        "test_new_fields_do_no_harm_to_publishing[blocking-text]",
        "a post that the account's abilities and limits allow is published",
    ),
    "takes an answer apart by place": (
        """
        async def check(self, io, account):
            found = await self.send(io, account, self.request(account, "GET", "/stats"))
            (id, followers) = found.values()
            return smmcore.Checkup(account=account.name, ok=True, facts=[f"{followers} followers"])
        """,
        "test_new_fields_do_no_harm_to_reading[async-checkup]",
        "fields that nobody knows are ignored in what `checkup` reads",
    ),
}
