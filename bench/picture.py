"""A page of the sample newspaper in, the README's picture of a terminal out: `uv run python bench/picture.py` writes docs/terminal.svg anew.

`tests/test_docs.py` sees to it that what the picture shows is what the command says.
"""

import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
PAGE = "src/broadsheet/sample/english/the-bridge-that-would-not-turn.html"
LINES = 22
_COLUMNS, _CELL, _LINE, _MARGIN = 76, 9.6, 22, 28  # of a monospaced letter of 16 pixels, as browsers set it


def shown() -> list[str]:
    """The lines in the picture: the command, and what it prints first."""
    printed = subprocess.run([sys.executable, "-m", "broadsheet", "read", PAGE], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    return [f"$ broadsheet read {PAGE.rpartition('/')[2]}", *printed.stdout.splitlines()[: LINES - 1]]


def picture(lines: list[str]) -> str:
    """*lines* as an SVG; what is typed and what is a heading is bold."""
    width, height = round(_COLUMNS * _CELL + 2 * _MARGIN), len(lines) * _LINE + 2 * _MARGIN
    rows: list[str] = []
    for number, line in enumerate(lines):
        weight = ' font-weight="bold"' if line.startswith(("$", "#")) else ""
        rows.append(f'<text x="{_MARGIN}" y="{_MARGIN + 16 + number * _LINE}"{weight}>{escape(line)}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">\n'
        "<title>An article in a terminal</title>\n"
        f'<rect x="1" y="1" width="{width - 2}" height="{height - 2}" rx="8" fill="#fdfcf7" stroke="#b8b5a8"/>\n'
        f'<g font-family="monospace" font-size="16" fill="#1c1b18" xml:space="preserve">\n' + "\n".join(rows) + "\n</g>\n</svg>\n"
    )


if __name__ == "__main__":
    (ROOT / "docs" / "terminal.svg").write_text(picture(shown()), encoding="utf-8")
