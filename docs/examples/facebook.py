"""docs/facebook.md: what a manager of a Page does, on a Facebook of invented people on this machine."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from smmcore import SMM, Act, Action, File, Kind, Photo, Post, Video
from smmcore.sandbox import SandboxClock
from smmcore.testing import Fake
from smmcore.testing.samples import jpeg, mp4
from smmcore_facebook.platform import Facebook
from smmcore_facebook.settings import FacebookOptions


def main(fake: Fake) -> None:
    with (
        SMM([fake.account], plugins=[Facebook()], installed=False, clock=SandboxClock(fake.advance)) as smm,
        TemporaryDirectory() as folder,
    ):
        picture, film = Path(folder) / "rye.jpg", Path(folder) / "oven.mp4"
        picture.write_bytes(jpeg())
        film.write_bytes(mp4())
        check(smm)
        show(smm, fake, picture, film)
        post = publish(smm, fake)
        moderate(smm, fake, post)
        read(smm, fake, post)
        wait(smm, fake)
        design(smm, picture)


def check(smm: SMM) -> None:
    # start of checkup
    checkup = smm.checkup("sandbox")
    print(checkup.title, *checkup.facts, sep="\n")
    for warning in checkup.warnings:
        print(f"to do: {warning}")
    # end of checkup
    assert checkup.ok


def show(smm: SMM, fake: Fake, picture: Path, film: Path) -> None:
    # start of kinds
    for post in (
        Post("Fresh rye!", media=[Photo(picture, alt="A loaf of rye on a board")]),
        Post("Our oven at three in the morning", media=[Video(film)]),
        Post("How we fold the dough", media=[Video(film)], kind=Kind.REEL),
        Post(media=[Photo(picture)], kind=Kind.STORY),
    ):
        smm.publish(post, to="sandbox").raise_for_failures()
    # end of kinds
    assert len(fake.posts()) == 4


def publish(smm: SMM, fake: Fake) -> str:
    # start of options
    post = Post(
        "Fresh rye from seven!",
        first_comment="Ask us anything.",
        options=FacebookOptions(countries=["PL", "DE"]),
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
            smm.moderate("sandbox", Action(act=Act.REACT, comment=comment.id, reaction="👍"))
        elif "crypto" in comment.text:
            smm.moderate("sandbox", Action(act=Act.HIDE, comment=comment.id))
            smm.moderate("sandbox", Action(act=Act.BAN, comment=comment.id))
    print([person.name for person in smm.do("sandbox", "blocked").items])
    # end of comments
    shown = fake.comments(post)
    assert asked in shown
    assert bad not in shown
    assert [person.name for person in smm.do("sandbox", "blocked").items] == ["Troll"]


def read(smm: SMM, fake: Fake, post: str) -> None:
    fake.react(post, "❤", 3)
    # start of figures
    for metric in [*smm.account_metrics("sandbox"), *smm.post_metrics("sandbox", [post])]:
        print(metric.name, metric.value, metric.detail, metric.source)
    # end of figures
    found = smm.post_metrics("sandbox", [post])
    assert {metric.name.value: metric.value for metric in found if not metric.detail}["reactions"] == 3


def wait(smm: SMM, fake: Fake) -> None:
    # start of waiting
    tomorrow = smm.io.now() + timedelta(days=1)
    post = Post("Rye again", options=FacebookOptions(scheduled_for=tomorrow))
    (published,) = smm.publish(post, to="sandbox").published
    for waiting in smm.do("sandbox", "scheduled").items:
        print(waiting.at, waiting.text)
    smm.do("sandbox", "reschedule", published.id, tomorrow + timedelta(hours=2))
    smm.do("sandbox", "publish_now", published.id)
    # end of waiting
    assert published.id in fake.posts()


def design(smm: SMM, picture: Path) -> None:
    # start of design
    smm.design("sandbox", description="Bread from four flours", cover=File(picture))
    # end of design


if __name__ == "__main__":
    with Fake.running(Facebook().sandbox()) as running:
        main(running)
