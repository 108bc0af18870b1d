"""A body and what a browser accepts in, the body in a content coding out (RFC 9110 §8.4, §12.5.3). Packed bodies are kept for the next reader."""

import gzip
from collections import OrderedDict

import zstandard

SMALLEST = 1000
_KEPT = 8 * 2**20


def choice(accepted: str) -> str:
    """The coding to use for the header *accepted*: `zstd`, `gzip`, or "" for none. Where both are as welcome, zstd."""
    weights: dict[str, float] = {}
    for entry in accepted.lower().split(",")[:20]:
        name, _, parameter = entry.partition(";")
        value = parameter.strip().removeprefix("q=")
        try:
            weights[name.strip()] = float(value) if parameter.strip() else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    rest = weights.get("*", 0.0)
    best = max(("zstd", "gzip"), key=lambda name: weights.get(name, rest))
    return best if weights.get(best, rest) > 0 else ""


class Packer:
    """Packs bodies and keeps what it has packed, the newest 8 MiB."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._size = 0

    def packed(self, body: bytes, coding: str, tag: str) -> bytes:
        """*body* in *coding* (`gzip` or `zstd`). *tag* names the body; one without a tag is not kept."""
        found = self._kept.get((tag, coding))
        if found is not None:
            self._kept.move_to_end((tag, coding))
            return found
        made = zstandard.ZstdCompressor(level=6).compress(body) if coding == "zstd" else gzip.compress(body, 6, mtime=0)
        if tag:
            self._kept[tag, coding] = made
            self._size += len(made)
            while self._size > _KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])
        return made
