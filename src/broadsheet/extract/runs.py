r"""The inline text of one leaf, piece by piece (`Run`); and the paragraphs that its line breaks part it into. `\x00` stands for `<br>`."""

import msgspec

_FINAL = '.!?…"“”»’)。」:'
_ANCHORS = frozenset("¶#§🔗⚓")
_LONG = 50  # characters of a line that is a paragraph's


class Run(msgspec.Struct, frozen=True, gc=False):
    """Inline text as it stands in the page, not yet cleaned. *name* is the class of the nearest inline element that has one."""

    text: str
    href: str = ""
    mark: str = ""
    name: str = ""
    lang: str = ""


LINE_END = Run("\x00")


def is_anchor(href: str, label: str) -> bool:
    """Whether a link to *href* that says *label* is the sign beside a heading by which readers copy its address: no part of the heading."""
    return href[:1] == "#" and label.strip() in _ANCHORS


def paragraphs(runs: list[Run]) -> list[list[Run]]:
    """*runs* parted where two or more line breaks follow each other, or where one parts two long sentences, or begins one with bold."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run.text == "\x00":
            lines.append([])
        else:
            lines[-1].append(run)
    texts = ["".join([run.text for run in line]).strip() for line in lines]
    parts: list[list[Run]] = [[]]
    for at, line in enumerate(lines):
        if at:
            before, here = texts[at - 1], texts[at]
            if not here:
                continue
            ended = before[-1:] in _FINAL and ((len(before) > _LONG and len(here) > _LONG) or line[0].mark == "strong")
            if not before or ended or (len(here) > _LONG and _is_bold(lines[at - 1]) and (at == 1 or texts[at - 2][-1:] in _FINAL)):
                parts.append([])
            else:
                parts[-1].append(LINE_END)
        parts[-1] += line
    return parts


def _is_bold(line: list[Run]) -> bool:
    """Whether *line* is bold from its beginning to its end, and no label: it may head what follows."""
    return all(run.mark == "strong" or not run.text.strip() for run in line) and "".join([run.text for run in line]).rstrip()[-1:].isalnum()
