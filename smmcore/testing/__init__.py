"""For authors of networks: the conformance suite, an IO for unit tests, and recording without secrets.

Needs the extra: `pip install 'smmcore[testing]'`. Names are imported when they are first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smmcore.testing.asking import ContractBroken as ContractBroken
    from smmcore.testing.driver import Driver as Driver
    from smmcore.testing.fake import Fake as Fake
    from smmcore.testing.recording import cassette_name as cassette_name
    from smmcore.testing.recording import vcr_config as vcr_config
    from smmcore.testing.samples import KINDS as KINDS
    from smmcore.testing.samples import Maker as Maker
    from smmcore.testing.scripted import ScriptedIO as ScriptedIO
    from smmcore.testing.suite import PlatformSuite as PlatformSuite

_HOME_OF = {
    "KINDS": "samples",
    "ContractBroken": "asking",
    "Driver": "driver",
    "Fake": "fake",
    "Maker": "samples",
    "PlatformSuite": "suite",
    "ScriptedIO": "scripted",
    "cassette_name": "recording",
    "vcr_config": "recording",
}
__all__ = [
    "KINDS",
    "ContractBroken",
    "Driver",
    "Fake",
    "Maker",
    "PlatformSuite",
    "ScriptedIO",
    "cassette_name",
    "vcr_config",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'smmcore.testing' has no attribute {name!r}")
    try:
        return getattr(import_module(f"smmcore.testing.{_HOME_OF[name]}"), name)
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "pytest":
            raise
        raise ImportError(f"{name} needs pytest: pip install 'smmcore[testing]'", name="pytest") from None
