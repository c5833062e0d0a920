"""What was intended, what was sent, and what the network confirmed.

`Journal` needs SQLAlchemy and is imported only when one is opened: `from smmcore.journal.journal import Journal`.
"""

from smmcore.journal.entry import Entry, State

__all__ = ["Entry", "State"]
