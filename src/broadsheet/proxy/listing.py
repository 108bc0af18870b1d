"""Items of a menu that is written as text editions write theirs in, lines of HTML out: headings, and links with what is told of them below.

| in the menu | on the page |
|---|---|
| text `# Name -- Title` at the top | the title, and the name above it |
| text `## Words` | a heading |
| a link, then rows of text down to the next link or heading | an entry of a list: what goes on with its title, facts in brackets, its teaser |
| links one after the other | a list of links |
| other text | as it stands |

Whether a menu is written so is told by its first words alone; nothing that stands in it is left out, however it goes on.
"""

import re

from ..render.htmlblocks import escape
from ..typeset import HYPHEN, cells
from . import menu as menus
from .menu import Item, Menu
from .words import Words

_TITLE = re.compile(r"# (?:(.{1,80}?) -- )?(\S.*)")
_HEADING = re.compile(r"##+ (\S.*)")
_FACTS = re.compile(r"\(.*\)")


def title(menu: Menu) -> tuple[str, str, Menu] | None:
    """Name and title of a text edition's page, and the menu without them; None where it begins in another way."""
    at = next((number for number, item in enumerate(menu.items) if item.text.strip()), -1)
    found = _TITLE.fullmatch(menu.items[at].text.lstrip()) if at >= 0 and _is_text(menu.items[at]) else None
    if found is None:
        return None
    end = at + 1
    rows = [found[2]]
    while end < len(menu.items) and _is_text(menu.items[end]) and menu.items[end].text.startswith("  ") and menu.items[end].text.strip():
        # A long title goes on, further in.
        rows.append(menu.items[end].text)
        end += 1
    return found[1] or "", _joined(rows), Menu(menu.items[end:], menu.title)


def lines(menu: Menu, words: Words) -> list[str]:
    """The items as HTML."""
    made: list[str] = []
    open_list = ""
    items = menu.items
    at = 0
    while at < len(items):
        item = items[at]
        end = at + 1
        leads = item.way is not None or _is_text(item)
        while leads and end < len(items) and _is_text(items[end]) and not _HEADING.fullmatch(items[end].text):
            end += 1
        texts = [each.text for each in items[at + 1 : end]]
        heading = _HEADING.fullmatch(item.text) if _is_text(item) else None
        entry = item.way is not None and any(text.strip() for text in texts)
        wanted = "" if _is_text(item) else '<ul class="teasers">' if entry else '<ul class="items">'
        if wanted != open_list:
            made += ["</ul>"] if open_list else []
            made += [wanted] if wanted else []
            open_list = wanted
        if heading:
            made.append(f'<h2 class="section">{escape(heading[1].rstrip())}</h2>')
            made += _plain(texts, words)
        elif _is_text(item):
            made += _plain([item.text, *texts], words)
        elif entry:
            made += _entry(item, texts, words)
        else:
            made.append(menus.line(item, words))
        at = end
    return [*made, "</ul>"] if open_list else made


def _is_text(item: Item) -> bool:
    return item.way is None and item.kind == "i" and not item.note


def _plain(texts: list[str], words: Words) -> list[str]:
    """Text that no link stands before."""
    said = " ".join(text.strip() for text in texts).strip()
    if not said:
        return []
    return [f'<p class="facts">{escape(said[1:-1])}</p>'] if _FACTS.fullmatch(said) else menus.block("\n".join(texts), words)


def _entry(item: Item, texts: list[str], words: Words) -> list[str]:
    """A link with what is told of it."""
    end = _title_end(item, texts)
    called = escape(_joined([item.text, *texts[:end]])) if end else menus.named(item, words)
    texts = texts[end:]
    note = f' <span class="type">{escape(item.note)}</span>' if item.note else ""
    made = [f'<li><p class="title">{item.way.link(called) if item.way else called}{note}</p>']
    rows = "\n".join(texts).strip("\n").split("\n")
    if rows and menus.is_drawn("\n".join(rows)):
        return [*made, *menus.block("\n".join(rows), words), "</li>"]
    while rows and _FACTS.fullmatch(rows[0].strip()):
        made.append(f'<p class="facts">{escape(rows.pop(0).strip()[1:-1])}</p>')
    for part in re.split(r"\n\s*\n", "\n".join(rows)):
        made += [f"<p>{escape(_joined(part.split(chr(10))))}</p>"] if part.strip() else []
    return [*made, "</li>"]


def _title_end(item: Item, texts: list[str]) -> int:
    """How many of the rows behind a link go on with its title: those further in, where a row stands below them that is not, or facts below a gap."""
    end = next((number for number, text in enumerate(texts) if not text.startswith("  ") or not text.strip()), len(texts))
    told = texts[end].strip() if end < len(texts) else ""
    if not told and _FACTS.fullmatch(next((text.strip() for text in texts[end:] if text.strip()), "")):
        told = "facts"
    return end if told and item.text.strip() and not any(_FACTS.fullmatch(text.strip()) for text in texts[:end]) else 0


def _joined(rows: list[str]) -> str:
    """*rows* as the one line that they were (`typeset`): with nothing between them behind a space that follows no word of narrow letters, else with a space.

    A space behind such a word may be there by chance, and two words that are glued are lost.
    """
    made = ""
    for row in rows:
        words = made.rstrip()
        if made.endswith(HYPHEN):
            made = words[:-1]
        elif made.endswith(" ") and words and (cells(words[-1]) == 2 or not words[-1].isalnum()):
            made = words
        else:
            made = f"{words} " if words else ""
        made += row.lstrip()
    return " ".join(made.split())
