"""What benchmarks/faults.py looks at on the page, and what it makes of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from attrs import evolve
from faults import report
from faults.cases import Case, Seen
from faults.ours import Stage, Trial
from faults.seeing import Shown

from smmcore.models import Published
from smmcore.plugins import Plugins
from smmcore.sandbox import public_folder
from smmcore.testing.fake import Fake

NETWORKS = ("facebook", "instagram", "telegram", "vk")
WHOLE = Shown("Rye", media=3, comments=1)


@pytest.fixture(params=NETWORKS)
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    pytest.importorskip(f"smmcore_{request.param}")
    platform = Plugins().platform(request.param)
    with ExitStack() as ends:
        uploader = ends.enter_context(public_folder())
        fake = ends.enter_context(Fake.running(platform.sandbox()))
        yield Stage(platform, fake, tmp_path, uploader, fake.account, platform.title)


@pytest.fixture
def smm(stage):
    smm = stage.driver()
    yield smm
    smm.close()


def trial(stage, smm, post, **differently):
    meant = evolve(stage.undisturbed(post).shows, **differently)
    stage.fresh()
    return Trial(stage, smm, post, "rye", meant)


@pytest.mark.parametrize("kind", ["photo", "album", "first_comment", "story"])
def test_the_whole_of_a_post_is_seen(stage, smm, kind):
    for post in stage.posts([kind]).values():
        tried = trial(stage, smm, post)
        tried.seen(tried.publish())
        tried.ended()
        assert (tried.wrong, tried.lacks) == ("", "")


def test_a_post_that_lacks_something_is_wrong_if_no_result_says_so(stage, smm):
    tried = trial(stage, smm, stage.posts(["photo"])["photo"], comments=1)
    tried.seen(tried.publish())
    tried.ended()
    assert tried.wrong == "it is there without its comment, and no result says so"


def test_what_a_result_says_to_be_missing_stands_in_the_table_only(stage, smm):
    tried = trial(stage, smm, stage.posts(["album"])["album"], media=4)
    published = tried.publish()
    assert isinstance(published, Published)
    tried.seen(evolve(published, warnings=["a file is missing"]))
    tried.ended()
    assert (tried.wrong, tried.lacks) == ("", "with 3 of 4 files")


def test_a_fault_that_nothing_has_met_is_wrong(stage, smm):
    tried = trial(stage, smm, stage.posts(["photo"])["photo"])
    stage.fake.fault("reset_after")
    tried.met()
    assert tried.wrong == "the fault was not met"


@pytest.mark.parametrize("fault", ["limited", "error_after", "html_after", "reset_after"])
def test_a_fault_that_was_met_is_seen_to_be(stage, smm, fault):
    tried = trial(stage, smm, stage.posts(["photo"])["photo"])
    stage.fake.fault(fault)
    tried.publish()
    tried.met()
    assert tried.wrong == ""


@pytest.mark.parametrize(
    ("there", "lacks"),
    [
        (WHOLE, ""),
        (evolve(WHOLE, media=None), ""),
        (evolve(WHOLE, text="Wheat"), "with another text"),
        (evolve(WHOLE, media=1), "with 1 of 3 files"),
        (evolve(WHOLE, media=2, comments=0), "with 2 of 3 files and without its comment"),
        (evolve(WHOLE, comments=2), "with 2 comments instead of 1"),
    ],
)
def test_differences_are_told_in_words(there, lacks):
    assert there.lacks(WHOLE) == lacks


def case(**more):
    return Case(network="chalk", kind="text", trouble="reset", **more)


def test_what_a_post_lacks_stands_beside_its_number():
    found = case(called=Seen("published", 1), lacks="without its comment")
    assert report.ours("Chalk", [found]).rows[0][-2] == "1, without its comment"
    peers = report.beside("Chalk", {"slate 1.0": [case(called=Seen("sent", 1, "with 1 of 3 files"))]})
    assert peers.rows[0][-1] == "sent (1, with 1 of 3 files)"


def test_a_fault_that_a_peer_never_met_is_told():
    table = report.beside("Chalk", {"slate 1.0": [case(called=Seen("sent", 1), met=False)]})
    assert table.rows[0][-1] == "not met"
