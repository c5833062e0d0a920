"""What pytest loads where smmcore is installed: almost nothing, until it is used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest


def pytest_configure(config: "pytest.Config") -> None:
    # Registered late, so that these fixtures win over pytest-recording's own defaults and lose to any conftest.
    if config.pluginmanager.hasplugin("recording"):
        from smmcore.testing import recording_fixtures

        config.pluginmanager.register(recording_fixtures, "smmcore-recording")
