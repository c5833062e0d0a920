"""How long things take to start, beside `import click` in the same run."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

SMM = str(Path(sys.executable).with_name("smm"))
COMMANDS = {
    "import click": [sys.executable, "-c", "import click"],
    "import smmcore": [sys.executable, "-c", "import smmcore"],
    "import smmcore, Post, SMM": [sys.executable, "-c", "from smmcore import SMM, Post"],
    "smm --help": [SMM, "--help"],
}
ROUNDS = 9


def seconds(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    # Rounds take turns, so that a busy moment of the machine meets all of them.
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command) * 1000)
    floor = statistics.median(times["import click"])
    for name, found in times.items():
        value = statistics.median(found)
        print(f"{name:<26}{value:7.0f} ms  x{value / floor:4.1f}  (best {min(found):.0f})")


if __name__ == "__main__":
    main()
