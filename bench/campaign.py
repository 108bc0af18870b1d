"""Blows to the gathering in, what became of the archive out. CI runs a tenth of them (tests/campaign).

    uv run python bench/campaign.py [--kills 100] [--disks 40] [--clocks 20] [--stories 1000] [--seed 1]

*Kills* are `kill -9` at random moments that found the gathering at work, *disks* are full after some room that chance gives, *clocks* are set back by
one day to ten years (needs `faketime`). Prints each blow, and at the end how many articles there are and how many pages were asked for again. Ends with
an `AssertionError` that says what was lost, doubled or broken.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))


def main() -> None:
    from campaign.campaign import clocks, full_disks, kills

    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--disks", type=int, default=40)
    parser.add_argument("--clocks", type=int, default=20)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kills(Path(folder) / "data", given.kills, stories=given.stories, seed=given.seed, say=print)
        full_disks(Path(folder) / "disks", given.disks, seed=given.seed, say=print)
        chance = random.Random(given.seed)
        clocks(Path(folder) / "clocks", [chance.randint(1, 3650) for _ in range(given.clocks)], say=print)


if __name__ == "__main__":
    main()
