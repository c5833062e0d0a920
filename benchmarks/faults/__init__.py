"""The parts of `faults.py`: our own cases, processes that are killed, peers, and the table."""
