"""A rendered page in, the same page with other addresses out: what a renderer wrote as an edition's path becomes what a file can refer to.

Only addresses that lead somewhere are changed, never text that looks like one: in HTML attributes of tags (the text has no `<`, an attribute no `>`),
in gemtext link lines outside of fences.
"""

import re
from collections.abc import Callable
from html import escape, unescape

_ATTRIBUTE = re.compile(r'(<(?:a|link)\b[^>]*?\shref=")(/[^"]*)(")')
_LINK = re.compile(r"=> (/\S*)(.*)", re.DOTALL)


def html(text: str, way: Callable[[str], str]) -> str:
    """A page of `render.html` or lines of `htmlblocks` with each path `/…` as *way* has it."""
    return _ATTRIBUTE.sub(lambda found: found[1] + escape(way(unescape(found[2]))) + found[3], text)


def gemtext(text: str, way: Callable[[str], str]) -> str:
    """A page of `render.gemtext` with each path `/…` of a link line as *way* has it."""
    lines = text.split("\n")
    fenced = False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and (found := _LINK.fullmatch(line)):
            lines[number] = f"=> {way(found[1])}{found[2]}"
    return "\n".join(lines)
