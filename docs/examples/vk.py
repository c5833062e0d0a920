"""docs/vk.md: what a manager of a community does, on a VK of invented people on this machine."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from smmcore import SMM, Account, Act, Action, File, Poll, Post
from smmcore.testing import Fake
from smmcore.testing.samples import png
from smmcore_vk.platform import VK
from smmcore_vk.settings import VKOptions


def main(fake: Fake) -> None:
    whole = fake.account
    with SMM([whole], plugins=[VK()], installed=False) as smm:
        check(smm)
        post = publish(smm, fake)
        moderate(smm, fake, post)
        read(smm, fake, post)
        with TemporaryDirectory() as folder:
            picture = Path(folder) / "cover.png"
            picture.write_bytes(png(1590, 530))
            design(smm, File(picture))
    tokens(whole)


def check(smm: SMM) -> None:
    # start of checkup
    checkup = smm.checkup("sandbox")
    print(checkup.title, *checkup.facts, sep="\n")
    for warning in checkup.warnings:
        print(f"to do: {warning}")
    # end of checkup
    assert checkup.ok


def tokens(whole: Account) -> None:
    community = {"community": whole.secrets["community"]}
    bakery = evolve(whole, name="bakery", secrets=community)
    # start of abilities
    with SMM([bakery], plugins=[VK()], installed=False) as smm:
        able = smm.abilities("bakery")
        print(able["text"].can, able["photo"].reason)
        poll = Post("Fresh rye!", poll=Poll(question="How many?", options=["1", "2"]))
        (problem,) = smm.check(poll, to="bakery")
    # end of abilities
    assert "secrets.user" in able["photo"].reason
    assert "secrets.user" in str(problem)


def publish(smm: SMM, fake: Fake) -> str:
    # start of options
    post = Post(
        "Fresh rye from seven!",
        first_comment="Ask us anything.",
        options=VKOptions(signed=True, mute_notifications=True),
    )
    (published,) = smm.publish(post, to="sandbox", key="2026-12-01-rye").published
    # end of options
    assert fake.text(published.id) == "Fresh rye from seven!"
    assert not published.warnings
    return published.id


def moderate(smm: SMM, fake: Fake, post: str) -> None:
    asked = fake.comment(post, "Ann", "Is it wheat?")
    bad = fake.comment(post, "Troll", "free crypto")
    # start of comments
    for comment in smm.comments("sandbox", post):
        if comment.text.endswith("?"):
            smm.reply("sandbox", comment.id, "It is rye.")
        elif "crypto" in comment.text:
            smm.moderate("sandbox", Action(act=Act.DELETE, comment=comment.id))
            week = comment.at + timedelta(days=7)
            smm.moderate("sandbox", Action(act=Act.BAN, comment=comment.id, until=week, reason="spam"))
    print([person.name for person in smm.do("sandbox", "banned").items])
    # end of comments
    shown = fake.comments(post)
    assert asked in shown
    assert bad not in shown
    assert [person.name for person in smm.do("sandbox", "banned").items] == ["Troll"]


def read(smm: SMM, fake: Fake, post: str) -> None:
    fake.react(post, "❤", 3)
    # start of figures
    for metric in [*smm.account_metrics("sandbox"), *smm.post_metrics("sandbox", [post])]:
        print(metric.name, metric.value, metric.detail, metric.source)
    # end of figures
    assert {m.name.value: m.value for m in smm.post_metrics("sandbox", [post])}["reactions"] == 3


def design(smm: SMM, cover: File) -> None:
    # start of own
    smm.design("sandbox", description="Bread from four flours", cover=cover)
    for post in smm.do("sandbox", "search", "rye bread").items:
        print(post.text, post.url)
    # end of own


if __name__ == "__main__":
    with Fake.running(VK().sandbox()) as running:
        main(running)
