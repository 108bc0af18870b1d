"""`broadsheet` and `python -m broadsheet`: the command line."""

import signal


def main() -> None:
    """Run the command line and leave with its exit code.

    While the program loads, Ctrl-C ends it as it ends any program: raised in the midst of an import it is a traceback, or is swallowed by the machinery.
    """
    heard = signal.getsignal(signal.SIGINT)
    if heard is signal.default_int_handler:  # not where whoever started us wants it ignored, as `nohup` does
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from . import cli

    signal.signal(signal.SIGINT, heard)
    cli.main()


if __name__ == "__main__":
    main()
