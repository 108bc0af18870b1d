"""`kill -9` at random moments of gathering: `uv run python bench/campaign.py [--kills 100] [--seed 1]`. CI runs a tenth (tests/campaign).

Prints each blow, and at the end how many found the process at work, and how many pages were asked for again. Ends with an `AssertionError` that
says what was lost, doubled or broken.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))


def main() -> None:
    from campaign.campaign import kills

    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kills(Path(folder) / "data", given.kills, stories=given.stories, seed=given.seed, say=print)


if __name__ == "__main__":
    main()
