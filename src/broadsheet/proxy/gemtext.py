"""Gemtext in, its title and lines of HTML out (the gemtext specification): one line of it is one thing, and no line is dropped.

Headings step down without a gap, below the page's own; links that follow each other are one list, each with where it leads out to; what stands
between fences keeps its columns, and the words behind the first fence name it.
"""

import re

import msgspec

from ..render.htmlblocks import attribute, escape
from ..text import clean, clean_line
from . import letters
from .links import outside
from .words import Words

_LINK = re.compile(r"=>\s*(\S+)(?:\s+(.*))?")
_HEADING = re.compile(r"(#{1,3})\s*(.*)")


class Gemtext(msgspec.Struct, frozen=True):
    """The first heading, "" where there is none, and the text without it."""

    title: str
    lines: list[str]


def read(text: str, base: str, words: Words) -> Gemtext:
    """*text* of the page at *base*, as HTML."""
    setter = _Setter(base, words)
    for line in letters.without_ansi(text).replace("\r\n", "\n").removesuffix("\n").split("\n"):
        setter.take(line)
    setter.end()
    return Gemtext(setter.title, setter.made)


class _Setter:
    """Takes lines one by one; *made* grows. *open* is the element that the next line may go on with."""

    def __init__(self, base: str, words: Words) -> None:
        self.made: list[str] = []
        self.title = ""
        self._base = base
        self._words = words
        self._open = ""
        self._level = 1
        self._fence: list[str] | None = None
        self._name = ""

    def take(self, line: str) -> None:
        """The next *line*."""
        if self._fence is not None:
            if line.startswith("```"):
                self._close_fence()
                # Nothing belongs there (the specification has it ignored), but what somebody wrote is shown.
                self.made += [f'<p class="facts">{escape(clean(line[3:]))}</p>'] if clean(line[3:]) else []
            else:
                self._fence.append(clean_line(line))
        elif line.startswith("```"):
            self._go("")
            self._fence, self._name = [], clean(line[3:])
        elif found := _LINK.fullmatch(line):
            self._go("ul", ' class="items"')
            self.made.append(self._link(found[1], clean(found[2] or "")))
        elif found := _HEADING.fullmatch(line):
            self._heading(len(found[1]), clean(found[2]))
        elif line.startswith("* "):
            self._go("ul", ' class="list"')
            self.made.append(f"<li>{escape(clean(line[2:]))}</li>")
        elif line.startswith(">"):
            self._go("blockquote")
            self.made.append(f"<p>{escape(clean(line[1:]))}</p>")
        else:
            self._go("")
            words = clean(line)
            self.made += [f"<p>{escape(words)}</p>"] if words else []

    def end(self) -> None:
        """The text has ended, in a fence perhaps."""
        if self._fence is not None:
            self._close_fence()
        self._go("")

    def _go(self, element: str, extra: str = "") -> None:
        """Go on with *element*, or begin it."""
        wanted = f"{element}{extra}"
        if wanted == self._open:
            return
        if self._open:
            self.made.append(f"</{self._open.split(' ')[0]}>")
        if element:
            self.made.append(f"<{element}{extra}>")
        self._open = wanted

    def _heading(self, depth: int, words: str) -> None:
        self._go("")
        if not words:
            return
        if not self.title:
            self.title = words
            return
        self._level = min(depth + 1, self._level + 1)
        self.made.append(f"<h{self._level}>{escape(words)}</h{self._level}>")

    def _link(self, reference: str, words: str) -> str:
        way = outside(reference, self._base)
        shown = escape(words or clean(reference))
        if way is None:
            address = f' <span class="type">{escape(clean(reference))}</span>' if words else ""
            return f"<li><span>{shown}</span>{address}</li>"
        note = f' <span class="type">{escape(way.path.partition(":")[0])}</span>' if way.out else ""
        return f"<li>{way.link(shown)}{note}</li>"

    def _close_fence(self) -> None:
        inner = escape("\n".join(self._fence or []))
        name = attribute(self._name or self._words("columns"))
        self.made += [f'<div class="scroll" role="group" tabindex="0" aria-label="{name}">', f"<pre>\n{inner}</pre>", "</div>"]
        if self._name:
            self.made.append(f'<p class="facts">{escape(self._name)}</p>')
        self._fence = None
