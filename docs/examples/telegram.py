"""docs/telegram.md: what a manager of a channel does."""

from telegram_sandbox import telegram

from smmcore import SMM, Act, Action, Post
from smmcore.testing import Fake
from smmcore_telegram.settings import TelegramOptions


def main(fake: Fake) -> None:
    with SMM([fake.account]) as smm:
        # start of checkup
        checkup = smm.checkup("sandbox")
        print(checkup.title, *checkup.facts, sep="\n")
        for warning in checkup.warnings:
            print(f"to do: {warning}")
        # end of checkup
        assert checkup.ok
        assert not checkup.warnings

        # start of options
        post = Post(
            "Fresh rye!",
            first_comment="Ask us anything.",
            options=TelegramOptions(silent=True, preview="none"),
        )
        (published,) = smm.publish(post, to="sandbox").published
        # end of options
        assert published.warnings == ()
        assert fake.text(published.id) == "Fresh rye!"

        asked = fake.comment(published.id, "Ann", "Is it wheat?")
        bad = fake.comment(published.id, "Troll", "free crypto")
        # start of comments
        for comment in smm.comments("sandbox", published.id):
            if comment.text.endswith("?"):
                smm.reply("sandbox", comment.id, "It is rye.")
            elif "crypto" in comment.text:
                smm.moderate("sandbox", Action(act=Act.DELETE, comment=comment.id))
                smm.moderate("sandbox", Action(act=Act.BAN, comment=comment.id))
        # end of comments
        shown = fake.comments(published.id)
        assert asked in shown
        assert bad not in shown

        fake.react(published.id, "🔥", 3)
        # start of figures
        for metric in [*smm.account_metrics("sandbox"), *smm.post_metrics("sandbox", [published.id])]:
            print(metric.name, metric.detail or "all", metric.value, metric.source)
        # end of figures
        totals = {m.name.value: m.value for m in smm.post_metrics("sandbox") if not m.detail}
        assert totals["reactions"] == 3, totals
        assert "views" not in totals  # the Bot API does not tell


if __name__ == "__main__":
    with telegram() as served:
        main(served)
