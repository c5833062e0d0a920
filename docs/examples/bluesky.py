"""docs/bluesky.md: what a manager of an account does, on a real Bluesky network on this machine."""

from smmcore import SMM, Account, Act, Action, InvalidInput, Post
from smmcore.testing import Fake
from smmcore_bluesky.platform import Bluesky
from smmcore_bluesky.settings import BlueskyOptions


def main(fake: Fake) -> None:
    account = fake.account
    with SMM([account], plugins=[Bluesky()], installed=False) as smm:
        check(smm)
        post = publish(smm, fake)
        moderate(smm, fake, post)
        read(smm, fake, post)
        never_twice(account, post)


def check(smm: SMM) -> None:
    # start of checkup
    checkup = smm.checkup("sandbox")
    print(checkup.title, *checkup.facts, sep="\n")
    for warning in checkup.warnings:
        print(f"to do: {warning}")
    # end of checkup
    assert checkup.ok


def publish(smm: SMM, fake: Fake) -> str:
    # start of options
    post = Post(
        "Fresh rye from seven! #bread",
        first_comment="Ask us anything.",
        options=BlueskyOptions(
            languages=["en"],
            thread=["Until noon, rolls are half the price.", "See you!"],
            who_can_reply="everybody",
        ),
    )
    (published,) = smm.publish(post, to="sandbox", key="2026-12-01-rye").published
    # end of options
    assert len(published.parts) == 3
    assert fake.text(published.id) == "Fresh rye from seven! #bread"
    return published.id


def moderate(smm: SMM, fake: Fake, post: str) -> None:
    asked = fake.comment(post, "Ann", "Is it wheat?")
    bad = fake.comment(post, "Troll", "free crypto")
    fake.settle()
    # start of comments
    for comment in smm.comments("sandbox", post):
        if comment.text.endswith("?"):
            smm.reply("sandbox", comment.id, "It is rye.")
        elif "crypto" in comment.text:
            smm.moderate("sandbox", Action(act=Act.HIDE, comment=comment.id))
            smm.moderate("sandbox", Action(act=Act.BAN, comment=comment.id))
    smm.moderate("sandbox", Action(act=Act.CLOSE, post=post))
    # end of comments
    fake.settle()
    shown = fake.comments(post)
    assert asked in shown
    assert bad not in shown


def read(smm: SMM, fake: Fake, post: str) -> None:
    fake.react(post, "❤", 3)
    fake.settle()
    # start of figures
    for metric in [*smm.account_metrics("sandbox"), *smm.post_metrics("sandbox", [post])]:
        print(metric.name, metric.value, metric.source)
    for metric in smm.page_metrics("sandbox", ["@bsky.app", "four-flours.bsky.social"]):
        print(metric.subject.id, metric.name, metric.value)
    # end of figures
    assert {m.name.value: m.value for m in smm.post_metrics("sandbox", [post])}["reactions"] == 3


def never_twice(account: Account, post: str) -> None:
    # start of again
    with SMM([account], plugins=[Bluesky()], installed=False) as another:  # its journal is empty
        again = Post(
            "Fresh rye from seven! #bread",
            first_comment="Ask us anything.",
            options=BlueskyOptions(
                languages=["en"], thread=["Until noon, rolls are half the price.", "See you!"]
            ),
        )
        (same,) = another.publish(again, to="sandbox", key="2026-12-01-rye").published
        assert same.id == post
    # end of again


if __name__ == "__main__":
    try:
        with Fake.running(Bluesky().sandbox()) as running:
            main(running)
    except InvalidInput as error:
        print(f"not tried here: {error}")
