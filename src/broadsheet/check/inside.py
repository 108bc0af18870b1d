"""What no answer of a server should hold: signs of its inside, and of files that nobody published. Data for the rules of all protocols."""

import re

INTERNALS = re.compile(
    rb'Traceback \(most recent|\bFile "[^"]+", line|\bErrno \d|\b[A-Z]\w+(?:Error|Exception)\b|\bat 0x[0-9a-f]{4}'
    rb"|(?<![\w/])/(?:home|usr|var|srv|etc|opt|root|tmp)/[\w.-]+|[A-Z]:\\\\?\w+|\bline \d+, in\b|\.(?:py|go|rb|php|c):\d+"
)
"""What a reader never needs to be told: traces, exceptions, paths of the server's own machine."""

SYSTEM = re.compile(rb"(?m)^(?:PRETTY_NAME|VERSION_ID|ID)=")
"""Lines of /etc/os-release, which holds no secret and lies in no served folder."""

SYSTEM_PATH = "/etc/os-release"


def around(data: bytes, found: re.Match[bytes], before: int = 40, after: int = 60) -> bytes:
    """The part of *data* that shows *found*."""
    return data[max(0, found.start() - before) : found.end() + after]
