"""A text/gemini page in, its lines out by what they are (Gemini specification, "Gemtext"): a reading of the checker's own."""

from typing import Literal, TypeAlias

import msgspec

Kind: TypeAlias = Literal["text", "link", "heading", "item", "quote", "fence", "verbatim"]


class Line(msgspec.Struct, frozen=True):
    """One line: *text* without its mark; of a link *address* and, as text, its label."""

    kind: Kind
    text: str
    address: str = ""


def lines(body: str) -> list[Line]:
    """The lines of *body*."""
    found: list[Line] = []
    verbatim = False
    for raw in body.split("\n"):
        line = raw.removesuffix("\r")
        if line.startswith("```"):
            verbatim = not verbatim
            found.append(Line("fence", line[3:]))
        elif verbatim:
            found.append(Line("verbatim", line))
        elif line.startswith("=>"):
            address, _, label = line[2:].strip().replace("\t", " ").partition(" ")
            found.append(Line("link", label.strip(), address))
        elif line.startswith("#"):
            found.append(Line("heading", line))
        elif line.startswith("* "):
            found.append(Line("item", line[2:]))
        elif line.startswith(">"):
            found.append(Line("quote", line[1:]))
        else:
            found.append(Line("text", line))
    return found


def is_open(found: list[Line]) -> bool:
    """Whether the page ends within preformatted text."""
    return sum(line.kind == "fence" for line in found) % 2 == 1
