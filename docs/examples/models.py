"""docs/models.md: values, and how they are written down."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from attrs import evolve

from smmcore import (
    UTM,
    Account,
    Author,
    Bold,
    Campaign,
    Comment,
    Disclosure,
    InvalidInput,
    Link,
    Metric,
    Money,
    Photo,
    PlannedPost,
    Poll,
    Post,
    Subject,
    Video,
    dump,
    load,
    plain,
)
from smmcore_telegram.settings import TelegramOptions

HERE = Path(__file__).parent


def same(value: object, file: str) -> None:
    """The page shows the file; this is what the value is dumped as."""
    written = json.loads((HERE / file).read_text("utf-8"))
    assert dump(value) == written, json.dumps(dump(value), indent=2)
    assert load(type(value), written) == value


def text() -> None:
    # start of text
    greeting = Post(["Fresh ", Bold("rye"), "! ", Link("Order", url="https://bakery.example/rye")])
    assert greeting.plain_text == "Fresh rye! Order"
    assert plain(["Fresh ", Bold("rye")]) == "Fresh rye"
    assert greeting.with_text("Sold out").plain_text == "Sold out"  # a new post: values do not change
    # end of text
    same(greeting, "text.json")


def post() -> None:
    # start of post
    loaf = Post(
        "Fresh rye!",
        media=[
            Photo("pictures/rye.jpg", alt="A loaf of rye"),
            Video("https://bakery.example/oven.mp4", cover="pictures/oven.jpg"),
        ],
        first_comment="Ask us anything.",
        options=TelegramOptions(silent=True),
        campaign="advent",
        disclosure=Disclosure(advertiser="Mill Ltd", erid="2Vtzq..."),
    )
    # end of post
    written = json.loads((HERE / "post.json").read_text("utf-8"))
    assert dump(loaf) == written, json.dumps(dump(loaf), indent=2)
    # start of options
    again = load(Post, dump(loaf))
    assert again.options_for(TelegramOptions).silent
    assert load(Post, dump(loaf), options=[TelegramOptions]) == loaf
    # end of options

    # start of poll
    Post(poll=Poll(question="What next?", options=["Rye", "Wheat"], multiple=True))
    # end of poll
    question = Post(poll=Poll(question="What next?", options=["Rye", "Wheat"], multiple=True))
    same(question, "poll.json")


def planned() -> None:
    # start of planned
    planned = PlannedPost(
        post=Post("Open until noon."),
        key="2026-12-24-hours",
        at=datetime.fromisoformat("2026-12-24T07:00:00+01:00"),
        zone="Europe/Warsaw",
        to=["bakery"],
    )
    # end of planned
    same(planned, "planned.json")


def others() -> None:
    # start of comment
    comment = Comment(
        id="812",
        post="7",
        author=Author(id="77", name="Ann"),
        text="Is it wheat?",
        at=datetime(2026, 12, 1, 8, 30, tzinfo=UTC),
    )
    # end of comment
    same(comment, "comment.json")
    # start of metric
    now = datetime(2026, 12, 1, 20, 0, tzinfo=UTC)
    metric = Metric(
        subject=Subject("bakery", "post", "7"),
        name="reactions",
        detail="🔥",
        value=12,
        end=now,
        read_at=now,
        source="telegram:update.message_reaction_count@10.3",
    )
    # end of metric
    same(metric, "metric.json")
    # start of campaign
    advent = Campaign(
        name="Advent",
        goal="200 orders",
        start=now,
        end=now + timedelta(days=24),
        budget=Money("150.00", "EUR") + Money(Decimal("20.50"), "EUR"),
        utm=UTM(source="telegram", campaign="advent"),
        posts=["2026-12-24-hours"],
    )
    assert str(advent.budget) == "170.50 EUR"
    # end of campaign
    same(advent, "campaign.json")


def mistakes() -> None:
    # start of mistakes
    try:
        load(Post, {"txt": "Fresh rye!", "kind": "advert"}, where="plan.toml")
    except InvalidInput as error:
        print(error)
    # end of mistakes
    # start of frozen
    quiet = Account("bakery", "telegram", "@four_flours", settings={"discussion": False})
    loud = evolve(quiet, settings={"discussion": True})
    assert quiet.settings != loud.settings
    # end of frozen


if __name__ == "__main__":
    for part in (text, post, planned, others, mistakes):
        part()
