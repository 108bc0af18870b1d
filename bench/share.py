"""Seconds in; for so long every process of a `broadsheet serve` that answers readers has half a processor of its own. For bench/serve.py, as root.

    python bench/share.py 90 & python bench/serve.py --peers DIR --protocol gopher --only Broadsheet --connections 20

On four processors the client's two are full before two workers are, and what is measured is the client. With half a processor a worker two of them
leave the client room. It takes the `cpu` controller of cgroup v1 (/sys/fs/cgroup/cpu); a process that starts others gives its share back.
"""

import contextlib
import sys
import time
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup/cpu")
PERIOD, SHARE = 5_000, 2_500  # microseconds


def serving() -> dict[int, int]:
    """The processes of `broadsheet serve`, by number, with their parents'."""
    found: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if words[1:4] == [b"-m", b"broadsheet", b"serve"]:
                found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def limited(process: int) -> Path:
    """The group of its own in which *process* is from now on."""
    group = GROUPS / f"broadsheet-{process}"
    group.mkdir(exist_ok=True)
    (group / "cpu.cfs_period_us").write_text(str(PERIOD))
    (group / "cpu.cfs_quota_us").write_text(str(SHARE))
    move(process, group)
    return group


def move(process: int, group: Path) -> None:
    """Put *process* into *group*, if it is still there."""
    with contextlib.suppress(ProcessLookupError):
        (group / "cgroup.procs").write_text(str(process))


def main() -> int:
    if not (GROUPS / "cpu.cfs_quota_us").exists() and not (GROUPS / "cpu.shares").exists():
        sys.stderr.write(f"{GROUPS} is no cgroup v1 of processors: the share of a process cannot be set here\n")
        return 1
    end = time.monotonic() + float(sys.argv[1])
    groups: dict[int, Path] = {}
    made: list[Path] = []
    try:
        while time.monotonic() < end:
            found = serving()
            parents = set(found.values())
            for process in found:
                if process not in parents and process not in groups:
                    groups[process] = limited(process)
                    made.append(groups[process])
                elif process in parents and process in groups:
                    move(process, GROUPS)  # what it has started by then is in its group still, and gets one of its own
                    del groups[process]
            time.sleep(0.05)
    finally:
        for process in groups:
            move(process, GROUPS)
        for group in made:
            with contextlib.suppress(OSError):  # somebody else put a process into it: it stays
                group.rmdir()
    return 0


if __name__ == "__main__":
    sys.exit(main())
