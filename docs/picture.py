"""An article of the sample newspaper in, docs/terminal.svg out: the picture in the README. Run: uv run python docs/picture.py."""

import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "src/broadsheet/sample/politik/rat-bewilligt-reparatur-der-drehbruecke.html"
LINES = 34
PAPER = TerminalTheme((253, 251, 246), (34, 34, 34), [(34, 34, 34)] * 8, [(34, 34, 34)] * 8)


def main() -> None:
    """Write the picture: the prompt and the first lines of the article, without any font or script from elsewhere."""
    text = subprocess.run([sys.executable, "-m", "broadsheet", "read", PAGE], capture_output=True, text=True, check=True).stdout
    console = Console(record=True, width=78, file=Path("/dev/null").open("w"), force_terminal=True)  # noqa: SIM115
    console.print(Text(f"$ broadsheet read {PAGE.name}", style="bold"))
    for line in text.splitlines()[:LINES]:
        console.print(Text(line, style="bold" if line.startswith("#") else ""))
    svg = console.export_svg(title="broadsheet", theme=PAPER, unique_id="broadsheet")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code, ", "")
    (HERE / "terminal.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
