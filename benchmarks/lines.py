"""How long a network is: lines of each of ours, whole and without blanks and comments, beside those of peers.

What counts as the network is the plugin's own package without its sandbox; tests count for nobody.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs" / "examples"
OURS = {
    "skyline: posts, replies, counts on Bluesky": [EXAMPLES / "skyline" / "smmcore_skyline.py"],
    "pinboard: posts, replies, answers, deletes, counts": [EXAMPLES / "pinboard.py"],
    "bluesky: the whole plugin": sorted((ROOT / "plugins/bluesky/smmcore_bluesky").glob("*.py")),
    "vk: the whole plugin": sorted((ROOT / "plugins/vk/smmcore_vk").glob("*.py")),
    "meta: what Facebook and Instagram share": sorted((ROOT / "plugins/meta/smmcore_meta").glob("*.py")),
    "facebook: the whole plugin": sorted((ROOT / "plugins/facebook/smmcore_facebook").glob("*.py")),
    "instagram: the whole plugin": sorted((ROOT / "plugins/instagram/smmcore_instagram").glob("*.py")),
    "telegram: the whole plugin": sorted((ROOT / "plugins/telegram/smmcore_telegram").glob("*.py")),
}
PEERS = {
    "Apprise, smallest (spugpush): sends": (170, 105),
    "Apprise, bluesky: sends": (695, 410),
    "Apprise, mastodon: sends": (1233, 689),
    "BrightBean, devto: publishes": (198, 140),
    "BrightBean, mastodon: publishes": (423, 331),
    "Postiz, smallest (telegram): publishes": (336, 282),
    "Postiz, bluesky: publishes, reads some figures": (976, 771),
}
"""Whole files and without blanks and comments, counted by the same rule in checkouts of November 2026."""


def counted(paths: list[Path]) -> tuple[int, int]:
    """Lines in all, and those that are neither blank nor a comment."""
    lines = [line.strip() for path in paths for line in path.read_text("utf-8").splitlines()]
    return len(lines), len([line for line in lines if line and not line.startswith("#")])


def main() -> None:
    print(f"{'network':<55}{'lines':>7}{'of code':>9}")
    for name, (whole, code) in {**{name: counted(paths) for name, paths in OURS.items()}, **PEERS}.items():
        print(f"{name:<55}{whole:>7}{code:>9}")


if __name__ == "__main__":
    main()
