"""docs/instagram.md: what a manager of an account does, on an Instagram of invented people on this machine."""

from pathlib import Path
from tempfile import TemporaryDirectory

from attrs import evolve

from smmcore import SMM, Account, Act, Action, Kind, Photo, Post, Video
from smmcore.sandbox import public_folder
from smmcore.testing import Fake
from smmcore.testing.samples import jpeg, mp4
from smmcore.uploading import FolderUploader
from smmcore_instagram.platform import Instagram
from smmcore_instagram.settings import InstagramOptions, UserTag


def main(fake: Fake, uploader: FolderUploader) -> None:
    logins(fake.account)
    with (
        SMM([fake.account], plugins=[Instagram()], installed=False, uploader=uploader) as smm,
        TemporaryDirectory() as folder,
    ):
        rye, oven = Path(folder) / "rye.jpg", Path(folder) / "oven.mp4"
        rye.write_bytes(jpeg(1080, 1080))
        oven.write_bytes(mp4())
        check(smm)
        kinds(smm, rye, oven)
        post = options(smm, fake, rye)
        moderate(smm, fake, post)
        read(smm, fake, post)
        own(smm)


def check(smm: SMM) -> None:
    # start of checkup
    checkup = smm.checkup("sandbox")
    print(checkup.title, *checkup.facts, sep="\n")
    for warning in checkup.warnings:
        print(f"to do: {warning}")
    # end of checkup
    assert checkup.ok


def logins(whole: Account) -> None:
    settings = {**whole.settings, "login": "instagram"}
    bakery = evolve(whole, name="bakery", settings=settings)
    # start of abilities
    with SMM([bakery], plugins=[Instagram()], installed=False) as smm:
        able = smm.abilities("bakery")
        print(able["delete"].reason, able["page_metrics"].reason, sep="\n")
        (problem,) = smm.check(Post("Fresh rye!"), to="bakery")
        print(problem)  # text: Instagram publishes no text alone; add a photo or a film
    # end of abilities
    assert "app" in able["delete"].reason
    assert problem.field == "text"


def kinds(smm: SMM, rye: Path, oven: Path) -> None:
    # start of kinds
    for post in (
        Post("A carousel", media=[Photo(rye, alt="A loaf of rye"), Video(oven)]),
        Post("A reel", media=Video(oven, cover=rye), kind=Kind.REEL),
        Post(media=Photo(rye), kind=Kind.STORY),
    ):
        smm.publish(post, to="sandbox").raise_for_failures()
    # end of kinds


def options(smm: SMM, fake: Fake, rye: Path) -> str:
    # start of options
    post = Post(
        "Fresh rye from seven!",
        media=Photo(rye, alt="A loaf of rye"),
        first_comment="Ask us anything.",
        options=InstagramOptions(user_tags=[UserTag(username="the_mill", x=0.5, y=0.8)]),
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
            smm.reply_privately("sandbox", comment.id, "Come by, and try a slice.")
        elif "crypto" in comment.text:
            smm.moderate("sandbox", Action(act=Act.HIDE, comment=comment.id))
    smm.moderate("sandbox", Action(act=Act.CLOSE, post=post))
    # end of comments
    shown = fake.comments(post)
    assert asked in shown
    assert bad not in shown


def read(smm: SMM, fake: Fake, post: str) -> None:
    fake.react(post, "❤", 3)
    # start of figures
    for metric in [*smm.account_metrics("sandbox"), *smm.post_metrics("sandbox", [post])]:
        print(metric.name, metric.value, metric.source)
    # end of figures
    assert {m.name.value: m.value for m in smm.post_metrics("sandbox", [post])}["reactions"] == 3


def own(smm: SMM) -> None:
    # start of own
    for found in smm.do("sandbox", "hashtag", "rye", top=True).items:
        print(found.text, found.likes, found.url)
    # end of own


if __name__ == "__main__":
    with Fake.running(Instagram().sandbox()) as running, public_folder() as shown:
        main(running, shown)
