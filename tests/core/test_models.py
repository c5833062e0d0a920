from datetime import UTC, datetime, timedelta
from decimal import Decimal

import attrs
import pytest

import smmcore
from smmcore import (
    UTM,
    Account,
    Action,
    Author,
    Bold,
    Campaign,
    Comment,
    Disclosure,
    Failed,
    File,
    InvalidInput,
    Italic,
    Link,
    Metric,
    Money,
    NoOptions,
    NotConfirmed,
    NotSent,
    Outcome,
    Photo,
    PlannedPost,
    Poll,
    Post,
    Published,
    Remote,
    Scheduled,
    Subject,
    Unauthorized,
    Unconfirmed,
    Unread,
    as_text,
    models,
    spelled_out,
    utf16,
)

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
NAIVE = datetime(2026, 3, 1, 8)  # noqa: DTZ001 - what users write by mistake


@pytest.mark.parametrize("kind", [k for k in vars(models).values() if isinstance(k, type) and attrs.has(k)])
def test_every_model_is_frozen(kind):
    assert "__setattr__" in vars(kind) or kind.__setattr__ is not object.__setattr__


def test_changing_a_value_is_an_error_and_evolving_makes_another():
    post = Post("Hi")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        post.text = "Ho"
    assert post.with_text("Ho") == Post("Ho")
    assert post == Post("Hi")


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (Post, "text"),
        (lambda: Post("   "), "text"),
        (lambda: Post(3), "text"),
        (lambda: Post(["Hi", 3]), "text"),
        (lambda: Post("Hi \ud800"), "text"),
        (lambda: Post("Hi", media=["rye.jpg"]), "media[0]"),
        (lambda: Post("Hi", link="example.org"), "link"),
        (lambda: Post("Hi", options=[Unread("a", {}), Unread("a", {})]), "options"),
        (lambda: Post("Hi", options=["loud"]), "options[0]"),
        (lambda: Link("shop", ""), "url"),
        (lambda: Link("shop", "javascript:x"), "url"),
        (lambda: Poll(question=" ", options=["a"]), "question"),
        (lambda: Poll(question="?", options=[]), "options"),
        (lambda: Poll(question="?", options=["a"], correct=1), "correct"),
        (lambda: Poll(question="?", options=["a"], correct=-1), "correct"),
        (lambda: Poll(question="?", options=["a"], closes=NAIVE), "closes"),
        (lambda: PlannedPost(post=Post("Hi"), at=NAIVE), "at"),
        (lambda: PlannedPost(post=Post("Hi"), zone="Mars/Base"), "zone"),
        (lambda: Account(" ", "wall"), "name"),
        (lambda: Account("a", ""), "platform"),
        (lambda: Account("a", "wall", secrets={"token": ""}), "token"),
        (lambda: Author(id=""), "id"),
        (lambda: Comment(id="1", author=Author(id="2"), at=NAIVE), "at"),
        (lambda: Action(act="ban"), "comment"),
        (lambda: Money(1.5, "EUR"), "amount"),
        (lambda: Money("much", "EUR"), "amount"),
        (lambda: Money(1, "euro"), "currency"),
        (lambda: Campaign(name=""), "name"),
        (lambda: Campaign(name="a", start=NOW, end=NOW), "end"),
        (lambda: metric(value=1.5), "value"),
        (lambda: metric(value=True), "value"),
        (lambda: metric(end=NAIVE), "end"),
        (lambda: metric(source=""), "source"),
        (lambda: Remote("example.org/a.jpg"), "url"),
        (lambda: Photo(b"bytes"), "source"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_fields_name_first(make, field):
    with pytest.raises((ValueError, TypeError)) as caught:
        make()
    assert str(caught.value).startswith(f"{field}: ")


def metric(**more):
    values = {
        "subject": Subject("a"),
        "name": "views",
        "value": 1,
        "end": NOW,
        "read_at": NOW,
        "source": "wall:get",
    }
    return Metric(**{**values, **more})


def test_text_is_written_in_any_way_and_kept_in_one():
    assert as_text("Hi") == as_text(["H", "i"]) == as_text(("Hi", "")) == ("Hi",)
    assert as_text(Bold("Hi")) == (Bold("Hi"),)
    assert as_text(Bold(["Hi ", Italic("you")])) == (Bold(("Hi ", Italic(("you",)))),)
    assert as_text("") == ()


def test_a_source_is_a_file_or_an_address():
    assert Photo("a/rye.jpg").source == File("a/rye.jpg")
    assert Photo("https://example.org/rye.jpg").source == Remote("https://example.org/rye.jpg")


def test_a_single_photo_or_option_needs_no_list():
    post = Post("Hi", media=Photo("a.jpg"), options=NoOptions())
    assert post.media == (Photo("a.jpg"),)
    assert post.options == (NoOptions(),)


def test_money_adds_up_exactly_and_only_in_one_currency():
    assert Money("0.10", "EUR") + Money("0.20", "EUR") == Money(Decimal("0.30"), "EUR")
    assert str(Money("5.00", "EUR")) == "5.00 EUR"
    with pytest.raises(ValueError, match="cannot add RUB to EUR"):
        Money(1, "EUR") + Money(1, "RUB")


def test_an_account_says_where_a_missing_secret_belongs():
    with pytest.raises(Unauthorized) as caught:
        Account("my-bakery", "wall").secret("token")
    assert 'secrets.token = { env = "MY_BAKERY_TOKEN" }' in str(caught.value)


def test_settings_are_read_as_the_networks_class():
    @attrs.frozen
    class Settings:
        loud: bool = False

    assert Account("a", "wall", settings={"loud": True}).settings_as(Settings).loud
    with pytest.raises(InvalidInput, match="account a: loud: must be true or false, not 'yes'"):
        Account("a", "wall", settings={"loud": "yes"}).settings_as(Settings)


def test_an_outcome_sorts_its_results_and_raises_what_is_not_well():
    results = (
        Published(account="a", id="1"),
        Scheduled(account="b", key="k", at=NOW),
        Failed(account="c", error=NotSent("no")),
        Unconfirmed(account="d", reason="lost"),
    )
    outcome = Outcome(results)
    assert tuple(outcome) == results
    assert len(outcome) == 4
    assert (*outcome.published, *outcome.scheduled, *outcome.failed, *outcome.unconfirmed) == results
    assert not outcome.ok
    with pytest.raises(ExceptionGroup, match="2 of 4 accounts failed") as caught:
        outcome.raise_for_failures()
    assert [type(e) for e in caught.value.exceptions] == [NotSent, NotConfirmed]
    assert Outcome(results[:2]).ok
    Outcome(results[:2]).raise_for_failures()


def test_utf16_counts_as_javascript_does():
    assert [utf16(t) for t in ("a", "я", "👍", "👨‍👩‍👧")] == [1, 1, 2, 8]


def test_values_can_be_put_into_sets():
    assert len({Post("Hi"), Post("Hi"), Post("Ho")}) == 2
    assert len({UTM(source="a"), UTM(source="a")}) == 1
    assert {Account("a", "wall", settings={"x": [1]})}


def test_a_job_needs_a_name():
    with pytest.raises(ValueError, match=r"^name: must not be empty"):
        smmcore.Job("", every=timedelta(hours=1), run=print)


def test_addresses_are_spelled_out_behind_the_words_that_lead_to_them():
    text = as_text(
        [
            "Order ",
            Bold([Link("here", "https://bakery.example/o")]),
            " or at ",
            Link("https://b.example", "https://b.example"),
        ]
    )
    assert spelled_out(text) == "Order here (https://bakery.example/o) or at https://b.example"


def test_a_disclosure_is_one_line_with_the_identifier_if_there_is_one():
    assert Disclosure(advertiser="Four Flours").line("Ad") == "Ad · Four Flours"
    assert Disclosure(advertiser="Four Flours", erid="2Vt").line("Ad") == "Ad · Four Flours · erid: 2Vt"
