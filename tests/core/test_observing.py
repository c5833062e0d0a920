"""What those who watch are told."""

import logging
import subprocess
import sys
from datetime import timedelta

import pytest

import smmcore
from smmcore import SMM, Action, Author, Comment, Job, Page, Post, Published

from .network import TOKEN, WallPlatform, account


class Jobs:
    """Two jobs of a plugin, one of which breaks."""

    @smmcore.hookimpl
    def smm_jobs(self):
        yield Job("broken", every=timedelta(hours=1), run=lambda *_: 1 / 0)
        yield Job("fine", every=timedelta(hours=1), run=lambda *_: None)


class Hall(WallPlatform):
    """A wall whose posts and comments can be seen to."""

    def abilities(self, account):
        words = ("text", "edit", "delete", "pin", "reply", "reply_privately", "delete_comment")
        return dict.fromkeys(words, smmcore.YES)

    async def edit(self, io, account, id, post):
        return Published(account=account.name, id=id)

    async def delete(self, io, account, id):
        pass

    async def pin(self, io, account, id, *, pinned):
        pass

    async def act(self, io, account, action):
        pass

    async def reply(self, io, account, comment, text):
        author = Author(id="1", name="We", kind="owner")
        return Comment(id="c2", post="1", author=author, text=text, at=io.now())

    async def reply_privately(self, io, account, comment, text):
        return "m1"

    async def comments(self, io, account, *, post=None, cursor=None):
        return Page([])


@pytest.fixture
def smm(wall, clock):
    with SMM([account(wall)], clock=clock, plugins=[Hall(), Jobs()], installed=False) as smm:
        yield smm


@pytest.fixture
def told(caplog):
    """The facts of the records since it was asked the last time, without those that all have in common."""
    caplog.set_level(logging.INFO, "smmcore.events")

    def told(*, jobs=False):
        facts = [record.smmcore for record in caplog.records if record.name == "smmcore.events"]
        caplog.clear()
        if jobs:
            return [each for each in facts if "job" in each]
        common = {"account": "bakery", "platform": "wall"}
        others = [each for each in facts if "job" not in each]
        assert all(common.items() <= each.items() for each in others)
        return [{name: fact for name, fact in each.items() if name not in common} for each in others]

    return told


def test_each_publishing_is_one_record_with_its_facts(smm, told):
    smm.publish(Post("Hi"), to="bakery", key="k")
    assert told() == [{"event": "published", "key": "k"}]
    smm.publish(Post("Hi"), to="bakery", key="k")
    assert told() == []


def test_a_refusal_is_one_record_with_its_kind(smm, wall, told):
    wall.fault("error", status=400)
    smm.publish(Post("Hi"), to="bakery", key="k")
    assert told() == [{"event": "failed", "key": "k", "error": "Rejected"}]


def test_a_doubt_and_its_end_are_one_record_each(smm, wall, told, clock):
    for key in ("there", "gone", "seen"):
        wall.fault("reset", acts=key == "there")
        smm.publish(Post("Hi"), to="bakery", key=key)
        assert told() == [{"event": "unconfirmed", "key": key}]
    smm.resolve("bakery", "seen", id="7")
    assert told() == [{"event": "published", "key": "seen"}]
    clock.advance(minutes=2)
    smm.reconcile()
    assert told() == [{"event": "published", "key": "there"}, {"event": "absent", "key": "gone"}]


def test_planning_waiting_and_sending_are_one_record_each(smm, wall, told, clock):
    at = clock.now() + timedelta(minutes=1)
    smm.publish(Post("Hi"), to="bakery", key="k", at=at)
    assert told() == [{"event": "scheduled", "key": "k", "at": at.isoformat()}]
    clock.advance(minutes=2)
    wall.fault("limited", retry_after=600)
    smm.work()
    assert told() == [{"event": "delayed", "key": "k", "error": "RateLimited"}]
    clock.advance(minutes=11)
    smm.work()
    assert told() == [{"event": "published", "key": "k"}]


def test_what_is_done_to_posts_and_comments_is_one_record_each(smm, told):
    smm.edit("bakery", "1", Post("Ho"))
    smm.pin("bakery", "1")
    smm.pin("bakery", "1", pinned=False)
    smm.delete("bakery", "1")
    assert told() == [{"event": event, "id": "1"} for event in ("edited", "pinned", "unpinned", "deleted")]
    smm.reply("bakery", "c1", "Thank you")
    smm.reply_privately("bakery", "c1", "Thank you")
    smm.moderate("bakery", Action(act="delete_comment", comment="c1"))
    assert told() == [
        {"event": "replied", "comment": "c1", "id": "c2"},
        {"event": "replied_privately", "comment": "c1"},
        {"event": "moderated", "act": "delete_comment", "target": "c1"},
    ]


def test_jobs_are_one_record_each(smm, told):
    smm.work()
    broken, fine, *_ = told(jobs=True)
    assert broken == {"event": "job_failed", "job": "broken", "error": "ZeroDivisionError"}
    assert fine == {"event": "job_ran", "job": "fine"}


@pytest.fixture(scope="module")
def exported():
    """The spans of this process; a provider can be set only once."""
    sdk = pytest.importorskip("opentelemetry.sdk.trace")
    from opentelemetry import trace
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    exporter, provider = InMemorySpanExporter(), sdk.TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    yield exporter
    exporter.shutdown()  # the provider stays: other tests of this process go on making spans


def test_publishing_is_a_span_with_its_requests_inside(smm, exported):
    exported.clear()
    (published,) = smm.publish(Post("one\ntwo"), to="bakery", key="k2")
    assert isinstance(published, Published)
    *requests, publishing = exported.get_finished_spans()
    assert (publishing.name, dict(publishing.attributes)) == (
        "smmcore.publish",
        {
            "smmcore.account": "bakery",
            "smmcore.platform": "wall",
            "smmcore.key": "k2",
            "smmcore.state": "published",
        },
    )
    assert [span.name for span in requests] == ["smmcore.request"] * 2
    assert all(span.parent.span_id == publishing.context.span_id for span in requests)
    assert TOKEN not in str([span.to_json() for span in exported.get_finished_spans()])


def statuses(exported):
    return [(span.name, span.status.status_code.name) for span in exported.get_finished_spans()]


def test_spans_of_what_went_well_have_no_error(smm, exported):
    exported.clear()
    smm.publish(Post("Hi"), to="bakery", key="k3")
    assert statuses(exported) == [("smmcore.request", "UNSET"), ("smmcore.publish", "UNSET")]


@pytest.mark.parametrize(("fault", "error"), [("error", "Rejected"), ("reset", "AnswerLost")])
def test_spans_of_what_failed_have_an_error_and_no_words(smm, wall, exported, fault, error):
    exported.clear()
    wall.fault(fault, status=400)
    smm.publish(Post("Hi"), to="bakery", key=fault)
    assert statuses(exported) == [("smmcore.request", "ERROR"), ("smmcore.publish", "ERROR")]
    request, publishing = exported.get_finished_spans()
    assert request.attributes["smmcore.error"] == error
    assert publishing.attributes["smmcore.state"] in {"failed", "unconfirmed"}
    assert {span.status.description for span in (request, publishing)} == {None}
    assert not [event for span in (request, publishing) for event in span.events]


def printed(code):
    """What a fresh process prints that runs it."""
    program = [sys.executable, "-c", code]
    return subprocess.run(program, capture_output=True, text=True, timeout=60, check=True).stdout


def test_without_the_api_nothing_is_measured_and_all_goes_on():
    code = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from smmcore import observing\n"
        "with observing.span('x', a=1) as span: span.tell(b=2)\n"
        "print('fine')"
    )
    assert printed(code) == "fine\n"


def test_the_api_is_looked_for_once_where_it_is_not_installed():
    code = (
        "import sys\n"
        "class Missing:\n"
        "    asked = 0\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'opentelemetry':\n"
        "            Missing.asked += 1\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Missing())\n"
        "from smmcore import SMM, observing\n"
        "import smmcore.worker\n"
        "SMM(installed=False).close()\n"
        "print(Missing.asked)\n"
        "for _ in range(3):\n"
        "    with observing.span('x', a=1) as span: span.failed()\n"
        "print(Missing.asked)"
    )
    assert printed(code) == "0\n1\n"
