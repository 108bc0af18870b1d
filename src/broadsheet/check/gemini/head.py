"""An answer's bytes in, its status, meta and body out, with all their mistakes (Gemini specification, "Responses")."""

import re

import msgspec

_LINE = re.compile(rb"([1-6][0-9])(?: ([^\r\n]*))?")
LONGEST = 1024


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """*line*: the first line without its end; *whole*: whether CR LF ends it; *status*: 0 where the line is none; *body*: what follows."""

    line: bytes
    whole: bool
    status: int
    meta: bytes
    body: bytes

    @property
    def kind(self) -> int:
        """The status's first digit."""
        return self.status // 10

    @property
    def media(self) -> str:
        """The media type in lower case without parameters; "" where the answer is no page."""
        return self.meta.decode("ascii", "replace").partition(";")[0].strip().lower() if self.kind == 2 else ""

    @property
    def parameters(self) -> dict[str, str]:
        """The media type's parameters, names in lower case."""
        parts = (part.partition("=") for part in self.meta.decode("ascii", "replace").split(";")[1:])
        return {name.strip().lower(): value.strip().strip('"') for name, _, value in parts}


def head(answer: bytes) -> Head:
    """The head of *answer*."""
    line, found, body = answer.partition(b"\r\n")
    bare = answer.find(b"\n", 0, len(line))
    whole = bool(found)
    if not found or (bare >= 0 and len(line) > LONGEST + 3):
        line, _, body = answer.partition(b"\n")
        whole = False
    match = _LINE.fullmatch(line) or _LINE.match(line)
    return Head(line=line, whole=whole, status=int(match[1]) if match else 0, meta=line[3:], body=body)
