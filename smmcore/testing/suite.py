"""The conformance suite: a network that passes it can be used wherever smmcore is."""

from smmcore.testing.awaiting import AwaitingTests
from smmcore.testing.contract import ContractTests
from smmcore.testing.crashing import CrashTests
from smmcore.testing.editing import EditingTests
from smmcore.testing.faults import FaultTests
from smmcore.testing.fetching import FetchingTests
from smmcore.testing.listening import ListeningTests
from smmcore.testing.measuring import MeasuringTests
from smmcore.testing.memory import MemoryTests
from smmcore.testing.moderation import ModerationTests
from smmcore.testing.private import PrivateReplyTests
from smmcore.testing.publishing import PublishingTests
from smmcore.testing.scouting import ScoutingTests
from smmcore.testing.secrecy import SecretTests
from smmcore.testing.strangeness import StrangenessTests
from smmcore.testing.texts import TextTests
from smmcore.testing.times import TimeTests


class PlatformSuite(
    ContractTests,
    PublishingTests,
    TextTests,
    FaultTests,
    CrashTests,
    FetchingTests,
    EditingTests,
    ModerationTests,
    PrivateReplyTests,
    ListeningTests,
    MeasuringTests,
    ScoutingTests,
    TimeTests,
    StrangenessTests,
    SecretTests,
    AwaitingTests,
    MemoryTests,
):
    """Holds a network to the contract, through the public API, blocking and async.

    ```python
    import pytest
    from smmcore.testing import PlatformSuite

    class TestPinboard(PlatformSuite):
        @pytest.fixture
        def platform(self):
            return Pinboard()
    ```

    Which tests run follows from the capabilities that the platform has and from its account's abilities; each
    skipped test says what is missing. See docs/testing-a-network.md.
    """
