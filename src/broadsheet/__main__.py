"""`broadsheet` and `python -m broadsheet`: the command line."""

import sys


def main() -> None:
    """Run the command line and leave with its exit code. Ctrl-C is no traceback even while the program loads."""
    try:
        from . import cli
    except KeyboardInterrupt:
        sys.exit(130)
    cli.main()


if __name__ == "__main__":
    main()
