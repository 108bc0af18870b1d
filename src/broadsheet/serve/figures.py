"""Answers told, figures out in Prometheus's text format (version 0.0.4), over all processes of the server.

| metric | labels | what it counts |
|---|---|---|
| `broadsheet_requests_total` | `protocol`, `status` | answers, by the first digit of their status |
| `broadsheet_sent_bytes_total` | `protocol` | bytes of answers (bodies alone, on the web) |
| `broadsheet_answer_seconds` | `protocol`, `le` | how long an answer took to make (histogram) |
| `broadsheet_connections` | `protocol` | who is connected, as of the last second |
| `broadsheet_turned_away_total` | `protocol` | connections that were refused at the door |
| `broadsheet_workers` | | processes that serve |
"""

import mmap
from bisect import bisect_left

PROTOCOLS = ("gopher", "gemini", "web")
MEDIA = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5)
_CLASSES = 6
# A protocol's figures in a row: its statuses' first digits, then these.
_BYTES, _SECONDS, _TURNED, _INSIDE, _BUCKETS = _CLASSES + 1, _CLASSES + 2, _CLASSES + 3, _CLASSES + 4, _CLASSES + 5
_ROW = _BUCKETS + len(_BOUNDS) + 1
_WIDTH = _ROW * len(PROTOCOLS)


class Figures:
    """Counts for *workers* processes in memory that they share: make it before they part, then each says `take` once."""

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self._all = memoryview(mmap.mmap(-1, 8 * _WIDTH * workers)).cast("d")
        self._rows: dict[str, int] = {}
        self.take(0)

    def take(self, worker: int) -> None:
        """Be *worker* (from 0) and count in its own place. One that comes in the place of another goes on counting."""
        self._rows = {protocol: worker * _WIDTH + number * _ROW for number, protocol in enumerate(PROTOCOLS)}

    def note(self, protocol: str, client: str, path: str, status: int, size: int, seconds: float) -> None:  # noqa: ARG002
        """One answer (`serve.Note`); status 0 is a connection that was turned away."""
        row = self._rows.get(protocol)
        if row is None:
            return
        if not status:
            self._all[row + _TURNED] += 1
            return
        self._all[row + min(int(str(status)[0]), _CLASSES)] += 1
        self._all[row + _BYTES] += size
        self._all[row + _SECONDS] += seconds
        self._all[row + _BUCKETS + bisect_left(_BOUNDS, seconds)] += 1

    def inside(self, protocol: str, number: int) -> None:
        """So many are connected to this process."""
        row = self._rows.get(protocol)
        if row is not None:
            self._all[row + _INSIDE] = number

    def text(self) -> str:
        """All figures of all processes."""
        all_workers: list[float] = [float(each) for each in self._all.tolist()]
        sums = [sum(all_workers[at::_WIDTH]) for at in range(_WIDTH)]
        rows = {protocol: sums[number * _ROW : (number + 1) * _ROW] for number, protocol in enumerate(PROTOCOLS)}
        lines = ["# HELP broadsheet_requests_total Answers, by the first digit of their status.", "# TYPE broadsheet_requests_total counter"]
        for protocol, row in rows.items():
            rest = "x" if protocol == "gemini" else "xx"
            counted = [(digit, row[digit]) for digit in range(1, _CLASSES + 1) if row[digit]]
            lines += [f'broadsheet_requests_total{{protocol="{protocol}",status="{digit}{rest}"}} {number:.0f}' for digit, number in counted]
        lines += _plain(rows, "broadsheet_sent_bytes_total", "counter", "Bytes of answers.", _BYTES)
        lines += ["# HELP broadsheet_answer_seconds How long an answer took to make.", "# TYPE broadsheet_answer_seconds histogram"]
        for protocol, row in rows.items():
            upto = 0.0
            for bound, number in zip((*map(str, _BOUNDS), "+Inf"), row[_BUCKETS:], strict=True):
                upto += number
                lines.append(f'broadsheet_answer_seconds_bucket{{protocol="{protocol}",le="{bound}"}} {upto:.0f}')
            lines.append(f'broadsheet_answer_seconds_sum{{protocol="{protocol}"}} {row[_SECONDS]:.6f}')
            lines.append(f'broadsheet_answer_seconds_count{{protocol="{protocol}"}} {upto:.0f}')
        lines += _plain(rows, "broadsheet_connections", "gauge", "Who is connected.", _INSIDE)
        lines += _plain(rows, "broadsheet_turned_away_total", "counter", "Connections that were refused at the door.", _TURNED)
        lines += ["# HELP broadsheet_workers Processes that serve.", "# TYPE broadsheet_workers gauge", f"broadsheet_workers {self._workers}"]
        return "\n".join(lines) + "\n"


def _plain(rows: dict[str, list[float]], name: str, kind: str, what: str, at: int) -> list[str]:
    return [f"# HELP {name} {what}", f"# TYPE {name} {kind}", *(f'{name}{{protocol="{protocol}"}} {row[at]:.0f}' for protocol, row in rows.items())]
