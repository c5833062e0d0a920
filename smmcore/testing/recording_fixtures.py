"""Fixtures for pytest-recording; loaded by `pytest_plugin` where that is installed."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest

from smmcore.testing.recording import refuse_disguised_fakes, vcr_config


@pytest.fixture(scope="session")
def recorded_secrets() -> Mapping[str, str]:
    """Values that must not be in any cassette, by name. Override it with those of your accounts."""
    return {}


@pytest.fixture(scope="session", name="vcr_config")
def _vcr_config(recorded_secrets: Mapping[str, str]) -> dict[str, Any]:
    """Settings for pytest-recording under which no cassette holds a secret."""
    return vcr_config(recorded_secrets)


def pytest_recording_configure(vcr: Any) -> None:
    """Keep fakes' answers out of cassettes that look like the network's own."""
    # VCR's debug log has every address with its token in it.
    logging.getLogger("vcr").setLevel(logging.INFO)
    vcr.persister = refuse_disguised_fakes(vcr.persister)
