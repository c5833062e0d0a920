"""What those who watch are told."""

import logging
import subprocess
import sys

import pytest

from smmcore import SMM, Post
from smmcore.models import Published

from .network import TOKEN, WallPlatform, account


@pytest.fixture
def smm(wall, clock):
    with SMM([account(wall)], clock=clock, plugins=[WallPlatform()], installed=False) as smm:
        yield smm


def test_each_publishing_is_one_record_with_its_facts(smm, caplog):
    with caplog.at_level(logging.INFO, "smmcore.events"):
        smm.publish(Post("Hi"), to="bakery", key="k")
    (record,) = [record for record in caplog.records if record.name == "smmcore.events"]
    facts = {"event": "publish", "account": "bakery", "platform": "wall", "key": "k", "state": "published"}
    assert record.smmcore == facts


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
    provider.shutdown()


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


def test_without_the_api_nothing_is_measured_and_all_goes_on():
    code = (
        "import sys; sys.modules['opentelemetry'] = None\n"
        "from smmcore import observing\n"
        "with observing.span('x', a=1) as span: span.tell(b=2)\n"
        "print('fine')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "fine\n"
