"""Mistakes in what is declared and sent: the code, the test that names it, and what that says."""

SENDING = {
    "sends without steps": (
        """
        async def publish(self, io, account, post, steps):
            request = self.new_post(account, post, [], steps.key)
            try:
                made = await self.send(io, account, request)
            except smmcore.AnswerLost:
                made = await self.send(io, account, request)
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
            made = await self.send(io, account, request)
            return Published(account=account.name, id=made["id"])
        """,
        "test_an_answer_lost_at_any_request[blocking-text-after]",
        "`Failed` means that the post is not there",
    ),
    "forgets what it lets the network fetch": (
        """
        def fetched(self, account, post):
            return []
        """,
        "test_only_what_is_fetched_needs_an_uploader[blocking-photo]",
        "what `fetched` does not name is published without an uploader",
    ),
    "lets nothing be fetched that it says is": (
        """
        async def upload(self, io, account, media):
            upload = smmcore.Upload("file", media.source.path)
            return (await self.send(io, account, self.request(account, "POST", "/files", files=[upload])))["id"]
        """,
        "test_what_is_fetched_is_uploaded[async-photo]",
        "each file that `fetched` names is uploaded",
    ),
    "publishes what cannot be uploaded": (
        """
        async def upload(self, io, account, media):
            try:
                return await super().upload(io, account, media)
            except smmcore.InvalidInput:
                return "f0"
        """,
        "test_nothing_is_published_where_nothing_can_be_uploaded",
        "a file that cannot be uploaded is `Failed`",
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
        "who says yes to set_title has the method for it",
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
    "says absent of what is there": (
        """
        async def find(self, io, account, post, steps):
            return smmcore.Absent("it was not on the first page")
        """,
        "test_never_two_posts[async-text-garbage_after]",
        "`find` returns `Absent` only when it is proven",
    ),
    "takes its own post for another's after a crash": (
        """
        async def find(self, io, account, post, steps):
            finding = await super().find(io, account, post, steps)
            if isinstance(finding, Found):
                if await io.store.get("found", finding.published.id):
                    return smmcore.Absent("every post on the wall is another's")
                await io.store.put("found", finding.published.id, True)
            return finding
        """,
        "test_a_process_that_dies_while_it_looks[blocking-text]",
        "`find` returns `Absent` only when it is proven",
    ),
    "comments without steps": (
        """
        async def first_comment(self, io, account, post, made, steps):
            if post.first_comment:
                body = {"post": made["id"], "text": post.first_comment}
                await self.send(io, account, self.request(account, "POST", "/comments", json=body, safe=False))
            return ()
        """,
        "test_a_process_that_dies_while_it_publishes[blocking-first_comment]",
        "the first comment is not there twice either",
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
    "leaves markup in": (
        """
        def new_post(self, account, post, files, guid):
            import html
            return super().new_post(account, post.with_text(html.escape(post.plain_text)), files, guid)
        """,
        "test_text_arrives_as_it_was_written[blocking-markup]",
        "readers see the text as it was written",
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
    "holds up the loop": (
        """
        async def publish(self, io, account, post, steps):
            import time
            time.sleep(0.01)
            return await super().publish(io, account, post, steps)
        """,
        "test_callers_on_a_loop_are_not_held_up_by_publishing[text]",
        "`publish` never blocks the thread of an event loop",
    ),
    "calls a request safe that is not, on a network that cannot fail at will": (
        """
        def sandbox(self):
            return QuietSandbox()
        def new_post(self, *args):
            return evolve(super().new_post(*args), safe=True)
        """,
        "test_never_two_posts[blocking-photo-hang_after]",
        "no fault makes two posts of one",
    ),
    "doubles on retry": (
        """
        def sandbox(self):
            return QuietSandbox()
        async def publish(self, io, account, post, steps):
            try:
                return await super().publish(io, account, post, steps)
            except smmcore.AnswerLost:
                return await super().publish(io, account, post, smmcore.Steps(io, key=steps.key))
        """,
        "test_never_two_posts[async-text-html_after]",
        "no fault makes two posts of one",
    ),
    "puts an answer's body into the error": (
        """
        def request(self, account, *args, **more):
            made = super().request(account, *args, **more)
            return evolve(made, doubtful=lambda answer: False)
        async def signed(self, io, account, request):
            signed = await super().signed(io, account, request)
            values = {name: secret.reveal() for name, secret in (await io.vault.get()).items()}
            return evolve(signed, headers={"Authorization": f"Bearer {values['session']}"}, secrets=())
        def parsed(self, answer):
            if answer.status == 500:
                raise smmcore.AnswerLost(answer.body.decode())
            return super().parsed(answer)
        """,
        "test_nothing_secret_leaks_when_it_goes_wrong[blocking-echo_secret]",
        "the value of session is in the",
    ),
    "keeps its session in the journal": (
        """
        async def sign_in(self, io, account):
            session = await super().sign_in(io, account)
            await io.store.put("session", "last", session.reveal())
            return session
        """,
        "test_nothing_secret_is_logged_or_stored[async-text]",
        "the value of session is in the journal",
    ),
    "forgets the first comment in silence": (
        """
        async def find(self, io, account, post, steps):
            return await super().find(io, account, evolve(post, first_comment=()), steps)
        """,
        "test_an_answer_lost_at_any_request[blocking-first_comment-after]",
        "the first comment is there, or `Published.warnings` says that it is not",
    ),
    "publishes half a text the second time": (
        """
        async def publish(self, io, account, post, steps):
            again = post.with_text(post.plain_text[:5]) if steps.sent_at else post
            return await super().publish(io, account, again, steps)
        """,
        "test_an_answer_lost_at_any_request[blocking-text-before]",
        "it has the text that it has when nothing goes wrong",
    ),
}
