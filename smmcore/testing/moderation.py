"""Reading comments, answering and acting on them."""

from contextlib import AbstractContextManager
from typing import ClassVar

import pytest

from smmcore.errors import AnswerLost, SMMError
from smmcore.models import Account, Act, Action, AuthorKind, Comment, CommentState
from smmcore.platform import Platform
from smmcore.testing.asking import contract, keeps
from smmcore.testing.base import Fixtures, published
from smmcore.testing.driver import Driver
from smmcore.testing.fake import Fake
from smmcore.testing.samples import Maker
from smmcore.testing.watching import alike, writes

_UNDO = {
    Act.UNHIDE: Act.HIDE,
    Act.RESTORE: Act.DELETE,
    Act.UNBAN: Act.BAN,
    Act.UNRESTRICT: Act.RESTRICT,
    Act.UNMUTE: Act.MUTE,
    Act.OPEN: Act.CLOSE,
}
_HIDES = (Act.HIDE, Act.DELETE)
_SILENCES = (Act.BAN, Act.RESTRICT)


class ModerationTests(Fixtures):
    """Comments are read whole and once, and what is done to them happens."""

    many_comments: ClassVar[int] = 120
    """Comments under one post where paging is tested: more than a page of the network has.

    A class for a slow network may lower it, and says why it is still more than a page.
    """

    @pytest.fixture
    def post(self, smm: Driver, platform: Platform, account: Account, maker: Maker) -> str:
        """A post that people can comment on."""
        self.able(platform, account, "comments")
        return published(smm, self.plain(platform, account, maker)).id

    def test_reads_comments_with_all_about_them(self, smm: Driver, fake: Fake, post: str) -> None:
        first = fake.comment(post, "Ann", "Is it <rye> & wheat? 👩‍🌾")
        second = fake.comment(post, "Ben", "No idea")
        found = _read(smm, post)
        contract(
            [comment.id for comment in found] == [first, second],
            asks="all comments under a post are there, oldest first",
            found=f"{[comment.id for comment in found]} instead of {[first, second]}",
            mend="return every comment once, with the network's identifier",
            at="moderation",
        )
        contract(
            found[0].text == "Is it <rye> & wheat? 👩‍🌾" and found[0].post == post,
            asks="a comment has its text as it was written, and the post it belongs to",
            found=found[0],
            mend="take the text without markup, and `post` as `Published.id` has it",
            at="moderation",
        )
        authors = [comment.author for comment in found]
        contract(
            authors[0].id != authors[1].id and "ann" in (authors[0].name + authors[0].handle).casefold(),
            asks="authors have their own identifiers and names",
            found=authors,
            mend="fill `Author.id` and `Author.name`",
            at="moderation",
        )

    def test_answers_know_what_they_answer(self, smm: Driver, fake: Fake, post: str) -> None:
        first = fake.comment(post, "Ann", "Is it rye?")
        answer = fake.comment(post, "Ben", "It is", reply_to=first)
        parents = {comment.id: comment.parent for comment in _read(smm, post)}
        contract(
            parents == {first: None, answer: first},
            asks="`Comment.parent` is the comment that is answered, None at the top level",
            found=parents,
            mend="fill `parent`, also for answers to answers",
            at="moderation",
        )

    def test_pages_have_no_gaps_and_no_doubles(self, smm: Driver, fake: Fake, post: str) -> None:
        count = self.many_comments
        written = [fake.comment(post, f"P{number % 7}", f"No. {number}") for number in range(count)]
        late: list[str] = []
        with _reading():
            read = smm.comments(post, meanwhile=lambda: late.append(fake.comment(post, "Late", "Me, too")))
        found = [comment.id for comment in read]
        twice = sorted({id for id in found if found.count(id) > 1})
        contract(
            not twice,
            asks="no comment comes twice, however many pages there are, also if one is written meanwhile",
            found=f"{len(twice)} came twice: {', '.join(twice[:5])}",
            mend="let the cursor point behind the last comment of the page",
            at="moderation",
        )
        missing = [id for id in written if id not in found]
        contract(
            not missing,
            asks=f"all {count} comments come",
            found=f"{len(missing)} are missing: {', '.join(missing[:5])}",
            mend="give `Page.next` until there is nothing more",
            at="moderation",
        )
        contract(
            found in (written, written + late),
            asks="they come oldest first",
            found=f"{found[:5]}… instead of {written[:5]}…",
            mend="sort by time, or ask the network to",
            at="moderation",
        )

    def test_new_fields_of_the_network_do_no_harm(self, smm: Driver, fake: Fake, post: str) -> None:
        written = fake.comment(post, "Ann", "Hello")
        smm.watch.strange = True
        contract(
            [comment.id for comment in _read(smm, post)] == [written],
            asks="fields that nobody knows are ignored",
            mend="read answers tolerantly: take what you need, and nothing else",
            at="moderation",
        )

    def test_replies(self, smm: Driver, fake: Fake, platform: Platform, account: Account, post: str) -> None:
        self.able(platform, account, "reply")
        asked = fake.comment(post, "Ann", "Is it rye?")
        with keeps(asks="a comment can be answered", mend="let `reply` send it", at="moderation"):
            answer = smm.reply(asked, "It is <rye> & wheat")
        contract(
            list(fake.comments(post)) == [asked, answer.id],
            asks="the answer is there, once, under the identifier that was returned",
            found=f"{answer.id!r}, under the post are {list(fake.comments(post))}",
            mend="return the network's identifier",
            at="moderation",
        )
        contract(
            answer.parent == asked and answer.author.kind is AuthorKind.OWNER,
            asks="the answer knows what it answers, and that the account wrote it",
            found=answer,
            mend="fill `parent`, and `Author(kind=AuthorKind.OWNER)`",
            at="moderation",
        )

    def test_a_reply_whose_answer_is_lost_is_there_once(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, post: str
    ) -> None:
        self.able(platform, account, "reply")
        first, second = fake.comment(post, "Ann", "Is it rye?"), fake.comment(post, "Ben", "Is it warm?")
        smm.reply(first, "It is")
        writing = [request for request in smm.watch.sent if writes(request)][-1]
        smm.watch.lose(1, "after", among=alike(writing))
        try:
            answer = smm.reply(second, "Just out of the oven")
        except AnswerLost:
            answer = None
        there = [id for id in fake.comments(post) if id not in {first, second}]
        contract(
            len(there) == 2 and (answer is None or answer.id in there),
            asks="a reply whose answer is lost is there once; `reply` returns it or raises `AnswerLost`",
            found=f"{len(there) - 1} answers, returned was {answer.id if answer else 'AnswerLost'}",
            mend="say `safe=False` in its request, unless the network takes a repetition for what it is",
            at="moderation",
        )

    @pytest.mark.parametrize("act", Act, ids=lambda act: act.value)
    def test_acts(
        self, smm: Driver, fake: Fake, platform: Platform, account: Account, post: str, act: Act
    ) -> None:
        before = _UNDO.get(act)
        steps = [before, act] if before else [act]
        self.able(platform, account, *[step.value for step in reversed(steps)])
        meant = fake.comment(post, "Troll", "Buy gold!")
        other = fake.comment(post, "Ann", "Good morning")
        _read(smm, post)
        for step in steps:
            _act(smm, step, post, meant)
        _has_happened(fake, post, act, meant)
        if Act.MUTE in steps:
            _is_heard(smm, fake, post, act, meant)
        contract(
            other in fake.comments(post),
            asks=f"`{act.value}` leaves other people's comments alone",
            mend="use the comment and the author that `Action` names",
            at="moderation",
        )


def _reading() -> AbstractContextManager[None]:
    return keeps(
        asks="comments can be read; their times are aware and their identifiers not empty",
        mend="see what was raised; network's times are usually `datetime.fromtimestamp(stamp, UTC)`",
        at="moderation",
    )


def _read(smm: Driver, post: str) -> list[Comment]:
    with _reading():
        return smm.comments(post)


def _act(smm: Driver, act: Act, post: str, comment: str) -> None:
    reaction = "👍" if act is Act.REACT else ""
    if act in {Act.CLOSE, Act.OPEN}:
        action = Action(act=act, post=post)
    else:
        action = Action(act=act, comment=comment, reaction=reaction)
    with keeps(
        asks=f"`abilities` says yes to {act.value}, so it can be done",
        mend=f"do it in `act`, or say no to {act.value} with the reason",
        at="moderation",
    ):
        smm.moderate(action)


def _has_happened(fake: Fake, post: str, act: Act, comment: str) -> None:
    if act in _HIDES:
        _is(comment not in fake.comments(post), act, "readers do not see the comment any more")
    if _UNDO.get(act) in _HIDES:
        _is(comment in fake.comments(post), act, "readers see the comment again")
    if act in _SILENCES:
        _is(not _may_write(fake, post), act, "its author cannot comment any more")
    if _UNDO.get(act) in _SILENCES:
        _is(_may_write(fake, post), act, "its author can comment again")
    if act is Act.CLOSE:
        _is(not _may_write(fake, post, "Ben"), act, "nobody can comment on the post any more")
        _is(comment in fake.comments(post), act, "what stood under the post is still there")
    if act is Act.OPEN:
        _is(_may_write(fake, post, "Ben"), act, "everybody can comment on the post again")


def _is_heard(smm: Driver, fake: Fake, post: str, act: Act, comment: str) -> None:
    """Muting is between the account and one person: nobody else notices."""
    shown = [c.id for c in _read(smm, post) if c.state is CommentState.VISIBLE]
    if act is Act.MUTE:
        _is(comment not in shown, act, "the account does not see what its author writes, or not as visible")
    else:
        _is(comment in shown, act, "the account sees again what its author writes")
    _is(comment in fake.comments(post), act, "all others still see it")


def _is(happened: bool, act: Act, effect: str) -> None:
    contract(
        happened,
        asks=f"after `{act.value}`, {effect}",
        mend="send the request that does it, and raise what the network answers with",
        at="moderation",
    )


def _may_write(fake: Fake, post: str, person: str = "Troll") -> bool:
    try:
        id = fake.comment(post, person, "Buy silver!")
    except SMMError:
        return False
    return id in fake.comments(post)
